//! The answer of a decision to what a reader picked, for all picks or for some of them.
//!
//! Everything said here is exact: it holds for every case that is left, and is found by the same boxes as the analysis.
//! Only where a table is too large for that, [`Answers::exact`] says that what is left open may be too much.

mod picks;

pub use picks::{BadPick, Picks};

use std::cmp::Reverse;
use std::ops::ControlFlow;

use serde::Serialize;

use super::boxes::{BitBox, Budget, Exhausted};
use super::table::Table;
use super::{Facts, HitPolicy};

/// Steps for all questions about one set of picks.
const STEPS: u32 = 200_000;

/// Boxes that are compared two by two to find out which inputs matter.
const COMPARED: usize = 3_000;

/// What follows from some picks.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Answers {
    /// How many cases are left, without those that never happen.
    pub cases: u64,
    /// The reason why no case is left: the number of the `[[never]]` that excludes the picks, if one alone does.
    pub never: Option<usize>,
    /// Ids of the options that can still be the answer, in their order.
    pub possible: Vec<String>,
    /// Ids of the options that are the answer in every case that is left.
    pub certain: Vec<String>,
    /// Whether some case that is left has no answer.
    pub open: bool,
    /// Whether some case that is left goes to `[otherwise]`.
    pub otherwise: bool,
    /// What each rule does, in the order of the file.
    pub rules: Vec<RuleState>,
    /// The number of the one rule that decides every case that is left.
    pub decides: Option<usize>,
    /// The number of the rule that would match after the fewest changes, of those that the picks contradict.
    pub closest: Option<usize>,
    /// If the answer is certain: single changes of a pick that change it, in the order of the inputs.
    pub flips: Vec<Flip>,
    /// Ids of inputs that do not matter: whatever their value, each by itself, the answer stays the same.
    pub idle: Vec<String>,
    /// The id of the input to ask next: the one that leaves the fewest answers.
    pub next: Option<String>,
    /// Whether all of this is exact. If not, some answers may be listed that are not possible.
    pub exact: bool,
}

/// What a rule does with the cases that are left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleState {
    /// It decides all of them.
    Decides,
    /// It decides some of them.
    MayDecide,
    /// Other rules win over it, or what it matches never happens.
    Beaten,
    /// The picks contradict its tests of these inputs.
    Fails(Vec<String>),
}

/// Other values of one input that change the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Flip {
    /// The input.
    pub input: String,
    /// The values, by the ids of their bands.
    pub values: Vec<String>,
    /// The answers that are possible with any of them; none where the rules say nothing.
    pub to: Vec<String>,
}

/// Finds what follows from these picks. A pick that the decision does not have is passed over.
pub fn evaluate(facts: &Facts, picks: &Picks) -> Answers {
    let (evaluating, chosen) = Evaluating::new(facts, picks);
    evaluating.answers(&chosen)
}

/// A set of cases among those that the picks leave in which this option is not the answer: what they have in common
/// beside the picks, and the number of the rule that decides them, if one does.
pub fn counterexample(facts: &Facts, picks: &Picks, option: &str) -> Option<(String, Option<usize>)> {
    let (evaluating, chosen) = Evaluating::new(facts, picks);
    let table = &evaluating.table;
    let left = evaluating.box_of(&chosen);
    let mut found: Option<(BitBox, Option<usize>)> = None;
    let others = (0..facts.rules.len()).filter(|rule| facts.rules[*rule].then != option);
    for rule in others {
        let both = table.shape.both(&left, &table.rules[rule]);
        let mine = evaluating.rules_for(option).filter(|_| facts.hit_policy == HitPolicy::Collect);
        let covers = evaluating.takers(rule).chain(mine);
        let searched = table.shape.uncovered(&both, covers, &evaluating.budget, |piece| {
            found = Some((piece.clone(), Some(rule)));
            ControlFlow::Break(())
        });
        if searched.is_err() || found.is_some() {
            break;
        }
    }
    if found.is_none() && facts.otherwise.as_ref().is_none_or(|otherwise| otherwise.then != option) {
        let covers = table.never.iter().chain(&table.rules);
        let searched = table.shape.uncovered(&left, covers, &evaluating.budget, |piece| {
            found = Some((piece.clone(), None));
            ControlFlow::Break(())
        });
        searched.ok()?;
    }
    let (mut one, rule) = found?;
    // The picks are known: only what comes on top of them is said.
    for axis in (0..chosen.len()).filter(|axis| chosen[*axis].is_some()) {
        table.shape.free(&mut one, axis);
    }
    Some((table.text(&one), rule))
}

