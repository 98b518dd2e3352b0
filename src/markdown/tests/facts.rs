//! What a text says.

use super::*;

fn headings(text: &str) -> Vec<(u8, String, String)> {
    facts_of(text).headings.into_iter().map(|heading| (heading.level, heading.id, heading.text)).collect()
}

#[test]
fn the_first_heading_is_the_title_and_nothing_else_is() {
    let facts = facts_of("<!-- licence -->\n\n# A *title* `x`\n\ntext\n\n## Part\n");
    assert_eq!(facts.title.as_deref(), Some("A title x"));
    assert_eq!(facts.title_id.as_deref(), Some("a-title-x"));
    assert_eq!(facts.headings.len(), 1);
    assert_eq!(facts_of("text\n\n# Part\n").title, None);
    assert_eq!(facts_of("> # Part\n").title, None);
    assert_eq!(facts_of("# ![logo](a.png)\n").title, None);
    assert!(html_of("# ![logo](a.png)\n").starts_with("<h1 id=\"section\"><img src"));
    assert_eq!(facts_of("\u{feff}# T {#t}\n").title_id.as_deref(), Some("t"));
    assert_eq!(html_of("\u{feff}# T\n\nx\n"), "<p>x</p>\n");
    assert_eq!(html_of("T\n=\nx\n"), "<p>x</p>\n");
}

#[test]
fn headings_have_ids_of_their_own() {
    assert_eq!(
        headings("## Set up\n## Set up\n## X {#set-up-1 .wide}\n### C++ & `Go`\n## ![](a.png)\n"),
        [
            (2, "set-up".to_owned(), "Set up".to_owned()),
            (2, "set-up-2".to_owned(), "Set up".to_owned()),
            (2, "set-up-1".to_owned(), "X".to_owned()),
            (3, "c--go".to_owned(), "C++ & Go".to_owned()),
            (2, "section".to_owned(), String::new()),
        ]
    );
    // An id of raw HTML is taken, wherever it stands.
    assert_eq!(headings("## A\n\n<a id=\"a\"></a>\n")[0].1, "a-1");
    assert_eq!(headings("# A\n## A\n")[0].1, "a-1");
}

#[test]
fn spans_count_from_the_start_of_the_file() {
    let text = "+++\n+++\n\u{feff}## A\n\n[b](c.md)\n\n```go {hl=\"1\"}\nx\n```\n\n```pages\nby = 1\n```\n";
    let mut findings = Vec::new();
    let parsed = super::super::facts(&SourcePath::new("a.md"), text, 8..text.len(), &mut findings);
    let at = |span: &Range<u32>| &text[span.start as usize..span.end as usize];
    assert_eq!(at(&parsed.spans.headings[0]), "## A");
    assert_eq!(at(&parsed.spans.links[0]), "c.md");
    assert_eq!(at(&parsed.spans.code[0]), "go {hl=\"1\"}");
    assert_eq!(at(&parsed.spans.embeds[0]), "by = 1\n");
    assert_eq!(parsed.facts.embeds[0].toml, "by = 1\n");
}

#[test]
fn the_target_of_a_link_is_underlined() {
    for (text, target) in [
        ("[a](b.md)", "b.md"),
        ("[a]( b.md \"t](x)\" )", "b.md"),
        ("[a](<b c.md>)", "b c.md"),
        ("[a](b\\(c.md)", "b\\(c.md"),
        ("[a](b(c)d.md#e)", "b(c)d.md#e"),
        ("[`](x)` *b*](b.md)", "b.md"),
        ("[a \\](z) b](b.md)", "b.md"),
        ("[](b.md)", "b.md"),
        ("![](b.png)", "b.png"),
        ("![a *b*](b.png)", "b.png"),
        ("<https://a.b/c>", "https://a.b/c"),
        ("<a@b.c>", "a@b.c"),
        ("[a][b]\n\n[b]: c.md 'd'", "c.md"),
        ("[a]\n\n[a]: <c.md>", "c.md"),
        ("[a][]\n\n> [a]:\n> c.md", "c.md"),
        ("[[a b|c]]", "a b"),
        ("[[ a ]]", "a"),
        ("<a href=\"b.md\">c</a>", "b.md"),
        ("<div>\n<img alt=x src=b.png>\n</div>", "b.png"),
        ("> <div>\n> <a\n> href='b.md'>x</a></div>", "b.md"),
        ("::: note é\n[a](b.md)\n:::", "b.md"),
    ] {
        assert_eq!(underlined(text), [target], "{text}");
    }
    assert_eq!(underlined("[![a](b.png)](c.md)"), ["c.md", "b.png"]);
    assert_eq!(underlined("<img alt=x srcset=\"a.png 1x, b.png 2x\">"), ["a.png", "b.png"]);
}

