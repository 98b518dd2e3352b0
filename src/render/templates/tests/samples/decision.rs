//! The decision of the manual's example, as it comes out of its analysis.

use super::{link, some};
use crate::view::*;

const SCALE: [&str; 4] = ["poor", "fair", "good", "strong"];
const OPTIONS: [(&str, &str); 3] = [("go", "Go"), ("python", "Python"), ("split", "Both, split by service")];

/// Topic, id, name, weight, and the verdict and note of each option.
type Criterion = (&'static str, &'static str, &'static str, u8, [(&'static str, &'static str); 3]);

const CRITERIA: [Criterion; 6] = [
    (
        "Concurrency",
        "concurrency",
        "Many things at once",
        3,
        [
            ("strong", "Goroutines are in the language; the runtime spreads them over all cores."),
            ("fair", "asyncio suits waiting; CPU-bound work needs processes or the free-threaded build."),
            ("good", "Strong where Go holds the connections; each call across adds a network hop."),
        ],
    ),
    (
        "Performance",
        "startup",
        "Start-up time",
        1,
        [
            ("strong", ""),
            ("fair", "The interpreter starts quickly; large imports do not."),
            ("depends", "On the part that scales to zero."),
        ],
    ),
    (
        "Data",
        "ml",
        "Libraries for data and ML",
        2,
        [("poor", "Serves exported models; little for training."), ("strong", ""), ("strong", "")],
    ),
    (
        "Deployment",
        "artifact",
        "Shipping one file",
        2,
        [
            ("strong", "One executable; on Linux static when cgo is off."),
            ("fair", "Interpreter and packages travel along; containers hide it."),
            ("fair", "Two build chains."),
        ],
    ),
    (
        "Quality",
        "checking",
        "Errors found before running",
        2,
        [
            ("good", "Types checked at compile time; nil and ignored errors remain."),
            ("fair", "Type hints count only if the team runs a checker."),
            ("fair", "Needs a checked contract at the boundary."),
        ],
    ),
    (
        "Team",
        "iteration",
        "Speed of the first version",
        2,
        [("good", ""), ("strong", ""), ("poor", "Pays off later, not in week one.")],
    ),
];

/// Id, question, and the id and words of each answer.
type Input = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const INPUTS: [Input; 7] = [
    (
        "workload",
        "What does this part mostly do?",
        &[
            ("network", "talk to many clients or services"),
            ("data", "analyse data, train or run models"),
            ("web", "forms, pages, admin screens"),
            ("script", "automate steps, glue tools"),
            ("tool", "be a command or agent that others install"),
        ],
    ),
    (
        "libraries",
        "Is there a library you cannot do without?",
        &[("python", "yes, only in Python"), ("go", "yes, only in Go"), ("either", "no, or in both")],
    ),
    (
        "connections",
        "Requests in flight at once, per instance, at peak?",
        &[("0-999", "fewer than 1,000"), ("1000-", "1,000 or more")],
    ),
    (
        "target",
        "Where does it run?",
        &[
            ("machine", "on machines you do not manage"),
            ("cluster", "in containers you manage"),
            ("function", "as a function on demand"),
        ],
    ),
    (
        "team",
        "What does the team write well today?",
        &[("go", "Go"), ("python", "Python"), ("both", "both"), ("neither", "neither")],
    ),
    ("lifetime", "How long must it live?", &[("trial", "weeks: a trial"), ("years", "years")]),
    ("boundary", "Can the busy part sit behind its own protocol?", &[("true", "yes"), ("false", "no")]),
];

/// Id, conditions, option, reason.
type Rule = (&'static str, &'static [(&'static str, &'static [&'static str])], usize, &'static str);

const RULES: [Rule; 12] = [
    (
        "serve-model",
        &[("workload", &["data"]), ("connections", &["1000-"]), ("boundary", &["true"])],
        2,
        "Train in Python; let a Go process hold the connections.",
    ),
    (
        "busy-edge",
        &[("libraries", &["python"]), ("connections", &["1000-"]), ("boundary", &["true"])],
        2,
        "Keep the library, move the edge.",
    ),
    ("python-library", &[("libraries", &["python"])], 1, "Rewriting the library costs more than scaling out."),
    ("go-library", &[("libraries", &["go"])], 0, "The same argument the other way."),
    ("data", &[("workload", &["data"])], 1, "Libraries, examples and colleagues are there."),
    ("foreign-machine", &[("target", &["machine"])], 0, "One file, no runtime to keep compatible."),
    ("many-connections", &[("connections", &["1000-"])], 0, "A goroutine for each request stays simple and cheap."),
    ("go-team", &[("team", &["go"])], 0, "Nothing above forces Python."),
    ("trial", &[("lifetime", &["trial"])], 1, "The shortest way to something you may throw away."),
    ("glue-and-pages", &[("workload", &["web", "script"])], 1, "Frameworks and standard library cover this load."),
    ("python-team", &[("team", &["python"])], 1, "Load is low; the known language wins."),
    (
        "long-lived",
        &[("workload", &["network", "tool"]), ("lifetime", &["years"])],
        0,
        "Uniform code and one binary age well.",
    ),
];

pub(super) fn decision() -> DecisionView {
    let options: Vec<_> = OPTIONS.iter().map(|(id, name)| option(id, name)).collect();
    let inputs: Vec<_> = INPUTS
        .iter()
        .map(|(id, question, values)| InputView {
            id: (*id).to_owned(),
            question: (*question).to_owned(),
            values: values
                .iter()
                .map(|(id, label)| InputValueView { id: (*id).to_owned(), label: (*label).to_owned() })
                .collect(),
        })
        .collect();
    DecisionView {
        id: "go-or-python".to_owned(),
        title: "Go or Python for this part of the system?".to_owned(),
        href: "./".to_owned(),
        show: vec!["short", "chooser", "rules", "matrix"],
        ids: true,
        short: vec![
            short(0, &["many requests are in flight at once", "it runs on machines that you do not manage"]),
            short(1, &["a library exists only in Python", "it analyses data", "it is a trial of weeks"]),
            short(2, &["a busy part can sit behind its own protocol, and the rest needs Python's libraries"]),
        ],
        status: StatusView {
            cases: "1,296".to_owned(),
            complete: "yes",
            sentence: "12 rules cover all 1,296 cases.".to_owned(),
            changed: 2,
        },
        hit_policy: "first".to_owned(),
        scale: SCALE.map(str::to_owned).to_vec(),
        groups: groups(),
        rules: RULES.iter().enumerate().map(|(at, rule)| self::rule(at, rule)).collect(),
        never: vec![NeverView {
            conditions: vec![condition("workload", &["script"]), condition("connections", &["1000-"])],
            because: "A script has no callers.".to_owned(),
        }],
        otherwise: Some(OtherwiseView { then: option("go", "Go"), because: "It ages well.".to_owned() }),
        files: ["decision.json", "matrix.csv", "rules.csv"].map(|name| link(name, name)).to_vec(),
        chooser_css: some("chooser.css"),
        data: data(),
        reviewed: some("2026-11-24"),
        review_due: some("2027-11-24"),
        changes: vec![ChangeView {
            date: "2026-11-24".to_owned(),
            text: "Many things at once, Python: fair, was poor".to_owned(),
            href: "#concurrency/python".to_owned(),
        }],
        options,
        inputs,
    }
}

fn groups() -> Vec<CriterionGroupView> {
    let group = |(topic, id, name, weight, cells): &Criterion| {
        let cells: Vec<_> = cells.iter().enumerate().map(|(at, cell)| self::cell(id, at, *cell)).collect();
        CriterionGroupView {
            topic: Some(link(topic, &format!("../../topics/{}/", topic.to_lowercase()))),
            criteria: vec![CriterionView {
                id: (*id).to_owned(),
                anchor: (*id).to_owned(),
                name: (*name).to_owned(),
                description: None,
                weight: *weight,
                differs: *id != "checking",
                cells,
            }],
        }
    };
    CRITERIA.iter().map(group).collect()
}

fn cell(criterion: &str, at: usize, (word, note): (&str, &str)) -> CellView {
    CellView {
        verdict: verdict(at, word),
        anchor: format!("{criterion}/{}", OPTIONS[at].0),
        note: (!note.is_empty()).then(|| note.to_owned()),
        evidence: vec![link("Goroutines", "../../concurrency/model/#goroutines")],
        state: if criterion == "ml" && at == 1 { "changed" } else { "current" },
        reviewed: some("2026-11-24"),
        due: some("2027-11-24"),
    }
}

fn rule(at: usize, (id, conditions, then, because): &Rule) -> RuleView {
    let mut excluded_by = Vec::new();
    for (input, values) in *conditions {
        let (_, _, all) = INPUTS.iter().find(|(id, ..)| id == input).unwrap();
        excluded_by.extend(all.iter().filter(|(id, _)| !values.contains(id)).map(|(id, _)| format!("{input}-{id}")));
    }
    RuleView {
        id: (*id).to_owned(),
        anchor: format!("rule/{id}"),
        number: at + 1,
        conditions: conditions.iter().map(|(input, values)| condition(input, values)).collect(),
        excluded_by,
        then: option(OPTIONS[*then].0, OPTIONS[*then].1),
        because: (*because).to_owned(),
        evidence: vec![link("Measured start-up", "../../performance/startup/#measured")],
        state: if at == 4 { "changed" } else { "current" },
    }
}

fn condition(input: &str, values: &[&str]) -> ConditionView {
    let (_, question, all) = INPUTS.iter().find(|(id, ..)| *id == input).unwrap();
    let labels: Vec<_> = all.iter().filter(|(id, _)| values.contains(id)).map(|(_, label)| *label).collect();
    ConditionView { input: input.to_owned(), question: (*question).to_owned(), answer: labels.join(" or ") }
}

/// The data of the chooser, as `decision` makes it.
fn data() -> String {
    let indexes = |conditions: &[(&str, &[&str])]| -> Vec<Option<Vec<usize>>> {
        let indexes_of = |(id, _, all): &Input| {
            let (_, values) = conditions.iter().find(|(input, _)| input == id)?;
            Some((0..all.len()).filter(|at| values.contains(&all[*at].0)).collect())
        };
        INPUTS.iter().map(indexes_of).collect()
    };
    let rank = |word: &str| SCALE.iter().position(|rung| *rung == word).map_or(0, |at| at + 1);
    let ranks = |cells: &[(&str, &str); 3]| -> serde_json::Map<String, serde_json::Value> {
        OPTIONS.iter().zip(cells).map(|((id, _), (word, _))| ((*id).to_owned(), rank(word).into())).collect()
    };
    let cells: serde_json::Map<String, serde_json::Value> = CRITERIA
        .iter()
        .map(|(_, id, _, weight, cells)| {
            ((*id).to_owned(), serde_json::json!({"weight": weight, "ranks": ranks(cells)}))
        })
        .collect();
    let options: serde_json::Map<String, serde_json::Value> =
        OPTIONS.iter().map(|(id, name)| ((*id).to_owned(), (*name).into())).collect();
    serde_json::json!({
        "policy": "first",
        "priority": [],
        "inputs": INPUTS.map(|(id, _, values)| {
            serde_json::json!({"id": id, "values": values.iter().map(|(id, _)| *id).collect::<Vec<_>>()})
        }),
        "rules": RULES.map(|(id, conditions, then, _)| {
            serde_json::json!({"id": id, "then": OPTIONS[then].0, "when": indexes(conditions)})
        }),
        "never": [indexes(&[("workload", &["script"]), ("connections", &["1000-"])])],
        "otherwise": "go",
        "options": options,
        "cells": cells,
        "scale": SCALE,
    })
    .to_string()
}

pub(super) fn verdict(option: usize, word: &str) -> VerdictView {
    let rank = SCALE.iter().position(|rung| *rung == word).map_or(0, |at| at + 1);
    VerdictView {
        option: OPTIONS[option].0.to_owned(),
        option_name: OPTIONS[option].1.to_owned(),
        verdict: word.to_owned(),
        rank,
        of: SCALE.len(),
        tone: ["unknown", "no", "partly", "partly", "yes"][rank],
    }
}

fn option(id: &str, name: &str) -> OptionView {
    OptionView { id: id.to_owned(), name: name.to_owned(), description: None }
}

fn short(option: usize, when: &[&str]) -> ShortView {
    ShortView {
        option: OPTIONS[option].0.to_owned(),
        option_name: OPTIONS[option].1.to_owned(),
        when: when.iter().map(|phrase| (*phrase).to_owned()).collect(),
    }
}
