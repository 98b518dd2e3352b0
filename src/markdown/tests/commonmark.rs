//! All examples of the specification, without extensions.

use pulldown_cmark::Options;

use super::super::events::Masked;
use super::*;

/// Our own additions taken out again, so that what is left is what the specification shows.
fn bare(html: &str) -> String {
    let mut bare = html
        .replace(" loading=\"lazy\" decoding=\"async\">", " />")
        .replace("<br>", "<br />")
        .replace("<hr>", "<hr />")
        .replace("</pre></figure>", "</pre>");
    for (start, end) in [("<figure", ">"), ("<a class=\"anchor\"", "</a>")] {
        while let Some(at) = bare.find(start) {
            let length = bare[at..].find(end).unwrap() + end.len();
            bare.replace_range(at..at + length, "");
        }
    }
    for level in 1..=6 {
        let start = format!("<h{level} id=\"");
        while let Some(at) = bare.find(&start) {
            let length = bare[at..].find('>').unwrap() + 1;
            bare.replace_range(at..at + length, &format!("<h{level}>"));
        }
    }
    bare
}

/// An address as the specification's own program writes it.
fn address(target: &str) -> String {
    let mut out = String::new();
    for byte in target.bytes() {
        match byte {
            b'"' | b'\\' | b'[' | b']' | b'`' | b' ' | 0x80.. => out.push_str(&format!("%{byte:02X}")),
            byte => out.push(char::from(byte)),
        }
    }
    out
}

#[test]
fn all_examples_of_the_specification_come_out_as_it_says() {
    let data =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/commonmark-0.31.2.json")).unwrap();
    let examples: serde_json::Value = serde_json::from_str(&data).unwrap();
    let examples = examples.as_array().unwrap();
    assert_eq!(examples.len(), 652);
    let mut wrong = Vec::new();
    for example in examples {
        let part = |name: &str| example[name].as_str().unwrap();
        // A first heading would be the title; behind a paragraph it is not.
        let text = format!("x\n\n{}", part("markdown"));
        let masked = Masked::plain(&text);
        let facts =
            super::super::facts::read(&SourcePath::new("a.md"), &text, 0, &masked, Options::empty()).parsed.facts;
        let mut body = Body { raw_html: RawHtml::All, ..super::body(&text, &facts) };
        for (link, fact) in body.links.iter_mut().zip(&facts.links) {
            let html = matches!(fact.kind, LinkKind::HtmlLink | LinkKind::HtmlImage);
            link.href = Some(if html { fact.target.clone() } else { address(&fact.target) });
        }
        let html = super::super::html::write(&body, &Plain, &masked, Options::empty());
        let html = bare(html.strip_prefix("<p>x</p>\n").unwrap_or(&html));
        let norm = |html: &str| html.replace("&quot;", "\"").trim_end().to_owned();
        if norm(&html) != norm(part("html")) {
            wrong.push(format!("{}\n--- is\n{html}\n--- should be\n{}", example["example"], part("html")));
        }
    }
    assert!(wrong.is_empty(), "{} of 652:\n{}", wrong.len(), wrong.join("\n\n"));
}
