//! Decisions in the site: where evidence leads, what rests on each section, and links to verdicts in prose.
//!
//! Not here: what a decision says by itself, and what its rules leave open (`decision`).

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::layout::{Layout, SitePage};
use super::links::{self, At, Found, Link, Resolver, Target};
use super::topics::Topic;
use super::{Finding, PageId, Parsed};
use crate::decision::reference::{self, Named, Part, Reference};
use crate::decision::{self, Fact, Facts, changes};
use crate::diagnostic::{Code, Diagnostic, Span, nearest};
use crate::markdown;

/// A decision in the site.
#[derive(Clone, Debug)]
pub struct DecisionNode {
    /// Its page.
    pub page: PageId,
    /// Its data: an index of [`Parsed::decisions`].
    pub parsed: usize,
    /// What changed in it, if there is a file that says so: an index of [`Parsed::changes`].
    pub changes: Option<usize>,
    /// Where its evidence leads, by statement, in the order in which it is written.
    pub evidence: BTreeMap<Fact, Vec<Link>>,
    /// The pages that are evidence for each criterion, by the criterion's name.
    pub criterion_pages: Vec<(String, Vec<PageId>)>,
}

/// A verdict or rule that rests on a section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EvidenceUse {
    /// The decision: an index of [`super::Site::decisions`].
    pub decision: usize,
    /// What rests on it.
    pub fact: Fact,
}

/// What [`decisions`] found.
pub(super) struct Decided {
    pub(super) nodes: Vec<DecisionNode>,
    pub(super) uses: BTreeMap<(PageId, u32), Vec<EvidenceUse>>,
}

impl Decided {
    pub(super) fn links(&self) -> impl Iterator<Item = &Link> {
        self.nodes.iter().flat_map(|node| node.evidence.values().flatten())
    }
}

/// Resolves the evidence of every decision.
pub(super) fn decisions(
    parsed: &Parsed,
    layout: &Layout,
    topics: &[Topic],
    resolver: &Resolver<'_>,
    findings: &mut Vec<Finding>,
) -> Decided {
    let mut decided = Decided { nodes: Vec::new(), uses: BTreeMap::new() };
    let pages = layout.pages.iter().enumerate();
    let mut found: Vec<(usize, PageId)> =
        pages.filter_map(|(index, page)| Some((page.decision?, PageId(index as u32)))).collect();
    found.sort_unstable();
    for (index, id) in found {
        let decision = &parsed.decisions[index];
        let page = &layout.pages[id.index()];
        report_unknown_topics(&decision.facts, page, topics, findings);
        let mut evidence: BTreeMap<Fact, Vec<Link>> = BTreeMap::new();
        for (link, range) in decision.evidence() {
            let span = Span { file: decision.source.clone(), range };
            let resolved = resolve_evidence(parsed, layout, resolver, page, link.target, &span, findings);
            if let Target::Page(to) = resolved.target {
                let heading = heading_of(parsed, layout, to, resolved.anchor.as_deref());
                let mine = decided.uses.entry((to, heading.unwrap_or(u32::MAX))).or_default();
                let used = EvidenceUse { decision: decided.nodes.len(), fact: link.fact.clone() };
                if !mine.contains(&used) {
                    mine.push(used);
                }
            }
            evidence.entry(link.fact).or_default().push(resolved);
        }
        let criterion_pages = criterion_pages(&decision.facts, &evidence);
        let path = changes::path(&decision.source);
        let changes = parsed.changes.iter().position(|(source, _)| *source == path);
        decided.nodes.push(DecisionNode { page: id, parsed: index, changes, evidence, criterion_pages });
    }
    report_lone_changes(parsed, findings);
    decided
}

/// A file of changes stands beside the decision that it belongs to.
fn report_lone_changes(parsed: &Parsed, findings: &mut Vec<Finding>) {
    for (source, _) in &parsed.changes {
        if parsed.decisions.iter().any(|decision| changes::path(&decision.source) == *source) {
            continue;
        }
        let ids = parsed.decisions.iter().map(|decision| decision.facts.id.as_str());
        let id = source.name().trim_end_matches(".changes.toml");
        let diagnostic =
            Diagnostic::new(Code::InvalidDecision, Span::file(source), format!("there is no decision `{id}`"));
        findings.push(Finding::exact(match nearest(id, ids) {
            Some(near) => diagnostic.help(format!("did you mean `{near}.changes.toml`?")),
            None => diagnostic.help("remove the file, or name it after its decision"),
        }));
    }
}

