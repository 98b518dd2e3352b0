//! A decision for other programs and other places: JSON, CSV, Markdown.
//!
//! Pure functions of the facts. Where evidence leads and whether it changed is known elsewhere: the caller gives each
//! link its [`Evidence`].

mod csv;
mod markdown;
pub mod schema;

pub use csv::{matrix_csv, rules_csv};
pub use markdown::markdown;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::changes::Change;
use super::space::Axis;
use super::{Analysis, Complete, Conditions, Domain, EvidenceLink, Fact, Facts, Statement, Test};

/// The name and version of the form of `decision.json`. A version only gains fields.
pub const SCHEMA: &str = "fingerpost.decision/1";

/// Where a link of a verdict or rule leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The address of the section.
    pub url: String,
    /// Its heading, or the page's title.
    pub title: String,
    /// Whether the section still says what it said.
    pub state: State,
}

/// Whether evidence, or what rests on it, is as it was when somebody last looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Reviewed, and the same since.
    Current,
    /// Never reviewed.
    Unreviewed,
    /// Reviewed, and changed since.
    Changed,
}

impl State {
    /// `current`, `unreviewed` or `changed`.
    pub fn word(self) -> &'static str {
        match self {
            State::Current => "current",
            State::Unreviewed => "unreviewed",
            State::Changed => "changed",
        }
    }
}

/// Gives a link its target; none if it is broken.
pub type Resolve<'a> = &'a dyn Fn(&EvidenceLink) -> Option<Evidence>;

/// The links of a statement that lead somewhere.
fn evidence(statement: &Statement, resolve: Resolve) -> Vec<Evidence> {
    let links = statement.evidence.iter().enumerate();
    links.filter_map(|(index, target)| resolve(&EvidenceLink { fact: statement.fact.clone(), index, target })).collect()
}

/// The content of `decision.json`.
pub fn json(facts: &Facts, analysis: &Analysis, url: &str, resolve: Resolve) -> Value {
    let mut statements = facts.statements();
    let cells: Vec<Value> = facts
        .cells()
        .zip(statements.by_ref())
        .map(|((criterion, option, cell), statement)| {
            json!({
                "criterion": criterion.id,
                "option": option.id,
                "verdict": cell.verdict,
                "note": cell.note,
                "evidence": evidence(&statement, resolve),
                "reviewed": statement.reviewed,
                "due": statement.due(),
            })
        })
        .collect();
    let statements = facts.statements().skip(cells.len());
    let rules: Vec<Value> = facts
        .rules
        .iter()
        .zip(statements)
        .map(|(rule, statement)| {
            json!({
                "id": rule.id,
                "when": when(facts, &rule.when),
                "then": rule.then,
                "because": rule.because,
                "sentence": super::words::sentence(facts, rule),
                "topic": rule.topic,
                "evidence": evidence(&statement, resolve),
                "reviewed": statement.reviewed,
                "due": statement.due(),
            })
        })
        .collect();
    json!({
        "schema": SCHEMA,
        "id": facts.id,
        "title": facts.title,
        "description": facts.description,
        "url": url,
        "topics": facts.topics,
        "reviewed": facts.reviewed,
        "hit_policy": facts.hit_policy,
        "priority": facts.priority,
        "scale": facts.scale,
        "options": facts.options.iter().map(|option| json!({
            "id": option.id, "name": option.name, "alias": option.alias, "description": option.description,
        })).collect::<Vec<_>>(),
        "criteria": facts.criteria.iter().map(|criterion| json!({
            "id": criterion.id, "name": criterion.name, "description": criterion.description,
            "weight": criterion.weight, "topic": criterion.topic,
        })).collect::<Vec<_>>(),
        "cells": cells,
        "inputs": inputs(facts),
        "rules": rules,
        "never": facts.never.iter().map(|never| json!({
            "when": when(facts, &never.when), "because": never.because,
        })).collect::<Vec<_>>(),
        "otherwise": facts.otherwise.as_ref().map(|otherwise| json!({
            "then": otherwise.then, "because": otherwise.because,
        })),
        "analysis": {
            "cases": analysis.cases,
            "gap_cases": analysis.gap_cases,
            "complete": match analysis.complete {
                Complete::Yes => json!(true),
                Complete::No => json!(false),
                Complete::Unproven => json!("unproven"),
            },
            "findings": analysis.findings.iter().map(|finding| json!({
                "code": finding.code.name(), "level": finding.level, "message": finding.message,
            })).collect::<Vec<_>>(),
        },
    })
}

/// A change of a verdict or rule, in the `changes` of `decision.json`.
pub fn change_json(change: &Change) -> Value {
    let (from, to) = (&change.from, &change.to);
    match &change.fact {
        Fact::Cell { criterion, option } => {
            json!({ "date": change.date, "criterion": criterion, "option": option, "from": from, "to": to })
        }
        Fact::Rule(rule) => json!({ "date": change.date, "rule": rule, "from": from, "to": to }),
    }
}

fn inputs(facts: &Facts) -> Vec<Value> {
    let bands = facts.bands();
    let input = |(input, bands): (&super::Input, &Vec<super::Band>)| {
        let mut object = Map::new();
        object.insert("id".into(), json!(input.id));
        object.insert("name".into(), json!(input.name));
        object.insert("question".into(), json!(input.question));
        object.insert("type".into(), json!(input.domain.kind()));
        match &input.domain {
            Domain::Integer { min, max } => object.extend([("min".into(), json!(min)), ("max".into(), json!(max))]),
            Domain::Number { min, max } => object.extend([("min".into(), json!(min)), ("max".into(), json!(max))]),
            Domain::Date { min, max } => object.extend([("min".into(), json!(min)), ("max".into(), json!(max))]),
            Domain::Enum { ordered, .. } => object.extend([("ordered".into(), json!(ordered))]),
            Domain::Boolean(_) => {}
        }
        let values = bands.iter().map(|band| json!({ "id": band.id, "label": band.label })).collect::<Vec<_>>();
        object.insert("values".into(), json!(values));
        Value::Object(object)
    };
    facts.inputs.iter().zip(&bands).map(input).collect()
}

/// Conditions, each test in the form that a decision file gives it.
fn when(facts: &Facts, conditions: &Conditions) -> Value {
    let test = |(id, test): &(String, Test)| {
        let value = match test {
            Test::In(words) => json!(words),
            Test::NotIn(words) => json!({ "not": words }),
            Test::Between(..) => json!(range_text(facts, id, conditions).unwrap_or_default()),
        };
        (id.clone(), value)
    };
    Value::Object(conditions.iter().map(test).collect())
}

/// A range as a decision file writes it: `>= 1000`.
fn range_text(facts: &Facts, id: &str, conditions: &Conditions) -> Option<String> {
    let (input, test) = (facts.input(id)?, &conditions.iter().find(|(input, _)| input == id)?.1);
    let axis = Axis::new(input, std::iter::once(conditions));
    Some(axis.toml(&axis.meets(test, &input.domain)).trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests;
