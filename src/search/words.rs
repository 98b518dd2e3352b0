//! The words of many pages, gathered for one shard: page after page, then written at once.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;

use super::places;
use super::terms::{Ready, Terms, hash};

/// How many pages a word is kept for: the best ones. It bounds what a reader loads for a word that is everywhere, and
/// the memory of a build. Words in fewer pages, and every word in a title of fewer, are kept whole.
pub const BEST: u32 = 512;

/// The digits of numbers in a shard.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The words of some base buckets.
pub(super) struct Gathered {
    buckets: Range<usize>,
    ids: HashMap<u64, u32, BuildHasherDefault<Ready>>,
    text: Vec<u8>,
    lists: Vec<List>,
}

/// The pages of a word.
struct List {
    word: Range<u32>,
    /// How many pages have it.
    pages: u32,
    /// How many of them are in `bytes`.
    kept: u32,
    last_page: u32,
    /// Page by page: how far from the one before, then its places.
    bytes: Vec<u8>,
}

impl Gathered {
    pub(super) fn new(buckets: Range<usize>) -> Self {
        Gathered { buckets, ids: HashMap::default(), text: Vec::new(), lists: Vec::new() }
    }

    /// Adds the words of the next page.
    pub(super) fn add(&mut self, page: u32, terms: &Terms) {
        let (ids, text, lists) = (&mut self.ids, &mut self.text, &mut self.lists);
        terms.each(&self.buckets, |word, places| {
            let id = *ids.entry(hash(word)).or_insert_with(|| {
                let start = text.len() as u32;
                text.extend_from_slice(word);
                lists.push(List { word: start..text.len() as u32, pages: 0, kept: 0, last_page: 0, bytes: Vec::new() });
                lists.len() as u32 - 1
            });
            if let Some(list) = lists.get_mut(id as usize) {
                list.add(page, places);
            }
        });
    }

    /// The script: words in order, each without what it shares with the one before; then their lists.
    pub(super) fn write(mut self, number: usize, out: &mut String) {
        let text = std::mem::take(&mut self.text);
        let word = |list: &List| -> &str {
            let word = text.get(list.word.start as usize..list.word.end as usize).unwrap_or_default();
            std::str::from_utf8(word).unwrap_or_default()
        };
        self.lists.sort_unstable_by(|a, b| word(a).cmp(word(b)));
        out.push_str(&format!("[\"w\",{number},\""));
        let mut before = "";
        for (at, list) in self.lists.iter().enumerate() {
            let word = word(list);
            let shared = shared(before, word);
            if at > 0 {
                out.push(' ');
            }
            out.push(char::from(DIGITS[shared]));
            out.push_str(&word[shared..]);
            before = word;
        }
        out.push_str("\",\"");
        for (at, list) in self.lists.iter_mut().enumerate() {
            if at > 0 {
                out.push(' ');
            }
            list.write(out);
        }
        out.push_str("\"]");
    }
}

/// How many bytes two words share at their start, whole characters.
fn shared(a: &str, b: &str) -> usize {
    let same = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    (0..=same.min(DIGITS.len() - 1)).rev().find(|at| b.is_char_boundary(*at)).unwrap_or(0)
}

impl List {
    fn add(&mut self, page: u32, places: &[u8]) {
        places::number(page - self.last_page, &mut self.bytes);
        self.bytes.extend_from_slice(places);
        self.last_page = page;
        self.pages += 1;
        self.kept += 1;
        if self.kept >= 2 * BEST {
            self.cut();
        }
    }

    /// Keeps the best pages. Which they are is a total order, so cutting early or late gives the same.
    fn cut(&mut self) {
        let mut pages: Vec<_> = Reader::of(&self.bytes).collect();
        let rank = |page: &OnePage<'_>| (Reverse(page.best), Reverse(page.sum), page.page);
        pages.select_nth_unstable_by_key(BEST as usize - 1, rank);
        pages.truncate(BEST as usize);
        pages.sort_unstable_by_key(|page| page.page);
        let mut bytes = Vec::with_capacity(self.bytes.len());
        let mut before = 0;
        for page in &pages {
            places::number(page.page - before, &mut bytes);
            bytes.extend_from_slice(page.places);
            before = page.page;
        }
        (self.kept, self.last_page, self.bytes) = (BEST, before, bytes);
    }

    fn write(&mut self, out: &mut String) {
        if self.kept > BEST {
            self.cut();
        }
        if self.pages > self.kept {
            out.push('*');
            digits(self.pages, out);
        }
        let mut before = 0;
        for page in Reader::of(&self.bytes) {
            digits(page.page - before, out);
            for place in places::read(page.places) {
                digits(u32::from(place.section) << 1 | u32::from(place.more), out);
                out.push(char::from(DIGITS[usize::from(place.weight & 63)]));
            }
            before = page.page;
        }
    }
}

/// One page of a list.
struct OnePage<'a> {
    page: u32,
    best: u8,
    sum: u32,
    places: &'a [u8],
}

struct Reader<'a> {
    rest: &'a [u8],
    page: u32,
}

impl<'a> Reader<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        Reader { rest: bytes, page: 0 }
    }
}

impl<'a> Iterator for Reader<'a> {
    type Item = OnePage<'a>;

    fn next(&mut self) -> Option<OnePage<'a>> {
        let (step, places) = places::read_number(self.rest)?;
        self.page += step;
        let mut page = OnePage { page: self.page, best: 0, sum: 0, places };
        let mut reader = places::read(places);
        for place in reader.by_ref() {
            page.best = page.best.max(place.weight);
            page.sum += u32::from(place.weight);
        }
        let rest = reader.rest();
        page.places = &places[..places.len() - rest.len()];
        self.rest = rest;
        Some(page)
    }
}

/// A number in digits of five bits, lowest first; a digit from 32 says that another follows.
fn digits(mut value: u32, out: &mut String) {
    while value >= 32 {
        out.push(char::from(DIGITS[(value & 31) as usize | 32]));
        value >>= 5;
    }
    out.push(char::from(DIGITS[value as usize]));
}
