use expect_test::{Expect, expect};

use super::*;
use crate::diagnostic::Code;

const PAGE: &str = "+++\ntitel = \"Go\"\n+++\n\n\tSee [B](b.md#nowhere) and 日本 [x](y.md).\r\n\r\nLast";

fn page(texts: &SourcePath) -> Option<&'static str> {
    match texts.as_str() {
        "content/a.md" => Some(PAGE),
        "content/b.md" => Some("# B\n\n## Somewhere\n"),
        _ => None,
    }
}

fn span(file: &str, text: &str) -> Span {
    let file = SourcePath::new(file);
    let all = page(&file).unwrap_or_default();
    let start = all.find(text).unwrap_or(0);
    Span::new(&file, start..start + text.len())
}

fn findings() -> Vec<(Level, Diagnostic)> {
    let key = span("content/a.md", "titel");
    let anchor = span("content/a.md", "b.md#nowhere");
    vec![
        (
            Level::Warning,
            Diagnostic::new(Code::UnknownKey, key.clone(), "unknown key `titel`")
                .help("did you mean `title`?")
                .fix(key.range, "title", false),
        ),
        (
            Level::Error,
            Diagnostic::new(Code::BrokenAnchor, anchor.clone(), "`b.md` has no heading `nowhere`")
                .also(span("content/b.md", "## Somewhere"), "the nearest heading")
                .help("link to `#somewhere`")
                .fix(anchor.range.start + 5..anchor.range.end, "somewhere", true),
        ),
        (Level::Error, Diagnostic::new(Code::BrokenLink, span("content/a.md", "y.md"), "there is no `content/y.md`")),
        (
            Level::Note,
            Diagnostic::new(Code::OrphanPage, Span::file(&SourcePath::new("content/b.md")), "no link leads here")
                .note("case", "x is 1, y is 2")
                .help("link to it, or hide it"),
        ),
        (
            Level::Warning,
            Diagnostic::new(Code::DuplicateId, span("content/a.md", "Last"), "`a,b:c%` stands twice")
                .also(span("content/a.md", "日本"), "first here"),
        ),
        (Level::Error, Diagnostic::new(Code::NotUtf8, Span::file(&SourcePath::new("content/ä b.md")), "not UTF-8")),
    ]
}

