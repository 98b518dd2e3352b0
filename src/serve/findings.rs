//! Findings for the overlay in the browser: each with its place and the lines it underlines.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::moment::Moment;
use crate::diagnostic::{Diagnostic, Level, Span};
use crate::path::SourcePath;

/// How many are shown; the terminal and `check` have them all.
const MOST: usize = 50;

/// How many lines of one place are shown.
const LINES: usize = 6;

/// The findings of a moment: errors first.
pub(super) fn json(moment: &Moment) -> Vec<u8> {
    let count = |level| moment.findings.iter().filter(|(found, _)| *found == level).count();
    let mut texts: BTreeMap<SourcePath, Option<Arc<str>>> = BTreeMap::new();
    let ranked = [Level::Error, Level::Warning, Level::Note];
    let sorted = ranked.iter().flat_map(|level| moment.findings.iter().filter(move |(found, _)| found == level));
    let shown: Vec<Value> = sorted
        .take(MOST)
        .map(|(level, finding)| {
            let file = &finding.span.file;
            let text = texts.entry(file.clone()).or_insert_with(|| moment.texts.any_text(file));
            one(*level, finding, text.as_deref())
        })
        .collect();
    let value = json!({
        "errors": count(Level::Error),
        "warnings": count(Level::Warning),
        "notes": count(Level::Note),
        "editor": moment.assembly.scene.config().editor.is_some(),
        "findings": shown,
    });
    value.to_string().into_bytes()
}

fn one(level: Level, finding: &Diagnostic, text: Option<&str>) -> Value {
    let (line, column) = text.map_or((1, 1), |text| place(text, finding.span.range.start as usize));
    json!({
        "code": finding.code.name(),
        "level": level.word(),
        "message": finding.message,
        "file": finding.span.file.as_str(),
        "line": line,
        "column": column,
        "help": finding.help,
        "lines": text.map_or_else(Vec::new, |text| lines(text, &finding.span)),
    })
}

/// Line and column of a byte: from 1, in characters, a byte order mark not counted.
pub(super) fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..floor(text, at)).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before[start..].chars().filter(|c| *c != '\u{feff}').count() + 1;
    (line, column)
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The lines of a span; each as what stands before it, what is underlined, what stands after it.
fn lines(text: &str, span: &Span) -> Vec<Value> {
    let (from, to) = (floor(text, span.range.start as usize), floor(text, span.range.end as usize));
    if to <= from {
        return Vec::new();
    }
    let mut start = text[..from].rfind('\n').map_or(0, |at| at + 1);
    let mut number = place(text, from).0;
    let mut lines = Vec::new();
    while start < to && lines.len() < LINES {
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let (mark_from, mark_to) = (from.max(start), to.min(end).max(from.max(start)));
        let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default().trim_end_matches('\r');
        lines.push(json!({
            "number": number,
            "before": part(start..mark_from.min(end)).trim_start_matches('\u{feff}'),
            "marked": part(mark_from.min(end)..mark_to),
            "after": part(mark_to..end),
        }));
        start = end + 1;
        number += 1;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_shown_line_by_line() {
        let text = "one\ntwo three\r\nfour\n";
        let span = Span::new(&SourcePath::new("a.md"), 8..18);
        let shown = Value::from(lines(text, &span)).to_string();
        assert_eq!(
            shown,
            r#"[{"number":2,"before":"two ","marked":"three","after":""},{"number":3,"before":"","marked":"fou","after":"r"}]"#
        );
        assert_eq!(place(text, 8), (2, 5));
        assert_eq!(place("\u{feff}ä", 5), (1, 2));
    }
}
