//! The words of one page, as the index holds them: made once from its text, kept by its digest.
//!
//! Everything that can be settled for a page alone is settled here: which sections a word is in and how much it counts
//! there. Nothing of it depends on other pages, so what an edit does not touch stays equal, byte for byte.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{buckets, places, tokens};
use crate::digest::{Digest, Digester};
use crate::markdown::{Heading, Words};

/// How many sections of a page a word is kept for: the best ones.
const SECTIONS: usize = 3;

/// Sections after this one are found as this one: a place in a page is one or two characters of a shard.
const LAST_SECTION: usize = 1023;

/// The words of one page, by base bucket, and what says whether they changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    /// What a plan needs to know of them.
    pub marks: Marks,
    /// Where the words of each bucket that has any end in `bytes`, in the order of `marks`.
    ends: Vec<u32>,
    /// Word by word: its length, itself, the length of its places, its places.
    bytes: Vec<u8>,
}

/// What a plan needs to know of the words of a page: about 1.5 KB for a page of 900 words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Marks {
    /// The digest of the text of all sections.
    pub text: Option<Digest>,
    /// How many different words the page has.
    pub count: u32,
    /// A bit for each base bucket that has words of the page.
    present: [u64; buckets::BUCKETS / 64],
    /// For each of them, a digest of its words.
    digests: Vec<u64>,
}

impl Marks {
    /// The base buckets that have words of this page, each with the digest of them.
    pub(super) fn buckets(&self) -> impl Iterator<Item = (usize, u64)> {
        (0..buckets::BUCKETS).filter(|bucket| self.has(*bucket)).zip(self.digests.iter().copied())
    }

    fn has(&self, bucket: usize) -> bool {
        self.present.get(bucket / 64).is_some_and(|bits| bits >> (bucket % 64) & 1 == 1)
    }

    /// How many buckets before this one have words of this page.
    fn before(&self, bucket: usize) -> usize {
        let whole = self.present.iter().take(bucket / 64).map(|bits| bits.count_ones()).sum::<u32>();
        let part = self.present.get(bucket / 64).map_or(0, |bits| (bits & ((1 << (bucket % 64)) - 1)).count_ones());
        (whole + part) as usize
    }
}

impl Terms {
    /// Calls `word` for each word of some base buckets, with its [`places`](super::places).
    pub(super) fn each(&self, buckets: &Range<usize>, mut word: impl FnMut(&[u8], &[u8])) {
        let end_of =
            |count: usize| count.checked_sub(1).and_then(|at| self.ends.get(at)).map_or(0, |end| *end as usize);
        let range = end_of(self.marks.before(buckets.start))..end_of(self.marks.before(buckets.end));
        let mut rest = self.bytes.get(range).unwrap_or_default();
        while let Some((text, places, after)) = read_word(rest) {
            word(text, places);
            rest = after;
        }
    }
}

fn read_word(bytes: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (length, rest) = bytes.split_first()?;
    let (text, rest) = rest.split_at_checked(usize::from(*length))?;
    let (length, rest) = rest.split_first()?;
    let (places, rest) = rest.split_at_checked(usize::from(*length))?;
    Some((text, places, rest))
}

/// The words of a page. `headings` belong to the sections of `words` after the first.
pub fn terms(words: &Words, title: &str, headings: &[Heading]) -> Terms {
    let mut page = Counter::for_page();
    let mut text = Digester::new();
    for (at, section) in words.sections.iter().enumerate() {
        text = text.add(section);
        let heading = if at == 0 { Some(title) } else { headings.get(at - 1).map(|heading| heading.text.as_str()) };
        page.section(at.min(LAST_SECTION), section, heading.unwrap_or_default());
    }
    if words.sections.is_empty() {
        page.section(0, "", title);
    }
    page.finish(text.digest())
}

struct Counter {
    ids: HashMap<u64, u32, BuildHasherDefault<Ready>>,
    text: String,
    words: Vec<Word>,
    /// The words of the current section.
    here: Vec<u32>,
    places: Vec<Place>,
}

struct Word {
    start: u32,
    length: u8,
    /// The current section: how often, and whether in its heading.
    count: u32,
    in_heading: bool,
    /// The last of its places, or `NONE`.
    last: u32,
}

/// A place of a word; the one before is `before`.
struct Place {
    section: u16,
    weight: u8,
    before: u32,
}

const NONE: u32 = u32::MAX;

impl Counter {
    /// With room for the words of a page of usual length.
    fn for_page() -> Self {
        Counter {
            ids: HashMap::with_capacity_and_hasher(800, BuildHasherDefault::default()),
            text: String::with_capacity(8000),
            words: Vec::with_capacity(800),
            here: Vec::with_capacity(300),
            places: Vec::with_capacity(1600),
        }
    }

