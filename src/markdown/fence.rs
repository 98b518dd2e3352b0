//! What stands behind the three backticks, and which part of a file a block shows.
//!
//! [`read`] understands this program's own words and those of other tools that mean the same; what it does not know is
//! ignored, because info strings are full of words for other tools.

use std::borrow::Cow;

use super::{CodeBlock, EmbedKind};

/// The embed that an info string stands for.
pub(super) fn embed(info: &str) -> Option<EmbedKind> {
    match info.split_ascii_whitespace().next()? {
        "decision" => Some(EmbedKind::Decision),
        "pages" => Some(EmbedKind::Pages),
        _ => None,
    }
}

/// Reads an info string: `go {title="pool.go" hl="3-5"}`, `js{1,3-5}`, `ts [label]`, `py linenums="1" hl_lines="2 3"`.
pub(super) fn read(info: &str) -> CodeBlock {
    let info = info.trim();
    let mut block = CodeBlock::default();
    let ends = info.find(|c: char| c.is_whitespace() || c == '{' || c == '[').unwrap_or(info.len());
    let (word, mut rest) = info.split_at(ends);
    // Without a language the first word may already be an attribute: ```` ``` title="x" ````.
    if word.split_once('=').is_some_and(|(name, _)| !name.contains([',', ':'])) {
        rest = info;
    } else {
        // rustdoc writes `rust,ignore`, VitePress `ts:line-numbers=2`.
        let (language, more) = word.split_once([',', ':']).unwrap_or((word, ""));
        language.clone_into(&mut block.language);
        if let Some(from) = more.strip_prefix("line-numbers") {
            block.numbered_from = Some(from.strip_prefix('=').and_then(|from| from.parse().ok()).unwrap_or(1));
        }
    }
    while let Some(attribute) = next(&mut rest) {
        set(&mut block, attribute);
    }
    block
}

enum Attribute<'a> {
    /// `{1,3-5}`.
    Lines(&'a str),
    /// `[label]`.
    Label(&'a str),
    Word(&'a str),
    Pair(&'a str, &'a str),
}

fn next<'a>(rest: &mut &'a str) -> Option<Attribute<'a>> {
    *rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | ',' | ']'));
    let first = rest.chars().next()?;
    let up_to = |text: &'a str, end: char| text.split_once(end).unwrap_or((text, ""));
    if first == '[' {
        let (label, after) = up_to(&rest[1..], ']');
        *rest = after;
        return Some(Attribute::Label(label.trim()));
    }
    if first.is_ascii_digit() {
        let length = rest.bytes().take_while(|c| c.is_ascii_digit() || matches!(c, b',' | b'-' | b' ')).count();
        let (lines, after) = rest.split_at(length);
        *rest = after.trim_start_matches(|c: char| c.is_alphanumeric());
        return Some(Attribute::Lines(lines));
    }
    let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '}' | '[' | ',')).unwrap_or(rest.len());
    let (name, after) = rest.split_at(length);
    let Some(value) = after.strip_prefix('=') else {
        *rest = after;
        return Some(Attribute::Word(name));
    };
    let (value, after) = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => up_to(&value[1..], quote),
        Some('{') => up_to(&value[1..], '}'),
        Some('[') => up_to(&value[1..], ']'),
        _ => value.split_at(value.find(|c: char| c.is_whitespace() || c == '}').unwrap_or(value.len())),
    };
    *rest = after;
    Some(Attribute::Pair(name, value))
}

fn set(block: &mut CodeBlock, attribute: Attribute<'_>) {
    match attribute {
        Attribute::Lines(list) => lines(list, &mut block.marked),
        Attribute::Label(label) => {
            if block.title.is_none() && !label.is_empty() {
                block.title = Some(label.to_owned());
            }
        }
        Attribute::Word(word) => match word {
            "lines" | "linenums" | "showLineNumbers" | "linenos" | "numberLines" => {
                block.numbered_from.get_or_insert(1);
            }
            "measure" => block.measure = true,
            // MkDocs and Pandoc write the language as a class: `{.python}`.
            word if block.language.is_empty() && word.starts_with('.') => word[1..].clone_into(&mut block.language),
            _ => {}
        },
        Attribute::Pair(name, value) => match name {
            "title" | "filename" | "name" if !value.is_empty() => block.title = Some(value.to_owned()),
            "hl" | "hl_lines" | "mark" => lines(value, &mut block.marked),
            "added" | "ins" => lines(value, &mut block.added),
            "removed" | "del" => lines(value, &mut block.removed),
            "lines" | "linenums" | "showLineNumbers" | "startLineNumber" | "linenostart" | "startFrom" => match value {
                "false" => block.numbered_from = None,
                _ => block.numbered_from = Some(value.parse().unwrap_or(1)),
            },
            "linenos" => block.numbered_from = (value != "false").then(|| block.numbered_from.unwrap_or(1)),
            "file" if !value.is_empty() => block.file = Some(value.to_owned()),
            "region" if !value.is_empty() => block.region = Some(value.to_owned()),
            "measure" => block.measure = value != "false",
            _ => {}
        },
    }
}

