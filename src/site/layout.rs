//! Where every page stands: its section, its address, its place in reading order.
//!
//! Enter at [`layout`]. Sections are the folders that hold pages; a folder without a page of its own gets one. Two pages
//! for one address are a finding, and the first keeps it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::{Finding, PageId, Parsed, Place, TopicId};
use crate::decision::Decision;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::page::front_matter::{self, FrontMatter, Neighbour, Value};
use crate::path::{Address, OutPath, SourcePath};
use crate::sources::config::{Config, UrlStyle};
use crate::view::Kind;

/// A section: an index of [`super::Site::sections`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct SectionId(pub u32);

impl SectionId {
    /// The home page's.
    pub const HOME: SectionId = SectionId(0);

    /// The index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A folder of pages.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its path below the content folder; empty for the home page's.
    pub folder: String,
    /// Its own page.
    pub page: PageId,
    /// The section above it.
    pub parent: Option<SectionId>,
    /// What stands directly in it, in reading order: pages, and the own pages of sections.
    pub children: Vec<PageId>,
}

/// A page with its place in the site.
#[derive(Clone, Debug)]
pub struct SitePage {
    /// What kind it is.
    pub kind: Kind,
    /// Its Markdown: an index of [`Parsed::pages`].
    pub text: Option<usize>,
    /// Its decision: an index of [`Parsed::decisions`].
    pub decision: Option<usize>,
    /// Its topic, if it is a hub.
    pub topic: Option<TopicId>,
    /// The file that an author would open to change it.
    pub source: SourcePath,
    /// Whether that file exists.
    pub has_source: bool,
    /// Where it is written.
    pub out: OutPath,
    /// What a reader asks for.
    pub address: Address,
    /// Its title.
    pub title: String,
    /// Its title in navigation.
    pub nav_title: String,
    /// The section it stands in; its own, if it is a section's own page.
    pub section: SectionId,
    /// Whether it is a section's own page.
    pub is_section: bool,
    /// Whether navigation shows it.
    pub in_nav: bool,
    /// Its topics, in the order in which it names them.
    pub topics: Vec<TopicId>,
    /// What its front matter says, with the defaults of the sections above.
    pub front: FrontMatter,
}

impl SitePage {
    /// Whether it is a draft.
    pub fn draft(&self) -> bool {
        self.front.draft == Some(true)
    }
}

/// Where everything stands.
pub(super) struct Layout {
    /// Pages, in reading order.
    pub(super) pages: Vec<SitePage>,
    /// Sections.
    pub(super) sections: Vec<Section>,
    /// Where each alias leads.
    pub(super) aliases: BTreeMap<OutPath, PageId>,
    /// Files that are copied.
    pub(super) assets: BTreeMap<OutPath, SourcePath>,
    /// The file of the configuration, for findings.
    pub(super) config_path: SourcePath,
    /// Drafts that are left out.
    pub(super) drafts: BTreeSet<SourcePath>,
}

/// Which way addresses are written.
fn address(out: &OutPath, style: UrlStyle) -> Address {
    match style {
        UrlStyle::Directory => out.address(),
        UrlStyle::File => out.whole_address(),
    }
}

/// Lays out the site.
pub(super) fn layout(config: &Config, parsed: &Parsed, drafts: bool, findings: &mut Vec<Finding>) -> Layout {
    let mut plot = Plot::new(config, parsed, drafts);
    plot.place_pages(findings);
    plot.place_decisions(findings);
    plot.place_hubs(findings);
    plot.place_missing_sections();
    plot.place_fixed_pages();
    plot.into_layout(findings)
}

/// A page that is not yet numbered.
struct Placed {
    page: SitePage,
    /// Its section's folder below the content folder.
    folder: String,
    /// Its name among its neighbours: the file's, or the folder's for a section's own page.
    name: String,
}

struct Plot<'a> {
    config: &'a Config,
    parsed: &'a Parsed,
    drafts: bool,
    placed: Vec<Placed>,
    left_out: BTreeSet<SourcePath>,
    cascades: HashMap<String, FrontMatter>,
    prose_of_decisions: HashMap<SourcePath, usize>,
}

