//! What the first bytes of a match must be, read off a regular expression.
//!
//! Enter at [`Filter::of`]. A grammar tries some ninety patterns on a line, and nearly all fail: `\b(if|for)\b` cannot
//! match where no word begins with `if` or `fo`. Asking a table is some ten times cheaper than asking Oniguruma.
//!
//! Always true: where a pattern matches, [`Filter::find`] stops, on lines of ASCII alone (there each character is a
//! byte, and case has no surprises such as `ß` for `ss`). It may stop where nothing matches. What is not understood
//! (`\G`, conditions, calls) has no filter. A test holds every pattern of every grammar to this.

mod class;
mod syntax;

/// How many bytes are looked at, besides the one before.
const DEPTH: usize = 3;

/// Stands before the first byte and behind the last, where it is no byte of the text.
const EDGE: usize = 128;

/// A set of ASCII bytes, and whether the edge of the line is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Set {
    bytes: u128,
    edge: bool,
}

impl Set {
    const ANY: Set = Set { bytes: u128::MAX, edge: true };
    const NONE: Set = Set { bytes: 0, edge: false };

    fn has(self, byte: usize) -> bool {
        if byte == EDGE { self.edge } else { self.bytes >> byte & 1 == 1 }
    }

    fn and(self, other: Set) -> Set {
        Set { bytes: self.bytes & other.bytes, edge: self.edge && other.edge }
    }

    fn or(self, other: Set) -> Set {
        Set { bytes: self.bytes | other.bytes, edge: self.edge || other.edge }
    }

    fn is_empty(self) -> bool {
        self.bytes == 0 && !self.edge
    }
}

/// One way in which a pattern, or a part of it, can match.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Way {
    /// What may stand before it.
    before: Set,
    /// What must stand at its first places, part of the match or not.
    places: [Set; DEPTH],
    /// Bytes that must stand somewhere from its beginning on.
    needs: u128,
    /// How many bytes it takes, if that is always the same number below [`DEPTH`]. What follows is of interest only
    /// then.
    length: Option<usize>,
}

impl Way {
    /// Matches nothing, anywhere.
    const EMPTY: Way = Way { before: Set::ANY, places: [Set::ANY; DEPTH], needs: 0, length: Some(0) };

    /// Matches something that we know nothing of.
    const UNKNOWN: Way = Way { length: None, ..Way::EMPTY };

    /// This and then the other.
    fn then(&self, other: &Way) -> Way {
        let Some(length) = self.length else { return self.clone() };
        let mut way = Way { needs: self.needs | other.needs, ..self.clone() };
        if length == 0 {
            way.before = way.before.and(other.before);
        } else {
            way.places[length - 1] = way.places[length - 1].and(other.before);
        }
        for place in length..DEPTH {
            way.places[place] = way.places[place].and(other.places[place - length]);
        }
        way.length = other.length.map(|more| length + more).filter(|length| *length < DEPTH);
        way
    }

    fn or(&self, other: &Way) -> Way {
        Way {
            before: self.before.or(other.before),
            places: std::array::from_fn(|place| self.places[place].or(other.places[place])),
            needs: self.needs & other.needs,
            length: self.length.filter(|_| self.length == other.length),
        }
    }

    fn is_impossible(&self) -> bool {
        self.before.is_empty() || self.places.iter().any(|set| set.is_empty())
    }
}

/// The places of a line at which a pattern can match.
#[derive(Debug)]
pub(super) struct Filter {
    /// By byte: for each of eight groups of ways a bit that says whether the byte may stand before the match (the low
    /// eight bits), and at its first, second and third place (the next ones).
    table: Box<[u32; EDGE + 1]>,
    /// The bytes a match can begin with.
    first: Set,
    /// The bytes that must all stand from there on.
    needs: u128,
}

impl Filter {
    /// The filter of a pattern, if enough of the pattern is understood for one to say anything.
    pub(super) fn of(regex: &str) -> Option<Filter> {
        let mut ways = syntax::ways(regex)?;
        ways.sort_by_key(|way| way.places[0].bytes);
        let mut table = Box::new([0; EDGE + 1]);
        let size = ways.len().div_ceil(8).max(1);
        let first = ways.iter().map(|way| way.places[0]).fold(Set::NONE, Set::or);
        let needs = ways.iter().map(|way| way.needs).fold(u128::MAX, |all, needs| all & needs);
        for (group, ways) in ways.chunks(size).enumerate() {
            let way = ways.iter().skip(1).fold(ways[0].clone(), |all, way| all.or(way));
            for (byte, entry) in table.iter_mut().enumerate() {
                for (column, set) in [way.before].iter().chain(&way.places).enumerate() {
                    *entry |= u32::from(set.has(byte)) << (8 * column + group);
                }
            }
        }
        // One that stops nearly everywhere costs more than it saves.
        let excluded = table.iter().filter(|entry| *entry >> 8 & 0xff == 0).count();
        let useful = excluded >= 8 || needs != 0 || table.iter().any(|entry| entry & 0xff == 0);
        useful.then_some(Filter { table, first, needs })
    }

