//! What a text says: one walk through its events.
//!
//! Enter at [`read`]. All that a reader sees as text is gathered in one string, block by block; headings, links and
//! sections are ranges of it until the walk is over. Ids are given last, when all that are written out are known.

mod findings;
mod links;
mod raw_html;
mod sections;

use std::cell::RefCell;
use std::ops::Range;

use pulldown_cmark::{
    BrokenLinkCallback, CowStr, DefaultBrokenLinkCallback, HeadingLevel, LinkType, Options, Tag, TagEnd,
};

use super::events::{Block, Event, Events, Html, Masked};
use super::{Embed, Facts, LinkKind, Parsed, Spans, fence, raw, sentence};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::path::SourcePath;

/// The facts of a text and what is wrong with it.
pub(super) struct Reading {
    pub parsed: Parsed,
    pub findings: Vec<Diagnostic>,
}

/// The words of a text by section: before the first heading, then under each.
pub(super) fn words(text: &str, masked: &Masked<'_>, options: Options) -> Vec<String> {
    let source = SourcePath::new("");
    let mut reader = Reader::new(&source, text, 0);
    reader.words_only = true;
    let mut events = Events::new(masked, options, None::<DefaultBrokenLinkCallback>);
    while let Some((event, range)) = events.next() {
        reader.event(event, range, &events);
    }
    reader.boundary();
    let starts = std::iter::once(0).chain(reader.drafts.iter().map(|draft| draft.text.end));
    let ends = reader.drafts.iter().map(|draft| draft.text.start).chain([reader.plain.len()]);
    let part = |(start, end)| reader.plain.get(start..end).unwrap_or_default().trim().to_owned();
    starts.zip(ends).map(part).collect()
}

/// Reads `text`, which starts at byte `base` of the file.
pub(super) fn read(source: &SourcePath, text: &str, base: usize, masked: &Masked<'_>, options: Options) -> Reading {
    let undefined = RefCell::new(Vec::new());
    let note = |link: pulldown_cmark::BrokenLink<'_>| {
        if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
            undefined.borrow_mut().push((link.span, link.reference.to_string()));
        }
        None
    };
    let mut reader = Reader::new(source, text, base);
    let mut events = Events::new(masked, options, Some(note));
    while let Some((event, range)) = events.next() {
        reader.event(event, range, &events);
    }
    reader.finish(undefined.into_inner())
}

/// A heading whose id is not given yet.
struct Draft {
    level: u8,
    id: Option<String>,
    /// Its text in `plain`.
    text: Range<usize>,
    /// Its line in the text.
    line: Range<usize>,
    /// How many links stand before it.
    links: usize,
}

/// A link that is open.
struct OpenLink {
    index: usize,
    kind: LinkKind,
    start: usize,
    /// The end of the last thing in it.
    last: usize,
    whole: Range<usize>,
    /// The definition of its label, for a reference.
    definition: Option<Range<usize>>,
    /// It is `[text](target)`.
    inline: bool,
}

#[derive(Default)]
struct Image {
    index: usize,
    alt: String,
    depth: usize,
    whole: Range<usize>,
}

struct Reader<'a> {
    source: &'a SourcePath,
    text: &'a str,
    base: usize,
    facts: Facts,
    spans: Spans,
    findings: Vec<Diagnostic>,
    plain: String,
    /// Where the block that is being read starts in `plain`.
    block: usize,
    /// Its links, with their texts.
    block_links: Vec<(usize, Range<usize>)>,
    drafts: Vec<Draft>,
    /// Ids that are written out, on headings and in raw HTML, each with its place.
    ids: Vec<(String, Range<usize>)>,
    open: Vec<OpenLink>,
    image: Option<Image>,
    heading: Option<Draft>,
    title: Option<Draft>,
    paragraph: Option<usize>,
    depth: usize,
    raw: raw::Open,
    /// An inline element that goes with what it holds: its name, where its text starts, the depth it stands in.
    hidden: Option<(String, usize, usize)>,
    footnotes: usize,
    references: usize,
    level: u8,
    /// Sentences are not asked for.
    words_only: bool,
    /// Nothing was read yet.
    first: bool,
    /// The next thing stands at the start of a line.
    line_start: bool,
    /// Syntax of another tool is known up to here.
    foreign_to: usize,
}

impl<'a> Reader<'a> {
    fn new(source: &'a SourcePath, text: &'a str, base: usize) -> Self {
        Reader {
            source,
            text,
            base,
            facts: Facts::default(),
            spans: Spans::default(),
            findings: Vec::new(),
            plain: String::with_capacity(text.len()),
            block: 0,
            block_links: Vec::new(),
            drafts: Vec::new(),
            ids: Vec::new(),
            open: Vec::new(),
            image: None,
            heading: None,
            title: None,
            paragraph: None,
            depth: 0,
            raw: raw::Open::default(),
            hidden: None,
            footnotes: 0,
            references: 0,
            level: 1,
            words_only: false,
            first: true,
            line_start: true,
            foreign_to: 0,
        }
    }

