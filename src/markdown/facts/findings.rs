//! What is wrong with a text by itself.

use std::ops::Range;

use super::super::containers::{Container, Kind, WORDS};
use super::super::events::{Block, escaped};
use super::super::{CodeBlock, foreign};
use super::{Code, Diagnostic, Reader, trimmed};
use crate::diagnostic::nearest;
use crate::render::highlight::{Cap, Language, MAX_BYTES, MAX_LINE, MAX_LINES};

impl<'a> Reader<'a> {
    pub(super) fn undefined_footnote(&mut self, at: usize) {
        let Some(rest) = self.text.get(at..).and_then(|rest| rest.strip_prefix("[^")) else { return };
        let length = rest.bytes().take(100).position(|c| matches!(c, b']' | b'[' | b'\n' | b' ' | b'\r')).unwrap_or(0);
        if length == 0 || !rest[length..].starts_with(']') || escaped(self.text, at) {
            return;
        }
        let name = &rest[..length];
        let message = format!("no footnote is named `{name}`");
        let help = format!("define it on a line of its own: `[^{name}]: text`");
        self.report(Code::UndefinedFootnote, at..at + length + 3, message, help);
    }

    /// `![[picture.png]]`: at its `![`.
    pub(super) fn embed_link(&mut self, range: Range<usize>) {
        let rest = &self.text[range.start..];
        let Some(length) = rest.bytes().take(300).position(|c| matches!(c, b']' | b'\n')) else { return };
        if rest[length..].starts_with("]]") {
            let name = &rest[3..length];
            let message = "a file is shown in the way of Obsidian";
            self.foreign_to = range.start + length + 2;
            let help = format!("write `![what it shows]({name})`");
            self.report(Code::ForeignSyntax, range.start..range.start + length + 2, message, help);
        }
    }

    /// A note written as a block of code, ```` ```{note} ````, which would be shown as one.
    pub(super) fn foreign_fence(&mut self, info: &str, range: &Range<usize>) {
        let Some((word, _)) = info.trim().strip_prefix('{').and_then(|inner| inner.split_once('}')) else { return };
        let word = word.trim_matches(':');
        if Kind::of(word).0 == Kind::Unknown && word != "admonition" {
            return;
        }
        let help = format!("write `::: {}`, and `:::` at the end", foreign::kind(word));
        let place = self.info_place(info, range).unwrap_or_else(|| trimmed(self.text, range.clone()));
        self.report(Code::ForeignSyntax, place, "a note is written in the way of MyST", help);
    }

    pub(super) fn foreign_line(&mut self, at: usize) {
        if at < self.foreign_to {
            return;
        }
        if let Some(found) = self.text.get(at..).and_then(foreign::line) {
            self.foreign(at, found);
        }
    }

    pub(super) fn foreign_within(&mut self, at: usize) {
        if let Some(found) = self.text.get(at..).and_then(foreign::within) {
            self.foreign(at, found);
        }
    }

    pub(super) fn foreign(&mut self, at: usize, found: foreign::Foreign) {
        self.foreign_to = at + found.length;
        self.report(Code::ForeignSyntax, at..at + found.length, found.message, found.help);
    }

    pub(super) fn open_container(&mut self, container: Container<'a>, range: Range<usize>) {
        self.boundary();
        self.first = false;
        self.depth += 1;
        let (_, ours) = Kind::of(container.word);
        if let Some(ours) = ours {
            let word = container.word;
            let at = range.start + self.text[range.clone()].find(word).unwrap_or(0);
            let finding = Diagnostic::new(
                Code::ForeignSyntax,
                self.span(at..at + word.len()),
                format!("`{word}` is a container of other tools"),
            )
            .help(format!("write `{ours}`"))
            .fix(self.place(at..at + word.len()), ours, true);
            self.findings.push(finding);
        } else if container.kind == Kind::Unknown {
            let word = container.word;
            let help = match nearest(word, WORDS) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the containers are {}", WORDS.map(|word| format!("`{word}`")).join(", ")),
            };
            self.report(Code::ForeignSyntax, range, format!("no container is named `{word}`"), help);
        }
        // Other containers show no title; what follows their word is for other tools.
        if matches!(container.kind, Kind::Alert(_) | Kind::Details) && !container.title.is_empty() {
            self.push(&container.title.replace('`', ""));
            self.boundary();
        }
    }

    pub(super) fn close_container(&mut self, container: Container<'a>, opened: Range<usize>, closed: bool) {
        self.boundary();
        self.raw.leave(self.depth);
        self.depth = self.depth.saturating_sub(1);
        if !closed {
            let word = container.word;
            let fence: String = self.text[opened.clone()].chars().take_while(|c| *c == ':').collect();
            let message = format!("this `{word}` is not closed");
            self.report(Code::ForeignSyntax, opened, message, format!("write `{fence}` on a line of its own after it"));
        }
    }

    pub(super) fn stray(&mut self, line: &str, range: Range<usize>) {
        self.boundary();
        self.first = false;
        let (message, help) = if line.starts_with("==") {
            ("this tab stands outside of `tabs`", "write `::: tabs` before it")
        } else if line.trim_matches(':').trim().is_empty() {
            ("this line closes no container", "leave it out, or open one before it: `::: note`")
        } else {
            ("containers are nested too deeply", "close some of them first")
        };
        self.report(Code::ForeignSyntax, range, message, help);
    }

    /// Code that will be shown without colours. Of a block that shows a file, that file decides.
    pub(super) fn too_long(&mut self, code: &CodeBlock, block: &Block<'_>, range: &Range<usize>) {
        let coloured = || Language::find(&code.language).is_some_and(|language| !language.is_plain());
        let Some(cap) = Cap::of(&block.text).filter(|_| code.file.is_none() && coloured()) else { return };
        let (message, place) = match cap {
            Cap::Line { number, .. } => {
                let message = format!("a line of more than {MAX_LINE} bytes: from here on the code has no colours");
                (message, self.code_line(block.content.clone(), number))
            }
            Cap::Bytes => (format!("a block of more than {} kB has no colours", MAX_BYTES / 1000), None),
            Cap::Lines => (format!("a block of more than {MAX_LINES} lines has no colours"), None),
        };
        let info = || self.info_place(block.info.as_deref().unwrap_or_default(), range);
        let place = place.or_else(info).unwrap_or_else(|| range.clone());
        let help = "show the part that matters and link to the whole, or mark the block `text`";
        self.report(Code::CodeTooLong, place, message, help);
    }

    /// A line of a block's content, counted from 1.
    fn code_line(&self, content: Range<usize>, number: usize) -> Option<Range<usize>> {
        let line = self.text.get(content.clone())?.split_inclusive('\n').nth(number.checked_sub(1)?)?;
        let start = line.as_ptr() as usize - self.text.as_ptr() as usize;
        Some(trimmed(self.text, start..start + line.len()))
    }

    pub(super) fn skipped(&mut self, level: u8, range: &Range<usize>) {
        if level > self.level + 1 {
            let message = format!("a heading of level {level} follows one of level {}", self.level);
            let help = format!("write `{}`, or add the heading between them", "#".repeat(usize::from(self.level) + 1));
            self.report(Code::SkippedHeading, trimmed(self.text, range.clone()), message, help);
        }
    }
}
