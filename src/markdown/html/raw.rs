//! Raw HTML in the output: each tag written anew, so that a browser reads what was understood here.

use super::super::events::Html;
use super::super::raw::{self, Attribute, Element, Leads, Tag, Token};
use super::super::{RawHtml, escape};
use super::{Hidden, Writer};

impl Writer<'_, '_> {
    pub(super) fn html(&mut self, html: &Html<'_>) {
        if self.image.is_some() {
            self.pass_links(&html.text);
            if self.body.raw_html == RawHtml::Escape {
                self.text(&html.text);
            }
            return;
        }
        if html.block {
            self.fresh();
        }
        match self.body.raw_html {
            RawHtml::Safe => self.safe(html),
            RawHtml::All => self.verbatim(&html.text),
            RawHtml::Escape => {
                self.pass_links(&html.text);
                if html.block {
                    self.out.push_str("<p>");
                    escape::text(html.text.trim_end(), &mut self.out);
                    self.out.push_str("</p>\n");
                } else {
                    escape::text(&html.text, &mut self.out);
                }
            }
        }
    }

    fn safe(&mut self, html: &Html<'_>) {
        let mut tokens = raw::tokens(&html.text);
        while let Some((token, range)) = tokens.next() {
            match token {
                Token::Comment => {}
                Token::Text(text) => self.raw_text(text),
                Token::Start(tag) => {
                    let goes = raw::element(tag.name) == Element::Goes && !tag.closed;
                    self.start_tag(&tag, &html.text[range]);
                    if goes && html.block {
                        tokens.skip_content(tag.name);
                    } else if goes && self.hidden.is_none() {
                        let name = tag.name.to_ascii_lowercase();
                        self.hidden = Some(Hidden { name, from: self.out.len(), depth: self.depth });
                    }
                }
                Token::End(name) => self.end_tag(name, &html.text[range]),
            }
        }
    }

