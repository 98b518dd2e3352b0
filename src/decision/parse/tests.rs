//! Each fault of a file, made by one edit of a file without faults.

use super::parse;
use crate::decision::{
    Decision, Domain, Fact, HitPolicy, Picks, Point, Test, analyse, diff, evaluate, export, lock, summary,
};
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;
use std::ops::Bound;

use proptest::prelude::*;

pub(crate) const EXAMPLE: &str = include_str!("../example.toml");

pub(crate) fn example() -> Decision {
    parse(&SourcePath::new("content/decisions/go-or-python.toml"), EXAMPLE).0
}

/// The findings after replacing `from` by `to` in the example: code, what is underlined, message.
fn faults(from: &str, to: &str) -> Vec<(&'static str, String, String)> {
    assert!(EXAMPLE.contains(from), "{from}");
    let text = EXAMPLE.replacen(from, to, 1);
    let (_, findings) = parse(&SourcePath::new("content/decisions/go-or-python.toml"), &text);
    let underlined =
        |finding: &Diagnostic| text[finding.span.range.start as usize..finding.span.range.end as usize].to_owned();
    findings.iter().map(|finding| (finding.code.name(), underlined(finding), finding.message.clone())).collect()
}

fn one(from: &str, to: &str) -> (&'static str, String) {
    let found = faults(from, to);
    assert_eq!(found.len(), 1, "{found:#?}");
    (found[0].0, found[0].1.clone())
}

#[test]
fn the_example_has_no_fault() {
    let (decision, findings) = parse(&SourcePath::new("content/decisions/go-or-python.toml"), EXAMPLE);
    assert_eq!(findings, []);
    let facts = &decision.facts;
    assert_eq!(facts.id, "go-or-python");
    assert_eq!(facts.hit_policy, HitPolicy::First);
    assert!(facts.sound);
    let ids = |ids: Vec<&String>| ids.into_iter().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(ids(facts.options.iter().map(|one| &one.id).collect()), "go python split");
    let criteria = ids(facts.criteria.iter().map(|one| &one.id).collect());
    assert_eq!(criteria, "concurrency startup ml artifact checking iteration");
    assert_eq!(facts.cell("startup", "split").unwrap().rung, None);
    assert_eq!(facts.cell("ml", "python").unwrap().rung, Some(3));
    assert_eq!(facts.inputs[2].domain, Domain::Integer { min: Some(0), max: None });
    let busy = Test::Between(Bound::Included(Point::Integer(1000)), Bound::Unbounded);
    assert_eq!(facts.rules[0].when[1], ("connections".to_owned(), busy));
    assert_eq!(decision.spans.rules[8].line, 177);
    assert_eq!(decision.evidence().count(), 18 + 1 + 13);
}

#[test]
fn every_statement_stands_where_its_span_says() {
    let decision = example();
    for (link, span) in decision.evidence() {
        assert_eq!(&EXAMPLE[span.start as usize..span.end as usize], format!("\"{}\"", link.target));
    }
    let fact = Fact::Cell { criterion: "startup".into(), option: "python".into() };
    let span = decision.spans.reviewed(&decision.facts, &fact).unwrap();
    assert_eq!(&EXAMPLE[span.start as usize..span.end as usize], "2026-10-02");
    let statement = decision.facts.statements().find(|one| one.fact == fact).unwrap();
    assert_eq!(statement.due().unwrap().to_string(), "2027-10-02");
}

#[test]
fn an_edit_that_only_moves_text_leaves_the_facts_equal() {
    let moved = format!("# a comment\n\n{EXAMPLE}");
    let (moved, _) = parse(&SourcePath::new("content/decisions/go-or-python.toml"), &moved);
    assert_eq!(moved.facts, example().facts);
    assert_ne!(moved.spans, example().spans);
}

#[test]
fn a_cell_that_is_wrong_or_absent_is_reported() {
    assert_eq!(one("verdict = \"strong\"", "verdict = \"stong\""), ("verdict-unknown", "\"stong\"".into()));
    let found = faults("[cell.ml.go]", "[cell.ml.goo]");
    assert_eq!((found[0].0, found[1].0), ("verdict-missing", "option-unknown"));
    let found = faults("[cell.ml.go]\n", "[cell.nl.go]\n");
    assert_eq!((found[0].0, found[1].0), ("verdict-missing", "criterion-unknown"));
    assert_eq!(found[0].2, "`ml` has no verdict on `go`");
    assert_eq!(one("verdict = \"poor\"\n", ""), ("verdict-missing", "go".into()));
    assert_eq!(one("note = \"On the part that scales to zero.\"\n", ""), ("invalid-decision", "\"depends\"".into()));
    assert_eq!(one("evidence = [\"../ml.md#in-go\"]\n", ""), ("evidence-missing", "\"poor\"".into()));
    assert_eq!(one("../ml.md#in-go", "../ml.md"), ("evidence-too-wide", "\"../ml.md\"".into()));
    assert_eq!(one("../ml.md#in-go", "https://example.org/#a").0, "invalid-decision");
}

