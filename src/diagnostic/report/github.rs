//! Findings as workflow commands, which the runner of a code host turns into annotations of the changed files.

use super::lines::Files;
use super::{Report, place};
use crate::diagnostic::{Diagnostic, Level};

/// One line a finding. `prefix` is the way from the repository's root to the site's, empty or ending with `/`.
pub fn github(report: &Report<'_>, prefix: &str) -> String {
    let files = Files::new(report.texts);
    report.findings.iter().map(|(level, finding)| command(*level, finding, prefix, &files)).collect()
}

fn command(level: Level, finding: &Diagnostic, prefix: &str, files: &Files<'_>) -> String {
    let at = place(files, &finding.span);
    let name = match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note | Level::Off => "notice",
    };
    // Columns count only within one line.
    let columns = match at.line == at.end_line {
        true => format!(",col={},endColumn={}", at.column, at.end_column),
        false => String::new(),
    };
    let file = property(&format!("{prefix}{}", finding.span.file));
    let place = format!("file={file},line={},endLine={}{columns}", at.line, at.end_line);
    let notes = finding.notes.iter().map(|(name, words)| format!("\n{name}: {words}"));
    let help = finding.help.iter().map(|help| format!("\nhelp: {help}"));
    let message: String = std::iter::once(finding.message.clone()).chain(notes).chain(help).collect();
    format!("::{name} {place},title={}::{}\n", property(finding.code.name()), data(&message))
}

/// What a message cannot hold: the percent sign is the escape, a line's end would end the command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property ends at a comma, and all of them at a colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
