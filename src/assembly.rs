//! Assembly: the line from sources to plan, in one place, for every command that walks it.
//!
//! Enter at [`assemble`]. `build`, `check`, `serve` and `publish` all start here, so that what one of them says holds
//! for the others.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::Cache;
use crate::compose::{Scene, body};
use crate::decision;
use crate::diagnostic::{Code, Diagnostic, Span, nearest};
use crate::digest::Digest;
use crate::markdown::{self, EmbedKind};
use crate::page::{self, Page};
use crate::path::SourcePath;
use crate::plan::{Plan, plan};
use crate::site::{self, Finding, Parsed, Place};
use crate::sources::theme::{self, Theme};
use crate::sources::{FileKind, Include, Sources};

/// One moment of a site, up to its plan.
pub struct Assembly {
    /// What views are made from.
    pub scene: Scene,
    /// What exists.
    pub plan: Plan,
    /// Everything that was found on the way, unsorted.
    pub findings: Vec<Diagnostic>,
}

/// Walks the line.
pub fn assemble(mut sources: Sources, cache: &Cache, drafts: bool) -> Assembly {
    let (parsed, mut findings) = parse(&sources, cache);
    let theme = load_theme(&sources, &mut findings);
    let (site, found) = site::link(&sources.config, &parsed, drafts);
    let wanted: BTreeSet<SourcePath> = site.includes.values().cloned().collect();
    sources.read_includes(&wanted);
    findings.extend(placed(&parsed, &found));
    findings.append(&mut sources.findings);
    let scene = Scene::new(Arc::new(sources), Arc::new(parsed), Arc::new(site), Arc::new(theme));
    let late = check_scene(&scene);
    findings.extend(placed(&scene.parsed, &late));
    let plan = plan(scene.config(), &scene.site, &scene.theme);
    Assembly { scene, plan, findings }
}

/// Every file by itself: pages from the cache where their source is as it was.
pub fn parse(sources: &Sources, cache: &Cache) -> (Parsed, Vec<Diagnostic>) {
    let files: Vec<_> = sources.files.iter().collect();
    let parse_page = |path: &SourcePath, digest: Digest| -> Result<Arc<Page>, Diagnostic> {
        if let Some(page) = cache.page(path, digest) {
            return Ok(page);
        }
        let text = sources.text(path).map_err(|error| {
            Diagnostic::new(Code::UnreadableFile, Span::file(path), format!("cannot read this file: {error}"))
        })?;
        Ok(Arc::new(page::parse(path, &text)))
    };
    let pages: Vec<Result<Arc<Page>, Diagnostic>> = files
        .par_iter()
        .filter(|(_, file)| file.kind == FileKind::Page)
        .map(|(path, file)| parse_page(path, file.digest))
        .collect();
    let mut parsed = Parsed::default();
    let mut findings = Vec::new();
    for page in pages {
        match page {
            Ok(page) => {
                findings.extend(page.findings.iter().cloned());
                parsed.pages.push(page);
            }
            Err(finding) => findings.push(finding),
        }
    }
    for (path, file) in files {
        match file.kind {
            FileKind::Decision => match sources.text(path) {
                Ok(text) => {
                    let (decision, found) = decision::parse(path, &text);
                    findings.extend(found);
                    parsed.decisions.push(Arc::new(decision));
                }
                Err(error) => {
                    let message = format!("cannot read this file: {error}");
                    findings.push(Diagnostic::new(Code::UnreadableFile, Span::file(path), message));
                }
            },
            FileKind::Asset => parsed.assets.push(path.clone()),
            FileKind::Page | FileKind::Changes => {}
        }
    }
    (parsed, findings)
}

fn load_theme(sources: &Sources, findings: &mut Vec<Diagnostic>) -> Theme {
    let config = &sources.config;
    let named_at = Span { file: sources.config_path.clone(), range: config.theme_span.clone() };
    theme::load(&config.theme, &named_at, &config.language, &sources.theme_files, findings)
}

/// Findings of the whole, each with its bytes.
fn placed(parsed: &Parsed, findings: &[Finding]) -> Vec<Diagnostic> {
    let page = |path: &SourcePath| {
        let at = parsed.pages.binary_search_by(|page| page.source.cmp(path)).ok()?;
        Some(&*parsed.pages[at])
    };
    findings.iter().map(|finding| site::place(finding, page(&finding.diagnostic.span.file))).collect()
}

