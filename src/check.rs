//! Check: what can be said of a site only when all of it is at hand, and what `check` does beyond a build.
//!
//! Enter at [`scene`], which every command reports, and at [`templates::rendered`], which stands in for rendering all
//! pages. Faults of one file are found where that file is read; faults between files in `site`.
//!
//! Not here: how a finding looks (`diagnostic::report`), how much it weighs (`diagnostic::Levels`).

mod code;
pub mod edits;
pub mod external;
mod structure;
pub mod templates;

use crate::compose::Scene;
use crate::site::Finding;

/// What is wrong with the site's code blocks, dates and structure.
pub fn scene(scene: &Scene) -> Vec<Finding> {
    let mut findings = code::check(scene);
    findings.extend(structure::check(scene));
    findings
}
