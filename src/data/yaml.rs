//! YAML into the tree. One fault ends the reading: what follows it could mean anything.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::options::{DuplicateKeyPolicy, NonFiniteFloatPolicy};
use serde_saphyr::{Location, Spanned};

use super::{Entry, Fault, Kind, Node, Table};

/// Reads `text[range]`, one document whose root is a mapping; an empty text is an empty table.
pub fn yaml(text: &str, range: Range<usize>) -> (Table, Option<Fault>) {
    let part = text.get(range.clone()).unwrap_or_default();
    match serde_saphyr::from_str_with_options::<Spanned<Raw>>(part, options()) {
        Err(error) => (Table::default(), Some(fault(&error, part, range.start))),
        Ok(root) => top(root, part, range.start),
    }
}

fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        strict_booleans: true,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        with_snippet: false,
        // Front matter needs no alias at all; a few thousand are generous, a million would be an attack.
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: 10_000 },
    }
}

/// A value as the YAML crate hands it over.
enum Raw {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    List(Vec<Spanned<Raw>>),
    Table(Vec<(Spanned<Key>, Spanned<Raw>)>),
}

/// A key: text, or a scalar as it is written.
struct Key(String);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Key)
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(i64::try_from(value).map_or(Raw::Float(value as f64), Raw::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Float(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Raw, E> {
        Ok(Raw::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut table = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            table.push(entry);
        }
        Ok(Raw::Table(table))
    }
}

/// What the tree is made with: the text it came from, and the first key that stood twice.
struct Making<'a> {
    part: &'a str,
    offset: usize,
    fault: Option<Fault>,
}

fn top(root: Spanned<Raw>, part: &str, offset: usize) -> (Table, Option<Fault>) {
    let mut making = Making { part, offset, fault: None };
    let node = making.node(root);
    let table = match node.kind {
        Kind::Table(table) => table,
        Kind::Null => Table::default(),
        _ => {
            making.fault = Some(no_mapping(&node, part));
            Table::default()
        }
    };
    (table, making.fault)
}

fn no_mapping(node: &Node, part: &str) -> Fault {
    let is_toml = part.lines().any(|line| line.contains('='));
    Fault {
        span: node.span.clone(),
        message: format!("expected keys and values, found {}", node.kind_name()),
        also: None,
        help: Some(match is_toml {
            true => "YAML writes `key: value`; for `key = value`, put `+++` in place of `---`".to_owned(),
            false => "write `key: value`, one on a line".to_owned(),
        }),
    }
}

impl Making<'_> {
    fn node(&mut self, raw: Spanned<Raw>) -> Node {
        let written = self.written(raw.defined);
        let mut span = self.span(raw.referenced);
        let kind = match raw.value {
            Raw::Null => Kind::Null,
            Raw::Bool(value) => Kind::Bool(value),
            Raw::Integer(value) => Kind::Integer(value, written),
            Raw::Float(value) => Kind::Float(value, written),
            Raw::Text(text) => Kind::Text(text),
            Raw::List(items) => {
                let items: Vec<Node> = items.into_iter().map(|item| self.node(item)).collect();
                widen(&mut span, items.iter().map(|item| item.span.end));
                Kind::List(items)
            }
            Raw::Table(entries) => {
                let table = self.table(entries);
                widen(&mut span, table.entries.iter().map(|entry| entry.value.span.end));
                Kind::Table(table)
            }
        };
        Node { span, kind }
    }

    fn table(&mut self, raw: Vec<(Spanned<Key>, Spanned<Raw>)>) -> Table {
        let mut table = Table::default();
        let mut first: std::collections::BTreeMap<String, Range<usize>> = std::collections::BTreeMap::new();
        for (key, value) in raw {
            let key_span = self.span(key.referenced);
            let key = key.value.0;
            if let Some(before) = first.get(&key) {
                self.fault.get_or_insert_with(|| Fault {
                    span: key_span,
                    message: format!("the key `{key}` stands twice"),
                    also: Some((before.clone(), "first here".to_owned())),
                    help: None,
                });
                continue;
            }
            first.insert(key.clone(), key_span.clone());
            let value = self.node(value);
            table.entries.push(Entry { key, key_span, value });
        }
        table
    }

    /// How a scalar is written.
    fn written(&self, location: Location) -> String {
        bytes(location, self.part).and_then(|range| self.part.get(range)).unwrap_or_default().trim().to_owned()
    }

    fn span(&self, location: Location) -> Range<usize> {
        let range = bytes(location, self.part).unwrap_or(0..0);
        range.start + self.offset..range.end + self.offset
    }
}

