//! What is printed, and how: colour, quiet and verbose, progress.

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write as _};
use std::sync::{Arc, Mutex};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::{ColorChoice, Global};
use crate::diagnostic::{Diagnostic, Level, report};
use crate::path::SourcePath;
use crate::sources::Sources;

/// Prints.
pub(super) struct Printer {
    quiet: bool,
    verbose: bool,
    color: bool,
    /// The same for the output, which may go elsewhere than messages.
    out_color: bool,
    bar: Mutex<Option<ProgressBar>>,
}

impl Printer {
    pub(super) fn new(global: &Global) -> Printer {
        let color = |terminal: bool| match global.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                let refused = environment("NO_COLOR").is_some_and(|value| !value.is_empty());
                terminal && !refused && environment("TERM").as_deref() != Some("dumb")
            }
        };
        Printer {
            quiet: global.quiet,
            verbose: global.verbose,
            color: color(std::io::stderr().is_terminal()),
            out_color: color(std::io::stdout().is_terminal()),
            bar: Mutex::new(None),
        }
    }

    /// A line of the work's own: what was done.
    pub(super) fn say(&self, line: &str) {
        if !self.quiet {
            let _ = writeln!(std::io::stdout(), "{line}");
        }
    }

    /// A line for those who want to know more.
    pub(super) fn detail(&self, line: &str) {
        if self.verbose {
            self.note(line);
        }
    }

    /// A line beside the work: something was noticed.
    pub(super) fn note(&self, line: &str) {
        if !self.quiet {
            let _ = writeln!(std::io::stderr(), "{line}");
        }
    }

    /// Why the work failed.
    pub(super) fn fail(&self, line: &str) {
        let head = if self.color { "\u{1b}[1;31merror\u{1b}[0m" } else { "error" };
        let _ = writeln!(std::io::stderr(), "{head}: {line}");
    }

    /// Findings beside other work, as text for a person.
    pub(super) fn findings(&self, findings: &[(Level, Diagnostic)], sources: &Sources) {
        let terminal = std::io::stderr().is_terminal();
        let look = report::Look { color: self.color, unicode: terminal && self.color, ..report::Look::PLAIN };
        let text = reported(findings, sources, 0, |report| report::text(report, look));
        let _ = write!(std::io::stderr(), "{text}");
    }

    /// How text may look that is the output itself.
    pub(super) fn look(&self) -> report::Look {
        let terminal = std::io::stdout().is_terminal();
        report::Look { color: self.out_color, unicode: terminal && self.out_color, ..report::Look::PLAIN }
    }

    /// What was asked for, whole.
    pub(super) fn output(&self, text: &str) {
        let _ = write!(std::io::stdout(), "{text}");
    }

    /// Asks on a terminal; `None` if there is none to ask on.
    pub(super) fn ask(&self, question: &str) -> Option<bool> {
        if !self.is_interactive() {
            return None;
        }
        let _ = write!(std::io::stdout(), "{question} [y/N] ");
        let _ = std::io::stdout().flush();
        let mut answer = String::new();
        let read = std::io::stdin().read_line(&mut answer);
        Some(read.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes"))
    }

    /// Whether somebody is there to answer.
    pub(super) fn is_interactive(&self) -> bool {
        std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
    }

    /// Whether more was asked for.
    pub(super) fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// Asks somebody who is there; `None` at the end of the input.
    pub(super) fn choose(&self, question: &str) -> Option<String> {
        let _ = write!(std::io::stdout(), "{question}");
        let _ = std::io::stdout().flush();
        let mut answer = String::new();
        let read = std::io::stdin().read_line(&mut answer).ok()?;
        (read > 0).then(|| answer.trim().to_lowercase())
    }

    /// Shows progress on a terminal, up to `total`.
    pub(super) fn start(&self, total: usize) {
        if self.quiet || !std::io::stderr().is_terminal() {
            return;
        }
        let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::stderr_with_hz(10));
        if let Ok(style) = ProgressStyle::with_template("  {bar:32} {pos}/{len} {msg}") {
            bar.set_style(style);
        }
        if let Ok(mut slot) = self.bar.lock() {
            *slot = Some(bar);
        }
    }

    /// A handle to move the bar with.
    pub(super) fn bar(&self) -> Option<ProgressBar> {
        self.bar.lock().ok().and_then(|bar| bar.clone())
    }

    /// Takes the progress away.
    pub(super) fn stop(&self) {
        if let Some(bar) = self.bar.lock().ok().and_then(|mut bar| bar.take()) {
            bar.finish_and_clear();
        }
    }
}

/// Findings in a form, with the texts that they stand in.
pub(super) fn reported<T>(
    findings: &[(Level, Diagnostic)],
    sources: &Sources,
    pages: usize,
    form: impl FnOnce(&report::Report<'_>) -> T,
) -> T {
    let mut texts: BTreeMap<&SourcePath, Option<Arc<str>>> = BTreeMap::new();
    for (_, finding) in findings {
        for span in finding.also.iter().map(|(span, _)| span).chain([&finding.span]) {
            texts.entry(&span.file).or_insert_with(|| sources.any_text(&span.file));
        }
    }
    let text_of = |path: &SourcePath| texts.get(path).and_then(Option::as_deref);
    form(&report::Report { findings, texts: &text_of, pages })
}

/// The one place that reads the environment.
#[expect(clippy::disallowed_methods, reason = "the one door to the environment")]
pub(super) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// `1 page`, `2 pages`.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}
