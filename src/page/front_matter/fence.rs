//! Where front matter begins and ends.

use std::ops::Range;

use crate::data::Format;

/// Front matter and what follows it.
#[derive(Debug, PartialEq)]
pub(super) struct Block {
    /// `+++` is TOML, `---` is YAML.
    pub format: Format,
    /// The line of the opening fence, without its end.
    pub fence: Range<usize>,
    /// The text between the fences.
    pub inner: Range<usize>,
    /// The text after them.
    pub body: Range<usize>,
    /// Whether there is a second fence; else the rest of the file is the body, and nothing is front matter.
    pub closed: bool,
}

/// The front matter of a file, or where its text begins if it has none.
pub(super) fn find(text: &str) -> Result<Block, Range<usize>> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let none = Err(start..text.len());
    let mut lines = lines(text, start).skip_while(|line| text[line.clone()].trim().is_empty());
    let Some(first) = lines.next() else { return none };
    let format = match text[first.clone()].trim_end() {
        "+++" => Format::Toml,
        "---" => Format::Yaml,
        _ => return none,
    };
    let fence = first.start..first.start + 3;
    let close = lines.find(|line| text[line.clone()].trim_end() == &text[fence.clone()]);
    let inner = first.end..close.as_ref().map_or(text.len(), |line| line.start);
    if format == Format::Yaml && !may_be_yaml(&text[inner.clone()], close.is_some()) {
        return none;
    }
    Ok(match close {
        Some(line) => Block { format, fence, inner, body: line.end..text.len(), closed: true },
        None => Block { format, fence, inner: first.end..first.end, body: first.end..text.len(), closed: false },
    })
}

/// Whether what follows `---` was meant as keys. The same line is a thematic break in Markdown, and pages that begin
/// with one are pages all the same.
fn may_be_yaml(inner: &str, closed: bool) -> bool {
    let mut lines = inner.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let Some(line) = lines.next() else { return closed };
    let line = line.trim_end();
    let name = |text: &str| !text.trim().contains(char::is_whitespace);
    line.split_once(": ").or(line.split_once(":\t")).is_some_and(|(key, _)| name(key))
        || line.strip_suffix(':').is_some_and(name)
        || line.split_once('=').is_some_and(|(key, _)| name(key))
        || (closed && line.starts_with(['"', '\'', '{', '[', '?', '%', '&', '!', '<']))
}

/// The lines of the text from `start` on, each with its end.
fn lines(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> {
    let mut at = start;
    text[start..].split_inclusive('\n').map(move |line| {
        let from = at;
        at += line.len();
        from..at
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> &str {
        match find(text) {
            Ok(block) => &text[block.body],
            Err(body) => &text[body],
        }
    }

    #[test]
    fn the_text_begins_after_the_second_fence() {
        assert_eq!(body("+++\ntitle = \"a\"\n+++\ntext"), "text");
        assert_eq!(body("\u{feff}\r\n \r\n---\r\ntitle: a\r\n--- \r\ntext\r\n"), "text\r\n");
        assert_eq!(body("---\n---\n"), "");
        assert_eq!(body("+++\n+++"), "");
        assert_eq!(body("\u{feff}text"), "text");
    }

    #[test]
    fn a_thematic_break_is_not_front_matter() {
        for text in
            ["---\n\nText\n", "---\n# Title\n\nText", "---\nText that goes on.\n---\n", "----\na: b\n----\n", "---"]
        {
            assert_eq!(body(text), text);
        }
    }

    #[test]
    fn a_fence_that_is_not_closed_leaves_the_text_alone() {
        let block = find("+++\ntitle = \"a\"\n\nText\n").unwrap();
        assert!(!block.closed);
        assert_eq!(block.fence, 0..3);
        assert!(block.inner.is_empty());
    }
}
