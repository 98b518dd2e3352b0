//! The nearest right answer to a word that is not one.

/// The candidate nearest to `word`: equal but for case, or with few letters changed, inserted, left out or swapped
/// (a third of the word's length at most). Of several equally near ones the first, so give them in a fixed order.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower: Vec<char> = word.to_lowercase().chars().collect();
    let most = (lower.len().div_ceil(3)).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other: Vec<char> = candidate.to_lowercase().chars().collect();
        let bound = best.map_or(most, |(distance, _)| distance.saturating_sub(1));
        if other.len().abs_diff(lower.len()) > bound {
            continue;
        }
        let distance = distance(&lower, &other);
        if distance <= bound {
            best = Some((distance, candidate));
            if distance == 0 {
                break;
            }
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Whether `near` can be nothing but what `word` meant: letters alone differ, by case or by one edit, and no other
/// candidate is as near. Digits never mend themselves: `v1` is no slip for `v2`.
pub fn is_sure<'a>(word: &str, near: &str, candidates: impl IntoIterator<Item = &'a str>) -> bool {
    let lower = |text: &str| text.to_lowercase().chars().collect::<Vec<char>>();
    let (word, near_lower) = (lower(word), lower(near));
    let digits = |text: &[char]| text.iter().copied().filter(|c| c.is_numeric()).collect::<Vec<char>>();
    if word.len() < 4 || digits(&word) != digits(&near_lower) {
        return false;
    }
    let away = distance(&word, &near_lower);
    let as_near = |candidate: &str| {
        let other = lower(candidate);
        other.len().abs_diff(word.len()) <= away && distance(&word, &other) <= away
    };
    away <= 1 && candidates.into_iter().filter(|candidate| *candidate != near).all(|candidate| !as_near(candidate))
}

/// Optimal string alignment: edits that turn `a` into `b`, a swap of neighbours counting as one.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1; b.len() + 1];
        for (j, y) in b.iter().enumerate() {
            row[j + 1] = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                row[j + 1] = row[j + 1].min(before[j - 1] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::{is_sure, nearest};

    #[test]
    fn the_nearest_word_is_found_and_a_far_one_is_not() {
        let words = ["title", "topics", "template", "description"];
        assert_eq!(nearest("titel", words), Some("title"));
        assert_eq!(nearest("Topics", words), Some("topics"));
        assert_eq!(nearest("descripton", words), Some("description"));
        assert_eq!(nearest("colour", words), None);
    }

    #[test]
    fn only_one_slip_with_one_answer_is_sure() {
        let sure = |word, near, words: &[&'static str]| is_sure(word, near, words.iter().copied());
        assert!(sure("instal", "install", &["install", "remove"]));
        assert!(sure("Setup", "setup", &["setup", "remove"]));
        assert!(!sure("setup-3", "setup-2", &["setup-1", "setup-2"]));
        assert!(!sure("part-3", "part-2", &["part-2"]));
        assert!(!sure("instll", "install", &["install", "instil"]));
        assert!(!sure("insal", "install", &["install"]));
        assert!(!sure("add", "adds", &["adds"]));
    }
}
