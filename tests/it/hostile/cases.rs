//! The table of hostile files.

/// A hostile site.
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) files: Vec<(String, Vec<u8>)>,
    pub(super) want: Want,
}

/// What must come of it.
#[derive(Clone, Copy)]
pub(super) enum Want {
    /// No error and no warning.
    Fine,
    /// A finding of this code in this line of the hostile file.
    Found(&'static str, usize),
    /// It may be found or not, but comes back whole.
    Any,
}

use Want::{Any, Fine, Found};

/// A page `content/a.md` of these bytes.
fn page(name: &'static str, bytes: impl Into<Vec<u8>>, want: Want) -> Case {
    file(name, "content/a.md", bytes, want)
}

/// A file of these bytes, beside a page.
fn file(name: &'static str, path: &str, bytes: impl Into<Vec<u8>>, want: Want) -> Case {
    let home = ("content/b.md".to_owned(), b"# B\n\n## Part\n".to_vec());
    Case { name, files: vec![home, (path.to_owned(), bytes.into())], want }
}

fn several(name: &'static str, files: &[(&str, &str)], want: Want) -> Case {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    Case { name, files, want }
}

fn toml(inner: &str) -> String {
    format!("+++\n{inner}\n+++\n# A\n")
}

fn yaml(inner: &str) -> String {
    format!("---\n{inner}\n---\n# A\n")
}

pub(super) fn cases() -> Vec<Case> {
    let parts = [front_matter(), encodings(), names(), markup(), code(), links(), config(), decisions(), sizes()];
    parts.into_iter().flatten().collect()
}

fn front_matter() -> Vec<Case> {
    let front = "invalid-front-matter";
    let deep_toml = format!("a = {}1{}", "[".repeat(5000), "]".repeat(5000));
    let deep_yaml = format!("extra:\n  a: {}1{}", "[".repeat(5000), "]".repeat(5000));
    let laughs: String = std::iter::once("a0: &a0 [x, x]\n".to_owned())
        .chain((1..40).map(|n| format!("a{n}: &a{n} [*a{0}, *a{0}]\n", n - 1)))
        .collect();
    vec![
        page("front matter that never ends", "+++\ntitle = \"A\"\n# A\n", Found(front, 1)),
        page("yaml that never ends", "---\ntitle: A\n# A\n", Any),
        page("an empty front matter", "+++\n+++\n", Fine),
        page("front matter alone", "+++\ntitle = \"A\"\n+++", Fine),
        page("two front matters", "+++\ntitle = \"A\"\n+++\n+++\ntitle = \"B\"\n+++\n", Fine),
        page("a title that is a number", toml("title = 1"), Found(front, 2)),
        page("a title that is a list", toml("title = [1]"), Found(front, 2)),
        page("a title that is a table", toml("[title]\na = 1"), Found(front, 2)),
        page("an empty title", toml("title = \"\""), Found(front, 2)),
        page("a weight too large", toml("weight = 99999999999999999999"), Found(front, 2)),
        page("a weight that is text", toml("weight = \"x\""), Found(front, 2)),
        page("a weight that is no number", toml("weight = nan"), Found(front, 2)),
        page("a day that is not", toml("date = 2026-02-30"), Found(front, 2)),
        page("a month that is not", yaml("date: 2026-13-01"), Found(front, 2)),
        page("a date in words", toml("date = \"yesterday\""), Found(front, 2)),
        page("a key twice", toml("title = \"A\"\ntitle = \"B\""), Found(front, 3)),
        page("a key twice in yaml", yaml("title: A\ntitle: B"), Found(front, 3)),
        page("text without its end", toml("title = \"A"), Found(front, 2)),
        page("a control character", toml("title = \"a\u{1}b\""), Found(front, 2)),
        page("an escape that is none", toml("title = \"\\q\""), Found(front, 2)),
        page("half of a pair of surrogates", toml("title = \"\\ud800\""), Found(front, 2)),
        page("lists as deep as a well", toml(&deep_toml), Any),
        page("lists as deep as a well in yaml", yaml(&deep_yaml), Any),
        page("a billion laughs", yaml(&laughs), Any),
        page("an alias to nothing", yaml("title: *nobody"), Found(front, 2)),
        page("an alias to itself", yaml("extra: &a\n  b: *a"), Any),
        page("a tag that runs code elsewhere", yaml("title: !!python/object/apply:os.system ['id']"), Any),
        page("tabs in yaml", yaml("extra:\n\ta: 1"), Found(front, 3)),
        page("two documents in yaml", "---\ntitle: A\n---\n---\ntitle: B\n---\n", Any),
        page("a merge key", yaml("x: &x {a: 1}\nextra:\n  <<: *x"), Any),
        page("an unknown key", toml("titel = \"A\""), Found("unknown-key", 2)),
        page("ten thousand unknown keys", toml(&(0..10_000).map(|n| format!("k{n} = 1\n")).collect::<String>()), Any),
        page("a slug that climbs", toml("slug = \"../../x\""), Found(front, 2)),
        page("a path that climbs", toml("path = \"../x\""), Found(front, 2)),
        page("a path from the root of the disk", toml("path = \"/etc/passwd\""), Any),
        page("an alias that climbs", toml("aliases = [\"../../../x\"]"), Any),
        page("a path of a device", toml("slug = \"con\""), Any),
        page("a slug with a stream", toml("slug = \"a::$DATA\""), Found(front, 2)),
        page("a slug that is a script", toml("slug = \"<script>\""), Any),
        page("a topic that climbs", toml("topics = [\"../x\"]"), Any),
        page("a topic that is nothing", toml("topics = [\"..\"]"), Any),
        page("a template that climbs", toml("template = \"../../../etc/passwd\""), Found("unknown-template", 2)),
        page(
            "a review that never ends",
            toml("reviewed = 2026-01-01\nreview_in = \"99999999 years\""),
            Found(front, 3),
        ),
        page("a review in the year 9999", toml("reviewed = 9999-12-31\nreview_in = \"1200 months\""), Fine),
        page("json as front matter", "{\"title\": \"A\"}\n\n# A\n", Any),
        page("a neighbour that is not there", toml("next = \"gone.md\""), Found("broken-link", 2)),
    ]
}

fn encodings() -> Vec<Case> {
    let utf16: Vec<u8> = "\u{feff}# A\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        page("latin 1", b"# A\n\ncaf\xe9\n".to_vec(), Found("not-utf8", 3)),
        page("utf-16", utf16, Found("not-utf8", 1)),
        page("utf-8 cut in the middle", b"# A\n\n\xe2\x82".to_vec(), Found("not-utf8", 3)),
        page("an overlong slash", b"\xc0\xaf".to_vec(), Found("not-utf8", 1)),
        page("a surrogate in utf-8", b"a\n\xed\xa0\x80\n".to_vec(), Found("not-utf8", 2)),
        page("a byte order mark", "\u{feff}# A\n", Fine),
        page("a byte order mark before front matter", "\u{feff}+++\ntitle = \"A\"\n+++\n", Fine),
        page("a byte order mark twice", "\u{feff}\u{feff}# A\n", Any),
        page("carriage returns alone", "# A\r\rtext\r", Fine),
        page("carriage returns and line feeds", "+++\r\ntitle = \"A\"\r\n+++\r\n\r\ntext\r\n", Fine),
        page("zero bytes", "# A\n\nx\0y\n", Any),
        page("nothing at all", "", Fine),
        page("blanks alone", " \n\t\n \n", Fine),
        page("text that runs right to left", "# A\n\n\u{202e}gnp.exe\u{202c}\n", Any),
        page("letters without width", "# A\u{200b}\u{200d}\u{feff}\n", Fine),
        page("ten thousand marks on one letter", format!("# a{}\n", "\u{301}".repeat(10_000)), Any),
        page("characters that are none", "# \u{fffe}\u{ffff}\u{10ffff}\n", Any),
        page("separators of lines", "# A\u{2028}B\u{2029}C\n", Fine),
        page("escapes of a terminal", "# A\n\n\u{1b}]0;x\u{7}\u{1b}[31m[x](gone.md)\n", Found("broken-link", 3)),
    ]
}