    fn event<F>(&mut self, event: Event<'a>, range: Range<usize>, events: &Events<'a, F>)
    where
        F: BrokenLinkCallback<'a>,
    {
        if self.line_start && self.inline(&event) {
            self.line_start = false;
            self.foreign_line(range.start);
        }
        if !matches!(event, Event::End(TagEnd::Link | TagEnd::Image)) {
            self.reached(range.end);
        }
        match event {
            Event::Start(tag) => self.start(tag, range, events),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, range),
            Event::Code(code) => self.push(&code),
            Event::Block(block) => self.code(block, range),
            Event::Html(html) => self.html(&html),
            Event::Wiki { target, text } => self.wiki(target, text, range),
            Event::Footnote(_) => self.references += 1,
            Event::SoftBreak | Event::HardBreak => {
                self.push(" ");
                self.line_start = true;
            }
            Event::Rule => self.boundary(),
            Event::Task(_) => {}
            Event::Open(container) => self.open_container(container, range),
            Event::Close { container, opened, closed } => self.close_container(container, opened, closed),
            Event::Tab(title) => {
                self.raw.leave(self.depth);
                self.boundary();
                self.push(&title.replace('`', ""));
                self.boundary();
            }
            Event::Stray(line) => self.stray(line, range),
        }
    }

    /// The innermost open link goes at least up to here.
    fn reached(&mut self, end: usize) {
        if let Some(link) = self.open.last_mut() {
            link.last = link.last.max(end);
        }
    }

    fn inline(&self, event: &Event<'_>) -> bool {
        matches!(event, Event::Text(_) | Event::Html(Html { block: false, .. }) | Event::Wiki { .. })
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source, self.base + range.start..self.base + range.end)
    }

    fn place(&self, range: Range<usize>) -> Range<u32> {
        self.span(range).range
    }

    fn report(&mut self, code: Code, range: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        let finding = Diagnostic::new(code, self.span(range), message).help(help);
        self.findings.push(finding);
    }

    fn push(&mut self, text: &str) {
        self.first = false;
        match &mut self.image {
            Some(image) => image.alt.push_str(text),
            None => self.plain.push_str(text),
        }
    }

    /// A block starts or ends here.
    fn boundary(&mut self) {
        self.line_start = true;
        self.end_hidden();
        if !self.open.is_empty() {
            for link in std::mem::take(&mut self.open) {
                self.close_link(link);
            }
        }
        for (index, text) in std::mem::take(&mut self.block_links) {
            let block = &self.plain[self.block..];
            let end = (text.end - self.block).min(block.len());
            let text = (text.start - self.block).min(end)..end;
            if let Some(link) = self.facts.links.get_mut(index).filter(|_| !self.words_only) {
                link.sentence = Some(sentence::around(block, text));
            }
        }
        if self.plain.len() > self.block && !self.plain.ends_with('\n') {
            self.plain.push('\n');
        }
        self.block = self.plain.len();
    }

    fn start<F>(&mut self, tag: Tag<'a>, range: Range<usize>, events: &Events<'a, F>)
    where
        F: BrokenLinkCallback<'a>,
    {
        self.depth += 1;
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
            Tag::Link { link_type, dest_url, id, .. } => self.link(link_type, &dest_url, &id, range, events),
            Tag::Image { link_type, dest_url, id, .. } => {
                self.link(link_type, &dest_url, &id, range.clone(), events);
                if let Some(link) = self.facts.links.last_mut() {
                    link.kind = LinkKind::Image;
                }
                match &mut self.image {
                    Some(image) => image.depth += 1,
                    None => {
                        let index = self.facts.links.len().saturating_sub(1);
                        self.image = Some(Image { index, whole: range, ..Image::default() });
                    }
                }
            }
            Tag::Heading { level, id, .. } => {
                self.boundary();
                let level = level as u8;
                let id = id.map(|id| id.to_string());
                if let Some(id) = &id {
                    self.ids.push((id.clone(), self.id_place(&range, id)));
                }
                let text = self.plain.len()..self.plain.len();
                let draft = Draft { level, id, text, line: range, links: self.facts.links.len() };
                if self.first && self.depth == 1 && level == HeadingLevel::H1 as u8 {
                    self.title = Some(draft);
                } else {
                    self.skipped(level, &draft.line);
                    self.heading = Some(draft);
                }
                self.level = level;
            }
            Tag::Paragraph => {
                self.boundary();
                if self.depth == 1 && self.facts.summary.is_none() {
                    self.paragraph = Some(self.plain.len());
                }
            }
            Tag::FootnoteDefinition(_) => {
                self.boundary();
                self.footnotes += 1;
            }
            _ => self.boundary(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if self.hidden.as_ref().is_some_and(|(_, _, within)| *within == self.depth) {
            self.end_hidden();
        }
        self.raw.leave(self.depth);
        self.depth = self.depth.saturating_sub(1);
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::Link => {
                if let Some(at) = self.open.iter().rposition(|link| link.kind == LinkKind::Link) {
                    let link = self.open.remove(at);
                    self.close_link(link);
                }
            }
            TagEnd::Image => {
                if let Some(at) = self.open.iter().rposition(|link| link.kind == LinkKind::Image) {
                    let link = self.open.remove(at);
                    self.close_link(link);
                }
                match &mut self.image {
                    Some(image) if image.depth > 0 => image.depth -= 1,
                    _ => self.end_image(),
                }
            }
            TagEnd::Heading(_) => {
                self.first = false;
                self.end_hidden();
                let title = self.title.take();
                let text = title.as_ref().and_then(|title| self.plain.get(title.text.start..)).unwrap_or_default();
                let text = text.trim().to_owned();
                match title {
                    Some(draft) if !text.is_empty() => {
                        self.facts.title = Some(text);
                        self.facts.title_id = draft.id;
                        self.boundary();
                        // The title is not part of what the text says.
                        self.plain.clear();
                        self.block = 0;
                    }
                    // A heading without a word, such as a picture, is no title.
                    title => {
                        self.boundary();
                        if let Some(mut draft) = self.heading.take().or(title) {
                            draft.text.end = self.plain.len();
                            self.drafts.push(draft);
                        }
                    }
                }
            }
            TagEnd::Paragraph => {
                self.boundary();
                if let Some(start) = self.paragraph.take() {
                    let text = self.plain.get(start..).unwrap_or_default().trim();
                    if !text.is_empty() {
                        self.facts.summary = Some(sentence::shortened(text, 200));
                    }
                }
            }
            _ => self.boundary(),
        }
    }

    /// The text of the hidden element goes, and what links have of it.
    fn end_hidden(&mut self) {
        let Some((_, from, _)) = self.hidden.take() else { return };
        self.plain.truncate(from);
        for link in &mut self.open {
            link.start = link.start.min(from);
        }
        for (_, text) in &mut self.block_links {
            *text = text.start.min(from)..text.end.min(from);
        }
    }

    /// Where an id stands in the line of its heading.
    fn id_place(&self, line: &Range<usize>, id: &str) -> Range<usize> {
        let text = self.text.get(line.clone()).unwrap_or_default();
        match text.rfind(id) {
            Some(at) => line.start + at..line.start + at + id.len(),
            None => line.clone(),
        }
    }

    fn section(&self) -> Option<u32> {
        let index = if self.heading.is_some() { self.drafts.len() } else { self.drafts.len().checked_sub(1)? };
        u32::try_from(index).ok()
    }

    fn text(&mut self, text: &CowStr<'_>, range: Range<usize>) {
        self.push(text);
        match &**text {
            "[" | "<" | "![" if range.start < self.foreign_to => {}
            "[" => self.undefined_footnote(range.start),
            "<" => self.foreign_within(range.start),
            "![" if self.text.get(range.start..).is_some_and(|rest| rest.starts_with("![[")) => self.embed_link(range),
            text => {
                let mut from = 0;
                while let Some(at) = text.get(from..).and_then(|rest| memchr::memchr(b'{', rest.as_bytes())) {
                    let at = from + at;
                    if range.start + at >= self.foreign_to && text.len() == range.len() {
                        self.foreign_within(range.start + at);
                    }
                    from = at + 1;
                }
            }
        }
    }

    fn code(&mut self, block: Block<'a>, range: Range<usize>) {
        self.boundary();
        self.first = false;
        let content = self.place(block.content.clone());
        let info = block.info.as_deref().unwrap_or_default();
        if let Some(kind) = fence::embed(info) {
            self.facts.embeds.push(Embed { kind, toml: block.text.into_owned() });
            self.spans.embeds.push(content);
            return;
        }
        self.foreign_fence(info, &range);
        let code = fence::read(info);
        self.too_long(&code, &block, &range);
        self.facts.code.push(code);
        let span = match self.info_place(info, &range) {
            Some(info) => info,
            None => trimmed(self.text, range),
        };
        self.spans.code.push(self.place(span));
        self.push(&block.text);
        self.boundary();
    }

    /// Where the info string of a block stands: on its first line.
    fn info_place(&self, info: &str, range: &Range<usize>) -> Option<Range<usize>> {
        let info = info.trim();
        if info.is_empty() {
            return None;
        }
        let line = self.text.get(range.clone())?.split(['\n', '\r']).next()?;
        let fence = line.trim_start_matches(['`', '~']);
        let start = range.start + line.len() - fence.trim_start().len();
        Some(start..start + fence.trim().len())
    }
}

/// A range without the white space at its end.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let length = text.get(range.clone()).map_or(range.len(), |text| text.trim_end().len());
    range.start..range.start + length
}
