//! Reading again what a watcher saw change, and nothing else.
//!
//! Enter at [`Sources::refresh`]. What a watcher says is a hint: each path is looked at as it is now, with all below it.
//! Files whose bytes are as they were stay the very same values, so what follows can tell at once what is new.
//!
//! Always true: the result equals what [`Sources::read`] would read now, but that a file or configuration that cannot
//! be read any more keeps its last good state, beside the finding that says so.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::world::{Entry, is_hidden};
use super::{File, Include, Known, Nothing, Sources, Stat};
use crate::diagnostic::{Diagnostic, Level};
use crate::digest::Digest;
use crate::path::SourcePath;

/// What a watcher saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// It cannot say: all is looked at, and read where its stat differs.
    Everything,
    /// Files or folders, each with all below it.
    Paths(BTreeSet<SourcePath>),
}

impl Seen {
    /// Nothing.
    pub fn nothing() -> Seen {
        Seen::Paths(BTreeSet::new())
    }

    /// Whether nothing was seen.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Seen::Paths(paths) if paths.is_empty())
    }

    /// Adds a path.
    pub fn add(&mut self, path: SourcePath) {
        if let Seen::Paths(paths) = self {
            paths.insert(path);
        }
    }

    /// Adds what another saw.
    pub fn merge(&mut self, other: Seen) {
        match (&mut *self, other) {
            (Seen::Everything, _) => {}
            (_, Seen::Everything) => *self = Seen::Everything,
            (Seen::Paths(mine), Seen::Paths(theirs)) => mine.extend(theirs),
        }
    }
}

/// Files of a folder that were read before: their stat tells, unless they changed a moment ago.
struct Before<'a>(&'a BTreeMap<SourcePath, Arc<File>>);

impl Known for Before<'_> {
    fn digest(&self, path: &SourcePath, stat: &Stat) -> Option<Digest> {
        let file = self.0.get(path)?;
        (file.stat == *stat && !stat.is_recent()).then_some(file.digest)
    }
}

impl Sources {
    /// The sources as they are now, where only what was seen can have changed.
    #[must_use]
    pub fn refresh(&self, seen: &Seen) -> Sources {
        let mut next = self.clone();
        match seen {
            Seen::Everything => next.refresh_everything(),
            Seen::Paths(paths) => next.refresh_paths(paths),
        }
        next
    }

    fn refresh_everything(&mut self) {
        self.refresh_config();
        self.refresh_content(&SourcePath::new(self.config.content.as_str()));
        self.refresh_themes();
        self.refresh_includes(|_| true);
        self.refresh_lock();
    }

    fn refresh_paths(&mut self, paths: &BTreeSet<SourcePath>) {
        let touches = |place: &str| paths.iter().any(|path| at_or_below(place, path.as_str()));
        if touches(self.config_path.as_str()) {
            let content = self.config.content.clone();
            self.refresh_config();
            if self.config.content != content {
                return self.refresh_everything();
            }
        }
        if touches("decisions.lock") {
            self.refresh_lock();
        }
        if touches("themes") || paths.iter().any(|path| path.below("themes").is_some()) {
            self.refresh_themes();
        }
        let content = self.config.content.clone();
        if touches(&content) {
            self.refresh_content(&SourcePath::new(content.as_str()));
        } else {
            for path in paths.iter().filter(|path| path.below(&content).is_some()) {
                self.refresh_content(path);
            }
        }
        self.refresh_includes(|include| touches(include.as_str()));
    }

    /// The configuration; a wrong one is reported, and the last right one holds.
    fn refresh_config(&mut self) {
        let path = self.config_path.clone();
        self.findings.retain(|finding| finding.span.file != path);
        let (config, digest) = (self.config.clone(), self.config_digest);
        self.read_config();
        let wrong = |finding: &Diagnostic| finding.span.file == path && finding.code.level() == Level::Error;
        if self.findings.iter().any(wrong) {
            (self.config, self.config_digest) = (config, digest);
        }
    }

