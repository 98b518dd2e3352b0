//! Tables whose answers were found by hand, and random ones whose answers are found by trying every case.

use std::collections::BTreeSet;
use std::ops::Bound;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::{Analysis, Complete, analyse, within};
use crate::decision::parse::tests::{EXAMPLE, example};
use crate::decision::{
    Decision, DecisionOption, Domain, Facts, HitPolicy, Input, InputValue, Never, Otherwise, Point, Rule, Spans, Test,
    parse,
};
use crate::diagnostic::{Code, Level};
use crate::path::SourcePath;

/// Tests of inputs by number.
pub(crate) type Tests = Vec<(usize, Test)>;

/// A decision without a file, from its inputs and rules: the n-th rule is called `n`.
pub(crate) fn decision(
    hit_policy: HitPolicy,
    inputs: &[(&str, Domain)],
    rules: &[(Tests, &str)],
    never: &[Tests],
) -> Decision {
    let when = |tests: &[(usize, Test)]| {
        tests.iter().map(|(input, test)| (inputs[*input].0.to_owned(), test.clone())).collect()
    };
    let rule = |(at, (tests, then)): (usize, &(Tests, &str))| Rule {
        id: (at + 1).to_string(),
        when: when(tests),
        then: (*then).to_owned(),
        because: String::new(),
        evidence: Vec::new(),
        topic: None,
        reviewed: None,
        review_in: None,
    };
    let input = |(id, domain): &(&str, Domain)| Input {
        id: (*id).to_owned(),
        name: (*id).to_owned(),
        question: (*id).to_owned(),
        domain: domain.clone(),
    };
    let option =
        |id: &str| DecisionOption { id: id.to_owned(), name: id.to_uppercase(), alias: Vec::new(), description: None };
    let facts = Facts {
        hit_policy,
        options: ["g", "s", "t"].map(option).to_vec(),
        inputs: inputs.iter().map(input).collect(),
        rules: rules.iter().enumerate().map(rule).collect(),
        never: never.iter().map(|tests| Never { when: when(tests), because: String::new() }).collect(),
        priority: vec!["s".to_owned(), "g".to_owned()],
        sound: true,
        ..Facts::default()
    };
    Decision { source: SourcePath::new("d.toml"), facts, spans: Spans::default() }
}

fn words(ids: &str) -> Domain {
    let value = |id: &str| InputValue { id: id.to_owned(), label: id.to_owned() };
    Domain::Enum { values: ids.split(' ').map(value).collect(), ordered: false }
}

fn is(ids: &str) -> Test {
    Test::In(ids.split(' ').map(str::to_owned).collect())
}

/// A table over A (x, y) and B (p, q, r): each line `A B answer`, `-` for any; `never` for an answer excludes.
fn small(hit_policy: HitPolicy, lines: &[&str]) -> Decision {
    let mut rules = Vec::new();
    let mut never = Vec::new();
    for line in lines {
        let parts: Vec<&str> = line.split(' ').collect();
        let tests: Tests = [0, 1]
            .into_iter()
            .filter(|at| parts[*at] != "-")
            .map(|at| (at, is(&parts[at].replace(',', " "))))
            .collect();
        match parts[2] {
            "never" => never.push(tests),
            then => rules.push((tests, then)),
        }
    }
    decision(hit_policy, &[("a", words("x y")), ("b", words("p q r"))], &rules, &never)
}

/// The findings above the level of a note, without those about options that no rule recommends.
fn said(decision: &Decision) -> Vec<String> {
    let analysis = analyse(decision);
    let loud = |code: Code, level: Level| {
        level > Level::Note && code != Code::OptionNeverRecommended && code != Code::InputUnused
    };
    let findings = analysis.findings.iter().filter(|finding| loud(finding.code, finding.level));
    findings.map(|finding| format!("{}: {}", finding.code.name(), finding.message)).collect()
}

