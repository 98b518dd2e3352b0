//! The law: a build over what is kept from earlier ones makes the same bytes as a clean one. And the same input makes
//! the same bytes anywhere.
//!
//! Random edits are applied to a small site on the disk; after each, the site is built over its cache and output, and
//! walked on from the moment before, as the preview does. Both are compared with a build that knows nothing.
//! `FINGERPOST_SOAK=1` raises the number of sequences.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use crate::harness::{self, Clean, Kept, TODAY};

/// Whether the long versions of the tests are asked for.
#[expect(clippy::disallowed_methods, reason = "tests alone read this")]
pub(crate) fn soak() -> bool {
    std::env::var("FINGERPOST_SOAK").is_ok_and(|value| value == "1")
}

type Files = BTreeMap<String, String>;

/// What kind of edit, and two numbers that say which file and how.
type Edit = (u8, u8, u8);

fn site() -> Files {
    let mut files = harness::files(crate::decisions::DECISION);
    files.extend(harness::files(
        r#"
-- fingerpost.toml --
title = "Site"
base_url = "https://example.org/"
-- content/_index.md --
# Home
[a](guide/a.md), [the kinds](kinds.md) and [[C]].
-- content/guide/_index.md --
+++
title = "Guide"
[cascade]
topics = ["all"]
+++
-- content/guide/a.md --
+++
title = "A"
topics = ["speed"]
weight = 2
aliases = ["/old/a/"]
date = 2026-01-02
+++
See [B](b.md#part) and ![p](p.png). Judged in [](decision:kind/speed/short).

```go {file="a/main.go" region="main"}
```

## First
Text with [C](../ops/c.md).
-- content/guide/a/main.go --
package main

// #region main
func main() { println(1) }
// #endregion main
-- content/guide/b.md --
+++
title = "B"
topics = ["speed", "size"]
+++
## Part
Back to [A](a.md#first). `code`[^1]

[^1]: A note.

```python
print("b")
```
-- content/guide/p.png --
PNG
-- content/ops/c.md --
# C

```pages
by = "topics"
```

```decision
use = "kind"
show = "rules"
```
-- content/ops/deep/d.md --
+++
title = "D"
date = 2026-03-04
+++
[C](../c.md)
-- content/topics/speed.md --
+++
title = "Speed"
+++
How long.
-- content/topics/size.md --
-- content/topics/all.md --
-- content/topics/writing.md --
-- themes/default/words/fr.toml --
next = "Suivant"
"#,
    ));
    files
}

const WORDS: [&str; 6] = ["One", "Two & three", "`Four`", "Fünf", "<six>", "Seven words in a row"];

fn word(how: u8) -> &'static str {
    WORDS[usize::from(how) % WORDS.len()]
}

/// The pages that an edit may take.
fn pages(files: &Files) -> Vec<String> {
    let page = |path: &&String| {
        path.starts_with("content/")
            && path.ends_with(".md")
            && !path.contains("/topics/")
            && !path.contains("/decisions/")
    };
    files.keys().filter(page).cloned().collect()
}

fn set_key(text: &str, key: &str, value: &str) -> String {
    let line = format!("{key} = {value}");
    let Some(rest) = text.strip_prefix("+++\n") else { return format!("+++\n{line}\n+++\n{text}") };
    let (front, body) = rest.split_once("+++\n").unwrap_or((rest, ""));
    let mut lines: Vec<&str> = front.lines().filter(|it| !it.starts_with(&format!("{key} ="))).collect();
    // Above any table.
    lines.insert(0, &line);
    format!("+++\n{}\n+++\n{body}", lines.join("\n"))
}

/// One edit, as an author could make it. Some make a site that does not build: then both ways must say the same.
fn apply(files: &mut Files, original: &Files, (kind, which, how): Edit) {
    let pages = pages(files);
    let pick = |list: &[String]| (!list.is_empty()).then(|| list[usize::from(which) % list.len()].clone());
    let Some(page) = pick(&pages) else {
        files.clone_from(original);
        return;
    };
    let text = files[&page].clone();
    let mut put = |path: &str, text: String| {
        files.insert(path.to_owned(), text);
    };
    match kind % 31 {
        0 => put(&page, format!("{text}\n{} more.\n", word(how))),
        1 => put(&page, format!("{text}\n## {}\n", word(how))),
        2 => put(&page, set_key(&text, "title", &format!("'{}'", word(how)))),
        3 => put(
            &page,
            set_key(&text, "topics", ["[]", "[\"speed\"]", "[\"size\", \"speed\"]", "[\"new\"]"][usize::from(how) % 4]),
        ),
        4 => put(&page, set_key(&text, "weight", &(how % 5).to_string())),
        5 => put(&page, set_key(&text, "draft", if how % 2 == 0 { "true" } else { "false" })),
        6 => put(&page, set_key(&text, "aliases", &format!("[\"/was/{}/\"]", how % 4))),
        7 => put(&page, set_key(&text, "slug", &format!("'s{}'", how % 4))),
        8 => put(&page, set_key(&text, "description", &format!("'{}'", word(how)))),
        9 => put(&page, set_key(&text, "date", &format!("2026-0{}-01", 1 + how % 9))),
        10 => put(
            &page,
            format!(
                "{text}\n[link]({})\n",
                ["b.md", "/kinds.md#short", "@/guide/a.md", "../ops/c.md"][usize::from(how) % 4]
            ),
        ),
        11 => put(&page, format!("{text}\n```go\nvar x = {how}\n```\n")),
        12 => put(&format!("content/guide/n{}.md", how % 3), format!("# New {how}\n[A](a.md)\n")),
        13 => put(&format!("content/new{}/x.md", how % 2), format!("# X {how}\n")),
        14 => {
            files.remove(&page);
        }
        15 => {
            let text = files.remove(&page).expect("the page");
            files.insert(format!("content/guide/r{}.md", how % 3), text);
        }
        16 => {
            let (from, to) = [
                ("content/guide/", "content/book/"),
                ("content/book/", "content/guide/"),
                ("content/ops/", "content/guide/ops/"),
            ][usize::from(how) % 3];
            let moved: Vec<String> = files.keys().filter(|path| path.starts_with(from)).cloned().collect();
            for path in moved {
                let text = files.remove(&path).expect("a file");
                files.insert(path.replacen(from, to, 1), text);
            }
        }
        17 => put(
            "fingerpost.toml",
            format!(
                "title = \"Site {}\"\nbase_url = \"https://example.org/{}\"\n",
                how % 3,
                if how % 2 == 0 { "" } else { "sub/" }
            ),
        ),
        18 => put(
            "fingerpost.toml",
            format!(
                "title = \"Site\"\n{}\n",
                [
                    "url_style = \"file\"",
                    "language = \"fr\"",
                    "[outputs]\nmarkdown = false",
                    "[search]\nenabled = false",
                    "[nav]\nhide = [\"guide/a.md\"]",
                    "[markdown]\nraw_html = \"escape\""
                ][usize::from(how) % 6]
            ),
        ),
        19 => put(
            "themes/default/templates/partials/foot.html",
            format!("<footer>{how} {{{{ page.next | json_encode | safe }}}}</footer>"),
        ),
        20 => put(
            "themes/default/templates/page.html",
            format!("<p>{how}</p>{{{{ page.title }}}}{{{{ content }}}}{{{{ navigation }}}}"),
        ),
        21 => put("themes/default/assets/css/user.css", format!("body {{ margin: {how}px }}\n")),
        22 => {
            files.retain(|path, _| {
                !path.starts_with("themes/default/templates") && !path.starts_with("themes/default/assets")
            });
        }
        23 => put("content/topics/speed.md", format!("+++\ntitle = \"Speed {}\"\n+++\n{}\n", how % 3, word(how))),
        24 => {
            let decision = original["content/decisions/kind.toml"].clone();
            let changed = match how % 4 {
                0 => decision.replace("One screen.", &format!("Screens: {how}.")),
                1 => decision.replacen("verdict = \"fair\"", "verdict = \"poor\"", 1),
                2 => decision.replace("Which kind?", &format!("Which kind {how}?")),
                _ => decision,
            };
            files.insert("content/decisions/kind.toml".to_owned(), changed);
        }
        25 => put(
            "content/guide/a/main.go",
            format!("package main\n\n// #region main\nfunc main() {{ println({how}) }}\n// #endregion main\n"),
        ),
        26 => put("content/guide/p.png", format!("PNG {how}\n")),
        27 => put(
            "content/guide/_index.md",
            format!(
                "+++\ntitle = \"Guide\"\n[cascade]\ntopics = [\"{}\"]\nlayout = \"{}\"\n+++\n",
                ["all", "size"][usize::from(how) % 2],
                ["wide", "normal"][usize::from(how / 2) % 2]
            ),
        ),
        28 => files.clone_from(original),
        29 => {
            let back = original.get(&page).cloned();
            if let Some(back) = back {
                files.insert(page, back);
            }
        }
        _ => put(&page, format!("{text}\n<div id=\"x{how}\" onclick=\"x()\">raw</div>\n")),
    }
}

/// Makes the disk hold the files, touching only what differs.
fn sync(root: &Path, before: &Files, after: &Files) {
    for path in before.keys().filter(|path| !after.contains_key(*path)) {
        fs::remove_file(root.join(path)).expect("our file");
        let mut folder = root.join(path);
        while folder.pop() && folder != root && fs::remove_dir(&folder).is_ok() {}
    }
    for (path, text) in after {
        if before.get(path) != Some(text) {
            let full = root.join(path);
            fs::create_dir_all(full.parent().expect("a folder")).expect("a new folder");
            fs::write(full, text).expect("a new file");
        }
    }
}

fn obey(edits: &[Edit]) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let root = folder.path().canonicalize().expect("a real folder");
    let original = site();
    let mut files = Files::new();
    let mut next = original.clone();
    let mut kept = Kept::new(&root);
    for (step, edit) in std::iter::once(None).chain(edits.iter().map(Some)).enumerate() {
        if let Some(edit) = edit {
            apply(&mut next, &original, *edit);
        }
        // What stands where a folder must go would be no edit of a site.
        sync(&root, &files, &next);
        files.clone_from(&next);
        let clean = Clean::of(&files);
        if let Err(difference) = kept.build().and_then(|()| kept.compare(&clean)) {
            return Err(TestCaseError::fail(format!("after step {step}, {edit:?}: {difference}")));
        }
        if let Err(difference) = kept.advance().and_then(|()| kept.compare_moment(&clean)) {
            return Err(TestCaseError::fail(format!("walking on at step {step}, {edit:?}: {difference}")));
        }
    }
    Ok(())
}

