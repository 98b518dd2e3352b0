//! Which bucket a word falls into.
//!
//! There are 256 base buckets. Words that start with an ASCII letter or digit fall into the first 192, by alphabet, so
//! that the words that begin alike, which is what a reader types, and most misspellings lie in one shard. All others
//! fall into the last 64 by their first letters. A site that needs fewer shards joins neighbours, by powers of two.

/// How many base buckets there are.
pub(super) const BUCKETS: usize = 256;

/// How many of them hold words that start with ASCII.
pub(super) const ASCII: usize = 192;

/// The first word of each ASCII bucket after the first. They share out the index of a few million words of English
/// technical prose and code evenly: the largest holds 1.6 times the mean.
const STARTS: [&str; ASCII - 1] = [
    "01", "1", "10", "13", "17", "2", "2024", "23", "3", "35", "43", "51", "6", "7", "82", "a", "ab", "ad", "ae", "al",
    "alr", "an", "ap", "ar", "as", "ast", "au", "b", "bb", "bef", "bf", "bl", "bp", "bug", "bw", "c", "cam", "cas",
    "cf", "che", "cl", "co", "comm", "compl", "conf", "cont", "conv", "cor", "cq", "cs", "d", "de", "deg", "der", "df",
    "dis", "do", "doi", "du", "ea", "ej", "en", "ent", "er", "et", "ex", "exo", "ext", "fak", "fe", "fin", "fl", "fo",
    "fos", "fro", "fur", "ge", "gg", "go", "h", "has", "hel", "ho", "hv", "ie", "imp", "in", "ine", "inp", "int",
    "into", "ip", "isa", "iu", "k", "l", "lb", "let", "lig", "lis", "log", "m", "mak", "map", "mav", "me", "meth",
    "mio", "moi", "mt", "n", "nb", "neu", "ng", "non_", "nou", "o", "og", "onf", "opn", "org", "ou", "p", "par",
    "part", "pat", "pf", "pm", "pos", "pre", "pri", "prog", "ps", "q", "rap", "rea", "rec", "reg", "rem", "repr",
    "rer", "ret", "rf", "rp", "rus", "sa", "sc", "see", "sem", "serp", "seta", "sho", "sim", "sj", "so", "sp", "sph",
    "star", "std", "str", "stru", "su", "sup", "t", "tal", "tes", "the", "thi", "thr", "tj", "tol", "tr", "tru", "tv",
    "u", "une", "unn", "up", "useg", "v", "va", "ve", "w", "was", "wg", "whi", "win", "wk", "wr", "x", "yo",
];

/// The starts as numbers, which compare faster than text: none is longer than eight bytes.
const NUMBERS: [u64; ASCII - 1] = {
    let mut numbers = [0; ASCII - 1];
    let mut at = 0;
    while at < numbers.len() {
        numbers[at] = leading(STARTS[at].as_bytes());
        at += 1;
    }
    numbers
};

/// The first eight bytes as a number that is in order as the text is.
pub(super) const fn leading(bytes: &[u8]) -> u64 {
    if let Some(eight) = bytes.first_chunk() {
        return u64::from_be_bytes(*eight);
    }
    let (mut number, mut at) = (0, 0);
    while at < 8 {
        number = number << 8 | if at < bytes.len() { bytes[at] as u64 } else { 0 };
        at += 1;
    }
    number
}

/// The base bucket of a word that does not start with ASCII.
pub(super) fn beyond_ascii(word: &str) -> Option<usize> {
    let first = word.chars().next().filter(|first| !first.is_ascii())?;
    Some(ASCII + (spread(word, first) >> 26) as usize)
}

/// The base bucket of a word of ASCII with these [`leading`] bytes, from that of a word before it.
pub(super) fn walk(mut bucket: usize, leading: u64) -> usize {
    while NUMBERS.get(bucket).is_some_and(|start| *start <= leading) {
        bucket += 1;
    }
    bucket
}

/// The first word of a base bucket; empty for the first one.
pub(super) fn start(bucket: usize) -> &'static str {
    bucket.checked_sub(1).and_then(|at| STARTS.get(at)).copied().unwrap_or_default()
}

/// Two characters tell words of an alphabet apart; where words are pairs of characters, the first alone keeps all that
/// begin with it together.
fn spread(word: &str, first: char) -> u32 {
    let second = if super::tokens::is_dense(first) { None } else { word.chars().nth(1) };
    (u32::from(first) * 31 + second.map_or(0, u32::from)).wrapping_mul(0x9E37_79B1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_starts_are_in_order_and_every_word_lies_in_one_bucket() {
        assert!(STARTS.is_sorted() && STARTS.iter().all(|start| start.len() <= 8));
        let bucket = |word: &str| beyond_ascii(word).unwrap_or_else(|| walk(0, leading(word.as_bytes())));
        assert_eq!(bucket(""), 0);
        assert_eq!(bucket("zzz"), ASCII - 1);
        for (at, word) in STARTS.iter().enumerate() {
            assert_eq!(bucket(word), at + 1);
            assert_eq!(start(at + 1), *word);
        }
        assert!((ASCII..BUCKETS).contains(&bucket("язык")));
        assert_eq!(bucket("並行"), bucket("並列"));
    }
}
