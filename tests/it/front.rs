//! Front matter and configuration: what is understood, and what is said about the rest.

use crate::harness::{built, built_drafts, check, titles, viewed};

#[test]
fn front_matter_is_toml_yaml_or_absent() {
    let site = "
-- content/toml.md --
+++
title = \"In TOML\"
weight = 3
+++
-- content/yaml.md --
---
title: In YAML
weight: 1
---
-- content/none.md --
# By heading
-- content/nothing-at-all.md --
Text.
";
    check(site);
    let view = viewed(site, "index.html");
    assert_eq!(titles(&view["children"]), ["In YAML", "In TOML", "By heading", "Nothing at all"]);
}

#[test]
fn an_empty_line_or_a_mark_before_the_fence_is_fine() {
    for start in ["\n", "\u{feff}", "\u{feff}\n"] {
        let site = format!("-- content/a.md --\n{start}+++\ntitle = \"There\"\n+++\nText\n");
        check(&site);
        assert_eq!(viewed(&site, "a/index.html")["page"]["title"], "There");
    }
}

#[test]
fn keys_of_other_tools_are_understood() {
    let site = "
-- content/a.md --
---
title: A
linkTitle: Short
sidebar_position: 2
lastmod: 2026-01-02
tags: [x]
url: /at/last/
params:
  colour: red
---
-- content/b.md --
---
title: B
sidebar_label: Bee
order: 1
---
";
    check(site);
    let view = viewed(site, "at/last/index.html");
    assert_eq!(view["page"]["updated"], "2026-01-02");
    assert_eq!(titles(&view["page"]["topics"]), ["X"]);
    assert_eq!(view["page"]["extra"]["colour"], "red");
    let home = viewed(site, "index.html");
    assert_eq!(titles(&home["navigation"]), ["Bee", "Short"]);
}

#[test]
fn an_unknown_key_is_a_warning_with_the_nearest() {
    check(
        r#"
-- content/a.md --
+++
titel = "A"
^^^^^ unknown-key: title
colour = "red"
^^^^^^ unknown-key: extra
+++
-- content/b.md --
---
descripton: x
^^^^^^^^^^ unknown-key: description
---
"#,
    );
}

#[test]
fn a_value_of_the_wrong_kind_is_an_error_where_it_stands() {
    check(
        r#"
-- content/a.md --
+++
title = 7
        ^ invalid-front-matter => "7"
weight = "heavy"
         ^^^^^^^ invalid-front-matter
date = "tomorrow"
       ^^^^^^^^^^ invalid-front-matter
draft = "perhaps"
        ^^^^^^^^^ invalid-front-matter
topics = 3
         ^ invalid-front-matter
+++
-- content/b.md --
---
date: yesterday
      ^^^^^^^^^ invalid-front-matter
---
"#,
    );
}

#[test]
fn front_matter_that_does_not_parse_is_an_error_where_it_breaks() {
    check(
        "
-- content/a.md --
+++
title = \"never closed
                     ^ invalid-front-matter
+++
-- content/b.md --
+++
^^^ invalid-front-matter
title = \"no end\"
",
    );
}

#[test]
fn the_configuration_says_where_a_key_is_wrong() {
    check(
        r#"
-- fingerpost.toml --
titel = "A"
^^^^^ unknown-key: title
url_style = "flat"
            ^^^^^^ invalid-config: directory
base_url = "example.org"
           ^^^^^^^^^^^^^ invalid-config: https://
[nav]
title = "too low"
^^^^^ unknown-key: above the first
oder = ["a"]
^^^^ unknown-key: order
[serach]
 ^^^^^^ unknown-key: search
[check]
broken-lnk = "off"
^^^^^^^^^^ unknown-key: broken-link
broken-link = "loud"
              ^^^^^^ invalid-config
-- content/a.md --
"#,
    );
}

#[test]
fn a_configuration_that_does_not_parse_is_an_error_where_it_breaks() {
    check(
        "
-- fingerpost.toml --
title = \"A\"
theme =
       ^ invalid-config
-- content/a.md --
",
    );
}

