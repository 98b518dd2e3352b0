//! `decisions.lock`: what each verdict and rule said, and what its evidence said, when somebody last looked.
//!
//! One sorted line for each pair of a statement and a section, so that merges are merges of lines:
//! `go-or-python/concurrency/go  concurrency/model.md#goroutines  2026-11-24  strong  s1:9f1c27ab03de5512`. The file is
//! written when a review is accepted, and never by a build.
//!
//! Not here: how a section becomes a digest (`markdown`), where evidence leads (`site`): callers give both.

mod findings;
mod redate;

pub use findings::findings;
pub use redate::redate;

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::export::State;
use super::{EvidenceLink, Fact, Facts, Statement};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::path::SourcePath;

/// The lines of `decisions.lock`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// By the address of the statement and that of the section.
    lines: BTreeMap<(String, String), Line>,
}

/// What was seen when a statement and a section were read side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The day.
    pub date: Date,
    /// The word of the verdict, or the id of the rule's option.
    pub says: String,
    /// The digest of the section, with the version of how it is made: `s1:9f1c27ab03de5512`.
    pub digest: String,
}

/// A section that evidence leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its address below the content folder: `concurrency/model.md#goroutines`.
    pub address: String,
    /// The digest of what it says now, as in [`Line::digest`].
    pub digest: String,
}

/// Gives a link of a verdict or rule its section; none if the link is broken.
pub type Sections<'a> = &'a dyn Fn(&EvidenceLink) -> Option<Section>;

impl Lock {
    /// Reads the file. A line that cannot be read is a finding and is left out; of two lines for the same pair, which
    /// merges can leave behind, the one with the later date counts.
    pub fn parse(source: &SourcePath, text: &str) -> (Lock, Vec<Diagnostic>) {
        let mut lock = Lock::default();
        let mut findings = Vec::new();
        let mut start = 0;
        for written in text.split_inclusive('\n') {
            let range = start..start + written.trim_end().len();
            start += written.len();
            let parts: Vec<&str> = written.trim_start_matches('\u{feff}').split_whitespace().collect();
            match parts.as_slice() {
                [] => {}
                [first, ..] if first.starts_with('#') => {}
                [fact, evidence, date, says, digest] if date.parse::<Date>().is_ok() && digest.contains(':') => {
                    let date = date.parse().unwrap_or(Date::MIN);
                    let line = Line { date, says: (*says).to_owned(), digest: (*digest).to_owned() };
                    let key = ((*fact).to_owned(), (*evidence).to_owned());
                    match lock.lines.get(&key) {
                        Some(known) if known.date > date => {}
                        _ => drop(lock.lines.insert(key, line)),
                    }
                }
                [first, ..] => {
                    let conflict = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].contains(first);
                    let (message, help) = if conflict {
                        (
                            "a merge is not finished here",
                            "keep the lines of both sides and remove the marks between them",
                        )
                    } else {
                        ("this is no line of a review", "a line has: statement, section, date, what it says, digest")
                    };
                    let span = Span::new(source, range);
                    findings.push(Diagnostic::new(Code::InvalidDecision, span, message).help(help));
                }
            }
        }
        (lock, findings)
    }

    /// The file: sorted, one line for each pair.
    pub fn text(&self) -> String {
        let line = |((fact, evidence), line): (&(String, String), &Line)| {
            format!("{fact}  {evidence}  {}  {}  {}\n", line.date, line.says, line.digest)
        };
        self.lines.iter().map(line).collect()
    }

    /// What was seen of a statement and a section, by their addresses.
    pub fn get(&self, fact: &str, section: &str) -> Option<&Line> {
        self.lines.get(&(fact.to_owned(), one_word(section)))
    }

    /// The sections that were seen with a statement.
    pub fn of<'a>(&'a self, fact: &'a str) -> impl Iterator<Item = (&'a str, &'a Line)> {
        let from = (fact.to_owned(), String::new());
        self.lines.range(from..).take_while(move |((one, _), _)| one == fact).map(|((_, at), line)| (at.as_str(), line))
    }

    /// Records that a statement was read beside these sections, all that it has. What it rested on before is forgotten.
    pub fn accept(&mut self, facts: &Facts, statement: &Statement, sections: &[Section], date: Date) {
        let address = facts.address(&statement.fact);
        self.lines.retain(|(fact, _), _| *fact != address);
        for section in sections {
            let line = Line { date, says: statement.says.to_owned(), digest: section.digest.clone() };
            self.lines.insert((address.clone(), one_word(&section.address)), line);
        }
    }

    /// Forgets what no decision says any more; `known` are the addresses of all statements.
    pub fn keep_only(&mut self, known: impl Fn(&str) -> bool) {
        self.lines.retain(|(fact, _), _| known(fact));
    }

    /// Whether anything of this decision was reviewed.
    pub fn knows(&self, facts: &Facts) -> bool {
        let prefix = format!("{}/", facts.id);
        self.lines
            .range((prefix.clone(), String::new())..)
            .next()
            .is_some_and(|((fact, _), _)| fact.starts_with(&prefix))
    }

    /// Whether a statement and one of its sections are as they were.
    fn state(&self, address: &str, says: &str, section: &Section) -> State {
        match self.get(address, &section.address) {
            None => State::Unreviewed,
            Some(line) if line.says != says => State::Changed,
            Some(line) if line.digest == section.digest => State::Current,
            // Digests made in different ways say nothing about each other.
            Some(line) if version(&line.digest) != version(&section.digest) => State::Unreviewed,
            Some(_) => State::Changed,
        }
    }
}

/// An address as one word of a line.
fn one_word(address: &str) -> String {
    address.replace(char::is_whitespace, "%20")
}

fn version(digest: &str) -> &str {
    digest.split_once(':').map_or("", |(version, _)| version)
}

/// Whether a verdict or rule, and what it rests on, are as they were when somebody last looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewed {
    /// The verdict or rule.
    pub fact: Fact,
    /// Its state: changed if any of its links is, then unreviewed if any is, or if it has none.
    pub state: State,
    /// The state of each of its links, in order; none for a broken one.
    pub links: Vec<Option<State>>,
}

/// The states of all verdicts and rules, in the order of [`Facts::statements`].
pub fn states(facts: &Facts, lock: &Lock, sections: Sections) -> Vec<Reviewed> {
    let state = |statement: Statement| {
        let address = facts.address(&statement.fact);
        let link = |(index, target): (usize, &String)| {
            let section = sections(&EvidenceLink { fact: statement.fact.clone(), index, target })?;
            Some(lock.state(&address, statement.says, &section))
        };
        let links: Vec<Option<State>> = statement.evidence.iter().enumerate().map(link).collect();
        let state = links.iter().flatten().copied().max().unwrap_or(State::Unreviewed);
        Reviewed { fact: statement.fact, state, links }
    };
    facts.statements().map(state).collect()
}

#[cfg(test)]
mod tests;