#[test]
fn an_incremental_build_is_a_clean_build() {
    let (cases, length) = if soak() { (10_000, 50) } else { (200, 20) };
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 300, ..Config::default() };
    let mut runner = if soak() {
        TestRunner::new(config)
    } else {
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
    };
    let edits = proptest::collection::vec(any::<Edit>(), 1..=length);
    runner.run(&edits, |edits| obey(&edits)).unwrap_or_else(|error| panic!("{error}"));
}

/// The same through the command, which may see at once that nothing has changed.
fn obey_on_the_command_line(edits: &[Edit]) -> Result<(), TestCaseError> {
    let folder = crate::program::Folder::new("");
    let original = site();
    let mut files = Files::new();
    let mut next = original.clone();
    let built = Kept::new(folder.root());
    for (step, edit) in std::iter::once(None).chain(edits.iter().map(Some)).enumerate() {
        if let Some(edit) = edit {
            apply(&mut next, &original, *edit);
        }
        sync(folder.root(), &files, &next);
        files.clone_from(&next);
        let clean = Clean::of(&files);
        // The second of two finds nothing to do.
        for _ in 0..2 {
            let run = folder.run(&["build"]);
            let fine = run.code == i32::from(clean.failed);
            prop_assert!(fine, "after step {step}, {edit:?}: {run:?}");
            if let Err(difference) = built.compare_outputs(&clean) {
                return Err(TestCaseError::fail(format!("after step {step}, {edit:?}: {difference}")));
            }
        }
    }
    Ok(())
}

