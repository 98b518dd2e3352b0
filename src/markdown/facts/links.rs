//! Links and images: where they lead, what they say, where their targets stand.

use std::ops::Range;

use pulldown_cmark::{BrokenLinkCallback, LinkType};

use super::super::events::Events;
use super::super::{Link, LinkKind, escape};
use super::{Code, Diagnostic, OpenLink, Reader, Span};

impl<'a> Reader<'a> {
    pub(super) fn add_link(&mut self, kind: LinkKind, target: String, span: Range<usize>) -> usize {
        self.first = false;
        let section = self.section();
        self.facts.links.push(Link { kind, target, text: String::new(), sentence: None, section });
        self.spans.links.push(self.place(span));
        self.spans.link_texts.push(0..0);
        self.facts.links.len() - 1
    }

    pub(super) fn link<F>(
        &mut self,
        kind: LinkType,
        target: &str,
        label: &str,
        range: Range<usize>,
        events: &Events<'a, F>,
    ) where
        F: BrokenLinkCallback<'a>,
    {
        let (target, span) = match kind {
            LinkType::Email => (format!("mailto:{target}"), range.start + 1..range.end.saturating_sub(1)),
            LinkType::Autolink => (target.to_owned(), range.start + 1..range.end.saturating_sub(1)),
            _ => (target.to_owned(), range.clone()),
        };
        let reference = matches!(kind, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut);
        let definition = reference.then(|| events.definition(label)).flatten();
        let image = self.text.as_bytes().get(range.start) == Some(&b'!');
        let index = self.add_link(LinkKind::Link, target, span);
        self.open.push(OpenLink {
            index,
            kind: if image { LinkKind::Image } else { LinkKind::Link },
            start: self.plain.len(),
            last: range.start + 1 + usize::from(image),
            whole: range,
            definition,
            inline: kind == LinkType::Inline,
        });
    }

    pub(super) fn close_link(&mut self, link: OpenLink) {
        if link.kind != LinkKind::Image {
            let start = link.start.min(self.plain.len());
            let text = self.plain[start..].trim();
            if let Some(fact) = self.facts.links.get_mut(link.index) {
                if fact.text.is_empty() {
                    text.clone_into(&mut fact.text);
                }
                let written = text_place(self.text, &link, text).map(|range| self.place(range));
                if let (Some(place), Some(written)) = (self.spans.link_texts.get_mut(link.index), written) {
                    *place = written;
                }
                self.block_links.push((link.index, start.max(self.block)..self.plain.len()));
            }
        }
        let target = match &link.definition {
            Some(definition) => after_label(self.text, definition.clone()),
            None if link.inline => self.text.get(link.last..link.whole.end).and_then(|rest| {
                let at = if rest.starts_with("](") { 0 } else { rest.find("](")? };
                destination(self.text, link.last + at + 2)
            }),
            None => None,
        };
        let target = target.filter(|target| target.end <= self.text.len());
        if let Some(place) = target.map(|target| self.place(target))
            && let Some(span) = self.spans.links.get_mut(link.index)
        {
            *span = place;
        }
        self.active_link(link.index);
        self.reached(link.whole.end);
    }

    /// A Markdown link that would run a script.
    pub(super) fn active_link(&mut self, index: usize) {
        let Some(link) = self.facts.links.get(index) else { return };
        let image = matches!(link.kind, LinkKind::Image | LinkKind::HtmlImage);
        let markdown = matches!(link.kind, LinkKind::Link | LinkKind::Image);
        if !markdown || !escape::runs_script(&link.target, image) {
            return;
        }
        let Some(range) = self.spans.links.get(index).cloned() else { return };
        let scheme = link.target.trim_start().split(':').next().unwrap_or_default().to_owned();
        let span = Span { file: self.source.clone(), range };
        let message = format!("a link to a `{scheme}:` address is shown as text");
        let finding = Diagnostic::new(Code::ActiveHtml, span, message)
            .help("link to a page or an address that can be opened")
            .note("link", scheme);
        self.findings.push(finding);
    }

    pub(super) fn end_image(&mut self) {
        let Some(image) = self.image.take() else { return };
        let alt = image.alt.trim();
        // A picture that is a link is what the link says.
        if let Some(link) = self.open.last()
            && self.plain[link.start.min(self.plain.len())..].trim().is_empty()
            && let Some(fact) = self.facts.links.get_mut(link.index)
        {
            alt.clone_into(&mut fact.text);
        }
        if alt.is_empty() {
            self.report(
                Code::MissingAlt,
                image.whole,
                "this image has no alternative text",
                "say between the brackets what it shows, for readers who do not see it",
            );
        } else if let Some(fact) = self.facts.links.get_mut(image.index) {
            alt.clone_into(&mut fact.text);
        }
    }

    pub(super) fn wiki(&mut self, target: &str, text: Option<&str>, range: Range<usize>) {
        if let Some(image) = &mut self.image {
            image.alt.push_str(text.unwrap_or(target));
        }
        let start = range.start + 2;
        let written = self.text.get(start..range.end - 2).unwrap_or_default();
        let at = start + written.find(target).unwrap_or(0);
        let index = self.add_link(LinkKind::Wiki, target.to_owned(), at..at + target.len());
        let plain = self.plain.len();
        if self.image.is_none() {
            self.push(text.unwrap_or(target));
        }
        if let (Some(text), Some(link)) = (text, self.facts.links.get_mut(index)) {
            text.clone_into(&mut link.text);
        }
        self.block_links.push((index, plain..self.plain.len()));
    }
}

/// Where the text of a Markdown link stands, if it stands there as it reads.
fn text_place(source: &str, link: &OpenLink, text: &str) -> Option<Range<usize>> {
    let within = source.get(link.whole.start..link.last)?.strip_prefix('[')?;
    let start = link.whole.start + 1 + within.len() - within.trim_start().len();
    (link.kind == LinkKind::Link && !text.is_empty() && within.trim() == text).then(|| start..start + text.len())
}

/// The target that starts at a place, behind blanks: in angle brackets or up to a blank or the closing bracket.
fn destination(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let start = at + rest.len() - rest.trim_start().len();
    let bytes = text.as_bytes();
    if bytes.get(start) == Some(&b'<') {
        let mut end = start + 1;
        while !matches!(bytes.get(end)?, b'>' | b'\n') {
            end += if bytes.get(end) == Some(&b'\\') { 2 } else { 1 };
        }
        return Some(start + 1..end);
    }
    let mut end = start;
    let mut open = 0_usize;
    while let Some(byte) = bytes.get(end) {
        match byte {
            b'\\' if bytes.get(end + 1).is_some_and(u8::is_ascii_punctuation) => end += 1,
            b'(' => open += 1,
            b')' if open == 0 => break,
            b')' => open -= 1,
            byte if byte.is_ascii_whitespace() || byte.is_ascii_control() => break,
            _ => {}
        }
        end += 1;
    }
    Some(start..end)
}

/// The target in a link definition: behind `[label]:`.
fn after_label(text: &str, definition: Range<usize>) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = definition.start;
    while at < definition.end {
        match bytes.get(at)? {
            b'\\' => at += 1,
            b']' if bytes.get(at + 1) == Some(&b':') => {
                let rest = text.get(at + 2..)?;
                // It may stand on the next line, behind the marks of a block quote.
                let blank = |c: &char| c.is_ascii_whitespace() || *c == '>';
                let skipped = match rest.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) {
                    true => rest.chars().take_while(blank).count(),
                    false => 0,
                };
                return destination(text, at + 2 + skipped);
            }
            _ => {}
        }
        at += 1;
    }
    None
}
