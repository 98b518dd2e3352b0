//! Fixes applied: the edits of findings that need nobody's judgement, file by file.
//!
//! Enter at [`safe`]. Pure: texts in, texts out. Reading and writing files, and asking whether to, is `cli`'s.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Fix};
use crate::path::SourcePath;

/// A file with its fixes applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The file.
    pub path: SourcePath,
    /// Its text as the findings saw it.
    pub before: String,
    /// Its text with the fixes.
    pub after: String,
    /// How many were applied.
    pub fixes: usize,
}

/// The safe fixes of these findings, applied; `text` gives the text of a file. Where two fixes touch, the first counts:
/// after it the other may not be right any more, and the next check says so.
pub fn safe<'a>(
    findings: impl IntoIterator<Item = &'a Diagnostic>,
    text: impl Fn(&SourcePath) -> Option<String>,
) -> Vec<Edited> {
    let mut files: BTreeMap<&SourcePath, Vec<&Fix>> = BTreeMap::new();
    for finding in findings {
        if let Some(fix) = finding.fix.as_ref().filter(|fix| fix.safe) {
            files.entry(&finding.span.file).or_default().push(fix);
        }
    }
    let edited = files.into_iter().filter_map(|(path, fixes)| {
        let before = text(path)?;
        let (after, fixes) = applied(&before, fixes);
        (after != before).then(|| Edited { path: path.clone(), before, after, fixes })
    });
    edited.collect()
}

/// The text with these fixes, and how many of them are in it.
fn applied(text: &str, mut fixes: Vec<&Fix>) -> (String, usize) {
    fixes.sort_by_key(|fix| (fix.range.start, fix.range.end));
    let mut after = String::with_capacity(text.len());
    let (mut upto, mut count) = (0, 0);
    for fix in fixes {
        let (start, end) = (fix.range.start as usize, fix.range.end as usize);
        // Two insertions at one place touch as well.
        let free = start > upto || (start == upto && count == 0) || (start == upto && end > start);
        let Some(kept) = text.get(upto..start).filter(|_| free && start <= end && text.get(start..end).is_some())
        else {
            continue;
        };
        after.push_str(kept);
        after.push_str(&fix.text);
        (upto, count) = (end, count + 1);
    }
    after.push_str(text.get(upto..).unwrap_or_default());
    (after, count)
}

/// What changes, as a unified diff with three lines around each change.
pub fn diff(edited: &Edited) -> String {
    let (before, after) = (lines(&edited.before), lines(&edited.after));
    let mut out = format!("--- {0}\n+++ {0}\n", edited.path);
    let changes = changes(&before, &after);
    let mut at = 0;
    while let Some(first) = changes.get(at) {
        let mut last = at;
        while changes.get(last + 1).is_some_and(|next| next.old.start <= changes[last].old.end + 2 * AROUND) {
            last += 1;
        }
        hunk(&changes[at..=last], first, &before, &after, &mut out);
        at = last + 1;
    }
    out
}

const AROUND: usize = 3;

/// Lines that are replaced by others.
#[derive(Clone, Debug)]
struct Change {
    old: std::ops::Range<usize>,
    new: std::ops::Range<usize>,
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Fixes stay within a line or replace whole ones, so equal lines are found by walking along both texts and looking a
/// little ahead; what that misses is shown as one larger change.
fn changes(before: &[&str], after: &[&str]) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let (mut old, mut new) = (0, 0);
    while old < before.len() || new < after.len() {
        if before.get(old).is_some() && before.get(old) == after.get(new) {
            (old, new) = (old + 1, new + 1);
            continue;
        }
        let (gone, come) = resync(&before[old..], &after[new..]);
        changes.push(Change { old: old..old + gone, new: new..new + come });
        (old, new) = (old + gone, new + come);
    }
    changes
}

/// How many lines of each to pass over until both go on alike.
fn resync(before: &[&str], after: &[&str]) -> (usize, usize) {
    const LOOK: usize = 20;
    for far in 1..=2 * LOOK {
        for gone in far.saturating_sub(LOOK)..=far.min(LOOK) {
            let come = far - gone;
            if before.get(gone).is_some() && before.get(gone) == after.get(come) {
                return (gone, come);
            }
        }
    }
    (before.len(), after.len())
}

fn hunk(changes: &[Change], first: &Change, before: &[&str], after: &[&str], out: &mut String) {
    let lead = first.old.start.min(AROUND);
    let last = changes.last().unwrap_or(first);
    let tail = (before.len() - last.old.end).min(AROUND);
    let old = first.old.start - lead..last.old.end + tail;
    let new = first.new.start - lead..last.new.end + tail;
    out.push_str(&format!("@@ -{},{} +{},{} @@\n", old.start + 1, old.len(), new.start + 1, new.len()));
    let mut at = old.start;
    for change in changes {
        before[at..change.old.start].iter().for_each(|line| put(' ', line, out));
        before[change.old.clone()].iter().for_each(|line| put('-', line, out));
        after[change.new.clone()].iter().for_each(|line| put('+', line, out));
        at = change.old.end;
    }
    before[at..old.end].iter().for_each(|line| put(' ', line, out));
}

fn put(sign: char, line: &str, out: &mut String) {
    out.push(sign);
    out.push_str(line.trim_end_matches(['\n', '\r']));
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::diagnostic::{Code, Span};

    fn finding(range: std::ops::Range<u32>, text: &str, safe: bool) -> Diagnostic {
        let file = SourcePath::new("content/a.md");
        Diagnostic::new(Code::BrokenLink, Span { file, range: range.clone() }, "x").fix(range, text, safe)
    }

    fn fixed(text: &str, findings: &[Diagnostic]) -> Vec<Edited> {
        safe(findings, |_| Some(text.to_owned()))
    }

    #[test]
    fn several_fixes_of_one_file_are_applied_and_unsafe_ones_are_not() {
        let findings = [finding(4..7, "THREE", true), finding(0..1, "", true), finding(2..3, "no", false)];
        let edited = fixed("a b cde f", &findings);
        assert_eq!((edited[0].after.as_str(), edited[0].fixes), (" b THREE f", 2));
    }

    #[test]
    fn of_two_fixes_that_touch_the_first_counts() {
        let edited = fixed("abcdef", &[finding(1..4, "X", true), finding(3..5, "Y", true), finding(9..20, "Z", true)]);
        assert_eq!((edited[0].after.as_str(), edited[0].fixes), ("aXef", 1));
        let twice = [finding(2..2, "X", true), finding(2..2, "X", true)];
        assert_eq!(fixed("abcd", &twice)[0].after, "abXcd");
        // Not at the border of a character.
        assert_eq!(fixed("ä", &[finding(0..1, "X", true)]), []);
    }

    #[test]
    fn a_diff_shows_what_changes() {
        let text: String = (1..=30).map(|number| format!("line {number}\n")).collect();
        let place = |line: &str| {
            let at = text.find(line).unwrap() as u32;
            at..at + line.len() as u32
        };
        let findings = [
            finding(place("line 2"), "second", true),
            finding(place("line 7"), "seventh", true),
            finding(place("line 29\n"), "", true),
        ];
        expect![[r#"
            --- content/a.md
            +++ content/a.md
            @@ -1,10 +1,10 @@
             line 1
            -line 2
            +second
             line 3
             line 4
             line 5
             line 6
            -line 7
            +seventh
             line 8
             line 9
             line 10
            @@ -26,5 +26,4 @@
             line 26
             line 27
             line 28
            -line 29
             line 30
        "#]]
        .assert_eq(&diff(&fixed(&text, &findings)[0]));
    }
}
