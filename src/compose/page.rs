//! The view of one page: everything around its text.

use jiff::civil::Date;

use super::{From, Scene, decision, topic};
use crate::site::{self, Neighbour, PageId, Reason, SitePage, related};
use crate::sources::config::Config;
use crate::view::{BacklinkView, ChildView, HeadingView, Kind, LinkView, PageView, RelatedView, TopicCard, View};

/// The view of a page, without its text and navigation: those are rendered later.
pub fn view(scene: &Scene, id: PageId) -> View {
    let page = scene.page(id);
    let from = scene.from(page);
    View {
        kind: page.kind,
        root: from.root().into(),
        navigation: String::new(),
        content: String::new(),
        page: page_view(scene, id, page, &from),
        children: children(scene, page, &from),
        topic: page.topic.map(|id| topic::view(scene, id, &from)),
        topics: topics(scene, page, &from),
        decision: scene.site.decision_of(id).map(|at| decision::view(scene, at, &from, &decision::Show::page())),
    }
}

fn page_view(scene: &Scene, id: PageId, page: &SitePage, from: &From<'_>) -> PageView {
    let config = scene.config();
    let front = &page.front;
    let facts = page.text.map(|text| &scene.parsed.pages[text].facts);
    let (prev, next) = scene.site.neighbours(id);
    let topic_link = |topic: &site::TopicId| {
        let topic = &scene.site.topics[topic.index()];
        LinkView { title: topic.title.clone(), href: from.href(&scene.page(topic.hub).address, None) }
    };
    let summary = front.description.clone().or_else(|| facts.and_then(|facts| facts.summary.clone()));
    PageView {
        title: page.title.clone(),
        description: front.description.clone(),
        summary,
        canonical: scene.full_address(&page.address).filter(|_| page.kind != Kind::NotFound),
        source: if page.has_source { page.source.to_string() } else { String::new() },
        draft: page.draft(),
        layout: match front.layout.unwrap_or_default() {
            crate::page::front_matter::Layout::Normal => "normal",
            crate::page::front_matter::Layout::Wide => "wide",
        },
        date: front.date.map(iso),
        updated: front.updated.map(iso),
        reviewed: front.reviewed.map(iso),
        review_due: front.reviewed.zip(front.review_in).map(|(reviewed, period)| iso(period.after(reviewed))),
        topics: page.topics.iter().map(topic_link).collect(),
        contents: facts.filter(|_| front.toc != Some(false)).map(|it| contents(&it.headings)).unwrap_or_default(),
        breadcrumbs: scene.site.breadcrumbs(id).into_iter().map(|above| crumb(scene, from, above)).collect(),
        prev: neighbour(scene, page, from, false, prev),
        next: neighbour(scene, page, from, true, next),
        related: related_views(scene, id, page, from),
        backlinks: backlinks(scene, id, from),
        edit_url: edit_url(config, page),
        markdown: crate::plan::markdown_copy(config, &scene.site, id)
            .map(|copy| from.href(&copy.whole_address(), None)),
        extra: front.extra.clone(),
    }
}

pub(super) fn iso(date: Date) -> String {
    date.to_string()
}

fn crumb(scene: &Scene, from: &From<'_>, id: PageId) -> LinkView {
    let page = scene.page(id);
    LinkView { title: page.nav_title.clone(), href: from.href(&page.address, None) }
}

/// Headings of level 2, each with those of level 3 below it.
fn contents(headings: &[crate::markdown::Heading]) -> Vec<HeadingView> {
    let mut list: Vec<HeadingView> = Vec::new();
    for heading in headings {
        let view = HeadingView { id: heading.id.clone(), title: heading.text.clone(), children: Vec::new() };
        match (heading.level, list.last_mut()) {
            (..=2, _) | (3, None) => list.push(view),
            (3, Some(last)) => last.children.push(view),
            _ => {}
        }
    }
    list
}

fn neighbour(scene: &Scene, page: &SitePage, from: &From<'_>, next: bool, usual: Option<PageId>) -> Option<LinkView> {
    match site::neighbour_link(&page.front, next) {
        Some(Neighbour::None) => None,
        Some(Neighbour::Page(link)) => {
            scene.site.linked_neighbours.get(&(page.source.clone(), link.clone())).map(|&id| scene.link(from, id))
        }
        None => usual.map(|id| crumb(scene, from, id)),
    }
}

