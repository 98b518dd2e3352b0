//! The example of the manual, and random tables whose answers are found by trying every case.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Answers, BadPick, Flip, Picks, RuleState, evaluate};
use crate::decision::analysis::tests::any_decision;
use crate::decision::parse::tests::example;
use crate::decision::table::Table;
use crate::decision::{Facts, HitPolicy, Otherwise};

fn answers(query: &str) -> Answers {
    let facts = example().facts;
    let (picks, bad) = Picks::parse(&facts, query);
    assert_eq!(bad, []);
    evaluate(&facts, &picks)
}

#[test]
fn a_reader_who_answers_all_gets_the_explanation_of_the_manual() {
    let found = answers(
        "workload=network&libraries=either&connections=200&target=cluster&team=both&lifetime=years&boundary=true",
    );
    assert_eq!(found.cases, 1);
    assert_eq!(found.certain, ["go"]);
    assert_eq!(found.decides, Some(11));
    assert_eq!(found.rules[11], RuleState::Decides);
    assert!(found.rules[..11].iter().all(|state| matches!(state, RuleState::Fails(_))));
    assert_eq!(found.closest, Some(8));
    let flip = |input: &str, values: &[&str]| Flip {
        input: input.to_owned(),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        to: vec!["python".to_owned()],
    };
    assert_eq!(
        found.flips,
        [
            flip("workload", &["data", "web", "script"]),
            flip("libraries", &["python"]),
            flip("team", &["python"]),
            flip("lifetime", &["trial"]),
        ]
    );
    // More than one thousand connections go to another rule, but not to another option.
    assert_eq!(found.idle, ["connections", "target", "boundary"]);
    assert_eq!(found.next, None);
}

#[test]
fn some_answers_leave_options_open_and_ask_for_the_next() {
    let found = answers("workload=data&libraries=either");
    assert_eq!(found.possible, ["python", "split"]);
    assert_eq!(found.certain, [""; 0]);
    assert_eq!(found.idle, ["target", "team", "lifetime"]);
    assert_eq!(found.next.as_deref(), Some("connections"));
    let found = answers("workload=data&libraries=either&connections=10");
    assert_eq!(found.certain, ["python"]);
    assert_eq!(found.decides, Some(4));
    let found = answers("");
    assert_eq!(found.possible, ["go", "python", "split"]);
    assert_eq!(found.cases, 1296);
}

#[test]
fn picks_that_never_happen_say_why() {
    let found = answers("workload=script&connections=1000");
    assert_eq!((found.cases, found.never), (0, Some(0)));
    assert!(found.possible.is_empty());
}

#[test]
fn a_pick_that_does_not_exist_is_said() {
    let facts = example().facts;
    let (picks, bad) = Picks::parse(&facts, "workload=date&work=data&connections=-1&team=%67o&team=go");
    assert_eq!(picks.0, [("team".to_owned(), "go".to_owned())]);
    let value = |input: &str, value: &str| BadPick::Value { input: input.to_owned(), value: value.to_owned() };
    let twice = BadPick::Twice("team".to_owned());
    assert_eq!(bad, [value("workload", "date"), BadPick::Input("work".to_owned()), value("connections", "-1"), twice]);
}

/// The answers in one case: options by number; the deciding rules.
fn tried(facts: &Facts, table: &Table, case: &[usize]) -> Option<(BTreeSet<usize>, Vec<usize>)> {
    let hit = |one| (0..case.len()).all(|axis| table.shape.chosen(one, axis)[case[axis]]);
    if table.never.iter().any(hit) {
        return None;
    }
    let mut matching: Vec<usize> = (0..table.rules.len()).filter(|rule| hit(&table.rules[*rule])).collect();
    let rank = |rule: &usize| facts.priority.iter().position(|option| *option == facts.rules[*rule].then).unwrap_or(9);
    match facts.hit_policy {
        HitPolicy::First => matching.truncate(1),
        HitPolicy::Priority => {
            matching.sort_by_key(rank);
            matching.truncate(1);
        }
        _ => {}
    }
    let position = |id: &str| facts.options.iter().position(|option| option.id == id).unwrap();
    let mut options: BTreeSet<usize> = matching.iter().map(|rule| position(&facts.rules[*rule].then)).collect();
    if let (true, Some(otherwise)) = (matching.is_empty(), &facts.otherwise) {
        options.insert(position(&otherwise.then));
    }
    Some((options, matching))
}