fn gap_of(decision: &Decision) -> String {
    let analysis = analyse(decision);
    let gap = analysis.findings.iter().find(|finding| finding.code == Code::DecisionGap).unwrap();
    gap.notes.iter().find(|(name, _)| name == "gap").unwrap().1.clone()
}

use HitPolicy::{Any, Collect, First, Priority, Unique};

#[test]
fn table_1_has_a_gap_under_every_policy() {
    for policy in [Unique, First, Any, Priority] {
        let table = small(policy, &["x - g", "y p s"]);
        assert_eq!(said(&table), ["decision-gap: 2 of 6 cases match no rule"]);
        assert_eq!(gap_of(&table), "a is y, b q or r");
    }
    assert!(said(&small(Collect, &["x - g", "y p s"])).is_empty());
    assert_eq!(analyse(&small(Collect, &["x - g", "y p s"])).complete, Complete::No);
}

#[test]
fn table_2_overlaps_with_the_same_answer() {
    let lines = ["x - g", "- p g", "y q,r s"];
    assert_eq!(said(&small(Unique, &lines)), ["decision-overlap: rules `1` and `2` match the same case: both say `g`"]);
    assert!(said(&small(First, &lines)).is_empty());
    assert!(said(&small(Any, &lines)).is_empty());
}

#[test]
fn table_3_contradicts_itself() {
    let lines = ["x - g", "- p s", "y q,r g"];
    let conflict = ["decision-conflict: rules `1` and `2` match the same case: one says `g`, the other `s`"];
    assert_eq!(said(&small(Unique, &lines)), conflict);
    assert_eq!(said(&small(Any, &lines)), conflict);
    assert!(said(&small(First, &lines)).is_empty());
    assert!(said(&small(Priority, &lines)).is_empty());
    let mut unranked = small(Priority, &lines);
    unranked.facts.priority = vec!["s".to_owned()];
    assert_eq!(said(&unranked), conflict);
}

#[test]
fn table_4_has_a_rule_that_two_others_take_together() {
    let lines = ["x - g", "y p s", "- p g", "y q,r s"];
    assert_eq!(
        said(&small(Unique, &lines)),
        [
            "decision-conflict: rules `2` and `3` match the same case: one says `s`, the other `g`",
            "decision-overlap: rules `1` and `3` match the same case: both say `g`",
        ]
        .map(str::to_owned)
        .into_iter()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .rev()
        .collect::<Vec<_>>()
    );
    assert_eq!(
        said(&small(First, &lines)),
        ["decision-unreachable: rule `3` never decides: rules `1` and `2` together take all its cases"]
    );
}

#[test]
fn table_5_has_a_rule_that_changes_nothing() {
    let lines = ["x p g", "x - g", "y - s"];
    assert_eq!(said(&small(Unique, &lines)), ["decision-overlap: rules `1` and `2` match the same case: both say `g`"]);
    assert_eq!(
        said(&small(First, &lines)),
        ["decision-redundant: rule `1` changes no answer: without it rule `2` says `g` too"]
    );
    assert!(said(&small(First, &["x p g", "x - s", "y - s"])).is_empty());
}

fn from(at: Point) -> Bound<Point> {
    Bound::Included(at)
}

fn without(at: Point) -> Bound<Point> {
    Bound::Excluded(at)
}

const OPEN: Bound<Point> = Bound::Unbounded;

#[test]
fn table_6_has_a_gap_of_one_number_or_of_many() {
    let rules = |at: fn(i32) -> Point| {
        vec![
            (vec![(0, Test::Between(OPEN, without(at(500))))], "g"),
            (vec![(0, Test::Between(from(at(500)), from(at(999))))], "s"),
            (vec![(0, Test::Between(without(at(1000)), OPEN))], "g"),
        ]
    };
    for policy in [Unique, First] {
        let whole = [("n", Domain::Integer { min: None, max: None })];
        let table = decision(policy, &whole, &rules(|number| Point::Integer(number.into())), &[]);
        assert_eq!(said(&table), ["decision-gap: 1 of 4 cases matches no rule"]);
        assert_eq!(gap_of(&table), "n is 1000");
        let any = [("n", Domain::Number { min: None, max: None })];
        let table = decision(policy, &any, &rules(|number| Point::Number(number.into())), &[]);
        assert_eq!(gap_of(&table), "n is (999..1000]");
    }
}

