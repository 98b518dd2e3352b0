//! What holds for every block, and what a few look like.

use super::*;
use expect_test::{Expect, expect};
use proptest::prelude::*;

fn html(word: &str, code: &str) -> String {
    let mut out = String::new();
    Highlighter::new().block(Language::find(word).unwrap(), code, &mut out);
    out
}

fn check(word: &str, code: &str, expected: Expect) {
    let html = html(word, code);
    assert_eq!(text_of(&html), code);
    expected.assert_eq(&html);
}

/// The text a browser would show: tags stripped, entities read. Fails if a span is open at a line end.
fn text_of(html: &str) -> String {
    let mut text = String::new();
    let mut open = false;
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&', '\n']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = ["</span>", "<span class=", "&amp;", "&lt;", "&gt;", "\n"];
        let found = known.iter().find(|known| rest.starts_with(**known)).expect("only what we write");
        rest = &rest[found.len()..];
        match *found {
            "</span>" => assert!(std::mem::replace(&mut open, false)),
            "<span class=" => {
                assert!(!std::mem::replace(&mut open, true));
                assert!(rest.starts_with(|class: char| "ksncftboadi".contains(class)), "{rest:?}");
                assert_eq!(&rest[1..2], ">");
                rest = &rest[2..];
                assert!(!rest.starts_with(|first: char| first.is_ascii_whitespace()));
            }
            "&amp;" => text.push('&'),
            "&lt;" => text.push('<'),
            "&gt;" => text.push('>'),
            _ => {
                assert!(!open, "a span crosses a line end");
                text.push('\n');
            }
        }
    }
    assert!(!open);
    text + rest
}

#[test]
fn rust_has_its_colours() {
    check(
        "rust",
        "// a & b\npub fn f(x: u8) -> bool { x < 3 }\n",
        expect![[r#"
            <span class=c>// a &amp; b</span>
            <span class=k>pub fn</span> <span class=f>f</span><span class=o>(</span>x<span class=o>:</span> <span class=k>u8</span><span class=o>) -&gt;</span> <span class=k>bool</span> <span class=o>{</span> x <span class=o>&lt;</span> <span class=n>3</span> <span class=o>}</span>
        "#]],
    );
}

#[test]
fn the_keys_of_json_are_not_strings() {
    check(
        "jsonc",
        "{\"a\": [\"b\", 1, true]} // why\n",
        expect![[r#"
        <span class=o>{</span><span class=a>"a"</span><span class=o>: [</span><span class=s>"b"</span><span class=o>,</span> <span class=n>1</span><span class=o>,</span> <span class=b>true</span><span class=o>]}</span> <span class=c>// why</span>
    "#]],
    );
}

#[test]
fn a_session_shows_prompts_commands_and_plain_output() {
    check(
        "console",
        "$ cargo run \\\n  --release\n5 <b> if done\n",
        expect![[r#"
        <span class=o>$</span> <span class=f>cargo</span> run <span class=o>\</span>
          <span class=a>--release</span>
        5 &lt;b&gt; if done
    "#]],
    );
}

#[test]
fn a_session_without_prompts_is_a_list_of_commands() {
    assert_eq!(html("console", "cargo run\n"), html("sh", "cargo run\n"));
}

#[test]
fn a_diff_shows_what_came_and_what_went() {
    check(
        "diff",
        "@@ -1 +1 @@\n-old\n+new\n",
        expect![[r#"
        <span class=o>@@</span> <span class=a>-1 +1</span> <span class=o>@@</span>
        <span class=d>-old</span>
        <span class=i>+new</span>
    "#]],
    );
}

#[test]
fn plain_text_stays_plain() {
    check(
        "text",
        "if <a> & b\n",
        expect![[r#"
        if &lt;a&gt; &amp; b
    "#]],
    );
}

#[test]
fn a_long_line_makes_the_rest_plain_and_the_cap_can_be_told_before() {
    let code = format!("let a = 1;\nlet b = \"{}\";\nlet c = 3;\n", "x".repeat(2_000));
    let mut out = String::new();
    let cap = Highlighter::new().block(Language::find("rust").unwrap(), &code, &mut out);
    assert_eq!(cap, Some(Cap::Line { number: 2, start: 11 }));
    assert_eq!(cap, Cap::of(&code));
    assert_eq!(text_of(&out), code);
    assert!(out.ends_with("\nlet c = 3;\n") && out.starts_with("<span"));
}

#[test]
fn a_line_of_exactly_the_cap_is_coloured() {
    assert_eq!(Cap::of(&format!("{}\n", "x".repeat(MAX_LINE))), None);
    assert_eq!(Cap::of(&"x".repeat(MAX_LINE + 1)), Some(Cap::Line { number: 1, start: 0 }));
}

#[test]
fn a_block_too_large_or_of_too_many_lines_is_plain() {
    let lines = "a = 1\n".repeat(MAX_LINES + 1);
    assert_eq!(Cap::of(&lines), Some(Cap::Lines));
    assert_eq!(html("python", &lines), lines);
    let large = "a = 1 # comment\n".repeat(MAX_BYTES / 16 + 1);
    assert_eq!(Cap::of(&large), Some(Cap::Bytes));
    assert_eq!(html("python", &large), large);
}

/// Words and marks that move grammars from state to state, and bytes that trip careless code.
pub(super) fn code() -> impl Strategy<Value = String> {
    let words = "if fn def class let var begin end do done case esac function return import <?php <% %> {{ }} {% %} \
        // /* */ # -- <!-- --> \" ' ` \"\"\" ''' $ ${ $( ( ) [ ] { } < > </script> <script> <style> & &amp; ; : , . = \
        == => -> << <<EOF EOF r#\" \"# @ ! ? \\ \\n \\\" | || ~ ^ % * + - / 0 1.5e3 0xff a foo Bar _x é 🦀 ``` --- \
        === $x @media .a #id key: - - * | <<~ %w[ q{ /re/ \\begin{x} \\end{x} +++ @@ <a> </a> <b/> print";
    let word = proptest::sample::select(words.split_whitespace().collect::<Vec<_>>());
    let space = proptest::sample::select(vec![
        " ", " ", " ", "", "", "  ", "\n", "\n", "\n", "\t", "\r\n", "\r", "\0", "\u{a0}", "\u{feff}", "\u{c}", "\n\n",
    ]);
    let any = prop_oneof![12 => word.prop_map(str::to_owned), 1 => ".{0,6}"];
    proptest::collection::vec((any, space), 0..60)
        .prop_map(|parts| parts.into_iter().map(|(word, space)| word + space).collect())
}

fn language() -> impl Strategy<Value = Language> {
    proptest::sample::select(Language::all().collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn the_html_of_any_text_in_any_language_shows_that_text(language in language(), code in code()) {
        let mut out = String::new();
        Highlighter::new().block(language, &code, &mut out);
        prop_assert_eq!(text_of(&out), code);
    }

    #[test]
    fn what_the_memo_has_seen_changes_nothing(language in language(), code in code()) {
        static USED: LazyLock<Highlighter> = LazyLock::new(Highlighter::new);
        let mut used = String::new();
        USED.block(language, &code, &mut used);
        USED.block(language, &code, &mut used);
        let mut fresh = String::new();
        Highlighter::new().block(language, &code, &mut fresh);
        prop_assert_eq!(used, fresh.repeat(2));
    }
}