    fn section(&mut self, section: usize, text: &str, heading: &str) {
        let mut length = 0_u32;
        // What leads a paragraph, an item, a row or a line of code is often what it is about.
        tokens::each(text, |word, leads| {
            length += 1;
            self.word(word).count += 1 + u32::from(leads);
        });
        let mut in_heading = 0_u32;
        tokens::each(heading, |word, _| {
            in_heading += 1;
            self.word(word).in_heading = true;
        });
        let rank = match in_heading {
            0..=2 => 3,
            3..=6 => 2,
            _ => 1,
        };
        let norm = norm(length);
        for id in self.here.drain(..) {
            let Some(word) = self.words.get_mut(id as usize) else { continue };
            let weight = impact(word.count, norm) | if word.in_heading { rank << 4 } else { 0 };
            let place = self.places.len() as u32;
            self.places.push(Place { section: section as u16, weight, before: word.last });
            (word.count, word.in_heading, word.last) = (0, false, place);
        }
    }

    fn word(&mut self, word: &str) -> &mut Word {
        let (text, words) = (&mut self.text, &mut self.words);
        let id = *self.ids.entry(hash(word.as_bytes())).or_insert_with(|| {
            let start = text.len() as u32;
            text.push_str(word);
            words.push(Word { start, length: word.len() as u8, count: 0, in_heading: false, last: NONE });
            words.len() as u32 - 1
        });
        let entry = &mut self.words[id as usize];
        if entry.count == 0 && !entry.in_heading {
            self.here.push(id);
        }
        entry
    }

    fn finish(self, text: Digest) -> Terms {
        let mut sorted: Vec<(usize, u64, &str, u32)> = self
            .words
            .iter()
            .map(|word| {
                let text = &self.text[word.start as usize..word.start as usize + usize::from(word.length)];
                (buckets::beyond_ascii(text).unwrap_or(0), buckets::leading(text.as_bytes()), text, word.last)
            })
            .collect();
        sorted.sort_unstable();
        // Words of ASCII stand in the order of their buckets now.
        let mut bucket = 0;
        for word in &mut sorted {
            if word.0 == 0 {
                bucket = buckets::walk(bucket, word.1);
                word.0 = bucket;
            }
        }
        let mut terms = Terms { bytes: Vec::with_capacity(sorted.len() * 14), ..Terms::default() };
        terms.marks.text = Some(text);
        terms.marks.count = sorted.len() as u32;
        let mut best = Vec::new();
        for of_bucket in sorted.chunk_by(|a, b| a.0 == b.0) {
            let start = terms.bytes.len();
            for (_, _, text, last) in of_bucket {
                self.best_places(*last, &mut best);
                terms.bytes.push(text.len() as u8);
                terms.bytes.extend_from_slice(text.as_bytes());
                let length = terms.bytes.len();
                terms.bytes.push(0);
                places::write(&best, &mut terms.bytes);
                terms.bytes[length] = (terms.bytes.len() - length - 1) as u8;
            }
            let bucket = of_bucket.first().map_or(0, |first| first.0);
            terms.marks.present[bucket / 64] |= 1 << (bucket % 64);
            terms.marks.digests.push(hash(&terms.bytes[start..]));
            terms.ends.push(terms.bytes.len() as u32);
        }
        terms
    }

    /// The places where a word counts most, in order of section.
    fn best_places(&self, last: u32, places: &mut Vec<(u16, u8)>) {
        places.clear();
        let mut at = last;
        while let Some(place) = self.places.get(at as usize) {
            match places.last_mut() {
                // Sections beyond the last that has a number are one.
                Some(later) if later.0 == place.section => later.1 = later.1.max(place.weight),
                _ => places.push((place.section, place.weight)),
            }
            at = place.before;
        }
        if places.len() > SECTIONS {
            places.sort_unstable_by_key(|(section, weight)| (std::cmp::Reverse(*weight), *section));
            places.truncate(SECTIONS);
            places.sort_unstable();
        } else {
            places.reverse();
        }
    }
}

/// How much longer than the mean a section is, in steps of two: a sentence more or less seldom moves a section over a
/// step, so an edit touches the words it touches and not all others of its section.
fn norm(length: u32) -> f32 {
    let step = length.max(8).ilog2().min(11);
    let typical = 1.4 * f32::from(1_u16 << step);
    0.4 + 0.6 * typical / 140.0
}

/// How much a word counts in the text of a section (BM25's term frequency part), 1 to 15; 0 where it is not there.
fn impact(count: u32, norm: f32) -> u8 {
    if count == 0 {
        return 0;
    }
    let count = count.min(1000) as f32;
    (15.0 * count / (count + 1.2 * norm)).round().clamp(1.0, 15.0) as u8
}

/// Words are looked up by 64 bits of a hash alone: a page would need a billion words for two to meet.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64 ^ bytes.len() as u64;
    let mut rest = bytes;
    while let Some((eight, after)) = rest.split_first_chunk() {
        state = mix(state ^ u64::from_le_bytes(*eight));
        rest = after;
    }
    mix(state ^ up_to_seven(rest))
}

fn mix(value: u64) -> u64 {
    let product = u128::from(value) * 0xA076_1D64_78BD_642F;
    product as u64 ^ (product >> 64) as u64
}

/// At most seven bytes as a number, read in one or two steps: most words are as short.
fn up_to_seven(bytes: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32;
    }
    bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// Takes a hash that is one already.
#[derive(Default)]
pub(super) struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(bytes);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
