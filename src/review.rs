//! Review: which verdicts, rules and pages somebody should look at again, and the files as they are after that.
//!
//! Enter at [`all`], then [`shown`] for what a person has to see, and [`accept`] for the files to write. Nothing is
//! written here.
//!
//! Not here: how the digest of a section is made (`compose::review`), the lines of `decisions.lock` (`decision::lock`).

pub mod compare;
mod history;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

use jiff::civil::Date;

use crate::compose::{Scene, decision, review};
use crate::decision::changes::{self, Change};
use crate::decision::lock::{Lock, redate};
use crate::decision::{Decision, EvidenceLink, Fact, Statement};
use crate::path::SourcePath;
use crate::site::{DecisionNode, PageId, SitePage};

/// A verdict, rule or page that is reviewed.
#[derive(Clone, Debug, PartialEq)]
pub struct Reviewable {
    /// How it is named: `go-or-python/concurrency/go`, `go-or-python/rule/data`, `concurrency/model.md`.
    pub address: String,
    /// Why somebody should look at it; empty if nothing has changed since somebody did.
    pub why: Vec<Why>,
    subject: Subject,
}

#[derive(Clone, Debug, PartialEq)]
enum Subject {
    Statement { decision: usize, fact: Fact },
    Page(PageId),
}

/// Why somebody should look at something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It was not reviewed with the evidence that it has.
    New,
    /// It says something else than on that day.
    Edited(String, Date),
    /// A section that it rests on says something else than on that day.
    Suspect(String, Date),
    /// Its review was due on that day.
    Due(Date),
}

impl std::fmt::Display for Why {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Why::New => write!(f, "new"),
            Why::Edited(said, date) => write!(f, "edited: was `{said}` on {date}"),
            Why::Suspect(section, date) => write!(f, "suspect: {section} changed since {date}"),
            Why::Due(date) => write!(f, "due on {date}"),
        }
    }
}

impl Reviewable {
    /// Whether a word of the command line names it, or a whole that it belongs to.
    pub fn is_in(&self, what: &str) -> bool {
        let what = what.trim_end_matches('/');
        self.address == what || self.address.strip_prefix(what).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// All that is reviewed: verdicts and rules of all decisions, then the pages that say how long their review holds.
pub fn all(scene: &Scene) -> Vec<Reviewable> {
    let mut all = Vec::new();
    for (index, node) in scene.site.decisions.iter().enumerate() {
        let facts = &scene.parsed.decisions[node.parsed].facts;
        all.extend(facts.statements().map(|statement| Reviewable {
            address: facts.address(&statement.fact),
            why: why(scene, node, &statement),
            subject: Subject::Statement { decision: index, fact: statement.fact },
        }));
    }
    for (index, page) in scene.site.pages.iter().enumerate() {
        let dated = page.front.reviewed.zip(page.front.review_in);
        let Some((reviewed, period)) = dated.filter(|_| page.decision.is_none() && page.has_source) else { continue };
        let due = Some(period.after(reviewed)).filter(|due| *due < scene.sources.today);
        all.push(Reviewable {
            address: page_address(scene, page),
            why: due.map(Why::Due).into_iter().collect(),
            subject: Subject::Page(PageId(index as u32)),
        });
    }
    all
}

fn page_address(scene: &Scene, page: &SitePage) -> String {
    page.source.below(&scene.config().content).unwrap_or(page.source.as_str()).to_owned()
}

fn why(scene: &Scene, node: &DecisionNode, statement: &Statement<'_>) -> Vec<Why> {
    let address = scene.parsed.decisions[node.parsed].facts.address(&statement.fact);
    let nothing = Lock::default();
    let lock = scene.reviews().lock.as_ref().unwrap_or(&nothing);
    let version = |digest: &str| digest.split(':').next().map(str::to_owned);
    let mut why: Vec<Why> = Vec::new();
    for section in sections(scene, node, statement).into_iter().flatten() {
        let one = match lock.get(&address, &section.address) {
            None => Why::New,
            Some(line) if line.says != statement.says => Why::Edited(line.says.clone(), line.date),
            Some(line) if line.digest == section.digest => continue,
            Some(line) if version(&line.digest) != version(&section.digest) => Why::New,
            Some(line) => Why::Suspect(section.address, line.date),
        };
        if !why.contains(&one) {
            why.push(one);
        }
    }
    why.extend(statement.due().filter(|due| *due < scene.sources.today).map(Why::Due));
    why
}

/// The section that each link of a statement leads to; none for a broken one.
fn sections(
    scene: &Scene,
    node: &DecisionNode,
    statement: &Statement<'_>,
) -> Vec<Option<crate::decision::lock::Section>> {
    let link = |(index, target): (usize, &String)| {
        review::section_of(scene, node, &EvidenceLink { fact: statement.fact.clone(), index, target })
    };
    statement.evidence.iter().enumerate().map(link).collect()
}

/// What a person has to see: what it says, each section that it rests on, and what changed there since the review, as
/// the repository around `root` tells.
pub fn shown(scene: &Scene, root: &Path, one: &Reviewable) -> String {
    let why: Vec<String> = one.why.iter().map(Why::to_string).collect();
    let mut text = format!("{}\n  {}\n", one.address, why.join("; "));
    let (decision, fact) = match &one.subject {
        Subject::Statement { decision, fact } => (*decision, fact),
        Subject::Page(id) => {
            let page = scene.page(*id);
            writeln!(text, "\n  {}: {}", page.title, page.source).expect("writing to a string");
            return text;
        }
    };
    let node = &scene.site.decisions[decision];
    let facts = &scene.parsed.decisions[node.parsed].facts;
    writeln!(text, "\n{}", indented(&decision::fact_words(scene, facts, fact))).expect("writing to a string");
    let note = match fact {
        Fact::Cell { criterion, option } => facts.cell(criterion, option).and_then(|cell| cell.note.clone()),
        Fact::Rule(rule) => facts.rule(rule).map(|rule| rule.because.clone()),
    };
    text.extend(note.map(|note| indented(&note) + "\n"));
    for statement in facts.statements().filter(|statement| statement.fact == *fact) {
        for (index, target) in statement.evidence.iter().enumerate() {
            let link = EvidenceLink { fact: fact.clone(), index, target };
            text.push_str(&section_shown(scene, root, node, &one.address, &link));
        }
    }
    text
}

fn section_shown(scene: &Scene, root: &Path, node: &DecisionNode, address: &str, link: &EvidenceLink<'_>) -> String {
    let Some(section) = review::section_of(scene, node, link) else {
        return format!("\n  {}: this evidence does not exist\n", link.target);
    };
    let Some((page, anchor)) = review::place_of(scene, node, link) else { return String::new() };
    let Ok(source) = scene.sources.text(&page.source) else { return String::new() };
    let cut = |range: Range<u32>| source.get(range.start as usize..range.end as usize).unwrap_or_default();
    let now = review::range(page, anchor).map(cut).unwrap_or_default();
    let mut text = format!("\n  {}\n\n{}\n", section.address, indented(now.trim_end()));
    let line = scene.reviews().lock.as_ref().and_then(|lock| lock.get(address, &section.address));
    let Some(line) = line.filter(|line| line.digest != section.digest) else { return text };
    match history::section_before(scene, root, page, anchor, line) {
        Some(before) => {
            writeln!(text, "\n  changed since {}:\n", line.date).expect("writing to a string");
            let change = history::change(&page.source, &before, now);
            text.push_str(&indented(change.trim_end()));
            text.push('\n');
        }
        None => {
            writeln!(text, "\n  changed since {}; git does not know what it said", line.date)
                .expect("writing to a string");
        }
    }
    text
}

fn indented(text: &str) -> String {
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!("  {line}") });
    lines.collect::<Vec<_>>().join("\n")
}

