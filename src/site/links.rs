//! Links between pages: resolves every link that a page writes, in all the forms that authors use.
//!
//! Enter at [`Resolver::resolve`]. It never fails: a link that leads nowhere becomes a finding and stays in the table
//! unresolved, so that the page still renders.
//!
//! Always true: every page has as many links here as in its facts, in the same order.
//! Not here: how a link looks (`markdown`), whether other sites answer, what evidence means (`decisions`).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::OnceLock;

use rayon::prelude::*;
use serde::Serialize;

use super::decisions::{self, Decided};
use super::layout::{Layout, SitePage};
use super::topics::Topic;
use super::{Finding, PageId, Parsed, Place};
use crate::diagnostic::{Code, Diagnostic, Span, is_sure, nearest};
use crate::markdown::{self, LinkKind};
use crate::page::front_matter::Neighbour;
use crate::path::{Address, OutPath, SourcePath};
use crate::sources::config::Config;
use crate::view::Kind;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// To what.
    pub target: Target,
    /// The place there, decoded, without `#`.
    pub anchor: Option<Box<str>>,
    /// What follows `?`, as written.
    pub query: Option<Box<str>>,
    /// The text of a link that the author left empty.
    pub text: Option<Box<str>>,
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Target {
    /// A page of the site.
    Page(PageId),
    /// A file of the site.
    Asset(OutPath),
    /// Another site, or anything that is not ours to check: stays as it is written.
    Outside,
    /// Nothing: the text stands without a link.
    Nothing,
}

/// Where a link of the header leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderTarget {
    /// A page of the site.
    Page(PageId),
    /// Another site.
    Outside(String),
}

/// A page that links to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Backlink {
    /// The page with the link.
    pub from: PageId,
    /// Its first link to the other: an index of its links.
    pub link: u32,
    /// How many of its links lead to the other.
    pub count: u32,
}

/// Resolves links. Made once; looking a link up costs a few hash look-ups.
pub(super) struct Resolver<'a> {
    config: &'a Config,
    parsed: &'a Parsed,
    layout: &'a Layout,
    topics: &'a [Topic],
    /// By path below the content folder.
    sources: HashMap<Cow<'a, str>, PageId>,
    /// By address, without a slash at its end; aliases too.
    addresses: HashMap<&'a str, PageId>,
    assets: HashMap<&'a str, &'a OutPath>,
    lower: OnceLock<HashMap<String, String>>,
    names: OnceLock<HashMap<String, PageId>>,
}

