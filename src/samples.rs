//! Samples: the code that pages show, run, and compared with what it printed when it was recorded.
//!
//! Enter at [`find`], then [`run::run`] for one sample and [`judge`] for what came of it. A sample is a file that a block
//! shows with `file=`, in a language that has a `[samples.ID]`; it runs once, however many blocks show it. What it must
//! print stands beside it, in `FILE.out`.
//!
//! The only room that starts programs of an author, and nothing reaches it unless `test` was asked for by name.
//! Not here: what is printed (`cli/test.rs`), how a block names a file (`markdown`).

pub mod diff;
pub mod run;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use globset::Glob;
use regex::Regex;

use crate::compose::Scene;
use crate::digest::{Digest, Digester};
use crate::path::SourcePath;
use crate::render::highlight::Language;
use crate::site::PageId;
use crate::sources::World;
use crate::sources::config::{Config, SampleConfig};

/// A program that a page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The file.
    pub file: SourcePath,
    /// The `[samples.ID]` that says how it is run.
    pub id: String,
    /// The program and its arguments, the file's name filled in.
    pub command: Vec<String>,
    /// Seconds after which it is ended.
    pub timeout: u32,
}

impl Sample {
    /// Where what it prints is recorded.
    pub fn recording(&self) -> SourcePath {
        SourcePath::new(format!("{}.out", self.file))
    }
}

/// The samples of a site, by file. A file that any block shows as a measurement is none.
pub fn find(scene: &Scene) -> Vec<Sample> {
    let mut shown: BTreeMap<&SourcePath, &str> = BTreeMap::new();
    let mut measured: BTreeSet<&SourcePath> = BTreeSet::new();
    for ((id, number), file) in &scene.site.includes {
        let Some(block) = block(scene, *id, *number) else { continue };
        if block.measure {
            measured.insert(file);
        } else {
            shown.entry(file).or_insert(&block.language);
        }
    }
    shown.retain(|file, _| !measured.contains(file));
    let found = shown.into_iter().filter_map(|(file, language)| {
        let (id, config) = table(scene.config(), file, language)?;
        let command = config.command.iter().map(|word| word.replace("{file}", file.name())).collect();
        Some(Sample { file: file.clone(), id: id.to_owned(), command, timeout: config.timeout })
    });
    found.collect()
}

fn block(scene: &Scene, id: PageId, number: u32) -> Option<&crate::markdown::CodeBlock> {
    let text = &scene.parsed.pages[scene.page(id).text?];
    text.facts.code.get(number as usize)
}

/// The table for a file: of those of its language one whose pattern fits goes before one without.
fn table<'a>(config: &'a Config, file: &SourcePath, language: &str) -> Option<(&'a str, &'a SampleConfig)> {
    let of_language = |sample: &SampleConfig| {
        sample.language.eq_ignore_ascii_case(language)
            || Language::find(language).is_some_and(|known| Language::find(&sample.language) == Some(known))
    };
    let fits = |sample: &SampleConfig| match &sample.files {
        None => Some(false),
        Some(pattern) => Glob::new(pattern).ok()?.compile_matcher().is_match(file.name()).then_some(true),
    };
    let mut usual = None;
    for (id, sample) in config.samples.iter().filter(|(_, sample)| of_language(sample)) {
        match fits(sample) {
            Some(true) => return Some((id, sample)),
            Some(false) if usual.is_none() => usual = Some((id.as_str(), sample)),
            _ => {}
        }
    }
    usual
}

/// The files that a sample may need: all in its own folder and below, without pages and recordings.
///
/// # Errors
/// The folder is too large to be copied, or cannot be read.
pub fn folder(world: &World, sample: &Sample) -> io::Result<Vec<SourcePath>> {
    const MOST_FILES: usize = 2000;
    const MOST_BYTES: u64 = 64 << 20;
    let listed = world.list(sample.file.folder(), &mut Vec::new());
    let all: BTreeSet<SourcePath> = listed.iter().map(|(path, _)| path.clone()).collect();
    let recording =
        |path: &SourcePath| path.as_str().strip_suffix(".out").is_some_and(|file| all.contains(&SourcePath::new(file)));
    let needed = listed.into_iter().filter(|(path, _)| !path.as_str().ends_with(".md") && !recording(path));
    let needed: Vec<(SourcePath, u64)> = needed.map(|(path, stat)| (path, stat.size)).collect();
    if needed.len() > MOST_FILES || needed.iter().map(|(_, size)| size).sum::<u64>() > MOST_BYTES {
        let message =
            format!("the folder of {} is too large to be copied: put the sample into one of its own", sample.file);
        return Err(io::Error::other(message));
    }
    Ok(needed.into_iter().map(|(path, _)| path).collect())
}

/// The digest of all that decides what a sample prints: its folder, its command, and its tools by what they say of
/// their version.
///
/// # Errors
/// A file cannot be read.
pub fn key(world: &World, sample: &Sample, files: &[SourcePath], version: &str) -> io::Result<Digest> {
    let mut digester = Digester::new().add("sample 1").add(version).add(sample.file.as_str());
    for word in &sample.command {
        digester = digester.add(word);
    }
    for file in files {
        digester = digester.add(file.as_str()).add(world.digest(file)?.bytes());
    }
    Ok(digester.digest())
}

/// What came of a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It printed what is recorded.
    Passed,
    /// It printed something else: the difference, line by line.
    Differs(String),
    /// Nothing is recorded.
    NoRecording,
}

/// Compares what a sample printed with what is recorded.
pub fn judge(printed: &str, recorded: Option<&str>, masks: &[Regex]) -> Verdict {
    let Some(recorded) = recorded else { return Verdict::NoRecording };
    let (have, want) = (comparable(printed, masks), comparable(recorded, masks));
    if have == want { Verdict::Passed } else { Verdict::Differs(diff::lines(&want, &have)) }
}

/// What may differ from run to run is masked, white space at the ends of lines and of the text goes.
pub fn comparable(text: &str, masks: &[Regex]) -> String {
    let mut text = text.replace("\r\n", "\n");
    for mask in masks {
        text = mask.replace_all(&text, "…").into_owned();
    }
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().to_owned()
}

/// The masks of a table.
///
/// # Errors
/// One of them is no regular expression: which, and why.
pub fn masks(config: &SampleConfig) -> Result<Vec<Regex>, String> {
    let compile = |mask: &String| {
        let built = regex::RegexBuilder::new(mask).multi_line(true).build();
        built.map_err(|error| format!("`{mask}` is no regular expression: {error}"))
    };
    config.mask.iter().map(compile).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask(text: &str) -> Vec<Regex> {
        vec![Regex::new(text).unwrap()]
    }

    #[test]
    fn what_is_masked_may_differ() {
        let masks = mask(r"\d+\.\d+s");
        assert_eq!(judge("ok 0.52s\n", Some("ok 1.03s"), &masks), Verdict::Passed);
        assert_eq!(judge("ok  \r\n\n", Some("ok"), &[]), Verdict::Passed);
        assert_eq!(judge("ok", None, &masks), Verdict::NoRecording);
        assert!(matches!(judge("no", Some("ok"), &masks), Verdict::Differs(_)));
        assert!(matches!(judge("  ok", Some("ok"), &masks), Verdict::Differs(_)));
    }
}
