//! Blocks of code highlighted by an earlier build.
//!
//! Enter at [`BlockStore::open`], which reads nothing: a build that needs no block does not pay for those kept.
//!
//! Two files. `blocks-N` is HTML after HTML and only grows; `blocks.index` says where each block stands in it and how
//! much of it counts. Data is written first, the index last and by renaming, so a build that is killed leaves the
//! old index and a tail that does not count. Nothing read is trusted: the index has a checksum, and so has each
//! block, together with its key. One process writes at a time; another reads, and its new blocks are not kept.
//!
//! Always true: [`BlockStore::get`] returns what was put under that key, or nothing.
//! Not here: what is in a block (`render/highlight.rs`).

mod index;
mod positioned;

use crate::digest::{Digest, Digester};
use crate::render::highlight::{GRAMMARS, Language, WRITER_VERSION};
use index::{Entry, Index, Refusal};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

/// Raised when the files are laid out otherwise.
const FORMAT: u32 = 1;

/// Data that is not compacted: 10,000 pages with 20,000 blocks have 40 MB.
const MAX_DATA: u64 = 256 << 20;

/// New blocks are written once there are this many bytes of them, so that a build holds few in memory.
const MAX_UNWRITTEN: usize = 1 << 20;

/// What a block's HTML is kept under: language, code, and the versions of all that makes HTML of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BlockKey([u8; 16]);

impl BlockKey {
    /// The key of this code.
    pub fn of(language: Language, code: &str) -> BlockKey {
        let digester = Digester::new().add(language.name()).add(code).add(WRITER_VERSION.to_le_bytes()).add(GRAMMARS);
        BlockKey(*digester.digest().bytes())
    }
}

/// Highlighted blocks, shared between threads.
pub struct BlockStore {
    /// Without a folder, blocks are kept in memory.
    folder: Option<PathBuf>,
    /// Where blocks of earlier builds are read from.
    read_from: Option<PathBuf>,
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

impl BlockStore {
    /// The blocks kept in a folder, which need not exist. Nothing is read before the first block is asked for.
    pub fn open(folder: &Path) -> BlockStore {
        let folder = Some(folder.to_path_buf());
        BlockStore { read_from: folder.clone(), folder, max_data: MAX_DATA, state: Mutex::default() }
    }

    /// The blocks kept in a folder, for reading alone: new ones are kept in memory.
    pub fn reading(folder: &Path) -> BlockStore {
        BlockStore {
            folder: None,
            read_from: Some(folder.to_path_buf()),
            max_data: MAX_DATA + MAX_DATA / 4,
            state: Mutex::default(),
        }
    }

    /// A store that touches no disk and forgets.
    pub fn in_memory() -> BlockStore {
        let state = State { loaded: true, ..State::default() };
        BlockStore { folder: None, read_from: None, max_data: MAX_DATA / 4, state: Mutex::new(state) }
    }

    /// The HTML kept under this key.
    pub fn get(&self, key: BlockKey) -> Option<String> {
        let (entry, data) = {
            let mut state = self.state();
            let run = state.index.run;
            let entry = state.index.entries.get_mut(&key)?;
            entry.used = run;
            let entry = *entry;
            if let Some(html) = state.unwritten(&entry) {
                return String::from_utf8(html.to_vec()).ok();
            }
            (entry, state.data.clone()?)
        };
        // Read outside the lock, for the threads that wait for it.
        let mut html = vec![0; usize::try_from(entry.length).ok()?];
        let read = positioned::read(&data, &mut html, entry.offset);
        if read.is_err() || !entry.is_of(key, &html) {
            self.state().index.entries.remove(&key);
            return None;
        }
        String::from_utf8(html).ok()
    }

    /// Keeps the HTML of a block. It may be forgotten, and it is on disk only after [`BlockStore::save`].
    pub fn put(&self, key: BlockKey, html: &str) {
        let mut state = self.state();
        let Ok(length) = u32::try_from(html.len()) else { return };
        if state.index.entries.contains_key(&key) || !self.may_write(&mut state) {
            return;
        }
        let entry =
            Entry { offset: state.end(), length, used: state.index.run, check: index::check(key, html.as_bytes()) };
        if self.folder.is_none() && entry.end() > self.max_data {
            return;
        }
        state.index.entries.insert(key, entry);
        state.unwritten.extend_from_slice(html.as_bytes());
        if state.unwritten.len() >= MAX_UNWRITTEN && self.folder.is_some() {
            state.flush();
        }
    }

