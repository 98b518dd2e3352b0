//! A page: what one source file says, and nothing that only the whole site could know.
//!
//! Enter at [`parse`]. It never fails: what is wrong becomes findings, and the rest of the file is still a page. A page
//! depends on its file alone, so it is cached by the digest of its text. Facts carry no place in the file; their
//! spans stand beside them, in the same order, so that an edit that only moves text leaves the facts equal.
//!
//! Not here: HTML (made when an output is rendered), addresses, navigation and links (`site`).

pub mod front_matter;

pub use front_matter::FrontMatter;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::digest::Digest;
use crate::markdown::{Facts, Spans};
use crate::path::SourcePath;

/// One Markdown file, read and understood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// The file.
    pub source: SourcePath,
    /// The digest of the text after the front matter.
    pub body_digest: Digest,
    /// Where that text stands in the file.
    pub body: Range<u32>,
    /// What the front matter says.
    pub front: FrontMatter,
    /// Where its keys stand: the key's name and the bytes of its value.
    pub front_spans: Vec<(String, Range<u32>)>,
    /// What the text says that others can see.
    pub facts: Facts,
    /// Where each of the facts stands.
    pub spans: Spans,
    /// What is wrong with the file by itself.
    pub findings: Vec<Diagnostic>,
}

impl Page {
    /// Where the value of a front matter key stands; the start of the file if the key is not there.
    pub fn front_span(&self, key: &str) -> Range<u32> {
        self.front_spans.iter().find(|(name, _)| name == key).map_or(0..0, |(_, span)| span.clone())
    }
}

/// A page with more text than this, in bytes, is long: about 6,000 words, half an hour of reading.
const LONG: usize = 40_000;

/// Reads one page from the text of its file.
pub fn parse(source: &SourcePath, text: &str) -> Page {
    let mut findings = Vec::new();
    let read = front_matter::read(source, text, &mut findings);
    let parsed = crate::markdown::facts(source, text, read.body.clone(), &mut findings);
    if read.body.len() > LONG {
        let kilobytes = read.body.len() / 1000;
        let message = format!("this page has {kilobytes} kB of text");
        let help = "split it: a page of its own for each question that a reader comes with";
        findings.push(Diagnostic::new(Code::LongPage, Span::file(source), message).help(help));
    }
    Page {
        source: source.clone(),
        body_digest: Digest::of(&text[read.body.clone()]),
        body: Span::new(source, read.body).range,
        front: read.front,
        front_spans: read.spans,
        facts: parsed.facts,
        spans: parsed.spans,
        findings,
    }
}
