//! Code blocks: languages that nobody knows, and files too long to be coloured.

use std::collections::BTreeSet;

use crate::compose::Scene;
use crate::diagnostic::{Code, Diagnostic, Span, is_sure, nearest};
use crate::markdown::{self, CodeBlock};
use crate::path::SourcePath;
use crate::render::highlight::{Cap, Language, MAX_LINE};
use crate::site::{Finding, PageId, Place};
use crate::sources::Include;

pub(super) fn check(scene: &Scene) -> Vec<Finding> {
    // A language that is only run is known, though it is not coloured.
    let samples = scene.config().samples.iter().flat_map(|(name, sample)| [name.as_str(), sample.language.as_str()]);
    let run: BTreeSet<&str> = samples.collect();
    let mut findings = Vec::new();
    for (index, page) in scene.site.pages.iter().enumerate() {
        let Some(text) = page.text else { continue };
        let text = &scene.parsed.pages[text];
        for (number, block) in (0..).zip(&text.facts.code) {
            if block.language.is_empty() {
                continue;
            }
            match Language::find(&block.language) {
                None if run.contains(block.language.as_str()) => {}
                None => findings.push(unknown_language(&block.language, &text.source, number)),
                Some(language) if language.is_plain() => {}
                Some(_) => findings.extend(too_long(scene, PageId(index as u32), number, block, &text.source)),
            }
        }
    }
    findings
}

fn unknown_language(language: &str, source: &SourcePath, number: u32) -> Finding {
    let message = format!("no language is named `{language}`");
    let diagnostic = Diagnostic::new(Code::UnknownLanguage, Span::file(source), message);
    let diagnostic = match nearest(language, Language::words()) {
        Some(near) => {
            let sure = is_sure(language, near, Language::words());
            let help = format!("did you mean `{near}`? Plain text is marked `text`");
            diagnostic.help(help).fix(0..0, near, sure)
        }
        None => diagnostic.help("write the language's name or file ending; plain text is marked `text`"),
    };
    Finding::new(diagnostic, Place::Language(number, language.len() as u32))
}

/// What is too long of a file that a block shows. (What stands in the page itself is found where the page is read.)
fn too_long(scene: &Scene, id: PageId, number: u32, block: &CodeBlock, source: &SourcePath) -> Option<Finding> {
    let path = scene.site.includes.get(&(id, number))?;
    let Include::Text(text, _) = scene.sources.include(path)? else { return None };
    let shown = match &block.region {
        Some(region) => markdown::region(text, region)?,
        None => markdown::without_markers(text),
    };
    let what = match Cap::of(&shown)? {
        Cap::Line { .. } => {
            format!("has a line of more than {MAX_LINE} bytes, from which on it is shown without colours")
        }
        Cap::Bytes | Cap::Lines => "is too long to be coloured".to_owned(),
    };
    let diagnostic = Diagnostic::new(Code::CodeTooLong, Span::file(source), format!("{path} {what}"))
        .help("show a region of it, or mark the block `text`");
    Some(Finding::new(diagnostic, Place::Code(number)))
}
