//! What is wrong with a text.

use super::*;

#[test]
fn a_reference_without_definition_is_reported_and_a_lone_bracket_is_not() {
    assert_eq!(
        found("[a][b] [c][] [d] [x]: y\n"),
        [(Code::UndefinedReference, "[a][b]".to_owned()), (Code::UndefinedReference, "[c][]".to_owned())]
    );
    assert_eq!(found("a [^1] b \\[^2] `[^3]` [^a-z ]\n"), [(Code::UndefinedFootnote, "[^1]".to_owned())]);
    assert!(found("a[^1]\n\n[^1]: b\n").is_empty());
}

#[test]
fn an_id_twice_is_reported() {
    assert_eq!(
        found("## A {#x}\n## B {#x}\n\n<p id=\"x\">y</p>\n"),
        [(Code::DuplicateId, "x".to_owned()), (Code::DuplicateId, "x".to_owned())]
    );
    assert!(found("## A\n## A\n").is_empty());
    assert_eq!(facts_of("## A {#x}\n## B {#x}\n").headings[1].id, "x-1");
}

#[test]
fn a_skipped_level_is_reported() {
    assert_eq!(found("# T\n\n### A\n"), [(Code::SkippedHeading, "### A".to_owned())]);
    assert_eq!(found("## A\n#### B\n## C\n"), [(Code::SkippedHeading, "#### B".to_owned())]);
    assert!(found("## A\n### B\n## C\n").is_empty());
}

#[test]
fn an_image_without_words_is_reported() {
    assert_eq!(found("![](a.png) ![b](c.png)"), [(Code::MissingAlt, "![](a.png)".to_owned())]);
    let html = "<img src=a.png width=1 height=1> <img src=b.png alt=\"\" width=1 height=1>";
    assert_eq!(found(html), [(Code::MissingAlt, "<img src=a.png width=1 height=1>".to_owned())]);
    let unsized_image = "<img src=a.png alt=a width=3>";
    assert_eq!(found(unsized_image), [(Code::ImageSize, unsized_image.to_owned())]);
}

#[test]
fn code_that_will_have_no_colours_is_reported_at_its_line() {
    let long = "x".repeat(2_001);
    assert_eq!(found(&format!("- a\n\n  ```go\n  y\n  {long}\n  ```\n")), [(Code::CodeTooLong, format!("  {long}"))]);
    assert_eq!(found(&format!("```go\n{}```\n", "x\n".repeat(10_001))), [(Code::CodeTooLong, "go".to_owned())]);
    for fine in ["text", "", "klingon", "go file=\"a.go\""] {
        assert_eq!(found(&format!("```{fine}\n{long}\n```\n")), [], "{fine}");
    }
}

#[test]
fn syntax_of_other_tools_is_reported_where_it_stands_and_never_in_code() {
    for (text, part) in [
        ("x\n!!! note\n    y", "!!! note"),
        ("- ??? note \"A\"", "??? note \"A\""),
        ("=== \"Tab\"\n\n    x", "=== \"Tab\""),
        ("a {{< x >}} b", "{{< x >}}"),
        ("a {{% x %}} b", "{{% x %}}"),
        ("{% raw %}", "{% raw %}"),
        ("> {{#include a.md}}", "{{#include a.md}}"),
        ("[[_TOC_]]", "[[_TOC_]]"),
        ("[TOC]", "[TOC]"),
        ("import A from './a'", "import A from './a'"),
        ("<<< @/a.js", "<<< @/a.js"),
        ("x\n{: .y}", "{: .y}"),
        ("{{ x() }}", "{{ x() }}"),
        ("<Tabs>\n\nx\n\n</Tabs>", "<Tabs>"),
        ("a <Tab value={x}> b", "<Tab value={x}>"),
        ("![[a.png]]", "![[a.png]]"),
    ] {
        assert_eq!(found(text).first(), Some(&(Code::ForeignSyntax, part.to_owned())), "{text}");
        for code in [format!("```\n{text}\n```\n"), format!("`` {} ``", text.replace('\n', " "))] {
            assert!(found(&code).is_empty(), "{code}");
        }
    }
    assert_eq!(found("```{warning}\nx\n```\n"), [(Code::ForeignSyntax, "{warning}".to_owned())]);
    assert!(found("```{.note}\nx\n```\n```{r}\nx\n```\n").is_empty());
    assert_eq!(found("{{< a >}}{{< /a >}} {{% b %}}").len(), 3);
}

#[test]
fn a_link_that_runs_a_script_is_text() {
    let text = "[a](javascript:x) ![b](data:text/html,x) <javascript:y> ![c](data:image/png;base64,x)";
    assert_eq!(found(text).iter().filter(|(code, _)| *code == Code::ActiveHtml).count(), 3);
    assert_eq!(
        html_of(text),
        "<p>a b javascript:y <img src=\"data:image/png;base64,x\" alt=\"c\" loading=\"lazy\" decoding=\"async\"></p>\n"
    );
    let (_, findings) = read("[a](javascript:x) <b onclick=x>y</b>\n");
    let kept = |raw| findings.iter().filter(|finding| matters(finding, raw)).count();
    assert_eq!((kept(RawHtml::Safe), kept(RawHtml::Escape), kept(RawHtml::All)), (2, 1, 0));
}
