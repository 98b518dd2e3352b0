//! From text to the words that are looked up. The script cuts a question in the same way (`words` in `search.js`); the
//! tests compare the two.
//!
//! A *chunk* is a run of letters, digits and `_`, joined by single `.` or `-`. A chunk that is more than one word gives
//! itself and its parts: `ctx.Done` gives `ctx.done`, `ctx`, `done`; `max_attempts` and `WaitGroup` likewise. Scripts
//! that put no space between words give pairs of characters.

use super::fold;

/// Longer words are checksums and data; their parts are still found.
const LONGEST: usize = 40;

/// Calls `word` with each word of the text, and whether its chunk is the first of a line.
pub(super) fn each(text: &str, mut word: impl FnMut(&str, bool)) {
    let bytes = text.as_bytes();
    let mut scratch = Scratch::default();
    let (mut at, mut leads) = (0, true);
    while let Some(&byte) = bytes.get(at) {
        if CLASS[usize::from(byte)] == OTHER {
            leads |= byte == b'\n';
            at += 1;
            continue;
        }
        let mut found = false;
        let mut word = |text: &str| {
            found = true;
            word(text, leads);
        };
        let (end, plain) = ascii_chunk(bytes, at);
        if end > at && bytes.get(end).is_none_or(u8::is_ascii) {
            let end = end + signs(bytes, at, end);
            scratch.ascii(&text[at..end], plain, &mut word);
            at = end.max(at + 1);
        } else {
            at = scratch.any(text, at, &mut word);
        }
        // What follows an apostrophe is the end of a word, not a word: `Go's`, `don't`, `we'll`.
        at += ending(&text[at..]);
        leads &= !found;
    }
}

const OTHER: u8 = 0;
const LOWER: u8 = 1;
const UPPER: u8 = 2;
const UNDER: u8 = 3;
const JOINER: u8 = 4;
const WIDE: u8 = 5;

/// The class of each byte; a joiner counts only between two others.
const CLASS: [u8; 256] = {
    let mut table = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'0'..=b'9' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'_' => UNDER,
            128.. => WIDE,
            _ => OTHER,
        };
        byte += 1;
    }
    table
};

fn class(byte: Option<&u8>) -> u8 {
    byte.map_or(OTHER, |byte| CLASS[usize::from(*byte)])
}

/// The end of the run of ASCII that starts here, and whether it is one word without parts.
fn ascii_chunk(bytes: &[u8], start: usize) -> (usize, bool) {
    let (mut at, mut plain, mut before) = (start, true, OTHER);
    while let Some(byte) = bytes.get(at) {
        let class_here = match *byte {
            b'.' | b'-' if at > start => JOINER,
            byte => CLASS[usize::from(byte)],
        };
        match class_here {
            LOWER => {}
            UPPER => plain &= before != LOWER,
            UNDER => plain = false,
            JOINER if matches!(class(bytes.get(at + 1)), LOWER | UPPER | UNDER) => plain = false,
            // What follows may belong to the chunk: the slower way finds out.
            JOINER if class(bytes.get(at + 1)) == WIDE => return (at + 1, false),
            _ => break,
        }
        // `HTTPServer`: a small letter after two capitals begins a word at the second.
        if class_here == LOWER && before == UPPER && at >= start + 2 && class(bytes.get(at - 2)) == UPPER {
            plain &= !byte.is_ascii_lowercase();
        }
        before = class_here;
        at += 1;
    }
    (at, plain)
}

/// `C++`, `C#`, `F#`: how many signs belong to a name of one or two letters.
fn signs(bytes: &[u8], start: usize, end: usize) -> usize {
    if end - start > 2 {
        return 0;
    }
    match bytes.get(end..) {
        Some([b'+', b'+', rest @ ..]) if class(rest.first()) == OTHER => 2,
        Some([b'#', rest @ ..]) if class(rest.first()) == OTHER => 1,
        _ => 0,
    }
}

fn ending(rest: &str) -> usize {
    let Some(after) = rest.strip_prefix(['\'', '’']) else { return 0 };
    let letters = after.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let next_is_word = class(after.as_bytes().get(letters)) != OTHER;
    if letters <= 2 && !next_is_word { rest.len() - after.len() + letters } else { 0 }
}

