//! How a text looks.

use super::*;

#[test]
fn headings_end_with_a_link_to_themselves() {
    assert_eq!(
        html_of("x\n# A\n## B \"c\" {.wide .x}\n"),
        "<p>x</p>\n<h1 id=\"a\">A</h1>\n<h2 id=\"b-c\" class=\"wide x\">B \"c\"<a class=\"anchor\" href=\"#b-c\" \
         aria-label=\"Link to section “B &quot;c&quot;”\"></a></h2>\n"
    );
}

#[test]
fn a_table_is_aligned_by_class() {
    assert_eq!(
        html_of("| a | b | c |\n| :- | :-: | -: |\n| 1 | 2 |\n"),
        "<div class=\"table\"><table><thead><tr><th class=\"start\">a</th><th class=\"center\">b</th><th class=\"end\">c\
         </th></tr></thead><tbody>\n<tr><td class=\"start\">1</td><td class=\"center\">2</td><td class=\"end\"></td></tr>\n\
         </tbody></table></div>\n"
    );
}

#[test]
fn a_corner_without_words_is_no_header() {
    assert!(html_of("| | b |\n| - | - |\n| 1 | 2 |\n").contains("<thead><tr><td></td><th>b</th></tr></thead>"));
    assert!(html_of("| `a` | b |\n| - | - |\n").contains("<th><code>a</code></th>"));
}

#[test]
fn tasks_definitions_and_strikethrough_are_there() {
    assert_eq!(
        html_of("- [x] a\n- [ ] b\n"),
        "<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"Done\"> a</li>\n<li class=\"task\">\
         <input type=\"checkbox\" disabled aria-label=\"Not done\"> b</li>\n</ul>\n"
    );
    assert!(html_of("- [x] a\n\n- b\n").starts_with("<ul>\n<li class=\"task\">\n<p><input"));
    assert_eq!(html_of("a\n: b\n"), "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>\n");
    assert_eq!(html_of("~~a~~ -- \"b\"...\n"), "<p><del>a</del> -- \"b\"...</p>\n");
}

#[test]
fn an_alert_has_its_word_as_title() {
    assert_eq!(
        html_of("> [!WARNING]\n> x\n\n> y\n"),
        "<aside class=\"alert warning\"><p class=\"alert-title\">Warning</p>\n<p>x</p>\n</aside>\n<blockquote>\n<p>y</p>\n\
         </blockquote>\n"
    );
    let facts = facts_of("> [!NOTE]\n> x\n");
    let words = BodyWords { note: "Hinweis", ..BodyWords::default() };
    let html = super::super::html(&Body { words, ..Body::new("> [!NOTE]\n> x\n", &facts) }, &Plain);
    assert!(html.contains("<p class=\"alert-title\">Hinweis</p>"));
}

#[test]
fn footnotes_stand_at_the_end_with_links_both_ways() {
    assert_eq!(
        html_of("a[^x] b[^y] c[^x]\n\n[^y]: Two\n\n[^x]: One\n\n[^z]: Three\n\nd\n"),
        "<p>a<sup class=\"footnote-ref\"><a href=\"#fn-1\" id=\"fnref-1\" role=\"doc-noteref\">1</a></sup> b<sup \
         class=\"footnote-ref\"><a href=\"#fn-2\" id=\"fnref-2\" role=\"doc-noteref\">2</a></sup> c<sup \
         class=\"footnote-ref\"><a href=\"#fn-1\" id=\"fnref-1-2\" role=\"doc-noteref\">1</a></sup></p>\n<p>d</p>\n<section \
         class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n<li id=\"fn-1\">\n<p>One <a \
         class=\"footnote-back\" href=\"#fnref-1\" aria-label=\"Back to reference 1\">↩</a> <a class=\"footnote-back\" \
         href=\"#fnref-1-2\" aria-label=\"Back to reference 1\">↩</a></p>\n</li>\n<li id=\"fn-2\">\n<p>Two <a \
         class=\"footnote-back\" href=\"#fnref-2\" aria-label=\"Back to reference 2\">↩</a></p>\n</li>\n</ol>\n</section>\n"
    );
}

