//! What is found when the whole site is at hand: code, dates, structure, levels and what is allowed.

use crate::decisions::DECISION;
use crate::harness::check;

#[test]
fn a_language_that_nobody_knows_is_reported_at_its_word() {
    check(
        r#"
-- content/a.md --
# A

```pyton {title="a.py"}
   ^^^^^ unknown-language: did you mean `python`?
print(1)
```

- In a list:

  ~~~ klingon,ignore
      ^^^^^^^ unknown-language: plain text is marked `text`
  Qapla'
  ~~~

```text
plain
```

```
without a word
```

    indented

```go
fine
```
"#,
    );
}

#[test]
fn a_language_that_the_site_runs_is_known() {
    check(
        r#"
-- fingerpost.toml --
[samples.klingon]
command = "kli {file}"
[samples.other]
language = "vulcan"
command = "vul {file}"
-- content/a.md --
```klingon
a
```

```vulcan
a
```
"#,
    );
}

#[test]
fn a_file_with_a_line_too_long_to_be_coloured_is_reported_where_it_is_shown() {
    let long = "x".repeat(2_001);
    check(&format!(
        "
-- content/a.md --
```go file=\"long.go\"
   ^^^^^^^^^^^^^^^^^^ code-too-long: content/long.go has a line of more than 2000 bytes
```

```go file=\"long.go\" region=\"short\"
```

```text file=\"long.go\"
```
-- content/long.go --
{long}
// #region short
short
// #endregion short
"
    ));
}

#[test]
fn a_review_is_due_the_day_after_its_last_day() {
    check(
        r#"
-- content/due.md --
+++
reviewed = 2025-11-23
           ^^^^^^^^^^ review-due: was due on 2026-11-23
review_in = "12 months"
+++
-- content/last-day.md --
+++
reviewed = 2025-11-24
review_in = "12 months"
+++
-- content/no-date.md --
+++
review_in = "12 months"
+++
-- content/below/_index.md --
+++
[cascade]
review_in = "30 days"
+++
-- content/below/a.md --
---
reviewed: 2026-10-01
          ^^^^^^^^^^ review-due: reviewed = 2026-11-24
---
"#,
    );
}

#[test]
fn what_is_off_by_default_is_reported_where_it_is_asked_for() {
    check(
        r#"
-- fingerpost.toml --
[check]
missing-description = "warning"
duplicate-title = "warning"
image-size = "note"
long-page = "note"
empty-topic = "note"
-- content/_index.md --
+++
description = "Home"
+++
![a](a.png) <img src="a.png" alt="a" width="1" height="1">
     ^^^^^ image-size
<img src="a.png" alt="b">
^^^^^^^^^^^^^^^^^^^^^^^^^ image-size: `width` and `height`
-- content/a.png --
-- content/one.md --
+++
title = "Overview"
        ^^^^^^^^^^ missing-description
+++
-- content/two.md --
+++
title = "Overview"
        ^^^^^^^^^^ duplicate-title: content/one.md
description = "The second"
+++
"#,
    );
    let long = "A sentence of a very long page. ".repeat(1_300);
    check(&format!(
        "
-- fingerpost.toml --
[check]
long-page = \"note\"
-- content/a.md --
^ long-page: 41 kB
{long}
"
    ));
}

#[test]
fn raw_html_that_was_not_taken_out_is_not_reported() {
    let site = |raw: &str, marks: &str| {
        format!(
            "\n-- fingerpost.toml --\n[markdown]\nraw_html = \"{raw}\"\n-- content/a.md --\n<script>x</script>\n{marks}"
        )
    };
    check(&site("safe", "^^^^^^^^ active-html\n"));
    check(&site("all", ""));
    check(&site("escape", ""));
}

#[test]
fn what_is_allowed_is_not_reported_until_its_last_day() {
    check(
        r#"
-- fingerpost.toml --
[[check.allow]]
code = "broken-link"
path = "content/old/**"
target = "gone.md"
reason = "the archive stays as it was"

[[check.allow]]
code = "missing-alt"
reason = "until the pictures are described"
until = 2026-11-24

[[check.allow]]
^^^^^^^^^^^^^^^ unused-allow
code = "orphan-page"
reason = "never needed"

[[check.allow]]
code = "broken-anchor"
reason = "expired"
until = 2026-11-23

[[check.allow]]
code = "external-broken"
reason = "only those who ask other sites can tell whether it is needed"
-- content/old/a.md --
[x](gone.md) [y](lost.md)
                 ^^^^^^^ broken-link
![](p.png) [z](a.md#nowhere)
                   ^^^^^^^^ broken-anchor
-- content/old/p.png --
"#,
    );
}

#[test]
fn a_sentence_that_contradicts_the_table_is_marked_at_its_words_with_the_edit() {
    let prose = "
-- content/claims.md --
# Claims

Short is [poor at it](decision:kind/speed/short), and long is [*good*](decision:kind/speed/long).
          ^^^^ prose-contradicts => good
                                                                       ^^^^^^^^^^^^^^^^^^^^^^^^ prose-contradicts
A plain link says so too: [really poor](decisions/kind.md#speed/short).
                                  ^^^^ prose-contradicts => good
And what is right is [good](decision:kind/speed/short).
";
    check(&format!("{DECISION}{prose}"));
}
