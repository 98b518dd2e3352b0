//! Fingerpost turns a folder of Markdown into a checked, cross-linked documentation site.
//!
//! The modules stand in reading order; `ARCHITECTURE.md` is the map.

pub mod path;
pub mod digest;
pub mod diagnostic;
pub mod data;
pub mod sources;
pub mod markdown;
pub mod page;
pub mod decision;
pub mod site;
pub mod view;
pub mod search;
pub mod compose;
pub mod plan;
pub mod render;
pub mod reconcile;
pub mod cache;
pub mod check;
pub mod review;
pub mod assembly;
pub mod serve;
pub mod samples;
pub mod init;
pub mod cli;