#[test]
fn a_link_comes_out_as_it_is_told() {
    let text = "[a](b.md \"t\") [](c.md) [d](e.md) [[f]] [[g|h]] ![i](j.png \"k\") ![l](m.png)\n";
    let facts = facts_of(text);
    let link = |href: Option<&str>, text: Option<&str>, class| LinkOut {
        href: href.map(str::to_owned),
        text: text.map(str::to_owned),
        class,
    };
    let links = vec![
        link(Some("b/?x&y"), Some("not shown"), Some("external")),
        link(Some("c/"), Some("C <1>"), None),
        link(None, None, None),
        link(Some("f/"), Some("The F"), None),
        link(Some("g/"), Some("not shown"), None),
        link(Some("j.1.png"), None, None),
        link(None, None, None),
    ];
    let html = super::super::html(&Body { links, ..Body::new(text, &facts) }, &Plain);
    assert_eq!(
        html,
        "<p><a href=\"b/?x&amp;y\" title=\"t\" class=\"external\">a</a> <a href=\"c/\">C &lt;1&gt;</a> d <a href=\"f/\">The F\
         </a> <a href=\"g/\">h</a> <img src=\"j.1.png\" alt=\"i\" title=\"k\" loading=\"lazy\" decoding=\"async\"> l</p>\n"
    );
}

#[test]
fn code_shows_what_its_info_asks_for() {
    assert_eq!(
        html_of("```go {title=\"a<b\"}\nx\n```\n"),
        "<figure class=\"code\" data-lang=\"go\"><figcaption>a&lt;b</figcaption><pre><code class=\"language-go\">x\n\
         </code></pre></figure>\n"
    );
    assert_eq!(
        html_of("``` {hl=1 added=2 removed=3}\na\n\nc\n```\n"),
        "<figure class=\"code\"><pre><code><span class=\"line marked\">a\n</span><span class=\"line added\"><span \
         class=\"sign\" aria-hidden=\"true\">+</span>\n</span><span class=\"line removed\"><span class=\"sign\" \
         aria-hidden=\"true\">-</span>c\n</span></code></pre></figure>\n"
    );
    assert_eq!(
        html_of("``` {lines}\na\n```\n"),
        "<figure class=\"code\"><pre class=\"lines\"><code><span class=\"line\">a\n</span></code></pre></figure>\n"
    );
    assert!(html_of("```x {lines=7}\na\nb\n```\n").contains("<span class=\"line\" data-line=\"8\">b\n</span>"));
}

#[test]
fn a_file_is_shown_in_place_of_the_block() {
    let text = "```go {file=\"a.go\"}\n```\n\n```pages\nx\n```\n\nend\n";
    let facts = facts_of(text);
    let body =
        Body { includes: vec![Some("package a\n")], embeds: vec!["<ul></ul>".to_owned()], ..Body::new(text, &facts) };
    assert_eq!(
        super::super::html(&body, &Plain),
        "<figure class=\"code\" data-lang=\"go\"><pre><code class=\"language-go\">package a\n</code></pre></figure>\n\
         <ul></ul>\n<p>end</p>\n"
    );
}

#[test]
fn a_section_can_be_added_to() {
    let text = "# T\n\nx\n\n## A\n\na\n\n### B\n\nb[^1]\n\n[^1]: f\n";
    let facts = facts_of(text);
    let after_section = [(0, "<p>0</p>".to_owned()), (1, "<p>1</p>".to_owned())].into_iter().collect();
    let html = super::super::html(&Body { after_section, ..Body::new(text, &facts) }, &Plain);
    assert!(html.contains("<p>a</p>\n<p>0</p>\n<h3"), "{html}");
    assert!(html.contains("</sup></p>\n<p>1</p>\n<section class=\"footnotes\""), "{html}");
}

#[test]
fn line_endings_make_no_difference() {
    let text = "# T\n\na\nb  \nc\n\n<div>\nx\n</div>\n\n```go\na\n\nb\n```\n\n    i\n    j\n\n| a |\n| - |\n| b |\n\n::: note\nx\n:::\n";
    let crlf = text.replace('\n', "\r\n");
    assert_eq!(html_of(&crlf), html_of(text));
    assert_eq!(words(&crlf), words(text));
    let (one, two) = (facts_of(text), facts_of(&crlf));
    assert_eq!(one, two);
}
