//! The plan: which outputs exist, and how each is made.
//!
//! Enter at [`plan`]. An ordered map from a safe path to a [`Recipe`]; two recipes on one path are impossible, since
//! `site` has given every page and asset its own. A recipe is a closed enum, so it can be listed, compared and tested.
//! Its *key*, the digest of all that its bytes depend on, is made when somebody asks for it ([`crate::reconcile::Maker::prepare`]):
//! a preview makes none for pages that nobody looks at.
//!
//! Nothing reaches a reader that is not in the plan.

use std::collections::BTreeMap;

use crate::path::{OutPath, SourcePath};
use crate::site::{DecisionNode, PageId, Site};
use crate::sources::config::Config;
use crate::sources::theme::Theme;
use crate::view::Kind;

/// All outputs of a site.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// By path.
    pub outputs: BTreeMap<OutPath, Recipe>,
}

/// How the bytes of one output are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipe {
    /// A page through its template.
    Page(PageId),
    /// The Markdown copy of a page.
    Markdown(PageId),
    /// A page that leads from an alias to its page.
    Redirect(PageId),
    /// A file that goes with a decision: an index of the site's decisions.
    Decision(usize, DecisionOutput),
    /// `sitemap.xml`.
    Sitemap,
    /// `atom.xml`.
    Feed,
    /// `robots.txt`.
    Robots,
    /// `llms.txt`: the list of Markdown copies.
    Llms,
    /// A script of the search index: a number of the scene's shards.
    Search(usize),
    /// A file of the theme, by its name there.
    ThemeAsset(String),
    /// A file of the author, copied.
    Asset(SourcePath),
}

/// The files beside a decision's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecisionOutput {
    /// `decision.json`.
    Json,
    /// `matrix.csv`.
    Matrix,
    /// `rules.csv`.
    Rules,
    /// `choose.css`: the chooser without a script.
    ChooserCss,
    /// `changes.xml`: a feed of what changed, where the site has a `base_url` and the decision a file of changes.
    Changes,
}

impl DecisionOutput {
    /// All of them.
    pub const ALL: [DecisionOutput; 5] = [
        DecisionOutput::Json,
        DecisionOutput::Matrix,
        DecisionOutput::Rules,
        DecisionOutput::ChooserCss,
        DecisionOutput::Changes,
    ];

    /// Whether a decision has it.
    pub fn exists(self, config: &Config, decision: &DecisionNode) -> bool {
        self != DecisionOutput::Changes || (config.base_url.is_some() && decision.changes.is_some())
    }

    /// The file's name.
    pub fn file(self) -> &'static str {
        match self {
            DecisionOutput::Json => "decision.json",
            DecisionOutput::Matrix => "matrix.csv",
            DecisionOutput::Rules => "rules.csv",
            DecisionOutput::ChooserCss => "choose.css",
            DecisionOutput::Changes => "changes.xml",
        }
    }
}

/// The order in which outputs are put in place: a page never names a file that is not there yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Files that pages load or link to as data.
    Asset,
    /// Pages.
    Page,
    /// Where readers and crawlers come in: the home page, the sitemap, the feed.
    Entry,
}

impl Recipe {
    /// When it is put in place.
    pub fn class(&self) -> Class {
        match self {
            Recipe::Page(PageId(0)) | Recipe::Sitemap | Recipe::Feed | Recipe::Llms | Recipe::Robots => Class::Entry,
            Recipe::Page(_) | Recipe::Redirect(_) => Class::Page,
            Recipe::Markdown(_)
            | Recipe::Search(_)
            | Recipe::Decision(..)
            | Recipe::ThemeAsset(_)
            | Recipe::Asset(_) => Class::Asset,
        }
    }
}

/// Lists the outputs of a site.
pub fn plan(config: &Config, site: &Site, theme: &Theme) -> Plan {
    let mut outputs = BTreeMap::new();
    for (out, source) in &site.assets {
        outputs.insert(out.clone(), Recipe::Asset(source.clone()));
    }
    for (index, page) in site.pages.iter().enumerate() {
        let id = PageId(index as u32);
        outputs.insert(page.out.clone(), Recipe::Page(id));
        if let Some(copy) = markdown_copy(config, site, id) {
            outputs.entry(copy).or_insert(Recipe::Markdown(id));
        }
    }
    for (out, id) in &site.aliases {
        outputs.insert(out.clone(), Recipe::Redirect(*id));
    }
    for (index, decision) in site.decisions.iter().enumerate() {
        for output in DecisionOutput::ALL.into_iter().filter(|output| output.exists(config, decision)) {
            outputs
                .insert(beside(&site.pages[decision.page.index()].out, output.file()), Recipe::Decision(index, output));
        }
    }
    for (name, asset) in &theme.assets {
        outputs.insert(asset.path.clone(), Recipe::ThemeAsset(name.clone()));
    }
    let mut fixed = |name: &str, recipe| {
        let out = OutPath::new(name).expect("a fixed name");
        outputs.entry(out).or_insert(recipe);
    };
    if config.base_url.is_some() {
        fixed("sitemap.xml", Recipe::Sitemap);
        if site.pages.iter().any(|page| page.front.date.is_some()) {
            fixed("atom.xml", Recipe::Feed);
        }
    }
    fixed("robots.txt", Recipe::Robots);
    if config.markdown_copies {
        fixed("llms.txt", Recipe::Llms);
    }
    Plan { outputs }
}

/// Adds the scripts of the search index.
pub fn add_search(plan: &mut Plan, shards: &[crate::search::Shard]) {
    for (number, shard) in shards.iter().enumerate() {
        if let Some(out) = OutPath::new(&shard.path) {
            plan.outputs.entry(out).or_insert(Recipe::Search(number));
        }
    }
}

/// Where the Markdown copy of a page is written, if it has one.
pub fn markdown_copy(config: &Config, site: &Site, id: PageId) -> Option<OutPath> {
    let page = &site.pages[id.index()];
    let has_text = page.text.is_some() || page.decision.is_some();
    if !config.markdown_copies || !has_text || page.kind == Kind::NotFound {
        return None;
    }
    OutPath::new(&format!("{}.md", page.out.as_str().strip_suffix(".html")?))
}

/// A file that belongs to a page: in the page's own folder, whatever the style of addresses.
pub fn beside(out: &OutPath, file: &str) -> OutPath {
    let out = out.as_str();
    let folder = match out.strip_suffix("index.html") {
        Some(folder) => folder.trim_end_matches('/'),
        None => out.strip_suffix(".html").unwrap_or(out),
    };
    let path = if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") };
    OutPath::new(&path).expect("a page's folder and a fixed name")
}