/// What a path turned out to be.
pub(super) enum Found<'a> {
    Page(PageId),
    Asset(&'a OutPath),
    Draft(&'a SourcePath),
    /// Only with other letters; the right path below the content folder.
    OtherCase(String),
    Missing,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(config: &'a Config, parsed: &'a Parsed, layout: &'a Layout, topics: &'a [Topic]) -> Self {
        let below = |path: &'a SourcePath| path.below(&config.content).unwrap_or(path.as_str());
        let mut sources: HashMap<Cow<'a, str>, PageId> = HashMap::with_capacity(layout.pages.len());
        let mut addresses = HashMap::with_capacity(layout.pages.len());
        for (out, &page) in &layout.aliases {
            addresses.insert(bare_address(out.as_str()), page);
        }
        for (index, page) in layout.pages.iter().enumerate() {
            let id = PageId(index as u32);
            sources.insert(Cow::Borrowed(below(&page.source)), id);
            if let (Some(text), Some(_)) = (page.text, page.decision) {
                sources.insert(Cow::Borrowed(below(&parsed.pages[text].source)), id);
            }
            addresses.insert(bare_address(page.out.as_str()), id);
        }
        let assets = layout.assets.iter().map(|(out, source)| (below(source), out)).collect();
        let (lower, names) = (OnceLock::new(), OnceLock::new());
        Resolver { config, parsed, layout, topics, sources, addresses, assets, lower, names }
    }

    /// The links of all pages.
    pub(super) fn resolve(&self, findings: &mut Vec<Finding>) -> Vec<Vec<Link>> {
        let resolved: Vec<(Vec<Link>, Vec<Finding>)> =
            self.layout.pages.par_iter().map(|page| self.resolve_page(page)).collect();
        let mut all = Vec::with_capacity(resolved.len());
        for (links, found) in resolved {
            all.push(links);
            findings.extend(found);
        }
        all
    }

    fn resolve_page(&self, page: &SitePage) -> (Vec<Link>, Vec<Finding>) {
        let mut findings = Vec::new();
        let Some(text) = page.text else { return (Vec::new(), findings) };
        let text = &self.parsed.pages[text];
        let links = text
            .facts
            .links
            .iter()
            .enumerate()
            .map(|(index, link)| {
                let mut at = At { page, source: &text.source, index: index as u32, findings: &mut findings };
                self.resolve_link(link, &mut at)
            })
            .collect();
        (links, findings)
    }

    fn resolve_link(&self, link: &markdown::Link, at: &mut At<'_>) -> Link {
        let plain = |target| Link { target, anchor: None, query: None, text: None };
        if link.kind == LinkKind::Wiki {
            return self.resolve_wiki(link, at);
        }
        let target = link.target.trim();
        if target.starts_with("decision:") {
            return decisions::resolve_reference(self.parsed, self.layout, link, at);
        }
        match scheme(target) {
            Some("javascript" | "vbscript") => return plain(Target::Nothing),
            Some("data") if !is_image(link.kind) => return plain(Target::Nothing),
            Some(_) => return plain(Target::Outside),
            None if target.starts_with("//") => return plain(Target::Outside),
            None => {}
        }
        let (path, query, anchor) = split(target);
        let path = decode(path);
        let own = self.sources.get(self.below(at.page)).copied();
        let found = if path.is_empty() { own.map_or(Found::Missing, Found::Page) } else { self.find(at.page, &path) };
        let target = match found {
            Found::Page(id) => Target::Page(id),
            Found::Asset(out) => Target::Asset(out.clone()),
            Found::Draft(source) => {
                let message = format!("{source} is a draft, and this page is published");
                at.report(
                    Diagnostic::new(Code::DraftLink, at.span(), message).help("publish it, or take the link out"),
                );
                Target::Nothing
            }
            Found::OtherCase(right) => {
                let right = self.as_written(at.page, &right, &path);
                let message = format!("this link is spelled `{path}`, the file `{right}`");
                let fixed = with_tail(&right, query, anchor);
                at.report(
                    Diagnostic::new(Code::CaseMismatch, at.span(), message)
                        .help(format!("write `{fixed}`: on most hosts upper and lower case differ"))
                        .fix(0..0, fixed, true),
                );
                match self.find(at.page, &right) {
                    Found::Page(id) => Target::Page(id),
                    Found::Asset(out) => Target::Asset(out.clone()),
                    _ => Target::Outside,
                }
            }
            Found::Missing => {
                self.report_missing(&path, query, anchor, is_image(link.kind), at);
                Target::Outside
            }
        };
        if let (Target::Page(id), Some(anchor)) = (&target, anchor) {
            self.check_anchor(*id, anchor, target_head(link), at);
            decisions::check_anchor_link(self.parsed, self.layout, *id, &decode(anchor), link, at);
        }
        let anchor = anchor.map(|anchor| decode(anchor).into());
        Link { target, anchor, query: query.map(Into::into), text: None }
    }

    fn below(&self, page: &'a SitePage) -> &'a str {
        page.source.below(&self.config.content).unwrap_or(page.source.as_str())
    }

    /// What a path on a page leads to. The path has neither query nor fragment and is decoded.
    pub(super) fn find(&self, page: &SitePage, path: &str) -> Found<'_> {
        let (base, rest) = self.base(page, path);
        let by_source = join(base, rest);
        if let Some(joined) = &by_source
            && let Some(found) = self.find_source(joined)
        {
            return found;
        }
        // What other tools' authors write: a link from address to address.
        let address_base = if path.starts_with('/') { "" } else { page.address.as_str() };
        let address_folder = address_base.rsplit_once('/').map_or("", |(folder, _)| folder);
        if let Some(joined) = join(address_folder, rest)
            && let Some(&id) = self.addresses.get(bare_address(&joined))
        {
            return Found::Page(id);
        }
        by_source.and_then(|joined| self.find_other_case(&joined)).map_or(Found::Missing, Found::OtherCase)
    }

    /// The folder below the content folder that a path on a page counts from, and the path without what says so.
    fn base<'p>(&self, page: &'p SitePage, path: &'p str) -> (&'p str, &'p str) {
        let below = page.source.below(&self.config.content).unwrap_or(page.source.as_str());
        let folder = below.rsplit_once('/').map_or("", |(folder, _)| folder);
        match path.strip_prefix("@/") {
            Some(rest) => ("", rest),
            None if path.starts_with('/') => ("", path.trim_start_matches('/')),
            None => (folder, path),
        }
    }

    /// A path below the content folder, in each of its spellings.
    fn find_source(&self, joined: &str) -> Option<Found<'_>> {
        if let Some(&id) = self.sources.get(joined) {
            return Some(Found::Page(id));
        }
        if let Some(&out) = self.assets.get(joined) {
            return Some(Found::Asset(out));
        }
        for spelling in spellings(joined) {
            if let Some(&id) = self.sources.get(spelling.as_str()) {
                return Some(Found::Page(id));
            }
        }
        if !self.layout.drafts.is_empty() {
            for spelling in std::iter::once(joined.to_owned()).chain(spellings(joined)) {
                let source = format!("{}/{spelling}", self.config.content);
                if let Some(draft) = self.layout.drafts.get(source.as_str()) {
                    return Some(Found::Draft(draft));
                }
            }
        }
        None
    }

    fn find_other_case(&self, joined: &str) -> Option<String> {
        let lower = self.lower.get_or_init(|| {
            let pages = self.sources.keys().map(|path| path.as_ref());
            pages.chain(self.assets.keys().copied()).map(|path| (path.to_lowercase(), path.to_owned())).collect()
        });
        let joined = joined.to_lowercase();
        std::iter::once(joined.clone())
            .chain(spellings(&joined))
            .find_map(|spelling| lower.get(&spelling).or_else(|| lower.get(&spelling.to_lowercase())).cloned())
    }

    fn report_missing(&self, path: &str, query: Option<&str>, anchor: Option<&str>, image: bool, at: &mut At<'_>) {
        let code = if image { Code::MissingImage } else { Code::BrokenLink };
        let message = format!("there is no page or file `{path}`");
        let mut diagnostic = Diagnostic::new(code, at.span(), message);
        let wanted = path.trim_start_matches(['.', '/', '@']).to_owned();
        let name = wanted.rsplit('/').next().unwrap_or(&wanted).to_owned();
        let same_name: Vec<&str> = self.known(image).filter(|known| known.rsplit('/').next() == Some(&name)).collect();
        let (near, safe) = match same_name[..] {
            [only] => (Some(only), true),
            _ => {
                let (base, rest) = self.base(at.page, path);
                let joined = join(base, rest).unwrap_or(wanted);
                let near = nearest(&joined, self.known(image));
                (near, near.is_some_and(|near| is_sure(&joined, near, self.known(image))))
            }
        };
        diagnostic = match near {
            Some(near) => {
                let fixed = with_tail(&self.as_written(at.page, near, path), query, anchor);
                diagnostic.help(format!("did you mean `{fixed}`?")).fix(0..0, fixed, safe)
            }
            None => diagnostic.help("link to a file below the content folder, or to a whole address with `https://`"),
        };
        at.report(diagnostic);
    }

    fn known(&self, image: bool) -> impl Iterator<Item = &str> {
        let pages = self.layout.pages.iter().filter(move |page| !image && page.has_source);
        let pages = pages.map(|page| page.source.below(&self.config.content).unwrap_or(page.source.as_str()));
        let assets = self.layout.assets.values();
        pages.chain(assets.map(|source| source.below(&self.config.content).unwrap_or(source.as_str())))
    }

    /// A path below the content folder, in the way the author wrote another one.
    fn as_written(&self, page: &SitePage, below: &str, written: &str) -> String {
        if written.starts_with("@/") {
            return format!("@/{below}");
        }
        if written.starts_with('/') {
            return format!("/{below}");
        }
        let here = page.source.below(&self.config.content).unwrap_or(page.source.as_str());
        let folder = here.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut a = folder.split('/').filter(|part| !part.is_empty()).peekable();
        let mut b = below.split('/').peekable();
        while a.peek().is_some() && a.peek() == b.peek() {
            a.next();
            b.next();
        }
        let up = a.count();
        let mut link = "../".repeat(up);
        link.push_str(&b.collect::<Vec<_>>().join("/"));
        link
    }

    /// The links that `[nav]` puts into the header.
    pub(super) fn header_links(&self, findings: &mut Vec<Finding>) -> Vec<(String, HeaderTarget)> {
        let home = self.layout.sections.first().map(|home| &self.layout.pages[home.page.index()]);
        let mut links = Vec::new();
        for link in &self.config.nav.links {
            if scheme(&link.to).is_some() || link.to.starts_with("//") {
                links.push((link.title.clone(), HeaderTarget::Outside(link.to.clone())));
                continue;
            }
            let (path, ..) = split(&link.to);
            match home.map_or(Found::Missing, |home| self.find(home, &decode(path))) {
                Found::Page(id) => links.push((link.title.clone(), HeaderTarget::Page(id))),
                _ => {
                    let span = Span { file: self.layout.config_path.clone(), range: link.span.clone() };
                    let diagnostic = Diagnostic::new(Code::BrokenLink, span, format!("there is no page `{path}`"));
                    findings.push(Finding::exact(diagnostic.help("write a path below the content folder")));
                }
            }
        }
        links
    }

    /// Where `prev` and `next` in front matter lead.
    pub(super) fn linked_neighbours(&self, findings: &mut Vec<Finding>) -> BTreeMap<(SourcePath, String), PageId> {
        let mut linked = BTreeMap::new();
        for page in &self.layout.pages {
            for (key, neighbour) in [("prev", &page.front.prev), ("next", &page.front.next)] {
                let Some(Neighbour::Page(link)) = neighbour else { continue };
                let (path, ..) = split(link);
                match self.find(page, &decode(path)) {
                    Found::Page(id) => {
                        linked.insert((page.source.clone(), link.clone()), id);
                    }
                    _ => {
                        let message = format!("there is no page `{path}`");
                        let diagnostic = Diagnostic::new(Code::BrokenLink, Span::file(&page.source), message)
                            .help("write a link as in the text, or `false` for none");
                        findings.push(Finding::new(diagnostic, Place::Front(key)));
                    }
                }
            }
        }
        linked
    }

    fn check_anchor(&self, id: PageId, anchor: &str, head: &str, at: &mut At<'_>) {
        let decoded = decode(anchor);
        if decoded.is_empty() || decoded.starts_with(":~:") {
            return;
        }
        let wanted = decoded.split(":~:").next().unwrap_or(&decoded);
        if self.has_anchor(id, wanted) {
            return;
        }
        let page = &self.layout.pages[id.index()];
        if matches!(page.kind, Kind::Topic | Kind::Topics) && page.text.is_none() {
            return;
        }
        let shown = if page.source == *at.source { "this page".to_owned() } else { page.source.to_string() };
        let mut diagnostic =
            Diagnostic::new(Code::BrokenAnchor, at.span(), format!("{shown} has no heading or id `{wanted}`"));
        let anchors = self.anchors(id);
        diagnostic = match nearest(wanted, anchors.iter().map(String::as_str)) {
            Some(near) => {
                let only = is_sure(wanted, near, anchors.iter().map(String::as_str));
                diagnostic.help(format!("did you mean `#{near}`?")).fix(0..0, format!("{head}#{near}"), only)
            }
            None => {
                let all = &anchors;
                let some: Vec<String> = all.iter().take(6).map(|anchor| format!("`#{anchor}`")).collect();
                let more = if all.len() > 6 { ", …" } else { "" };
                if some.is_empty() {
                    diagnostic.help("that page has no headings: link to the page itself")
                } else {
                    diagnostic.help(format!("it has {}{more}", some.join(", ")))
                }
            }
        };
        at.report_anchor(diagnostic);
    }

    /// Whether a page has a place of that name.
    pub(super) fn has_anchor(&self, id: PageId, anchor: &str) -> bool {
        let page = &self.layout.pages[id.index()];
        let in_text = page.text.is_some_and(|text| {
            let facts = &self.parsed.pages[text].facts;
            facts.headings.iter().any(|heading| heading.id == anchor) || facts.anchors.iter().any(|it| it == anchor)
        });
        in_text || page.decision.is_some_and(|it| decisions::has_anchor(&self.parsed.decisions[it].facts, anchor))
    }

    fn anchors(&self, id: PageId) -> Vec<String> {
        let page = &self.layout.pages[id.index()];
        let mut all = Vec::new();
        if let Some(text) = page.text {
            let facts = &self.parsed.pages[text].facts;
            all.extend(facts.headings.iter().map(|heading| heading.id.clone()));
            all.extend(facts.anchors.iter().cloned());
        }
        if let Some(decision) = page.decision {
            all.extend(decisions::anchors(&self.parsed.decisions[decision].facts));
        }
        all
    }

    /// `[[page]]`, `[[page#heading]]`, `[[#heading]]`, `[[topic]]`.
    fn resolve_wiki(&self, link: &markdown::Link, at: &mut At<'_>) -> Link {
        let (name, heading) = match link.target.split_once('#') {
            Some((name, heading)) => (name.trim(), Some(heading.trim())),
            None => (link.target.trim(), None),
        };
        let id = if name.is_empty() {
            self.sources.get(self.below(at.page)).copied()
        } else {
            // A path counts from the page's folder, or from the content root as other tools write it.
            let paths = [name.to_owned(), format!("/{name}")];
            let by_path = || {
                paths.iter().find_map(|path| match self.find(at.page, path) {
                    Found::Page(id) => Some(id),
                    _ => None,
                })
            };
            self.names().get(&name.to_lowercase()).copied().or_else(by_path)
        };
        let Some(id) = id else {
            let message = format!("there is no page, heading or topic `{name}`");
            let diagnostic = Diagnostic::new(Code::BrokenLink, at.span(), message);
            let names = self.layout.pages.iter().map(|page| page.title.as_str());
            at.report(match nearest(name, names) {
                Some(near) => diagnostic.help(format!("did you mean `[[{near}]]`?")),
                None => diagnostic.help("write the page's title, its file's name, or a path"),
            });
            return Link { target: Target::Nothing, anchor: None, query: None, text: None };
        };
        let page = &self.layout.pages[id.index()];
        let mut anchor = None;
        if let Some(heading) = heading {
            let headings = page.text.map_or(&[][..], |text| &self.parsed.pages[text].facts.headings);
            let found = headings.iter().find(|it| it.text.eq_ignore_ascii_case(heading) || it.id == heading);
            match found {
                Some(found) => anchor = Some(found.id.as_str().into()),
                None => self.check_anchor(id, heading, name, at),
            }
        }
        // A heading's own name, where no page has it.
        let text = link.text.is_empty().then(|| match (heading, name.is_empty()) {
            (Some(heading), true) => heading.into(),
            (Some(heading), false) => format!("{}: {heading}", page.title).into(),
            (None, _) => page.title.clone().into(),
        });
        Link { target: Target::Page(id), anchor, query: None, text }
    }

    /// Pages by title and by the name of their file, topics by id; in lower case. The first in reading order has a name.
    fn names(&self) -> &HashMap<String, PageId> {
        self.names.get_or_init(|| {
            let mut names = HashMap::new();
            for topic in self.topics {
                names.insert(topic.id.to_lowercase(), topic.hub);
            }
            for by_title in [false, true] {
                for (index, page) in self.layout.pages.iter().enumerate().rev() {
                    let name = page.source.name();
                    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
                    let name = match (by_title, page.is_section) {
                        (true, _) => page.title.as_str(),
                        (false, true) => page.source.folder().rsplit('/').next().unwrap_or_default(),
                        (false, false) => stem,
                    };
                    names.insert(name.to_lowercase(), PageId(index as u32));
                }
            }
            names
        })
    }
}

