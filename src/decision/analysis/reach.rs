//! Rules that decide nothing, or nothing that the rules after them would not decide in the same way.

use std::ops::ControlFlow;

use super::{Analysing, Standing, and};
use crate::decision::HitPolicy;
use crate::decision::boxes::{BitBox, Exhausted};
use crate::diagnostic::{Code, Level};

impl Analysing<'_> {
    pub(super) fn reach(&mut self) {
        for rule in 0..self.table.rules.len() {
            if self.standing[rule] == Standing::Impossible {
                continue;
            }
            let reached = if self.table.is_ordered() { self.unreachable(rule) } else { Ok(false) };
            let redundant = match reached {
                Ok(false) if self.standing[rule] == Standing::Fine && self.policy() != HitPolicy::Unique => {
                    self.redundant(rule)
                }
                Ok(_) => Ok(()),
                Err(exhausted) => Err(exhausted),
            };
            if redundant.is_err() {
                self.open.push(rule);
            }
        }
    }

    /// Reports a rule whose cases all go to rules that win over it.
    fn unreachable(&mut self, rule: usize) -> Result<bool, Exhausted> {
        let table = &self.table;
        let one = &table.rules[rule];
        let mut culprits: Vec<usize> = table.winners(rule).to_vec();
        culprits.retain(|winner| table.shape.meet(one, &table.rules[*winner]));
        let covers = |culprits: &[usize]| {
            table.never.iter().chain(culprits.iter().map(|at| &table.rules[*at])).collect::<Vec<_>>()
        };
        if !table.shape.is_covered(one, covers(&culprits), &self.budget)? {
            return Ok(false);
        }
        // Those that are needed: a rule goes if the others cover the cases without it, the last ones first.
        for at in (0..culprits.len()).rev() {
            let mut fewer = culprits.clone();
            fewer.remove(at);
            if table.shape.is_covered(one, covers(&fewer), &self.budget)? {
                culprits = fewer;
            }
        }
        culprits.sort_unstable();
        let names: Vec<String> = culprits.iter().map(|at| format!("`{}`", self.id(*at))).collect();
        let (noun, verb) = if names.len() == 1 { ("rule", "takes") } else { ("rules", "together take") };
        let names = and(&names, "and");
        let message = format!("rule `{}` never decides: {noun} {names} {verb} all its cases", self.id(rule));
        let help = match self.policy() {
            HitPolicy::Priority => "remove the rule, narrow the others, or give its option a higher rank",
            _ => "remove the rule, narrow the others, or move it up",
        };
        let mut finding = self.at_rule(Code::DecisionUnreachable, Level::Error, rule, message).help(help);
        for culprit in &culprits {
            finding = finding.also(self.rule_span(*culprit), "takes some of its cases");
        }
        if self.standing[rule] == Standing::Fine {
            self.standing[rule] = Standing::Unreachable;
        }
        self.report(finding);
        Ok(true)
    }

    /// Reports a rule without which every case would have the same answer.
    fn redundant(&mut self, rule: usize) -> Result<(), Exhausted> {
        let table = &self.table;
        let after: Vec<usize> = if table.is_ordered() {
            table.order[table.place(rule) + 1..].to_vec()
        } else {
            (0..table.rules.len()).filter(|other| *other != rule).collect()
        };
        let taken = table.never.iter().chain(table.boxes(table.winners(rule))).collect::<Vec<_>>();
        let mut heirs: Vec<usize> = Vec::new();
        let mut same = true;
        let mut spent = false;
        let searched = table.shape.uncovered(&table.rules[rule], taken, &self.budget, |decided| {
            match self.falls_to_same(decided, rule, &after, &mut heirs) {
                Ok(true) => ControlFlow::Continue(()),
                Ok(false) => {
                    same = false;
                    ControlFlow::Break(())
                }
                Err(Exhausted) => {
                    spent = true;
                    ControlFlow::Break(())
                }
            }
        });
        searched?;
        if spent {
            return Err(Exhausted);
        }
        if same {
            self.standing[rule] = Standing::Redundant;
            heirs.sort_unstable();
            let names: Vec<String> = heirs.iter().map(|at| format!("`{}`", self.id(*at))).collect();
            let (noun, verb) = if names.len() == 1 { ("rule", "says") } else { ("rules", "say") };
            let message = format!(
                "rule `{}` changes no answer: without it {noun} {} {verb} `{}` too",
                self.id(rule),
                and(&names, "and"),
                self.then(rule)
            );
            let mut finding = self.at_rule(Code::DecisionRedundant, Level::Warning, rule, message);
            for heir in &heirs {
                finding = finding.also(self.rule_span(*heir), "decides the same");
            }
            self.report(finding.help("remove the rule, or say in the later one why this case is special"));
        }
        Ok(())
    }

    /// Whether all these cases would go to rules with the same answer if `rule` were not there.
    fn falls_to_same(
        &self,
        decided: &BitBox,
        rule: usize,
        after: &[usize],
        heirs: &mut Vec<usize>,
    ) -> Result<bool, Exhausted> {
        let table = &self.table;
        let mut open = vec![(decided.clone(), 0)];
        'boxes: while let Some((one, from)) = open.pop() {
            self.budget.step()?;
            for (at, other) in after.iter().enumerate().skip(from) {
                if !table.shape.meet(&one, &table.rules[*other]) {
                    continue;
                }
                if !self.same_answer(rule, *other) {
                    if table.is_ordered() {
                        return Ok(false);
                    }
                    continue;
                }
                if !heirs.contains(other) {
                    heirs.push(*other);
                }
                open.extend(table.shape.less(&one, &table.rules[*other]).into_iter().map(|piece| (piece, at + 1)));
                continue 'boxes;
            }
            return Ok(false);
        }
        Ok(true)
    }
}
