//! Compose: makes the views that templates see, from the site.
//!
//! Enter at [`Scene::new`], then [`page::view`] for a page and [`body::body`] for its text. A scene is one moment of a
//! site: plain data that nobody changes any more, so a preview can show one while the next is made.
//!
//! Not here: what the fields mean (`view`), how they become HTML (`render`).

pub mod body;
pub mod decision;
pub mod index;
pub mod navigation;
pub mod page;
pub mod review;
pub mod topic;
mod words;

use std::sync::Arc;

use crate::digest::{Digest, Digester};
use crate::path::{Address, OutPath};
use crate::site::{PageId, Parsed, Site, SitePage};
use crate::sources::Sources;
use crate::sources::config::{Config, UrlStyle};
use crate::sources::theme::Theme;
use crate::view::{LinkView, SiteLink, SiteView};
use navigation::Trees;

/// Everything that views are made from.
pub struct Scene {
    /// Files and configuration.
    pub sources: Arc<Sources>,
    /// What each file says.
    pub parsed: Arc<Parsed>,
    /// What the whole says.
    pub site: Arc<Site>,
    /// The theme.
    pub theme: Arc<Theme>,
    /// What every page shows of the site.
    pub site_view: SiteView,
    /// The digest of what every page shows: the site's view, the theme, this program.
    pub digest: Digest,
    /// Trees of navigation, made once for all pages that show the same.
    pub trees: Arc<Trees>,
    /// What is proven about each decision, made when it is first shown.
    pub decisions: Vec<Arc<decision::Proven>>,
    /// The search index, made when it is first asked for.
    pub index: index::Index,
    /// What was reviewed, made when it is first asked for.
    reviews: review::Kept,
}

impl Scene {
    /// Prepares what all views share.
    pub fn new(sources: Arc<Sources>, parsed: Arc<Parsed>, site: Arc<Site>, theme: Arc<Theme>) -> Scene {
        Scene::after(None, sources, parsed, site, theme)
    }

    /// The same for the moment that follows another: what was made for that one and is still right is kept.
    pub fn after(
        previous: Option<&Scene>,
        sources: Arc<Sources>,
        parsed: Arc<Parsed>,
        site: Arc<Site>,
        theme: Arc<Theme>,
    ) -> Scene {
        let site_view = site_view(&sources.config, &site, &theme);
        let digest = Digester::new()
            .add(env!("FINGERPOST_BUILD"))
            .add(theme.digest.bytes())
            .add(Digest::of_value(&site_view).bytes())
            .digest();
        // A tree is made of the site, its HTML of the theme and what every page shows.
        let same = previous.filter(|previous| Arc::ptr_eq(&previous.site, &site) && previous.digest == digest);
        let trees = same.map_or_else(|| Arc::new(Trees::new(&site)), |previous| previous.trees.clone());
        let proven = |node: &crate::site::DecisionNode| {
            let decision = &parsed.decisions[node.parsed];
            let known = previous.and_then(|previous| {
                let same =
                    |node: &crate::site::DecisionNode| Arc::ptr_eq(&previous.parsed.decisions[node.parsed], decision);
                previous.decisions.get(previous.site.decisions.iter().position(same)?).cloned()
            });
            known.unwrap_or_default()
        };
        let decisions = site.decisions.iter().map(proven).collect();
        Scene {
            sources,
            parsed,
            site,
            theme,
            site_view,
            digest,
            trees,
            decisions,
            index: index::Index::default(),
            reviews: review::Kept::default(),
        }
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.sources.config
    }

    /// A page of the site.
    pub fn page(&self, id: PageId) -> &SitePage {
        &self.site.pages[id.index()]
    }

    /// The link from an output to a page, its title as the text.
    pub fn link(&self, from: &From<'_>, id: PageId) -> LinkView {
        let page = self.page(id);
        LinkView { title: page.title.clone(), href: from.href(&page.address, None) }
    }

