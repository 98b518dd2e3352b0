//! The example of the manual, reviewed on one day and looked at on others.

use jiff::civil::{Date, date};

use super::{Lock, Section, findings, redate, states};
use crate::decision::export::State;
use crate::decision::parse::tests::{EXAMPLE, example};
use crate::decision::{Decision, EvidenceLink, Fact, parse};
use crate::diagnostic::Code;
use crate::path::SourcePath;

const DAY: Date = date(2026, 11, 24);

/// Every section says the same, but those whose link holds `changed`.
fn sections(changed: &'static str) -> impl Fn(&EvidenceLink) -> Option<Section> {
    move |link| {
        let digest = if !changed.is_empty() && link.target.contains(changed) { "s1:0002" } else { "s1:0001" };
        let address = link.target.trim_start_matches("../").to_owned();
        Some(Section { address, digest: digest.to_owned() })
    }
}

fn reviewed(decision: &Decision) -> Lock {
    let mut lock = Lock::default();
    let sections = sections("");
    for statement in decision.facts.statements() {
        let links = statement.evidence.iter().enumerate();
        let seen: Vec<Section> = links
            .filter_map(|(index, target)| sections(&EvidenceLink { fact: statement.fact.clone(), index, target }))
            .collect();
        lock.accept(&decision.facts, &statement, &seen, DAY);
    }
    lock
}

fn found(decision: &Decision, lock: &Lock, changed: &'static str, today: Date) -> Vec<(Code, String)> {
    let all = findings(decision, Some(lock), &sections(changed), today);
    all.into_iter().map(|finding| (finding.code, finding.message)).collect()
}

#[test]
fn a_lock_is_sorted_lines_and_reads_back() {
    let lock = reviewed(&example());
    let text = lock.text();
    assert!(text.starts_with("go-or-python/artifact/go  deployment.md#one-binary  2026-11-24  strong  s1:0001\n"));
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.is_sorted());
    assert_eq!(lines.len(), 32);
    let source = SourcePath::new("decisions.lock");
    let shuffled: String = lines.iter().rev().map(|line| format!("{line}\r\n")).collect();
    assert_eq!(Lock::parse(&source, &shuffled), (lock.clone(), Vec::new()));
    let merged = format!("{text}<<<<<<< ours\n{}\n", lines[0].replace("2026-11-24", "2026-11-20"));
    let (read, faults) = Lock::parse(&source, &merged);
    assert_eq!(read, lock);
    assert_eq!(faults[0].message, "a merge is not finished here");
    let (_, faults) = Lock::parse(&source, "a  b  c\n");
    assert_eq!(faults[0].message, "this is no line of a review");
}

#[test]
fn what_was_reviewed_and_did_not_change_is_no_finding() {
    let decision = example();
    assert_eq!(found(&decision, &reviewed(&decision), "", DAY), []);
    assert!(states(&decision.facts, &reviewed(&decision), &sections("")).iter().all(|one| one.state == State::Current));
}

#[test]
fn evidence_that_changed_is_suspect_where_it_is_named() {
    let decision = example();
    let lock = reviewed(&decision);
    let all = findings(&decision, Some(&lock), &sections("the-gil"), DAY);
    assert_eq!(all.len(), 1);
    let range = all[0].span.range.start as usize..all[0].span.range.end as usize;
    assert_eq!(&EXAMPLE[range], "\"../concurrency/model.md#the-gil\"");
    assert_eq!(
        all[0].message,
        "`concurrency/model.md#the-gil` changed since `concurrency/python` was reviewed on 2026-11-24"
    );
    let states = states(&decision.facts, &lock, &sections("the-gil"));
    let python = states.iter().find(|one| one.fact.to_string() == "concurrency/python").unwrap();
    assert_eq!((python.state, &*python.links), (State::Changed, &[Some(State::Current), Some(State::Changed)][..]));
}

