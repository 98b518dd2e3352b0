//! Links, images and anchors.

use super::Explanation;
use crate::diagnostic::Code;

pub(super) const ALL: &[(Code, Explanation)] = &[
    (
        Code::BrokenLink,
        Explanation {
            why: "A reader who follows the link sees an error page.",
            language: "markdown",
            wrong: "See [the set-up](guide/setpu.md).",
            right: "See [the set-up](guide/setup.md).",
            allow: None,
        },
    ),
    (
        Code::BrokenAnchor,
        Explanation {
            why: "The page opens at its top, and the reader looks in vain for what the link promised. Headings that are \
                  linked to are best given an id of their own, which stays when the words change.",
            language: "markdown",
            wrong: "See [time limits](setup.md#time-limit).\n\n<!-- setup.md -->\n## Timeouts",
            right: "See [time limits](setup.md#time-limit).\n\n<!-- setup.md -->\n## Timeouts {#time-limit}",
            allow: None,
        },
    ),
    (
        Code::MissingImage,
        Explanation {
            why: "A reader sees an empty frame. Images stand beside the pages that show them and are copied with them.",
            language: "markdown",
            wrong: "![The settings page](images/setings.png)",
            right: "![The settings page](images/settings.png)",
            allow: None,
        },
    ),
    (
        Code::CaseMismatch,
        Explanation {
            why: "The link works on a disk that does not tell upper from lower case, and breaks on a server that does.",
            language: "markdown",
            wrong: "See [the set-up](Setup.md).",
            right: "See [the set-up](setup.md).",
            allow: None,
        },
    ),
    (
        Code::DraftLink,
        Explanation {
            why: "Drafts are not published, so that the link leads nowhere for a reader.",
            language: "markdown",
            wrong: "Read more on [caching](caching.md).\n\n<!-- caching.md says `draft = true` -->",
            right: "Caching will have a page of its own.",
            allow: None,
        },
    ),
    (
        Code::UndefinedReference,
        Explanation {
            why: "A reference without its definition comes out as plain text, brackets included. Only `[text][label]` and \
                  `[label][]` count: a lone `[x]` is text.",
            language: "markdown",
            wrong: "See [the set-up][setup].",
            right: "See [the set-up][setup].\n\n[setup]: guide/setup.md",
            allow: None,
        },
    ),
    (
        Code::UndefinedFootnote,
        Explanation {
            why: "The mark comes out as plain text, and what it stood for is missing.",
            language: "markdown",
            wrong: "It is faster.[^measured]",
            right: "It is faster.[^measured]\n\n[^measured]: On one machine, with the program below.",
            allow: None,
        },
    ),
    (
        Code::DuplicateId,
        Explanation {
            why: "A link to that id always reaches the first of them.",
            language: "markdown",
            wrong: "## Linux {#install}\n\n## macOS {#install}",
            right: "## Linux {#install-linux}\n\n## macOS {#install-macos}",
            allow: None,
        },
    ),
    (
        Code::MissingAlt,
        Explanation {
            why: "Someone who cannot see the image learns nothing of it.",
            language: "markdown",
            wrong: "![](settings.png)",
            right: "![The settings page with the time limit marked](settings.png)",
            allow: Some("An image that only decorates is written in HTML, as `<img src=\"x.png\" alt=\"\">`."),
        },
    ),
    (
        Code::ExternalBroken,
        Explanation {
            why: "A reader is sent to an error page. It is reported only by `check --external`, and only after several \
                  tries: a host that is down for a moment is no fault of the page.",
            language: "markdown",
            wrong: "See [the announcement](https://example.org/news/gone).",
            right: "See [the announcement](https://example.org/archive/2024).",
            allow: Some("Addresses that are not to be asked stand in `[check.external]` as `skip`."),
        },
    ),
    (
        Code::ExternalRedirect,
        Explanation {
            why: "The other site says that the old address will not be used again. Some day it stops leading on.",
            language: "markdown",
            wrong: "See [the handbook](http://example.org/handbook).",
            right: "See [the handbook](https://example.org/handbook/).",
            allow: None,
        },
    ),
    (
        Code::ExternalAnchor,
        Explanation {
            why: "The reader lands at the top of a page and has to look for the place. Only places that the page has \
                  without running scripts can be found.",
            language: "markdown",
            wrong: "See [the limits](https://example.org/manual#limts).",
            right: "See [the limits](https://example.org/manual#limits).",
            allow: None,
        },
    ),
    (
        Code::OrphanPage,
        Explanation {
            why: "Readers find it by search alone.",
            language: "markdown",
            wrong: "<!-- no page links to old-setup.md, and [nav] hides it -->",
            right: "The [former set-up](old-setup.md) still works.",
            allow: None,
        },
    ),
    (
        Code::UnusedAsset,
        Explanation {
            why: "It is copied with every build, and whoever looks after the site has to wonder what it is for.",
            language: "markdown",
            wrong: "<!-- content/guide/old-screen.png: no page shows or links it -->",
            right: "![The former screen](old-screen.png)",
            allow: None,
        },
    ),
];
