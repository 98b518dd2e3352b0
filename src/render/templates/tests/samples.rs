//! Views as a site makes them, each full and empty.

use std::collections::BTreeMap;

use crate::render::templates::current_token;
use crate::sources::theme::Theme;
use crate::view::*;

mod decision;

use decision::{decision, verdict};

pub(super) const KINDS: [Kind; 7] =
    [Kind::Home, Kind::Section, Kind::Page, Kind::Topics, Kind::Topic, Kind::Decision, Kind::NotFound];

pub(super) fn site(theme: &Theme) -> SiteView {
    let mut site = SiteView {
        title: "Go or Python".to_owned(),
        description: Some("A guide that helps to choose.".to_owned()),
        base_url: Some("https://example.org/guide/".to_owned()),
        topics: Some("topics/".to_owned()),
        links: vec![
            SiteLink { title: "Decide".to_owned(), href: "decisions/go-or-python/".to_owned(), external: false },
            SiteLink { title: "Source".to_owned(), href: "https://example.org/".to_owned(), external: true },
        ],
        search: true,
        feed: true,
        ..empty_site(theme)
    };
    // The search room brings these two files.
    site.assets.insert("search.js".to_owned(), "assets/search.12345678.js".to_owned());
    site.assets.insert("search.css".to_owned(), "assets/search.12345678.css".to_owned());
    site
}

pub(super) fn empty_site(theme: &Theme) -> SiteView {
    let mut site = SiteView {
        title: "Go or Python".to_owned(),
        language: "en".to_owned(),
        direction: "ltr",
        version: "0.1.0",
        ..SiteView::default()
    };
    theme.fill(&mut site);
    site
}

pub(super) fn empty_view(kind: Kind) -> View {
    View {
        kind,
        root: "./".into(),
        navigation: String::new(),
        content: String::new(),
        page: PageView { title: "Page".to_owned(), layout: "normal", ..PageView::default() },
        children: Vec::new(),
        topic: (kind == Kind::Topic).then(|| TopicView {
            id: "concurrency".to_owned(),
            pages: Vec::new(),
            criteria: Vec::new(),
            rules: Vec::new(),
            neighbours: Vec::new(),
        }),
        topics: Vec::new(),
        decision: (kind == Kind::Decision).then(|| DecisionView {
            short: Vec::new(),
            scale: Vec::new(),
            options: Vec::new(),
            groups: Vec::new(),
            inputs: Vec::new(),
            rules: Vec::new(),
            never: Vec::new(),
            otherwise: None,
            files: Vec::new(),
            chooser_css: None,
            reviewed: None,
            review_due: None,
            changes: Vec::new(),
            ..decision()
        }),
    }
}

pub(super) fn view(kind: Kind) -> View {
    let heading =
        |id: &str, title: &str, children| HeadingView { id: id.to_owned(), title: title.to_owned(), children };
    View {
        kind,
        root: "../../".into(),
        navigation: "<ul><li><a href=\"../\" aria-current=\"page\">Concurrency</a></ul>".to_owned(),
        content: "<p>Text</p>".to_owned(),
        page: PageView {
            title: "Goroutines & asyncio".to_owned(),
            description: some("What \"many things at once\" costs in each language."),
            summary: some("What many things at once costs in each language."),
            canonical: some("https://example.org/guide/concurrency/model/"),
            source: "content/concurrency/model.md".to_owned(),
            draft: true,
            layout: "normal",
            date: some("2026-01-09"),
            updated: some("2026-10-02"),
            reviewed: some("2026-11-24"),
            review_due: some("2027-11-24"),
            topics: vec![
                link("Concurrency", "../../topics/concurrency/"),
                link("Performance", "../../topics/performance/"),
            ],
            contents: vec![
                heading("goroutines", "Goroutines", vec![heading("wait", "Wait for them", Vec::new())]),
                heading("the-gil", "The GIL", Vec::new()),
            ],
            breadcrumbs: vec![link("Go or Python", "../../"), link("Concurrency", "../")],
            prev: Some(link("Concurrency", "../")),
            next: Some(link("In practice", "../practice/")),
            related: vec![RelatedView {
                title: "Load".to_owned(),
                href: "../../performance/load/".to_owned(),
                reasons: vec!["shares Performance".to_owned(), "links here twice".to_owned()],
            }],
            backlinks: (1..=6)
                .map(|number| BacklinkView {
                    title: format!("Page {number}"),
                    href: format!("../page-{number}/#section"),
                    before: "A worker pool of ".to_owned(),
                    link: "goroutines".to_owned(),
                    after: " is the usual answer.".to_owned(),
                })
                .collect(),
            edit_url: some("https://example.org/edit/content/concurrency/model.md"),
            markdown: some("index.md"),
            extra: BTreeMap::new(),
        },
        children: vec![ChildView {
            title: "Concurrency".to_owned(),
            href: "concurrency/".to_owned(),
            description: some("Many things at once."),
            children: vec![link("Model", "concurrency/model/"), link("In practice", "concurrency/practice/")],
        }],
        topic: (kind == Kind::Topic).then(topic),
        topics: vec![TopicCard {
            id: "concurrency".to_owned(),
            title: "Concurrency".to_owned(),
            href: "topics/concurrency/".to_owned(),
            description: some("Many things at once."),
            pages: vec![link("Model", "concurrency/model/")],
            count: 7,
        }],
        decision: (kind == Kind::Decision).then(decision),
    }
}

