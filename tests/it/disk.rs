//! Building into a real folder: what is written, kept, removed and refused, and what a failure or a kill leaves.

use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::program::{Folder, bytes, end};

const SITE: &str = r#"
-- fingerpost.toml --
title = "Site"
base_url = "https://example.org/"
-- content/_index.md --
# Home
[a](guide/a.md)
-- content/guide/a.md --
+++
title = "A"
topics = ["one"]
+++
Text of A.

```go {file="a/main.go"}
```
-- content/guide/a/main.go --
package main
-- content/guide/b.md --
# B
![p](p.png)
-- content/guide/p.png --
PNG
"#;

#[test]
fn a_second_build_touches_nothing() {
    let site = Folder::new(SITE);
    site.build();
    let before = site.public();
    site.build().said("0 outputs written");
    assert_eq!(site.public(), before);
    site.run(&["build", "--no-cache"]).ended(0).said("0 outputs written");
    assert_eq!(site.public(), before);
    site.remove(".fingerpost");
    site.build().said("0 outputs written");
    assert_eq!(site.public(), before);
}

#[test]
fn an_edit_touches_what_it_changes_alone() {
    let site = Folder::new(SITE);
    site.build();
    let before = site.public();
    site.write("content/guide/b.md", "# B\n![p](p.png)\n\nMore.\n");
    site.build();
    let after = site.public();
    let changed: Vec<&str> =
        after.iter().filter(|(path, it)| before.get(*path) != Some(it)).map(|(path, _)| path.as_str()).collect();
    assert!(changed.contains(&"guide/b/index.html") && changed.contains(&"guide/b/index.md"), "{changed:?}");
    assert!(!changed.iter().any(|path| path.starts_with("guide/a") || *path == "index.html"), "{changed:?}");
}

#[test]
fn outputs_of_sources_that_are_gone_are_removed_with_their_folders() {
    let site = Folder::new(SITE);
    site.build();
    site.remove("content/guide/b.md");
    site.remove("content/guide/p.png");
    site.build();
    assert!(!site.has("public/guide/b") && !site.has("public/guide/p.png"));
    assert!(site.has("public/guide/a/index.html"));
    assert_eq!(bytes(site.public()), site.clean_build());
}

#[test]
fn a_file_of_ours_that_was_edited_is_written_again_or_kept_but_never_removed() {
    let site = Folder::new(SITE);
    site.build();
    site.write("public/guide/b/index.html", "edited");
    site.write("public/guide/a/index.html", "edited too");
    site.remove("content/guide/b.md");
    site.remove("content/guide/p.png");
    site.build().said("kept guide/b/index.html");
    assert_eq!(site.read("public/guide/b/index.html"), "edited");
    assert!(site.read("public/guide/a/index.html").contains("Text of A."));
}

#[test]
fn what_was_removed_from_the_output_comes_back() {
    let site = Folder::new(SITE);
    site.build();
    let before = bytes(site.public());
    site.remove("public/guide");
    site.remove("public/robots.txt");
    site.build();
    assert_eq!(bytes(site.public()), before);
    site.remove("public");
    site.build();
    assert_eq!(bytes(site.public()), before);
}

#[test]
fn a_page_and_a_folder_may_change_places() {
    let site = Folder::new("-- content/a.md --\n+++\npath = \"x.html\"\n+++\n");
    site.build();
    site.write("content/a.md", "+++\npath = \"x.html/y\"\n+++\n");
    site.build();
    assert_eq!(bytes(site.public()), site.clean_build());
    site.write("content/a.md", "+++\npath = \"x.html\"\n+++\n");
    site.build();
    assert_eq!(bytes(site.public()), site.clean_build());
}

/// Something of the author's in the output folder.
type Foreign = (&'static str, &'static dyn Fn(&Folder));

