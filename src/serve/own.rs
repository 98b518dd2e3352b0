//! What the preview itself has to offer, below `/.fingerpost/`: its script, news, findings, and opening an editor. No
//! output can stand there: a folder whose name starts with a dot is not read.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;

use super::{Shared, answer, stream};
use crate::digest::Digest;
use crate::path::OutPath;

/// The morph of one tree of elements into another: idiomorph 0.8.0, see `idiomorph.LICENSE`.
const MORPH: &str = include_str!("idiomorph.min.js");
const CLIENT: &str = include_str!("client.js");
const WORKER: &str = include_str!("worker.js");
const STYLE: &str = include_str!("client.css");

/// Where the token stands in the script.
const TOKEN: &str = "{{token}}";

/// Answers a request for something of ours.
pub(super) async fn answer(shared: &Arc<Shared>, name: &str, request: &Parts) -> Response {
    if name == "open" {
        return open(shared, request).await;
    }
    if !matches!(request.method, Method::GET | Method::HEAD) {
        return answer::not_allowed("GET, HEAD");
    }
    match name {
        "preview.js" => {
            let script = format!("{MORPH}\n{}", CLIENT.replace(TOKEN, &shared.token));
            fixed(request, "preview.js", Bytes::from(script))
        }
        "news.js" => fixed(request, "news.js", Bytes::from_static(WORKER.as_bytes())),
        "preview.css" => fixed(request, "preview.css", Bytes::from_static(STYLE.as_bytes())),
        "news" if request.method == Method::GET => stream::news(shared),
        "findings" => {
            answer::wait_for_news(shared).await;
            let moment = shared.moment();
            let request = request.clone();
            answer::blocking(move || {
                let (json, digest) = moment.shown();
                answer::bytes(&request, &name_of("findings.json"), json.clone(), *digest)
            })
            .await
        }
        _ => answer::plain(StatusCode::NOT_FOUND, "There is nothing here.\n"),
    }
}

fn fixed(request: &Parts, name: &str, bytes: Bytes) -> Response {
    let digest = Digest::of(&bytes);
    answer::bytes(request, &name_of(name), bytes, digest)
}

fn name_of(name: &str) -> OutPath {
    OutPath::new(name).expect("a fixed name")
}

/// Opens a place that a finding of this moment has. Only pages of this run know how to ask.
async fn open(shared: &Arc<Shared>, request: &Parts) -> Response {
    if request.method != Method::POST {
        return answer::not_allowed("POST");
    }
    let known = request.headers.get("x-fingerpost").is_some_and(|token| token.as_bytes() == shared.token.as_bytes());
    if !known || !request.headers.contains_key(header::ORIGIN) {
        return answer::plain(StatusCode::FORBIDDEN, "Only the preview's own pages can ask for this.\n");
    }
    let place = request.headers.get("x-place").and_then(|place| place.to_str().ok()).and_then(super::target::decode);
    let (shared, moment) = (shared.clone(), shared.moment());
    answer::blocking(move || match shared.editor.open(&moment, place.as_deref()) {
        Ok(()) => answer::plain(StatusCode::NO_CONTENT, ""),
        Err(why) => {
            let mut response = Response::new(Body::from(why));
            *response.status_mut() = StatusCode::CONFLICT;
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
            response
        }
    })
    .await
}
