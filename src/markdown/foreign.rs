//! Syntax of other tools that would come out as text: found where it stands, with what to write here.
//!
//! Only text is looked at, never code. [`line`] looks at the start of a line, [`within`] at what stands in it.

use super::containers::{Kind, WORDS};
use crate::diagnostic::nearest;

/// Syntax of another tool.
#[derive(Debug, PartialEq)]
pub(super) struct Foreign {
    /// How many bytes of the line it takes.
    pub length: usize,
    /// What it is.
    pub message: String,
    /// What to write.
    pub help: String,
}

fn found(length: usize, message: impl Into<String>, help: impl Into<String>) -> Option<Foreign> {
    Some(Foreign { length, message: message.into(), help: help.into() })
}

const LITERAL: &str = "; if it is meant as it is written, put it into backticks";

/// The rest of the line, or its first half kilobyte: what is longer is none of these.
fn until_line_end(text: &str) -> &str {
    let text = &text[..text.floor_char_boundary(512)];
    let end = memchr::memchr2(b'\n', b'\r', text.as_bytes()).unwrap_or(text.len());
    text[..end].trim_end()
}

/// Looks at the text from the start of a line on.
pub(super) fn line(text: &str) -> Option<Foreign> {
    // Nearly every line is turned away here.
    if !matches!(text.as_bytes().first()?, b'!' | b'?' | b'=' | b'<' | b'[' | b'i' | b'e' | b'{' | b'@' | b'/' | b'.') {
        return None;
    }
    let line = until_line_end(text);
    let is = |start: &str| line.starts_with(start);
    if is("!!! ") || is("??? ") || is("???+ ") {
        return admonition(line);
    }
    if is("=== \"") || is("===! \"") || is("===+ \"") {
        let title = line.split('"').nth(1).unwrap_or_default();
        let help = format!("write `::: tabs`, a line `== {title}` before each tab, and `:::` at the end");
        return found(line.len(), "a tab is written in the way of MkDocs", help);
    }
    if is("<<< ") {
        let file = line[4..].split(['{', ' ', '#']).next().unwrap_or_default();
        let help = format!("write an empty code block with `{{file=\"{file}\"}}`, the path relative to this page");
        return found(line.len(), "a file is included in the way of VitePress", help);
    }
    if is("@tab ") {
        let title = line["@tab ".len()..].trim();
        return found(line.len(), "a tab is written in the way of VuePress", format!("write `== {title}`"));
    }
    if is("/// ") {
        let word = line[4..].split([' ', '|']).next().unwrap_or_default();
        return found(line.len(), "a block is written in the way of PyMdown", format!("write `::: {}`", kind(word)));
    }
    if is(".. ") && line.contains("::") {
        let word = line[3..].split("::").next().unwrap_or_default();
        let help = match word {
            "code-block" | "code" | "sourcecode" => "write a code block between lines of three backticks".to_owned(),
            word => format!("write `::: {}`", kind(word)),
        };
        return found(line.len(), "a directive is written in the way of reStructuredText", help);
    }
    if ["[TOC]", "[toc]", "[[_TOC_]]", "[[toc]]", "[[TOC]]"].contains(&line) {
        return found(
            line.len(),
            "a list of contents is asked for",
            "leave it out: each page has one, made from its headings",
        );
    }
    if is("{:") && line.ends_with('}') {
        let help = "leave it out; a heading takes `{#id .class}` at the end of its own line";
        return found(line.len(), "attributes are written in the way of kramdown", help);
    }
    if is("import ") && (line.contains(" from \"") || line.contains(" from '") || is("import '") || is("import \"")) {
        return found(line.len(), "an import of MDX", format!("leave it out: pages hold no program{LITERAL}"));
    }
    if ["export default ", "export const ", "export function ", "export let "].iter().any(|start| is(start)) {
        return found(line.len(), "an export of MDX", format!("leave it out: pages hold no program{LITERAL}"));
    }
    None
}

fn admonition(line: &str) -> Option<Foreign> {
    let folded = line.starts_with('?');
    let rest = line.trim_start_matches(['!', '?', '+']).trim();
    let word = rest.split(' ').next().unwrap_or_default();
    if word.is_empty() || !word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let title = rest.split('"').nth(1).unwrap_or_default();
    let word = if folded { "details" } else { kind(word) };
    let blank = if title.is_empty() { "" } else { " " };
    let help = format!("write `::: {word}{blank}{title}`, the text without its indentation, and `:::` at the end");
    found(line.len(), "a note is written in the way of MkDocs", help)
}

/// The word of a container that is nearest to another tool's.
pub(super) fn kind(word: &str) -> &'static str {
    let (kind, ours) = Kind::of(word);
    let known = WORDS.iter().copied().find(|known| kind != Kind::Unknown && known.eq_ignore_ascii_case(word));
    ours.or(known).or_else(|| nearest(word, WORDS)).unwrap_or("note")
}

