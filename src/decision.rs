//! Decisions: a table of verdicts with evidence, and rules that lead a reader to one option.
//!
//! Enter at [`parse`] for one file, then [`analyse`] for what its rules leave open or say twice, and [`evaluate`] for
//! the answer to a reader's picks. A decision depends on its file alone. Its [`Facts`] carry no place in the file;
//! their [`Spans`] stand beside them in the same shape, so that an edit that only moves text leaves the facts equal.
//!
//! Always true: options, criteria, inputs and rules stand in the order of the file; a criterion has one place for each
//! option, in the order of the options. Ids are kept as written even where nothing has them (that is a finding).
//!
//! Not here: where evidence leads (`site/links.rs`), the digests of its sections (`markdown`), how a decision's page
//! looks (the theme).

mod analysis;
mod boxes;
pub mod changes;
mod choices;
mod condition;
pub mod diff;
mod evaluate;
pub mod export;
pub mod lock;
mod parse;
mod read;
pub mod reference;
mod space;
mod spans;
pub mod summary;
mod table;
pub mod words;

pub use analysis::{Analysis, Complete, Overlap, analyse};
pub use choices::Choices;
pub use evaluate::{Answers, BadPick, Flip, Picks, RuleState, counterexample, evaluate};
pub use parse::parse;
pub use space::Band;
pub use spans::{CellSpans, CriterionSpans, RuleSpans, Spans};

use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Bound, Range};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::page::front_matter::{Period, Value};
use crate::path::SourcePath;

/// One decision file, read and understood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// The file.
    pub source: SourcePath,
    /// What it says.
    pub facts: Facts,
    /// Where each part stands.
    pub spans: Spans,
}

/// What a decision file says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// The file's name without `.toml`.
    pub id: String,
    /// The question that is decided.
    pub title: String,
    /// A shorter title for navigation.
    pub nav_title: Option<String>,
    /// One sentence on what is decided.
    pub description: Option<String>,
    /// The place among its neighbours in navigation.
    pub weight: Option<i64>,
    /// Not published yet.
    pub draft: bool,
    /// The topics of the whole decision; a criterion may have one of its own.
    pub topics: Vec<String>,
    /// When all of it was last reviewed (`last_reviewed_on`).
    pub reviewed: Option<Date>,
    /// How long a review holds.
    pub review_in: Option<Period>,
    /// What happens when several rules match.
    pub hit_policy: HitPolicy,
    /// The words that a verdict may use, from the worst to the best.
    pub scale: Vec<String>,
    /// What can be chosen.
    pub options: Vec<DecisionOption>,
    /// What the options are compared by, each with its verdicts.
    pub criteria: Vec<Criterion>,
    /// What a reader is asked.
    pub inputs: Vec<Input>,
    /// What follows from the answers.
    pub rules: Vec<Rule>,
    /// Cases that cannot happen.
    pub never: Vec<Never>,
    /// The answer where no rule matches.
    pub otherwise: Option<Otherwise>,
    /// Ids of options from the first to the last rank, for [`HitPolicy::Priority`].
    pub priority: Vec<String>,
    /// The author's own keys.
    pub extra: BTreeMap<String, Value>,
    /// Whether every input and rule could be read. If not, nothing is said about gaps and overlaps.
    pub sound: bool,
}

/// What happens when several rules match a case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HitPolicy {
    /// That never happens.
    #[default]
    Unique,
    /// The first of them in the file decides.
    First,
    /// All of them have the same answer.
    Any,
    /// The one whose option has the highest rank decides.
    Priority,
    /// All their options are answers.
    Collect,
}

impl HitPolicy {
    /// All of them, the default first.
    pub const ALL: [HitPolicy; 5] =
        [HitPolicy::Unique, HitPolicy::First, HitPolicy::Any, HitPolicy::Priority, HitPolicy::Collect];

    /// The word that a decision file uses.
    pub fn word(self) -> &'static str {
        match self {
            HitPolicy::Unique => "unique",
            HitPolicy::First => "first",
            HitPolicy::Any => "any",
            HitPolicy::Priority => "priority",
            HitPolicy::Collect => "collect",
        }
    }
}

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecisionOption {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Other words by which prose may name it.
    pub alias: Vec<String>,
    /// One sentence on it.
    pub description: Option<String>,
}

/// Something that the options are compared by: a row of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Criterion {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// One sentence on it.
    pub description: Option<String>,
    /// How much it counts: 0 ignore, 1 minor, 2 major, 3 decisive.
    pub weight: u8,
    /// The topic whose hub shows this row, and under which the matrix groups it.
    pub topic: Option<String>,
    /// The verdicts, one place for each of [`Facts::options`]; empty where the file has none.
    pub cells: Vec<Option<Cell>>,
}

