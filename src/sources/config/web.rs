//! Addresses and languages in the configuration.

use crate::data::{Entry, Reader};

/// `http` or `https`, a host, a path that ends with `/`.
pub(super) fn base_url(entry: &Entry, reader: &mut Reader<'_>) -> Option<String> {
    let mut url = address(entry, reader)?;
    if url.contains(['?', '#']) {
        reader.wrong(&entry.value, format!("`{}` cannot have a query or fragment", entry.key), {
            "write the address of the site's root, as `https://example.org/docs/`"
        });
        return None;
    }
    if !url.ends_with('/') {
        url.push('/');
    }
    Some(url)
}

/// An address with `{path}` in it.
pub(super) fn edit_url(entry: &Entry, reader: &mut Reader<'_>) -> Option<String> {
    let url = address(entry, reader)?;
    if !url.contains("{path}") {
        let help = "write `{path}` where the path of a page's file goes, as `https://example.org/edit/main/{path}`";
        reader.wrong(&entry.value, format!("`{}` has no `{{path}}`", entry.key), help);
        return None;
    }
    Some(url)
}

/// An absolute web address.
pub(super) fn address(entry: &Entry, reader: &mut Reader<'_>) -> Option<String> {
    let text = reader.words(entry)?;
    let url = text.trim();
    match is_web_address(url) {
        true => Some(url.to_owned()),
        false => {
            let message = format!("`{}` should be a web address, but is `{url}`", entry.key);
            reader.wrong(&entry.value, message, "write it in full, as `https://example.org/docs/`");
            None
        }
    }
}

fn is_web_address(url: &str) -> bool {
    let scheme = |name: &str| url.get(..name.len()).filter(|start| start.eq_ignore_ascii_case(name)).map(str::len);
    let Some(start) = scheme("https://").or(scheme("http://")) else { return false };
    let host = url.get(start..).and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let fine = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '<' | '>' | '\\' | '`');
    !host.is_empty() && !host.starts_with(':') && url.chars().all(fine)
}

/// A language tag: `en`, `pt-BR`, `zh-Hans`.
pub(super) fn language(entry: &Entry, reader: &mut Reader<'_>) -> Option<String> {
    let text = reader.words(entry)?;
    let mut parts = text.split('-');
    let first = parts
        .next()
        .is_some_and(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let rest = parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if !first || !rest {
        reader.wrong(&entry.value, format!("`{text}` is not a language tag"), "write it as `en`, `de` or `pt-BR`");
        return None;
    }
    Some(text)
}
