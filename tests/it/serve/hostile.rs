//! Requests that want what is not theirs: promises 4 and 5.
//!
//! Each is sent as it stands. What comes back must be a refusal, or an output of the site: whatever else a path may mean
//! to some program, here it means an output or nothing. Planted files around the site hold a mark that must never come.

use std::collections::BTreeSet;
use std::fs;

use super::site::{SITE, Served, Site};

/// Stands in every file that is not an output.
const MARK: &str = "TOP-SECRET-7193";

/// A site with things around it and in it that nobody may see.
fn planted() -> Site {
    let site = Site::new(SITE);
    let above = site.outside().canonicalize().unwrap();
    fs::create_dir_all(above.join("site-private")).unwrap();
    for file in ["secret.txt", "site-private/secret.txt", "sitesecret.txt"] {
        fs::write(above.join(file), MARK).unwrap();
    }
    for file in [
        "secret.txt",
        ".env",
        ".git/config",
        ".fingerpost/index",
        "Cargo.toml",
        "decisions.lock",
        "private/key.pem",
        "content/.hidden.md",
        "content/.secret/a.txt",
        "content/backup.md~",
        "content/.one.md.swp",
        "public/index.html",
    ] {
        site.write(file, MARK);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink(above.join("secret.txt"), site.path("content/link.txt")).unwrap();
        symlink(above.join("site-private"), site.path("content/linked")).unwrap();
        symlink("../../secret.txt", site.path("content/relative.txt")).unwrap();
        symlink("../private", site.path("content/inside")).unwrap();
        fs::remove_file(site.path("content/inside")).unwrap();
        symlink("/etc", site.path("content/etc")).unwrap();
    }
    site
}

/// What may come with status 200.
fn outputs(served: &Served) -> BTreeSet<Vec<u8>> {
    let mut allowed = BTreeSet::new();
    for path in served.preview.paths() {
        allowed.insert(served.get(&format!("/{path}")).body);
    }
    for own in ["preview.js", "preview.css", "news.js", "findings"] {
        allowed.insert(served.get(&format!("/.fingerpost/{own}")).body);
    }
    allowed
}

