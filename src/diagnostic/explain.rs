//! What each code means, at length: why it matters, how it looks wrong and right, how it is allowed.
//!
//! `check --explain CODE` prints [`text`], `check --list` prints [`list`], and the page of the manual is [`manual`], so
//! that none of them can say what the others do not.

mod decisions;
mod files;
mod links;
mod pages;
#[cfg(test)]
mod tests;

use super::{Code, Level, Levels};

/// What there is to say about a code beyond its summary.
#[derive(Clone, Copy, Debug)]
pub struct Explanation {
    /// Why it matters: one or two sentences.
    pub why: &'static str,
    /// The language of the examples.
    pub language: &'static str,
    /// What is reported.
    pub wrong: &'static str,
    /// What is written instead.
    pub right: &'static str,
    /// A way to allow it that only this code has.
    pub allow: Option<&'static str>,
}

/// The explanation of a code.
pub fn explain(code: Code) -> Explanation {
    let all = [links::ALL, pages::ALL, files::ALL, decisions::ALL];
    let found = all.into_iter().flatten().find(|(explained, _)| *explained == code);
    found.map(|(_, explanation)| *explanation).expect("every code is explained: a test counts them")
}

/// The explanation as it is printed.
pub fn text(code: Code) -> String {
    let explanation = explain(code);
    let (wrong, right) = (indent(explanation.wrong), indent(explanation.right));
    let (name, level, summary) = (code.name(), code.level().word(), code.summary());
    format!(
        "{name} ({level} by default)\n\n{summary}\n\n{}\nWrong:\n\n{wrong}\nRight:\n\n{right}\n{}",
        wrap(explanation.why),
        wrap(&allow(code, &explanation))
    )
}

/// All codes with the levels that they have on this site, one a line.
pub fn list(levels: &Levels) -> String {
    let wide = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or(0);
    let line = |code: &Code| {
        let level = levels.set.get(code).copied().unwrap_or(code.level());
        format!("{:<wide$}  {:<7}  {}\n", code.name(), level.word(), code.summary())
    };
    Code::ALL.iter().map(line).collect()
}

/// The page of the manual, `docs/content/reference/findings.md`.
pub fn manual() -> String {
    let mut page = String::from(HEAD);
    for level in [Level::Error, Level::Warning, Level::Note, Level::Off] {
        page.push_str(&format!("\n{}\n\n| Code | Meaning |\n| --- | --- |\n", heading(level)));
        for code in Code::ALL.iter().filter(|code| code.level() == level) {
            page.push_str(&format!("| [`{0}`](#{0}) | {1} |\n", code.name(), code.summary()));
        }
    }
    page.push_str(ALLOWING);
    for code in Code::ALL {
        page.push_str(&section(*code));
    }
    page
}

const HEAD: &str = "+++
title = \"Findings\"
description = \"Every finding: what it means, why it matters, how it is mended and how it is allowed.\"
weight = 40
+++

`fingerpost check` reports what is wrong with a site. Each finding has a code; `fingerpost check --list` shows all codes
with the levels that they have on your site, `fingerpost check --explain CODE` shows what stands here.

This page is made from the program.
";

const ALLOWING: &str = "
## Levels and exceptions {#levels}

The level of a code is set by its name. An error stops the build, a warning does so under `--strict`:

```toml
[check]
missing-alt = \"error\"
orphan-page = \"off\"
```

A single finding is allowed with a reason. `path` is a pattern for the file, `target` a part of the message, `until` the
last day on which it is allowed; each may be left out. When the finding is gone, the table itself becomes a finding:

```toml
[[check.allow]]
code = \"broken-link\"
path = \"content/archive/**\"
target = \"old-api.md\"
reason = \"The archive stays as it was.\"
until = 2027-06-30
```
";

fn heading(level: Level) -> &'static str {
    match level {
        Level::Error => "## Errors {#errors}\n\nThey stop the build: nothing is written.",
        Level::Warning => "## Warnings {#warnings}\n\nA reader is worse off. With `--strict` they stop the build.",
        Level::Note => "## Notes {#notes}\n\nWorth knowing.",
        Level::Off => "## Off by default {#off}\n\nReported only where the configuration asks for it.",
    }
}

fn section(code: Code) -> String {
    let explanation = explain(code);
    let example = |text: &str| fenced(explanation.language, text);
    format!(
        "\n## {0} {{#{0}}}\n\n{1} {2} Level: {3}.\n\nWrong:\n\n{4}\nRight:\n\n{5}\n{6}",
        code.name(),
        code.summary(),
        explanation.why,
        code.level().word(),
        example(explanation.wrong),
        example(explanation.right),
        allow(code, &explanation)
    )
}

/// A block of code whose fence is longer than any in the text.
fn fenced(language: &str, text: &str) -> String {
    let longest = text.lines().map(|line| line.bytes().take_while(|byte| *byte == b'`').count()).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{text}\n{fence}\n")
}

/// How it is allowed: by a way of its own, or as every other.
fn allow(code: Code, explanation: &Explanation) -> String {
    let own = explanation.allow.map(|words| format!(" {words}")).unwrap_or_default();
    match code.level() {
        Level::Off => format!("To report it: `{} = \"warning\"` below `[check]`.{own}\n", code.name()),
        _ => format!("To allow it: a `[[check.allow]]` with `code = \"{}\"` and a reason.{own}\n", code.name()),
    }
}

fn indent(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }).collect()
}

/// The words in lines of at most 80 characters.
fn wrap(text: &str) -> String {
    let mut out = String::new();
    let mut wide = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if wide > 0 {
            let fits = wide + 1 + length <= 80;
            out.push(if fits { ' ' } else { '\n' });
            wide = if fits { wide + 1 } else { 0 };
        }
        out.push_str(word);
        wide += length;
    }
    out.push('\n');
    out
}
