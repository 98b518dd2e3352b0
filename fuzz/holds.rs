//! What must hold of any bytes that stand in an author's file: the targets of the fuzzer, and of the tests that replay
//! its seeds.

use std::collections::BTreeMap;
use std::sync::Arc;

use fingerpost::assembly::assemble;
use fingerpost::cache::Cache;
use fingerpost::diagnostic::Diagnostic;
use fingerpost::markdown::{self, Body, CodeWriter, LinkOut, RawHtml};
use fingerpost::page::front_matter;
use fingerpost::path::SourcePath;
use fingerpost::sources::config;
use fingerpost::sources::{Nothing, ReadOptions, Sources, World};

/// Every place of a finding, and every edit, is one in the text.
fn placed(text: &str, findings: &[Diagnostic]) {
    for finding in findings {
        let fix = finding.fix.iter().map(|fix| &fix.range);
        let also = finding.also.iter().map(|(span, _)| &span.range);
        for range in std::iter::once(&finding.span.range).chain(fix).chain(also) {
            assert!(text.get(range.start as usize..range.end as usize).is_some(), "{finding:?}");
        }
        assert!(!finding.message.is_empty() && !finding.message.contains('\n'), "{finding:?}");
    }
}

fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok()
}

/// Front matter, in both notations.
pub(crate) fn front_matter(data: &[u8]) {
    let Some(inner) = text(data) else { return };
    for text in [inner.to_owned(), format!("+++\n{inner}\n+++\nx\n"), format!("---\n{inner}\n---\nx\n")] {
        let mut findings = Vec::new();
        let read = front_matter::read(&SourcePath::new("content/a.md"), &text, &mut findings);
        placed(&text, &findings);
        assert!(text.get(read.body).is_some());
        for (_, span) in &read.spans {
            assert!(text.get(span.start as usize..span.end as usize).is_some());
        }
    }
}

struct Plain;

impl CodeWriter for Plain {
    fn write(&self, _: &str, code: &str, out: &mut String) {
        markdown::escape_text(code, out);
    }

    fn label(&self, _: &str) -> Option<&str> {
        None
    }
}

/// A whole page: its facts, its HTML in each way, its words.
pub(crate) fn page(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let page = fingerpost::page::parse(&SourcePath::new("content/a.md"), text);
    placed(text, &page.findings);
    let spans =
        page.spans.links.iter().chain(&page.spans.link_texts).chain(&page.spans.code).chain(&page.spans.headings);
    for span in spans {
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?}");
    }
    let body = &text[page.body.start as usize..page.body.end as usize];
    assert_eq!(markdown::words(body).sections.len(), page.facts.headings.len() + 1);
    for raw_html in [RawHtml::Safe, RawHtml::Escape, RawHtml::All] {
        let links = page.facts.links.iter().map(|_| LinkOut { href: Some("./".to_owned()), ..LinkOut::default() });
        let body = Body { links: links.collect(), raw_html, ..Body::new(body, &page.facts) };
        let html = markdown::html(&body, &Plain);
        if raw_html != RawHtml::All {
            assert!(!html.contains("<script") && !html.contains("<style") && !html.contains("<iframe"), "{html}");
        }
    }
}

/// A site of pages that hold these bytes.
fn site(files: &[(&str, String)]) {
    let memory: BTreeMap<SourcePath, Arc<[u8]>> =
        files.iter().map(|(path, text)| (SourcePath::new(*path), Arc::from(text.as_bytes()))).collect();
    let today = jiff::civil::date(2026, 11, 24);
    let sources = Sources::read(World::Memory(memory), &ReadOptions::default(), today, &Nothing);
    let assembly = assemble(sources, &Cache::none(), false);
    for (path, text) in files {
        let own = assembly.findings.iter().filter(|finding| finding.span.file.as_str() == *path);
        placed(text, &own.cloned().collect::<Vec<_>>());
    }
}

/// Targets of links, one a line, in each way of writing them.
pub(crate) fn links(data: &[u8]) {
    let Some(targets) = text(data).filter(|text| text.len() < 4000) else { return };
    let lines: String = targets
        .lines()
        .map(|line| {
            format!(
                "[x]({line}) [y](<{line}>) [[{line}]] ![z]({line})\n\n<a href=\"{line}\">x</a>\n\n[{line}]: {line}\n\n"
            )
        })
        .collect();
    site(&[
        ("content/guide/a.md", format!("# A\n\n{lines}")),
        ("content/guide/b.md", "# B\n\n## Part\n\n<a id=\"raw\"></a>\n".to_owned()),
        ("content/c.md", "+++\naliases = [\"/old/\"]\nslug = \"d\"\n+++\n".to_owned()),
        ("content/draft.md", "+++\ndraft = true\n+++\n".to_owned()),
        ("content/picture.png", "x".to_owned()),
    ]);
}

/// What stands behind the backticks, and files with regions.
pub(crate) fn fence(data: &[u8]) {
    let Some(info) = text(data) else { return };
    if let Some(line) = info.lines().next() {
        site(&[
            ("content/a.md", format!("```{line}\nx\n```\n\n~~~ {line}\nx\n~~~\n")),
            ("content/b.go", "// #region x\nx\n// #endregion x\n".to_owned()),
        ]);
    }
    for name in ["x", ""] {
        let _ = markdown::region(info, name);
    }
    assert!(markdown::without_markers(info).len() <= info.len());
}

/// The configuration.
pub(crate) fn config(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let mut findings = Vec::new();
    let config = config::read(&SourcePath::new("fingerpost.toml"), text, &mut findings);
    placed(text, &findings);
    assert!(!config.content.starts_with('/') && !config.content.split('/').any(|part| part == ".."));
    assert!(config.base_url.is_none_or(|url| url.ends_with('/')));
}

/// A decision.
pub(crate) fn decision(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let (_, findings) = fingerpost::decision::parse(&SourcePath::new("content/decisions/d.toml"), text);
    placed(text, &findings);
    if text.len() < 4000 {
        site(&[("content/decisions/d.toml", text.to_owned()), ("content/a.md", "# A\n\n## S\n".to_owned())]);
    }
}