fn report_unknown_topics(facts: &Facts, page: &SitePage, topics: &[Topic], findings: &mut Vec<Finding>) {
    // The decision's own topics are checked with those of all pages.
    let own = &page.front.topics;
    for name in facts.all_topics().into_iter().filter(|name| !own.iter().any(|it| it == name)) {
        if topics.iter().any(|topic| topic.id == name) {
            continue;
        }
        let message = format!("there is no topic `{name}`");
        let diagnostic = Diagnostic::new(Code::UnknownTopic, Span::file(&page.source), message);
        findings.push(Finding::exact(match nearest(name, topics.iter().map(|topic| topic.id.as_str())) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help("declare it, or give a page that topic"),
        }));
    }
}

fn resolve_evidence(
    parsed: &Parsed,
    layout: &Layout,
    resolver: &Resolver<'_>,
    page: &SitePage,
    target: &str,
    span: &Span,
    findings: &mut Vec<Finding>,
) -> Link {
    let outside = Link { target: Target::Outside, anchor: None, query: None, text: None };
    let mut broken = |message: String, help: String| {
        findings.push(Finding::exact(Diagnostic::new(Code::EvidenceBroken, span.clone(), message).help(help)));
    };
    if links::scheme(target).is_some() {
        broken(
            format!("evidence is a section of the guide, and `{target}` is not"),
            "write the section that quotes that source, and link to it".to_owned(),
        );
        return outside;
    }
    let (path, query, anchor) = links::split(target);
    let path = links::decode(path);
    let id = match resolver.find(page, &path) {
        Found::Page(id) => id,
        Found::OtherCase(right) => {
            broken(format!("there is no page `{path}`"), format!("the file is `{right}`: upper and lower case differ"));
            return outside;
        }
        Found::Draft(source) => {
            broken(format!("{source} is a draft"), "publish it, or choose other evidence".to_owned());
            return outside;
        }
        Found::Asset(_) | Found::Missing => {
            let pages = layout.pages.iter().filter(|it| it.has_source).map(|it| it.source.as_str());
            let base = links::join(page.source.folder(), &path).unwrap_or_else(|| path.to_string());
            let near = nearest(&base, pages);
            let help =
                near.map_or_else(|| "link to a page of the guide".to_owned(), |it| format!("did you mean {it}?"));
            broken(format!("there is no page `{path}`"), help);
            return outside;
        }
    };
    if let Some(anchor) = anchor
        && !resolver.has_anchor(id, &links::decode(anchor))
    {
        let to = &layout.pages[id.index()];
        let headings = to.text.map_or(&[][..], |text| &parsed.pages[text].facts.headings);
        let near = nearest(anchor, headings.iter().map(|heading| heading.id.as_str()));
        let help = match near {
            Some(near) => format!("did you mean `#{near}`?"),
            None => {
                let ids: Vec<String> = headings.iter().take(6).map(|heading| format!("`#{}`", heading.id)).collect();
                format!("it has {}", if ids.is_empty() { "no headings".to_owned() } else { ids.join(", ") })
            }
        };
        broken(format!("{} has no heading `{anchor}`", to.source), help);
    }
    Link {
        target: Target::Page(id),
        anchor: anchor.map(|anchor| links::decode(anchor).into()),
        query: query.map(Into::into),
        text: None,
    }
}

/// The heading that an anchor names: an index of the page's headings.
fn heading_of(parsed: &Parsed, layout: &Layout, id: PageId, anchor: Option<&str>) -> Option<u32> {
    let facts = &parsed.pages[layout.pages[id.index()].text?].facts;
    let at = facts.headings.iter().position(|heading| Some(heading.id.as_str()) == anchor)?;
    u32::try_from(at).ok()
}

