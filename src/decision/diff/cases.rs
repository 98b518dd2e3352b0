//! Which cases have another answer in another version.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::{Bound, ControlFlow};

use serde_json::{Value, json};

use super::{Ids, counted};
use crate::decision::boxes::{BitBox, Budget, Exhausted};
use crate::decision::space::Axis;
use crate::decision::table::Table;
use crate::decision::{Conditions, Domain, Facts, HitPolicy, Input, Test};

/// Steps for cutting each version into answers.
const STEPS: u32 = 200_000;

/// Pieces of one version; two versions are compared piece by piece.
const PIECES: usize = 5_000;

/// Descriptions of one move that are given in words; the others are only counted.
const SHOWN: usize = 3;

/// How the cases differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cases {
    /// Cases with another answer, the most first.
    pub moves: Vec<Move>,
    /// Cases that only the new version has.
    pub added: u64,
    /// Cases that only the old version has.
    pub gone: u64,
    /// Why the cases could not be compared, if so.
    pub refused: Option<String>,
}

/// Cases that went from one answer to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The option's id before; none if there was no answer (with `collect`: if the option was not among them).
    pub from: Option<String>,
    /// The option's id now.
    pub to: Option<String>,
    /// The names of both, or words for none.
    pub names: (String, String),
    /// How many cases.
    pub cases: u64,
    /// What they have in common, widest first: `libraries python, connections 1000..`.
    pub when: Vec<String>,
    /// Ids of the rules that decide them now.
    pub rules: Vec<String>,
}

impl Cases {
    fn refused(why: impl Into<String>) -> Cases {
        Cases { refused: Some(why.into()), ..Cases::default() }
    }

    pub(super) fn lines(&self, rules: &Ids, lines: &mut Vec<String>) {
        for one in &self.moves {
            let mut when = one.when.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("; ");
            if one.when.len() > SHOWN {
                when.push_str(&format!("; and {} more", one.when.len() - SHOWN));
            }
            let word = |id: &String| match (rules.added.contains(id), rules.changed.contains(id)) {
                (true, _) => format!("rule `{id}` added"),
                (_, true) => format!("rule `{id}` changed"),
                _ => format!("rule `{id}`"),
            };
            let rules = one.rules.iter().map(word).collect::<Vec<_>>().join(", ");
            let rules = if rules.is_empty() { rules } else { format!(" ({rules})") };
            let (from, to) = &one.names;
            lines.push(format!("{} moved from {from} to {to}: {when}{rules}", counted(one.cases)));
        }
        if self.added > 0 {
            lines.push(format!("{} added", counted(self.added)));
        }
        if self.gone > 0 {
            lines.push(format!("{} gone", counted(self.gone)));
        }
        if let Some(why) = &self.refused {
            lines.push(format!("cases not compared: {why}"));
        }
    }

    pub(super) fn json(&self) -> Value {
        json!({
            "moves": self.moves.iter().map(|one| json!({
                "from": one.from, "to": one.to, "cases": one.cases, "when": one.when, "rules": one.rules,
            })).collect::<Vec<_>>(),
            "added": self.added,
            "gone": self.gone,
            "refused": self.refused,
        })
    }
}

/// Compares the answers of two versions case by case.
pub(super) fn compare(old: &Facts, new: &Facts) -> Cases {
    if !old.sound || !new.sound {
        return Cases::refused("the rules of one version could not be read");
    }
    let inputs = match merged_inputs(old, new) {
        Ok(inputs) => inputs,
        Err(why) => return Cases::refused(why),
    };
    let (old_domain, new_domain) = (limits(old), limits(new));
    let conditions: Vec<&Conditions> =
        old.all_conditions().chain(new.all_conditions()).chain([&old_domain, &new_domain]).collect();
    let axes: Vec<Axis> = inputs.iter().map(|input| Axis::new(input, conditions.iter().copied())).collect();
    let widened = |facts: &Facts| Facts { inputs: inputs.clone(), ..facts.clone() };
    let (old, new) = (widened(old), widened(new));
    let before = Side { table: Table::on(&old, axes.clone()), domain: old_domain };
    let after = Side { table: Table::on(&new, axes), domain: new_domain };
    sides(&before, &after).unwrap_or_else(|_| Cases::refused("the tables are too large"))
}

