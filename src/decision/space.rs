//! What rules can tell apart: each input cut into values or bands.
//!
//! A number or date is cut at every bound that a condition uses, and only there. Whole numbers and days have
//! neighbours, so `<= 31 March` and `>= 1 April` meet in one cut and leave nothing between them; other numbers do not,
//! so `<= 1` and `> 1` meet, and `< 1` and `> 1` leave the band that holds 1 alone.

use std::ops::Bound;

use jiff::civil::Date;

use super::{Conditions, Domain, Facts, Input, Point, Test};

/// A place on an ordered input, just before or just after a value.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
struct Cut {
    at: Point,
    after: bool,
}

impl Cut {
    fn before(at: Point) -> Cut {
        Cut { at, after: false }
    }

    /// After a whole number or day is before the next one, if there is a next one.
    fn after(at: Point) -> Cut {
        let next = match at {
            Point::Integer(number) => number.checked_add(1).map(Point::Integer),
            Point::Date(date) => date.tomorrow().ok().map(Point::Date),
            Point::Number(_) => None,
        };
        next.map_or(Cut { at, after: true }, Cut::before)
    }

    fn of_low(bound: Bound<Point>, domain: &Domain) -> Cut {
        match bound {
            Bound::Included(at) => Cut::before(at),
            Bound::Excluded(at) => Cut::after(at),
            Bound::Unbounded => Interval::of(domain).low,
        }
    }

    fn of_high(bound: Bound<Point>, domain: &Domain) -> Cut {
        match bound {
            Bound::Included(at) => Cut::after(at),
            Bound::Excluded(at) => Cut::before(at),
            Bound::Unbounded => Interval::of(domain).high,
        }
    }
}

/// What lies between two cuts; nothing, unless the first is before the second.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Interval {
    low: Cut,
    high: Cut,
}

impl Interval {
    /// All that an input may be.
    fn of(domain: &Domain) -> Interval {
        let (min, max) = match domain {
            Domain::Integer { .. } => (Point::Integer(i64::MIN), Point::Integer(i64::MAX)),
            Domain::Date { .. } => (Point::Date(Date::MIN), Point::Date(Date::MAX)),
            _ => (Point::Number(f64::NEG_INFINITY), Point::Number(f64::INFINITY)),
        };
        let (low, high) = domain.range();
        Interval { low: Cut::before(low.unwrap_or(min)), high: Cut::after(high.unwrap_or(max)) }
    }

    fn between(low: Bound<Point>, high: Bound<Point>, domain: &Domain) -> Interval {
        let all = Interval::of(domain);
        let (low, high) = (Cut::of_low(low, domain), Cut::of_high(high, domain));
        Interval { low: if low < all.low { all.low } else { low }, high: if high > all.high { all.high } else { high } }
    }

    fn is_empty(&self) -> bool {
        self.low >= self.high
    }

    fn holds(&self, other: &Interval) -> bool {
        self.low <= other.low && other.high <= self.high
    }

    fn holds_point(&self, at: Point) -> bool {
        self.low <= Cut::before(at) && Cut { at, after: true } <= self.high
    }
}

/// Whether no value of the domain lies between these bounds.
pub(super) fn is_empty(low: Bound<Point>, high: Bound<Point>, domain: &Domain) -> bool {
    Interval::between(low, high, domain).is_empty()
}

/// One of the values or bands of an input that rules can tell apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// A value that stands for it: a word, or the lowest number or day of the band where there is a lowest one.
    pub id: String,
    /// The band as messages show it: the word, `0..999`, `1000..`.
    pub text: String,
    /// The band as readers see it: the words for the value, `0 to 999`, `1000 or more`.
    pub label: String,
}

/// An input, cut.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    /// For words, their ids and labels; for a number or date, its bands in order.
    parts: Parts,
}

#[derive(Clone, Debug)]
enum Parts {
    Words(Vec<(String, String)>),
    Bands { all: Interval, bands: Vec<Interval> },
}