/// A verdict on one option by one criterion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The word, as written: one of the scale, or `depends`.
    pub verdict: String,
    /// Its place on the scale, from 0; none for `depends`.
    pub rung: Option<u8>,
    /// Why, or on what it depends.
    pub note: Option<String>,
    /// Links to the sections that show it, as written.
    pub evidence: Vec<String>,
    /// When it was last reviewed, if not with the whole decision.
    pub reviewed: Option<Date>,
    /// How long its review holds, if not as long as the whole decision's.
    pub review_in: Option<Period>,
}

/// A question to the reader.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// Its id.
    pub id: String,
    /// What sentences call it: `workload` unless the file gives it a name.
    pub name: String,
    /// The question; its name, if the file has none.
    pub question: String,
    /// What the answer may be.
    pub domain: Domain,
}

/// What the answer to a question may be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Domain {
    /// One of some words.
    Enum {
        /// Each with what a reader sees, in the order of the file.
        values: Vec<InputValue>,
        /// Whether that order means something, so that rules may test ranges.
        ordered: bool,
    },
    /// Yes or no: [`InputValue`]s `true` and `false`.
    Boolean([InputValue; 2]),
    /// A whole number.
    Integer {
        /// The least one.
        min: Option<i64>,
        /// The greatest one.
        max: Option<i64>,
    },
    /// Any number.
    Number {
        /// The least one.
        min: Option<f64>,
        /// The greatest one.
        max: Option<f64>,
    },
    /// A day.
    Date {
        /// The first one.
        min: Option<Date>,
        /// The last one.
        max: Option<Date>,
    },
}

impl Domain {
    /// The words that may be picked; none for numbers and dates.
    pub fn values(&self) -> &[InputValue] {
        match self {
            Domain::Enum { values, .. } => values,
            Domain::Boolean(values) => values,
            _ => &[],
        }
    }

    /// The word by which a decision file names this kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Domain::Enum { .. } => "enum",
            Domain::Boolean(_) => "boolean",
            Domain::Integer { .. } => "integer",
            Domain::Number { .. } => "number",
            Domain::Date { .. } => "date",
        }
    }

    /// The least and the greatest value of a number or date.
    pub fn range(&self) -> (Option<Point>, Option<Point>) {
        match *self {
            Domain::Integer { min, max } => (min.map(Point::Integer), max.map(Point::Integer)),
            Domain::Number { min, max } => (min.map(Point::Number), max.map(Point::Number)),
            Domain::Date { min, max } => (min.map(Point::Date), max.map(Point::Date)),
            Domain::Enum { .. } | Domain::Boolean(_) => (None, None),
        }
    }
}

/// One of the words that may answer a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputValue {
    /// Its id.
    pub id: String,
    /// What a reader sees.
    pub label: String,
}

/// A number or a day.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub enum Point {
    /// A whole number.
    Integer(i64),
    /// Any number; never infinite, never "not a number".
    Number(f64),
    /// A day.
    Date(Date),
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Point::Integer(number) => write!(f, "{number}"),
            Point::Number(number) => write!(f, "{number}"),
            Point::Date(date) => write!(f, "{date}"),
        }
    }
}

/// What a rule asks of one input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Test {
    /// One of these words. `true` and `false` are words too.
    In(Vec<String>),
    /// None of these words.
    NotIn(Vec<String>),
    /// A number or date between two bounds.
    Between(Bound<Point>, Bound<Point>),
}

/// Tests of several inputs, all of which must hold; an input that is left out may have any value.
pub type Conditions = Vec<(String, Test)>;

/// If these tests hold, choose that option.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Its id; made from its number where the file has none.
    pub id: String,
    /// When it applies: ids of inputs and what they must be, in the order of the file.
    pub when: Conditions,
    /// The id of the option.
    pub then: String,
    /// The reason.
    pub because: String,
    /// Links to the sections that show it, as written.
    pub evidence: Vec<String>,
    /// The topic whose hub shows this rule.
    pub topic: Option<String>,
    /// When it was last reviewed, if not with the whole decision.
    pub reviewed: Option<Date>,
    /// How long its review holds, if not as long as the whole decision's.
    pub review_in: Option<Period>,
}

/// Cases that cannot happen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Never {
    /// Which ones.
    pub when: Conditions,
    /// The reason.
    pub because: String,
}

/// The answer where no rule matches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Otherwise {
    /// The id of the option.
    pub then: String,
    /// The reason.
    pub because: String,
}

/// A statement that can have evidence and a review: a verdict or a rule.
///
/// Printed as the fragment of its place on the decision's page: `concurrency/go`, `rule/data`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Fact {
    /// A verdict.
    Cell {
        /// The criterion's id.
        criterion: String,
        /// The option's id.
        option: String,
    },
    /// A rule, by its id.
    Rule(String),
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fact::Cell { criterion, option } => write!(f, "{criterion}/{option}"),
            Fact::Rule(rule) => write!(f, "rule/{rule}"),
        }
    }
}

