//! The references of the manual, checked against its example.

use super::{Fault, Named, Part, Reference, Target, check};
use crate::decision::parse::tests::example;
use crate::diagnostic::{Code, Span};

fn checked(target: &str, text: &str) -> (Option<Target>, Vec<Fault>) {
    let mut facts = example().facts;
    facts.options[2].alias = vec!["both".to_owned()];
    check(&facts, &Reference::parse(target).unwrap().part, text)
}

fn fault(target: &str, text: &str) -> Fault {
    let (_, mut faults) = checked(target, text);
    assert_eq!(faults.len(), 1, "{faults:#?}");
    faults.remove(0)
}

fn fine(target: &str, text: &str) -> String {
    let (target, faults) = checked(target, text);
    assert_eq!(faults, []);
    target.unwrap().text
}

#[test]
fn a_reference_is_known_by_its_form() {
    let read = |target: &str| Reference::parse(target).map(|one| (one.decision, one.part));
    let id = || Named::Id("go-or-python".to_owned());
    let cell = || Part::Cell { criterion: "ml".to_owned(), option: "go".to_owned() };
    assert_eq!(read("decision:go-or-python"), Some((id(), Part::Whole)));
    assert_eq!(read("decision:go-or-python/ml/go"), Some((id(), cell())));
    assert_eq!(read("decision:go-or-python#ml/go"), Some((id(), cell())));
    assert_eq!(read("decision:go-or-python/ml"), Some((id(), Part::Criterion("ml".to_owned()))));
    assert_eq!(read("decision:go-or-python/rule/data"), Some((id(), Part::Rule("data".to_owned()))));
    assert_eq!(read("decision:go-or-python?a=b&c=d"), Some((id(), Part::Picks("a=b&c=d".to_owned()))));
    assert_eq!(read("decision:go-or-python/a/b/c"), Some((id(), Part::Unknown("a/b/c".to_owned()))));
    let path = Named::Path("../decisions/go-or-python.toml".to_owned());
    assert_eq!(read("../decisions/go-or-python.toml#ml/go"), Some((path, cell())));
    assert_eq!(read("../page.md#ml/go"), None);
    assert_eq!(read("https://example.org/a.toml"), None);
}

#[test]
fn an_empty_link_is_filled() {
    assert_eq!(fine("decision:go-or-python/concurrency/go", ""), "Go: strong");
    assert_eq!(fine("decision:go-or-python/rule/serve-model", ""), "Both, split by service");
    assert_eq!(fine("decision:go-or-python?libraries=go&workload=network", ""), "Go");
    assert_eq!(fine("decision:go-or-python/ml", ""), "Libraries for data and ML");
    let (target, _) = checked("decision:go-or-python/concurrency/go", "");
    assert_eq!(target.unwrap().fragment, "concurrency/go");
}

#[test]
fn text_that_says_the_same_is_fine_and_text_that_says_nothing_is_free() {
    fine("decision:go-or-python/concurrency/go", "Go is strong here");
    fine("decision:go-or-python/concurrency/go", "many connections at once");
    fine("decision:go-or-python/rule/serve-model", "choose both");
    fine("decision:go-or-python?libraries=go&workload=network", "Go");
    fine("decision:go-or-python?workload=data", "the chooser for data work");
}

#[test]
fn text_that_says_something_else_is_reported_with_an_edit() {
    let found = fault("decision:go-or-python/concurrency/split", "Strong for both");
    assert_eq!(found.code, Code::ProseContradicts);
    assert_eq!(found.message, "says *Strong*, table says *good* since 2026-11-24");
    assert_eq!(found.fix, Some((0..6, "Good".to_owned())));
    let finding = found.at(Span::file(&crate::path::SourcePath::new("a.md")), Some(10));
    assert_eq!(finding.fix.unwrap().range, 10..16);
    let found = fault("decision:go-or-python/ml/python", "Go is strong");
    assert_eq!(found.message, "says *Go*, table says *Python* since 2026-11-24");
    let found = fault("decision:go-or-python/rule/serve-model", "choose Python");
    assert_eq!(found.message, "says *Python*, rule `serve-model` says *Both, split by service*");
    let found = fault("decision:go-or-python?libraries=go&workload=network", "Python");
    assert_eq!(found.message, "says *Python*, the rules say *Go*");
}

#[test]
fn picks_must_leave_one_answer() {
    let found = fault("decision:go-or-python?workload=data&libraries=either", "Python");
    assert_eq!(found.code, Code::ProseContradicts);
    assert_eq!(found.message, "says *Python*, but *Python* and *Both, split by service* are still possible");
    assert_eq!(
        found.notes,
        [("case".to_owned(), "connections is 1000.., boundary true (rule `serve-model`)".to_owned())]
    );
    assert_eq!(found.help, "add a pick, such as `connections=…`, or name no option in the text");
    let found = fault("decision:go-or-python?workload=data&libraries=either", "");
    assert!(found.message.starts_with("these picks have no single answer"));
    let found = fault("decision:go-or-python?workload=script&connections=5000", "");
    assert_eq!(found.help, "leave one out: A script has no callers.");
}

#[test]
fn a_part_that_is_not_there_is_reported_with_the_nearest() {
    let found = fault("decision:go-or-python/concurency/go", "");
    assert_eq!((found.code, found.help.as_str()), (Code::CriterionUnknown, "did you mean `concurrency`?"));
    assert_eq!(fault("decision:go-or-python/ml/goo", "").code, Code::OptionUnknown);
    assert_eq!(fault("decision:go-or-python/rule/date", "").help, "did you mean `data`?");
    assert_eq!(fault("decision:go-or-python?workload=date", "").help, "did you mean `data`?");
    assert_eq!(fault("decision:go-or-python?connections=x", "").code, Code::InputUnknown);
    assert_eq!(fault("decision:go-or-python/a/b/c", "").code, Code::BrokenAnchor);
}

#[test]
fn only_whole_words_are_claims() {
    fine("decision:go-or-python/ml/python", "Django, algorithms and goroutines");
    fine("decision:go-or-python/ml/python", "strong-minded");
}
