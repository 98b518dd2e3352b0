//! Assembly: the line from sources to plan, in one place, for every command that walks it.
//!
//! Enter at [`assemble`]. `build`, `check`, `serve` and `publish` all start here, so that what one of them says holds
//! for the others. [`advance`] walks the same line from an earlier moment of the same site: what nothing new has come to
//! is kept, and the result is what [`assemble`] would make.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::Cache;
use crate::check;
use crate::compose::{Scene, body, review};
use crate::decision::{self, Decision};
use crate::diagnostic::{Code, Diagnostic, Span, nearest};
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
    pub plan: Arc<Plan>,
    /// Everything that was found on the way, unsorted.
    pub findings: Vec<Diagnostic>,
    drafts: bool,
    kept: Kept,
}

/// What the next moment may take over.
struct Kept {
    /// What was found in each decision by itself, index by index.
    decisions: Vec<Arc<Vec<Diagnostic>>>,
    theme: Arc<Vec<Diagnostic>>,
    /// What linking found, without places.
    linked: Arc<Vec<Finding>>,
    /// What [`check_pages`] found, without places.
    checked: Arc<Vec<Finding>>,
}

/// Walks the line.
pub fn assemble(sources: Sources, cache: &Cache, drafts: bool) -> Assembly {
    walk(None, sources, cache, drafts, &|| true).expect("nobody calls it off")
}

/// Walks the line from an earlier moment of the same site. Only files with other bytes are parsed; the site is linked
/// anew only if something that linking reads has changed.
///
/// `None` if `wanted` said no on the way.
pub fn advance(previous: &Assembly, sources: Sources, cache: &Cache, wanted: &dyn Fn() -> bool) -> Option<Assembly> {
    walk(Some(previous), sources, cache, previous.drafts, wanted)
}

fn walk(
    previous: Option<&Assembly>,
    mut sources: Sources,
    cache: &Cache,
    drafts: bool,
    wanted: &dyn Fn() -> bool,
) -> Option<Assembly> {
    let (parsed, decision_findings, mut findings) = parse_from(previous, &sources, cache);
    if !wanted() {
        return None;
    }
    sources.forget_texts();
    let (theme, theme_findings) = load_theme(previous, &sources);
    let same = previous.filter(|previous| same_site(previous, &sources, &parsed));
    let (site, linked) = match same {
        Some(previous) => (previous.scene.site.clone(), previous.kept.linked.clone()),
        None => {
            let (site, linked) = site::link(&sources.config, &parsed, drafts);
            (Arc::new(site), Arc::new(linked))
        }
    };
    if same.is_none() {
        if !wanted() {
            return None;
        }
        let shown: BTreeSet<SourcePath> = site.includes.values().cloned().collect();
        sources.read_includes(&shown);
    }
    findings.extend(theme_findings.iter().cloned());
    findings.extend(placed(&parsed, &linked));
    findings.extend(sources.findings.iter().cloned());
    let scene = Scene::after(previous.map(|it| &it.scene), Arc::new(sources), Arc::new(parsed), site, theme);
    let checked = match same {
        Some(previous) if same_scene(&previous.scene, &scene) => previous.kept.checked.clone(),
        _ => Arc::new(check_pages(&scene)),
    };
    findings.extend(placed(&scene.parsed, &checked));
    findings.extend(placed(&scene.parsed, &check_decisions(&scene)));
    findings.extend(review::findings(&scene));
    review::explain_broken(&scene, &mut findings);
    let plan = match same {
        Some(previous) if previous.scene.digest == scene.digest => previous.plan.clone(),
        _ => Arc::new(plan(scene.config(), &scene.site, &scene.theme)),
    };
    let kept = Kept { decisions: decision_findings, theme: theme_findings, linked, checked };
    Some(Assembly { scene, plan, findings, drafts, kept })
}

/// Whether linking would make the same site: nothing that it reads differs.
fn same_site(previous: &Assembly, sources: &Sources, parsed: &Parsed) -> bool {
    let before = &previous.scene.parsed;
    let alike = |(a, b): (&Arc<Page>, &Arc<Page>)| Arc::ptr_eq(a, b) || site::alike(a, b);
    previous.scene.sources.same_config(sources)
        && before.pages.len() == parsed.pages.len()
        && before.decisions.len() == parsed.decisions.len()
        && before.assets == parsed.assets
        && before.changes == parsed.changes
        && before.decisions.iter().zip(&parsed.decisions).all(|(a, b)| Arc::ptr_eq(a, b))
        && before.pages.iter().zip(&parsed.pages).all(alike)
}

/// Whether, the site being the same, pages can be checked with no other result.
fn same_scene(previous: &Scene, scene: &Scene) -> bool {
    previous.digest == scene.digest && scene.sources.alike(&previous.sources)
}

/// Every file by itself: pages from the cache where their source is as it was.
pub fn parse(sources: &Sources, cache: &Cache) -> (Parsed, Vec<Diagnostic>) {
    let (parsed, _, findings) = parse_from(None, sources, cache);
    (parsed, findings)
}

