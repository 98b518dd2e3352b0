use std::path::Path;

use super::*;

fn files(list: &[(&str, &str)]) -> BTreeMap<SourcePath, Vec<u8>> {
    list.iter().map(|(path, text)| (SourcePath::new(*path), text.as_bytes().to_vec())).collect()
}

fn loaded(name: &str, list: &[(&str, &str)]) -> (Theme, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let place = Span::new(&SourcePath::new("fingerpost.toml"), 9..13);
    let theme = load(name, &place, "en", &files(list), &mut findings);
    (theme, findings)
}

#[test]
fn the_embedded_theme_is_the_one_in_the_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
    let mut on_disk = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&root) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            on_disk.insert(path, std::fs::read(entry.path()).unwrap());
        }
    }
    let embedded: BTreeMap<_, _> =
        embedded::FILES.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())).collect();
    assert_eq!(embedded.keys().collect::<Vec<_>>(), on_disk.keys().collect::<Vec<_>>());
    assert!(embedded == on_disk, "a file of the theme differs: build again");
}

#[test]
fn the_default_theme_loads_without_a_finding() {
    let (theme, findings) = loaded("default", &[]);
    assert_eq!(findings, []);
    assert!(theme.templates.contains_key("page.html"));
    assert!(theme.inline_script.len() <= 350, "{} bytes", theme.inline_script.len());
    let css = &theme.assets["site.css"];
    assert_eq!(css.path.as_str(), format!("assets/site.{}.css", &Digest::of(&css.bytes).to_string()[..8]));
    assert!(!theme.assets.contains_key("css/base.css"), "what is joined is not published once more");
}

#[test]
fn a_site_replaces_single_files_of_the_default_theme() {
    let (plain, _) = loaded("default", &[]);
    let (theme, findings) = loaded(
        "default",
        &[
            ("themes/default/templates/page.html", "mine"),
            ("themes/default/assets/css/user.css", "b{}"),
            ("themes/default/words/en.toml", "menu = \"Speisekarte\""),
        ],
    );
    assert_eq!(findings, []);
    assert_eq!(theme.templates["page.html"].1, "mine");
    assert!(theme.assets["site.css"].bytes.ends_with(b"b{}\n"));
    assert_eq!(theme.words["menu"], "Speisekarte");
    assert_ne!(theme.digest, plain.digest);
}

#[test]
fn a_theme_extends_another_file_by_file() {
    let (theme, findings) = loaded(
        "mine",
        &[
            ("themes/mine/theme.toml", "extends = \"default\"\nstyles = [\"mine.css\"]\n"),
            ("themes/mine/assets/mine.css", "i{background:url(dot.png)}"),
            ("themes/mine/assets/dot.png", "x"),
            ("themes/mine/templates/landing.html", "hello"),
        ],
    );
    assert_eq!(findings, []);
    assert_eq!(theme.template("landing"), Some("landing.html"));
    assert!(theme.template("page").is_some());
    let css = std::str::from_utf8(&theme.assets["site.css"].bytes).unwrap();
    let dot = theme.assets["dot.png"].path.as_str().strip_prefix("assets/").unwrap();
    assert!(css.ends_with(&format!("i{{background:url({dot})}}\n")));
}

#[test]
fn a_language_without_words_of_its_own_speaks_english() {
    let mut findings = Vec::new();
    let place = Span::file(&SourcePath::new("fingerpost.toml"));
    let own = files(&[("themes/default/words/de.toml", "menu = \"Menü\"")]);
    let theme = load("default", &place, "de-AT", &own, &mut findings);
    assert_eq!(theme.words["menu"], "Menü");
    assert_eq!(theme.words["months"].split(' ').count(), 12);
}

#[test]
fn what_is_wrong_with_a_theme_is_reported_at_its_place() {
    let (_, findings) = loaded("defalt", &[]);
    assert_eq!(findings[0].message, "there is no theme `defalt`");
    assert_eq!(findings[0].span.range, 9..13);
    assert!(findings[0].help.as_deref().unwrap().starts_with("write `default`"));

    let (_, findings) = loaded("mine", &[("themes/mine/theme.toml", "extend = \"default\"\nscripts = [\"a.js\"]\n")]);
    let found: Vec<_> = findings.iter().map(|finding| (finding.message.as_str(), finding.span.range.clone())).collect();
    assert_eq!(found, [("`extend` is not a key of a theme", 9..18), ("the theme has no file `assets/a.js`", 30..36)]);

    let (_, findings) = loaded("mine", &[("themes/mine/theme.toml", "extends = \"mine\"")]);
    assert_eq!(findings[0].message, "theme `mine` extends itself");
}

#[test]
fn the_default_theme_writes_from_right_to_left_too() {
    let physical = ["left", "right", "margin-top", "margin-bottom", "padding-top", "padding-bottom"];
    for (path, bytes) in embedded::FILES.iter().filter(|(path, _)| path.ends_with(".css")) {
        let text = std::str::from_utf8(bytes).unwrap();
        for word in text.split(|c: char| !(c.is_alphanumeric() || c == '-')) {
            let found = physical.iter().any(|name| word == *name || word.ends_with(&format!("-{name}")));
            assert!(!found, "{path} says `{word}`; use the logical property");
        }
    }
}
