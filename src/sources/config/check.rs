//! `[check]`: levels by code, findings that are allowed, how other sites are asked.

use std::ops::Range;

use globset::{Glob, GlobBuilder, GlobMatcher};

use super::ExternalConfig;
use super::keys::unknown;
use crate::data::{Entry, Node, Reader, Table};
use crate::diagnostic::{Allow, Code, Level, Levels};
use crate::page::front_matter::Period;

/// The keys besides the codes.
pub(super) const KEYS: &[&str] = &["allow", "external"];
pub(super) const ALLOW: &[&str] = &["code", "path", "target", "reason", "until"];
pub(super) const EXTERNAL: &[&str] = &["skip", "timeout", "fresh_for"];

const LEVELS: &[(&str, Level)] =
    &[("error", Level::Error), ("warning", Level::Warning), ("note", Level::Note), ("off", Level::Off)];

pub(super) fn read(table: &Table, reader: &mut Reader<'_>) -> (Levels, ExternalConfig) {
    let mut levels = Levels::default();
    let mut external = ExternalConfig::default();
    for entry in &table.entries {
        if entry.key == "allow" {
            levels.allow = allows(entry, reader);
        } else if entry.key == "external" {
            external = self::external(entry, reader);
        } else if let Some(code) = Code::named(&entry.key) {
            if let Some(level) = reader.choice(entry, LEVELS) {
                levels.set.insert(code, level);
            }
        } else {
            let codes: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
            unknown_code(entry, &codes, reader);
        }
    }
    (levels, external)
}

fn external(entry: &Entry, reader: &mut Reader<'_>) -> ExternalConfig {
    let mut external = ExternalConfig::default();
    let Some(table) = reader.table(entry) else { return external };
    for key in &table.entries {
        match key.key.as_str() {
            "skip" => {
                for (text, span) in reader.texts(key) {
                    match Glob::new(&text) {
                        Ok(glob) => external.skip.push(glob.compile_matcher()),
                        Err(error) => {
                            let message = format!("`{text}` is not a pattern for addresses: {}", error.kind());
                            let node = Node { span, ..key.value.clone() };
                            reader.wrong(&node, message, "write it as `https://example.org/**`");
                        }
                    }
                }
            }
            "timeout" => match reader.integer(key) {
                Some(seconds @ 1..=300) => external.timeout = seconds as u32,
                Some(_) => reader.wrong(&key.value, "`timeout` should be between 1 and 300 seconds", {
                    "write whole seconds, as `timeout = 20`"
                }),
                None => {}
            },
            "fresh_for" => {
                if let Some(text) = reader.words(key) {
                    match Period::parse(&text) {
                        Some(period) => external.fresh_for = period,
                        None => reader.wrong(&key.value, format!("`{text}` is not a length of time"), {
                            "write a number and a unit, as `7 days`"
                        }),
                    }
                }
            }
            _ => unknown(key, "check.external", EXTERNAL, reader),
        }
    }
    external
}

/// All codes would be too long a list for the help of an unknown one.
fn unknown_code(entry: &Entry, codes: &[&str], reader: &mut Reader<'_>) {
    let is_level = reader.is_one_of(entry, LEVELS);
    match is_level {
        true => reader.unknown(entry, " in `[check]`", codes, "`fingerpost check --list` names all codes"),
        false => unknown(entry, "check", &[], reader),
    }
}

fn allows(entry: &Entry, reader: &mut Reader<'_>) -> Vec<Allow> {
    let tables = reader.tables(entry, "check.allow");
    tables.into_iter().filter_map(|(table, header)| allow(table, &header, reader)).collect()
}

fn allow(table: &Table, header: &Range<usize>, reader: &mut Reader<'_>) -> Option<Allow> {
    let (mut code, mut path, mut target, mut reason, mut until) = (None, None, None, None, None);
    let before = reader.findings.len();
    for entry in &table.entries {
        match entry.key.as_str() {
            "code" => code = self::code(entry, reader),
            "path" => path = glob(entry, reader),
            "target" => target = reader.words(entry),
            "reason" => reason = reader.words(entry),
            "until" => until = reader.date(entry),
            _ => unknown(entry, "check.allow", ALLOW, reader),
        }
    }
    reader.required(table, header, "`[[check.allow]]`", &["code", "reason"]);
    // An allow that was not read in full could allow more than was meant.
    if reader.findings.len() > before {
        return None;
    }
    Some(Allow { code: code?, path, target, reason: reason?, until, span: reader.span(header) })
}

fn code(entry: &Entry, reader: &mut Reader<'_>) -> Option<Code> {
    let codes: Vec<(&str, Code)> = Code::ALL.iter().map(|code| (code.name(), *code)).collect();
    let text = reader.words(entry)?;
    reader.chosen_or(&entry.key, &text, &entry.value.span, &codes, "`fingerpost check --list` names all codes")
}

fn glob(entry: &Entry, reader: &mut Reader<'_>) -> Option<GlobMatcher> {
    let text = reader.words(entry)?;
    match GlobBuilder::new(&text).literal_separator(true).build() {
        Ok(glob) => Some(glob.compile_matcher()),
        Err(error) => {
            let message = format!("`{text}` is not a pattern for paths: {}", error.kind());
            reader.wrong(&entry.value, message, "write it as `content/old/**`, from the site's root");
            None
        }
    }
}