fn parse_from(
    previous: Option<&Assembly>,
    sources: &Sources,
    cache: &Cache,
) -> (Parsed, Vec<Arc<Vec<Diagnostic>>>, Vec<Diagnostic>) {
    let known = previous.map(|previous| known_pages(previous, sources)).unwrap_or_default();
    let mut known = known.into_iter();
    let pages: Vec<(&SourcePath, crate::digest::Digest, Option<Arc<Page>>)> = sources
        .files
        .iter()
        .filter(|(_, file)| file.kind == FileKind::Page)
        .map(|(path, file)| (path, file.digest, known.next().flatten()))
        .collect();
    let parse_page = |(path, digest, known): (&SourcePath, crate::digest::Digest, Option<Arc<Page>>)| {
        if let Some(page) = known.or_else(|| cache.page(path, digest)) {
            return Ok(page);
        }
        let text = sources.text(path).map_err(|error| unreadable(path, &error))?;
        Ok(Arc::new(page::parse(path, &text)))
    };
    let pages: Vec<Result<Arc<Page>, Diagnostic>> = pages.into_par_iter().map(parse_page).collect();
    let mut parsed = Parsed::default();
    let mut findings = Vec::new();
    for page in pages {
        match page {
            Ok(page) => {
                let raw_html = sources.config.raw_html;
                let holds = |finding: &&Diagnostic| markdown::matters(finding, raw_html);
                findings.extend(page.findings.iter().filter(holds).cloned());
                parsed.pages.push(page);
            }
            Err(finding) => findings.push(finding),
        }
    }
    let mut decision_findings = Vec::new();
    for (path, file) in sources.files.iter() {
        match file.kind {
            FileKind::Decision => match parse_decision(previous, sources, path) {
                Ok((decision, found)) => {
                    findings.extend(found.iter().cloned());
                    parsed.decisions.push(decision);
                    decision_findings.push(found);
                }
                Err(finding) => findings.push(finding),
            },
            FileKind::Asset => parsed.assets.push(path.clone()),
            FileKind::Changes => match sources.text(path) {
                Ok(text) => {
                    let (changes, found) = decision::changes::parse(path, &text);
                    findings.extend(found);
                    parsed.changes.push((path.clone(), Arc::new(changes)));
                }
                Err(error) => findings.push(unreadable(path, &error)),
            },
            FileKind::Page => {}
        }
    }
    (parsed, decision_findings, findings)
}

/// For each page of the sources what the earlier moment says of the same bytes. One walk along both lists: a look-up for
/// each of 10,000 pages would cost 5 ms.
fn known_pages(previous: &Assembly, sources: &Sources) -> Vec<Option<Arc<Page>>> {
    let mut files = previous.scene.sources.files.iter().peekable();
    let mut pages = previous.scene.parsed.pages.iter().peekable();
    let mut known = Vec::with_capacity(previous.scene.parsed.pages.len() + 1);
    for (path, file) in sources.files.iter() {
        // Equal paths are mostly the same value, which is seen at once; which of two comes first is not.
        while files.next_if(|(before, _)| *before != path && *before < path).is_some() {}
        let before = files.next_if(|(before, _)| *before == path);
        if file.kind != FileKind::Page {
            continue;
        }
        while pages.next_if(|page| page.source != *path && page.source < *path).is_some() {}
        let page = pages.next_if(|page| page.source == *path);
        known.push(page.filter(|_| before.is_some_and(|(_, before)| before.digest == file.digest)).cloned());
    }
    known
}

fn parse_decision(
    previous: Option<&Assembly>,
    sources: &Sources,
    path: &SourcePath,
) -> Result<(Arc<Decision>, Arc<Vec<Diagnostic>>), Diagnostic> {
    let digest = |sources: &Sources| sources.files.get(path).map(|file| file.digest);
    let known = previous.filter(|previous| digest(&previous.scene.sources) == digest(sources)).and_then(|previous| {
        let decisions = &previous.scene.parsed.decisions;
        let at = decisions.iter().position(|decision| decision.source == *path)?;
        Some((decisions[at].clone(), previous.kept.decisions.get(at)?.clone()))
    });
    if let Some(known) = known {
        return Ok(known);
    }
    let text = sources.text(path).map_err(|error| unreadable(path, &error))?;
    let (decision, found) = decision::parse(path, &text);
    Ok((Arc::new(decision), Arc::new(found)))
}

fn unreadable(path: &SourcePath, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, Span::file(path), format!("cannot read this file: {error}"))
}

fn load_theme(previous: Option<&Assembly>, sources: &Sources) -> (Arc<Theme>, Arc<Vec<Diagnostic>>) {
    if let Some(previous) = previous
        && Arc::ptr_eq(&previous.scene.sources.theme_files, &sources.theme_files)
        && previous.scene.sources.same_config(sources)
    {
        return (previous.scene.theme.clone(), previous.kept.theme.clone());
    }
    let mut findings = Vec::new();
    let config = &sources.config;
    let named_at = Span { file: sources.config_path.clone(), range: config.theme_span.clone() };
    let theme = theme::load(&config.theme, &named_at, &config.language, &sources.theme_files, &mut findings);
    (Arc::new(theme), Arc::new(findings))
}

/// Findings of the whole, each with its bytes.
pub fn placed(parsed: &Parsed, findings: &[Finding]) -> Vec<Diagnostic> {
    let page = |path: &SourcePath| {
        let at = parsed.pages.binary_search_by(|page| page.source.cmp(path)).ok()?;
        Some(&*parsed.pages[at])
    };
    findings.iter().map(|finding| site::place(finding, page(&finding.diagnostic.span.file))).collect()
}

/// What can only be said of pages when files that blocks show have been read and the theme is there. Reads of pages what
/// [`site::alike`] compares, and nothing else.
fn check_pages(scene: &Scene) -> Vec<Finding> {
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
    findings.extend(check::scene(scene));
    findings
}

/// What can only be said of decisions when their rules are analysed.
fn check_decisions(scene: &Scene) -> Vec<Finding> {
    let mut findings = Vec::new();
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