fn shown(render: impl Fn(&Report<'_>) -> String, expect: Expect) {
    let findings = findings();
    expect.assert_eq(&render(&Report { findings: &findings, texts: &|path: &SourcePath| page(path), pages: 2 }));
}

#[test]
fn text_shows_what_where_and_what_to_do() {
    shown(
        |report| text(report, Look::PLAIN) + &report.summary().to_string(),
        expect![[r#"
        warning[unknown-key]: unknown key `titel`
         --> content/a.md:2:1
          |
        2 | titel = "Go"
          | ^^^^^
          |
        help: did you mean `title`?
          |
        2 - titel = "Go"
        2 + title = "Go"
          |

        error[broken-anchor]: `b.md` has no heading `nowhere`
         --> content/a.md:5:10
          |
        5 |     See [B](b.md#nowhere) and 日本 [x](y.md).
          |             ^^^^^^^^^^^^
          |
         ::: content/b.md:3:1
          |
        3 | ## Somewhere
          | ------------ the nearest heading
          |
        help: link to `#somewhere`
          |
        5 -     See [B](b.md#nowhere) and 日本 [x](y.md).
        5 +     See [B](b.md#somewhere) and 日本 [x](y.md).
          |

        error[broken-link]: there is no `content/y.md`
         --> content/a.md:5:35
          |
        5 |     See [B](b.md#nowhere) and 日本 [x](y.md).
          |                                        ^^^^

        note[orphan-page]: no link leads here
        --> content/b.md
         = case: x is 1, y is 2
         = help: link to it, or hide it

        warning[duplicate-id]: `a,b:c%` stands twice
         --> content/a.md:7:1
          |
        5 |     See [B](b.md#nowhere) and 日本 [x](y.md).
          |                               ---- first here
        6 |
        7 | Last
          | ^^^^

        error[not-utf8]: not UTF-8
        --> content/ä b.md

        3 errors, 2 warnings, 1 note in 2 pages"#]],
    );
}

#[test]
fn text_on_a_terminal_has_colours_and_lines() {
    let findings = findings();
    let findings = &findings[..1];
    let look = Look { color: true, unicode: true, width: 80 };
    let out = text(&Report { findings, texts: &|path: &SourcePath| page(path), pages: 1 }, look);
    expect![[r#"
        ^[1m^[33mwarning[unknown-key]^[0m^[1m: unknown key `titel`^[0m
         ^[1m^[94m ╭▸ ^[0mcontent/a.md:2:1
          ^[1m^[94m│^[0m
        ^[1m^[94m2^[0m ^[1m^[94m│^[0m titel = "Go"
          ^[1m^[94m│^[0m ^[1m^[33m━━━━━^[0m
          ^[1m^[94m╰╴^[0m
        ^[1m^[96mhelp^[0m: did you mean `title`?
          ^[1m^[94m╭╴^[0m
        ^[1m^[94m2^[0m ^[91m- titel^[0m = "Go"
        ^[1m^[94m2^[0m ^[92m+ title^[0m = "Go"
          ^[1m^[94m╰╴^[0m

    "#]]
    .assert_eq(&out.replace('\u{1b}', "^"));
}

#[test]
fn json_is_what_its_schema_says() {
    shown(
        json,
        expect![[r#"
        {"version":1,"findings":[
        {"code":"unknown-key","level":"warning","message":"unknown key `titel`","file":"content/a.md","line":2,"column":1,"end_line":2,"end_column":6,"help":"did you mean `title`?","fix":{"start":4,"end":9,"text":"title"},"related":[]},
        {"code":"broken-anchor","level":"error","message":"`b.md` has no heading `nowhere`","file":"content/a.md","line":5,"column":10,"end_line":5,"end_column":22,"help":"link to `#somewhere`","fix":{"start":36,"end":43,"text":"somewhere"},"related":[{"message":"the nearest heading","file":"content/b.md","line":3,"column":1,"end_line":3,"end_column":13}]},
        {"code":"broken-link","level":"error","message":"there is no `content/y.md`","file":"content/a.md","line":5,"column":35,"end_line":5,"end_column":39,"help":null,"fix":null,"related":[]},
        {"code":"orphan-page","level":"note","message":"no link leads here","file":"content/b.md","line":1,"column":1,"end_line":1,"end_column":1,"help":"link to it, or hide it","fix":null,"related":[{"message":"case: x is 1, y is 2","file":"content/b.md","line":1,"column":1,"end_line":1,"end_column":1}]},
        {"code":"duplicate-id","level":"warning","message":"`a,b:c%` stands twice","file":"content/a.md","line":7,"column":1,"end_line":7,"end_column":5,"help":null,"fix":null,"related":[{"message":"first here","file":"content/a.md","line":5,"column":28,"end_line":5,"end_column":30}]},
        {"code":"not-utf8","level":"error","message":"not UTF-8","file":"content/ä b.md","line":1,"column":1,"end_line":1,"end_column":1,"help":null,"fix":null,"related":[]}
        ],"summary":{"errors":3,"warnings":2,"notes":1,"pages":2}}
    "#]],
    );
    let findings = findings();
    let schema = serde_json::from_str(crate::diagnostic::schema::FINDINGS).unwrap();
    for findings in [findings.as_slice(), &[]] {
        let printed = json(&Report { findings, texts: &|path: &SourcePath| page(path), pages: 2 });
        let value = serde_json::from_str(&printed).unwrap();
        assert_eq!(crate::diagnostic::schema::validate::fault(&schema, &value), None);
    }
}

#[test]
fn sarif_names_rules_places_and_fixes() {
    let findings = findings();
    let findings = &findings[1..2];
    let report = Report { findings, texts: &|path: &SourcePath| page(path), pages: 2 };
    expect![[r#"
        {
          "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
          "version": "2.1.0",
          "runs": [
            {
              "tool": {
                "driver": {
                  "name": "Fingerpost",
                  "version": "0.1.0",
                  "rules": [
                    {
                      "id": "broken-anchor",
                      "shortDescription": {
                        "text": "A link leads to a place that the page does not have."
                      },
                      "defaultConfiguration": {
                        "level": "error"
                      }
                    }
                  ]
                }
              },
              "columnKind": "unicodeCodePoints",
              "results": [
                {
                  "ruleId": "broken-anchor",
                  "ruleIndex": 0,
                  "level": "error",
                  "message": {
                    "text": "`b.md` has no heading `nowhere`\nlink to `#somewhere`"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "docs/content/a.md"
                        },
                        "region": {
                          "startLine": 5,
                          "startColumn": 10,
                          "endLine": 5,
                          "endColumn": 22
                        }
                      }
                    }
                  ],
                  "relatedLocations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "docs/content/b.md"
                        },
                        "region": {
                          "startLine": 3,
                          "startColumn": 1,
                          "endLine": 3,
                          "endColumn": 13
                        }
                      },
                      "id": 1,
                      "message": {
                        "text": "the nearest heading"
                      }
                    }
                  ],
                  "fixes": [
                    {
                      "artifactChanges": [
                        {
                          "artifactLocation": {
                            "uri": "docs/content/a.md"
                          },
                          "replacements": [
                            {
                              "deletedRegion": {
                                "startLine": 5,
                                "startColumn": 15,
                                "endLine": 5,
                                "endColumn": 22
                              },
                              "insertedContent": {
                                "text": "somewhere"
                              }
                            }
                          ]
                        }
                      ]
                    }
                  ]
                }
              ]
            }
          ]
        }
    "#]]
    .assert_eq(&sarif(&report, "docs/"));
}

#[test]
fn annotations_escape_what_would_end_them() {
    shown(
        |report| github(report, ""),
        expect![[r#"
        ::warning file=content/a.md,line=2,endLine=2,col=1,endColumn=6,title=unknown-key::unknown key `titel`%0Ahelp: did you mean `title`?
        ::error file=content/a.md,line=5,endLine=5,col=10,endColumn=22,title=broken-anchor::`b.md` has no heading `nowhere`%0Ahelp: link to `#somewhere`
        ::error file=content/a.md,line=5,endLine=5,col=35,endColumn=39,title=broken-link::there is no `content/y.md`
        ::notice file=content/b.md,line=1,endLine=1,col=1,endColumn=1,title=orphan-page::no link leads here%0Acase: x is 1, y is 2%0Ahelp: link to it, or hide it
        ::warning file=content/a.md,line=7,endLine=7,col=1,endColumn=5,title=duplicate-id::`a,b:c%25` stands twice
        ::error file=content/ä b.md,line=1,endLine=1,col=1,endColumn=1,title=not-utf8::not UTF-8
    "#]],
    );
}

fn long_line(words: usize) -> String {
    let text_of = format!("{} [x](gone.md) {}", "before ".repeat(words), "after ".repeat(words));
    let at = text_of.find("gone.md").unwrap();
    let file = SourcePath::new("content/a.md");
    let finding = Diagnostic::new(Code::BrokenLink, Span::new(&file, at..at + 7), "there is no `content/gone.md`");
    let range = finding.span.range.clone();
    let findings = [(Level::Error, finding.help("did you mean `go.md`?").fix(range, "go.md", true))];
    let lookup = |_: &SourcePath| Some(text_of.as_str());
    text(&Report { findings: &findings, texts: &lookup, pages: 1 }, Look { width: 80, ..Look::PLAIN })
}

#[test]
fn a_long_line_is_cut_around_the_place() {
    expect![[r#"
        error[broken-link]: there is no `content/gone.md`
         --> content/a.md:1:706
          |
        1 | ...fore before before before  [x](gone.md) after after after after after ...
          |                                   ^^^^^^^
          |
          = help: did you mean `go.md`?
          = fix: write `go.md` in place of `gone.md`

    "#]]
    .assert_eq(&long_line(100));
}

#[test]
fn a_very_long_line_is_quoted() {
    expect![[r#"
        error[broken-link]: there is no `content/gone.md`
        --> content/a.md:1:70006
         = line: …efore before before before before before before before  [x](gone.md) after after after after after after after after after afte…
         = help: did you mean `go.md`?
         = fix: write `go.md` in place of `gone.md`

    "#]].assert_eq(&long_line(10_000));
}

#[test]
fn many_findings_in_one_file_cost_no_more_each_than_few() {
    let line = "a [x](gone.md) ";
    let text_of = line.repeat(40_000);
    let file = SourcePath::new("content/a.md");
    let findings: Vec<(Level, Diagnostic)> = (0..40_000)
        .map(|at| Span::new(&file, at * line.len() + 6..at * line.len() + 13))
        .map(|span| (Level::Error, Diagnostic::new(Code::BrokenLink, span, "there is no `gone.md`")))
        .collect();
    let lookup = |_: &SourcePath| Some(text_of.as_str());
    let started = std::time::Instant::now();
    let report = Report { findings: &findings, texts: &lookup, pages: 1 };
    let out = json(&report);
    assert!(text(&report, Look::PLAIN).contains("a.md:1:599992"));
    assert!(out.contains("\"column\":599992"), "the last of them");
    // Quadratic, this took minutes.
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}

proptest::proptest! {
    #[test]
    fn no_span_makes_a_report_panic(
        text_of in "([a-z\t ]|\r?\n|日|ä|\u{feff}|\u{200d}|\u{1b}|\u{301}){0,30}",
        places in proptest::collection::vec((0u32..80, 0u32..80, 0u32..80, 0u32..80, "\\PC{0,5}"), 1..4),
    ) {
        let file = SourcePath::new("a.md");
        let findings: Vec<(Level, Diagnostic)> = places
            .into_iter()
            .map(|(a, b, c, d, words)| {
                let span = |a, b| Span { file: file.clone(), range: std::ops::Range { start: a, end: b } };
                let finding = Diagnostic::new(Code::BrokenLink, span(a, b), words.clone()).also(span(c, d), "also");
                (Level::Error, finding.fix(std::ops::Range { start: c, end: d }, words, true))
            })
            .collect();
        let lookup = |_: &SourcePath| Some(text_of.as_str());
        let report = Report { findings: &findings, texts: &lookup, pages: 0 };
        text(&report, Look::PLAIN);
        text(&report, Look { color: true, unicode: true, width: 1 });
        json(&report);
        sarif(&report, "");
        github(&report, "");
    }
}