const FOREIGN: &[Foreign] = &[
    ("CNAME", &|site| site.write("public/CNAME", "example.org")),
    (".nojekyll", &|site| site.write("public/.nojekyll", "")),
    (".gitignore", &|site| site.write("public/.gitignore", "*\n!.gitignore\n")),
    (".git", &|site| site.write("public/.git", "gitdir: ../.git/worktrees/public\n")),
    (".git/HEAD", &|site| site.write("public/.git/HEAD", "ref: refs/heads/main\n")),
    (".git/objects/ab/cd", &|site| site.write("public/.git/objects/ab/cd", "x")),
    (".htaccess", &|site| site.write("public/.htaccess", "x")),
    (".well-known/acme", &|site| site.write("public/.well-known/acme", "x")),
    ("google123.html", &|site| site.write("public/google123.html", "x")),
    ("guide/notes.txt", &|site| site.write("public/guide/notes.txt", "x")),
    ("guide/b/notes.txt", &|site| site.write("public/guide/b/notes.txt", "x")),
    ("guide/b/deep/er/notes.txt", &|site| site.write("public/guide/b/deep/er/notes.txt", "x")),
    ("assets/own.css", &|site| site.write("public/assets/own.css", "x")),
    ("search/own.js", &|site| site.write("public/search/own.js", "x")),
    ("topics/other/index.html", &|site| site.write("public/topics/other/index.html", "x")),
    ("other-site/index.html", &|site| site.write("public/other-site/index.html", "x")),
    (".fingerpost-manifest.bak", &|site| site.write("public/.fingerpost-manifest.bak", "x")),
    ("dangling", &|site| symlink("nowhere", site.path("public/dangling")).expect("a link")),
    ("to-file", &|site| {
        site.write("../outside.txt", "x");
        symlink("../../outside.txt", site.path("public/to-file")).expect("a link");
    }),
    ("to-folder", &|site| {
        site.write("../outside/x.txt", "x");
        symlink("../../outside", site.path("public/to-folder")).expect("a link");
    }),
    ("guide/b/to-content", &|site| {
        fs::create_dir_all(site.path("public/guide/b")).expect("a folder");
        symlink("../../../content", site.path("public/guide/b/to-content")).expect("a link");
    }),
    (" a name with blanks ", &|site| site.write("public/ a name with blanks ", "x")),
    ("-rf", &|site| site.write("public/-rf", "x")),
    ("$(id)", &|site| site.write("public/$(id)", "x")),
];

#[test]
fn files_that_are_not_ours_stay_whatever_is_done() {
    for (path, make) in FOREIGN {
        // Before the first build, and after it.
        for first in [false, true] {
            let site = Folder::new(SITE);
            if first {
                site.build();
            } else {
                fs::create_dir_all(site.path("public")).expect("a folder");
            }
            make(&site);
            let content = bytes(site.tree("content"));
            let there = bytes(site.public())[*path].clone();
            let stays = |when: &str| {
                assert_eq!(bytes(site.public()).get(*path), Some(&there), "{path} {when}");
                assert_eq!(bytes(site.tree("content")).get("guide/a.md"), content.get("guide/a.md"), "{path} {when}");
            };
            site.build();
            stays("after a build");
            site.remove("content/guide/b.md");
            site.remove("content/guide/p.png");
            site.build();
            stays("after a page is gone");
            site.run(&["build", "--no-cache", "--adopt"]).ended(0);
            stays("after a build that adopts");
            site.run(&["clean"]).ended(0);
            stays("after clean");
        }
    }
}

#[test]
fn clean_removes_what_was_built_and_no_more() {
    let site = Folder::new(SITE);
    site.write("public/.gitignore", "*\n");
    site.build();
    site.write("public/guide/b/index.html", "edited");
    site.run(&["clean"]).ended(0).said("kept guide/b/index.html");
    let left: Vec<String> = site.public().into_keys().collect();
    assert_eq!(left, [".gitignore", "guide/b/index.html"]);
    assert!(!site.has(".fingerpost") && site.has("content/guide/b.md"));
    // Again, and where nothing was ever built.
    site.run(&["clean"]).ended(0);
    assert_eq!(site.public().len(), 2);
    site.remove("public");
    site.run(&["clean"]).ended(0);
}

#[test]
fn clean_of_the_cache_leaves_the_output() {
    let site = Folder::new(SITE);
    site.build();
    let before = site.public();
    site.run(&["clean", "--cache"]).ended(0);
    assert_eq!(site.public(), before);
    assert!(!site.has(".fingerpost"));
}

#[test]
fn a_file_of_another_s_on_a_planned_path_stops_the_build_unless_it_is_adopted() {
    type Make = &'static dyn Fn(&Folder);
    let cases: &[Make] = &[
        &|site| site.write("public/guide/a/index.html", "mine"),
        &|site| site.write("public/index.html", "mine"),
        &|site| {
            fs::create_dir_all(site.path("public/guide/a")).expect("a folder");
            site.write("../mine.html", "mine");
            symlink("../../../../mine.html", site.path("public/guide/a/index.html")).expect("a link");
        },
        &|site| {
            fs::create_dir_all(site.path("public")).expect("a folder");
            symlink("nowhere", site.path("public/robots.txt")).expect("a link");
        },
    ];
    for make in cases {
        let site = Folder::new(SITE);
        make(&site);
        let before = site.public();
        site.run(&["build"]).ended(1).said("--adopt").said("nothing was written");
        assert_eq!(site.public(), before);
        site.run(&["build", "--adopt"]).ended(0);
        assert_eq!(bytes(site.public()), site.clean_build());
        if site.has("../mine.html") {
            assert_eq!(site.read("../mine.html"), "mine", "the link goes, not what it names");
        }
    }
}

