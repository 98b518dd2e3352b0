//! Ids of headings, as code hosts make them from a heading's text.

use std::collections::HashMap;

/// The id that a heading's text makes: lower case, letters, digits, `-` and `_` kept, blanks to hyphens.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            'a'..='z' | '0'..='9' | '-' | '_' => slug.push(c),
            'A'..='Z' => slug.push(c.to_ascii_lowercase()),
            ' ' | '\n' | '\t' => slug.push('-'),
            c if c.is_ascii() => {}
            // Marks belong to the letter before them: without them many scripts would lose their vowels.
            c if c.is_alphanumeric() || is_mark(c) => slug.extend(c.to_lowercase()),
            _ => {}
        }
    }
    if slug.is_empty() { "section".to_owned() } else { slug }
}

/// Combining marks of the blocks that hold them, near enough: what counts is that words of Indic and other scripts
/// keep their vowels and that emoji and punctuation do not pass.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x300..=0x36F | 0x483..=0x489 | 0x591..=0x5C7 | 0x610..=0x61A | 0x64B..=0x65F
        | 0x670 | 0x6D6..=0x6ED | 0x900..=0x903 | 0x93A..=0x94F | 0x951..=0x957 | 0x980..=0xDFF | 0xE31..=0xE4E
        | 0xEB1..=0xECD | 0xF71..=0xFBC | 0x102B..=0x103E | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20F0
        | 0x302A..=0x302F | 0x3099 | 0x309A)
}

/// The ids of one page: hands out each of them once.
#[derive(Default)]
pub(super) struct Ids {
    /// Each id, with the number that was last tried for a second one of that name.
    taken: HashMap<String, u32>,
}

impl Ids {
    /// Takes an id as it is; false if it is taken.
    pub(super) fn take(&mut self, id: &str) -> bool {
        if self.taken.contains_key(id) {
            return false;
        }
        self.taken.insert(id.to_owned(), 0);
        true
    }

    /// The id itself, or with the first number that makes it new.
    pub(super) fn unique(&mut self, id: String) -> String {
        let Some(mut number) = self.taken.get(&id).copied() else {
            self.taken.insert(id.clone(), 0);
            return id;
        };
        loop {
            number += 1;
            let numbered = format!("{id}-{number}");
            if self.take(&numbered) {
                self.taken.insert(id, number);
                return numbered;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_what_code_hosts_make() {
        assert_eq!(slug("Hello, World!"), "hello-world");
        assert_eq!(slug("C++ & `Go` 1.26"), "c--go-126");
        assert_eq!(slug("snake_case and kebab-case"), "snake_case-and-kebab-case");
        assert_eq!(slug("Über größe"), "über-größe");
        assert_eq!(slug("日本語 の見出し"), "日本語-の見出し");
        assert_eq!(slug("हिन्दी"), "हिन्दी");
        assert_eq!(slug("🚀 Start"), "-start");
        assert_eq!(slug("?!"), "section");
    }

    #[test]
    fn a_second_id_of_one_name_gets_a_number() {
        let mut ids = Ids::default();
        assert!(ids.take("a-1"));
        assert_eq!(ids.unique("a".to_owned()), "a");
        assert_eq!(ids.unique("a".to_owned()), "a-2");
        assert_eq!(ids.unique("a-1".to_owned()), "a-1-1");
        assert_eq!(ids.unique("a".to_owned()), "a-3");
        assert!(!ids.take("a"));
    }
}
