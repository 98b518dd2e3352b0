//! What git remembers: a file as a revision has it, and a section as it was when it was reviewed.
//!
//! The program `git` is asked, with all that a repository could have run for a question switched off.

use std::path::Path;
use std::process::{Command, Stdio};

use jiff::civil::Date;

use crate::check::edits;
use crate::compose::{Scene, review};
use crate::decision::lock::Line;
use crate::page::{self, Page};
use crate::path::SourcePath;

/// How many changes of a file are looked through.
const DEPTH: &str = "100";

/// Asks git; its complaint if it says no.
pub(super) fn git(root: &Path, words: &[&str]) -> Result<Vec<u8>, String> {
    let output = Command::new("git")
        .args(["-c", "core.fsmonitor=false", "--no-pager", "--literal-pathspecs"])
        .args(words)
        .current_dir(root)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cannot run git: {error}"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or("git failed").trim_start_matches("fatal: ");
    Err(said.to_owned())
}

/// A file as a commit has it; none if it has no such file, or not as text.
pub(super) fn file(root: &Path, commit: &str, path: &SourcePath) -> Option<String> {
    let bytes = git(root, &["cat-file", "blob", &format!("{commit}:./{path}")]).ok()?;
    String::from_utf8(bytes).ok()
}

/// The commits that changed a file, the latest first, each with its day.
fn commits(root: &Path, path: &SourcePath) -> Vec<(String, Date)> {
    let said = git(root, &["log", "-n", DEPTH, "--format=%H %cs", "--", path.as_str()]).unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    let commit = |line: &str| {
        let (commit, day) = line.split_once(' ')?;
        Some((commit.to_owned(), day.parse().ok()?))
    };
    said.lines().filter_map(commit).collect()
}

/// The text of a section as it was when it was reviewed: at the latest commit in which its digest is the one that was
/// recorded, else (files that it shows may have changed too) at the latest up to that day.
pub(super) fn section_before(
    scene: &Scene,
    root: &Path,
    now: &Page,
    anchor: Option<&str>,
    line: &Line,
) -> Option<String> {
    let shown = |old: &Page, block: u32| {
        let wanted = old.facts.code.get(block as usize)?;
        let same = |it: &crate::markdown::CodeBlock| it.file == wanted.file && it.region == wanted.region;
        let at = now.facts.code.iter().position(same)?;
        let page = scene.site.pages.iter().position(|page| page.source == now.source)?;
        let (text, _) = crate::compose::body::include(scene, crate::site::PageId(page as u32), at as u32)?;
        review::shown(&text, wanted.region.as_deref())
    };
    let cut = |text: &str, page: &Page| {
        let range = review::range(page, anchor)?;
        text.get(range.start as usize..range.end as usize).map(str::to_owned)
    };
    let mut by_day = None;
    for (commit, day) in commits(root, &now.source) {
        let Some(text) = file(root, &commit, &now.source) else { continue };
        let page = page::parse(&now.source, &text);
        let digest = review::digest(&page, anchor, &|block| shown(&page, block));
        if digest.as_deref() == Some(line.digest.as_str()) {
            return cut(&text, &page);
        }
        if by_day.is_none() && day <= line.date {
            by_day = cut(&text, &page);
        }
    }
    by_day
}

/// The change between two texts, by lines.
pub(super) fn change(path: &SourcePath, before: &str, after: &str) -> String {
    let (before, after) = (before.trim_end().to_owned() + "\n", after.trim_end().to_owned() + "\n");
    let diff = edits::diff(&edits::Edited { path: path.clone(), before, after, fixes: 0 });
    // The first two lines name the file, which is named already.
    diff.splitn(3, '\n').nth(2).unwrap_or_default().to_owned()
}