#[test]
fn a_file_with_the_right_bytes_is_ours_without_asking() {
    let site = Folder::new(SITE);
    site.build();
    site.remove("public/.fingerpost-manifest");
    site.remove(".fingerpost");
    let before = site.public();
    site.build();
    let mut after = site.public();
    after.remove(".fingerpost-manifest");
    assert_eq!(after, before);
}

#[test]
fn a_folder_of_another_s_on_a_planned_path_stays() {
    let site = Folder::new(SITE);
    site.write("public/guide/a/index.html/mine.txt", "mine");
    let before = site.public();
    for args in [&["build"][..], &["build", "--adopt"]] {
        site.run(args).ended(1);
        assert_eq!(site.public(), before);
    }
}

#[test]
fn what_has_taken_the_place_of_a_file_of_ours_is_not_removed() {
    // A folder.
    let site = Folder::new(SITE);
    site.build();
    site.remove("public/guide/p.png");
    site.write("public/guide/p.png/mine.txt", "mine");
    site.write("content/guide/b.md", "# B\n");
    site.remove("content/guide/p.png");
    site.build();
    assert_eq!(site.read("public/guide/p.png/mine.txt"), "mine");
    // A link to a file with the same bytes.
    let site = Folder::new(SITE);
    site.build();
    site.remove("public/guide/p.png");
    site.write("../same.png", "PNG\n");
    symlink("../../../same.png", site.path("public/guide/p.png")).expect("a link");
    site.write("content/guide/b.md", "# B\n");
    site.remove("content/guide/p.png");
    site.build();
    assert!(site.has("public/guide/p.png"));
    assert_eq!(site.read("../same.png"), "PNG\n");
}

#[test]
fn a_manifest_that_names_files_outside_removes_nothing() {
    for path in ["../outside.txt", "/etc/hostname", "a/../../outside.txt", "..", ""] {
        let site = Folder::new(SITE);
        site.write("outside.txt", "x");
        site.build();
        let manifest = site.read("public/.fingerpost-manifest");
        let digest = manifest.lines().nth(3).and_then(|line| line.split(' ').next()).expect("an entry").to_owned();
        site.write("public/.fingerpost-manifest", format!("{manifest}{digest} - {path}\n"));
        site.run(&["build"]).ended(1).said("manifest");
        site.run(&["clean"]).ended(1);
        assert!(site.has("outside.txt") && Path::new("/etc/hostname").exists());
    }
}

#[test]
fn a_damaged_manifest_is_said_and_removes_nothing() {
    for damage in
        ["", "fingerpost manifest 9\n", "<html>", "fingerpost manifest 1\nsite x\nstate done\nzz - index.html\n"]
    {
        let site = Folder::new(SITE);
        site.build();
        let before = bytes(site.public());
        site.write("public/.fingerpost-manifest", damage);
        site.run(&["build"]).ended(1).said("--adopt");
        site.run(&["clean"]).ended(1);
        let mut after = bytes(site.public());
        after.insert(".fingerpost-manifest".to_owned(), before[".fingerpost-manifest"].clone());
        assert_eq!(after, before);
        site.remove("public/.fingerpost-manifest");
        site.run(&["build", "--adopt"]).ended(0);
    }
}