#[test]
fn the_nearest_word_is_offered_as_an_edit() {
    let text = EXAMPLE.replacen("verdict = \"strong\"", "verdict = \"stong\"", 1);
    let (_, findings) = parse(&SourcePath::new("d.toml"), &text);
    assert_eq!(findings[0].help.as_deref(), Some("did you mean `strong`?"));
    assert_eq!(findings[0].fix.as_ref().unwrap().text, "\"strong\"");
}

#[test]
fn a_rule_that_names_what_is_not_there_is_reported() {
    assert_eq!(
        one("when = { libraries = \"go\" }", "when = { library = \"go\" }"),
        ("input-unknown", "library".into())
    );
    assert_eq!(
        one("when = { libraries = \"go\" }", "when = { libraries = \"goo\" }"),
        ("input-unknown", "\"goo\"".into())
    );
    assert_eq!(one("then = \"split\"", "then = \"spilt\""), ("option-unknown", "\"spilt\"".into()));
    assert_eq!(one("id = \"trial\"\n", "").0, "invalid-decision");
    assert_eq!(one("id = \"trial\"", "id = \"data\"").0, "invalid-decision");
    assert_eq!(one("when = { team = \"go\" }\n", "").0, "invalid-decision");
    let found = faults("when = { team = \"go\" }", "team = \"go\"");
    assert_eq!((found[0].0, found[1].0), ("invalid-decision", "unknown-key"));
    assert_eq!(found[1].2, "`team` is an input, not a key of a rule");
}

#[test]
fn a_value_of_the_wrong_kind_is_reported() {
    assert_eq!(
        one("reviewed = 2026-11-24", "reviewed = \"2026-11-24\""),
        ("invalid-decision", "\"2026-11-24\"".into())
    );
    assert_eq!(one("review_in = \"12 months\"", "review_in = \"a year\"").0, "invalid-decision");
    assert_eq!(one("weight = 3", "weight = 4"), ("invalid-decision", "4".into()));
    assert_eq!(one("hit_policy = \"first\"", "hit_policy = \"frist\""), ("invalid-decision", "\"frist\"".into()));
    assert_eq!(one("\">= 1000\"", "\"=> 1000\""), ("invalid-decision", "\"=> 1000\"".into()));
    assert_eq!(one("\">= 1000\"", "\"< 0\""), ("invalid-decision", "\"< 0\"".into()));
    assert_eq!(one("boundary = true", "boundary = \"yes\""), ("invalid-decision", "\"yes\"".into()));
    assert_eq!(one("[\"web\", \"script\"]", "[]"), ("invalid-decision", "[]".into()));
    assert_eq!(one("type = \"integer\"", "type = \"int\"").0, "invalid-decision");
}

#[test]
fn an_unknown_key_is_a_warning_that_says_where_it_belongs() {
    assert_eq!(one("review_in =", "review_on ="), ("unknown-key", "review_on".into()));
    assert_eq!(one("go.name = \"Go\"", "go.name = \"Go\"\ngo.nane = \"Go\""), ("unknown-key", "nane".into()));
    let text = EXAMPLE.replacen("[input.team]\n", "[input.team]\nreviewed = 2026-11-24\n", 1);
    let (_, findings) = parse(&SourcePath::new("d.toml"), &text);
    let help = findings[0].help.as_deref().unwrap();
    assert_eq!(help, "`reviewed` is a key of the whole decision: put it above the first `[table]`");
}

#[test]
fn a_file_that_is_not_toml_still_gives_what_it_has() {
    let text = EXAMPLE.replacen("[option]\n", "[option\n", 1);
    let (decision, findings) = parse(&SourcePath::new("d.toml"), &text);
    assert_eq!(decision.facts.title, "Go or Python for this part of the system?");
    assert!(findings.iter().any(|finding| finding.message.starts_with("this is not TOML")));
    assert!(!decision.facts.sound);
    parse(&SourcePath::new("d.toml"), "");
    parse(&SourcePath::new("d.toml"), "\u{feff}title = \"A\"");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_file_is_still_a_decision_that_everything_can_work_with(
        at in 0_usize..EXAMPLE.len(),
        gone in 0_usize..60,
        new in prop::sample::select(vec![
            "", "\n", "\"", "[[rule]]\n", "[[never]]\n", "[option]\n", "= 1\n", "\u{e9}", "[0..", "-9223372036854775808",
            "\"< -9223372036854775808\"", "1e308", "{ not = [] }", "priority", "collect", "[otherwise]\nthen = \"go\"\n",
        ]),
    ) {
        let mut text = EXAMPLE.to_owned();
        text.replace_range(at..(at + gone).min(EXAMPLE.len()), new);
        let (decision, findings) = parse(&SourcePath::new("d.toml"), &text);
        for finding in &findings {
            let range = finding.span.range.start as usize..finding.span.range.end as usize;
            prop_assert!(text.get(range).is_some(), "{finding:?}");
        }
        let facts = &decision.facts;
        let analysis = analyse(&decision);
        export::markdown(facts, &analysis, &|_| None);
        export::json(facts, &analysis, "", &|_| None);
        export::rules_csv(facts);
        summary::weights(facts);
        evaluate(facts, &Picks::default());
        diff::diff(&example().facts, facts);
        for statement in facts.statements() {
            lock::redate(&decision, &text, &statement.fact, jiff::civil::date(2026, 1, 1));
        }
    }
}
