//! syntect is the oracle.

use super::super::GRAMMAR_SET;
use super::*;
use proptest::prelude::*;
use std::path::Path;
use std::sync::{LazyLock, Mutex, PoisonError};
use syntect::parsing::{ParseState, Regex};

/// Fails where the operations of a line differ from syntect's.
fn check(parser: &mut Parser, grammar: &SyntaxReference, text: &str) {
    let mut theirs = ParseState::new(grammar);
    let mut ours = parser.start(grammar).expect("a start");
    for line in text.split_inclusive('\n') {
        let mut ops = Vec::new();
        let result = parser.parse_line(&mut ours, line, &mut ops);
        if result.is_err() {
            // Not asked, since it might never answer.
            return;
        }
        let expected = theirs.parse_line(line, &GRAMMAR_SET).expect("a linked grammar");
        assert_eq!(ops, expected, "{}: {line:?} in {text:?}", grammar.name);
    }
}

#[test]
fn a_grammar_that_goes_round_in_a_circle_fails() {
    let mut parser = Parser::new(&GRAMMAR_SET);
    let grammar = GRAMMAR_SET.find_syntax_by_name("JavaScript").expect("a grammar");
    let mut stack = parser.start(grammar).expect("a start");
    let text = "@media 0  `-  class\n@\n_x  ==`T )\\esac /*$\r\n";
    let failed = text.split_inclusive('\n').any(|line| parser.parse_line(&mut stack, line, &mut Vec::new()).is_err());
    assert!(failed);
}

#[test]
fn the_operations_are_those_of_syntect_on_this_repository() {
    let mut parser = Parser::new(&GRAMMAR_SET);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for entry in walkdir::WalkDir::new(root.join("src")).into_iter().chain(walkdir::WalkDir::new(root.join("benches")))
    {
        let path = entry.unwrap().into_path();
        let word = path.extension().and_then(|extension| extension.to_str()).unwrap_or("txt");
        let grammar = GRAMMAR_SET.find_syntax_by_extension(word);
        if let (Some(grammar), Ok(text)) = (grammar, std::fs::read_to_string(&path)) {
            check(&mut parser, grammar, &text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn the_operations_are_those_of_syntect_in_every_grammar(
        grammar in proptest::sample::select(GRAMMAR_SET.syntaxes().iter().collect::<Vec<_>>()),
        text in super::super::tests::code(),
    ) {
        static PARSER: LazyLock<Mutex<Parser>> = LazyLock::new(|| Mutex::new(Parser::new(&GRAMMAR_SET)));
        let mut parser = PARSER.lock().unwrap_or_else(PoisonError::into_inner);
        check(&mut parser, grammar, &text);
    }
}

/// Lines that reach many patterns: this crate's, and some of other kinds of text.
fn lines() -> Vec<String> {
    let mut lines = Vec::new();
    for text in
        [include_str!("../parser.rs"), include_str!("first_bytes/syntax.rs"), include_str!("../../../../Cargo.toml")]
    {
        lines.extend(text.split_inclusive('\n').step_by(40).map(str::to_owned));
    }
    let other = "<?php echo $a->b('c'); ?>\n<a href=\"x\" class='y'>&amp;</a>\n#!/usr/bin/env python3\n\tSELECT * FROM t WHERE a \
        LIKE 'x%' -- why\nif [[ $x == \"${y[@]}\" ]]; then\n- key: &a !!str \"v\" # c\n@media (min-width: 1px) { .a#b:hover {} }\n\
        \\begin{itemize} \\item $x^2$ % c\n== Title ==\n* item **bold** `code` [l](u)\n@@ -1,2 +3,4 @@ f\n  \n\nEND\n  def f(x): \
        return lambda y: x\n#include <stdio.h>\n00:01:02,003 --> x\n$ ls -la | grep x\nselect case When Begin end;\n";
    lines.extend(other.split_inclusive('\n').map(str::to_owned));
    lines.extend(["no line end", "", "x", "ss ST ff k K", "\"\"\"", "#{a} %w[b] :c"].map(str::to_owned));
    lines
}

#[test]
fn every_pattern_compiles_but_those_that_wait_for_a_captured_text() {
    let mut program = Program::new(&GRAMMAR_SET);
    for pattern in all_patterns(&mut program) {
        let regex = program.pattern(pattern).regex().regex_str();
        assert_eq!(program.is_broken(pattern), Regex::try_compile(regex).is_some(), "{regex:?}");
    }
}

/// Every pattern that a grammar can come to.
fn all_patterns(program: &mut Program) -> Vec<PatternIndex> {
    let mut waiting: Vec<ContextIndex> =
        GRAMMAR_SET.syntaxes().iter().map(|grammar| program.start(grammar).expect("a start")).collect();
    let mut seen = std::collections::HashSet::new();
    let mut patterns = std::collections::HashSet::new();
    while let Some(context) = waiting.pop() {
        if !seen.insert(context) {
            continue;
        }
        waiting.extend(program.prototype(context).expect("a linked grammar"));
        for place in program.patterns(context).expect("a linked grammar") {
            let pattern = program.listed(place);
            if patterns.insert(pattern) {
                waiting.extend(program.targets(pattern).iter().flat_map(|targets| targets.iter()));
                waiting.extend(program.with_prototype(pattern).ok().flatten());
            }
        }
    }
    patterns.into_iter().collect()
}

#[test]
fn no_filter_passes_over_a_match_of_its_pattern() {
    let mut program = Program::new(&GRAMMAR_SET);
    let patterns = all_patterns(&mut program);
    let filtered = patterns.iter().filter(|pattern| program.filter(**pattern).is_some()).count();
    assert!(patterns.len() > 15_000 && filtered * 10 > patterns.len() * 8, "{filtered} of {}", patterns.len());
    let mut bytes = Bytes::new();
    let mut region = Region::new();
    for text in lines().into_iter().filter(|line| line.is_ascii()) {
        bytes.set(&text);
        for &pattern in &patterns {
            let Some(filter) = program.filter(pattern) else { continue };
            let regex = program.pattern(pattern).regex();
            if program.is_broken(pattern) {
                continue;
            }
            let mut from = 0;
            while from <= text.len() && regex.search(&text, from, text.len(), Some(&mut region)) {
                let (start, _) = region.pos(0).expect("a match");
                assert_eq!(filter.find(&bytes, start), Some(start), "{:?} at {start} in {text:?}", regex.regex_str());
                from = start + 1;
            }
        }
    }
}
