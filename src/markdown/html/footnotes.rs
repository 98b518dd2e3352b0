//! Footnotes: gathered where they are defined, written at the end in the order in which they are referred to.

use std::collections::HashMap;

use super::super::{BodyWords, escape};
use super::Writer;

#[derive(Default)]
pub(super) struct Footnotes {
    /// The number of each name that was referred to.
    numbers: HashMap<String, usize>,
    /// How often each number was referred to.
    references: Vec<usize>,
    /// The HTML of each name that was defined; the first definition counts.
    texts: HashMap<String, String>,
}

impl Footnotes {
    pub(super) fn is_empty(&self) -> bool {
        self.references.is_empty()
    }

    pub(super) fn define(&mut self, name: String, text: String) {
        self.texts.entry(name).or_insert(text);
    }

    /// The number of a footnote that is referred to, and which of its references this is.
    fn refer(&mut self, name: &str) -> (usize, usize) {
        let number = match self.numbers.get(name) {
            Some(number) => *number,
            None => {
                self.references.push(0);
                self.numbers.insert(name.to_owned(), self.references.len());
                self.references.len()
            }
        };
        let count = self.references.get_mut(number - 1).map_or(1, |count| {
            *count += 1;
            *count
        });
        (number, count)
    }

    pub(super) fn write(&self, words: &BodyWords<'_>, out: &mut String) {
        let mut names: Vec<(&String, usize)> = self.numbers.iter().map(|(name, number)| (name, *number)).collect();
        names.sort_by_key(|(_, number)| *number);
        out.push_str("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        escape::attribute(words.footnotes, out);
        out.push_str("\">\n<ol>\n");
        for (name, number) in names {
            out.push_str(&format!("<li id=\"fn-{number}\">"));
            let text = self.texts.get(name).map_or("", |text| text.trim_end());
            let (before, after) = match text.strip_suffix("</p>") {
                Some(before) => (before, "</p>"),
                None => (text, ""),
            };
            if !text.is_empty() {
                out.push('\n');
            }
            out.push_str(before);
            for count in 1..=self.references.get(number - 1).copied().unwrap_or(0) {
                out.push_str(&format!(" <a class=\"footnote-back\" href=\"#{}\" aria-label=\"", id(number, count)));
                escape::attribute(&words.back_to_reference.replacen("{}", &number.to_string(), 1), out);
                out.push_str("\">↩</a>");
            }
            out.push_str(after);
            out.push_str("\n</li>\n");
        }
        out.push_str("</ol>\n</section>\n");
    }
}

/// The id of a reference: the first one's has no count.
fn id(number: usize, count: usize) -> String {
    if count == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{count}") }
}

impl Writer<'_, '_> {
    pub(super) fn reference(&mut self, name: &str) {
        if self.image.is_some() || self.in_title {
            return;
        }
        let (number, count) = self.footnotes.refer(name);
        let id = id(number, count);
        self.out.push_str(&format!(
            "<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"{id}\" role=\"doc-noteref\">{number}</a></sup>"
        ));
    }
}
