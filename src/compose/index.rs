//! What the search index is made from: which pages it finds, their words, its shards.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::Scene;
use crate::cache::store::Store;
use crate::digest::{Digest, Digester};
use crate::markdown::{self, Heading, Words};
use crate::search::{self, Entry, Marks, Pages, Shard, Terms};
use crate::site::{PageId, SitePage};
use crate::view::Kind;

/// The search index of a scene, once somebody asked for it: it takes the words of all pages.
#[derive(Default)]
pub struct Index(OnceLock<Indexed>);

/// The pages that search finds, and the shards of their index.
pub struct Indexed {
    pages: Vec<Found>,
    /// The shards, the index itself last.
    pub shards: Vec<Shard>,
}

struct Found {
    id: PageId,
    /// What its words are kept under.
    key: Digest,
    marks: Marks,
}

impl Index {
    /// The index; made the first time.
    pub fn get(&self, scene: &Scene, words: &Store) -> &Indexed {
        self.0.get_or_init(|| make(scene, words))
    }
}

fn make(scene: &Scene, store: &Store) -> Indexed {
    let wanted: Vec<PageId> =
        (0..scene.site.pages.len() as u32).map(PageId).filter(|id| is_found(scene, *id)).collect();
    let pages: Vec<Found> = wanted
        .into_par_iter()
        .map(|id| {
            let key = words_key(scene, id);
            let marks = match store.get(marks_key(key)).and_then(|bytes| postcard::from_bytes(&bytes).ok()) {
                Some(marks) => marks,
                None => made_terms(scene, id, key, store).marks.clone(),
            };
            Found { id, key, marks }
        })
        .collect();
    let shards = search::plan(pages.iter().map(|found| entry(scene, found)));
    Indexed { pages, shards }
}

fn is_found(scene: &Scene, id: PageId) -> bool {
    let page = scene.page(id);
    let kind = !matches!(page.kind, Kind::NotFound | Kind::Topics);
    kind && page.front.search != Some(false) && (page.text.is_some() || page.decision.is_some())
}

/// The digest of all that the words of a page depend on.
fn words_key(scene: &Scene, id: PageId) -> Digest {
    let page = scene.page(id);
    let text = page.text.map(|text| &scene.parsed.pages[text]);
    let digester = Digester::new()
        .add(&page.title)
        .add(page.front.description.as_deref().unwrap_or_default())
        .add(text.map_or(&[][..], |text| &text.body_digest.bytes()[..]));
    let decision = page.decision.map(|at| Digest::of_value(&scene.parsed.decisions[at].facts));
    let digester = digester.add(decision.as_ref().map_or(&[][..], |digest| &digest.bytes()[..]));
    let blocks = text.map_or(0, |text| text.facts.code.len() as u32);
    let included = (0..blocks).filter_map(|block| super::body::include(scene, id, block));
    included.fold(digester, |digester, (_, digest)| digester.add(digest.bytes())).digest()
}

fn marks_key(key: Digest) -> Digest {
    Digester::new().add("marks").add(key.bytes()).digest()
}

fn made_terms(scene: &Scene, id: PageId, key: Digest, store: &Store) -> Terms {
    let page = scene.page(id);
    let terms = search::terms(&words(scene, id), &page.title, headings(scene, page));
    if let (Ok(marks), Ok(bytes)) = (postcard::to_stdvec(&terms.marks), postcard::to_stdvec(&terms)) {
        store.put(marks_key(key), &marks);
        store.put(key, &bytes);
    }
    terms
}

fn headings<'a>(scene: &'a Scene, page: &SitePage) -> &'a [Heading] {
    page.text.map_or(&[], |text| &scene.parsed.pages[text].facts.headings)
}

/// What a reader sees on a page: its text, and on a decision's page verdicts and rules.
fn words(scene: &Scene, id: PageId) -> Words {
    let page = scene.page(id);
    let mut words = page.text.map_or_else(Words::default, |at| {
        let parsed = &scene.parsed.pages[at];
        let Ok(text) = scene.sources.text(&parsed.source) else { return Words::default() };
        let body = &text[parsed.body.start as usize..parsed.body.end as usize];
        markdown::words(body)
    });
    if words.sections.is_empty() {
        words.sections.push(String::new());
    }
    if let (Some(description), Some(first)) = (&page.front.description, words.sections.first_mut()) {
        *first = format!("{description} {first}");
    }
    if let (Some(at), Some(first)) = (page.decision, words.sections.first_mut()) {
        let facts = &scene.parsed.decisions[at].facts;
        for (criterion, option, cell) in facts.cells() {
            let note = cell.note.as_deref().unwrap_or_default();
            first.push_str(&format!(" {}, {}: {}. {note}", criterion.name, option.name, cell.verdict));
        }
        for rule in &facts.rules {
            first.push_str(&format!(" {}. {}", super::decision::rule_sentence(scene, facts, rule), rule.because));
        }
    }
    words
}

fn entry<'a>(scene: &'a Scene, found: &'a Found) -> Entry<'a> {
    let page = scene.page(found.id);
    let section = scene.page(scene.site.sections[page.section.index()].page);
    let trail = if section.kind == Kind::Home { "" } else { section.nav_title.as_str() };
    Entry { address: &page.address, title: &page.title, trail, headings: headings(scene, page), marks: &found.marks }
}

/// The pages of an index, for making its shards.
pub struct IndexPages<'a> {
    /// The scene.
    pub scene: &'a Scene,
    /// Its index.
    pub indexed: &'a Indexed,
    /// Where the words are kept.
    pub store: &'a Store,
}

impl Pages for IndexPages<'_> {
    fn terms(&self, page: usize) -> Arc<Terms> {
        let found = &self.indexed.pages[page];
        let kept = self.store.get(found.key).and_then(|bytes| postcard::from_bytes(&bytes).ok());
        Arc::new(kept.unwrap_or_else(|| made_terms(self.scene, found.id, found.key, self.store)))
    }

    fn words(&self, page: usize) -> Words {
        words(self.scene, self.indexed.pages[page].id)
    }

    fn entry(&self, page: usize) -> Entry<'_> {
        entry(self.scene, &self.indexed.pages[page])
    }

    fn count(&self) -> usize {
        self.indexed.pages.len()
    }
}
