//! Reviews: what the sections that decisions rest on say now, compared with what `decisions.lock` says of them.
//!
//! Enter at [`Scene::reviews`]. Findings, pages and data files, and the command `review` all ask here, so that they agree
//! on what has changed.
//!
//! A site without `decisions.lock` keeps no reviews: its pages mark nothing as unreviewed, and nothing is missing.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use super::{Scene, body};
use crate::decision::export::State;
use crate::decision::lock::{self, Lock, Reviewed, Section};
use crate::decision::{EvidenceLink, Fact};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::digest::Digester;
use crate::markdown;
use crate::page::Page;
use crate::path::SourcePath;
use crate::site::{DecisionNode, Link, PageId, Target};

/// The file at the root of the site that remembers reviews.
pub const LOCK: &str = "decisions.lock";

/// How the digest of a section is made: another number where equal words come to another digest.
const VERSION: &str = "s1";

/// The reviews of a scene, once somebody asked for them.
#[derive(Default)]
pub struct Kept(OnceLock<Reviews>);

/// What was reviewed, and what has changed since.
pub struct Reviews {
    /// The file, if the site has one.
    pub lock: Option<Lock>,
    /// What is wrong with the file.
    pub faults: Vec<Diagnostic>,
    /// By the decision's index in what was parsed.
    states: BTreeMap<usize, BTreeMap<Fact, Reviewed>>,
}

impl Scene {
    /// What was reviewed; made the first time.
    pub fn reviews(&self) -> &Reviews {
        self.reviews.0.get_or_init(|| read(self))
    }
}

fn read(scene: &Scene) -> Reviews {
    let (lock, faults) = match &scene.sources.lock {
        Some(text) => {
            let (lock, faults) = Lock::parse(&SourcePath::new(LOCK), text);
            (Some(lock), faults)
        }
        None => (None, Vec::new()),
    };
    let nothing = Lock::default();
    let of = |node: &DecisionNode| {
        let facts = &scene.parsed.decisions[node.parsed].facts;
        let all = lock::states(facts, lock.as_ref().unwrap_or(&nothing), &|link| section_of(scene, node, link));
        (node.parsed, all.into_iter().map(|reviewed| (reviewed.fact.clone(), reviewed)).collect())
    };
    let states = scene.site.decisions.iter().map(of).collect();
    Reviews { lock, faults, states }
}

impl Reviews {
    /// What is known of a verdict or rule.
    pub fn of(&self, node: &DecisionNode, fact: &Fact) -> Option<&Reviewed> {
        self.states.get(&node.parsed)?.get(fact)
    }

    /// Whether a section that a verdict or rule rests on says what it said.
    pub fn link(&self, node: &DecisionNode, link: &EvidenceLink<'_>) -> State {
        let links = self.of(node, &link.fact).map(|reviewed| reviewed.links.as_slice()).unwrap_or_default();
        links.get(link.index).copied().flatten().unwrap_or(State::Unreviewed)
    }

    /// The word by which a page marks a verdict or rule. What cannot have been reviewed, since it names no section or the
    /// site keeps no reviews, is not marked.
    pub fn mark(&self, node: &DecisionNode, fact: &Fact) -> &'static str {
        let reviewed = self.of(node, fact).filter(|it| self.lock.is_some() && it.links.iter().any(Option::is_some));
        reviewed.map_or(State::Current, |reviewed| reviewed.state).word()
    }

    /// How many verdicts and rules of a decision rest on something that has changed.
    pub fn changed(&self, node: &DecisionNode) -> usize {
        let states = self.states.get(&node.parsed).into_iter().flat_map(BTreeMap::values);
        states.filter(|reviewed| reviewed.state == State::Changed).count()
    }
}

/// What a review would have to look at.
pub fn findings(scene: &Scene) -> Vec<Diagnostic> {
    let reviews = scene.reviews();
    let mut findings = reviews.faults.clone();
    for node in &scene.site.decisions {
        let decision = &scene.parsed.decisions[node.parsed];
        let section = |link: &EvidenceLink<'_>| section_of(scene, node, link);
        findings.extend(lock::findings(decision, reviews.lock.as_ref(), &section, scene.sources.today));
    }
    findings
}

/// Says of evidence that is gone where its text stands now: the page has another section with the digest that was
/// recorded.
pub fn explain_broken(scene: &Scene, findings: &mut [Diagnostic]) {
    let Some(lock) = &scene.reviews().lock else { return };
    for node in &scene.site.decisions {
        let decision = &scene.parsed.decisions[node.parsed];
        for (link, range) in decision.evidence() {
            let Some(new) = moved(scene, lock, node, &link) else { continue };
            let span = Span { file: decision.source.clone(), range };
            let broken = |it: &&mut Diagnostic| it.code == Code::EvidenceBroken && it.span == span;
            let Some(finding) = findings.iter_mut().find(broken) else { continue };
            let target = link.target.split_once('#').map_or(link.target, |(page, _)| page);
            finding.help = Some(format!("the same text is now at `#{new}`"));
            *finding = finding.clone().fix(span.range, format!("\"{target}#{new}\""), false);
        }
    }
}

