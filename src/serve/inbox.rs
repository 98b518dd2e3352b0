//! What the watcher saw and nobody has acted on yet.
//!
//! The watcher puts in ([`Inbox::put`]), the rebuilding thread takes out ([`Inbox::take`]): the first event counts, a
//! quiet of 5 ms or 30 ms in all end the gathering. A request that comes in between waits for the page to be made
//! ([`Inbox::seen`]), so that who saves and looks sees what was saved.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use crate::path::SourcePath;
use crate::sources::Seen;

/// How long nothing must happen before what was seen is acted on.
const QUIET: Duration = Duration::from_millis(5);

/// How long gathering may last in all.
const CAP: Duration = Duration::from_millis(30);

/// How long it may last where files are being written all the time.
const LAST: Duration = Duration::from_millis(300);

/// What was seen.
pub(super) struct Batch {
    pub(super) seen: Seen,
    /// Files and folders that were renamed: from and to.
    pub(super) renamed: Vec<(SourcePath, SourcePath)>,
    /// When the first of it was seen.
    pub(super) first: Instant,
    /// Counts what was put in.
    pub(super) number: u64,
}

/// See the module.
#[derive(Default)]
pub(super) struct Inbox {
    state: Mutex<State>,
    changed: Condvar,
    done: AtomicU64,
}

#[derive(Default)]
struct State {
    gathered: Option<Gathered>,
    renamed: Vec<(SourcePath, SourcePath)>,
    /// Files that are being written: there was an event of that then, and none yet that they were closed.
    open: BTreeMap<PathBuf, Instant>,
    /// What is to be looked at again later, and when.
    later: BTreeMap<Instant, Seen>,
    number: u64,
    closed: bool,
}

struct Gathered {
    seen: Seen,
    first: Instant,
    last: Instant,
}

impl State {
    fn gather(&mut self, seen: Seen, now: Instant) {
        let gathered = self.gathered.get_or_insert_with(|| Gathered { seen: Seen::nothing(), first: now, last: now });
        gathered.seen.merge(seen);
        gathered.last = now;
    }
}

impl Inbox {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Puts in what was seen.
    pub(super) fn put(&self, seen: Seen) {
        let mut state = self.state();
        state.number += 1;
        state.gather(seen, Instant::now());
        self.changed.notify_all();
    }

    /// Puts in a rename.
    pub(super) fn renamed(&self, from: SourcePath, to: SourcePath) {
        self.state().renamed.push((from, to));
    }

    /// Says that a file is being written.
    pub(super) fn opened(&self, path: PathBuf) {
        self.state().open.entry(path).or_insert_with(Instant::now);
    }

    /// Says that a file is written.
    pub(super) fn closed(&self, path: &PathBuf) {
        if self.state().open.remove(path).is_some() {
            self.changed.notify_all();
        }
    }

    /// Asks to look at something again after a while.
    pub(super) fn later(&self, seen: Seen, after: Duration) {
        self.state().later.entry(Instant::now() + after).or_insert_with(Seen::nothing).merge(seen);
        self.changed.notify_all();
    }

    /// Whether something is waiting.
    pub(super) fn is_waiting(&self) -> bool {
        self.state().gathered.is_some()
    }

    /// The number of the last thing put in.
    pub(super) fn seen(&self) -> u64 {
        self.state().number
    }

    /// The number up to which what was put in is shown.
    pub(super) fn done(&self) -> u64 {
        self.done.load(Ordering::Acquire)
    }

    /// Says up to which number what was put in is shown.
    pub(super) fn finish(&self, number: u64) {
        self.done.fetch_max(number, Ordering::AcqRel);
    }

    /// Puts back what was taken and not acted on, beside what came since.
    pub(super) fn put_back(&self, batch: Batch) {
        let mut state = self.state();
        state.renamed.splice(0..0, batch.renamed);
        state.gather(batch.seen, Instant::now());
        if let Some(gathered) = &mut state.gathered {
            gathered.first = batch.first;
        }
    }

    /// Ends the rebuilding thread.
    pub(super) fn close(&self) {
        self.state().closed = true;
        self.changed.notify_all();
    }

    /// Waits for something to act on, at most so long; `Err` when the preview ends.
    pub(super) fn take(&self, at_most: Duration) -> Result<Option<Batch>, ()> {
        let end = Instant::now() + at_most;
        let mut state = self.state();
        loop {
            if state.closed {
                return Err(());
            }
            let now = Instant::now();
            while let Some(due) = state.later.first_entry().filter(|due| *due.key() <= now) {
                let seen = due.remove();
                state.gather(seen, now);
            }
            let until = match &state.gathered {
                Some(gathered) => {
                    // Nobody wants to see half of a file, but some are never closed.
                    let written = state.open.values().map(|opened| *opened + CAP).max();
                    let ready = match written {
                        Some(written) => written.min(gathered.first + LAST),
                        None => (gathered.last + QUIET).min(gathered.first + CAP),
                    };
                    if ready <= now {
                        break;
                    }
                    ready
                }
                None if end <= now => return Ok(None),
                None => state.later.first_key_value().map_or(end, |(due, _)| (*due).min(end)),
            };
            let wait = until.saturating_duration_since(now);
            state = match self.changed.wait_timeout(state, wait) {
                Ok((state, _)) => state,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
        state.open.clear();
        let number = state.number;
        let renamed = std::mem::take(&mut state.renamed);
        let batch = state.gathered.take();
        Ok(batch.map(|Gathered { seen, first, .. }| Batch { seen, renamed, first, number }))
    }
}
