//! `:::` containers and the `== Title` lines of tabs: lines that CommonMark does not know.
//!
//! Enter at [`read`]. Each such line is masked: a line of `_` of equal length takes its place, which CommonMark reads
//! as a thematic break, so that every span stays where it is. Where the line turns out to be code or raw HTML the
//! masked text is put back, so that no second reading of fences is needed here: `events` does both.
//!
//! `_` and not `*`: after the list marker of `* ::: note`, stars would make the whole line a break.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

/// Containers deeper than this are not opened: nobody writes them, and a close looks through all that are open.
pub(super) const MOST_OPEN: usize = 32;

/// A masked line.
#[derive(Clone, Debug)]
pub(super) struct Mark<'a> {
    /// From its first colon or `=` to its last letter.
    pub range: Range<usize>,
    pub kind: MarkKind<'a>,
}

/// What a masked line says.
#[derive(Clone, Debug)]
pub(super) enum MarkKind<'a> {
    /// `::: word title`.
    Open { fence: usize, container: Container<'a> },
    /// `:::`.
    Close { fence: usize },
    /// `== Title`.
    Tab(&'a str),
}

/// A container as it is opened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Container<'a> {
    pub kind: Kind,
    /// The word as written.
    pub word: &'a str,
    /// What follows the word, or stands in brackets; empty if nothing does.
    pub title: &'a str,
    /// `{open}` after the title of `details`.
    pub open: bool,
}

/// Which container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Alert(Alert),
    Details,
    Tabs,
    CodeGroup,
    Compare,
    /// A word that means nothing here: what is inside is shown all the same.
    Unknown,
}

/// The kinds of an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alert {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

/// The words that open a container, for suggestions.
pub(super) const WORDS: [&str; 9] =
    ["note", "tip", "important", "warning", "caution", "details", "tabs", "code-group", "compare"];

impl Kind {
    /// The kind that a word names, and whether it is one of other tools' words for it.
    pub(super) fn of(word: &str) -> (Kind, Option<&'static str>) {
        let lower = word.to_ascii_lowercase();
        match lower.as_str() {
            "note" => (Kind::Alert(Alert::Note), None),
            "tip" => (Kind::Alert(Alert::Tip), None),
            "important" => (Kind::Alert(Alert::Important), None),
            "warning" => (Kind::Alert(Alert::Warning), None),
            "caution" => (Kind::Alert(Alert::Caution), None),
            "details" => (Kind::Details, None),
            "tabs" => (Kind::Tabs, None),
            "code-group" => (Kind::CodeGroup, None),
            "compare" => (Kind::Compare, None),
            "info" | "abstract" | "example" | "quote" | "seealso" => (Kind::Alert(Alert::Note), Some("note")),
            "hint" | "success" => (Kind::Alert(Alert::Tip), Some("tip")),
            "attention" => (Kind::Alert(Alert::Warning), Some("warning")),
            "danger" | "error" | "failure" | "bug" => (Kind::Alert(Alert::Caution), Some("caution")),
            "code-tabs" | "codegroup" => (Kind::CodeGroup, Some("code-group")),
            _ => (Kind::Unknown, None),
        }
    }
}

/// Finds the lines that open, close or divide containers, and masks them.
pub(super) fn read(text: &str) -> (Vec<Mark<'_>>, Cow<'_, str>) {
    let mut marks: Vec<Mark<'_>> = Vec::new();
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut at = 0;
    for found in memmem::find_iter(text.as_bytes(), b":::") {
        if found < at {
            continue;
        }
        let colons = text[found..].bytes().take_while(|byte| *byte == b':').count();
        let next = found + colons;
        let Some(mark) = stands_alone(text, found).then(|| fence(text, found, colons)).flatten() else {
            at = next;
            continue;
        };
        if open.last().is_some_and(|(_, tabs)| *tabs) {
            tab_lines(text, marks.last().map_or(0, |mark| mark.range.end)..found, &mut marks);
        }
        match &mark.kind {
            MarkKind::Open { fence, container } if open.len() < MOST_OPEN => {
                open.push((*fence, container.kind == Kind::Tabs));
            }
            MarkKind::Close { fence } => {
                if let Some(index) = closes(open.iter().map(|(fence, _)| *fence), *fence) {
                    open.truncate(index);
                }
            }
            _ => {}
        }
        at = mark.range.end;
        marks.push(mark);
    }
    if open.last().is_some_and(|(_, tabs)| *tabs) {
        tab_lines(text, marks.last().map_or(0, |mark| mark.range.end)..text.len(), &mut marks);
    }
    let masked = mask(text, &marks);
    (marks, masked)
}

/// Which of the open fences, outermost first, a closing fence closes: the innermost of the same length, else the
/// innermost if it is shorter. A shorter one than any that is open closes nothing.
pub(super) fn closes(open: impl DoubleEndedIterator<Item = usize> + ExactSizeIterator, fence: usize) -> Option<usize> {
    let mut innermost = None;
    for (index, length) in open.enumerate().rev() {
        if length == fence {
            return Some(index);
        }
        innermost.get_or_insert((index, length));
    }
    innermost.filter(|(_, length)| *length < fence).map(|(index, _)| index)
}

