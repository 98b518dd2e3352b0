//! Twice the text takes twice the time: no input makes the work grow with the square of its size.
//!
//! Eight times the size may take forty times as long: the square would be sixty-four, and a machine that does other
//! things is noisy. The better of two runs counts.

use std::time::{Duration, Instant};

use super::outcome;

fn files(page: String) -> Vec<(String, Vec<u8>)> {
    vec![("content/a.md".to_owned(), page.into_bytes()), ("content/b.md".to_owned(), b"# B\n".to_vec())]
}

fn best(files: &[(String, Vec<u8>)]) -> Duration {
    let run = || {
        let started = Instant::now();
        outcome(files);
        started.elapsed()
    };
    (0..2).map(|_| run()).min().unwrap_or_default()
}

#[track_caller]
fn linear(name: &str, size: usize, make: impl Fn(usize) -> Vec<(String, Vec<u8>)>) {
    let (small, large) = (best(&make(size)), best(&make(8 * size)));
    // What every site costs does not grow.
    let limit = small.max(Duration::from_millis(20)) * 40;
    assert!(large < limit, "{name}: {small:?} for {size}, {large:?} for {}", 8 * size);
}

#[test]
fn texts_take_time_by_their_length() {
    linear("words", 5_000, |n| files("word ".repeat(n)));
    linear("links", 500, |n| files("[x](b.md) ".repeat(n)));
    linear("broken links", 100, |n| files((0..n).map(|k| format!("[x](gone-{k}.md)\n")).collect()));
    linear("broken anchors", 100, |n| {
        let headings: String = (0..n).map(|k| format!("## Heading {k}\n")).collect();
        files(headings + &(0..50).map(|k| format!("[x](#nowhere-{k})\n")).collect::<String>())
    });
    linear("equal headings", 250, |n| files("## Same\n".repeat(n)));
    linear("code", 100, |n| files("```go\nx := 1\n```\n\n".repeat(n)));
    linear("undefined references", 250, |n| files("[x][nowhere] ".repeat(n)));
    linear("foreign syntax", 250, |n| files("{{< x >}}\n\n".repeat(n)));
    linear("raw html", 250, |n| files("<p onclick=x>a</p>\n\n".repeat(n)));
}

#[test]
fn front_matter_takes_time_by_its_length() {
    linear("keys of toml", 250, |n| {
        files(format!("+++\n[extra]\n{}+++\n", (0..n).map(|k| format!("k{k} = 1\n")).collect::<String>()))
    });
    linear("keys of yaml", 250, |n| {
        files(format!("---\nextra:\n{}---\n", (0..n).map(|k| format!("  k{k}: 1\n")).collect::<String>()))
    });
    linear("unknown keys", 100, |n| {
        files(format!("+++\n{}+++\n", (0..n).map(|k| format!("k{k} = 1\n")).collect::<String>()))
    });
    linear("topics", 30, |n| {
        files(format!("+++\ntopics = [{}]\n+++\n", (0..n).map(|k| format!("\"t{k}\",")).collect::<String>()))
    });
}

#[test]
fn sites_take_time_by_their_pages() {
    linear("pages", 20, |n| (0..n).map(|k| (format!("content/p{k}.md"), b"# A\n\n[x](p0.md)\n".to_vec())).collect());
    linear("sections", 10, |n| (0..n).map(|k| (format!("content/s{k}/p.md"), b"# A\n".to_vec())).collect());
}