impl<'a> Plot<'a> {
    fn new(config: &'a Config, parsed: &'a Parsed, drafts: bool) -> Self {
        let cascades = cascades(config, parsed);
        let prose_of_decisions = parsed
            .decisions
            .iter()
            .filter_map(|decision| {
                let prose = decision.source.as_str().strip_suffix(".toml")?.to_owned() + ".md";
                let at = parsed.pages.binary_search_by(|page| page.source.as_str().cmp(&prose)).ok()?;
                Some((decision.source.clone(), at))
            })
            .collect();
        Plot { config, parsed, drafts, placed: Vec::new(), left_out: BTreeSet::new(), cascades, prose_of_decisions }
    }

    fn place_pages(&mut self, findings: &mut Vec<Finding>) {
        let prose: BTreeSet<usize> = self.prose_of_decisions.values().copied().collect();
        for (index, page) in self.parsed.pages.iter().enumerate() {
            if prose.contains(&index) {
                continue;
            }
            let below = page.source.below(&self.config.content).unwrap_or(page.source.as_str());
            let (folder, file) = below.rsplit_once('/').unwrap_or(("", below));
            if folder == "topics" && !is_index(file) {
                continue;
            }
            let is_section = is_index(file);
            let front = self.front(&page.front, folder, is_section);
            if front.draft == Some(true) && !self.drafts {
                self.left_out.insert(page.source.clone());
                continue;
            }
            let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
            let name = if is_section { folder.rsplit_once('/').map_or(folder, |(_, name)| name) } else { stem };
            let kind = match (folder, is_section, file) {
                ("", true, _) => Kind::Home,
                ("topics", true, _) => Kind::Topics,
                ("", false, "404.md") => Kind::NotFound,
                (_, true, _) => Kind::Section,
                _ => Kind::Page,
            };
            let title = front.title.clone().or_else(|| page.facts.title.clone());
            let out = self.out(&front, folder, name, is_section, kind);
            let out = out.unwrap_or_else(|reason| {
                let key = if front.path.is_some() { "path" } else { "slug" };
                let place = if reason.is_some() { Place::Front(key) } else { Place::Start };
                let message = reason.unwrap_or_else(|| format!("the name `{file}` cannot be an address"));
                let span = Span::file(&page.source);
                findings.push(Finding::new(
                    Diagnostic::new(Code::DuplicatePath, span, message)
                        .help("use letters, digits, `-`, `_` and `.`, and no empty part"),
                    place,
                ));
                self.spare(folder, index)
            });
            let nav_title = self.config.nav.titles.get(below).or_else(|| self.config.nav.titles.get(folder));
            let nav_title = nav_title.filter(|_| is_section || self.config.nav.titles.contains_key(below)).cloned();
            let title = title.unwrap_or_else(|| match kind {
                Kind::Home => self.config.title.clone(),
                _ => title_from_name(name),
            });
            self.placed.push(Placed {
                page: SitePage {
                    kind,
                    text: Some(index),
                    decision: None,
                    topic: None,
                    source: page.source.clone(),
                    has_source: true,
                    address: address(&out, self.config.url_style),
                    out,
                    nav_title: nav_title.or_else(|| front.nav_title.clone()).unwrap_or_else(|| title.clone()),
                    title,
                    section: SectionId::HOME,
                    is_section,
                    in_nav: !matches!(kind, Kind::NotFound | Kind::Topics) && !self.hidden(below, folder, is_section),
                    topics: Vec::new(),
                    front: front.into_owned(),
                },
                folder: folder.to_owned(),
                name: name.to_owned(),
            });
        }
    }

