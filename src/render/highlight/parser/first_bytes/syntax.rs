//! Oniguruma's syntax, as far as it says how a match begins.
//!
//! Always true: a match of the pattern on a line of ASCII goes one of the ways. Whatever is in doubt is
//! [`Way::UNKNOWN`], or ends the reading.

use super::{DEPTH, Set, Way};

/// More ways than this are joined to one.
const MAX_WAYS: usize = 64;

const DIGITS: &str = "0123456789";
const WORD: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
const SPACE: &str = "\t\n\x0b\x0c\r ";
const HEX: &str = "0123456789ABCDEFabcdef";

/// The ways in which a pattern can match; none if it is not understood.
pub(super) fn ways(regex: &str) -> Option<Vec<Way>> {
    let mut reader = Reader { rest: regex };
    let ways = reader.alternatives(Flags::default())?;
    reader.rest.is_empty().then_some(ways)
}

#[derive(Clone, Copy, Default)]
struct Flags {
    ignore_case: bool,
    extended: bool,
}

/// One character that an atom can match.
#[derive(Clone, Copy)]
struct Class {
    set: u128,
    /// Whether the set says all. If not, it has at least what can match, and nothing may be concluded from its rest.
    exact: bool,
    /// Whether it is always one byte. Ignoring case, `[ß]` is also `ss`.
    one: bool,
}

impl Class {
    const UNKNOWN: Class = Class { set: u128::MAX, exact: false, one: true };

    fn of(bytes: &str) -> Class {
        Class { set: bytes.bytes().fold(0, |set, byte| set | 1 << byte), exact: true, one: true }
    }

    fn not(self) -> Class {
        if self.exact { Class { set: !self.set, ..self } } else { self }
    }

    /// A character as such.
    fn literal(character: char, flags: Flags) -> Class {
        match u8::try_from(character) {
            Ok(byte) if byte.is_ascii() => Class { set: 1 << byte, exact: true, one: true }.in_case(flags),
            // Ignoring case, some are ASCII letters as well.
            _ if flags.ignore_case => Class { one: false, ..Class::UNKNOWN },
            _ => Class { set: 0, exact: true, one: true },
        }
    }

    fn in_case(self, flags: Flags) -> Class {
        if !flags.ignore_case {
            return self;
        }
        let (upper, lower) = (letters(b'A'), letters(b'a'));
        Class { set: self.set | (self.set & upper) << 32 | (self.set & lower) >> 32, ..self }
    }

    fn way(self) -> Way {
        let mut way = Way::EMPTY;
        way.places[0] = Set { bytes: self.set, edge: false };
        if self.set.is_power_of_two() {
            way.needs = self.set;
        }
        way.length = self.one.then_some(1);
        way
    }
}