fn mask<'a>(text: &'a str, marks: &[Mark<'a>]) -> Cow<'a, str> {
    if marks.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    for mark in marks {
        masked.push_str(&text[masked.len()..mark.range.start]);
        masked.extend(std::iter::repeat_n('_', mark.range.len()));
    }
    masked.push_str(&text[masked.len()..]);
    Cow::Owned(masked)
}

/// Whether nothing but block quote and list markers stands before `at` on its line.
fn stands_alone(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let may_lead = |byte: &u8| matches!(byte, b' ' | b'\t' | b'>' | b'-' | b'+' | b'*' | b'0'..=b'9' | b'.' | b')');
    let lead = bytes[..at].iter().rev().take_while(|byte| may_lead(byte)).count();
    let start = at - lead;
    if start > 0 && !matches!(bytes[start - 1], b'\n' | b'\r') {
        return false;
    }
    let mut rest = &bytes[start..at];
    loop {
        rest = rest.trim_ascii_start();
        let marker = match rest {
            [] => return true,
            [b'>', ..] => {
                rest = &rest[1..];
                continue;
            }
            [b'-' | b'+' | b'*', ..] => 1,
            _ => match rest.iter().take_while(|byte| byte.is_ascii_digit()).count() {
                0 => return false,
                digits if matches!(rest.get(digits), Some(b'.' | b')')) => digits + 1,
                _ => return false,
            },
        };
        if !matches!(rest.get(marker), Some(b' ' | b'\t')) {
            return false;
        }
        rest = &rest[marker..];
    }
}

fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &text.as_bytes()[at..]).map_or(text.len(), |length| at + length)
}

fn fence(text: &str, at: usize, fence: usize) -> Option<Mark<'_>> {
    let line = text[at..line_end(text, at)].trim_ascii_end();
    let range = at..at + line.len();
    let rest = line[fence..].trim();
    if rest.is_empty() {
        return Some(Mark { range, kind: MarkKind::Close { fence } });
    }
    let (word, rest) = match rest.strip_prefix('{') {
        Some(inner) => {
            let (inner, rest) = inner.split_once('}')?;
            let inner = inner.trim().trim_start_matches('.');
            (inner.split_ascii_whitespace().next()?, rest)
        }
        None => {
            let fits = |c: &u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_');
            rest.split_at(rest.bytes().take_while(|c| fits(c)).count())
        }
    };
    let ends = rest.is_empty() || rest.starts_with([' ', '\t', '[', '{']);
    if !word.starts_with(|c: char| c.is_ascii_alphabetic()) || !ends {
        return None;
    }
    let (title, open) = title(rest);
    let container = Container { kind: Kind::of(word).0, word, title, open };
    Some(Mark { range, kind: MarkKind::Open { fence, container } })
}

/// The title in what follows the word: in brackets, in quotes or plain; and whether `{open}` stands after it.
fn title(rest: &str) -> (&str, bool) {
    let rest = rest.trim().trim_end_matches(':').trim_end();
    let (rest, attributes) = match rest.rfind('{') {
        Some(at) if rest.ends_with('}') => (rest[..at].trim_end(), &rest[at + 1..rest.len() - 1]),
        _ => (rest, ""),
    };
    let open = attributes.split_ascii_whitespace().any(|word| word == "open");
    let inner = |open: char, close: char| rest.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    (inner('[', ']').or_else(|| inner('"', '"')).unwrap_or(rest).trim(), open)
}

fn tab_lines<'a>(text: &'a str, within: Range<usize>, marks: &mut Vec<Mark<'a>>) {
    let mut at = line_end(text, within.start);
    while at < within.end {
        let start = at + 1;
        let end = line_end(text, start).min(within.end);
        let Some(line) = text.get(start..end) else { break };
        let inner = line.trim_start_matches([' ', '\t', '>']);
        if let Some(title) = inner.strip_prefix("== ")
            && !title.trim().is_empty()
        {
            let start = end - inner.len();
            marks.push(Mark { range: start..start + inner.trim_ascii_end().len(), kind: MarkKind::Tab(title.trim()) });
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<String> {
        let (marks, masked) = read(text);
        assert_eq!(masked.len(), text.len());
        let word = |mark: &Mark<'_>| match &mark.kind {
            MarkKind::Open { fence, container } => format!("{fence} {} [{}]", container.word, container.title),
            MarkKind::Close { fence } => format!("{fence}"),
            MarkKind::Tab(title) => format!("== {title}"),
        };
        marks.iter().map(word).collect()
    }

    #[test]
    fn the_spellings_of_an_opening_line_are_all_understood() {
        assert_eq!(kinds("::: note"), ["3 note []"]);
        assert_eq!(kinds(":::note[A title]"), ["3 note [A title]"]);
        assert_eq!(kinds("::: tip A `title`  \r\nx\r\n:::\r\n"), ["3 tip [A `title`]", "3"]);
        assert_eq!(kinds(":::: details \"A title\" {open}"), ["4 details [A title]"]);
        assert_eq!(kinds(":::{note} Title"), ["3 note [Title]"]);
        assert_eq!(kinds("::: {.warning #x}"), ["3 warning []"]);
        assert_eq!(kinds("> - 1. ::: note"), ["3 note []"]);
    }

    #[test]
    fn colons_within_text_are_no_container() {
        for text in ["a ::: note", ":::std::fmt", "-::: note", "1::: note", ":: note", "::: é"] {
            assert!(kinds(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_tab_line_counts_only_directly_in_tabs() {
        assert_eq!(
            kinds("== a\n::: tabs\n== b\nx\n::: note\n== c\n:::\n  == d  \n:::\n== e"),
            ["3 tabs []", "== b", "3 note []", "3", "== d", "3"]
        );
    }

    #[test]
    fn a_fence_closes_the_innermost_of_its_length() {
        assert_eq!(closes([3, 4, 3].into_iter(), 3), Some(2));
        assert_eq!(closes([3, 4, 3].into_iter(), 4), Some(1));
        assert_eq!(closes([3, 4].into_iter(), 5), Some(1));
        assert_eq!(closes([4].into_iter(), 3), None);
    }
}
