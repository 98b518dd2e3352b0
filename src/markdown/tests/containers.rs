//! `:::` containers.

use super::*;

#[test]
fn a_container_needs_no_blank_lines_around_it() {
    let html =
        "<p>a</p>\n<aside class=\"alert note\"><p class=\"alert-title\">Note</p>\n<p>b</p>\n</aside>\n<p>c</p>\n";
    assert_eq!(html_of("a\n::: note\nb\n:::\nc\n"), html);
    assert_eq!(html_of("a\n\n::: note\n\nb\n\n:::\n\nc\n"), html);
    assert_eq!(html_of("a\r\n:::note\r\nb\r\n:::\r\nc\r\n"), html);
    assert_eq!(html_of("a\r:::note\rb\r:::\rc\r"), html);
}

#[test]
fn a_container_ends_a_list_at_its_own_indentation() {
    assert_eq!(
        html_of("- a\n::: tip\nb\n:::\n- c\n"),
        "<ul>\n<li>a</li>\n</ul>\n<aside class=\"alert tip\"><p class=\"alert-title\">Tip</p>\n<p>b</p>\n</aside>\n\
         <ul>\n<li>c</li>\n</ul>\n"
    );
    assert_eq!(
        html_of("- a\n  ::: tip\n  b\n  :::\n- c\n"),
        "<ul>\n<li>a\n<aside class=\"alert tip\"><p class=\"alert-title\">Tip</p>\n<p>b</p>\n</aside>\n</li>\n<li>c</li>\n</ul>\n"
    );
    for marker in ["*", "-", "+", "1."] {
        let html = html_of(&format!("{marker} ::: note\n   b\n   :::\n"));
        assert!(html.contains("<li>\n<aside class=\"alert note\">"), "{html}");
    }
}

#[test]
fn a_container_holds_lists_code_and_headings() {
    let html = html_of("::: warning Mind `this` & that\n- a\n- b\n\n    ::: note\n```\n:::\n```\n## H\n:::\n");
    assert_eq!(
        html,
        "<aside class=\"alert warning\"><p class=\"alert-title\">Mind <code>this</code> &amp; that</p>\n<ul>\n<li>\n\
         <p>a</p>\n</li>\n<li>\n<p>b</p>\n<aside class=\"alert note\"><p class=\"alert-title\">Note</p>\n</aside>\n</li>\n\
         </ul>\n<figure class=\"code\"><pre><code>:::\n</code></pre></figure>\n<h2 id=\"h\">H<a class=\"anchor\" \
         href=\"#h\" aria-label=\"Link to section “H”\"></a></h2>\n</aside>\n"
    );
}

#[test]
fn containers_nest_by_longer_fences_and_plainly() {
    for text in [
        ":::: note\n::: tip\nx\n:::\n::::\ny",
        "::: note\n::: tip\nx\n:::\n:::\ny",
        "::: note\n:::: tip\nx\n::::\n:::\ny",
    ] {
        let html = html_of(text);
        assert!(html.ends_with("<p>x</p>\n</aside>\n</aside>\n<p>y</p>\n"), "{text}: {html}");
        assert!(found(text).is_empty());
    }
}

#[test]
fn colons_in_code_and_raw_html_stay() {
    for text in ["```\n::: note\n:::\n```\n", "    ::: note\n    :::\n", "`` ` ::: note ``\n"] {
        assert!(html_of(text).contains("::: note"), "{text}");
        assert!(found(text).is_empty());
    }
    let text = "<div>\n::: note\n</div>\n";
    assert!(html_of(text).contains("<div>\n::: note\n</div>"));
    // Too far in to begin anything: it goes on with the paragraph.
    assert_eq!(html_of("a\n      ::: note é b\nc"), "<p>a\n::: note é b\nc</p>\n");
}

