//! The keys of `fingerpost.toml`: which there are, and what a key is told that stands where nobody reads it.

use super::{Config, TopicConfig, UrlStyle, check, folders, nav, publish, samples, web};
use crate::data::{Entry, Kind, Reader, Table};
use crate::markdown::RawHtml;
use crate::page::front_matter::topic_id;

/// The keys before the first table header.
pub(super) const KEYS: &[&str] =
    &["title", "description", "base_url", "language", "content", "output_dir", "theme", "url_style", "edit_url"];

/// The tables and their keys; those whose keys the author chooses have none here.
pub(super) const TABLES: &[(&str, &[&str])] = &[
    ("topics", &[]),
    ("nav", nav::KEYS),
    ("markdown", &["raw_html"]),
    ("outputs", &["markdown"]),
    ("search", &["enabled"]),
    ("check", check::KEYS),
    ("samples", &[]),
    ("serve", &["editor"]),
    ("hosting", &["files"]),
    ("publish", &[]),
    ("extra", &[]),
];

/// Hosts that `[hosting] files` knows.
const HOSTS: &[(&str, &str)] =
    &[("netlify", "netlify"), ("cloudflare", "cloudflare"), ("azure", "azure"), ("vercel", "vercel")];

/// Reads all keys.
pub(super) fn read(table: &Table, reader: &mut Reader<'_>) -> Config {
    let mut config = Config::default();
    for entry in &table.entries {
        key(entry, table, &mut config, reader);
    }
    folders::check(table, &config, reader);
    config
}

fn key(entry: &Entry, site: &Table, config: &mut Config, reader: &mut Reader<'_>) {
    match entry.key.as_str() {
        "title" => set(&mut config.title, reader.words(entry)),
        "description" => config.description = reader.words(entry),
        "base_url" => config.base_url = web::base_url(entry, reader),
        "language" => set(&mut config.language, web::language(entry, reader)),
        "content" => set(&mut config.content, folders::content(entry, reader)),
        "output_dir" => set(&mut config.output_dir, folders::output_dir(entry, reader)),
        "theme" => {
            set(&mut config.theme, folders::theme(entry, reader));
            config.theme_span = reader.span(&entry.value.span).range;
        }
        "url_style" => {
            let styles = [("directory", UrlStyle::Directory), ("file", UrlStyle::File)];
            set(&mut config.url_style, reader.choice(entry, &styles));
        }
        "edit_url" => config.edit_url = web::edit_url(entry, reader),
        "extra" => {
            let Some(table) = reader.table(entry) else { return };
            config.extra = table.to_values();
            strayed(table, site, reader);
        }
        name if TABLES.iter().any(|(table, _)| *table == name) => {
            let Some(table) = reader.table(entry) else { return };
            section(name, table, config, reader);
        }
        name => match TABLES.iter().find(|(_, keys)| keys.contains(&name)) {
            Some((table, _)) => {
                let help = format!("move it below a line `[{table}]`");
                reader.misplaced(entry, format!("`{name}` is a key of `[{table}]`"), help);
            }
            None => {
                let tables = TABLES.iter().map(|(table, _)| *table);
                let known: Vec<&str> = KEYS.iter().copied().chain(tables).collect();
                reader.unknown(entry, "", &known, "keys of your own go below `[extra]`");
            }
        },
    }
}

fn section(name: &str, table: &Table, config: &mut Config, reader: &mut Reader<'_>) {
    match name {
        "topics" => topics(table, config, reader),
        "nav" => config.nav = nav::read(table, reader),
        "check" => (config.levels, config.external) = check::read(table, reader),
        "samples" => config.samples = samples::read(table, reader),
        "publish" => config.publish = publish::read(table, reader),
        _ => {
            for entry in &table.entries {
                small(name, entry, config, reader);
            }
        }
    }
}

