//! Rules compared two by two: the same cases, the same conditions, conditions that could be one.

use super::{Analysing, Overlap, Standing};
use crate::decision::HitPolicy;
use crate::decision::boxes::{BitBox, Exhausted};
use crate::diagnostic::{Code, Level};

impl Analysing<'_> {
    /// Rules that match only what never happens.
    pub(super) fn impossible(&mut self) {
        for rule in 0..self.table.rules.len() {
            let covered = self.table.shape.is_covered(&self.table.rules[rule], &self.table.never, &self.budget);
            match covered {
                Ok(false) => {}
                Ok(true) => {
                    self.standing[rule] = Standing::Impossible;
                    let message = format!("rule `{}` matches only cases that never happen", self.id(rule));
                    let finding = self.at_rule(Code::DecisionImpossibleRule, Level::Warning, rule, message);
                    self.report(finding.help("remove the rule, or narrow the `[[never]]`"));
                }
                Err(Exhausted) => self.open.push(rule),
            }
        }
    }

    /// Every two rules that match the same case.
    pub(super) fn pairs(&mut self) {
        for second in 0..self.table.rules.len() {
            for first in 0..second {
                match self.shared(first, second) {
                    Ok(Some(shared)) => self.pair(first, second, &shared),
                    Ok(None) => {}
                    Err(Exhausted) => self.open.push(second),
                }
            }
        }
        self.analysis.overlaps.sort_by_key(|overlap| (overlap.first, overlap.second));
    }

    /// A box of cases that happen and that both rules match.
    fn shared(&self, first: usize, second: usize) -> Result<Option<BitBox>, Exhausted> {
        let shape = &self.table.shape;
        let both = shape.both(&self.table.rules[first], &self.table.rules[second]);
        if shape.is_empty(&both) {
            return Ok(None);
        }
        let mut shared = None;
        shape.uncovered(&both, &self.table.never, &self.budget, |piece| {
            shared = Some(piece.clone());
            std::ops::ControlFlow::Break(())
        })?;
        Ok(shared)
    }

    fn pair(&mut self, first: usize, second: usize, shared: &BitBox) {
        let same = self.same_answer(first, second);
        self.analysis.overlaps.push(Overlap { first, second, same });
        if same && self.table.rules[first] == self.table.rules[second] {
            return self.duplicate(first, second);
        }
        let (code, level, answers) = if same {
            let level = if self.policy() == HitPolicy::Unique { Level::Error } else { Level::Off };
            (Code::DecisionOverlap, level, format!("both say `{}`", self.then(first)))
        } else {
            let ranked = |rule| self.decision.facts.priority.iter().any(|option| option == self.then(rule));
            let level = match self.policy() {
                HitPolicy::Unique | HitPolicy::Any => Level::Error,
                HitPolicy::Priority if !(ranked(first) && ranked(second)) => Level::Error,
                _ => Level::Off,
            };
            let answers = format!("one says `{}`, the other `{}`", self.then(first), self.then(second));
            (Code::DecisionConflict, level, answers)
        };
        if level == Level::Off {
            return;
        }
        let message = format!("rules `{}` and `{}` match the same case: {answers}", self.id(first), self.id(second));
        let help = match (self.policy(), same) {
            (HitPolicy::Priority, _) => "give both options a rank in `priority`, or narrow one of the rules",
            (_, true) => "narrow one of them, or set `hit_policy = \"any\"` if rules with the same answer may meet",
            (_, false) => "narrow one of them, or set `hit_policy = \"first\"` if the earlier rule decides",
        };
        let finding = self.at_rule(code, level, second, message);
        let finding = self.with_cases(finding, "both", shared).also(self.rule_span(first), "the other rule").help(help);
        self.report(finding);
    }

    fn duplicate(&mut self, first: usize, second: usize) {
        // Of three equal rules the third is reported against the first alone.
        if self.standing[second] == Standing::Duplicate {
            return;
        }
        self.standing[first] = Standing::Duplicate;
        self.standing[second] = Standing::Duplicate;
        let level = if self.policy() == HitPolicy::Collect { Level::Warning } else { Level::Error };
        let message = format!("rule `{}` repeats rule `{}`", self.id(second), self.id(first));
        let finding = self.at_rule(Code::DecisionDuplicate, level, second, message);
        let finding = finding.also(self.rule_span(first), "the same conditions and answer").help("remove one of them");
        self.report(finding);
    }

    /// Rules with the same answer that differ in one condition only.
    pub(super) fn mergeable(&mut self) {
        for second in 0..self.table.order.len() {
            for first in 0..second {
                let (a, b) = (self.table.order[first], self.table.order[second]);
                let fine = |rule: usize| self.standing[rule] == Standing::Fine;
                if fine(a) && fine(b) && self.same_answer(a, b) {
                    self.merge(a, b);
                }
            }
        }
    }

    fn merge(&mut self, a: usize, b: usize) {
        let table = &self.table;
        let (one, other) = (&table.rules[a], &table.rules[b]);
        let &[axis] = table.shape.differences(one, other).as_slice() else { return };
        if table.shape.holds(one, other) || table.shape.holds(other, one) {
            return;
        }
        let merged = table.shape.either(one, other);
        let chosen = table.shape.chosen(&merged, axis);
        let ordered = table.facts.inputs[axis].domain.values().is_empty();
        if (ordered && table.axes[axis].texts(&chosen).len() > 1) || (table.is_ordered() && !self.may_meet(a, b)) {
            return;
        }
        let input = &table.facts.inputs[axis].id;
        let help = if table.shape.is_free(&merged, axis) {
            format!("leave `{input}` out of one, and remove the other")
        } else {
            format!("write `{input} = {}` in one, and remove the other", table.axes[axis].toml(&chosen))
        };
        let message = format!("rules `{}` and `{}` differ only in `{input}`", self.id(a), self.id(b));
        let (earlier, later) = (a.min(b), a.max(b));
        let finding = self.at_rule(Code::DecisionMergeable, Level::Note, later, message);
        let finding = finding.also(self.rule_span(earlier), "could be one with this").help(help);
        self.report(finding);
    }

    /// Whether no rule with another answer stands between two rules and takes from either.
    fn may_meet(&self, a: usize, b: usize) -> bool {
        let table = &self.table;
        let between = &table.order[table.place(a) + 1..table.place(b)];
        let others: Vec<usize> = between.iter().copied().filter(|rule| !self.same_answer(*rule, a)).collect();
        let apart = |rule: usize| !table.boxes(&others).any(|other| table.shape.meet(&table.rules[rule], other));
        apart(a) || apart(b)
    }

    /// A policy for overlaps where there are none.
    pub(super) fn hit_policy(&mut self) {
        let policy = self.policy();
        if policy != HitPolicy::Unique && self.table.rules.len() > 1 && self.analysis.overlaps.is_empty() {
            let message = format!("no two rules meet: `{}` is not needed", policy.word());
            let finding = self.at_policy(Code::DecisionHitPolicy, message);
            self.report(finding.help("write `hit_policy = \"unique\"`: each rule can then be read alone"));
        }
    }
}
