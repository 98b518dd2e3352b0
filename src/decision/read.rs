//! Reading TOML by hand: every key with its place, every wrong kind a finding.

use std::ops::Range;

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic, Span, nearest};
use crate::page::front_matter::{Period, Value};
use crate::path::SourcePath;

/// A key and its value.
#[derive(Clone)]
pub(super) struct Item<'a> {
    pub(super) key: &'a str,
    pub(super) key_span: Range<usize>,
    pub(super) value: &'a DeValue<'a>,
    pub(super) span: Range<usize>,
}

/// The entries of a table in the order of the file.
pub(super) fn entries<'a>(table: &'a DeTable<'a>) -> Vec<Item<'a>> {
    let mut items: Vec<Item> = table
        .iter()
        .map(|(key, value)| Item {
            key: key.get_ref(),
            key_span: key.span(),
            value: value.get_ref(),
            span: value.span(),
        })
        .collect();
    items.sort_by_key(|item| item.key_span.start);
    items
}

/// A range of the file in the width that findings and spans use.
pub(super) fn narrow(range: &Range<usize>) -> Range<u32> {
    let end = |at| u32::try_from(at).unwrap_or(u32::MAX);
    end(range.start)..end(range.end)
}

/// Text with its place.
pub(super) type Spanned = (String, Range<usize>);

