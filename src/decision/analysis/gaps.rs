//! Cases that no rule matches.

use std::cmp::Reverse;
use std::ops::ControlFlow;

use super::{Analysing, Complete, thousands};
use crate::decision::HitPolicy;
use crate::decision::boxes::{BitBox, Budget};
use crate::diagnostic::Code;

/// Gaps that are described; the others are only counted.
const SHOWN: usize = 3;

/// Pieces of gaps that are kept until the widest are chosen.
const KEPT: usize = 64;

/// Nearest rules that are named.
const NEAR: usize = 2;

impl Analysing<'_> {
    /// Counts the cases and those without an answer, and describes the widest gaps.
    pub(super) fn gaps(&mut self) {
        let table = &self.table;
        let budget = Budget::of(self.steps);
        let cases = table.shape.count_uncovered(&table.all, &table.never, &budget);
        // So many exclusions that they cannot be counted: the count of all is the nearest true bound.
        self.analysis.cases = cases.unwrap_or_else(|_| table.shape.count(&table.all));
        if self.decision.facts.otherwise.is_some() {
            self.analysis.complete = Complete::Yes;
            return;
        }
        let mut pieces: Vec<BitBox> = Vec::new();
        let mut count = 0_u64;
        let budget = Budget::of(self.steps);
        let covers = table.never.iter().chain(&table.rules);
        let searched = table.shape.uncovered(&table.all, covers, &budget, |piece| {
            count = count.saturating_add(table.shape.count(piece));
            pieces.push(piece.clone());
            if pieces.len() > 2 * KEPT {
                pieces.sort_by_key(|piece| Reverse(table.shape.count(piece)));
                pieces.truncate(KEPT);
            }
            ControlFlow::Continue(())
        });
        self.analysis.gap_cases = count;
        self.analysis.complete = match (count, searched.is_ok()) {
            (0, true) => Complete::Yes,
            (0, false) => Complete::Unproven,
            _ => Complete::No,
        };
        if count > 0 && self.policy() != HitPolicy::Collect {
            self.report_gaps(&pieces, searched.is_ok());
        }
    }

    fn report_gaps(&mut self, pieces: &[BitBox], exact: bool) {
        let (gap, all) = (self.analysis.gap_cases, self.analysis.cases);
        let verb = if gap == 1 { "matches" } else { "match" };
        let at_least = if exact { "" } else { "at least " };
        let message = format!("{at_least}{} of {} cases {verb} no rule", thousands(gap), thousands(all));
        let mut finding = self.at_policy(Code::DecisionGap, message);
        let gaps = self.widest(pieces);
        for gap in &gaps {
            finding = self.with_cases(finding, "gap", gap);
            let near = self.nearest_rules(&self.table.case(gap));
            if !near.is_empty() {
                finding = finding.note("near", near.join("; "));
            }
        }
        if let Some(gap) = gaps.first() {
            let when = self.table.toml(&self.mend(gap));
            let rule = if when == "{  }" { String::new() } else { format!("add a rule with `when = {when}`, or ") };
            finding = finding.help(format!("{rule}`[otherwise]`, or `[[never]]` if this cannot happen"));
        }
        self.report(finding);
    }

    /// The widest gaps, each as wide as it goes, widest first.
    fn widest(&self, pieces: &[BitBox]) -> Vec<BitBox> {
        let shape = &self.table.shape;
        let mut gaps: Vec<BitBox> = Vec::new();
        for piece in pieces {
            if !gaps.iter().any(|gap| shape.holds(gap, piece)) {
                gaps.push(self.widened(piece));
            }
        }
        gaps.sort_by_key(|gap| Reverse(shape.count(gap)));
        gaps.truncate(SHOWN);
        gaps
    }

    /// Widens each input to all its values, else value by value, while no rule matches.
    fn widened(&self, piece: &BitBox) -> BitBox {
        let table = &self.table;
        let open = |one: &BitBox| !table.never.iter().chain(&table.rules).any(|cover| table.shape.meet(one, cover));
        let mut gap = piece.clone();
        for axis in 0..table.shape.axes() {
            let mut wider = gap.clone();
            table.shape.free(&mut wider, axis);
            if open(&wider) {
                gap = wider;
                continue;
            }
            for value in 0..table.axes[axis].len() {
                let mut wider = gap.clone();
                table.shape.add(&mut wider, axis, value);
                if open(&wider) {
                    gap = wider;
                }
            }
        }
        gap
    }

    /// The rules that would match this case if the fewest inputs were changed, each with those changes. Of several, such
    /// that change a late question, and each another one.
    fn nearest_rules(&self, case: &[usize]) -> Vec<String> {
        let table = &self.table;
        let misses = |rule: &BitBox| -> Vec<usize> {
            let hit = |axis: usize| table.shape.chosen(rule, axis).get(case[axis]) == Some(&true);
            (0..case.len()).filter(|axis| !hit(*axis)).collect()
        };
        let mut near: Vec<(Vec<usize>, usize)> =
            table.rules.iter().enumerate().map(|(at, rule)| (misses(rule), at)).collect();
        near.sort_by_key(|(misses, at)| (misses.len(), Reverse(misses.clone()), Reverse(*at)));
        let fewest = near.first().map_or(0, |(misses, _)| misses.len());
        near.retain(|(misses, _)| misses.len() == fewest);
        near.dedup_by(|later, earlier| later.0 == earlier.0);
        near.truncate(NEAR);
        let words = |(misses, rule): &(Vec<usize>, usize)| {
            let changes = misses.iter().map(|axis| {
                let values = table.axes[*axis].texts(&table.shape.chosen(&table.rules[*rule], *axis));
                format!("{} were {}", table.facts.inputs[*axis].id, values.join(" or "))
            });
            let line = self.decision.spans.rules.get(*rule).map_or(0, |spans| spans.line);
            format!("rule `{}` (line {line}) if {}", self.id(*rule), changes.collect::<Vec<_>>().join(" and "))
        };
        near.iter().map(words).collect()
    }

    /// The conditions of a rule that would close a gap.
    ///
    /// Where the first rule decides, a new last rule meets only what is left over: conditions go as long as it takes no
    /// other gap with it. Two stay at least, since a rule for everything hides the gaps that later edits make.
    fn mend(&self, gap: &BitBox) -> BitBox {
        let table = &self.table;
        let mut rule = gap.clone();
        if self.policy() != HitPolicy::First {
            return rule;
        }
        let constrained: Vec<usize> = (0..table.shape.axes()).filter(|axis| !table.shape.is_free(gap, *axis)).collect();
        let inner = constrained.get(1..constrained.len().saturating_sub(1)).unwrap_or(&[]);
        for axis in inner {
            let mut shorter = rule.clone();
            table.shape.free(&mut shorter, *axis);
            let covers = table.never.iter().chain(&table.rules).chain([gap]);
            if table.shape.is_covered(&shorter, covers, &Budget::of(self.steps / 20)) == Ok(true) {
                rule = shorter;
            }
        }
        rule
    }
}
