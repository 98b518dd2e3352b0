//! Texts that mean harm, and texts that mean nothing.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

/// Each address in the HTML.
fn addresses(html: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (token, _) in raw::tokens(html) {
        let raw::Token::Start(tag) = token else { continue };
        let leads = |attribute: &&raw::Attribute<'_>| ["href", "src", "srcset"].contains(&attribute.name);
        for attribute in tag.attributes.iter().filter(leads) {
            match attribute.name {
                "srcset" => found.extend(raw::candidates(attribute.value).into_iter().map(|at| &attribute.value[at])),
                _ => found.push(attribute.value),
            }
        }
    }
    found.retain(|address| !address.starts_with('#'));
    found
}

/// Facts and HTML of a text agree, and no address comes from anywhere but its links.
fn holds(text: &str) {
    let (Parsed { facts, spans }, findings) = read(text);
    assert_eq!((facts.links.len(), facts.code.len()), (spans.links.len(), spans.code.len()));
    for span in spans.links.iter().chain(&spans.headings).chain(&spans.code).chain(&spans.embeds) {
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} in {text:?}");
    }
    for finding in &findings {
        let range = &finding.span.range;
        assert!(text.get(range.start as usize..range.end as usize).is_some(), "{finding:?} in {text:?}");
    }
    let ids: std::collections::HashSet<_> = facts.headings.iter().map(|heading| &heading.id).collect();
    assert_eq!(ids.len(), facts.headings.len());
    assert_eq!(words(text).sections.len(), facts.headings.len() + 1);
    for raw_html in [RawHtml::Safe, RawHtml::Escape, RawHtml::All] {
        let links = (0..facts.links.len()).map(|n| LinkOut { href: Some(format!("/{n}/")), ..LinkOut::default() });
        let body = Body { links: links.collect(), raw_html, ..Body::new(text, &facts) };
        let html = super::super::html(&body, &Plain);
        if raw_html != RawHtml::All {
            for address in addresses(&html) {
                assert!(address.starts_with('/') && address.ends_with('/'), "{address} of {text:?} in {html}");
            }
            assert!(!html.contains("<script") && !html.contains(" style="), "{html}");
        }
        let headings = (1..=6).map(|level| html.matches(&format!("<h{level} id=\"")).count()).sum::<usize>();
        if !text.contains("<h") && !facts.headings.is_empty() {
            assert_eq!(headings, facts.headings.len(), "{text:?} in {html}");
        }
        if !text.contains("<fig") {
            assert_eq!(html.matches("<figure class=\"code\"").count(), facts.code.len(), "{text:?} in {html}");
        }
    }
}

/// A kind of text of any size.
type Make = Box<dyn Fn(usize) -> String>;

