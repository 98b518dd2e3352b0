//! Rules, what never happens, what holds otherwise, and the ranks of options.

use std::ops::Range;

use super::Parsing;
use crate::decision::read::{Item, narrow};
use crate::decision::{Conditions, HitPolicy, Never, Otherwise, Rule, RuleSpans, condition};
use crate::diagnostic::Code;

/// Conditions with their places.
#[derive(Default)]
struct When {
    conditions: Conditions,
    tests: Vec<Range<u32>>,
}

impl Parsing<'_, '_> {
    pub(super) fn rules(&mut self, item: &Item) {
        let tables = self.reader.tables(item);
        for (number, (header, items)) in tables.into_iter().enumerate() {
            self.rule(number + 1, &header, &items);
        }
    }

    fn rule(&mut self, number: usize, header: &Range<usize>, items: &[Item]) {
        const KEYS: [&str; 9] =
            ["id", "when", "then", "because", "evidence", "topic", "reviewed", "review_in", "last_reviewed_on"];
        let find = |key: &str| items.iter().find(|item| item.key == key);
        for key in items.iter().filter(|key| !KEYS.contains(&key.key)) {
            self.rule_key(key, &KEYS);
        }
        let (id, id_span) = self.rule_id(number, header, find("id"));
        let when = match find("when") {
            Some(item) => self.when(item),
            None => {
                let help = "add `when = { input = \"value\" }`, or write `[otherwise]` for every other case";
                self.reader.invalid(&id_span, format!("rule `{id}` has no conditions"), help);
                self.sound = false;
                When::default()
            }
        };
        let then = match find("then") {
            Some(item) => self.option_id(item),
            None => {
                self.reader.invalid(&id_span, format!("rule `{id}` recommends nothing"), "add `then = \"option\"`");
                None
            }
        };
        self.sound &= then.is_some();
        let because = self.because(find("because"), &id_span, &format!("rule `{id}`"));
        let topic = find("topic").and_then(|item| self.reader.prose(item));
        let proof = self.proof(items, &id_span, &format!("rule `{id}`"));
        let spans = RuleSpans {
            line: line_of(self.reader.text, header.start),
            id: narrow(&id_span),
            when: find("when").map_or_else(|| narrow(header), |item| narrow(&item.span)),
            tests: when.tests,
            then: find("then").map_or_else(|| narrow(header), |item| narrow(&item.span)),
            reviewed: proof.reviewed_span,
            evidence: proof.evidence_spans,
        };
        let rule = Rule {
            id,
            when: when.conditions,
            then: then.unwrap_or_default(),
            because,
            evidence: proof.evidence,
            topic,
            reviewed: proof.reviewed,
            review_in: proof.review_in,
        };
        self.decision.facts.rules.push(rule);
        self.decision.spans.rules.push(spans);
    }

    /// An unknown key in a rule: the name of an input belongs into `when`.
    fn rule_key(&mut self, key: &Item, known: &[&str]) {
        if self.decision.facts.input(key.key).is_some() {
            self.sound = false;
            let help = format!("put it into the conditions: `when = {{ {} = … }}`", key.key);
            let message = format!("`{}` is an input, not a key of a rule", key.key);
            self.reader.report(Code::UnknownKey, &key.key_span, message).help = Some(help);
        } else {
            self.misplaced(key, "a rule", known);
        }
    }

    fn rule_id(&mut self, number: usize, header: &Range<usize>, item: Option<&Item>) -> (String, Range<usize>) {
        let unnamed = format!("rule-{number}");
        let Some(item) = item else {
            let help = "add `id = \"some-words\"`: prose and the review refer to it, and numbers change";
            self.reader.invalid(header, format!("rule {number} has no id"), help);
            return (unnamed, header.clone());
        };
        let Some(id) = self.reader.string(item) else { return (unnamed, item.span.clone()) };
        if !self.reader.id(&id, &item.span, "a rule") {
            return (unnamed, item.span.clone());
        }
        if self.decision.facts.rule(&id).is_some() {
            self.reader.invalid(&item.span, format!("there are two rules `{id}`"), "each rule has an id of its own");
            return (unnamed, item.span.clone());
        }
        (id, item.span.clone())
    }

