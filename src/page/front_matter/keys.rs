//! The keys of front matter, from the tree to their types.

use std::ops::Range;

use super::{FrontMatter, Layout, Neighbour, Period};
use crate::data::{Entry, Kind, Reader, Table};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::OutPath;

/// The keys, by the names of the manual.
const KEYS: &[&str] = &[
    "title",
    "description",
    "nav_title",
    "weight",
    "date",
    "updated",
    "reviewed",
    "review_in",
    "draft",
    "slug",
    "path",
    "aliases",
    "template",
    "layout",
    "topics",
    "search",
    "toc",
    "prev",
    "next",
    "extra",
    "cascade",
];

/// Other tools' names for the same things.
const SPELLINGS: &[(&str, &str)] = &[
    ("linkTitle", "nav_title"),
    ("sidebar_label", "nav_title"),
    ("sidebar_position", "weight"),
    ("order", "weight"),
    ("lastmod", "updated"),
    ("last_reviewed_on", "reviewed"),
    ("url", "path"),
    ("tags", "topics"),
    ("params", "extra"),
];

/// Keys that say something about one page and cannot be a default for many.
const NOT_IN_CASCADE: &[&str] = &["title", "nav_title", "slug", "path", "aliases", "prev", "next", "cascade"];

/// Which page's keys are read.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Place {
    /// A section's own page.
    Section,
    /// Any other page.
    Page,
    /// `[cascade]`.
    Cascade,
}

/// What the keys say, and where their values stand.
#[derive(Default)]
pub(super) struct Keys {
    pub front: FrontMatter,
    pub spans: Vec<(String, Range<u32>)>,
}

/// Reads the keys of a table.
pub(super) fn read(table: &Table, place: Place, reader: &mut Reader<'_>) -> Keys {
    let mut keys = Keys::default();
    for entry in &table.entries {
        let name = name(&entry.key);
        // The manual's own name wins over another spelling of it, but topics and tags add up.
        if name != entry.key && name != "topics" && table.get(name).is_some() {
            continue;
        }
        keys.read(name, entry, place, reader);
    }
    if place != Place::Cascade {
        for entry in &table.entries {
            strayed(entry, table, reader);
        }
    }
    keys
}

fn name(key: &str) -> &str {
    SPELLINGS.iter().find(|(spelling, _)| *spelling == key).map_or(key, |(_, name)| name)
}

impl Keys {
    fn read(&mut self, name: &str, entry: &Entry, place: Place, reader: &mut Reader<'_>) {
        if place == Place::Cascade && NOT_IN_CASCADE.contains(&name) {
            let message = format!("`{}` cannot be a default for other pages", entry.key);
            return reader.misplaced(entry, message, "leave it out of `cascade`");
        }
        let front = &mut self.front;
        match name {
            "title" => front.title = reader.words(entry),
            "description" => front.description = reader.text(entry).filter(|text| !text.trim().is_empty()),
            "nav_title" => front.nav_title = reader.words(entry),
            "weight" => front.weight = reader.integer(entry),
            "date" => front.date = reader.date(entry),
            "updated" => front.updated = reader.date(entry),
            "reviewed" => front.reviewed = reader.date(entry),
            "review_in" => front.review_in = period(entry, reader),
            "draft" => front.draft = reader.truth(entry),
            "slug" => front.slug = slug(entry, reader),
            "path" => front.path = path(entry, reader),
            "aliases" => self.front.aliases = self.aliases(entry, reader),
            "template" => front.template = reader.words(entry).map(|name| name.trim_end_matches(".html").to_owned()),
            "layout" => front.layout = layout(entry, reader),
            "topics" => self.topics(entry, "topics", reader),
            "taxonomies" => self.taxonomies(entry, reader),
            "search" => front.search = reader.truth(entry),
            "toc" => front.toc = reader.truth(entry),
            "prev" => front.prev = neighbour(entry, reader),
            "next" => front.next = neighbour(entry, reader),
            "extra" => front.extra.extend(reader.table(entry).map(Table::to_values).unwrap_or_default()),
            "cascade" => front.cascade = cascade(entry, place, reader),
            _ => return reader.unknown(entry, "", KEYS, "put it under `[extra]` if the theme knows it"),
        }
        self.spans.push((name.to_owned(), reader.span(&entry.value.span).range));
    }

    fn aliases(&mut self, entry: &Entry, reader: &mut Reader<'_>) -> Vec<String> {
        let texts = reader.texts(entry);
        self.keep_items("aliases", &texts, reader);
        texts.into_iter().map(|(text, _)| text).filter(|text| !text.trim().is_empty()).collect()
    }

    fn topics(&mut self, entry: &Entry, key: &str, reader: &mut Reader<'_>) {
        let texts = reader.texts(entry);
        let single = matches!(entry.value.kind, Kind::Text(_));
        for (text, span) in texts {
            // `tags: a, b` is how some tools write a list.
            let parts = text.split(if single { ',' } else { '\0' });
            for topic in parts.map(super::topic_id).filter(|topic| !topic.is_empty()) {
                if !self.front.topics.contains(&topic) {
                    let at = format!("{key}.{}", self.front.topics.len());
                    self.spans.push((at, reader.span(&span).range));
                    self.front.topics.push(topic);
                }
            }
        }
    }