/// The tables of one key.
fn small(name: &str, entry: &Entry, config: &mut Config, reader: &mut Reader<'_>) {
    match (name, entry.key.as_str()) {
        ("markdown", "raw_html") => {
            let choices = [("safe", RawHtml::Safe), ("all", RawHtml::All), ("escape", RawHtml::Escape)];
            set(&mut config.raw_html, reader.choice(entry, &choices));
        }
        ("outputs", "markdown") => set(&mut config.markdown_copies, reader.truth(entry)),
        ("search", "enabled") => set(&mut config.search, reader.truth(entry)),
        ("serve", "editor") => config.editor = reader.words(entry),
        ("hosting", "files") => {
            let hosts = reader.texts(entry);
            let known = hosts.iter().filter_map(|(host, span)| reader.chosen("files", host, span, HOSTS));
            config.hosting = known.map(str::to_owned).collect();
        }
        _ => {
            let known = TABLES.iter().find(|(table, _)| *table == name).map_or(&[] as &[&str], |(_, keys)| keys);
            unknown(entry, name, known, reader);
        }
    }
}

fn topics(table: &Table, config: &mut Config, reader: &mut Reader<'_>) {
    for entry in &table.entries {
        if !matches!(entry.value.kind, Kind::Table(_)) && KEYS.contains(&entry.key.as_str()) {
            unknown(entry, "topics", &[], reader);
            continue;
        }
        let id = topic_id(&entry.key);
        if id != entry.key {
            let message = format!("`{}` cannot be the id of a topic", entry.key);
            reader.wrong_key(entry, message, format!("write `[topics.{id}]`, and the name as its `title`"));
            continue;
        }
        let Some(inner) = reader.table(entry) else { continue };
        let mut topic = TopicConfig { span: reader.span(&entry.key_span).range, ..TopicConfig::default() };
        for key in &inner.entries {
            match key.key.as_str() {
                "title" => topic.title = reader.words(key),
                "description" => topic.description = reader.words(key),
                _ => unknown(key, &format!("topics.{}", entry.key), &["title", "description"], reader),
            }
        }
        config.topics.insert(entry.key.clone(), topic);
    }
}

/// Reports a key that its table does not have: as one of the site that stands too low, as one of another table, or
/// with the nearest key.
pub(super) fn unknown(entry: &Entry, table: &str, known: &[&str], reader: &mut Reader<'_>) {
    let key = entry.key.as_str();
    if KEYS.contains(&key) {
        return below(entry, table, reader);
    }
    let elsewhere = TABLES.iter().find(|(name, keys)| *name != table && keys.contains(&key));
    match elsewhere {
        Some((name, _)) => {
            let message = format!("`{key}` stands below `[{table}]`, but is a key of `[{name}]`");
            reader.misplaced(entry, message, format!("move it below a line `[{name}]`"));
        }
        None => {
            let help = match known {
                [] => "keys of your own go below `[extra]`".to_owned(),
                _ => format!("`[{table}]` knows {}", crate::data::list(known)),
            };
            reader.unknown(entry, &format!(" in `[{table}]`"), known, &help);
        }
    }
}

fn below(entry: &Entry, table: &str, reader: &mut Reader<'_>) {
    let message = format!("`{}` stands below `[{table}]`", entry.key);
    let help = "keys before the first table header belong to the site: move it above the first `[…]`";
    reader.misplaced(entry, message, help);
}

/// Reports keys of the site below the header of `[extra]`, where any key is allowed: only those that the site does not
/// set above and whose value would fit there.
fn strayed(extra: &Table, site: &Table, reader: &mut Reader<'_>) {
    if !extra.has_header {
        return;
    }
    for entry in &extra.entries {
        let fits = || {
            let mut trial = Reader { findings: Vec::new(), ..*reader };
            key(entry, site, &mut Config::default(), &mut trial);
            trial.findings.is_empty()
        };
        if KEYS.contains(&entry.key.as_str()) && site.get(&entry.key).is_none() && fits() {
            below(entry, "extra", reader);
        }
    }
}

/// Whether a key belongs to the site itself.
pub(super) fn is_site_key(key: &str) -> bool {
    KEYS.contains(&key)
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}