    fn place_decisions(&mut self, findings: &mut Vec<Finding>) {
        for (index, file) in self.parsed.decisions.iter().enumerate() {
            let prose = self.prose_of_decisions.get(&file.source).copied();
            let front = prose.map(|at| &self.parsed.pages[at].front);
            let mut front = self.front(front.unwrap_or(&FrontMatter::default()), "decisions", false).into_owned();
            take_from_decision(&mut front, file);
            if front.draft == Some(true) && !self.drafts {
                self.left_out.insert(file.source.clone());
                continue;
            }
            let out = match self.out(&front, "decisions", &file.facts.id, false, Kind::Decision) {
                Ok(out) => out,
                Err(_) => {
                    let message = "this name cannot be an address";
                    findings.push(Finding::exact(Diagnostic::new(
                        Code::DuplicatePath,
                        Span::file(&file.source),
                        message,
                    )));
                    self.spare("decisions", index)
                }
            };
            let title = front.title.clone().unwrap_or_else(|| title_from_name(&file.facts.id));
            let below = format!("decisions/{}.toml", file.facts.id);
            self.placed.push(Placed {
                page: SitePage {
                    kind: Kind::Decision,
                    text: prose,
                    decision: Some(index),
                    topic: None,
                    source: file.source.clone(),
                    has_source: true,
                    address: address(&out, self.config.url_style),
                    out,
                    nav_title: front.nav_title.clone().unwrap_or_else(|| title.clone()),
                    title,
                    section: SectionId::HOME,
                    is_section: false,
                    in_nav: !self.hidden(&below, "decisions", false),
                    topics: Vec::new(),
                    front,
                },
                folder: "decisions".to_owned(),
                name: file.facts.id.clone(),
            });
        }
    }

    /// A hub for each topic: declared in the configuration, by a text, or named by a page.
    fn place_hubs(&mut self, findings: &mut Vec<Finding>) {
        let named: BTreeSet<String> =
            self.placed.iter().flat_map(|placed| placed.page.front.topics.iter().cloned()).collect();
        let ids = super::topics::ids(self.config, self.parsed, &named);
        for (number, id) in ids.iter().enumerate() {
            let source = SourcePath::new(format!("{}/topics/{id}.md", self.config.content));
            let text = self.parsed.pages.binary_search_by(|page| page.source.cmp(&source)).ok();
            let declared = self.config.topics.get(id);
            let mut front = text.map_or_else(FrontMatter::default, |at| self.parsed.pages[at].front.clone());
            front.topics.clear();
            front.description = front.description.or_else(|| declared?.description.clone());
            let title = front
                .title
                .clone()
                .or_else(|| text.and_then(|at| self.parsed.pages[at].facts.title.clone()))
                .or_else(|| declared?.title.clone())
                .unwrap_or_else(|| title_from_name(id));
            let Ok(out) = self.out(&FrontMatter::default(), "topics", id, false, Kind::Topic) else {
                let message = format!("`{id}` cannot be a topic: it would not be an address");
                findings.push(Finding::exact(Diagnostic::new(Code::UnknownTopic, Span::file(&source), message)));
                continue;
            };
            self.placed.push(Placed {
                page: SitePage {
                    kind: Kind::Topic,
                    text,
                    decision: None,
                    topic: Some(TopicId(number as u32)),
                    has_source: text.is_some(),
                    source,
                    address: address(&out, self.config.url_style),
                    out,
                    nav_title: front.nav_title.clone().unwrap_or_else(|| title.clone()),
                    title,
                    section: SectionId::HOME,
                    is_section: false,
                    in_nav: false,
                    topics: Vec::new(),
                    front,
                },
                folder: "topics".to_owned(),
                name: id.clone(),
            });
        }
    }

    /// A page for each folder above a page that has none of its own.
    fn place_missing_sections(&mut self) {
        let mut folders: BTreeSet<String> = BTreeSet::from([String::new()]);
        let mut have: BTreeSet<String> = BTreeSet::new();
        for placed in &self.placed {
            let mut folder = placed.folder.as_str();
            while !folder.is_empty() {
                folders.insert(folder.to_owned());
                folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
            }
            if placed.page.is_section {
                have.insert(placed.folder.clone());
            }
        }
        for folder in folders.difference(&have) {
            let name = folder.rsplit_once('/').map_or(folder.as_str(), |(_, name)| name);
            let kind = match folder.as_str() {
                "" => Kind::Home,
                "topics" => Kind::Topics,
                _ => Kind::Section,
            };
            let front = self.front(&FrontMatter::default(), folder, true).into_owned();
            let Ok(out) = self.out(&FrontMatter::default(), folder, name, true, kind) else { continue };
            let title = self.config.nav.titles.get(folder).cloned().unwrap_or_else(|| match kind {
                Kind::Home => self.config.title.clone(),
                _ => title_from_name(name),
            });
            let index = if folder.is_empty() { "_index.md".to_owned() } else { format!("{folder}/_index.md") };
            self.placed.push(Placed {
                page: SitePage {
                    kind,
                    text: None,
                    decision: None,
                    topic: None,
                    source: SourcePath::new(format!("{}/{index}", self.config.content)),
                    has_source: false,
                    address: address(&out, self.config.url_style),
                    out,
                    nav_title: title.clone(),
                    title,
                    section: SectionId::HOME,
                    is_section: true,
                    in_nav: kind != Kind::Topics && !self.hidden(&index, folder, true),
                    topics: Vec::new(),
                    front,
                },
                folder: folder.clone(),
                name: name.to_owned(),
            });
        }
    }

