//! The difference of two texts, line by line, as `diff -u` shows it.

/// Lines of context around a difference.
const CONTEXT: usize = 3;

/// More lines than this are not compared one with one: the work grows with their product.
const MOST: usize = 4000;

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Both,
    Before,
    After,
}

/// Lines that go, marked `-`, lines that come, marked `+`, and some around them; empty if the texts are the same.
pub fn lines(before: &str, after: &str) -> String {
    let (a, b): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let end = a[start..].iter().rev().zip(b[start..].iter().rev()).take_while(|(x, y)| x == y).count();
    let mut all: Vec<(Side, &str)> = a[..start].iter().map(|line| (Side::Both, *line)).collect();
    middle(&a[start..a.len() - end], &b[start..b.len() - end], &mut all);
    all.extend(a[a.len() - end..].iter().map(|line| (Side::Both, *line)));
    shown(&all)
}

/// The longest common subsequence, by the usual table.
fn middle<'a>(a: &[&'a str], b: &[&'a str], all: &mut Vec<(Side, &'a str)>) {
    if a.len() > MOST || b.len() > MOST {
        all.extend(a.iter().map(|line| (Side::Before, *line)));
        all.extend(b.iter().map(|line| (Side::After, *line)));
        return;
    }
    let width = b.len() + 1;
    let mut longest = vec![0_u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i * width + j] = if a[i] == b[j] {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            all.push((Side::Both, a[i]));
            i += 1;
            j += 1;
        } else if j == b.len() || (i < a.len() && longest[(i + 1) * width + j] >= longest[i * width + j + 1]) {
            all.push((Side::Before, a[i]));
            i += 1;
        } else {
            all.push((Side::After, b[j]));
            j += 1;
        }
    }
}

fn shown(all: &[(Side, &str)]) -> String {
    let near = |at: usize| {
        let (from, to) = (at.saturating_sub(CONTEXT), (at + CONTEXT + 1).min(all.len()));
        all[from..to].iter().any(|(side, _)| *side != Side::Both)
    };
    let mut out = String::new();
    let mut left_out = false;
    for (at, (side, line)) in all.iter().enumerate() {
        if !near(at) {
            left_out = true;
            continue;
        }
        if std::mem::take(&mut left_out) {
            out.push_str("  …\n");
        }
        out.push_str(match side {
            Side::Both => "  ",
            Side::Before => "- ",
            Side::After => "+ ",
        });
        out.push_str(line);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn a_difference_shows_what_goes_and_what_comes() {
        assert_eq!(lines("a\nb\nc", "a\nx\nc"), "  a\n- b\n+ x\n  c\n");
        assert_eq!(lines("a", "a"), "");
        assert_eq!(lines("", "a"), "+ a\n");
        let long: String = (0..20).map(|line| format!("{line}\n")).collect();
        assert_eq!(lines(&long, &long.replace("10\n", "ten\n")), "  …\n  7\n  8\n  9\n- 10\n+ ten\n  11\n  12\n  13\n");
    }
}
