//! Noticing changes: by events of the system, else by looking again and again.
//!
//! Enter at [`Watch::new`]; [`Watch::follow`] keeps it in step with the site. Events are hints: what does not say which
//! file changed means that all is looked at, and a folder that appears is listed, because its files had no events.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::inbox::Inbox;
use super::{Said, Voice};
use crate::path::SourcePath;
use crate::sources::{Seen, Sources, Stat, source_path};

/// How changes are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watching {
    /// By events.
    Events,
    /// By looking at all files after each such time.
    Poll(Duration),
}

/// How often all is looked at where the system gives no events.
const FALLBACK: Duration = Duration::from_millis(1000);

/// A watcher is told of a folder before it watches what is in it, so new folders are looked at again after this.
const AGAIN: [Duration; 2] = [Duration::from_millis(200), Duration::from_millis(1000)];

/// The watching of one site.
pub(super) struct Watch {
    root: PathBuf,
    inbox: Arc<Inbox>,
    voice: Voice,
    watcher: Option<RecommendedWatcher>,
    poll: Option<Duration>,
    /// What is watched, with all below it or not, and which folder that was: a folder that is made again is another.
    watched: Vec<(PathBuf, RecursiveMode, Option<Identity>)>,
}

/// Which folder stands at a path.
type Identity = (u64, u128);

impl Watch {
    /// Starts to watch.
    ///
    /// What happens below `output`, a folder that `build` writes, does not matter.
    pub(super) fn new(root: &Path, output: &str, how: Watching, inbox: Arc<Inbox>, voice: Voice) -> Watch {
        let mut watch = Watch { root: root.to_owned(), inbox, voice, watcher: None, poll: None, watched: Vec::new() };
        match how {
            Watching::Poll(every) => watch.poll = Some(every),
            Watching::Events => {
                let ear = Ear { root: watch.root.clone(), output: output.to_owned(), inbox: watch.inbox.clone() };
                match notify::recommended_watcher(move |event| ear.heard(event)) {
                    Ok(watcher) => watch.watcher = Some(watcher),
                    Err(error) => watch.fall_back(&error),
                }
            }
        }
        watch
    }

    /// How long to wait before [`Watch::follow`] should be called again.
    pub(super) fn beat(&self) -> Duration {
        self.poll.unwrap_or(Duration::from_millis(1000))
    }

    /// Watches what this site is made of, and what was made again since. Called after each moment and each beat.
    ///
    /// `seen` is what led to it: a folder that was named itself may be another one now.
    pub(super) fn follow(&mut self, sources: &Sources, seen: &Seen, beat: bool) {
        if self.poll.is_some() {
            if beat {
                self.inbox.later(Seen::Everything, Duration::ZERO);
            }
            return;
        }
        let wanted = wanted(&self.root, sources);
        let now: Vec<_> = wanted.into_iter().map(|(path, mode)| (identity(&path), path, mode)).collect();
        let named = |path: &Path| match (seen, source_path(&self.root, path)) {
            (Seen::Paths(paths), Some(path)) => paths.contains(&path),
            _ => false,
        };
        let same = now.len() == self.watched.len()
            && now.iter().zip(&self.watched).all(|(a, b)| a.1 == b.0 && a.2 == b.1 && a.0 == b.2 && !named(&a.1));
        if same {
            return;
        }
        let renewed: Vec<bool> = now.iter().map(|(_, path, _)| named(path)).collect();
        let before = std::mem::take(&mut self.watched);
        for ((identity, path, mode), renewed) in now.into_iter().zip(renewed) {
            let known =
                !renewed && before.iter().any(|(at, how, which)| *at == path && *how == mode && *which == identity);
            if !known && identity.is_some() {
                if let Err(error) = self.watch(&path, mode, before.iter().any(|(at, ..)| *at == path)) {
                    self.fall_back(&error);
                    return;
                }
                // What happened between reading and watching was not seen.
                match source_path(&self.root, &path) {
                    Some(path) if mode == RecursiveMode::Recursive => {
                        self.inbox.later(Seen::Paths(BTreeSet::from([path])), Duration::ZERO);
                    }
                    _ => self.inbox.later(Seen::Everything, Duration::ZERO),
                }
            }
            self.watched.push((path, mode, identity));
        }
    }

