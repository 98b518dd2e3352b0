//! Navigation: the tree, its order, where it is cut, and the pages before and after.

use crate::harness::{check, hrefs, titles, viewed, views};

const SITE: &str = r#"
-- fingerpost.toml --
title = "Site"
-- content/_index.md --
-- content/intro.md --
+++
title = "Intro"
weight = 1
+++
-- content/guide/_index.md --
+++
title = "The guide"
nav_title = "Guide"
+++
-- content/guide/2-second.md --
# Second
-- content/guide/10-tenth.md --
# Tenth
-- content/guide/1-first.md --
# First
-- content/guide/last.md --
+++
title = "Heavy"
weight = 5
+++
-- content/appendix.md --
# Appendix
"#;

#[test]
fn the_tree_follows_folders_weights_and_names() {
    let view = viewed(SITE, "guide/1-first/index.html");
    let tree = &view["navigation"];
    assert_eq!(titles(tree), ["Intro", "Appendix", "Guide"]);
    let guide = &tree[2];
    assert_eq!(guide["href"], "../");
    assert_eq!(guide["open"], true);
    assert_eq!(titles(&guide["children"]), ["Heavy", "First", "Second", "Tenth"]);
    assert_eq!(hrefs(&guide["children"]), ["../last/", "../1-first/", "../2-second/", "../10-tenth/"]);
}

#[test]
fn exactly_the_page_itself_is_marked() {
    fn marked(tree: &serde_json::Value) -> Vec<String> {
        let mut all = Vec::new();
        for entry in tree.as_array().expect("a list") {
            if entry["current"] == "page" {
                all.push(entry["title"].as_str().expect("a title").to_owned());
            }
            all.extend(marked(&entry["children"]));
        }
        all
    }
    let views = views(SITE);
    assert_eq!(marked(&views["guide/1-first/index.html"]["navigation"]), ["First"]);
    assert_eq!(marked(&views["guide/index.html"]["navigation"]), ["Guide"]);
    assert_eq!(marked(&views["intro/index.html"]["navigation"]), ["Intro"]);
    assert_eq!(marked(&views["index.html"]["navigation"]), [""; 0]);
    assert_eq!(marked(&views["404.html"]["navigation"]), [""; 0]);
}

#[test]
fn the_configuration_orders_names_and_hides() {
    let site = format!(
        r#"
-- fingerpost.toml --
[nav]
order = ["guide", "guide/10-tenth.md", "appendix.md"]
hide = ["guide/2-second.md"]
[nav.titles]
guide = "Handbook"
"intro.md" = "Start here"
{}"#,
        SITE.split_once("-- content/_index.md --")
            .map(|(_, rest)| format!("-- content/_index.md --{rest}"))
            .expect("a home page")
    );
    let view = viewed(&site, "guide/1-first/index.html");
    let tree = &view["navigation"];
    assert_eq!(titles(tree), ["Handbook", "Appendix", "Start here"]);
    assert_eq!(titles(&tree[0]["children"]), ["Tenth", "Heavy", "First"]);
    let hidden = viewed(&site, "guide/2-second/index.html");
    assert_eq!(hidden["page"]["next"], serde_json::Value::Null);
}

#[test]
fn a_hidden_page_that_nothing_links_to_is_found() {
    check(
        r#"
-- fingerpost.toml --
[nav]
hide = ["a.md", "b.md"]
-- content/a.md --
^ orphan-page
-- content/b.md --
-- content/c.md --
[b](b.md)
"#,
    );
}

#[test]
fn prev_and_next_follow_reading_order_through_sections() {
    let views = views(SITE);
    let next = |path: &str| views[path]["page"]["next"]["title"].as_str().unwrap_or("-").to_owned();
    let prev = |path: &str| views[path]["page"]["prev"]["title"].as_str().unwrap_or("-").to_owned();
    let order = [
        "index.html",
        "intro/index.html",
        "appendix/index.html",
        "guide/index.html",
        "guide/last/index.html",
        "guide/1-first/index.html",
        "guide/2-second/index.html",
        "guide/10-tenth/index.html",
    ];
    let names = ["Site", "Intro", "Appendix", "Guide", "Heavy", "First", "Second", "Tenth"];
    for at in 0..order.len() {
        assert_eq!(next(order[at]), *names.get(at + 1).unwrap_or(&"-"), "after {}", order[at]);
        assert_eq!(prev(order[at]), if at == 0 { "-" } else { names[at - 1] }, "before {}", order[at]);
    }
}

#[test]
fn a_page_may_name_its_neighbours() {
    let site = "
-- content/a.md --
+++
prev = false
next = \"c.md\"
+++
-- content/b.md --
-- content/c.md --
";
    let view = viewed(site, "a/index.html");
    assert_eq!(view["page"]["prev"], serde_json::Value::Null);
    assert_eq!(view["page"]["next"]["title"], "C");
}

fn large(pages: usize) -> String {
    let mut site = String::new();
    for number in 0..pages {
        site += &format!("-- content/s{}/p{number:03}.md --\n# Page {number}\n", number % 4);
    }
    site
}

fn entries(tree: &serde_json::Value) -> usize {
    tree.as_array().expect("a list").iter().map(|entry| 1 + entries(&entry["children"])).sum()
}

#[test]
fn a_tree_of_more_than_150_entries_is_cut_to_what_is_around_the_page() {
    // 4 sections and the home page beside the pages.
    let whole = viewed(&large(145), "s0/p000/index.html");
    assert_eq!(entries(&whole["navigation"]), 145 + 4);
    let cut = viewed(&large(146), "s0/p000/index.html");
    assert_eq!(entries(&cut["navigation"]), 4 + 37);
    let home = viewed(&large(146), "index.html");
    assert_eq!(entries(&home["navigation"]), 4);
}

#[test]
fn a_section_lists_what_is_directly_below_it() {
    let views = views(SITE);
    assert_eq!(titles(&views["index.html"]["children"]), ["Intro", "Appendix", "The guide"]);
    assert_eq!(titles(&views["index.html"]["children"][2]["children"]), ["Heavy", "First", "Second", "Tenth"]);
    assert_eq!(titles(&views["guide/index.html"]["children"]), ["Heavy", "First", "Second", "Tenth"]);
}

#[test]
fn header_links_stand_on_every_page() {
    let site = "
-- fingerpost.toml --
[[nav.links]]
title = \"Guide\"
to = \"guide/a.md\"
[[nav.links]]
title = \"Code\"
to = \"https://example.org/code\"
-- content/guide/a.md --
";
    let view = viewed(site, "guide/a/index.html");
    assert_eq!(titles(&view["site"]["links"]), ["Guide", "Code"]);
    assert_eq!(hrefs(&view["site"]["links"]), ["guide/a/", "https://example.org/code"]);
    assert_eq!(view["root"], "../../");
}
