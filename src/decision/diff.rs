//! What changed between two versions of a decision: in words, and in the cases that have another answer.
//!
//! Enter at [`diff`]. Parts are matched by id. Cases are compared on inputs cut where either version cuts them, so
//! counts are the same from both sides. An input that only one version asks counts with all its values in both.

mod cases;

pub use cases::{Cases, Move};

use serde_json::{Value, json};

use super::analysis::thousands;
use super::{Facts, Rule};

/// What changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// Verdicts that are new, gone or others than before, row by row.
    pub verdicts: Vec<VerdictChange>,
    /// Options.
    pub options: Ids,
    /// Criteria.
    pub criteria: Ids,
    /// Inputs; changed if their values are.
    pub inputs: Ids,
    /// Rules; changed if their conditions or answer are.
    pub rules: Ids,
    /// Whether rules that both versions have stand in another order, where that order counts.
    pub reordered: bool,
    /// The hit policy before and after, if it changed.
    pub hit_policy: Option<(&'static str, &'static str)>,
    /// Cases with another answer.
    pub cases: Cases,
}

/// A verdict that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictChange {
    /// The criterion's id.
    pub criterion: String,
    /// Its name.
    pub criterion_name: String,
    /// The option's id.
    pub option: String,
    /// Its name.
    pub option_name: String,
    /// The word before; none if there was none.
    pub from: Option<String>,
    /// The word after; none if there is none.
    pub to: Option<String>,
}

/// Ids that came, went or mean something else now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ids {
    /// In the new version only.
    pub added: Vec<String>,
    /// In the old version only.
    pub gone: Vec<String>,
    /// In both, but not the same.
    pub changed: Vec<String>,
}

impl Ids {
    fn of<T>(old: &[T], new: &[T], id: impl Fn(&T) -> &str, same: impl Fn(&T, &T) -> bool) -> Ids {
        let find = |all: &[T], wanted: &str| all.iter().position(|one| id(one) == wanted);
        let mut ids = Ids::default();
        for one in new {
            match find(old, id(one)).and_then(|at| old.get(at)) {
                None => ids.added.push(id(one).to_owned()),
                Some(before) if !same(before, one) => ids.changed.push(id(one).to_owned()),
                Some(_) => {}
            }
        }
        ids.gone = old.iter().map(&id).filter(|id| find(new, id).is_none()).map(str::to_owned).collect();
        ids
    }

    fn is_empty(&self) -> bool {
        self.added.is_empty() && self.gone.is_empty() && self.changed.is_empty()
    }

    fn json(&self) -> Value {
        json!({ "added": self.added, "gone": self.gone, "changed": self.changed })
    }

    fn lines(&self, what: &str, lines: &mut Vec<String>) {
        let kinds = [("added", &self.added), ("gone", &self.gone), ("changed", &self.changed)];
        for (word, ids) in kinds {
            lines.extend(ids.iter().map(|id| format!("{what} `{id}` {word}")));
        }
    }
}

/// Compares two versions of a decision.
pub fn diff(old: &Facts, new: &Facts) -> Changes {
    let same_rule = |a: &Rule, b: &Rule| a.then == b.then && a.when == b.when;
    let shared = |facts: &Facts, other: &Facts| -> Vec<String> {
        let ids = facts.rules.iter().map(|rule| rule.id.clone());
        ids.filter(|id| other.rule(id).is_some()).collect()
    };
    let ordered = new.hit_policy == super::HitPolicy::First || old.hit_policy == super::HitPolicy::First;
    let policies = (old.hit_policy.word(), new.hit_policy.word());
    Changes {
        verdicts: verdicts(old, new),
        options: Ids::of(&old.options, &new.options, |one| &one.id, |_, _| true),
        criteria: Ids::of(&old.criteria, &new.criteria, |one| &one.id, |_, _| true),
        inputs: Ids::of(&old.inputs, &new.inputs, |one| &one.id, |a, b| same_values(&a.domain, &b.domain)),
        rules: Ids::of(&old.rules, &new.rules, |one| &one.id, same_rule),
        reordered: ordered && shared(old, new) != shared(new, old),
        hit_policy: (policies.0 != policies.1).then_some(policies),
        cases: cases::compare(old, new),
    }
}