#[test]
fn links_say_what_they_are() {
    let facts = facts_of(
        "# T\n\n## A\n\nOne. See [b *c*](d&amp;e.md) now. Two.\n\n![alt](i.png) [![pic](j.png)](k.md) <x@y.z>\n\n[[w]] \
         [[w|text]] <a href=\"h.md\">raw</a>\n",
    );
    let said: Vec<_> =
        facts.links.iter().map(|link| (link.kind, link.target.as_str(), link.text.as_str(), link.section)).collect();
    use LinkKind::*;
    assert_eq!(
        said,
        [
            (Link, "d&e.md", "b c", Some(0)),
            (Image, "i.png", "alt", Some(0)),
            (Link, "k.md", "pic", Some(0)),
            (Image, "j.png", "pic", Some(0)),
            (Link, "mailto:x@y.z", "x@y.z", Some(0)),
            (Wiki, "w", "", Some(0)),
            (Wiki, "w", "text", Some(0)),
            (HtmlLink, "h.md", "raw", Some(0)),
        ]
    );
    let sentence = facts.links[0].sentence.as_ref().unwrap();
    assert_eq!((&*sentence.before, &*sentence.link, &*sentence.after), ("See ", "b c", " now."));
    assert_eq!(facts.links[1].sentence, None);
    let sentence = facts.links[7].sentence.as_ref().unwrap();
    assert_eq!((&*sentence.before, &*sentence.link), ("w text ", "raw"));
}

#[test]
fn a_link_in_the_title_or_a_heading_belongs_to_it() {
    let facts = facts_of("# [t](a.md)\n\n[x](b.md)\n\n## [y](c.md)\n");
    let sections: Vec<_> = facts.links.iter().map(|link| link.section).collect();
    assert_eq!(sections, [None, None, Some(0)]);
    assert_eq!(facts.headings[0].text, "y");
}

#[test]
fn double_brackets_are_a_wiki_link_only_where_commonmark_sees_text() {
    let wiki = |text: &str| facts_of(text).links.iter().filter(|link| link.kind == LinkKind::Wiki).count();
    for text in ["[[a]]", "x [[a b#c|d *e* `f`]] y", "| h |\n| - |\n| [[a\\|b]] |", "# x\n\n## [[a]]", "*[[a]]*"] {
        assert_eq!(wiki(text), 1, "{text}");
    }
    for text in [
        "[[1]](a.md)",
        "\\[[a]]",
        "[[a]",
        "[[]]",
        "[[a\nb]]",
        "`[[a]]`",
        "[[a [b]]]",
        "[[a]]\n\n[a]: b.md",
        "*[[a*|b]]",
    ] {
        assert_eq!(wiki(text), 0, "{text}");
    }
    assert_eq!(facts_of("[[1]](a.md)").links[0].text, "[1]");
    assert_eq!(facts_of("| h |\n| - |\n| [[a\\|b]] |").links[0].target, "a");
    assert_eq!(html_of("[[a]] *[[b|c d]]*"), "<p><a href=\"a\">a</a> <em><a href=\"b\">c d</a></em></p>\n");
}

#[test]
fn a_section_says_the_same_however_it_is_laid_out() {
    let says = |text: &str| facts_of(text).headings.iter().map(|heading| heading.says).collect::<Vec<_>>();
    let one = says("x\n\n## A\n\nOne two [l](m.md).\n\n### B\n\n    code\n\n## C\n");
    let two = says("other\n\n## A {#z}\nOne\n*two*  [l](m.md).\n### B\n```\ncode\n```\n## C\n");
    assert_eq!(one, two);
    let target = says("x\n\n## A\n\nOne two [l](n.md).\n\n### B\n\n    code\n\n## C\n");
    assert!(one[0] != target[0] && one[1..] == target[1..]);
    let below = says("x\n\n## A\n\nOne two [l](m.md).\n\n### B\n\n    code!\n\n## C\n");
    assert!(one[0] != below[0] && one[1] != below[1] && one[2] == below[2]);
    // Kept in a lock file: it must not change from one version to the next.
    assert_eq!(says("## A\n\nOne two [l](m.md).\n"), [11_191_410_881_328_952_241]);
}

#[test]
fn the_summary_is_the_first_paragraph() {
    assert_eq!(
        facts_of("# T\n\n![](a.png)\n\n> q\n\nOne *two*\nthree.\n\nFour.").summary.as_deref(),
        Some("One two three.")
    );
    assert_eq!(facts_of("- x\n").summary, None);
    let long = "word ".repeat(100);
    let summary = facts_of(&long).summary.unwrap();
    assert!(summary.chars().count() <= 200 && summary.ends_with("word…"));
}

#[test]
fn words_stand_under_their_headings() {
    let words = words(
        "# T\n\nbefore *it*\n\n## A\n\n- one\n- two [x](y.md)\n\n```go\ncode\n```\n\n```pages\nby=1\n```\n## B\n::: note Title\n<b>raw</b> &lt;\n:::\n",
    );
    assert_eq!(words.sections, ["before it", "one\ntwo x\ncode", "Title\nraw <"]);
}

#[test]
fn code_is_read_with_its_info() {
    let facts = facts_of(
        "```go {title=\"a.go\" file=\"a.go\"}\n```\n\n    indented\n\n```decision\nuse = \"x\"\n```\n~~~js{1}\n~~~\n",
    );
    assert_eq!(facts.code.len(), 3);
    assert_eq!(facts.code[0].file.as_deref(), Some("a.go"));
    assert_eq!(facts.code[1], CodeBlock::default());
    assert_eq!(facts.code[2].marked, [(1, 1)]);
    assert_eq!(facts.embeds[0].kind, EmbedKind::Decision);
}

#[test]
fn anchors_are_ids_of_raw_html_and_footnotes() {
    assert_eq!(
        facts_of("<a id=\"x\" name=\"x\"></a> <a name=y></a>[^n]\n\n[^n]: z\n").anchors,
        ["x", "y", "fn-1", "fnref-1"]
    );
}