impl Axis {
    /// Cuts an input where these conditions do.
    pub(super) fn new<'a>(input: &Input, conditions: impl Iterator<Item = &'a Conditions>) -> Axis {
        let values = input.domain.values();
        if !values.is_empty() || matches!(input.domain, Domain::Enum { .. }) {
            let words = values.iter().map(|value| (value.id.clone(), value.label.clone())).collect();
            return Axis { parts: Parts::Words(words) };
        }
        let all = Interval::of(&input.domain);
        let mut cuts = vec![all.low, all.high];
        for (_, test) in conditions.flatten().filter(|(id, _)| *id == input.id) {
            if let Test::Between(low, high) = test {
                let interval = Interval::between(*low, *high, &input.domain);
                cuts.extend([interval.low, interval.high].iter().filter(|cut| all.low < **cut && **cut < all.high));
            }
        }
        cuts.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
        cuts.dedup();
        let bands = cuts.windows(2).map(|pair| Interval { low: pair[0], high: pair[1] }).collect();
        Axis { parts: Parts::Bands { all, bands } }
    }

    /// How many values or bands there are.
    pub(super) fn len(&self) -> usize {
        match &self.parts {
            Parts::Words(words) => words.len(),
            Parts::Bands { bands, .. } => bands.len(),
        }
    }

    /// Which of them meet a test.
    pub(super) fn meets(&self, test: &Test, domain: &Domain) -> Vec<bool> {
        match (&self.parts, test) {
            (Parts::Words(words), Test::In(wanted)) => words.iter().map(|(id, _)| wanted.contains(id)).collect(),
            (Parts::Words(words), Test::NotIn(refused)) => words.iter().map(|(id, _)| !refused.contains(id)).collect(),
            (Parts::Bands { bands, .. }, Test::Between(low, high)) => {
                let interval = Interval::between(*low, *high, domain);
                bands.iter().map(|band| interval.holds(band)).collect()
            }
            // A test of another kind than its input: a finding of the parser, after which no table is made.
            _ => vec![false; self.len()],
        }
    }

    /// The value or band that holds what a reader picked.
    pub(super) fn find(&self, picked: &str, domain: &Domain) -> Option<usize> {
        match &self.parts {
            Parts::Words(words) => words.iter().position(|(id, _)| id == picked),
            Parts::Bands { bands, .. } => {
                let point = super::condition::point(picked, domain)?;
                bands.iter().position(|band| band.holds_point(point))
            }
        }
    }

    /// Each value or band, as pages show it.
    pub(super) fn bands(&self) -> Vec<Band> {
        match &self.parts {
            Parts::Words(words) => words
                .iter()
                .map(|(id, label)| Band { id: id.clone(), text: id.clone(), label: label.clone() })
                .collect(),
            Parts::Bands { all, bands } => bands
                .iter()
                .map(|band| Band { id: band.member(all).to_string(), text: band.text(all), label: band.label(all) })
                .collect(),
        }
    }

    /// What stands for one value or band in a concrete case.
    pub(super) fn member(&self, at: usize) -> String {
        match &self.parts {
            Parts::Words(words) => words.get(at).map(|(id, _)| id.clone()),
            Parts::Bands { all, bands } => bands.get(at).map(|band| band.member(all).to_string()),
        }
        .unwrap_or_default()
    }

    /// Several values or bands, as messages show them; neighbouring bands become one.
    pub(super) fn texts(&self, chosen: &[bool]) -> Vec<String> {
        match &self.parts {
            Parts::Words(words) => chosen_of(words, chosen).map(|(id, _)| id.clone()).collect(),
            Parts::Bands { all, .. } => self.runs(chosen).iter().map(|run| run.text(all)).collect(),
        }
    }

    /// The same as readers see them.
    pub(super) fn labels(&self, chosen: &[bool]) -> Vec<String> {
        match &self.parts {
            Parts::Words(words) => chosen_of(words, chosen).map(|(_, label)| label.clone()).collect(),
            Parts::Bands { all, .. } => self.runs(chosen).iter().map(|run| run.label(all)).collect(),
        }
    }

    /// The same as the right side of a condition in a decision file: all the words, or the first run of bands.
    pub(super) fn toml(&self, chosen: &[bool]) -> String {
        match &self.parts {
            Parts::Words(words) => {
                let words: Vec<String> = chosen_of(words, chosen).map(|(id, _)| id.clone()).collect();
                match words.as_slice() {
                    [one] if one == "true" || one == "false" => one.clone(),
                    [one] => format!("\"{one}\""),
                    _ => format!("[{}]", words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")),
                }
            }
            Parts::Bands { all, .. } => self.runs(chosen).first().map_or_else(String::new, |run| run.toml(all)),
        }
    }

    fn runs(&self, chosen: &[bool]) -> Vec<Interval> {
        let Parts::Bands { bands, .. } = &self.parts else { return Vec::new() };
        let mut runs: Vec<Interval> = Vec::new();
        for (band, _) in bands.iter().zip(chosen).filter(|(_, chosen)| **chosen) {
            match runs.last_mut() {
                Some(run) if run.high == band.low => run.high = band.high,
                _ => runs.push(*band),
            }
        }
        runs
    }
}

fn chosen_of<'a, T>(all: &'a [T], chosen: &'a [bool]) -> impl Iterator<Item = &'a T> {
    all.iter().zip(chosen).filter(|(_, chosen)| **chosen).map(|(one, _)| one)
}

/// An end of a band in words: the last value that belongs to it, or the value at which it stops.
#[derive(Clone, Copy)]
enum End {
    Open,
    With(Point),
    Without(Point),
}

