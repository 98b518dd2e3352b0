//! `[nav]`.

use super::keys::unknown;
use super::{NavConfig, NavLink};
use crate::data::{Entry, Reader, Table};

pub(super) const KEYS: &[&str] = &["titles", "order", "hide", "links"];

pub(super) fn read(table: &Table, reader: &mut Reader<'_>) -> NavConfig {
    let mut nav = NavConfig::default();
    for entry in &table.entries {
        match entry.key.as_str() {
            "titles" => {
                let Some(titles) = reader.table(entry) else { continue };
                let named = titles.entries.iter().filter_map(|title| Some((place(&title.key), reader.words(title)?)));
                nav.titles = named.collect();
            }
            "order" => nav.order = places(entry, reader),
            "hide" => nav.hide = places(entry, reader),
            "links" => nav.links = links(entry, reader),
            _ => unknown(entry, "nav", KEYS, reader),
        }
    }
    nav
}

fn places(entry: &Entry, reader: &mut Reader<'_>) -> Vec<String> {
    reader.texts(entry).into_iter().map(|(text, _)| place(&text)).collect()
}

/// A path below the content folder, however its slashes stand.
fn place(text: &str) -> String {
    text.strip_prefix("./").unwrap_or(text).trim_matches('/').to_owned()
}

fn links(entry: &Entry, reader: &mut Reader<'_>) -> Vec<NavLink> {
    let mut links = Vec::new();
    for (table, header) in reader.tables(entry, "nav.links") {
        let (mut title, mut to) = (None, None);
        for key in &table.entries {
            match key.key.as_str() {
                "title" => title = reader.words(key),
                "to" => to = reader.words(key),
                _ => unknown(key, "nav.links", &["title", "to"], reader),
            }
        }
        reader.required(table, &header, "`[[nav.links]]`", &["title", "to"]);
        if let (Some(title), Some(to)) = (title, to) {
            links.push(NavLink { title, to, span: reader.span(&header).range });
        }
    }
    links
}
