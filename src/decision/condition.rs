//! The tests in `when`: words, lists of words, and ranges such as `">= 1000"` or `"[10..100)"`.

use std::ops::Bound;

use jiff::civil::Date;
use toml::de::DeValue;

use super::read::{Item, Reader, entries, list};
use super::{Domain, Input, Point, Test};
use crate::diagnostic::Code;

const RANGES: &str = "write \">= 10\", \"< 10\", \"[10..100)\" or one value";

/// Reads one test of an input. What cannot be read, and what no value could meet, is a finding.
pub(super) fn test(reader: &mut Reader, item: &Item, input: &Input) -> Option<Test> {
    let test = match &input.domain {
        Domain::Enum { values, ordered } => {
            words(reader, item, input, values.iter().map(|v| &*v.id).collect(), *ordered)
        }
        Domain::Boolean(_) => truth(reader, item, input),
        domain => range(reader, item, domain),
    }?;
    if is_empty(&test, &input.domain) {
        let message = format!("no value of `{}` can meet this", input.id);
        reader.invalid(&item.span, message, "leave the key out where any value will do");
        return None;
    }
    Some(test)
}

fn truth(reader: &mut Reader, item: &Item, input: &Input) -> Option<Test> {
    match item.value {
        DeValue::Boolean(value) => Some(Test::In(vec![value.to_string()])),
        _ => {
            let message = format!("`{}` is a yes-or-no question", input.id);
            reader.invalid(&item.span, message, "write `true` or `false` without quotes");
            None
        }
    }
}

fn words(reader: &mut Reader, item: &Item, input: &Input, known: Vec<&str>, ordered: bool) -> Option<Test> {
    match item.value {
        DeValue::Table(table) => {
            let inner = entries(table);
            let [only] = inner.as_slice() else {
                reader.invalid(&item.span, "this table has one key, `not`", "write `{ not = [\"a\", \"b\"] }`");
                return None;
            };
            if only.key != "not" {
                reader.unknown_key(only, "a condition", &["not"]);
                return None;
            }
            Some(Test::NotIn(known_words(reader, only, input, &known)?))
        }
        DeValue::String(text) if ordered && !known.contains(&text.as_ref()) => {
            let position = |word: &str| known.iter().position(|one| *one == word);
            let Some((low, high)) = bounds(text, |word| position(word)) else {
                return Some(Test::In(known_words(reader, item, input, &known)?));
            };
            let holds = |at: &usize| above(*at, low) && below(*at, high);
            let chosen = known.iter().enumerate().filter(|(at, _)| holds(at));
            Some(Test::In(chosen.map(|(_, word)| (*word).to_owned()).collect()))
        }
        _ => Some(Test::In(known_words(reader, item, input, &known)?)),
    }
}

fn known_words(reader: &mut Reader, item: &Item, input: &Input, known: &[&str]) -> Option<Vec<String>> {
    let item = item.clone();
    let (DeValue::String(_) | DeValue::Array(_)) = item.value else {
        let message = format!("`{}` is asked for one of its words", input.id);
        reader.invalid(&item.span, message, format!("write one of {} in quotes, or a list", list(known)));
        return None;
    };
    let mut good = Vec::new();
    let mut all = true;
    for (word, span) in reader.strings(&item) {
        if known.contains(&word.as_str()) {
            if !good.contains(&word) {
                good.push(word);
            }
        } else {
            all = false;
            let message = format!("`{}` has no value `{word}`", input.id);
            reader.unknown(Code::InputUnknown, (&word, &span), message, known, "its values are");
        }
    }
    all.then_some(good)
}

fn range(reader: &mut Reader, item: &Item, domain: &Domain) -> Option<Test> {
    let plain = match (item.value, domain) {
        (DeValue::String(text), _) => {
            let parsed = bounds(text, |word| point(word, domain));
            if parsed.is_none() {
                let message = format!("`{text}` is no range of a {}", domain.kind());
                reader.invalid(&item.span, message, RANGES);
            }
            let (low, high) = parsed?;
            return Some(Test::Between(low, high));
        }
        (DeValue::Integer(_), Domain::Integer { .. }) => Point::Integer(reader.integer(item)?),
        (DeValue::Integer(_) | DeValue::Float(_), Domain::Number { .. }) => Point::Number(reader.number(item)?),
        (DeValue::Datetime(_), Domain::Date { .. }) => Point::Date(reader.date(item)?),
        _ => {
            reader.invalid(&item.span, format!("this is no {} and no range of them", domain.kind()), RANGES);
            return None;
        }
    };
    Some(Test::Between(Bound::Included(plain), Bound::Included(plain)))
}

/// Reads a number or day of this kind.
pub(super) fn point(text: &str, domain: &Domain) -> Option<Point> {
    let text = text.trim();
    match domain {
        Domain::Integer { .. } => text.replace('_', "").parse().ok().map(Point::Integer),
        Domain::Number { .. } => {
            let number: f64 = text.replace('_', "").parse().ok()?;
            number.is_finite().then_some(Point::Number(number + 0.0))
        }
        Domain::Date { .. } => text.parse::<Date>().ok().map(Point::Date),
        Domain::Enum { .. } | Domain::Boolean(_) => None,
    }
}

/// Reads `>= a`, `> a`, `<= a`, `< a`, `= a`, `a`, and `a..b` between brackets, round where the end is left out.
fn bounds<T: Copy>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<(Bound<T>, Bound<T>)> {
    let text = text.trim();
    if let Some((low, high)) = text.split_once("..") {
        let read_end = |end: &str| read(end.trim());
        let low = match low.split_at_checked(1)? {
            ("[", low) => Bound::Included(read_end(low)?),
            ("(", low) => Bound::Excluded(read_end(low)?),
            _ => return None,
        };
        let high = match high.split_at_checked(high.len().checked_sub(1)?)? {
            (high, "]") => Bound::Included(read_end(high)?),
            (high, ")") => Bound::Excluded(read_end(high)?),
            _ => return None,
        };
        return Some((low, high));
    }
    type Make<T> = fn(T) -> (Bound<T>, Bound<T>);
    let signs: [(&str, Make<T>); 6] = [
        (">=", |a| (Bound::Included(a), Bound::Unbounded)),
        ("<=", |a| (Bound::Unbounded, Bound::Included(a))),
        (">", |a| (Bound::Excluded(a), Bound::Unbounded)),
        ("<", |a| (Bound::Unbounded, Bound::Excluded(a))),
        ("=", |a| (Bound::Included(a), Bound::Included(a))),
        ("", |a| (Bound::Included(a), Bound::Included(a))),
    ];
    let (sign, make) = signs.iter().find(|(sign, _)| text.starts_with(sign))?;
    Some(make(read(text[sign.len()..].trim())?))
}

fn above(at: usize, low: Bound<usize>) -> bool {
    match low {
        Bound::Included(low) => at >= low,
        Bound::Excluded(low) => at > low,
        Bound::Unbounded => true,
    }
}

fn below(at: usize, high: Bound<usize>) -> bool {
    match high {
        Bound::Included(high) => at <= high,
        Bound::Excluded(high) => at < high,
        Bound::Unbounded => true,
    }
}

fn is_empty(test: &Test, domain: &Domain) -> bool {
    match test {
        Test::In(words) => words.is_empty(),
        Test::NotIn(words) => domain.values().iter().all(|value| words.contains(&value.id)),
        Test::Between(low, high) => super::space::is_empty(*low, *high, domain),
    }
}
