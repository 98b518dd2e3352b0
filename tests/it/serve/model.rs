//! Random edits, and after each the preview must equal a clean build: promises 2 and 3.

use std::fs;
use std::time::Duration;

use fingerpost::serve::Watching;

use super::site::{SITE, Served, Site};

/// How many sites are edited.
const SEQUENCES: u64 = 100;

/// How often each is.
const STEPS: usize = 4;

/// Numbers that look random and are the same in every run (xorshift64*).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % most
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

#[test]
fn a_preview_equals_a_clean_build_after_any_edits() {
    let next = std::sync::atomic::AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    if seed >= SEQUENCES {
                        return;
                    }
                    sequence(seed);
                }
            });
        }
    });
}

fn sequence(seed: u64) {
    let mut dice = Dice(seed * 0x9E37_79B9_7F4A_7C15 + 1);
    let site = Site::new(SITE);
    // Some by looking at everything again, as after an overflow.
    let poll = seed % 10 == 9;
    let served = site.serve_with(|options| {
        if poll {
            options.watching = Watching::Poll(Duration::from_millis(50));
        }
    });
    let mut done = format!("seed {seed}");
    for _ in 0..STEPS {
        // Several edits may come at once.
        for _ in 0..=dice.below(3) {
            done.push_str("; ");
            done.push_str(&edit(&mut dice, &site, &served));
        }
        served.equals_build(&site, &done);
    }
}

/// Pages that are there.
fn pages(site: &Site) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec!["content".to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(site.path(&folder)).into_iter().flatten() {
            let entry = entry.unwrap();
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else if path.ends_with(".md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

const FOLDERS: [&str; 4] = ["content", "content/part", "content/other", "content/other/deep"];
const NAMES: [&str; 6] = ["one", "two", "three", "four", "_index", "five-5"];
const TOPICS: [&str; 4] = ["alpha", "beta", "gamma", "alpha\", \"gamma"];

fn page(dice: &mut Dice) -> String {
    let mut text = String::new();
    if dice.below(4) > 0 {
        text.push_str(&format!("+++\ntitle = \"Title {}\"\n", dice.below(50)));
        if dice.below(2) > 0 {
            text.push_str(&format!("topics = [\"{}\"]\n", dice.one(&TOPICS)));
        }
        if dice.below(4) == 0 {
            text.push_str(&format!("weight = {}\n", dice.below(9)));
        }
        if dice.below(6) == 0 {
            text.push_str("draft = true\n");
        }
        if dice.below(6) == 0 {
            text.push_str(&format!("aliases = [\"old-{}/\"]\n", dice.below(5)));
        }
        if dice.below(6) == 0 {
            text.push_str(&format!("description = \"About {}\"\n", dice.below(9)));
        }
        text.push_str("+++\n\n");
    }
    for _ in 0..dice.below(5) {
        match dice.below(7) {
            0 => text.push_str(&format!("## Heading {}\n\n", dice.below(6))),
            1 => text.push_str(&format!("See [there](/{}/{}.md).\n\n", dice.one(&["part", "other"]), dice.one(&NAMES))),
            2 => text.push_str(&format!("Or [[Title {}]] and `code`.\n\n", dice.below(50))),
            3 => text.push_str(&format!("```go\nvar x{} = 1\n```\n\n", dice.below(99))),
            4 => text.push_str("```go {file=\"@/shown.go\"}\n```\n\n"),
            5 => text.push_str("![Picture](@/part/picture.svg)\n\n"),
            _ => text.push_str(&format!("Prose number {}.\n\n", dice.below(1000))),
        }
    }
    text
}

/// Does something to the site, and says what.
fn edit(dice: &mut Dice, site: &Site, served: &Served) -> String {
    let there = pages(site);
    let some = (!there.is_empty()).then(|| dice.one(&there).clone());
    match (dice.below(16), some) {
        (0..=2, Some(page)) => {
            let mut text = fs::read_to_string(site.path(&page)).unwrap();
            text.push_str(&format!("\nMore prose {}.\n", dice.below(1000)));
            save(dice, site, &page, &text);
            format!("prose of {page}")
        }
        (3..=5, Some(file)) => {
            let text = page(dice);
            save(dice, site, &file, &text);
            format!("all of {file}")
        }
        (6 | 7, _) => {
            let file = format!("{}/{}.md", dice.one(&FOLDERS), dice.one(&NAMES));
            let text = page(dice);
            site.write(&file, &text);
            format!("new {file}")
        }
        (8, Some(page)) if there.len() > 2 => {
            fs::remove_file(site.path(&page)).unwrap();
            format!("remove {page}")
        }
        (9, Some(page)) => {
            let to = format!("content/renamed-{}.md", dice.below(9));
            fs::rename(site.path(&page), site.path(&to)).unwrap();
            format!("rename {page} to {to}")
        }
        (10, _) => {
            let to = format!("content/folder-{}", dice.below(3));
            let from = *dice.one(&FOLDERS[1..]);
            if site.path(from).exists() && !site.path(&to).exists() {
                fs::rename(site.path(from), site.path(&to)).unwrap();
            }
            format!("rename {from} to {to}")
        }
        (11, _) => {
            let folder = *dice.one(&FOLDERS[1..]);
            let _ = fs::remove_dir_all(site.path(folder));
            if dice.below(2) == 0 {
                site.write(&format!("{folder}/again.md"), "# Again\n");
            }
            format!("remove {folder}")
        }
        (12, _) => {
            let style = dice.one(&["directory", "file"]);
            site.write("fingerpost.toml", &format!("title = \"Site {}\"\nurl_style = \"{style}\"\n", dice.below(9)));
            "configuration".to_owned()
        }
        (13, _) => {
            let template = site.path("themes/default/templates/page.html");
            if template.exists() && dice.below(2) == 0 {
                fs::remove_dir_all(site.path("themes")).unwrap();
                return "no theme".to_owned();
            }
            let text = format!("{} {{{{ page.title }}}} {{{{ content }}}} {{{{ navigation }}}}", dice.below(99));
            site.write("themes/default/templates/page.html", &text);
            "theme".to_owned()
        }
        (14, _) => {
            site.write("content/shown.go", &format!("package p{}\n", dice.below(99)));
            "sample".to_owned()
        }
        _ => {
            site.write("content/part/picture.svg", &format!("<svg id=\"x{}\"/>", dice.below(99)));
            // A reader looks on while all this happens.
            served.get("/");
            "asset".to_owned()
        }
    }
}

/// Saves as one editor or another does.
fn save(dice: &mut Dice, site: &Site, path: &str, text: &str) {
    let file = site.path(path);
    match dice.below(3) {
        0 => fs::write(file, text).unwrap(),
        1 => {
            let beside = file.with_extension("md.tmp~");
            fs::write(&beside, text).unwrap();
            fs::rename(beside, file).unwrap();
        }
        _ => {
            let backup = site.path(&format!("{path}~"));
            fs::rename(&file, &backup).unwrap();
            fs::write(&file, text).unwrap();
            fs::remove_file(backup).unwrap();
        }
    }
}
