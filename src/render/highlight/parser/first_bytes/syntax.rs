//! Oniguruma's syntax, as far as it says how a match begins.
//!
//! Always true: a match of the pattern on a line of ASCII goes one of the ways. Whatever is in doubt is
//! [`Way::UNKNOWN`], or ends the reading.

use super::class::{Class, WORD};
use super::{DEPTH, Set, Way};

/// More ways than this are joined to one.
const MAX_WAYS: usize = 64;

/// The ways in which a pattern can match; none if it is not understood.
pub(super) fn ways(regex: &str) -> Option<Vec<Way>> {
    let mut reader = Reader { rest: regex };
    let ways = reader.alternatives(Flags::default())?;
    reader.rest.is_empty().then_some(ways)
}

#[derive(Clone, Copy, Default)]
pub(super) struct Flags {
    pub(super) ignore_case: bool,
    extended: bool,
}

pub(super) struct Reader<'a> {
    pub(super) rest: &'a str,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.rest = &self.rest[character.len_utf8()..];
        Some(character)
    }

    pub(super) fn skip(&mut self, text: &str) -> bool {
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
