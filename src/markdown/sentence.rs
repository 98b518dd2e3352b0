//! The sentence around a link, cut out of its paragraph.

use std::ops::Range;

use super::Sentence;

/// The most characters that a sentence may have.
const MOST: usize = 240;

/// The sentence of `block` that the link at `link` stands in. Looks no further than the characters that can be shown,
/// so that many links in one long paragraph cost no more than the paragraph.
pub(super) fn around(block: &str, link: Range<usize>) -> Sentence {
    let own = block.get(link.clone()).unwrap_or_default();
    let before = last_sentence(block.get(..link.start).unwrap_or_default());
    let after = first_sentence(block.get(link.end..).unwrap_or_default(), own);
    if before.len() + own.len() + after.len() <= MOST {
        return Sentence { before: before.to_owned(), link: own.to_owned(), after: after.to_owned() };
    }
    let own = shortened(own, MOST * 2 / 3);
    let left = MOST.saturating_sub(own.chars().count());
    let (long_before, long_after) = (before.chars().count(), after.chars().count());
    let for_after = long_after.min((left / 2).max(left.saturating_sub(long_before)));
    let for_before = long_before.min(left.saturating_sub(for_after));
    Sentence { before: shortened_front(before, for_before), link: own, after: shortened(after, for_after) }
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '\n')
}

/// Whether a sentence ends with the character `c` at `at`, and where the next one starts: after a full stop, what
/// closes behind it, a blank and no small letter (`e.g. this`). Scripts that write no blanks need none.
fn boundary(text: &str, at: usize, c: char) -> Option<usize> {
    let rest = &text[at + c.len_utf8()..];
    let closed = rest.trim_start_matches(['"', '\'', ')', ']', '”', '’', '»', '」']);
    let next = closed.trim_start();
    let wide = matches!(c, '。' | '！' | '？' | '\n');
    let fits = wide || (next.len() < closed.len() && !next.starts_with(char::is_lowercase));
    (fits || next.is_empty()).then(|| text.len() - next.len())
}

fn last_sentence(text: &str) -> &str {
    let mut start = 0;
    for (count, (at, c)) in text.char_indices().rev().enumerate() {
        // A full stop right before the link ends a sentence only if a blank follows it.
        if ends_sentence(c)
            && let Some(next) = boundary(text, at, c)
            && (next < text.len() || text.ends_with(char::is_whitespace) || matches!(c, '。' | '！' | '？'))
        {
            return &text[next..];
        }
        if count > MOST {
            start = at;
            break;
        }
    }
    text[start..].trim_start()
}

/// What follows the link, up to the end of its sentence; nothing if the link's own text ends it.
fn first_sentence<'a>(text: &'a str, link: &str) -> &'a str {
    let ended = link.ends_with(['.', '!', '?']) && text.starts_with(char::is_whitespace);
    if ended && text.trim_start().starts_with(char::is_uppercase) {
        return "";
    }
    for (count, (at, c)) in text.char_indices().enumerate() {
        if ends_sentence(c)
            && let Some(next) = boundary(text, at, c)
        {
            return text[..next].trim_end();
        }
        if count > MOST {
            return &text[..at];
        }
    }
    text.trim_end()
}

/// At most `most` characters, cut after a word and closed with `…`.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let last = text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
    let cut = match text[..end].rfind(char::is_whitespace) {
        Some(at) if at > 0 => at,
        _ => last,
    };
    format!("{}…", text[..cut].trim_end().trim_end_matches([',', ';', ':']))
}

fn shortened_front(text: &str, most: usize) -> String {
    let count = text.chars().count();
    if count <= most {
        return text.to_owned();
    }
    let start = text.char_indices().nth(count - most + 1).map_or(text.len(), |(at, _)| at);
    let cut = text[start..].find(char::is_whitespace).map_or(start, |at| start + at);
    format!("…{}", text[cut..].trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(marked: &str) -> (String, String, String) {
        let start = marked.find('[').unwrap();
        let end = marked.find(']').unwrap() - 1;
        let block = marked.replacen('[', "", 1).replacen(']', "", 1);
        let found = around(&block, start..end);
        (found.before, found.link, found.after)
    }

    fn whole(marked: &str) -> String {
        let (before, link, after) = sentence(marked);
        format!("{before}[{link}]{after}")
    }

    #[test]
    fn a_sentence_ends_at_its_full_stop() {
        assert_eq!(whole("One. See [the page] for more. Three."), "See [the page] for more.");
        assert_eq!(whole("[The page] says it."), "[The page] says it.");
        assert_eq!(whole("Is it so? (Yes.) See [x]."), "See [x].");
        assert_eq!(
            whole("Use it, e.g. with [x], or version 1.2 of it. No."),
            "Use it, e.g. with [x], or version 1.2 of it."
        );
        assert_eq!(whole("One. [Two.] Three."), "[Two.]");
        assert_eq!(whole("前。これは[リンク]です。次。"), "これは[リンク]です。");
    }

    #[test]
    fn a_long_sentence_is_cut_at_words() {
        let long = format!("{}[link]{}", "word ".repeat(100), " word".repeat(100));
        let (before, link, after) = sentence(&long);
        assert!(before.starts_with("…word") && after.ends_with("word…"));
        assert!(before.chars().count() + link.chars().count() + after.chars().count() <= 240);
        let (before, _, after) = sentence(&format!("{}[link] end.", "word ".repeat(100)));
        assert_eq!(after, " end.");
        assert!(before.chars().count() > 200);
    }

    #[test]
    fn cutting_never_leaves_more_than_asked_for() {
        assert_eq!(shortened("one two three", 8), "one two…");
        assert_eq!(shortened("onetwothree", 4), "one…");
        assert_eq!(shortened("one", 4), "one");
    }
}
