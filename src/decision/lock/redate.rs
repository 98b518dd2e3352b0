//! The date of a review in a decision file, changed or added by its place.
//!
//! The file stays as its author wrote it: comments, order and dotted keys, which writing TOML anew would lose.

use std::ops::Range;

use jiff::civil::Date;

use crate::decision::{Decision, Fact};

/// The edit that dates the review of a verdict or rule: bytes that go, and what comes in their place. Nothing if the
/// file does not have it, or not as the decision was read from it.
pub fn redate(decision: &Decision, text: &str, fact: &Fact, date: Date) -> Option<(Range<usize>, String)> {
    if let Some(span) = decision.spans.reviewed(&decision.facts, fact) {
        let range = span.start as usize..span.end as usize;
        return text.get(range.clone()).map(|_| (range, date.to_string()));
    }
    let (key, value) = match fact {
        Fact::Cell { .. } => ("verdict", decision.spans.fact(&decision.facts, fact)),
        Fact::Rule(id) => {
            let at = decision.facts.rules.iter().position(|rule| rule.id == *id)?;
            ("then", decision.spans.rules.get(at)?.then.clone())
        }
    };
    let end = value.end as usize;
    let line_start = text.get(..value.start as usize)?.rfind('\n').map_or(0, |at| at + 1);
    let before = text.get(line_start..value.start as usize)?.trim_end().strip_suffix('=')?.trim_end();
    let prefix = before.strip_suffix(key)?;
    // On a line of its own the date gets one too, with the same dotted prefix; in an inline table it follows.
    if prefix.contains(['{', ',']) {
        return Some((end..end, format!(", reviewed = {date}")));
    }
    let rest = text.get(end..)?;
    let line_end = end + rest.find('\n').unwrap_or(rest.len());
    let line_end = if text[..line_end].ends_with('\r') { line_end - 1 } else { line_end };
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    Some((line_end..line_end, format!("{newline}{prefix}reviewed = {date}")))
}
