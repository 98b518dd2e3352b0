//! The one reading of a text: what `facts` and `html` both walk through, event by event.
//!
//! Enter at [`Events::new`]. On top of what CommonMark and its extensions say, containers are opened and closed, wiki
//! links are found, and code and raw HTML come in one piece. Always true: starts and ends are balanced, containers
//! included; a container never outlives the block it stands in.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{
    BrokenLinkCallback, CodeBlockKind, CowStr, DefaultBrokenLinkCallback, Event as Md, OffsetIter, Options, Parser,
    Tag, TagEnd,
};

use super::containers::{self, Container, Mark, MarkKind};

/// The extensions of the manual.
pub(super) fn extensions() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
}

/// A text, its containers masked: what [`Events`] borrow from.
pub(super) struct Masked<'a> {
    text: &'a str,
    masked: Cow<'a, str>,
    marks: Vec<Mark<'a>>,
    wiki: bool,
}

impl<'a> Masked<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let (marks, masked) = containers::read(text);
        Masked { text, masked, marks, wiki: true }
    }

    /// The same without containers and wiki links: CommonMark as it is.
    #[cfg(test)]
    pub(super) fn plain(text: &'a str) -> Self {
        Masked { text, masked: Cow::Borrowed(text), marks: Vec::new(), wiki: false }
    }
}

