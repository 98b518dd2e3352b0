//! The bytes of shards.
//!
//! A shard is a script that hands one array to the search code, which may be loaded before or after it.

use std::sync::Arc;

use rayon::prelude::*;

use super::plan::{Entry, Index, Kind, Shard, starts};
use super::terms::Terms;
use super::words::Gathered;
use crate::markdown::{Heading, Words};
use crate::path::encode_path;

/// What shards are made from. Pages have the numbers of their order when [`plan`](super::plan()) saw them.
pub trait Pages: Sync {
    /// The words of a page, as [`terms`](super::terms()) made them.
    fn terms(&self, page: usize) -> Arc<Terms>;

    /// The text of a page.
    fn words(&self, page: usize) -> Words;

    /// What the plan was given of a page.
    fn entry(&self, page: usize) -> Entry<'_>;

    /// How many pages there are.
    fn count(&self) -> usize;
}

/// Pages whose words are read together: 256 records are about 1.5 MB.
const BLOCK: usize = 256;

/// The most text of a section that a shard holds: a result shows a line or two of it.
const LONGEST_TEXT: usize = 4000;

/// The bytes of one shard.
pub fn render(shard: &Shard, pages: &impl Pages) -> Vec<u8> {
    let words = gather(std::slice::from_ref(&shard), pages).pop();
    write(shard, words, pages)
}

/// The bytes of many shards, in one pass over the words of all pages; `done` is called from any thread, in any order.
pub fn render_all(shards: &[&Shard], pages: &impl Pages, done: impl Fn(&Shard, Vec<u8>) + Sync) {
    let (of_words, others): (Vec<&Shard>, Vec<&Shard>) =
        shards.iter().partition(|shard| matches!(shard.kind, Kind::Words { .. }));
    others.par_iter().for_each(|shard| done(shard, write(shard, None, pages)));
    let gathered = gather(&of_words, pages);
    of_words.par_iter().zip(gathered).for_each(|(shard, words)| done(shard, write(shard, Some(words), pages)));
}

/// The words for each shard of words, in their order: every record is read once, each shard takes what is its own.
fn gather(shards: &[&Shard], pages: &impl Pages) -> Vec<Gathered> {
    let mut gathered: Vec<Gathered> = shards
        .iter()
        .filter_map(|shard| match &shard.kind {
            Kind::Words { buckets, .. } => Some(Gathered::new(buckets.clone())),
            _ => None,
        })
        .collect();
    if gathered.is_empty() {
        return gathered;
    }
    for start in (0..pages.count()).step_by(BLOCK) {
        let block = start..pages.count().min(start + BLOCK);
        let records: Vec<(usize, Arc<Terms>)> = block.into_par_iter().map(|page| (page, pages.terms(page))).collect();
        gathered.par_iter_mut().for_each(|words| {
            for (page, terms) in &records {
                words.add(*page as u32, terms);
            }
        });
    }
    gathered
}

fn write(shard: &Shard, words: Option<Gathered>, pages: &impl Pages) -> Vec<u8> {
    let mut out = String::from("(self.FingerpostShards=self.FingerpostShards||[]).push(");
    write_parts(shard, words, pages, &mut out);
    out.push_str(")\n");
    out.into_bytes()
}

fn write_parts(shard: &Shard, words: Option<Gathered>, pages: &impl Pages, out: &mut String) {
    match &shard.kind {
        Kind::Words { number, buckets } => {
            words.unwrap_or_else(|| Gathered::new(buckets.clone())).write(*number, out);
        }
        Kind::Pages { number, pages: range, texts } => {
            let entries: Vec<_> = range.clone().map(|page| page_entry(&pages.entry(page))).collect();
            out.push_str(&json(&("p", number, entries, texts.join(" "))));
        }
        Kind::Texts { pages: range } => {
            let texts: Vec<_> = range.clone().map(|page| texts(&pages.words(page))).collect();
            out.push_str(&json(&("x", range.start, texts)));
        }
        Kind::Index(index) => {
            out.push_str(&json(&index_entry(index)));
            for shard in &index.inline {
                out.push(',');
                write_parts(shard, None, pages, out);
            }
        }
    }
}

/// Address, title, section, and for each heading its id and its text; 0 for an id that follows from the text.
fn page_entry(page: &Entry<'_>) -> (String, String, String, Vec<serde_json::Value>) {
    let mut address = String::new();
    encode_path(page.address.as_str(), &mut address);
    let headings = page.headings.iter().flat_map(|heading| {
        let id = if follows(heading) { 0.into() } else { heading.id.as_str().into() };
        [id, heading.text.as_str().into()]
    });
    (address, page.title.to_owned(), page.trail.to_owned(), headings.collect())
}

/// Whether the script can tell a heading's id from its text: small letters, digits, `-` and `_`, `-` for a space.
fn follows(heading: &Heading) -> bool {
    let kept = |letter: char| match letter {
        ' ' => Some('-'),
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' => Some(letter.to_ascii_lowercase()),
        _ => None,
    };
    heading.text.is_ascii() && heading.text.chars().filter_map(kept).eq(heading.id.chars())
}

/// The sections of a text, white space run together but for the ends of lines, long ones cut.
fn texts(words: &Words) -> Vec<String> {
    words.sections.iter().map(|section| run_together(section)).collect()
}

fn run_together(section: &str) -> String {
    let mut end = section.len().min(LONGEST_TEXT);
    while !section.is_char_boundary(end) {
        end -= 1;
    }
    let (section, bytes) = (&section[..end], &section.as_bytes()[..end]);
    let mut text = String::with_capacity(end);
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\t' | b'\r');
    let (mut copied, mut at) = (0, 0);
    while let Some(found) = bytes[at..].iter().position(is_space) {
        let start = at + found;
        at = bytes[start..].iter().position(|byte| !is_space(byte)).map_or(end, |length| start + length);
        // Most white space is one character already, and is copied with the words around it.
        if at == start + 1 && at < end && start > 0 && matches!(bytes[start], b' ' | b'\n') {
            continue;
        }
        text.push_str(&section[copied..start]);
        if !text.is_empty() && at < end {
            text.push(if bytes[start..at].contains(&b'\n') { '\n' } else { ' ' });
        }
        copied = at;
    }
    text.push_str(&section[copied..]);
    text
}

fn index_entry(index: &Index) -> (&'static str, serde_json::Value) {
    let value = serde_json::json!({
        "pages": index.pages,
        "width": index.width,
        "texts": index.texts,
        "group": super::PAGES,
        "starts": starts(index.width).join(" "),
        "words": index.word_names.join(" "),
        "lists": index.page_names.join(" "),
    });
    ("i", value)
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("text and numbers can be written as JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_run_together() {
        assert_eq!(run_together(" a  b\n\tc \n\n d\te \n"), "a b\nc\nd e");
        assert_eq!(run_together(""), "");
        assert_eq!(run_together(" \n"), "");
        assert_eq!(run_together("é ü\nx"), "é ü\nx");
        let long = "é".repeat(LONGEST_TEXT);
        assert_eq!(run_together(&format!("a{long}")).len(), LONGEST_TEXT - 1);
    }
}
