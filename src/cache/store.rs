//! Things that were costly to make, kept between runs: highlighted values, the words of pages.
//!
//! Enter at [`Store::open`], which reads nothing: a run that needs none of them does not pay for those kept.
//!
//! Two files. `NAME-N` is value after value and only grows; `NAME.index` says where each value stands in it and how
//! much of it counts. Data is written first, the index last and by renaming, so a run that is killed leaves the
//! old index and a tail that does not count. Nothing read is trusted: the index has a checksum, and so has each
//! value, together with its key. One process writes at a time; another reads, and its new values are not kept.
//!
//! Always true: [`Store::get`] returns what was put under that key, or nothing.
//! Not here: what a value is, and what its key covers.

mod index;
mod positioned;

use crate::digest::{Digest, Digester};
use index::{Entry, Index, Refusal};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

/// Raised when the files are laid out otherwise.
const FORMAT: u32 = 1;

/// Data that is not compacted: 10,000 pages with 20,000 blocks have 40 MB.
const MAX_DATA: u64 = 256 << 20;

/// New values are written once there are this many bytes of them, so that a run holds few in memory.
const MAX_UNWRITTEN: usize = 1 << 20;

/// Values by key, shared between threads.
pub struct Store {
    /// Without files, values are kept in memory.
    files: Option<Files>,
    /// New values are kept in memory, whatever is read.
    read_only: bool,
    max_data: u64,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    loaded: bool,
    index: Index,
    /// How the index file began when it was read or written: it holds the checksum.
    head: Option<[u8; index::HEAD]>,
    /// Blocks that are not written yet; the first stands at `index.length`.
    unwritten: Vec<u8>,
    data: Option<Arc<File>>,
    /// Held from the first new block to the save.
    lock: Option<File>,
    /// No block can be kept: another process writes, or a write failed.
    closed: bool,
    failure: Option<io::Error>,
    rejected: Option<String>,
}

/// Where a store is.
#[derive(Clone, Debug)]
struct Files {
    folder: PathBuf,
    name: &'static str,
    /// Says who can read the files.
    tag: Digest,
}

impl Files {
    fn index(&self) -> PathBuf {
        self.folder.join(format!("{}.index", self.name))
    }

    fn data(&self, generation: u32) -> PathBuf {
        self.folder.join(format!("{}-{generation}", self.name))
    }

    fn lock(&self) -> PathBuf {
        self.folder.join(format!("{}.lock", self.name))
    }

    fn head(&self) -> Option<[u8; index::HEAD]> {
        let mut head = [0; index::HEAD];
        positioned::read(&File::open(self.index()).ok()?, &mut head, 0).ok()?;
        Some(head)
    }
}

impl Store {
    /// The values of that name kept in a folder, which need not exist. Nothing is read before the first one is asked
    /// for. Another `version` than the one that wrote them finds none.
    pub fn open(folder: &Path, name: &'static str, version: &str) -> Store {
        let tag = Digester::new().add(FORMAT.to_le_bytes()).add(version).digest();
        let files = Files { folder: folder.to_path_buf(), name, tag };
        Store { files: Some(files), read_only: false, max_data: MAX_DATA, state: Mutex::default() }
    }

    /// The values of that name kept in a folder, for reading alone: new ones are kept in memory.
    pub fn reading(folder: &Path, name: &'static str, version: &str) -> Store {
        Store { read_only: true, max_data: MAX_DATA + MAX_DATA / 4, ..Store::open(folder, name, version) }
    }

    /// A store that touches no disk and forgets.
    pub fn in_memory() -> Store {
        let state = State { loaded: true, ..State::default() };
        Store { files: None, read_only: true, max_data: MAX_DATA / 4, state: Mutex::new(state) }
    }

    /// The value kept under this key.
    pub fn get(&self, key: Digest) -> Option<Vec<u8>> {
        let (entry, data) = {
            let mut state = self.state();
            let run = state.index.run;
            let entry = state.index.entries.get_mut(&key)?;
            entry.used = run;
            let entry = *entry;
            if let Some(value) = state.unwritten(&entry) {
                return Some(value.to_vec());
            }
            (entry, state.data.clone()?)
        };
        // Read outside the lock, for the threads that wait for it.
        let mut value = vec![0; usize::try_from(entry.length).ok()?];
        let read = positioned::read(&data, &mut value, entry.offset);
        if read.is_err() || !entry.is_of(key, &value) {
            self.state().index.entries.remove(&key);
            return None;
        }
        Some(value)
    }

    /// Keeps a value. It may be forgotten, and it is on disk only after [`Store::save`].
    pub fn put(&self, key: Digest, value: &[u8]) {
        let mut state = self.state();
        let Ok(length) = u32::try_from(value.len()) else { return };
        if state.index.entries.contains_key(&key) || !self.may_write(&mut state) {
            return;
        }
        let entry = Entry { offset: state.end(), length, used: state.index.run, check: index::check(key, value) };
        if self.read_only && entry.end() > self.max_data {
            return;
        }
        state.index.entries.insert(key, entry);
        state.unwritten.extend_from_slice(value);
        if state.unwritten.len() >= MAX_UNWRITTEN && !self.read_only {
            state.flush();
        }
    }

