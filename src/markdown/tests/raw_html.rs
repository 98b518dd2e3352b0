//! Raw HTML, as it is treated in each of the three ways.

use super::*;

#[test]
fn what_could_run_a_script_is_taken_out() {
    for (text, html) in [
        ("a <script>alert(1)</script> b\n", "<p>a  b</p>\n"),
        ("<script>\nalert(1)\n\n</script>\n\nb\n", "\n<p>b</p>\n"),
        ("<style>\nx\n</style>\n", "\n"),
        ("<div onclick=\"x\" class=\"c\" style=\"y\">z</div>\n", "<div class=\"c\">z</div>\n"),
        ("<iframe src=\"x\">y</iframe>\n", "\n"),
        ("<a href=\"java&#x73;cript:x\">y</a>\n", "<p><a>y</a></p>\n"),
        ("<svg><script>x</script><path d=\"M0\"/></svg>\n", "<p><svg><path d=\"M0\"></path></svg></p>\n"),
        ("<meta http-equiv=refresh content=\"0;x\">\n", "\n"),
        ("<b \"onclick=x\" onload=y c='\"'>z</b>\n", "<p>&lt;b \"onclick=x\" onload=y c='\"'&gt;z</p>\n"),
        ("<div><img src=x onerror=y//></div>\n", "<div><img src=\"x\"></div>\n"),
        ("<p>a <!-- <b> --> &amp; < b</p>\n", "<p>a  &amp; &lt; b</p>\n"),
    ] {
        let is = html_of(text);
        assert_eq!(is.trim_end(), html.trim_end(), "{text}");
    }
}

#[test]
fn what_was_taken_out_is_reported_where_it_stands() {
    assert_eq!(
        found("a <script>x</script>\n\n<div>\n<p style=\"y\" onclick=z>q</p></div>\n"),
        [
            (Code::ActiveHtml, "<script>".to_owned()),
            (Code::ActiveHtml, "y".to_owned()),
            (Code::ActiveHtml, "z".to_owned()),
        ]
    );
}

#[test]
fn elements_end_with_the_block_they_stand_in() {
    assert_eq!(html_of("a <b>c\n\nd\n"), "<p>a <b>c</b></p>\n<p>d</p>\n");
    assert_eq!(html_of("<div>\n\na\n\n</div>\nb\n"), "<div>\n<p>a</p>\n</div>\nb\n");
    assert_eq!(html_of("<div><ul><li>\n\na\n"), "<div><ul><li>\n<p>a</p>\n</ul></div>");
    assert_eq!(html_of("a </main> </div> b\n"), "<p>a   b</p>\n");
    assert_eq!(found("a </main>\n"), [(Code::ActiveHtml, "</main>".to_owned())]);
    assert_eq!(html_of("> <div>\n\na\n"), "<blockquote>\n<div>\n</div>\n</blockquote>\n<p>a</p>\n");
    assert_eq!(html_of("*a <b>c* d</b>\n"), "<p><em>a <b>c</b></em> d</p>\n");
    assert_eq!(html_of("*a <script>c* d</script>\n"), "<p><em>a </em> d</p>\n");
    assert_eq!(html_of("- <b>a\n- c\n"), "<ul>\n<li><b>a</b></li>\n<li>c</li>\n</ul>\n");
    assert_eq!(
        html_of("<details>\n<summary>a</summary>\n\n- b\n\n</details>\n"),
        "<details>\n<summary>a</summary>\n<ul>\n<li>b</li>\n</ul>\n</details>\n"
    );
    assert!(found("<p>a\n\n<details>\n<summary>a</summary>\n\nb\n\n</details>\n").is_empty());
}

#[test]
fn links_of_raw_html_are_rewritten_in_every_way() {
    let text = "<a href=\"a.md\">x</a> <img src='b.png' alt=q srcset=\"b.png 1x, c.png 2x\"> [d](e.md)\n";
    let facts = facts_of(text);
    let links: Vec<LinkOut> =
        (0..facts.links.len()).map(|n| LinkOut { href: Some(format!("{n}&")), ..LinkOut::default() }).collect();
    let html =
        |raw_html| super::super::html(&Body { links: links.clone(), raw_html, ..Body::new(text, &facts) }, &Plain);
    assert_eq!(
        html(RawHtml::Safe),
        "<p><a href=\"0&amp;\">x</a> <img src=\"1&amp;\" alt=\"q\" srcset=\"2&amp; 1x, 3&amp; 2x\"> <a href=\"4&amp;\">d</a></p>\n"
    );
    assert_eq!(
        html(RawHtml::All),
        "<p><a href=\"0&amp;\">x</a> <img src='1&amp;' alt=q srcset=\"2&amp; 1x, 3&amp; 2x\"> <a href=\"4&amp;\">d</a></p>\n"
    );
    assert!(html(RawHtml::Escape).ends_with("&gt; <a href=\"4&amp;\">d</a></p>\n"));
    let links: Vec<LinkOut> = vec![LinkOut::default(); 5];
    let none = super::super::html(&Body { links, ..Body::new(text, &facts) }, &Plain);
    assert_eq!(none, "<p><a>x</a> q d</p>\n");
}

#[test]
fn raw_html_passes_or_is_shown_where_that_is_asked_for() {
    let text = "<div onclick=x>\na\n</div>\n\nb <script>c</script>\n";
    assert_eq!(html_as(text, RawHtml::All), "<div onclick=x>\na\n</div>\n<p>b <script>c</script></p>\n");
    assert_eq!(
        html_as(text, RawHtml::Escape),
        "<p>&lt;div onclick=x&gt;\na\n&lt;/div&gt;</p>\n<p>b &lt;script&gt;c&lt;/script&gt;</p>\n"
    );
}

#[test]
fn what_html_does_not_know_is_shown_as_text() {
    assert_eq!(html_of("a Vec<T> b <name> </name>\n"), "<p>a Vec&lt;T&gt; b &lt;name&gt; &lt;/name&gt;</p>\n");
    assert_eq!(found("a Vec<T> b\n"), [(Code::ForeignSyntax, "<T>".to_owned())]);
    assert_eq!(
        html_of("<my-part x>a</my-part>\n"),
        "<my-part x>a</my-part>\n".replace("<my", "<p><my").replace("part>\n", "part></p>\n")
    );
}