    fn taxonomies(&mut self, entry: &Entry, reader: &mut Reader<'_>) {
        let Some(table) = reader.table(entry) else { return };
        for entry in &table.entries {
            match entry.key.as_str() {
                "topics" | "tags" => self.topics(entry, "topics", reader),
                key if is_key(key) => below(entry, "taxonomies", reader),
                _ => reader.unknown(
                    entry,
                    " in `[taxonomies]`",
                    &["topics", "tags"],
                    "only `topics` and `tags` group pages; put others under `[extra]`",
                ),
            }
        }
    }

    fn keep_items(&mut self, key: &str, texts: &[(String, Range<usize>)], reader: &Reader<'_>) {
        let spans = texts.iter().enumerate().map(|(at, (_, span))| (format!("{key}.{at}"), reader.span(span).range));
        self.spans.extend(spans);
    }
}

fn is_key(key: &str) -> bool {
    KEYS.contains(&key) || SPELLINGS.iter().any(|(spelling, _)| *spelling == key)
}

/// Reports keys of the page that stand below the header of `[extra]`: in TOML everything that follows a header falls
/// into its table. Only those are reported that the page does not set above and whose value would fit there.
fn strayed(entry: &Entry, page: &Table, reader: &mut Reader<'_>) {
    let Kind::Table(table) = &entry.value.kind else { return };
    if name(&entry.key) != "extra" || !table.has_header {
        return;
    }
    for inner in &table.entries {
        if is_key(&inner.key) && page.get(name(&inner.key)).is_none() && fits(inner, reader) {
            below(inner, &entry.key, reader);
        }
    }
}

fn below(entry: &Entry, header: &str, reader: &mut Reader<'_>) {
    let message = format!("`{}` stands below `[{header}]` and counts as one of its keys", entry.key);
    let help = format!("move it above the line `[{header}]`, or name it otherwise if it is meant for the theme");
    reader.misplaced(entry, message, help);
}

/// Whether the value would be accepted, had the key been above.
fn fits(entry: &Entry, reader: &Reader<'_>) -> bool {
    let mut trial = Reader { findings: Vec::new(), ..*reader };
    Keys::default().read(name(&entry.key), entry, Place::Section, &mut trial);
    trial.findings.is_empty()
}

fn period(entry: &Entry, reader: &mut Reader<'_>) -> Option<Period> {
    let text = reader.text(entry)?;
    let period = Period::parse(&text);
    if period.is_none() {
        let message = format!("`{}` should be a number and a unit, but is `{text}`", entry.key);
        reader.wrong(&entry.value, message, "write it as `12 months`, `90 days`, `2 weeks` or `1 year`");
    }
    period
}

fn slug(entry: &Entry, reader: &mut Reader<'_>) -> Option<String> {
    let text = reader.words(entry)?;
    if text.contains('/') || OutPath::new(&text).is_none() {
        let message = format!("`{text}` is not one part of an address");
        reader.wrong(&entry.value, message, "a slug is the last part alone; a whole address is written with `path`");
        return None;
    }
    Some(text)
}

/// A whole address: below the site's root, whether or not it begins with a slash.
fn path(entry: &Entry, reader: &mut Reader<'_>) -> Option<String> {
    let text = reader.words(entry)?;
    let path = text.trim_start_matches('/');
    let bare = path.trim_end_matches('/');
    if !bare.is_empty() && OutPath::new(bare).is_none() {
        let message = format!("`{text}` is not an address within the site");
        reader.wrong(&entry.value, message, "write it from the site's root, as `guide/setup/`");
        return None;
    }
    Some(path.to_owned())
}

fn layout(entry: &Entry, reader: &mut Reader<'_>) -> Option<Layout> {
    let text = reader.text(entry)?;
    match text.as_str() {
        "wide" => Some(Layout::Wide),
        "normal" => Some(Layout::Normal),
        // Other tools call a template a layout: their pages come over with a warning, not with an error.
        _ => {
            let span = reader.span(&entry.value.span);
            let finding = Diagnostic::new(Code::UnknownTemplate, span, format!("there is no layout `{text}`"));
            reader.findings.push(finding.help("write `wide` or `normal`; a template is named by the key `template`"));
            None
        }
    }
}

fn neighbour(entry: &Entry, reader: &mut Reader<'_>) -> Option<Neighbour> {
    match &entry.value.kind {
        Kind::Bool(false) => Some(Neighbour::None),
        Kind::Bool(true) => None,
        Kind::Table(table) if table.get("link").is_some() => {
            table.get("link").and_then(|link| reader.words(link)).map(Neighbour::Page)
        }
        Kind::Text(_) | Kind::Null => reader.words(entry).map(Neighbour::Page),
        _ => {
            let message = format!("`{}` should be `false` or a link to a page, but is {}", entry.key, {
                entry.value.kind_name()
            });
            reader.wrong(&entry.value, message, "write a link as in the text, such as `\"../setup.md\"`");
            None
        }
    }
}

fn cascade(entry: &Entry, place: Place, reader: &mut Reader<'_>) -> Option<Box<FrontMatter>> {
    if place == Place::Page {
        let help = "put it into the `_index.md` of the folder";
        reader.misplaced(entry, "`cascade` counts only on a section's own page", help);
        return None;
    }
    let table = reader.table(entry)?;
    Some(Box::new(read(table, Place::Cascade, reader).front))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_stands_for_a_key_of_the_manual() {
        for (spelling, name) in SPELLINGS {
            assert!(KEYS.contains(name) && !KEYS.contains(spelling), "{spelling}");
        }
        assert!(NOT_IN_CASCADE.iter().all(|key| KEYS.contains(key)));
    }
}
