//! What can be said in short: which option when, where each is best or worst, and what weights say.
//!
//! Only exact statements. An option whose verdict depends has a range of points, never a guess.

use super::words::clause;
use super::{Cell, Criterion, Facts};

/// Which rules recommend an option.
#[derive(Clone, Debug, PartialEq)]
pub struct Short {
    /// The option's id.
    pub option: String,
    /// The conditions of its rules, each as a clause that can follow "choose it when".
    pub when: Vec<String>,
    /// The numbers of those rules, from 0.
    pub rules: Vec<usize>,
    /// Whether it is the answer where no rule matches.
    pub otherwise: bool,
}

/// The short answer: each option with the cases that its rules recommend it for, in the order of the options. Options
/// that nothing recommends are left out.
pub fn short(facts: &Facts) -> Vec<Short> {
    let one = |id: &str| {
        let rules: Vec<usize> = (0..facts.rules.len()).filter(|rule| facts.rules[*rule].then == id).collect();
        Short {
            option: id.to_owned(),
            when: rules.iter().map(|rule| clause(facts, &facts.rules[*rule].when)).collect(),
            otherwise: facts.otherwise.as_ref().is_some_and(|otherwise| otherwise.then == id),
            rules,
        }
    };
    let all = facts.options.iter().map(|option| one(&option.id));
    all.filter(|short| short.otherwise || !short.rules.is_empty()).collect()
}

/// Where an option stands out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The option's id.
    pub option: String,
    /// Ids of criteria by which it alone has the best verdict.
    pub best: Vec<String>,
    /// Ids of criteria by which its verdict is the lowest word of the scale.
    pub poor: Vec<String>,
}

/// Where each option stands out, in the order of the options.
pub fn profiles(facts: &Facts) -> Vec<Profile> {
    let ids = |wanted: &dyn Fn(&Criterion) -> bool| {
        facts.criteria.iter().filter(|one| wanted(one)).map(|one| one.id.clone()).collect()
    };
    let profile = |(column, option): (usize, &super::DecisionOption)| Profile {
        option: option.id.clone(),
        best: ids(&|criterion| alone_at_top(criterion, column)),
        poor: ids(&|criterion| rung(criterion, column) == Some(0)),
    };
    facts.options.iter().enumerate().map(profile).collect()
}

fn rung(criterion: &Criterion, column: usize) -> Option<u8> {
    criterion.cells.get(column)?.as_ref()?.rung
}

/// Whether one option is better than all others by this criterion, whatever a verdict that depends turns out to be.
fn alone_at_top(criterion: &Criterion, column: usize) -> bool {
    let Some(mine) = rung(criterion, column) else { return false };
    let others = (0..criterion.cells.len()).filter(|other| *other != column);
    let mut compared = 0;
    let above = others.into_iter().all(|other| {
        compared += 1;
        rung(criterion, other).is_some_and(|rung| rung < mine)
    });
    above && compared > 0
}

/// Points of an option; a verdict that depends, or is missing, may be worth any number of steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// The option's id.
    pub option: String,
    /// The least points it can have.
    pub low: u32,
    /// The most.
    pub high: u32,
}

/// What weights say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    /// The points, highest first: the weight of each criterion times the steps of its verdict above the lowest.
    pub totals: Vec<Total>,
    /// The option that has more points than any other can have.
    pub leader: Option<String>,
    /// For each word of the scale, the best first: the summed weight of the criteria by which an option has that word
    /// or a better one.
    pub rungs: Vec<Rung>,
    /// Whether the leader is ahead or level on every word of the scale, so that the worth of a step does not count.
    pub robust: bool,
    /// How many single changes of a weight were tried: each criterion with each other weight.
    pub tried: usize,
    /// Those that end the lead.
    pub ends: Vec<WeightChange>,
}

/// The summed weight at or above one word of the scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rung {
    /// The word.
    pub word: String,
    /// For each option, in their order, the least and the greatest summed weight.
    pub weights: Vec<(u32, u32)>,
}

/// A change of one weight that ends the lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeightChange {
    /// The criterion's id.
    pub criterion: String,
    /// Its weight as the file has it.
    pub from: u8,
    /// The other weight.
    pub to: u8,
    /// The points then, highest first.
    pub totals: Vec<Total>,
}

/// Adds up the verdicts by the weights of the file.
pub fn weights(facts: &Facts) -> Weights {
    let own: Vec<u8> = facts.criteria.iter().map(|criterion| criterion.weight).collect();
    let now = totals(facts, &own);
    let leader = leader(&now);
    let rungs = rungs(facts, &own);
    let robust = leader.as_ref().is_some_and(|leader| {
        let column = facts.options.iter().position(|option| option.id == *leader).unwrap_or(0);
        let ahead = |rung: &Rung| {
            let mine = rung.weights[column].0;
            rung.weights.iter().enumerate().all(|(at, other)| at == column || other.1 <= mine)
        };
        rungs.iter().all(ahead)
    });
    let mut tried = 0;
    let mut ends = Vec::new();
    for (at, criterion) in facts.criteria.iter().enumerate().filter(|_| leader.is_some()) {
        for to in (0..=3).filter(|weight| *weight != criterion.weight) {
            tried += 1;
            let mut changed = own.clone();
            changed[at] = to;
            let then = totals(facts, &changed);
            if self::leader(&then) != leader {
                ends.push(WeightChange { criterion: criterion.id.clone(), from: criterion.weight, to, totals: then });
            }
        }
    }
    Weights { totals: now, leader, rungs, robust, tried, ends }
}

