//! The HTML of a text: the same events as the facts, written down.
//!
//! Enter at [`write`]. Always true: every address comes from a [`LinkOut`]; no `style`, and with [`RawHtml::Safe`] no
//! script, comes through; elements that raw HTML opens end with the block they stand in.

mod code;
mod containers;
mod footnotes;
mod links;
mod raw;

use pulldown_cmark::{Alignment, DefaultBrokenLinkCallback, HeadingLevel, LinkType, Options, Tag, TagEnd};

use super::containers::Kind;
use super::events::{Event, Events, Masked};
use super::{Body, CodeWriter, escape};
use footnotes::Footnotes;

/// Writes the HTML of a body.
pub(super) fn write(body: &Body<'_>, code: &dyn CodeWriter, masked: &Masked<'_>, options: Options) -> String {
    let mut writer = Writer::new(body, code);
    for (event, _) in Events::new(masked, options, None::<DefaultBrokenLinkCallback>) {
        writer.event(event);
    }
    writer.finish()
}

/// A container that is open, with what its end needs to know.
struct Opened {
    kind: Kind,
    /// Where in the output what is known only at its end goes.
    hole: usize,
    /// A tab of it is open.
    tab: bool,
    /// The languages of its code, each once.
    languages: Vec<String>,
    /// No line of its code is too long to stand beside another.
    fits: bool,
}

/// An element within a line that goes: its name, where the output goes back to, and the block it may not outlive.
struct Hidden {
    name: String,
    from: usize,
    depth: usize,
}

#[derive(Default)]
struct Image {
    link: Option<usize>,
    title: String,
    alt: String,
    depth: usize,
}

struct OpenLink {
    written: bool,
    start: usize,
    text: Option<String>,
}

/// An output that waits while another is written.
struct Outer {
    out: String,
    holes: Vec<(usize, String)>,
    /// Of the footnote that is being written.
    name: String,
}

struct Writer<'b, 'a> {
    body: &'b Body<'a>,
    code: &'b dyn CodeWriter,
    out: String,
    /// Text that goes into the output at a place, once all is written; in order of place.
    holes: Vec<(usize, String)>,
    /// What was being written when a footnote or the title began.
    outer: Vec<Outer>,
    footnotes: Footnotes,
    links: usize,
    blocks: usize,
    embeds: usize,
    /// How many headings have begun, without the title.
    headings: usize,
    /// The title is still to come, and is left out.
    title: bool,
    /// The output to fall back to when the title ends.
    in_title: bool,
    open_links: Vec<OpenLink>,
    image: Option<Image>,
    containers: Vec<Opened>,
    alignments: Vec<Alignment>,
    cell: usize,
    /// Where its tag stands in what is written.
    cell_at: usize,
    in_head: bool,
    quotes: Vec<bool>,
    heading: Option<String>,
    depth: usize,
    raw: super::raw::Open,
    /// An inline element that goes with what it holds.
    hidden: Option<Hidden>,
}

impl<'b, 'a> Writer<'b, 'a> {
    fn new(body: &'b Body<'a>, code: &'b dyn CodeWriter) -> Self {
        Writer {
            body,
            code,
            out: String::with_capacity(body.text.len() * 3 / 2),
            outer: Vec::new(),
            footnotes: Footnotes::default(),
            holes: Vec::new(),
            links: 0,
            blocks: 0,
            embeds: 0,
            headings: 0,
            title: body.facts.title.is_some(),
            in_title: false,
            open_links: Vec::new(),
            image: None,
            containers: Vec::new(),
            alignments: Vec::new(),
            cell: 0,
            cell_at: 0,
            in_head: false,
            quotes: Vec::new(),
            heading: None,
            depth: 0,
            raw: super::raw::Open::default(),
            hidden: None,
        }
    }

    fn event(&mut self, event: Event<'_>) {
        if self.hidden.is_some() && event.ends_line() {
            self.end_hidden();
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(code) => self.inline_code(&code),
            Event::Block(block) => self.block(&block),
            Event::Html(html) => self.html(&html),
            Event::Wiki { target, text } => self.wiki(target, text),
            Event::Footnote(name) => self.reference(&name),
            Event::SoftBreak => self.text("\n"),
            Event::HardBreak => match &mut self.image {
                Some(image) => image.alt.push('\n'),
                None => self.out.push_str("<br>\n"),
            },
            Event::Rule => {
                self.fresh();
                self.out.push_str("<hr>\n");
            }
            Event::Task(done) => self.task(done),
            Event::Open(container) => self.open(&container),
            Event::Close { .. } => self.close(),
            Event::Tab(title) => self.tab(title),
            Event::Stray(line) => {
                self.fresh();
                self.out.push_str("<p>");
                escape::text(line, &mut self.out);
                self.out.push_str("</p>\n");
            }
        }
    }