#[test]
fn what_does_not_close_or_open_is_reported() {
    assert_eq!(found("::: note\nx"), [(Code::ForeignSyntax, "::: note".to_owned())]);
    assert_eq!(found("> ::: note\n\nx\n\n:::\n").len(), 2);
    assert_eq!(found("x\n:::\n"), [(Code::ForeignSyntax, ":::".to_owned())]);
    assert_eq!(found("::: info\nx\n:::\n"), [(Code::ForeignSyntax, "info".to_owned())]);
    let (_, findings) = read("::: nte\nx\n:::\n");
    assert_eq!(findings[0].help.as_deref(), Some("did you mean `note`?"));
    let (_, findings) = read("::: danger\nx\n:::\n");
    assert_eq!(findings[0].fix.as_ref().unwrap().text, "caution");
    assert!(html_of("::: danger\nx\n:::\n").contains("alert caution"));
    assert!(html_of("> ::: note\n> x\n\ny").contains("</aside>\n</blockquote>\n<p>y</p>"));
}

#[test]
fn details_fold() {
    assert_eq!(
        html_of("::: details More\nx\n:::\n"),
        "<details class=\"alert details\"><summary>More</summary>\n<p>x</p>\n</details>\n"
    );
    assert!(
        html_of("::: details More {open}\nx\n:::\n")
            .starts_with("<details class=\"alert details\" open><summary>More<")
    );
    assert!(html_of("::: details\nx\n:::\n").contains("<summary>Details</summary>"));
}

#[test]
fn tabs_divide_at_their_lines() {
    assert_eq!(
        html_of("::: tabs\n== Go\na\n== `pip` & co\n- b\n:::\n"),
        "<div class=\"tabs\">\n<section class=\"tab\" data-tab=\"Go\"><p class=\"tab-label\">Go</p>\n<p>a</p>\n</section>\n\
         <section class=\"tab\" data-tab=\"pip &amp; co\"><p class=\"tab-label\"><code>pip</code> &amp; co</p>\n<ul>\n\
         <li>b</li>\n</ul>\n</section>\n</div>\n"
    );
    assert!(found("::: tabs\n== Go\na\n== `pip`\n- b\n:::\n").is_empty());
    assert_eq!(html_of("== Go\n"), "<p>== Go</p>\n");
}

#[test]
fn a_code_group_has_a_tab_for_each_block() {
    let html = html_of("::: code-group\n```sh [npm]\na\n```\n```go\nb\n```\n:::\n");
    assert_eq!(
        html,
        "<div class=\"tabs code-group\">\n<section class=\"tab\" data-tab=\"npm\"><p class=\"tab-label\">npm</p>\n\
         <figure class=\"code\" data-lang=\"sh\"><pre><code class=\"language-sh\">a\n</code></pre></figure>\n</section>\n\
         <section class=\"tab\" data-tab=\"Go\"><p class=\"tab-label\">Go</p>\n<figure class=\"code\" data-lang=\"go\"><pre>\
         <code class=\"language-go\">b\n</code></pre></figure>\n</section>\n</div>\n"
    );
}

#[test]
fn a_comparison_knows_its_languages_and_whether_it_fits() {
    let html = html_of("::: compare\n```go\na\n```\n```python {title=\"b.py\"}\nb\n```\n:::\n");
    assert!(
        html.starts_with(
            "<div class=\"compare fits\" data-langs=\"go python\">\n<figure class=\"code\" data-lang=\"go\""
        )
    );
    assert!(html.contains("<figcaption>Go</figcaption>") && html.contains("<figcaption>b.py</figcaption>"));
    let long = format!("::: compare\n```go\n{}\n```\n:::\n", "x".repeat(55));
    assert!(html_of(&long).starts_with("<div class=\"compare\" data-langs=\"go\">\n"));
    // In a footnote, and two of them: each hole is filled where it is.
    let text =
        "x[^1]\n\n[^1]:\n    ::: compare\n    ```go\n    a\n    ```\n    :::\n\n::: compare\n```python\nb\n```\n:::\n";
    let html = html_of(text);
    assert!(html.find("data-langs=\"python\"").unwrap() < html.find("data-langs=\"go\"").unwrap(), "{html}");
}
