//! What a review would have to look at. The only part of decisions that knows today's date.

use std::ops::Range;

use jiff::civil::Date;

use super::{Lock, Sections, states};
use crate::decision::export::State;
use crate::decision::{Decision, EvidenceLink, Fact, Statement};
use crate::diagnostic::{Code, Diagnostic, Level, Span};

/// Reviews that are due, missing, or made of something that has changed since; and dates that have not come yet. Without
/// a lock nothing is said of what was never reviewed.
pub fn findings(decision: &Decision, lock: Option<&Lock>, sections: Sections, today: Date) -> Vec<Diagnostic> {
    let mut findings = Finding { decision, sections, today, found: Vec::new() };
    findings.dates();
    if let Some(lock) = lock {
        findings.locked(lock);
    }
    let mut found = findings.found;
    crate::diagnostic::sort(&mut found);
    found
}

struct Finding<'a> {
    decision: &'a Decision,
    sections: Sections<'a>,
    today: Date,
    found: Vec<Diagnostic>,
}

impl Finding<'_> {
    fn report(&mut self, code: Code, range: Range<u32>, message: String, help: &str) {
        let span = Span { file: self.decision.source.clone(), range };
        self.found.push(Diagnostic::new(code, span, message).help(help));
    }

    /// The places of the dates: one for all statements that have none of their own.
    fn dates(&mut self) {
        let facts = &self.decision.facts;
        let spans = &self.decision.spans;
        let key = if spans.keys.iter().any(|(key, _)| key == "reviewed") { "reviewed" } else { "last_reviewed_on" };
        self.date(facts.reviewed, None, &spans.key(key), "the decision");
        // Where every statement has a date of its own, that of the whole promises nothing.
        let inherits = |statement: Statement| spans.reviewed(facts, &statement.fact).is_none();
        let holds = facts.statements().any(inherits) || facts.statements().next().is_none();
        let due = facts.reviewed.zip(facts.review_in).filter(|_| holds).map(|(date, period)| period.after(date));
        self.date(None, due, &spans.key(key), "the decision");
        let own =
            |statement: &Statement| statement.reviewed != facts.reviewed || statement.review_in != facts.review_in;
        for statement in facts.statements().filter(own) {
            let dated = spans.reviewed(facts, &statement.fact);
            let reviewed = statement.reviewed.filter(|_| dated.is_some());
            let span = dated.unwrap_or_else(|| spans.fact(facts, &statement.fact));
            self.date(reviewed, statement.due(), &span, &name(&statement.fact));
        }
    }

    fn date(&mut self, reviewed: Option<Date>, due: Option<Date>, span: &Range<u32>, what: &str) {
        if let Some(date) = reviewed.filter(|date| *date > self.today) {
            let message = format!("the review of {what} is in the future: {date}");
            self.report(Code::InvalidDecision, span.clone(), message, "write the day on which it was reviewed");
            // The clock may be what is wrong, and whether a site builds must not depend on the day.
            if let Some(found) = self.found.last_mut() {
                found.level = Level::Warning;
            }
        }
        if let Some(due) = due.filter(|due| *due < self.today) {
            let message = format!("the review of {what} was due on {due}");
            self.report(Code::ReviewDue, span.clone(), message, "run `fingerpost review`");
        }
    }

    /// What the lock says of each statement and its sections.
    fn locked(&mut self, lock: &Lock) {
        let facts = &self.decision.facts;
        if facts.evidence().next().is_none() {
            return;
        }
        if !lock.knows(facts) {
            let message = format!("no verdict or rule of `{}` was ever reviewed", facts.id);
            return self.report(Code::ReviewMissing, 0..0, message, "run `fingerpost review`");
        }
        for (reviewed, statement) in states(facts, lock, self.sections).into_iter().zip(facts.statements()) {
            match reviewed.state {
                State::Current => {}
                State::Changed => self.suspect(lock, &statement, &reviewed.links),
                State::Unreviewed if statement.evidence.is_empty() => {}
                // A link that leads nowhere is an error already.
                State::Unreviewed if reviewed.links.contains(&None) => {}
                State::Unreviewed => {
                    let span = self.decision.spans.fact(facts, &statement.fact);
                    let message = format!("{} was not reviewed with the evidence it has now", name(&statement.fact));
                    self.report(Code::ReviewMissing, span, message, "read both, then run `fingerpost review`");
                }
            }
        }
    }

    fn suspect(&mut self, lock: &Lock, statement: &Statement, links: &[Option<State>]) {
        let facts = &self.decision.facts;
        let address = facts.address(&statement.fact);
        // A verdict that was edited is one fault, however many sections it rests on.
        let mut edited = false;
        for (index, target) in statement.evidence.iter().enumerate() {
            if links.get(index).copied().flatten() != Some(State::Changed) {
                continue;
            }
            let link = EvidenceLink { fact: statement.fact.clone(), index, target };
            let Some(section) = (self.sections)(&link) else { continue };
            let Some(line) = lock.get(&address, &section.address) else { continue };
            let what = name(&statement.fact);
            if line.says != statement.says {
                if !edited {
                    let (said, says) = (&line.says, statement.says);
                    let message = format!("{what} was reviewed as `{said}` on {} and says `{says}` now", line.date);
                    let span = self.decision.spans.fact(facts, &statement.fact);
                    let help = "read its evidence again, then run `fingerpost review`";
                    self.report(Code::EvidenceSuspect, span, message, help);
                }
                edited = true;
            } else {
                let message = format!("`{}` changed since {what} was reviewed on {}", section.address, line.date);
                let span = self.decision.spans.evidence(facts, &statement.fact, index);
                let help = "see whether it still shows that, then run `fingerpost review`";
                self.report(Code::EvidenceSuspect, span, message, help);
            }
        }
    }
}

/// What messages call a statement.
fn name(fact: &Fact) -> String {
    match fact {
        Fact::Cell { .. } => format!("`{fact}`"),
        Fact::Rule(rule) => format!("rule `{rule}`"),
    }
}