    /// `404.html`, unless the author wrote one.
    fn place_fixed_pages(&mut self) {
        if self.placed.iter().any(|placed| placed.page.kind == Kind::NotFound) {
            return;
        }
        let out = OutPath::new("404.html").expect("a fixed name");
        self.placed.push(Placed {
            page: SitePage {
                kind: Kind::NotFound,
                text: None,
                decision: None,
                topic: None,
                source: SourcePath::new(format!("{}/404.md", self.config.content)),
                has_source: false,
                address: address(&out, self.config.url_style),
                out,
                title: "404".to_owned(),
                nav_title: "404".to_owned(),
                section: SectionId::HOME,
                is_section: false,
                in_nav: false,
                topics: Vec::new(),
                front: FrontMatter::default(),
            },
            folder: String::new(),
            name: "404".to_owned(),
        });
    }

    /// The front matter with the defaults of the sections above it.
    fn front<'f>(&self, front: &'f FrontMatter, folder: &str, own: bool) -> Cow<'f, FrontMatter> {
        let above = if own { folder.rsplit_once('/').map(|(above, _)| above) } else { Some(folder) };
        let above = if own && folder.contains('/') {
            above
        } else if own {
            Some("")
        } else {
            above
        };
        let defaults = above.filter(|_| !(own && folder.is_empty())).and_then(|above| self.cascades.get(above));
        match defaults {
            None => Cow::Borrowed(front),
            Some(defaults) => Cow::Owned(over(front, defaults)),
        }
    }

    fn hidden(&self, below: &str, folder: &str, is_section: bool) -> bool {
        self.config
            .nav
            .hide
            .iter()
            .any(|hidden| hidden == below || (is_section && hidden.trim_end_matches('/') == folder))
    }

    /// Where a page is written. The error is what to say, if more is known than that its name cannot be an address.
    fn out(
        &self,
        front: &FrontMatter,
        folder: &str,
        name: &str,
        is_section: bool,
        kind: Kind,
    ) -> Result<OutPath, Option<String>> {
        if kind == Kind::NotFound {
            return OutPath::new("404.html").ok_or(None);
        }
        if let Some(path) = &front.path {
            let path = path.trim_start_matches('/');
            let file = if path.ends_with(".html") {
                path.to_owned()
            } else if path.trim_end_matches('/').is_empty() {
                "index.html".to_owned()
            } else {
                self.file(path.trim_end_matches('/'))
            };
            return OutPath::new(&file).ok_or_else(|| Some(format!("`{path}` cannot be an address")));
        }
        let mut parts: Vec<String> = folder.split('/').filter(|part| !part.is_empty()).map(clean).collect();
        if is_section {
            if let (Some(slug), Some(last)) = (&front.slug, parts.last_mut()) {
                last.clone_from(slug);
            }
            parts.push("index.html".to_owned());
            return OutPath::new(&parts.join("/")).ok_or(None);
        }
        parts.push(front.slug.clone().unwrap_or_else(|| clean(name)));
        OutPath::new(&self.file(&parts.join("/")))
            .ok_or_else(|| front.slug.as_ref().map(|slug| format!("`{slug}` cannot be an address")))
    }

    fn file(&self, path: &str) -> String {
        match self.config.url_style {
            UrlStyle::Directory => format!("{path}/index.html"),
            UrlStyle::File => format!("{path}.html"),
        }
    }

    /// A place for a page whose own cannot be: the build fails, but the page takes part in all checks.
    fn spare(&self, folder: &str, index: usize) -> OutPath {
        let folder = if folder.is_empty() { String::new() } else { format!("{}/", clean(folder)) };
        OutPath::new(&format!("{folder}unnamed-{index}/index.html"))
            .unwrap_or_else(|| OutPath::new("unnamed/index.html").expect("a fixed name"))
    }

    fn into_layout(self, findings: &mut Vec<Finding>) -> Layout {
        let config = self.config;
        let left_out = self.left_out;
        let order = super::nav::reading_order(config, &self.placed.iter().map(Neighbourly::of).collect::<Vec<_>>());
        let mut slots: Vec<Option<Placed>> = self.placed.into_iter().map(Some).collect();
        let mut placed: Vec<Placed> = Vec::with_capacity(slots.len());
        let mut taken = Taken::default();
        for index in order {
            let Some(next) = slots[index].take() else { continue };
            match taken.take(&next.page.out, &next.page.source) {
                None => placed.push(next),
                Some(other) => findings.push(collision(&next.page, &other)),
            }
        }
        number(config, placed, left_out, &self.parsed.assets, &mut taken, findings)
    }
}