#[test]
fn a_verdict_edited_without_a_review_is_suspect_once() {
    let lock = reviewed(&example());
    let text = EXAMPLE.replacen("verdict = \"fair\"", "verdict = \"good\"", 1);
    let (decision, _) = parse(&SourcePath::new("content/decisions/go-or-python.toml"), &text);
    let message = "`concurrency/python` was reviewed as `fair` on 2026-11-24 and says `good` now";
    assert_eq!(found(&decision, &lock, "", DAY), [(Code::EvidenceSuspect, message.to_owned())]);
}

#[test]
fn what_was_never_reviewed_is_said_once_for_all_or_for_each() {
    let decision = example();
    let message = "no verdict or rule of `go-or-python` was ever reviewed";
    assert_eq!(found(&decision, &Lock::default(), "", DAY), [(Code::ReviewMissing, message.to_owned())]);
    let mut lock = reviewed(&decision);
    lock.keep_only(|fact| fact != "go-or-python/rule/trial");
    let message = "rule `trial` was not reviewed with the evidence it has now";
    assert_eq!(found(&decision, &lock, "", DAY), [(Code::ReviewMissing, message.to_owned())]);
}

#[test]
fn digests_of_another_version_say_nothing() {
    let decision = example();
    let text = reviewed(&decision).text().replace("s1:", "s0:");
    let (lock, _) = Lock::parse(&SourcePath::new("decisions.lock"), &text);
    let states = states(&decision.facts, &lock, &sections(""));
    assert!(states.iter().all(|one| one.state == State::Unreviewed));
}

#[test]
fn a_review_is_due_the_day_after_its_period_and_never_in_the_future() {
    let decision = example();
    let lock = reviewed(&decision);
    assert_eq!(found(&decision, &lock, "", date(2027, 10, 2)), []);
    let own = (Code::ReviewDue, "the review of `startup/python` was due on 2027-10-02".to_owned());
    assert_eq!(found(&decision, &lock, "", date(2027, 10, 3)), std::slice::from_ref(&own));
    let all = (Code::ReviewDue, "the review of the decision was due on 2027-11-24".to_owned());
    assert_eq!(found(&decision, &lock, "", date(2027, 11, 25)), [all, own]);
    let future = (Code::InvalidDecision, "the review of the decision is in the future: 2026-11-24".to_owned());
    assert_eq!(found(&decision, &lock, "", date(2026, 11, 23)), [future]);
}

#[test]
fn a_date_is_changed_or_added_and_nothing_else() {
    let decision = example();
    let edit = |decision: &Decision, text: &str, fact: &Fact| {
        let (range, new) = redate(decision, text, fact, date(2027, 1, 2)).unwrap();
        let mut edited = text.to_owned();
        edited.replace_range(range, &new);
        let (again, findings) = parse(&decision.source, &edited);
        assert_eq!(findings, []);
        let statement = again.facts.statements().find(|one| one.fact == *fact).unwrap();
        assert_eq!(statement.reviewed, Some(date(2027, 1, 2)));
        edited
    };
    for statement in decision.facts.statements() {
        edit(&decision, EXAMPLE, &statement.fact);
    }
    let fact = Fact::Cell { criterion: "ml".into(), option: "go".into() };
    assert!(edit(&decision, EXAMPLE, &fact).contains("verdict = \"poor\"\nreviewed = 2027-01-02\n"));
    let inline = EXAMPLE.replacen(
        "[cell.ml.go]\nverdict = \"poor\"\nnote = \"Serves exported models; little for training.\"\n\
         evidence = [\"../ml.md#in-go\"]\n",
        "[cell.ml]\ngo = { verdict = \"poor\", evidence = [\"../ml.md#in-go\"] }\n",
        1,
    );
    let (decision, _) = parse(&decision.source, &inline);
    assert!(edit(&decision, &inline, &fact).contains("verdict = \"poor\", reviewed = 2027-01-02, evidence"));
    let dotted = inline.replacen(
        "go = { verdict = \"poor\", evidence = [\"../ml.md#in-go\"] }",
        "go.verdict = \"poor\" # for now\ngo.evidence = [\"../ml.md#in-go\"]",
        1,
    );
    let (decision, _) = parse(&decision.source, &dotted);
    assert!(edit(&decision, &dotted, &fact).contains("# for now\ngo.reviewed = 2027-01-02\n"));
}
