//! Requests: who asks, for what, and what is sent.
//!
//! Enter at [`answer`]. Every reply forbids guessing its type and use by other sites, and no reply allows another origin.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;

use super::gate::Refusal;
use super::moment::{Found, Moment};
use super::target::Target;
use super::{Shared, missing, own, stream};
use crate::digest::Digest;
use crate::path::{OutPath, encode_path};
use crate::sources::Seen;

/// How long a request waits for the moment that is being made; then it gets the one that is there.
const HOLD: Duration = Duration::from_millis(500);

/// Answers a request.
pub(super) async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    // Bodies are not read: nothing that is asked for has one.
    let (request, _) = request.into_parts();
    let mut response = route(&shared, &request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    response
}

async fn route(shared: &Arc<Shared>, request: &Parts) -> Response {
    let (method, headers) = (&request.method, &request.headers);
    if let Err(refusal) = shared.gate.check(method, headers) {
        return match refusal {
            Refusal::Host => {
                let words = "This preview answers only under the names of this machine: localhost, 127.0.0.1, or what \
                             --host names.\n";
                plain(StatusCode::MISDIRECTED_REQUEST, words)
            }
            Refusal::Origin => plain(StatusCode::FORBIDDEN, "This preview does not answer other sites.\n"),
        };
    }
    if request.uri.authority().is_some() || request.uri.path_and_query().is_none_or(|it| it.as_str().contains('\\')) {
        return plain(StatusCode::BAD_REQUEST, "This is not the address of a page.\n");
    }
    if let Some(name) = request.uri.path().strip_prefix("/.fingerpost/") {
        return own::answer(shared, name, request).await;
    }
    if !matches!(*method, Method::GET | Method::HEAD) {
        return not_allowed("GET, HEAD");
    }
    match Target::read(request.uri.path()) {
        Some(target) => output(shared, target, request).await,
        None => plain(StatusCode::BAD_REQUEST, "This is not the address of a page.\n"),
    }
}

async fn output(shared: &Arc<Shared>, target: Target, request: &Parts) -> Response {
    wait_for_news(shared).await;
    let mut moment = shared.moment();
    if let Target::File(path) = &target
        && path.as_str().starts_with("search/")
    {
        let (shared, moment) = (shared.clone(), moment.clone());
        let _ = tokio::task::spawn_blocking(move || moment.plan("search/", &shared.kept).outputs.len()).await;
    }
    let (mut path, mut folder) = resolve(shared, &moment, &target);
    if let Some(changed) = path.as_ref().and_then(|path| moment.is_behind(path)) {
        // The event of this change has not come yet, or never will.
        shared.inbox.put(Seen::Paths([changed].into()));
        wait_for_news(shared).await;
        moment = shared.moment();
        (path, folder) = resolve(shared, &moment, &target);
    }
    if folder {
        return redirect(&target, request);
    }
    let Some(path) = path else {
        let (moment, kind) = (moment.clone(), request.headers.clone());
        let shared = shared.clone();
        return blocking(move || missing::answer(&shared, &moment, &target, &kind)).await;
    };
    let found = {
        let (shared, moment, path) = (shared.clone(), moment.clone(), path.clone());
        tokio::task::spawn_blocking(move || moment.found(&path, &shared.kept)).await
    };
    match found {
        Ok(Some(Found::Bytes(answer))) => bytes(request, &path, answer.bytes, answer.digest),
        Ok(Some(Found::File(source, length, digest))) => stream::file(&moment, request, &path, &source, length, digest),
        Ok(Some(Found::Wrong(diagnostic))) => missing::broken(&diagnostic),
        Ok(None) | Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "The preview could not make this page.\n"),
    }
}

/// Runs what may take a while beside the requests.
pub(super) async fn blocking(work: impl FnOnce() -> Response + Send + 'static) -> Response {
    let failed = |_| plain(StatusCode::INTERNAL_SERVER_ERROR, "The preview could not make this page.\n");
    tokio::task::spawn_blocking(work).await.unwrap_or_else(failed)
}

/// Waits for the moment that shows what was seen so far.
pub(super) async fn wait_for_news(shared: &Shared) {
    let seen = shared.inbox.seen();
    if shared.inbox.done() >= seen {
        return;
    }
    let mut news = shared.news.subscribe();
    let caught_up = async { while shared.inbox.done() < seen && news.changed().await.is_ok() {} };
    let _ = tokio::time::timeout(HOLD, caught_up).await;
}

/// The output that a target means, and whether it is a folder that lacks its slash.
fn resolve(shared: &Shared, moment: &Moment, target: &Target) -> (Option<OutPath>, bool) {
    let there = |path: &OutPath| moment.has(path, &shared.kept);
    let index = |folder: &str| OutPath::new(&format!("{folder}/index.html")).filter(there);
    match target {
        Target::Root => (OutPath::new("index.html").filter(there), false),
        Target::Folder(folder) => (index(folder.as_str()), false),
        Target::File(file) if there(file) => (Some(file.clone()), false),
        Target::File(file) => (None, index(file.as_str()).is_some()),
    }
}

