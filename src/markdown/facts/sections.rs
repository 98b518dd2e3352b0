//! Headings, once the whole text is known: their ids, and the digest of what each section says.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::super::ids::{self, Ids};
use super::super::{Heading, Parsed};
use super::{Code, Diagnostic, Reader, Reading, trimmed};

impl<'a> Reader<'a> {
    pub(super) fn finish(mut self, undefined: Vec<(Range<usize>, String)>) -> Reading {
        self.boundary();
        for (mut range, label) in undefined {
            if self.text.get(range.end..).is_some_and(|rest| rest.starts_with("[]")) {
                range.end += 2;
            }
            let message = format!("no link is defined for `{label}`");
            let help = format!("define it on a line of its own: `[{label}]: page.md`");
            self.report(Code::UndefinedReference, range, message, help);
        }
        let ids = self.give_ids();
        let says = self.says();
        for ((draft, id), says) in self.drafts.iter().zip(ids).zip(says) {
            let text = self.plain.get(draft.text.clone()).unwrap_or_default().trim().to_owned();
            self.facts.headings.push(Heading { level: draft.level, id, text, says });
            self.spans.headings.push(self.place(trimmed(self.text, draft.line.clone())));
        }
        Reading { parsed: Parsed { facts: self.facts, spans: self.spans }, findings: self.findings }
    }

    /// The ids of the headings. Those that are written out come first, in the order of the page; the others take
    /// what is left.
    pub(super) fn give_ids(&mut self) -> Vec<String> {
        let mut ids = Ids::default();
        let mut first: HashMap<&str, &Range<usize>> = HashMap::new();
        let mut twice = Vec::new();
        for (id, range) in &self.ids {
            match first.get(id.as_str()) {
                Some(first) => twice.push((id.clone(), range.clone(), (*first).clone())),
                None => {
                    first.insert(id, range);
                    ids.take(id);
                }
            }
        }
        for (id, range, first) in twice {
            let finding =
                Diagnostic::new(Code::DuplicateId, self.span(range), format!("the id `{id}` is there already"))
                    .also(self.span(first), "first given here")
                    .help("give one of them another id");
            self.findings.push(finding);
        }
        for number in 1..=self.footnotes {
            for id in [format!("fn-{number}"), format!("fnref-{number}")] {
                if ids.take(&id) {
                    self.facts.anchors.push(id);
                }
            }
        }
        if let (Some(title), None) = (&self.facts.title, &self.facts.title_id) {
            self.facts.title_id = Some(ids.unique(ids::slug(title)));
        }
        let mut given: HashSet<&str> = HashSet::new();
        let mut all = Vec::with_capacity(self.drafts.len());
        for draft in &self.drafts {
            let id = match &draft.id {
                Some(id) if given.insert(id) => id.clone(),
                Some(id) => ids.unique(id.clone()),
                None => {
                    let text = self.plain.get(draft.text.clone()).unwrap_or_default();
                    ids.unique(ids::slug(text))
                }
            };
            all.push(id);
        }
        all
    }

    /// The digest of what each section says: that of its own text, and of the sections below it.
    pub(super) fn says(&self) -> Vec<u64> {
        let mut own = Vec::with_capacity(self.drafts.len());
        let mut words = Vec::new();
        for (index, draft) in self.drafts.iter().enumerate() {
            let next = self.drafts.get(index + 1);
            let end = next.map_or(self.plain.len(), |next| next.text.start);
            let links = draft.links..next.map_or(self.facts.links.len(), |next| next.links);
            normal(self.plain.get(draft.text.start..end).unwrap_or_default(), &mut words);
            for link in self.facts.links.get(links).unwrap_or_default() {
                words.push(0);
                words.extend_from_slice(link.target.as_bytes());
            }
            own.push(first_eight(blake3::hash(&words).as_bytes()));
        }
        let level = |index: usize| self.drafts.get(index).map_or(0, |draft| draft.level);
        let below = |index: usize| (index + 1..own.len()).take_while(move |next| level(*next) > level(index));
        (0..own.len())
            .map(|index| {
                let mut parts = below(index).peekable();
                if parts.peek().is_none() {
                    return own[index];
                }
                let mut digest = blake3::Hasher::new();
                digest.update(&own[index].to_le_bytes());
                for part in parts {
                    digest.update(&own[part].to_le_bytes());
                }
                first_eight(digest.finalize().as_bytes())
            })
            .collect()
    }
}

fn first_eight(digest: &[u8; 32]) -> u64 {
    digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// The words of a text, one blank between them, in place of what `into` held.
fn normal(text: &str, into: &mut Vec<u8>) {
    into.clear();
    into.resize(text.len(), 0);
    let mut length = 0;
    let mut word_before = false;
    // Without a branch: this sees every letter of the site.
    for byte in text.bytes() {
        let word = byte > b' ';
        if let Some(place) = into.get_mut(length) {
            *place = if word { byte } else { b' ' };
        }
        length += usize::from(word | word_before);
        word_before = word;
    }
    into.truncate(length);
    if into.last() == Some(&b' ') {
        into.pop();
    }
}