/// The link that is being resolved, and where findings go.
pub(super) struct At<'a> {
    pub(super) page: &'a SitePage,
    /// The file that has the link.
    pub(super) source: &'a SourcePath,
    index: u32,
    findings: &'a mut Vec<Finding>,
}

impl At<'_> {
    pub(super) fn span(&self) -> Span {
        Span::file(self.source)
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.findings.push(Finding::new(diagnostic, Place::Link(self.index)));
    }

    /// Reports what is wrong with a part of the link's text; places are bytes of that text.
    pub(super) fn report_in_text(&mut self, diagnostic: Diagnostic) {
        self.findings.push(Finding::new(diagnostic, Place::LinkText(self.index)));
    }

    fn report_anchor(&mut self, diagnostic: Diagnostic) {
        self.findings.push(Finding::new(diagnostic, Place::Anchor(self.index)));
    }
}

fn is_image(kind: LinkKind) -> bool {
    matches!(kind, LinkKind::Image | LinkKind::HtmlImage)
}

/// What stands before the `#` of a link.
fn target_head(link: &markdown::Link) -> &str {
    link.target.trim().split('#').next().unwrap_or_default()
}

/// The scheme of an address (RFC 3986, section 3.1), in lower case where it is one of ours.
pub(super) fn scheme(target: &str) -> Option<&str> {
    let (scheme, _) = target.split_once(':')?;
    let fine = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    // One letter is a drive, not a scheme.
    (fine && scheme.len() > 1).then(|| match scheme.to_ascii_lowercase().as_str() {
        "javascript" => "javascript",
        "vbscript" => "vbscript",
        "data" => "data",
        _ => scheme,
    })
}