#[test]
fn an_output_folder_that_holds_other_things_is_refused() {
    let site = Folder::new(SITE);
    site.write("themes/own/theme.toml", "");
    symlink("content", site.path("linked")).expect("a link");
    symlink(".", site.path("same")).expect("a link");
    let home = site.around().join("home");
    fs::create_dir(&home).expect("a folder");
    let before = bytes(site.tree(""));
    let around = site.around().to_str().expect("text").to_owned();
    for out in [
        "content",
        "content/",
        "content/guide",
        "./content/../content/new",
        ".",
        "..",
        "/",
        "themes",
        "themes/own",
        "linked",
        "linked/deep",
        "same",
        "same/content",
        &around,
    ] {
        let run = site.run(&["build", "--no-cache", "-o", out]);
        run.ended(2).said("refusing");
    }
    for out in ["content", "content/x", ".", "themes"] {
        site.write("fingerpost.toml", format!("output_dir = \"{out}\"\n"));
        let run = site.run(&["build", "--no-cache"]);
        assert!(run.code == 1 || run.code == 2, "{out}: {run:?}");
    }
    site.write("fingerpost.toml", &before["fingerpost.toml"]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_fingerpost"));
    command
        .args(["build", "--no-cache", "-o", home.to_str().expect("text")])
        .env("HOME", &home)
        .current_dir(site.root());
    assert_eq!(command.output().expect("a run").status.code(), Some(2));
    let mut after = bytes(site.tree(""));
    after.retain(|path, _| !path.starts_with(".fingerpost"));
    assert_eq!(after, before);
}

/// Sites that do not build: a file and what is in it.
fn failures() -> Vec<(&'static str, String)> {
    let mut all: Vec<(&str, String)> = Vec::new();
    for text in [
        "[x](gone.md)",
        "[x](b.md#gone)",
        "[x](#gone)",
        "[[Nobody]]",
        "![x](gone.png)",
        "<a href=\"gone.md\">x</a>",
        "<img src=\"gone.png\" alt=\"\">",
        "[x][r]\n\n[r]: gone.md",
        "[x](decision:gone)",
        "[x](/gone/)",
        "[x](@/gone.md)",
        "[x](../../../gone.md)",
        "```go {file=\"gone.go\"}\n```",
        "```go {file=\"a/main.go\" region=\"gone\"}\n```",
        "```go {file=\"../../../../etc/passwd\"}\n```",
        "```go {file=\"/etc/passwd\"}\n```",
        "```decision\nuse = \"gone\"\n```",
        "```decision\nnonsense\n```",
        "```pages\nby = \"colour\"\n```",
        "```pages\n```",
    ] {
        all.push(("content/guide/broken.md", text.to_owned()));
    }
    for front in [
        "title = 7",
        "title = \"never closed",
        "title",
        "weight = \"x\"",
        "date = \"x\"",
        "draft = \"x\"",
        "slug = \"a/b\"",
        "path = \"../x\"",
        "aliases = [\"../x\"]",
        "aliases = [\"/guide/a/\"]",
        "next = \"gone.md\"",
        "prev = \"gone.md\"",
        "path = \"guide/a\"",
        "path = \"robots.txt/../x\"",
        "[extra",
        "title = \"a\"\ntitle = \"b\"",
    ] {
        all.push(("content/guide/broken.md", format!("+++\n{front}\n+++\n")));
    }
    all.push(("content/guide/broken.md", "+++\ntitle = \"no end\"\n".to_owned()));
    all.push(("content/guide/broken.md", "---\ntitle: [\n---\n".to_owned()));
    all.push(("content/guide/broken.md", "---\ntitle: {a: 1}\n---\n".to_owned()));
    all.push(("content/guide/A.md", "# Another A\n".to_owned()));
    all.push(("content/guide/a/index.md", "# Another A\n".to_owned()));
    all.push(("content/guide/a/index.html", "x".to_owned()));
    all.push(("content/guide/b", "x".to_owned()));
    for config in [
        "titel = \"x\"",
        "title = 3",
        "title = ",
        "[[[",
        "theme = \"gone\"",
        "base_url = \"nonsense\"",
        "url_style = \"x\"",
        "content = \"../x\"",
        "[nav]\ntitle = \"x\"",
        "[check]\nnonsense = \"off\"",
        "[check]\nbroken-link = \"x\"",
        "[[check.allow]]\ncode = \"broken-link\"",
        "[samples.go]\n",
    ] {
        all.push(("fingerpost.toml", config.to_owned()));
    }
    for template in [
        "{{ page.nothing.at.all }}",
        "{% if %}",
        "{{ page.title | nothing }}",
        "{% include \"gone.html\" %}",
        "{{ page.title",
    ] {
        all.push(("themes/default/templates/page.html", template.to_owned()));
    }
    all.push(("themes/default/templates/partials/navigation.html", "{{ nothing.at.all }}".to_owned()));
    all.push(("themes/default/theme.toml", "nonsense = [".to_owned()));
    all.push(("content/decisions/broken.toml", "nonsense".to_owned()));
    all.push(("content/decisions/broken.toml", "title = \"x\"\n".to_owned()));
    all
}

#[test]
fn a_build_that_fails_changes_nothing_and_says_where() {
    let failures = failures();
    assert!(failures.len() >= 60, "{}", failures.len());
    let site = Folder::new(SITE);
    site.build();
    let before = site.public();
    for (path, text) in &failures {
        let there = site.has(path).then(|| site.read(path));
        site.write(path, text);
        let run = site.run(&["build"]);
        assert_eq!(run.code, 1, "{path}: {text}\n{}", run.err);
        assert!(run.err.contains(path) || run.err.contains("content/guide/"), "{path}: {text}\n{}", run.err);
        assert!(run.err.contains("nothing was written"), "{path}: {text}\n{}", run.err);
        assert!(!run.err.contains("panicked"), "{path}: {text}\n{}", run.err);
        assert_eq!(site.public(), before, "{path}: {text}");
        match there {
            Some(there) => site.write(path, there),
            None => site.remove(path),
        }
        for folder in ["content/decisions", "themes"] {
            if site.has(folder) {
                site.remove(folder);
            }
        }
        if site.has("content/guide/a/index.md") || site.has("content/guide/a/index.html") {
            unreachable!("removed above");
        }
    }
    site.build().said("0 outputs written");
    assert_eq!(site.public(), before);
}

#[test]
fn warnings_fail_a_strict_build_alone() {
    let site = Folder::new("-- content/a.md --\n[x][gone]\n");
    site.run(&["build", "--strict"]).ended(1).said("undefined-reference");
    assert!(!site.has("public/index.html"));
    site.build().said("undefined-reference");
    site.run(&["build", "--strict"]).ended(1).said("undefined-reference");
    site.build().said("0 outputs written").said("undefined-reference");
}

#[test]
fn a_file_system_that_refuses_changes_nothing() {
    let site = Folder::new(SITE);
    site.build();
    site.write("content/guide/b.md", "# Other\n![p](p.png)\n");
    // A folder that is full.
    let before = site.public();
    let program = env!("CARGO_BIN_EXE_fingerpost");
    let full = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 2; exec \"$0\" build --no-cache", program])
        .current_dir(site.root())
        .output()
        .expect("a shell");
    assert_eq!(full.status.code(), Some(1), "{}", String::from_utf8_lossy(&full.stderr));
    assert_eq!(site.public(), before);
    // Something in the way of the staging folder.
    site.write("public/.fingerpost-staging", "x");
    site.run(&["build"]).ended(1).said(".fingerpost-staging");
    site.remove("public/.fingerpost-staging");
    assert_eq!(site.public(), before);
    // The output is a file.
    site.write("file", "x");
    site.run(&["build", "-o", "file"]).ended(1);
    assert_eq!(site.read("file"), "x");
}