impl Interval {
    /// Its ends; whole numbers and days always belong to the band.
    fn ends(&self, all: &Interval) -> (End, End) {
        let unbounded = |point: Point| match point {
            Point::Integer(number) => number == i64::MIN || number == i64::MAX,
            Point::Number(number) => number.is_infinite(),
            Point::Date(date) => date == Date::MIN || date == Date::MAX,
        };
        let low = match self.low {
            Cut { at, .. } if self.low == all.low && unbounded(at) => End::Open,
            Cut { at, after: false } => End::With(at),
            Cut { at, after: true } => End::Without(at),
        };
        let high = match self.high {
            Cut { at, .. } if self.high == all.high && unbounded(at) => End::Open,
            Cut { at, after: true } => End::With(at),
            Cut { at: Point::Integer(next), after: false } => End::With(Point::Integer(next.saturating_sub(1))),
            Cut { at: Point::Date(next), after: false } => {
                End::With(Point::Date(next.yesterday().unwrap_or(Date::MIN)))
            }
            Cut { at, after: false } => End::Without(at),
        };
        (low, high)
    }

    /// A value that stands for the band: the lowest where there is one, else the one nearest to zero or inside.
    fn member(&self, all: &Interval) -> Point {
        let zero = match self.low.at {
            Point::Integer(_) => Point::Integer(0),
            Point::Number(_) => Point::Number(0.0),
            Point::Date(_) => Point::Date(jiff::civil::date(2000, 1, 1)),
        };
        match self.ends(all) {
            (End::With(low), _) => low,
            (End::Open, _) if self.holds_point(zero) => zero,
            (_, End::With(high)) => high,
            (End::Without(Point::Number(low)), End::Without(Point::Number(high))) => {
                Point::Number(low + (high - low) / 2.0)
            }
            (End::Without(Point::Number(low)), End::Open) => Point::Number(low + low.abs().max(1.0)),
            (End::Open, End::Without(Point::Number(high))) => Point::Number(high - high.abs().max(1.0)),
            _ => zero,
        }
    }

    fn text(&self, all: &Interval) -> String {
        match self.ends(all) {
            (End::Open, End::Open) => "any".to_owned(),
            (End::With(low), End::With(high)) if low == high => low.to_string(),
            (low, high) if matches!(self.low.at, Point::Number(_)) => bracketed(low, high, ""),
            (End::Open, End::With(high) | End::Without(high)) => format!("..{high}"),
            (End::With(low) | End::Without(low), End::Open) => format!("{low}.."),
            (End::With(low) | End::Without(low), End::With(high) | End::Without(high)) => format!("{low}..{high}"),
        }
    }

    fn toml(&self, all: &Interval) -> String {
        let quoted = |text: String| format!("\"{text}\"");
        let (low, high) = self.ends(all);
        match (low, high) {
            (End::Open, End::Open) => quoted("any".to_owned()),
            (End::With(low), End::With(high)) if low == high => low.to_string(),
            // An end that the domain has anyway need not be written.
            (_, high) if self.low == all.low => quoted(bracketed(End::Open, high, " ")),
            (low, _) if self.high == all.high => quoted(bracketed(low, End::Open, " ")),
            (low, high) => quoted(bracketed(low, high, " ")),
        }
    }

    fn label(&self, all: &Interval) -> String {
        let date = matches!(self.low.at, Point::Date(_));
        match self.ends(all) {
            (End::Open, End::Open) => "any".to_owned(),
            (End::With(low), End::With(high)) if low == high => low.to_string(),
            (End::With(low), End::With(high)) => format!("{low} to {high}"),
            (End::With(low), End::Open) if date => format!("{low} or later"),
            (End::Open, End::With(high)) if date => format!("{high} or earlier"),
            (End::With(low), End::Open) => format!("{low} or more"),
            (End::Open, End::With(high)) => format!("{high} or less"),
            (End::Without(low), End::Open) => format!("more than {low}"),
            (End::Open, End::Without(high)) => format!("less than {high}"),
            (End::With(low), End::Without(high)) => format!("{low} to less than {high}"),
            (End::Without(low), End::With(high)) => format!("more than {low}, at most {high}"),
            (End::Without(low), End::Without(high)) => format!("more than {low}, less than {high}"),
        }
    }
}

fn bracketed(low: End, high: End, space: &str) -> String {
    match (low, high) {
        (End::Open, End::Open) => "any".to_owned(),
        (End::Open, End::With(high)) => format!("<={space}{high}"),
        (End::Open, End::Without(high)) => format!("<{space}{high}"),
        (End::With(low), End::Open) => format!(">={space}{low}"),
        (End::Without(low), End::Open) => format!(">{space}{low}"),
        (End::With(low), End::With(high)) => format!("[{low}..{high}]"),
        (End::With(low), End::Without(high)) => format!("[{low}..{high})"),
        (End::Without(low), End::With(high)) => format!("({low}..{high}]"),
        (End::Without(low), End::Without(high)) => format!("({low}..{high})"),
    }
}

impl Facts {
    /// The values or bands of each input that the rules can tell apart, input by input.
    pub fn bands(&self) -> Vec<Vec<Band>> {
        self.inputs.iter().map(|input| Axis::new(input, self.all_conditions()).bands()).collect()
    }

    /// The conditions of all rules, then of what never happens.
    pub(super) fn all_conditions(&self) -> impl Iterator<Item = &Conditions> {
        self.rules.iter().map(|rule| &rule.when).chain(self.never.iter().map(|never| &never.when))
    }
}