    /// A new line, unless this is the start of one.
    fn fresh(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn tag(&mut self, tag: &str) {
        self.fresh();
        self.out.push_str(tag);
    }

    fn text(&mut self, text: &str) {
        match &mut self.image {
            Some(image) => image.alt.push_str(text),
            None => escape::text(text, &mut self.out),
        }
    }

    fn inline_code(&mut self, code: &str) {
        if let Some(image) = &mut self.image {
            image.alt.push_str(code);
            return;
        }
        self.out.push_str("<code>");
        escape::text(code, &mut self.out);
        self.out.push_str("</code>");
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape::attribute(value, &mut self.out);
        self.out.push('"');
    }

    fn start(&mut self, tag: Tag<'_>) {
        self.depth += 1;
        match tag {
            Tag::Paragraph => self.tag("<p>"),
            Tag::Heading { level, classes, .. } => self.start_heading(level, &classes),
            Tag::BlockQuote(kind) => self.start_quote(kind),
            Tag::List(Some(1)) => self.tag("<ol>\n"),
            Tag::List(Some(start)) => self.tag(&format!("<ol start=\"{start}\">\n")),
            Tag::List(None) => self.tag("<ul>\n"),
            Tag::Item => self.tag("<li>"),
            Tag::DefinitionList => self.tag("<dl>\n"),
            Tag::DefinitionListTitle => self.tag("<dt>"),
            Tag::DefinitionListDefinition => self.tag("<dd>"),
            Tag::Table(alignments) => {
                self.alignments = alignments;
                self.tag("<div class=\"table\"><table>");
            }
            Tag::TableHead => {
                self.in_head = true;
                self.cell = 0;
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.inline("<em>"),
            Tag::Strong => self.inline("<strong>"),
            Tag::Strikethrough => self.inline("<del>"),
            Tag::Superscript => self.inline("<sup>"),
            Tag::Subscript => self.inline("<sub>"),
            Tag::Link { link_type, title, dest_url, .. } => {
                let script = link_type != LinkType::Email && self.is_script(&dest_url, false);
                self.start_link(&title, script);
            }
            Tag::Image { title, dest_url, .. } => self.start_image(&title, &dest_url),
            Tag::FootnoteDefinition(name) => {
                self.aside(&name);
            }
            Tag::HtmlBlock | Tag::CodeBlock(_) | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if self.hidden.as_ref().is_some_and(|hidden| hidden.depth == self.depth) {
            self.end_hidden();
        }
        self.leave_raw();
        self.depth = self.depth.saturating_sub(1);
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::BlockQuote(_) => {
                let aside = self.quotes.pop().unwrap_or_default();
                self.tag(if aside { "</aside>\n" } else { "</blockquote>\n" });
            }
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::List(false) => self.out.push_str("</ul>\n"),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::DefinitionList => self.out.push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.push_str("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.out.push_str("</dd>\n"),
            TagEnd::Table => self.out.push_str("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.push_str("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Emphasis => self.inline("</em>"),
            TagEnd::Strong => self.inline("</strong>"),
            TagEnd::Strikethrough => self.inline("</del>"),
            TagEnd::Superscript => self.inline("</sup>"),
            TagEnd::Subscript => self.inline("</sub>"),
            TagEnd::Link => self.end_link(),
            TagEnd::Image => self.end_image(),
            TagEnd::FootnoteDefinition => {
                let (name, text) = self.back();
                self.footnotes.define(name, text);
            }
            TagEnd::HtmlBlock | TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => {}
        }
    }

    /// Markup within a line; an image's alternative text has none.
    fn inline(&mut self, tag: &str) {
        if self.image.is_none() {
            self.out.push_str(tag);
        }
    }

    fn start_cell(&mut self) {
        let class = match self.alignments.get(self.cell) {
            Some(Alignment::Left) => " class=\"start\"",
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"end\"",
            _ => "",
        };
        self.cell_at = self.out.len();
        self.out.push_str(if self.in_head { "<th" } else { "<td" });
        self.out.push_str(class);
        self.out.push('>');
    }

    /// A corner without words heads nothing: it is a cell, not a header.
    fn end_cell(&mut self) {
        let empty = self.in_head && self.out.ends_with('>') && self.out.rfind('<') == Some(self.cell_at);
        if empty {
            self.out.replace_range(self.cell_at..self.cell_at + 3, "<td");
        }
        self.out.push_str(if self.in_head && !empty { "</th>" } else { "</td>" });
        self.cell += 1;
    }

    fn start_heading(&mut self, level: HeadingLevel, classes: &[pulldown_cmark::CowStr<'_>]) {
        if self.title && level == HeadingLevel::H1 && self.depth == 1 {
            self.title = false;
            self.in_title = true;
            self.aside("");
            return;
        }
        self.end_section();
        self.fresh();
        self.out.push_str(&format!("<{level}"));
        let heading = self.body.facts.headings.get(self.headings);
        self.headings += 1;
        if let Some(heading) = heading {
            self.attribute("id", &heading.id);
            if level != HeadingLevel::H1 {
                self.heading = Some(heading.id.clone());
            }
        }
        if !classes.is_empty() {
            let classes: Vec<&str> = classes.iter().map(|class| &**class).collect();
            self.attribute("class", &classes.join(" "));
        }
        self.out.push('>');
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        if std::mem::take(&mut self.in_title) {
            self.back();
            return;
        }
        if let Some(id) = self.heading.take() {
            let text = self.body.facts.headings.get(self.headings - 1).map_or("", |heading| &heading.text);
            self.out.push_str("<a class=\"anchor\"");
            self.attribute("href", &format!("#{id}"));
            let label = self.body.words.link_to_section.replacen("{}", text, 1);
            self.attribute("aria-label", &label);
            self.out.push_str("></a>");
        }
        self.out.push_str(&format!("</{level}>\n"));
    }

    /// What stands at the end of the section that ends here.
    fn end_section(&mut self) {
        let Some(index) = self.headings.checked_sub(1) else { return };
        let after = u32::try_from(index).ok().and_then(|index| self.body.after_section.get(&index));
        if let Some(after) = after {
            self.fresh();
            self.out.push_str(after);
            self.fresh();
        }
    }

    fn task(&mut self, done: bool) {
        if let Some(before) = self.out.strip_suffix("<li>").or_else(|| self.out.strip_suffix("<li>\n<p>")) {
            self.out.insert_str(before.len() + "<li".len(), " class=\"task\"");
        }
        let words = &self.body.words;
        let label = if done { words.task_done } else { words.task_open };
        self.out.push_str(if done {
            "<input type=\"checkbox\" disabled checked"
        } else {
            "<input type=\"checkbox\" disabled"
        });
        self.attribute("aria-label", label);
        self.out.push_str("> ");
    }

    fn finish(mut self) -> String {
        self.leave_raw_below(0);
        self.end_section();
        if !self.footnotes.is_empty() {
            self.fresh();
            self.footnotes.write(&self.body.words, &mut self.out);
        }
        filled(self.out, &self.holes)
    }

    /// Writes to another output until [`Writer::back`].
    fn aside(&mut self, name: &str) {
        let (out, holes) = (std::mem::take(&mut self.out), std::mem::take(&mut self.holes));
        self.outer.push(Outer { out, holes, name: name.to_owned() });
    }

    /// Goes back to the output before, with what was written aside and its name.
    fn back(&mut self) -> (String, String) {
        let Some(outer) = self.outer.pop() else { return Default::default() };
        let text = std::mem::replace(&mut self.out, outer.out);
        let holes = std::mem::replace(&mut self.holes, outer.holes);
        (outer.name, filled(text, &holes))
    }
}

/// The output with its holes filled.
fn filled(out: String, holes: &[(usize, String)]) -> String {
    if holes.is_empty() {
        return out;
    }
    let mut whole = String::with_capacity(out.len() + holes.len() * 40);
    let mut at = 0;
    for (place, text) in holes {
        whole.push_str(out.get(at..*place).unwrap_or_default());
        whole.push_str(text);
        at = *place;
    }
    whole.push_str(out.get(at..).unwrap_or_default());
    whole
}