/// What can only be said when files that blocks show have been read, the theme is there and rules are analysed.
fn check_scene(scene: &Scene) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, page) in scene.site.pages.iter().enumerate() {
        let id = site::PageId(index as u32);
        if let Some(template) = &page.front.template
            && scene.theme.template(template).is_none()
        {
            let diagnostic = scene.theme.unknown_template(template, Span::file(&page.source));
            findings.push(Finding::new(diagnostic, Place::Front("template")));
        }
        let Some(text) = page.text else { continue };
        let text = &scene.parsed.pages[text];
        for (number, block) in text.facts.code.iter().enumerate() {
            findings.extend(check_include(scene, id, number as u32, block, &text.source));
        }
        for (number, embed) in text.facts.embeds.iter().enumerate() {
            findings.extend(check_embed(scene, number as u32, embed, &text.source));
        }
    }
    for (node, proven) in scene.site.decisions.iter().zip(&scene.decisions) {
        let (analysis, _) = proven.get(&scene.parsed.decisions[node.parsed]);
        findings.extend(analysis.findings.iter().cloned().map(Finding::exact));
    }
    findings
}

fn check_include(
    scene: &Scene,
    id: site::PageId,
    number: u32,
    block: &markdown::CodeBlock,
    source: &SourcePath,
) -> Option<Finding> {
    let path = scene.site.includes.get(&(id, number))?;
    let unresolved = |message: String| Diagnostic::new(Code::UnresolvedInclude, Span::file(source), message);
    let diagnostic = match scene.sources.include(path) {
        Some(Include::Text(text, _)) => {
            let region = block.region.as_deref()?;
            if markdown::region(text, region).is_some() {
                return None;
            }
            unresolved(format!("{path} has no region `{region}`"))
                .help(format!("mark it there with comments: `#region {region}` before, `#endregion {region}` after"))
        }
        Some(Include::Missing(why)) => {
            let finding = unresolved(format!("cannot show {path}: {why}"));
            let near = nearest(path.as_str(), scene.sources.files.keys().map(SourcePath::as_str));
            match near {
                Some(near) => finding.help(format!("did you mean {near}? The path counts from the page's folder")),
                None => finding.help("the path counts from the page's folder"),
            }
        }
        None => return None,
    };
    Some(Finding::new(diagnostic, Place::Code(number)))
}

fn check_embed(scene: &Scene, number: u32, embed: &markdown::Embed, source: &SourcePath) -> Option<Finding> {
    let invalid = |message: String, help: String| {
        let diagnostic = Diagnostic::new(Code::UnresolvedInclude, Span::file(source), message).help(help);
        Some(Finding::new(diagnostic, Place::Embed(number)))
    };
    match embed.kind {
        EmbedKind::Decision => match toml::from_str::<body::DecisionBlock>(&embed.toml) {
            Err(error) => invalid(error.message().to_owned(), "write `use = \"ID\"` and, if wanted, `show`".to_owned()),
            Ok(block) => {
                if scene.site.decision_named(&scene.parsed, &block.id).is_none() {
                    let ids = scene.parsed.decisions.iter().map(|decision| decision.facts.id.as_str());
                    let help = nearest(&block.id, ids).map_or_else(
                        || "a decision is a file `decisions/ID.toml` below the content folder".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    );
                    return invalid(format!("there is no decision `{}`", block.id), help);
                }
                let known = crate::compose::decision::Show::known_parts();
                let part = block.show.filter(|part| !known.contains(&part.as_str()))?;
                invalid(format!("a decision has no part `{part}`"), format!("write one of {}", known.join(", ")))
            }
        },
        EmbedKind::Pages => match toml::from_str::<body::PagesBlock>(&embed.toml) {
            Err(error) => {
                invalid(error.message().to_owned(), "write `by = \"topics\"` or `by = \"extra.KEY\"`".to_owned())
            }
            Ok(block) if block.by == "topics" || block.by.starts_with("extra.") => None,
            Ok(block) => invalid(
                format!("pages cannot be grouped by `{}`", block.by),
                "write `topics` or `extra.KEY`".to_owned(),
            ),
        },
    }
}
