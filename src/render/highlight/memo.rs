//! Lines already highlighted, by the state in which they were met.
//!
//! Documentation repeats itself: `}`, `return nil`, a line of setup in each example. What a line becomes depends on
//! its text and on the parser's state before it alone, so the HTML and the state after it are kept. The synthetic
//! corpus hits eight times in ten, real documentation five to six.
//!
//! A memo serves one thread at a time, and takes what it has learnt along to the next.

use super::classes::{Levels, Paint, paint};
use super::html::LineWriter;
use super::languages::Language;
use super::parser::{Failure, Parser, Stack};
use std::collections::HashMap;
use std::sync::Arc;
use syntect::parsing::{Scope, ScopeStackOp, SyntaxSet};

/// Text and HTML kept, in bytes. 16 MB holds the synthetic corpus of 20,000 blocks whole; 4 MB lost two hits in a
/// hundred. Full means no more inserts: a memo that has seen so much has seen the common lines.
const MAX_BYTES: usize = 16 << 20;

/// States kept. Grammars have few, but a here-document or a raw string makes one of each opening line.
const MAX_STATES: usize = 20_000;

/// Longer lines hardly ever repeat (5 of a million real ones are over it).
const MAX_LINE: usize = 1_000;

/// All that the highlighting of a line depends on, besides its text.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct State {
    stack: Stack,
    levels: Levels,
}

/// A state the memo keeps, with the lines met in it.
struct Known {
    state: Arc<State>,
    lines: HashMap<Box<str>, Line>,
}

/// A line met before.
struct Line {
    html: Box<str>,
    next: usize,
}

/// Where in a block the highlighting stands.
pub(super) enum Cursor {
    /// In a state that the memo keeps.
    Known(usize),
    /// In one that it has no room for.
    Loose(Box<State>),
}

/// The lines met, and the parser for those that were not.
pub(super) struct Memo {
    grammars: &'static SyntaxSet,
    parser: Parser,
    known: Vec<Known>,
    by_state: HashMap<Arc<State>, usize>,
    starts: HashMap<Language, usize>,
    paints: HashMap<Scope, Paint>,
    ops: Vec<(usize, ScopeStackOp)>,
    bytes: usize,
}

impl Memo {
    pub(super) fn new(grammars: &'static SyntaxSet) -> Memo {
        Memo {
            grammars,
            parser: Parser::new(grammars),
            known: Vec::new(),
            by_state: HashMap::new(),
            starts: HashMap::new(),
            paints: HashMap::new(),
            ops: Vec::new(),
            bytes: 0,
        }
    }

    /// The state at the start of a block; none if there is no such grammar.
    pub(super) fn start(&mut self, language: Language) -> Option<Cursor> {
        if let Some(&start) = self.starts.get(&language) {
            return Some(Cursor::Known(start));
        }
        let grammar = self.grammars.find_syntax_by_name(language.grammar())?;
        let state = State { stack: self.parser.start(grammar)?, levels: Levels::default() };
        let cursor = self.keep(state);
        if let Cursor::Known(start) = cursor {
            self.starts.insert(language, start);
        }
        Some(cursor)
    }

    /// Appends the HTML of a line and says where that leads.
    pub(super) fn line(&mut self, cursor: Cursor, line: &str, out: &mut String) -> Result<Cursor, Failure> {
        let (from, mut state) = match cursor {
            Cursor::Loose(state) => (None, *state),
            Cursor::Known(at) => {
                let known = &self.known[at];
                if let Some(seen) = known.lines.get(line) {
                    out.push_str(&seen.html);
                    return Ok(Cursor::Known(seen.next));
                }
                (Some(at), State::clone(&known.state))
            }
        };
        let before = out.len();
        self.parse(&mut state, line, out)?;
        let next = self.keep(state);
        if let (Some(from), &Cursor::Known(next)) = (from, &next) {
            self.remember(from, line, &out[before..], next);
        }
        Ok(next)
    }

    fn parse(&mut self, state: &mut State, line: &str, out: &mut String) -> Result<(), Failure> {
        self.ops.clear();
        self.parser.parse_line(&mut state.stack, line, &mut self.ops)?;
        let mut writer = LineWriter::new(out);
        let mut at = 0;
        for (position, op) in &self.ops {
            if *position > at {
                writer.piece(state.levels.class(), &line[at..*position]);
                at = *position;
            }
            state.levels.apply(op, |scope| *self.paints.entry(scope).or_insert_with(|| paint(scope)));
        }
        writer.piece(state.levels.class(), &line[at..]);
        writer.finish();
        Ok(())
    }

    /// Finds the state among the known ones, or makes it known if there is room.
    fn keep(&mut self, state: State) -> Cursor {
        if let Some(&at) = self.by_state.get(&state) {
            return Cursor::Known(at);
        }
        if self.known.len() == MAX_STATES {
            return Cursor::Loose(Box::new(state));
        }
        let at = self.known.len();
        let state = Arc::new(state);
        self.by_state.insert(state.clone(), at);
        self.known.push(Known { state, lines: HashMap::new() });
        Cursor::Known(at)
    }

    fn remember(&mut self, from: usize, line: &str, html: &str, next: usize) {
        let bytes = line.len() + html.len();
        if line.len() <= MAX_LINE && self.bytes + bytes <= MAX_BYTES {
            self.bytes += bytes;
            self.known[from].lines.insert(line.into(), Line { html: html.into(), next });
        }
    }
}
