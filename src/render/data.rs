//! The files beside a decision's page.

use crate::compose::{From, Scene, decision};
use crate::path::OutPath;
use crate::plan::DecisionOutput;

/// The text of one of them.
pub(super) fn decision(scene: &Scene, at: usize, output: DecisionOutput, path: &OutPath) -> String {
    let from = From::Output(path);
    match output {
        DecisionOutput::ChooserCss => {
            super::chooser::chooser_css(&decision::view(scene, at, &from, &decision::Show::page()))
        }
        DecisionOutput::Json | DecisionOutput::Matrix | DecisionOutput::Rules => String::new(),
    }
}

/// A decision in the Markdown copy of its page.
pub(super) fn decision_copy(scene: &Scene, at: usize, path: &OutPath) -> String {
    let _ = (scene, at, path);
    String::new()
}