/// The files as they are once these are reviewed, in the order in which they are best written: the lock last, so that a
/// review that was cut short is still to be done.
///
/// # Errors
/// One of them rests on evidence that does not exist, or a file cannot be read any more.
pub fn accept(scene: &Scene, accepted: &[&Reviewable]) -> Result<Vec<(SourcePath, String)>, String> {
    let today = scene.sources.today;
    let mut lock = scene.reviews().lock.clone().unwrap_or_default();
    let mut written: BTreeMap<SourcePath, String> = BTreeMap::new();
    for (index, node) in scene.site.decisions.iter().enumerate() {
        let mine: BTreeSet<&Fact> = accepted
            .iter()
            .filter_map(|one| match &one.subject {
                Subject::Statement { decision, fact } if *decision == index => Some(fact),
                _ => None,
            })
            .collect();
        if mine.is_empty() {
            continue;
        }
        let decision = &*scene.parsed.decisions[node.parsed];
        record(scene, node, &mine, &mut lock, &mut written)?;
        let text = read(scene, &decision.source)?;
        let edits = dates(decision, &text, &mine, today);
        written.insert(decision.source.clone(), edited(&text, edits));
    }
    for one in accepted {
        if let Subject::Page(id) = &one.subject {
            let page = scene.page(*id);
            let Some(parsed) = page.text.map(|text| &scene.parsed.pages[text]) else { continue };
            let text = read(scene, &parsed.source)?;
            let edit = page_date(&text, parsed.front_span("reviewed"), today);
            written.insert(parsed.source.clone(), edited(&text, vec![edit]));
        }
    }
    let known: BTreeSet<String> = scene
        .parsed
        .decisions
        .iter()
        .flat_map(|decision| decision.facts.statements().map(|one| decision.facts.address(&one.fact)))
        .collect();
    lock.keep_only(|address| known.contains(address));
    let unchanged = |(path, text): &(SourcePath, String)| scene.sources.any_text(path).is_none_or(|it| *it != **text);
    let mut files: Vec<(SourcePath, String)> = written.into_iter().filter(unchanged).collect();
    let lock = lock.text();
    if scene.sources.lock.as_deref().unwrap_or_default() != lock {
        files.push((SourcePath::new(review::LOCK), lock));
    }
    Ok(files)
}

