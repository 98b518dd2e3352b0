//! Tables for spreadsheets: RFC 4180, and safe to open in a program that takes some texts for formulas.

use super::{Resolve, evidence};
use crate::decision::words::test_text;
use crate::decision::{Conditions, Facts};

/// The matrix, one row for each verdict.
pub fn matrix_csv(facts: &Facts, resolve: Resolve) -> String {
    let header = [
        "criterion",
        "criterion_name",
        "topic",
        "weight",
        "option",
        "option_name",
        "verdict",
        "note",
        "evidence",
        "state",
        "reviewed",
        "due",
    ];
    let mut csv = row(header.map(str::to_owned));
    for ((criterion, option, cell), statement) in facts.cells().zip(facts.statements()) {
        let evidence = evidence(&statement, resolve);
        let urls: Vec<&str> = evidence.iter().map(|one| one.url.as_str()).collect();
        let state = evidence.iter().map(|one| one.state).max().map_or("unreviewed", super::State::word);
        let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
        csv.push_str(&row([
            criterion.id.clone(),
            criterion.name.clone(),
            criterion.topic.clone().unwrap_or_default(),
            criterion.weight.to_string(),
            option.id.clone(),
            option.name.clone(),
            cell.verdict.clone(),
            cell.note.clone().unwrap_or_default(),
            urls.join(" "),
            state.to_owned(),
            date(statement.reviewed),
            date(statement.due()),
        ]));
    }
    csv
}

/// The rules, one column for each input (`-` where any value will do), then the answer and its reason.
///
/// What never happens stands between them without an answer, `[otherwise]` at the end.
pub fn rules_csv(facts: &Facts) -> String {
    let inputs = facts.inputs.iter().map(|input| input.id.clone());
    let mut csv = row(["rule".to_owned()].into_iter().chain(inputs).chain(["then".to_owned(), "because".to_owned()]));
    let mut line = |id: &str, when: &Conditions, then: &str, because: &str| {
        let tests = facts.inputs.iter().map(|input| test_text(facts, &input.id, when).unwrap_or_else(|| "-".into()));
        let tests: Vec<String> = tests.collect();
        let end = [then.to_owned(), because.to_owned()];
        csv.push_str(&row([id.to_owned()].into_iter().chain(tests).chain(end)));
    };
    for never in &facts.never {
        line("(never)", &never.when, "-", &never.because);
    }
    for rule in &facts.rules {
        line(&rule.id, &rule.when, &rule.then, &rule.because);
    }
    if let Some(otherwise) = &facts.otherwise {
        line("(otherwise)", &Vec::new(), &otherwise.then, &otherwise.because);
    }
    csv
}

fn row(fields: impl IntoIterator<Item = String>) -> String {
    let fields: Vec<String> = fields.into_iter().map(|text| field(&text)).collect();
    format!("{}\r\n", fields.join(","))
}

fn field(text: &str) -> String {
    // Spreadsheets run what starts like a formula; an apostrophe makes it text. A lone hyphen and a number are neither.
    let formula =
        text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && text != "-" && text.parse::<f64>().is_err();
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\r', '\n']) || text.starts_with(' ') || text.ends_with(' ') {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn a_field_is_quoted_where_it_must_be_and_never_a_formula() {
        assert_eq!(field("a"), "a");
        assert_eq!(field("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(field("=1+1"), "'=1+1");
        assert_eq!(field("@x,y"), "\"'@x,y\"");
        assert_eq!(field("-"), "-");
        assert_eq!(field("-5"), "-5");
        assert_eq!(field("-5..3"), "'-5..3");
        assert_eq!(field("two\nlines"), "\"two\nlines\"");
    }
}