    /// Makes the blocks put so far last. Call it when a build is done, or in a pause of the preview.
    ///
    /// Says in one line if the files of an earlier build could not be used.
    ///
    /// # Errors
    ///
    /// The disk refused to take blocks. The files then are as they were before.
    pub fn save(&self) -> io::Result<Option<String>> {
        let mut state = self.lock();
        if let (Some(folder), Some(_lock)) = (&self.folder, state.lock.take()) {
            state.flush();
            if state.failure.is_none() {
                state.save(folder, self.max_data)?;
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
        if let (false, Some(folder)) = (state.loaded, &self.read_from) {
            state.load(folder);
        }
        state
    }

    /// Whether blocks can be put: takes the lock of the files if this process does not have it.
    fn may_write(&self, state: &mut State) -> bool {
        let Some(folder) = &self.folder else { return true };
        if state.lock.is_none() && !state.closed {
            match state.take_lock(folder) {
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

    /// The block, if it is among those not written.
    fn unwritten(&self, entry: &Entry) -> Option<&[u8]> {
        let start = usize::try_from(entry.offset.checked_sub(self.index.length)?).ok()?;
        self.unwritten.get(start..start + entry.length as usize)
    }

    /// Reads the index. No file is no fault; one that cannot be used leaves the store empty.
    fn load(&mut self, folder: &Path) {
        self.loaded = true;
        self.data = None;
        self.index = Index::default();
        self.head = None;
        let Ok(bytes) = fs::read(index_file(folder)) else { return };
        self.head = bytes.first_chunk().copied();
        let read = Index::decode(&bytes, tag()).and_then(|index| {
            let data = File::open(data_file(folder, index.generation)).map_err(|_| Refusal::Damaged)?;
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
                let file = index_file(folder);
                self.rejected = Some(format!("{}: damaged, highlighting anew", file.display()));
            }
        }
    }

    /// Makes this process the one that writes. False if another is.
    fn take_lock(&mut self, folder: &Path) -> io::Result<bool> {
        fs::create_dir_all(folder)?;
        let lock = File::create(folder.join("blocks.lock"))?;
        match lock.try_lock() {
            Ok(()) => self.lock = Some(lock),
            Err(TryLockError::WouldBlock) => return Ok(false),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        // Another process may have saved since the index was read, and its data must not be written over.
        if self.head != read_head(folder) {
            self.load(folder);
        }
        let file = data_file(folder, self.index.generation);
        let data = File::options().read(true).write(true).create(true).truncate(false).open(file)?;
        // A tail that does not count is cut off, or it would stay behind what is written now.
        data.set_len(self.index.length)?;
        self.data = Some(Arc::new(data));
        Ok(true)
    }

    /// Writes the blocks that are not written. If that fails, they are forgotten.
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

    fn save(&mut self, folder: &Path, max_data: u64) -> io::Result<()> {
        let old = self.index.generation;
        let live = self.index.live();
        if self.index.length > max_data || live < self.index.length / 2 {
            self.compact(folder, live.min(max_data / 2))?;
        }
        let file = index_file(folder);
        let draft = file.with_extension("draft");
        let bytes = self.index.encode(tag());
        fs::write(&draft, &bytes)?;
        fs::rename(&draft, &file)?;
        self.head = bytes.first_chunk().copied();
        if old != self.index.generation {
            // An old file that cannot be removed costs space and nothing else.
            let _ = fs::remove_file(data_file(folder, old));
        }
        self.index.run = self.index.run.wrapping_add(1);
        Ok(())
    }

    /// Copies the blocks used last, up to a size, to a new data file.
    fn compact(&mut self, folder: &Path, size: u64) -> io::Result<()> {
        let Some(data) = self.data.clone() else { return Ok(()) };
        let mut entries: Vec<(BlockKey, Entry)> =
            self.index.entries.iter().map(|(key, entry)| (*key, *entry)).collect();
        entries.sort_unstable_by_key(|(_, entry)| (std::cmp::Reverse(entry.used), entry.offset));
        let generation = self.index.generation.wrapping_add(1);
        let file = data_file(folder, generation);
        let copy = File::options().read(true).write(true).create(true).truncate(true).open(file)?;
        let mut index = Index { generation, run: self.index.run, ..Index::default() };
        let mut html = Vec::new();
        for (key, mut entry) in entries {
            html.resize(entry.length as usize, 0);
            let read = positioned::read(&data, &mut html, entry.offset);
            if read.is_err() || !entry.is_of(key, &html) {
                continue;
            }
            entry.offset = index.length;
            if entry.end() > size {
                break;
            }
            positioned::write(&copy, &html, entry.offset)?;
            index.length = entry.end();
            index.entries.insert(key, entry);
        }
        self.index = index;
        self.data = Some(Arc::new(copy));
        Ok(())
    }
}

/// Says who can read the files. The versions are in every key as well, but blocks of an older version would stay.
fn tag() -> Digest {
    Digester::new().add(FORMAT.to_le_bytes()).add(WRITER_VERSION.to_le_bytes()).add(GRAMMARS).digest()
}

fn read_head(folder: &Path) -> Option<[u8; index::HEAD]> {
    let mut head = [0; index::HEAD];
    positioned::read(&File::open(index_file(folder)).ok()?, &mut head, 0).ok()?;
    Some(head)
}

fn index_file(folder: &Path) -> PathBuf {
    folder.join("blocks.index")
}

fn data_file(folder: &Path, generation: u32) -> PathBuf {
    folder.join(format!("blocks-{generation}"))
}

#[cfg(test)]
mod tests;
