//! JSON Schemas of what the program prints for other programs.

/// The schema of `check --format json`.
pub const FINDINGS: &str = include_str!("schema/findings.json");

#[cfg(test)]
pub(crate) mod validate;
