//! Findings as people read them: what is wrong, where, the line with the place underlined, what to do.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level as Shown, Origin, Patch, Renderer, Snippet};

use super::lines::{Files, Lines};
use super::{Report, place};
use crate::diagnostic::{Diagnostic, Fix, Level, Span};

/// How the text may look: what the terminal can do, as the caller found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Colours.
    pub color: bool,
    /// Lines and corners of Unicode in place of `|` and `-->`.
    pub unicode: bool,
    /// How many columns there are; longer source lines are cut around the place.
    pub width: usize,
}

impl Look {
    /// For files and pipes.
    pub const PLAIN: Look = Look { color: false, unicode: false, width: 140 };
}

/// The findings, each followed by an empty line. Nothing if there are none; the [`Summary`](super::Summary) is not in it.
pub fn text(report: &Report<'_>, look: Look) -> String {
    let files = Files::new(report.texts);
    let renderer = if look.color { Renderer::styled() } else { Renderer::plain() };
    let decor = if look.unicode { DecorStyle::Unicode } else { DecorStyle::Ascii };
    let renderer = renderer.hyperlink(false).decor_style(decor).term_width(look.width.max(40));
    let mut out = String::new();
    for (level, finding) in report.findings {
        out.push_str(&renderer.render(&groups(*level, finding, &files, look.width)));
        out.push_str("\n\n");
    }
    out
}

fn groups<'a>(level: Level, finding: &'a Diagnostic, files: &Files<'a>, width: usize) -> Vec<Group<'a>> {
    let title = shown(level).primary_title(finding.message.as_str()).id(finding.code.name());
    let (near, far): (Vec<_>, Vec<_>) = finding.also.iter().partition(|(span, _)| is_near(files, &finding.span, span));
    let mut elements: Vec<Element<'a>> = Vec::new();
    match snippet(files, &finding.span, &near) {
        Some(snippet) => elements.push(snippet.into()),
        None => elements.extend(bare(files, &finding.span)),
    }
    for (span, words) in far {
        match other(files, span, words) {
            Some(snippet) => elements.push(snippet.into()),
            None => elements.push(Shown::NOTE.message(format!("{words}: {}", span.file)).into()),
        }
    }
    for (name, words) in &finding.notes {
        elements.push(Shown::NOTE.with_name(name.as_str()).message(words.as_str()).into());
    }
    let help = finding.help.as_deref();
    match finding.fix.as_ref().and_then(|fix| suggestion(files, &finding.span, fix, width)) {
        None => {
            elements.extend(help.map(|help| Element::from(Shown::HELP.message(help))));
            let fix = finding.fix.as_ref().and_then(|fix| in_words(files, &finding.span, fix));
            elements.extend(fix.map(|fix| Element::from(Shown::HELP.with_name("fix").message(fix))));
            vec![title.elements(elements)]
        }
        Some(patch) => {
            let help = Shown::HELP.secondary_title(help.unwrap_or("write it so"));
            vec![title.elements(elements), help.element(patch)]
        }
    }
}

fn shown(level: Level) -> Shown<'static> {
    match level {
        Level::Error => Shown::ERROR,
        Level::Warning => Shown::WARNING,
        Level::Note | Level::Off => Shown::NOTE,
    }
}

/// A finding about a file as a whole has no place in it.
fn is_whole_file(span: &Span) -> bool {
    span.range == (0..0)
}

/// How many lines may lie between two places that are shown in one piece.
const NEAR: usize = 40;

fn is_near(files: &Files<'_>, span: &Span, other: &Span) -> bool {
    let Some(lines) = files.get(&span.file) else { return false };
    let line = |span: &Span| lines.line_of(span.range.start as usize);
    span.file == other.file && !is_whole_file(span) && !is_whole_file(other) && line(span).abs_diff(line(other)) < NEAR
}

/// The lines of a place, underlined. Only these are handed to the renderer, so that a finding costs no more in a long
/// file than in a short one.
fn snippet<'a>(files: &Files<'a>, span: &'a Span, also: &[&'a (Span, String)]) -> Option<Snippet<'a, Annotation<'a>>> {
    let lines = files.get(&span.file).filter(|_| !is_whole_file(span))?;
    let place = clip(&lines, &span.range);
    let others: Vec<(Range<usize>, &str)> =
        also.iter().map(|(span, words)| (clip(&lines, &span.range), words.as_str())).collect();
    let all = std::iter::once(&place).chain(others.iter().map(|(range, _)| range));
    let (snippet, window) = shown_lines(&lines, all)?;
    let primary = AnnotationKind::Primary.span(local(&window, &place));
    let context = others.iter().map(|(range, words)| AnnotationKind::Context.span(local(&window, range)).label(*words));
    Some(snippet.path(span.file.as_str()).annotation(primary).annotations(context))
}

