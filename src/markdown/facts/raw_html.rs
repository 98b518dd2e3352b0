//! Raw HTML: its text, links and ids, and what is taken out of it.

use std::ops::Range;

use super::super::events::Html;
use super::super::raw::{self, Attribute, Element, Leads, Tag, Token};
use super::super::{LinkKind, escape, foreign};
use super::{Code, OpenLink, Reader};

impl<'a> Reader<'a> {
    pub(super) fn html(&mut self, html: &Html<'a>) {
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

    pub(super) fn plain_blank(&mut self) {
        if self.plain.len() > self.block && !self.plain.ends_with([' ', '\n']) {
            self.push(" ");
        }
    }

    pub(super) fn html_end(&mut self, html: &Html<'a>, name: &str, at: Range<usize>, depth: usize) {
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

    pub(super) fn html_tag(&mut self, html: &Html<'a>, tag: &Tag<'_>, at: Range<usize>, depth: usize) {
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
    pub(super) fn html_facts(&mut self, html: &Html<'a>, tag: &Tag<'_>, whole: &Range<usize>) {
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
        let image = tag.name.eq_ignore_ascii_case("img");
        if image && (tag.attribute("width").is_none() || tag.attribute("height").is_none()) {
            let help = "give it `width` and `height`, in pixels of the picture";
            self.report(Code::ImageSize, whole.clone(), "this image has no width and height", help);
        }
        if image && tag.attribute("alt").is_none() {
            let help = "say in `alt` what it shows; `alt=\"\"` for mere decoration";
            self.report(Code::MissingAlt, whole.clone(), "this image has no alternative text", help);
        }
    }

    /// `<a id="x" name="x">` is one place, not two.
    pub(super) fn twice(&self, tag: &Tag<'_>, id: &str, attribute: &Attribute<'_>) -> bool {
        attribute.name.eq_ignore_ascii_case("name") && tag.attribute("id").is_some_and(|other| other.value == id)
    }
}