/// `1,3-5` or `1 3-5`: numbers and ranges, the larger end second whichever way it is written.
fn lines(list: &str, into: &mut Vec<(u32, u32)>) {
    for part in list.split([',', ' ']) {
        let (first, last) = part.trim().split_once('-').unwrap_or((part.trim(), part.trim()));
        if let (Ok(first), Ok(last)) = (first.trim().parse::<u32>(), last.trim().parse::<u32>()) {
            into.push((first.min(last), first.max(last)));
        }
    }
}

/// The lines of a text between `#region NAME` and the `#endregion` that belongs to it, markers of other regions left
/// out and common indentation removed. `None` if there is no such region.
///
/// A marker is a comment of its own line in any style: `// #region x`, `# region x`, `<!-- #region x -->`.
pub fn region<'a>(text: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let mut shown: Vec<&str> = Vec::new();
    let mut depth = 0_usize;
    for line in text.split_inclusive('\n') {
        match marker(line) {
            Some(Marker::Start(start)) if depth > 0 || start == name => depth += 1,
            Some(Marker::Start(_)) => {}
            Some(Marker::End(end)) if depth > 0 => {
                depth = if end == name { 0 } else { depth - 1 };
                if depth == 0 {
                    return Some(dedented(text, &shown));
                }
            }
            Some(Marker::End(_)) => {}
            None if depth > 0 => shown.push(line),
            None => {}
        }
    }
    (depth > 0).then(|| dedented(text, &shown))
}

/// A text without the lines that mark regions.
pub fn without_markers(text: &str) -> Cow<'_, str> {
    if !text.contains("region") {
        return Cow::Borrowed(text);
    }
    let shown: Vec<&str> = text.split_inclusive('\n').filter(|line| marker(line).is_none()).collect();
    joined(text, &shown)
}

enum Marker<'a> {
    Start(&'a str),
    /// With its name, if it has one.
    End(&'a str),
}

fn marker(line: &str) -> Option<Marker<'_>> {
    if !line.contains("region") {
        return None;
    }
    let line = line.trim();
    const OPENERS: [&str; 8] = ["//", "#", "--", "<!--", "/*", ";", "%", "'"];
    let opener = OPENERS.iter().find(|opener| line.starts_with(**opener))?;
    let inner = line[opener.len()..].trim_start_matches(['/', '*', ';', '-', ' ', '\t']);
    let inner = inner.trim_end_matches("-->").trim_end_matches("*/").trim();
    let inner = inner.strip_prefix('#').unwrap_or(inner);
    let (word, name) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let name = name.trim();
    match word {
        "region" if !name.is_empty() && !name.contains(char::is_whitespace) => Some(Marker::Start(name)),
        "endregion" if !name.contains(char::is_whitespace) => Some(Marker::End(name)),
        _ => None,
    }
}

/// The lines, which are slices of `text` in order, as one text: borrowed where nothing stands between them.
fn joined<'a>(text: &'a str, lines: &[&'a str]) -> Cow<'a, str> {
    let place = |line: &str| line.as_ptr() as usize - text.as_ptr() as usize;
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return Cow::Borrowed("") };
    let whole = place(first)..place(last) + last.len();
    if whole.len() == lines.iter().map(|line| line.len()).sum::<usize>() {
        return Cow::Borrowed(&text[whole]);
    }
    Cow::Owned(lines.concat())
}

