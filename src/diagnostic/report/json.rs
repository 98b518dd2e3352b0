//! Findings as JSON: the form of `schema/findings.json`. Version 1 only gains fields.

use serde_json::{Value, json};

use super::lines::Files;
use super::{Place, Report, place};
use crate::diagnostic::{Diagnostic, Level, Span};

/// The findings as one JSON object on several lines, each finding on a line of its own.
pub fn json(report: &Report<'_>) -> String {
    let files = Files::new(report.texts);
    let summary = report.summary();
    let mut out = String::from("{\"version\":1,\"findings\":[");
    for (at, (level, found)) in report.findings.iter().enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        out.push_str(&finding(*level, found, &files).to_string());
    }
    out.push_str(if report.findings.is_empty() { "" } else { "\n" });
    let counts = json!({
        "errors": summary.errors,
        "warnings": summary.warnings,
        "notes": summary.notes,
        "pages": summary.pages,
    });
    out.push_str(&format!("],\"summary\":{counts}}}\n"));
    out
}

fn finding(level: Level, finding: &Diagnostic, files: &Files<'_>) -> Value {
    let at = place(files, &finding.span);
    let fix = finding.fix.as_ref();
    // A fact below the message belongs to the place of the finding itself.
    let notes = finding.notes.iter().map(|(name, words)| (&finding.span, format!("{name}: {words}")));
    let also = finding.also.iter().map(|(span, words)| (span, words.clone()));
    let related: Vec<Value> = also.chain(notes).map(|(span, words)| related(span, &words, files)).collect();
    json!({
        "code": finding.code.name(),
        "level": level.word(),
        "message": finding.message,
        "file": finding.span.file.as_str(),
        "line": at.line,
        "column": at.column,
        "end_line": at.end_line,
        "end_column": at.end_column,
        "help": finding.help,
        "fix": fix.map(|fix| json!({"start": fix.range.start, "end": fix.range.end, "text": fix.text})),
        "related": related,
    })
}

fn related(span: &Span, words: &str, files: &Files<'_>) -> Value {
    let Place { line, column, end_line, end_column } = place(files, span);
    json!({
        "message": words,
        "file": span.file.as_str(),
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    })
}
