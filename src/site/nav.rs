//! Reading order, and the tree that navigation shows.
//!
//! Neighbours stand in the order of `[nav] order`, then by `weight`, then by the names of their files, numbers in them
//! by value. The name of the file and not the title: editing a title moves nothing.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use super::layout::{Layout, Neighbourly, SectionId};
use super::links::Backlink;
use super::{Finding, PageId, Place, Site};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::sources::config::Config;
use crate::view::Kind;

/// Whole trees up to this many entries are shown on every page; larger ones are cut to what is around the page.
const WHOLE_TREE: usize = 150;

/// Deeper than this the tree is cut too: nobody reads it, and the template language calls itself only so often.
const DEEPEST: usize = 12;

/// An entry of the tree around a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavEntry {
    /// The page.
    pub page: PageId,
    /// Whether it is the own page of a section on the way to the reader's page.
    pub open: bool,
    /// What is below it; empty where the tree is cut.
    pub children: Vec<NavEntry>,
}

/// The order in which pages are read: depth first through the sections, pages outside of navigation last.
pub(super) fn reading_order(config: &Config, pages: &[Neighbourly<'_>]) -> Vec<usize> {
    let listed: HashMap<&str, usize> =
        config.nav.order.iter().enumerate().map(|(at, path)| (path.trim_end_matches('/'), at)).collect();
    let mut below: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut own: HashMap<&str, usize> = HashMap::new();
    let mut rest = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        let outside = matches!(page.kind, Kind::NotFound | Kind::Topic | Kind::Topics);
        if page.is_section && !outside {
            own.insert(page.folder, index);
        }
        if outside {
            rest.push(index);
        } else if !(page.is_section && page.folder.is_empty()) {
            let holder =
                if page.is_section { page.folder.rsplit_once('/').map_or("", |(it, _)| it) } else { page.folder };
            below.entry(holder).or_default().push(index);
        }
    }
    let place = |index: usize| {
        let page = &pages[index];
        let path = if page.is_section {
            page.folder.to_owned()
        } else if page.folder.is_empty() {
            format!("{}.md", page.name)
        } else {
            format!("{}/{}.md", page.folder, page.name)
        };
        listed.get(path.as_str()).copied().unwrap_or(usize::MAX)
    };
    for neighbours in below.values_mut() {
        neighbours.sort_by_cached_key(|&index| {
            let page = &pages[index];
            (place(index), page.weight.unwrap_or(i64::MAX), Natural::new(page.name), index)
        });
    }
    rest.sort_by_key(|&index| (pages[index].kind as u8, Natural::new(pages[index].name)));
    let mut order = Vec::with_capacity(pages.len());
    // A stack, not recursion: folders may be nested as deep as a file system allows.
    let mut stack: Vec<usize> = own.get("").copied().into_iter().collect();
    while let Some(index) = stack.pop() {
        order.push(index);
        if pages[index].is_section
            && let Some(children) = below.get(pages[index].folder)
        {
            stack.extend(children.iter().rev());
        }
    }
    order.extend(rest);
    order
}

/// A name compared as people do: case ignored, numbers by value.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Natural(Vec<NaturalPart>, String);

#[derive(PartialEq, Eq)]
enum NaturalPart {
    Number(u64),
    Text(String),
}

impl Natural {
    fn new(name: &str) -> Self {
        let mut parts = Vec::new();
        let mut rest = name;
        while !rest.is_empty() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let text = rest.bytes().take_while(|byte| !byte.is_ascii_digit()).count();
            if digits > 0 {
                parts.push(NaturalPart::Number(rest[..digits].parse().unwrap_or(u64::MAX)));
                rest = &rest[digits..];
            } else {
                parts.push(NaturalPart::Text(rest[..text].to_lowercase()));
                rest = &rest[text..];
            }
        }
        Natural(parts, name.to_owned())
    }
}

impl Ord for NaturalPart {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (NaturalPart::Number(a), NaturalPart::Number(b)) => a.cmp(b),
            (NaturalPart::Text(a), NaturalPart::Text(b)) => a.cmp(b),
            (NaturalPart::Number(_), NaturalPart::Text(_)) => Ordering::Less,
            (NaturalPart::Text(_), NaturalPart::Number(_)) => Ordering::Greater,
        }
    }
}

impl PartialOrd for NaturalPart {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The tree that the pages of a section show.
pub(crate) fn tree(site: &Site, section: SectionId) -> Vec<NavEntry> {
    let mut way = vec![section];
    while let Some(above) = site.sections[way[way.len() - 1].index()].parent {
        way.push(above);
    }
    let entries = site.pages.iter().filter(|page| page.in_nav).count();
    branch(site, SectionId::HOME, &way, entries <= WHOLE_TREE, 1)
}

fn branch(site: &Site, section: SectionId, way: &[SectionId], whole: bool, depth: usize) -> Vec<NavEntry> {
    let children = &site.sections[section.index()].children;
    let entry = |&id: &PageId| {
        let page = &site.pages[id.index()];
        let open = page.is_section && way.contains(&page.section);
        let shown = page.is_section && (open || whole) && depth < DEEPEST;
        let below = if shown { branch(site, page.section, way, whole, depth + 1) } else { Vec::new() };
        NavEntry { page: id, open, children: below }
    };
    children.iter().map(entry).collect()
}

/// The sections above a page, the home page first; the page itself is not among them.
pub(crate) fn breadcrumbs(site: &Site, id: PageId) -> Vec<PageId> {
    let page = &site.pages[id.index()];
    let mut section = Some(page.section);
    if page.is_section {
        section = site.sections[page.section.index()].parent;
    }
    let mut above = Vec::new();
    while let Some(at) = section {
        above.push(site.sections[at.index()].page);
        section = site.sections[at.index()].parent;
    }
    above.reverse();
    above
}

/// The pages before and after one in reading order.
pub(crate) fn neighbours(site: &Site, id: PageId) -> (Option<PageId>, Option<PageId>) {
    let shown = |id: &PageId| site.pages[id.index()].in_nav;
    if !shown(&id) {
        return (None, None);
    }
    let before = (0..id.0).rev().map(PageId).find(shown);
    let after = (id.0 + 1..site.pages.len() as u32).map(PageId).find(shown);
    (before, after)
}

/// Finds pages that no navigation and no link leads to.
pub(super) fn orphans(layout: &Layout, backlinks: &[Vec<Backlink>], findings: &mut Vec<Finding>) {
    let hidden =
        |page: &super::SitePage| !page.in_nav && matches!(page.kind, Kind::Page | Kind::Section | Kind::Decision);
    for (page, backlinks) in layout.pages.iter().zip(backlinks) {
        if hidden(page) && backlinks.is_empty() && page.has_source {
            let diagnostic =
                Diagnostic::new(Code::OrphanPage, Span::file(&page.source), "no link and no navigation leads here")
                    .help("link to it from another page, or take it out of `[nav] hide`");
            findings.push(Finding::new(diagnostic, Place::Start));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Natural;

    #[test]
    fn numbers_in_names_are_compared_by_value() {
        let mut names = ["10-b", "9-a", "B", "a", "part2", "part10"];
        names.sort_by_key(|name| Natural::new(name));
        assert_eq!(names, ["9-a", "10-b", "a", "B", "part2", "part10"]);
    }
}