fn names() -> Vec<Case> {
    let long = format!("content/{}.md", "n".repeat(300));
    let deep = format!("content/{}a.md", "d/".repeat(200));
    vec![
        file("a name of quotes and tags", "content/\"><script>alert(1)</script>.md", "# A\n", Any),
        file("a name of blanks", "content/   .md", "# A\n", Any),
        file("a name with a line's end", "content/a\nb.md", "# A\n", Any),
        file("a name that is a command", "content/$(id).md", "# A\n", Any),
        file("a name that is an option", "content/-rf.md", "# A\n", Any),
        file("a name of a device", "content/con.md", "# A\n", Any),
        file("a name with a backslash", "content/a\\b.md", "# A\n", Any),
        file("a name with a colon", "content/a:b.md", "# A\n", Any),
        file("a name with percent signs", "content/%2e%2e.md", "# A\n", Any),
        file("a name longer than a file's may be", &long, "# A\n", Any),
        file("folders as deep as a mine", &deep, "# A\n", Any),
        several("names equal but for case", &[("content/A.md", "# A\n"), ("content/a.md", "# A\n")], Any),
        several(
            "names equal but for their form",
            &[("content/\u{e9}.md", "# A\n"), ("content/e\u{301}.md", "# A\n")],
            Any,
        ),
        several(
            "a page and a folder of one name",
            &[("content/a.md", "# A\n"), ("content/a/_index.md", "# A\n")],
            Found("duplicate-path", 1),
        ),
        several(
            "a page in the place of another's",
            &[("content/a.md", "# A\n"), ("content/b.md", "+++\npath = \"a\"\n+++\n")],
            Found("duplicate-path", 2),
        ),
        several("a file in the place of a page", &[("content/a.md", "# A\n"), ("content/a/index.html", "x")], Any),
        several("a page that would be the sitemap", &[("content/a.md", "+++\npath = \"sitemap.xml\"\n+++\n")], Any),
        several(
            "a page that would be the manifest",
            &[("content/a.md", "+++\npath = \".fingerpost-manifest\"\n+++\n")],
            Any,
        ),
        several(
            "an asset that would be the search",
            &[("content/search/index.js", "x"), ("content/a.md", "# A\n")],
            Any,
        ),
        several(
            "three pages for one section",
            &[("content/s/_index.md", ""), ("content/s/index.md", ""), ("content/s/README.md", "")],
            Any,
        ),
        several("a topic without a name", &[("content/topics/.md", "# A\n"), ("content/topics/...md", "# A\n")], Any),
        several("no content at all", &[("readme.txt", "x")], Fine),
    ]
}

