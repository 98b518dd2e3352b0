//! The site: what only the whole can say. Sections, navigation, topics, links both ways, decisions.
//!
//! Enter at [`link`]. Inert data, made by functions from facts without places: equal facts mean the same site, so an
//! edit that changes only prose leaves it alone. It never renders, writes or prints. Findings name a place by what
//! stands there (the third link, the key `topics`); [`place`] turns that into bytes.
//!
//! Not here: what a template sees (`view`), which outputs exist (`plan`).

mod decisions;
mod layout;
mod links;
mod nav;
mod related;
mod topics;

pub use crate::page::front_matter::Neighbour;
pub(crate) use decisions::has_anchor;
pub use decisions::{DecisionNode, EvidenceUse};
pub(crate) use layout::neighbour_link;
pub use layout::{Section, SectionId, SitePage, texts};
pub use links::{Backlink, HeaderTarget, Link, Target};
pub(crate) use links::{decode, href};
pub use nav::NavEntry;
pub(crate) use nav::tree;
pub use related::{Reason, Related, related};
pub use topics::{Topic, TopicId};

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::decision::Decision;
use crate::decision::changes::Change;
use crate::diagnostic::Diagnostic;
use crate::markdown::{self, Facts, Heading};
use crate::page::Page;
use crate::path::{OutPath, SourcePath};
use crate::sources::config::Config;

/// A page of the site: an index of [`Site::pages`], which stand in reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PageId(pub u32);

impl PageId {
    /// The index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What the site is made from: every file by itself.
#[derive(Clone, Default)]
pub struct Parsed {
    /// Pages, sorted by path.
    pub pages: Vec<Arc<Page>>,
    /// Decisions, sorted by path.
    pub decisions: Vec<Arc<Decision>>,
    /// What changed in decisions, sorted by path.
    pub changes: Vec<(SourcePath, Arc<Vec<Change>>)>,
    /// Other files below the content folder.
    pub assets: Vec<SourcePath>,
}

/// The site.
#[derive(Clone, Debug)]
pub struct Site {
    /// Pages, in reading order; those outside of navigation last.
    pub pages: Vec<SitePage>,
    /// Sections; the first is the home page's.
    pub sections: Vec<Section>,
    /// Topics, by id.
    pub topics: Vec<Topic>,
    /// The links of each page, as many and in the order of its facts.
    pub links: Vec<Vec<Link>>,
    /// Who links to each page, in reading order.
    pub backlinks: Vec<Vec<Backlink>>,
    /// Decisions, by id.
    pub decisions: Vec<DecisionNode>,
    /// The verdicts and rules that rest on a section of a page: by page and index of its heading.
    pub evidence_uses: BTreeMap<(PageId, u32), Vec<EvidenceUse>>,
    /// Where each alias leads.
    pub aliases: BTreeMap<OutPath, PageId>,
    /// Files that are copied, and where to; sorted by where to.
    pub assets: BTreeMap<OutPath, SourcePath>,
    /// Files that code blocks show, by page and index of the block.
    pub includes: BTreeMap<(PageId, u32), SourcePath>,
    /// Links of the header: text and where to.
    pub header_links: Vec<(String, HeaderTarget)>,
    /// Where `prev` and `next` of a page's front matter lead: by its source and the link as written.
    pub linked_neighbours: BTreeMap<(SourcePath, String), PageId>,
}

impl Site {
    /// The decision whose page this is: an index of [`Site::decisions`].
    pub fn decision_of(&self, id: PageId) -> Option<usize> {
        self.pages[id.index()].decision?;
        self.decisions.iter().position(|node| node.page == id)
    }

    /// The decision of that id.
    pub fn decision_named(&self, parsed: &Parsed, id: &str) -> Option<usize> {
        self.decisions.iter().position(|node| parsed.decisions[node.parsed].facts.id == id)
    }

    /// The pages before and after one in reading order.
    pub fn neighbours(&self, id: PageId) -> (Option<PageId>, Option<PageId>) {
        nav::neighbours(self, id)
    }

    /// The sections above a page, the home page first.
    pub fn breadcrumbs(&self, id: PageId) -> Vec<PageId> {
        nav::breadcrumbs(self, id)
    }
}

/// A fault that was found in the whole, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What is wrong; its span's file is right, its range is not yet.
    pub diagnostic: Diagnostic,
    /// Where.
    pub place: Place,
}

