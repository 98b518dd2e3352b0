//! Code blocks to coloured HTML.
//!
//! Enter at [`Highlighter::block`]. syntect's grammars find what is what, a table says which of ten letters that is
//! (`classes.rs`), and lines met before are not parsed again (`memo.rs`).
//!
//! Always true: with tags removed and entities read, the HTML is the code, byte for byte. No span crosses a line
//! end, so whoever wraps lines may cut there. Any text has HTML: what cannot be highlighted stays plain.
//!
//! Not here: the `<pre>` around the code, marked lines, labels (`markdown/`); blocks kept from an earlier build
//! (`cache/store.rs`); the findings about unknown languages and long blocks.

mod classes;
mod html;
mod languages;
mod memo;
mod parser;

pub use languages::Language;
use memo::Memo;
use std::sync::{LazyLock, Mutex, PoisonError};
use syntect::parsing::SyntaxSet;

use crate::digest::{Digest, Digester};

/// What the HTML of a block is kept under: the program's own version stands in the store.
pub fn key(language: Language, code: &str) -> Digest {
    Digester::new().add(language.name()).add(code).digest()
}

/// A line longer than this many bytes is left plain, and so is what follows it in the block: a grammar can need
/// time in the square of the length, and 2,000 bytes bound the worst line known to 0.15 s.
pub const MAX_LINE: usize = 2_000;

/// A block of more bytes than this is left plain.
pub const MAX_BYTES: usize = 256 << 10;

/// A block of more lines than this is left plain.
pub const MAX_LINES: usize = 10_000;

/// Why a block, or the rest of it, is left plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cap {
    /// A line has more than [`MAX_LINE`] bytes: from there on, nothing is coloured.
    Line {
        /// The first such line, counted from 1.
        number: usize,
        /// Where it begins in the code.
        start: usize,
    },
    /// The block has more than [`MAX_BYTES`] bytes.
    Bytes,
    /// The block has more than [`MAX_LINES`] lines.
    Lines,
}

impl Cap {
    /// The cap that a block will meet, from its text alone. Plain text meets none, whatever this says.
    pub fn of(code: &str) -> Option<Cap> {
        if code.len() > MAX_BYTES {
            return Some(Cap::Bytes);
        }
        // Most blocks are shorter than one line may be.
        if code.len() <= MAX_LINE {
            return None;
        }
        let mut start = 0;
        let mut long = None;
        for (index, line) in code.split_inclusive('\n').enumerate() {
            if index == MAX_LINES {
                return Some(Cap::Lines);
            }
            if long.is_none() && line.trim_end_matches('\n').len() > MAX_LINE {
                long = Some(Cap::Line { number: index + 1, start });
            }
            start += line.len();
        }
        long
    }
}

// Loading costs some milliseconds, so a build that highlights nothing must not come here.
static GRAMMAR_SET: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Highlights code. Make one and share it between threads.
///
/// Making it costs nothing. It keeps a memo for each of the threads that used it at the same time, of up to some 20 MB
/// once it has seen thousands of blocks; dropping it frees them.
#[derive(Default)]
pub struct Highlighter {
    idle: Mutex<Vec<Memo>>,
}

impl Highlighter {
    /// A highlighter that has loaded nothing yet.
    pub fn new() -> Highlighter {
        Highlighter::default()
    }

    /// Appends the HTML of the code, and says if a cap left some of it plain.
    pub fn block(&self, language: Language, code: &str, out: &mut String) -> Option<Cap> {
        if language.is_plain() {
            html::escape(code, out);
            return None;
        }
        let cap = Cap::of(code);
        let coloured = match cap {
            None => code.len(),
            Some(Cap::Line { start, .. }) => start,
            Some(Cap::Bytes | Cap::Lines) => 0,
        };
        let (code, plain) = code.split_at(coloured);
        if !code.is_empty() {
            // A block costs about its length three times over.
            out.reserve(code.len() * 3);
            // The one that was used last has seen most.
            let idle = self.idle().pop();
            let mut memo = idle.unwrap_or_else(|| Memo::new(&GRAMMAR_SET));
            colour(&mut memo, language, code, out);
            self.idle().push(memo);
        }
        html::escape(plain, out);
        cap
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Memo>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn colour(memo: &mut Memo, language: Language, code: &str, out: &mut String) {
    // A session without a prompt is a list of commands.
    if language.is_session() && code.lines().any(|line| prompt(line) > 0) {
        return session(memo, language, code, out);
    }
    let mut cursor = memo.start(language);
    for line in code.split_inclusive('\n') {
        cursor = step(memo, cursor, line, out);
    }
}

/// A shell session: what stands behind a prompt is a command, the rest is what it printed.
fn session(memo: &mut Memo, language: Language, code: &str, out: &mut String) {
    let mut command = None;
    for line in code.split_inclusive('\n') {
        let (shown, typed) = line.split_at(prompt(line));
        if !shown.is_empty() {
            let mut writer = html::LineWriter::new(out);
            writer.piece(b'o', shown);
            writer.finish();
            command = memo.start(language);
        }
        command = step(memo, command, typed, out);
        if !typed.trim_end().ends_with('\\') {
            command = None;
        }
    }
}

/// How many bytes of the line are a prompt.
fn prompt(line: &str) -> usize {
    ["$ ", "% ", "❯ "].iter().find(|prompt| line.starts_with(**prompt)).map_or(0, |prompt| prompt.len())
}

/// Highlights one line. Without a cursor, and from the first line that a grammar fails at, text is plain.
fn step(memo: &mut Memo, cursor: Option<memo::Cursor>, line: &str, out: &mut String) -> Option<memo::Cursor> {
    let before = out.len();
    let next = cursor.and_then(|cursor| memo.line(cursor, line, out).ok());
    if next.is_none() {
        out.truncate(before);
        html::escape(line, out);
    }
    next
}

#[cfg(test)]
mod tests;
