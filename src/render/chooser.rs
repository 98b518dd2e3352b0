//! The style sheet that makes the chooser of a decision work without a script.
//!
//! A rule's element carries `not-INPUT-VALUE` for each answer that rules it out; the sheet hides it where that answer
//! is chosen. What is left at the top is the answer, since all hit policies but `collect` show rules in the order in
//! which they win, and `collect` shows all that are left.

use std::fmt::Write;

use crate::view::DecisionView;

/// The sheet: one selector for each answer that rules something out, on screens only: paper shows all rules. Empty if
/// there is none.
pub fn chooser_css(decision: &DecisionView) -> String {
    let mut css = String::new();
    for input in &decision.inputs {
        for value in &input.values {
            let answer = format!("{}-{}", input.id, value.id);
            if !decision.rules.iter().any(|rule| rule.excluded_by.contains(&answer)) {
                continue;
            }
            let start = if css.is_empty() { "@media screen {\n" } else { ",\n" };
            let name = identifier(&answer);
            let _ = write!(css, "{start}.decision:has(#choose-{name}:checked) .not-{name}");
        }
    }
    if !css.is_empty() {
        css.push_str("{display:none}\n}\n");
    }
    css
}

/// What follows the first letters of an identifier, as CSS writes it: ids are letters, digits and `-`, but a band's may hold more (`1000..`).
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{InputValueView, InputView, OptionView, RuleView, StatusView};

    fn decision(inputs: &[(&str, &[&str])], excluded_by: &[&str]) -> DecisionView {
        let value = |id: &&str| InputValueView { id: (*id).to_owned(), label: String::new() };
        let input = |(id, values): &(&str, &[&str])| InputView {
            id: (*id).to_owned(),
            question: String::new(),
            values: values.iter().map(value).collect(),
        };
        let then = OptionView { id: "go".to_owned(), name: "Go".to_owned(), description: None };
        let rule = RuleView {
            id: "data".to_owned(),
            anchor: "rule/data".to_owned(),
            number: 1,
            conditions: Vec::new(),
            excluded_by: excluded_by.iter().map(|answer| (*answer).to_owned()).collect(),
            then,
            because: String::new(),
            evidence: Vec::new(),
            state: "current",
        };
        DecisionView {
            id: "d".to_owned(),
            title: String::new(),
            href: String::new(),
            show: Vec::new(),
            ids: true,
            short: Vec::new(),
            status: StatusView { cases: String::new(), complete: "yes", sentence: String::new(), changed: 0 },
            hit_policy: "first".to_owned(),
            scale: Vec::new(),
            options: Vec::new(),
            groups: Vec::new(),
            inputs: inputs.iter().map(input).collect(),
            rules: vec![rule],
            never: Vec::new(),
            otherwise: None,
            files: Vec::new(),
            chooser_css: None,
            data: String::new(),
            reviewed: None,
            review_due: None,
            changes: Vec::new(),
        }
    }

    #[test]
    fn an_answer_hides_the_rules_that_it_rules_out() {
        let decision = decision(&[("workload", &["web", "data"]), ("team", &["go"])], &["workload-web"]);
        assert_eq!(
            chooser_css(&decision),
            "@media screen {\n.decision:has(#choose-workload-web:checked) .not-workload-web{display:none}\n}\n"
        );
    }

    #[test]
    fn a_name_that_css_would_read_otherwise_is_escaped() {
        let decision = decision(&[("n", &["1000.."])], &["n-1000.."]);
        assert!(chooser_css(&decision).contains("#choose-n-1000\\.\\.:checked"));
    }

    #[test]
    fn where_no_answer_rules_anything_out_there_is_no_sheet() {
        assert_eq!(chooser_css(&decision(&[("team", &["go"])], &[])), "");
    }
}