/// Whether words of this script are found by pairs of characters, for want of spaces between them.
pub(super) fn is_dense(letter: char) -> bool {
    matches!(u32::from(letter),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3005..=0x3007 | 0x3040..=0x30FF | 0x31F0..=0x31FF
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

fn is_word(letter: char) -> bool {
    letter == '_' || letter.is_alphanumeric() || is_mark(letter)
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

#[derive(Default)]
struct Scratch {
    whole: String,
    part: String,
}

impl Scratch {
    fn ascii(&mut self, chunk: &str, plain: bool, word: &mut impl FnMut(&str)) {
        if plain {
            if chunk.len() <= LONGEST {
                self.whole.clear();
                self.whole.push_str(chunk);
                self.whole.make_ascii_lowercase();
                word(&self.whole);
                if let Some(name) = self.whole.strip_suffix("++").or_else(|| self.whole.strip_suffix('#')) {
                    word(name);
                }
            }
        } else {
            self.parts(chunk, word);
        }
    }

    /// A chunk with letters beyond ASCII, or none at all; gives back where it ends.
    fn any(&mut self, text: &str, start: usize, word: &mut impl FnMut(&str)) -> usize {
        let mut end = start;
        let mut letters = text[start..].chars().peekable();
        let Some(&first) = letters.peek() else { return text.len() };
        if is_dense(first) {
            return self.pairs(text, start, word);
        }
        while let Some(letter) = letters.next() {
            let inside = match letter {
                '.' | '-' => end > start && letters.peek().is_some_and(|next| is_word(*next) && !is_dense(*next)),
                _ => is_word(letter) && !is_dense(letter),
            };
            if !inside {
                break;
            }
            end += letter.len_utf8();
        }
        if end == start {
            return start + first.len_utf8();
        }
        self.parts(&text[start..end], word);
        end
    }

    fn pairs(&self, text: &str, start: usize, word: &mut impl FnMut(&str)) -> usize {
        let run = text[start..].find(|letter| !is_dense(letter)).map_or(text.len(), |length| start + length);
        let mut letters = text[start..run].char_indices().map(|(at, _)| start + at);
        let (Some(mut first), second) = (letters.next(), letters.next()) else { return run };
        let Some(mut second) = second else {
            word(&text[first..run]);
            return run;
        };
        for third in letters.chain([run]) {
            word(&text[first..third]);
            (first, second) = (second, third);
        }
        run
    }

    /// A chunk and the words it is made of.
    fn parts(&mut self, chunk: &str, word: &mut impl FnMut(&str)) {
        let chunk = chunk.trim_matches('_');
        self.whole.clear();
        lower(chunk, &mut self.whole);
        if self.whole.is_empty() {
            return;
        }
        if self.whole.len() <= LONGEST {
            word(&self.whole);
        }
        let number = chunk.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.'));
        if number {
            return;
        }
        for piece in chunk.split(['.', '-', '_']) {
            let mut start = 0;
            for end in humps(piece) {
                self.part(&piece[start..end], word);
                start = end;
            }
            if start > 0 {
                self.part(&piece[start..], word);
            }
            self.part(piece, word);
        }
    }

    fn part(&mut self, piece: &str, word: &mut impl FnMut(&str)) {
        self.part.clear();
        lower(piece, &mut self.part);
        if !self.part.is_empty() && self.part.len() <= LONGEST && self.part != self.whole {
            word(&self.part);
        }
    }
}

/// Where a word within a word begins: `waitGroup`, `HTTPServer`, but not in `APIs`.
fn humps(piece: &str) -> impl Iterator<Item = usize> {
    let bytes = piece.as_bytes();
    (1..bytes.len()).filter(move |&at| {
        let (before, here) = (bytes[at - 1], bytes[at]);
        let after = bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase) && bytes.get(at + 1..) != Some(b"s");
        here.is_ascii_uppercase()
            && (before.is_ascii_lowercase() || before.is_ascii_digit() || (before.is_ascii_uppercase() && after))
    })
}

fn lower(text: &str, out: &mut String) {
    for letter in text.chars() {
        if letter.is_ascii() {
            out.push(letter.to_ascii_lowercase());
            continue;
        }
        for small in letter.to_lowercase() {
            match fold::plain(small) {
                Some(plain) => out.push_str(plain),
                None => out.push(small),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let mut all = Vec::new();
        each(text, |word, _| all.push(word.to_owned()));
        all.join(" ")
    }

    #[test]
    fn code_words_are_found_whole_and_in_parts() {
        assert_eq!(words("ctx.Done()"), "ctx.done ctx done");
        assert_eq!(words("GOMAXPROCS"), "gomaxprocs");
        assert_eq!(words("--dry-run, -v"), "dry-run dry run v");
        assert_eq!(words("max_attempts=3"), "max_attempts max attempts 3");
        assert_eq!(words("sync.WaitGroup"), "sync.waitgroup sync wait group waitgroup");
        assert_eq!(words("HTTPServer parseURL APIs"), "httpserver http server parseurl parse url apis");
        assert_eq!(words("Python 3.14. Go 1.26"), "python 3.14 go 1.26");
        assert_eq!(words("__init__ C++ c# i++;"), "init c++ c c# c i++ i");
        assert_eq!(words("Go's don't ’tis 'x'"), "go don tis x");
        assert_eq!(words("a.b.c.. end."), "a.b.c a b c end");
    }

    #[test]
    fn the_first_chunk_of_a_line_leads() {
        let mut leading = Vec::new();
        each("`--dry-run` prints\n\n- Été: no", |word, leads| {
            if leads {
                leading.push(word.to_owned());
            }
        });
        assert_eq!(leading.join(" "), "dry-run dry run ete");
    }

    #[test]
    fn accents_are_folded() {
        assert_eq!(words("Café Straße naïve Ñandú İzmir"), "cafe strasse naive nandu izmir");
        assert_eq!(words("cafe\u{301} x"), "cafe x");
        assert_eq!(words("Ёлка й ΣΊΣΥΦΟΣ"), "елка и σισυφοσ");
        assert_eq!(words("naïve-café re-été a-—"), "naive-cafe naive cafe re-ete re ete a");
    }

    #[test]
    fn dense_scripts_give_pairs() {
        assert_eq!(words("並行処理 Go言語、型"), "並行 行処 処理 go 言語 型");
        assert_eq!(words("동시성"), "동시 시성");
        assert_eq!(words("ภาษา"), "ภา าษ ษา");
    }
}
