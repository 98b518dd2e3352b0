//! Findings as SARIF 2.1.0, which code hosts show beside the changed lines.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::lines::Files;
use super::{Report, place};
use crate::diagnostic::{Code, Diagnostic, Level, Span};
use crate::path::encode_path;

/// The findings as a SARIF log. `prefix` is the way from the repository's root to the site's, empty or ending with `/`.
pub fn sarif(report: &Report<'_>, prefix: &str) -> String {
    let files = Files::new(report.texts);
    let used: BTreeSet<Code> = report.findings.iter().map(|(_, finding)| finding.code).collect();
    let codes: Vec<Code> = used.into_iter().collect();
    let rules: Vec<Value> = codes.iter().map(|code| rule(*code)).collect();
    let found = report.findings.iter().map(|(level, finding)| result(*level, finding, &codes, prefix, &files));
    let results: Vec<Value> = found.collect();
    let driver = json!({"name": "Fingerpost", "version": env!("CARGO_PKG_VERSION"), "rules": rules});
    let run = json!({"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results});
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    });
    format!("{log:#}\n")
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "shortDescription": {"text": code.summary()},
        "defaultConfiguration": {"level": level(code.level())},
    })
}

fn result(at: Level, finding: &Diagnostic, codes: &[Code], prefix: &str, files: &Files<'_>) -> Value {
    let notes = finding.notes.iter().map(|(name, words)| format!("\n{name}: {words}"));
    let help = finding.help.iter().map(|help| format!("\n{help}"));
    let message: String = std::iter::once(finding.message.clone()).chain(notes).chain(help).collect();
    let also = finding.also.iter().enumerate();
    let related: Vec<Value> = also
        .map(|(id, (span, words))| {
            let mut location = location(span, prefix, files);
            location["id"] = json!(id + 1);
            location["message"] = json!({"text": words});
            location
        })
        .collect();
    let mut result = json!({
        "ruleId": finding.code.name(),
        "ruleIndex": codes.binary_search(&finding.code).unwrap_or_default(),
        "level": level(at),
        "message": {"text": message},
        "locations": [location(&finding.span, prefix, files)],
    });
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    if let Some(fix) = &finding.fix {
        let span = Span { file: finding.span.file.clone(), range: fix.range.clone() };
        let edit = json!({"deletedRegion": region(&span, files), "insertedContent": {"text": fix.text}});
        let change = json!({"artifactLocation": artifact(&span, prefix), "replacements": [edit]});
        result["fixes"] = json!([{"artifactChanges": [change]}]);
    }
    result
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
        Level::Off => "none",
    }
}

fn location(span: &Span, prefix: &str, files: &Files<'_>) -> Value {
    json!({"physicalLocation": {"artifactLocation": artifact(span, prefix), "region": region(span, files)}})
}

fn artifact(span: &Span, prefix: &str) -> Value {
    let mut uri = String::new();
    encode_path(prefix, &mut uri);
    encode_path(span.file.as_str(), &mut uri);
    json!({"uri": uri})
}

fn region(span: &Span, files: &Files<'_>) -> Value {
    let at = place(files, span);
    json!({"startLine": at.line, "startColumn": at.column, "endLine": at.end_line, "endColumn": at.end_column})
}
