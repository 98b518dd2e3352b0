//! What tera refuses, as a finding at its place in the theme.

use std::collections::BTreeMap;

use tera::{Error, ErrorKind};

use crate::diagnostic::{Code, Diagnostic, Span, nearest};
use crate::path::SourcePath;

type Sources = BTreeMap<String, (SourcePath, String)>;

/// The finding for an error while `template` was rendered, or, with an empty name, while templates were compiled.
pub(super) fn diagnostic(error: &Error, template: &str, sources: &Sources) -> Box<Diagnostic> {
    let at = |name: &str| match sources.get(name) {
        Some((source, _)) => Span::file(source),
        None => Span::file(&SourcePath::new(format!("templates/{name}"))),
    };
    let finding = |span: Span, message: &str| Diagnostic::new(Code::ThemeError, span, sentence(message));
    Box::new(match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let span = match sources.get(report.filename()) {
                Some((source, _)) => Span::new(source, report.span().range.clone()),
                None => at(template),
            };
            undefined(span, report.message())
        }
        ErrorKind::MissingParent { current, parent } => {
            let found = finding(
                quoted(current, parent, sources).unwrap_or_else(|| at(current)),
                &format!("there is no template `{parent}`"),
            );
            near(found, parent, sources)
        }
        ErrorKind::TemplateNotFound(name) => {
            near(finding(at(template), &format!("there is no template `{name}`")), name, sources)
        }
        ErrorKind::CircularExtend { tpl, .. } => finding(at(tpl), "this template extends itself"),
        ErrorKind::CircularInclude { tpl, .. } => finding(at(tpl), "this template includes itself"),
        // What tera finds out about all templates together comes as text only, `error: … --> file:line:column`.
        ErrorKind::Msg(report) => match reported(report, sources) {
            Some((message, span)) => finding(span, message),
            None => finding(at(template), report.lines().next().unwrap_or_default()),
        },
        _ => finding(at(template), &error.to_string()),
    })
}

/// The finding for a message; of a field that does not exist tera lists all that do.
fn undefined(span: Span, message: &str) -> Diagnostic {
    let (message, fields) = message.split_once(". Available fields: ").unwrap_or((message, ""));
    let finding = Diagnostic::new(Code::ThemeError, span, sentence(message));
    let field = message.split('`').nth(1).unwrap_or_default();
    match nearest(field, fields.split(", ")) {
        _ if fields.is_empty() => finding,
        Some(near) => finding.help(format!("the nearest one is `{near}`")),
        None => finding.help(format!("there are {fields}")),
    }
}

/// Message and place of the first report in a text.
fn reported<'a>(report: &'a str, sources: &Sources) -> Option<(&'a str, Span)> {
    let mut lines = report.lines();
    let message = lines.next()?.strip_prefix("error: ")?;
    let place = lines.next()?.trim_start().strip_prefix("--> ")?;
    let mut parts = place.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let (source, text) = sources.get(parts.next()?)?;
    let marks = lines.nth(2)?.chars().filter(|&c| c == '^').count();
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let rest = text.get(start..)?;
    let byte = |chars: usize| rest.char_indices().nth(chars).map_or(rest.len(), |(at, _)| at);
    let first = column.checked_sub(1)?;
    Some((message, Span::new(source, start + byte(first)..start + byte(first + marks))))
}

/// Where a template names another one.
fn quoted(template: &str, name: &str, sources: &Sources) -> Option<Span> {
    let (source, text) = sources.get(template)?;
    let at = text.find(name)?;
    Some(Span::new(source, at..at + name.len()))
}

fn near(finding: Diagnostic, name: &str, sources: &Sources) -> Diagnostic {
    match nearest(name, sources.keys().map(String::as_str)) {
        Some(near) => finding.help(format!("the nearest one is `{near}`")),
        None => finding,
    }
}

/// As findings are written: one line, lower case, no full stop.
fn sentence(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default().trim_end_matches('.');
    let mut chars = line.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => "this template cannot be used".to_owned(),
    }
}
