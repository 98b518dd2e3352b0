//! TOML into the tree. The `toml` crate reads on after a fault, so that the keys around it still count.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Entry, Fault, Kind, Node, Table};

/// Reads `text[range]`. The first fault is returned beside what could be read.
pub fn toml(text: &str, range: Range<usize>) -> (Table, Option<Fault>) {
    let offset = range.start;
    let part = text.get(range).unwrap_or_default();
    let (root, errors) = DeTable::parse_recoverable(part);
    let table = table(root.get_ref(), part, offset);
    let first = errors.iter().min_by_key(|error| error.span().map(|span| span.start));
    let fault = first.map(|error| fault(error, part, offset, &table));
    (table, fault)
}

fn table(table: &DeTable<'_>, part: &str, offset: usize) -> Table {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_span: shift(key.span(), offset),
            value: node(value, part, offset),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    Table { entries, has_header: false }
}

fn node(value: &Spanned<DeValue<'_>>, part: &str, offset: usize) -> Node {
    let span = value.span();
    let written = || part.get(span.clone()).unwrap_or_default().to_owned();
    let kind = match value.get_ref() {
        DeValue::String(text) => Kind::Text(text.to_string()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(value) => Kind::Integer(value, written()),
            Err(_) => Kind::Float(number.as_str().parse().unwrap_or(f64::INFINITY), written()),
        },
        DeValue::Float(number) => Kind::Float(number.as_str().parse().unwrap_or(f64::NAN), written()),
        DeValue::Boolean(value) => Kind::Bool(*value),
        DeValue::Datetime(date) => Kind::Date(date.to_string()),
        DeValue::Array(items) => Kind::List(items.iter().map(|item| node(item, part, offset)).collect()),
        DeValue::Table(inner) => {
            let has_header = part.as_bytes().get(span.start) == Some(&b'[');
            Kind::Table(Table { has_header, ..table(inner, part, offset) })
        }
    };
    Node { span: shift(span, offset), kind }
}

fn shift(span: Range<usize>, offset: usize) -> Range<usize> {
    span.start + offset..span.end + offset
}

fn fault(error: &toml::de::Error, part: &str, offset: usize, table: &Table) -> Fault {
    let span = error.span().unwrap_or(part.len()..part.len());
    let line = line_around(part, span.start);
    let (message, also) = match error.message() {
        "duplicate key" => duplicate(part, &span, offset, table),
        message => (message.strip_suffix(", expected literal string").unwrap_or(message).to_owned(), None),
    };
    Fault { help: help(&message, line), span: shift(span, offset), message, also }
}

/// The message for a key that stands twice, with its first place where that is certain.
fn duplicate(
    part: &str,
    span: &Range<usize>,
    offset: usize,
    table: &Table,
) -> (String, Option<(Range<usize>, String)>) {
    let key = part.get(span.clone()).unwrap_or_default();
    let at_top = !part.get(..span.start).unwrap_or_default().lines().any(|line| line.trim_start().starts_with('['));
    let first = table.get(key).filter(|_| at_top).map(|entry| (entry.key_span.clone(), "first here".to_owned()));
    debug_assert!(first.as_ref().is_none_or(|(first, _)| first.start < span.start + offset));
    (format!("the key `{key}` stands twice"), first)
}

/// What to do about the mistakes that people used to another notation make.
fn help(message: &str, line: &str) -> Option<String> {
    let key = line.split([':', '=']).next().unwrap_or_default().trim();
    let is_name = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let (equals, colon) = (line.find('='), line.find(": ").or(line.ends_with(':').then(|| line.len() - 1)));
    match (equals, colon) {
        (None, Some(_)) if is_name => Some(format!("TOML writes `{key} = value`; `key: value` is YAML")),
        (Some(_), _) if message == "string values must be quoted" => {
            Some(format!("text stands in quotes: `{key} = \"…\"`"))
        }
        _ => None,
    }
}

fn line_around(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default().trim()
}
