use expect_test::{Expect, expect};

use super::*;

fn findings(text: &str) -> (FrontMatter, String) {
    findings_in("content/a.md", text)
}

/// The findings as `line:column code message (help)`, with the text that they underline.
fn findings_in(path: &str, text: &str) -> (FrontMatter, String) {
    let mut findings = Vec::new();
    let read = read(&SourcePath::new(path), text, &mut findings);
    let mut out = String::new();
    for finding in &findings {
        let range = finding.span.range.start as usize..finding.span.range.end as usize;
        let before = &text[..range.start];
        let line = before.matches('\n').count() + 1;
        let column = before[before.rfind('\n').map_or(0, |at| at + 1)..].chars().count() + 1;
        out += &format!("{line}:{column} {} `{}`: {}", finding.code.name(), &text[range], finding.message);
        for (span, words) in &finding.also {
            out += &format!(" [{}: {words}]", &text[span.range.start as usize..span.range.end as usize]);
        }
        out += &finding.help.as_ref().map_or_else(String::new, |help| format!("\n    {help}"));
        out.push('\n');
    }
    (read.front, out)
}

fn check(text: &str, expect: Expect) {
    expect.assert_eq(&findings(text).1);
}

#[test]
fn all_keys_are_read_from_toml_and_yaml_alike() {
    let toml = r#"+++
title = "T"
description = "D"
nav_title = "N"
weight = 10
date = 2026-01-02
updated = 2026-01-03T10:00:00Z
reviewed = "2026-01-04"
review_in = "12 months"
draft = true
slug = "s"
path = "/a/b/"
aliases = ["/old/", "older"]
template = "page.html"
layout = "wide"
topics = ["Machine Learning", "go"]
search = false
toc = false
prev = false
next = "../b.md"
[extra]
n = 1
deep = { list = [1, 2.5, "x"], when = 2026-01-02 }
+++
"#;
    let yaml = r#"---
title: T
description: 'D'
linkTitle: N
sidebar_position: 10
date: 2026-01-02
lastmod: 2026-01-03 10:00:00 +0100
last_reviewed_on: 2026-01-04
review_in: 12 months
draft: yes
slug: s
url: /a/b/
aliases:
  - /old/
  - older
template: page
layout: wide
tags: [Machine Learning, go]
search: off
toc: False
prev: false
next: {text: B, link: ../b.md}
params:
  n: 1
  deep: {list: [1, 2.5, x], when: 2026-01-02}
---
"#;
    let (from_toml, no_findings) = findings(toml);
    assert_eq!(no_findings, "");
    let (from_yaml, no_findings) = findings(yaml);
    assert_eq!(no_findings, "");
    assert_eq!(from_toml, from_yaml);
    assert_eq!(from_toml.topics, ["machine-learning", "go"]);
    assert_eq!(from_toml.path.as_deref(), Some("a/b/"));
    assert_eq!(from_toml.next, Some(Neighbour::Page("../b.md".to_owned())));
}