#[test]
fn table_7_excludes_what_never_happens() {
    let table = small(Unique, &["x - g", "y p s", "y r never"]);
    assert_eq!(said(&table), ["decision-gap: 1 of 5 cases matches no rule"]);
    assert_eq!(gap_of(&table), "a is y, b q");
    assert_eq!(
        said(&small(First, &["x - g", "y p s", "y r never", "y r s"])),
        [
            "decision-gap: 1 of 5 cases matches no rule",
            "decision-impossible-rule: rule `3` matches only cases that never happen",
        ]
    );
    let mut table = table;
    table.facts.otherwise = Some(Otherwise { then: "g".to_owned(), because: String::new() });
    assert!(said(&table).is_empty());
    assert_eq!(analyse(&table).complete, Complete::Yes);
}

#[test]
fn table_8_knows_that_days_have_neighbours() {
    let day = |month, day| Point::Date(date(2026, month, day));
    let mut rules = vec![
        (vec![(0, Test::Between(OPEN, without(day(3, 1))))], "g"),
        (vec![(0, Test::Between(from(day(3, 1)), from(day(3, 31))))], "s"),
        (vec![(0, Test::Between(from(day(4, 1)), from(day(4, 30))))], "t"),
        (vec![(0, Test::Between(from(day(5, 1)), OPEN))], "g"),
    ];
    let inputs = [("when", Domain::Date { min: None, max: None })];
    assert!(said(&decision(Unique, &inputs, &rules, &[])).is_empty());
    assert!(said(&decision(First, &inputs, &rules, &[])).is_empty());
    rules.push((vec![(0, Test::Between(from(day(4, 15)), from(day(5, 15))))], "s"));
    assert_eq!(
        said(&decision(Unique, &inputs, &rules, &[])),
        [
            "decision-conflict: rules `3` and `5` match the same case: one says `t`, the other `s`",
            "decision-conflict: rules `4` and `5` match the same case: one says `g`, the other `s`",
        ]
    );
    assert_eq!(
        said(&decision(First, &inputs, &rules, &[])),
        ["decision-unreachable: rule `5` never decides: rules `3` and `4` together take all its cases"]
    );
}

#[test]
fn a_duplicate_is_said_once_and_is_unreachable_where_the_first_rule_decides() {
    let lines = ["x - g", "x - g", "y - s"];
    assert_eq!(said(&small(Unique, &lines)), ["decision-duplicate: rule `2` repeats rule `1`"]);
    assert_eq!(
        said(&small(First, &lines)),
        [
            "decision-unreachable: rule `2` never decides: rule `1` takes all its cases",
            "decision-duplicate: rule `2` repeats rule `1`",
        ]
    );
    let analysis = analyse(&small(Collect, &lines));
    assert_eq!(analysis.findings[0].level, Level::Warning);
    assert_eq!(analysis.findings[0].code, Code::DecisionDuplicate);
}

#[test]
fn rules_that_differ_in_one_input_could_be_one_unless_another_stands_between() {
    let merges = |policy, lines: &[&str]| {
        let analysis = analyse(&small(policy, lines));
        analysis.findings.iter().any(|finding| finding.code == Code::DecisionMergeable)
    };
    assert!(merges(Unique, &["x p g", "x q g", "x r s", "y - s"]));
    assert!(!merges(Unique, &["x p g", "y q g", "x q,r s", "y p,r s"]));
    assert!(!merges(First, &["x - g", "- p s", "y - g"]));
    assert!(merges(First, &["x p g", "y - s", "x q g", "x r s"]));
}

