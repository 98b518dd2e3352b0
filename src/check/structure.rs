//! Dates and structure: reviews that are due, pages that lists and searches cannot tell apart.

use std::collections::BTreeMap;

use crate::compose::Scene;
use crate::diagnostic::{Code, Diagnostic, Level, Span};
use crate::markdown::LinkKind;
use crate::site::{Finding, Place, SitePage};
use crate::view::Kind;

pub(super) fn check(scene: &Scene) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut titles: BTreeMap<&str, &SitePage> = BTreeMap::new();
    let sizes = scene.config().levels.set.get(&Code::ImageSize).is_some_and(|level| *level != Level::Off);
    for page in scene.site.pages.iter().filter(|page| page.has_source) {
        if sizes {
            findings.extend(images(scene, page));
        }
        findings.extend(review_due(scene, page));
        findings.extend(missing_description(page));
        findings.extend(duplicate_title(page, &mut titles));
    }
    findings
}

/// Of a decision's page the verdicts are reviewed, each by itself.
fn review_due(scene: &Scene, page: &SitePage) -> Option<Finding> {
    if page.kind == Kind::Decision {
        return None;
    }
    let (reviewed, period) = page.front.reviewed.zip(page.front.review_in)?;
    let due = period.after(reviewed);
    if due >= scene.sources.today {
        return None;
    }
    let message = format!("this page was reviewed on {reviewed}; the next review was due on {due}");
    let diagnostic = Diagnostic::new(Code::ReviewDue, Span::file(&page.source), message)
        .help(format!("read it again, mend it, and write `reviewed = {}`", scene.sources.today));
    Some(Finding::new(diagnostic, Place::Front("reviewed")))
}

fn missing_description(page: &SitePage) -> Option<Finding> {
    if page.front.description.is_some() || page.kind == Kind::NotFound {
        return None;
    }
    let diagnostic =
        Diagnostic::new(Code::MissingDescription, Span::file(&page.source), "this page has no description")
            .help("say in one sentence what a reader finds here: `description = \"…\"`");
    Some(Finding::new(diagnostic, Place::Front("title")))
}

fn duplicate_title<'a>(page: &'a SitePage, titles: &mut BTreeMap<&'a str, &'a SitePage>) -> Option<Finding> {
    let Some(first) = titles.get(page.title.as_str()) else {
        titles.insert(&page.title, page);
        return None;
    };
    let message = format!("{} has the title `{}` too", first.source, page.title);
    let diagnostic = Diagnostic::new(Code::DuplicateTitle, Span::file(&page.source), message)
        .also(Span::file(&first.source), "the other page")
        .help("give one of them a title that says what sets it apart");
    Some(Finding::new(diagnostic, Place::Front("title")))
}

/// Pictures in Markdown, which has no place for their size. (Those in raw HTML are found where the page is read.)
fn images(scene: &Scene, page: &SitePage) -> Vec<Finding> {
    let Some(text) = page.text.map(|text| &scene.parsed.pages[text]) else { return Vec::new() };
    let links = (0..).zip(&text.facts.links).filter(|(_, link)| link.kind == LinkKind::Image);
    let finding = |number| {
        let message = "this image has no width and height";
        let diagnostic = Diagnostic::new(Code::ImageSize, Span::file(&text.source), message)
            .help("write it as `<img src=\"…\" alt=\"…\" width=\"…\" height=\"…\">`");
        Finding::new(diagnostic, Place::Link(number))
    };
    links.map(|(number, _)| finding(number)).collect()
}
