//! Where on a page a word is, in bytes: section and weight, and whether another place follows.
//!
//! The form in which records hold it is the one in which shards gather it, so that making a shard copies bytes.

/// A section that has a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) section: u16,
    /// Six bits. Low four: how much of the text is about the word, 1 to 15, 0 if it is in the heading alone. High two:
    /// 0 if it is not in the heading, else the more, the shorter the heading; the heading of section 0 is the title.
    pub(super) weight: u8,
    /// Whether another place of the word on this page follows.
    pub(super) more: bool,
}

/// Appends places, given as section and weight.
pub(super) fn write(places: &[(u16, u8)], out: &mut Vec<u8>) {
    for (at, (section, weight)) in places.iter().enumerate() {
        number(u32::from(*section) << 1 | u32::from(at + 1 < places.len()), out);
        out.push(*weight);
    }
}

/// The places at the start of `bytes`.
pub(super) fn read(bytes: &[u8]) -> Places<'_> {
    Places { rest: bytes, more: true }
}

/// Reads places up to the last of a page.
pub(super) struct Places<'a> {
    rest: &'a [u8],
    more: bool,
}

impl<'a> Places<'a> {
    /// What follows the places read so far.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

impl Iterator for Places<'_> {
    type Item = Place;

    fn next(&mut self) -> Option<Place> {
        if !self.more {
            return None;
        }
        let (number, rest) = read_number(self.rest)?;
        let (weight, rest) = rest.split_first()?;
        (self.more, self.rest) = (number & 1 == 1, rest);
        Some(Place { section: (number >> 1) as u16, weight: *weight, more: self.more })
    }
}

/// Appends a number in groups of seven bits, lowest first.
pub(super) fn number(mut value: u32, out: &mut Vec<u8>) {
    while value >= 128 {
        out.push(value as u8 | 128);
        value >>= 7;
    }
    out.push(value as u8);
}

/// The number at the start of `bytes`, and what follows it.
pub(super) fn read_number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let mut value = 0;
    for (at, byte) in bytes.iter().enumerate().take(5) {
        value |= u32::from(byte & 127) << (7 * at);
        if byte & 128 == 0 {
            return Some((value, &bytes[at + 1..]));
        }
    }
    None
}
