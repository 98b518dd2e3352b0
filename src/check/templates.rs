//! One page of each template, rendered: a theme can be wrong where no template fails to compile.
//!
//! Enter at [`rendered`]. It renders the first page of each template and kind, the first page with each thing that the
//! program puts into a text, and a redirect. What templates do with other pages is the same code with other words.

use std::collections::BTreeSet;

use crate::cache::Stores;
use crate::compose::Scene;
use crate::diagnostic::Diagnostic;
use crate::markdown::EmbedKind;
use crate::path::OutPath;
use crate::plan::{Plan, Recipe};
use crate::reconcile::Maker as _;
use crate::render::Press;
use crate::site::PageId;
use crate::view::Kind;

/// What the theme could not show.
pub fn rendered(scene: &Scene, plan: &Plan, stores: &Stores) -> Vec<Diagnostic> {
    let press = match Press::new(scene, plan, stores, &|_| {}) {
        Ok(press) => press,
        Err(finding) => return vec![*finding],
    };
    let mut seen = BTreeSet::new();
    let mut findings = Vec::new();
    for (path, recipe) in &plan.outputs {
        let shows = match recipe {
            Recipe::Page(id) => of_page(scene, *id),
            Recipe::Redirect(_) => vec![Shows::Redirect],
            _ => continue,
        };
        let mut new = false;
        for one in shows {
            new |= seen.insert(one);
        }
        if new && let Some(finding) = render(&press, path, recipe) {
            findings.push(finding);
        }
    }
    findings
}

/// A thing that templates show.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shows {
    /// A page of a kind, with the template that it asks for.
    Page(&'static str, Option<String>),
    Decision,
    Pages,
    Evidence,
    Redirect,
}

fn of_page(scene: &Scene, id: PageId) -> Vec<Shows> {
    let page = scene.page(id);
    let mut shows = vec![Shows::Page(page.kind.template(), page.front.template.clone())];
    let embeds = page.text.map_or(&[][..], |text| &scene.parsed.pages[text].facts.embeds);
    let has = |kind| embeds.iter().any(|embed| embed.kind == kind);
    if has(EmbedKind::Decision) || page.kind == Kind::Decision {
        shows.push(Shows::Decision);
    }
    if has(EmbedKind::Pages) {
        shows.push(Shows::Pages);
    }
    if scene.site.evidence_uses.range((id, 0)..=(id, u32::MAX)).next().is_some() {
        shows.push(Shows::Evidence);
    }
    shows
}

fn render(press: &Press<'_>, path: &OutPath, recipe: &Recipe) -> Option<Diagnostic> {
    let (_, material) = press.prepare(path, recipe);
    press.render(path, material).err().map(|finding| *finding)
}