/// The options that can be the answer in some case.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Possible {
    /// By option.
    options: Vec<bool>,
    /// Some case has no answer.
    open: bool,
    /// There is a case at all.
    any: bool,
}

impl Possible {
    /// How many different answers there are, none being one.
    fn count(&self) -> usize {
        self.options.iter().filter(|possible| **possible).count() + usize::from(self.open)
    }
}

struct Evaluating<'a> {
    table: Table<'a>,
    budget: Budget,
}

impl<'a> Evaluating<'a> {
    /// A decision's table, and for each input the number of the value or band that is picked.
    fn new(facts: &'a Facts, picks: &Picks) -> (Evaluating<'a>, Vec<Option<usize>>) {
        let table = Table::new(facts);
        let mut chosen: Vec<Option<usize>> = vec![None; facts.inputs.len()];
        for (id, value) in &picks.0 {
            if let Some(axis) = facts.inputs.iter().position(|input| input.id == *id) {
                chosen[axis] = table.axes[axis].find(value, &facts.inputs[axis].domain);
            }
        }
        (Evaluating { table, budget: Budget::of(STEPS) }, chosen)
    }

    fn answers(&self, chosen: &[Option<usize>]) -> Answers {
        let facts = self.table.facts;
        let left = self.box_of(chosen);
        let never = &self.table.never;
        let cases = self.table.shape.count_uncovered(&left, never, &self.budget);
        let mut answers = Answers {
            cases: cases.unwrap_or_else(|_| self.table.shape.count(&left)),
            exact: true,
            rules: (0..self.table.rules.len()).map(|rule| self.state(rule, &left)).collect(),
            ..Answers::default()
        };
        if answers.cases == 0 {
            answers.never = never.iter().position(|never| self.table.shape.holds(never, &left));
            return answers;
        }
        let possible = self.possible(&left);
        let ids = |wanted: &[bool]| {
            let ids = facts.options.iter().zip(wanted).filter(|(_, wanted)| **wanted);
            ids.map(|(option, _)| option.id.clone()).collect::<Vec<_>>()
        };
        answers.possible = ids(&possible.options);
        answers.open = possible.open;
        answers.otherwise = facts.otherwise.is_some() && self.reaches_no_rule(&left);
        answers.certain = ids(&self.certain(&left, &possible));
        answers.decides = match answers.otherwise || answers.open {
            true => None,
            false => answers.rules.iter().position(|state| *state == RuleState::Decides),
        };
        answers.closest = closest(facts, &answers.rules);
        let settled = possible.count() == 1 && !possible.open;
        let matter = self.matter(&left);
        for (axis, input) in facts.inputs.iter().enumerate() {
            let idle = match chosen[axis] {
                None => !matter[axis],
                Some(_) => settled && self.possible(&self.without(chosen, axis)) == possible,
            };
            if idle {
                answers.idle.push(input.id.clone());
            }
        }
        if settled {
            answers.flips = self.flips(chosen, &possible, ids);
        } else {
            answers.next = self.next(chosen, &matter).map(|axis| facts.inputs[axis].id.clone());
        }
        answers.exact = self.budget.step().is_ok();
        answers
    }

    fn box_of(&self, chosen: &[Option<usize>]) -> BitBox {
        let mut one = self.table.all.clone();
        for (axis, value) in chosen.iter().enumerate() {
            if let Some(value) = value {
                let values = self.table.axes[axis].len();
                self.table.shape.keep(&mut one, axis, (0..values).map(|at| at == *value));
            }
        }
        one
    }

    fn without(&self, chosen: &[Option<usize>], axis: usize) -> BitBox {
        self.with(chosen, axis, None)
    }

    fn with(&self, chosen: &[Option<usize>], axis: usize, value: Option<usize>) -> BitBox {
        let mut changed = chosen.to_vec();
        changed[axis] = value;
        self.box_of(&changed)
    }

    /// What takes the cases of a rule away from it.
    fn takers(&self, rule: usize) -> impl Iterator<Item = &BitBox> {
        self.table.never.iter().chain(self.table.boxes(self.table.winners(rule)))
    }

    /// Whether a rule decides some case of `left`. Where the budget ends the answer is yes.
    fn may_decide(&self, rule: usize, left: &BitBox) -> bool {
        let both = self.table.shape.both(left, &self.table.rules[rule]);
        self.table.shape.is_covered(&both, self.takers(rule), &self.budget) != Ok(true)
    }

    fn reaches_no_rule(&self, left: &BitBox) -> bool {
        let covers = self.table.never.iter().chain(&self.table.rules);
        self.table.shape.is_covered(left, covers, &self.budget) != Ok(true)
    }