/// The inputs of both versions, each with the values of both.
fn merged_inputs(old: &Facts, new: &Facts) -> Result<Vec<Input>, String> {
    let mut inputs = new.inputs.clone();
    for before in &old.inputs {
        let Some(now) = inputs.iter_mut().find(|input| input.id == before.id) else {
            inputs.push(before.clone());
            continue;
        };
        if now.domain.kind() != before.domain.kind() {
            let (was, is) = (before.domain.kind(), now.domain.kind());
            return Err(format!("input `{}` was of type `{was}` and is `{is}`", before.id));
        }
        match (&mut now.domain, &before.domain) {
            (Domain::Enum { values, .. }, Domain::Enum { values: others, .. }) => {
                for value in others {
                    if !values.iter().any(|one| one.id == value.id) {
                        values.push(value.clone());
                    }
                }
            }
            (Domain::Integer { min, max }, Domain::Integer { min: low, max: high }) => {
                (*min, *max) = (min.zip(*low).map(|(a, b)| a.min(b)), max.zip(*high).map(|(a, b)| a.max(b)));
            }
            (Domain::Number { min, max }, Domain::Number { min: low, max: high }) => {
                (*min, *max) = (min.zip(*low).map(|(a, b)| a.min(b)), max.zip(*high).map(|(a, b)| a.max(b)));
            }
            (Domain::Date { min, max }, Domain::Date { min: low, max: high }) => {
                (*min, *max) = (min.zip(*low).map(|(a, b)| a.min(b)), max.zip(*high).map(|(a, b)| a.max(b)));
            }
            _ => {}
        }
    }
    Ok(inputs)
}

/// What a version's own inputs allow, as conditions on the inputs of both.
fn limits(facts: &Facts) -> Conditions {
    let limit = |input: &Input| {
        let test = match (input.domain.values(), input.domain.range()) {
            ([], (low, high)) => {
                let bound = |point: Option<_>| point.map_or(Bound::Unbounded, Bound::Included);
                Test::Between(bound(low), bound(high))
            }
            (values, _) => Test::In(values.iter().map(|value| value.id.clone()).collect()),
        };
        (input.id.clone(), test)
    };
    facts.inputs.iter().map(limit).collect()
}

/// One version on the inputs of both.
struct Side<'a> {
    table: Table<'a>,
    domain: Conditions,
}

/// Cases with one answer.
struct Region {
    /// The option's id.
    answer: Option<String>,
    /// The number of the rule that gives it.
    rule: Option<usize>,
    cases: BitBox,
}

