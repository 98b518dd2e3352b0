//! Character classes of Oniguruma, as far as they are about ASCII.

use super::syntax::{Flags, Reader};
use super::{Set, Way};

const DIGITS: &str = "0123456789";
pub(super) const WORD: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
const SPACE: &str = "\t\n\x0b\x0c\r ";
const HEX: &str = "0123456789ABCDEFabcdef";

/// One character that an atom can match.
#[derive(Clone, Copy)]
pub(super) struct Class {
    pub(super) set: u128,
    /// Whether the set says all. If not, it has at least what can match, and nothing may be concluded from its rest.
    pub(super) exact: bool,
    /// Whether it is always one byte. Ignoring case, `[ß]` is also `ss`.
    pub(super) one: bool,
}

impl Class {
    const UNKNOWN: Class = Class { set: u128::MAX, exact: false, one: true };

    pub(super) fn of(bytes: &str) -> Class {
        Class { set: bytes.bytes().fold(0, |set, byte| set | 1 << byte), exact: true, one: true }
    }

    pub(super) fn not(self) -> Class {
        if self.exact { Class { set: !self.set, ..self } } else { self }
    }

    /// A character as such.
    pub(super) fn literal(character: char, flags: Flags) -> Class {
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

    pub(super) fn way(self) -> Way {
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

impl Reader<'_> {
    /// An escape that stands for one character.
    pub(super) fn escaped_class(&mut self, character: char, flags: Flags) -> Option<Class> {
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
    pub(super) fn class(&mut self, flags: Flags) -> Option<Class> {
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
}
