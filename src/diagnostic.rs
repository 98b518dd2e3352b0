//! What is wrong with a site: values, gathered on the way and printed only at the edge.
//!
//! A room that finds a fault makes a [`Diagnostic`] and goes on. Its level follows from the code (`codes`) and the
//! configuration, in one place ([`Levels`]). Not here: how a diagnostic looks (`report`).

mod codes;
pub mod explain;
mod levels;
mod nearest;
pub mod report;
pub mod schema;

pub use codes::{Code, Level};
pub use levels::{Allow, Levels};
pub use nearest::{is_sure, nearest};

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::path::SourcePath;

/// A place in a file: bytes of its text, as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The file.
    pub file: SourcePath,
    /// Where in its text, in bytes from its start; line and column are made when printing.
    pub range: Range<u32>,
}

impl Span {
    /// A place in a file.
    pub fn new(file: &SourcePath, range: Range<usize>) -> Self {
        let end = |at| u32::try_from(at).unwrap_or(u32::MAX);
        Span { file: file.clone(), range: end(range.start)..end(range.end) }
    }

    /// The file as a whole, for a fault that has no place in it.
    pub fn file(file: &SourcePath) -> Self {
        Span { file: file.clone(), range: 0..0 }
    }
}

/// One fault of the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Which fault.
    pub code: Code,
    /// The level it has if the configuration says nothing. It is the code's, but for a few faults of decisions,
    /// where the hit policy decides.
    pub level: Level,
    /// Where it stands.
    pub span: Span,
    /// What is wrong here: one line, lower case, no full stop.
    pub message: String,
    /// Other places that belong to it, each with its words ("first defined here").
    pub also: Vec<(Span, String)>,
    /// Facts below the message, each with its name ("case", "near").
    pub notes: Vec<(String, String)>,
    /// What to do, naming the nearest right answer.
    pub help: Option<String>,
    /// The edit that mends it.
    pub fix: Option<Fix>,
}

/// An edit of the file in which the diagnostic stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// The bytes that go.
    pub range: Range<u32>,
    /// What comes in their place.
    pub text: String,
    /// Whether it may be applied without a person reading it: the nearest answer is the only one near.
    pub safe: bool,
}

impl Diagnostic {
    /// A fault at a place.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            level: code.level(),
            span,
            message: message.into(),
            also: Vec::new(),
            notes: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// The same with another level, where the hit policy of a decision asks for it.
    #[must_use]
    pub fn at(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// The same, saying what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with another place that belongs to it.
    #[must_use]
    pub fn also(mut self, span: Span, words: impl Into<String>) -> Self {
        self.also.push((span, words.into()));
        self
    }

    /// The same with a fact below the message.
    #[must_use]
    pub fn note(mut self, name: impl Into<String>, words: impl Into<String>) -> Self {
        self.notes.push((name.into(), words.into()));
        self
    }

    /// The same with the edit that mends it.
    #[must_use]
    pub fn fix(mut self, range: Range<u32>, text: impl Into<String>, safe: bool) -> Self {
        self.fix = Some(Fix { range, text: text.into(), safe });
        self
    }
}

/// Sorts findings as they are reported: by file, place, code.
pub fn sort(findings: &mut Vec<Diagnostic>) {
    findings.sort_by(|a, b| {
        let place = |span: &Span| (span.range.start, span.range.end);
        (&a.span.file, place(&a.span), a.code, &a.message).cmp(&(&b.span.file, place(&b.span), b.code, &b.message))
    });
    findings.dedup();
}
