//! A site in a folder, its preview, and a client that sends what it is told.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use fingerpost::assembly::assemble;
use fingerpost::cache::{Cache, Stores};
use fingerpost::plan::add_search;
use fingerpost::reconcile::Maker as _;
use fingerpost::render::Press;
use fingerpost::serve::{Options, Preview, Said, Voice, Watching, without_script};
use fingerpost::sources::{Nothing, ReadOptions, Sources, World};
use tempfile::TempDir;

use crate::harness::{TODAY, files};

/// How long a change may take to be shown: two seconds by promise, more where other tests use the machine.
pub(super) const SHOWN: Duration = Duration::from_secs(10);

/// A site in a folder of its own, the folder above it empty but for it.
pub(super) struct Site {
    above: TempDir,
    pub(super) root: PathBuf,
}

impl Site {
    pub(super) fn new(text: &str) -> Site {
        let above = tempfile::tempdir().unwrap();
        let root = above.path().canonicalize().unwrap().join("site");
        let site = Site { above, root };
        fs::create_dir(&site.root).unwrap();
        for (path, text) in files(text) {
            site.write(&path, &text);
        }
        site
    }

    /// The folder above the site.
    pub(super) fn outside(&self) -> &Path {
        self.above.path()
    }

    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    pub(super) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(super) fn serve(&self) -> Served {
        self.serve_with(|_| {})
    }

    pub(super) fn serve_with(&self, set: impl FnOnce(&mut Options)) -> Served {
        let mut options = Options {
            root: self.root.clone(),
            read: ReadOptions::default(),
            today: TODAY,
            drafts: true,
            host: "127.0.0.1".to_owned(),
            port: 0,
            strict_port: false,
            watching: Watching::Events,
            any_editor: false,
        };
        set(&mut options);
        let said: Arc<Mutex<Vec<String>>> = Arc::default();
        let voice: Voice = {
            let said = said.clone();
            Arc::new(move |it| said.lock().unwrap().push(words(it)))
        };
        let preview = Preview::start(&options, &voice).unwrap();
        Served { address: preview.address(), preview, said, connection: Mutex::default() }
    }

    /// What a clean build writes, drafts included.
    pub(super) fn built(&self) -> BTreeMap<String, Vec<u8>> {
        let world = World::Folder(self.root.clone());
        let sources = Sources::read(world, &ReadOptions::default(), TODAY, &Nothing);
        let mut assembly = assemble(sources, &Cache::none(), true);
        let stores = Stores::in_memory();
        if assembly.scene.config().search {
            let indexed = assembly.scene.index.get(&assembly.scene, &stores.words);
            add_search(Arc::make_mut(&mut assembly.plan), &indexed.shards);
        }
        let press = Press::new(&assembly.scene, &assembly.plan, &stores, &|_| {}).unwrap();
        let bytes = |(path, recipe)| {
            let (_, material) = press.prepare(path, recipe);
            (path.to_string(), press.render(path, material).unwrap())
        };
        assembly.plan.outputs.iter().map(bytes).collect()
    }
}

fn words(said: Said) -> String {
    match said {
        Said::Note(line) => line,
        Said::Built { changed, new, mended, errors, .. } => {
            let new: Vec<&str> = new.iter().map(|(_, finding)| finding.code.name()).collect();
            format!("{} new={} mended={mended} errors={errors}", changed.join(","), new.join(","))
        }
    }
}

/// A preview that runs.
pub(super) struct Served {
    pub(super) preview: Preview,
    pub(super) address: SocketAddr,
    pub(super) said: Arc<Mutex<Vec<String>>>,
    connection: Mutex<Option<TcpStream>>,
}

/// An answer.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

impl Reply {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The page from where its text begins.
    pub(super) fn content(&self) -> String {
        let page = self.text();
        page.split_once(" class=\"text\">").map_or_else(String::new, |(_, rest)| rest.to_owned())
    }

    /// The page without the preview's script.
    pub(super) fn page(&self) -> String {
        without_script(&self.text())
    }
}

impl Served {
    /// Sends bytes as they are and reads until the other side closes.
    pub(super) fn send(&self, bytes: &[u8]) -> Option<Reply> {
        let mut stream = self.connect();
        stream.write_all(bytes).ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        split(&answer)
    }

