//! `theme.toml` and the files of words: flat tables, every key with its place.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic, Span, nearest};
use crate::path::SourcePath;

/// What `theme.toml` says.
#[derive(Default)]
pub(super) struct Manifest {
    /// The theme below it.
    pub(super) extends: Option<(String, Span)>,
    /// Style sheets that are joined into `site.css`, after those of the theme below.
    pub(super) styles: Vec<(String, Span)>,
    /// Scripts that are joined into `site.js`, likewise.
    pub(super) scripts: Vec<(String, Span)>,
}

const KEYS: [&str; 3] = ["extends", "styles", "scripts"];

pub(super) fn read(source: &SourcePath, bytes: &[u8], findings: &mut Vec<Diagnostic>) -> Manifest {
    let mut manifest = Manifest::default();
    let Some(text) = super::utf8(source, bytes, findings) else { return manifest };
    let Some(table) = table(source, text, findings) else { return manifest };
    for (key, value) in table {
        let place = Span::new(source, value.span());
        let right = match (&*key.into_inner(), value.get_ref()) {
            ("extends", DeValue::String(name)) => {
                manifest.extends = Some((name.to_string(), place.clone()));
                true
            }
            ("styles", value) => files(source, value, &mut manifest.styles),
            ("scripts", value) => files(source, value, &mut manifest.scripts),
            ("extends", _) => false,
            (other, _) => {
                findings.push(unknown(other, place.clone()));
                true
            }
        };
        if !right {
            let message = "this key has a value of the wrong kind";
            let help = "`extends` is the name of a theme; `styles` and `scripts` are lists of files in `assets`";
            findings.push(Diagnostic::new(Code::ThemeError, place, message).help(help));
        }
    }
    manifest
}

/// The words of one language.
pub(super) fn words(source: &SourcePath, text: &str, findings: &mut Vec<Diagnostic>) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    for (key, value) in table(source, text, findings).unwrap_or_default() {
        let place = Span::new(source, value.span());
        match value.into_inner() {
            DeValue::String(word) => {
                words.insert(key.into_inner().into_owned(), word.into_owned());
            }
            _ => findings.push(
                Diagnostic::new(Code::ThemeError, place, "a word of the interface must be text")
                    .help("put it between quotes"),
            ),
        }
    }
    words
}

fn table<'a>(source: &SourcePath, text: &'a str, findings: &mut Vec<Diagnostic>) -> Option<DeTable<'a>> {
    match DeTable::parse(text) {
        Ok(table) => Some(table.into_inner()),
        Err(error) => {
            let place = Span::new(source, error.span().unwrap_or(0..0));
            let message = format!("this is not TOML: {}", error.message().lines().next().unwrap_or_default());
            findings.push(Diagnostic::new(Code::ThemeError, place, message));
            None
        }
    }
}

/// Reads a list of files; says whether it is one.
fn files(source: &SourcePath, value: &DeValue<'_>, into: &mut Vec<(String, Span)>) -> bool {
    let Some(list) = value.as_array() else { return false };
    list.iter().all(|file| match file.get_ref().as_str() {
        Some(name) => {
            into.push((name.to_owned(), Span::new(source, file.span())));
            true
        }
        None => false,
    })
}

fn unknown(key: &str, place: Span) -> Diagnostic {
    let finding = Diagnostic::new(Code::ThemeError, place, format!("`{key}` is not a key of a theme"));
    match nearest(key, KEYS) {
        Some(near) => finding.help(format!("write `{near}`")),
        None => finding.help(format!("the keys are {}", KEYS.map(|key| format!("`{key}`")).join(", "))),
    }
}
