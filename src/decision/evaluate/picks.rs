//! What a reader picked, as an address carries it.

use crate::decision::Facts;
use crate::decision::table::Table;

/// What a reader picked: ids of inputs with a word, number or day each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picks(pub Vec<(String, String)>);

/// A pick that the decision does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadPick {
    /// There is no such input.
    Input(String),
    /// The input has no such value.
    Value {
        /// The input's id.
        input: String,
        /// What was picked.
        value: String,
    },
    /// The input is picked twice.
    Twice(String),
}

impl Picks {
    /// Reads `workload=data&connections=1000`, and says what the decision does not have.
    pub fn parse(facts: &Facts, query: &str) -> (Picks, Vec<BadPick>) {
        let table = Table::new(facts);
        let mut picks = Picks::default();
        let mut bad = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (id, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (id, value) = (decoded(id), decoded(value));
            let Some(axis) = facts.inputs.iter().position(|input| input.id == id) else {
                bad.push(BadPick::Input(id));
                continue;
            };
            if picks.0.iter().any(|(picked, _)| *picked == id) {
                bad.push(BadPick::Twice(id));
            } else if table.axes[axis].find(&value, &facts.inputs[axis].domain).is_some() {
                picks.0.push((id, value));
            } else {
                bad.push(BadPick::Value { input: id, value });
            }
        }
        (picks, bad)
    }
}

/// Undoes the percent signs of an address; what is none stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let pair = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}
