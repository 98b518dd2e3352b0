//! Coloured pieces of one line to HTML.
//!
//! Always true: a span never holds a line end, and never begins or ends with white space. Neighbours of one class
//! share a span, the white space between them too, because `a b` in one span is shorter than in two.

use super::classes::{BARE, Class};

/// Writes the pieces of one line. [`LineWriter::finish`] must come last.
pub(super) struct LineWriter<'a> {
    out: &'a mut String,
    open: Class,
    /// White space seen and not written: what comes next says whether it is inside the open span or behind it.
    space: &'a str,
}

impl<'a> LineWriter<'a> {
    pub(super) fn new(out: &'a mut String) -> Self {
        LineWriter { out, open: BARE, space: "" }
    }

    /// Writes one piece of the line, in the order in which they stand.
    pub(super) fn piece(&mut self, class: Class, text: &'a str) {
        let inked = text.trim_ascii_start();
        let (before, inked) = text.split_at(text.len() - inked.len());
        if inked.is_empty() {
            self.blank(before);
            return;
        }
        if self.open != BARE && self.open == class {
            self.out.push_str(self.space);
            self.out.push_str(before);
            self.space = "";
        } else {
            self.close();
            self.out.push_str(before);
            if class != BARE {
                self.out.push_str("<span class=");
                self.out.push(char::from(class));
                self.out.push('>');
            }
            self.open = class;
        }
        let (inked, after) = inked.split_at(inked.trim_ascii_end().len());
        escape(inked, self.out);
        self.space = after;
    }

    /// Closes what is open.
    pub(super) fn finish(mut self) {
        self.close();
    }

    fn blank(&mut self, space: &'a str) {
        if self.open == BARE {
            self.out.push_str(self.space);
            self.space = space;
        } else if self.space.is_empty() {
            self.space = space;
        } else {
            self.close();
            self.out.push_str(space);
        }
    }

    fn close(&mut self) {
        if self.open != BARE {
            self.out.push_str("</span>");
            self.open = BARE;
        }
        self.out.push_str(self.space);
        self.space = "";
    }
}

/// Appends text as HTML text: `&`, `<` and `>` become entities, and nothing else does.
pub(super) fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'>')) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            _ => "&gt;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(pieces: &[(Class, &str)]) -> String {
        let mut out = String::new();
        let mut writer = LineWriter::new(&mut out);
        for (class, text) in pieces {
            writer.piece(*class, text);
        }
        writer.finish();
        out
    }

    #[test]
    fn neighbours_of_one_class_share_a_span() {
        let html = line(&[(b'k', "pub"), (BARE, " "), (b'k', "fn"), (b'f', " a\n")]);
        assert_eq!(html, "<span class=k>pub fn</span> <span class=f>a</span>\n");
    }

    #[test]
    fn white_space_is_never_first_or_last_in_a_span() {
        let html = line(&[(b'c', "  // a  b "), (b'c', " \r\n")]);
        assert_eq!(html, "  <span class=c>// a  b</span>  \r\n");
    }

    #[test]
    fn bare_text_stays_bare_and_entities_are_written() {
        let html = line(&[(BARE, "a "), (BARE, " b"), (b'o', "<&>"), (BARE, "\n")]);
        assert_eq!(html, "a  b<span class=o>&lt;&amp;&gt;</span>\n");
    }
}
