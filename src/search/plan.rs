//! Which shards a site's index has, and their keys: from what pages say of themselves, without a text.

use std::ops::Range;

use serde::Serialize;

use super::buckets::{self, BUCKETS};
use super::terms::Marks;
use crate::digest::{Digest, Digester};
use crate::markdown::Heading;
use crate::path::Address;

/// How many pages a shard of pages holds.
pub const PAGES: usize = 16;

/// Goes into every key: another form of the shards is another version.
const VERSION: &str = "search 1";

/// How many words of pages a shard of words aims at: about 5 KB compressed.
const WORDS: usize = 1500;

/// A site with no more words of pages needs no shards of words: the index holds its texts, and the script counts. That
/// is about 12 KB compressed, less than words and the texts that results show.
const SMALL: usize = 3000;

/// Up to so many pages stand in the index itself.
const INLINE_PAGES: usize = 32;

/// Up to so many pages have each their own shard of text; then four share one, for fewer files.
const SINGLE_TEXTS: usize = 256;

/// What a plan needs of a page. The order of pages numbers them.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Its address.
    pub address: &'a Address,
    /// Its title.
    pub title: &'a str,
    /// The title of the section it stands in; may be empty.
    pub trail: &'a str,
    /// Its headings, those that [`terms`](super::terms()) was given.
    pub headings: &'a [Heading],
    /// What its words are.
    pub marks: &'a Marks,
}

/// A script of the index: where it will stand, the digest of what its bytes depend on, and what it holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shard {
    /// Its place below the output root.
    pub path: String,
    /// The digest of everything its bytes depend on.
    pub key: Digest,
    /// What it holds.
    pub(super) kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) enum Kind {
    /// The words of some base buckets.
    Words { number: usize, buckets: Range<usize> },
    /// Some pages, and the names of the shards of their texts.
    Pages { number: usize, pages: Range<usize>, texts: Vec<String> },
    /// The texts of some pages.
    Texts { pages: Range<usize> },
    /// What leads to all others.
    Index(Index),
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Index {
    /// How many pages there are.
    pub(super) pages: usize,
    /// How many base buckets a shard of words holds.
    pub(super) width: usize,
    /// How many pages share a shard of texts.
    pub(super) texts: usize,
    /// The names of the shards of words, empty where there are no words; none at all on a small site.
    pub(super) word_names: Vec<String>,
    /// The names of the shards of pages.
    pub(super) page_names: Vec<String>,
    /// Shards that stand in the index itself.
    pub(super) inline: Vec<Shard>,
}

/// The shards of a site's index, the index itself last.
pub fn plan<'a>(pages: impl IntoIterator<Item = Entry<'a>>) -> Vec<Shard> {
    let mut gathered = Gathered::new();
    for page in pages {
        gathered.add(&page);
    }
    gathered.shards()
}

struct Gathered {
    pages: usize,
    words: usize,
    buckets: Vec<Option<blake3::Hasher>>,
    texts: Vec<Digest>,
    /// For each group of pages, the digest of what stands in its shard but for the names of texts.
    groups: Vec<Digester>,
}

impl Gathered {
    fn new() -> Self {
        Gathered { pages: 0, words: 0, buckets: vec![None; BUCKETS], texts: Vec::new(), groups: Vec::new() }
    }

    fn add(&mut self, page: &Entry<'_>) {
        for (bucket, digest) in page.marks.buckets() {
            if let Some(hasher) = self.buckets.get_mut(bucket) {
                let hasher = hasher.get_or_insert_default();
                let both = u128::from(digest) << 64 | self.pages as u128;
                hasher.update(&both.to_le_bytes());
            }
        }
        if self.pages.is_multiple_of(PAGES) {
            self.groups.push(Digester::new().add(VERSION).add("pages"));
        }
        if let Some(group) = self.groups.pop() {
            let named = group.add(page.address.as_str()).add(page.title).add(page.trail);
            let headed = page.headings.iter().fold(named, |group, heading| group.add(&heading.id).add(&heading.text));
            self.groups.push(headed.add("."));
        }
        self.texts.push(page.marks.text.unwrap_or_else(|| Digest::of("")));
        self.words += page.marks.count as usize;
        self.pages += 1;
    }