/// Where findings go while one file is read.
pub(super) struct Reader<'a> {
    source: &'a SourcePath,
    pub(super) text: &'a str,
    pub(super) findings: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: &'a SourcePath, text: &'a str) -> Self {
        Reader { source, text, findings: Vec::new() }
    }

    /// Adds a finding.
    pub(super) fn report(&mut self, code: Code, span: &Range<usize>, message: impl Into<String>) -> &mut Diagnostic {
        self.findings.push(Diagnostic::new(code, Span::new(self.source, span.clone()), message));
        self.findings.last_mut().expect("one was just added")
    }

    /// Adds a finding about a value that cannot be used.
    pub(super) fn invalid(&mut self, span: &Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.report(Code::InvalidDecision, span, message).help = Some(help.into());
    }

    /// Adds a finding about a word that is none of `known`, naming the nearest and offering it as an edit.
    pub(super) fn unknown(
        &mut self,
        code: Code,
        (word, span): (&str, &Range<usize>),
        message: String,
        known: &[&str],
        otherwise: &str,
    ) {
        let near = nearest(word, known.iter().copied());
        let quoted = self.text.get(span.clone()).is_some_and(|text| text.starts_with(['"', '\'']));
        let finding = self.report(code, span, message);
        match near {
            Some(near) => {
                let text = if quoted { format!("\"{near}\"") } else { near.to_owned() };
                finding.help = Some(format!("did you mean `{near}`?"));
                *finding = finding.clone().fix(narrow(span), text, false);
            }
            None if known.is_empty() => finding.help = Some(otherwise.to_owned()),
            None => finding.help = Some(format!("{otherwise}: {}", list(known))),
        }
    }

    /// Adds a finding for a key that nobody reads.
    pub(super) fn unknown_key(&mut self, item: &Item, place: &str, known: &[&str]) {
        let message = format!("unknown key `{}` in {place}", item.key);
        self.unknown(Code::UnknownKey, (item.key, &item.key_span), message, known, "the keys here are");
    }

    fn wrong_kind(&mut self, item: &Item, wanted: &str) {
        let message = format!("`{}` must be {wanted}, not {}", item.key, kind(item.value));
        let finding = self.report(Code::InvalidDecision, &item.span, message);
        finding.help = Some(format!("write {wanted} here"));
    }

    /// Text.
    pub(super) fn string(&mut self, item: &Item) -> Option<String> {
        match item.value {
            DeValue::String(text) => Some(text.to_string()),
            _ => {
                self.wrong_kind(item, "text in quotes");
                None
            }
        }
    }

    /// Text that says something.
    pub(super) fn prose(&mut self, item: &Item) -> Option<String> {
        let text = self.string(item)?;
        if text.trim().is_empty() {
            self.invalid(&item.span, format!("`{}` is empty", item.key), "write a sentence, or leave the key out");
            return None;
        }
        Some(text)
    }

    /// A list of texts; one text is a list of one.
    pub(super) fn strings(&mut self, item: &Item) -> Vec<Spanned> {
        match item.value {
            DeValue::String(text) => vec![(text.to_string(), item.span.clone())],
            DeValue::Array(array) => {
                let mut texts = Vec::new();
                for one in array.iter() {
                    let element =
                        Item { key: item.key, key_span: item.key_span.clone(), value: one.get_ref(), span: one.span() };
                    match one.get_ref() {
                        DeValue::String(text) => texts.push((text.to_string(), one.span())),
                        _ => self.wrong_kind(&element, "a list of texts"),
                    }
                }
                texts
            }
            _ => {
                self.wrong_kind(item, "text or a list of texts");
                Vec::new()
            }
        }
    }

    /// `true` or `false`.
    pub(super) fn boolean(&mut self, item: &Item) -> Option<bool> {
        match item.value {
            DeValue::Boolean(value) => Some(*value),
            _ => {
                self.wrong_kind(item, "`true` or `false`");
                None
            }
        }
    }

    /// A whole number.
    pub(super) fn integer(&mut self, item: &Item) -> Option<i64> {
        let number = match item.value {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        if number.is_none() {
            self.wrong_kind(item, "a whole number");
        }
        number
    }

    /// A number with or without a fraction.
    pub(super) fn number(&mut self, item: &Item) -> Option<f64> {
        let number = match item.value {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => None,
        };
        let number = number.filter(|number: &f64| number.is_finite());
        if number.is_none() {
            self.wrong_kind(item, "a number");
        }
        // Minus zero is zero: bounds are compared by value.
        number.map(|number| number + 0.0)
    }

    /// A day, as TOML writes it: without quotes.
    pub(super) fn date(&mut self, item: &Item) -> Option<Date> {
        match item.value {
            DeValue::Datetime(value) if value.time.is_none() => {
                let date = value.date.and_then(|date| {
                    let part = |number: u8| i8::try_from(number).ok();
                    Date::new(i16::try_from(date.year).ok()?, part(date.month)?, part(date.day)?).ok()
                });
                if date.is_none() {
                    self.invalid(&item.span, format!("`{}` is no day of the calendar", item.key), "write YYYY-MM-DD");
                }
                date
            }
            DeValue::String(text) if text.parse::<Date>().is_ok() => {
                let plain = text.to_string();
                let message = format!("`{}` is text, not a date", item.key);
                let finding = self.report(Code::InvalidDecision, &item.span, message);
                finding.help = Some("write the date without quotes".to_owned());
                *finding = finding.clone().fix(narrow(&item.span), plain, true);
                None
            }
            _ => {
                self.wrong_kind(item, "a date such as 2026-11-24");
                None
            }
        }
    }

    /// A length of time.
    pub(super) fn period(&mut self, item: &Item) -> Option<Period> {
        let text = self.string(item)?;
        let period = Period::parse(&text);
        if period.is_none() {
            let help = "write a number and a unit: \"90 days\", \"2 weeks\", \"12 months\", \"1 year\"";
            self.invalid(&item.span, format!("`{}` is no length of time: `{text}`", item.key), help);
        }
        period
    }

    /// A table.
    pub(super) fn table<'t>(&mut self, item: &Item<'t>) -> Vec<Item<'t>> {
        match item.value {
            DeValue::Table(table) => entries(table),
            _ => {
                self.wrong_kind(item, "a table");
                Vec::new()
            }
        }
    }

    /// Tables in a row, `[[key]]`, each with the place of its header.
    pub(super) fn tables<'t>(&mut self, item: &Item<'t>) -> Vec<(Range<usize>, Vec<Item<'t>>)> {
        let DeValue::Array(array) = item.value else {
            let message = format!("`{}` must be written with two brackets, `[[{}]]`", item.key, item.key);
            self.invalid(&item.span, message, "there can be several of them");
            return Vec::new();
        };
        let mut tables = Vec::new();
        for one in array.iter() {
            match one.get_ref() {
                DeValue::Table(table) => tables.push((one.span(), entries(table))),
                _ => self.wrong_kind(item, "a row of tables"),
            }
        }
        tables
    }

    /// An id: small letters, digits and hyphens.
    pub(super) fn id(&mut self, id: &str, span: &Range<usize>, what: &str) -> bool {
        let fine = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        let good = !id.is_empty() && id.bytes().all(fine);
        if !good {
            let message = format!("`{id}` cannot be the id of {what}");
            self.invalid(span, message, "an id has small letters, digits and hyphens: `[a-z0-9-]+`");
        }
        good
    }
}

/// What a value is, for messages.
fn kind(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a truth value",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Words in a row, each marked as code.
pub(super) fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// An author's own value, as it was written.
pub(super) fn extra(value: &DeValue) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Value::Text(number.to_string()), Value::Integer),
        DeValue::Float(number) => {
            number.as_str().parse().map_or_else(|_| Value::Text(number.to_string()), Value::Float)
        }
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(date) => Value::Text(date.to_string()),
        DeValue::Array(array) => Value::List(array.iter().map(|one| extra(one.get_ref())).collect()),
        DeValue::Table(table) => {
            Value::Table(table.iter().map(|(key, one)| (key.get_ref().to_string(), extra(one.get_ref()))).collect())
        }
    }
}
