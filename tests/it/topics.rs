//! Topics: hubs, related pages with their reasons, backlinks with their sentence.

use crate::harness::{check, hrefs, titles, viewed, views};

const SITE: &str = r#"
-- fingerpost.toml --
[topics.security]
title = "Security"
description = "What an attacker may do."
-- content/topics/speed.md --
+++
title = "Speed"
description = "How long it takes."
+++
The text of the hub.
-- content/guide/_index.md --
# Guide
-- content/guide/a.md --
+++
title = "A"
topics = ["speed", "security"]
description = "About A."
weight = 2
+++
Read [B](b.md) before. It is worth it. Later [B again](b.md#part) helps.
-- content/guide/b.md --
+++
title = "B"
topics = ["speed"]
weight = 1
+++
## Part
-- content/c.md --
+++
title = "C"
topics = ["speed", "security"]
+++
-- content/d.md --
+++
title = "D"
+++
Nothing in common.
"#;

#[test]
fn a_hub_has_its_text_its_pages_and_its_neighbours() {
    check(SITE);
    let views = views(SITE);
    let speed = &views["topics/speed/index.html"];
    assert_eq!(speed["page"]["title"], "Speed");
    let topic = &speed["topic"];
    let pages = &topic["pages"];
    assert_eq!(titles(pages), ["C", "B", "A"], "in reading order: pages of the root by name, c.md before guide");
    assert_eq!(hrefs(pages), ["../../c/", "../../guide/b/", "../../guide/a/"]);
    assert_eq!(pages[2]["description"], "About A.");
    assert_eq!(pages[2]["section"]["title"], "Guide");
    assert_eq!(pages[0]["section"], serde_json::Value::Null);
    assert_eq!(titles(&topic["neighbours"]), ["Security"]);
    assert_eq!(topic["neighbours"][0]["shared"], 2);
    let security = &views["topics/security/index.html"];
    assert_eq!(security["page"]["title"], "Security");
    assert_eq!(security["page"]["description"], "What an attacker may do.");
    assert_eq!(titles(&security["topic"]["pages"]), ["C", "A"]);
}

#[test]
fn the_index_of_topics_and_the_home_page_list_all_topics() {
    let views = views(SITE);
    let index = &views["topics/index.html"]["topics"];
    assert_eq!(titles(index), ["Security", "Speed"]);
    assert_eq!(titles(&index[1]["pages"]), ["C", "B", "A"]);
    assert_eq!(index[1]["count"], 3);
    assert_eq!(index[1]["description"], "How long it takes.");
    let home = &views["index.html"]["topics"];
    assert_eq!(hrefs(home), ["topics/security/", "topics/speed/"]);
    assert_eq!(titles(&home[0]["pages"]), [""; 0]);
}

#[test]
fn every_page_shows_its_topics() {
    let view = viewed(SITE, "guide/a/index.html");
    assert_eq!(titles(&view["page"]["topics"]), ["Speed", "Security"]);
    assert_eq!(hrefs(&view["page"]["topics"]), ["../../topics/speed/", "../../topics/security/"]);
}

#[test]
fn related_pages_say_why() {
    let view = viewed(SITE, "guide/a/index.html");
    let related = &view["page"]["related"];
    assert_eq!(titles(related), ["C", "B"]);
    assert_eq!(related[0]["reasons"][0], "shares Speed and Security");
    assert_eq!(related[1]["reasons"][0], "shares Speed");
    assert_eq!(related[1]["reasons"][1], "linked from here twice");
    let b = viewed(SITE, "guide/b/index.html");
    let from_a = &b["page"]["related"][0];
    assert_eq!(from_a["title"], "A");
    assert_eq!(from_a["reasons"][1], "links here twice");
    assert_eq!(titles(&viewed(SITE, "d/index.html")["page"]["related"]), [""; 0]);
}

#[test]
fn there_are_at_most_six_related_pages() {
    let mut site = String::new();
    for number in 0..20 {
        site += &format!("-- content/p{number}.md --\n+++\ntopics = [\"same\"]\n+++\n");
    }
    for (path, view) in views(&site) {
        let related = view["page"]["related"].as_array().expect("a list");
        assert!(related.len() <= 6, "{path}");
        if path.starts_with('p') {
            assert_eq!(related.len(), 6, "{path}");
        }
    }
}

#[test]
fn a_backlink_stands_in_its_sentence() {
    let view = viewed(SITE, "guide/b/index.html");
    let backlinks = view["page"]["backlinks"].as_array().expect("a list");
    assert_eq!(backlinks.len(), 1);
    assert_eq!(backlinks[0]["title"], "A");
    assert_eq!(backlinks[0]["before"], "Read ");
    assert_eq!(backlinks[0]["link"], "B");
    assert_eq!(backlinks[0]["after"], " before.");
    assert_eq!(backlinks[0]["href"], "../a/");
}

#[test]
fn a_backlink_leads_to_the_heading_it_stands_under() {
    let site = "
-- content/a.md --
# A
## Far down
Text with [[B]] in it.
-- content/b.md --
# B
";
    let backlink = &viewed(site, "b/index.html")["page"]["backlinks"][0];
    assert_eq!(backlink["href"], "../a/#far-down");
    assert_eq!(backlink["link"], "B");
    assert_eq!(backlink["after"], " in it.");
}

#[test]
fn images_and_links_to_oneself_are_no_backlinks() {
    let site = "
-- content/a.md --
[me](a.md) [[A]] [x](#part)
## Part
";
    assert_eq!(viewed(site, "a/index.html")["page"]["backlinks"].as_array().expect("a list").len(), 0);
}

#[test]
fn an_undeclared_topic_is_found_only_where_some_are_declared() {
    check(
        r#"
-- content/topics/speed.md --
-- content/a.md --
+++
topics = ["sped"]
          ^^^^^^ unknown-topic: speed
+++
"#,
    );
    check(
        r#"
-- fingerpost.toml --
[topics.speed]
-- content/a.md --
+++
tags = ["other-thing"]
        ^^^^^^^^^^^^^ unknown-topic: content/topics/other-thing.md
+++
"#,
    );
    check("-- content/a.md --\n+++\ntopics = [\"any\", \"word\"]\n+++\n");
}

#[test]
fn a_topic_without_pages_is_found_where_asked_for() {
    check(
        r#"
-- fingerpost.toml --
[check]
empty-topic = "warning"
-- content/topics/lonely.md --
^ empty-topic
-- content/topics/used.md --
-- content/a.md --
+++
topics = ["used"]
+++
"#,
    );
}

#[test]
fn topics_of_taxonomies_count_too() {
    let site = "
-- content/a.md --
---
title: A
taxonomies:
  tags: [Speed Of Light, size]
---
";
    check(site);
    assert_eq!(titles(&viewed(site, "a/index.html")["page"]["topics"]).len(), 2);
}