    fn shards(self) -> Vec<Shard> {
        let small = self.words <= SMALL;
        let texts_each = if self.pages > SINGLE_TEXTS { 4 } else { 1 };
        let texts = self.text_shards(texts_each);
        let pages = self.page_shards(&texts, PAGES / texts_each);
        let parts = if small { 1 } else { self.words.div_ceil(WORDS).next_power_of_two().min(BUCKETS) };
        let width = BUCKETS / parts;
        let words = if small { Vec::new() } else { self.word_shards(width) };

        let page_names: Vec<_> = pages.iter().map(Shard::name).collect();
        let word_names = words.iter().map(|shard| shard.as_ref().map(Shard::name).unwrap_or_default()).collect();
        let (mut inline, mut shards) = (Vec::new(), Vec::new());
        if small || self.pages <= INLINE_PAGES {
            inline.extend(pages)
        } else {
            shards.extend(pages)
        };
        if small {
            inline.extend(texts)
        } else {
            shards.extend(texts)
        };
        shards.extend(words.into_iter().flatten());

        let index = Index { pages: self.pages, width, texts: texts_each, word_names, page_names, inline };
        let key = Digest::of_value(&(VERSION, &index));
        shards.push(Shard { path: "search/index.js".to_owned(), key, kind: Kind::Index(index) });
        shards
    }

    fn text_shards(&self, each: usize) -> Vec<Shard> {
        let groups = self.texts.chunks(each).enumerate();
        let shard = |(at, texts): (usize, &[Digest])| {
            let key = texts.iter().fold(Digester::new().add(VERSION).add("texts"), |key, text| key.add(text.bytes()));
            // Equal texts elsewhere are another shard: it says which pages it is for.
            let key = key.add((at as u64).to_le_bytes());
            Shard::new(key.digest(), Kind::Texts { pages: at * each..at * each + texts.len() })
        };
        groups.map(shard).collect()
    }

    fn page_shards(&self, texts: &[Shard], texts_each: usize) -> Vec<Shard> {
        let groups = self.groups.iter().zip(texts.chunks(texts_each)).enumerate();
        let shard = |(number, (group, texts)): (usize, (&Digester, &[Shard]))| {
            let texts: Vec<_> = texts.iter().map(Shard::name).collect();
            let key = Digester::new().add(group.digest().bytes()).add((number as u64).to_le_bytes());
            let key = texts.iter().fold(key, Digester::add);
            let pages = number * PAGES..self.pages.min((number + 1) * PAGES);
            Shard::new(key.digest(), Kind::Pages { number, pages, texts })
        };
        groups.map(shard).collect()
    }

    fn word_shards(&self, width: usize) -> Vec<Option<Shard>> {
        let groups = self.buckets.chunks(width).enumerate();
        let shard = |(number, hashers): (usize, &[Option<blake3::Hasher>])| {
            if hashers.iter().all(Option::is_none) {
                return None;
            }
            let mut key = Digester::new().add(VERSION).add("words").add([number as u8]);
            for hasher in hashers {
                key = match hasher {
                    Some(hasher) => key.add(hasher.finalize().as_bytes()),
                    None => key.add(""),
                };
            }
            let buckets = number * width..(number + 1) * width;
            Some(Shard::new(key.digest(), Kind::Words { number, buckets }))
        };
        groups.map(shard).collect()
    }
}

impl Shard {
    fn new(key: Digest, kind: Kind) -> Self {
        let mut shard = Shard { path: String::new(), key, kind };
        shard.path = format!("search/{}.js", shard.name());
        shard
    }

    /// The part of its path that comes from its key: 50 bits, ten letters and digits, safe where case does not count.
    pub(super) fn name(&self) -> String {
        let bits = u128::from_be_bytes(*self.key.bytes());
        let letters = b"abcdefghijklmnopqrstuvwxyz234567";
        (0..10).map(|at| char::from(letters[(bits >> (123 - 5 * at)) as usize & 31])).collect()
    }
}

/// The first words of the shards that hold words of ASCII, for the script to find its way.
pub(super) fn starts(width: usize) -> Vec<&'static str> {
    (0..buckets::ASCII).step_by(width).map(buckets::start).collect()
}
