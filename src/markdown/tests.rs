//! Markdown as a whole: what a text says and how it looks.

mod commonmark;
mod containers;
mod facts;
mod findings;
mod hostile;
mod look;
mod raw_html;

use super::*;

/// The facts and findings of a text.
fn read(text: &str) -> (Parsed, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let parsed = super::facts(&SourcePath::new("a.md"), text, 0..text.len(), &mut findings);
    (parsed, findings)
}

fn facts_of(text: &str) -> Facts {
    read(text).0.facts
}

/// Code as text.
struct Plain;

impl CodeWriter for Plain {
    fn write(&self, _: &str, code: &str, out: &mut String) {
        escape::text(code, out);
    }

    fn label(&self, language: &str) -> Option<&str> {
        match language {
            "go" => Some("Go"),
            "python" => Some("Python"),
            _ => None,
        }
    }
}

/// A body in which each link leads where it says.
fn body<'a>(text: &'a str, facts: &'a Facts) -> Body<'a> {
    let link = |link: &Link| LinkOut { href: Some(link.target.clone()), ..LinkOut::default() };
    Body { links: facts.links.iter().map(link).collect(), ..Body::new(text, facts) }
}

/// The HTML of a text whose links lead where they say.
fn html_of(text: &str) -> String {
    let facts = facts_of(text);
    super::html(&body(text, &facts), &Plain)
}

fn html_as(text: &str, raw_html: RawHtml) -> String {
    let facts = facts_of(text);
    super::html(&Body { raw_html, ..body(text, &facts) }, &Plain)
}

/// Each finding: its code and the text that it underlines.
fn found(text: &str) -> Vec<(Code, String)> {
    let (_, findings) = read(text);
    let place = |finding: &Diagnostic| finding.span.range.start as usize..finding.span.range.end as usize;
    findings.iter().map(|finding| (finding.code, text[place(finding)].to_owned())).collect()
}

/// Each link's target as it is underlined.
fn underlined(text: &str) -> Vec<String> {
    let (parsed, _) = read(text);
    assert_eq!(parsed.spans.links.len(), parsed.facts.links.len());
    parsed.spans.links.iter().map(|span| text[span.start as usize..span.end as usize].to_owned()).collect()
}