#[test]
fn the_example_is_complete_and_clean() {
    let analysis = analyse(&example());
    assert_eq!(analysis.cases, 1296);
    assert_eq!((analysis.gap_cases, analysis.complete), (0, Complete::Yes));
    assert_eq!(analysis.findings, []);
    assert!(!analysis.overlaps.is_empty());
}

#[test]
fn the_example_without_its_last_rule_has_the_gap_of_the_manual() {
    let cut = EXAMPLE.rfind("[[rule]]").unwrap();
    let (decision, _) = parse(&SourcePath::new("content/decisions/go-or-python.toml"), &EXAMPLE[..cut]);
    let analysis = analyse(&decision);
    assert_eq!((analysis.gap_cases, analysis.complete), (16, Complete::No));
    let gap = &analysis.findings[0];
    assert_eq!((gap.code, gap.level), (Code::DecisionGap, Level::Error));
    assert_eq!(&EXAMPLE[gap.span.range.start as usize..gap.span.range.end as usize], "hit_policy = \"first\"");
    assert_eq!(gap.message, "16 of 1,296 cases match no rule");
    let note = |name: &str| gap.notes.iter().find(|(one, _)| one == name).unwrap().1.as_str();
    assert_eq!(
        note("gap"),
        "workload is network or tool, libraries either, connections 0..999, target cluster or function, \
         team both or neither, lifetime years"
    );
    assert_eq!(
        note("case"),
        "workload=network libraries=either connections=0 target=cluster team=both lifetime=years boundary=true"
    );
    assert_eq!(
        note("near"),
        "rule `trial` (line 177) if lifetime were trial; rule `python-team` (line 189) if team were python"
    );
    assert_eq!(
        gap.help.as_deref(),
        Some(
            "add a rule with `when = { workload = [\"network\", \"tool\"], lifetime = \"years\" }`, or `[otherwise]`, \
             or `[[never]]` if this cannot happen"
        )
    );
}