    fn possible(&self, left: &BitBox) -> Possible {
        let facts = self.table.facts;
        let mut options = vec![false; facts.options.len()];
        let position = |id: &str| facts.options.iter().position(|option| option.id == id);
        for (rule, one) in facts.rules.iter().enumerate() {
            if let Some(at) = position(&one.then)
                && !options[at]
            {
                options[at] = self.may_decide(rule, left);
            }
        }
        let mut open = self.reaches_no_rule(left);
        let any = open || options.contains(&true);
        if open && let Some(at) = facts.otherwise.as_ref().and_then(|otherwise| position(&otherwise.then)) {
            options[at] = true;
            open = false;
        }
        Possible { options, open, any }
    }

    /// The options that are an answer in every case: the only one, or with `collect` each that some rule always gives.
    fn certain(&self, left: &BitBox, possible: &Possible) -> Vec<bool> {
        let facts = self.table.facts;
        if facts.hit_policy != HitPolicy::Collect {
            let alone = possible.count() == 1;
            return possible.options.iter().map(|possible| *possible && alone).collect();
        }
        let always = |(option, possible): (&super::DecisionOption, &bool)| {
            let covers = self.table.never.iter().chain(self.rules_for(&option.id));
            let otherwise = facts.otherwise.as_ref().filter(|otherwise| otherwise.then == option.id);
            // Where no rule matches, `otherwise` gives the option.
            let rest = self.others_than(otherwise.map(|otherwise| &*otherwise.then));
            *possible
                && match rest {
                    None => self.table.shape.is_covered(left, covers, &self.budget) == Ok(true),
                    Some(others) => {
                        let taken: Vec<&BitBox> = covers.collect();
                        others.iter().all(|other| {
                            let both = self.table.shape.both(left, other);
                            self.table.shape.is_covered(&both, taken.iter().copied(), &self.budget) == Ok(true)
                        })
                    }
                }
        };
        facts.options.iter().zip(&possible.options).map(always).collect()
    }

    fn rules_for<'t>(&'t self, option: &'t str) -> impl Iterator<Item = &'t BitBox> {
        let rules = self.table.facts.rules.iter().zip(&self.table.rules);
        rules.filter(move |(rule, _)| rule.then == option).map(|(_, one)| one)
    }

    fn others_than(&self, option: Option<&str>) -> Option<Vec<&BitBox>> {
        let option = option?;
        let rules = self.table.facts.rules.iter().zip(&self.table.rules);
        Some(rules.filter(|(rule, _)| rule.then != option).map(|(_, one)| one).collect())
    }

    fn state(&self, rule: usize, left: &BitBox) -> RuleState {
        let one = &self.table.rules[rule];
        let fails = |axis: &usize| !self.table.shape.meet_on(left, one, *axis);
        let failing: Vec<String> =
            (0..self.table.axes.len()).filter(fails).map(|axis| self.table.facts.inputs[axis].id.clone()).collect();
        if !failing.is_empty() {
            return RuleState::Fails(failing);
        }
        if !self.may_decide(rule, left) {
            return RuleState::Beaten;
        }
        // It decides all that happens if it matches all of it and no winner meets any of it.
        let matches_all = self.table.shape.is_covered(left, self.table.never.iter().chain([one]), &self.budget);
        let meets_winner = self.table.boxes(self.table.winners(rule)).any(|winner| {
            let both = self.table.shape.both(left, winner);
            self.table.shape.is_covered(&both, &self.table.never, &self.budget) != Ok(true)
        });
        if matches_all == Ok(true) && !meets_winner { RuleState::Decides } else { RuleState::MayDecide }
    }

    fn flips(&self, chosen: &[Option<usize>], now: &Possible, ids: impl Fn(&[bool]) -> Vec<String>) -> Vec<Flip> {
        let mut flips: Vec<Flip> = Vec::new();
        for (axis, picked) in chosen.iter().enumerate() {
            let Some(picked) = picked else { continue };
            let input = &self.table.facts.inputs[axis].id;
            for value in (0..self.table.axes[axis].len()).filter(|value| value != picked) {
                let then = self.possible(&self.with(chosen, axis, Some(value)));
                if !then.any || then == *now {
                    continue;
                }
                let (to, member) = (ids(&then.options), self.table.axes[axis].member(value));
                match flips.iter_mut().find(|flip| flip.input == *input && flip.to == to) {
                    Some(flip) => flip.values.push(member),
                    None => flips.push(Flip { input: input.clone(), values: vec![member], to }),
                }
            }
        }
        flips
    }

