//! Highlights every fenced block of a folder of Markdown and says what that costs.
//!
//!     cargo run --release --example highlight_corpus -- FOLDER [PASSES]
//!
//! Each pass begins with nothing remembered but the compiled grammars. CPU time is that of the one thread
//! used, from Linux' scheduler; elsewhere it is the clock's.

#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use fingerpost::render::highlight::{Highlighter, Language};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use std::path::Path;
use std::time::{Duration, Instant};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().expect("a folder of Markdown");
    let passes = arguments.next().map_or(3, |passes| passes.parse().expect("a number of passes"));
    let blocks = blocks(Path::new(&folder));
    let lines: usize = blocks.iter().map(|(_, code)| code.lines().count()).sum();
    let bytes: usize = blocks.iter().map(|(_, code)| code.len()).sum();
    println!(
        "{} blocks, {:.1} lines a block, {:.1} MB",
        blocks.len(),
        lines as f64 / blocks.len() as f64,
        bytes as f64 / 1e6
    );
    for pass in 1..=passes {
        let (spent, out) = std::thread::scope(|scope| scope.spawn(|| highlight(&blocks)).join()).expect("no panic");
        println!(
            "pass {pass}: {:.1} ms CPU, {:.4} ms a block, {:.1} MB of HTML",
            spent.as_secs_f64() * 1e3,
            spent.as_secs_f64() * 1e3 / blocks.len() as f64,
            out as f64 / 1e6
        );
    }
}

fn highlight(blocks: &[(Language, String)]) -> (Duration, usize) {
    let highlighter = Highlighter::new();
    let before = cpu();
    let mut bytes = 0;
    for (language, code) in blocks {
        let mut out = String::new();
        highlighter.block(*language, code, &mut out);
        bytes += out.len();
    }
    (cpu() - before, bytes)
}

/// The fenced blocks of a known language that is not plain text.
fn blocks(folder: &Path) -> Vec<(Language, String)> {
    let mut blocks = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let path = entry.expect("a readable folder").into_path();
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let text = String::from_utf8_lossy(&std::fs::read(&path).expect("a readable file")).into_owned();
        let mut language = None;
        let mut code = String::new();
        for event in Parser::new(&text) {
            match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    let word = info.split([' ', ',', '{']).next().unwrap_or_default();
                    language = Language::find(word).filter(|language| !language.is_plain());
                }
                Event::Text(text) if language.is_some() => code.push_str(&text),
                Event::End(TagEnd::CodeBlock) => {
                    let code = std::mem::take(&mut code);
                    blocks.extend(language.take().map(|language| (language, code)));
                }
                _ => {}
            }
        }
    }
    blocks
}

/// The CPU time this thread has used.
fn cpu() -> Duration {
    let scheduler = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    match scheduler.split(' ').next().and_then(|spent| spent.parse().ok()) {
        Some(spent) => Duration::from_nanos(spent),
        None => {
            static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
            START.elapsed()
        }
    }
}
