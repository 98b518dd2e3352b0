//! The theme: templates, files for the reader's browser, and the words of the interface.
//!
//! Enter at [`load`]. A theme is `themes/NAME/{theme.toml, templates/, assets/, words/}`; `default` is also embedded in
//! the program, and a theme that `extends` another replaces its files one by one. So does a site that has
//! `themes/default/…` files of its own. What is wrong becomes findings, and the rest still loads.
//!
//! Always true: every file that a style sheet or a template names carries a fingerprint in its name, so it may be
//! kept by a browser for ever.
//!
//! Not here: what templates mean (`render/templates.rs`).

mod css;
mod embedded;
mod manifest;
mod policy;

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Span, nearest};
use crate::digest::{Digest, Digester};
use crate::path::{OutPath, SourcePath};
use crate::view::SiteView;

use manifest::Manifest;

/// The folder of the output in which a theme's files stand.
const FOLDER: &str = "assets";

/// A theme, its bases under it.
#[derive(Clone, Debug)]
pub struct Theme {
    /// Templates by name as in `templates/` (`page.html`, `partials/pages.html`): where each stands, and its text.
    pub templates: BTreeMap<String, (SourcePath, String)>,
    /// Files for the browser by name as in `assets/`. The style sheets and scripts that `theme.toml` lists are joined
    /// into `site.css` and `site.js`.
    pub assets: BTreeMap<String, ThemeAsset>,
    /// The words of the interface in the site's language.
    pub words: BTreeMap<String, String>,
    /// The one inline script, `assets/inline.js`, or empty.
    pub inline_script: String,
    /// The content security policy that allows just that script.
    pub policy: String,
    /// The digest of all that a page's bytes can depend on: templates, words, inline script, names of assets.
    pub digest: Digest,
}

/// A file for the browser.
#[derive(Clone, Debug)]
pub struct ThemeAsset {
    /// The file it comes from; for a joined file, `theme.toml`.
    pub source: SourcePath,
    /// Where it is written: `assets/site.1a2b3c4d.css`.
    pub path: OutPath,
    /// Its bytes, as they are written.
    pub bytes: Vec<u8>,
}

impl Theme {
    /// Puts into the view of the site what the theme knows: assets, words, inline script, policy.
    pub fn fill(&self, site: &mut SiteView) {
        site.assets = self.assets.iter().map(|(name, asset)| (name.clone(), asset.path.to_string())).collect();
        site.words = self.words.clone();
        site.inline_script = self.inline_script.clone();
        site.policy = self.policy.clone();
    }

    /// The template that a page asks for by name, with or without `.html`.
    pub fn template(&self, name: &str) -> Option<&str> {
        let file = if name.ends_with(".html") { name.to_owned() } else { format!("{name}.html") };
        self.templates.get_key_value(file.as_str()).map(|(name, _)| name.as_str())
    }

    /// The finding for a page that asks for a template that the theme does not have.
    pub fn unknown_template(&self, name: &str, place: Span) -> Diagnostic {
        let pages = self.templates.keys().filter(|file| !file.contains('/')).map(|file| file.trim_end_matches(".html"));
        let finding = Diagnostic::new(Code::UnknownTemplate, place, format!("the theme has no template `{name}`"));
        match nearest(name, pages) {
            Some(near) => finding.help(format!("write `{near}`, or add `templates/{name}.html` to the theme")),
            None => finding.help(format!("add `templates/{name}.html` to the theme; the page uses its usual template")),
        }
    }
}

/// The files of a theme by path below its folder, those of its bases under them.
type Files<'a> = BTreeMap<&'a str, (SourcePath, &'a [u8])>;

/// Loads the theme of that name. `named_at` is where the name is written, `language` the site's, and `files` are all
/// files below `themes/`.
pub fn load(
    name: &str,
    named_at: &Span,
    language: &str,
    files: &BTreeMap<SourcePath, Vec<u8>>,
    findings: &mut Vec<Diagnostic>,
) -> Theme {
    let layers = layers(name, named_at, files, findings);
    let mut merged = Files::new();
    let (mut styles, mut scripts) = (Vec::new(), Vec::new());
    for layer in layers {
        merged.extend(layer.files);
        styles.extend(layer.manifest.styles);
        scripts.extend(layer.manifest.scripts);
    }
    let inline_script = text(&merged, "assets/inline.js", findings).trim_end().to_owned();
    let mut theme = Theme {
        templates: texts(&merged, "templates/", findings),
        assets: assets(&merged, &styles, &scripts, findings),
        words: words(&merged, language, findings),
        policy: policy::policy(&inline_script),
        inline_script,
        digest: Digest::of(""),
    };
    theme.digest = digest(&theme);
    theme
}

/// One theme of the chain.
struct Layer<'a> {
    files: Files<'a>,
    manifest: Manifest,
}