/// What reading order depends on.
pub(super) struct Neighbourly<'a> {
    pub(super) folder: &'a str,
    pub(super) name: &'a str,
    pub(super) is_section: bool,
    pub(super) weight: Option<i64>,
    pub(super) kind: Kind,
}

impl<'a> Neighbourly<'a> {
    fn of(placed: &'a Placed) -> Self {
        Neighbourly {
            folder: &placed.folder,
            name: &placed.name,
            is_section: placed.page.is_section,
            weight: placed.page.front.weight,
            kind: placed.page.kind,
        }
    }
}

fn collision(page: &SitePage, first: &SourcePath) -> Finding {
    let message = format!("this page would be written to `{}`, where {first} is", page.out);
    let diagnostic = Diagnostic::new(Code::DuplicatePath, Span::file(&page.source), message)
        .also(Span::file(first), "the other page")
        .help("rename one of the files, or give it another `slug` or `path`");
    let place = match &page.front {
        front if front.path.is_some() => Place::Front("path"),
        front if front.slug.is_some() => Place::Front("slug"),
        _ => Place::Start,
    };
    Finding::new(diagnostic, place)
}

/// Gives pages and sections their numbers, and finds the places of aliases and assets.
fn number(
    config: &Config,
    placed: Vec<Placed>,
    drafts: BTreeSet<SourcePath>,
    assets: &[SourcePath],
    taken: &mut Taken,
    findings: &mut Vec<Finding>,
) -> Layout {
    let mut by_folder: HashMap<String, SectionId> = HashMap::new();
    let mut sections = Vec::new();
    for (index, it) in placed.iter().enumerate().filter(|(_, it)| it.page.is_section) {
        by_folder.insert(it.folder.clone(), SectionId(sections.len() as u32));
        sections.push(Section {
            folder: it.folder.clone(),
            page: PageId(index as u32),
            parent: None,
            children: Vec::new(),
        });
    }
    for section in sections.iter_mut().skip(1) {
        let above = section.folder.rsplit_once('/').map_or("", |(above, _)| above);
        section.parent = by_folder.get(above).copied().or(Some(SectionId::HOME));
    }
    let mut pages = Vec::with_capacity(placed.len());
    for (index, it) in placed.into_iter().enumerate() {
        let id = PageId(index as u32);
        let mut page = it.page;
        page.section = by_folder.get(&it.folder).copied().unwrap_or(SectionId::HOME);
        let holder = if page.is_section { sections[page.section.index()].parent } else { Some(page.section) };
        if let Some(holder) = holder.filter(|_| page.in_nav) {
            sections[holder.index()].children.push(id);
        }
        pages.push(page);
    }
    let mut layout = Layout {
        pages,
        sections,
        aliases: BTreeMap::new(),
        assets: BTreeMap::new(),
        config_path: SourcePath::new("fingerpost.toml"),
        drafts,
    };
    place_aliases(config, &mut layout, taken, findings);
    place_assets(config, &mut layout, assets, taken, findings);
    layout
}

