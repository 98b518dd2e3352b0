//! What is sent piece by piece: large files, and the news of changes.
//!
//! A client that does not read holds one piece, whatever it asked for.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use futures_core::Stream;
use tokio::sync::mpsc::Receiver;
use tokio::task::JoinHandle;

use super::Shared;
use super::answer::{self, Range};
use super::moment::Moment;
use crate::digest::Digest;
use crate::path::{OutPath, SourcePath};
use crate::sources::Stat;

/// How much of a file is read at once.
const PIECE: u64 = 64 << 10;

/// How often a reader of news is asked whether it is still there.
const ALIVE: Duration = Duration::from_secs(15);

/// A large file of the author.
pub(super) fn file(
    moment: &Moment,
    request: &Parts,
    path: &OutPath,
    source: &SourcePath,
    length: u64,
    digest: Digest,
) -> Response {
    let sources = &moment.assembly.scene.sources;
    let tag = format!("\"{digest}\"");
    if answer::knows(&request.headers, &tag) {
        return answer::tagged(StatusCode::NOT_MODIFIED, path, &tag, Body::empty());
    }
    let Ok(file) = sources.world().open(source) else {
        return answer::plain(StatusCode::NOT_FOUND, "This file cannot be read any more.\n");
    };
    let read = sources.files.get(source).map(|file| file.stat);
    if file.metadata().ok().map(|now| Stat::of(&now)) != read {
        return answer::plain(StatusCode::SERVICE_UNAVAILABLE, "This file is being changed.\n");
    }
    let (status, from, to) = match answer::range(&request.headers, length, &tag) {
        Range::Whole => (StatusCode::OK, 0, length),
        Range::Part(from, to) => (StatusCode::PARTIAL_CONTENT, from, to + 1),
        Range::Outside => return answer::outside(length),
    };
    let body =
        if request.method == Method::HEAD { Body::empty() } else { Body::from_stream(Pieces::new(file, from, to)) };
    let mut response = answer::tagged(status, path, &tag, body);
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(to - from));
    if status == StatusCode::PARTIAL_CONTENT {
        answer::content_range(&mut response, &format!("bytes {from}-{}/{length}", to - 1));
    }
    response
}

/// A file from one place to another. Each piece is read when the one before it has been sent.
struct Pieces {
    file: Option<File>,
    left: u64,
    reading: Option<JoinHandle<io::Result<(File, Bytes)>>>,
}

impl Pieces {
    fn new(mut file: File, from: u64, to: u64) -> Pieces {
        let file = file.seek(SeekFrom::Start(from)).is_ok().then_some(file);
        Pieces { file, left: to - from, reading: None }
    }
}

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if this.left == 0 {
            return Poll::Ready(None);
        }
        let reading = match &mut this.reading {
            Some(reading) => reading,
            None => {
                let Some(file) = this.file.take() else { return Poll::Ready(Some(Err(io::ErrorKind::Other.into()))) };
                let size = this.left.min(PIECE);
                this.reading.insert(tokio::task::spawn_blocking(move || piece(file, size)))
            }
        };
        let read = match Pin::new(reading).poll(context) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(read) => read,
        };
        this.reading = None;
        match read.map_err(io::Error::other).and_then(|read| read) {
            Ok((file, piece)) => {
                this.file = Some(file);
                this.left -= piece.len() as u64;
                Poll::Ready(Some(Ok(piece)))
            }
            Err(error) => {
                this.left = 0;
                Poll::Ready(Some(Err(error)))
            }
        }
    }
}

fn piece(mut file: File, size: u64) -> io::Result<(File, Bytes)> {
    let mut bytes = vec![0; usize::try_from(size).unwrap_or(0)];
    file.read_exact(&mut bytes)?;
    Ok((file, Bytes::from(bytes)))
}

/// Numbers of moments, as they come. It says no more than that: what is new is asked for like any page.
pub(super) fn news(shared: &Shared) -> Response {
    let mut news = shared.news.subscribe();
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    tokio::spawn(async move {
        let mut told = 0;
        loop {
            let number = *news.borrow_and_update();
            if number != told && sender.send(Bytes::from(format!("retry: 500\ndata: {number}\n\n"))).await.is_err() {
                return;
            }
            told = number;
            loop {
                match tokio::time::timeout(ALIVE, news.changed()).await {
                    Ok(Ok(())) => break,
                    Ok(Err(_)) => return,
                    Err(_) if sender.send(Bytes::from_static(b":\n\n")).await.is_err() => return,
                    Err(_) => {}
                }
            }
        }
    });
    let mut response = Response::new(Body::from_stream(News(receiver)));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

struct News(Receiver<Bytes>);

impl Stream for News {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context).map(|piece| piece.map(Ok))
    }
}
