use expect_test::{Expect, expect};

use super::*;

fn read_text(text: &str) -> (Config, String) {
    let mut findings = Vec::new();
    let config = read(&SourcePath::new("fingerpost.toml"), text, &mut findings);
    let mut out = String::new();
    for finding in &findings {
        let range = finding.span.range.start as usize..finding.span.range.end as usize;
        let line = text[..range.start].matches('\n').count() + 1;
        let (code, level) = (finding.code.name(), finding.level.word());
        out += &format!("{line} {level} {code} `{}`: {}", &text[range], finding.message);
        out += &finding.help.as_ref().map_or_else(String::new, |help| format!("\n    {help}"));
        out.push('\n');
    }
    (config, out)
}

fn check(text: &str, expect: Expect) {
    expect.assert_eq(&read_text(text).1);
}

#[test]
fn all_keys_are_read() {
    let (config, found) = read_text(
        r#"
title = "Go or Python"
description = "How to choose"
base_url = "https://example.org/docs"
language = "en-GB"
content = "./content/"
output_dir = "public/"
theme = "mine"
url_style = "file"
edit_url = "https://example.org/edit/main/{path}"

[topics.concurrency]
title = "Concurrency"
description = "Many things at once"

[nav]
order = ["guide/", "about.md"]
hide = ["drafts"]
[nav.titles]
"guide/setup.md" = "Set up"
[[nav.links]]
title = "Source"
to = "https://example.org/code"

[markdown]
raw_html = "escape"
[outputs]
markdown = false
[search]
enabled = false

[check]
missing-alt = "error"
[[check.allow]]
code = "broken-link"
path = "content/old/**"
target = "gone.md"
reason = "kept as it was"
until = 2027-01-01

[samples.go]
command = "go run '{file}'"
[samples.go-test]
language = "go"
files = "*_test.go"
command = ["go", "test", "{file}"]
mask = ['\d+\.\d+s']
timeout = 60

[serve]
editor = "code -g {file}:{line}:{column}"
[hosting]
files = ["netlify"]

[publish.pages]
kind = "git"
cname = "example.org"
[publish.bucket]
kind = "s3"
bucket = "b"
prefix = "/docs/"
region = "eu-1"
[publish.disk]
kind = "folder"
path = "/srv/www"

[extra]
colour = "teal"
title = "also fine: the site has one"
"#,
    );
    assert_eq!(found, "");
    assert_eq!(config.base_url.as_deref(), Some("https://example.org/docs/"));
    assert_eq!((config.content.as_str(), config.output_dir.as_str()), ("content", "public"));
    assert_eq!(config.nav.order, ["guide", "about.md"]);
    assert_eq!(config.samples["go"].command, ["go", "run", "{file}"]);
    assert_eq!(config.samples["go-test"].timeout, 60);
    assert_eq!(config.levels.set[&Code::MissingAlt], Level::Error);
    let allow = &config.levels.allow[0];
    assert!(allow.path.as_ref().is_some_and(|path| path.is_match("content/old/a/b.md")));
    assert_eq!(config.hosting, ["netlify"]);
    let PublishTarget::Bucket { prefix, .. } = &config.publish["bucket"].target else { panic!() };
    assert_eq!(prefix, "docs");
    let PublishTarget::Git { branch, history, .. } = &config.publish["pages"].target else { panic!() };
    assert_eq!((branch.as_str(), *history), ("gh-pages", false));
    assert_eq!(config.publish.len(), 3);
}