#[test]
fn levels_follow_the_configuration_and_an_allow_names_its_finding() {
    check(
        r#"
-- fingerpost.toml --
[check]
broken-link = "off"
[[check.allow]]
code = "broken-anchor"
path = "content/a.md"
reason = "comes with the next edition"
[[check.allow]]
^^^^^^^^^^^^^^^ unused-allow
code = "missing-image"
reason = "nothing needs it"
-- content/a.md --
+++
description = "There"
+++
[x](gone.md) [y](b.md#gone)
-- content/b.md --
"#,
    );
}

#[test]
fn an_allow_ends_on_its_day() {
    let site = |until: &str, mark: &str| {
        format!(
            "
-- fingerpost.toml --
[[check.allow]]
code = \"broken-link\"
reason = \"soon\"
until = {until}
-- content/a.md --
[x](gone.md)
{mark}
"
        )
    };
    check(&site("2026-11-24", ""));
    check(&site("2026-11-23", "    ^^^^^^^ broken-link"));
}

#[test]
fn a_cascade_sets_defaults_below_a_section() {
    let site = r#"
-- content/guide/_index.md --
+++
title = "Guide"
[cascade]
topics = ["inherited"]
layout = "wide"
[cascade.extra]
colour = "red"
shape = "round"
+++
-- content/guide/a.md --
+++
topics = ["own"]
[extra]
shape = "square"
+++
-- content/guide/deep/_index.md --
+++
title = "Deep"
[cascade]
layout = "normal"
+++
-- content/guide/deep/b.md --
-- content/other.md --
"#;
    check(site);
    let view = viewed(site, "guide/a/index.html");
    assert_eq!(titles(&view["page"]["topics"]), ["Own", "Inherited"]);
    assert_eq!(view["page"]["layout"], "wide");
    assert_eq!(view["page"]["extra"]["colour"], "red");
    assert_eq!(view["page"]["extra"]["shape"], "square");
    let deep = viewed(site, "guide/deep/b/index.html");
    assert_eq!(deep["page"]["layout"], "normal");
    assert_eq!(titles(&deep["page"]["topics"]), ["Inherited"]);
    assert_eq!(deep["page"]["extra"]["colour"], "red");
    // The section's own page is not below itself; a section below it is.
    let of_section = viewed(site, "guide/index.html");
    assert_eq!(of_section["page"]["layout"], "normal");
    let section_below = viewed(site, "guide/deep/index.html");
    assert_eq!(section_below["page"]["layout"], "wide");
    let other = viewed(site, "other/index.html");
    assert_eq!(titles(&other["page"]["topics"]), [""; 0]);
}

#[test]
fn a_cascade_reaches_sections_without_a_page_of_their_own() {
    let site = r#"
-- content/guide/_index.md --
+++
[cascade]
draft = true
+++
-- content/guide/deep/b.md --
-- content/other.md --
"#;
    let built = built(site);
    assert!(!built.has("guide/deep/b/index.html"), "{:?}", built.paths());
    assert!(!built.has("guide/deep/index.html"), "{:?}", built.paths());
    assert!(built.has("guide/index.html"), "{:?}", built.paths());
}

#[test]
fn drafts_are_left_out_everywhere() {
    let site = r#"
-- fingerpost.toml --
base_url = "https://example.org/"
-- content/a.md --
+++
draft = true
title = "Secret"
date = 2026-01-01
topics = ["hidden"]
aliases = ["/was/"]
+++
-- content/b.md --
+++
title = "Open"
date = 2026-01-01
topics = ["shown"]
+++
"#;
    let without = built(site);
    assert!(!without.has("a/index.html") && !without.has("was/index.html") && !without.has("topics/hidden/index.html"));
    for path in without.paths() {
        if let Ok(text) = std::str::from_utf8(&without.outputs[path]) {
            assert!(!text.contains("Secret"), "{path}: {text}");
        }
    }
    let with = built_drafts(site);
    assert!(with.has("a/index.html") && with.has("was/index.html") && with.has("topics/hidden/index.html"));
    // Drafts are for those who write: no crawler is told of them.
    assert!(!with.text("sitemap.xml").contains("/a/"));
    assert!(!with.text("atom.xml").contains("Secret"));
}

#[test]
fn an_unknown_template_is_a_warning_and_the_usual_one_is_taken() {
    let site = r#"
-- content/a.md --
+++
template = "tpic"
           ^^^^^^ unknown-template: topic
+++
-- content/b.md --
+++
template = "topic"
+++
"#;
    check(site);
    assert!(built(site).has("a/index.html"));
}
