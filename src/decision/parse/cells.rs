//! Verdicts: `[cell.CRITERION.OPTION]`, and what a full matrix lacks.

use std::ops::Range;

use jiff::civil::Date;

use super::{DEPENDS, Parsing};
use crate::decision::read::{Item, narrow};
use crate::decision::{Cell, CellSpans};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::page::front_matter::Period;

/// What verdicts and rules have in common.
#[derive(Default)]
pub(super) struct Proof {
    pub(super) evidence: Vec<String>,
    pub(super) evidence_spans: Vec<Range<u32>>,
    pub(super) reviewed: Option<Date>,
    pub(super) reviewed_span: Option<Range<u32>>,
    pub(super) review_in: Option<Period>,
}

impl Parsing<'_, '_> {
    /// Reads all verdicts, then reports the places of the matrix that are left empty.
    pub(super) fn cells(&mut self, item: Option<&Item>) {
        // A place that the file fills badly has its finding already.
        let mut touched = Vec::new();
        for row in item.map_or_else(Vec::new, |item| self.reader.table(item)) {
            let criteria: Vec<&str> = self.decision.facts.criteria.iter().map(|one| &*one.id).collect();
            let Some(at) = criteria.iter().position(|id| *id == row.key) else {
                let message = format!("there is no criterion `{}`", row.key);
                let word = (row.key, &row.key_span);
                self.reader.unknown(Code::CriterionUnknown, word, message, &criteria, "the criteria are");
                continue;
            };
            for column in self.reader.table(&row) {
                if !self.known_option(column.key, &column.key_span) {
                    continue;
                }
                let position = self.decision.facts.options.iter().position(|option| option.id == column.key);
                let Some(to) = position else { continue };
                touched.push((at, to));
                if let Some((cell, spans)) = self.cell(&column, row.key) {
                    self.decision.facts.criteria[at].cells[to] = Some(cell);
                    self.decision.spans.criteria[at].cells[to] = Some(spans);
                }
            }
        }
        self.missing_verdicts(&touched);
    }

    fn missing_verdicts(&mut self, touched: &[(usize, usize)]) {
        let Parsing { reader, decision, .. } = self;
        for (at, (criterion, spans)) in decision.facts.criteria.iter().zip(&decision.spans.criteria).enumerate() {
            for (to, option) in decision.facts.options.iter().enumerate() {
                if criterion.cells[to].is_none() && !touched.contains(&(at, to)) {
                    let message = format!("`{}` has no verdict on `{}`", criterion.id, option.id);
                    let help = format!("add `[cell.{}.{}]` with a `verdict`", criterion.id, option.id);
                    let span = Span { file: decision.source.clone(), range: spans.id.clone() };
                    reader.findings.push(Diagnostic::new(Code::VerdictMissing, span, message).help(help));
                }
            }
        }
    }

    fn cell(&mut self, item: &Item, criterion: &str) -> Option<(Cell, CellSpans)> {
        const KEYS: [&str; 6] = ["verdict", "note", "evidence", "reviewed", "review_in", "last_reviewed_on"];
        let items = self.reader.table(item);
        let find = |key: &str| items.iter().find(|item| item.key == key);
        for key in items.iter().filter(|key| !KEYS.contains(&key.key)) {
            self.reader.unknown_key(key, "a verdict", &KEYS);
        }
        let Some(word) = find("verdict") else {
            let message = format!("`{criterion}` has no verdict on `{}`", item.key);
            let help = format!("add `verdict`: {}", self.scale_words());
            self.reader.report(Code::VerdictMissing, &item.key_span, message).help = Some(help);
            return None;
        };
        let verdict = self.reader.string(word)?;
        let rung = self.decision.facts.scale.iter().position(|one| *one == verdict);
        if rung.is_none() && verdict != DEPENDS {
            let mut known: Vec<&str> = self.decision.facts.scale.iter().map(String::as_str).collect();
            known.push(DEPENDS);
            let message = format!("`{verdict}` is not on the scale");
            self.reader.unknown(Code::VerdictUnknown, (&verdict, &word.span), message, &known, "write one of");
        }
        let note = find("note").and_then(|item| self.reader.prose(item));
        if verdict == DEPENDS && note.is_none() {
            let help = "add a `note` that says on what";
            self.reader.invalid(&word.span, "a verdict that depends must say on what", help);
        }
        let what = format!("the verdict of `{criterion}` on `{}`", item.key);
        let proof = self.proof(&items, &word.span, &what);
        let cell = Cell {
            verdict,
            rung: rung.and_then(|rung| u8::try_from(rung).ok()),
            note,
            evidence: proof.evidence,
            reviewed: proof.reviewed,
            review_in: proof.review_in,
        };
        let spans = CellSpans {
            id: narrow(&item.key_span),
            verdict: narrow(&word.span),
            reviewed: proof.reviewed_span,
            evidence: proof.evidence_spans,
        };
        Some((cell, spans))
    }

    fn scale_words(&self) -> String {
        let scale = self.decision.facts.scale.iter().map(String::as_str).chain([DEPENDS]);
        crate::decision::read::list(&scale.collect::<Vec<_>>())
    }

    /// Reads evidence and review of a verdict or rule.
    pub(super) fn proof(&mut self, items: &[Item], place: &Range<usize>, what: &str) -> Proof {
        let mut proof = Proof::default();
        let find = |key: &str| items.iter().find(|item| item.key == key);
        if let Some(item) = find("reviewed").or_else(|| find("last_reviewed_on")) {
            proof.reviewed = self.reader.date(item);
            proof.reviewed_span = Some(narrow(&item.span));
        }
        proof.review_in = find("review_in").and_then(|item| self.reader.period(item));
        let written = find("evidence").map_or_else(Vec::new, |item| self.reader.strings(item));
        if written.is_empty() {
            let help = "add `evidence = [\"../page.md#heading\"]`, the section that shows it";
            self.reader.report(Code::EvidenceMissing, place, format!("{what} has no evidence")).help =
                Some(help.to_owned());
        }
        for (link, span) in written {
            if link.contains("://") {
                let help = "put the source into a section of the guide, and link to that section";
                self.reader.invalid(&span, format!("evidence must be a section of this site, not `{link}`"), help);
                continue;
            }
            if proof.evidence.contains(&link) {
                self.reader.invalid(&span, format!("`{link}` stands here twice"), "leave one of them out");
                continue;
            }
            if link.split_once('#').is_none_or(|(_, anchor)| anchor.is_empty()) {
                let message = format!("`{link}` is a whole page, not a section");
                let help = format!("name the heading that shows it: `{}#heading`", link.trim_end_matches('#'));
                self.reader.report(Code::EvidenceTooWide, &span, message).help = Some(help);
            }
            proof.evidence.push(link);
            proof.evidence_spans.push(narrow(&span));
        }
        proof
    }
}