fn topic() -> TopicView {
    TopicView {
        id: "concurrency".to_owned(),
        pages: vec![TopicPageView {
            title: "Model".to_owned(),
            href: "../../concurrency/model/".to_owned(),
            description: some("Goroutines, asyncio and the GIL."),
            section: Some(link("Concurrency", "../../concurrency/")),
        }],
        criteria: vec![TopicCriterionView {
            decision: link("Go or Python?", "../../decisions/go-or-python/"),
            criterion: link("Many things at once", "../../decisions/go-or-python/#concurrency"),
            cells: vec![verdict(0, "strong"), verdict(1, "fair"), verdict(2, "depends")],
        }],
        rules: vec![TopicRuleView {
            decision: link("Go or Python?", "../../decisions/go-or-python/"),
            rule: link("Many requests in flight: Go", "../../decisions/go-or-python/#rule/many-connections"),
        }],
        neighbours: vec![TopicNeighbourView {
            title: "Performance".to_owned(),
            href: "../performance/".to_owned(),
            shared: 3,
        }],
    }
}

pub(super) fn navigation() -> NavigationView {
    let item = |number: usize, title: &str, open: bool, children: Vec<NavItemView>| NavItemView {
        title: title.to_owned(),
        href: format!("../{}/", title.to_lowercase()),
        current: current_token(number),
        open,
        section: !children.is_empty(),
        children,
    };
    NavigationView {
        items: vec![
            item(0, "Language", false, Vec::new()),
            item(
                1,
                "Concurrency",
                true,
                vec![item(2, "Model", false, Vec::new()), item(3, "Practice", false, Vec::new())],
            ),
        ],
    }
}

pub(super) fn evidence() -> EvidenceUseView {
    EvidenceUseView {
        uses: vec![
            link("Many things at once, Go: strong", "../../decisions/go-or-python/#concurrency/go"),
            link("rule 7", "../../decisions/go-or-python/#rule/many-connections"),
        ],
    }
}

pub(super) fn pages() -> PagesView {
    PagesView {
        groups: vec![PagesGroupView {
            value: "S06".to_owned(),
            label: some("Concurrency"),
            pages: vec![link("Model", "concurrency/model/"), link("Practice", "concurrency/practice/")],
        }],
    }
}

pub(super) fn redirect() -> RedirectView {
    RedirectView { root: "../".into(), to: link("New", "../new/"), canonical: some("https://example.org/guide/new/") }
}

pub(super) fn embed() -> DecisionEmbedView {
    DecisionEmbedView {
        root: "../".into(),
        decision: DecisionView { ids: false, show: vec!["short", "matrix"], ..decision() },
    }
}

fn link(title: &str, href: &str) -> LinkView {
    LinkView { title: title.to_owned(), href: href.to_owned() }
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}