fn markup() -> Vec<Case> {
    let n = 3000;
    vec![
        page("quotes as deep as a well", ">".repeat(n) + " x\n", Any),
        page(
            "list items as deep as a well",
            (0..300).map(|d| format!("{}- x\n", "  ".repeat(d))).collect::<String>(),
            Any,
        ),
        page("brackets without end", "[".repeat(50_000), Any),
        page("links within links", format!("{}x{}", "[".repeat(n), "](b.md)".repeat(n)), Any),
        page("stars without end", "*a _b ".repeat(20_000), Any),
        page("backticks of every length", (1..400).map(|k| "`".repeat(k) + " ").collect::<String>(), Any),
        page("containers as deep as a well", "::: note\n".repeat(n), Found("foreign-syntax", 1)),
        page("a container that never ends", "# A\n\n::: note\nx\n", Found("foreign-syntax", 3)),
        page("a container of another name", "# A\n\n::: nota\nx\n:::\n", Found("foreign-syntax", 3)),
        page("an end without a container", "# A\n\n:::\n", Found("foreign-syntax", 3)),
        page(
            "a table of a thousand columns",
            format!("|{}\n|{}\n|{}\n", "a|".repeat(1000), "-|".repeat(1000), "b|".repeat(1000)),
            Any,
        ),
        page("a table of two hundred thousand cells", format!("|a|b|\n|-|-|\n{}", "|c|d|\n".repeat(100_000)), Any),
        page("headings of equal words", "## Same\n".repeat(5000), Fine),
        page("an id twice", "## A {#x}\n\n## B {#x}\n", Found("duplicate-id", 3)),
        page("an id that is a script", "## A {#\"><script>alert(1)</script>}\n", Any),
        page("an undefined reference", "# A\n\n[x][nowhere]\n", Found("undefined-reference", 3)),
        page("ten thousand undefined references", "[x][nowhere] ".repeat(10_000), Found("undefined-reference", 1)),
        page("an undefined footnote", "# A\n\nx[^nowhere]\n", Found("undefined-footnote", 3)),
        page("a footnote within itself", "x[^a]\n\n[^a]: y[^a]\n", Any),
        page(
            "five thousand footnotes",
            (0..5000).map(|n| format!("x[^{n}]\n\n[^{n}]: y\n\n")).collect::<String>(),
            Any,
        ),
        page("definitions without end", (0..20_000).map(|n| format!("[{n}]: b.md\n")).collect::<String>(), Fine),
        page("a script", "# A\n\n<script>alert(1)</script>\n", Found("active-html", 3)),
        page("a script in capitals", "# A\n\n<ScRiPt>alert(1)</sCrIpT>\n", Found("active-html", 3)),
        page("a script without its end", "# A\n\n<script>alert(1)\n", Found("active-html", 3)),
        page("a script in a comment's clothes", "# A\n\n<!--><script>alert(1)</script>-->\n", Any),
        page("a handler", "# A\n\n<p onclick=\"x()\">a</p>\n", Found("active-html", 3)),
        page("a handler behind a slash", "# A\n\n<img/onerror=alert(1) src=x.png alt=a>\n", Fine),
        page("a style", "# A\n\n<b style=\"x\">a</b>\n", Found("active-html", 3)),
        page("a frame", "# A\n\n<iframe src=\"//x\"></iframe>\n", Found("active-html", 3)),
        page("an object", "# A\n\n<object data=\"x\"></object>\n", Found("active-html", 3)),
        page("another base", "# A\n\n<base href=\"//x/\">\n", Found("active-html", 3)),
        page("a refresh", "# A\n\n<meta http-equiv=refresh content=\"0;url=//x\">\n", Found("active-html", 3)),
        page("a script in svg", "# A\n\n<svg><script>alert(1)</script></svg>\n", Found("active-html", 3)),
        page("a form", "# A\n\n<form action=\"//x\"><input name=a></form>\n", Any),
        page("a tag that never ends", "# A\n\n<div class=\"".to_owned() + &"a".repeat(100_000), Any),
        page("ends without starts", "# A\n\n</div></main></body></html>\n", Found("active-html", 3)),
        page("starts without ends", "# A\n\n".to_owned() + &"<div><b>".repeat(2000), Any),
        page("attributes without end", format!("<p {}>x</p>\n", "a=b ".repeat(20_000)), Any),
        page("an element that html does not have", "# A\n\n<Tabs>\n\nx\n\n</Tabs>\n", Found("foreign-syntax", 3)),
        page("entities that are none", "# A\n\n&nosuch; &#0; &#xFFFFFFFF; &#x110000;\n", Fine),
        page("a shortcode", "# A\n\n{{< ref \"x\" >}}\n", Found("foreign-syntax", 3)),
        page("an include of another tool", "# A\n\n{{#include ../../../etc/passwd}}\n", Found("foreign-syntax", 3)),
        page("a template's own syntax", "# A\n\n{{ site.title }} {% include \"x\" %}\n", Found("foreign-syntax", 3)),
        page("a heading too deep", "# A\n\n##### B\n", Found("skipped-heading", 3)),
    ]
}

