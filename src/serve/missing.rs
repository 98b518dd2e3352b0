//! Pages of the preview itself: for what is not there, and for what cannot be made.

use std::fmt::Write as _;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;

use super::moment::Moment;
use super::target::Target;
use super::{Shared, answer, inject};
use crate::diagnostic::Diagnostic;
use crate::markdown::escape_text;
use crate::site::SitePage;

/// How many pages are named.
const MOST: usize = 6;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; \
                      form-action 'none'";

/// The answer where nothing is: where the page went, or which pages are near.
pub(super) fn answer(shared: &Shared, moment: &Moment, target: &Target, headers: &HeaderMap) -> Response {
    let asked = match target {
        Target::Root => "",
        Target::Folder(path) | Target::File(path) => path.as_str(),
    };
    if let Some(location) = below_base(moment, asked, matches!(target, Target::Folder(_))) {
        return answer::moved(&location);
    }
    let went = shared.went(asked, moment);
    if let Some(went) = went.as_ref().filter(|_| headers.contains_key("x-fingerpost")) {
        return answer::moved(&went.address.under("/"));
    }
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !accepts.contains("text/html") {
        return answer::plain(StatusCode::NOT_FOUND, "There is no such page.\n");
    }
    let mut body = "<h1>There is no page here</h1><p>Nothing is written to <code>/".to_owned();
    escape_text(asked, &mut body);
    body.push_str("</code>. This page goes away as soon as something is.</p>");
    let near: Vec<&SitePage> = went.into_iter().chain(nearest(moment, asked)).take(MOST).collect();
    if !near.is_empty() {
        body.push_str("<p>The nearest pages:</p><ul>");
        for page in near {
            let _ = write!(body, "<li><a href=\"");
            escape_text(&page.address.under("/"), &mut body);
            body.push_str("\">");
            escape_text(&page.title, &mut body);
            body.push_str("</a> <small>");
            escape_text(page.source.as_str(), &mut body);
            body.push_str("</small></li>");
        }
        body.push_str("</ul>");
    }
    if let Some(page) = moment.not_found_page() {
        let _ = write!(body, "<p><a href=\"/{page}\">What readers of the site see here</a></p>");
    }
    html(StatusCode::NOT_FOUND, "There is no page here", &body)
}

/// The answer where an output cannot be made, and never could be since the start.
pub(super) fn broken(diagnostic: &Diagnostic) -> Response {
    let mut body = "<h1>This page cannot be made yet</h1><p><code>".to_owned();
    escape_text(diagnostic.span.file.as_str(), &mut body);
    body.push_str("</code>: ");
    escape_text(&diagnostic.message, &mut body);
    body.push_str("</p><p>It comes by itself when that is mended.</p>");
    html(StatusCode::INTERNAL_SERVER_ERROR, "This page cannot be made yet", &body)
}

fn html(status: StatusCode, title: &str, body: &str) -> Response {
    let page = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\"><title>{title}</title><link rel=\"stylesheet\" \
         href=\"/.fingerpost/preview.css\"></head><body class=\"preview-page\"><main>{body}</main><script \
         src=\"{}\"></script></body></html>\n",
        inject::SCRIPT
    );
    let mut response = Response::new(Body::from(page));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

/// The links of `404.html` start with the path of `base_url`, where the site will stand; here it stands at the root.
fn below_base(moment: &Moment, asked: &str, folder: bool) -> Option<String> {
    let base = moment.assembly.scene.config().base_url.as_deref()?;
    let (_, rest) = base.split_once("://")?;
    let base = rest.split_once('/')?.1.trim_matches('/');
    if base.is_empty() {
        return None;
    }
    let rest = asked.strip_prefix(base)?;
    let rest = if rest.is_empty() { rest } else { rest.strip_prefix('/')? };
    let mut location = "/".to_owned();
    crate::path::encode_path(rest, &mut location);
    if folder && !rest.is_empty() {
        location.push('/');
    }
    Some(location)
}

/// The pages whose addresses are nearest: by the letters that they share.
fn nearest<'a>(moment: &'a Moment, asked: &str) -> Vec<&'a SitePage> {
    let asked = asked.trim_end_matches('/').trim_end_matches(".html").to_lowercase();
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let (own_name, own_pairs) = (name(&asked), pairs(&asked));
    let name_pairs = pairs(&own_name);
    let mut scored: Vec<(f64, usize)> = Vec::new();
    let pages = &moment.assembly.scene.site.pages;
    for (index, page) in pages.iter().enumerate().filter(|(_, page)| page.kind != crate::view::Kind::NotFound) {
        let address = page.address.as_str().trim_end_matches('/').trim_end_matches(".html").to_lowercase();
        let score = alike(&own_pairs, &pairs(&address)) + 2.0 * alike(&name_pairs, &pairs(&name(&address)));
        if score > 1.3 {
            scored.push((score, index));
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut near: Vec<&SitePage> = scored.iter().take(MOST).filter_map(|(_, index)| pages.get(*index)).collect();
    if near.is_empty() {
        near.extend(pages.first());
    }
    near
}

/// Letters by themselves and with the one after them, sorted.
fn pairs(text: &str) -> Vec<(char, char)> {
    let single = text.chars().map(|letter| (letter, '\u{0}'));
    let mut pairs: Vec<(char, char)> = text.chars().zip(text.chars().skip(1)).chain(single).collect();
    pairs.sort_unstable();
    pairs
}

/// The share of pairs that two texts have in common: 0 to 1.
fn alike(a: &[(char, char)], b: &[(char, char)]) -> f64 {
    let (mut common, mut left, mut right) = (0, a.iter().peekable(), b.iter().peekable());
    while let (Some(x), Some(y)) = (left.peek(), right.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Equal => {
                common += 1;
                left.next();
                right.next();
            }
            std::cmp::Ordering::Less => {
                left.next();
            }
            std::cmp::Ordering::Greater => {
                right.next();
            }
        }
    }
    if a.is_empty() && b.is_empty() { 0.0 } else { 2.0 * f64::from(common) / (a.len() + b.len()) as f64 }
}