/// The theme and its bases, the lowest first.
fn layers<'a>(
    name: &str,
    named_at: &Span,
    files: &'a BTreeMap<SourcePath, Vec<u8>>,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Layer<'a>> {
    let mut chain = Vec::new();
    let mut seen = Vec::new();
    let mut next = Some((name.to_owned(), named_at.clone()));
    while let Some((name, place)) = next {
        if seen.contains(&name) {
            findings.push(Diagnostic::new(Code::ThemeError, place, format!("theme `{name}` extends itself")));
            break;
        }
        let own = files_of(&name, files);
        if own.is_empty() {
            findings.push(no_theme(&name, place, files));
            // The default theme stands in, so that the other findings of the site still make sense.
            next = (!seen.contains(&"default".to_owned())).then(|| ("default".to_owned(), named_at.clone()));
            continue;
        }
        let manifest = match own.get("theme.toml") {
            Some((source, bytes)) => manifest::read(source, bytes, findings),
            None => Manifest::default(),
        };
        next = manifest.extends.clone();
        seen.push(name);
        chain.push(Layer { files: own, manifest });
    }
    chain.reverse();
    chain
}

/// The files of one theme by path below its folder.
fn files_of<'a>(name: &str, files: &'a BTreeMap<SourcePath, Vec<u8>>) -> Files<'a> {
    let folder = format!("themes/{name}");
    let mut own = Files::new();
    if name == "default" {
        for (path, bytes) in embedded::FILES {
            own.insert(path, (SourcePath::new(format!("{folder}/{path}")), bytes));
        }
    }
    for (source, bytes) in files {
        if let Some(path) = source.below(&folder) {
            own.insert(path, (source.clone(), bytes));
        }
    }
    own
}

fn no_theme(name: &str, place: Span, files: &BTreeMap<SourcePath, Vec<u8>>) -> Diagnostic {
    let names = files.keys().filter_map(|path| path.below("themes")?.split_once('/').map(|(name, _)| name));
    let finding = Diagnostic::new(Code::ThemeError, place, format!("there is no theme `{name}`"));
    match nearest(name, names.chain(["default"])) {
        Some(near) => finding.help(format!("write `{near}`, or make the folder `themes/{name}`")),
        None => finding.help(format!("make the folder `themes/{name}`, or write `default`")),
    }
}

/// The text files below a folder of the theme, by path below it.
fn texts(files: &Files<'_>, folder: &str, findings: &mut Vec<Diagnostic>) -> BTreeMap<String, (SourcePath, String)> {
    let mut texts = BTreeMap::new();
    for (path, (source, bytes)) in files {
        if let Some(name) = path.strip_prefix(folder)
            && let Some(text) = utf8(source, bytes, findings)
        {
            texts.insert(name.to_owned(), (source.clone(), text.to_owned()));
        }
    }
    texts
}

/// The text of one file; empty if there is none.
fn text<'a>(files: &Files<'a>, path: &str, findings: &mut Vec<Diagnostic>) -> &'a str {
    files.get(path).and_then(|(source, bytes)| utf8(source, bytes, findings)).unwrap_or_default()
}

fn utf8<'a>(source: &SourcePath, bytes: &'a [u8], findings: &mut Vec<Diagnostic>) -> Option<&'a str> {
    let text = std::str::from_utf8(bytes).ok();
    if text.is_none() {
        findings.push(Diagnostic::new(Code::NotUtf8, Span::file(source), "this file of the theme is not UTF-8"));
    }
    text
}

/// The words of the interface: `en` under the language (`de`) under its region (`de-AT`).
fn words(files: &Files<'_>, language: &str, findings: &mut Vec<Diagnostic>) -> BTreeMap<String, String> {
    let lower = language.to_lowercase();
    let primary = lower.split('-').next().unwrap_or_default();
    let mut words = BTreeMap::new();
    for wanted in ["en", primary, lower.as_str()] {
        let found = files.iter().find(|(path, _)| {
            path.strip_prefix("words/").and_then(|name| name.strip_suffix(".toml")).map(str::to_lowercase).as_deref()
                == Some(wanted)
        });
        if let Some((_, (source, bytes))) = found
            && let Some(text) = utf8(source, bytes, findings)
        {
            words.extend(manifest::words(source, text, findings));
        }
    }
    words
}

