//! Markdown: what a text says ([`facts`]) and how it looks ([`html()`]). The only user of pulldown-cmark.
//!
//! Both passes read the same events (`events`): CommonMark with the extensions of the manual, and `:::` containers. The
//! n-th link, code block or heading of one pass is the n-th of the other; that is how what `site` found out about a
//! link reaches its place in the HTML.
//!
//! Not here: where a link leads (`site/links.rs`), how code is coloured (`render/highlight.rs`), what a page looks
//! like around its text (the theme).

mod containers;
mod escape;
mod events;
mod facts;
mod fence;
mod foreign;
mod html;
mod ids;
mod raw;
mod sentence;
#[cfg(test)]
mod tests;

pub use escape::text as escape_text;
pub use fence::{region, without_markers};

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic};
use crate::path::SourcePath;

/// What a text says that the rest of the site can see. No places: they stand in [`Spans`], index by index.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// The text of the first heading of level 1, if the page starts with one. That heading is the page's title and is
    /// not repeated in the HTML of its text.
    pub title: Option<String>,
    /// The id of that heading: a link to it leads to the top of the page. No other element has it.
    pub title_id: Option<String>,
    /// The headings of the text, in order, without the title.
    pub headings: Vec<Heading>,
    /// Other places that a link can lead to: ids in raw HTML, in order, then those of footnotes.
    pub anchors: Vec<String>,
    /// Links and images, in source order.
    pub links: Vec<Link>,
    /// Fenced and indented code, in source order, without the blocks that are [`Embed`]s.
    pub code: Vec<CodeBlock>,
    /// Fenced blocks whose content the program makes (`decision`, `pages`), in source order.
    pub embeds: Vec<Embed>,
    /// The plain text of the first paragraph, cut to about 200 characters: stands in for a missing description.
    pub summary: Option<String>,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its id, unique on the page: as written, else made from its text as code hosts make it.
    pub id: String,
    /// Its text, without markup.
    pub text: String,
    /// The digest of what its section says, up to the next heading of the same or a higher level: its words, code
    /// and link targets, without white space and ids. (Included files are not in it; `site` adds them.)
    pub says: u64,
}

/// A link or an image.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// How it is written.
    pub kind: LinkKind,
    /// Where it leads, as it is written, entities and backslashes resolved: `../b.md#c`, `https://…`, the inner part
    /// of a wiki link before its `|`.
    pub target: String,
    /// The text of the link, or the alternative text of an image; empty if there is none.
    pub text: String,
    /// The sentence it stands in, for backlinks. Not for images.
    pub sentence: Option<Sentence>,
    /// The heading it stands under: an index of [`Facts::headings`].
    pub section: Option<u32>,
}

/// How a link is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkKind {
    /// `[text](target)`, `[text][label]`, `<https://…>`.
    Link,
    /// `![text](target)`.
    Image,
    /// `[[target]]` or `[[target|text]]`.
    Wiki,
    /// `href` in raw HTML.
    HtmlLink,
    /// `src`, `srcset` or `poster` in raw HTML.
    HtmlImage,
}

/// A sentence around a link: plain text before it, its own text, plain text after it.
///
/// At most 240 characters in all, cut at words with `…`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sentence {
    /// What stands before the link.
    pub before: String,
    /// The text of the link.
    pub link: String,
    /// What stands after it.
    pub after: String,
}

/// A block of code and what its info string asks for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CodeBlock {
    /// The first word of the info string, as written; empty if there is none.
    pub language: String,
    /// `title="…"` or `[label]`.
    pub title: Option<String>,
    /// Lines to mark, `hl="3-5"`, `{1,3-5}`, `hl_lines="1 3-5"`: first and last, counted from 1.
    pub marked: Vec<(u32, u32)>,
    /// Lines that are new, `added="4"`.
    pub added: Vec<(u32, u32)>,
    /// Lines that go, `removed="5"`.
    pub removed: Vec<(u32, u32)>,
    /// The number of the first line, if lines are numbered (`lines`, `lines=7`, `linenums="7"`).
    pub numbered_from: Option<u32>,
    /// The file that is shown, as written: relative to the page's folder.
    pub file: Option<String>,
    /// The part of that file between its `#region NAME` and `#endregion` comments.
    pub region: Option<String>,
    /// A program that measures something: shown, but never run by `test`.
    pub measure: bool,
}

/// A fenced block that stands for something made from the whole site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Embed {
    /// The first word of its info string.
    pub kind: EmbedKind,
    /// Its content: TOML.
    pub toml: String,
}

/// What an [`Embed`] stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EmbedKind {
    /// A decision table, or a part of one.
    Decision,
    /// A table of pages, grouped by a key of their front matter.
    Pages,
}

/// Where the facts stand: bytes of the file (not of the body), index by index.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spans {
    /// The line of each heading.
    pub headings: Vec<Range<u32>>,
    /// The target of each link where it is written out, else the whole link.
    pub links: Vec<Range<u32>>,
    /// The text of each link where it is written out as it reads, without markup inside; else empty.
    pub link_texts: Vec<Range<u32>>,
    /// Each code block: its info string where there is one, else the block.
    pub code: Vec<Range<u32>>,
    /// The content of each embed.
    pub embeds: Vec<Range<u32>>,
}

/// What [`facts`] found.
pub struct Parsed {
    /// What the text says.
    pub facts: Facts,
    /// Where.
    pub spans: Spans,
}