fn letters(first: u8) -> u128 {
    ((1 << 26) - 1) << first
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.rest = &self.rest[character.len_utf8()..];
        Some(character)
    }

    fn skip(&mut self, text: &str) -> bool {
        self.rest.strip_prefix(text).map(|rest| self.rest = rest).is_some()
    }

    /// `a|b`, up to the end or a closing parenthesis. Flags set inside hold up to there.
    fn alternatives(&mut self, mut flags: Flags) -> Option<Vec<Way>> {
        let mut all = Vec::new();
        loop {
            let one = self.sequence(&mut flags)?;
            all = either(all, one);
            if !self.skip("|") {
                return Some(all);
            }
        }
    }

    fn sequence(&mut self, flags: &mut Flags) -> Option<Vec<Way>> {
        let mut ways = vec![Way::EMPTY];
        loop {
            self.skip_space(*flags);
            match self.peek() {
                None | Some('|' | ')') => return Some(ways),
                Some(_) => {}
            }
            let atom = self.atom(flags)?;
            let atom = self.repeated(atom, *flags)?;
            ways = chain(ways, &atom);
        }
    }

    /// White space and comments of an extended pattern.
    fn skip_space(&mut self, flags: Flags) {
        if !flags.extended {
            return;
        }
        loop {
            self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r', '\x0b', '\x0c']);
            if !self.rest.starts_with('#') {
                return;
            }
            self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest);
        }
    }

    fn atom(&mut self, flags: &mut Flags) -> Option<Vec<Way>> {
        let class = match self.next()? {
            '(' => return self.group(flags),
            '[' => self.class(*flags)?,
            '\\' => return self.escape(*flags),
            // Without `m` it does not match a line end, but whether `m` holds is not followed.
            '.' => Class { set: u128::MAX, exact: false, one: true },
            '^' => return Some(vec![Way { before: Set { bytes: 0, edge: true }, ..Way::EMPTY }]),
            '$' => return Some(vec![at_end()]),
            '*' | '+' | '?' => return None,
            character => Class::literal(character, *flags),
        };
        Some(vec![class.way()])
    }

    fn group(&mut self, flags: &mut Flags) -> Option<Vec<Way>> {
        if self.peek() == Some('*') {
            return None;
        }
        if !self.skip("?") {
            return self.inside(*flags);
        }
        if self.skip("#") {
            self.rest = self.rest.split_once(')')?.1;
            return Some(vec![Way::EMPTY]);
        }
        if self.skip(":") || self.skip(">") {
            return self.inside(*flags);
        }
        if self.skip("=") {
            let ahead = self.inside(*flags)?;
            return Some(ahead.into_iter().map(|way| Way { length: Some(0), ..way }).collect());
        }
        if self.skip("!") {
            let class = self.single(*flags)?;
            return Some(vec![class.map_or(Way::EMPTY, |class| {
                let mut way = Way::EMPTY;
                way.places[0] = Set { bytes: !class.set, edge: true };
                way
            })]);
        }
        if self.skip("<=") {
            let behind = self.inside(*flags)?;
            let single = behind.iter().all(|way| way.length == Some(1));
            let set = behind.iter().map(|way| way.places[0]).reduce(Set::or);
            return Some(match set.filter(|_| single) {
                Some(before) => vec![Way { before, ..Way::EMPTY }],
                None => vec![Way::EMPTY],
            });
        }
        if self.skip("<!") {
            let class = self.single(*flags)?;
            let way = class.map(|class| Way { before: Set { bytes: !class.set, edge: true }, ..Way::EMPTY });
            return Some(vec![way.unwrap_or(Way::EMPTY)]);
        }
        if self.skip("<") {
            self.rest = self.rest.split_once('>')?.1;
            return self.inside(*flags);
        }
        self.flags(flags)
    }

    /// What is in parentheses, which are closed.
    fn inside(&mut self, flags: Flags) -> Option<Vec<Way>> {
        let ways = self.alternatives(flags)?;
        self.skip(")").then_some(ways)
    }

    /// What is in parentheses, which are closed: the one character it stands for, if it is no more than that.
    fn single(&mut self, flags: Flags) -> Option<Option<Class>> {
        let start = self.rest;
        let class = match self.next()? {
            '[' => self.class(flags),
            '\\' => match self.next()? {
                'b' | 'B' => None,
                character => self.escaped_class(character, flags),
            },
            '(' | '.' | '^' | '$' | '*' | '+' | '?' | ')' | '|' | '#' | ' ' | '\n' => None,
            character => Some(Class::literal(character, flags)),
        };
        if let Some(class) = class.filter(|class| class.exact && class.one)
            && self.skip(")")
        {
            return Some(Some(class));
        }
        self.rest = start;
        self.inside(flags)?;
        Some(None)
    }

    /// `(?i)`, `(?x-i:...)`.
    fn flags(&mut self, outer: &mut Flags) -> Option<Vec<Way>> {
        let mut flags = *outer;
        let mut on = true;
        loop {
            match self.next()? {
                'i' => flags.ignore_case = on,
                'x' => flags.extended = on,
                'm' => {}
                '-' => on = false,
                ')' => {
                    *outer = flags;
                    // Oniguruma takes the rest of the group for one item of the alternatives around it: `a(?i)b|c`
                    // is `a(?i:b|c)`.
                    return self.alternatives(flags);
                }
                ':' => return self.inside(flags),
                _ => return None,
            }
        }
    }

    fn escape(&mut self, flags: Flags) -> Option<Vec<Way>> {
        let word = Set { bytes: Class::of(WORD).set, edge: false };
        let other = Set { bytes: !word.bytes, edge: true };
        let boundary = |before: Set, first: Set| {
            let mut way = Way { before, ..Way::EMPTY };
            way.places[0] = first;
            way
        };
        let character = self.next()?;
        Some(match character {
            'b' => vec![boundary(word, other), boundary(other, word)],
            'B' => vec![boundary(word, word), boundary(other, other)],
            'A' => vec![Way { before: Set { bytes: 0, edge: true }, ..Way::EMPTY }],
            'Z' => vec![at_end()],
            'z' => vec![boundary(Set::ANY, Set { bytes: 0, edge: true })],
            // A group that has matched before, which may have been nothing.
            '1'..='9' => vec![Way::UNKNOWN],
            'k' | 'g' => {
                self.rest = self.rest.strip_prefix('<')?.split_once('>')?.1;
                vec![Way::UNKNOWN]
            }
            character => vec![self.escaped_class(character, flags)?.way()],
        })
    }

    /// An escape that stands for one character.
    fn escaped_class(&mut self, character: char, flags: Flags) -> Option<Class> {
        Some(match character {
            'w' => Class::of(WORD),
            'W' => Class::of(WORD).not(),
            's' => Class::of(SPACE),
            'S' => Class::of(SPACE).not(),
            'd' => Class::of(DIGITS),
            'D' => Class::of(DIGITS).not(),
            'h' => Class::of(HEX),
            'H' => Class::of(HEX).not(),
            'p' | 'P' => {
                let (name, rest) = self.rest.strip_prefix('{')?.split_once('}')?;
                self.rest = rest;
                let class = match name {
                    "L" => Class { set: letters(b'a') | letters(b'A'), exact: true, one: true },
                    "Lu" => Class { set: letters(b'A'), exact: true, one: true },
                    "Ll" => Class { set: letters(b'a'), exact: true, one: true },
                    "N" | "Nd" => Class::of(DIGITS),
                    _ => Class::UNKNOWN,
                };
                let class = if flags.ignore_case { Class::UNKNOWN } else { class };
                if character == 'P' { class.not() } else { class }
            }
            't' => Class::of("\t"),
            'n' => Class::of("\n"),
            'r' => Class::of("\r"),
            'f' => Class::of("\x0c"),
            'v' => Class::of("\x0b"),
            'a' => Class::of("\x07"),
            'e' => Class::of("\x1b"),
            'x' => Class::literal(self.hexadecimal()?, flags),
            character if character.is_ascii_alphanumeric() => return None,
            character => Class::literal(character, flags),
        })
    }

    /// `41` or `{41}`.
    fn hexadecimal(&mut self) -> Option<char> {
        let digits = if self.skip("{") {
            let (digits, rest) = self.rest.split_once('}')?;
            self.rest = rest;
            digits
        } else {
            let count = self.rest.bytes().take(2).take_while(u8::is_ascii_hexdigit).count();
            let (digits, rest) = self.rest.split_at(count);
            self.rest = rest;
            // A byte of a longer character.
            if count < 2 || digits.as_bytes()[0] >= b'8' {
                return None;
            }
            digits
        };
        char::from_u32(u32::from_str_radix(digits, 16).ok()?)
    }

    /// `[...]`, behind its opening bracket.
    fn class(&mut self, flags: Flags) -> Option<Class> {
        let negated = self.skip("^");
        let mut all = Class { set: 0, exact: true, one: true };
        let mut first = true;
        loop {
            if self.skip("&&") {
                all.exact = false;
                continue;
            }
            let (class, literal) = match self.next()? {
                ']' if first => return None,
                ']' => break,
                '[' => (self.nested_class(flags)?, None),
                '\\' => self.class_escape(flags)?,
                character => (Class::literal(character, flags), Some(character)),
            };
            first = false;
            let class = match literal.filter(|_| self.is_range()) {
                Some(from) => self.range(from, flags)?,
                None => class,
            };
            all.set |= class.set;
            all.exact &= class.exact;
            // Ignoring case, a class with characters that are not ASCII can match two letters.
            all.one &= class.one && (literal.is_some() || !flags.ignore_case);
        }
        if !all.exact {
            return Some(Class { one: all.one, ..Class::UNKNOWN });
        }
        Some(if negated { Class { one: true, ..all.not() } } else { all })
    }

    /// A class in a class: `[a[^b]]`, `[[:alpha:]]`.
    fn nested_class(&mut self, flags: Flags) -> Option<Class> {
        let Some(rest) = self.rest.strip_prefix(':') else { return self.class(flags) };
        let Some((name, rest)) = rest.split_once(":]") else { return self.class(flags) };
        self.rest = rest;
        let (name, negated) = name.strip_prefix('^').map_or((name, false), |name| (name, true));
        let class = match name {
            "digit" => Class::of(DIGITS),
            "alnum" => Class::of(&WORD.replace('_', "")),
            "alpha" => Class { set: letters(b'a') | letters(b'A'), exact: true, one: true },
            "upper" => Class { set: letters(b'A'), exact: true, one: true }.in_case(flags),
            "lower" => Class { set: letters(b'a'), exact: true, one: true }.in_case(flags),
            "space" => Class::of(SPACE),
            "blank" => Class::of(" \t"),
            "xdigit" => Class::of(HEX),
            "word" => Class::of(WORD),
            _ => Class::UNKNOWN,
        };
        Some(if negated { class.not() } else { class })
    }

    fn class_escape(&mut self, flags: Flags) -> Option<(Class, Option<char>)> {
        let character = self.next()?;
        let literal = match character {
            'b' => Some('\x08'),
            't' => Some('\t'),
            'n' => Some('\n'),
            'r' => Some('\r'),
            'f' => Some('\x0c'),
            'v' => Some('\x0b'),
            'a' => Some('\x07'),
            'e' => Some('\x1b'),
            'x' => Some(self.hexadecimal()?),
            character if character.is_ascii_alphanumeric() => None,
            character => Some(character),
        };
        let class = match literal {
            Some(literal) => Class::literal(literal, flags),
            None => self.escaped_class(character, flags)?,
        };
        Some((class, literal))
    }

    /// Whether a range goes on here: a `-` that is not the last of its class.
    fn is_range(&self) -> bool {
        self.rest.strip_prefix('-').is_some_and(|rest| !rest.starts_with(']'))
    }

    fn range(&mut self, from: char, flags: Flags) -> Option<Class> {
        self.skip("-");
        let to = match self.next()? {
            '[' => return None,
            '\\' => self.class_escape(flags)?.1?,
            character => character,
        };
        if !to.is_ascii() && flags.ignore_case {
            return Some(Class { one: false, ..Class::UNKNOWN });
        }
        let bytes = (0..128).filter(|byte| (from..=to).contains(&char::from(*byte)));
        Some(Class { set: bytes.fold(0, |set, byte| set | 1 << byte), exact: true, one: true }.in_case(flags))
    }

    /// The atom with its `*`, `+?`, `{2,}`.
    fn repeated(&mut self, mut ways: Vec<Way>, flags: Flags) -> Option<Vec<Way>> {
        let mut last = None;
        loop {
            self.skip_space(flags);
            let quantifier = match self.peek() {
                Some('?') if matches!(last, Some('*' | '+' | '?' | ',')) => {
                    // Lazy: the same matches in another order.
                    self.next();
                    last = Some('l');
                    continue;
                }
                Some('+') if matches!(last, Some('*' | '+' | '?')) => {
                    // Possessive: some of the same matches.
                    self.next();
                    last = Some('l');
                    continue;
                }
                Some('*') => (0, None, '*'),
                Some('+') => (1, None, '+'),
                Some('?') => (0, Some(1), '?'),
                Some('{') => match self.interval() {
                    Some((least, most, rest)) => {
                        self.rest = rest;
                        ways = repeat(&ways, least, most);
                        last = Some(if most == Some(least) { '=' } else { ',' });
                        continue;
                    }
                    None => return Some(ways),
                },
                _ => return Some(ways),
            };
            self.next();
            ways = repeat(&ways, quantifier.0, quantifier.1);
            last = Some(quantifier.2);
        }
    }

    /// `{2}`, `{2,}`, `{,3}`, `{2,3}`: least, most, and what follows. Anything else in braces is text.
    fn interval(&self) -> Option<(usize, Option<usize>, &'a str)> {
        let (inside, rest) = self.rest.strip_prefix('{')?.split_once('}')?;
        let number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok());
        Some(match inside.split_once(',') {
            None => (number(inside)??, Some(number(inside)??), rest),
            Some(("", most)) => (0, Some(number(most)??), rest),
            Some((least, "")) => (number(least)??, None, rest),
            // Which of the two is the greater is up to Oniguruma.
            Some((least, most)) => (number(least)??.min(number(most)??), None, rest),
        })
    }
}

