//! Raw HTML: its tags, read once for facts and HTML alike.
//!
//! Enter at [`tokens`]. What HTML would read differently does not matter for safety: `html/raw.rs` writes each tag anew
//! from what was understood here, so nothing that was not understood reaches a browser. Linear in the text: an
//! unfinished tag or comment makes the rest of the piece text.

use std::ops::Range;

mod elements;

pub(super) use elements::{Element, element, is_optional_end, is_void, passes};

/// A part of a piece of raw HTML.
#[derive(Debug, PartialEq)]
pub(super) enum Token<'t> {
    Text(&'t str),
    Start(Tag<'t>),
    End(&'t str),
    /// A comment, declaration or processing instruction.
    Comment,
}

/// A start tag.
#[derive(Debug, PartialEq)]
pub(super) struct Tag<'t> {
    pub name: &'t str,
    pub attributes: Vec<Attribute<'t>>,
    /// It ends with `/>`.
    pub closed: bool,
}

/// An attribute as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Attribute<'t> {
    pub name: &'t str,
    /// The value without its quotes, character references left in; empty if there is none.
    pub value: &'t str,
    /// Where the value stands in the piece; without a value, the end of the name.
    pub range: Range<usize>,
}

impl<'t> Tag<'t> {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&Attribute<'t>> {
        self.attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }
}

/// How an attribute leads somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leads {
    Link,
    Image,
    /// Several images with their sizes.
    ImageSet,
}

/// Whether an attribute of an element is a link. The same answer for facts and HTML keeps their links in step.
pub(super) fn leads(element: &str, attribute: &str) -> Option<Leads> {
    let is = |name: &str| attribute.eq_ignore_ascii_case(name);
    let on = |names: &[&str]| names.iter().any(|name| element.eq_ignore_ascii_case(name));
    if is("href") && on(&["a", "area"]) {
        return Some(Leads::Link);
    }
    if is("srcset") && on(&["img", "source"]) {
        return Some(Leads::ImageSet);
    }
    let image = (is("src") && on(&["img", "source", "video", "audio", "track", "input", "iframe", "embed", "script"]))
        || (is("poster") && on(&["video"]))
        || (is("data") && on(&["object"]));
    image.then_some(Leads::Image)
}

/// The addresses in a `srcset`, each with its place in the value.
pub(super) fn candidates(value: &str) -> Vec<Range<usize>> {
    let bytes = value.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        at += bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b',').count();
        let length = bytes[at..].iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
        let address = value[at..at + length].trim_end_matches(',');
        if !address.is_empty() {
            found.push(at..at + address.len());
        }
        at += length;
        if address.len() == length {
            // The description of the size, up to the next comma.
            at += bytes[at..].iter().take_while(|byte| **byte != b',').count();
        }
    }
    found
}

/// The tokens of a piece of raw HTML, each with its place in it.
pub(super) fn tokens(piece: &str) -> Tokens<'_> {
    Tokens { piece, at: 0 }
}

/// See [`tokens`].
pub(super) struct Tokens<'t> {
    piece: &'t str,
    at: usize,
}

