//! Notes, folded text, tabs and comparisons.

use pulldown_cmark::BlockQuoteKind;

use super::super::containers::{Alert, Container, Kind};
use super::super::escape;
use super::{Opened, Writer};

impl<'b> Writer<'b, '_> {
    pub(super) fn start_quote(&mut self, kind: Option<BlockQuoteKind>) {
        let alert = kind.map(|kind| match kind {
            BlockQuoteKind::Note => Alert::Note,
            BlockQuoteKind::Tip => Alert::Tip,
            BlockQuoteKind::Important => Alert::Important,
            BlockQuoteKind::Warning => Alert::Warning,
            BlockQuoteKind::Caution => Alert::Caution,
        });
        self.quotes.push(alert.is_some());
        match alert {
            Some(alert) => self.start_alert(alert, ""),
            None => self.tag("<blockquote>\n"),
        }
    }

    pub(super) fn start_alert(&mut self, alert: Alert, title: &str) {
        let words = &self.body.words;
        let (class, word) = match alert {
            Alert::Note => ("note", words.note),
            Alert::Tip => ("tip", words.tip),
            Alert::Important => ("important", words.important),
            Alert::Warning => ("warning", words.warning),
            Alert::Caution => ("caution", words.caution),
        };
        self.tag(&format!("<aside class=\"alert {class}\"><p class=\"alert-title\">"));
        self.title(if title.is_empty() { word } else { title });
        self.out.push_str("</p>\n");
    }

    /// A title in plain text, but for code between backticks.
    pub(super) fn title(&mut self, title: &str) {
        let parts: Vec<&str> = title.split('`').collect();
        for (index, part) in parts.iter().enumerate() {
            let code = index % 2 == 1 && index + 1 < parts.len();
            if code {
                self.out.push_str("<code>");
            } else if index % 2 == 1 {
                self.out.push('`');
            }
            escape::text(part, &mut self.out);
            if code {
                self.out.push_str("</code>");
            }
        }
    }

    pub(super) fn open(&mut self, container: &Container<'_>) {
        self.depth += 1;
        let mut opened = Opened { kind: container.kind, hole: 0, tab: false, languages: Vec::new(), fits: true };
        match container.kind {
            Kind::Alert(alert) => self.start_alert(alert, container.title),
            Kind::Details => {
                self.tag(if container.open {
                    "<details class=\"alert details\" open><summary>"
                } else {
                    "<details class=\"alert details\"><summary>"
                });
                let title = if container.title.is_empty() { self.body.words.details } else { container.title };
                self.title(title);
                self.out.push_str("</summary>\n");
            }
            Kind::Tabs => self.tag("<div class=\"tabs\">\n"),
            Kind::CodeGroup => self.tag("<div class=\"tabs code-group\">\n"),
            Kind::Compare => {
                self.tag("<div class=\"compare");
                opened.hole = self.holes.len();
                self.holes.push((self.out.len(), String::new()));
                self.out.push_str(">\n");
            }
            Kind::Unknown => self.tag("<div>\n"),
        }
        self.containers.push(opened);
    }

    pub(super) fn close(&mut self) {
        self.leave_raw();
        self.depth = self.depth.saturating_sub(1);
        let Some(opened) = self.containers.pop() else { return };
        if opened.tab {
            self.tag("</section>\n");
        }
        match opened.kind {
            Kind::Alert(_) => self.tag("</aside>\n"),
            Kind::Details => self.tag("</details>\n"),
            Kind::Tabs | Kind::CodeGroup | Kind::Unknown => self.tag("</div>\n"),
            Kind::Compare => {
                self.tag("</div>\n");
                if let Some((_, text)) = self.holes.get_mut(opened.hole) {
                    text.push_str(if opened.fits { " fits\" data-langs=\"" } else { "\" data-langs=\"" });
                    escape::attribute(&opened.languages.join(" "), text);
                    text.push('"');
                }
            }
        }
    }

    pub(super) fn tab(&mut self, title: &str) {
        self.leave_raw();
        if let Some(tabs) = self.containers.last_mut()
            && std::mem::replace(&mut tabs.tab, true)
        {
            self.tag("</section>\n");
        }
        self.start_tab(title);
    }

    pub(super) fn start_tab(&mut self, title: &str) {
        self.tag("<section class=\"tab\"");
        self.attribute("data-tab", &title.replace('`', ""));
        self.out.push_str("><p class=\"tab-label\">");
        self.title(title);
        self.out.push_str("</p>\n");
    }
}
