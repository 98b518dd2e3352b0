//! Reviews: what is suspect, missing or due, what the command lists and records, what changed since.

use std::path::Path;
use std::process::Command;

use crate::decisions::DECISION;
use crate::harness::{Clean, Kept, built, check, files, rebuilt, viewed};
use crate::program::Folder;

/// A folder with the small decision, reviewed and committed.
fn reviewed() -> Folder {
    let folder = Folder::new(&format!("-- content/_index.md --\n# Home\n{DECISION}"));
    folder.run(&["review", "--all-due"]).ended(0).said("Recorded 6 reviews.");
    git(folder.root(), &["init", "-q"]);
    commit(&folder);
    folder
}

fn git(root: &Path, words: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"])
        .args(words)
        .current_dir(root)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_AUTHOR_DATE", "2026-11-24T10:00:00Z")
        .env("GIT_COMMITTER_DATE", "2026-11-24T10:00:00Z")
        .output()
        .expect("git");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn commit(folder: &Folder) {
    git(folder.root(), &["add", "-A"]);
    git(folder.root(), &["commit", "-q", "-m", "change"]);
}

fn edit(folder: &Folder, path: &str, from: &str, to: &str) {
    let text = folder.read(path);
    assert!(text.contains(from), "{from:?} in {text}");
    folder.write(path, text.replacen(from, to, 1));
}

/// The small decision with the lock that a review of it writes.
fn site() -> String {
    let folder = reviewed();
    format!("{DECISION}-- decisions.lock --\n{}", folder.read("decisions.lock"))
}

#[test]
fn a_review_records_each_statement_with_each_of_its_sections() {
    let folder = reviewed();
    let lock = folder.read("decisions.lock");
    let lines: Vec<&str> = lock.lines().collect();
    assert_eq!(lines.len(), 6, "{lock}");
    assert!(lines[0].starts_with("kind/depth/long  kinds.md#long  2026-11-24  good  s1:"), "{lock}");
    assert_eq!(lines[0].len() - lines[0].find("s1:").expect("a digest"), 3 + 16);
    // All of it was reviewed, so the date of the whole is that of the day, and no other is added.
    let decision = folder.read("content/decisions/kind.toml");
    assert_eq!(decision.matches("reviewed").count(), 1, "{decision}");
    assert!(decision.contains("reviewed = 2026-11-24\n"), "{decision}");
    folder.run(&["review"]).ended(0).said("Nothing is left to review.");
}

#[test]
fn a_site_without_a_lock_keeps_no_reviews() {
    check(DECISION);
    let view = viewed(DECISION, "decisions/kind/index.html");
    assert_eq!(view["decision"]["groups"][0]["criteria"][0]["cells"][0]["state"], "current");
    assert!(built(DECISION).text("decisions/kind/decision.json").contains("\"unreviewed\""));
    // An empty lock says that it does.
    check(&format!(
        "{}-- decisions.lock --\n",
        DECISION.replacen("title = \"Which kind?\"\n", "title = \"Which kind?\"\n^ review-missing\n", 1)
    ));
}

#[test]
fn what_was_reviewed_is_current_until_its_section_says_something_else() {
    let site = site();
    check(&site);
    let view = viewed(&site, "decisions/kind/index.html");
    assert_eq!(view["decision"]["status"]["changed"], 0);
    assert_eq!(view["decision"]["rules"][0]["state"], "current");
    // White space, another heading and front matter are not what a section says.
    check(&site.replace("Short text.", "Short\ntext.").replace("title = \"Kinds\"", "title = \"All kinds\""));
    let changed = site.replace("Short text.", "Shorter text.");
    let view = viewed(&changed, "decisions/kind/index.html");
    assert_eq!(view["decision"]["status"]["changed"], 3);
    assert_eq!(view["decision"]["rules"][0]["state"], "current");
    assert_eq!(view["decision"]["rules"][1]["state"], "changed");
    let json: serde_json::Value =
        serde_json::from_str(built(&changed).text("decisions/kind/decision.json")).expect("JSON");
    assert_eq!(json["cells"][0]["evidence"][0]["state"], "changed");
    assert_eq!(json["cells"][1]["evidence"][0]["state"], "current");
    let marked = "evidence = [\"../kinds.md#short\"]\n            ^^^^^^^^^^^^^^^^^^^ evidence-suspect: `kinds.md#short` changed since\n";
    check(&changed.replace("evidence = [\"../kinds.md#short\"]\n", marked));
}

#[test]
fn a_file_that_a_section_shows_is_part_of_what_it_says() {
    let shown = |code: &str| {
        DECISION.replace("Short text.", "Short text.\n```go file=\"a.go\" region=\"x\"\n```").to_owned()
            + &format!(
                "-- content/_index.md --\n# Home\n-- content/a.go --\n// #region x\n{code}\n// #endregion x\nvar other = 1\n"
            )
    };
    let folder = Folder::new(&shown("var a = 1"));
    folder.run(&["review", "--all-due"]).ended(0);
    edit(&folder, "content/a.go", "other = 1", "other = 2");
    folder.run(&["review"]).ended(0);
    edit(&folder, "content/a.go", "a = 1", "a = 2");
    folder.run(&["review"]).ended(1).said("kind/speed/short  suspect: kinds.md#short changed since 2026-11-24");
}

#[test]
fn the_lock_reaches_the_pages_that_show_it() {
    let site = site();
    let lock = files(&site)["decisions.lock"].clone();
    let without = lock.lines().filter(|line| !line.starts_with("kind/rule/looker")).collect::<Vec<_>>().join("\n");
    let changed = rebuilt(&site, &format!("-- decisions.lock --\n{without}\n"));
    assert!(changed.contains(&"decisions/kind/index.html".to_owned()), "{changed:?}");
    assert!(!changed.contains(&"kinds/index.html".to_owned()), "{changed:?}");
}

#[test]
fn evidence_that_moved_says_where_its_text_is() {
    let moved = site().replace("## Short\n", "## Short {#brief}\n");
    let marked = "evidence = [\"../kinds.md#short\"]\n            ^^^^^^^^^^^^^^^^^^^ evidence-broken: the same text is now at `#brief`\n";
    check(&moved.replace("evidence = [\"../kinds.md#short\"]\n", marked));
}

#[test]
fn the_command_lists_what_is_due_and_records_what_is_accepted() {
    let folder = reviewed();
    edit(&folder, "content/kinds.md", "Short text.", "Shorter text.");
    edit(&folder, "content/decisions/kind.toml", "verdict = \"poor\"", "verdict = \"fair\"");
    let run = folder.run(&["review"]);
    run.ended(1).said("kind/speed/short  suspect: kinds.md#short changed since 2026-11-24");
    run.said("kind/speed/long  edited: was `poor` on 2026-11-24").said("4 statements to review");
    assert_eq!(run.out.lines().count(), 4, "{}", run.out);
    assert_eq!(
        folder.run(&["review", "kind/rule"]).out,
        "kind/rule/looker  suspect: kinds.md#short changed since 2026-11-24\n"
    );
    let shown = folder.run(&["review", "-v", "kind/rule"]);
    shown.ended(1).said("-Short text.").said("+Shorter text.").said("There is none.");
    folder.run(&["review", "--accept", "kind/speed/long"]).ended(0).said("Recorded 1 review.");
    assert_eq!(
        folder.read("content/decisions/kind.changes.toml"),
        "[[change]]\ndate = 2026-11-24\ncriterion = \"speed\"\noption = \"long\"\nfrom = \"poor\"\nto = \"fair\"\n"
    );
    folder.run(&["review", "--accept", "kind/rule/looker", "--accept", "kind/speed/short"]).ended(0);
    assert_eq!(folder.run(&["review"]).out, "kind/depth/short  suspect: kinds.md#short changed since 2026-11-24\n");
    folder.run(&["review", "--all-due"]).ended(0);
    folder.run(&["check", "--strict"]).ended(0);
    folder.run(&["review", "--accept", "kind/rule/lookr"]).ended(2).said("did you mean kind/rule/looker?");
}

#[test]
fn dates_are_written_where_they_count() {
    let folder = reviewed();
    for path in ["content/decisions/kind.toml", "content/kinds.md"] {
        let text = folder.read(path);
        let text = text.replace("2026-11-24", "2025-01-05");
        let dated = text
            .replace("title = \"Kinds\"", "title = \"Kinds\"\nlast_reviewed_on = 2025-01-05\nreview_in = \"1 year\"");
        folder.write(path, dated);
    }
    let run = folder.run(&["review"]);
    run.ended(1).said("kinds.md  due on 2026-01-05").said("kind/rule/looker  due on 2026-01-05");
    folder.run(&["review", "--accept", "kinds.md", "--accept", "kind/rule/looker"]).ended(0);
    assert!(folder.read("content/kinds.md").contains("last_reviewed_on = 2026-11-24\nreview_in"));
    let decision = folder.read("content/decisions/kind.toml");
    assert!(decision.contains("then = \"short\"\nreviewed = 2026-11-24\n"), "{decision}");
    assert!(decision.contains("\nreviewed = 2025-01-05\nreview_in"), "{decision}");
    folder.run(&["review", "--all-due"]).ended(0);
    let decision = folder.read("content/decisions/kind.toml");
    assert_eq!(decision.matches("reviewed = 2026-11-24").count(), 2, "{decision}");
    folder.run(&["check", "--strict"]).ended(0);
}

#[test]
fn a_lock_with_an_unfinished_merge_is_not_written_over() {
    let folder = reviewed();
    let lock = folder.read("decisions.lock");
    folder.write("decisions.lock", format!("<<<<<<< ours\n{lock}"));
    folder.run(&["check"]).ended(1).said("a merge is not finished here");
    folder.run(&["review", "--all-due"]).ended(1).said("mend it first");
    // Both sides of a merge one after the other are as good as one.
    folder.write("decisions.lock", format!("{lock}{lock}"));
    folder.run(&["review"]).ended(0);
}

const CHANGES: &str = r#"
-- content/decisions/kind.changes.toml --
[[change]]
date = 2026-10-01
criterion = "speed"
option = "long"
from = "fair"
to = "poor"

[[change]]
date = 2026-11-02
rule = "looker"
from = "long"
to = "short"
"#;

#[test]
fn changes_stand_on_the_page_in_its_copies_and_in_a_feed() {
    let site = format!("-- fingerpost.toml --\nbase_url = \"https://example.org/guide/\"\n{DECISION}{CHANGES}");
    check(&site);
    let view = viewed(&site, "decisions/kind/index.html");
    let changes = view["decision"]["changes"].as_array().expect("a list");
    assert_eq!(changes.len(), 2);
    assert_eq!(changes[0]["text"], "Rule looker: Short, was Long");
    assert_eq!(changes[1]["text"], "Found fast, Long: poor, was fair");
    assert_eq!(changes[1]["href"], "./#speed/long");
    let built = built(&site);
    let feed = built.text("decisions/kind/changes.xml");
    assert_eq!(feed.matches("<entry>").count(), 2);
    assert!(feed.contains("<updated>2026-11-02T00:00:00Z</updated>\n<entry>"), "{feed}");
    assert!(feed.contains("<link href=\"https://example.org/guide/decisions/kind/#rule/looker\"/>"), "{feed}");
    assert!(built.text("decisions/kind/index.md").contains("- 2026-10-01: Found fast, Long: poor, was fair\n"));
    let json: serde_json::Value = serde_json::from_str(built.text("decisions/kind/decision.json")).expect("JSON");
    assert_eq!(json["changes"][0]["to"], "poor");
    assert!(!self::built(&format!("{DECISION}{CHANGES}")).has("decisions/kind/changes.xml"), "no base_url");
    check(&format!(
        "{DECISION}\n-- content/decisions/kid.changes.toml --\n^ invalid-decision: did you mean `kind.changes.toml`?\n"
    ));
}

#[test]
fn a_preview_follows_the_lock_and_the_changes() {
    let folder = reviewed();
    let mut kept = Kept::new(folder.root());
    let mut same = |folder: &Folder| {
        let files: std::collections::BTreeMap<String, String> = folder
            .tree(".")
            .into_iter()
            .filter(|(path, _)| path.starts_with("content/") || path == "decisions.lock")
            .map(|(path, (bytes, _))| (path, String::from_utf8(bytes).expect("text")))
            .collect();
        kept.advance().expect("a next moment");
        kept.compare_moment(&Clean::of(&files)).unwrap_or_else(|why| panic!("{why}"));
    };
    same(&folder);
    edit(&folder, "content/kinds.md", "Long text.", "Longer text.");
    same(&folder);
    edit(&folder, "content/decisions/kind.toml", "verdict = \"poor\"", "verdict = \"fair\"");
    folder.run(&["review", "--all-due"]).ended(0);
    same(&folder);
}

#[test]
fn decisions_are_compared_with_a_revision() {
    let folder = reviewed();
    folder.run(&["decisions", "diff", "HEAD"]).ended(0).said("No decision has changed since HEAD.");
    edit(&folder, "content/decisions/kind.toml", "verdict = \"poor\"", "verdict = \"fair\"");
    edit(
        &folder,
        "content/decisions/kind.toml",
        "when = { aim = \"look\" }\nthen = \"short\"",
        "when = { aim = \"look\" }\nthen = \"long\"",
    );
    folder.write("content/decisions/more.toml", "title = \"More?\"\n[option]\na.name = \"A\"\n");
    let run = folder.run(&["decisions", "diff", "HEAD"]);
    run.ended(0)
        .said("kind: Which kind?\n  Found fast, Long: fair, was poor\n")
        .said("1 case moved from Short to Long");
    run.said("more: More?\n  this decision is new\n");
    let one = folder.run(&["decisions", "diff", "HEAD", "kind", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&one.ended(0).out).expect("JSON");
    assert_eq!(json["decisions"].as_array().expect("a list").len(), 1);
    assert_eq!(json["decisions"][0]["changes"]["verdicts"][0]["to"], "fair");
    folder.run(&["decisions", "diff", "v9"]).ended(2).said("git knows no revision `v9`");
    folder.run(&["decisions", "diff", "--", "--help"]).ended(2);
    folder.run(&["decisions", "diff", "HEAD", "kid"]).ended(2).said("did you mean `kind`?");
    let elsewhere = Folder::new(DECISION);
    elsewhere.run(&["decisions", "diff", "HEAD"]).ended(2).said("not a git repository");
}