impl<'t> Tokens<'t> {
    /// Passes over what an element of this name holds, up to its end tag or the end of the piece.
    pub(super) fn skip_content(&mut self, name: &str) {
        let bytes = self.piece.as_bytes();
        while let Some(found) = memchr::memchr(b'<', &bytes[self.at..]) {
            self.at += found;
            let rest = &bytes[self.at + 1..];
            if rest.first() == Some(&b'/')
                && rest.get(1..=name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()))
            {
                return;
            }
            self.at += 1;
        }
        self.at = bytes.len();
    }

    fn name(&self, at: usize) -> &'t str {
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>');
        let rest = &self.piece.as_bytes()[at..];
        &self.piece[at..at + rest.iter().position(ends).unwrap_or(rest.len())]
    }

    fn blanks(&self, at: usize) -> usize {
        at + self.piece.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count()
    }

    fn start_tag(&self, open: usize) -> Option<(Tag<'t>, usize)> {
        let bytes = self.piece.as_bytes();
        let mut tag = Tag { name: self.name(open + 1), attributes: Vec::new(), closed: false };
        let mut at = open + 1 + tag.name.len();
        loop {
            at = self.blanks(at);
            match bytes.get(at)? {
                b'>' => return Some((tag, at + 1)),
                b'/' => {
                    at += 1;
                    tag.closed = bytes.get(at) == Some(&b'>');
                }
                _ => {
                    let (attribute, next) = self.attribute(at)?;
                    tag.attributes.push(attribute);
                    at = next;
                }
            }
        }
    }

    fn attribute(&self, start: usize) -> Option<(Attribute<'t>, usize)> {
        let bytes = self.piece.as_bytes();
        // A name may start with `=`; that is how HTML reads it.
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'=');
        let end = start + 1 + bytes[start + 1..].iter().position(ends)?;
        let name = self.piece.get(start..end)?;
        let equals = self.blanks(end);
        if bytes.get(equals) != Some(&b'=') {
            return Some((Attribute { name, value: "", range: end..end }, end));
        }
        let at = self.blanks(equals + 1);
        let (range, next) = match bytes.get(at)? {
            quote @ (b'"' | b'\'') => {
                let length = memchr::memchr(*quote, &bytes[at + 1..])?;
                (at + 1..at + 1 + length, at + length + 2)
            }
            b'>' => (at..at, at),
            _ => {
                let ends = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>';
                let end = at + bytes[at..].iter().position(ends)?;
                (at..end, end)
            }
        };
        Some((Attribute { name, value: self.piece.get(range.clone())?, range }, next))
    }

    /// The markup at a `<`, and its end; `None` if it is only a character.
    fn markup(&self, open: usize) -> Option<(Token<'t>, usize)> {
        let bytes = self.piece.as_bytes();
        let close = |from: usize| memchr::memchr(b'>', &bytes[from..]).map_or(bytes.len(), |length| from + length + 1);
        match bytes.get(open + 1)? {
            b'a'..=b'z' | b'A'..=b'Z' => {
                let tag = self.start_tag(open);
                let rest = || (Token::Text(&self.piece[open..]), bytes.len());
                Some(tag.map_or_else(rest, |(tag, end)| (Token::Start(tag), end)))
            }
            b'/' if bytes.get(open + 2).is_some_and(u8::is_ascii_alphabetic) => {
                Some((Token::End(self.name(open + 2)), close(open + 2)))
            }
            b'!' if self.piece[open..].starts_with("<!--") => {
                let rest = &bytes[open + 4..];
                let end = match rest {
                    [b'>', ..] => open + 5,
                    [b'-', b'>', ..] => open + 6,
                    _ => memchr::memmem::find(rest, b"-->").map_or(bytes.len(), |length| open + 4 + length + 3),
                };
                Some((Token::Comment, end))
            }
            b'!' | b'?' => Some((Token::Comment, close(open + 1))),
            _ => None,
        }
    }
}

impl<'t> Iterator for Tokens<'t> {
    type Item = (Token<'t>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        let bytes = self.piece.as_bytes();
        let mut look = start;
        while let Some(found) = memchr::memchr(b'<', bytes.get(look..)?) {
            let open = look + found;
            if let Some((token, end)) = self.markup(open) {
                if open > start {
                    self.at = open;
                    return Some((Token::Text(&self.piece[start..open]), start..open));
                }
                self.at = end;
                return Some((token, open..end));
            }
            look = open + 1;
        }
        self.at = bytes.len();
        (start < bytes.len()).then(|| (Token::Text(&self.piece[start..]), start..bytes.len()))
    }
}