    fn because(&mut self, item: Option<&Item>, place: &Range<usize>, what: &str) -> String {
        match item {
            Some(item) => self.reader.prose(item).unwrap_or_default(),
            None => {
                self.reader.invalid(place, format!("{what} gives no reason"), "add `because = \"…\"`");
                String::new()
            }
        }
    }

    fn when(&mut self, item: &Item) -> When {
        let mut when = When::default();
        let tests = self.reader.table(item);
        if tests.is_empty() {
            self.sound = false;
            let help = "write `[otherwise]` for every other case: a rule without conditions hides gaps";
            self.reader.invalid(&item.span, "these conditions hold in every case", help);
        }
        for test in tests {
            let Some(at) = self.decision.facts.inputs.iter().position(|input| input.id == test.key) else {
                self.sound = false;
                if self.broken.iter().any(|id| id == test.key) {
                    continue;
                }
                let known: Vec<&str> = self.decision.facts.inputs.iter().map(|input| &*input.id).collect();
                let message = format!("there is no input `{}`", test.key);
                let word = (test.key, &test.key_span);
                self.reader.unknown(Code::InputUnknown, word, message, &known, "the inputs are");
                continue;
            };
            match condition::test(self.reader, &test, &self.decision.facts.inputs[at]) {
                Some(parsed) => {
                    when.conditions.push((test.key.to_owned(), parsed));
                    when.tests.push(narrow(&(test.key_span.start..test.span.end)));
                }
                None => self.sound = false,
            }
        }
        when
    }

    pub(super) fn never(&mut self, item: &Item) {
        const KEYS: [&str; 2] = ["when", "because"];
        for (header, items) in self.reader.tables(item) {
            let find = |key: &str| items.iter().find(|item| item.key == key);
            for key in items.iter().filter(|key| !KEYS.contains(&key.key)) {
                self.rule_key(key, &KEYS);
            }
            let because = self.because(find("because"), &header, "what never happens");
            let Some(item) = find("when") else {
                self.sound = false;
                self.reader.invalid(&header, "`[[never]]` has no conditions", "add `when = { input = \"value\" }`");
                continue;
            };
            let when = self.when(item).conditions;
            self.decision.facts.never.push(Never { when, because });
            self.decision.spans.never.push(narrow(&item.span));
        }
    }

    pub(super) fn otherwise(&mut self, item: &Item) {
        const KEYS: [&str; 2] = ["then", "because"];
        let items = self.reader.table(item);
        let find = |key: &str| items.iter().find(|item| item.key == key);
        for key in items.iter().filter(|key| !KEYS.contains(&key.key)) {
            self.reader.unknown_key(key, "`[otherwise]`", &KEYS);
        }
        let because = self.because(find("because"), &item.key_span, "`[otherwise]`");
        let Some(then) = find("then") else {
            self.sound = false;
            self.reader.invalid(&item.key_span, "`[otherwise]` recommends nothing", "add `then = \"option\"`");
            return;
        };
        match self.option_id(then) {
            Some(then) => self.decision.facts.otherwise = Some(Otherwise { then, because }),
            None => self.sound = false,
        }
    }

    pub(super) fn priority(&mut self, item: Option<&Item>) {
        let ranked = self.decision.facts.hit_policy == HitPolicy::Priority;
        let Some(item) = item else {
            if ranked {
                let span = self.decision.spans.hit_policy.clone();
                let span = span.start as usize..span.end as usize;
                let help = "add `priority = [\"first\", \"second\"]`: options from the first to the last rank";
                self.reader.invalid(&span, "the hit policy `priority` needs ranks", help);
                self.sound = false;
            }
            return;
        };
        if !ranked {
            let message = "`priority` means nothing without `hit_policy = \"priority\"`";
            let help = "leave it out, or set the hit policy";
            self.reader.report(Code::UnknownKey, &item.key_span, message).help = Some(help.to_owned());
        }
        for (id, span) in self.reader.strings(item) {
            if self.decision.facts.priority.contains(&id) {
                self.reader.invalid(&span, format!("`{id}` has two ranks"), "leave one of them out");
            } else if self.known_option(&id, &span) {
                self.decision.facts.priority.push(id);
            }
        }
    }
}

fn line_of(text: &str, at: usize) -> u32 {
    let before = text.as_bytes().iter().take(at);
    u32::try_from(before.filter(|byte| **byte == b'\n').count() + 1).unwrap_or(u32::MAX)
}