    /// Text between tags: its character references stay.
    fn raw_text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(['<', '>', '\0', '\r']) {
            self.out.push_str(&rest[..at]);
            let special = &rest[at..at + 1];
            // A line break is one character, whatever the file has.
            if special != "\r" || !rest[at..].starts_with("\r\n") {
                escape::text(special, &mut self.out);
            }
            rest = &rest[at + 1..];
        }
        self.out.push_str(rest);
    }

    fn start_tag(&mut self, tag: &Tag<'_>, written: &str) {
        let lower = tag.name.to_ascii_lowercase();
        let element = raw::element(&lower);
        let hidden = self.hidden.is_some();
        let full = element == Element::Passes
            && !raw::is_void(&lower)
            && !tag.closed
            && !hidden
            && !self.raw.start(&lower, self.depth);
        if element != Element::Passes || full || hidden {
            for attribute in &tag.attributes {
                self.pass_attribute(tag, attribute);
            }
            if element == Element::Unknown {
                escape::text(written, &mut self.out);
            }
            return;
        }
        let start = self.out.len();
        self.out.push('<');
        self.out.push_str(&lower);
        let mut shown = true;
        for (index, attribute) in tag.attributes.iter().enumerate() {
            let again = |before: &Attribute<'_>| before.name.eq_ignore_ascii_case(attribute.name);
            if tag.attributes.iter().take(index.min(64)).any(again) {
                self.pass_attribute(tag, attribute);
                continue;
            }
            shown &= self.tag_attribute(tag, attribute);
        }
        self.out.push('>');
        if !shown && lower == "img" {
            // Nothing to show but its words.
            self.out.truncate(start);
            if let Some(alt) = tag.attribute("alt") {
                escape::text(&escape::decoded(alt.value), &mut self.out);
            }
        } else if tag.closed && !raw::is_void(&lower) {
            self.out.push_str("</");
            self.out.push_str(&lower);
            self.out.push('>');
        }
    }

    /// Takes the links of an attribute that is not written, so that the next one gets its own.
    fn pass_attribute(&mut self, tag: &Tag<'_>, attribute: &Attribute<'_>) {
        self.links += match raw::leads(tag.name, attribute.name) {
            Some(Leads::ImageSet) => raw::candidates(attribute.value).len(),
            Some(_) => 1,
            None => 0,
        };
    }

    /// Writes an attribute; false if it is a link that leads nowhere.
    fn tag_attribute(&mut self, tag: &Tag<'_>, attribute: &Attribute<'_>) -> bool {
        let name = attribute.name.to_ascii_lowercase();
        let fine = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.'));
        let leads = raw::leads(tag.name, &name);
        if !fine || !raw::passes(attribute) {
            self.pass_attribute(tag, attribute);
            return leads.is_none();
        }
        match leads {
            Some(Leads::ImageSet) => {
                let set = self.image_set(attribute);
                if !set.is_empty() {
                    self.attribute("srcset", &set);
                }
                true
            }
            Some(leads) => {
                let link = self.next_link();
                let image = leads == Leads::Image;
                let href = link.and_then(|link| link.href.as_deref()).filter(|href| !self.is_script(href, image));
                if let Some(href) = href {
                    self.attribute(&name, href);
                }
                if let Some(class) = link.and_then(|link| link.class).filter(|_| tag.attribute("class").is_none()) {
                    self.attribute("class", class);
                }
                href.is_some()
            }
            None if attribute.value.is_empty() => {
                self.out.push(' ');
                self.out.push_str(&name);
                true
            }
            None => {
                // Its character references stay as they are.
                self.out.push(' ');
                self.out.push_str(&name);
                self.out.push_str("=\"");
                for c in attribute.value.chars() {
                    match c {
                        '"' => self.out.push_str("&quot;"),
                        '<' => self.out.push_str("&lt;"),
                        '>' => self.out.push_str("&gt;"),
                        '\0' => self.out.push('\u{fffd}'),
                        '\r' => {}
                        c => self.out.push(c),
                    }
                }
                self.out.push('"');
                true
            }
        }
    }

    /// The value of a `srcset` with the addresses that its images have.
    fn image_set(&mut self, attribute: &Attribute<'_>) -> String {
        let mut set = String::new();
        let mut at = 0;
        let candidates = raw::candidates(attribute.value);
        for range in candidates {
            let link = self.next_link();
            let href = link.and_then(|link| link.href.as_deref()).filter(|href| !self.is_script(href, true));
            let between = &attribute.value[at..range.start];
            match href {
                Some(href) => {
                    set.push_str(between);
                    set.push_str(href);
                    at = range.end;
                }
                // Without an address the candidate goes with its size.
                None => {
                    set.push_str(between.trim_end_matches([',', ' ', '\n', '\t', '\r']));
                    let rest = &attribute.value[range.end..];
                    at = range.end + rest.find(',').unwrap_or(rest.len());
                }
            }
        }
        set.push_str(attribute.value.get(at..).unwrap_or_default());
        set.trim_matches([',', ' ', '\n', '\t', '\r']).to_owned()
    }

    fn end_tag(&mut self, name: &str, written: &str) {
        if let Some(hidden) = &self.hidden {
            if hidden.depth == self.depth && hidden.name.eq_ignore_ascii_case(name) {
                self.end_hidden();
            }
            return;
        }
        match raw::element(name) {
            Element::Passes if !raw::is_void(name) => {
                let ended = self.raw.end(name, self.depth);
                self.write_ends(ended);
            }
            Element::Unknown => escape::text(written, &mut self.out),
            _ => {}
        }
    }

    fn write_ends(&mut self, names: Vec<String>) {
        let last = names.len().saturating_sub(1);
        for (index, name) in names.into_iter().enumerate() {
            // What is left open within it ends by itself where HTML says so.
            if index == last || !raw::is_optional_end(&name) {
                self.out.push_str("</");
                self.out.push_str(&name);
                self.out.push('>');
            }
        }
    }

    /// Ends what raw HTML opened in the block that ends here.
    pub(super) fn leave_raw(&mut self) {
        self.leave_raw_below(self.depth);
    }

    pub(super) fn leave_raw_below(&mut self, depth: usize) {
        let left = self.raw.leave(depth);
        for name in left {
            if !raw::is_optional_end(&name) {
                self.out.push_str("</");
                self.out.push_str(&name);
                self.out.push('>');
            }
        }
    }

    pub(super) fn end_hidden(&mut self) {
        if let Some(hidden) = self.hidden.take() {
            self.out.truncate(hidden.from);
        }
    }

    /// As it is written, but for the addresses.
    fn verbatim(&mut self, text: &str) {
        let mut written = 0;
        let mut tokens = raw::tokens(text);
        while let Some((token, _)) = tokens.next() {
            let Token::Start(tag) = token else { continue };
            for attribute in &tag.attributes {
                let Some(leads) = raw::leads(tag.name, attribute.name) else { continue };
                let new = match leads {
                    Leads::ImageSet => Some(self.image_set(attribute)),
                    _ => self.next_link().and_then(|link| link.href.clone()),
                };
                let same = new.as_deref() == Some(&*escape::decoded(attribute.value));
                if same || attribute.range.is_empty() {
                    continue;
                }
                let quoted = matches!(text.as_bytes().get(attribute.range.end), Some(b'"' | b'\''));
                self.out.push_str(&text[written..attribute.range.start]);
                if !quoted {
                    self.out.push('"');
                }
                let mut value = String::new();
                escape::attribute(new.as_deref().unwrap_or_default(), &mut value);
                self.out.push_str(&value.replace('\'', "&#39;"));
                if !quoted {
                    self.out.push('"');
                }
                written = attribute.range.end;
            }
            if raw::element(tag.name) == Element::Goes && !tag.closed {
                tokens.skip_content(tag.name);
            }
        }
        self.out.push_str(&text[written..]);
    }

    /// Takes the links of a piece that is not written as HTML.
    fn pass_links(&mut self, text: &str) {
        let mut tokens = raw::tokens(text);
        while let Some((token, _)) = tokens.next() {
            let Token::Start(tag) = token else { continue };
            for attribute in &tag.attributes {
                self.pass_attribute(&tag, attribute);
            }
            if raw::element(tag.name) == Element::Goes && !tag.closed {
                tokens.skip_content(tag.name);
            }
        }
    }
}