    pub(super) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.set_nodelay(true).unwrap();
        stream
    }

    /// Asks for a path with further lines of a head.
    pub(super) fn ask(&self, method: &str, path: &str, lines: &str) -> Reply {
        let request = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{lines}\r\n", self.address);
        self.send(request.as_bytes()).unwrap_or_else(|| panic!("no answer to {method} {path}"))
    }

    /// A page as a reader asks for it, over a connection that stays open.
    pub(super) fn get(&self, path: &str) -> Reply {
        let mut kept = self.connection.lock().unwrap();
        if let Some(reply) = kept.as_mut().and_then(|stream| exchange(stream, self.address, path)) {
            return reply;
        }
        let mut stream = self.connect();
        let reply = exchange(&mut stream, self.address, path).unwrap_or_else(|| panic!("no answer to {path}"));
        *kept = Some(stream);
        reply
    }

    /// Waits until a page holds a text.
    #[track_caller]
    pub(super) fn shows(&self, path: &str, text: &str) {
        self.until(&format!("{path} shows {text:?}"), || self.get(path).text().contains(text));
    }

    /// Waits until something is so.
    #[track_caller]
    pub(super) fn until(&self, what: &str, is: impl Fn() -> bool) {
        let start = Instant::now();
        while !is() {
            assert!(start.elapsed() < SHOWN, "{what}: never");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// What differs from a clean build: empty if nothing does.
    pub(super) fn differs(&self, built: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
        let mut differs: Vec<String> = Vec::new();
        let there: Vec<String> = self.preview.paths().iter().map(ToString::to_string).collect();
        let planned: Vec<&String> = built.keys().collect();
        differs.extend(there.iter().filter(|path| !built.contains_key(*path)).map(|path| format!("+{path}")));
        for path in planned {
            let reply = self.get(&format!("/{}", encoded(path)));
            let body = if path.ends_with(".html") { reply.page().into_bytes() } else { reply.body };
            if reply.status != 200 || body != built[path] {
                differs.push(format!("{path} ({})", reply.status));
            }
        }
        differs
    }

    /// Waits until everything equals a clean build.
    #[track_caller]
    pub(super) fn equals_build(&self, site: &Site, after: &str) {
        let built = site.built();
        let start = Instant::now();
        loop {
            let differs = self.differs(&built);
            if differs.is_empty() {
                return;
            }
            assert!(start.elapsed() < SHOWN, "after {after}: {differs:?}\n{:#?}", self.said.lock().unwrap());
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

fn encoded(path: &str) -> String {
    let mut out = String::new();
    fingerpost::path::encode_path(path, &mut out);
    out
}

fn exchange(stream: &mut TcpStream, address: SocketAddr, path: &str) -> Option<Reply> {
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: text/html\r\n\r\n").ok()?;
    let mut bytes = Vec::new();
    let mut piece = [0; 64 << 10];
    loop {
        let read = stream.read(&mut piece).ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&piece[..read]);
        let Some(reply) = split(&bytes) else { continue };
        let length: usize = reply.header("content-length").and_then(|it| it.parse().ok()).unwrap_or(0);
        if reply.body.len() >= length {
            return Some(reply);
        }
    }
}

fn split(answer: &[u8]) -> Option<Reply> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Reply { status, head, body: answer[end + 4..].to_vec() })
}

/// A site with a bit of everything.
pub(super) const SITE: &str = r#"
-- fingerpost.toml --
title = "Guide"
-- content/_index.md --
# Home

See [one](one.md) and [the section](part/_index.md).
-- content/one.md --
+++
title = "One"
topics = ["alpha"]
+++

First words, then [two](part/two.md#place).

```go
func main() {}
```

```go {file="shown.go"}
```
-- content/shown.go --
package shown
-- content/part/_index.md --
# Part
-- content/part/two.md --
+++
title = "Two"
topics = ["alpha", "beta"]
+++

Words of two.

## Place

Back to [one](../one.md).
-- content/part/picture.svg --
<svg xmlns="http://www.w3.org/2000/svg"/>
-- content/three.md --
+++
title = "Three"
draft = true
+++

Not yet. ![A picture](part/picture.svg)
"#;
