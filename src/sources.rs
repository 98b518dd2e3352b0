//! The one door to the world: everything that is read, once.
pub mod config;
pub mod theme;