    fn watch(&mut self, path: &Path, mode: RecursiveMode, again: bool) -> notify::Result<()> {
        let Some(watcher) = &mut self.watcher else { return Ok(()) };
        if again {
            let _ = watcher.unwatch(path);
        }
        watcher.watch(path, mode)
    }

    /// Events cannot be had: from now on all is looked at again and again.
    fn fall_back(&mut self, error: &notify::Error) {
        let why = match error.kind {
            notify::ErrorKind::MaxFilesWatch => {
                "the system's limit of watched files is reached (fs.inotify.max_user_watches)".to_owned()
            }
            _ => format!("the system does not report changes ({error})"),
        };
        (self.voice)(Said::Note(format!("{why}; looking for changes every {} ms instead", FALLBACK.as_millis())));
        self.watcher = None;
        self.watched.clear();
        self.poll = Some(FALLBACK);
    }
}

/// The folders that a site's files are in.
fn wanted(root: &Path, sources: &Sources) -> Vec<(PathBuf, RecursiveMode)> {
    let content = &sources.config.content;
    let mut wanted = vec![(root.to_owned(), RecursiveMode::NonRecursive)];
    if content.is_empty() {
        wanted[0].1 = RecursiveMode::Recursive;
        return wanted;
    }
    for folder in [content.as_str(), "themes"] {
        wanted.push((root.join(folder), RecursiveMode::Recursive));
    }
    let mut beside: BTreeSet<PathBuf> = BTreeSet::new();
    let config = root.join(sources.config_path.as_str());
    beside.extend(config.parent().map(Path::to_owned));
    // A content folder that is not there yet appears in the folder above it.
    let above = SourcePath::new(content.as_str());
    beside.insert(root.join(above.folder()));
    for path in sources.included() {
        if path.below(content).is_none() && path.below("themes").is_none() {
            beside.insert(root.join(path.folder()));
        }
    }
    beside.remove(root);
    wanted.extend(
        beside.into_iter().filter(|path| path.starts_with(root)).map(|path| (path, RecursiveMode::NonRecursive)),
    );
    wanted
}

/// Inodes are used again, so the time at which the folder was made counts too.
fn identity(path: &Path) -> Option<Identity> {
    let metadata = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_dir)?;
    let made = metadata.created().ok().and_then(|made| made.duration_since(std::time::UNIX_EPOCH).ok());
    Some((Stat::of(&metadata).inode, made.map_or(0, |made| made.as_nanos())))
}

/// What is told of events of the system.
struct Ear {
    root: PathBuf,
    output: String,
    inbox: Arc<Inbox>,
}

impl Ear {
    fn heard(&self, event: notify::Result<Event>) {
        let inbox = &self.inbox;
        let event = match event {
            Ok(event) if !event.need_rescan() => event,
            _ => return inbox.put(Seen::Everything),
        };
        match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => {}
            EventKind::Access(_) => return,
            EventKind::Modify(ModifyKind::Data(_)) => event.paths.iter().for_each(|path| inbox.opened(path.clone())),
            _ => event.paths.iter().for_each(|path| inbox.closed(path)),
        }
        let mut seen = Seen::nothing();
        for path in event.paths.iter().filter_map(|path| source_path(&self.root, path)) {
            if !self.is_noise(&path) {
                seen.add(path);
            }
        }
        if seen.is_nothing() {
            return;
        }
        if let (EventKind::Modify(ModifyKind::Name(RenameMode::Both)), [from, to]) = (event.kind, &event.paths[..])
            && let (Some(from), Some(to)) = (source_path(&self.root, from), source_path(&self.root, to))
        {
            inbox.renamed(from, to);
        }
        let appeared = matches!(event.kind, EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_)));
        if appeared && event.paths.last().is_some_and(|path| path.is_dir()) {
            AGAIN.iter().for_each(|after| inbox.later(seen.clone(), *after));
        }
        inbox.put(seen);
        if matches!(event.kind, EventKind::Access(_)) {
            event.paths.iter().for_each(|path| inbox.closed(path));
        }
    }

    /// Whether a change there cannot matter.
    fn is_noise(&self, path: &SourcePath) -> bool {
        let below = |folder: &str| path.as_str() == folder || path.below(folder).is_some();
        below(".git") || below(crate::cache::FOLDER) || (!self.output.is_empty() && below(&self.output))
    }
}