#[test]
fn what_a_killed_build_left_is_cleared_away() {
    let site = Folder::new(SITE);
    site.build();
    let before = bytes(site.public());
    site.write("public/.fingerpost-staging/17", "half");
    site.build();
    assert_eq!(bytes(site.public()), before);
}

#[test]
fn a_second_build_waits_for_the_first() {
    let site = Folder::new(SITE);
    site.build();
    for args in [&["build"][..], &["build", "--no-cache"]] {
        let lock = File::options().write(true).open(site.path(".fingerpost/lock")).expect("the lock");
        lock.lock().expect("a free lock");
        let mut child = site.start(args);
        std::thread::sleep(Duration::from_millis(300));
        assert_eq!(child.try_wait().expect("a run"), None, "it does not wait");
        lock.unlock().expect("our lock");
        end(child).ended(0).said("waiting");
    }
}

#[test]
fn two_builds_at_once_make_one_site() {
    let site = Folder::new(SITE);
    for round in 0..5 {
        site.write("content/guide/b.md", format!("# B {round}\n![p](p.png)\n"));
        let children = [site.start(&["build"]), site.start(&["build"]), site.start(&["build", "--no-cache"])];
        for child in children {
            end(child).ended(0);
        }
        assert_eq!(bytes(site.public()), site.clean_build());
    }
}

/// A site large enough to be killed in the middle.
fn many(pages: usize, word: &str) -> String {
    let mut site = format!("-- fingerpost.toml --\ntitle = \"{word}\"\nbase_url = \"https://example.org/\"\n");
    for page in 0..pages {
        site += &format!(
            "-- content/s{}/p{page}.md --\n+++\ntitle = \"{word} {page}\"\ntopics = [\"t{}\"]\n+++\nText {word}.\n\n```go\nfunc main() {{ println(\"{word}\") }}\n```\n",
            page % 5,
            page % 3
        );
    }
    site
}

#[test]
fn a_killed_build_leaves_whole_files_and_the_next_one_puts_it_right() {
    let points = if crate::law::soak() { 1000 } else { 50 };
    let pages = if crate::law::soak() { 300 } else { 40 };
    let old = Folder::new(&many(pages, "Old"));
    old.build();
    let old_tree = bytes(old.public());
    let new = Folder::new(&many(pages, "New"));
    let started = Instant::now();
    new.build();
    let usual = started.elapsed();
    let new_tree = bytes(new.public());

    let site = Folder::new(&many(pages, "Old"));
    site.build();
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut untouched = 0;
    for point in 0..points {
        let (word, target, other) =
            if point % 2 == 0 { ("New", &new_tree, &old_tree) } else { ("Old", &old_tree, &new_tree) };
        for (path, text) in crate::harness::files(&many(pages, word)) {
            site.write(&path, text);
        }
        let mut child = site.start(&["build"]);
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let wait = usual.mul_f64(1.2 * (seed >> 33) as f64 / f64::from(1_u32 << 31));
        std::thread::sleep(wait);
        let _ = child.kill();
        let _ = child.wait();
        let left = bytes(site.public());
        for (path, there) in &left {
            if path.starts_with(".fingerpost-staging/") {
                continue;
            }
            let whole = target.get(path) == Some(there) || other.get(path) == Some(there);
            assert!(whole || path == ".fingerpost-manifest", "{path} is half a file after {wait:?}");
        }
        for path in other.keys().filter(|path| target.contains_key(*path)) {
            assert!(left.contains_key(path), "{path} is gone after {wait:?}");
        }
        let outputs = |tree: &std::collections::BTreeMap<String, Vec<u8>>| {
            let mut tree = tree.clone();
            tree.retain(|path, _| !path.starts_with(".fingerpost"));
            tree
        };
        untouched += usize::from(outputs(&left) == outputs(other));
        site.build();
        assert_eq!(&bytes(site.public()), target, "after {wait:?}");
    }
    assert!(untouched > 0, "no kill came before the renames");
}