fn place_aliases(config: &Config, layout: &mut Layout, taken: &mut Taken, findings: &mut Vec<Finding>) {
    for (index, page) in layout.pages.iter().enumerate() {
        for (number, alias) in page.front.aliases.iter().enumerate() {
            let finding = |code: Code, message: String, help: &str| {
                let diagnostic = Diagnostic::new(code, Span::file(&page.source), message).help(help);
                Finding::new(diagnostic, Place::FrontItem("aliases", number as u32))
            };
            let path = alias.trim_start_matches('/').trim_end_matches('/');
            let file = match (path.ends_with(".html"), config.url_style) {
                (true, _) => path.to_owned(),
                (false, UrlStyle::Directory) => format!("{path}/index.html"),
                (false, UrlStyle::File) => format!("{path}.html"),
            };
            let Some(out) = OutPath::new(&file) else {
                let message = format!("the alias `{alias}` cannot be an address");
                findings.push(finding(Code::InvalidFrontMatter, message, "write it like `old/page/`"));
                continue;
            };
            match taken.take(&out, &page.source) {
                None => {
                    layout.aliases.insert(out, PageId(index as u32));
                }
                Some(other) => {
                    let message = format!("the alias `{alias}` is an address of {other}");
                    findings.push(finding(Code::DuplicatePath, message, "remove the alias here or there"));
                }
            }
        }
    }
}

fn place_assets(
    config: &Config,
    layout: &mut Layout,
    assets: &[SourcePath],
    taken: &mut Taken,
    findings: &mut Vec<Finding>,
) {
    for asset in assets {
        let below = asset.below(&config.content).unwrap_or(asset.as_str());
        let Some(out) = OutPath::new(below) else {
            let message = "the name of this file cannot be an address";
            let diagnostic = Diagnostic::new(Code::DuplicatePath, Span::file(asset), message).help("rename the file");
            findings.push(Finding::exact(diagnostic));
            continue;
        };
        if let Some(other) = taken.take(&out, asset) {
            let message = format!("this file would be written to `{out}`, where {other} is");
            let diagnostic =
                Diagnostic::new(Code::DuplicatePath, Span::file(asset), message).help("rename one of them");
            findings.push(Finding::exact(diagnostic));
            continue;
        }
        layout.assets.insert(out, asset.clone());
    }
}

/// Who stands on each address. Upper and lower case are one, since on many file systems they are; and an address that is
/// a file cannot be the folder of another.
#[derive(Default)]
struct Taken {
    files: HashMap<String, SourcePath>,
    folders: HashMap<String, SourcePath>,
}

impl Taken {
    /// Takes an address, or says who has it.
    fn take(&mut self, out: &OutPath, source: &SourcePath) -> Option<SourcePath> {
        let lower = out.as_str().to_lowercase();
        let above = || lower.match_indices('/').map(|(at, _)| &lower[..at]);
        let other = self.files.get(&lower).or_else(|| self.folders.get(&lower));
        if let Some(other) = other.or_else(|| above().find_map(|folder| self.files.get(folder))) {
            return Some(other.clone());
        }
        for folder in above() {
            if !self.folders.contains_key(folder) {
                self.folders.insert(folder.to_owned(), source.clone());
            }
        }
        self.files.insert(lower, source.clone());
        None
    }
}

