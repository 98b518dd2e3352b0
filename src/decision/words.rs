//! Rules as sentences for people.
//!
//! Sentences are Markdown: names of options are strong, answers stand in quotation marks.

use super::analysis::and;
use super::space::Axis;
use super::{Conditions, Facts, Input, Rule, Test};

/// One condition, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase<'a> {
    /// The input.
    pub input: &'a Input,
    /// The answers that meet it, as a reader sees them; one of them is enough.
    pub answers: Vec<String>,
    /// Whether the answers are those that do *not* meet it, because there are fewer of them.
    pub not: bool,
}

impl Phrase<'_> {
    /// The answers in a row: `“web”, “data” or “script”`, `not “web”`, `1000 or more`.
    pub fn answer(&self) -> String {
        let words = !self.input.domain.values().is_empty();
        let quoted = |answer: &String| if words { format!("“{answer}”") } else { answer.clone() };
        let answers: Vec<String> = self.answers.iter().map(quoted).collect();
        match answers.as_slice() {
            [one] if self.not => format!("not {one}"),
            _ if self.not => format!("neither {}", and(&answers, "nor")),
            _ => and(&answers, "or"),
        }
    }

    /// Whether the input's name looks like several things: `connections`, but not `status`, `basis` or `process`.
    pub fn is_plural(&self) -> bool {
        let name = &self.input.name;
        name.ends_with('s') && !["ss", "us", "is", "as"].iter().any(|end| name.ends_with(end))
    }

    /// The condition as a clause: `the workload is “web” or “script”`.
    pub fn clause(&self) -> String {
        let verb = if self.is_plural() { "are" } else { "is" };
        format!("the {} {verb} {}", self.input.name, self.answer())
    }
}

/// Conditions in words, in the order of the file.
pub fn phrases<'a>(facts: &'a Facts, when: &Conditions) -> Vec<Phrase<'a>> {
    let phrase = |(id, test): &(String, Test)| {
        let input = facts.input(id)?;
        let label = |id: &String| {
            let value = input.domain.values().iter().find(|value| value.id == *id);
            value.map_or_else(|| id.clone(), |value| value.label.clone())
        };
        let (answers, not) = match test {
            Test::In(words) => (words.iter().map(label).collect(), false),
            Test::NotIn(words) => (words.iter().map(label).collect(), true),
            Test::Between(..) => {
                let axis = Axis::new(input, std::iter::once(when));
                (axis.labels(&axis.meets(test, &input.domain)), false)
            }
        };
        Some(Phrase { input, answers, not })
    };
    when.iter().filter_map(phrase).collect()
}

/// Conditions as one clause: `the workload is “web” and the team is “Go”`.
pub fn clause(facts: &Facts, when: &Conditions) -> String {
    let clauses: Vec<String> = phrases(facts, when).iter().map(Phrase::clause).collect();
    and(&clauses, "and")
}

/// A rule as a sentence: `If the team is “Go”, choose **Go**: nothing above forces Python.`
pub fn sentence(facts: &Facts, rule: &Rule) -> String {
    let condition = match clause(facts, &rule.when) {
        clause if clause.is_empty() => "In every case".to_owned(),
        clause => format!("If {clause}"),
    };
    format!("{condition}, choose **{}**: {}", facts.option_name(&rule.then), rule.because)
}

/// One condition as a decision file would write it, without the input: `data or web`, `not web`, `>= 1000`.
pub fn test_text(facts: &Facts, id: &str, when: &Conditions) -> Option<String> {
    let (input, test) = (facts.input(id)?, &when.iter().find(|(input, _)| input == id)?.1);
    Some(match test {
        Test::In(words) => words.join(" or "),
        Test::NotIn(words) => format!("not {}", words.join(" or ")),
        Test::Between(..) => {
            let axis = Axis::new(input, std::iter::once(when));
            axis.texts(&axis.meets(test, &input.domain)).join(" or ")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::parse::tests::example;

    #[test]
    fn a_rule_reads_as_a_sentence() {
        let facts = example().facts;
        assert_eq!(
            sentence(&facts, &facts.rules[0]),
            "If the workload is “analyse data, train or run models”, the connections are 1000 or more and the boundary \
             is “yes”, choose **Both, split by service**: Train in Python; let a Go process hold the connections."
        );
        assert_eq!(
            clause(&facts, &facts.rules[9].when),
            "the workload is “forms, pages, admin screens” or “automate steps, glue tools”"
        );
        let not = vec![("team".to_owned(), Test::NotIn(vec!["go".to_owned(), "both".to_owned()]))];
        assert_eq!(clause(&facts, &not), "the team is neither “Go” nor “both”");
        assert_eq!(test_text(&facts, "connections", &facts.rules[0].when).unwrap(), "1000..");
    }
}