/// The lines of another place, with its words below them.
fn other<'a>(files: &Files<'a>, span: &'a Span, words: &'a str) -> Option<Snippet<'a, Annotation<'a>>> {
    let lines = files.get(&span.file).filter(|_| !is_whole_file(span))?;
    let place = clip(&lines, &span.range);
    let (snippet, window) = shown_lines(&lines, std::iter::once(&place))?;
    let annotation = AnnotationKind::Context.span(local(&window, &place)).label(words);
    Some(snippet.path(span.file.as_str()).annotation(annotation))
}

/// The place of a finding whose lines cannot be shown: the file alone, or the part of a very long line.
fn bare<'a>(files: &Files<'a>, span: &'a Span) -> Vec<Element<'a>> {
    let origin = Origin::path(span.file.as_str());
    let Some(lines) = files.get(&span.file).filter(|_| !is_whole_file(span)) else { return vec![origin.into()] };
    let place = place(files, span);
    let (start, end) = (lines.floor(span.range.start as usize), lines.floor(span.range.end as usize));
    let line = lines.line(lines.line_of(start));
    let from = lines.floor(start.saturating_sub(EXCERPT).max(line.start));
    let to = lines.floor((end + EXCERPT).min(start + 4 * EXCERPT)).min(line.end).max(from);
    let excerpt = format!("…{}…", lines.text.get(from..to).unwrap_or_default());
    let note = Shown::NOTE.with_name("line").message(excerpt);
    vec![origin.line(place.line).char_column(place.column).into(), note.into()]
}

/// How many lines of one place are shown, from which length on (in bytes) lines are quoted instead, and how much of them
/// on each side of the place.
const TALLEST: usize = 6;
const WIDEST: usize = 20_000;
const EXCERPT: usize = 60;

/// The place, cut to its first line if it is very tall, at whole characters.
fn clip(lines: &Lines<'_>, range: &Range<u32>) -> Range<usize> {
    let (start, end) = (lines.floor(range.start as usize), lines.floor(range.end as usize));
    let (first, last) = (lines.line_of(start), lines.line_of(end));
    let end = if last.saturating_sub(first) >= TALLEST { lines.line(first).end } else { end };
    start..end.max(start)
}

/// The whole lines that hold these places, and their bytes; nothing if they are very long.
fn shown_lines<'a, 'r, T: Clone>(
    lines: &Lines<'a>,
    mut ranges: impl Iterator<Item = &'r Range<usize>>,
) -> Option<(Snippet<'a, T>, Range<usize>)> {
    let first = ranges.next()?.clone();
    let hull = ranges.fold(first, |hull, range| hull.start.min(range.start)..hull.end.max(range.end));
    let line = lines.line_of(hull.start);
    let window = lines.line(line).start.min(hull.start)..lines.line(lines.line_of(hull.end)).end.max(hull.end);
    let source = lines.text.get(window.clone()).filter(|source| source.len() < WIDEST)?;
    Some((Snippet::source(source).line_start(line + 1), window))
}

fn local(window: &Range<usize>, range: &Range<usize>) -> Range<usize> {
    range.start - window.start..range.end - window.start
}

/// The line as it would be, with the edit of a fix made. Not for lines wider than the terminal, which would be shown
/// whole, twice.
fn suggestion<'a>(files: &Files<'a>, span: &Span, fix: &'a Fix, width: usize) -> Option<Snippet<'a, Patch<'a>>> {
    let lines = files.get(&span.file)?;
    let range = edited(&lines, fix)?;
    let (snippet, window) = shown_lines(&lines, std::iter::once(&range))?;
    let source = lines.text.get(window.clone())?;
    let fits = |text: &str| text.lines().count() <= TALLEST && text.lines().all(|line| line.chars().count() < width);
    (fits(source) && fits(&fix.text)).then(|| snippet.patch(Patch::new(local(&window, &range), fix.text.as_str())))
}

/// A small edit in words.
fn in_words(files: &Files<'_>, span: &Span, fix: &Fix) -> Option<String> {
    let lines = files.get(&span.file)?;
    let old = lines.text.get(edited(&lines, fix)?)?;
    let small = |text: &str| text.len() <= 2 * EXCERPT && !text.contains('\n');
    match (old, fix.text.as_str()) {
        (old, new) if !small(old) || !small(new) => None,
        ("", new) => Some(format!("insert `{new}`")),
        (old, "") => Some(format!("remove `{old}`")),
        (old, new) => Some(format!("write `{new}` in place of `{old}`")),
    }
}

fn edited(lines: &Lines<'_>, fix: &Fix) -> Option<Range<usize>> {
    let range = lines.floor(fix.range.start as usize)..lines.floor(fix.range.end as usize);
    (range.start <= range.end).then_some(range)
}