#[test]
fn an_unknown_key_is_an_error_with_the_nearest_key() {
    check(
        r#"
titel = "a"
colour = "teal"
raw_html = "all"
[serch]
[search]
enable = true
[check]
broken-lnk = "off"
missing-alt = "eror"
nonsense = "off"
[samples.go]
comand = "go run"
"#,
        expect![[r#"
            2 error unknown-key `titel`: unknown key `titel`
                did you mean `title`?
            3 error unknown-key `colour`: unknown key `colour`
                keys of your own go below `[extra]`
            4 error unknown-key `raw_html`: `raw_html` is a key of `[markdown]`
                move it below a line `[markdown]`
            5 error unknown-key `serch`: unknown key `serch`
                did you mean `search`?
            7 error unknown-key `enable`: unknown key `enable` in `[search]`
                did you mean `enabled`?
            9 error unknown-key `broken-lnk`: unknown key `broken-lnk` in `[check]`
                did you mean `broken-link`?
            10 error invalid-config `"eror"`: `missing-alt` cannot be `eror`
                did you mean `error`?
            11 error unknown-key `nonsense`: unknown key `nonsense` in `[check]`
                `fingerpost check --list` names all codes
            13 error unknown-key `comand`: unknown key `comand` in `[samples.go]`
                did you mean `command`?
            12 error invalid-config `go`: `[samples.go]` has no `command`
                add a line `command = "…"`
        "#]],
    );
}

#[test]
fn a_key_in_the_wrong_table_is_told_where_it_belongs() {
    check(
        r#"
[extra]
base_url = "https://example.org/"
theme = 3
[topics]
language = "de"
[topics.go]
output_dir = "public"
[search]
raw_html = "all"
[publish]
url_style = "file"
[check]
theme = "x"
"#,
        expect![[r#"
            3 error unknown-key `base_url`: `base_url` stands below `[extra]`
                keys before the first table header belong to the site: move it above the first `[…]`
            6 error unknown-key `language`: `language` stands below `[topics]`
                keys before the first table header belong to the site: move it above the first `[…]`
            8 error unknown-key `output_dir`: `output_dir` stands below `[topics.go]`
                keys before the first table header belong to the site: move it above the first `[…]`
            10 error unknown-key `raw_html`: `raw_html` stands below `[search]`, but is a key of `[markdown]`
                move it below a line `[markdown]`
            12 error unknown-key `url_style`: `url_style` stands below `[publish]`
                keys before the first table header belong to the site: move it above the first `[…]`
            14 error unknown-key `theme`: `theme` stands below `[check]`
                keys before the first table header belong to the site: move it above the first `[…]`
        "#]],
    );
}

#[test]
fn a_wrong_value_is_said_where_it_stands() {
    check(
        r#"
title = ""
base_url = "example.org"
language = "english language"
content = "../elsewhere"
theme = "../x"
url_style = "files"
edit_url = "https://example.org/edit"
topics = ["go"]
[nav]
links = "x"
order = 3
[[check.allow]]
code = "broken-linq"
path = "a[b"
reason = " "
[[check.allow]]
code = "zzz"
[samples.go]
command = "go 'run"
timeout = 0
[samples.sh]
command = []
[samples.none]
[hosting]
files = ["netlfy", "x"]
[publish.a]
kind = "ftp"
[publish.b]
kind = "azure"
region = "x"
[publish.c]
kind = "git"
branch = "--force"
[publish.d]
path = "x"
[topics."Machine Learning"]
"#,
        expect![[r#"
            2 error invalid-config `""`: `title` is empty
                say something here, or leave the key out
            3 error invalid-config `"example.org"`: `base_url` should be a web address, but is `example.org`
                write it in full, as `https://example.org/docs/`
            4 error invalid-config `"english language"`: `english language` is not a language tag
                write it as `en`, `de` or `pt-BR`
            5 error invalid-config `"../elsewhere"`: `content` leaves the site's root: `../elsewhere`
                name a folder below the one that holds this file, as `content`
            6 error invalid-config `"../x"`: `../x` is not the name of a theme
                write the name of a folder below `themes/`, without its path
            7 error invalid-config `"files"`: `url_style` cannot be `files`
                did you mean `file`?
            8 error invalid-config `"https://example.org/edit"`: `edit_url` has no `{path}`
                write `{path}` where the path of a page's file goes, as `https://example.org/edit/main/{path}`
            9 error invalid-config `["go"]`: `topics` should be a table, but is a list
                write `[topics]` on a line of its own and its keys below
            11 error invalid-config `"x"`: `links` should be a list of tables, but is the text `x`
                write `[[nav.links]]` above the keys of each
            12 error invalid-config `3`: `order` should be text, but is the number `3`
                write `order = "3"`
            14 error invalid-config `"broken-linq"`: `code` cannot be `broken-linq`
                did you mean `broken-link`?
            15 error invalid-config `"a[b"`: `a[b` is not a pattern for paths: unclosed character class; missing ']'
                write it as `content/old/**`, from the site's root
            16 error invalid-config `" "`: `reason` is empty
                say something here, or leave the key out
            18 error invalid-config `"zzz"`: `code` cannot be `zzz`
                `fingerpost check --list` names all codes
            17 error invalid-config `[[check.allow]]`: `[[check.allow]]` has no `reason`
                add a line `reason = "…"`
            20 error invalid-config `"go 'run"`: a quote of this command is never closed
                close it, or write the command as a list: `["go", "run", "{file}"]`
            21 error invalid-config `0`: `timeout` should be between 1 and 3600 seconds, but is 0
                write whole seconds, as `timeout = 30`
            23 error invalid-config `[]`: this command names no program
                write it as `"go run {file}"`
            24 error invalid-config `none`: `[samples.none]` has no `command`
                add a line `command = "…"`
            26 error invalid-config `"netlfy"`: `files` cannot be `netlfy`
                did you mean `netlify`?
            26 error invalid-config `"x"`: `files` cannot be `x`
                write `netlify`, `cloudflare`, `azure` or `vercel`
            28 error invalid-config `"ftp"`: `kind` cannot be `ftp`
                write `folder`, `git`, `s3`, `gcs` or `azure`
            31 error unknown-key `region`: unknown key `region` in `[publish.b]`
                `[publish.b]` knows `kind`, `url`, `bucket`, `prefix`, `endpoint`, `account` and `precompress`
            29 error invalid-config `b`: `[publish.b]` has no `bucket`
                add a line `bucket = "…"`
            29 error invalid-config `b`: `[publish.b]` has no `account`
                add a line `account = "…"`
            34 error invalid-config `"--force"`: `branch` cannot be `--force`
                write a name as git shows it
            35 error invalid-config `d`: `[publish.d]` has no `kind`
                add a line `kind = "…"`
            37 error invalid-config `topics`: cannot extend value of type array with a dotted key
        "#]],
    );
}

#[test]
fn an_output_folder_that_holds_the_sources_is_refused() {
    for (folder, content, refused) in [
        ("public", "content", false),
        (".", "content", true),
        ("./", "content", true),
        ("..", "content", true),
        ("../..", "content", true),
        ("../site", "content", false),
        ("content", "content", true),
        ("content/out", "content", true),
        ("contents", "content", false),
        ("a", "a/content", true),
        ("public", ".", false),
        ("/srv/www", "content", false),
        ("a/../content", "content", true),
    ] {
        let (_, found) = read_text(&format!("output_dir = {folder:?}\ncontent = {content:?}\n"));
        assert_eq!(!found.is_empty(), refused, "{folder} {content} {found}");
    }
}

#[test]
fn a_fault_of_the_notation_is_one_finding_and_what_stands_before_it_counts() {
    let (config, found) = read_text("\u{feff}title = \"T\"\ntehme = \"x\"\nlanguage = de\n[search\nx = 1\n");
    assert_eq!(config.title, "T");
    expect![[r#"
        2 error unknown-key `tehme`: unknown key `tehme`
            did you mean `theme`?
        3 error invalid-config `de`: string values must be quoted
            text stands in quotes: `language = "…"`
    "#]]
    .assert_eq(&found);
}

proptest::proptest! {
    #[test]
    fn no_configuration_makes_the_reader_panic(
        text in "(\\[\\[?|\\]\\]?|=|\n|\"|'|,|\\.|\\{|\\}|[a-z]{1,4}|title|topics|nav|links|titles|check|allow|code|samples|command|publish|kind|git|s3|extra|base_url|content|output_dir| |[0-9]{1,3}|true|\\PC){0,60}"
    ) {
        let mut found = Vec::new();
        read(&SourcePath::new("fingerpost.toml"), &text, &mut found);
        for finding in &found {
            assert!(text.get(finding.span.range.start as usize..finding.span.range.end as usize).is_some());
        }
    }
}
