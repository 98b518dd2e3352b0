//! `fingerpost check` as a user runs it: what it prints, how it ends, what it writes.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};
use std::time::SystemTime;

use serde_json::Value;
use tempfile::TempDir;

use crate::harness::files;

/// A folder with the files of a site.
fn folder(site: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a scratch folder");
    for (path, text) in files(site) {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    folder
}

fn run(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_fingerpost"))
        .args(words)
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", "1795478400")
        .env_remove("NO_COLOR")
        .output()
        .expect("the program runs")
}

/// Exit code, output and messages.
fn check(folder: &Path, words: &[&str]) -> (i32, String, String) {
    let output = run(folder, &[&["check"], words].concat());
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (output.status.code().expect("an exit code"), text(&output.stdout), text(&output.stderr))
}

fn tree(folder: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("an entry"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let modified = entry.metadata().expect("a file").modified().expect("a time");
            (entry.path().display().to_string(), (std::fs::read(entry.path()).expect("a file"), modified))
        })
        .collect()
}

const FAULTY: &str = "
-- content/_index.md --
# Home
[Setup](stp.md) and [part](setup.md#Instal)

```pyton
1
```
-- content/setup.md --
# Setup
## Install
";

#[test]
fn check_writes_nothing_and_ends_with_1_where_there_are_errors() {
    let folder = folder(FAULTY);
    let before = tree(folder.path());
    let (code, out, messages) = check(folder.path(), &["--color", "never"]);
    assert_eq!((code, messages.as_str()), (1, ""), "{out}");
    assert!(out.contains("content/_index.md:2:9"), "{out}");
    assert!(out.contains("did you mean `setup.md`?"), "{out}");
    assert!(out.lines().last().expect("a line").starts_with("Checked: 2 errors, 1 warning in 2 pages, in "), "{out}");
    assert_eq!(tree(folder.path()), before, "nothing was written, the cache neither");
}

#[test]
fn warnings_fail_when_they_are_told_to() {
    let folder = folder("\n-- content/a.md --\n```pyton\n1\n```\n");
    assert_eq!(check(folder.path(), &[]).0, 0);
    assert_eq!(check(folder.path(), &["--strict"]).0, 1);
}

#[test]
fn check_finds_what_build_finds() {
    let folder = folder(FAULTY);
    let build = run(folder.path(), &["build", "--color", "never"]);
    let told = String::from_utf8(build.stderr).expect("UTF-8");
    let (_, checked, _) = check(folder.path(), &["--color", "never"]);
    let heads = |text: &str| {
        let lines =
            text.lines().filter(|line| ["error[", "warning[", "note["].iter().any(|head| line.starts_with(head)));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(heads(&told), heads(&checked));
    assert_eq!(heads(&told).len(), 3);
}

#[test]
fn json_is_one_document_with_places_and_fixes() {
    let folder = folder(FAULTY);
    let (code, out, messages) = check(folder.path(), &["--format", "json"]);
    assert_eq!(code, 1);
    assert!(messages.starts_with("Checked: "), "{messages}");
    let report: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(report["version"], 1);
    let first = &report["findings"][0];
    assert_eq!((&first["code"], &first["line"], &first["column"]), (&"broken-link".into(), &2.into(), &9.into()));
    assert_eq!(first["fix"]["text"], "setup.md");
    let text = std::fs::read(folder.path().join("content/_index.md")).expect("the page");
    let place = |key: &str| first["fix"][key].as_u64().expect("a byte") as usize;
    assert_eq!(&text[place("start")..place("end")], b"stp.md");
    assert_eq!(report["summary"]["errors"], 2);
}

#[test]
fn paths_for_code_hosts_start_at_the_repository() {
    let folder = folder(FAULTY.replace("-- content", "-- docs/content").as_str());
    std::fs::create_dir(folder.path().join(".git")).expect("a folder");
    let (_, out, _) = check(folder.path(), &["docs", "--format", "github"]);
    assert!(out.starts_with("::error file=docs/content/_index.md,line=2,endLine=2,col=9,"), "{out}");
    let (_, out, _) = check(folder.path(), &["docs", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&out).expect("JSON");
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "docs/content/_index.md");
}

#[test]
fn codes_are_listed_and_explained_with_or_without_a_site() {
    let empty = tempfile::tempdir().expect("a scratch folder");
    let (code, out, _) = check(empty.path(), &["--list"]);
    assert_eq!(code, 0);
    assert!(out.contains("missing-alt               note "), "{out}");
    let (code, out, _) = check(empty.path(), &["--explain", "broken-anchor"]);
    assert_eq!((code, out.starts_with("broken-anchor (error by default)\n")), (0, true), "{out}");
    let (code, _, messages) = check(empty.path(), &["--explain", "broken-ancor"]);
    assert_eq!(code, 2);
    assert!(messages.contains("did you mean `broken-anchor`?"), "{messages}");
    let site = folder("\n-- fingerpost.toml --\n[check]\nmissing-alt = \"error\"\n-- content/a.md --\n");
    assert!(check(site.path(), &["--list"]).1.contains("missing-alt               error "));
    assert_eq!(check(empty.path(), &[]).0, 2, "there is no site");
}

#[test]
fn a_theme_that_fails_on_one_kind_of_page_is_found() {
    let folder = folder(
        "
-- fingerpost.toml --
theme = \"mine\"
-- themes/mine/theme.toml --
extends = \"default\"
-- themes/mine/templates/404.html --
{{ page.nothing.of.this }}
-- content/a.md --
",
    );
    let (code, out, _) = check(folder.path(), &["--color", "never"]);
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("error[theme-error]") && out.contains("themes/mine/templates/404.html:1:"), "{out}");
}

#[test]
fn safe_fixes_are_applied_and_the_rest_is_left() {
    let folder = folder(FAULTY);
    let (code, out, _) = check(folder.path(), &["--fix", "--color", "never"]);
    let text = std::fs::read_to_string(folder.path().join("content/_index.md")).expect("the page");
    assert_eq!(text, "# Home\n[Setup](stp.md) and [part](setup.md#install)\n\n```python\n1\n```\n", "{out}");
    assert!(out.contains("-```pyton\n+```python\n"), "{out}");
    assert!(out.contains("Applied 2 fixes to 1 file."), "{out}");
    // Two letters swapped are a guess, and a guess is a person's.
    assert_eq!(code, 1);
    assert!(out.contains("Checked: 1 error in 2 pages"), "{out}");
    let (_, out, _) = check(folder.path(), &["--fix"]);
    assert!(out.contains("No fix is safe to apply."), "{out}");
}

#[test]
fn a_file_with_changes_that_are_not_committed_is_left_alone() {
    let folder = folder(FAULTY);
    let git = |words: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=a", "-c", "user.email=a@example.org"]).args(words).current_dir(folder.path());
        command.output().is_ok_and(|output| output.status.success())
    };
    assert!(git(&["init", "-q"]) && git(&["add", "."]) && git(&["commit", "-qm", "x"]));
    let page = folder.path().join("content/_index.md");
    let before = format!("{}\nOne more line.\n", std::fs::read_to_string(&page).expect("the page"));
    std::fs::write(&page, &before).expect("written");
    let (code, _, messages) = check(folder.path(), &["--fix"]);
    assert_eq!(code, 1);
    assert!(messages.contains("left content/_index.md alone"), "{messages}");
    assert_eq!(std::fs::read_to_string(&page).expect("the page"), before);
    assert!(git(&["commit", "-qam", "y"]));
    assert!(check(folder.path(), &["--fix"]).1.contains("Applied 2 fixes"), "committed files are fixed");
    std::fs::write(&page, &before).expect("written");
    assert!(check(folder.path(), &["--fix", "--allow-dirty"]).1.contains("Applied 2 fixes"));
}

#[test]
fn schemas_are_printed() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    for what in ["findings", "decision", "config"] {
        let output = run(folder.path(), &["schema", what]);
        let schema: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert!(schema["$schema"].is_string() && output.status.success(), "{what}");
    }
}