fn code() -> Vec<Case> {
    let include = |attributes: &str| format!("# A\n\n```go {attributes}\n```\n");
    let found = Found("unresolved-include", 3);
    vec![
        page("a file that is not there", include("file=\"gone.go\""), found),
        page("a file that climbs out", include("file=\"../../../../etc/passwd\""), found),
        page("a file from the root of the disk", include("file=\"/etc/passwd\""), found),
        page("a file in windows' clothes", include("file=\"..\\\\..\\\\x\""), found),
        page("a file that is a folder", include("file=\".\""), found),
        page("a file that is the page", "# A\n\n```md file=\"a.md\"\n```\n", Fine),
        page("a region that is not there", "# A\n\n```md file=\"b.md\" region=\"x\"\n```\n", found),
        page("lines beyond the last", "```go hl=\"1-4294967295\" lines=4294967295\nx\n```\n", Fine),
        page("lines too large to count", "```go hl=\"99999999999999\" lines=99999999999999\nx\n```\n", Any),
        page("lines backwards", "```go {5-1}\nx\n```\n", Fine),
        page("a fence that never ends", "# A\n\n```go\nx\n", Any),
        page("attributes that never end", "```go {title=\"a hl=\"1\nx\n```\n", Any),
        page(
            "an info string of scripts",
            "```<script>alert(1)</script> title=\"\"><img src=x onerror=alert(1)>\"\nx\n```\n",
            Any,
        ),
        page("a language nobody knows", "# A\n\n```klingon\nx\n```\n", Found("unknown-language", 3)),
        page("a line of a megabyte", format!("```json\n{}\n```\n", "x".repeat(1 << 20)), Found("code-too-long", 1)),
        page(
            "a block of a hundred thousand lines",
            format!("```go\n{}```\n", "x := 1\n".repeat(100_000)),
            Found("code-too-long", 1),
        ),
        page("a line that grammars stumble over", format!("```js\n{}\n```\n", "/".repeat(1900)), Any),
        page("quotes that never end", format!("```python\n{}\n```\n", "\"\"\"'''".repeat(3000)), Any),
        page(
            "a decision that is not there",
            "# A\n\n```decision\nuse = \"nobody\"\n```\n",
            Found("unresolved-include", 4),
        ),
        page("a decision block that is no toml", "# A\n\n```decision\n[[[\n```\n", Found("unresolved-include", 4)),
        page("a pages block of nothing", "# A\n\n```pages\nby = \"nonsense\"\n```\n", Found("unresolved-include", 4)),
        page("two thousand blocks", "```go\nx := 1\n```\n\n".repeat(2000), Fine),
    ]
}