/// A collection's own span is its first mark only; it ends where its last value ends.
fn widen(span: &mut Range<usize>, ends: impl Iterator<Item = usize>) {
    span.end = ends.fold(span.end, usize::max);
}

/// The bytes of a place, without the blanks that the scanner counts to the end of a plain scalar.
fn bytes(location: Location, part: &str) -> Option<Range<usize>> {
    let start = usize::try_from(location.span().byte_offset()?).ok()?;
    let len = usize::try_from(location.span().byte_len()?).ok()?;
    let text = part.get(start..start.checked_add(len)?)?;
    Some(start..start + text.trim_end().len())
}

fn fault(error: &serde_saphyr::Error, part: &str, offset: usize) -> Fault {
    let span = error.location().and_then(|location| place(location, part)).unwrap_or(0..0);
    let rendered = error.without_snippet().render_with_formatter(&serde_saphyr::UserMessageFormatter);
    Fault {
        span: span.start + offset..span.end + offset,
        message: one_line(&rendered),
        also: None,
        help: help(part, span.start, &rendered),
    }
}

/// The bytes of a fault: from its column to the end of the line where the scanner gives no length.
fn place(location: Location, part: &str) -> Option<Range<usize>> {
    let start = match location.span().byte_offset() {
        Some(start) => usize::try_from(start).ok()?.min(part.len()),
        None => {
            let line = usize::try_from(location.line()).ok()?.checked_sub(1)?;
            let line_start = part.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
            let column = usize::try_from(location.column()).ok()?.saturating_sub(1);
            let rest = part.get(line_start..)?;
            line_start + rest.chars().take(column).map(char::len_utf8).sum::<usize>()
        }
    };
    let rest = part.get(start..)?;
    let line = rest.lines().next().unwrap_or_default().trim_end();
    let len = location.span().byte_len().and_then(|len| usize::try_from(len).ok()).unwrap_or(0);
    let len = if len == 0 || len > line.len() { line.len() } else { len };
    part.is_char_boundary(start + len).then_some(start..start + len)
}

/// The library's message without its place, which the finding has already, in our form.
fn one_line(rendered: &str) -> String {
    let line = rendered.lines().next().unwrap_or_default().trim();
    let line = line.strip_prefix("error: ").unwrap_or(line);
    let line = match line.split_once(": ") {
        Some((head, rest)) if head.starts_with("line ") => rest,
        _ => line,
    };
    let line = line.rsplit_once(" at line ").map_or(line, |(head, _)| head);
    let line = line.trim_end_matches('.');
    let line = if line == "expected string scalar" { "expected text as a key" } else { line };
    let mut chars = line.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => "this is not YAML".to_owned(),
    }
}

/// The two mistakes that YAML's scanner names least clearly.
fn help(part: &str, at: usize, rendered: &str) -> Option<String> {
    if rendered.contains(" tab") {
        return Some("YAML is indented with blanks, never with tabs".to_owned());
    }
    let before = part.get(..at)?;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let (key, value) = part.get(start..)?.lines().next()?.split_once(": ")?;
    let is_name = key.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    let quoted = value.trim_start().starts_with(['"', '\'', '[', '{']);
    (is_name && !quoted && value.contains(": "))
        .then(|| format!("text with a colon in it stands in quotes: `{}: \"…\"`", key.trim()))
}