/// The targets, by group.
fn targets() -> Vec<(&'static str, Vec<String>)> {
    let dots = [
        "..",
        "%2e%2e",
        ".%2e",
        "%2e.",
        "%2E%2E",
        "%252e%252e",
        "..;",
        "...",
        "..%00",
        "..%20",
        "%2e%2e%2e",
        "..%0d",
        "%c0%ae%c0%ae",
        "．．",
    ];
    let separators = ["/", "\\", "%2f", "%5c", "%252f", "//", "/./", "%c0%af", "/;/", "%u2215", "／", "%ef%bc%8f"];
    let mut climb = Vec::new();
    let mut climb_from_inside = Vec::new();
    for dot in dots {
        for separator in separators {
            let step = format!("{dot}{separator}");
            climb.push(format!("/{step}secret.txt"));
            climb_from_inside.push(format!("/part/two/{0}{0}{0}{0}site-private{separator}secret.txt", step));
        }
    }
    let secrets = [
        "secret.txt",
        ".env",
        ".git/config",
        ".fingerpost/index",
        "Cargo.toml",
        "fingerpost.toml",
        "decisions.lock",
        "private/key.pem",
        "content/one.md",
        "content/_index.md",
        ".hidden.md",
        ".secret/a.txt",
        "backup.md~",
        ".one.md.swp",
        "public/index.html",
        "link.txt",
        "linked/secret.txt",
        "relative.txt",
        "etc/passwd",
        "one.md",
    ];
    let prefixes = ["/", "/./", "/%2e/", "/part/../", "//", "/part/two/../../"];
    let hidden = secrets.iter().flat_map(|secret| prefixes.iter().map(move |prefix| format!("{prefix}{secret}")));
    let suffixes = [
        "?raw",
        "?raw??",
        "?import&raw",
        "?.svg",
        "?inline&import",
        "#/../x",
        "::$DATA",
        ".",
        "%20",
        "%2e",
        "/.",
        "%00.html",
        "~",
        "~1",
        ";a=b",
        "%3f",
        "%23",
        "/",
    ];
    let bodies = [
        "one.md",
        "secret.txt",
        "link.txt",
        ".env",
        "one/index.html",
        "index.html",
        "fingerpost.toml",
        "part/picture.svg",
    ];
    let suffixed = bodies.iter().flat_map(|body| suffixes.iter().map(move |suffix| format!("/{body}{suffix}")));
    let absolute = [
        "//etc/passwd",
        "/etc/passwd",
        "///etc/passwd",
        "/%2fetc/passwd",
        "/%2Fetc%2Fpasswd",
        "/C:/secret.txt",
        "/c:%5csecret.txt",
        "/%5c%5cserver%5cshare",
        "/\\\\server\\share",
        "/file:///etc/passwd",
        "/@fs/etc/passwd",
        "/@fs/secret.txt?raw",
        "/@id/secret.txt",
        "/__open-in-editor?file=/etc/passwd",
        "/~/secret.txt",
        "/~root/",
        "/proc/self/environ",
        "/dev/stdin",
        "/dev/zero",
        "/con",
        "/nul",
        "/aux.txt",
        "/COM1",
        "/secret.txt::$INDEX_ALLOCATION",
    ];
    let sibling = [
        "/../site-private/secret.txt",
        "/..%2fsite-private/secret.txt",
        "/../sitesecret.txt",
        "/-private/secret.txt",
        "-private/secret.txt",
        "/../site/secret.txt",
        "/../site/content/one.md",
        "/%2e%2e/site/fingerpost.toml",
    ];
    let forms = [
        "*",
        "",
        "index.html",
        "one/",
        "http://evil.example/",
        "http://evil.example/secret.txt",
        "https://localhost/",
        "http://localhost/../secret.txt",
        "/%",
        "/%2",
        "/%zz",
        "/%ff%fe",
        "/\u{7f}",
        "/\u{1}",
        "/a b",
        "/<script>",
        "/one/%0d%0aSet-Cookie:x=y",
        "/one\t",
        "/ one/",
        "/%E2%80%AEtxt",
        "/#",
        "/#/../secret.txt",
        "/one/#a",
        "?",
        "#",
        "/?#",
        "/%23/../secret.txt",
        "/.",
        "/..",
        "/...",
        "/.fingerpost",
        "/.fingerpost/",
        "/.fingerpost/../secret.txt",
        "/.fingerpost/preview.js/../../secret.txt",
        "/.fingerpost/%2e%2e/secret.txt",
        "/.fingerpost/news/../x",
        "/.fingerpost/client.js",
        "/.fingerpost/index",
        "/.fingerpost/findings/x",
        "/.well-known/../secret.txt",
    ];
    let deep: Vec<String> = (1..=40)
        .flat_map(|depth| {
            let up = "../".repeat(depth);
            [format!("/{up}secret.txt"), format!("/{}{up}etc/passwd", "a/".repeat(depth))]
        })
        .collect();
    let owned = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    vec![
        ("climb", climb),
        ("climb from inside", climb_from_inside),
        ("hidden", hidden.collect()),
        ("suffix", suffixed.collect()),
        ("absolute", owned(&absolute)),
        ("sibling", owned(&sibling)),
        ("form", owned(&forms)),
        ("deep", deep),
    ]
}

#[test]
fn no_target_leads_out_of_the_site() {
    let site = planted();
    let served = site.serve();
    let allowed = outputs(&served);
    let mut bad = Vec::new();
    let mut cases = 0;
    for (group, targets) in targets() {
        for target in targets {
            cases += 1;
            let request = format!("GET {target} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", served.address);
            let Some(reply) = served.send(request.as_bytes()) else {
                bad.push(format!("{group} {target:?}: no answer"));
                continue;
            };
            let location = reply.header("location").unwrap_or("/");
            let fine = match reply.status {
                200 => allowed.contains(&reply.body),
                302 => location.starts_with('/') && !location.starts_with("//") && !location.contains(".."),
                400 | 404 => true,
                _ => false,
            };
            if reply.text().contains(MARK) {
                bad.push(format!("{group} {target:?}: LEAK"));
            } else if !fine {
                bad.push(format!("{group} {target:?}: {} {location} {}", reply.status, reply.text()));
            } else if target.contains('#') && reply.status != 400 {
                bad.push(format!("{group} {target:?}: {} though it has a `#`", reply.status));
            }
        }
    }
    assert!(bad.is_empty(), "{bad:#?}");
    assert!(cases >= 730, "{cases} cases");
    assert_eq!(served.get("/").status, 200, "and it still serves");
}

