//! How a recipe becomes bytes: templates, highlighting, and the style sheet of a chooser.

pub mod chooser;
pub mod highlight;
pub mod templates;
