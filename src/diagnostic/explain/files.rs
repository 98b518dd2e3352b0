//! Files, configuration and themes.

use super::Explanation;
use crate::diagnostic::Code;

pub(super) const ALL: &[(Code, Explanation)] = &[
    (
        Code::DuplicatePath,
        Explanation {
            why: "One would write over the other, and which one it is would be chance.",
            language: "toml",
            wrong: "# content/setup.md\nslug = \"start\"\n\n# content/start.md has the address start/ already",
            right: "# content/setup.md\nslug = \"set-up\"",
            allow: None,
        },
    ),
    (
        Code::InvalidConfig,
        Explanation {
            why: "With a default in its place the site would be built otherwise than you asked.",
            language: "toml",
            wrong: "base_url = \"example.org\"\nurl_style = \"files\"",
            right: "base_url = \"https://example.org/\"\nurl_style = \"file\"",
            allow: None,
        },
    ),
    (
        Code::UnreadableFile,
        Explanation {
            why: "A page would be missing without a word. Files that the user may not read, pipes and devices, and links \
                  that lead out of the site are refused.",
            language: "text",
            wrong: "content/setup.md -> /home/me/notes/setup.md",
            right: "content/setup.md",
            allow: Some("Files and folders whose names begin with a dot are left out without a finding."),
        },
    ),
    (
        Code::NotUtf8,
        Explanation {
            why: "Text in another encoding would be shown with wrong letters.",
            language: "text",
            wrong: "content/setup.md: Latin-1, \"Gr\\xf6\\xdfe\"",
            right: "content/setup.md: UTF-8, \"Größe\"",
            allow: None,
        },
    ),
    (
        Code::ThemeError,
        Explanation {
            why: "Pages cannot be shown without their template. `check` renders one page of each.",
            language: "html",
            wrong: "<h1>{{ page.titel }}</h1>",
            right: "<h1>{{ page.title }}</h1>",
            allow: None,
        },
    ),
    (
        Code::UnusedAllow,
        Explanation {
            why: "The finding was mended, so that the exception would only hide the next one.",
            language: "toml",
            wrong: "[[check.allow]]\ncode = \"broken-link\"\ntarget = \"old-api.md\"   # nothing links there any more\n\
                    reason = \"The page comes next week.\"",
            right: "# The table is gone.",
            allow: None,
        },
    ),
    (
        Code::EmptyTopic,
        Explanation {
            why: "Its hub is a page without a list.",
            language: "toml",
            wrong: "[topics.caching]\ntitle = \"Caching\"   # no page names it",
            right: "# In the front matter of a page:\ntopics = [\"caching\"]",
            allow: None,
        },
    ),
];
