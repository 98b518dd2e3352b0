//! What changed in a decision: `ID.changes.toml` beside it, to which an accepted review adds and nothing else does.
//!
//! The history of a verdict stands in a file of its own, since a build reads no history of a repository.

use std::fmt::Write as _;
use std::ops::Range;

use jiff::civil::Date;

use super::Fact;
use crate::data::{self, Format, Reader, Table};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SourcePath;

/// A verdict or rule that says something else since a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The day on which that was reviewed.
    pub date: Date,
    /// What changed.
    pub fact: Fact,
    /// The word, or the option's id, before.
    pub from: String,
    /// The same after.
    pub to: String,
}

const KEYS: [&str; 6] = ["date", "criterion", "option", "rule", "from", "to"];

/// Where the changes of a decision stand: beside its file.
pub fn path(decision: &SourcePath) -> SourcePath {
    let path = decision.as_str();
    SourcePath::new(format!("{}.changes.toml", path.strip_suffix(".toml").unwrap_or(path)))
}

/// Reads the file, in its order. What cannot be read is a finding and is left out.
pub fn parse(source: &SourcePath, text: &str) -> (Vec<Change>, Vec<Diagnostic>) {
    let mut reader = Reader {
        source,
        format: Format::Toml,
        code: Code::InvalidDecision,
        unknown_key: Code::UnknownKey.level(),
        findings: Vec::new(),
    };
    let (table, fault) = data::toml(text, 0..text.len());
    if let Some(fault) = fault {
        reader.fault(fault);
    }
    let mut changes = Vec::new();
    for entry in &table.entries {
        if entry.key == "change" {
            for (table, header) in reader.tables(entry, "change") {
                changes.extend(change(table, &header, &mut reader));
            }
        } else {
            reader.unknown(entry, "", &["change"], "a file of changes has `[[change]]` only");
        }
    }
    (changes, reader.findings)
}

fn change(table: &Table, header: &Range<usize>, reader: &mut Reader<'_>) -> Option<Change> {
    let (mut date, mut words) = (None, [const { None::<String> }; 5]);
    for entry in &table.entries {
        match KEYS.iter().position(|key| *key == entry.key) {
            Some(0) => date = reader.date(entry),
            Some(at) => words[at - 1] = reader.words(entry),
            None => {
                reader.unknown(entry, " of a change", &KEYS, "the keys are date, criterion, option, rule, from, to")
            }
        }
    }
    let [criterion, option, rule, from, to] = words;
    let fact = match rule {
        Some(rule) => Fact::Rule(rule),
        None => {
            reader.required(table, header, "this change", &["criterion", "option"]);
            Fact::Cell { criterion: criterion?, option: option? }
        }
    };
    reader.required(table, header, "this change", &["date", "from", "to"]);
    Some(Change { date: date?, fact, from: from?, to: to? })
}

/// The text of a file with one more change.
pub fn with(text: &str, change: &Change) -> String {
    let mut text = text.to_owned();
    if !text.is_empty() {
        text.push_str(if text.ends_with('\n') { "\n" } else { "\n\n" });
    }
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    writeln!(text, "[[change]]\ndate = {}", change.date).expect("writing to a string");
    let named = match &change.fact {
        Fact::Cell { criterion, option } => format!("criterion = {}\noption = {}", quoted(criterion), quoted(option)),
        Fact::Rule(rule) => format!("rule = {}", quoted(rule)),
    };
    writeln!(text, "{named}\nfrom = {}\nto = {}", quoted(&change.from), quoted(&change.to))
        .expect("writing to a string");
    text
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_is_added_reads_back() {
        let cell = Fact::Cell { criterion: "speed".into(), option: "go".into() };
        let first = Change { date: date(2026, 11, 24), fact: cell, from: "fair".into(), to: "good".into() };
        let second = Change { fact: Fact::Rule("trial".into()), ..first.clone() };
        let text = with(&with("", &first), &second);
        let source = SourcePath::new("content/decisions/kind.changes.toml");
        assert_eq!(parse(&source, &text), (vec![first, second], Vec::new()));
    }

    #[test]
    fn what_cannot_be_read_is_said_and_left_out() {
        let source = SourcePath::new("d.changes.toml");
        let text =
            "[[change]]\ndate = 2026-11-24\ncriterion = \"a\"\nfrom = \"x\"\nto = \"y\"\n[[change]]\nrul = \"a\"\n";
        let (changes, findings) = parse(&source, text);
        assert_eq!(changes, []);
        let messages: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
        assert!(messages.contains(&"this change has no `option`"), "{messages:?}");
        assert!(messages.iter().any(|message| message.contains("unknown key `rul`")), "{messages:?}");
    }
}