impl Side<'_> {
    /// The cases of this version, those that never happen too.
    fn all(&self) -> BitBox {
        let mut all = self.table.all.clone();
        for (axis, input) in self.table.facts.inputs.iter().enumerate() {
            if let Some((_, test)) = self.domain.iter().find(|(id, _)| *id == input.id) {
                self.table.shape.keep(&mut all, axis, self.table.axes[axis].meets(test, &input.domain));
            }
        }
        all
    }

    /// The cases cut by answer, where these rules count, in the order in which they win.
    fn regions(&self, rules: &[usize], rest: Option<&str>, budget: &Budget) -> Result<Vec<Region>, Exhausted> {
        let table = &self.table;
        let all = self.all();
        let mut regions: Vec<Region> = Vec::new();
        let mut cut = |start: &BitBox, before: &[usize], answer: Option<&str>, rule: Option<usize>| {
            let covers = table.never.iter().chain(before.iter().map(|at| &table.rules[*at]));
            table.shape.uncovered(start, covers, budget, |cases| {
                regions.push(Region { answer: answer.map(str::to_owned), rule, cases: cases.clone() });
                if regions.len() > PIECES { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
        };
        for (at, rule) in rules.iter().enumerate() {
            let then = table.facts.rules[*rule].then.as_str();
            cut(&table.shape.both(&all, &table.rules[*rule]), &rules[..at], Some(then), Some(*rule))?;
        }
        cut(&all, rules, rest, None)?;
        if regions.len() > PIECES { Err(Exhausted) } else { Ok(regions) }
    }

    /// The answer where no rule matches.
    fn otherwise(&self) -> Option<&str> {
        self.table.facts.otherwise.as_ref().map(|otherwise| otherwise.then.as_str())
    }

    /// The cases with and without one of several answers.
    fn with_and_without(&self, option: &str, budget: &Budget) -> Result<Vec<Region>, Exhausted> {
        let mut regions = self.regions(&self.table.order, self.otherwise(), budget)?;
        if self.table.facts.hit_policy == HitPolicy::Collect {
            let of_option = |rule: &usize| self.table.facts.rules[*rule].then == option;
            let (mine, others): (Vec<usize>, Vec<usize>) = self.table.order.iter().copied().partition(of_option);
            // Its own rules first, so that each case that any of them matches is one of its cases.
            regions = self.regions(&[mine, others].concat(), self.otherwise(), budget)?;
        }
        for region in &mut regions {
            region.answer = region.answer.take().filter(|answer| answer == option);
        }
        Ok(regions)
    }
}

fn sides(before: &Side, after: &Side) -> Result<Cases, Exhausted> {
    let budget = Budget::of(STEPS);
    let mut groups: BTreeMap<(Option<String>, Option<String>), Group> = BTreeMap::new();
    let collects = |side: &Side| side.table.facts.hit_policy == HitPolicy::Collect;
    if collects(before) || collects(after) {
        for option in options(before, after) {
            let (old, new) = (before.with_and_without(&option, &budget)?, after.with_and_without(&option, &budget)?);
            group(after, &old, &new, &mut groups);
        }
    } else {
        let old = before.regions(&before.table.order, before.otherwise(), &budget)?;
        let new = after.regions(&after.table.order, after.otherwise(), &budget)?;
        group(after, &old, &new, &mut groups);
    }
    let mut moves: Vec<Move> =
        groups.into_iter().map(|((from, to), group)| group.into_move(before, after, from, to)).collect();
    moves.sort_by_key(|one| Reverse(one.cases));
    Ok(Cases { moves, added: only(after, before, &budget)?, gone: only(before, after, &budget)?, refused: None })
}

fn options(before: &Side, after: &Side) -> Vec<String> {
    let mut ids: Vec<String> = after.table.facts.options.iter().map(|option| option.id.clone()).collect();
    for option in &before.table.facts.options {
        if !ids.contains(&option.id) {
            ids.push(option.id.clone());
        }
    }
    ids
}

/// How many cases happen in one version and not in the other.
fn only(side: &Side, other: &Side, budget: &Budget) -> Result<u64, Exhausted> {
    let shape = &side.table.shape;
    let all = side.all();
    let mut count = 0_u64;
    let outside = shape.less(&all, &other.all());
    let never = other.table.never.iter().map(|never| shape.both(&shape.both(&all, &other.all()), never));
    // What the other excludes may overlap: each exclusion counts without those before it.
    let never: Vec<BitBox> = never.collect();
    for piece in &outside {
        count = count.saturating_add(shape.count_uncovered(piece, &side.table.never, budget)?);
    }
    for (at, piece) in never.iter().enumerate() {
        let covers = side.table.never.iter().chain(&never[..at]);
        count = count.saturating_add(shape.count_uncovered(piece, covers, budget)?);
    }
    Ok(count)
}

/// The cases of one move.
#[derive(Default)]
struct Group {
    boxes: Vec<BitBox>,
    rules: Vec<usize>,
}

type Groups = BTreeMap<(Option<String>, Option<String>), Group>;

fn group(after: &Side, old: &[Region], new: &[Region], groups: &mut Groups) {
    let shape = &after.table.shape;
    for now in new {
        for was in old.iter().filter(|was| was.answer != now.answer && shape.meet(&was.cases, &now.cases)) {
            let group = groups.entry((was.answer.clone(), now.answer.clone())).or_default();
            group.boxes.push(shape.both(&was.cases, &now.cases));
            if let Some(rule) = now.rule.filter(|rule| !group.rules.contains(rule)) {
                group.rules.push(rule);
            }
        }
    }
}

impl Group {
    fn into_move(mut self, before: &Side, after: &Side, from: Option<String>, to: Option<String>) -> Move {
        let table = &after.table;
        let cases = self.boxes.iter().fold(0_u64, |sum, one| sum.saturating_add(table.shape.count(one)));
        merge(&mut self.boxes, table);
        self.boxes.sort_by_key(|one| Reverse(table.shape.count(one)));
        self.rules.sort_unstable();
        let text = |one: &BitBox| match table.texts(one).join(", ") {
            text if text.is_empty() => "every case".to_owned(),
            text => text,
        };
        let name = |id: &Option<String>| match id {
            None => "no answer".to_owned(),
            Some(id) => {
                let known = [after, before].map(|side| side.table.facts.option(id));
                known.into_iter().flatten().next().map_or_else(|| id.clone(), |option| option.name.clone())
            }
        };
        Move {
            names: (name(&from), name(&to)),
            when: self.boxes.iter().map(text).collect(),
            rules: self.rules.iter().map(|rule| table.facts.rules[*rule].id.clone()).collect(),
            from,
            to,
            cases,
        }
    }
}

/// Joins boxes that differ in one input, so that there is less to read. They do not meet before or after.
fn merge(boxes: &mut Vec<BitBox>, table: &Table) {
    // Every round looks at all pairs: beyond this many the text would not be read anyway.
    while boxes.len() <= 300 {
        let pair = (0..boxes.len()).find_map(|second| {
            let alike = |first: &usize| table.shape.differences(&boxes[*first], &boxes[second]).len() == 1;
            (0..second).find(alike).map(|first| (first, second))
        });
        let Some((first, second)) = pair else { return };
        let other = boxes.remove(second);
        boxes[first] = table.shape.either(&boxes[first], &other);
    }
}
