//! `[samples.ID]`.

use std::collections::BTreeMap;

use super::SampleConfig;
use super::keys::unknown;
use crate::data::{Entry, Kind, Reader, Table};

pub(super) const KEYS: &[&str] = &["language", "files", "command", "mask", "timeout"];

/// An hour: a longer run is a mistake, not a sample.
const LONGEST: i64 = 3600;

pub(super) fn read(table: &Table, reader: &mut Reader<'_>) -> BTreeMap<String, SampleConfig> {
    let mut samples = BTreeMap::new();
    for entry in &table.entries {
        if !matches!(entry.value.kind, Kind::Table(_)) && super::keys::is_site_key(&entry.key) {
            unknown(entry, "samples", &[], reader);
        } else if let Some(table) = reader.table(entry)
            && let Some(sample) = sample(entry, table, reader)
        {
            samples.insert(entry.key.clone(), sample);
        }
    }
    samples
}

fn sample(entry: &Entry, table: &Table, reader: &mut Reader<'_>) -> Option<SampleConfig> {
    let name = format!("samples.{}", entry.key);
    let mut sample = SampleConfig {
        language: entry.key.clone(),
        files: None,
        command: Vec::new(),
        mask: Vec::new(),
        timeout: 30,
        span: reader.span(&entry.key_span).range,
    };
    for key in &table.entries {
        match key.key.as_str() {
            "language" => sample.language = reader.words(key).unwrap_or(sample.language),
            "files" => sample.files = reader.words(key),
            "command" => sample.command = command(key, reader).unwrap_or_default(),
            "mask" => sample.mask = reader.texts(key).into_iter().map(|(text, _)| text).collect(),
            "timeout" => sample.timeout = timeout(key, reader).unwrap_or(sample.timeout),
            _ => unknown(key, &name, KEYS, reader),
        }
    }
    reader.required(table, &entry.key_span, &format!("`[{name}]`"), &["command"]);
    (!sample.command.is_empty()).then_some(sample)
}

/// A program and its arguments: a list, or one text that is split at blanks as a shell would, quotes respected. No shell
/// ever sees it, so `$HOME`, `*` and `|` mean themselves.
fn command(entry: &Entry, reader: &mut Reader<'_>) -> Option<Vec<String>> {
    let words = match &entry.value.kind {
        Kind::Text(text) => shlex::split(text),
        _ => Some(reader.texts(entry).into_iter().map(|(text, _)| text).collect()),
    };
    match words {
        None => reader.wrong(&entry.value, "a quote of this command is never closed", {
            "close it, or write the command as a list: `[\"go\", \"run\", \"{file}\"]`"
        }),
        Some(words) if words.first().is_none_or(|program| program.trim().is_empty()) => {
            reader.wrong(&entry.value, "this command names no program", "write it as `\"go run {file}\"`");
        }
        Some(words) => return Some(words),
    }
    None
}

fn timeout(entry: &Entry, reader: &mut Reader<'_>) -> Option<u32> {
    let seconds = reader.integer(entry)?;
    if !(1..=LONGEST).contains(&seconds) {
        let message = format!("`timeout` should be between 1 and {LONGEST} seconds, but is {seconds}");
        reader.wrong(&entry.value, message, "write whole seconds, as `timeout = 30`");
        return None;
    }
    u32::try_from(seconds).ok()
}