/// Path, query and fragment of a link.
pub(super) fn split(target: &str) -> (&str, Option<&str>, Option<&str>) {
    let (rest, anchor) = match target.split_once('#') {
        Some((rest, anchor)) => (rest, Some(anchor)),
        None => (target, None),
    };
    let (path, query) = match rest.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (rest, None),
    };
    (path, query, anchor)
}

fn with_tail(path: &str, query: Option<&str>, anchor: Option<&str>) -> String {
    let mut link = String::new();
    crate::path::encode_path(path, &mut link);
    for (sign, tail) in [('?', query), ('#', anchor)] {
        if let Some(tail) = tail {
            link.push(sign);
            link.push_str(tail);
        }
    }
    link
}

/// Undoes percent-encoding, once. What is not UTF-8 then stays as it was written.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let digits = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let code = digits.filter(|two| two.bytes().all(|it| it.is_ascii_hexdigit()));
        match code.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(decoded) if byte == b'%' => {
                bytes.push(decoded);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(byte);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// A relative path from a folder, without `.` and `..`; `None` if it leaves the root.
pub(crate) fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The files that a path without the right ending may mean.
fn spellings(joined: &str) -> impl Iterator<Item = String> {
    let bare = joined.strip_suffix(".html").or_else(|| joined.strip_suffix(".htm"));
    let folder = match bare.unwrap_or(joined) {
        "index" => "",
        bare => bare.strip_suffix("/index").unwrap_or(bare),
    };
    let in_folder = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let file = bare.unwrap_or(joined).to_owned();
    let toml = file.starts_with("decisions/").then(|| format!("{file}.toml"));
    let index = ["_index.md", "index.md", "README.md", "readme.md"].map(in_folder);
    std::iter::once(format!("{file}.md")).chain(toml).chain(index)
}

/// An address or output path without what a server adds by itself.
fn bare_address(path: &str) -> &str {
    let path = path.strip_suffix("index.html").unwrap_or(path);
    let path = path.strip_suffix(".html").unwrap_or(path);
    path.trim_end_matches('/')
}

/// Who links to each page; images and a page's links to itself do not count.
pub(super) fn backlinks(parsed: &Parsed, layout: &Layout, links: &[Vec<Link>]) -> Vec<Vec<Backlink>> {
    let mut all: Vec<Vec<Backlink>> = vec![Vec::new(); layout.pages.len()];
    for (index, (page, links)) in layout.pages.iter().zip(links).enumerate() {
        let from = PageId(index as u32);
        let Some(text) = page.text else { continue };
        for (number, (link, fact)) in links.iter().zip(&parsed.pages[text].facts.links).enumerate() {
            let Target::Page(to) = link.target else { continue };
            if to == from || is_image(fact.kind) {
                continue;
            }
            let of_target = &mut all[to.index()];
            match of_target.last_mut().filter(|last| last.from == from) {
                Some(last) => last.count += 1,
                None => of_target.push(Backlink { from, link: number as u32, count: 1 }),
            }
        }
    }
    all
}

/// The files that code blocks show. A path that leaves the root is kept as it is: reading it says so.
pub(super) fn includes(config: &Config, parsed: &Parsed, layout: &Layout) -> BTreeMap<(PageId, u32), SourcePath> {
    let mut includes = BTreeMap::new();
    for (index, page) in layout.pages.iter().enumerate() {
        let Some(text) = page.text else { continue };
        let text = &parsed.pages[text];
        for (number, block) in text.facts.code.iter().enumerate() {
            let Some(file) = &block.file else { continue };
            let path = match file.strip_prefix("@/") {
                Some(rest) => join(&config.content, rest),
                None => join(text.source.folder(), file),
            };
            let path = SourcePath::new(path.unwrap_or_else(|| format!("../{file}")));
            includes.insert((PageId(index as u32), number as u32), path);
        }
    }
    includes
}

/// Finds files that nothing uses. Files with fixed names that hosts and crawlers ask for count as used.
pub(super) fn unused_assets(
    layout: &Layout,
    links: &[Vec<Link>],
    includes: &BTreeMap<(PageId, u32), SourcePath>,
    decided: &Decided,
    findings: &mut Vec<Finding>,
) {
    let linked: HashSet<&str> = links
        .iter()
        .flatten()
        .chain(decided.links())
        .filter_map(|link| match &link.target {
            Target::Asset(out) => Some(out.as_str()),
            _ => None,
        })
        .collect();
    let shown: BTreeSet<&SourcePath> = includes.values().collect();
    for (out, source) in &layout.assets {
        let recorded =
            source.as_str().strip_suffix(".out").is_some_and(|sample| shown.iter().any(|it| it.as_str() == sample));
        let fixed = !out.as_str().contains('/') || out.as_str().starts_with(".well-known/");
        if !linked.contains(out.as_str()) && !shown.contains(source) && !recorded && !fixed {
            let diagnostic =
                Diagnostic::new(Code::UnusedAsset, Span::file(source), "no page links to this file or shows it");
            findings.push(Finding::exact(diagnostic.help("link to it, or remove it")));
        }
    }
}

/// The link to an address from a page, with query and fragment.
pub(crate) fn href(from: &OutPath, to: &Address, query: Option<&str>, anchor: Option<&str>) -> String {
    let mut href = from.link_to(to);
    if let Some(query) = query {
        href.push('?');
        href.push_str(query);
    }
    if let Some(anchor) = anchor {
        href.push('#');
        crate::path::encode_path(anchor, &mut href);
    }
    href
}
