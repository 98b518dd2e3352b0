//! How findings look: text for people ([`text()`]), JSON, SARIF and annotations for machines.
//!
//! All of them show the same [`Report`] and return a text; nothing here prints, reads a file or asks what a terminal can
//! do. Lines and columns are made here, from bytes: both count from 1, columns in characters, a byte order mark not
//! counted.
//!
//! Not here: which findings there are and how much they weigh (`Levels::apply`), and what a code means (`explain`).

mod github;
mod json;
mod lines;
mod sarif;
#[cfg(test)]
mod tests;
mod text;

pub use github::github;
pub use json::json;
pub use sarif::sarif;
pub use text::{Look, text};

use std::fmt;

use super::{Diagnostic, Level, Span};
use crate::path::SourcePath;
use lines::Files;

/// What is shown: findings in the order in which they are reported, and the texts that they point into.
pub struct Report<'a> {
    /// The findings with their levels, sorted.
    pub findings: &'a [(Level, Diagnostic)],
    /// The text of a file as it was read; `None` where there is none to show.
    pub texts: &'a dyn Fn(&SourcePath) -> Option<&'a str>,
    /// How many pages the site has.
    pub pages: usize,
}

/// How many findings of each level there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// They stop the write.
    pub errors: usize,
    /// A reader is worse off.
    pub warnings: usize,
    /// Worth knowing.
    pub notes: usize,
    /// How many pages were looked at.
    pub pages: usize,
}

impl Report<'_> {
    /// Counts the findings.
    pub fn summary(&self) -> Summary {
        let count = |level| self.findings.iter().filter(|(found, _)| *found == level).count();
        Summary {
            errors: count(Level::Error),
            warnings: count(Level::Warning),
            notes: count(Level::Note),
            pages: self.pages,
        }
    }
}

impl fmt::Display for Summary {
    /// `2 errors, 1 warning in 12 pages`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
        let counts = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")];
        let some: Vec<String> =
            counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| counted(count, word)).collect();
        let found = if some.is_empty() { "nothing to report".to_owned() } else { some.join(", ") };
        write!(f, "{found} in {}", counted(self.pages, "page"))
    }
}

/// Where something stands: lines and columns from 1, the end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

/// The place of a span; the first of its file where there is no text to count in.
fn place(files: &Files<'_>, span: &Span) -> Place {
    let Some(lines) = files.get(&span.file) else { return Place { line: 1, column: 1, end_line: 1, end_column: 1 } };
    let (line, column) = lines.place(span.range.start as usize);
    let (end_line, end_column) = lines.place(span.range.end.max(span.range.start) as usize);
    Place { line, column, end_line, end_column }
}