fn totals(facts: &Facts, weights: &[u8]) -> Vec<Total> {
    let top = u32::try_from(facts.scale.len().saturating_sub(1)).unwrap_or(0);
    let total = |(column, option): (usize, &super::DecisionOption)| {
        let mut total = Total { option: option.id.clone(), low: 0, high: 0 };
        for (criterion, weight) in facts.criteria.iter().zip(weights) {
            let steps = rung(criterion, column).map_or((0, top), |rung| (u32::from(rung), u32::from(rung)));
            total.low += u32::from(*weight) * steps.0;
            total.high += u32::from(*weight) * steps.1;
        }
        total
    };
    let mut totals: Vec<Total> = facts.options.iter().enumerate().map(total).collect();
    totals.sort_by_key(|total| std::cmp::Reverse((total.low, total.high)));
    totals
}

fn leader(totals: &[Total]) -> Option<String> {
    let ahead = |one: &&Total| totals.iter().all(|other| other.option == one.option || other.high < one.low);
    totals.iter().find(ahead).filter(|_| totals.len() > 1).map(|total| total.option.clone())
}

fn rungs(facts: &Facts, weights: &[u8]) -> Vec<Rung> {
    let sum = |column: usize, at: usize| {
        facts.criteria.iter().zip(weights).fold((0, 0), |(low, high), (criterion, weight)| {
            let reaches = rung(criterion, column).map(|rung| usize::from(rung) >= at);
            let weight = u32::from(*weight);
            (
                low + if reaches == Some(true) { weight } else { 0 },
                high + if reaches == Some(false) { 0 } else { weight },
            )
        })
    };
    // Every verdict is at or above the lowest word: that says nothing.
    let words = facts.scale.iter().enumerate().skip(1).rev();
    words
        .map(|(at, word)| Rung {
            word: word.clone(),
            weights: (0..facts.options.len()).map(|column| sum(column, at)).collect(),
        })
        .collect()
}

/// The verdicts of one option, criterion by criterion.
pub fn column<'a>(facts: &'a Facts, option: &str) -> Vec<(&'a Criterion, Option<&'a Cell>)> {
    let Some(column) = facts.options.iter().position(|one| one.id == option) else { return Vec::new() };
    facts.criteria.iter().map(|criterion| (criterion, criterion.cells.get(column).and_then(Option::as_ref))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::parse::tests::example;

    #[test]
    fn the_short_answer_groups_rules_by_option() {
        let facts = example().facts;
        let short = short(&facts);
        assert_eq!(short.iter().map(|one| one.option.as_str()).collect::<Vec<_>>(), ["go", "python", "split"]);
        assert_eq!(short[0].rules, [3, 5, 6, 7, 11]);
        assert_eq!(short[0].when[0], "the libraries are “yes, only in Go”");
    }

    #[test]
    fn an_option_stands_out_where_it_alone_is_best() {
        let profiles = profiles(&example().facts);
        // Start-up depends for one option: nobody is sure to be best.
        assert_eq!(profiles[0].best, ["concurrency", "artifact", "checking"]);
        assert_eq!(profiles[0].poor, ["ml"]);
        assert_eq!(profiles[1].best, ["iteration"]);
        assert_eq!(profiles[2].poor, ["iteration"]);
    }

    #[test]
    fn weights_say_what_the_manual_says() {
        let weights = weights(&example().facts);
        let total = |option: &str, low, high| Total { option: option.to_owned(), low, high };
        assert_eq!(weights.totals, [total("go", 26, 26), total("python", 20, 20), total("split", 16, 19)]);
        assert_eq!(weights.leader.as_deref(), Some("go"));
        let rungs: Vec<(&str, u32, u32)> =
            weights.rungs.iter().map(|rung| (rung.word.as_str(), rung.weights[0].0, rung.weights[1].0)).collect();
        assert_eq!(rungs, [("strong", 6, 4), ("good", 10, 4), ("fair", 10, 12)]);
        assert!(!weights.robust);
        assert_eq!((weights.tried, weights.ends.len()), (18, 1));
        let end = &weights.ends[0];
        assert_eq!((end.criterion.as_str(), end.from, end.to), ("concurrency", 3, 0));
        assert_eq!((end.totals[0].low, end.totals[1].low), (17, 17));
    }
}