fn redirect(target: &Target, request: &Parts) -> Response {
    let mut location = "/".to_owned();
    if let Target::File(path) = target {
        encode_path(path.as_str(), &mut location);
        location.push('/');
    }
    if let Some(query) = request.uri.query() {
        location.push('?');
        location.push_str(query);
    }
    moved(&location)
}

/// Sends the browser to another place of this site.
pub(super) fn moved(location: &str) -> Response {
    let mut response = plain(StatusCode::FOUND, "");
    if let Ok(location) = HeaderValue::from_str(location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// Bytes that are there: with a tag, in part if only a part is asked for, or not at all if the browser has them.
pub(super) fn bytes(request: &Parts, path: &OutPath, bytes: Bytes, digest: Digest) -> Response {
    let headers = &request.headers;
    let tag = format!("\"{digest}\"");
    if knows(headers, &tag) {
        return tagged(StatusCode::NOT_MODIFIED, path, &tag, Body::empty());
    }
    match range(headers, bytes.len() as u64, &tag) {
        Range::Whole => tagged(StatusCode::OK, path, &tag, Body::from(bytes)),
        Range::Part(from, to) => {
            let part = bytes.slice(from as usize..=to as usize);
            let mut response = tagged(StatusCode::PARTIAL_CONTENT, path, &tag, Body::from(part));
            content_range(&mut response, &format!("bytes {from}-{to}/{}", bytes.len()));
            response
        }
        Range::Outside => outside(bytes.len() as u64),
    }
}

pub(super) fn outside(length: u64) -> Response {
    let mut response = plain(StatusCode::RANGE_NOT_SATISFIABLE, "");
    content_range(&mut response, &format!("bytes */{length}"));
    response
}

pub(super) fn content_range(response: &mut Response, range: &str) {
    if let Ok(range) = HeaderValue::from_str(range) {
        response.headers_mut().insert(header::CONTENT_RANGE, range);
    }
}

pub(super) fn tagged(status: StatusCode, path: &OutPath, tag: &str, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// Whether the browser has what carries this tag.
pub(super) fn knows(headers: &HeaderMap, tag: &str) -> bool {
    let lists = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    lists
        .flat_map(|list| list.split(','))
        .any(|it| matches!(it.trim(), "*") || it.trim().trim_start_matches("W/") == tag)
}

/// What part of a file is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Range {
    Whole,
    /// The first and the last byte.
    Part(u64, u64),
    Outside,
}

/// Several ranges at once, other units and broken ones ask for the whole, as RFC 9110, section 14.2, allows.
pub(super) fn range(headers: &HeaderMap, length: u64, tag: &str) -> Range {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if text(header::IF_RANGE).is_some_and(|known| known != tag) {
        return Range::Whole;
    }
    let Some((from, to)) =
        text(header::RANGE).and_then(|it| it.strip_prefix("bytes=")).and_then(|it| it.split_once('-'))
    else {
        return Range::Whole;
    };
    let number =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten();
    match (number(from), number(to)) {
        (None, Some(last)) if from.is_empty() && (last == 0 || length == 0) => Range::Outside,
        (None, Some(last)) if from.is_empty() => Range::Part(length.saturating_sub(last), length - 1),
        (Some(from), _) if from >= length => Range::Outside,
        (Some(from), None) if to.is_empty() => Range::Part(from, length - 1),
        (Some(from), Some(to)) if from <= to => Range::Part(from, to.min(length - 1)),
        _ => Range::Whole,
    }
}

/// A short answer in words.
pub(super) fn plain(status: StatusCode, words: &'static str) -> Response {
    let mut response = Response::new(Body::from(words));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

pub(super) fn not_allowed(allowed: &'static str) -> Response {
    let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "This can only be read.\n");
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed));
    response
}

/// The type of an output, by its name alone.
fn content_type(path: &OutPath) -> &'static str {
    match path.extension().to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "json" | "map" => "application/json",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "wav" => "audio/wav",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "pdf" => "application/pdf",
        "wasm" => "application/wasm",
        "zip" => "application/zip",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_one_part_or_the_whole() {
        let asked = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RANGE, HeaderValue::from_static(text));
            range(&headers, 10, "\"x\"")
        };
        assert_eq!(asked("bytes=0-3"), Range::Part(0, 3));
        assert_eq!(asked("bytes=4-"), Range::Part(4, 9));
        assert_eq!(asked("bytes=-3"), Range::Part(7, 9));
        assert_eq!(asked("bytes=-30"), Range::Part(0, 9));
        assert_eq!(asked("bytes=5-99"), Range::Part(5, 9));
        assert_eq!(asked("bytes=10-"), Range::Outside);
        assert_eq!(asked("bytes=-0"), Range::Outside);
        for whole in ["bytes=5-2", "bytes=0-1,3-4", "lines=1-2", "bytes=-", "bytes=+1-2", "bytes=a-b"] {
            assert_eq!(asked(whole), Range::Whole, "{whole}");
        }
    }
}
