//! Related pages, each with the reason: made for one page when that page is asked for.

use std::collections::BTreeMap;

use super::{PageId, Site, Target, TopicId};

/// Why a page is related.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// They share these topics.
    Topics(Vec<TopicId>),
    /// It links to the page, that often.
    LinksHere(u32),
    /// The page links to it, that often.
    LinkedHere(u32),
    /// Both are evidence for a criterion: the decision's index, the criterion's name.
    Evidence(usize, String),
}

/// A related page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The page.
    pub page: PageId,
    /// Why, the strongest reason first.
    pub reasons: Vec<Reason>,
}

/// How many are shown.
const MOST: usize = 6;

/// In a topic of many pages only this many before and after in reading order are looked at: a topic that every page has
/// says nothing about two of them, and the work would grow with the square of the site.
const REACH: usize = 16;

#[derive(Default)]
struct Ties {
    topics: Vec<TopicId>,
    here: u32,
    there: u32,
    evidence: Option<(usize, String)>,
}

/// The pages that have most in common with this one, best first.
pub fn related(site: &Site, id: PageId) -> Vec<Related> {
    let page = &site.pages[id.index()];
    let mut ties: BTreeMap<PageId, Ties> = BTreeMap::new();
    for &topic in &page.topics {
        let pages = &site.topics[topic.index()].pages;
        let at = pages.partition_point(|other| *other < id);
        let near = &pages[at.saturating_sub(REACH)..(at + REACH + 1).min(pages.len())];
        for &other in near {
            ties.entry(other).or_default().topics.push(topic);
        }
    }
    for backlink in &site.backlinks[id.index()] {
        ties.entry(backlink.from).or_default().here += backlink.count;
    }
    for link in &site.links[id.index()] {
        if let Target::Page(other) = link.target {
            ties.entry(other).or_default().there += 1;
        }
    }
    for (decision, criterion, pages) in evidence_groups(site, id) {
        for other in pages {
            ties.entry(other).or_default().evidence.get_or_insert_with(|| (decision, criterion.clone()));
        }
    }
    ties.remove(&id);
    // A topic that everybody has ties less than one that few have.
    let rarity = |topic: &TopicId| 1.0 / (1.0 + (site.topics[topic.index()].pages.len() as f64).ln());
    let mut scored: Vec<(f64, PageId, Ties)> = ties
        .into_iter()
        .filter(|(other, _)| site.pages[other.index()].in_nav)
        .map(|(other, ties)| {
            let topics: f64 = ties.topics.iter().map(rarity).sum();
            let links = 0.5 * f64::from(ties.here.min(3)) + 0.25 * f64::from(ties.there.min(3));
            let evidence = if ties.evidence.is_some() { 0.5 } else { 0.0 };
            (topics + links + evidence, other, ties)
        })
        .collect();
    let near = |other: PageId| other.0.abs_diff(id.0);
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| near(a.1).cmp(&near(b.1))).then_with(|| a.1.cmp(&b.1)));
    scored.truncate(MOST);
    scored.into_iter().map(|(_, page, ties)| Related { page, reasons: reasons(ties) }).collect()
}

fn reasons(ties: Ties) -> Vec<Reason> {
    let topics = (!ties.topics.is_empty()).then_some(Reason::Topics(ties.topics));
    let here = (ties.here > 0).then_some(Reason::LinksHere(ties.here));
    let there = (ties.there > 0).then_some(Reason::LinkedHere(ties.there));
    let evidence = ties.evidence.map(|(decision, criterion)| Reason::Evidence(decision, criterion));
    [topics, here, there, evidence].into_iter().flatten().collect()
}

/// The criteria that this page is evidence for, each with the pages that are evidence for it.
fn evidence_groups(site: &Site, id: PageId) -> Vec<(usize, String, Vec<PageId>)> {
    let mut groups = Vec::new();
    for (index, decision) in site.decisions.iter().enumerate() {
        for (criterion, pages) in &decision.criterion_pages {
            if pages.contains(&id) {
                groups.push((index, criterion.clone(), pages.clone()));
            }
        }
    }
    groups
}
