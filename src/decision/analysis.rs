//! What the rules of a decision leave open, and what they say twice.
//!
//! Enter at [`analyse`]. Pairs of rules are always compared exactly. Whether all cases are covered can take a time that
//! grows without bound with the number of rules, so it is given a budget of steps; a decision that needs more is
//! reported as unproven, never passed in silence.

mod gaps;
mod pairs;
mod reach;

use serde::{Deserialize, Serialize};

use super::boxes::{BitBox, Budget};
use super::table::Table;
use super::{Decision, HitPolicy};
use crate::diagnostic::{Code, Diagnostic, Level, Span};

/// Steps for the search for gaps, and as many for all questions about single rules. A step is the look at one box:
/// about a microsecond at 15 inputs and 100 rules.
const STEPS: u32 = 200_000;

/// What was found out about the rules of a decision.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// How many cases there are, without those that never happen; the greatest number if there are more.
    pub cases: u64,
    /// How many of them have no answer; what was found so far if the budget was spent.
    pub gap_cases: u64,
    /// Whether every case has an answer.
    pub complete: Complete,
    /// Rules that match the same case, in the order of the file.
    pub overlaps: Vec<Overlap>,
    /// What is wrong, by place.
    pub findings: Vec<Diagnostic>,
}

/// Whether every case has an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Complete {
    /// It is proven.
    Yes,
    /// There is a case that has none.
    No,
    /// The rules could not be read, or the budget was spent before a gap was found.
    #[default]
    Unproven,
}

impl Complete {
    /// `yes`, `no` or `unproven`.
    pub fn word(self) -> &'static str {
        match self {
            Complete::Yes => "yes",
            Complete::No => "no",
            Complete::Unproven => "unproven",
        }
    }
}

/// Two rules that match the same case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overlap {
    /// The number of the earlier one, from 0.
    pub first: usize,
    /// The number of the later one.
    pub second: usize,
    /// Whether they recommend the same option.
    pub same: bool,
}

/// What is said about a rule as a whole; it is said once, and then not again in other words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Fine,
    Impossible,
    Unreachable,
    Redundant,
    Duplicate,
}

/// One analysis in the making.
struct Analysing<'a> {
    decision: &'a Decision,
    table: Table<'a>,
    standing: Vec<Standing>,
    /// Steps that each of the two searches may make.
    steps: u32,
    budget: Budget,
    /// Rules about which the budget left a question open.
    open: Vec<usize>,
    analysis: Analysis,
}

/// Looks for gaps, overlaps, contradictions and rules that decide nothing.
pub fn analyse(decision: &Decision) -> Analysis {
    within(decision, STEPS)
}

fn within(decision: &Decision, steps: u32) -> Analysis {
    let facts = &decision.facts;
    if !facts.sound {
        return Analysis::default();
    }
    if facts.inputs.is_empty() && facts.rules.is_empty() {
        return Analysis { complete: Complete::Yes, ..Analysis::default() };
    }
    let mut analysing = Analysing {
        decision,
        table: Table::new(facts),
        standing: vec![Standing::Fine; facts.rules.len()],
        steps,
        budget: Budget::of(steps),
        open: Vec::new(),
        analysis: Analysis::default(),
    };
    analysing.impossible();
    analysing.pairs();
    if facts.hit_policy != HitPolicy::Collect {
        analysing.reach();
        analysing.mergeable();
        analysing.hit_policy();
    }
    analysing.gaps();
    analysing.unused();
    analysing.unproven();
    crate::diagnostic::sort(&mut analysing.analysis.findings);
    analysing.analysis
}

impl<'a> Analysing<'a> {
    fn policy(&self) -> HitPolicy {
        self.decision.facts.hit_policy
    }

    fn id(&self, rule: usize) -> &'a str {
        &self.decision.facts.rules[rule].id
    }

    fn then(&self, rule: usize) -> &'a str {
        &self.decision.facts.rules[rule].then
    }

    fn same_answer(&self, a: usize, b: usize) -> bool {
        self.then(a) == self.then(b)
    }

    /// A finding at the id of a rule.
    fn at_rule(&self, code: Code, level: Level, rule: usize, message: String) -> Diagnostic {
        Diagnostic::new(code, self.rule_span(rule), message).at(level)
    }

    /// A finding about the rules as a whole.
    fn at_policy(&self, code: Code, message: String) -> Diagnostic {
        let span = Span { file: self.decision.source.clone(), range: self.decision.spans.hit_policy.clone() };
        Diagnostic::new(code, span, message)
    }

    fn rule_span(&self, rule: usize) -> Span {
        let range = self.decision.spans.rules.get(rule).map_or(0..0, |spans| spans.id.clone());
        Span { file: self.decision.source.clone(), range }
    }

    fn report(&mut self, finding: Diagnostic) {
        self.analysis.findings.push(finding);
    }

    /// Adds the words for a set of cases: what they have in common, and one of them.
    fn with_cases(&self, finding: Diagnostic, name: &str, one: &BitBox) -> Diagnostic {
        let case = self.table.case(one);
        finding.note(name, self.table.text(one)).note("case", self.table.case_text(&case))
    }

    /// Options that no rule recommends, and inputs that no rule tests.
    fn unused(&mut self) {
        let facts = &self.decision.facts;
        let spans = &self.decision.spans;
        let at = |range: Option<&std::ops::Range<u32>>| Span {
            file: self.decision.source.clone(),
            range: range.cloned().unwrap_or(0..0),
        };
        let mut findings = Vec::new();
        for (option, span) in facts.options.iter().zip(&spans.options) {
            let by_rule = facts.rules.iter().any(|rule| rule.then == option.id);
            if !by_rule && facts.otherwise.as_ref().is_none_or(|otherwise| otherwise.then != option.id) {
                let message = format!("no rule recommends `{}`", option.id);
                let help = "add a rule for it, or leave the option out of the decision";
                findings.push(Diagnostic::new(Code::OptionNeverRecommended, at(Some(span)), message).help(help));
            }
        }
        for (input, span) in facts.inputs.iter().zip(&spans.inputs) {
            if !facts.rules.iter().any(|rule| rule.when.iter().any(|(id, _)| *id == input.id)) {
                let message = format!("no rule tests `{}`", input.id);
                let help = "leave the input out: a reader is asked for nothing";
                findings.push(Diagnostic::new(Code::InputUnused, at(Some(span)), message).help(help));
            }
        }
        self.analysis.findings.extend(findings);
    }

    /// Says which questions the budget left open.
    fn unproven(&mut self) {
        let help = "split the decision in two, or test fewer inputs in a rule";
        if self.analysis.complete == Complete::Unproven {
            let message =
                format!("not proven complete within {} steps: no gap found so far", thousands(self.steps.into()));
            let finding = self.at_policy(Code::DecisionUnproven, message).help(help);
            self.report(finding);
        }
        self.open.sort_unstable();
        self.open.dedup();
        if let Some(first) = self.open.first() {
            let names = self.open.iter().map(|rule| format!("`{}`", self.id(*rule))).collect::<Vec<_>>();
            let message =
                format!("not proven within {} steps that these rules decide anything", thousands(self.steps.into()));
            let finding = Diagnostic::new(Code::DecisionUnproven, self.rule_span(*first), message);
            let finding = finding.note("rules", names.join(", ")).help(help);
            self.report(finding);
        }
    }
}

/// `1296` as `1,296`.
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Names in a row: `a`, `b` and `c`.
pub(super) fn and(names: &[String], word: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} {word} {last}", most.join(", ")),
    }
}

#[cfg(test)]
pub(crate) mod tests;