/// A place in a page, by what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The start of the file.
    Start,
    /// The value of a front matter key.
    Front(&'static str),
    /// One value of a front matter key that has a list.
    FrontItem(&'static str, u32),
    /// A link.
    Link(u32),
    /// The words of a link's text that the diagnostic gives, in bytes of that text; the link, where its text is not
    /// written out as it reads.
    LinkText(u32),
    /// What a link names behind its `#`, with that sign.
    Anchor(u32),
    /// A code block.
    Code(u32),
    /// The language of a code block.
    Language(u32, u32),
    /// A fenced block that the program fills.
    Embed(u32),
    /// The bytes that the diagnostic has.
    Exact,
}

impl Finding {
    pub(crate) fn new(diagnostic: Diagnostic, place: Place) -> Self {
        Finding { diagnostic, place }
    }

    pub(crate) fn exact(diagnostic: Diagnostic) -> Self {
        Finding { diagnostic, place: Place::Exact }
    }
}

/// Makes the site of its parts.
pub fn link(config: &Config, parsed: &Parsed, drafts: bool) -> (Site, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut layout = layout::layout(config, parsed, drafts, &mut findings);
    let (topics, of_pages) = topics::topics(config, parsed, &layout, &mut findings);
    for (page, mine) in layout.pages.iter_mut().zip(of_pages) {
        page.topics = mine;
    }
    let resolver = links::Resolver::new(config, parsed, &layout, &topics);
    let links = resolver.resolve(&mut findings);
    let backlinks = links::backlinks(parsed, &layout, &links);
    let decided = decisions::decisions(parsed, &layout, &topics, &resolver, &mut findings);
    let includes = links::includes(config, parsed, &layout);
    let header_links = resolver.header_links(&mut findings);
    let linked_neighbours = resolver.linked_neighbours(&mut findings);
    nav::orphans(&layout, &backlinks, &mut findings);
    links::unused_assets(&layout, &links, &includes, &decided, &mut findings);
    let layout::Layout { pages, sections, aliases, assets, .. } = layout;
    let site = Site {
        pages,
        sections,
        topics,
        links,
        backlinks,
        decisions: decided.nodes,
        evidence_uses: decided.uses,
        aliases,
        assets,
        includes,
        header_links,
        linked_neighbours,
    };
    (site, findings)
}

/// Whether two states of one page are the same to [`link`]: it reads nothing else of a page.
///
/// What a section says, the sentences around links and the summary are read when a page is shown, and places when a
/// finding is ([`place`]).
pub fn alike(a: &Page, b: &Page) -> bool {
    let Facts { title, title_id, headings, anchors, links, code, embeds, summary: _ } = &a.facts;
    let heading = |(a, b): (&Heading, &Heading)| {
        let Heading { level, id, text, says: _ } = a;
        *level == b.level && *id == b.id && *text == b.text
    };
    let link = |(a, b): (&markdown::Link, &markdown::Link)| {
        let markdown::Link { kind, target, text, sentence: _, section: _ } = a;
        *kind == b.kind && *target == b.target && *text == b.text
    };
    a.source == b.source
        && a.front == b.front
        && *title == b.facts.title
        && *title_id == b.facts.title_id
        && headings.len() == b.facts.headings.len()
        && links.len() == b.facts.links.len()
        && *anchors == b.facts.anchors
        && *code == b.facts.code
        && *embeds == b.facts.embeds
        && headings.iter().zip(&b.facts.headings).all(heading)
        && links.iter().zip(&b.facts.links).all(link)
}

/// Gives a finding the bytes of its place.
pub fn place(finding: &Finding, page: Option<&Page>) -> Diagnostic {
    let mut diagnostic = finding.diagnostic.clone();
    let Some(page) = page else { return diagnostic };
    let at = |spans: &[Range<u32>], index: u32| spans.get(index as usize).cloned().unwrap_or(0..0);
    let range = match finding.place {
        Place::Exact => return diagnostic,
        Place::Start => 0..0,
        Place::Front(key) => page.front_span(key),
        Place::LinkText(index) => return in_link_text(diagnostic, index, page),
        Place::FrontItem(key, number) => match page.front_span(&format!("{key}.{number}")) {
            Range { start: 0, end: 0 } => page.front_span(key),
            item => item,
        },
        Place::Link(index) | Place::Anchor(index) => at(&page.spans.links, index),
        Place::Code(index) => at(&page.spans.code, index),
        Place::Language(index, length) => {
            let info = at(&page.spans.code, index);
            info.start..info.end.min(info.start + length)
        }
        Place::Embed(index) => at(&page.spans.embeds, index),
    };
    // A fix that replaces the whole of what stands there was made without knowing where that is.
    if let Some(fix) = &mut diagnostic.fix
        && fix.range == (0..0)
    {
        fix.range = range.clone();
    }
    diagnostic.span.range = match finding.place {
        Place::Anchor(index) => anchor_of(page, index, range),
        _ => range,
    };
    diagnostic
}

fn in_link_text(mut diagnostic: Diagnostic, index: u32, page: &Page) -> Diagnostic {
    let shifted = |range: &std::ops::Range<u32>, by: u32| range.start.saturating_add(by)..range.end.saturating_add(by);
    match page.spans.link_texts.get(index as usize).filter(|text| !text.is_empty()) {
        Some(text) => {
            diagnostic.span.range = shifted(&diagnostic.span.range, text.start);
            if let Some(fix) = &mut diagnostic.fix {
                fix.range = shifted(&fix.range, text.start);
            }
        }
        None => {
            diagnostic.span.range = page.spans.links.get(index as usize).cloned().unwrap_or(0..0);
            diagnostic.fix = None;
        }
    }
    diagnostic
}

/// The part of a link's bytes from `#` on, where the link is written as it is meant (without entities and the like).
fn anchor_of(page: &Page, index: u32, link: Range<u32>) -> Range<u32> {
    let target = page.facts.links.get(index as usize).map_or("", |link| link.target.as_str());
    match target.find('#') {
        Some(at) if link.len() == target.len() => link.start + at as u32..link.end,
        _ => link,
    }
}
