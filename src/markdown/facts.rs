//! What a text says: one walk through its events.
//!
//! Enter at [`read`]. All that a reader sees as text is gathered in one string, block by block; headings, links and
//! sections are ranges of it until the walk is over. Ids are given last, when all that are written out are known.

use std::cell::RefCell;
use std::ops::Range;

use pulldown_cmark::{BrokenLinkCallback, CowStr, HeadingLevel, LinkType, Options, Tag, TagEnd};

use super::containers::{Container, Kind, WORDS};
use super::events::{Block, Event, Events, Html, Masked, escaped};
use super::ids::{self, Ids};
use super::raw::{self, Element, Leads, Token};
use super::{Embed, Facts, Heading, Link, LinkKind, Parsed, Spans, escape, fence, foreign, sentence};
use crate::diagnostic::{Code, Diagnostic, Span, nearest};
use crate::path::SourcePath;

/// The facts of a text, and its words by section: before the first heading, then under each.
pub(super) struct Reading {
    pub parsed: Parsed,
    pub findings: Vec<Diagnostic>,
    plain: String,
    /// Where in `plain` the text under each heading starts, and where its heading does.
    sections: Vec<(usize, usize)>,
}

impl Reading {
    /// The plain text before the first heading, then the text under each.
    pub(super) fn words(&self) -> Vec<String> {
        let starts = std::iter::once(0).chain(self.sections.iter().map(|(_, text)| *text));
        let ends = self.sections.iter().map(|(heading, _)| *heading).chain([self.plain.len()]);
        starts.zip(ends).map(|(start, end)| self.plain.get(start..end).unwrap_or_default().trim().to_owned()).collect()
    }
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
    title: Option<usize>,
    paragraph: Option<usize>,
    depth: usize,
    raw: raw::Open,
    /// An inline element that goes with what it holds: its name, where its text starts, the depth it stands in.
    hidden: Option<(String, usize, usize)>,
    footnotes: usize,
    references: usize,
    level: u8,
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
                self.push(title);
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
        if let Some((_, from, _)) = self.hidden.take() {
            self.plain.truncate(from);
        }
        if !self.open.is_empty() {
            for link in std::mem::take(&mut self.open) {
                self.close_link(link);
            }
        }
        for (index, text) in std::mem::take(&mut self.block_links) {
            let block = &self.plain[self.block..];
            let end = (text.end - self.block).min(block.len());
            let text = (text.start - self.block).min(end)..end;
            if let Some(link) = self.facts.links.get_mut(index) {
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
                if self.first && self.depth == 1 && level == HeadingLevel::H1 as u8 {
                    self.title = Some(self.plain.len());
                    self.facts.title_id = id;
                } else {
                    self.skipped(level, &range);
                    let text = self.plain.len()..self.plain.len();
                    self.heading = Some(Draft { level, id, text, line: range, links: self.facts.links.len() });
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
                if let Some(start) = self.title.take() {
                    let text = self.plain.get(start..).unwrap_or_default().trim();
                    self.facts.title = Some(text.to_owned());
                    self.boundary();
                    // The title is not part of what the text says.
                    self.plain.clear();
                    self.block = 0;
                } else if let Some(mut draft) = self.heading.take() {
                    self.end_hidden();
                    draft.text.end = self.plain.len();
                    self.drafts.push(draft);
                    self.boundary();
                    if let (Some(draft), end) = (self.drafts.last_mut(), self.plain.len()) {
                        draft.text.end = end;
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

    fn end_hidden(&mut self) {
        if let Some((_, from, _)) = self.hidden.take() {
            self.plain.truncate(from);
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

    fn skipped(&mut self, level: u8, range: &Range<usize>) {
        if level > self.level + 1 {
            let message = format!("a heading of level {level} follows one of level {}", self.level);
            let help = format!("write `{}`, or add the heading between them", "#".repeat(usize::from(self.level) + 1));
            self.report(Code::SkippedHeading, trimmed(self.text, range.clone()), message, help);
        }
    }

    fn section(&self) -> Option<u32> {
        let index = if self.heading.is_some() { self.drafts.len() } else { self.drafts.len().checked_sub(1)? };
        u32::try_from(index).ok()
    }

    fn add_link(&mut self, kind: LinkKind, target: String, span: Range<usize>) -> usize {
        self.first = false;
        let section = self.section();
        self.facts.links.push(Link { kind, target, text: String::new(), sentence: None, section });
        self.spans.links.push(self.place(span));
        self.facts.links.len() - 1
    }

    fn link<F>(&mut self, kind: LinkType, target: &str, label: &str, range: Range<usize>, events: &Events<'a, F>)
    where
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

    fn close_link(&mut self, link: OpenLink) {
        if link.kind != LinkKind::Image {
            let start = link.start.min(self.plain.len());
            let text = self.plain[start..].trim();
            if let Some(fact) = self.facts.links.get_mut(link.index) {
                if fact.text.is_empty() {
                    text.clone_into(&mut fact.text);
                }
                self.block_links.push((link.index, start.max(self.block)..self.plain.len()));
            }
        }
        let target = match &link.definition {
            Some(definition) => after_label(self.text, definition.clone()),
            None if link.inline => self.text.get(link.last..link.whole.end).and_then(|rest| {
                let at = rest.find("](")?;
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
    fn active_link(&mut self, index: usize) {
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

    fn end_image(&mut self) {
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

    fn wiki(&mut self, target: &str, text: Option<&str>, range: Range<usize>) {
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

    fn undefined_footnote(&mut self, at: usize) {
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
    fn embed_link(&mut self, range: Range<usize>) {
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

    fn foreign_line(&mut self, at: usize) {
        if at < self.foreign_to {
            return;
        }
        if let Some(found) = self.text.get(at..).and_then(foreign::line) {
            self.foreign(at, found);
        }
    }

    fn foreign_within(&mut self, at: usize) {
        if let Some(found) = self.text.get(at..).and_then(foreign::within) {
            self.foreign(at, found);
        }
    }

    fn foreign(&mut self, at: usize, found: foreign::Foreign) {
        self.foreign_to = at + found.length;
        self.report(Code::ForeignSyntax, at..at + found.length, found.message, found.help);
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
        self.facts.code.push(fence::read(info));
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

    fn open_container(&mut self, container: Container<'a>, range: Range<usize>) {
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
        if !container.title.is_empty() {
            self.push(container.title);
            self.boundary();
        }
    }

    fn close_container(&mut self, container: Container<'a>, opened: Range<usize>, closed: bool) {
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

    fn stray(&mut self, line: &str, range: Range<usize>) {
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

    fn html(&mut self, html: &Html<'a>) {
        if html.block {
            self.boundary();
        }
        let depth = self.depth;
        let mut tokens = raw::tokens(&html.text);
        while let Some((token, at)) = tokens.next() {
            match token {
                Token::Comment => {}
                Token::Text(text) => {
                    for (index, line) in text.split('\n').enumerate() {
                        if index > 0 {
                            self.plain_blank();
                        }
                        let line = line.trim_matches('\r');
                        if !line.trim().is_empty() {
                            self.push(&escape::decoded(line));
                        }
                    }
                }
                Token::Start(tag) => {
                    self.first = false;
                    self.html_tag(html, &tag, at, depth);
                    let goes = raw::element(tag.name) == Element::Goes && !tag.closed;
                    if goes && html.block {
                        tokens.skip_content(tag.name);
                    } else if goes && self.hidden.is_none() && self.image.is_none() {
                        self.hidden = Some((tag.name.to_ascii_lowercase(), self.plain.len(), depth));
                    }
                }
                Token::End(name) => {
                    self.first = false;
                    self.html_end(html, name, at, depth);
                }
            }
        }
        if html.block {
            self.boundary();
        }
    }

    fn plain_blank(&mut self) {
        if self.plain.len() > self.block && !self.plain.ends_with([' ', '\n']) {
            self.push(" ");
        }
    }

    fn html_end(&mut self, html: &Html<'a>, name: &str, at: Range<usize>, depth: usize) {
        if let Some((hidden, _, within)) = &self.hidden {
            if *within == depth && hidden.eq_ignore_ascii_case(name) {
                self.end_hidden();
            }
            return;
        }
        if name.eq_ignore_ascii_case("a")
            && let Some(at) = self.open.iter().rposition(|link| link.kind == LinkKind::HtmlLink)
        {
            let link = self.open.remove(at);
            self.close_link(link);
        }
        let passes = raw::element(name) == Element::Passes && !raw::is_void(name);
        if passes && self.raw.end(name, depth).is_empty() && !raw::is_optional_end(name) {
            let range = html.source(at.start)..html.source(at.end.saturating_sub(1)) + 1;
            let message = format!("`</{name}>` closes nothing here and is taken out");
            let help = format!("put `<{name}>` before it, in the same block, or leave it out");
            self.report(Code::ActiveHtml, range, message, help);
        }
    }

    fn html_tag(&mut self, html: &Html<'a>, tag: &raw::Tag<'_>, at: Range<usize>, depth: usize) {
        let name = tag.name;
        let place = |range: Range<usize>| html.source(range.start)..html.source(range.end.saturating_sub(1)) + 1;
        let whole = place(at.clone());
        match raw::element(name) {
            _ if self.hidden.is_some() => {}
            Element::Passes => {
                if !raw::is_void(name) && !tag.closed {
                    self.raw.start(name, depth);
                }
                for attribute in tag.attributes.iter().filter(|attribute| !raw::passes(attribute)) {
                    let start = attribute.range.start - (attribute.range.start - at.start).min(attribute.name.len());
                    let _ = start;
                    let message = format!("the attribute `{}` of `<{name}>` is taken out", attribute.name);
                    let help = match attribute.name.to_ascii_lowercase().as_str() {
                        "style" => "use a class, and style it in the theme",
                        _ => "leave it out; with `raw_html = \"all\"` in `[markdown]` it passes",
                    };
                    self.report(Code::ActiveHtml, place(attribute.range.clone()), message, help);
                }
            }
            Element::Goes | Element::Unwrapped => {
                let help = "leave it out; with `raw_html = \"all\"` in `[markdown]` it passes";
                self.report(Code::ActiveHtml, whole.clone(), format!("`<{name}>` is taken out"), help);
            }
            Element::Unknown => {
                let message = format!("HTML has no element `<{name}>`, so it is shown as text");
                self.report(Code::ForeignSyntax, whole.clone(), message, foreign::component(name));
                let written = html.text[at.clone()].to_owned();
                self.push(&written);
            }
        }
        self.html_facts(html, tag, &whole);
    }

    /// Links, ids and alternative text of a tag.
    fn html_facts(&mut self, html: &Html<'a>, tag: &raw::Tag<'_>, whole: &Range<usize>) {
        let place = |range: Range<usize>| {
            let last = if range.is_empty() { range.end } else { range.end - 1 };
            html.source(range.start)..html.source(last) + usize::from(!range.is_empty())
        };
        for attribute in &tag.attributes {
            match raw::leads(tag.name, attribute.name) {
                Some(Leads::Link) => {
                    let target = escape::decoded(attribute.value).into_owned();
                    let index = self.add_link(LinkKind::HtmlLink, target, place(attribute.range.clone()));
                    if tag.name.eq_ignore_ascii_case("a") {
                        self.open.push(OpenLink {
                            index,
                            kind: LinkKind::HtmlLink,
                            start: self.plain.len(),
                            last: whole.end,
                            whole: whole.clone(),
                            definition: None,
                            inline: false,
                        });
                    }
                }
                Some(Leads::Image) => {
                    let target = escape::decoded(attribute.value).into_owned();
                    let index = self.add_link(LinkKind::HtmlImage, target, place(attribute.range.clone()));
                    if let (Some(alt), Some(link)) = (tag.attribute("alt"), self.facts.links.get_mut(index)) {
                        link.text = escape::decoded(alt.value).into_owned();
                    }
                }
                Some(Leads::ImageSet) => {
                    for range in raw::candidates(attribute.value) {
                        let target = escape::decoded(&attribute.value[range.clone()]).into_owned();
                        let start = attribute.range.start;
                        self.add_link(LinkKind::HtmlImage, target, place(start + range.start..start + range.end));
                    }
                }
                None => {
                    let anchor = attribute.name.eq_ignore_ascii_case("id")
                        || (attribute.name.eq_ignore_ascii_case("name") && tag.name.eq_ignore_ascii_case("a"));
                    let id = escape::decoded(attribute.value);
                    if anchor && !id.is_empty() && !self.twice(tag, &id, attribute) {
                        self.ids.push((id.to_string(), place(attribute.range.clone())));
                        self.facts.anchors.push(id.into_owned());
                    }
                }
            }
        }
        if tag.name.eq_ignore_ascii_case("img") && tag.attribute("alt").is_none() {
            let help = "say in `alt` what it shows; `alt=\"\"` for mere decoration";
            self.report(Code::MissingAlt, whole.clone(), "this image has no alternative text", help);
        }
    }

    /// `<a id="x" name="x">` is one place, not two.
    fn twice(&self, tag: &raw::Tag<'_>, id: &str, attribute: &raw::Attribute<'_>) -> bool {
        attribute.name.eq_ignore_ascii_case("name") && tag.attribute("id").is_some_and(|other| other.value == id)
    }

    fn finish(mut self, undefined: Vec<(Range<usize>, String)>) -> Reading {
        self.boundary();
        for (mut range, label) in undefined {
            if self.text.get(range.end..).is_some_and(|rest| rest.starts_with("[]")) {
                range.end += 2;
            }
            let message = format!("no link is defined for `{label}`");
            let help = format!("define it on a line of its own: `[{label}]: page.md`");
            self.report(Code::UndefinedReference, range, message, help);
        }
        let ids = self.give_ids();
        let says = self.says();
        let sections = self.drafts.iter().map(|draft| (draft.text.start, draft.text.end)).collect();
        for ((draft, id), says) in self.drafts.iter().zip(ids).zip(says) {
            let text = self.plain.get(draft.text.clone()).unwrap_or_default().trim().to_owned();
            self.facts.headings.push(Heading { level: draft.level, id, text, says });
            self.spans.headings.push(self.place(trimmed(self.text, draft.line.clone())));
        }
        Reading {
            parsed: Parsed { facts: self.facts, spans: self.spans },
            findings: self.findings,
            plain: self.plain,
            sections,
        }
    }

    /// The ids of the headings. Those that are written out come first, in the order of the page; the others take
    /// what is left.
    fn give_ids(&mut self) -> Vec<String> {
        let mut ids = Ids::default();
        let mut first: std::collections::HashMap<&str, &Range<usize>> = std::collections::HashMap::new();
        let mut twice = Vec::new();
        for (id, range) in &self.ids {
            match first.get(id.as_str()) {
                Some(first) => twice.push((id.clone(), range.clone(), (*first).clone())),
                None => {
                    first.insert(id, range);
                    ids.take(id);
                }
            }
        }
        for (id, range, first) in twice {
            let finding =
                Diagnostic::new(Code::DuplicateId, self.span(range), format!("the id `{id}` is there already"))
                    .also(self.span(first), "first given here")
                    .help("give one of them another id");
            self.findings.push(finding);
        }
        for number in 1..=self.footnotes {
            for id in [format!("fn-{number}"), format!("fnref-{number}")] {
                if ids.take(&id) {
                    self.facts.anchors.push(id);
                }
            }
        }
        if let (Some(title), None) = (&self.facts.title, &self.facts.title_id) {
            self.facts.title_id = Some(ids.unique(ids::slug(title)));
        }
        let mut given: std::collections::HashSet<&str> = std::collections::HashSet::new();
        let mut all = Vec::with_capacity(self.drafts.len());
        for draft in &self.drafts {
            let id = match &draft.id {
                Some(id) if given.insert(id) => id.clone(),
                Some(id) => ids.unique(id.clone()),
                None => {
                    let text = self.plain.get(draft.text.clone()).unwrap_or_default();
                    ids.unique(ids::slug(text))
                }
            };
            all.push(id);
        }
        all
    }

    /// The digest of what each section says: that of its own text, and of the sections below it.
    fn says(&self) -> Vec<u64> {
        let mut own = Vec::with_capacity(self.drafts.len());
        let mut words = Vec::new();
        for (index, draft) in self.drafts.iter().enumerate() {
            let next = self.drafts.get(index + 1);
            let end = next.map_or(self.plain.len(), |next| next.text.start);
            let links = draft.links..next.map_or(self.facts.links.len(), |next| next.links);
            words.clear();
            normal(self.plain.get(draft.text.start..end).unwrap_or_default(), &mut words);
            for link in self.facts.links.get(links).unwrap_or_default() {
                words.push(0);
                words.extend_from_slice(link.target.as_bytes());
            }
            own.push(first_eight(blake3::hash(&words).as_bytes()));
        }
        let level = |index: usize| self.drafts.get(index).map_or(0, |draft| draft.level);
        let below = |index: usize| (index + 1..own.len()).take_while(move |next| level(*next) > level(index));
        (0..own.len())
            .map(|index| {
                let mut parts = below(index).peekable();
                if parts.peek().is_none() {
                    return own[index];
                }
                let mut digest = blake3::Hasher::new();
                digest.update(&own[index].to_le_bytes());
                for part in parts {
                    digest.update(&own[part].to_le_bytes());
                }
                first_eight(digest.finalize().as_bytes())
            })
            .collect()
    }
}

fn first_eight(digest: &[u8; 32]) -> u64 {
    digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// The words of a text, one blank between them.
fn normal(text: &str, into: &mut Vec<u8>) {
    let mut blank = true;
    for byte in text.bytes() {
        if byte.is_ascii_whitespace() {
            blank = true;
        } else {
            if blank && !into.is_empty() {
                into.push(b' ');
            }
            blank = false;
            into.push(byte);
        }
    }
}

/// A range without the white space at its end.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let length = text.get(range.clone()).map_or(range.len(), |text| text.trim_end().len());
    range.start..range.start + length
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
