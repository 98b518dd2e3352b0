//! Trees of navigation: one for all pages that show the same, with links that are right for each of them.
//!
//! Pages of one folder have outputs in sibling folders, so a link written for one of them is right for all. Only the mark
//! of the current page differs; it is set when a page is rendered (`render/templates.rs`).

use std::collections::HashMap;
use std::sync::OnceLock;

use super::{From, Scene};
use crate::digest::Digest;
use crate::path::OutPath;
use crate::render::templates::{current_token, without_tokens};
use crate::site::{NavEntry, PageId, SectionId, Site, SitePage, tree};
use crate::view::{Kind, NavItemView, NavigationView};

/// The trees of a site.
pub struct Trees {
    trees: Vec<Tree>,
    by_place: HashMap<(SectionId, String), usize>,
}

/// One tree, for pages of a section that stand in sibling folders.
pub struct Tree {
    section: SectionId,
    /// An output of the kind that shows it; its name does not matter.
    from: OutPath,
    made: OnceLock<(NavigationView, Digest)>,
    html: OnceLock<String>,
}

impl Trees {
    /// Finds which trees the site's pages need; makes none yet.
    pub fn new(site: &Site) -> Trees {
        let mut trees = Trees { trees: Vec::new(), by_place: HashMap::new() };
        for page in &site.pages {
            let key = (page.section, place(&page.out));
            if trees.by_place.contains_key(&key) {
                continue;
            }
            let from = sibling(&page.out);
            trees.by_place.insert(key, trees.trees.len());
            trees.trees.push(Tree { section: page.section, from, made: OnceLock::new(), html: OnceLock::new() });
        }
        trees
    }

    /// The tree that a page shows; none on `404.html`, whose links cannot be relative.
    pub fn of(&self, page: &SitePage) -> Option<&Tree> {
        if page.kind == Kind::NotFound {
            return None;
        }
        self.by_place.get(&(page.section, place(&page.out))).map(|&at| &self.trees[at])
    }
}

impl Tree {
    /// Its view and the view's digest.
    pub fn view(&self, scene: &Scene) -> &(NavigationView, Digest) {
        self.made.get_or_init(|| {
            let from = From::Output(&self.from);
            let view = NavigationView { items: items(scene, &tree(&scene.site, self.section), &from) };
            let digest = Digest::of_value(&view);
            (view, digest)
        })
    }

    /// Its HTML, made by `render` the first time.
    ///
    /// # Errors
    /// What `render` says.
    pub fn html<E>(&self, render: impl FnOnce() -> Result<String, E>) -> Result<&str, E> {
        if let Some(html) = self.html.get() {
            return Ok(html);
        }
        let html = render()?;
        Ok(self.html.get_or_init(|| html))
    }
}

fn items(scene: &Scene, entries: &[NavEntry], from: &From<'_>) -> Vec<NavItemView> {
    let item = |entry: &NavEntry| {
        let page = scene.page(entry.page);
        NavItemView {
            title: without_tokens(&page.nav_title),
            href: from.href(&page.address, None),
            current: current_token(entry.page.index()),
            open: entry.open,
            section: page.is_section,
            children: items(scene, &entry.children, from),
        }
    };
    entries.iter().map(item).collect()
}

/// What pages must share so that the same relative links are right for them: the folder above the last one, for
/// `a/b/index.html`, else the folder itself.
fn place(out: &OutPath) -> String {
    let folder = out.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
    match out.as_str().ends_with("/index.html") {
        true => format!("{}/*", folder.rsplit_once('/').map_or("", |(above, _)| above)),
        false => folder.to_owned(),
    }
}

/// An output beside this one that no page has, so that no link comes out as the link of a page to itself.
fn sibling(out: &OutPath) -> OutPath {
    let path = match place(out).strip_suffix("/*") {
        Some("") => "\u{1F9ED}/index.html".to_owned(),
        Some(above) => format!("{above}/\u{1F9ED}/index.html"),
        None if place(out).is_empty() => "\u{1F9ED}.html".to_owned(),
        None => format!("{}/\u{1F9ED}.html", place(out)),
    };
    OutPath::new(&path).unwrap_or_else(|| out.clone())
}

/// The number by which a tree marks a page.
pub fn number(id: PageId) -> usize {
    id.index()
}
