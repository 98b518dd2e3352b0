//! Links to other sites: whether what they lead to is there. Only `check --external` comes here.
//!
//! [`links`] gathers what a site links to, [`ask()`] asks each address once, and [`findings`] says what is wrong where.
//! No false alarm matters more than one more true one: what a host refuses to tell a program (403, 429, `robots.txt`) is
//! counted and not reported.
//!
//! Not here: links within the site (`site/links.rs`).

mod anchors;
mod ask;
mod memory;
mod robots;

pub use ask::{Options, ask};
pub use memory::Memory;

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::compose::Scene;
use crate::diagnostic::{Code, Diagnostic, Span, nearest};
use crate::site::{Finding, Place, Target};

/// A link to another site, and where it stands.
#[derive(Clone, Debug)]
pub struct Link {
    /// The address, without its fragment.
    pub address: String,
    /// The fragment, as written.
    pub anchor: Option<String>,
    span: Span,
    place: Place,
}

/// What there is to know about an address, once for all links to it.
pub type Questions = BTreeMap<String, BTreeSet<String>>;

/// What was found out about each address.
pub type Answers = BTreeMap<String, Answer>;

/// What was found out about an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// It is there.
    Fine(Page),
    /// It has moved for good: the new address, and whether the old site only leads to its front page now.
    Moved {
        /// Where it is now.
        to: String,
        /// What is there.
        page: Page,
        /// Whether a page was replaced by the front page, which says that it is gone in other words.
        to_front_page: bool,
    },
    /// It is not there: why.
    Broken(String),
    /// The host does not say: why.
    Unknown(String),
}

/// What a page of another site has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Of the places that links lead to, those that it has and those that it has not, with the nearest that it has.
    /// Places that scripts make cannot be known and are in neither.
    pub anchors: BTreeMap<String, Result<(), Option<String>>>,
}

/// The links to other sites, in pages and in the header.
pub fn links(scene: &Scene) -> Vec<Link> {
    let mut links = Vec::new();
    for (page, targets) in scene.site.pages.iter().zip(&scene.site.links) {
        let Some(text) = page.text.map(|text| &scene.parsed.pages[text]) else { continue };
        for (number, (fact, link)) in (0..).zip(text.facts.links.iter().zip(targets)) {
            if link.target == Target::Outside {
                links.extend(link_to(&fact.target, Span::file(&text.source), Place::Link(number)));
            }
        }
    }
    for link in &scene.config().nav.links {
        let span = Span { file: scene.sources.config_path.clone(), range: link.span.clone() };
        links.extend(link_to(&link.to, span, Place::Exact));
    }
    links
}

fn link_to(target: &str, span: Span, place: Place) -> Option<Link> {
    let target = target.trim();
    let full = if target.starts_with("//") { format!("https:{target}") } else { target.to_owned() };
    let web = full
        .split_once("://")
        .is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http"));
    let (address, anchor) = full.split_once('#').unwrap_or((&full, ""));
    let anchor = Some(anchor).filter(|anchor| !anchor.is_empty()).map(str::to_owned);
    web.then(|| Link { address: address.to_owned(), anchor, span, place })
}

/// What to ask: each address once. Left out are those that `skip` matches, and unless `local` is set those that mean the
/// reader's own machine or nobody at all (`localhost`, `example.org`).
pub fn questions(links: &[Link], skip: impl Fn(&str) -> bool, local: bool) -> Questions {
    let mut questions = Questions::new();
    for link in links {
        if !skip(&link.address) && (local || !is_nobody(&link.address)) {
            let anchors = questions.entry(link.address.clone()).or_default();
            anchors.extend(link.anchor.iter().filter(|anchor| anchors::is_plain(anchor)).cloned());
        }
    }
    questions
}

/// Whether an address is no site of others: the reader's machine or network, or a name kept for examples (RFC 2606).
fn is_nobody(address: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(address) else { return false };
    let Some(host) = url.host_str() else { return false };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    if let Ok(ip) = bare.parse::<IpAddr>() {
        return match ip {
            IpAddr::V4(ip) => ip.is_loopback() || ip.is_private() || ip.is_unspecified() || ip.is_link_local(),
            IpAddr::V6(ip) => ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local(),
        };
    }
    let ends = |name: &str| host == name || host.strip_suffix(name).is_some_and(|rest| rest.ends_with('.'));
    !host.contains('.')
        || ["localhost", "local", "internal", "test", "example", "invalid"].iter().any(|name| ends(name))
        || ["example.com", "example.net", "example.org"].iter().any(|name| ends(name))
}

