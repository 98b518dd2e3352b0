//! Search: the index that a reader's browser searches, made as many small scripts.
//!
//! Enter at [`terms`] (one page), [`plan`] (which shards there are, and their keys) and [`render`] or [`render_all`]
//! (their bytes). There are four kinds of shard:
//!
//! - *words*: for a range of words, the sections that hold them and how much they count there. A word that is in more
//!   than [`BEST`] pages is kept for the best of them: those with the word in a title, then in a heading, then where
//!   the text is about it most.
//! - *pages*: addresses, titles and headings of [`PAGES`] pages.
//! - *texts*: the text of one page or a few, from which a result shows a piece.
//! - the index, `search/index.js`: the names of the others; on a small site also pages and texts.
//!
//! Always true: a shard's name comes from its key, and its key covers all that its bytes depend on; keys are known from
//! [`Marks`], without a text; bytes do not depend on threads. An edit of a page's prose touches one shard of pages, one
//! of texts, the index, and of the words those that hold a word whose count changed.
//!
//! Not here: where records of [`Terms`] are kept, and what a reader sees (`themes/default/assets/search.js`).

mod buckets;
mod fold;
mod places;
mod plan;
mod shards;
mod terms;
mod tokens;
mod words;

#[cfg(test)]
mod tests;

pub use plan::{Entry, PAGES, Shard, plan};
pub use shards::{Pages, render, render_all};
pub use terms::{Marks, Terms, terms};
pub use words::BEST;
