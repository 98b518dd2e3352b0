//! The files for programs: sitemap, feed, robots, Markdown copies, `llms.txt`; and which outputs an edit changes.

use crate::harness::{TODAY, built, rebuilt, views};

/// Titles that have broken other generators' files.
const TITLES: &[&str] = &[
    "Plain",
    "A & B < C > D \"E\" 'F'",
    "]]> <![CDATA[ <!-- --> --",
    "</script><script>alert(1)</script>",
    "</title><h1>",
    "&amp; &lt; &#x41; &nope;",
    "日本語 \u{202e} \u{200b} \u{2028} \u{2029}",
    "\u{1F600} \u{FFFE} \u{FFFF}",
    "\\u0000 \\n \\\\ %00",
    "{{ title }} {% raw %} ${x} `x`",
    "# * _ [x](y) ![z](w) | ~~",
    "a\tb",
    "   spaces   ",
    "\u{7f} \u{85}",
];

fn titled(title: &str) -> String {
    let quoted = title.replace('\\', "\\\\").replace('"', "\\\"").replace('\t', "\\t").replace('\u{7f}', "\\u007F");
    format!(
        r#"
-- fingerpost.toml --
title = "{quoted}"
description = "{quoted}"
base_url = "https://example.org/a/"
-- content/page.md --
+++
title = "{quoted}"
description = "{quoted}"
date = 2026-01-02
updated = 2026-03-04
topics = ["one"]
aliases = ["/was/"]
+++
Text.
-- content/topics/one.md --
+++
title = "{quoted}"
+++
"#
    )
}

