//! The text of pages and their front matter.

use super::Explanation;
use crate::diagnostic::Code;

pub(super) const ALL: &[(Code, Explanation)] = &[
    (
        Code::InvalidFrontMatter,
        Explanation {
            why: "A key that cannot be read would be left out without a word: a date that does not sort, a draft that is \
                  published.",
            language: "toml",
            wrong: "+++\ntitle = Setting up\nweight = \"10\"\nreviewed = \"last week\"\n+++",
            right: "+++\ntitle = \"Setting up\"\nweight = 10\nreviewed = 2026-11-24\n+++",
            allow: None,
        },
    ),
    (
        Code::UnknownKey,
        Explanation {
            why: "A key that nobody reads does nothing, and a mistyped one looks as if it did. Keys for your theme stand \
                  below `[extra]`. In TOML every key below a table's header belongs to that table, so the page's own \
                  keys stand first.",
            language: "toml",
            wrong: "+++\ntitel = \"Setting up\"\ncolour = \"teal\"\n+++",
            right: "+++\ntitle = \"Setting up\"\n\n[extra]\ncolour = \"teal\"\n+++",
            allow: None,
        },
    ),
    (
        Code::UnknownTopic,
        Explanation {
            why: "A second spelling splits a topic in two. It is reported only where the site declares its topics, in \
                  `fingerpost.toml` or as `content/topics/ID.md`.",
            language: "toml",
            wrong: "topics = [\"concurency\"]",
            right: "topics = [\"concurrency\"]",
            allow: None,
        },
    ),
    (
        Code::UnknownTemplate,
        Explanation {
            why: "The page is shown with the ordinary template instead.",
            language: "toml",
            wrong: "template = \"landing\"   # there is no templates/landing.html",
            right: "template = \"page\"",
            allow: None,
        },
    ),
    (
        Code::UnknownLanguage,
        Explanation {
            why: "The code is shown without colours, and `fingerpost test` cannot know how to run it.",
            language: "markdown",
            wrong: "```pyton\nprint(1)\n```",
            right: "```python\nprint(1)\n```",
            allow: Some("Plain text is marked `text`."),
        },
    ),
    (
        Code::ForeignSyntax,
        Explanation {
            why: "Other tools give these characters a meaning; here a reader would see them as they are.",
            language: "markdown",
            wrong: "!!! warning\n    This deletes the data.",
            right: "::: warning\nThis deletes the data.\n:::",
            allow: Some("Syntax that is meant to be seen stands between backticks."),
        },
    ),
    (
        Code::ActiveHtml,
        Explanation {
            why: "Scripts, frames, event handlers and inline styles do not pass the strict content security policy that \
                  the site is published with, and in texts of many hands they are a risk.",
            language: "markdown",
            wrong: "<p style=\"color: red\" onclick=\"go()\">Careful</p>",
            right: "::: warning\nCareful\n:::",
            allow: Some("A site whose authors are all trusted may set `raw_html = \"all\"` below `[markdown]`."),
        },
    ),
    (
        Code::CodeTooLong,
        Explanation {
            why: "It is shown without colours: colouring it would take seconds, and nobody reads a line of that length.",
            language: "markdown",
            wrong: "```json\n{\"one\": \"line of a whole data file\"}\n```",
            right: "The data is in [results.json](results.json). Its first record:\n\n```json\n{ \"name\": \"a\" }\n```",
            allow: Some("A block marked `text` is never coloured, so it is never too long."),
        },
    ),
    (
        Code::UnresolvedInclude,
        Explanation {
            why: "The block would be empty. Files are named from the page's folder, regions by the comments `#region NAME` \
                  and `#endregion` in them.",
            language: "markdown",
            wrong: "```go {file=\"pool/man.go\" region=\"pool\"}\n```",
            right: "```go {file=\"pool/main.go\" region=\"pool\"}\n```",
            allow: None,
        },
    ),
    (
        Code::SkippedHeading,
        Explanation {
            why: "Those who move from heading to heading, with a screen reader for example, think that they missed one.",
            language: "markdown",
            wrong: "## Set-up\n\n#### Linux",
            right: "## Set-up\n\n### Linux",
            allow: None,
        },
    ),
    (
        Code::MissingDescription,
        Explanation {
            why: "Lists of pages and search engines show the description; without it they show the beginning of the text.",
            language: "toml",
            wrong: "title = \"Setting up\"",
            right: "title = \"Setting up\"\ndescription = \"From an empty folder to a running service.\"",
            allow: None,
        },
    ),
    (
        Code::DuplicateTitle,
        Explanation {
            why: "In a list of search results two pages of one title cannot be told apart.",
            language: "toml",
            wrong: "title = \"Overview\"   # in guide/_index.md and in reference/_index.md",
            right: "title = \"Guide\"",
            allow: None,
        },
    ),
    (
        Code::ImageSize,
        Explanation {
            why: "Until the image is there, the browser does not know how much room it needs; when it comes, the text below \
                  jumps.",
            language: "markdown",
            wrong: "![The settings page](settings.svg)",
            right: "<img src=\"settings.svg\" alt=\"The settings page\" width=\"640\" height=\"360\">",
            allow: None,
        },
    ),
    (
        Code::LongPage,
        Explanation {
            why: "A page of many screens is searched, not read; two pages of one question each are found more easily.",
            language: "markdown",
            wrong: "<!-- guide.md: set-up, use and operation on one page -->",
            right: "<!-- guide/setup.md, guide/use.md, guide/operation.md -->",
            allow: None,
        },
    ),
    (
        Code::ReviewDue,
        Explanation {
            why: "Somebody promised to look again by that day. Until then the page says more than anybody knows.",
            language: "toml",
            wrong: "reviewed = 2024-01-10\nreview_in = \"12 months\"",
            right: "reviewed = 2026-11-24\nreview_in = \"12 months\"",
            allow: Some("For decisions, `fingerpost review` walks through what is due and writes the new date."),
        },
    ),
];