fn links() -> Vec<Case> {
    let broken = Found("broken-link", 3);
    let one = |target: &str| format!("# A\n\n[x]({target})\n");
    vec![
        page("a link to nothing", one("gone.md"), broken),
        page("a link out of the site", one("../../../../etc/passwd"), broken),
        page("a link out of the site, encoded", one("%2e%2e/%2e%2e/%2e%2e/etc/passwd"), broken),
        page("a link encoded twice", one("%252e%252e/b.md"), broken),
        page("a link with a backslash", one("..\\\\b.md"), broken),
        page("a link that is not utf-8", one("%ff%fe.md"), broken),
        page("a link with a zero byte", one("b.md%00.png"), broken),
        page("a link to a place that is not there", one("b.md#nowhere"), Found("broken-anchor", 3)),
        page("a link with two places", one("b.md#part#part"), Found("broken-anchor", 3)),
        page("a link to a script", one("javascript:alert(1)"), Found("active-html", 3)),
        page("a link to a script in capitals", one("JaVaScRiPt:alert(1)"), Found("active-html", 3)),
        page("a link to a script behind entities", one("&#106;avascript:alert(1)"), Found("active-html", 3)),
        page(
            "a link to a script behind a tab",
            "# A\n\n<a href=\"java\tscript:alert(1)\">x</a>\n",
            Found("active-html", 3),
        ),
        page("a link to data", one("data:text/html,<script>alert(1)</script>"), Found("active-html", 3)),
        page("a link to a script of another kind", one("vbscript:x"), Found("active-html", 3)),
        page("an image that is not there", "# A\n\n![x](gone.png)\n", Found("missing-image", 3)),
        page("an image that climbs", "# A\n\n![x](../../x.png)\n", Found("missing-image", 3)),
        page("a wiki link to nothing", "# A\n\n[[nobody at all]]\n", broken),
        page("a wiki link of brackets", "# A\n\n[[[[[]]]]]\n", Any),
        page("a decision that nobody made", one("decision:nobody/a/b"), broken),
        page("a decision link of slashes", one("decision:////"), Any),
        page("an empty link", one(""), Fine),
        page("a link of a hash", one("#"), Fine),
        page("a link of a question mark", one("?"), Fine),
        page("a link of a megabyte", one(&"x".repeat(1 << 20)), broken),
        page("a link of a hundred thousand folders", one(&"../".repeat(100_000)), broken),
        page("fifty thousand links", "[x](b.md) ".repeat(50_000), Fine),
        page(
            "two thousand broken links",
            (0..2000).map(|n| format!("[x](gone-{n}.md)\n")).collect::<String>(),
            Found("broken-link", 1),
        ),
        page("a port too large", one("http://a.de:99999999/"), Fine),
        page("an address of brackets", one("http://[::1/"), Fine),
    ]
}