    /// The first place from `start` on at which the pattern can match. The end of the line is a place too.
    pub(super) fn find(&self, line: &Bytes, start: usize) -> Option<usize> {
        // Most patterns are about bytes that the line does not have.
        let present = *line.present.get(start)?;
        if self.needs & !present != 0 || (self.first.bytes & present == 0 && !self.first.edge) {
            return None;
        }
        let mut near = line.bytes.get(start..)?.windows(DEPTH + 1);
        near.position(|near| {
            let entry = |place: usize| self.table[usize::from(near[place]).min(EDGE)];
            let first = entry(1) >> 8 & 0xff;
            first != 0 && first & entry(0) & entry(2) >> 16 & entry(3) >> 24 != 0
        })
        .map(|place| start + place)
        .filter(|place| self.needs & !line.present[*place] == 0)
    }
}

/// A line of ASCII, with its edges.
pub(super) struct Bytes {
    bytes: Vec<u8>,
    /// The bytes that stand from each place on.
    present: Vec<u128>,
}

impl Bytes {
    pub(super) fn new() -> Bytes {
        Bytes { bytes: Vec::new(), present: Vec::new() }
    }

    /// Takes another line, if it is one of ASCII alone.
    pub(super) fn set(&mut self, line: &str) -> bool {
        if !line.is_ascii() {
            return false;
        }
        self.bytes.clear();
        self.bytes.push(EDGE as u8);
        self.bytes.extend_from_slice(line.as_bytes());
        self.bytes.extend_from_slice(&[EDGE as u8; DEPTH]);
        self.present.clear();
        self.present.resize(line.len() + 1, 0);
        let mut present = 0;
        for (place, byte) in line.bytes().enumerate().rev() {
            present |= 1 << byte;
            self.present[place] = present;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The places of the text at which the filter stops.
    fn places(regex: &str, text: &str) -> Vec<usize> {
        let mut line = Bytes::new();
        assert!(line.set(text));
        let filter = Filter::of(regex).expect("a filter");
        (0..=text.len()).filter(|&place| filter.find(&line, place) == Some(place)).collect()
    }

    #[test]
    fn keywords_begin_where_a_word_begins() {
        assert_eq!(places(r"\b(if|for|while)\b", "if x_if for fo who while"), [0, 8, 19]);
        assert_eq!(places(r"(?x) \b (?: if | for ) # note (", "if x_if for fo"), [0, 8]);
    }

    #[test]
    fn what_may_be_missing_is_looked_past() {
        assert_eq!(places(r"\s*=", "a  =b"), [1, 2, 3]);
        assert_eq!(places(r"a?b{0}c", "ac bc"), [0, 1, 4]);
        assert_eq!(places(r"[a-c]+x", "dab x"), [1]);
    }

    #[test]
    fn look_around_counts() {
        assert_eq!(places(r"(?=\()", "f(x)"), [1]);
        assert_eq!(places(r"(?<=x)\)", "(x)()"), [2]);
        assert_eq!(places(r"(?<![.\w])new", "new a.new anew"), [0]);
        assert_eq!(places(r"$", "ab\n"), [2, 3]);
        assert_eq!(places(r"^\s*a", "a a"), [0]);
    }

    #[test]
    fn what_must_follow_somewhere_counts() {
        assert_eq!(places(r"\w+\s*=>", "a b = > c"), [0, 2]);
        assert_eq!(places(r"\w+\s*=>", "a = b"), [0; 0]);
        assert_eq!(places(r"\w+\s+(;|,)?x", "a  b  x b  "), [0, 3]);
    }

    #[test]
    fn case_is_ignored_where_the_pattern_says_so() {
        assert_eq!(places(r"(?i)select", "SELECT select sElf"), [0, 7, 14]);
        assert_eq!(places(r"(?i:a)b", "AB Ab"), [3]);
    }

    #[test]
    fn what_is_not_understood_has_no_filter() {
        for regex in [r"\Ga", r"(?(1)a|b)", r"a*", r".?", r"\1", "(?<n>a)\\g<n>|.*"] {
            assert!(Filter::of(regex).is_none(), "{regex}");
        }
    }
}
