//! The program on a real folder: the harness of the tests that need a disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

use crate::harness;

/// A site in a folder that goes away with it.
pub(crate) struct Folder {
    folder: tempfile::TempDir,
    root: PathBuf,
}

/// What a run said.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// Fails the test unless the run ended like this.
    #[track_caller]
    pub(crate) fn ended(&self, code: i32) -> &Run {
        assert_eq!(self.code, code, "\n{}\n{}", self.out, self.err);
        self
    }

    /// Fails the test unless the run said this.
    #[track_caller]
    pub(crate) fn said(&self, words: &str) -> &Run {
        assert!(self.err.contains(words) || self.out.contains(words), "{words:?} in\n{}\n{}", self.out, self.err);
        self
    }
}

/// A file of an output: its bytes, when it was written, and which file it is.
pub(crate) type Tree = BTreeMap<String, (Vec<u8>, SystemTime)>;

/// The bytes of a tree alone.
pub(crate) fn bytes(tree: Tree) -> BTreeMap<String, Vec<u8>> {
    tree.into_iter().map(|(path, (bytes, _))| (path, bytes)).collect()
}

impl Folder {
    /// A folder with the files of a site.
    pub(crate) fn new(site: &str) -> Folder {
        let folder = tempfile::tempdir().expect("a folder for temporary files");
        let root = folder.path().join("site");
        fs::create_dir_all(root.join("content")).expect("a new folder");
        let made = Folder { folder, root };
        for (path, text) in harness::files(site) {
            made.write(&path, text);
        }
        made
    }

    /// The site's folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The folder around the site's.
    pub(crate) fn around(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a new folder");
        fs::write(path, bytes).expect("a new file");
    }

    #[track_caller]
    pub(crate) fn read(&self, path: &str) -> String {
        let path = self.path(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        fs::symlink_metadata(self.path(path)).is_ok()
    }

    pub(crate) fn remove(&self, path: &str) {
        let path = self.path(path);
        if path.is_dir() {
            fs::remove_dir_all(path).expect("a folder that is there");
        } else {
            fs::remove_file(path).expect("a file that is there");
        }
    }

    /// A run of the program that has not ended.
    pub(crate) fn start(&self, args: &[&str]) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fingerpost"));
        command.args(args).current_dir(&self.root).env("SOURCE_DATE_EPOCH", "1795478400");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("the program")
    }

    /// A run of the program; one that hangs fails the test.
    #[track_caller]
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        end(self.start(args))
    }

    /// A build that must succeed.
    #[track_caller]
    pub(crate) fn build(&self) -> Run {
        let run = self.run(&["build"]);
        run.ended(0);
        run
    }

    /// The files of the output.
    pub(crate) fn public(&self) -> Tree {
        self.tree("public")
    }

    /// The files below a folder of the site, links as what they name.
    pub(crate) fn tree(&self, folder: &str) -> Tree {
        let root = self.path(folder);
        let mut tree = Tree::new();
        for entry in walkdir::WalkDir::new(&root).into_iter().map(|entry| entry.expect("a readable folder")) {
            let path = entry.path().strip_prefix(&root).expect("a path below").to_string_lossy().into_owned();
            let metadata = entry.path().symlink_metadata().expect("a file that is there");
            let modified = metadata.modified().expect("a time");
            if metadata.is_symlink() {
                let target = fs::read_link(entry.path()).expect("a link");
                tree.insert(path, (target.to_string_lossy().into_owned().into_bytes(), modified));
            } else if metadata.is_file() {
                tree.insert(path, (fs::read(entry.path()).expect("a file"), modified));
            }
        }
        tree
    }

    /// What a build without cache into an empty folder makes of the site as it is now.
    #[track_caller]
    pub(crate) fn clean_build(&self) -> BTreeMap<String, Vec<u8>> {
        let elsewhere = self.folder.path().join("clean");
        if elsewhere.exists() {
            fs::remove_dir_all(&elsewhere).expect("a folder of ours");
        }
        let out = elsewhere.to_str().expect("a path that is text");
        self.run(&["build", "--no-cache", "-o", out]).ended(0);
        bytes(self.tree("../clean"))
    }
}

/// Waits for a run.
#[track_caller]
pub(crate) fn end(child: Child) -> Run {
    let (sender, receiver) = std::sync::mpsc::channel();
    let id = child.id();
    std::thread::spawn(move || sender.send(child.wait_with_output()));
    match receiver.recv_timeout(Duration::from_secs(60)) {
        Ok(output) => {
            let output = output.expect("a run that ends");
            Run {
                code: output.status.code().unwrap_or(-1),
                out: String::from_utf8_lossy(&output.stdout).into_owned(),
                err: String::from_utf8_lossy(&output.stderr).into_owned(),
            }
        }
        Err(_) => {
            let _ = Command::new("kill").args(["-9", &id.to_string()]).status();
            panic!("the program does not end");
        }
    }
}