fn config() -> Vec<Case> {
    let config = |name, text: &str, want| file(name, "fingerpost.toml", text, want);
    let wrong = "invalid-config";
    vec![
        config("a configuration of nothing", "", Fine),
        config("a configuration that is no toml", "title = \n", Found(wrong, 1)),
        config("a configuration of binary", "\u{0}\u{1}\u{2}", Found(wrong, 1)),
        config("a content folder outside", "content = \"../..\"", Found(wrong, 1)),
        config("an output folder that is the root", "output_dir = \".\"", Found(wrong, 1)),
        config("an output folder in the content", "output_dir = \"content/x\"", Found(wrong, 1)),
        config("an address that is a script", "base_url = \"javascript:alert(1)\"", Found(wrong, 1)),
        config("an address with a tag", "base_url = \"https://x/<script>\"", Found(wrong, 1)),
        config("a language that is a tag", "language = \"<b>\"", Found(wrong, 1)),
        config("a theme that climbs", "theme = \"../../x\"", Found(wrong, 1)),
        config("a theme that is not there", "theme = \"nobody\"", Found("theme-error", 1)),
        config(
            "a pattern that is none",
            "[[check.allow]]\ncode = \"broken-link\"\npath = \"[\"\nreason = \"x\"",
            Found(wrong, 3),
        ),
        config(
            "a pattern of braces",
            &format!("[[check.allow]]\ncode = \"broken-link\"\npath = \"{}\"\nreason = \"x\"", "{a,b}".repeat(2000)),
            Any,
        ),
        config("a code that is none", "[check]\nbroken-lnk = \"off\"", Found("unknown-key", 2)),
        config("a key in the wrong table", "[nav]\ntitle = \"A\"", Found("unknown-key", 2)),
        config("a header link to nothing", "[[nav.links]]\ntitle = \"x\"\nto = \"gone.md\"", Found("broken-link", 1)),
        config("a header link that is a script", "[[nav.links]]\ntitle = \"x\"\nto = \"javascript:alert(1)\"", Any),
        config("an edit address that is a script", "edit_url = \"javascript:{path}\"", Found(wrong, 1)),
        config(
            "tables as deep as a well",
            &format!("{}1{}", "extra = [".to_owned() + &"[".repeat(3000), "]".repeat(3001)),
            Any,
        ),
        config("a command with an open quote", "[samples.go]\ncommand = \"go 'run\"", Found(wrong, 2)),
        file("a theme that is no toml", "themes/default/theme.toml", "[[[", Any),
        file(
            "a template that never ends",
            "themes/default/templates/page.html",
            "{% if page %}",
            Found("theme-error", 1),
        ),
        file(
            "a template that includes itself",
            "themes/default/templates/page.html",
            "{% include \"page.html\" %}",
            Any,
        ),
    ]
}