fn cases(sizes: &[usize], chosen: &[Option<usize>]) -> Vec<Vec<usize>> {
    let mut cases: Vec<Vec<usize>> = vec![Vec::new()];
    for (size, chosen) in sizes.iter().zip(chosen) {
        let values: Vec<usize> = chosen.map_or_else(|| (0..*size).collect(), |value| vec![value]);
        cases = cases
            .iter()
            .flat_map(|case| values.iter().map(|value| [case.clone(), vec![*value]].concat()).collect::<Vec<_>>())
            .collect();
    }
    cases
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn picks_lead_where_a_trial_of_every_case_leads(
        decision in any_decision(),
        picked in prop::collection::vec(prop::option::of(0_usize..4), 4),
        otherwise in any::<bool>(),
    ) {
        let mut facts = decision.facts;
        if otherwise {
            facts.otherwise = Some(Otherwise { then: "t".to_owned(), because: String::new() });
        }
        // Tables that contradict themselves have no answer to compare.
        let table = Table::new(&facts);
        let sizes: Vec<usize> = table.axes.iter().map(|axis| axis.len()).collect();
        let chosen: Vec<Option<usize>> =
            sizes.iter().zip(&picked).map(|(size, value)| value.filter(|value| value < size)).collect();
        let picks = Picks(
            (0..sizes.len())
                .filter_map(|axis| Some((facts.inputs[axis].id.clone(), table.axes[axis].member(chosen[axis]?))))
                .collect(),
        );
        let found = evaluate(&facts, &picks);
        let left: Vec<_> = cases(&sizes, &chosen)
            .into_iter()
            .filter_map(|case| tried(&facts, &table, &case).map(|answer| (case, answer)))
            .collect();
        let ids = |wanted: &BTreeSet<usize>| {
            wanted.iter().map(|at| facts.options[*at].id.clone()).collect::<Vec<_>>()
        };
        prop_assert_eq!(found.cases, left.len() as u64);
        if left.is_empty() {
            return Ok(());
        }
        let union: BTreeSet<usize> = left.iter().flat_map(|(_, (options, _))| options.clone()).collect();
        prop_assert_eq!(&found.possible, &ids(&union));
        prop_assert_eq!(found.open, left.iter().any(|(_, (options, _))| options.is_empty()));
        let certain: BTreeSet<usize> =
            union.iter().copied().filter(|at| left.iter().all(|(_, (options, _))| options.contains(at))).collect();
        let single = facts.hit_policy != HitPolicy::Collect;
        if !single || union.len() == 1 {
            prop_assert_eq!(&found.certain, &ids(&certain));
        }
        for (rule, state) in found.rules.iter().enumerate() {
            let decided = left.iter().filter(|(_, (_, rules))| rules.contains(&rule)).count();
            match state {
                RuleState::Decides => prop_assert_eq!(decided, left.len()),
                RuleState::MayDecide => prop_assert!(decided > 0 && decided < left.len()),
                RuleState::Beaten | RuleState::Fails(_) => prop_assert_eq!(decided, 0),
            }
        }
        for (axis, input) in facts.inputs.iter().enumerate().filter(|(axis, _)| chosen[*axis].is_none()) {
            let apart = |a: &[usize], b: &[usize]| (0..a.len()).all(|at| (a[at] == b[at]) == (at != axis));
            let matters = left.iter().any(|(a, (one, _))| left.iter().any(|(b, (other, _))| apart(a, b) && one != other));
            // Where rules contradict each other, a case has several answers, and no box says which.
            let consistent = !single || left.iter().all(|(_, (options, _))| options.len() <= 1);
            if consistent {
                prop_assert_eq!(found.idle.contains(&input.id), !matters, "{}", input.id);
            }
        }
        let settled = union.len() == 1 && left.iter().all(|(_, (options, _))| !options.is_empty());
        for (axis, input) in facts.inputs.iter().enumerate() {
            let Some(picked) = chosen[axis].filter(|_| settled) else { continue };
            for value in (0..sizes[axis]).filter(|value| *value != picked) {
                let mut changed = chosen.clone();
                changed[axis] = Some(value);
                let then: Vec<_> =
                    cases(&sizes, &changed).iter().filter_map(|case| tried(&facts, &table, case)).collect();
                let to: BTreeSet<usize> = then.iter().flat_map(|(options, _)| options.clone()).collect();
                let flips = !then.is_empty() && (to != union || then.iter().any(|(options, _)| options.is_empty()));
                let member = table.axes[axis].member(value);
                let said = found.flips.iter().any(|flip| flip.input == input.id && flip.values.contains(&member));
                prop_assert_eq!(said, flips, "{} {}", input.id, member);
            }
        }
    }
}