fn criterion_pages(facts: &Facts, evidence: &BTreeMap<Fact, Vec<Link>>) -> Vec<(String, Vec<PageId>)> {
    let of = |criterion: &decision::Criterion| {
        let pages: BTreeSet<PageId> = evidence
            .iter()
            .filter(|(fact, _)| matches!(fact, Fact::Cell { criterion: id, .. } if *id == criterion.id))
            .flat_map(|(_, links)| links)
            .filter_map(|link| match link.target {
                Target::Page(id) => Some(id),
                _ => None,
            })
            .collect();
        (criterion.name.clone(), pages.into_iter().collect())
    };
    facts.criteria.iter().map(of).collect()
}

/// The ids that a decision's page has beside the headings of its text.
pub(super) fn anchors(facts: &Facts) -> Vec<String> {
    let mut all: Vec<String> = facts.criteria.iter().map(|criterion| criterion.id.clone()).collect();
    all.extend(facts.statements().map(|statement| statement.fact.to_string()));
    all
}

/// Whether a decision's page has that id.
pub(crate) fn has_anchor(facts: &Facts, anchor: &str) -> bool {
    match anchor.split_once('/') {
        None => facts.criterion(anchor).is_some(),
        Some(("rule", rule)) => facts.rule(rule).is_some(),
        Some((criterion, option)) => facts.cell(criterion, option).is_some(),
    }
}

/// A `decision:` link: filled where its text is empty, checked against the table where it is not.
pub(super) fn resolve_reference(parsed: &Parsed, layout: &Layout, link: &markdown::Link, at: &mut At<'_>) -> Link {
    let nothing = Link { target: Target::Nothing, anchor: None, query: None, text: None };
    let Some(Reference { decision: Named::Id(id), part }) = Reference::parse(&link.target) else { return nothing };
    let named = parsed.decisions.iter().position(|decision| decision.facts.id == id);
    let page = named.and_then(|named| layout.pages.iter().position(|page| page.decision == Some(named)));
    let (Some(named), Some(page)) = (named, page) else {
        let diagnostic = Diagnostic::new(Code::BrokenLink, at.span(), format!("there is no decision `{id}`"));
        let ids = parsed.decisions.iter().map(|decision| decision.facts.id.as_str());
        at.report(match nearest(&id, ids) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help("a decision is a file `decisions/ID.toml` below the content folder"),
        });
        return nothing;
    };
    let (target, faults) = reference::check(&parsed.decisions[named].facts, &part, &link.text);
    report(faults, at);
    let (fragment, text) = target.map_or((None, None), |target| (Some(target.fragment), Some(target.text)));
    Link {
        target: Target::Page(PageId(page as u32)),
        anchor: fragment.filter(|fragment| !fragment.is_empty()).map(Into::into),
        query: None,
        text: text.filter(|_| link.text.is_empty()).map(Into::into),
    }
}

/// An ordinary link to a verdict or rule says what the table says, like a `decision:` link.
pub(super) fn check_anchor_link(
    parsed: &Parsed,
    layout: &Layout,
    id: PageId,
    anchor: &str,
    link: &markdown::Link,
    at: &mut At<'_>,
) {
    let Some(decision) = layout.pages[id.index()].decision else { return };
    let facts = &parsed.decisions[decision].facts;
    if !has_anchor(facts, anchor) {
        return;
    }
    let part = match anchor.split_once('/') {
        Some(("rule", rule)) => Part::Rule(rule.to_owned()),
        Some((criterion, option)) => Part::Cell { criterion: criterion.to_owned(), option: option.to_owned() },
        None => return,
    };
    report(reference::check(facts, &part, &link.text).1, at);
}

/// Reports faults where the link stands; a wrong word where it stands in the link's text.
fn report(faults: Vec<reference::Fault>, at: &mut At<'_>) {
    for fault in faults {
        let words = fault.fix.as_ref().map(|(range, _)| range.clone());
        match words {
            Some(words) => at.report_in_text(fault.at(Span::new(at.source, words), Some(0))),
            None => at.report(fault.at(at.span(), None)),
        }
    }
}