    /// Makes the values put so far last. Call it when a build is done, or in a pause of the preview.
    ///
    /// Says in one line if the files of an earlier build could not be used.
    ///
    /// # Errors
    ///
    /// The disk refused to take values. The files then are as they were before.
    pub fn save(&self) -> io::Result<Option<String>> {
        let mut state = self.lock();
        if let (Some(files), Some(_lock)) = (&self.files, state.lock.take()) {
            state.flush();
            if state.failure.is_none() {
                state.save(files, self.max_data)?;
            }
        }
        state.closed = false;
        match state.failure.take() {
            Some(failure) => Err(failure),
            None => Ok(state.rejected.take()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The state, with the index read.
    fn state(&self) -> MutexGuard<'_, State> {
        let mut state = self.lock();
        if let (false, Some(files)) = (state.loaded, &self.files) {
            state.load(files);
        }
        state
    }

    /// Whether values can be put: takes the lock of the files if this process does not have it.
    fn may_write(&self, state: &mut State) -> bool {
        let Some(files) = self.files.as_ref().filter(|_| !self.read_only) else { return true };
        if state.lock.is_none() && !state.closed {
            match state.take_lock(files) {
                Ok(taken) => state.closed = !taken,
                Err(error) => {
                    state.closed = true;
                    state.failure = Some(error);
                }
            }
        }
        !state.closed
    }
}

impl State {
    fn end(&self) -> u64 {
        self.index.length + self.unwritten.len() as u64
    }

    /// The value, if it is among those not written.
    fn unwritten(&self, entry: &Entry) -> Option<&[u8]> {
        let start = usize::try_from(entry.offset.checked_sub(self.index.length)?).ok()?;
        self.unwritten.get(start..start + entry.length as usize)
    }

    /// Reads the index. No file is no fault; one that cannot be used leaves the store empty.
    fn load(&mut self, files: &Files) {
        self.loaded = true;
        self.data = None;
        self.index = Index::default();
        self.head = None;
        let Ok(bytes) = fs::read(files.index()) else { return };
        self.head = bytes.first_chunk().copied();
        let read = Index::decode(&bytes, files.tag).and_then(|index| {
            let data = File::open(files.data(index.generation)).map_err(|_| Refusal::Damaged)?;
            let length = data.metadata().map_err(|_| Refusal::Damaged)?.len();
            if length < index.length { Err(Refusal::Damaged) } else { Ok((index, data)) }
        });
        match read {
            Ok((index, data)) => {
                self.index = index;
                self.index.run = self.index.run.wrapping_add(1);
                self.data = Some(Arc::new(data));
            }
            Err(Refusal::Foreign) => {}
            Err(Refusal::Damaged) => {
                self.rejected = Some(format!("{} is damaged and not used; it is made anew", files.index().display()));
            }
        }
    }

    /// Makes this process the one that writes. False if another is.
    fn take_lock(&mut self, files: &Files) -> io::Result<bool> {
        fs::create_dir_all(&files.folder)?;
        let lock = File::create(files.lock())?;
        match lock.try_lock() {
            Ok(()) => self.lock = Some(lock),
            Err(TryLockError::WouldBlock) => return Ok(false),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        // Another process may have saved since the index was read, and its data must not be written over.
        if self.head != files.head() {
            self.load(files);
        }
        let file = files.data(self.index.generation);
        let data = File::options().read(true).write(true).create(true).truncate(false).open(file)?;
        // A tail that does not count is cut off, or it would stay behind what is written now.
        data.set_len(self.index.length)?;
        self.data = Some(Arc::new(data));
        Ok(true)
    }

    /// Writes the values that are not written. If that fails, they are forgotten.
    fn flush(&mut self) {
        let Some(data) = &self.data else { return };
        match positioned::write(data, &self.unwritten, self.index.length) {
            Ok(()) => self.index.length = self.end(),
            Err(error) => {
                let written = self.index.length;
                self.index.entries.retain(|_, entry| entry.offset < written);
                self.closed = true;
                self.failure = Some(error);
            }
        }
        self.unwritten.clear();
    }

    fn save(&mut self, files: &Files, max_data: u64) -> io::Result<()> {
        let old = self.index.generation;
        let live = self.index.live();
        if self.index.length > max_data || live < self.index.length / 2 {
            self.compact(files, live.min(max_data / 2))?;
        }
        let file = files.index();
        let draft = file.with_extension("draft");
        let bytes = self.index.encode(files.tag);
        fs::write(&draft, &bytes)?;
        fs::rename(&draft, &file)?;
        self.head = bytes.first_chunk().copied();
        if old != self.index.generation {
            // An old file that cannot be removed costs space and nothing else.
            let _ = fs::remove_file(files.data(old));
        }
        self.index.run = self.index.run.wrapping_add(1);
        Ok(())
    }

    /// Copies the values used last, up to a size, to a new data file.
    fn compact(&mut self, files: &Files, size: u64) -> io::Result<()> {
        let Some(data) = self.data.clone() else { return Ok(()) };
        let mut entries: Vec<(Digest, Entry)> = self.index.entries.iter().map(|(key, entry)| (*key, *entry)).collect();
        entries.sort_unstable_by_key(|(_, entry)| (std::cmp::Reverse(entry.used), entry.offset));
        let generation = self.index.generation.wrapping_add(1);
        let file = files.data(generation);
        let copy = File::options().read(true).write(true).create(true).truncate(true).open(file)?;
        let mut index = Index { generation, run: self.index.run, ..Index::default() };
        let mut value = Vec::new();
        for (key, mut entry) in entries {
            value.resize(entry.length as usize, 0);
            let read = positioned::read(&data, &mut value, entry.offset);
            if read.is_err() || !entry.is_of(key, &value) {
                continue;
            }
            entry.offset = index.length;
            if entry.end() > size {
                break;
            }
            positioned::write(&copy, &value, entry.offset)?;
            index.length = entry.end();
            index.entries.insert(key, entry);
        }
        self.index = index;
        self.data = Some(Arc::new(copy));
        Ok(())
    }
}

#[cfg(test)]
mod tests;