/// Looks at the text from a `{` or `<` on.
pub(super) fn within(text: &str) -> Option<Foreign> {
    let second = *text.as_bytes().get(1)?;
    if !matches!(second, b'{' | b'%' | b'/') && !second.is_ascii_uppercase() {
        return None;
    }
    let line = until_line_end(text);
    let is = |start: &str| line.starts_with(start);
    let from = |start: usize, end: &str| {
        let rest = line.as_bytes().get(start..)?;
        memchr::memmem::find(rest, end.as_bytes()).map(|at| start + at + end.len())
    };
    if is("{{<") || is("{{%") {
        let length = from(3, "}}")?;
        let name = line[3..length].trim_matches(['<', '%', '>', '}', '/', ' ']);
        let name = name.split_whitespace().next().unwrap_or_default();
        return found(length, format!("a shortcode of Hugo: `{name}`"), shortcode(name));
    }
    if is("{{#") {
        let length = from(3, "}}")?;
        let file = line[..length].split_whitespace().nth(1).unwrap_or_default().trim_end_matches('}');
        let file = file.split(':').next().unwrap_or_default();
        let help =
            format!("write an empty code block with `{{file=\"{file}\"}}`, the path relative to this page{LITERAL}");
        return found(length, "an include of mdBook", help);
    }
    if is("{{") {
        let length = from(2, "}}")?;
        return found(length, "an expression of a template", format!("write out what it stands for{LITERAL}"));
    }
    if is("{%") {
        let length = from(2, "%}")?;
        let name = line[2..length - 2].trim_matches(['-', ' ']).split([' ', '(']).next().unwrap_or_default();
        let help = match name {
            "raw" | "endraw" | "verbatim" | "endverbatim" => "leave it out: braces need no protection here".to_owned(),
            name => shortcode(name),
        };
        return found(length, format!("a tag of a template: `{name}`"), help);
    }
    if is("<") {
        let name: &str = line[1..].trim_start_matches('/');
        let ends = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(name.len());
        let name = &name[..ends];
        // What HTML can read as a tag comes as raw HTML; what is left is a component with an expression in it.
        let component = name.starts_with(|c: char| c.is_ascii_uppercase()) && line.contains('{');
        let length = from(1, ">").filter(|_| component)?;
        return found(length, format!("a component of MDX: `{name}`"), self::component(name));
    }
    None
}

fn shortcode(name: &str) -> String {
    let known = match name.to_ascii_lowercase().as_str() {
        "tabs" | "tab" | "tabpane" => "write `::: tabs`, a line `== Title` before each tab, and `:::` at the end",
        "highlight" => "write a code block between lines of three backticks",
        "ref" | "relref" | "link" => "write a link to the page's file: `[text](page.md)`",
        "figure" | "image" | "img" => "write an image: `![what it shows](file.png)`",
        "details" | "expand" => "write `::: details Title`, and `:::` at the end",
        "include" | "readfile" | "include_relative" => {
            "write an empty code block with `{file=\"…\"}`, or the text itself"
        }
        "toc" => "leave it out: each page has a list of contents",
        name => {
            let (kind, _) = Kind::of(name);
            if kind != Kind::Unknown || matches!(name, "alert" | "callout" | "admonition" | "notice") {
                let word = if kind == Kind::Unknown { "note" } else { self::kind(name) };
                return format!("write `::: {word}`, and `:::` at the end");
            }
            return format!("write out what it stands for{LITERAL}");
        }
    };
    known.to_owned()
}

/// What to write in place of a component, or of what was meant to be text.
pub(super) fn component(name: &str) -> String {
    let known = match name {
        "Tabs" | "TabItem" | "Tab" | "TabPanel" | "TabList" => {
            "write `::: tabs`, a line `== Title` before each tab, and `:::` at the end"
        }
        "Aside" | "Callout" | "Admonition" | "Note" | "Info" => "write `::: note`, and `:::` at the end",
        "Tip" => "write `::: tip`, and `:::` at the end",
        "Warning" | "Danger" => "write `::: warning`, and `:::` at the end",
        "Details" | "Accordion" | "Expandable" => "write `::: details Title`, and `:::` at the end",
        "CodeGroup" | "CodeBlock" | "Code" => "write `::: code-group`, code blocks, and `:::` at the end",
        "Image" | "Figure" => "write an image: `![what it shows](file.png)`",
        "Link" => "write a link: `[text](page.md)`",
        _ => return format!("if it is meant as text, put it into backticks or write `&lt;{name}>`"),
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_of_another_tool_gets_what_to_write() {
        for (text, help) in [
            ("!!! warning \"Mind this\"", "::: warning Mind this`"),
            ("!!! danger", "::: caution`"),
            ("???+ note", "::: details`"),
            ("=== \"Linux\"", "== Linux`"),
            ("<<< @/a/b.js{1}", "file=\"@/a/b.js\""),
            ("[[_TOC_]]", "leave it out"),
            ("[TOC]\nx", "leave it out"),
            ("{: .class}", "leave it out"),
            ("import A from './a'", "leave it out"),
            ("export default x", "leave it out"),
            ("@tab npm", "== npm`"),
            ("/// tip | Title", "::: tip`"),
            (".. note::", "::: note`"),
        ] {
            let found = line(text).unwrap_or_else(|| panic!("{text}"));
            assert!(found.help.contains(help), "{text}: {}", found.help);
            assert_eq!(found.length, until_line_end(text).len());
        }
    }

    #[test]
    fn ordinary_lines_are_left_alone() {
        for text in
            ["import the file", "exports are down", "=== a", "!!!", "[x]", "{a: b}", "i", "<b>", "... and so on", "/ x"]
        {
            assert_eq!(line(text), None, "{text}");
        }
    }

    #[test]
    fn what_stands_within_a_line_is_found() {
        for (text, length, help) in [
            ("{{< tabs >}} x", 12, "::: tabs"),
            ("{{% /alert %}}", 14, "::: note"),
            ("{{#include ../a.rs:2:3}} x", 24, "file=\"../a.rs\""),
            ("{{ youtube(id=1) }}", 19, "backticks"),
            ("{% raw %}", 9, "leave it out"),
            ("{%- note() -%}", 14, "::: note"),
            ("<Tab value={x}> y", 15, "::: tabs"),
        ] {
            let found = within(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(found.length, length, "{text}");
            assert!(found.help.contains(help), "{text}: {}", found.help);
        }
        for text in ["{{", "{x}", "{% x", "<b {", "< a"] {
            assert_eq!(within(text), None, "{text}");
        }
    }
}
