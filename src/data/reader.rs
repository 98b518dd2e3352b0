//! Values into types; what does not fit becomes a finding with its place and what was expected.

use std::ops::Range;

use jiff::civil::Date;

use super::{Entry, Fault, Format, Kind, Node, Table};
use crate::diagnostic::{Code, Diagnostic, Level, Span, is_sure, nearest};
use crate::path::SourcePath;

/// Reads the values of one file. Each method gives `None` where the value is not of its kind, and has then said so.
pub struct Reader<'a> {
    /// The file.
    pub source: &'a SourcePath,
    /// How it is written.
    pub format: Format,
    /// The code of a value of the wrong kind.
    pub code: Code,
    /// The level of a key that nobody knows.
    pub unknown_key: Level,
    /// What was found wrong so far.
    pub findings: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// A place in the file.
    pub fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.source, range.clone())
    }

    /// Reports a wrong value.
    pub fn wrong(&mut self, node: &Node, message: impl Into<String>, help: impl Into<String>) {
        let finding = Diagnostic::new(self.code, self.span(&node.span), message).help(help);
        self.findings.push(finding);
    }

    /// Reports a key that cannot have this name.
    pub fn wrong_key(&mut self, entry: &Entry, message: impl Into<String>, help: impl Into<String>) {
        let finding = Diagnostic::new(self.code, self.span(&entry.key_span), message).help(help);
        self.findings.push(finding);
    }

    /// Reports each of `keys` that the table lacks, at the place that begins it.
    pub fn required(&mut self, table: &Table, place: &Range<usize>, name: &str, keys: &[&str]) {
        for key in keys.iter().filter(|key| table.get(key).is_none()) {
            let finding = Diagnostic::new(self.code, self.span(place), format!("{name} has no `{key}`"));
            self.findings.push(finding.help(format!("add a line `{}`", assign(key, "\"…\"", self.format))));
        }
    }

    /// Reports that the text is no TOML or YAML at all.
    pub fn fault(&mut self, fault: Fault) {
        let mut finding = Diagnostic::new(self.code, self.span(&fault.span), fault.message);
        if let Some((range, words)) = fault.also {
            finding = finding.also(self.span(&range), words);
        }
        finding.help = fault.help;
        self.findings.push(finding);
    }

    /// Reports a key that is none of `known`, with the nearest one, or else `otherwise` as what to do.
    pub fn unknown(&mut self, entry: &Entry, place: &str, known: &[&str], otherwise: &str) {
        let key = &entry.key;
        let message = format!("unknown key `{key}`{place}");
        let finding = Diagnostic::new(Code::UnknownKey, self.span(&entry.key_span), message).at(self.unknown_key);
        let range = finding.span.range.clone();
        let finding = match nearest(key, known.iter().copied()) {
            Some(near) => {
                let sure = is_sure(key, near, known.iter().copied());
                finding.help(format!("did you mean `{near}`?")).fix(range, near, sure)
            }
            None => finding.help(otherwise),
        };
        self.findings.push(finding);
    }

    /// Reports a key that is known elsewhere, and says where.
    pub fn misplaced(&mut self, entry: &Entry, message: impl Into<String>, help: impl Into<String>) {
        let span = self.span(&entry.key_span);
        self.findings.push(Diagnostic::new(Code::UnknownKey, span, message).at(self.unknown_key).help(help));
    }

    fn expected(&mut self, entry: &Entry, expected: &str, example: &str) {
        let message = format!("`{}` should be {expected}, but is {}", entry.key, described(&entry.value));
        let help = format!("write `{}`", assign(&entry.key, example, self.format));
        self.wrong(&entry.value, message, help);
    }

    /// Text. In YAML a plain number or date is text too, where text is asked for.
    pub fn text(&mut self, entry: &Entry) -> Option<String> {
        match &entry.value.kind {
            Kind::Text(text) => Some(text.clone()),
            Kind::Integer(_, written) | Kind::Float(_, written) if self.format == Format::Yaml => Some(written.clone()),
            Kind::Null => None,
            Kind::Integer(..) | Kind::Float(..) | Kind::Date(_) | Kind::Bool(_) => {
                let written = match &entry.value.kind {
                    Kind::Integer(_, written) | Kind::Float(_, written) | Kind::Date(written) => written.clone(),
                    Kind::Bool(value) => value.to_string(),
                    _ => String::new(),
                };
                self.expected(entry, "text", &format!("\"{written}\""));
                self.mend_last(&entry.value.span, format!("\"{written}\""));
                None
            }
            _ => {
                self.expected(entry, "text", "\"…\"");
                None
            }
        }
    }

    /// Text that says something: blank text is a finding.
    pub fn words(&mut self, entry: &Entry) -> Option<String> {
        let text = self.text(entry)?;
        if text.trim().is_empty() {
            self.wrong(&entry.value, format!("`{}` is empty", entry.key), "say something here, or leave the key out");
            return None;
        }
        Some(text)
    }

    /// Gives the last finding an edit that may be applied unasked.
    fn mend_last(&mut self, range: &Range<usize>, text: String) {
        let range = self.span(range).range;
        if let Some(finding) = self.findings.pop() {
            self.findings.push(finding.fix(range, text, true));
        }
    }

    /// A truth value; in YAML also `yes`, `no`, `on` and `off`, which its older version knew.
    pub fn truth(&mut self, entry: &Entry) -> Option<bool> {
        match &entry.value.kind {
            Kind::Bool(value) => return Some(*value),
            Kind::Null => return None,
            Kind::Text(text) => {
                let meant = match text.to_ascii_lowercase().as_str() {
                    "true" | "yes" | "on" => Some(true),
                    "false" | "no" | "off" => Some(false),
                    _ => None,
                };
                if meant.is_some() && self.format == Format::Yaml {
                    return meant;
                }
                self.expected(entry, "`true` or `false`", if meant == Some(false) { "false" } else { "true" });
                if let Some(value) = meant {
                    self.mend_last(&entry.value.span, value.to_string());
                }
            }
            _ => self.expected(entry, "`true` or `false`", "true"),
        }
        None
    }

    /// A whole number.
    pub fn integer(&mut self, entry: &Entry) -> Option<i64> {
        match &entry.value.kind {
            Kind::Integer(value, _) => return Some(*value),
            Kind::Null => return None,
            Kind::Text(text) => match text.trim().parse::<i64>() {
                Ok(value) if self.format == Format::Yaml => return Some(value),
                Ok(value) => {
                    self.expected(entry, "a whole number", &value.to_string());
                    self.mend_last(&entry.value.span, value.to_string());
                }
                Err(_) => self.expected(entry, "a whole number", "10"),
            },
            _ => self.expected(entry, "a whole number", "10"),
        }
        None
    }

    /// A day: a date of TOML, or text that begins with one.
    pub fn date(&mut self, entry: &Entry) -> Option<Date> {
        let text = match &entry.value.kind {
            Kind::Date(text) | Kind::Text(text) => text.as_str(),
            Kind::Null => return None,
            _ => "",
        };
        let date = parse_date(text);
        if date.is_none() {
            let shaped = text.len() >= 10 && text.bytes().take(10).all(|byte| byte.is_ascii_digit() || byte == b'-');
            let expected = if shaped { "a day of the calendar" } else { "a date" };
            self.expected(entry, expected, "2026-03-31");
        }
        date
    }

    /// A list of texts, each with its place; a single text is a list of one.
    pub fn texts(&mut self, entry: &Entry) -> Vec<(String, Range<usize>)> {
        match &entry.value.kind {
            Kind::Null => Vec::new(),
            Kind::List(items) => items.iter().filter_map(|item| self.item(entry, item)).collect(),
            Kind::Table(_) => {
                self.expected(entry, "a list of texts", "[\"…\"]");
                Vec::new()
            }
            _ => self.text(entry).map(|text| (text, entry.value.span.clone())).into_iter().collect(),
        }
    }

    fn item(&mut self, entry: &Entry, item: &Node) -> Option<(String, Range<usize>)> {
        match &item.kind {
            Kind::Text(text) => return Some((text.clone(), item.span.clone())),
            Kind::Integer(_, written) | Kind::Float(_, written) if self.format == Format::Yaml => {
                return Some((written.clone(), item.span.clone()));
            }
            Kind::Null => return None,
            _ => {}
        }
        let message = format!("`{}` should be a list of texts, but this is {}", entry.key, described(item));
        self.wrong(item, message, format!("write `{}`", assign(&entry.key, "[\"…\"]", self.format)));
        None
    }

    /// A table.
    pub fn table<'n>(&mut self, entry: &'n Entry) -> Option<&'n Table> {
        match &entry.value.kind {
            Kind::Table(table) => return Some(table),
            Kind::Null => return None,
            _ => {}
        }
        let message = format!("`{}` should be a table, but is {}", entry.key, described(&entry.value));
        let help = match self.format {
            Format::Toml => format!("write `[{}]` on a line of its own and its keys below", entry.key),
            Format::Yaml => format!("write `{}:` and its keys below, indented", entry.key),
        };
        self.wrong(&entry.value, message, help);
        None
    }

    /// A list of tables, `[[name]]`, each with the place of its header.
    pub fn tables<'n>(&mut self, entry: &'n Entry, name: &str) -> Vec<(&'n Table, Range<usize>)> {
        let mut tables = Vec::new();
        let items = match &entry.value.kind {
            Kind::List(items) => items.as_slice(),
            _ => std::slice::from_ref(&entry.value),
        };
        for item in items {
            match &item.kind {
                Kind::Table(table) if matches!(entry.value.kind, Kind::List(_)) => {
                    tables.push((table, item.span.clone()));
                }
                _ => {
                    let message = format!("`{}` should be a list of tables, but is {}", entry.key, described(item));
                    self.wrong(item, message, format!("write `[[{name}]]` above the keys of each"));
                }
            }
        }
        tables
    }

    /// One of a few words.
    pub fn choice<T: Copy>(&mut self, entry: &Entry, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(entry)?;
        self.chosen(&entry.key, &text, &entry.value.span, choices)
    }

    /// Whether the value is one of these words; says nothing if it is not.
    pub fn is_one_of<T>(&self, entry: &Entry, choices: &[(&str, T)]) -> bool {
        matches!(&entry.value.kind, Kind::Text(text) if choices.iter().any(|(word, _)| word == text))
    }

    /// One of a few words, where the word is already at hand.
    pub fn chosen<T: Copy>(&mut self, key: &str, text: &str, span: &Range<usize>, choices: &[(&str, T)]) -> Option<T> {
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        self.chosen_or(key, text, span, choices, &format!("write {}", one_of(&words)))
    }

    /// One of many words: too many to name them all where none is near.
    pub fn chosen_or<T: Copy>(
        &mut self,
        key: &str,
        text: &str,
        span: &Range<usize>,
        choices: &[(&str, T)],
        otherwise: &str,
    ) -> Option<T> {
        let found = choices.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let span = self.span(span);
            let range = span.range.clone();
            let finding = Diagnostic::new(self.code, span, format!("`{key}` cannot be `{}`", shown(text)));
            let finding = match nearest(text, choices.iter().map(|(word, _)| *word)) {
                Some(near) => finding.help(format!("did you mean `{near}`?")).fix(range, format!("\"{near}\""), false),
                None => finding.help(otherwise),
            };
            self.findings.push(finding);
        }
        found.map(|(_, value)| *value)
    }
}