#[test]
fn no_request_that_is_none_stops_it() {
    let site = planted();
    let served = site.serve();
    let host = format!("Host: {}\r\n", served.address);
    let long = "a".repeat(200_000);
    for request in [
        "\r\n\r\n".to_owned(),
        "GET\r\n\r\n".to_owned(),
        "GET /\r\n\r\n".to_owned(),
        format!("GET / HTTP/3.0\r\n{host}\r\n"),
        format!("GET / HTTP/1.1\n{host}\n"),
        format!("get / HTTP/1.1\r\n{host}\r\n"),
        format!("G\u{0}T / HTTP/1.1\r\n{host}\r\n"),
        format!("GET /{long} HTTP/1.1\r\n{host}\r\n"),
        format!("GET / HTTP/1.1\r\n{host}X: {long}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\n{host}{}\r\n", "X: y\r\n".repeat(500)),
        format!("GET / HTTP/1.1\r\n{host}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
        format!("GET / HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\nx"),
        format!("POST / HTTP/1.1\r\n{host}Content-Length: 5\r\nConnection: close\r\n\r\nhello"),
        format!("CONNECT evil.example:443 HTTP/1.1\r\n{host}\r\n"),
        "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{fc}".to_owned(),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(),
    ] {
        use std::io::{Read as _, Write as _};
        let mut stream = served.connect();
        stream.set_read_timeout(Some(std::time::Duration::from_millis(300))).unwrap();
        let _ = stream.write_all(request.as_bytes());
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        assert!(!String::from_utf8_lossy(&answer).contains(MARK));
    }
    assert_eq!(served.get("/").status, 200);
}

#[test]
fn no_other_site_is_answered() {
    let site = planted();
    let served = site.serve();
    let port = served.address.port();
    let own = served.address.to_string();
    let hosts = [
        "evil.example",
        &format!("evil.example:{port}"),
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.localhost",
        "0.0.0.0",
        "192.168.0.1",
        "169.254.169.254",
        "[::]",
        "[fe80::1]",
        "127.1",
        "2130706433",
        "0x7f.0.0.1",
        "localhost:99999",
        "localhost:x",
        "user@localhost",
        "localhost, evil.example",
        "",
    ]
    .map(str::to_owned);
    let mut cases = 0;
    let mut refused = |request: String| {
        cases += 1;
        let reply = served.send(request.as_bytes()).unwrap();
        assert!(matches!(reply.status, 400 | 403 | 421), "{} to {request}", reply.status);
        assert_eq!(reply.header("access-control-allow-origin"), None);
        assert!(!reply.text().contains("Home"));
    };
    for host in &hosts {
        refused(format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
    }
    refused("GET / HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned());
    refused("GET / HTTP/1.0\r\n\r\n".to_owned());
    refused(format!("GET / HTTP/1.1\r\nHost: {own}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"));
    let with = |lines: &str| format!("GET / HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\n{lines}\r\n\r\n");
    for origin in [
        "http://evil.example",
        "https://evil.example",
        "null",
        "http://localhost.evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        &format!("https://{own}"),
        &format!("http://localhost:{port}"),
        "file://",
        "",
    ] {
        refused(with(&format!("Origin: {origin}")));
        refused(with(&format!("Origin: {origin}")).replacen("GET / ", "GET /.fingerpost/news ", 1));
    }
    for lines in [
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script",
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\nSec-Fetch-User: ?1",
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document",
        "Sec-Fetch-Site: \u{0}x",
        "Sec-Fetch-Site: other",
    ] {
        refused(with(lines));
    }
    assert!(cases >= 40, "{cases}");
    // A person who follows a link, the browser itself, and programs are answered.
    for lines in [
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\nSec-Fetch-User: ?1",
        "Sec-Fetch-Site: none",
        "Sec-Fetch-Site: same-origin",
        &format!("Origin: http://{own}"),
        "Accept: */*",
    ] {
        let reply = served.send(with(lines).as_bytes()).unwrap();
        assert_eq!(reply.status, 200, "{lines}");
        assert_eq!(reply.header("access-control-allow-origin"), None);
    }
}
