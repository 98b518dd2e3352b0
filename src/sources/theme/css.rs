//! Style sheets as they are published: without comments and indentation, files named by fingerprint.
//!
//! Not a minifier: it knows strings, comments and `url(…)`, and touches nothing else.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Span, nearest};
use crate::path::{OutPath, SourcePath};

use super::{FOLDER, ThemeAsset};

/// The sheet of the asset `name`, to be published as (a part of) the asset `into`.
pub(super) fn sheet(
    text: &str,
    name: &str,
    source: &SourcePath,
    into: &str,
    assets: &BTreeMap<String, ThemeAsset>,
    findings: &mut Vec<Diagnostic>,
) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '/' if rest.starts_with("/*") => {
                rest = rest.split_once("*/").map_or("", |(_, after)| after);
                continue;
            }
            '"' | '\'' => {
                let string = string(rest);
                out.push_str(string);
                string.len()
            }
            'u' if rest.starts_with("url(") => {
                let (url, len) = url(rest);
                let at = text.len() - rest.len();
                match target(url, name, into, assets) {
                    Target::Elsewhere => out.push_str(&rest[..len]),
                    Target::Asset(address) => out.push_str(&format!("url({address})")),
                    Target::Missing => {
                        findings.push(missing(url, Span::new(source, at..at + len), name, assets));
                        out.push_str(&rest[..len]);
                    }
                }
                len
            }
            '\n' | '\r' | ' ' | '\t' => {
                let blank = rest.len() - rest.trim_start().len();
                let line_ends = rest[..blank].contains('\n');
                if !out.is_empty() && !out.ends_with('\n') {
                    out.push(if line_ends { '\n' } else { ' ' });
                }
                blank
            }
            other => {
                out.push(other);
                other.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    out
}

/// A quoted string at the start of `text`, quotes included.
fn string(text: &str) -> &str {
    let quote = text.chars().next();
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if Some(c) == quote => return &text[..=at],
            _ => {}
        }
    }
    text
}

/// What `url(…)` at the start of `text` names, and its length.
fn url(text: &str) -> (&str, usize) {
    let inner = text["url(".len()..].trim_start();
    let start = text.len() - inner.len();
    if inner.starts_with(['"', '\'']) {
        let quoted = string(inner);
        let end = start + quoted.len();
        let close = text[end..].find(')').map_or(text.len(), |at| end + at + 1);
        return (quoted.trim_matches(['"', '\'']), close);
    }
    let end = text.find(')').unwrap_or(text.len());
    (text[start..end].trim(), (end + 1).min(text.len()))
}

enum Target {
    /// Another site, data, or a part of the document.
    Elsewhere,
    /// A file of the theme, as the sheet must name it.
    Asset(String),
    /// No file of the theme.
    Missing,
}

fn target(url: &str, name: &str, into: &str, assets: &BTreeMap<String, ThemeAsset>) -> Target {
    if url.is_empty() || url.starts_with(['#', '/']) || url.contains(':') {
        return Target::Elsewhere;
    }
    let (path, part) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
    // The name of the published sheet does not matter here, only its folder does.
    let sheet = OutPath::new(&format!("{FOLDER}/{into}"));
    match (asset_named(path, name, assets), sheet) {
        (Some((_, asset)), Some(sheet)) => Target::Asset(sheet.link_to(&asset.path.address()) + part),
        _ => Target::Missing,
    }
}

fn asset_named<'a>(
    path: &str,
    name: &str,
    assets: &'a BTreeMap<String, ThemeAsset>,
) -> Option<(&'a String, &'a ThemeAsset)> {
    assets.get_key_value(resolve(path, name)?.as_str())
}

/// `../icons/a.svg` in `css/parts.css` is `icons/a.svg`.
fn resolve(path: &str, name: &str) -> Option<String> {
    let mut parts: Vec<&str> = name.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn missing(url: &str, place: Span, name: &str, assets: &BTreeMap<String, ThemeAsset>) -> Diagnostic {
    let finding = Diagnostic::new(Code::ThemeError, place, format!("the theme has no file `{url}`"));
    let path = resolve(url, name).unwrap_or_else(|| url.to_owned());
    match nearest(&path, assets.keys().map(String::as_str)) {
        Some(near) => finding.help(format!("the nearest file is `assets/{near}`")),
        None => finding.help("addresses in a style sheet are relative to its own folder in `assets`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(text: &str, name: &str, into: &str) -> (String, Vec<Diagnostic>) {
        let source = SourcePath::new("themes/x/assets/css/a.css");
        let icon = ThemeAsset {
            source: source.clone(),
            path: OutPath::new("assets/icons/a.12345678.svg").unwrap(),
            bytes: Vec::new(),
        };
        let assets = BTreeMap::from([("icons/a.svg".to_owned(), icon)]);
        let mut findings = Vec::new();
        (sheet(text, name, &source, into, &assets, &mut findings), findings)
    }

    #[test]
    fn comments_and_indentation_go_and_strings_stay() {
        let (css, _) = published("/* a */\na {\n    content: \"/* b  */\";\n\n}\n", "css/a.css", "site.css");
        assert_eq!(css, "a {\ncontent: \"/* b  */\";\n}\n");
    }

    #[test]
    fn a_file_is_named_by_fingerprint_from_where_the_sheet_is_published() {
        let (css, findings) = published("a{b:url( '../icons/a.svg#x' )}", "css/a.css", "site.css");
        assert_eq!((css.as_str(), findings.len()), ("a{b:url(icons/a.12345678.svg#x)}\n", 0));
        let (css, _) = published("a{b:url(../icons/a.svg)}", "css/a.css", "css/a.css");
        assert_eq!(css, "a{b:url(../icons/a.12345678.svg)}\n");
        let (css, findings) = published("a{b:url(data:image/svg+xml,/*x)}", "css/a.css", "site.css");
        assert_eq!((css.as_str(), findings.len()), ("a{b:url(data:image/svg+xml,/*x)}\n", 0));
    }

    #[test]
    fn a_file_that_the_theme_does_not_have_is_reported_where_it_is_named() {
        let (_, findings) = published("a{b:url(../icons/b.svg)}", "css/a.css", "site.css");
        assert_eq!(findings[0].span.range, 4..23);
        assert_eq!(findings[0].help.as_deref(), Some("the nearest file is `assets/icons/a.svg`"));
    }
}
