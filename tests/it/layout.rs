//! Where pages stand: addresses, slugs, aliases, sections, and what happens when two want the same place.

use crate::harness::{built, check, hrefs, viewed};

#[test]
fn a_file_is_written_to_its_folder_and_name() {
    let built = built(
        "
-- content/_index.md --
-- content/a.md --
-- content/guide/_index.md --
-- content/guide/b.md --
-- content/guide/Two Words.md --
-- content/tools/index.md --
-- content/docs/README.md --
-- content/docs/.well-known/x.txt --
x
",
    );
    for path in [
        "index.html",
        "a/index.html",
        "guide/index.html",
        "guide/b/index.html",
        "guide/Two-Words/index.html",
        "tools/index.html",
        "docs/index.html",
        "docs/.well-known/x.txt",
        "404.html",
        "robots.txt",
        "llms.txt",
    ] {
        assert!(built.has(path), "{path} in {:#?}", built.paths());
    }
}

#[test]
fn file_style_writes_files_and_links_to_them() {
    let site = "
-- fingerpost.toml --
url_style = \"file\"
-- content/_index.md --
[a](guide/a.md) [g](guide/_index.md) [t](topics/x.md)
-- content/guide/_index.md --
# Guide
-- content/guide/a.md --
+++
aliases = [\"/old/\"]
topics = [\"x\"]
+++
[home](../_index.md) [own](#part) [g](_index.md#g)
                                               ^^ broken-anchor
## Part
-- content/topics/x.md --
";
    check(site);
    let site = &site.replace(
        " [g](_index.md#g)\n                                               ^^ broken-anchor",
        " [g](_index.md)",
    );
    let built = built(site);
    for path in [
        "index.html",
        "guide/index.html",
        "guide/a.html",
        "old.html",
        "topics/x.html",
        "topics/index.html",
        "guide/a.md",
    ] {
        assert!(built.has(path), "{path} in {:#?}", built.paths());
    }
    let home = built.content("index.html");
    for href in ["guide/a.html", "guide/index.html", "topics/x.html"] {
        assert!(home.contains(&format!("href=\"{href}\"")), "{href} in {home}");
    }
    let page = built.content("guide/a.html");
    assert!(page.contains("href=\"../index.html\"") && page.contains("href=\"#part\""), "{page}");
    // Nothing leads to a bare folder: a disk has no index.
    for path in built.paths().into_iter().filter(|path| path.ends_with(".html") && *path != "404.html") {
        let html = built.text(path);
        for href in attributes(html, "href=\"") {
            assert!(!href.ends_with('/') || href.starts_with("http"), "{path} links to {href}");
        }
    }
}

fn attributes<'a>(html: &'a str, start: &str) -> Vec<&'a str> {
    html.split(start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_link_of_a_site_leads_to_an_output_in_both_styles() {
    for style in ["directory", "file"] {
        let site = format!(
            r#"
-- fingerpost.toml --
url_style = "{style}"
base_url = "https://example.org/sub/path/"
edit_url = "https://example.org/edit/{{path}}"
[[nav.links]]
title = "Guide"
to = "guide/_index.md"
-- content/_index.md --
# Home
[a](guide/a.md)
-- content/guide/a.md --
+++
topics = ["speed", "size"]
aliases = ["/old/a/"]
date = 2026-01-01
+++
# A
[b](b.md#part) ![p](p.png)
-- content/guide/p.png --
-- content/guide/b.md --
+++
topics = ["speed"]
+++
# B
## Part
[home](../_index.md)
-- content/guide/deep/er/c.md --
# C
[a](../../a.md)
{DECISION}"#
        );
        let built = built(&site);
        for path in built.paths().into_iter().filter(|path| path.ends_with(".html") && *path != "404.html") {
            let html = built.text(path);
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            for href in attributes(html, "href=\"").into_iter().chain(attributes(html, "src=\"")) {
                if href.starts_with("https://") || href.starts_with('#') || href.starts_with("data:") {
                    continue;
                }
                let bare = href.split(['#', '?']).next().expect("a first part");
                let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
                for part in bare.split('/') {
                    match part {
                        ".." => assert!(parts.pop().is_some(), "{path} links above the root: {href}"),
                        "." | "" => {}
                        part => parts.push(part),
                    }
                }
                let mut target = parts.join("/");
                if bare.ends_with('/') || bare.is_empty() || bare == "." || bare == ".." {
                    target = if target.is_empty() { "index.html".to_owned() } else { format!("{target}/index.html") };
                }
                assert!(built.has(&target), "{style}: {path} links to {href}, which would be {target}");
            }
        }
    }
}

use crate::decisions::DECISION;

#[test]
fn slug_and_path_change_the_address() {
    let built = built(
        "
-- content/guide/_index.md --
+++
slug = \"handbook\"
+++
-- content/guide/a.md --
+++
slug = \"alpha\"
+++
-- content/b.md --
+++
path = \"/some/where/\"
+++
-- content/c.md --
+++
path = \"page.html\"
+++
",
    );
    for path in ["handbook/index.html", "guide/alpha/index.html", "some/where/index.html", "page.html"] {
        assert!(built.has(path), "{path} in {:#?}", built.paths());
    }
}

#[test]
fn an_address_that_cannot_be_one_is_an_error() {
    check(
        r#"
-- content/a.md --
+++
path = "../up"
       ^^^^^^^ invalid-front-matter
+++
-- content/b.md --
+++
slug = "a/b"
       ^^^^^ invalid-front-matter
+++
-- content/c.md --
+++
aliases = ["../x"]
           ^^^^^^ invalid-front-matter
+++
"#,
    );
}

#[test]
fn two_pages_for_one_address_are_an_error_whatever_their_case() {
    check(
        r#"
-- content/A.md --
-- content/a.md --
^ duplicate-path: content/A.md
-- content/b.md --
-- content/b/index.md --
^ duplicate-path
-- content/c.md --
+++
slug = "d"
+++
-- content/d.md --
^ duplicate-path
"#,
    );
}

#[test]
fn two_index_files_of_a_folder_are_an_error() {
    check(
        "
-- content/g/README.md --
-- content/g/_index.md --
^ duplicate-path: content/g/README.md
-- content/g/index.md --
^ duplicate-path: content/g/README.md
",
    );
}

#[test]
fn a_file_on_the_address_of_a_page_is_an_error() {
    check(
        "
-- content/a.md --
-- content/a/index.html --
^ duplicate-path: content/a.md
-- content/PIC.png --
-- content/pic.png --
^ duplicate-path: content/PIC.png
-- content/b.md --
![y](PIC.png)
",
    );
}

#[test]
fn an_alias_on_the_address_of_another_page_is_an_error() {
    check(
        r#"
-- content/a.md --
+++
aliases = ["/y/", "/b/"]
                  ^^^^^ duplicate-path: content/b.md
+++
-- content/b.md --
-- content/c.md --
+++
aliases = ["/x/"]
+++
-- content/d.md --
+++
aliases = ["/X/"]
           ^^^^^ duplicate-path: content/c.md
+++
"#,
    );
}

#[test]
fn a_file_cannot_be_the_folder_of_another() {
    check(
        r#"
-- content/guide.md --
-- content/guide --
^ duplicate-path: content/guide.md
-- content/a.md --
+++
aliases = ["/LICENSE/"]
+++
-- content/LICENSE --
^ duplicate-path: content/a.md
-- content/b.md --
+++
path = "c.html"
+++
-- content/c.html/x.txt --
^ duplicate-path: content/b.md
"#,
    );
}

#[test]
fn an_author_s_file_may_stand_where_ours_would() {
    let built = built(
        "
-- content/robots.txt --
User-agent: none
-- content/llms.txt --
mine
-- content/404.md --
# Lost
-- content/a.md --
",
    );
    assert_eq!(built.text("robots.txt"), "User-agent: none\n");
    assert_eq!(built.text("llms.txt"), "mine\n");
    assert!(built.text("404.html").contains("Lost"));
}

#[test]
fn a_file_may_not_stand_where_the_site_s_own_folders_are() {
    // An author's file in `assets/` or `search/` is copied beside ours.
    let built = built("-- content/a.md --\n![x](assets/x.png)\n-- content/assets/x.png --\nx\n");
    assert!(built.has("assets/x.png"));
}

#[test]
fn an_alias_leads_to_its_page() {
    let built = built(
        r#"
-- fingerpost.toml --
base_url = "https://example.org/docs/"
-- content/guide/a.md --
+++
title = "A & B"
aliases = ["/old/place/", "older.html", "/guide/x"]
+++
"#,
    );
    let html = built.text("old/place/index.html");
    assert!(html.contains("url=../../guide/a/\""), "{html}");
    assert!(html.contains("<link rel=\"canonical\" href=\"https://example.org/docs/guide/a/\">"), "{html}");
    assert!(html.contains("A &amp; B"), "{html}");
    assert!(
        built.text("older.html").contains("url=guide/a/\"") || built.text("older.html").contains("url=./guide/a/\"")
    );
    assert!(built.text("guide/x/index.html").contains("url=../a/\""));
}

#[test]
fn breadcrumbs_lead_from_the_home_page() {
    let site = "
-- fingerpost.toml --
title = \"Site\"
-- content/guide/deep/a.md --
-- content/guide/_index.md --
# The guide
-- content/b.md --
";
    let view = viewed(site, "guide/deep/a/index.html");
    let crumbs = &view["page"]["breadcrumbs"];
    assert_eq!(crate::harness::titles(crumbs), ["Site", "The guide", "Deep"]);
    assert_eq!(hrefs(crumbs), ["../../../", "../../", "../"]);
    assert_eq!(crate::harness::titles(&viewed(site, "b/index.html")["page"]["breadcrumbs"]), ["Site"]);
    assert_eq!(crate::harness::titles(&viewed(site, "guide/index.html")["page"]["breadcrumbs"]), ["Site"]);
    assert_eq!(crate::harness::titles(&viewed(site, "index.html")["page"]["breadcrumbs"]), [""; 0]);
}

#[test]
fn hidden_files_are_passed_over() {
    let built = built(
        "
-- content/a.md --
-- content/.hidden.md --
-- content/.git/config --
x
-- content/a.md~ --
-- content/.#a.md --
-- content/.a.md.swp --
-- content/.well-known/security.txt --
mine
",
    );
    let own: Vec<&str> = built
        .paths()
        .into_iter()
        .filter(|path| path.contains("hidden") || path.contains("git") || path.contains('~') || path.contains("swp"))
        .collect();
    assert_eq!(own, [""; 0]);
    assert_eq!(built.text(".well-known/security.txt"), "mine\n");
}