    fn refresh_lock(&mut self) {
        self.findings.retain(|finding| finding.span.file.as_str() != "decisions.lock");
        self.lock = self.read_text_file("decisions.lock");
    }

    fn refresh_themes(&mut self) {
        self.findings.retain(|finding| finding.span.file.below("themes").is_none());
        let before = self.theme_files.clone();
        self.read_themes();
        if self.theme_files == before {
            self.theme_files = before;
        }
    }

    fn refresh_includes(&mut self, touched: impl Fn(&SourcePath) -> bool) {
        let mut changed: Vec<(SourcePath, Include)> = Vec::new();
        for (path, before) in self.includes.iter().filter(|(path, _)| touched(path)) {
            let now = self.read_include(path);
            if now != *before {
                changed.push((path.clone(), now));
            }
        }
        if !changed.is_empty() {
            Arc::make_mut(&mut self.includes).extend(changed);
        }
    }

    /// A file or folder of the content. A file that is named itself is read whatever its stat says.
    fn refresh_content(&mut self, at: &SourcePath) {
        let content = &self.config.content;
        if at.below(content).is_some_and(|below| below.split('/').any(is_hidden)) {
            return;
        }
        let other_room = [self.config_path.as_str(), "decisions.lock", "themes"];
        self.findings.retain(|finding| {
            let file = finding.span.file.as_str();
            !at_or_below(file, at.as_str()) || other_room.iter().any(|room| at_or_below(file, room))
        });
        let before: BTreeMap<SourcePath, Arc<File>> = below(&self.files, at);
        let read = match self.world.entry(at, &mut self.findings) {
            Entry::File(stat) => self.read_files(vec![(at.clone(), stat)], &Nothing),
            Entry::Folder => {
                let listed = self.world.list(at.as_str(), &mut self.findings);
                self.read_files(listed, &Before(&before))
            }
            Entry::Nothing => Vec::new(),
        };
        let mut now: BTreeMap<SourcePath, Arc<File>> = BTreeMap::new();
        for (path, file) in read {
            let old = before.get(&path);
            match file {
                Ok(file) => {
                    now.insert(path, kept(file, old));
                }
                // It was removed after it was listed.
                Err(_) if self.world.stat(&path).is_none() => {}
                Err(finding) => {
                    self.findings.push(finding);
                    if let Some(old) = old {
                        now.insert(path, old.clone());
                    }
                }
            }
        }
        let same =
            now.len() == before.len() && now.iter().zip(&before).all(|(a, b)| a.0 == b.0 && Arc::ptr_eq(a.1, b.1));
        if !same {
            let files = Arc::make_mut(&mut self.files);
            for path in before.keys() {
                files.remove(path);
            }
            files.extend(now);
        }
    }
}

/// The file as it was, where its bytes are.
fn kept(file: File, old: Option<&Arc<File>>) -> Arc<File> {
    match old {
        Some(old) if old.digest == file.digest && old.kind == file.kind => {
            if old.stat == file.stat {
                return old.clone();
            }
            let text = if old.text.get().is_some() { old.text.clone() } else { file.text };
            Arc::new(File { kind: file.kind, stat: file.stat, digest: file.digest, text })
        }
        _ => Arc::new(file),
    }
}

/// What stands at a path and below it.
fn below(files: &BTreeMap<SourcePath, Arc<File>>, at: &SourcePath) -> BTreeMap<SourcePath, Arc<File>> {
    if at.as_str().is_empty() {
        return files.clone();
    }
    let own = files.get_key_value(at).into_iter();
    // `/` sorts after `.` and `-`, so what is below a folder does not follow it at once, but stands together.
    let start = SourcePath::new(format!("{at}/"));
    let inside = files.range(start..).take_while(|(path, _)| path.below(at.as_str()).is_some());
    own.chain(inside).map(|(path, file)| (path.clone(), file.clone())).collect()
}

/// Whether `path` is `place` or below it; everything is below the root, which is empty.
fn at_or_below(path: &str, place: &str) -> bool {
    place.is_empty() || path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
