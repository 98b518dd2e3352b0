//! The Markdown copy of a decision: short answer, matrix, rules.

use std::fmt::Write;

use super::{Evidence, Resolve, evidence};
use crate::decision::analysis::thousands;
use crate::decision::summary::short;
use crate::decision::words::{clause, sentence};
use crate::decision::{Analysis, Complete, Facts, HitPolicy};

/// The decision as Markdown, to stand below the title and the prose of its page; headings are of level 2.
pub fn markdown(facts: &Facts, analysis: &Analysis, resolve: Resolve) -> String {
    let mut out = String::new();
    short_answer(facts, &mut out);
    matrix(facts, resolve, &mut out);
    rules(facts, analysis, resolve, &mut out);
    out
}

// Writing to a string cannot fail, so what `write!` returns is of no use below.

fn short_answer(facts: &Facts, out: &mut String) {
    let short = short(facts);
    if short.is_empty() {
        return;
    }
    out.push_str("## Short answer\n\n");
    if matches!(facts.hit_policy, HitPolicy::First | HitPolicy::Priority) {
        out.push_str("Where several of these fit, the rules below say which goes first.\n\n");
    }
    for one in short {
        let mut when = one.when;
        if one.otherwise {
            when.push("no rule says otherwise".to_owned());
        }
        let _ = writeln!(out, "- **{}** when {}", facts.option_name(&one.option), when.join("; or "));
    }
    out.push('\n');
}

fn matrix(facts: &Facts, resolve: Resolve, out: &mut String) {
    if facts.criteria.is_empty() {
        return;
    }
    out.push_str("## Comparison\n\n| Criterion |");
    for option in &facts.options {
        let _ = write!(out, " {} |", in_table(&option.name));
    }
    out.push_str("\n| --- |");
    out.push_str(&" --- |".repeat(facts.options.len()));
    out.push('\n');
    for criterion in &facts.criteria {
        let _ = write!(out, "| {} |", in_table(&criterion.name));
        for cell in &criterion.cells {
            let _ = write!(out, " {} |", cell.as_ref().map_or("", |cell| &cell.verdict));
        }
        out.push('\n');
    }
    out.push('\n');
    let mut statements = facts.statements();
    for criterion in &facts.criteria {
        let mut lines = String::new();
        let cells = facts.options.iter().zip(&criterion.cells);
        let cells = cells.filter_map(|(option, cell)| Some((option, cell.as_ref()?)));
        for ((option, cell), statement) in cells.zip(statements.by_ref()) {
            let evidence = sources(&evidence(&statement, resolve));
            if cell.note.is_some() || !evidence.is_empty() {
                let note = cell.note.as_ref().map_or_else(String::new, |note| format!(" {note}"));
                let _ = writeln!(lines, "- {}: {}.{note}{evidence}", option.name, cell.verdict);
            }
        }
        if !lines.is_empty() {
            let _ = write!(out, "### {}\n\n{lines}\n", criterion.name);
        }
    }
}

fn rules(facts: &Facts, analysis: &Analysis, resolve: Resolve, out: &mut String) {
    if facts.rules.is_empty() {
        return;
    }
    out.push_str("## Rules\n\n");
    let lead = match facts.hit_policy {
        HitPolicy::Unique | HitPolicy::Any => "Each line stands for itself.",
        HitPolicy::First => "Take the first line that fits.",
        HitPolicy::Priority => "Of the lines that fit, the option of the highest rank counts.",
        HitPolicy::Collect => "Take all lines that fit.",
    };
    let cases = thousands(analysis.cases);
    let proof = match analysis.complete {
        Complete::Yes => format!(" They cover all {cases} cases."),
        Complete::No => format!(" They leave {} of {cases} cases open.", thousands(analysis.gap_cases)),
        Complete::Unproven => " It is not proven that they cover every case.".to_owned(),
    };
    let _ = write!(out, "{lead}{proof}\n\n");
    let skipped = facts.cells().count();
    for ((at, rule), statement) in facts.rules.iter().enumerate().zip(facts.statements().skip(skipped)) {
        let evidence = sources(&evidence(&statement, resolve));
        let _ = writeln!(out, "{}. {}{evidence}", at + 1, sentence(facts, rule));
    }
    if let Some(otherwise) = &facts.otherwise {
        let name = facts.option_name(&otherwise.then);
        let _ = writeln!(out, "{}. Otherwise choose **{name}**: {}", facts.rules.len() + 1, otherwise.because);
    }
    out.push('\n');
    if !facts.never.is_empty() {
        out.push_str("These cases never happen:\n\n");
        for never in &facts.never {
            let _ = writeln!(out, "- {}: {}", clause(facts, &never.when), never.because);
        }
        out.push('\n');
    }
}

/// ` Evidence: [title](address), [title](address).`, or nothing.
fn sources(evidence: &[Evidence]) -> String {
    let link = |one: &Evidence| format!("[{}]({})", one.title.replace('[', "\\[").replace(']', "\\]"), one.url);
    match evidence {
        [] => String::new(),
        _ => format!(" Evidence: {}.", evidence.iter().map(link).collect::<Vec<_>>().join(", ")),
    }
}

/// A text in a cell of a table: a bar would end the cell, a line break the row.
fn in_table(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