fn dedented<'a>(text: &'a str, lines: &[&'a str]) -> Cow<'a, str> {
    let mut common: Option<&str> = None;
    for line in lines.iter().filter(|line| !line.trim().is_empty()) {
        let own = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        let shared = common.map_or(own.len(), |common| {
            common.bytes().zip(own.bytes()).take_while(|(one, other)| one == other).count()
        });
        common = Some(&own[..shared]);
    }
    let common = common.map_or(0, str::len);
    if common == 0 {
        return joined(text, lines);
    }
    let cut = |line: &&'a str| line.get(common..).filter(|_| !line.trim().is_empty()).unwrap_or("\n");
    Cow::Owned(lines.iter().map(cut).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(info: &str) -> CodeBlock {
        read(info)
    }

    #[test]
    fn the_words_of_the_manual_are_read() {
        let all = block(
            "go {title=\"pool.go\" hl=\"3-5\" lines file=\"pool/main.go\" region=\"pool\" added=\"4\" removed=\"5\" measure}",
        );
        assert_eq!(
            all,
            CodeBlock {
                language: "go".to_owned(),
                title: Some("pool.go".to_owned()),
                marked: vec![(3, 5)],
                added: vec![(4, 4)],
                removed: vec![(5, 5)],
                numbered_from: Some(1),
                file: Some("pool/main.go".to_owned()),
                region: Some("pool".to_owned()),
                measure: true,
            }
        );
    }

    #[test]
    fn the_words_of_other_tools_are_read() {
        assert_eq!(block("js{1,3-5}").marked, [(1, 1), (3, 5)]);
        assert_eq!(block("js {5-3} [a b.js]").marked, [(3, 5)]);
        assert_eq!(block("js {1} [a b.js]").title.as_deref(), Some("a b.js"));
        assert_eq!(block("python title='a.py' linenums=\"7\" hl_lines=\"1 3\"").numbered_from, Some(7));
        assert_eq!(block("python title='a.py' hl_lines=\"1 3\"").marked, [(1, 1), (3, 3)]);
        assert_eq!(block("jsx showLineNumbers {2}").numbered_from, Some(1));
        assert_eq!(block("ts:line-numbers=2 {1}").numbered_from, Some(2));
        assert_eq!(block("rust,ignore").language, "rust");
        assert_eq!(block("title=\"x\"").title.as_deref(), Some("x"));
        assert_eq!(block("title=\"x\"").language, "");
        assert_eq!(block("c++").language, "c++");
        assert_eq!(block("{ .py3 title=\"x\" }").title.as_deref(), Some("x"));
        assert_eq!(block("{.py3 .wide}").language, "py3");
        assert_eq!(block("go {hl=\"3\"").marked, [(3, 3)]);
        assert_eq!(block("  "), CodeBlock::default());
    }

    #[test]
    fn a_region_is_found_in_any_comment_style() {
        for (start, end) in [
            ("// #region a", "// #endregion a"),
            ("# region a", "# endregion"),
            ("-- #region a", "-- #endregion"),
            ("<!-- #region a -->", "<!-- #endregion -->"),
            ("/* #region a */", "/* #endregion */"),
            (";; region a", ";; endregion a"),
            ("#region a", "#endregion"),
        ] {
            let text = format!("before\n{start}\n\tx\n\n\t\ty\n{end}\nafter\n");
            assert_eq!(region(&text, "a").as_deref(), Some("x\n\n\ty\n"), "{start}");
            assert_eq!(without_markers(&text), "before\n\tx\n\n\t\ty\nafter\n", "{start}");
            assert_eq!(region(&text, "b"), None);
        }
    }

    #[test]
    fn a_region_within_a_region_shows_without_its_markers() {
        let text = "# region a\n1\n# region b\n2\n# endregion b\n3\n# endregion a\n4\n";
        assert_eq!(region(text, "a").as_deref(), Some("1\n2\n3\n"));
        assert_eq!(region(text, "b").as_deref(), Some("2\n"));
        assert!(matches!(region(text, "b"), Some(Cow::Borrowed(_))));
        let unclosed = "# region a\n1\n";
        assert_eq!(region(unclosed, "a").as_deref(), Some("1\n"));
    }

    #[test]
    fn a_line_that_only_speaks_of_regions_is_shown() {
        for text in ["region = 1\n", "// the region of a map\n", "#regional\n", "// region\n"] {
            assert_eq!(without_markers(text), text);
        }
    }
}