/// One step through a text.
#[derive(Debug)]
pub(super) enum Event<'a> {
    Start(Tag<'a>),
    End(TagEnd),
    Text(CowStr<'a>),
    /// Code within a line.
    Code(CowStr<'a>),
    /// A block of code.
    Block(Block<'a>),
    Html(Html<'a>),
    Wiki {
        target: &'a str,
        text: Option<&'a str>,
    },
    Footnote(CowStr<'a>),
    SoftBreak,
    HardBreak,
    Rule,
    Task(bool),
    Open(Container<'a>),
    /// The end of a container; without a closing line if it is not `closed`.
    Close {
        container: Container<'a>,
        opened: Range<usize>,
        closed: bool,
    },
    /// `== Title`: the tab before it ends, the next one starts. Only directly within `tabs`.
    Tab(&'a str),
    /// A line of a container that belongs to none.
    Stray(&'a str),
}

impl Event<'_> {
    /// Whether a block starts or ends here, so that what was open within a line is not any more.
    pub(super) fn ends_line(&self) -> bool {
        match self {
            Event::Start(tag) => !is_inline(tag.to_end()),
            Event::End(tag) => !is_inline(*tag),
            Event::Html(html) => html.block,
            Event::Block(_) | Event::Rule | Event::Open(_) | Event::Close { .. } | Event::Tab(_) | Event::Stray(_) => {
                true
            }
            _ => false,
        }
    }
}

fn is_inline(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// A block of code.
#[derive(Debug)]
pub(super) struct Block<'a> {
    /// Its info string; `None` for indented code.
    pub info: Option<CowStr<'a>>,
    pub text: Cow<'a, str>,
    /// From its first to its last line, without the fences.
    pub content: Range<usize>,
}

/// Raw HTML: a block, or a tag within a line.
#[derive(Debug)]
pub(super) struct Html<'a> {
    pub text: Cow<'a, str>,
    pub block: bool,
    /// Where its parts stand in the source, in order: byte of `text`, byte of the source.
    parts: Vec<(usize, usize)>,
}

impl Html<'_> {
    /// The place in the source of a place in the text.
    pub(super) fn source(&self, at: usize) -> usize {
        let part = self.parts.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        self.parts.get(part).map_or(0, |(start, source)| source + at.saturating_sub(*start))
    }
}

struct Opened<'a> {
    container: Container<'a>,
    range: Range<usize>,
    fence: usize,
    depth: usize,
}

/// The events of a text, each with its place.
pub(super) struct Events<'a, F = DefaultBrokenLinkCallback> {
    text: &'a str,
    masked: &'a str,
    marks: &'a [Mark<'a>],
    wiki: bool,
    parser: OffsetIter<'a, F>,
    /// Taken from the parser, not looked at yet.
    ahead: VecDeque<(Md<'a>, Range<usize>)>,
    /// Made, to be handed out next.
    ready: VecDeque<(Event<'a>, Range<usize>)>,
    open: Vec<Opened<'a>>,
    depth: usize,
    /// A paragraph that was added is open.
    paragraph: bool,
    /// What comes after the start or end of it.
    held: Option<(Event<'a>, Range<usize>)>,
}

impl<'a, F: BrokenLinkCallback<'a>> Events<'a, F> {
    /// The events of `text`; `broken` hears of each reference without a definition, and answers `None`.
    pub(super) fn new(text: &'a Masked<'a>, options: Options, broken: Option<F>) -> Self {
        Events {
            text: text.text,
            masked: &text.masked,
            marks: &text.marks,
            wiki: text.wiki,
            parser: Parser::new_with_broken_link_callback(&text.masked, options, broken).into_offset_iter(),
            ahead: VecDeque::new(),
            ready: VecDeque::new(),
            open: Vec::new(),
            depth: 0,
            paragraph: false,
            held: None,
        }
    }

    /// Where a link label is defined.
    pub(super) fn definition(&self, label: &str) -> Option<Range<usize>> {
        self.parser.reference_definitions().get(label).map(|definition| definition.span.clone())
    }

    fn pull(&mut self) -> Option<(Md<'a>, Range<usize>)> {
        self.ahead.pop_front().or_else(|| self.parser.next())
    }

    /// The text as the author wrote it, where the parser saw the masked one.
    fn unmasked(&self, text: CowStr<'a>, range: &Range<usize>) -> CowStr<'a> {
        match text {
            CowStr::Borrowed(seen) if !self.marks.is_empty() && self.masked.get(range.clone()) == Some(seen) => {
                CowStr::Borrowed(self.text.get(range.clone()).unwrap_or(seen))
            }
            text => text,
        }
    }

    fn mark_at(&self, at: usize) -> Option<&'a Mark<'a>> {
        let index = self.marks.partition_point(|mark| mark.range.end <= at);
        self.marks.get(index).filter(|mark| mark.range.start <= at)
    }

    /// A block of code: its parts up to its end.
    fn block(&mut self, kind: CodeBlockKind<'a>, range: &Range<usize>) -> Event<'a> {
        let info = match kind {
            CodeBlockKind::Fenced(info) => Some(info),
            CodeBlockKind::Indented => None,
        };
        let mut text = Cow::Borrowed("");
        let mut content: Option<Range<usize>> = None;
        while let Some((event, place)) = self.pull() {
            match event {
                Md::Text(part) => {
                    append(&mut text, self.unmasked(part, &place));
                    content = Some(content.map_or(place.start, |content| content.start)..place.end);
                }
                Md::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        Event::Block(Block { info, text, content: content.unwrap_or(range.end..range.end) })
    }

    fn html_block(&mut self) -> Event<'a> {
        let mut text = Cow::Borrowed("");
        let mut parts: Vec<(usize, usize)> = Vec::new();
        while let Some((event, place)) = self.pull() {
            match event {
                Md::Html(part) | Md::Text(part) => {
                    let follows = parts.last().is_some_and(|(start, source)| {
                        source + (text.len() - start) == place.start && part.len() == place.len()
                    });
                    if !follows {
                        parts.push((text.len(), place.start));
                    }
                    append(&mut text, self.unmasked(part, &place));
                }
                Md::End(TagEnd::HtmlBlock) => break,
                _ => {}
            }
        }
        Event::Html(Html { text, block: true, parts })
    }

    /// A masked line that turned out to be a break.
    fn mark(&mut self, mark: &'a Mark<'a>) {
        let range = mark.range.clone();
        let line = self.text.get(range.clone()).unwrap_or_default();
        match &mark.kind {
            MarkKind::Open { fence, container } if self.open.len() < containers::MOST_OPEN => {
                self.open.push(Opened {
                    container: *container,
                    range: range.clone(),
                    fence: *fence,
                    depth: self.depth,
                });
                self.ready.push_back((Event::Open(*container), range));
            }
            MarkKind::Close { fence } => {
                let here = self.open.partition_point(|opened| opened.depth < self.depth);
                let fences = self.open[here..].iter().map(|opened| opened.fence);
                match containers::closes(fences, *fence) {
                    Some(index) => {
                        self.close_down_to(here + index + 1, &range);
                        self.close_one(true, range);
                    }
                    None => self.ready.push_back((Event::Stray(line), range)),
                }
            }
            MarkKind::Tab(title)
                if self.open.last().is_some_and(|opened| {
                    opened.depth == self.depth && opened.container.kind == containers::Kind::Tabs
                }) =>
            {
                self.ready.push_back((Event::Tab(title), range));
            }
            _ => self.ready.push_back((Event::Stray(line), range)),
        }
    }

    fn close_one(&mut self, closed: bool, range: Range<usize>) {
        if let Some(Opened { container, range: opened, .. }) = self.open.pop() {
            self.ready.push_back((Event::Close { container, opened, closed }, range));
        }
    }

    /// Ends containers that have no closing line, until `left` are open.
    fn close_down_to(&mut self, left: usize, range: &Range<usize>) {
        while self.open.len() > left {
            self.close_one(false, range.end..range.end);
        }
    }

    /// `[[target]]` or `[[target|text]]` at a bracket that CommonMark took for text. All of it must be text of one
    /// line and without markup that reaches out of it; else it is what CommonMark says.
    fn wiki(&mut self, at: usize) -> Option<(Event<'a>, Range<usize>)> {
        let text = self.text;
        let inner = text.get(at..)?.strip_prefix("[[")?;
        if escaped(text, at) {
            return None;
        }
        let length = inner.bytes().take(300).position(|byte| matches!(byte, b']' | b'[' | b'\n' | b'\r'))?;
        if length == 0 || !inner[length..].starts_with("]]") {
            return None;
        }
        let range = at..at + length + 4;
        let mut passed = Vec::new();
        let mut depth = 0_usize;
        let mut fine = true;
        let mut reached = at + 1;
        while fine && (depth > 0 || reached < range.end) {
            let (event, place) = self.pull()?;
            reached = reached.max(place.end);
            fine = place.end <= range.end
                && match &event {
                    Md::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => {
                        depth += 1;
                        true
                    }
                    Md::End(_) if depth > 0 => {
                        depth -= 1;
                        true
                    }
                    Md::Text(_) | Md::Code(_) => true,
                    _ => false,
                };
            passed.push((event, place));
        }
        if !fine {
            for event in passed.into_iter().rev() {
                self.ahead.push_front(event);
            }
            return None;
        }
        if ["toc", "_toc_"].iter().any(|list| inner[..length].eq_ignore_ascii_case(list)) {
            return None;
        }
        let (target, label) = match inner[..length].split_once('|') {
            // In a table the bar is escaped.
            Some((target, label)) => (target.trim_end_matches('\\').trim(), Some(label.trim())),
            None => (inner[..length].trim(), None),
        };
        Some((Event::Wiki { target, text: label.filter(|label| !label.is_empty()) }, range))
    }

    fn step(&mut self, event: Md<'a>, range: Range<usize>) -> Option<(Event<'a>, Range<usize>)> {
        let event = match event {
            Md::Start(Tag::CodeBlock(kind)) => self.block(kind, &range),
            Md::Start(Tag::HtmlBlock) => self.html_block(),
            Md::Start(tag) => {
                self.depth += 1;
                Event::Start(tag)
            }
            Md::End(tag) => {
                let within = self.open.partition_point(|opened| opened.depth < self.depth);
                self.depth = self.depth.saturating_sub(1);
                if self.open.len() > within {
                    self.close_down_to(within, &range);
                    self.ready.push_back((Event::End(tag), range));
                    return None;
                }
                Event::End(tag)
            }
            Md::Text(text) => return self.text(text, range),
            Md::Code(code) => Event::Code(code),
            Md::InlineHtml(html) | Md::Html(html) => {
                let parts = vec![(0, range.start)];
                Event::Html(Html { text: cow(self.unmasked(html, &range)), block: false, parts })
            }
            Md::FootnoteReference(name) => Event::Footnote(name),
            Md::SoftBreak => Event::SoftBreak,
            Md::HardBreak => Event::HardBreak,
            Md::TaskListMarker(done) => Event::Task(done),
            Md::Rule => match self.mark_at(range.start) {
                Some(mark) => {
                    self.mark(mark);
                    return None;
                }
                None => Event::Rule,
            },
            Md::InlineMath(text) | Md::DisplayMath(text) => Event::Text(text),
        };
        Some((event, range))
    }

    fn text(&mut self, text: CowStr<'a>, range: Range<usize>) -> Option<(Event<'a>, Range<usize>)> {
        if self.wiki
            && &*text == "["
            && let Some(wiki) = self.wiki(range.start)
        {
            return Some(wiki);
        }
        // A masked line within a paragraph (it was indented too far to be a container) comes letter by letter.
        if let Some(mark) = self.mark_at(range.start)
            && range.end <= mark.range.end
        {
            let line = self.text.get(mark.range.clone()).filter(|_| range.start == mark.range.start)?;
            return Some((Event::Text(line.into()), mark.range.clone()));
        }
        Some((Event::Text(self.unmasked(text, &range)), range))
    }
}

impl<'a, F: BrokenLinkCallback<'a>> Events<'a, F> {
    fn read(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        loop {
            if let Some(ready) = self.ready.pop_front() {
                return Some(ready);
            }
            match self.pull() {
                Some((event, range)) => {
                    if let Some(step) = self.step(event, range) {
                        return Some(step);
                    }
                }
                None if self.open.is_empty() => return None,
                None => self.close_down_to(0, &(self.text.len()..self.text.len())),
            }
        }
    }

    /// Whether an event within a line stands directly in a container: in a tight list there is no paragraph around it.
    fn is_bare(&self, event: &Event<'_>) -> bool {
        let depth = self.depth - usize::from(matches!(event, Event::Start(_)));
        self.open.last().is_some_and(|opened| opened.depth == depth) && !event.ends_line()
    }
}

impl<'a, F: BrokenLinkCallback<'a>> Iterator for Events<'a, F> {
    type Item = (Event<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(held) = self.held.take() {
            return Some(held);
        }
        let (event, range) = self.read()?;
        if self.paragraph && event.ends_line() {
            self.paragraph = false;
            let at = range.start;
            self.held = Some((event, range));
            return Some((Event::End(TagEnd::Paragraph), at..at));
        }
        if !self.paragraph && !self.open.is_empty() && self.is_bare(&event) {
            self.paragraph = true;
            let at = range.start;
            self.held = Some((event, range));
            return Some((Event::Start(Tag::Paragraph), at..at));
        }
        Some((event, range))
    }
}

/// Whether an odd number of backslashes stands before a place.
pub(super) fn escaped(text: &str, at: usize) -> bool {
    text.as_bytes()[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

fn cow(text: CowStr<'_>) -> Cow<'_, str> {
    match text {
        CowStr::Borrowed(text) => Cow::Borrowed(text),
        text => Cow::Owned(text.into_string()),
    }
}

fn append<'a>(text: &mut Cow<'a, str>, part: CowStr<'a>) {
    if text.is_empty() {
        *text = cow(part);
    } else {
        text.to_mut().push_str(&part);
    }
}
