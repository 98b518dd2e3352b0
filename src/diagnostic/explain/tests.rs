use std::collections::BTreeSet;

use expect_test::{expect, expect_file};

use super::*;
use crate::path::SourcePath;

#[test]
fn every_code_is_explained_once() {
    let all = [links::ALL, pages::ALL, files::ALL, decisions::ALL];
    let explained: Vec<Code> = all.into_iter().flatten().map(|(code, _)| *code).collect();
    let once: BTreeSet<Code> = explained.iter().copied().collect();
    assert_eq!(explained.len(), once.len());
    assert_eq!(once, Code::ALL.iter().copied().collect());
}

#[test]
fn an_explanation_is_short_and_shows_a_difference() {
    for code in Code::ALL {
        let explanation = explain(*code);
        assert!(explanation.why.ends_with('.') && explanation.why.len() < 400, "{}", code.name());
        assert_ne!(explanation.wrong, explanation.right, "{}", code.name());
    }
}

#[test]
fn the_manual_says_what_the_program_says() {
    expect_file!["../../../docs/content/reference/findings.md"].assert_eq(&manual());
}

#[test]
fn the_page_of_the_manual_has_good_front_matter() {
    let mut findings = Vec::new();
    crate::page::front_matter::read(&SourcePath::new("content/reference/findings.md"), &manual(), &mut findings);
    assert_eq!(findings, []);
}

/// The examples of TOML are TOML, so that nobody learns a mistake besides the one that is meant.
#[test]
fn right_examples_can_be_read() {
    for code in Code::ALL {
        let explanation = explain(*code);
        if explanation.language == "toml" && !explanation.right.starts_with("+++") {
            let (_, fault) = crate::data::toml(explanation.right, 0..explanation.right.len());
            assert_eq!(fault, None, "{}", code.name());
        }
    }
}

#[test]
fn a_code_is_explained_on_the_terminal() {
    expect![[r#"
        active-html (warning by default)

        Raw HTML that could run a script or break the page was taken out.

        Scripts, frames, event handlers and inline styles do not pass the strict content
        security policy that the site is published with, and in texts of many hands they
        are a risk.

        Wrong:

            <p style="color: red" onclick="go()">Careful</p>

        Right:

            ::: warning
            Careful
            :::

        To allow it: a `[[check.allow]]` with `code = "active-html"` and a reason. A
        site whose authors are all trusted may set `raw_html = "all"` below
        `[markdown]`.
    "#]]
    .assert_eq(&text(Code::ActiveHtml));
    let mut levels = Levels::default();
    levels.set.insert(Code::BrokenLink, Level::Off);
    expect!["broken-link               off      A link leads to a page or file that does not exist."]
        .assert_eq(list(&levels).lines().next().unwrap());
}