/// The concrete values that stand for an input in a trial of every case: every place where a test could change.
fn values(domain: &Domain) -> Vec<Sample> {
    match domain {
        Domain::Integer { .. } => (0..=9).map(|number| Sample::Point(Point::Integer(number))).collect(),
        Domain::Number { .. } => (0..=18).map(|half| Sample::Point(Point::Number(f64::from(half) / 2.0))).collect(),
        Domain::Date { .. } => (0..=9).map(|days| Sample::Point(Point::Date(day(days)))).collect(),
        domain => domain.values().iter().map(|value| Sample::Word(value.id.clone())).collect(),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Sample {
    Word(String),
    Point(Point),
}

/// The days around the end of a February with 29 days.
fn day(at: i64) -> Date {
    date(2028, 2, 25).saturating_add(jiff::Span::new().days(at))
}

fn holds(test: &Test, sample: &Sample) -> bool {
    match (test, sample) {
        (Test::In(words), Sample::Word(word)) => words.contains(word),
        (Test::NotIn(words), Sample::Word(word)) => !words.contains(word),
        (Test::Between(low, high), Sample::Point(point)) => {
            let over = match low {
                Bound::Included(low) => point >= low,
                Bound::Excluded(low) => point > low,
                Bound::Unbounded => true,
            };
            over && match high {
                Bound::Included(high) => point <= high,
                Bound::Excluded(high) => point < high,
                Bound::Unbounded => true,
            }
        }
        _ => false,
    }
}

/// Every case that happens, neighbours that no condition tells apart once; each with the rules that match.
fn every_case(decision: &Decision) -> Vec<Vec<usize>> {
    let facts = &decision.facts;
    let conditions: Vec<&Vec<(String, Test)>> =
        facts.rules.iter().map(|rule| &rule.when).chain(facts.never.iter().map(|never| &never.when)).collect();
    let mut cases: Vec<Vec<Sample>> = vec![Vec::new()];
    for input in &facts.inputs {
        let marks = |sample: &Sample| -> Vec<bool> {
            let tests = conditions.iter().flat_map(|when| when.iter().filter(|(id, _)| *id == input.id));
            tests.map(|(_, test)| holds(test, sample)).collect()
        };
        let mut samples = values(&input.domain);
        if matches!(samples.first(), Some(Sample::Point(_))) {
            samples.dedup_by(|later, earlier| marks(later) == marks(earlier));
        }
        let longer = |case: &Vec<Sample>| {
            samples.iter().map(|sample| [case.clone(), vec![sample.clone()]].concat()).collect::<Vec<_>>()
        };
        cases = cases.iter().flat_map(longer).collect();
    }
    let hit = |when: &Vec<(String, Test)>, case: &[Sample]| {
        when.iter().all(|(id, test)| {
            let at = facts.inputs.iter().position(|input| input.id == *id).unwrap();
            holds(test, &case[at])
        })
    };
    let happens = |case: &&Vec<Sample>| !facts.never.iter().any(|never| hit(&never.when, case));
    let matching = |case: &Vec<Sample>| {
        (0..facts.rules.len()).filter(|rule| hit(&facts.rules[*rule].when, case)).collect::<Vec<_>>()
    };
    cases.iter().filter(happens).map(matching).collect()
}

/// Which finding stands about which rules, found by trying every case.
fn tried(decision: &Decision) -> BTreeSet<(Code, Vec<usize>)> {
    let facts = &decision.facts;
    let policy = facts.hit_policy;
    let cases = every_case(decision);
    let rules = facts.rules.len();
    let then = |rule: usize| &facts.rules[rule].then;
    let rank = |rule: usize| facts.priority.iter().position(|option| option == then(rule)).unwrap_or(9);
    let winner = |matching: &[usize], without: Option<usize>| {
        let left = matching.iter().copied().filter(|rule| Some(*rule) != without);
        match policy {
            Priority => left.min_by_key(|rule| (rank(*rule), *rule)),
            _ => left.min(),
        }
    };
    let mut found = BTreeSet::new();
    if cases.iter().any(Vec::is_empty) && policy != Collect {
        found.insert((Code::DecisionGap, Vec::new()));
    }
    // Equal conditions are equal sets of cases among all, those that never happen too.
    let open = Decision { facts: Facts { never: Vec::new(), ..facts.clone() }, ..decision.clone() };
    let all = every_case(&open);
    let mut repeated = BTreeSet::new();
    for second in 0..rules {
        for first in 0..second {
            let both = cases.iter().any(|case| case.contains(&first) && case.contains(&second));
            let equal = all.iter().all(|case| case.contains(&first) == case.contains(&second));
            let same = then(first) == then(second);
            if !both {
                continue;
            }
            if equal && same {
                if !repeated.contains(&second) {
                    found.insert((Code::DecisionDuplicate, vec![second]));
                }
                repeated.extend([first, second]);
            } else if same && policy == Unique {
                found.insert((Code::DecisionOverlap, vec![first, second]));
            } else if !same {
                let ranked = rank(first) < 9 && rank(second) < 9;
                if matches!(policy, Unique | Any) || (policy == Priority && !ranked) {
                    found.insert((Code::DecisionConflict, vec![first, second]));
                }
            }
        }
    }
    for rule in 0..rules {
        let mine: Vec<&Vec<usize>> = cases.iter().filter(|case| case.contains(&rule)).collect();
        if mine.is_empty() {
            found.insert((Code::DecisionImpossibleRule, vec![rule]));
            continue;
        }
        let ordered = matches!(policy, First | Priority);
        if ordered && mine.iter().all(|case| winner(case, None) != Some(rule)) {
            found.insert((Code::DecisionUnreachable, vec![rule]));
            continue;
        }
        let heir_says_the_same = |case: &&Vec<usize>| match policy {
            Any => case.iter().any(|other| *other != rule && then(*other) == then(rule)),
            _ => {
                let changes = winner(case, None) == Some(rule);
                !changes || winner(case, Some(rule)).is_some_and(|heir| then(heir) == then(rule))
            }
        };
        if (ordered || policy == Any) && !repeated.contains(&rule) && mine.iter().all(heir_says_the_same) {
            found.insert((Code::DecisionRedundant, vec![rule]));
        }
    }
    found
}

/// The same as [`tried`] says, read from an analysis.
fn found(decision: &Decision, analysis: &Analysis) -> BTreeSet<(Code, Vec<usize>)> {
    let codes = [
        Code::DecisionGap,
        Code::DecisionOverlap,
        Code::DecisionConflict,
        Code::DecisionUnreachable,
        Code::DecisionDuplicate,
        Code::DecisionRedundant,
        Code::DecisionImpossibleRule,
        Code::DecisionUnproven,
    ];
    let mut out = BTreeSet::new();
    for finding in analysis.findings.iter().filter(|finding| codes.contains(&finding.code)) {
        let named = finding.message.split('`').skip(1).step_by(2);
        let mut rules: Vec<usize> =
            named.filter_map(|id| decision.facts.rules.iter().position(|rule| rule.id == id)).collect();
        match finding.code {
            Code::DecisionGap => rules.clear(),
            Code::DecisionOverlap | Code::DecisionConflict => {}
            _ => rules.truncate(1),
        }
        out.insert((finding.code, rules));
    }
    out
}

fn any_test(domain: Domain) -> BoxedStrategy<Test> {
    let point = move |at: i64| match &domain {
        Domain::Integer { .. } => Point::Integer(at),
        Domain::Number { .. } => Point::Number(at as f64),
        _ => Point::Date(day(at)),
    };
    // Bounds lie inside the domain, and the first below the second, so that no test is empty.
    (1_i64..=4, 5_i64..=8, 0..9)
        .prop_map(move |(low, high, shape)| {
            let (low, high) = (point(low), point(high));
            match shape {
                0 => Test::Between(from(low), from(high)),
                1 => Test::Between(from(low), without(high)),
                2 => Test::Between(without(low), from(high)),
                3 => Test::Between(OPEN, from(low)),
                4 => Test::Between(OPEN, without(low)),
                5 => Test::Between(from(high), OPEN),
                6 => Test::Between(without(high), OPEN),
                7 => Test::Between(from(low), from(low)),
                _ => Test::Between(OPEN, without(high)),
            }
        })
        .boxed()
}

fn any_words(count: usize) -> BoxedStrategy<Test> {
    let pick = |bits: usize, count: usize| {
        (0..count).filter(|at| bits >> at & 1 == 1).map(|at| format!("v{at}")).collect::<Vec<_>>()
    };
    (1_usize..(1 << count) - 1, any::<bool>())
        .prop_map(move |(bits, not)| if not { Test::NotIn(pick(bits, count)) } else { Test::In(pick(bits, count)) })
        .boxed()
}

/// Tables of up to four inputs of all kinds and seven rules.
pub(crate) fn any_decision() -> impl Strategy<Value = Decision> {
    let domain = prop_oneof![
        4 => (2_usize..=4).prop_map(|count| words(&(0..count).map(|at| format!("v{at}")).collect::<Vec<_>>().join(" "))),
        1 => Just(Domain::Integer { min: Some(0), max: Some(9) }),
        1 => Just(Domain::Number { min: Some(0.0), max: Some(9.0) }),
        1 => Just(Domain::Date { min: Some(day(0)), max: Some(day(9)) }),
    ];
    let policy = prop::sample::select(HitPolicy::ALL.to_vec());
    (prop::collection::vec(domain, 1..=4), policy).prop_flat_map(|(domains, policy)| {
        let test = |domain: &Domain| match domain.values().len() {
            0 => any_test(domain.clone()),
            count => any_words(count),
        };
        let when: Vec<BoxedStrategy<Option<Test>>> =
            domains.iter().map(|domain| prop::option::weighted(0.6, test(domain)).boxed()).collect();
        let then = prop::sample::select(vec!["g", "s", "t"]);
        let rules = prop::collection::vec((when.clone(), then), 0..=7);
        let never = prop::collection::vec(when, 0..=2);
        (Just(domains), Just(policy), rules, never).prop_map(|(domains, policy, rules, never)| {
            let ids = ["a", "b", "c", "d"];
            let inputs: Vec<(&str, Domain)> = ids.into_iter().zip(domains).collect();
            let tests = |when: Vec<Option<Test>>| -> Tests {
                when.into_iter().enumerate().filter_map(|(at, test)| Some((at, test?))).collect()
            };
            let rules: Vec<(Tests, &str)> = rules.into_iter().map(|(when, then)| (tests(when), then)).collect();
            let never: Vec<Tests> = never.into_iter().map(tests).filter(|when| !when.is_empty()).collect();
            decision(policy, &inputs, &rules, &never)
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_analysis_says_what_a_trial_of_every_case_says(decision in any_decision()) {
        let analysis = analyse(&decision);
        let cases = every_case(&decision);
        prop_assert_eq!(analysis.cases, cases.len() as u64);
        prop_assert_eq!(analysis.gap_cases, cases.iter().filter(|matching| matching.is_empty()).count() as u64);
        prop_assert_eq!(found(&decision, &analysis), tried(&decision));
    }
}

/// A table of many inputs and rules, always the same for the same seed.
fn large(inputs: usize, rules: usize, width: usize, mut seed: u64) -> Decision {
    let mut next = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let ids: Vec<String> = (0..inputs).map(|at| format!("i{at}")).collect();
    let inputs: Vec<(&str, Domain)> = ids.iter().map(|id| (id.as_str(), words("v0 v1 v2"))).collect();
    let rules: Vec<(Tests, &str)> = (0..rules)
        .map(|_| {
            let mut tests: Tests = Vec::new();
            for _ in 0..width + next(2) {
                let input = next(inputs.len());
                if !tests.iter().any(|(at, _)| *at == input) {
                    tests.push((input, is(["v0", "v1", "v2", "v0 v1"][next(4)])));
                }
            }
            (tests, ["g", "s", "t"][next(3)])
        })
        .collect();
    decision(First, &inputs, &rules, &[])
}

#[test]
fn fifteen_inputs_and_a_hundred_rules_are_analysed_at_once() {
    let start = std::time::Instant::now();
    let analysis = analyse(&large(15, 100, 2, 1));
    assert_eq!(analysis.cases, 3_u64.pow(15));
    assert_ne!(analysis.complete, Complete::Unproven);
    // About 0.1 s when built for release; the bound only refuses another order of growth.
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn a_table_beyond_the_budget_is_reported_and_not_passed_in_silence() {
    let table = large(15, 100, 2, 1);
    let analysis = within(&table, 10);
    assert_eq!(analysis.complete, Complete::Unproven);
    let unproven: Vec<&str> = analysis
        .findings
        .iter()
        .filter(|finding| finding.code == Code::DecisionUnproven)
        .map(|finding| finding.message.as_str())
        .collect();
    let expected = [
        "not proven complete within 10 steps: no gap found so far",
        "not proven within 10 steps that these rules decide anything",
    ];
    assert_eq!(unproven, expected);
    let analysis = within(&large(15, 100, 3, 1), 100);
    assert_eq!(analysis.complete, Complete::No);
    let gap = analysis.findings.iter().find(|finding| finding.code == Code::DecisionGap).unwrap();
    assert!(gap.message.starts_with("at least "), "{}", gap.message);
}
