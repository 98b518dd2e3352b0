//! The example of the manual before and after an edit.

use proptest::prelude::*;

use super::{Cases, Changes, diff};
use crate::decision::HitPolicy::{Collect, First, Priority};
use crate::decision::analysis::tests::any_decision;
use crate::decision::parse;
use crate::decision::parse::tests::EXAMPLE;
use crate::decision::{Band, DecisionOption, Domain, Facts, Picks, evaluate};
use crate::path::SourcePath;

fn facts(text: &str) -> Facts {
    let (decision, findings) = parse(&SourcePath::new("content/decisions/go-or-python.toml"), text);
    assert!(decision.facts.sound, "{findings:#?}");
    decision.facts
}

fn edited(from: &str, to: &str) -> Changes {
    assert!(EXAMPLE.contains(from));
    diff(&facts(EXAMPLE), &facts(&EXAMPLE.replacen(from, to, 1)))
}

#[test]
fn nothing_changed_between_equal_files() {
    let changes = diff(&facts(EXAMPLE), &facts(EXAMPLE));
    assert!(changes.is_empty());
    assert_eq!(changes.lines(), [""; 0]);
}

#[test]
fn a_new_rule_moves_the_cases_of_the_manual() {
    let at = EXAMPLE.find("[[rule]]\nid = \"busy-edge\"").unwrap();
    let end = EXAMPLE[at + 1..].find("[[rule]]").unwrap() + at + 1;
    let old = format!("{}{}", &EXAMPLE[..at], &EXAMPLE[end..]);
    let changes = diff(&facts(&old), &facts(EXAMPLE));
    assert_eq!(
        changes.lines(),
        [
            "rule `busy-edge` added",
            "72 cases moved from Python to Both, split by service: workload network or web or tool, libraries python, \
             connections 1000.., boundary true (rule `busy-edge` added)",
        ]
    );
    assert_eq!(changes.json()["cases"]["moves"][0]["cases"], 72);
    let back = diff(&facts(EXAMPLE), &facts(&old));
    assert_eq!(back.cases.moves[0].cases, 72);
    assert_eq!(back.cases.moves[0].rules, ["python-library"]);
}

#[test]
fn a_verdict_that_moved_is_said() {
    let changes = edited("verdict = \"strong\"", "verdict = \"good\"");
    assert_eq!(changes.lines(), ["Many things at once, Go: good, was strong"]);
    let changes = edited("[option]\n", "[option]\nrust.name = \"Rust\"\n");
    assert_eq!(changes.lines(), ["option `rust` added"]);
}

#[test]
fn values_and_exclusions_add_and_take_cases() {
    let changes = edited("values.both = \"both\"\n", "values.both = \"both\"\nvalues.other = \"another\"\n");
    assert_eq!(changes.inputs.changed, ["team"]);
    assert_eq!((changes.cases.added, changes.cases.gone), (1296 / 4, 0));
    let changes = edited(
        "because = \"A script has no callers.\"",
        "because = \"A.\"\n[[never]]\nwhen = { workload = \"script\", team = \"go\" }\nbecause = \"B.\"",
    );
    assert_eq!((changes.cases.added, changes.cases.gone), (0, 36));
    assert_eq!(changes.lines(), ["36 cases gone"]);
}

#[test]
fn another_bound_moves_only_what_lies_between() {
    let changes = edited("connections = \">= 1000\" }\nthen = \"go\"", "connections = \">= 2000\" }\nthen = \"go\"");
    assert_eq!(changes.rules.changed, ["many-connections"]);
    assert!(changes.cases.moves.iter().all(|one| one.when.iter().all(|when| when.contains("connections 1000..1999"))));
}

#[test]
fn another_order_of_rules_is_another_table() {
    let changes = edited("id = \"python-library\"", "id = \"other\"");
    assert_eq!(
        (changes.rules.added, changes.rules.gone),
        (vec!["other".to_owned()], vec!["python-library".to_owned()])
    );
    assert_eq!(changes.cases, Cases::default());
    let first = EXAMPLE.find("[[rule]]").unwrap();
    let second = EXAMPLE[first + 1..].find("[[rule]]").unwrap() + first + 1;
    let third = EXAMPLE[second + 1..].find("[[rule]]").unwrap() + second + 1;
    let (head, a, b) = (&EXAMPLE[..first], &EXAMPLE[first..second], &EXAMPLE[second..third]);
    let changes = diff(&facts(EXAMPLE), &facts(&format!("{head}{b}{a}{}", &EXAMPLE[third..])));
    // Both recommend the same option.
    assert_eq!(changes.lines(), ["rules stand in another order"]);
}

#[test]
fn a_question_of_another_kind_is_not_compared() {
    let old = facts(EXAMPLE);
    let mut new = old.clone();
    new.inputs[6].domain = Domain::Enum { values: old.inputs[6].domain.values().to_vec(), ordered: false };
    let changes = diff(&old, &new);
    assert_eq!(
        changes.lines(),
        ["input `boundary` changed", "cases not compared: input `boundary` was of type `boolean` and is `enum`",]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn moves_are_what_a_trial_of_every_case_finds(
        decision in any_decision(),
        policies in prop::sample::select(vec![(First, First), (First, Priority), (Collect, Collect), (First, Collect)]),
        kept in 0_usize..8,
    ) {
        let mut old = decision.facts;
        let mut new = old.clone();
        (old.hit_policy, new.hit_policy) = policies;
        // The same questions; the last rules only, in another order.
        new.rules.reverse();
        new.rules.truncate(kept);
        let changes = diff(&old, &new);
        let mut cases: Vec<Vec<(String, String)>> = vec![Vec::new()];
        for (input, bands) in old.inputs.iter().zip(&old.bands()) {
            let longer = |case: &Vec<(String, String)>| {
                let with = |band: &Band| [case.clone(), vec![(input.id.clone(), band.id.clone())]].concat();
                bands.iter().map(with).collect::<Vec<_>>()
            };
            cases = cases.iter().flat_map(longer).collect();
        }
        let mut moved = 0;
        for case in cases {
            let picks = Picks(case);
            let (was, is) = (evaluate(&old, &picks).possible, evaluate(&new, &picks).possible);
            if policies.1 == Collect {
                let differs = |option: &&DecisionOption| was.contains(&option.id) != is.contains(&option.id);
                moved += old.options.iter().filter(differs).count();
            } else {
                moved += usize::from(was != is);
            }
        }
        prop_assert_eq!(changes.cases.moves.iter().map(|one| one.cases).sum::<u64>(), moved as u64);
        prop_assert_eq!((changes.cases.added, changes.cases.gone), (0, 0));
    }
}
