//! The index of kept values: which there are, and where each stands in the data file.
//!
//! One file: a tag that says who wrote it, a checksum, and the index in `postcard` form. It is always written
//! whole. Always true of an [`Index`] that was read: its entries lie inside the data it counts.

use crate::digest::{Digest, Digester};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The bytes before the index itself: tag and checksum.
pub(super) const HEAD: usize = 32;

/// Where the value of each key stands.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Index {
    /// Which data file this is about: the number is in the file's name.
    pub(super) generation: u32,
    /// Raised by every save, so that an entry can say when it was last of use.
    pub(super) run: u32,
    /// How much of the data file counts. What is behind it was never finished.
    pub(super) length: u64,
    pub(super) entries: HashMap<Digest, Entry>,
}

/// One value in the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) offset: u64,
    pub(super) length: u32,
    /// The run that used it last.
    pub(super) used: u32,
    /// Of key and value, so that stray bytes are never taken for one.
    pub(super) check: u64,
}

impl Entry {
    /// Where the bytes end.
    pub(super) fn end(&self) -> u64 {
        self.offset.saturating_add(u64::from(self.length))
    }

    /// Whether the bytes are those that were kept under the key.
    pub(super) fn is_of(&self, key: Digest, value: &[u8]) -> bool {
        self.check == check(key, value)
    }
}

/// The checksum of a value.
pub(super) fn check(key: Digest, value: &[u8]) -> u64 {
    let digest = Digester::new().add(key.bytes()).add(value).digest();
    u64::from_le_bytes(*digest.bytes().first_chunk().expect("a digest has 16 bytes"))
}

impl Index {
    /// The bytes of all values.
    pub(super) fn live(&self) -> u64 {
        self.entries.values().map(|entry| u64::from(entry.length)).sum()
    }

    /// The index as a file.
    pub(super) fn encode(&self, tag: Digest) -> Vec<u8> {
        let body = postcard::to_stdvec(self).expect("an index can be written to memory");
        let mut bytes = Vec::with_capacity(HEAD + body.len());
        bytes.extend(tag.bytes());
        bytes.extend(Digest::of(&body).bytes());
        bytes.extend(body);
        bytes
    }

    /// Reads what [`Index::encode`] wrote.
    pub(super) fn decode(bytes: &[u8], tag: Digest) -> Result<Index, Refusal> {
        let (head, body) = bytes.split_at_checked(HEAD).ok_or(Refusal::Damaged)?;
        let (theirs, checksum) = head.split_at(16);
        if theirs != tag.bytes() {
            return Err(Refusal::Foreign);
        }
        if checksum != Digest::of(body).bytes() {
            return Err(Refusal::Damaged);
        }
        let index: Index = postcard::from_bytes(body).map_err(|_| Refusal::Damaged)?;
        match index.entries.values().all(|entry| entry.end() <= index.length) {
            true => Ok(index),
            false => Err(Refusal::Damaged),
        }
    }
}

/// Why an index is of no use.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Another version of the program or of the grammars wrote it.
    Foreign,
    Damaged,
}