/// The files for the browser: joined, their addresses in style sheets rewritten, named by their digest.
fn assets(
    files: &Files<'_>,
    styles: &[(String, Span)],
    scripts: &[(String, Span)],
    findings: &mut Vec<Diagnostic>,
) -> BTreeMap<String, ThemeAsset> {
    let joined = |list: &[(String, Span)], name: &str| list.iter().any(|(file, _)| file == name);
    let (mut assets, mut sheets) = (BTreeMap::new(), Vec::new());
    for (path, (source, bytes)) in files {
        match path.strip_prefix("assets/") {
            None | Some("inline.js") => {}
            Some(name) if joined(styles, name) || joined(scripts, name) => {}
            Some(name) if name.ends_with(".css") => sheets.push((name, source, *bytes)),
            Some(name) => insert(&mut assets, name, source, bytes.to_vec(), findings),
        }
    }
    // Style sheets last: they name the other files.
    for (name, source, bytes) in sheets {
        if let Some(text) = utf8(source, bytes, findings) {
            let sheet = css::sheet(text, name, source, name, &assets, findings);
            insert(&mut assets, name, source, sheet.into_bytes(), findings);
        }
    }
    let manifest = files.get("theme.toml").map_or(SourcePath::new("theme.toml"), |(source, _)| source.clone());
    let mut join = |list: &[(String, Span)], into: &str| {
        let mut whole = String::new();
        for (name, place) in list {
            let Some((source, bytes)) = files.get(format!("assets/{name}").as_str()) else {
                findings.push(no_asset(name, place.clone(), files));
                continue;
            };
            let Some(text) = utf8(source, bytes, findings) else { continue };
            match into {
                "site.css" => whole.push_str(&css::sheet(text, name, source, into, &assets, findings)),
                _ => whole.push_str(text),
            }
        }
        if !whole.is_empty() {
            insert(&mut assets, into, &manifest, whole.into_bytes(), findings);
        }
    };
    join(styles, "site.css");
    join(scripts, "site.js");
    assets
}

fn no_asset(name: &str, place: Span, files: &Files<'_>) -> Diagnostic {
    let names = files.keys().filter_map(|path| path.strip_prefix("assets/"));
    let finding = Diagnostic::new(Code::ThemeError, place, format!("the theme has no file `assets/{name}`"));
    match nearest(name, names) {
        Some(near) => finding.help(format!("write `{near}`")),
        None => finding.help("paths here are relative to the theme's `assets` folder"),
    }
}

fn insert(
    assets: &mut BTreeMap<String, ThemeAsset>,
    name: &str,
    source: &SourcePath,
    bytes: Vec<u8>,
    findings: &mut Vec<Diagnostic>,
) {
    match OutPath::new(&fingerprinted(name, &bytes)) {
        Some(path) => {
            assets.insert(name.to_owned(), ThemeAsset { source: source.clone(), path, bytes });
        }
        None => findings.push(
            Diagnostic::new(Code::ThemeError, Span::file(source), "a file of this name cannot be published")
                .help("use a name without `\\`, `:` and control characters that does not end with a dot"),
        ),
    }
}

/// `js/a.js` as `assets/js/a.1a2b3c4d.js`.
fn fingerprinted(name: &str, bytes: &[u8]) -> String {
    let digest = Digest::of(bytes).to_string();
    let short = digest.get(..8).unwrap_or(&digest);
    let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (folder, file));
    let slash = if folder.is_empty() { "" } else { "/" };
    match file.rsplit_once('.') {
        Some((stem, extension)) => format!("{FOLDER}/{folder}{slash}{stem}.{short}.{extension}"),
        None => format!("{FOLDER}/{folder}{slash}{file}.{short}"),
    }
}

fn digest(theme: &Theme) -> Digest {
    let mut digester = Digester::new().add(&theme.inline_script).add(&theme.policy);
    for (name, (_, text)) in &theme.templates {
        digester = digester.add(name).add(text);
    }
    for (name, words) in &theme.words {
        digester = digester.add(name).add(words);
    }
    for (name, asset) in &theme.assets {
        digester = digester.add(name).add(asset.path.as_str());
    }
    digester.digest()
}

#[cfg(test)]
mod tests;
