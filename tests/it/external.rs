//! Links to other sites, asked of a server on this machine that misbehaves in every way that servers do.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fingerpost::check::external::{Answer, Answers, Options, Questions, ask};

/// What the server was asked: method and path, how often.
type Log = Arc<Mutex<BTreeMap<String, usize>>>;

struct Server {
    root: String,
    log: Log,
    most_at_once: Arc<AtomicUsize>,
}

impl Server {
    fn start() -> Server {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let root = format!("http://{}", listener.local_addr().expect("an address"));
        let log = Log::default();
        let most_at_once = Arc::new(AtomicUsize::new(0));
        let (seen, most) = (log.clone(), most_at_once.clone());
        // The thread ends with the process: nothing tells a listener to stop.
        std::thread::spawn(move || {
            let open = Arc::new(AtomicUsize::new(0));
            for stream in listener.incoming().flatten() {
                let (seen, most, open) = (seen.clone(), most.clone(), open.clone());
                std::thread::spawn(move || {
                    most.fetch_max(open.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    let _ = serve(stream, &seen);
                    open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Server { root, log, most_at_once }
    }

    fn asked(&self, line: &str) -> usize {
        self.log.lock().expect("nobody panics while writing the log").get(line).copied().unwrap_or(0)
    }

    #[track_caller]
    fn ask(&self, paths: &[(&str, &[&str])]) -> Answers {
        let questions: Questions = paths
            .iter()
            .map(|(path, anchors)| {
                (format!("{}{path}", self.root), anchors.iter().map(|it| (*it).to_owned()).collect())
            })
            .collect();
        let options = Options {
            timeout: Duration::from_millis(800),
            back_off: Duration::from_millis(5),
            patience: Duration::from_secs(2),
            pause: Duration::from_millis(1),
            ..Options::default()
        };
        let answers = ask(questions, &options, &|| {}).expect("a network");
        let short = |text: &str| text.replace(&self.root, "");
        let shorten = |(address, answer): (String, Answer)| {
            let answer = match answer {
                Answer::Moved { to, page, to_front_page } => Answer::Moved { to: short(&to), page, to_front_page },
                Answer::Broken(why) => Answer::Broken(short(&why)),
                other => other,
            };
            (short(&address), answer)
        };
        answers.into_iter().map(shorten).collect()
    }
}

/// Answers one request, in the way that its path asks for.
fn serve(mut stream: TcpStream, log: &Log) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let Some(Ok(request)) = lines.next() else { return Ok(()) };
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let mut words = request.split(' ');
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let times = {
        let mut log = log.lock().expect("nobody panics while writing the log");
        let times = log.entry(format!("{method} {path}")).or_default();
        *times += 1;
        *times
    };
    let page = "<h1 id=top>A</h1><h2 id=install>B</h2><a name=old></a>";
    let mut answer = |status: &str, headers: &str, body: &str| {
        let body_sent = if method == "HEAD" { "" } else { body };
        let length = body.len();
        write!(stream, "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body_sent}")
    };
    let html = "Content-Type: text/html; charset=utf-8\r\n";
    match path {
        "/robots.txt" => answer("200 OK", "", "User-agent: *\nDisallow: /private/\n"),
        "/fine" | "/private/x" | "/b" => answer("200 OK", html, page),
        "/" => answer("200 OK", html, page),
        "/gone" => answer("410 Gone", "", ""),
        "/no-head" if method == "HEAD" => answer("405 Method Not Allowed", "", ""),
        "/head-404" if method == "HEAD" => answer("404 Not Found", "", ""),
        "/no-head" | "/head-404" => answer("200 OK", html, page),
        "/closes-on-head" if method == "HEAD" => Ok(()),
        "/closes-on-head" => answer("200 OK", html, page),
        "/for-good" => answer("301 Moved Permanently", "Location: /b\r\n", ""),
        "/for-good-308" => answer("308 Permanent Redirect", "Location: b?x=1\r\n", ""),
        "/for-now" => answer("302 Found", "Location: /b\r\n", ""),
        "/for-good-then-now" => answer("301 Moved Permanently", "Location: /for-now\r\n", ""),
        "/to-front" => answer("301 Moved Permanently", "Location: /\r\n", ""),
        "/to-nothing" => answer("301 Moved Permanently", "Location: /missing\r\n", ""),
        "/circle-a" => answer("302 Found", "Location: /circle-b\r\n", ""),
        "/circle-b" => answer("302 Found", "Location: /circle-a\r\n", ""),
        "/to-file" => answer("302 Found", "Location: file:///etc/passwd\r\n", ""),
        "/no-location" => answer("301 Moved Permanently", "", ""),
        "/fails-twice" if times <= 2 => answer("500 Internal Server Error", "", ""),
        "/fails-twice" => answer("200 OK", html, page),
        "/fails" => answer("500 Internal Server Error", "", ""),
        "/later" if times == 1 => answer("429 Too Many Requests", "Retry-After: 1\r\n", ""),
        "/later" => answer("200 OK", html, page),
        "/much-later" => answer("503 Service Unavailable", "Retry-After: 86400\r\n", ""),
        "/members" => answer("403 Forbidden", "", ""),
        "/closes" => Ok(()),
        "/silent" => {
            std::thread::sleep(Duration::from_secs(3));
            Ok(())
        }
        "/nonsense" => write!(stream, "this is no HTTP\r\n\r\n"),
        "/short" => write!(stream, "HTTP/1.1 200 OK\r\n{html}Content-Length: 5000\r\n\r\n{page}"),
        "/endless-headers" => {
            write!(stream, "HTTP/1.1 200 OK\r\n")?;
            (0..100_000).try_for_each(|number| write!(stream, "X-{number}: {number}\r\n"))
        }
        "/huge" => {
            write!(stream, "HTTP/1.1 200 OK\r\n{html}Connection: close\r\n\r\n")?;
            (0..10_000).try_for_each(|_| stream.write_all(&[b' '; 1024]))
        }
        "/pdf" => answer("200 OK", "Content-Type: application/pdf\r\n", "%PDF"),
        "/script-made" => answer("200 OK", html, "<div><script src=app.js></script></div>"),
        path if path.starts_with("/many/") => {
            std::thread::sleep(Duration::from_millis(5));
            answer("200 OK", html, page)
        }
        _ => answer("404 Not Found", html, page),
    }
}

fn fine(answer: &Answer) -> bool {
    matches!(answer, Answer::Fine(_))
}

fn broken(answer: &Answer) -> &str {
    match answer {
        Answer::Broken(why) => why,
        other => panic!("not broken: {other:?}"),
    }
}

fn moved(answer: &Answer) -> (&str, bool) {
    match answer {
        Answer::Moved { to, to_front_page, .. } => (to, *to_front_page),
        other => panic!("not moved: {other:?}"),
    }
}

#[test]
fn what_is_there_is_found_whatever_the_server_makes_of_head() {
    let server = Server::start();
    let paths = ["/fine", "/no-head", "/head-404", "/closes-on-head", "/fails-twice", "/later", "/for-now", "/pdf"];
    let answers = server.ask(&paths.map(|path| (path, &[][..])));
    for path in paths {
        assert!(fine(&answers[path]), "{path}: {:?}", answers[path]);
    }
    assert_eq!((server.asked("HEAD /fine"), server.asked("GET /fine")), (1, 0));
    assert_eq!(server.asked("GET /robots.txt"), 1);
}

#[test]
fn what_is_not_there_is_broken_and_says_why() {
    let server = Server::start();
    for (path, why) in [
        ("/missing", "does not exist (404)"),
        ("/gone", "is gone (410)"),
        ("/fails", "fails (500)"),
        ("/circle-a", "leads round in a circle"),
        ("/to-nothing", "does not exist (404)"),
        ("/to-file", "leads on to `file:///etc/passwd`, which is no web address"),
        ("/closes", "(asked 3 times)"),
        ("/nonsense", "(asked 3 times)"),
        ("/endless-headers", "(asked 3 times)"),
        ("/silent", "does not answer within 0.8 s (asked 3 times)"),
    ] {
        let answers = server.ask(&[(path, &[])]);
        assert!(broken(&answers[path]).ends_with(why), "{path}: {:?}", answers[path]);
    }
    let short = server.ask(&[("/short", &["install"])]);
    assert!(broken(&short["/short"]).contains("in the middle"), "{short:?}");
}

#[test]
fn a_host_that_does_not_say_is_not_blamed() {
    let server = Server::start();
    let answers = server.ask(&[("/members", &[]), ("/much-later", &[]), ("/private/x", &[]), ("/no-location", &[])]);
    assert_eq!(answers.len(), 4);
    for (path, answer) in &answers {
        assert!(matches!(answer, Answer::Unknown(_)), "{path}: {answer:?}");
    }
    assert_eq!(server.asked("HEAD /private/x") + server.asked("GET /private/x"), 0, "robots.txt is heard");
    assert_eq!(server.asked("HEAD /much-later"), 1, "and so is a day's wait");
}

#[test]
fn a_move_for_good_says_where_to() {
    let server = Server::start();
    let paths = ["/for-good", "/for-good-308", "/for-good-then-now", "/to-front"];
    let answers = server.ask(&paths.map(|path| (path, &[][..])));
    assert_eq!(moved(&answers["/for-good"]), ("/b", false));
    assert_eq!(moved(&answers["/for-good-then-now"]), ("/for-now", false));
    assert_eq!(moved(&answers["/to-front"]), ("/", true));
    assert!(broken(&answers["/for-good-308"]).contains("404"), "it leads on to /b?x=1, which is not there");
}

#[test]
fn places_are_looked_for_in_the_page_that_answers() {
    let server = Server::start();
    let anchors = &["install", "old", "instal"][..];
    let answers = server.ask(&[
        ("/fine", anchors),
        ("/for-now", anchors),
        ("/pdf", anchors),
        ("/script-made", anchors),
        ("/huge", anchors),
    ]);
    for path in ["/fine", "/for-now"] {
        let Answer::Fine(page) = &answers[path] else { panic!("{path}: {:?}", answers[path]) };
        let missing: Vec<_> = page.anchors.iter().filter(|(_, found)| found.is_err()).collect();
        assert_eq!(missing, [(&"instal".to_owned(), &Err(Some("install".to_owned())))]);
    }
    for path in ["/pdf", "/script-made", "/huge"] {
        let Answer::Fine(page) = &answers[path] else { panic!("{path}: {:?}", answers[path]) };
        assert!(page.anchors.is_empty(), "{path} tells nothing of its places");
    }
}

#[test]
fn a_host_is_asked_gently() {
    let server = Server::start();
    let paths: Vec<String> = (0..60).map(|number| format!("/many/{number}")).collect();
    let paths: Vec<(&str, &[&str])> = paths.iter().map(|path| (path.as_str(), &[][..])).collect();
    assert!(server.ask(&paths).values().all(fine));
    // Two questions at once; a connection that is being closed may still be counted.
    assert!(server.most_at_once.load(Ordering::SeqCst) <= 4, "{:?}", server.most_at_once);
}

#[test]
fn nobody_listening_and_no_address_are_broken() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let closed = format!("http://{}/", listener.local_addr().expect("an address"));
    drop(listener);
    let questions = Questions::from([(closed.clone(), Default::default()), ("http://".to_owned(), Default::default())]);
    let options = Options { back_off: Duration::from_millis(1), tries: 2, ..Options::default() };
    let answers = ask(questions, &options, &|| {}).expect("a network");
    assert!(broken(&answers[&closed]).contains("(asked 2 times)"), "{answers:?}");
    assert_eq!(broken(&answers["http://"]), "is not an address");
}