/// Raw elements that are open, so that none of them ends up around what it was not written around.
#[derive(Default)]
pub(super) struct Open {
    elements: Vec<(String, usize)>,
}

/// Browsers give up at 512; nobody writes a tenth of it.
const MOST_OPEN: usize = 256;

impl Open {
    /// Notes a start tag within `depth` blocks; false if too many are open.
    pub(super) fn start(&mut self, name: &str, depth: usize) -> bool {
        if self.elements.len() >= MOST_OPEN {
            return false;
        }
        self.elements.push((name.to_ascii_lowercase(), depth));
        true
    }

    /// The elements that an end tag within `depth` blocks ends, innermost first; none if it ends nothing.
    pub(super) fn end(&mut self, name: &str, depth: usize) -> Vec<String> {
        let here = self.elements.iter().rev().take_while(|(_, at)| *at == depth);
        match here.enumerate().find(|(_, (open, _))| open.eq_ignore_ascii_case(name)) {
            Some((above, _)) => self.pop(self.elements.len() - above - 1),
            None => Vec::new(),
        }
    }

    /// The elements that end because the block they stand in does, innermost first.
    pub(super) fn leave(&mut self, depth: usize) -> Vec<String> {
        if self.elements.last().is_none_or(|(_, at)| *at < depth) {
            return Vec::new();
        }
        self.pop(self.elements.partition_point(|(_, at)| *at < depth))
    }

    fn pop(&mut self, left: usize) -> Vec<String> {
        self.elements.drain(left..).rev().map(|(name, _)| name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(piece: &str) -> String {
        tokens(piece)
            .map(|(token, range)| {
                assert!(piece.get(range).is_some());
                match token {
                    Token::Text(text) => format!("({text})"),
                    Token::End(name) => format!("/{name}"),
                    Token::Comment => "!".to_owned(),
                    Token::Start(tag) => {
                        let attributes = tag.attributes.iter().map(|a| format!(" {}={}", a.name, a.value));
                        format!("{}{}{}", tag.name, attributes.collect::<String>(), if tag.closed { "/" } else { "" })
                    }
                }
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn tags_are_read_as_html_reads_them() {
        assert_eq!(shown("<a href='x'  ID=y z>t</a >"), "a href=x ID=y z= (t) /a");
        assert_eq!(shown("<br/><img src=a/b>"), "br/ img src=a/b");
        assert_eq!(shown("a < b <!-- <b> --> c <!doctype html>"), "(a < b ) ! ( c ) !");
        assert_eq!(shown("<x\n a = \"1>\" >"), "x a=1>");
        assert_eq!(shown("<x a=>"), "x a=");
    }

    #[test]
    fn what_does_not_end_is_text() {
        assert_eq!(shown("<a href=\"x <b> y"), "(<a href=\"x <b> y)");
        assert_eq!(shown("x <"), "(x <)");
        assert_eq!(shown("<!-- x"), "!");
        assert_eq!(shown("</"), "(</)");
        assert_eq!(shown("<a"), "(<a)");
        assert_eq!(shown("</a"), "/a");
    }

    #[test]
    fn a_srcset_has_several_addresses() {
        let value = "a.png 1x, b.png 2x,c.png,\n d,e.png 300w";
        let found: Vec<&str> = candidates(value).into_iter().map(|range| &value[range]).collect();
        assert_eq!(found, ["a.png", "b.png", "c.png", "d,e.png"]);
        assert!(candidates(" , ").is_empty());
    }

    #[test]
    fn an_element_ends_with_its_block() {
        let mut open = Open::default();
        assert!(open.start("DIV", 0) && open.start("b", 1) && open.start("i", 1));
        assert!(open.end("div", 1).is_empty());
        assert_eq!(open.end("b", 1), ["i", "b"]);
        assert!(open.start("b", 1));
        assert_eq!(open.leave(1), ["b"]);
        assert_eq!(open.end("div", 0), ["div"]);
    }
}