/// What is wrong, at each link.
pub fn findings(links: &[Link], answers: &Answers) -> Vec<Finding> {
    links.iter().filter_map(|link| Some(of_link(link, answers.get(&link.address)?)).flatten()).collect()
}

fn of_link(link: &Link, answer: &Answer) -> Option<Finding> {
    let diagnostic = match answer {
        Answer::Unknown(_) => return None,
        Answer::Broken(why) => {
            Diagnostic::new(Code::ExternalBroken, link.span.clone(), format!("`{}` {why}", link.address))
                .help("link to where it is now, or to an archive's copy, or take the link out")
        }
        Answer::Moved { to, to_front_page: true, .. } => {
            let message = format!("`{}` leads to the front page of its site for good", link.address);
            Diagnostic::new(Code::ExternalRedirect, link.span.clone(), message)
                .help(format!("look for the page there, or take the link out: `{to}`"))
        }
        Answer::Moved { to, page, .. } => {
            let to = with_anchor(to, link.anchor.as_deref());
            if let Some(finding) = missing_anchor(link, page) {
                return Some(finding);
            }
            let message = format!("`{}` has moved for good", link.address);
            let moved = Diagnostic::new(Code::ExternalRedirect, link.span.clone(), message);
            let moved = moved.help(format!("write `{to}`"));
            // In the configuration the place is the table, not the address.
            if link.place == Place::Exact { moved } else { moved.fix(0..0, to, true) }
        }
        Answer::Fine(page) => return missing_anchor(link, page),
    };
    Some(Finding::new(diagnostic, link.place.clone()))
}

fn missing_anchor(link: &Link, page: &Page) -> Option<Finding> {
    let anchor = link.anchor.as_deref()?;
    let Some(Err(near)) = page.anchors.get(anchor) else { return None };
    let message = format!("`{}` has no place `#{anchor}`", link.address);
    let diagnostic = Diagnostic::new(Code::ExternalAnchor, link.span.clone(), message);
    let diagnostic = match near {
        Some(near) => {
            let diagnostic = diagnostic.help(format!("did you mean `#{near}`?"));
            match &link.place {
                Place::Exact => diagnostic,
                _ => diagnostic.fix(0..0, format!("{}#{near}", link.address), false),
            }
        }
        None => diagnostic.help("link to a place that the page has, or to the page"),
    };
    Some(Finding::new(diagnostic, link.place.clone()))
}

/// An address with the fragment of the link, unless it brings its own; ready to stand in a Markdown link.
fn with_anchor(to: &str, anchor: Option<&str>) -> String {
    let to = to.replace('(', "%28").replace(')', "%29");
    match anchor {
        Some(anchor) if !to.contains('#') => format!("{to}#{anchor}"),
        _ => to,
    }
}

/// The nearest of the places that a page has.
fn near<'a>(anchor: &str, has: impl Iterator<Item = &'a str>) -> Option<String> {
    nearest(anchor, has).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readers_own_machine_and_examples_are_not_asked() {
        let asked = |address: &str| {
            let link = link_to(address, Span::file(&crate::path::SourcePath::new("a.md")), Place::Start);
            !questions(&link.into_iter().collect::<Vec<_>>(), |_| false, false).is_empty()
        };
        for other in ["https://go.dev/x", "http://a.b.co.uk", "//cdn.site.com/x", "HTTPS://1.1.1.1/", "https://ä.de"] {
            assert!(asked(other), "{other}");
        }
        for own in [
            "http://localhost:8080/x",
            "http://127.0.0.1",
            "http://[::1]:3000/",
            "http://192.168.1.1/",
            "https://docs.example.org/a",
            "https://a.test",
            "http://intranet/",
            "mailto:a@b.de",
            "ftp://a.de",
        ] {
            assert!(!asked(own), "{own}");
        }
    }
}
