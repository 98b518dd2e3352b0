//! From bytes to lines and columns, without counting a file's lines for each of its findings.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use crate::path::SourcePath;

/// The files that findings point into, each split into lines once.
pub(super) struct Files<'a> {
    texts: &'a dyn Fn(&SourcePath) -> Option<&'a str>,
    known: RefCell<BTreeMap<SourcePath, Option<Rc<Lines<'a>>>>>,
}

impl<'a> Files<'a> {
    pub(super) fn new(texts: &'a dyn Fn(&SourcePath) -> Option<&'a str>) -> Self {
        Files { texts, known: RefCell::default() }
    }

    /// The lines of a file, if its text is known.
    pub(super) fn get(&self, file: &SourcePath) -> Option<Rc<Lines<'a>>> {
        if let Some(lines) = self.known.borrow().get(file) {
            return lines.clone();
        }
        let lines = (self.texts)(file).map(|text| Rc::new(Lines::new(text)));
        self.known.borrow_mut().insert(file.clone(), lines.clone());
        lines
    }
}

/// A text and where its lines begin.
pub(super) struct Lines<'a> {
    pub(super) text: &'a str,
    starts: Vec<usize>,
    /// The place that was asked for last: on a line of a megabyte with many findings, the next one goes on from there.
    last: Cell<(usize, usize)>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let first = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let rest = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Lines { text, starts: std::iter::once(first).chain(rest).collect(), last: Cell::new((first, 1)) }
    }

    /// The line of a byte, counted from 0.
    pub(super) fn line_of(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// The bytes of a line, counted from 0, without its end.
    pub(super) fn line(&self, line: usize) -> Range<usize> {
        let start = self.starts.get(line).copied().unwrap_or(self.text.len());
        let end = self.starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
        let end = end.max(start);
        let crlf = end > start && self.starts.len() > line + 1 && self.text.as_bytes().get(end - 1) == Some(&b'\r');
        start..if crlf { end - 1 } else { end }
    }

    /// Line and column of a byte, both from 1, the column in characters.
    pub(super) fn place(&self, at: usize) -> (usize, usize) {
        let at = self.floor(at);
        let line = self.line_of(at);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let (from, column) = match self.last.get() {
            (last, column) if (start..=at).contains(&last) => (last, column),
            _ => (start, 1),
        };
        let column = column + self.text.get(from..at).map_or(0, |text| text.chars().count());
        self.last.set((at.max(start), column));
        (line + 1, column)
    }

    /// The nearest place at or before a byte that does not cut a character.
    pub(super) fn floor(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_end_before_their_end() {
        let lines = Lines::new("\u{feff}aä\r\n\n日本x");
        assert_eq!(lines.place(0), (1, 1));
        assert_eq!(lines.place(3), (1, 1));
        assert_eq!(lines.place(6), (1, 3));
        assert_eq!(lines.place(5), (1, 2));
        assert_eq!(lines.place(8), (2, 1));
        assert_eq!(lines.place(15), (3, 3));
        assert_eq!(lines.place(12), (3, 2));
        assert_eq!(lines.place(900), (3, 4));
        let shown: Vec<&str> = (0..4).map(|line| &lines.text[lines.line(line)]).collect();
        assert_eq!(shown, ["aä", "", "日本x", ""]);
    }
}