/// Writes what was seen of some statements into the lock, and what they said before beside the decision.
fn record(
    scene: &Scene,
    node: &DecisionNode,
    accepted: &BTreeSet<&Fact>,
    lock: &mut Lock,
    written: &mut BTreeMap<SourcePath, String>,
) -> Result<(), String> {
    let today = scene.sources.today;
    let decision = &scene.parsed.decisions[node.parsed];
    let facts = &decision.facts;
    for statement in facts.statements().filter(|statement| accepted.contains(&statement.fact)) {
        let address = facts.address(&statement.fact);
        let sections: Option<Vec<_>> = sections(scene, node, &statement).into_iter().collect();
        let Some(sections) = sections else {
            return Err(format!("{address} rests on evidence that does not exist; `fingerpost check` says more"));
        };
        let before = lock.of(&address).next().map(|(_, line)| line.says.clone());
        if let Some(from) = before.filter(|from| from != statement.says) {
            let change = Change { date: today, fact: statement.fact.clone(), from, to: statement.says.to_owned() };
            let path = changes::path(&decision.source);
            let text = match written.get(&path) {
                Some(text) => text.clone(),
                None => scene.sources.any_text(&path).map(|text| text.to_string()).unwrap_or_default(),
            };
            // A review that was cut short before the lock was written is done again.
            if changes::parse(&path, &text).0.last() != Some(&change) {
                written.insert(path, changes::with(&text, &change));
            }
        }
        lock.accept(facts, &statement, &sections, today);
    }
    Ok(())
}

/// The edits that date the review of some statements. If they are all that go by the date of the whole, that date is
/// changed; else each gets one of its own. A file that names no dates gets none.
fn dates(decision: &Decision, text: &str, accepted: &BTreeSet<&Fact>, today: Date) -> Vec<(Range<usize>, String)> {
    let facts = &decision.facts;
    let own = |fact: &Fact| decision.spans.reviewed(facts, fact).is_some();
    let mut inheriting = facts.statements().filter(|statement| !own(&statement.fact)).peekable();
    let some_inherit = inheriting.peek().is_some();
    let whole = some_inherit && inheriting.all(|statement| accepted.contains(&statement.fact));
    let mut edits = Vec::new();
    if whole && (facts.reviewed.is_some() || facts.review_in.is_some()) {
        edits.extend(decision_date(decision, text, today));
    }
    for statement in facts.statements().filter(|statement| accepted.contains(&statement.fact)) {
        let needed = match own(&statement.fact) {
            true => statement.reviewed != Some(today),
            false => {
                !whole
                    && statement.reviewed != Some(today)
                    && (statement.reviewed.or_else(|| statement.review_in.map(|_| today))).is_some()
            }
        };
        if needed {
            edits.extend(redate(decision, text, &statement.fact, today));
        }
    }
    edits
}

/// The edit that dates the review of a whole decision.
fn decision_date(decision: &Decision, text: &str, today: Date) -> Option<(Range<usize>, String)> {
    let span = |key: &str| Some(decision.spans.key(key)).filter(|span| !span.is_empty());
    if let Some(span) = span("reviewed").or_else(|| span("last_reviewed_on")) {
        return Some((span.start as usize..span.end as usize, today.to_string()));
    }
    let end = span("review_in").or_else(|| span("title"))?.end as usize;
    let line_end = end + text.get(end..)?.find(['\r', '\n']).unwrap_or(text.len() - end);
    Some((line_end..line_end, format!("{}reviewed = {today}", newline(text))))
}

/// The edit that dates the review of a page; `span` is where its front matter has the date, if it has it.
fn page_date(text: &str, span: Range<u32>, today: Date) -> (Range<usize>, String) {
    if !span.is_empty() {
        return (span.start as usize..span.end as usize, today.to_string());
    }
    let newline = newline(text);
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let body = text[mark..].trim_start();
    let start = text.len() - body.len();
    let first = body.lines().next().unwrap_or_default();
    let assigned = match first.trim_end() {
        "+++" => format!("reviewed = {today}"),
        // A thematic break looks the same, but a page that begins with one has no keys to put the date beside.
        "---" => format!("reviewed: {today}"),
        _ => return (mark..mark, format!("+++{newline}reviewed = {today}{newline}+++{newline}{newline}")),
    };
    let end = start + first.len();
    (end..end, format!("{newline}{assigned}"))
}

fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

fn read(scene: &Scene, path: &SourcePath) -> Result<String, String> {
    scene.sources.text(path).map(|text| text.to_string()).map_err(|error| format!("cannot read {path}: {error}"))
}

fn edited(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut text = text.to_owned();
    for (range, new) in edits {
        text.replace_range(range, &new);
    }
    text
}