    /// What the output of a page is linked from.
    pub fn from<'a>(&'a self, page: &'a SitePage) -> From<'a> {
        match page.kind {
            crate::view::Kind::NotFound => From::Anywhere(self.root_of_not_found()),
            _ => From::Output(&page.out),
        }
    }

    /// `404.html` is shown at addresses of any depth, so its links start at the path of `base_url`.
    fn root_of_not_found(&self) -> String {
        let base = self.config().base_url.as_deref().unwrap_or("/");
        let after_scheme = base.split_once("://").map_or(base, |(_, rest)| rest);
        after_scheme.find('/').map_or_else(|| "/".to_owned(), |slash| after_scheme[slash..].to_owned())
    }

    /// A word of the interface in the language of the site; `usual` where the theme has none.
    pub fn word(&self, key: &str, usual: &str) -> String {
        self.theme.words.get(key).map_or(usual, String::as_str).to_owned()
    }

    /// The full address of an output, if the site has a `base_url`.
    pub fn full_address(&self, address: &Address) -> Option<String> {
        self.config().base_url.as_deref().map(|base| address.under(base))
    }
}

/// Where a link stands.
pub enum From<'a> {
    /// On an output: links are relative to it.
    Output(&'a OutPath),
    /// On a page that a server shows at any address: links start with this path.
    Anywhere(String),
}

impl From<'_> {
    /// The link to an address.
    pub fn href(&self, to: &Address, anchor: Option<&str>) -> String {
        self.href_with(to, None, anchor)
    }

    /// The link to an address with what follows `?` and `#`.
    pub fn href_with(&self, to: &Address, query: Option<&str>, anchor: Option<&str>) -> String {
        match self {
            From::Output(out) => crate::site::href(out, to, query, anchor),
            From::Anywhere(root) => {
                let tail = crate::site::href(&OutPath::new("x").expect("a fixed name"), to, query, anchor);
                format!("{root}{}", tail.trim_start_matches("./"))
            }
        }
    }

    /// The way to the root of the site, with `/` at its end.
    pub fn root(&self) -> String {
        match self {
            From::Output(out) => match out.folders().count() {
                0 => "./".to_owned(),
                depth => "../".repeat(depth),
            },
            From::Anywhere(root) => root.clone(),
        }
    }
}

fn site_view(config: &Config, site: &Site, theme: &Theme) -> SiteView {
    let language = config.language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let right_to_left = ["ar", "arc", "ckb", "dv", "fa", "ha", "he", "ks", "ps", "sd", "ug", "ur", "yi"];
    let topics_page = site.pages.iter().find(|page| page.kind == crate::view::Kind::Topics);
    let mut view = SiteView {
        title: config.title.clone(),
        description: config.description.clone(),
        language: config.language.clone(),
        direction: if right_to_left.contains(&language.as_str()) { "rtl" } else { "ltr" },
        base_url: config.base_url.clone(),
        home: match config.url_style {
            UrlStyle::Directory => String::new(),
            UrlStyle::File => "index.html".to_owned(),
        },
        topics: topics_page.filter(|_| !site.topics.is_empty()).map(|page| encoded(&page.address)),
        links: site.header_links.iter().map(|(title, to)| header_link(site, title, to)).collect(),
        search: config.search,
        feed: config.base_url.is_some() && site.pages.iter().any(|page| page.front.date.is_some()),
        extra: config.extra.clone(),
        version: env!("CARGO_PKG_VERSION"),
        ..SiteView::default()
    };
    theme.fill(&mut view);
    view
}

fn header_link(site: &Site, title: &str, to: &crate::site::HeaderTarget) -> SiteLink {
    match to {
        crate::site::HeaderTarget::Page(id) => {
            SiteLink { title: title.to_owned(), href: encoded(&site.pages[id.index()].address), external: false }
        }
        crate::site::HeaderTarget::Outside(address) => {
            SiteLink { title: title.to_owned(), href: address.clone(), external: true }
        }
    }
}

fn encoded(address: &Address) -> String {
    address.under("")
}