fn moved(scene: &Scene, lock: &Lock, node: &DecisionNode, link: &EvidenceLink<'_>) -> Option<String> {
    let resolved = node.evidence.get(&link.fact)?.get(link.index)?;
    let Target::Page(id) = resolved.target else { return None };
    if section(scene, resolved).is_some() {
        return None;
    }
    let address = address(scene, id, resolved.anchor.as_deref())?;
    let facts = &scene.parsed.decisions[node.parsed].facts;
    let line = lock.get(&facts.address(&link.fact), &address)?;
    let page = &scene.parsed.pages[scene.page(id).text?];
    let headings = page.facts.headings.iter().map(|heading| heading.id.as_str());
    let same = |anchor: &&str| digest_now(scene, id, page, Some(anchor)).as_deref() == Some(line.digest.as_str());
    headings.into_iter().find(same).map(str::to_owned)
}

/// The page and the place on it that evidence leads to.
pub fn place_of<'a>(
    scene: &'a Scene,
    node: &'a DecisionNode,
    link: &EvidenceLink<'_>,
) -> Option<(&'a Page, Option<&'a str>)> {
    let resolved = node.evidence.get(&link.fact)?.get(link.index)?;
    let Target::Page(id) = resolved.target else { return None };
    Some((&scene.parsed.pages[scene.page(id).text?], resolved.anchor.as_deref()))
}

/// The section that evidence leads to; none if the link is broken.
pub fn section_of(scene: &Scene, node: &DecisionNode, link: &EvidenceLink<'_>) -> Option<Section> {
    section(scene, node.evidence.get(&link.fact)?.get(link.index)?)
}

fn section(scene: &Scene, link: &Link) -> Option<Section> {
    let Target::Page(id) = link.target else { return None };
    let page = &scene.parsed.pages[scene.page(id).text?];
    let anchor = link.anchor.as_deref();
    Some(Section { address: address(scene, id, anchor)?, digest: digest_now(scene, id, page, anchor)? })
}

/// The address of a section below the content folder: `concurrency/model.md#goroutines`.
fn address(scene: &Scene, id: PageId, anchor: Option<&str>) -> Option<String> {
    let path = scene.page(id).source.below(&scene.config().content)?;
    Some(anchor.map_or_else(|| path.to_owned(), |anchor| format!("{path}#{anchor}")))
}

fn digest_now(scene: &Scene, id: PageId, page: &Page, anchor: Option<&str>) -> Option<String> {
    digest(page, anchor, &|block| {
        let (text, _) = body::include(scene, id, block)?;
        shown(&text, page.facts.code.get(block as usize)?.region.as_deref())
    })
}

/// What a code block shows of a file.
pub fn shown(text: &str, region: Option<&str>) -> Option<String> {
    region.map_or_else(
        || Some(text.to_owned()),
        |region| markdown::region(text, region).map(std::borrow::Cow::into_owned),
    )
}

/// The digest of what a section says: its words, code and link targets, and the files that its code blocks show, without
/// white space, ids and front matter. `shown` gives what a block shows of its file, by number.
///
/// `None` if the page has no such place. A place that is no section of its own (the title, an id in raw HTML) stands for
/// the whole page.
pub fn digest(page: &Page, anchor: Option<&str>, shown: &dyn Fn(u32) -> Option<String>) -> Option<String> {
    let says = match heading(page, anchor) {
        Some(heading) => Digester::new().add(page.facts.headings[heading].says.to_le_bytes()),
        None => Digester::new().add(page.body_digest.bytes()),
    };
    let range = range(page, anchor)?;
    let inside = |at: &u32| page.spans.code.get(*at as usize).is_some_and(|span| range.contains(&span.start));
    let files = (0..page.facts.code.len() as u32).filter(inside);
    let files = files.filter(|at| page.facts.code[*at as usize].file.is_some());
    let digester = files.fold(says, |digester, at| {
        let text = shown(at).unwrap_or_default();
        digester.add(text.split_whitespace().collect::<Vec<_>>().join(" "))
    });
    Some(format!("{VERSION}:{}", &digester.digest().to_string()[..16]))
}

fn heading(page: &Page, anchor: Option<&str>) -> Option<usize> {
    let anchor = anchor?;
    page.facts.headings.iter().position(|heading| heading.id == anchor)
}

/// The bytes of a section: from its heading to the next of the same or a higher level.
pub fn range(page: &Page, anchor: Option<&str>) -> Option<Range<u32>> {
    let Some(at) = heading(page, anchor) else {
        let whole = anchor.is_none_or(|anchor| {
            page.facts.title_id.as_deref() == Some(anchor) || page.facts.anchors.iter().any(|it| it == anchor)
        });
        return whole.then(|| page.body.clone());
    };
    let level = page.facts.headings[at].level;
    let mut after = page.facts.headings.iter().enumerate().skip(at + 1);
    let next = after.find(|(_, heading)| heading.level <= level).and_then(|(next, _)| page.spans.headings.get(next));
    let start = page.spans.headings.get(at)?.start;
    Some(start..next.map_or(page.body.end, |next| next.start))
}