#[test]
fn the_command_obeys_too() {
    let cases = if soak() { 200 } else { 6 };
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 100, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::XorShift));
    let edits = proptest::collection::vec(any::<Edit>(), 8..=12);
    runner.run(&edits, |edits| obey_on_the_command_line(&edits)).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn equal_outputs_keep_their_time() {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let root = folder.path().canonicalize().expect("a real folder");
    let files = site();
    sync(&root, &Files::new(), &files);
    let mut kept = Kept::new(&root);
    kept.build().expect("a build");
    let before = times(&root.join("public"));
    let mut next = files.clone();
    apply(&mut next, &files, (0, 3, 0));
    sync(&root, &files, &next);
    kept.build().expect("a build");
    let after = times(&root.join("public"));
    let (same, other): (Vec<_>, Vec<_>) = after.iter().partition(|(path, time)| before.get(*path) == Some(time));
    assert!(same.len() > 20 && !other.is_empty() && other.len() < 10, "{} {}", same.len(), other.len());
}

fn times(root: &Path) -> BTreeMap<String, std::time::SystemTime> {
    let files = walkdir::WalkDir::new(root)
        .into_iter()
        .map(|entry| entry.expect("a readable folder"))
        .filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            (entry.path().display().to_string(), entry.path().metadata().and_then(|it| it.modified()).expect("a time"))
        })
        .collect()
}

