//! The pages of the manual that are made from the program.

use expect_test::expect_file;

/// What stands above the fields.
const HEAD: &str = r#"+++
title = "View fields"
description = "Every field that a template sees, made from the program."
weight = 90
topics = ["themes"]
+++

A [template](themes.md#templates) sees the fields of its view and `site`, a [SiteView](#siteview). Fields are plain, ordered data: text, numbers, lists,
other views. There is no absolute path and no time of day in them.

This page is made from the program.
"#;

#[test]
fn the_manual_lists_every_field_that_a_template_sees() {
    expect_file!["../../docs/content/reference/views.md"].assert_eq(&views(include_str!("../../src/view.rs")));
}

/// The page: a heading for each public type of a source, its documentation, a table of its fields.
fn views(source: &str) -> String {
    let mut page = HEAD.to_owned();
    let mut docs: Vec<&str> = Vec::new();
    let mut rename = None;
    let mut open = false;
    for line in source.lines() {
        let line = line.trim();
        if let Some(doc) = line.strip_prefix("///") {
            docs.push(doc.trim());
        } else if let Some(name) = line.strip_prefix("#[serde(rename = \"").and_then(|rest| rest.split('"').next()) {
            rename = Some(name);
        } else if line.starts_with("#[") {
            // Other attributes say nothing to a template.
        } else if let Some(name) = ["pub struct ", "pub enum "].iter().find_map(|start| line.strip_prefix(start)) {
            open = line.ends_with('{');
            let name = name.trim_end_matches(['{', ' ']);
            let column = if line.starts_with("pub enum") { "Value" } else { "Field | Type" };
            let rule = if line.starts_with("pub enum") { "---" } else { "--- | ---" };
            page += &format!("\n## {name} {{#{}}}\n\n{}\n\n", name.to_lowercase(), prose(&docs));
            page += &format!("| {column} | Meaning |\n| {rule} | --- |\n");
            docs.clear();
        } else if line == "}" {
            open = false;
            docs.clear();
        } else if open {
            let line = line.trim_end_matches(',');
            let cell = prose(&docs).replace('|', "\\|");
            match (line.strip_prefix("pub ").and_then(|field| field.split_once(": ")), rename.take()) {
                (Some((name, kind)), _) => page += &format!("| `{name}` | {} | {cell} |\n", words(kind)),
                (None, Some(name)) => page += &format!("| `{name}` | {cell} |\n"),
                (None, None) => {}
            }
            docs.clear();
        } else {
            docs.clear();
        }
    }
    page
}

/// Documentation as text of the manual: one line, links to types as links to their headings.
fn prose(docs: &[&str]) -> String {
    let text = docs.join(" ");
    let mut parts = text.split("[`");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once("`]") {
            Some((name, rest)) => out += &format!("[{name}](#{}){rest}", name.to_lowercase()),
            None => out += &format!("[`{part}"),
        }
    }
    out
}

/// A type as a template sees it.
fn words(kind: &str) -> String {
    let inner = |outer: &str| kind.strip_prefix(outer).and_then(|rest| rest.strip_suffix('>'));
    if let Some(inner) = inner("Option<") {
        return format!("{}, or null", words(inner));
    }
    if let Some(inner) = inner("Vec<") {
        return format!("list of {}", words(inner));
    }
    if let Some(inner) = inner("BTreeMap<String, ") {
        return format!("table of {}", words(inner));
    }
    match kind {
        "String" | "&'static str" | "Arc<str>" => "text".to_owned(),
        "bool" => "true or false".to_owned(),
        "usize" | "u8" => "number".to_owned(),
        "Value" => "values".to_owned(),
        name => format!("[{name}](#{})", name.to_lowercase()),
    }
}
