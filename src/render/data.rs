//! The files beside a decision's page.

use std::fmt::Write as _;

use crate::compose::{From, Scene, decision};
use crate::decision::EvidenceLink;
use crate::decision::export::{self, Evidence};
use crate::path::OutPath;
use crate::plan::DecisionOutput;

/// The text of one of them.
pub(super) fn decision(scene: &Scene, at: usize, output: DecisionOutput, path: &OutPath) -> String {
    let from = From::Output(path);
    let node = &scene.site.decisions[at];
    let parsed = &scene.parsed.decisions[node.parsed];
    let resolve = |link: &EvidenceLink<'_>| evidence(scene, at, link, &from);
    match output {
        DecisionOutput::ChooserCss => {
            super::chooser::chooser_css(&decision::view(scene, at, &from, &decision::Show::page()))
        }
        DecisionOutput::Json => {
            let (analysis, _) = scene.decisions[at].get(parsed);
            let page = scene.page(node.page);
            let url = scene.full_address(&page.address).unwrap_or_else(|| from.href(&page.address, None));
            let mut data = export::json(&parsed.facts, analysis, &url, &resolve);
            data["changes"] = decision::changes(scene, node).iter().map(export::change_json).collect();
            let mut text = format!("{data:#}");
            text.push('\n');
            text
        }
        DecisionOutput::Matrix => export::matrix_csv(&parsed.facts, &resolve),
        DecisionOutput::Rules => export::rules_csv(&parsed.facts),
        DecisionOutput::Changes => super::files::changes_feed(scene, node, path),
    }
}

/// A decision in the Markdown copy of its page.
pub(super) fn decision_copy(scene: &Scene, at: usize, path: &OutPath) -> String {
    let from = From::Output(path);
    let parsed = &scene.parsed.decisions[scene.site.decisions[at].parsed];
    let (analysis, _) = scene.decisions[at].get(parsed);
    let mut copy = export::markdown(&parsed.facts, analysis, &|link| evidence(scene, at, link, &from));
    copy.push_str("\n\n");
    let changes = decision::change_views(scene, &scene.site.decisions[at], &from);
    if !changes.is_empty() {
        writeln!(copy, "## {}\n", scene.word("changes", "What changed")).expect("writing to a string");
        for change in changes {
            writeln!(copy, "- {}: {}", change.date, change.text).expect("writing to a string");
        }
        copy.push('\n');
    }
    copy
}

/// Where a link of a verdict or rule leads, from the file that names it.
fn evidence(scene: &Scene, at: usize, link: &EvidenceLink<'_>, from: &From<'_>) -> Option<Evidence> {
    let node = &scene.site.decisions[at];
    let resolved = node.evidence.get(&link.fact)?.get(link.index)?;
    let view = decision::evidence_link(scene, resolved, from)?;
    Some(Evidence { url: view.href, title: view.title, state: scene.reviews().link(node, link) })
}
