//! Rendering: views and code to bytes.

pub mod highlight;
