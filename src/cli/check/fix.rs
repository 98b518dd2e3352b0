//! `check --fix`: applies the fixes that are safe. Files whose changes git could not bring back are left alone.

use std::path::Path;
use std::process::{Command, Stdio};

use super::super::args::{CheckArgs, Format};
use super::super::print::{Printer, count};
use super::super::write::replace;
use crate::assembly::Assembly;
use crate::check::edits;
use crate::diagnostic::{Diagnostic, Level};
use crate::path::SourcePath;

/// Applies what is safe of these findings. Says whether anything was written.
pub(super) fn fix(
    findings: &[(Level, Diagnostic)],
    assembly: &Assembly,
    root: &Path,
    args: &CheckArgs,
    printer: &Printer,
) -> Result<bool, String> {
    let sources = &assembly.scene.sources;
    // Beside a document for programs the output has no room for words.
    let say = |line: &str| match args.format {
        Format::Text | Format::Github => printer.say(line),
        Format::Json | Format::Sarif => printer.note(line),
    };
    let text = |path: &SourcePath| {
        let bytes = sources.bytes(path).ok()?;
        // The findings are about the text as it was read; what was saved since may say something else.
        String::from_utf8(bytes).ok().filter(|text| sources.any_text(path).is_some_and(|read| *read == **text))
    };
    let mut edited = edits::safe(findings.iter().map(|(_, finding)| finding), text);
    if edited.is_empty() {
        say("No fix is safe to apply.");
        return Ok(false);
    }
    if !args.allow_dirty {
        let dirty: Vec<SourcePath> =
            edited.iter().filter(|file| is_dirty(root, &file.path)).map(|file| file.path.clone()).collect();
        for path in &dirty {
            printer.note(&format!("left {path} alone: it has changes that are not committed (--allow-dirty)"));
        }
        edited.retain(|file| !dirty.contains(&file.path));
        if edited.is_empty() {
            return Err("nothing was fixed: commit the files first, or say --allow-dirty".to_owned());
        }
    }
    for file in &edited {
        say(edits::diff(file).trim_end());
    }
    let fixes = count(edited.iter().map(|file| file.fixes).sum(), "fix", "fixes");
    let files = count(edited.len(), "file", "files");
    if printer.ask(&format!("Apply {fixes} to {files}?")) == Some(false) {
        return Ok(false);
    }
    for file in &edited {
        replace(root, &file.path, &file.after).map_err(|error| format!("cannot write {}: {error}", file.path))?;
    }
    say(&format!("Applied {fixes} to {files}."));
    Ok(true)
}

/// Whether git knows of changes to a file that it could not bring back. Without git or a repository there are none.
fn is_dirty(root: &Path, path: &SourcePath) -> bool {
    // A repository may name a program that watches files; it is not run for a question.
    let status = Command::new("git")
        .args(["-c", "core.fsmonitor=false", "status", "--porcelain", "--untracked-files=all", "--", path.as_str()])
        .current_dir(root)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    status.is_ok_and(|output| output.status.success() && !output.stdout.is_empty())
}