#[test]
fn texts_of_any_encoding_are_read_or_named() {
    let site = Folder::new("-- content/a.md --\n# A\n");
    site.write("content/latin.md", b"caf\xe9");
    site.write("content/utf16.md", b"\xff\xfea\0");
    site.run(&["build"]).ended(1).said("content/latin.md").said("content/utf16.md").said("not-utf8").said("UTF-8");
    site.remove("content/latin.md");
    site.remove("content/utf16.md");
    site.write("content/mark.md", "\u{feff}+++\ntitle = \"Mark\"\n+++\n");
    site.write("content/crlf.md", "+++\r\ntitle = \"Lines\"\r\n+++\r\nText\r\n");
    site.write("content/empty.md", "");
    site.write("content/blank.md", " \n\n \n");
    site.write("content/nul.md", "a\0b");
    site.build();
    assert!(site.read("public/mark/index.html").contains("Mark"));
    assert!(site.read("public/crlf/index.html").contains("Lines"));
    site.write("fingerpost.toml", b"title = \"caf\xe9\"\n");
    site.run(&["build"]).ended(1).said("fingerpost.toml").said("UTF-8");
}

#[test]
fn what_is_not_a_plain_file_is_named_and_never_opened() {
    let site = Folder::new("-- content/a.md --\n# A\n");
    let fifo = site.path("content/pipe.md");
    assert!(Command::new("mkfifo").arg(&fifo).status().expect("mkfifo").success());
    site.run(&["build"]).ended(1).said("content/pipe.md").said("not a plain file");
    fs::remove_file(fifo).expect("our pipe");
    for (name, target) in
        [("zero.md", "/dev/zero"), ("passwd.md", "/etc/passwd"), ("gone.md", "nowhere.md"), ("out", "/etc")]
    {
        let link = site.path("content").join(name);
        symlink(target, &link).expect("a link");
        site.run(&["build"]).ended(1).said(&format!("content/{name}"));
        fs::remove_file(link).expect("our link");
    }
    let socket = site.path("content/socket.md");
    let listener = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
    site.run(&["build"]).ended(1).said("content/socket.md");
    drop(listener);
    fs::remove_file(socket).expect("our socket");
    // The same as files that blocks show.
    assert!(Command::new("mkfifo").arg(site.path("pipe.txt")).status().expect("mkfifo").success());
    symlink("/etc/passwd", site.path("secret.txt")).expect("a link");
    site.write("content/a.md", "```text {file=\"../pipe.txt\"}\n```\n\n```text {file=\"../secret.txt\"}\n```\n");
    site.run(&["build"]).ended(1).said("plain file").said("leaves the site");
}

#[test]
fn folders_that_lead_in_a_circle_are_named() {
    let site = Folder::new("-- content/guide/a.md --\n# A\n");
    symlink("..", site.path("content/guide/loop")).expect("a link");
    site.run(&["build"]).ended(1).said("content/guide/loop").said("leads back");
    fs::remove_file(site.path("content/guide/loop")).expect("our link");
    symlink("loop", site.path("content/guide/loop")).expect("a link");
    site.run(&["build"]).ended(1).said("content/guide/loop");
}

#[test]
fn links_within_the_site_are_followed() {
    let site = Folder::new("-- content/guide/a.md --\n# A\n-- shared/b.md --\n# Shared\n");
    symlink("../../shared/b.md", site.path("content/guide/b.md")).expect("a link");
    symlink("../shared", site.path("content/more")).expect("a link");
    site.build();
    assert!(site.read("public/guide/b/index.html").contains("Shared"));
    assert!(site.read("public/more/b/index.html").contains("Shared"));
}

