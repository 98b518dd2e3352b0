//! The style sheet that makes the chooser of a decision work without a script.
//!
//! A rule's element carries `not-INPUT-VALUE` for each answer that rules it out; the sheet hides it where that answer
//! is chosen. What is left at the top is the answer, since all hit policies but `collect` show rules in the order in
//! which they win, and `collect` shows all that are left.

use std::fmt::Write;

use crate::view::DecisionView;

/// The sheet: one selector for each answer of each question.
pub fn chooser_css(decision: &DecisionView) -> String {
    let mut css = String::new();
    for input in &decision.inputs {
        for value in &input.values {
            let answer = format!("{}-{}", input.id, value.id);
            if !decision.rules.iter().any(|rule| rule.excluded_by.contains(&answer)) {
                continue;
            }
            let comma = if css.is_empty() { "" } else { ",\n" };
            let name = identifier(&answer);
            let _ = write!(css, "{comma}.decision:has(#choose-{name}:checked) .not-{name}");
        }
    }
    if !css.is_empty() {
        css.push_str("{display:none}\n");
    }
    css
}

/// The rest of an identifier, as CSS writes it: ids are letters, digits and `-`, but a band's may hold more (`1000..`).
fn identifier(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if !(c.is_alphanumeric() || c == '-' || c == '_') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
