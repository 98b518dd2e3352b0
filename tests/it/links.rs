//! Links: every form that authors write, and what is said about those that lead nowhere.

use crate::harness::{built, check, check_drafts};

/// Pages of every kind to link to, below a text.
fn with_pages(text: &str) -> String {
    format!(
        r#"
-- content/guide/start.md --
{text}
-- content/_index.md --
# Home
-- content/guide/_index.md --
# Guide
-- content/guide/setup.md --
# Setup
## Install it
### On Linux
## Remove it {{#gone}}
<a id="raw"></a>
-- content/guide/two words.md --
# Two words
-- content/guide/picture.png --
png
-- content/guide/data.csv --
a,b
-- content/guide/café.md --
# Café
## Où
-- content/deep/er/README.md --
# Deeper
-- content/deep/er/page.md --
+++
title = "Renamed"
slug = "other"
aliases = ["/old/place/", "older.html"]
+++
-- content/moved.md --
+++
title = "Moved"
path = "elsewhere/here"
+++
## Part
-- content/topics/speed.md --
+++
title = "Speed"
+++
## Measured
-- content/use.md --
+++
topics = ["speed"]
+++
# Use

[all](guide/data.csv) ![p](guide/picture.png)
"#
    )
}

#[test]
fn a_link_to_a_missing_heading_is_reported_where_it_is_written() {
    check(
        r#"
-- content/a.md --
See [B](b.md#nowhere).
            ^^^^^^^^ broken-anchor: b.md has no heading or id `nowhere`
-- content/b.md --
# B
"#,
    );
}

/// What is written, and where it must lead from `guide/start/`.
const GOOD: &[(&str, &str)] = &[
    // Links between files, as an editor and a code host follow them.
    ("[x](setup.md)", "../setup/"),
    ("[x](./setup.md)", "../setup/"),
    ("[x](../guide/setup.md)", "../setup/"),
    ("[x](setup.md#install-it)", "../setup/#install-it"),
    ("[x](setup.md#on-linux)", "../setup/#on-linux"),
    ("[x](setup.md#gone)", "../setup/#gone"),
    ("[x](setup.md#raw)", "../setup/#raw"),
    ("[x](setup.md?a=b)", "../setup/?a=b"),
    ("[x](setup.md?a=b#gone)", "../setup/?a=b#gone"),
    ("[x](<setup.md>)", "../setup/"),
    ("[x](setup.md \"With a title\")", "../setup/"),
    ("[x](<two words.md>)", "../two-words/"),
    ("[x](two%20words.md)", "../two-words/"),
    ("[x](caf%C3%A9.md)", "../caf%C3%A9/"),
    ("[x](café.md)", "../caf%C3%A9/"),
    ("[x](café.md#où)", "../caf%C3%A9/#o%C3%B9"),
    ("[x](caf%C3%A9.md#o%C3%B9)", "../caf%C3%A9/#o%C3%B9"),
    ("[x](_index.md)", "../"),
    ("[x](../_index.md)", "../../"),
    ("[x](../deep/er/README.md)", "../../deep/er/"),
    ("[x](../deep/er/page.md)", "../../deep/er/other/"),
    ("[x](../moved.md#part)", "../../elsewhere/here/#part"),
    ("[x](start.md)", "./"),
    ("[x](data.csv)", "../data.csv"),
    ("[x](picture.png)", "../picture.png"),
    ("[x](data.csv?download)", "../data.csv?download"),
    // From the content root.
    ("[x](@/guide/setup.md)", "../setup/"),
    ("[x](@/guide/setup.md#gone)", "../setup/#gone"),
    ("[x](@/_index.md)", "../../"),
    ("[x](/guide/setup.md)", "../setup/"),
    ("[x](/guide/data.csv)", "../data.csv"),
    ("[x](/)", "../../"),
    // What other tools' authors write.
    ("[x](setup)", "../setup/"),
    ("[x](setup#gone)", "../setup/#gone"),
    ("[x](../setup)", "../setup/"),
    ("[x](../setup/)", "../setup/"),
    ("[x](setup.html)", "../setup/"),
    ("[x](setup.html#gone)", "../setup/#gone"),
    ("[x](/guide/setup)", "../setup/"),
    ("[x](/guide/setup/)", "../setup/"),
    ("[x](/guide/setup.html)", "../setup/"),
    ("[x](/guide/setup/index.html)", "../setup/"),
    ("[x](/guide/)", "../"),
    ("[x](/guide/index.html)", "../"),
    ("[x](../deep/er/)", "../../deep/er/"),
    ("[x](../deep/er)", "../../deep/er/"),
    ("[x](/old/place/)", "../../deep/er/other/"),
    ("[x](/older.html)", "../../deep/er/other/"),
    ("[x](/elsewhere/here/)", "../../elsewhere/here/"),
    ("[x](/topics/speed/)", "../../topics/speed/"),
    ("[x](../topics/speed.md#measured)", "../../topics/speed/#measured"),
    // References.
    ("[x][r]\n\n[r]: setup.md#gone", "../setup/#gone"),
    ("[setup]\n\n[setup]: setup.md", "../setup/"),
    ("[Setup][]\n\n[setup]: <setup.md> 'A title'", "../setup/"),
    // Wiki links.
    ("[[Setup]]", "../setup/"),
    ("[[setup]]", "../setup/"),
    ("[[Setup|the way to set it up]]", "../setup/"),
    ("[[Setup#Install it]]", "../setup/#install-it"),
    ("[[Setup#install-it]]", "../setup/#install-it"),
    ("[[Two words]]", "../two-words/"),
    ("[[Renamed]]", "../../deep/er/other/"),
    ("[[speed]]", "../../topics/speed/"),
    ("[[guide/setup]]", "../setup/"),
    // Raw HTML.
    ("<a href=\"setup.md\">x</a>", "../setup/"),
    ("x <a href='setup.md#gone' class=y>x</a>", "../setup/#gone"),
    ("<a href=\"/guide/setup\">x</a>", "../setup/"),
    // Other sites, and what is not a page.
    ("[x](https://example.org/a.md#b)", "https://example.org/a.md#b"),
    ("[x](//example.org/a.md)", "//example.org/a.md"),
    ("[x](mailto:a@example.org)", "mailto:a@example.org"),
    ("[x](tel:+441234)", "tel:+441234"),
    ("<https://example.org/>", "https://example.org/"),
    ("<a@example.org>", "mailto:a@example.org"),
];

#[test]
fn every_form_of_link_leads_where_it_is_meant_to_without_a_finding() {
    for (written, href) in GOOD {
        let site = with_pages(written);
        check(&site);
        let built = built(&site);
        let content = built.content("guide/start/index.html");
        assert!(content.contains(&format!("href=\"{href}\"")), "{written} should lead to {href}:\n{content}");
    }
    assert!(GOOD.len() >= 60);
}

#[test]
fn a_link_within_the_page_stays_within_it() {
    let site = "
-- content/a.md --
# Title

[one](#part) [two](a.md#part) [[#Part]] [top](#)

## Part
";
    check(site);
    let built = built(site);
    assert_eq!(
        built.content("a/index.html").matches("href=\"#part\"").count(),
        3 + 1,
        "{}",
        built.content("a/index.html")
    );
}

#[test]
fn a_wiki_link_without_text_takes_the_title() {
    let built = built(
        "
-- content/a.md --
[[b]], [[b#first part]], [[b|other words]].
-- content/b.md --
# The B page
## First part
",
    );
    let content = built.content("a/index.html");
    assert!(content.contains(">The B page</a>, "), "{content}");
    assert!(content.contains("href=\"../b/#first-part\""), "{content}");
    assert!(content.contains(">other words</a>"), "{content}");
}

#[test]
fn a_broken_link_names_the_nearest_file_and_the_edit() {
    check(
        r#"
-- content/guide/a.md --
[x](setpu.md)
    ^^^^^^^^ broken-link => setup.md
[x](../setup.md#part)
    ^^^^^^^^^^^^^^^^ broken-link => setup.md#part
[x](@/guide/setpu.md)
    ^^^^^^^^^^^^^^^^ broken-link => @/guide/setup.md
[x](/gide/setup.md)
    ^^^^^^^^^^^^^^ broken-link => /guide/setup.md
[x][r]

[r]: setpu.md
     ^^^^^^^^ broken-link => setup.md

<a href="setpu.md">x</a>
         ^^^^^^^^ broken-link => setup.md
-- content/guide/setup.md --
# Setup
## Part
"#,
    );
}

#[test]
fn a_link_far_from_everything_says_what_can_be_linked_to() {
    check(
        r#"
-- content/a.md --
[x](completely-different-thing.md)
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ broken-link: https://
[x](../../outside.md)
    ^^^^^^^^^^^^^^^^ broken-link
[[Nobody wrote this]]
  ^^^^^^^^^^^^^^^^^ broken-link: the page's title
-- content/b.md --
"#,
    );
}

#[test]
fn a_wiki_link_names_the_nearest_title() {
    check(
        "
-- content/a.md --
[[Seting up]]
  ^^^^^^^^^ broken-link: did you mean `[[Setting up]]`?
[[Setting up#Instal]]
            ^^^^^^^ broken-anchor: did you mean `#install`?
-- content/b.md --
# Setting up
## Install
",
    );
}

#[test]
fn a_broken_anchor_names_the_nearest_one() {
    check(
        "
-- content/a.md --
# A
[x](b.md#instal)
        ^^^^^^^ broken-anchor => b.md#install
[x](#Instal)
    ^^^^^^^ broken-anchor: it has `#other`
[x](b.md#INSTALL)
        ^^^^^^^^ broken-anchor => b.md#install
## Other
-- content/b.md --
# B
## Install
",
    );
}

#[test]
fn letters_of_another_case_are_a_warning_with_the_edit() {
    check(
        "
-- content/a.md --
[x](Setup.md)
    ^^^^^^^^ case-mismatch => setup.md
[x](@/SETUP.md#part)
    ^^^^^^^^^^^^^^^ case-mismatch => @/setup.md#part
![p](Pic.PNG)
     ^^^^^^^ case-mismatch => pic.png
-- content/setup.md --
# Setup
## Part
-- content/pic.png --
",
    );
}

#[test]
fn a_link_to_a_draft_is_reported_unless_drafts_are_built() {
    let site = |mark: &str| {
        format!(
            "
-- content/a.md --
[x](b.md)
{mark}
-- content/b.md --
+++
draft = true
+++
"
        )
    };
    check(&site("    ^^^^ draft-link"));
    check_drafts(&site(""));
}

#[test]
fn links_in_code_and_comments_are_none() {
    check(
        "
-- content/a.md --
`[x](gone.md)`

```md
[x](gone.md) ![y](gone.png)
```

    [x](gone.md)

<!-- [x](gone.md) <a href=\"gone.md\"> -->

\\[x](gone.md)
",
    );
}

#[test]
fn a_link_that_could_run_a_script_stands_as_text() {
    let site = "
-- content/a.md --
[one](javascript:alert(1)) [two](JaVaScRiPt:alert(1)) [three](vbscript:x) [four](data:text/html,x)
      ^^^^^^^^^^^^^^^^^^^ active-html
                                 ^^^^^^^^^^^^^^^^^^^ active-html
                                                              ^^^^^^^^^^ active-html
                                                                                 ^^^^^^^^^^^^^^^^ active-html
";
    check(site);
    let built = built(site);
    let content = built.content("a/index.html");
    for word in ["one", "two", "three", "four"] {
        assert!(content.contains(word), "{content}");
    }
    for scheme in ["javascript:", "JaVaScRiPt:", "vbscript:", "data:"] {
        assert!(!content.contains(&format!("href=\"{scheme}")), "{content}");
    }
}

#[test]
fn prev_next_and_header_links_are_checked_too() {
    check(
        r#"
-- fingerpost.toml --
[[nav.links]]
^^^^^^^^^^^^^ broken-link: gone.md
title = "Gone"
to = "gone.md"
[[nav.links]]
title = "There"
to = "a.md"
[[nav.links]]
title = "Out"
to = "https://example.org/"
-- content/a.md --
+++
prev = false
next = "nowhere.md"
       ^^^^^^^^^^^^ broken-link: nowhere.md
+++
-- content/b.md --
+++
prev = "a.md"
+++
"#,
    );
}

#[test]
fn images_are_checked_and_copied() {
    let site = "
-- content/guide/a.md --
![one](pic.png) ![two](../shared/other.svg) ![three](https://example.org/x.png)
![four](gone.png)
        ^^^^^^^^ missing-image
![five](pik.png)
        ^^^^^^^ missing-image => pic.png
![](pic.png)
^^^^^^^^^^^^ missing-alt
<img src=\"gone.jpg\" alt=\"x\">
          ^^^^^^^^ missing-image
-- content/guide/pic.png --
-- content/shared/other.svg --
";
    check(site);
    let built = built(
        "
-- content/guide/a.md --
![one](pic.png) ![two](../shared/other.svg) <img src=\"pic.png\" alt=\"\">
-- content/guide/pic.png --
P
-- content/shared/other.svg --
S
",
    );
    let content = built.content("guide/a/index.html");
    assert_eq!(content.matches("src=\"../pic.png\"").count(), 2, "{content}");
    assert!(content.contains("src=\"../../shared/other.svg\""), "{content}");
    assert_eq!(built.text("guide/pic.png"), "P\n");
}

#[test]
fn links_in_a_page_at_another_address_count_from_its_file() {
    let site = "
-- content/guide/a.md --
+++
path = \"somewhere/far/away\"
+++
[x](b.md) ![p](pic.png) [y](data.bin)
-- content/guide/b.md --
-- content/guide/pic.png --
-- content/guide/data.bin --
";
    check(site);
    let built = built(site);
    let content = built.content("somewhere/far/away/index.html");
    for href in ["href=\"../../../guide/b/\"", "src=\"../../../guide/pic.png\"", "href=\"../../../guide/data.bin\""] {
        assert!(content.contains(href), "{href} in {content}");
    }
}

#[test]
fn all_faults_come_in_one_run() {
    check(
        "
-- content/a.md --
[x](gone.md) [y](gone2.md)
    ^^^^^^^ broken-link
                 ^^^^^^^^ broken-link
-- content/b.md --
[x](a.md#no)
        ^^^ broken-anchor
-- content/c.md --
![z](gone.png)
     ^^^^^^^^ missing-image
",
    );
}
