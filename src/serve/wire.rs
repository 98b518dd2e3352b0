//! Connections: a port, and requests that arrive slowly, in pieces, or never.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, ToSocketAddrs as _};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

use super::{Options, Shared, answer};

/// How many ports after the one asked for are tried.
const TRIES: u16 = 50;

/// How long the head of a request may take, and how long a connection may be idle.
const PATIENCE: Duration = Duration::from_secs(30);

/// Opens the port that is asked for, or the next free one.
pub(super) async fn listen(options: &Options) -> io::Result<TcpListener> {
    let last = if options.strict_port || options.port == 0 { options.port } else { options.port.saturating_add(TRIES) };
    let mut refused = None;
    for port in options.port..=last {
        let addresses: Vec<SocketAddr> = match options.host.as_str() {
            // The name may also stand for an address that nobody here listens at.
            "localhost" => vec![(Ipv4Addr::LOCALHOST, port).into()],
            host => (host, port).to_socket_addrs()?.collect(),
        };
        match TcpListener::bind(&addresses[..]).await {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => refused = Some(error),
            Err(error) => return Err(error),
        }
    }
    Err(refused.unwrap_or_else(|| io::ErrorKind::AddrNotAvailable.into()))
}

/// Answers requests until the runtime ends.
pub(super) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let router: Router = Router::new().fallback(answer::answer).with_state(shared);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(64 << 10).half_close(true);
    loop {
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(_) => {
                // No file descriptors are left: some will be, when others have ended.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone());
        let connection = http.serve_connection(TokioIo::new(Requests::new(stream)), service);
        tokio::spawn(async move {
            // What goes wrong on a connection is the other end's to see.
            let _ = connection.await;
        });
    }
}

/// From this call on, ctrl-c and the system's wish to end the program are heard; the future is done when one comes.
pub(super) fn asked_to_end() -> impl Future<Output = ()> {
    #[cfg(unix)]
    let (interrupt, terminate) = {
        use tokio::signal::unix::{SignalKind, signal};
        (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    };
    async move {
        #[cfg(unix)]
        if let (Ok(mut interrupt), Ok(mut terminate)) = (interrupt, terminate) {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
        let _ = tokio::signal::ctrl_c().await;
    }
}

/// A number that pages of other sites cannot know.
pub(super) fn token() -> String {
    use std::hash::{BuildHasher as _, Hasher as _};
    let word = || std::hash::RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", word(), word())
}

/// A connection on which a `#` in a request's first line is seen.
///
/// The parser below cuts a target off there without a word, and what one program cuts off another may read. It becomes
/// a `\`, which is refused like any other. Requests have no bodies here, so a line follows a head or an empty line.
struct Requests {
    stream: TcpStream,
    place: Place,
}

/// Where in a request the next byte stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    FirstLine,
    LineStart,
    Line,
}

impl Requests {
    fn new(stream: TcpStream) -> Requests {
        Requests { stream, place: Place::FirstLine }
    }
}

fn pass(place: &mut Place, bytes: &mut [u8]) {
    for byte in bytes {
        *place = match (*place, *byte) {
            (Place::FirstLine, b'#') => {
                *byte = b'\\';
                Place::FirstLine
            }
            (Place::FirstLine, b'\n') => Place::LineStart,
            (Place::FirstLine, _) => Place::FirstLine,
            (Place::LineStart, b'\n') => Place::FirstLine,
            (Place::LineStart, b'\r') => Place::LineStart,
            (Place::Line, b'\n') => Place::LineStart,
            (Place::LineStart | Place::Line, _) => Place::Line,
        };
    }
}

impl AsyncRead for Requests {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if let Some(new) = buffer.filled_mut().get_mut(before..) {
            pass(&mut self.place, new);
        }
        read
    }
}

impl AsyncWrite for Requests {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, pieces)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_seen_in_first_lines_alone_however_they_arrive() {
        let sent = b"GET /#/../x HTTP/1.1\r\nHost: a#b\r\n\r\nGET /a#b HTTP/1.1\n\n";
        let expected = b"GET /\\/../x HTTP/1.1\r\nHost: a#b\r\n\r\nGET /a\\b HTTP/1.1\n\n";
        for size in 1..sent.len() {
            let (mut bytes, mut place) = (sent.to_vec(), Place::FirstLine);
            bytes.chunks_mut(size).for_each(|piece| pass(&mut place, piece));
            assert_eq!(bytes, expected);
        }
    }
}