/// The day that a text names: `2026-03-31`, alone or with a time of day behind it.
pub fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let date = text.get(..10)?;
    let shape = |(at, byte): (usize, u8)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() };
    let time = text.get(10..)?;
    let is_time =
        time.is_empty() || time.starts_with(['T', 't', ' ']) && time.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
    if !is_time || !date.bytes().enumerate().all(shape) {
        return None;
    }
    date.parse().ok()
}

/// `a`, `b` or `c`.
pub fn one_of(words: &[&str]) -> String {
    joined(words, "or")
}

/// `a`, `b` and `c`.
pub fn list(words: &[&str]) -> String {
    joined(words, "and")
}

fn joined(words: &[&str], last_word: &str) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {last_word} {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// A value as a message names it: what it is, and for short ones what it says.
fn described(node: &Node) -> String {
    match &node.kind {
        Kind::Bool(value) => format!("`{value}`"),
        Kind::Integer(_, written) | Kind::Float(_, written) => format!("the number `{}`", shown(written)),
        Kind::Date(written) => format!("the date `{written}`"),
        Kind::Text(text) => format!("the text `{}`", shown(text)),
        Kind::Null | Kind::List(_) | Kind::Table(_) => node.kind_name().to_owned(),
    }
}

/// At most 40 characters on one line.
fn shown(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let mut short: String = line.chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if short.len() < text.trim_end().len() {
        short.push('…');
    }
    short
}

fn assign(key: &str, value: &str, format: Format) -> String {
    match format {
        Format::Toml => format!("{key} = {value}"),
        Format::Yaml => format!("{key}: {value}"),
    }
}
