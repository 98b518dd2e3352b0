//! Rules in terms of what a reader can pick: the values and bands of each input, by number.
//!
//! This is what a chooser needs, with or without a script.

use super::space::Axis;
use super::{Band, Conditions, Facts};

/// The picks that a reader has, and what they mean for rules.
#[derive(Clone, Debug)]
pub struct Choices {
    /// For each input, in order, what can be picked.
    pub picks: Vec<Vec<Band>>,
    /// For each rule and input, the numbers of the picks that meet it; `None` where any does.
    pub rules: Vec<Vec<Option<Vec<usize>>>>,
    /// The same for what never happens.
    pub never: Vec<Vec<Option<Vec<usize>>>>,
}

impl Facts {
    /// The picks of a reader, and which of them meet each rule.
    pub fn choices(&self) -> Choices {
        let axes: Vec<Axis> = self.inputs.iter().map(|input| Axis::new(input, self.all_conditions())).collect();
        let met = |when: &Conditions| -> Vec<Option<Vec<usize>>> {
            let one = |(input, axis): (&super::Input, &Axis)| {
                let (_, test) = when.iter().find(|(id, _)| *id == input.id)?;
                let meets = axis.meets(test, &input.domain);
                Some(meets.iter().enumerate().filter(|(_, met)| **met).map(|(at, _)| at).collect())
            };
            self.inputs.iter().zip(&axes).map(one).collect()
        };
        Choices {
            picks: axes.iter().map(Axis::bands).collect(),
            rules: self.rules.iter().map(|rule| met(&rule.when)).collect(),
            never: self.never.iter().map(|never| met(&never.when)).collect(),
        }
    }

    /// The conditions of a rule in a reader's words: the number of the input, and the answers that meet it.
    pub fn conditions_in_words(&self, when: &Conditions) -> Vec<(usize, Vec<String>)> {
        let one = |(at, input): (usize, &super::Input)| {
            let (_, test) = when.iter().find(|(id, _)| *id == input.id)?;
            let axis = Axis::new(input, self.all_conditions());
            Some((at, axis.labels(&axis.meets(test, &input.domain))))
        };
        self.inputs.iter().enumerate().filter_map(one).collect()
    }
}