/// Reads the facts of `text[body]`; spans count from the start of `text`.
///
/// What raw HTML may not do is reported whatever the configuration says of it: see [`matters`].
pub fn facts(source: &SourcePath, text: &str, body: Range<usize>, findings: &mut Vec<Diagnostic>) -> Parsed {
    let (base, body) = without_mark(text.get(body.clone()).unwrap_or_default(), body.start);
    let masked = events::Masked::new(body);
    let reading = facts::read(source, body, base, &masked, events::extensions());
    findings.extend(reading.findings);
    reading.parsed
}

/// The text without a byte order mark, and where it starts.
fn without_mark(text: &str, base: usize) -> (usize, &str) {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => (base + text.len() - rest.len(), rest),
        None => (base, text),
    }
}

/// Whether a finding of [`facts`] holds where raw HTML is treated like this: what `all` lets through and `escape` shows
/// as text was not taken out.
pub fn matters(finding: &Diagnostic, raw_html: RawHtml) -> bool {
    let link = finding.notes.iter().any(|(name, _)| name == "link");
    match raw_html {
        RawHtml::Safe => true,
        RawHtml::Escape => finding.code != Code::ActiveHtml || link,
        RawHtml::All => finding.code != Code::ActiveHtml,
    }
}

/// What the HTML of a text needs from outside: one entry for each fact, index by index.
#[derive(Clone, Debug)]
pub struct Body<'a> {
    /// The Markdown.
    pub text: &'a str,
    /// What [`facts`] found in it.
    pub facts: &'a Facts,
    /// Where each link leads.
    pub links: Vec<LinkOut>,
    /// The text that each code block shows in place of its own, if it names a file.
    pub includes: Vec<Option<&'a str>>,
    /// The HTML of each embed.
    pub embeds: Vec<String>,
    /// HTML to stand at the end of a heading's own section, before the next heading: by index of the heading.
    pub after_section: BTreeMap<u32, String>,
    /// How raw HTML is treated.
    pub raw_html: RawHtml,
    /// The words that the HTML adds.
    pub words: BodyWords<'a>,
}

impl<'a> Body<'a> {
    /// A text and its facts; links lead nowhere until they are told where.
    pub fn new(text: &'a str, facts: &'a Facts) -> Self {
        Body {
            text,
            facts,
            links: Vec::new(),
            includes: Vec::new(),
            embeds: Vec::new(),
            after_section: BTreeMap::new(),
            raw_html: RawHtml::default(),
            words: BodyWords::default(),
        }
    }
}

/// The words that the HTML of a text adds to it, in the language of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct BodyWords<'a> {
    /// The title of a note that has none.
    pub note: &'a str,
    /// Likewise.
    pub tip: &'a str,
    /// Likewise.
    pub important: &'a str,
    /// Likewise.
    pub warning: &'a str,
    /// Likewise.
    pub caution: &'a str,
    /// The title of folded text that has none.
    pub details: &'a str,
    /// What the link behind a heading is called, `{}` standing for the heading.
    pub link_to_section: &'a str,
    /// What the list of footnotes is called.
    pub footnotes: &'a str,
    /// What the link from a footnote to its reference is called, `{}` standing for the number.
    pub back_to_reference: &'a str,
    /// A task that is done.
    pub task_done: &'a str,
    /// A task that is not.
    pub task_open: &'a str,
}

impl Default for BodyWords<'_> {
    fn default() -> Self {
        BodyWords {
            note: "Note",
            tip: "Tip",
            important: "Important",
            warning: "Warning",
            caution: "Caution",
            details: "Details",
            link_to_section: "Link to section “{}”",
            footnotes: "Footnotes",
            back_to_reference: "Back to reference {}",
            task_done: "Done",
            task_open: "Not done",
        }
    }
}

/// How a link comes out.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LinkOut {
    /// The address, ready to stand in the attribute but for HTML's own escapes. `None`: the text stands without a link.
    pub href: Option<String>,
    /// The text, where the author left it to us (`[](decision:…)`, a wiki link without text).
    pub text: Option<String>,
    /// A class for the link.
    pub class: Option<&'static str>,
}

/// How raw HTML is treated: `[markdown] raw_html`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RawHtml {
    /// It passes, but for what could run a script or break the page.
    #[default]
    Safe,
    /// All of it passes.
    All,
    /// It is shown as text.
    Escape,
}

/// Makes the HTML of a block of code: the one thing that the HTML of a text asks of another room.
pub trait CodeWriter {
    /// Appends the HTML of `code`, spans closed at each line's end; its lines are those of `code`.
    fn write(&self, language: &str, code: &str, out: &mut String);

    /// The name of a language as a reader knows it, `Go` for `golang`; `None` where it is not known.
    fn label(&self, language: &str) -> Option<&str>;
}

/// The HTML of a text.
pub fn html(body: &Body<'_>, code: &dyn CodeWriter) -> String {
    let text = without_mark(body.text, 0).1;
    html::write(body, code, &events::Masked::new(text), events::extensions())
}

/// The words of a text, section by section, for search: what a reader sees, code included.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    /// The text before the first heading, then the text under each of [`Facts::headings`], index by index plus one.
    pub sections: Vec<String>,
}

/// The words of a text. Made when a search shard is, from the text: keeping them would double the memory of a site.
pub fn words(text: &str) -> Words {
    let text = without_mark(text, 0).1;
    let masked = events::Masked::new(text);
    Words { sections: facts::words(text, &masked, events::extensions()) }
}