#[test]
fn one_thread_and_many_make_the_same_bytes() {
    let site = site();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| Clean::of(&site).outputs)
    };
    let one = with(1);
    assert!(one.len() > 30);
    for threads in [2, 8] {
        assert_eq!(with(threads), one, "{threads} threads");
    }
}

#[test]
fn the_folder_the_day_and_the_order_of_writing_change_nothing() {
    let site = site();
    let usual = Clean::of(&site);
    for (name, day) in [("a", TODAY), ("a longer name é", jiff::civil::date(2027, 6, 1))] {
        let folder = tempfile::tempdir().expect("a folder for temporary files");
        let root = folder.path().canonicalize().expect("a real folder").join(name);
        fs::create_dir(&root).expect("a folder");
        for path in site.keys().rev() {
            let one: Files = [(path.clone(), site[path].clone())].into();
            sync(&root, &Files::new(), &one);
        }
        let mut kept = Kept::on(&root, day);
        kept.build().expect("a build");
        // Findings may know the day; bytes may not.
        kept.compare_outputs(&usual).expect("the same bytes");
    }
}

#[test]
fn locale_time_zone_mask_and_epoch_change_nothing() {
    let folder = crate::program::Folder::new("");
    for (path, text) in site() {
        folder.write(&path, text);
    }
    let usual = folder.clean_build();
    let environments: &[&[(&str, &str)]] = &[
        &[("LANG", "de_DE.UTF-8"), ("LC_ALL", "tr_TR.UTF-8")],
        &[("TZ", "Pacific/Kiritimati")],
        &[("SOURCE_DATE_EPOCH", "1795478400")],
        &[("SOURCE_DATE_EPOCH", "4102444800")],
        &[("HOME", "/nonexistent"), ("NO_COLOR", "1"), ("TERM", "dumb")],
        &[("RAYON_NUM_THREADS", "1")],
    ];
    for (number, environment) in environments.iter().enumerate() {
        let out = folder.around().join(format!("out{number}"));
        let mut command = std::process::Command::new("sh");
        command.args(["-c", "umask 077; exec \"$0\" build --no-cache -o \"$1\"", env!("CARGO_BIN_EXE_fingerpost")]);
        command.arg(&out).current_dir(folder.root()).envs(environment.iter().copied());
        assert!(command.output().expect("a shell").status.success());
        let made = crate::program::bytes(folder.tree(&format!("../out{number}")));
        assert_eq!(made, usual, "{environment:?}");
    }
}