fn decisions() -> Vec<Case> {
    let decision = |name, text: &str, want| file(name, "content/decisions/d.toml", text, want);
    let wrong = "invalid-decision";
    let good = "title = \"T\"\nscale = [\"bad\", \"good\"]\n[option]\na.name = \"A\"\nb.name = \"B\"\n[criterion]\nc = { name = \"C\" }\n";
    let many: String =
        (0..40).map(|n| format!("[input.i{n}]\nquestion = \"q\"\nvalues = [\"x\", \"y\", \"z\"]\n")).collect();
    let rules: String = (0..60)
        .map(|n| {
            format!(
                "[[rule]]\nid = \"r{n}\"\nwhen = {{ i{} = \"x\", i{} = \"y\" }}\nthen = \"a\"\nbecause = \"b\"\n",
                n % 40,
                (n * 7 + 1) % 40
            )
        })
        .collect();
    vec![
        decision("a decision of nothing", "", Found(wrong, 1)),
        decision("a decision that is no toml", "title = ", Found(wrong, 1)),
        decision("a decision that is a list", "[[title]]\n", Found(wrong, 1)),
        decision("an option twice", &format!("{good}[option.a]\nname = \"A\"\n"), Any),
        decision("a verdict that is no word", &format!("{good}[cell.c.a]\nverdict = 1\n"), Any),
        decision(
            "a verdict that the scale lacks",
            &format!("{good}[cell.c.a]\nverdict = \"great\"\n"),
            Found("verdict-unknown", 9),
        ),
        decision(
            "evidence outside of the site",
            &format!("{good}[cell.c.a]\nverdict = \"good\"\nevidence = [\"../../../etc/passwd\"]\n"),
            Found("evidence-broken", 10),
        ),
        decision(
            "evidence that is a script",
            &format!("{good}[cell.c.a]\nverdict = \"good\"\nevidence = [\"javascript:alert(1)\"]\n"),
            Found("evidence-broken", 10),
        ),
        decision("a space of more cases than atoms", &format!("{good}{many}{rules}"), Any),
        decision(
            "a thousand options",
            &format!(
                "title = \"T\"\nscale = [\"bad\", \"good\"]\n[option]\n{}",
                (0..1000).map(|n| format!("o{n}.name = \"O\"\n")).collect::<String>()
            ),
            Any,
        ),
        decision("an id that is a path", &format!("{good}[option.\"../x\"]\nname = \"X\"\n"), Any),
        decision("a decision of latin 1", "title = \"caf\u{e9}\"\n\u{0}", Any),
        file("a decision with the name of a path", "content/decisions/..toml", "title = \"x\"", Any),
        file("changes that are no toml", "content/decisions/d.changes.toml", "[[[", Any),
        file("a lock that is no toml", "decisions.lock", "[[[", Any),
    ]
}

fn sizes() -> Vec<Case> {
    vec![
        page("ten megabytes of words", "word ".repeat(2 << 20), Any),
        page("one word of a megabyte", "w".repeat(1 << 20), Any),
        page("a megabyte of line ends", "\n".repeat(1 << 20), Fine),
        page("a title of a megabyte", format!("# {}\n", "w".repeat(1 << 20)), Any),
        page("a heading of a hundred thousand words", format!("## {}\n", "w ".repeat(100_000)), Fine),
        page(
            "five thousand topics",
            toml(&format!("topics = [{}]", (0..5000).map(|n| format!("\"t{n}\",")).collect::<String>())),
            Any,
        ),
        page(
            "a thousand aliases",
            toml(&format!("aliases = [{}]", (0..1000).map(|n| format!("\"/old/{n}\",")).collect::<String>())),
            Fine,
        ),
    ]
}