/// Whether the same answers may be given; labels do not count.
fn same_values(a: &super::Domain, b: &super::Domain) -> bool {
    let ids = |domain: &super::Domain| domain.values().iter().map(|value| value.id.clone()).collect::<Vec<_>>();
    a.kind() == b.kind() && a.range() == b.range() && ids(a) == ids(b)
}

/// The verdicts of the new version in its order, then those in rows and columns that only the old one has.
fn verdicts(old: &Facts, new: &Facts) -> Vec<VerdictChange> {
    let places = |facts: &'_ Facts| -> Vec<(String, String)> {
        let row = |criterion: &super::Criterion| {
            let options = facts.options.iter().map(|option| option.id.clone());
            options.map(|option| (criterion.id.clone(), option)).collect::<Vec<_>>()
        };
        facts.criteria.iter().flat_map(row).collect()
    };
    let known = places(new);
    let lost = places(old).into_iter().filter(|place| !known.contains(place));
    let change = |(criterion, option): (String, String)| {
        let word = |facts: &Facts| facts.cell(&criterion, &option).map(|cell| cell.verdict.clone());
        let (from, to) = (word(old), word(new));
        let row = new.criterion(&criterion).or_else(|| old.criterion(&criterion))?;
        let column = new.option(&option).or_else(|| old.option(&option))?;
        let (criterion_name, option_name) = (row.name.clone(), column.name.clone());
        (from != to).then_some(VerdictChange { criterion, criterion_name, option, option_name, from, to })
    };
    known.iter().cloned().chain(lost).filter_map(change).collect()
}

impl Changes {
    /// Whether nothing changed that this room compares.
    pub fn is_empty(&self) -> bool {
        let ids = [&self.options, &self.criteria, &self.inputs, &self.rules];
        self.verdicts.is_empty()
            && ids.iter().all(|ids| ids.is_empty())
            && !self.reordered
            && self.hit_policy.is_none()
            && self.cases == Cases::default()
    }

    /// The changes, one a line.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for one in &self.verdicts {
            let what = format!("{}, {}", one.criterion_name, one.option_name);
            lines.push(match (&one.from, &one.to) {
                (Some(from), Some(to)) => format!("{what}: {to}, was {from}"),
                (None, Some(to)) => format!("{what}: {to} (new)"),
                (Some(from), None) => format!("{what}: no verdict, was {from}"),
                (None, None) => continue,
            });
        }
        if let Some((from, to)) = self.hit_policy {
            lines.push(format!("hit policy `{to}`, was `{from}`"));
        }
        self.options.lines("option", &mut lines);
        self.criteria.lines("criterion", &mut lines);
        self.inputs.lines("input", &mut lines);
        self.rules.lines("rule", &mut lines);
        if self.reordered {
            lines.push("rules stand in another order".to_owned());
        }
        self.cases.lines(&self.rules, &mut lines);
        lines
    }

    /// The changes as JSON.
    pub fn json(&self) -> Value {
        json!({
            "verdicts": self.verdicts.iter().map(|one| json!({
                "criterion": one.criterion, "option": one.option, "from": one.from, "to": one.to,
            })).collect::<Vec<_>>(),
            "hit_policy": self.hit_policy.map(|(from, to)| json!({ "from": from, "to": to })),
            "options": self.options.json(),
            "criteria": self.criteria.json(),
            "inputs": self.inputs.json(),
            "rules": self.rules.json(),
            "reordered": self.reordered,
            "cases": self.cases.json(),
            "text": self.lines(),
        })
    }
}

/// `1 case`, `1,296 cases`.
fn counted(cases: u64) -> String {
    format!("{} {}", thousands(cases), if cases == 1 { "case" } else { "cases" })
}

#[cfg(test)]
mod tests;