#[test]
fn a_value_of_the_wrong_kind_is_reported_where_it_stands() {
    check(
        r#"+++
title = 2026
weight = "10"
draft = "yes"
reviewed = "soon"
review_in = "12 moons"
topics = [1]
slug = "a/b"
path = "../a"
layout = "post"
prev = 3
extra = "x"
description = ["a"]
+++
"#,
        expect![[r#"
            2:9 invalid-front-matter `2026`: `title` should be text, but is the number `2026`
                write `title = "2026"`
            3:10 invalid-front-matter `"10"`: `weight` should be a whole number, but is the text `10`
                write `weight = 10`
            4:9 invalid-front-matter `"yes"`: `draft` should be `true` or `false`, but is the text `yes`
                write `draft = true`
            5:12 invalid-front-matter `"soon"`: `reviewed` should be a date, but is the text `soon`
                write `reviewed = 2026-03-31`
            6:13 invalid-front-matter `"12 moons"`: `review_in` should be a number and a unit, but is `12 moons`
                write it as `12 months`, `90 days`, `2 weeks` or `1 year`
            7:11 invalid-front-matter `1`: `topics` should be a list of texts, but this is the number `1`
                write `topics = ["…"]`
            8:8 invalid-front-matter `"a/b"`: `a/b` is not one part of an address
                a slug is the last part alone; a whole address is written with `path`
            9:8 invalid-front-matter `"../a"`: `../a` is not an address within the site
                write it from the site's root, as `guide/setup/`
            10:10 unknown-template `"post"`: there is no layout `post`
                write `wide` or `normal`; a template is named by the key `template`
            11:8 invalid-front-matter `3`: `prev` should be `false` or a link to a page, but is a number
                write a link as in the text, such as `"../setup.md"`
            12:9 invalid-front-matter `"x"`: `extra` should be a table, but is the text `x`
                write `[extra]` on a line of its own and its keys below
            13:15 invalid-front-matter `["a"]`: `description` should be text, but is a list
                write `description = "…"`
        "#]],
    );
}

#[test]
fn a_wrong_date_is_reported_where_it_stands() {
    check(
        "+++\ndate = \"2026-02-30\"\nupdated = 2026\n+++\n",
        expect![[r#"
        2:8 invalid-front-matter `"2026-02-30"`: `date` should be a day of the calendar, but is the text `2026-02-30`
            write `date = 2026-03-31`
        3:11 invalid-front-matter `2026`: `updated` should be a date, but is the number `2026`
            write `updated = 2026-03-31`
    "#]],
    );
    check(
        "---\ndate: 30.2.2026\nweight: first\nnav_title:\ntitle: ''\n---\n",
        expect![[r#"
        2:7 invalid-front-matter `30.2.2026`: `date` should be a date, but is the text `30.2.2026`
            write `date: 2026-03-31`
        3:9 invalid-front-matter `first`: `weight` should be a whole number, but is the text `first`
            write `weight: 10`
        5:8 invalid-front-matter `''`: `title` is empty
            say something here, or leave the key out
    "#]],
    );
}

#[test]
fn an_unknown_key_is_a_warning_with_the_nearest_key() {
    check(
        "+++\ntitel = \"a\"\ncolour = 3\n[taxonomies]\ntgas = []\ncategories = [\"a\"]\n+++\n",
        expect![[r#"
        2:1 unknown-key `titel`: unknown key `titel`
            did you mean `title`?
        3:1 unknown-key `colour`: unknown key `colour`
            put it under `[extra]` if the theme knows it
        5:1 unknown-key `tgas`: unknown key `tgas` in `[taxonomies]`
            did you mean `tags`?
        6:1 unknown-key `categories`: unknown key `categories` in `[taxonomies]`
            only `topics` and `tags` group pages; put others under `[extra]`
    "#]],
    );
    check(
        "---\nTitle: a\nhide_title: true\n---\n",
        expect![[r#"
        2:1 unknown-key `Title`: unknown key `Title`
            did you mean `title`?
        3:1 unknown-key `hide_title`: unknown key `hide_title`
            did you mean `nav_title`?
    "#]],
    );
}

#[test]
fn a_key_below_the_header_of_another_table_is_said() {
    check(
        "+++\ntitle = \"a\"\n[extra]\nweight = 3\ntitle = \"b\"\ntoc = \"left\"\nmine = 1\n[taxonomies]\ntags = [\"a\"]\ndraft = true\n+++\n",
        expect![[r#"
            10:1 unknown-key `draft`: `draft` stands below `[taxonomies]` and counts as one of its keys
                move it above the line `[taxonomies]`, or name it otherwise if it is meant for the theme
            4:1 unknown-key `weight`: `weight` stands below `[extra]` and counts as one of its keys
                move it above the line `[extra]`, or name it otherwise if it is meant for the theme
        "#]],
    );
    check("---\nextra:\n  weight: 3\n---\n", expect![[""]]);
}

#[test]
fn cascade_counts_on_a_section_and_takes_defaults_only() {
    let text =
        "+++\n[cascade]\nreview_in = \"1 year\"\nslug = \"x\"\ntopics = [\"A b\"]\n[cascade.extra]\nx = 1\n+++\n";
    let (front, found) = findings_in("content/a/_index.md", text);
    expect![[r#"
        4:1 unknown-key `slug`: `slug` cannot be a default for other pages
            leave it out of `cascade`
    "#]]
    .assert_eq(&found);
    assert_eq!(front.cascade.unwrap().topics, ["a-b"]);
    check(
        text,
        expect![[r#"
        2:2 unknown-key `cascade`: `cascade` counts only on a section's own page
            put it into the `_index.md` of the folder
    "#]],
    );
}

#[test]
fn a_fault_of_the_notation_is_one_finding_at_its_exact_place() {
    let mut out = String::new();
    for text in [
        "+++\ntitle = Hello\nweight = 3\n+++\n",
        "+++\ntitle: Hello\n+++\n",
        "+++\ntitle = \"a\ndraft = true\n+++\n",
        "+++\ntitle = \"a\"\ntitle = \"b\"\n+++\n",
        "\u{feff}\r\n+++\r\nä = 1\r\n+++\r\n",
        "+++\n[extra\na = 1\n+++\n",
        "---\ntitle: a: b\n---\n",
        "---\ntitle: \"a\n---\n",
        "---\ntitle: a\n\tdraft: true\n---\n",
        "---\ntitle: a\ntitle: b\n---\n",
        "---\nlist: [a, b\ntitle: x\n---\n",
        "\u{feff}\n---\nä: &x b\ny: *z\n---\n",
        "---\ntitle = \"x\"\n---\n",
        "---\n- a\n- b\n---\n",
        "---\n{a: 1}: b\n---\n",
        "+++\ntitle = \"a\"\n",
        "---\ntitle: a\n\n# Text\n",
        "+++\ntitel = 1\ndate = 2026-02-30\ncolour = 1\n+++\n",
    ] {
        let (_, found) = findings(text);
        out += &format!("{text:?}\n{found}");
    }
    expect![[r#"
        "+++\ntitle = Hello\nweight = 3\n+++\n"
        2:9 invalid-front-matter `Hello`: string values must be quoted
            text stands in quotes: `title = "…"`
        "+++\ntitle: Hello\n+++\n"
        2:6 invalid-front-matter `:`: invalid unquoted key, expected letters, numbers, `-`, `_`
            TOML writes `title = value`; `key: value` is YAML
        "+++\ntitle = \"a\ndraft = true\n+++\n"
        2:11 invalid-front-matter ``: invalid basic string, expected `"`
        "+++\ntitle = \"a\"\ntitle = \"b\"\n+++\n"
        3:1 invalid-front-matter `title`: the key `title` stands twice [title: first here]
        "\u{feff}\r\n+++\r\nä = 1\r\n+++\r\n"
        3:1 invalid-front-matter `ä`: invalid unquoted key, expected letters, numbers, `-`, `_`
        "+++\n[extra\na = 1\n+++\n"
        2:7 invalid-front-matter ``: unclosed table, expected `]`
        "---\ntitle: a: b\n---\n"
        2:9 invalid-front-matter `: b`: mapping values are not allowed in this context
            text with a colon in it stands in quotes: `title: "…"`
        "---\ntitle: \"a\n---\n"
        2:8 invalid-front-matter `"a`: unclosed quote
        "---\ntitle: a\n\tdraft: true\n---\n"
        2:8 invalid-front-matter `a`: while scanning a plain scalar, found a tab
            YAML is indented with blanks, never with tabs
        "---\ntitle: a\ntitle: b\n---\n"
        3:1 invalid-front-matter `title`: the key `title` stands twice [title: first here]
        "---\nlist: [a, b\ntitle: x\n---\n"
        3:6 invalid-front-matter `: x`: illegal placement of ':' indicator
        "\u{feff}\n---\nä: &x b\ny: *z\n---\n"
        4:4 invalid-front-matter `*z`: reference to unknown value
        "---\ntitle = \"x\"\n---\n"
        2:1 invalid-front-matter `title = "x"`: expected keys and values, found text
            YAML writes `key: value`; for `key = value`, put `+++` in place of `---`
        "---\n- a\n- b\n---\n"
        "---\n{a: 1}: b\n---\n"
        2:1 invalid-front-matter `{`: expected text as a key
        "+++\ntitle = \"a\"\n"
        1:1 invalid-front-matter `+++`: this `+++` begins front matter that never ends
            put a line `+++` below the last key
        "---\ntitle: a\n\n# Text\n"
        1:1 invalid-front-matter `---`: this `---` begins front matter that never ends
            put a line `---` below the last key
        "+++\ntitel = 1\ndate = 2026-02-30\ncolour = 1\n+++\n"
        2:1 unknown-key `titel`: unknown key `titel`
            did you mean `title`?
        3:8 invalid-front-matter `2026-02-30`: invalid date, expected day between 01 and 28
    "#]]
    .assert_eq(&out);
}

#[test]
fn a_topic_is_known_by_its_id() {
    for (text, id) in [
        ("Machine Learning", "machine-learning"),
        ("  Go \t tools ", "go-tools"),
        ("CI/CD", "ci-cd"),
        ("Ökonomie", "ökonomie"),
        ("c++", "c++"),
        ("..", ""),
        ("#", ""),
    ] {
        assert_eq!(topic_id(text), id);
    }
}

proptest::proptest! {
    #[test]
    fn no_front_matter_makes_the_reader_panic(fence in "(\\+\\+\\+|---)", inner in "([a-z_]{1,9}( = |: |\\.)|[\\[\\]{}\"',&*!<|>%@#]|true|2026-01-0[0-9]|-?[0-9]{1,20}|\r?\n|  |\t|ä|\u{feff}|title|extra|topics|tags|review_in|layout|cascade|- |[^a]){0,40}") {
        let text = format!("{fence}\n{inner}\n{fence}\nText");
        let mut found = Vec::new();
        let read = read(&SourcePath::new("content/_index.md"), &text, &mut found);
        assert!(text.get(read.body).is_some());
        for finding in &found {
            let range = &finding.span.range;
            assert!(text.get(range.start as usize..range.end as usize).is_some(), "{finding:?}");
        }
        for (_, range) in &read.spans {
            assert!(text.get(range.start as usize..range.end as usize).is_some());
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,80}") {
        read(&SourcePath::new("a.md"), &text, &mut Vec::new());
    }
}
