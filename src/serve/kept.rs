//! Bytes that were made before, by their key.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard};

use axum::body::Bytes;

use crate::cache::{self, Stores};
use crate::digest::Digest;
use crate::path::OutPath;

/// What is kept of pages in all; the ones asked for last stay.
const MOST: usize = 64 << 20;

/// What outlives a moment.
pub(super) struct Kept {
    /// Highlighted code, and words for search.
    pub(super) stores: Stores,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    by_key: HashMap<Digest, (Bytes, u64)>,
    /// The key under which an output could be made last.
    good: HashMap<OutPath, Digest>,
    size: usize,
    clock: u64,
}

impl Kept {
    pub(super) fn new(root: &Path) -> Kept {
        Kept { stores: Stores::reading(&root.join(cache::FOLDER)), state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The bytes that were made with this key.
    pub(super) fn get(&self, path: &OutPath, key: Digest) -> Option<Bytes> {
        let mut state = self.state();
        state.clock += 1;
        let clock = state.clock;
        let (bytes, used) = state.by_key.get_mut(&key)?;
        *used = clock;
        let bytes = bytes.clone();
        state.good.insert(path.clone(), key);
        Some(bytes)
    }

    /// Keeps bytes under their key.
    pub(super) fn put(&self, path: &OutPath, key: Digest, bytes: Bytes) {
        let mut state = self.state();
        state.clock += 1;
        let clock = state.clock;
        state.good.insert(path.clone(), key);
        state.size += bytes.len();
        if let Some((before, _)) = state.by_key.insert(key, (bytes, clock)) {
            state.size -= before.len();
        }
        if state.size > MOST {
            state.forget();
        }
    }

    /// What this output was when it could be made last.
    pub(super) fn last_good(&self, path: &OutPath) -> Option<Bytes> {
        let state = self.state();
        state.by_key.get(state.good.get(path)?).map(|(bytes, _)| bytes.clone())
    }
}

impl State {
    /// Lets go of the half that was not asked for lately.
    fn forget(&mut self) {
        let mut ages: Vec<u64> = self.by_key.values().map(|(_, used)| *used).collect();
        ages.sort_unstable();
        let middle = ages.get(ages.len() / 2).copied().unwrap_or(0);
        self.by_key.retain(|_, (_, used)| *used > middle);
        self.good.retain(|_, key| self.by_key.contains_key(key));
        self.size = self.by_key.values().map(|(bytes, _)| bytes.len()).sum();
    }
}
