//! Scripts in every place where an author can write words: none of them comes to life, and all of them are read back
//! by programs as they were written.

use std::collections::BTreeMap;

use lol_html::{HtmlRewriter, Settings, element};
use serde_json::Value;

use super::outcome;

/// Words that would be a script, a style or a frame wherever a writer forgets to escape.
const PAYLOADS: &[&str] = &[
    "<script>alert(1)</script>",
    "<ScRiPt src=//x></sCrIpT>",
    "</script><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "<!--<script>",
    "]]><script>alert(1)</script>",
    "\"><script>alert(1)</script>",
    "'><script>alert(1)</script>",
    "\" onmouseover=\"alert(1)",
    "' onmouseover='alert(1)",
    " onmouseover=alert(1) ",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:alert(1)>",
    "<math href=javascript:alert(1)>x</math>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<base href=//evil/>",
    "<meta http-equiv=refresh content=0;url=//evil>",
    "<style>*{display:none}</style>",
    "<b style=\"position:fixed\">x</b>",
    "<object data=x></object><embed src=x>",
    "javascript:alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "{{ 7*7 }}{% include \"x\" %}",
    "\u{2028}alert(1)\u{2029}",
    "\\\"-alert(1)-\\\"",
    "${alert(1)}`",
    "\u{e000}0\u{e001}<script>",
];

/// A site with the words in every place that takes words.
fn site(words: &str) -> Vec<(String, Vec<u8>)> {
    let q = toml_text(words);
    let config = format!(
        "title = {q}\ndescription = {q}\nbase_url = \"https://a.de/\"\n\n[topics.one]\ntitle = {q}\ndescription = {q}\n\
         [nav.titles]\n\"s\" = {q}\n[[nav.links]]\ntitle = {q}\nto = \"https://b.de/\"\n[extra]\nword = {q}\n"
    );
    let page = format!(
        "+++\ntitle = {q}\ndescription = {q}\nnav_title = {q}\ntopics = [\"one\"]\ndate = 2026-01-01\n\
         aliases = [\"/old/\"]\n[extra]\ngroup = {q}\n+++\n\n## Part\n\n[b](../b.md)\n\n```pages\nby = \"extra.group\"\n```\n\n\
         ```decision\nuse = \"d\"\n```\n"
    );
    let decision = format!(
        "title = {q}\ndescription = {q}\nscale = [\"bad\", \"good\"]\ntopics = [\"one\"]\nreviewed = 2026-11-01\n\n\
         [option]\na.name = {q}\nb.name = \"B\"\n\n[criterion]\nc = {{ name = {q} }}\n\n\
         [cell.c.a]\nverdict = \"good\"\nnote = {q}\nevidence = [\"../s/a.md#part\"]\n\
         [cell.c.b]\nverdict = \"bad\"\nnote = {q}\nevidence = [\"../s/a.md#part\"]\n\n\
         [input.i]\nquestion = {q}\nvalues.x = {q}\nvalues.y = \"Y\"\n\n\
         [[rule]]\nid = \"r\"\nwhen = {{ i = \"x\" }}\nthen = \"a\"\nbecause = {q}\nevidence = [\"../s/a.md#part\"]\n\
         [[rule]]\nid = \"s\"\nwhen = {{ i = \"y\" }}\nthen = \"b\"\nbecause = {q}\nevidence = [\"../s/a.md#part\"]\n"
    );
    let files = [
        ("fingerpost.toml", config),
        ("content/_index.md", format!("+++\ntitle = {q}\n+++\n")),
        ("content/s/_index.md", format!("+++\ntitle = {q}\ndescription = {q}\n+++\n")),
        ("content/s/a.md", page),
        ("content/b.md", "# B\n\nA sentence with [a link](s/a.md).\n".to_owned()),
        ("content/decisions/d.toml", decision),
        ("content/topics/one.md", format!("+++\ntitle = {q}\n+++\n")),
    ];
    files.map(|(path, text)| (path.to_owned(), text.into_bytes())).into()
}

/// Places within a text: what Markdown makes of the words may differ, but nothing of it may live.
fn prose(words: &str) -> Vec<(String, Vec<u8>)> {
    let line = words.replace(['\u{2028}', '\u{2029}'], " ");
    let text = format!(
        "# {line}\n\n## {line}\n\n{line}\n\n[{line}](b.md \"{line}\") ![{line}](p.png \"{line}\")\n\n[b](b.md#{line})\n\n[[b|{line}]]\n\n\
         - {line}\n\n> {line}\n\n| {line} | b |\n|---|---|\n| {line} | d |\n\n`{line}`\n\n```go {{title=\"{line}\"}}\n{line}\n```\n\n\
         ```{line}\nx\n```\n\n::: note {line}\n{line}\n:::\n\n::: tabs\n== {line}\nx\n:::\n\nx[^1]\n\n[^1]: {line}\n\nTerm\n: {line}\n"
    );
    let config = "[check]\nbroken-link = \"off\"\nbroken-anchor = \"off\"\nmissing-image = \"off\"\n";
    let files = [
        ("fingerpost.toml", config.to_owned()),
        ("content/a.md", text),
        ("content/b.md", "# B\n".to_owned()),
        ("content/p.png", "x".to_owned()),
    ];
    files.map(|(path, text)| (path.to_owned(), text.into_bytes())).into()
}

fn toml_text(words: &str) -> String {
    let mut out = String::from("\"");
    for c in words.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The elements of a document with the names of their attributes, and what is alive in it.
fn parsed(html: &[u8]) -> (Vec<String>, Vec<String>) {
    let (mut shape, mut alive) = (Vec::new(), Vec::new());
    {
        let settings = Settings::new().append_element_content_handler(element!("*", |found| {
            let name = found.tag_name();
            let mut names = vec![name.clone()];
            for attribute in found.attributes() {
                let (key, value) = (attribute.name(), attribute.value());
                let squeezed: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
                let squeezed = squeezed.to_lowercase();
                let leads = ["href", "src", "action", "data", "srcset", "formaction", "poster"].contains(&key.as_str());
                let script = ["javascript:", "vbscript:", "data:text"].iter().any(|it| squeezed.starts_with(it));
                if key.starts_with("on") || key == "style" || key == "srcdoc" || (leads && script) {
                    alive.push(format!("<{name} {key}={value}>"));
                }
                names.push(key);
            }
            if ["iframe", "object", "embed", "base", "style", "frame", "applet"].contains(&name.as_str()) {
                alive.push(format!("<{name}>"));
            }
            shape.push(names.join(" "));
            Ok(())
        }));
        let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| {});
        rewriter.write(html).expect("HTML");
        rewriter.end().expect("HTML");
    }
    (shape, alive)
}

fn html(outputs: &BTreeMap<String, Vec<u8>>) -> impl Iterator<Item = (&String, &Vec<u8>)> {
    outputs.iter().filter(|(path, _)| path.ends_with(".html"))
}

fn scripts(shape: &[String]) -> usize {
    shape.iter().filter(|element| element.split(' ').next() == Some("script")).count()
}

#[test]
fn words_in_every_slot_change_no_element_and_no_attribute() {
    let harmless = outcome(&site("harmless words"));
    for (level, finding, _) in &harmless.findings {
        assert!(*level < fingerpost::diagnostic::Level::Warning, "{finding:#?}");
    }
    let shapes: BTreeMap<&String, Vec<String>> =
        html(&harmless.outputs).map(|(path, bytes)| (path, parsed(bytes).0)).collect();
    assert!(shapes.len() >= 8, "{:?}", shapes.keys());
    for words in PAYLOADS {
        let built = outcome(&site(words)).outputs;
        for (path, bytes) in html(&built) {
            let (shape, alive) = parsed(bytes);
            assert!(alive.is_empty(), "{words:?} lives in {path}: {alive:?}");
            let usual = &shapes[path];
            let differs = shape.iter().zip(usual).position(|(a, b)| a != b);
            assert!(
                differs.is_none() && shape.len() == usual.len(),
                "{words:?} changes {path}: {:?} in place of {:?}",
                differs.map(|at| &shape[at.saturating_sub(2)..(at + 3).min(shape.len())]),
                differs.map(|at| &usual[at.saturating_sub(2)..(at + 3).min(usual.len())]),
            );
        }
    }
}

#[test]
fn words_in_a_text_never_live() {
    let usual = outcome(&prose("harmless")).outputs;
    let usual: BTreeMap<&String, usize> = html(&usual).map(|(path, bytes)| (path, scripts(&parsed(bytes).0))).collect();
    for words in PAYLOADS {
        let built = outcome(&prose(words));
        assert!(!built.outputs.is_empty(), "{words:?}: {:#?}", built.findings);
        for (path, bytes) in html(&built.outputs) {
            let (shape, alive) = parsed(bytes);
            assert!(alive.is_empty(), "{words:?} lives in {path}: {alive:?}");
            assert_eq!(scripts(&shape), usual[path], "{words:?} is a script in {path}");
        }
    }
}

#[test]
fn programs_read_back_what_was_written() {
    for words in PAYLOADS {
        let built = outcome(&site(words)).outputs;
        let text = |path: &str| std::str::from_utf8(&built[path]).expect("UTF-8");
        let xml =
            |path: &str| roxmltree::Document::parse(text(path)).unwrap_or_else(|error| panic!("{words:?}: {error}"));
        let feed = xml("atom.xml");
        let titles = || feed.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2005/Atom", "title")));
        assert_eq!(titles().count(), 2);
        for title in titles() {
            assert_eq!(title.text().unwrap_or_default(), *words);
        }
        xml("sitemap.xml");
        let decision: Value = serde_json::from_str(text("decisions/d/decision.json")).expect("JSON");
        let mut texts = Vec::new();
        gather(&decision, &mut texts);
        assert!(texts.iter().filter(|text| *text == words).count() >= 6, "{words:?}: {texts:#?}");
        for (path, bytes) in built.iter().filter(|(path, _)| path.starts_with("search/") && path.ends_with(".js")) {
            let script = std::str::from_utf8(bytes).expect("UTF-8");
            assert!(!script.contains("</script") && !script.contains("<!--"), "{words:?} in {path}");
            assert!(!script.contains(['\u{2028}', '\u{2029}']), "{words:?} in {path}");
        }
    }
}

fn gather<'a>(value: &'a Value, texts: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Array(items) => items.iter().for_each(|item| gather(item, texts)),
        Value::Object(map) => map.values().for_each(|item| gather(item, texts)),
        _ => {}
    }
}