#[test]
fn sitemap_and_feed_are_well_formed_for_any_title() {
    for title in TITLES {
        let built = built(&titled(title));
        for path in ["sitemap.xml", "atom.xml"] {
            let xml = built.text(path);
            let parsed =
                roxmltree::Document::parse(xml).unwrap_or_else(|error| panic!("{path} with {title:?}: {error}\n{xml}"));
            assert!(parsed.root_element().is_element());
        }
        let feed = roxmltree::Document::parse(built.text("atom.xml")).expect("a feed");
        let entry = feed
            .descendants()
            .find(|node| node.has_tag_name(("http://www.w3.org/2005/Atom", "entry")))
            .expect("an entry");
        let written = entry
            .children()
            .find(|node| node.tag_name().name() == "title")
            .and_then(|node| node.text())
            .unwrap_or_default();
        let words = |text: &str| {
            text.replace(['\u{FFFD}', '\u{FFFE}', '\u{FFFF}', '\u{7f}', '\u{85}'], "")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(words(written), words(title));
    }
}

#[test]
fn pages_show_any_title_as_text() {
    for title in TITLES {
        let built = built(&titled(title));
        for path in built.paths().into_iter().filter(|path| path.ends_with(".html")) {
            let html = built.text(path);
            assert!(!html.contains("<script>alert(1)"), "{path} with {title:?}: {html}");
            assert!(!html.contains("</title><h1>"), "{path} with {title:?}: {html}");
            assert_eq!(html.matches("<title>").count(), 1, "{path} with {title:?}");
        }
        views(&titled(title));
    }
}

#[test]
fn the_sitemap_has_every_page_and_its_day() {
    let built = built(
        r#"
-- fingerpost.toml --
base_url = "https://example.org/docs"
-- content/a.md --
+++
date = 2026-01-02
+++
-- content/b é.md --
+++
date = 2026-01-02
updated = 2026-02-03
topics = ["x"]
+++
-- content/c.md --
+++
aliases = ["/old/"]
+++
"#,
    );
    let xml = roxmltree::Document::parse(built.text("sitemap.xml")).expect("XML");
    let urls: Vec<(String, Option<String>)> = xml
        .root_element()
        .children()
        .filter(|node| node.is_element())
        .map(|url| {
            let text = |name: &str| {
                url.children()
                    .find(|node| node.tag_name().name() == name)
                    .and_then(|node| node.text())
                    .map(str::to_owned)
            };
            (text("loc").expect("an address"), text("lastmod"))
        })
        .collect();
    let day = |day: &str| Some(day.to_owned());
    assert_eq!(
        urls,
        [
            ("https://example.org/docs/".to_owned(), None),
            ("https://example.org/docs/a/".to_owned(), day("2026-01-02")),
            ("https://example.org/docs/b-%C3%A9/".to_owned(), day("2026-02-03")),
            ("https://example.org/docs/c/".to_owned(), None),
            ("https://example.org/docs/topics/".to_owned(), None),
            ("https://example.org/docs/topics/x/".to_owned(), None),
        ]
    );
    assert_eq!(built.text("robots.txt"), "User-agent: *\nAllow: /\nSitemap: https://example.org/docs/sitemap.xml\n");
}

#[test]
fn the_feed_has_dated_pages_newest_first() {
    let mut site = "-- fingerpost.toml --\nbase_url = \"https://example.org/\"\n".to_owned();
    for day in 1..=3 {
        site += &format!("-- content/p{day}.md --\n+++\ntitle = \"P{day}\"\ndate = 2026-01-0{day}\n+++\n");
    }
    site += "-- content/none.md --\n# No date\n-- content/up.md --\n+++\ntitle = \"Up\"\ndate = 2025-01-01\nupdated = 2026-06-01\n+++\n";
    let built = built(&site);
    let feed = roxmltree::Document::parse(built.text("atom.xml")).expect("XML");
    let texts = |name: &str| -> Vec<String> {
        feed.descendants()
            .filter(|node| {
                node.tag_name().name() == name && node.parent().is_some_and(|it| it.tag_name().name() == "entry")
            })
            .filter_map(|node| node.text().map(str::to_owned))
            .collect()
    };
    assert_eq!(texts("title"), ["P3", "P2", "P1", "Up"]);
    assert_eq!(texts("updated")[3], "2026-06-01T00:00:00Z");
    let updated =
        feed.root_element().children().find(|node| node.tag_name().name() == "updated").and_then(|node| node.text());
    assert_eq!(updated, Some("2026-06-01T00:00:00Z"));
}

#[test]
fn without_a_base_url_there_is_no_sitemap_feed_or_canonical_address() {
    let built = built("-- content/a.md --\n+++\ndate = 2026-01-01\n+++\n");
    assert!(!built.has("sitemap.xml") && !built.has("atom.xml"));
    assert_eq!(built.text("robots.txt"), "User-agent: *\nAllow: /\n");
    assert!(!built.text("a/index.html").contains("canonical"));
}

#[test]
fn without_dates_there_is_no_feed() {
    let built = built("-- fingerpost.toml --\nbase_url = \"https://example.org/\"\n-- content/a.md --\n");
    assert!(built.has("sitemap.xml") && !built.has("atom.xml"));
    assert!(!built.text("a/index.html").contains("atom.xml"));
}

#[test]
fn not_found_works_at_any_depth() {
    let at = |base: &str| {
        let config =
            if base.is_empty() { String::new() } else { format!("-- fingerpost.toml --\nbase_url = \"{base}\"\n") };
        built(&format!("{config}-- content/guide/a.md --\n# A\n")).text("404.html").to_owned()
    };
    let html = at("https://example.org/docs/");
    assert!(html.contains("href=\"/docs/assets/site."), "{html}");
    assert!(html.contains("href=\"/docs/\""), "{html}");
    assert!(!html.contains("href=\"../") && !html.contains("href=\"./"), "{html}");
    assert!(at("").contains("href=\"/assets/site."));
}

#[test]
fn each_page_has_a_markdown_copy_whose_links_lead_to_copies() {
    let built = built(
        r#"
-- fingerpost.toml --
title = "Site"
description = "What it is."
-- content/guide/a.md --
+++
description = "About A."
+++
# Title of A

See [B](b.md#part), [[B]], [C][c] and ![p](p.png), [out](https://example.org/x.md).

`[not](b.md)`

[c]: ../c.md "A title"
-- content/guide/b.md --
## Part
-- content/guide/p.png --
-- content/c.md --
Underlined
==========

Text.
"#,
    );
    let copy = built.text("guide/a/index.md");
    assert!(copy.starts_with("# Title of A\n\n> About A.\n\n"), "{copy}");
    assert_eq!(copy.matches("Title of A").count(), 1, "{copy}");
    for part in [
        "[B](../b/index.md#part)",
        "![p](../p.png)",
        "[out](https://example.org/x.md)",
        "`[not](b.md)`",
        "[c]: ../../c/index.md \"A title\"",
    ] {
        assert!(copy.contains(part), "{part} in {copy}");
    }
    assert!(!copy.contains("+++"), "{copy}");
    assert_eq!(built.text("c/index.md"), "# Underlined\n\nText.\n");
    assert!(
        built.text("guide/a/index.html").contains("<link rel=\"alternate\" type=\"text/markdown\" href=\"index.md\">")
    );
    let llms = built.text("llms.txt");
    assert!(llms.starts_with("# Site\n\n> What it is.\n"), "{llms}");
    assert!(llms.contains("- [Title of A](guide/a/index.md): About A."), "{llms}");
}

#[test]
fn markdown_copies_can_be_left_out() {
    let built = built("-- fingerpost.toml --\n[outputs]\nmarkdown = false\n-- content/a.md --\n");
    assert!(!built.has("a/index.md") && !built.has("llms.txt"), "{:?}", built.paths());
    assert!(!built.text("a/index.html").contains("text/markdown"));
}

#[test]
fn files_beside_pages_are_copied_as_they_are() {
    let built = built(
        "-- content/guide/a.md --\n[x](b.zip) ![y](c.svg)\n-- content/guide/b.zip --\nZIP\n-- content/guide/c.svg --\n<svg/>\n",
    );
    assert_eq!(built.text("guide/b.zip"), "ZIP\n");
    assert_eq!(built.text("guide/c.svg"), "<svg/>\n");
}

#[test]
fn pages_obey_their_own_policy() {
    let built = built(&titled("T"));
    for path in built.paths().into_iter().filter(|path| path.ends_with(".html")) {
        let html = built.text(path);
        assert!(!html.contains(" style="), "{path}");
        assert!(!html.contains(" onclick=") && !html.contains("javascript:"), "{path}");
    }
}

#[test]
fn an_edit_of_prose_changes_its_page_and_its_copy_alone() {
    let site = "
-- fingerpost.toml --
[search]
enabled = false
-- content/a.md --
# A

Old words.
-- content/b.md --
# B
[a](a.md)
";
    let mut changed = rebuilt(site, "-- content/a.md --\n# A\n\nNew words.\n");
    changed.sort();
    assert_eq!(changed, ["a/index.html", "a/index.md"]);
}

#[test]
fn an_edit_of_a_title_changes_the_pages_that_show_it() {
    let site = "
-- fingerpost.toml --
[search]
enabled = false
-- content/a.md --
# A
-- content/b.md --
# B
";
    let changed = rebuilt(site, "-- content/a.md --\n# New\n");
    for path in ["a/index.html", "a/index.md", "b/index.html", "index.html", "llms.txt"] {
        assert!(changed.iter().any(|it| it == path), "{path} in {changed:?}");
    }
}

#[test]
fn outputs_come_and_go_with_their_sources() {
    let site = "-- content/a.md --\n# A\n-- content/b.md --\n# B\n![x](x.png)\n-- content/x.png --\n1\n";
    let changed = rebuilt(site, "-- content/a.md --\n(removed)\n-- content/c.md --\n# C\n-- content/x.png --\n2\n");
    for path in ["-a/index.html", "-a/index.md", "+c/index.html", "+c/index.md", "x.png"] {
        assert!(changed.iter().any(|it| it == path), "{path} in {changed:?}");
    }
}

#[test]
fn where_bytes_differ_keys_differ() {
    // `rebuilt` asserts it for each output.
    let site = crate::decisions::DECISION;
    let edits = [
        "-- content/kinds.md --\n+++\ntitle = \"Kinds\"\n+++\n## Short\nX\n## Long\nY\n",
        "-- fingerpost.toml --\ntitle = \"Other\"\n",
        "-- fingerpost.toml --\nlanguage = \"de\"\n",
        "-- fingerpost.toml --\nurl_style = \"file\"\n",
        "-- fingerpost.toml --\nbase_url = \"https://example.org/\"\n",
        "-- fingerpost.toml --\nedit_url = \"https://example.org/{path}\"\n",
        "-- fingerpost.toml --\n[nav.titles]\n\"kinds.md\" = \"Sorts\"\n",
        "-- fingerpost.toml --\n[topics.writing]\ntitle = \"Writing well\"\n",
        "-- themes/default/templates/page.html --\n{{ page.title }}\n",
        "-- themes/default/templates/partials/used-as-evidence.html --\nUSED\n",
        "-- themes/default/assets/css/user.css --\nbody{color:red}\n",
        "-- content/decisions/kind.md --\nOther text.\n",
    ];
    for edit in edits {
        assert!(!rebuilt(site, edit).is_empty(), "{edit}");
    }
}

#[test]
fn the_day_is_in_no_output() {
    let built = built(&titled("T"));
    for (path, bytes) in &built.outputs {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains(&TODAY.to_string()), "{path}");
    }
}