fn edit_url(config: &Config, page: &SitePage) -> Option<String> {
    let pattern = config.edit_url.as_ref().filter(|_| page.has_source)?;
    let mut path = String::new();
    crate::path::encode_path(page.source.as_str(), &mut path);
    Some(pattern.replace("{path}", &path))
}

fn related_views(scene: &Scene, id: PageId, page: &SitePage, from: &From<'_>) -> Vec<RelatedView> {
    if !matches!(page.kind, Kind::Page | Kind::Decision) {
        return Vec::new();
    }
    let view = |related: site::Related| RelatedView {
        title: scene.page(related.page).title.clone(),
        href: from.href(&scene.page(related.page).address, None),
        reasons: related.reasons.iter().map(|reason| reason_words(scene, reason)).collect(),
    };
    related(&scene.site, id).into_iter().map(view).collect()
}

/// A reason in the words of the interface; `{}` in a word stands for what it is about.
fn reason_words(scene: &Scene, reason: &Reason) -> String {
    let word = |key: &str, usual: &str| scene.word(key, usual);
    match reason {
        Reason::Topics(topics) => {
            let titles: Vec<&str> = topics.iter().map(|it| scene.site.topics[it.index()].title.as_str()).collect();
            word("reason_topics", "shares {}").replace("{}", &list(&titles, &word("and", "and")))
        }
        Reason::LinksHere(1) => word("reason_links_here_once", "links here"),
        Reason::LinksHere(2) => word("reason_links_here_twice", "links here twice"),
        Reason::LinksHere(count) => word("reason_links_here", "links here {} times").replace("{}", &count.to_string()),
        Reason::LinkedHere(1) => word("reason_linked_once", "linked from here"),
        Reason::LinkedHere(2) => word("reason_linked_twice", "linked from here twice"),
        Reason::LinkedHere(count) => {
            word("reason_linked", "linked from here {} times").replace("{}", &count.to_string())
        }
        Reason::Evidence(_, criterion) => word("reason_evidence", "evidence for {}").replace("{}", criterion),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list(words: &[&str], and: &str) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}

fn backlinks(scene: &Scene, id: PageId, from: &From<'_>) -> Vec<BacklinkView> {
    let view = |backlink: &site::Backlink| {
        let page = scene.page(backlink.from);
        let facts = &scene.parsed.pages[page.text?].facts;
        let link = facts.links.get(backlink.link as usize)?;
        let heading = link.section.and_then(|at| facts.headings.get(at as usize));
        let sentence = link.sentence.clone().unwrap_or_else(|| crate::markdown::Sentence {
            before: String::new(),
            link: link.text.clone(),
            after: String::new(),
        });
        let text =
            scene.site.links[backlink.from.index()].get(backlink.link as usize).and_then(|it| it.text.as_deref());
        let link = if sentence.link.is_empty() { text.unwrap_or_default().to_owned() } else { sentence.link };
        Some(BacklinkView {
            title: page.title.clone(),
            href: from.href(&page.address, heading.map(|heading| heading.id.as_str())),
            before: sentence.before,
            link,
            after: sentence.after,
        })
    };
    scene.site.backlinks[id.index()].iter().filter_map(view).collect()
}

fn children(scene: &Scene, page: &SitePage, from: &From<'_>) -> Vec<ChildView> {
    if !page.is_section || page.kind == Kind::Topics {
        return Vec::new();
    }
    let child = |&id: &PageId| {
        let child = scene.page(id);
        let below = if child.is_section { &scene.site.sections[child.section.index()].children[..] } else { &[] };
        ChildView {
            title: child.title.clone(),
            href: from.href(&child.address, None),
            description: child.front.description.clone(),
            children: below.iter().map(|&id| crumb(scene, from, id)).collect(),
        }
    };
    scene.site.sections[page.section.index()].children.iter().map(child).collect()
}

fn topics(scene: &Scene, page: &SitePage, from: &From<'_>) -> Vec<TopicCard> {
    let with_pages = match page.kind {
        Kind::Topics => true,
        Kind::Home | Kind::NotFound => false,
        _ => return Vec::new(),
    };
    let card = |topic: &site::Topic| TopicCard {
        id: topic.id.clone(),
        title: topic.title.clone(),
        href: from.href(&scene.page(topic.hub).address, None),
        description: scene.page(topic.hub).front.description.clone(),
        pages: topic.pages.iter().filter(|_| with_pages).map(|&id| scene.link(from, id)).collect(),
        count: topic.pages.len(),
    };
    scene.site.topics.iter().map(card).collect()
}