#[test]
fn a_file_that_may_not_be_read_is_named() {
    let site = Folder::new("-- content/a.md --\n# A\n-- content/secret.md --\n# S\n");
    fs::set_permissions(site.path("content/secret.md"), fs::Permissions::from_mode(0o000)).expect("our file");
    fs::create_dir(site.path("content/closed")).expect("a folder");
    fs::set_permissions(site.path("content/closed"), fs::Permissions::from_mode(0o000)).expect("our folder");
    let id = String::from_utf8(Command::new("id").arg("-u").output().expect("id").stdout).expect("text");
    let run = if id.trim() == "0" {
        // Root may read everything: another user runs the program.
        let program = site.around().join("fingerpost");
        fs::copy(env!("CARGO_BIN_EXE_fingerpost"), &program).expect("a copy");
        fs::set_permissions(site.around(), fs::Permissions::from_mode(0o755)).expect("our folder");
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&program);
        command.args(["build", "--no-cache", "-o"]).arg(site.around().join("out")).current_dir(site.root());
        command.output().expect("setpriv")
    } else {
        Command::new(env!("CARGO_BIN_EXE_fingerpost")).arg("build").current_dir(site.root()).output().expect("a run")
    };
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(1), "{said}");
    for part in ["content/secret.md", "content/closed", "unreadable-file"] {
        assert!(said.contains(part), "{part} in {said}");
    }
    fs::set_permissions(site.path("content/closed"), fs::Permissions::from_mode(0o755)).expect("our folder");
}

#[test]
fn a_page_of_50_megabytes_builds() {
    let site = Folder::new("-- content/a.md --\n# A\n");
    let mut file = File::create(site.path("content/large.md")).expect("a file");
    let line = "Some words of *text* with a [link](a.md) in them, as many pages have.\n\n";
    for _ in 0..50 * 1024 * 1024 / line.len() {
        file.write_all(line.as_bytes()).expect("room on the disk");
    }
    drop(file);
    let started = Instant::now();
    site.write("fingerpost.toml", "[search]\nenabled = false\n");
    site.build();
    assert!(started.elapsed() < Duration::from_secs(45), "{:?}", started.elapsed());
}

#[test]
fn deep_nesting_is_no_fall() {
    let deep = 2000;
    let texts = [
        "> ".repeat(deep) + "x",
        (0..deep).map(|level| format!("{}- x\n", "  ".repeat(level.min(300)))).collect(),
        "*".repeat(deep) + "x" + &"*".repeat(deep),
        "[".repeat(deep) + "x" + &"](a.md)".repeat(deep),
        "<div>\n".repeat(deep),
        "<b>".repeat(deep) + "x",
        "::: note\n".repeat(deep) + "x\n" + &":::\n".repeat(deep),
        "![".repeat(deep) + "x",
        "`".repeat(deep) + "x",
        "[^1]: ".repeat(deep) + "x",
    ];
    let site = Folder::new("-- content/a.md --\n# A\n");
    for (number, text) in texts.iter().enumerate() {
        site.write(&format!("content/deep{number}.md"), text);
    }
    site.write("content/front.md", format!("+++\nx = {}{}\n+++\n", "[".repeat(deep), "]".repeat(deep)));
    site.write("content/yaml.md", format!("---\nx: {}{}\n---\n", "[".repeat(deep), "]".repeat(deep)));
    let run = site.run(&["build"]);
    assert!(run.code == 0 || run.code == 1, "{run:?}");
    assert!(!run.err.contains("panicked") && !run.err.contains("overflow"), "{}", run.err);
    site.remove("content/front.md");
    site.remove("content/yaml.md");
    let folders = "d/".repeat(120);
    site.write(&format!("content/{folders}leaf.md"), "# Leaf\n[a](/a)\n");
    let run = site.run(&["build"]);
    assert!(run.code == 0, "{run:?}");
    assert!(site.has(&format!("public/{folders}leaf/index.html")));
}

#[test]
fn a_configuration_that_does_not_parse_is_said_with_its_line() {
    let site = Folder::new(SITE);
    site.write("fingerpost.toml", "title = \"Site\"\n\nbase_url = \n");
    site.run(&["build"]).ended(1).said("fingerpost.toml:3");
    assert!(!site.has("public/index.html"));
}

#[test]
fn a_folder_without_a_site_is_wrong_usage() {
    let site = Folder::new("-- content/a.md --\n");
    site.remove("content");
    site.run(&["build"]).ended(2).said("init");
    site.run(&["build", "nowhere"]).ended(2).said("nowhere");
    site.run(&["build", "--nonsense"]).ended(2);
    site.run(&["nonsense"]).ended(2);
}

