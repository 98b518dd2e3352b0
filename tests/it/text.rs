//! What a text says and how it comes out: headings, references, footnotes, code, included files, embeds, raw HTML.

use crate::harness::{built, check, titles, viewed};

#[test]
fn headings_have_the_ids_of_code_hosts_and_each_its_own() {
    let site = "
-- content/a.md --
# Title
## Set up: the *first* `step`!
## Twice
## Twice
## Twice
## Ünïcode & more
## 日本語
## Own {#mine}
[1](#set-up-the-first-step) [2](#twice) [3](#twice-1) [4](#twice-2) [5](#ünïcode--more) [6](#日本語) [7](#mine)
";
    check(site);
    let built = built(site);
    let content = built.content("a/index.html");
    for id in ["set-up-the-first-step", "twice", "twice-1", "twice-2", "ünïcode--more", "日本語", "mine"] {
        assert!(content.contains(&format!("id=\"{id}\"")), "{id} in {content}");
    }
}

#[test]
fn the_first_heading_is_the_title_and_stands_once() {
    let site = "
-- content/a.md --
# The title

Text.
-- content/b.md --
+++
title = \"From above\"
+++
# Another

Text.
";
    let built = built(site);
    let html = built.text("a/index.html");
    assert_eq!(html.matches("<h1").count(), 1, "{html}");
    assert!(html.contains(">The title"), "{html}");
    assert_eq!(viewed(site, "b/index.html")["page"]["title"], "From above");
}

#[test]
fn the_list_of_contents_has_two_levels_and_can_be_left_out() {
    let site = "
-- content/a.md --
## One
### Inside
#### Too deep
## Two
-- content/b.md --
+++
toc = false
+++
## One
";
    let contents = &viewed(site, "a/index.html")["page"]["contents"];
    assert_eq!(titles(contents), ["One", "Two"]);
    assert_eq!(titles(&contents[0]["children"]), ["Inside"]);
    assert_eq!(titles(&viewed(site, "b/index.html")["page"]["contents"]), [""; 0]);
}

#[test]
fn a_heading_that_skips_a_level_and_an_id_twice_are_found() {
    check(
        "
-- content/a.md --
# A
## B
#### C
^^^^^^ skipped-heading
## D {#mine}
## E {#mine}
       ^^^^ duplicate-id
",
    );
}

#[test]
fn only_references_that_are_meant_as_such_can_be_undefined() {
    check(
        "
-- content/a.md --
[text][gone] and [gone][] but [gone] and a[0] and [x] are text.
^^^^^^^^^^^^ undefined-reference
                 ^^^^^^^^ undefined-reference
[text][there] and [there][] and [there].

[there]: https://example.org
",
    );
}

#[test]
fn footnotes_are_linked_both_ways_and_undefined_ones_found() {
    let site = "
-- content/a.md --
One[^1], two[^note], one again[^1].

[^1]: First.
[^note]: Second with **bold**.
";
    check(site);
    let built = built(site);
    let content = built.content("a/index.html");
    assert!(content.contains("First.") && content.contains("<strong>bold</strong>"), "{content}");
    check(
        "
-- content/a.md --
One[^gone].
   ^^^^^^^ undefined-footnote
",
    );
}

#[test]
fn markdown_and_its_extensions_come_out() {
    let built = built(
        "
-- content/a.md --
~~gone~~ **bold** *thin*

| a | b |
|:--|--:|
| 1 | 2 |

- [x] done
- [ ] open

Term
: Meaning

> [!WARNING]
> Careful.

::: tip Short
Inside *it*.
:::

::: details More
Hidden
:::

::: tabs
== One
first
== Two
second
:::
",
    );
    let content = built.content("a/index.html");
    for part in [
        "<del>gone</del>",
        "<strong>bold</strong>",
        "<em>thin</em>",
        "<table>",
        "<dl>",
        "<details",
        "<em>it</em>",
        "Careful.",
        "first",
        "second",
    ] {
        assert!(content.contains(part), "{part} in {content}");
    }
    assert!(!content.contains("style="), "{content}");
    assert!(!content.contains(":::"), "{content}");
}

#[test]
fn a_code_block_shows_a_file_or_a_region_of_it() {
    let site = "
-- content/guide/a.md --
```python {file=\"pool/main.py\"}
```

```python {file=\"pool/main.py\" region=\"work\"}
```

```python {file=\"@/shared.py\"}
```

```toml {file=\"../../fingerpost.toml\"}
```
-- content/guide/pool/main.py --
import os
# #region work
print(\"in\")
# #endregion work
print(\"out\")
-- content/shared.py --
shared = 1
-- fingerpost.toml --
title = \"Shown\"
";
    check(site);
    let built = built(site);
    let content = built.content("guide/a/index.html");
    assert_eq!(content.matches("<pre").count(), 4, "{content}");
    assert!(!content.contains("#region"), "{content}");
    let text = plain(content);
    assert_eq!(text.matches("print(\"in\")").count(), 2, "{text}");
    assert_eq!(text.matches("print(\"out\")").count(), 1, "{text}");
    assert!(text.contains("shared = 1") && text.contains("title = \"Shown\""), "{text}");
}

/// The text of some HTML.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut tag = false;
    for c in html.chars() {
        match c {
            '<' => tag = true,
            '>' => tag = false,
            c if !tag => text.push(c),
            _ => {}
        }
    }
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn a_file_or_region_that_is_not_there_is_an_error_with_the_nearest() {
    check(
        r#"
-- content/a.md --
```python {file="pol/main.py"}
   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ unresolved-include: did you mean content/pool/main.py?
```

```python {file="pool/main.py" region="wrok"}
   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unresolved-include: has no region `wrok`
```

```python {file="../../outside.py"}
   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unresolved-include
```
-- content/pool/main.py --
# #region work
x = 1
# #endregion work
"#,
    );
}

#[test]
fn an_unknown_language_is_a_warning_with_the_nearest() {
    check(
        "
-- content/a.md --
```pyhton
   ^^^^^^ unknown-language: python
```

```
none
```

```text
plain
```
",
    );
}

#[test]
fn code_keeps_every_character() {
    let code = "a < b && c > \"d\" 'e' \\ \u{a0}ü 日本\n\ttab\n\n  end";
    let built =
        built(&format!("-- content/a.md --\n```go\n{code}\n```\n\n```none-such\n{code}\n```\n\n    {}\n", "x < y"));
    let text = plain(built.content("a/index.html"));
    assert_eq!(text.matches(code).count(), 2, "{text}");
    assert!(text.contains("x < y"), "{text}");
}

#[test]
fn raw_html_is_safe_unless_the_site_says_otherwise() {
    let text = r#"
-- content/a.md --
<script>alert(1)</script>

<p onclick="x()" style="color:red" class="ok">text</p>

<details><summary>More</summary>inside</details>
"#;
    check(
        r#"
-- content/a.md --
<script>alert(1)</script>
^^^^^^^^ active-html

<p onclick="x()" style="color:red" class="ok">text</p>
            ^^^ active-html
                        ^^^^^^^^^ active-html

<details><summary>More</summary>inside</details>
"#,
    );
    let made = built(text);
    let safe = made.content("a/index.html");
    assert!(!safe.contains("alert") && !safe.contains("onclick") && !safe.contains("style="), "{safe}");
    assert!(safe.contains("class=\"ok\"") && safe.contains("<summary>More</summary>"), "{safe}");

    let all = format!("-- fingerpost.toml --\n[markdown]\nraw_html = \"all\"\n{text}");
    check(&all);
    assert!(built(&all).content("a/index.html").contains("<script>alert(1)</script>"));

    let escape = format!("-- fingerpost.toml --\n[markdown]\nraw_html = \"escape\"\n{text}");
    check(&escape);
    let made = built(&escape);
    let escaped = made.content("a/index.html");
    assert!(escaped.contains("&lt;script"), "{escaped}");
    assert!(!escaped.contains("<details"), "{escaped}");
}

#[test]
fn syntax_of_other_tools_is_told_what_to_write_instead() {
    check(
        r#"
-- content/a.md --
!!! note "Mind"
^^^^^^^^^^^^^^^ foreign-syntax: ::: note Mind

{{< figure src="x" >}}
^^^^^^^^^^^^^^^^^^^^^^ foreign-syntax

import Tabs from "@theme/Tabs"
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ foreign-syntax

`{{< x >}}` is fine.
"#,
    );
}

#[test]
fn a_pages_block_groups_pages_by_a_key() {
    let site = r#"
-- content/a.md --
+++
[extra]
source = ["S01", "S02"]
+++
```pages
by = "extra.source"
labels.S01 = "The first"
```
-- content/b.md --
+++
title = "Second"
[extra]
source = "S01"
+++
"#;
    check(site);
    let built = built(site);
    let content = plain(built.content("a/index.html"));
    assert!(content.contains("S01 The first"), "{content}");
    assert!(content.contains("Second"), "{content}");
    check(
        r#"
-- content/a.md --
```pages
by = "colour"
^^^^^^^^^^^^^ unresolved-include: topics
```
"#,
    );
}

#[test]
fn a_text_with_crlf_or_a_mark_is_the_same_text() {
    let text = "+++\ntitle = \"T\"\n+++\nOne\n\n- a\n- b\n\n```go\nx := 1\n```\n\n[l](b.md#c)\n";
    let page = |text: &str| format!("-- content/b.md --\n## C\n-- content/a.md --\n{text}");
    let usual = built(&page(text));
    for other in
        [text.replace('\n', "\r\n"), format!("\u{feff}{text}"), format!("\u{feff}{}", text.replace('\n', "\r\n"))]
    {
        check(&page(&other));
        let other = built(&page(&other));
        assert_eq!(usual.content("a/index.html"), other.content("a/index.html").replace("\r\n", "\n"));
    }
}
