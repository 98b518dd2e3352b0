//! Folders that the configuration names, and which of them are refused.

use super::Config;
use crate::data::{Entry, Node, Reader, Table};

/// The folder of the sources: within the root. `.` is the root itself, kept as the empty text.
pub(super) fn content(entry: &Entry, reader: &mut Reader<'_>) -> Option<String> {
    let text = reader.words(entry)?;
    match (is_absolute(&text), clean(&text)) {
        (false, Some(path)) => Some(path),
        _ => {
            let message = format!("`content` leaves the site's root: `{text}`");
            reader.wrong(&entry.value, message, "name a folder below the one that holds this file, as `content`");
            None
        }
    }
}

/// The folder that is written; where it may not be is checked in [`check`].
pub(super) fn output_dir(entry: &Entry, reader: &mut Reader<'_>) -> Option<String> {
    let text = reader.words(entry)?;
    let trimmed = text.trim_end_matches(['/', '\\']);
    Some(if trimmed.is_empty() { "/".to_owned() } else { trimmed.to_owned() })
}

/// Refuses an output folder that is the root, above it, or holds or is held by the sources: a build would write over
/// what it reads. Absolute ones are left to whoever knows where the root is.
pub(super) fn check(table: &Table, config: &Config, reader: &mut Reader<'_>) {
    let Some(entry) = table.get("output_dir").or(table.get("content")) else { return };
    if is_absolute(&config.output_dir) {
        return;
    }
    match clean(&config.output_dir) {
        None => {}
        Some(path) if path.is_empty() => refuse(&entry.value, "`output_dir` is the site's root itself", reader),
        Some(path) if within(&path, &config.content) && !config.content.is_empty() => {
            refuse(&entry.value, format!("`output_dir` stands inside `content`, in `{}`", config.content), reader);
        }
        Some(path) if within(&config.content, &path) => {
            refuse(&entry.value, format!("`output_dir` holds the sources, `{}`", config.content), reader);
        }
        Some(_) => return,
    }
    // What leaves the root is refused only if nothing but the way up is left: `../public` is a folder of its own.
    if clean(&config.output_dir).is_none() && climbs_only(&config.output_dir) {
        refuse(&entry.value, "`output_dir` holds the site's root", reader);
    }
}

fn refuse(node: &Node, message: impl Into<String>, reader: &mut Reader<'_>) {
    reader.wrong(node, message, "name a folder that holds nothing else, as `public`");
}

/// A theme: `default`, or a folder below `themes/`.
pub(super) fn theme(entry: &Entry, reader: &mut Reader<'_>) -> Option<String> {
    let text = reader.words(entry)?;
    if text.contains(['/', '\\', ':']) || text.starts_with('.') {
        let message = format!("`{text}` is not the name of a theme");
        reader.wrong(&entry.value, message, "write the name of a folder below `themes/`, without its path");
        return None;
    }
    Some(text)
}

fn is_absolute(path: &str) -> bool {
    path.starts_with(['/', '\\', '~']) || path.as_bytes().get(1) == Some(&b':')
}

/// The path without `.` parts and slashes at its end; `None` where it leaves the root.
fn clean(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn climbs_only(path: &str) -> bool {
    path.split(['/', '\\']).all(|part| matches!(part, "" | "." | ".."))
}

fn within(path: &str, folder: &str) -> bool {
    path == folder || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}
