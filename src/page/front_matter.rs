//! Front matter: the keys that an author may set above a page's text, in TOML between `+++` or in YAML between `---`.
//!
//! Enter at [`read`]. It never fails: a wrong value is a finding at its place, and the other keys count. Where the block
//! stands is found in `fence`, what its keys mean in `keys`; both notations become one tree first (`crate::data`).
//!
//! Always true: [`FrontMatter::topics`] are ids ([`topic_id`]), each once.
//! Not here: defaults of a page (`site`), and whether a topic or template that is named exists.

mod fence;
mod keys;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::data::{self, Format, Reader};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::path::SourcePath;

/// What the front matter of a page says. A page without any has the default of each key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FrontMatter {
    /// The page's title; else its first heading, else a title made from the file's name.
    pub title: Option<String>,
    /// One sentence on what the page says.
    pub description: Option<String>,
    /// A shorter title for navigation (`linkTitle`, `sidebar_label`).
    pub nav_title: Option<String>,
    /// The place among its neighbours: small first, those without a weight last (`sidebar_position`, `order`).
    pub weight: Option<i64>,
    /// When it was published.
    pub date: Option<Date>,
    /// When it last changed in a way that a reader cares about (`lastmod`).
    pub updated: Option<Date>,
    /// When somebody last checked that it is true (`last_reviewed_on`).
    pub reviewed: Option<Date>,
    /// How long a review holds.
    pub review_in: Option<Period>,
    /// Not published yet.
    pub draft: Option<bool>,
    /// The last part of its address.
    pub slug: Option<String>,
    /// Its whole address (`url`).
    pub path: Option<String>,
    /// Addresses that lead here by a redirect.
    pub aliases: Vec<String>,
    /// The template that shows it, by name without `.html`.
    pub template: Option<String>,
    /// How wide it may be.
    pub layout: Option<Layout>,
    /// Its topics (`tags`, `[taxonomies] topics` or `tags`), as ids.
    pub topics: Vec<String>,
    /// Whether search finds it; it does by default.
    pub search: Option<bool>,
    /// Whether it has a list of its headings; it has by default.
    pub toc: Option<bool>,
    /// The page before it: `false` for none, or a link to a page in place of the neighbour.
    pub prev: Option<Neighbour>,
    /// The page after it, likewise.
    pub next: Option<Neighbour>,
    /// The author's own keys (`params`).
    pub extra: BTreeMap<String, Value>,
    /// Defaults for the pages below; only on a section's own page.
    pub cascade: Option<Box<FrontMatter>>,
}

/// `prev` and `next`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Neighbour {
    /// No link is shown.
    None,
    /// A link as in the text, to another page.
    Page(String),
}

/// How a page is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// Text beside its contents.
    #[default]
    Normal,
    /// The whole width, for tables.
    Wide,
}

/// A length of time in the calendar's units: `12 months`, `90 days`, `2 weeks`, `1 year`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// Whole months; a year is twelve.
    pub months: u16,
    /// Days beyond them.
    pub days: u16,
}

impl Period {
    /// Reads a number and a unit (`day`, `week`, `month`, `year`, with or without `s`).
    pub fn parse(text: &str) -> Option<Period> {
        let (number, unit) = text.trim().split_once(char::is_whitespace)?;
        let number: u16 = number.parse().ok().filter(|number| (1..=1200).contains(number))?;
        match unit.trim().strip_suffix('s').unwrap_or(unit.trim()) {
            "day" => Some(Period { months: 0, days: number }),
            "week" => Some(Period { months: 0, days: number * 7 }),
            "month" => Some(Period { months: number, days: 0 }),
            "year" => Some(Period { months: number * 12, days: 0 }),
            _ => None,
        }
    }

    /// The day on which a review of `from` is due again.
    pub fn after(self, from: Date) -> Date {
        let span = jiff::Span::new().months(i32::from(self.months)).days(i32::from(self.days));
        from.saturating_add(span)
    }
}

/// A value of `[extra]`, as the author wrote it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// Text; dates and times are kept as they were written.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// A table, ordered by key.
    Table(BTreeMap<String, Value>),
}

/// What [`read`] found.
pub struct Read {
    /// The keys.
    pub front: FrontMatter,
    /// The bytes of each key's value, by the key's name in the manual; of lists also each item's (`topics.0`).
    pub spans: Vec<(String, Range<u32>)>,
    /// The text after the front matter; the whole file if there is none.
    pub body: Range<usize>,
}

/// Reads the front matter of a file, if it has any. A byte order mark and empty lines before the fence are fine.
///
/// What cannot be read is a finding, and the page goes on with the keys that could.
pub fn read(source: &SourcePath, text: &str, findings: &mut Vec<Diagnostic>) -> Read {
    let block = match fence::find(text) {
        Ok(block) => block,
        Err(body) => return Read { front: FrontMatter::default(), spans: Vec::new(), body },
    };
    let mut reader = Reader {
        source,
        format: block.format,
        code: Code::InvalidFrontMatter,
        unknown_key: Code::UnknownKey.level(),
        findings: Vec::new(),
    };
    let keys = match block.closed {
        true => read_block(text, block.inner, source, &mut reader),
        false => {
            let fence = &text[block.fence.clone()];
            let finding = Diagnostic::new(
                Code::InvalidFrontMatter,
                Span::new(source, block.fence.clone()),
                format!("this `{fence}` begins front matter that never ends"),
            );
            reader.findings.push(finding.help(format!("put a line `{fence}` below the last key")));
            keys::Keys::default()
        }
    };
    findings.append(&mut reader.findings);
    Read { front: keys.front, spans: keys.spans, body: block.body }
}

fn read_block(text: &str, inner: Range<usize>, source: &SourcePath, reader: &mut Reader<'_>) -> keys::Keys {
    let (table, fault) = match reader.format {
        Format::Toml => data::toml(text, inner),
        Format::Yaml => data::yaml(text, inner),
    };
    let place = if is_section(source.name()) { keys::Place::Section } else { keys::Place::Page };
    let Some(fault) = fault else { return keys::read(&table, place, reader) };
    // What follows a fault may have been read into the wrong place: it still counts, but it is no use to complain
    // about it.
    let keys = keys::read(&table, place, reader);
    let start = reader.span(&fault.span).range.start;
    reader.findings.retain(|finding| finding.span.range.end < start);
    reader.fault(fault);
    keys
}

/// Whether a file of this name is its folder's own page.
pub fn is_section(name: &str) -> bool {
    matches!(name, "_index.md" | "index.md" | "README.md")
}

/// The id of a topic: as it is written in addresses and in `[topics.ID]`.
///
/// Lower case; blanks and what an address cannot hold become single hyphens: `Machine Learning` is `machine-learning`.
pub fn topic_id(text: &str) -> String {
    let fine = |c: char| {
        !c.is_whitespace()
            && !c.is_control()
            && !matches!(c, '/' | '\\' | ':' | '?' | '#' | '%' | '"' | '<' | '>' | '|' | '*')
    };
    let lower = text.to_lowercase();
    let parts: Vec<&str> = lower.split(|c| !fine(c)).filter(|part| !part.is_empty()).collect();
    parts.join("-").trim_matches(['-', '.']).to_owned()
}