    /// The question that leaves the fewest answers in the worst case; of several the one that leaves fewest on
    /// average over its values; then the first.
    fn next(&self, chosen: &[Option<usize>], matter: &[bool]) -> Option<usize> {
        let asked = (0..chosen.len()).filter(|axis| chosen[*axis].is_none() && matter[*axis]);
        let score = |axis: usize| {
            let counts: Vec<usize> = (0..self.table.axes[axis].len())
                .map(|value| self.possible(&self.with(chosen, axis, Some(value))))
                .filter(|possible| possible.any)
                .map(|possible| possible.count())
                .collect();
            let worst = counts.iter().copied().max().unwrap_or(0);
            // In thousandths, so that it can be compared as a whole number in any language.
            (worst, counts.iter().sum::<usize>() * 1000 / counts.len().max(1))
        };
        asked.min_by_key(|axis| score(*axis))
    }

    /// Which inputs matter: there are two cases that differ in this one only and have different answers.
    fn matter(&self, left: &BitBox) -> Vec<bool> {
        let axes = self.table.axes.len();
        let mut matter = vec![false; axes];
        for parts in self.partitions(left) {
            // Too many to compare: any of them may matter.
            let Some(parts) = parts.ok().filter(|parts| parts.len() <= COMPARED) else { return vec![true; axes] };
            for (at, (label, one)) in parts.iter().enumerate() {
                for (_, other) in parts[..at].iter().filter(|(other, _)| other != label) {
                    let mut apart = (0..axes).filter(|axis| !self.table.shape.meet_on(one, other, *axis));
                    if let (Some(axis), None) = (apart.next(), apart.next()) {
                        matter[axis] = true;
                    }
                }
            }
        }
        matter
    }

    /// The cases that are left, cut by their answer: once, or with `collect` once for each option, with it or without.
    fn partitions(&self, left: &BitBox) -> Vec<Result<Vec<(usize, BitBox)>, Exhausted>> {
        let facts = self.table.facts;
        let shape = &self.table.shape;
        let position = |id: &str| facts.options.iter().position(|option| option.id == id).unwrap_or(usize::MAX);
        let none = facts.otherwise.as_ref().map_or(usize::MAX, |otherwise| position(&otherwise.then));
        if facts.hit_policy == HitPolicy::Collect {
            let split = |option: &super::DecisionOption| {
                let mut parts = Vec::new();
                let mine: Vec<&BitBox> = self.rules_for(&option.id).collect();
                for one in &mine {
                    self.collect(&shape.both(left, one), self.table.never.iter(), 1, &mut parts)?;
                }
                let covers = self.table.never.iter().chain(mine);
                if position(&option.id) == none {
                    let others = self.others_than(Some(&option.id)).unwrap_or_default();
                    for other in others {
                        self.collect(&shape.both(left, other), covers.clone(), 0, &mut parts)?;
                    }
                    self.collect(left, self.table.never.iter().chain(&self.table.rules), 1, &mut parts)?;
                } else {
                    self.collect(left, covers, 0, &mut parts)?;
                }
                Ok(parts)
            };
            return facts.options.iter().map(split).collect();
        }
        let whole = || {
            let mut parts = Vec::new();
            for (rule, one) in facts.rules.iter().enumerate() {
                let both = shape.both(left, &self.table.rules[rule]);
                self.collect(&both, self.takers(rule), position(&one.then), &mut parts)?;
            }
            self.collect(left, self.table.never.iter().chain(&self.table.rules), none, &mut parts)?;
            Ok(parts)
        };
        vec![whole()]
    }

    fn collect<'t>(
        &self,
        one: &BitBox,
        covers: impl Iterator<Item = &'t BitBox>,
        label: usize,
        parts: &mut Vec<(usize, BitBox)>,
    ) -> Result<(), Exhausted> {
        self.table.shape.uncovered(one, covers, &self.budget, |piece| {
            parts.push((label, piece.clone()));
            if parts.len() > COMPARED { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
    }
}

/// The rule that fails by the fewest inputs; of several one that fails by a late question, then a late one.
fn closest(facts: &Facts, rules: &[RuleState]) -> Option<usize> {
    let failing = rules.iter().enumerate().filter_map(|(at, state)| match state {
        RuleState::Fails(inputs) => {
            let late = |id: &String| facts.inputs.iter().position(|input| input.id == *id);
            Some((inputs.len(), Reverse(inputs.iter().map(late).collect::<Vec<_>>()), Reverse(at)))
        }
        _ => None,
    });
    failing.min().map(|(_, _, Reverse(at))| at)
}

#[cfg(test)]
mod tests;