#[test]
fn deep_and_long_texts_take_linear_time() {
    let texts: Vec<(&str, Make)> = vec![
        ("quotes", Box::new(|n| ">".repeat(n.min(2000)) + " x")),
        ("lists", Box::new(|n| (0..n.min(2000)).map(|d| format!("{}- x\n", "  ".repeat(d.min(200)))).collect())),
        ("containers", Box::new(|n| "::: note\n".repeat(n))),
        ("container ends", Box::new(|n| format!("{}{}", ":::: note\n".repeat(n), ":::\n".repeat(n)))),
        ("colons", Box::new(|n| ":".repeat(n) + "\n")),
        ("colons in a line", Box::new(|n| "> - ::: ".repeat(n))),
        ("brackets", Box::new(|n| "[".repeat(n))),
        ("double brackets", Box::new(|n| "[[a ".repeat(n))),
        ("wiki links", Box::new(|n| "[[a]] ".repeat(n))),
        ("links", Box::new(|n| "[a](b) ".repeat(n))),
        ("open links", Box::new(|n| "[a](".repeat(n))),
        ("images", Box::new(|n| "![".repeat(n) + "a" + &"](b)".repeat(n))),
        ("stars", Box::new(|n| "*a _b ".repeat(n))),
        ("backticks", Box::new(|n| (1..(n as f64).sqrt() as usize).map(|k| "`".repeat(k) + " ").collect())),
        ("tags", Box::new(|n| "<a ".repeat(n))),
        ("tags with quotes", Box::new(|n| "<div>\n".to_owned() + &"<a b='".repeat(n))),
        ("open tags", Box::new(|n| "<div><b>".repeat(n))),
        ("closing tags", Box::new(|n| "<b>".repeat(n) + &"</i>".repeat(n))),
        ("comments", Box::new(|n| "<!-- ".repeat(n))),
        ("scripts", Box::new(|n| "<script>".repeat(n))),
        ("attributes", Box::new(|n| "<div ".to_owned() + &"a=b ".repeat(n) + ">x</div>")),
        ("headings", Box::new(|n| "## a\n".repeat(n))),
        ("nested headings", Box::new(|n| "# a\n## a\n### a\n#### a\n##### a\n###### a\n".repeat(n / 6))),
        ("footnotes", Box::new(|n| "a[^1]".repeat(n) + "\n\n[^1]: x\n")),
        ("no footnotes", Box::new(|n| "[^1".repeat(n))),
        ("footnote definitions", Box::new(|n| (0..n).map(|k| format!("[^{k}]: x[^{k}]\n\n")).collect())),
        ("braces", Box::new(|n| "{{".repeat(n))),
        ("shortcodes", Box::new(|n| "{{< a >}}".repeat(n))),
        ("tables", Box::new(|n| "|".repeat(n) + "\n" + &"|-".repeat(n) + "\n" + &"|\n".repeat(n))),
        ("references", Box::new(|n| "[a]: b\n".to_owned() + &"[a][a] ".repeat(n))),
        ("no references", Box::new(|n| "[a][b] ".repeat(n))),
        ("definitions", Box::new(|n| (0..n).map(|k| format!("[a{k}]: b\n")).collect())),
        ("tabs", Box::new(|n| "::: tabs\n".to_owned() + &"== a\n".repeat(n))),
        ("srcset", Box::new(|n| "<img alt=x srcset=\"".to_owned() + &"a 1x, ".repeat(n) + "\">")),
        ("entities", Box::new(|n| "<a href=\"".to_owned() + &"&amp;&".repeat(n) + "\">x</a>")),
        (
            "marked lines",
            Box::new(|n| "```x {hl=\"".to_owned() + &"1,".repeat(n) + "\"}\n" + &"a\n".repeat(n) + "```\n"),
        ),
        ("comparisons", Box::new(|n| "::: compare\n```go\na\n```\n:::\n".repeat(n))),
        ("backslashes", Box::new(|n| "\\".repeat(n) + "[[a]]")),
        ("hard breaks", Box::new(|n| "a  \n".repeat(n))),
        ("definition lists", Box::new(|n| "a\n: b\n".repeat(n))),
    ];
    let time = |text: &str| {
        let started = Instant::now();
        let facts = facts_of(text);
        let html = super::super::html(&body(text, &facts), &Plain);
        assert!(html.len() <= text.len() * 300 + 1000);
        started.elapsed()
    };
    for (name, make) in &texts {
        let small = make(4_000);
        holds(&small);
        time(&small);
        // Four times the text: a square law would take sixteen times as long, whoever else uses the machine.
        let linear = || {
            let (one, four) = (time(&make(8_000)), time(&make(32_000)));
            four < (one * 10).max(Duration::from_millis(200))
        };
        assert!((0..3).any(|_| linear()), "{name}");
    }
}

#[test]
fn odd_characters_do_no_harm() {
    for text in [
        "\0",
        "a\0b",
        "\r",
        "\r\r\n\n\r",
        "\u{feff}",
        "\u{feff}\u{feff}x",
        ":::",
        "[[",
        "]]",
        "![[",
        "::: \u{a0}",
        "\u{2028}",
    ] {
        holds(text);
    }
    assert_eq!(html_of("a\0b"), "<p>a\u{fffd}b</p>\n");
}

/// Text from the pieces that mean something, in any order.
fn markdown() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a",
        "b c",
        "é",
        "\n",
        "\n\n",
        "  ",
        "    ",
        "\t",
        "> ",
        "- ",
        "1. ",
        "# ",
        "## ",
        "### x",
        "===\n",
        "---\n",
        "***",
        "::: note\n",
        ":::\n",
        "::: tabs\n",
        "== T\n",
        "::: compare\n",
        ":::: tip x\n",
        "::::\n",
        "::: code-group\n",
        "```\n",
        "```go {title=\"x\"}\n",
        "~~~\n",
        "`",
        "``",
        "*",
        "**",
        "_",
        "~~",
        "[",
        "]",
        "(",
        ")",
        "](b.md)",
        "[[",
        "]]",
        "|",
        "| a | b |\n| - | - |\n",
        "![",
        "<b>",
        "</b>",
        "<div>",
        "</div>\n",
        "<a href=\"x\">",
        "</a>",
        "<script>",
        "</script>",
        "<img src=\"y\">",
        "<!--",
        "-->",
        "<T>",
        "<a id=\"a\">",
        "<",
        ">",
        "&",
        "&amp;",
        "\\",
        "\"",
        "[^1]",
        "[^1]: f\n",
        "[r]: u\n",
        "[r]",
        "[x][r]",
        "[x][z]",
        "{#i}",
        "{",
        "}",
        "{{< x >}}",
        "!!! note\n",
        ": d\n",
        "- [x] ",
        "> [!NOTE]\n",
        "\r\n",
        "\r",
        "\0",
        "\u{feff}",
        "import x from 'y'\n",
        "javascript:x",
        "<javascript:x>",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn facts_and_html_agree_on_any_markdown(text in markdown()) {
        holds(&text);
    }

    #[test]
    fn facts_and_html_agree_on_any_text(text in "(?s).{0,200}") {
        holds(&text);
    }
}
