//! Topics: which exist, which pages each has, and which share pages.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::layout::Layout;
use super::{Finding, PageId, Parsed, Place};
use crate::diagnostic::{Code, Diagnostic, Span, nearest};
use crate::path::SourcePath;
use crate::sources::config::Config;
use crate::view::Kind;

/// A topic: an index of [`super::Site::topics`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct TopicId(pub u32);

impl TopicId {
    /// The index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A topic.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its hub.
    pub hub: PageId,
    /// Its pages, in reading order.
    pub pages: Vec<PageId>,
    /// Topics that share pages with it, most first, and how many.
    pub neighbours: Vec<(TopicId, usize)>,
}

/// The ids of all topics, sorted: the declared ones, or those that pages name if none is declared.
pub(super) fn ids(config: &Config, parsed: &Parsed, named: &BTreeSet<String>) -> Vec<String> {
    let declared = declared(config, parsed);
    if declared.is_empty() { named.iter().cloned().collect() } else { declared.into_keys().collect() }
}

/// The declared topics, each with its text if it has one.
fn declared(config: &Config, parsed: &Parsed) -> BTreeMap<String, Option<SourcePath>> {
    let mut declared: BTreeMap<String, Option<SourcePath>> =
        config.topics.keys().map(|id| (id.clone(), None)).collect();
    for page in &parsed.pages {
        let Some(file) = page.source.below(&config.content).and_then(|below| below.strip_prefix("topics/")) else {
            continue;
        };
        if let Some(id) = file.strip_suffix(".md").filter(|id| !id.contains('/') && !super::layout::is_index(file)) {
            declared.insert(id.to_owned(), Some(page.source.clone()));
        }
    }
    declared
}

/// Gives every page its topics and every topic its pages.
pub(super) fn topics(
    config: &Config,
    parsed: &Parsed,
    layout: &Layout,
    findings: &mut Vec<Finding>,
) -> (Vec<Topic>, Vec<Vec<TopicId>>) {
    let mut topics: Vec<Topic> = Vec::new();
    let mut hubs: Vec<(TopicId, PageId)> = Vec::new();
    for (index, page) in layout.pages.iter().enumerate() {
        if let (Kind::Topic, Some(topic)) = (page.kind, page.topic) {
            hubs.push((topic, PageId(index as u32)));
        }
    }
    hubs.sort_unstable();
    let mut renumbered: BTreeMap<&str, TopicId> = BTreeMap::new();
    for (number, (_, hub)) in hubs.iter().enumerate() {
        let page = &layout.pages[hub.index()];
        let name = page.source.name();
        let id = name.strip_suffix(".md").unwrap_or(name);
        renumbered.insert(id, TopicId(number as u32));
        topics.push(Topic {
            id: id.to_owned(),
            title: page.title.clone(),
            hub: *hub,
            pages: Vec::new(),
            neighbours: Vec::new(),
        });
    }
    let mut of_pages = Vec::with_capacity(layout.pages.len());
    for (index, page) in layout.pages.iter().enumerate() {
        let mut mine = Vec::new();
        for (at, name) in page.front.topics.iter().enumerate() {
            match renumbered.get(name.as_str()) {
                Some(&topic) if !mine.contains(&topic) => {
                    mine.push(topic);
                    topics[topic.index()].pages.push(PageId(index as u32));
                }
                Some(_) => {}
                None => findings.push(unknown(name, at, page, renumbered.keys().copied())),
            }
        }
        of_pages.push(mine);
    }
    for (id, spans) in declared(config, parsed) {
        let topic = topics.iter().find(|topic| topic.id == id);
        if topic.is_some_and(|topic| topic.pages.is_empty()) {
            let source = spans.unwrap_or_else(|| SourcePath::new("fingerpost.toml"));
            let message = format!("the topic `{id}` has no page");
            findings.push(Finding::exact(Diagnostic::new(Code::EmptyTopic, Span::file(&source), message)));
        }
    }
    count_neighbours(&mut topics, &of_pages);
    (topics, of_pages)
}

fn unknown<'a>(name: &str, at: usize, page: &super::SitePage, known: impl Iterator<Item = &'a str>) -> Finding {
    let message = format!("there is no topic `{name}`");
    let mut diagnostic = Diagnostic::new(Code::UnknownTopic, Span::file(&page.source), message);
    diagnostic = match nearest(name, known) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help(format!("declare it: write content/topics/{name}.md, or `[topics.{name}]`")),
    };
    Finding::new(diagnostic, Place::FrontItem("topics", at as u32))
}

/// A page of more topics than this is about everything and ties none of them together; pairs of them would be too many.
const TIES: usize = 50;

fn count_neighbours(topics: &mut [Topic], of_pages: &[Vec<TopicId>]) {
    let mut shared: BTreeMap<(TopicId, TopicId), usize> = BTreeMap::new();
    for mine in of_pages.iter().filter(|mine| mine.len() <= TIES) {
        for a in mine {
            for b in mine.iter().filter(|b| *b != a) {
                *shared.entry((*a, *b)).or_default() += 1;
            }
        }
    }
    for ((a, b), count) in shared {
        topics[a.index()].neighbours.push((b, count));
    }
    for topic in topics {
        topic.neighbours.sort_by_key(|&(id, count)| (std::cmp::Reverse(count), id));
    }
}
