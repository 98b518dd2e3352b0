//! Where the parts of a decision stand in its file: the shape of the facts, with bytes in place of what they say.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Fact, Facts};

/// Where each part stands, list by list as in [`Facts`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spans {
    /// The keys at the top of the file, each with the bytes of its value.
    pub keys: Vec<(String, Range<u32>)>,
    /// The whole `hit_policy = "…"`; the start of the file if there is none.
    pub hit_policy: Range<u32>,
    /// The id of each option.
    pub options: Vec<Range<u32>>,
    /// Each criterion and its verdicts.
    pub criteria: Vec<CriterionSpans>,
    /// The id of each input.
    pub inputs: Vec<Range<u32>>,
    /// Each rule.
    pub rules: Vec<RuleSpans>,
    /// The conditions of each `[[never]]`.
    pub never: Vec<Range<u32>>,
}

/// Where a criterion stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CriterionSpans {
    /// Its id.
    pub id: Range<u32>,
    /// Its verdicts, one place for each option.
    pub cells: Vec<Option<CellSpans>>,
}

/// Where a verdict stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CellSpans {
    /// The option's id in the header of the cell.
    pub id: Range<u32>,
    /// The word, with its quotes.
    pub verdict: Range<u32>,
    /// Its own date of review.
    pub reviewed: Option<Range<u32>>,
    /// Each of its links, with its quotes.
    pub evidence: Vec<Range<u32>>,
}

/// Where a rule stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RuleSpans {
    /// The line of its header, counted from 1: messages about other rules name it.
    pub line: u32,
    /// Its id, with quotes; its header if it has none.
    pub id: Range<u32>,
    /// Its conditions as a whole.
    pub when: Range<u32>,
    /// Each test of its conditions, key and value.
    pub tests: Vec<Range<u32>>,
    /// Its option's id, with quotes.
    pub then: Range<u32>,
    /// Its own date of review.
    pub reviewed: Option<Range<u32>>,
    /// Each of its links, with its quotes.
    pub evidence: Vec<Range<u32>>,
}

impl Spans {
    /// The value of a key at the top of the file; the start of the file if the key is not there.
    pub fn key(&self, key: &str) -> Range<u32> {
        self.keys.iter().find(|(name, _)| name == key).map_or(0..0, |(_, span)| span.clone())
    }

    /// Where a verdict's word or a rule's id stands; the start of the file if it is not there.
    pub fn fact(&self, facts: &Facts, fact: &Fact) -> Range<u32> {
        match fact {
            Fact::Cell { .. } => self.cell(facts, fact).map(|cell| cell.verdict.clone()),
            Fact::Rule(_) => self.rule(facts, fact).map(|rule| rule.id.clone()),
        }
        .unwrap_or(0..0)
    }

    /// Where a link of a verdict or rule stands; the start of the file if it is not there.
    pub fn evidence(&self, facts: &Facts, fact: &Fact, index: usize) -> Range<u32> {
        let links = match fact {
            Fact::Cell { .. } => self.cell(facts, fact).map(|cell| &cell.evidence),
            Fact::Rule(_) => self.rule(facts, fact).map(|rule| &rule.evidence),
        };
        links.and_then(|links| links.get(index)).cloned().unwrap_or(0..0)
    }

    /// Where the date of review of a verdict or rule stands, if it has one of its own.
    pub fn reviewed(&self, facts: &Facts, fact: &Fact) -> Option<Range<u32>> {
        match fact {
            Fact::Cell { .. } => self.cell(facts, fact)?.reviewed.clone(),
            Fact::Rule(_) => self.rule(facts, fact)?.reviewed.clone(),
        }
    }

    fn cell(&self, facts: &Facts, fact: &Fact) -> Option<&CellSpans> {
        let Fact::Cell { criterion, option } = fact else { return None };
        let row = facts.criteria.iter().position(|one| one.id == *criterion)?;
        let column = facts.options.iter().position(|one| one.id == *option)?;
        self.criteria.get(row)?.cells.get(column)?.as_ref()
    }

    fn rule(&self, facts: &Facts, fact: &Fact) -> Option<&RuleSpans> {
        let Fact::Rule(id) = fact else { return None };
        self.rules.get(facts.rules.iter().position(|rule| rule.id == *id)?)
    }
}
