//! Many clients, bad ones among them, and the program itself: ports, the end.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::site::{SITE, Site};

#[cfg(target_os = "linux")]
fn descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").unwrap().count()
}

#[test]
fn clients_that_never_end_do_not_stop_others() {
    let site = Site::new(SITE);
    let large = vec![7_u8; 8 << 20];
    std::fs::write(site.path("content/large.bin"), &large).unwrap();
    let served = site.serve();
    assert_eq!(served.get("/one/").status, 200);
    let half: Vec<TcpStream> = (0..200)
        .map(|number| {
            let mut stream = served.connect();
            let head = format!("GET /one/ HTTP/1.1\r\nHost: {}\r\nX: ", served.address);
            stream.write_all(&head.as_bytes()[..(number % head.len()).max(1)]).unwrap();
            stream
        })
        .collect();
    let deaf: Vec<TcpStream> = (0..100)
        .map(|number| {
            let mut stream = served.connect();
            let path = if number % 2 == 0 { "large.bin" } else { ".fingerpost/news" };
            write!(stream, "GET /{path} HTTP/1.1\r\nHost: {}\r\n\r\n", served.address).unwrap();
            stream
        })
        .collect();
    for _ in 0..5 {
        let start = Instant::now();
        assert_eq!(served.ask("GET", "/one/", "").status, 200);
        let took = start.elapsed();
        assert!(took < Duration::from_secs(1), "{took:?}");
    }
    site.write("content/one.md", "# One\n\nStill followed.\n");
    served.shows("/one/", "Still followed");
    // Somebody who does read gets all of it.
    assert!(served.ask("GET", "/large.bin", "").body == large);
    drop((half, deaf));
}

#[cfg(target_os = "linux")]
#[test]
fn what_clients_leave_behind_is_let_go() {
    let (site, other) = (Site::new(SITE), Site::new(SITE));
    let served = site.serve();
    let _other = other.serve();
    let open = |count: usize| -> Vec<TcpStream> {
        let streams: Vec<TcpStream> = (0..count).map(|_| served.connect()).collect();
        for mut stream in &streams {
            write!(stream, "GET /.fingerpost/news HTTP/1.1\r\nHost: {}\r\n\r\n", served.address).unwrap();
            let mut some = [0; 16];
            stream.read_exact(&mut some).unwrap();
        }
        streams
    };
    drop(open(100));
    // Tests beside this one have sockets of their own: fewer than what would be left here.
    served.until("connections closed", || {
        std::thread::sleep(Duration::from_millis(100));
        let before = descriptors();
        drop(open(100));
        site.write("content/one.md", &format!("# One\n\n{before}\n"));
        std::thread::sleep(Duration::from_millis(300));
        descriptors() < before + 60
    });
}

#[test]
fn readers_get_the_old_page_or_the_new_one() {
    let site = Site::new(SITE);
    let text = |round: usize| format!("# One\n\n{}", format!("Round {round} of it.\n\n").repeat(200));
    site.write("content/one.md", &text(0));
    let served = site.serve();
    let ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..5)
            .map(|_| {
                scope.spawn(|| {
                    for _ in 0..100 {
                        let reply = served.ask("GET", "/one/", "");
                        let page = reply.content();
                        assert_eq!(reply.status, 200);
                        assert_eq!(reply.header("content-length"), Some(&*reply.body.len().to_string()));
                        assert!(page.trim_end().ends_with("</html>"));
                        let rounds: std::collections::BTreeSet<&str> =
                            page.split("Round ").skip(1).filter_map(|rest| rest.split(' ').next()).collect();
                        assert_eq!(rounds.len(), 1, "{rounds:?}");
                        assert_eq!(page.matches(" of it.").count(), 200);
                    }
                })
            })
            .collect();
        scope.spawn(|| {
            let mut round = 0;
            while !ended.load(Ordering::Relaxed) {
                round += 1;
                site.write("content/one.md", &text(round));
                std::thread::sleep(Duration::from_millis(12));
            }
        });
        let read: Vec<_> = readers.into_iter().map(|reader| reader.join()).collect();
        ended.store(true, Ordering::Relaxed);
        read.into_iter().for_each(|it| it.unwrap());
    });
}

#[test]
fn a_port_that_is_taken_is_left_alone() {
    let site = Site::new(SITE);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let served = site.serve_with(|options| options.port = port);
    assert_ne!(served.address.port(), port);
    assert_eq!(served.get("/").status, 200);
    let mut child = program(&site, &["--port", &port.to_string(), "--strict-port"]);
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(1));
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(said.contains(&port.to_string()), "{said}");
}

fn program(site: &Site, words: &[&str]) -> std::process::Child {
    Command::new(env!("CARGO_BIN_EXE_fingerpost"))
        .arg("serve")
        .arg(&site.root)
        .args(words)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_at_once_and_well() {
    let site = Site::new(SITE);
    for signal in ["INT", "TERM"] {
        let mut child = program(&site, &["--port", "0"]);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = loop {
            let line = lines.next().unwrap().unwrap();
            if let Some(at) = line.find("http://") {
                break line[at..].split(' ').next().unwrap().to_owned();
            }
        };
        let address = url.trim_start_matches("http://").trim_end_matches('/').to_owned();
        // A reader of news is connected all the while.
        let mut news = TcpStream::connect(&address).unwrap();
        write!(news, "GET /.fingerpost/news HTTP/1.1\r\nHost: {address}\r\n\r\n").unwrap();
        let mut some = [0; 16];
        news.read_exact(&mut some).unwrap();
        let start = Instant::now();
        Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status().unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{signal}");
        assert!(start.elapsed() < Duration::from_secs(2));
    }
}
