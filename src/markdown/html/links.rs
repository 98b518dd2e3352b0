//! Links and images: each address comes from what the body says of it.

use super::super::{LinkOut, RawHtml, escape};
use super::{Image, OpenLink, Writer};

impl<'b> Writer<'b, '_> {
    pub(super) fn next_link(&mut self) -> Option<&'b LinkOut> {
        let link = self.body.links.get(self.links);
        self.links += 1;
        link
    }

    /// Whether a target may not become an address.
    pub(super) fn is_script(&self, target: &str, image: bool) -> bool {
        self.body.raw_html != RawHtml::All && escape::runs_script(target, image)
    }

    pub(super) fn start_link(&mut self, title: &str, script: bool) {
        let link = self.next_link();
        if self.image.is_some() {
            self.open_links.push(OpenLink { written: false, start: usize::MAX, text: None });
            return;
        }
        let href = link.and_then(|link| link.href.as_deref()).filter(|href| !script && !self.is_script(href, false));
        if let Some(href) = href {
            self.out.push_str("<a");
            self.attribute("href", href);
            if !title.is_empty() {
                self.attribute("title", title);
            }
            if let Some(class) = link.and_then(|link| link.class) {
                self.attribute("class", class);
            }
            self.out.push('>');
        }
        let text = link.and_then(|link| link.text.clone());
        self.open_links.push(OpenLink { written: href.is_some(), start: self.out.len(), text });
    }

    pub(super) fn end_link(&mut self) {
        let Some(link) = self.open_links.pop() else { return };
        if self.out.len() == link.start
            && let Some(text) = &link.text
        {
            escape::text(text, &mut self.out);
        }
        if link.written {
            self.out.push_str("</a>");
        }
    }

    pub(super) fn wiki(&mut self, target: &str, text: Option<&str>) {
        let filled = self.body.links.get(self.links).and_then(|link| link.text.as_deref());
        let shown = text.or(filled).unwrap_or(target);
        let script = self.is_script(target, false);
        self.start_link("", script);
        self.text(shown);
        self.end_link();
    }

    pub(super) fn start_image(&mut self, title: &str, target: &str) {
        let index = self.links;
        let link = self.next_link();
        if let Some(image) = &mut self.image {
            image.depth += 1;
            return;
        }
        let href = link.and_then(|link| link.href.as_deref());
        let fine = href.is_some_and(|href| !self.is_script(href, true)) && !self.is_script(target, true);
        let link = fine.then_some(index);
        self.image = Some(Image { link, title: title.to_owned(), ..Image::default() });
    }

    pub(super) fn end_image(&mut self) {
        match &mut self.image {
            Some(image) if image.depth > 0 => image.depth -= 1,
            _ => {
                let Some(image) = self.image.take() else { return };
                let link = image.link.and_then(|index| self.body.links.get(index));
                let Some(href) = link.and_then(|link| link.href.as_deref()) else {
                    self.text(&image.alt);
                    return;
                };
                self.out.push_str("<img");
                self.attribute("src", href);
                self.attribute("alt", &image.alt);
                if !image.title.is_empty() {
                    self.attribute("title", &image.title);
                }
                if let Some(class) = link.and_then(|link| link.class) {
                    self.attribute("class", class);
                }
                self.out.push_str(" loading=\"lazy\" decoding=\"async\">");
            }
        }
    }
}