fn at_end() -> Way {
    let mut way = Way::EMPTY;
    way.places[0] = Set { bytes: 1 << b'\n', edge: true };
    way
}

fn either(mut ways: Vec<Way>, more: Vec<Way>) -> Vec<Way> {
    ways.extend(more.into_iter().filter(|way| !way.is_impossible()));
    if ways.len() > MAX_WAYS { join(ways) } else { ways }
}

fn chain(ways: Vec<Way>, next: &[Way]) -> Vec<Way> {
    let mut chained = Vec::new();
    for way in ways {
        match way.length {
            None => {
                // Where it begins is known, but what must follow is of interest still.
                let needs = next.iter().map(|next| next.needs).reduce(|all, needs| all & needs).unwrap_or(0);
                chained = either(chained, vec![Way { needs: way.needs | needs, ..way }]);
            }
            Some(_) => chained = either(chained, next.iter().map(|next| way.then(next)).collect()),
        }
    }
    chained
}

fn join(ways: Vec<Way>) -> Vec<Way> {
    ways.into_iter().reduce(|all, way| all.or(&way)).into_iter().collect()
}

fn repeat(ways: &[Way], least: usize, most: Option<usize>) -> Vec<Way> {
    let mut repeated = vec![Way::EMPTY];
    for _ in 0..least.min(DEPTH) {
        repeated = chain(repeated, ways);
    }
    if most == Some(least) {
        return repeated;
    }
    let more = chain(repeated.clone(), ways);
    // Once more or, where it may be more often, once more and then who knows.
    let once = most == Some(least + 1);
    let more = more.into_iter().map(|way| Way { length: way.length.filter(|_| once), ..way }).collect();
    either(repeated, more)
}