#[test]
fn a_cache_that_cannot_be_used_is_made_anew_with_one_line() {
    let site = Folder::new(&many(10, "Old"));
    site.build();
    let files: Vec<String> = site
        .tree(".fingerpost")
        .into_keys()
        .filter(|path| !["lock", "clock", ".gitignore"].contains(&path.as_str()))
        .collect();
    assert!(files.len() >= 3, "{files:?}");
    type Damage = &'static dyn Fn(&mut Vec<u8>);
    let damages: &[(&str, Damage)] = &[
        ("cut in half", &|bytes| bytes.truncate(bytes.len() / 2)),
        ("cut to a byte", &|bytes| bytes.truncate(1)),
        ("emptied", &|bytes| bytes.clear()),
        ("flipped in the middle", &|bytes| {
            let at = bytes.len() / 2;
            bytes[at] ^= 0x40;
        }),
        ("flipped at the end", &|bytes| {
            let at = bytes.len() - 1;
            bytes[at] ^= 1;
        }),
        ("of another version", &|bytes| {
            let at = bytes.iter().position(|byte| byte.is_ascii_digit()).unwrap_or(0);
            bytes[at] = b'7';
        }),
        ("something else", &|bytes| *bytes = b"<html>".to_vec()),
        ("longer", &|bytes| bytes.extend_from_slice(b"more")),
    ];
    let mut round = 0;
    for file in &files {
        for (damage, apply) in damages {
            round += 1;
            let path = format!(".fingerpost/{file}");
            if !site.has(&path) {
                continue;
            }
            let mut there = fs::read(site.path(&path)).expect("a part of the cache");
            if there.is_empty() {
                continue;
            }
            apply(&mut there);
            site.write(&path, there);
            site.write("content/s0/p0.md", format!("# Page {round}\n\n```go\nvar x = {round}\n```\n"));
            let run = site.build();
            let lines = run.err.lines().filter(|line| line.contains("cache")).count();
            assert!(lines <= 1, "{file} {damage}: {}", run.err);
            assert_eq!(bytes(site.public()), site.clean_build(), "{file} {damage}");
        }
    }
    // A part that is damaged is mended by the build that says so, even one that has nothing else to do with it.
    let groups = Folder::new(&many(200, "Old"));
    groups.build();
    let pages: Vec<String> = groups.tree(".fingerpost").into_keys().filter(|path| path.starts_with("pages-")).collect();
    assert!(pages.len() >= 2, "{pages:?}");
    for path in &pages {
        groups.write(&format!(".fingerpost/{path}"), "garbage");
    }
    groups.write("content/new.md", "# New\n");
    groups.build().said("cache");
    groups.write("content/new.md", "# Newer\n");
    let run = groups.build();
    assert!(!run.err.contains("cache"), "{}", run.err);
    // A folder where a file should be.
    site.remove(".fingerpost/index");
    site.write(".fingerpost/index/x", "x");
    let run = site.run(&["build"]);
    run.ended(0);
    assert_eq!(bytes(site.public()), site.clean_build());
    // A cache that cannot be written at all.
    site.remove(".fingerpost");
    site.write(".fingerpost", "a file");
    site.run(&["build"]).ended(0);
    assert_eq!(bytes(site.public()), site.clean_build());
}

#[test]
fn a_file_that_keeps_its_size_and_time_is_still_seen() {
    let site = Folder::new(SITE);
    site.build();
    let page = site.path("content/guide/b.md");
    let modified = fs::metadata(&page).and_then(|it| it.modified()).expect("a time");
    site.write("content/guide/b.md", "# C\n![p](p.png)\n");
    File::options().write(true).open(&page).and_then(|file| file.set_modified(modified)).expect("our file");
    site.build();
    assert!(site.read("public/guide/b/index.html").contains("C"));
    assert_eq!(bytes(site.public()), site.clean_build());
}

#[test]
fn an_output_that_keeps_its_size_and_time_is_still_mended() {
    let site = Folder::new(SITE);
    site.build();
    let before = bytes(site.public());
    let page = site.path("public/guide/b/index.html");
    let modified = fs::metadata(&page).and_then(|it| it.modified()).expect("a time");
    let text = site.read("public/guide/b/index.html").replace("<p", "<q");
    site.write("public/guide/b/index.html", text);
    File::options().write(true).open(&page).and_then(|file| file.set_modified(modified)).expect("our file");
    site.build();
    assert_eq!(bytes(site.public()), before);
}

#[test]
fn help_version_and_completions_are_there() {
    let site = Folder::new(SITE);
    site.run(&["--version"]).ended(0).said("fingerpost");
    site.run(&["build", "--help"]).ended(0).said("Example");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        site.run(&["completions", shell]).ended(0).said("fingerpost");
    }
    site.run(&[]).ended(2);
}

#[test]
fn init_makes_a_site_that_builds_without_a_finding() {
    let site = Folder::new("");
    site.remove("content");
    site.run(&["init", "new"]).ended(0);
    site.run(&["build", "new", "--strict"]).ended(0);
    site.run(&["init", "new"]).ended(1);
    site.run(&["new", "new", "--force"]).ended(0);
}