/// Defaults that sections set for what is below them, by folder, each with those of the folders above.
fn cascades(config: &Config, parsed: &Parsed) -> HashMap<String, FrontMatter> {
    let mut own: BTreeMap<&str, &FrontMatter> = BTreeMap::new();
    for page in &parsed.pages {
        let below = page.source.below(&config.content).unwrap_or(page.source.as_str());
        let (folder, file) = below.rsplit_once('/').unwrap_or(("", below));
        if let Some(cascade) = page.front.cascade.as_deref().filter(|_| is_index(file)) {
            own.insert(folder, cascade);
        }
    }
    if own.is_empty() {
        return HashMap::new();
    }
    let mut folders: BTreeSet<&str> = BTreeSet::new();
    for page in &parsed.pages {
        let mut folder = page.source.below(&config.content).unwrap_or("");
        while let Some((above, _)) = folder.rsplit_once('/') {
            folders.insert(above);
            folder = above;
        }
        folders.insert("");
    }
    let mut all: HashMap<String, FrontMatter> = HashMap::new();
    // Sorted, so that a folder comes after those above it.
    for folder in folders {
        let above = folder.rsplit_once('/').map_or("", |(above, _)| above);
        let inherited = if folder.is_empty() { None } else { all.get(above) };
        let merged = match (own.get(folder), inherited) {
            (Some(own), Some(inherited)) => over(own, inherited),
            (Some(own), None) => (*own).clone(),
            (None, Some(inherited)) => inherited.clone(),
            (None, None) => continue,
        };
        all.insert(folder.to_owned(), merged);
    }
    all
}

/// `front`, and `defaults` where it says nothing. An address is never inherited.
fn over(front: &FrontMatter, defaults: &FrontMatter) -> FrontMatter {
    let mut merged = front.clone();
    let FrontMatter { description, weight, date, updated, reviewed, review_in, draft, template, layout, .. } = defaults;
    merged.description = merged.description.or_else(|| description.clone());
    merged.weight = merged.weight.or(*weight);
    merged.date = merged.date.or(*date);
    merged.updated = merged.updated.or(*updated);
    merged.reviewed = merged.reviewed.or(*reviewed);
    merged.review_in = merged.review_in.or(*review_in);
    merged.draft = merged.draft.or(*draft);
    merged.template = merged.template.or_else(|| template.clone());
    merged.layout = merged.layout.or(*layout);
    merged.search = merged.search.or(defaults.search);
    merged.toc = merged.toc.or(defaults.toc);
    merged.prev = merged.prev.or_else(|| defaults.prev.clone());
    merged.next = merged.next.or_else(|| defaults.next.clone());
    for topic in &defaults.topics {
        if !merged.topics.contains(topic) {
            merged.topics.push(topic.clone());
        }
    }
    for (key, value) in &defaults.extra {
        merged.extra.entry(key.clone()).or_insert_with(|| value.clone());
    }
    merged
}

/// A decision's own keys go before those of the text beside it.
fn take_from_decision(front: &mut FrontMatter, file: &Decision) {
    let decision = &file.facts;
    front.title = Some(decision.title.clone()).filter(|title| !title.is_empty()).or_else(|| front.title.take());
    front.description = decision.description.clone().or_else(|| front.description.take());
    front.nav_title = decision.nav_title.clone().or_else(|| front.nav_title.take());
    front.weight = decision.weight.or(front.weight);
    front.reviewed = decision.reviewed.or(front.reviewed);
    front.review_in = decision.review_in.or(front.review_in);
    front.draft = if decision.draft { Some(true) } else { front.draft };
    front.layout = front.layout.or(Some(front_matter::Layout::Wide));
    let mut topics = decision.topics.clone();
    for topic in front.topics.drain(..) {
        if !topics.contains(&topic) {
            topics.push(topic);
        }
    }
    front.topics = topics;
}

/// Whether a file is its folder's own page.
pub(super) fn is_index(file: &str) -> bool {
    matches!(file, "_index.md" | "index.md") || file.eq_ignore_ascii_case("readme.md")
}

/// A part of an address from the name of a file: blanks become hyphens.
fn clean(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join("-")
}

/// `getting-started` as a title.
pub(super) fn title_from_name(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words,
    }
}

/// What the front matter says about the page before or after, if it is not the neighbour.
pub(crate) fn neighbour_link(front: &FrontMatter, next: bool) -> Option<&Neighbour> {
    if next { front.next.as_ref() } else { front.prev.as_ref() }
}

/// A value of `[extra]` as a list of texts: one text is a list of one.
pub fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Text(text) => vec![text.clone()],
        Value::Integer(number) => vec![number.to_string()],
        Value::List(values) => values.iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}