/// One link from a verdict or rule to the section that shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct EvidenceLink<'a> {
    /// What it is evidence for.
    pub fact: Fact,
    /// Its place among the links of that fact.
    pub index: usize,
    /// The link as written, relative to the decision file.
    pub target: &'a str,
}

impl Facts {
    /// The option of that id.
    pub fn option(&self, id: &str) -> Option<&DecisionOption> {
        self.options.iter().find(|option| option.id == id)
    }

    /// The criterion of that id.
    pub fn criterion(&self, id: &str) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| criterion.id == id)
    }

    /// The input of that id.
    pub fn input(&self, id: &str) -> Option<&Input> {
        self.inputs.iter().find(|input| input.id == id)
    }

    /// The rule of that id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The verdict on an option by a criterion.
    pub fn cell(&self, criterion: &str, option: &str) -> Option<&Cell> {
        let column = self.options.iter().position(|one| one.id == option)?;
        self.criterion(criterion)?.cells.get(column)?.as_ref()
    }

    /// What a reader calls an option: its name, or the id itself where nothing has it.
    pub fn option_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.option(id).map_or(id, |option| &option.name)
    }

    /// The topics that the decision belongs to: its own, then those of its criteria and rules, each once.
    pub fn all_topics(&self) -> Vec<&str> {
        let of_criteria = self.criteria.iter().filter_map(|criterion| criterion.topic.as_deref());
        let of_rules = self.rules.iter().filter_map(|rule| rule.topic.as_deref());
        let mut topics: Vec<&str> = Vec::new();
        for topic in self.topics.iter().map(String::as_str).chain(of_criteria).chain(of_rules) {
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
        topics
    }

    /// The verdicts, row by row, each with its criterion and option.
    pub fn cells(&self) -> impl Iterator<Item = (&Criterion, &DecisionOption, &Cell)> {
        self.criteria.iter().flat_map(move |criterion| {
            let row = self.options.iter().zip(&criterion.cells);
            row.filter_map(move |(option, cell)| Some((criterion, option, cell.as_ref()?)))
        })
    }

    /// The verdicts row by row, then the rules: everything that can have evidence and a review.
    pub fn statements(&self) -> impl Iterator<Item = Statement<'_>> {
        let cells = self.cells().map(|(criterion, option, cell)| Statement {
            fact: Fact::Cell { criterion: criterion.id.clone(), option: option.id.clone() },
            says: &cell.verdict,
            evidence: &cell.evidence,
            reviewed: cell.reviewed.or(self.reviewed),
            review_in: cell.review_in.or(self.review_in),
        });
        let rules = self.rules.iter().map(|rule| Statement {
            fact: Fact::Rule(rule.id.clone()),
            says: &rule.then,
            evidence: &rule.evidence,
            reviewed: rule.reviewed.or(self.reviewed),
            review_in: rule.review_in.or(self.review_in),
        });
        cells.chain(rules)
    }

    /// The links of all verdicts and rules to the sections that show them, in the order of [`Facts::statements`].
    pub fn evidence(&self) -> impl Iterator<Item = EvidenceLink<'_>> {
        self.statements().flat_map(|statement| {
            let links = statement.evidence.iter().enumerate();
            let fact = statement.fact;
            links.map(move |(index, target)| EvidenceLink { fact: fact.clone(), index, target })
        })
    }

    /// The address of a statement among all decisions: `go-or-python/concurrency/go`.
    pub fn address(&self, fact: &Fact) -> String {
        format!("{}/{fact}", self.id)
    }
}

impl Decision {
    /// The links of all verdicts and rules to the sections that show them, each with the place of its text.
    pub fn evidence(&self) -> impl Iterator<Item = (EvidenceLink<'_>, Range<u32>)> {
        self.facts.evidence().map(|link| {
            let span = self.spans.evidence(&self.facts, &link.fact, link.index);
            (link, span)
        })
    }
}

/// A verdict or rule, seen as a statement that has evidence and is reviewed.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement<'a> {
    /// Which one.
    pub fact: Fact,
    /// What it says: the word of the verdict, or the id of the rule's option.
    pub says: &'a str,
    /// Its links, as written.
    pub evidence: &'a [String],
    /// When it was last reviewed, by itself or with the whole decision.
    pub reviewed: Option<Date>,
    /// How long that review holds.
    pub review_in: Option<Period>,
}

impl Statement<'_> {
    /// The day on which it must be reviewed again.
    pub fn due(&self) -> Option<Date> {
        Some(self.review_in?.after(self.reviewed?))
    }
}
