//! Fingerpost turns a folder of Markdown into a checked, cross-linked documentation site.
//!
//! The modules stand in reading order; `ARCHITECTURE.md` is the map.

pub mod diagnostic;
pub mod sources;
pub mod digest;
pub mod markdown;
pub mod page;
pub mod path;
pub mod search;
pub mod view;
