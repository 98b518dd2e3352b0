//! What the tests know of the program's interface: a site in one string goes in, what came of it comes out.
//!
//! [`check`] compares findings with the carets in the text, [`built`] gives the outputs, [`rebuilt`] says which of them an
//! edit changed, [`viewed`] shows what a template sees. All in memory; [`files`] gives the same site to tests that need a
//! folder.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fingerpost::assembly::{Assembly, assemble};
use fingerpost::cache::{Cache, Finished, Stores};
use fingerpost::diagnostic::{Diagnostic, Level};
use fingerpost::digest::Digest;
use fingerpost::path::SourcePath;
use fingerpost::reconcile::{Failure, MANIFEST, Maker as _, Request, reconcile};
use fingerpost::render::Press;
use fingerpost::sources::{Nothing, ReadOptions, Seen, Sources, World};
use serde_json::Value;

/// The day of all tests.
pub(crate) const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 24);

/// The files of a site: `-- path --` before each. Lines of carets ([`check`]) are not part of them.
pub(crate) fn files(site: &str) -> BTreeMap<String, String> {
    parse(site).into_iter().map(|file| (file.path, file.text)).collect()
}

/// Checks that exactly the findings come that are marked.
///
/// A line of carets marks the bytes above it in the line before, or the whole file if no line is before it; one caret
/// also marks a place of no length. After the
/// code may stand words: `: part of message, help or note`, or `=> text of the fix`.
#[track_caller]
pub(crate) fn check(site: &str) {
    check_of(site, false);
}

/// [`check`] with drafts.
#[track_caller]
pub(crate) fn check_drafts(site: &str) {
    check_of(site, true);
}

#[track_caller]
fn check_of(site: &str, drafts: bool) {
    let files = parse(site);
    let assembly = assembled(&files, drafts);
    let found = findings(&assembly);
    let mut wrong = String::new();
    let mut wanted: Vec<(&File, &Mark)> =
        files.iter().flat_map(|file| file.marks.iter().map(move |mark| (file, mark))).collect();
    for (level, finding) in &found {
        let mine =
            |(file, mark): &(&File, &Mark)| file.path == finding.span.file.as_str() && mark.fits(&file.text, finding);
        match wanted.iter().position(mine) {
            Some(at) => {
                wanted.remove(at);
            }
            None => writeln!(wrong, "not marked:\n{}", shown(&files, *level, finding)).expect("writing to a string"),
        }
    }
    for (file, mark) in wanted {
        writeln!(wrong, "not found: {} in {} at {:?}, words {:?}", mark.code, file.path, mark.range, mark.words)
            .expect("writing to a string");
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// What a site becomes.
#[derive(Debug)]
pub(crate) struct Built {
    /// The bytes of each output.
    pub(crate) outputs: BTreeMap<String, Vec<u8>>,
    keys: BTreeMap<String, Digest>,
}

impl Built {
    /// An output as text.
    #[track_caller]
    pub(crate) fn text(&self, path: &str) -> &str {
        let Some(bytes) = self.outputs.get(path) else {
            panic!("no output {path}; there are {:#?}", self.paths());
        };
        std::str::from_utf8(bytes).expect("an output that is text")
    }

    /// The paths of all outputs, in order.
    pub(crate) fn paths(&self) -> Vec<&str> {
        self.outputs.keys().map(String::as_str).collect()
    }

    /// Whether there is such an output.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.outputs.contains_key(path)
    }

    /// The text of a page, without what the theme puts around it.
    #[track_caller]
    pub(crate) fn content(&self, path: &str) -> &str {
        let html = self.text(path);
        let (_, rest) = html.split_once(" class=\"text\">").expect("the theme's own element around the text");
        let (text, _) = rest.split_once("</article>").expect("the end of that element");
        text
    }
}

/// Builds a site; errors are not allowed.
#[track_caller]
pub(crate) fn built(site: &str) -> Built {
    made(&parse(site), false)
}

/// Builds a site with its drafts.
#[track_caller]
pub(crate) fn built_drafts(site: &str) -> Built {
    made(&parse(site), true)
}

/// Which outputs an edit changes: `+path` for a new one, `-path` for one that goes. The edit is a site of the files
/// that are different; a file that says nothing but `(removed)` goes.
#[track_caller]
pub(crate) fn rebuilt(site: &str, edit: &str) -> Vec<String> {
    let before_files = parse(site);
    let mut after_files = before_files.clone();
    for file in parse(edit) {
        after_files.retain(|other| other.path != file.path);
        if file.text.trim() != "(removed)" {
            after_files.push(file);
        }
    }
    let (before, after) = (made(&before_files, false), made(&after_files, false));
    let mut changed = Vec::new();
    for (path, bytes) in &after.outputs {
        match before.outputs.get(path) {
            None => changed.push(format!("+{path}")),
            Some(old) if old != bytes => {
                assert_ne!(before.keys[path], after.keys[path], "{path} has other bytes but the same key");
                changed.push(path.clone());
            }
            Some(_) => {}
        }
    }
    changed
        .extend(before.outputs.keys().filter(|path| !after.outputs.contains_key(*path)).map(|path| format!("-{path}")));
    changed
}

/// What the templates see of the page at an output, as JSON: `page`, `children`, `topic`, `topics`, `decision`,
/// `navigation`.
#[track_caller]
pub(crate) fn viewed(site: &str, path: &str) -> Value {
    views(site).remove(path).unwrap_or_else(|| panic!("no page {path}"))
}

/// What the templates see of every page, by output.
#[track_caller]
pub(crate) fn views(site: &str) -> BTreeMap<String, Value> {
    let mut files = parse(site);
    let dump = concat!(
        r#"{"kind":{{ kind | json_encode | safe }},"root":{{ root | json_encode | safe }},"page":{{ page | json_encode | safe }},"#,
        r#""children":{{ children | json_encode | safe }},"topics":{{ topics | json_encode | safe }},"#,
        r#""topic":{{ topic | json_encode | safe }},"decision":{{ decision | json_encode | safe }},"#,
        r#""site":{{ site | json_encode | safe }},"navigation":[{{ navigation }} null]}"#
    );
    for kind in ["home", "section", "page", "topics", "topic", "decision", "404"] {
        files.push(File::new(format!("themes/default/templates/{kind}.html"), dump.to_owned()));
    }
    let tree = concat!(
        "{% component entries(items: array) -%}{% for item in items %}",
        r#"{"title":{{ item.title | json_encode | safe }},"href":{{ item.href | json_encode | safe }},"#,
        r#""current":"{{ item.current | safe }}","open":{{ item.open | json_encode | safe }},"#,
        r#""children":[{{ <entries items={item.children} /> }} null]},{% endfor %}{%- endcomponent entries %}"#,
        "{{- <entries items={items} /> }}"
    );
    files.push(File::new("themes/default/templates/partials/navigation.html".to_owned(), tree.to_owned()));
    let built = made(&files, false);
    let pages = built.outputs.iter().filter(|(path, bytes)| path.ends_with(".html") && bytes.starts_with(b"{\"kind\""));
    let views = pages.map(|(path, bytes)| {
        let text = String::from_utf8_lossy(bytes).replace(r#"" aria-current="page"""#, "\"page\"");
        let view = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
        (path.clone(), without_ends(view))
    });
    views.collect()
}

/// Lists of the navigation end with `null`, since templates cannot leave out the last comma.
fn without_ends(value: Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.into_iter().map(without_ends).collect();
            if items.last() == Some(&Value::Null) {
                items.pop();
            }
            Value::Array(items)
        }
        Value::Object(map) => Value::Object(map.into_iter().map(|(key, value)| (key, without_ends(value))).collect()),
        other => other,
    }
}

/// The titles of a list of links.
#[track_caller]
pub(crate) fn titles(list: &Value) -> Vec<&str> {
    let items = list.as_array().expect("a list");
    items.iter().map(|item| item["title"].as_str().expect("a title")).collect()
}

/// The addresses of a list of links.
#[track_caller]
pub(crate) fn hrefs(list: &Value) -> Vec<&str> {
    let items = list.as_array().expect("a list");
    items.iter().map(|item| item["href"].as_str().expect("an address")).collect()
}

#[track_caller]
fn made(files: &[File], drafts: bool) -> Built {
    let mut assembly = assembled(files, drafts);
    for (level, finding) in findings(&assembly) {
        assert!(level != Level::Error, "\n{}", shown(files, level, &finding));
    }
    printed(&mut assembly).unwrap_or_else(|finding| panic!("{finding:#?}"))
}

/// Renders all outputs of an assembly.
fn printed(assembly: &mut Assembly) -> Result<Built, Box<Diagnostic>> {
    let stores = Stores::in_memory();
    add_search(assembly, &stores);
    let press = Press::new(&assembly.scene, &assembly.plan, &stores, &|_| {})?;
    let mut built = Built { outputs: BTreeMap::new(), keys: BTreeMap::new() };
    for (path, recipe) in &assembly.plan.outputs {
        let (key, material) = press.prepare(path, recipe);
        let bytes = press.render(path, material)?;
        built.outputs.insert(path.to_string(), bytes);
        built.keys.insert(path.to_string(), key);
    }
    Ok(built)
}

/// As commands do before they write.
fn add_search(assembly: &mut Assembly, stores: &Stores) {
    if assembly.scene.config().search {
        let indexed = assembly.scene.index.get(&assembly.scene, &stores.words);
        fingerpost::plan::add_search(Arc::make_mut(&mut assembly.plan), &indexed.shards);
    }
}

/// What a build that knows nothing makes of a site: its findings, and its outputs if it has any.
pub(crate) struct Clean {
    findings: Vec<String>,
    /// The bytes of each output; none where a finding is an error.
    pub(crate) outputs: BTreeMap<String, Vec<u8>>,
    /// Whether it did not build.
    pub(crate) failed: bool,
}

impl Clean {
    /// Builds a site in memory.
    pub(crate) fn of(files: &BTreeMap<String, String>) -> Clean {
        let files: Vec<File> = files.iter().map(|(path, text)| File::new(path.clone(), text.clone())).collect();
        let mut assembly = assembled(&files, false);
        let found = findings(&assembly);
        let failed = found.iter().any(|(level, _)| *level == Level::Error);
        let findings = lines(&found);
        let outputs = if failed { None } else { printed(&mut assembly).ok() };
        Clean {
            findings,
            failed: outputs.is_none(),
            outputs: outputs.map_or_else(BTreeMap::new, |built| built.outputs),
        }
    }
}

fn lines(findings: &[(Level, Diagnostic)]) -> Vec<String> {
    findings.iter().map(|(level, finding)| format!("{} {finding:?}", level.word())).collect()
}

/// A site on the disk that is built again and again over its own cache, and walked on as a preview does.
pub(crate) struct Kept {
    root: PathBuf,
    today: jiff::civil::Date,
    moment: Option<Assembly>,
    findings: Vec<String>,
    failed: bool,
}

impl Kept {
    /// The site of a folder.
    pub(crate) fn new(root: &Path) -> Kept {
        Kept::on(root, TODAY)
    }

    /// The site of a folder, on another day.
    pub(crate) fn on(root: &Path, today: jiff::civil::Date) -> Kept {
        Kept { root: root.to_owned(), today, moment: None, findings: Vec::new(), failed: false }
    }

    fn sources(&self, cache: &Cache) -> Sources {
        Sources::read(World::Folder(self.root.clone()), &ReadOptions::default(), self.today, cache)
    }

    /// Builds, as the command does.
    pub(crate) fn build(&mut self) -> Result<(), String> {
        let folder = self.root.join(fingerpost::cache::FOLDER);
        let mut cache = Cache::open(&folder);
        fingerpost::cache::make_folder(&folder).map_err(|error| error.to_string())?;
        cache.begin();
        let sources = self.sources(&cache);
        let mut assembly = assemble(sources, &cache, false);
        if let Some(said) = cache.said.first() {
            return Err(format!("the cache was not usable: {said}"));
        }
        let found = assembly.scene.config().levels.apply(assembly.findings.clone(), self.today);
        self.findings = lines(&found);
        self.failed = found.iter().any(|(level, _)| *level == Level::Error);
        if self.failed {
            return Ok(());
        }
        let stores = Stores::open(&folder);
        add_search(&mut assembly, &stores);
        let out = self.root.join("public");
        let done = {
            let press = match Press::new(&assembly.scene, &assembly.plan, &stores, &|_| {}) {
                Ok(press) => press,
                Err(_) => {
                    self.failed = true;
                    return Ok(());
                }
            };
            let records = cache.records(&out);
            let request =
                Request { folder: &out, site: "test", adopt: false, records, recorded_at: cache.written_at() };
            match reconcile(&assembly.plan, &press, &request) {
                Ok(done) => done,
                Err(Failure::Findings(_)) => {
                    self.failed = true;
                    return Ok(());
                }
                Err(failure) => return Err(format!("{failure:?}")),
            }
        };
        // What lets the command see at once that nothing has changed: here every build does its work.
        let nothing = Digest::of("");
        let finished =
            Finished { inputs: nothing, includes: Vec::new(), manifest: nothing, pages: 0, findings: Vec::new() };
        cache
            .store(&assembly.scene.sources, &assembly.scene.parsed.pages, &out, done.records, finished)
            .map_err(|error| error.to_string())?;
        stores.save().map_err(|error| error.to_string())?;
        Ok(())
    }

    /// Compares what another built into the folder.
    pub(crate) fn compare_outputs(&self, clean: &Clean) -> Result<(), String> {
        if clean.failed { Ok(()) } else { self.compare_folder(clean) }
    }

    /// Walks on from the moment before, having seen that anything may have changed.
    pub(crate) fn advance(&mut self) -> Result<(), String> {
        let next = match &self.moment {
            None => assemble(self.sources(&Cache::none()), &Cache::none(), false),
            Some(before) => {
                let sources = before.scene.sources.refresh(&Seen::Everything);
                fingerpost::assembly::advance(before, sources, &Cache::none(), &|| true)
                    .ok_or("nobody called it off")?
            }
        };
        self.moment = Some(next);
        Ok(())
    }

    /// Whether the output is that of a clean build. One that failed must have failed here too.
    pub(crate) fn compare(&self, clean: &Clean) -> Result<(), String> {
        if self.findings != clean.findings {
            return Err(first_difference("findings", &self.findings, &clean.findings));
        }
        if self.failed != clean.failed {
            return Err(format!("the build failed: {}, the clean one: {}", self.failed, clean.failed));
        }
        if self.failed { Ok(()) } else { self.compare_folder(clean) }
    }

    fn compare_folder(&self, clean: &Clean) -> Result<(), String> {
        let mut there = BTreeMap::new();
        let out = self.root.join("public");
        for entry in walkdir::WalkDir::new(&out).into_iter().map(|entry| entry.expect("a readable folder")) {
            let path = entry.path().strip_prefix(&out).expect("a path below").to_string_lossy().into_owned();
            if entry.file_type().is_file() && path != MANIFEST {
                there.insert(path, fs::read(entry.path()).expect("a file"));
            } else if entry.depth() > 0
                && entry.file_type().is_dir()
                && fs::read_dir(entry.path()).expect("a folder").next().is_none()
            {
                return Err(format!("{path} is an empty folder"));
            }
        }
        same_outputs(&there, &clean.outputs)
    }

    /// Whether the moment shows what a clean build would.
    pub(crate) fn compare_moment(&mut self, clean: &Clean) -> Result<(), String> {
        let Some(moment) = &mut self.moment else { return Err("no moment".to_owned()) };
        let found = moment.scene.config().levels.apply(moment.findings.clone(), self.today);
        let found = lines(&found);
        if found != clean.findings {
            return Err(first_difference("findings", &found, &clean.findings));
        }
        if clean.failed {
            return Ok(());
        }
        let plan = moment.plan.clone();
        let built = printed(moment).map_err(|finding| format!("{finding:?}"))?;
        // Search is added for one rendering alone.
        moment.plan = plan;
        same_outputs(&built.outputs, &clean.outputs)
    }
}

fn first_difference(what: &str, have: &[String], want: &[String]) -> String {
    let extra: Vec<&String> = have.iter().filter(|it| !want.contains(it)).collect();
    let missing: Vec<&String> = want.iter().filter(|it| !have.contains(it)).collect();
    format!("other {what}: {extra:#?} instead of {missing:#?}")
}

fn same_outputs(have: &BTreeMap<String, Vec<u8>>, want: &BTreeMap<String, Vec<u8>>) -> Result<(), String> {
    for (path, bytes) in want {
        match have.get(path) {
            None => return Err(format!("{path} is missing")),
            Some(other) if other != bytes => {
                let (a, b) = (String::from_utf8_lossy(other), String::from_utf8_lossy(bytes));
                let line = a.lines().zip(b.lines()).find(|(a, b)| a != b);
                return Err(format!("{path} differs: {line:#?}"));
            }
            Some(_) => {}
        }
    }
    have.keys().find(|path| !want.contains_key(*path)).map_or(Ok(()), |path| Err(format!("{path} should not be there")))
}

fn assembled(files: &[File], drafts: bool) -> Assembly {
    let files = files.iter().map(|file| (SourcePath::new(&*file.path), Arc::from(file.text.as_bytes()))).collect();
    let sources = Sources::read(World::Memory(files), &ReadOptions::default(), TODAY, &Nothing);
    assemble(sources, &Cache::none(), drafts)
}

fn findings(assembly: &Assembly) -> Vec<(Level, Diagnostic)> {
    assembly.scene.config().levels.apply(assembly.findings.clone(), TODAY)
}

#[derive(Clone)]
struct File {
    path: String,
    text: String,
    marks: Vec<Mark>,
}

impl File {
    fn new(path: String, text: String) -> File {
        File { path, text, marks: Vec::new() }
    }
}

/// Where a finding must stand.
#[derive(Clone)]
struct Mark {
    /// Bytes of the file.
    range: std::ops::Range<usize>,
    code: String,
    words: Option<String>,
    fix: Option<String>,
}

impl Mark {
    /// Whether a finding is the one that is wanted. What spans several lines is marked in its first.
    fn fits(&self, text: &str, finding: &Diagnostic) -> bool {
        let (start, mut end) = (finding.span.range.start as usize, finding.span.range.end as usize);
        if let Some(line) = text.get(start..end).and_then(|it| it.find('\n')) {
            end = start + line;
        }
        let said = |words: &str| {
            let notes = finding.notes.iter().map(|(_, words)| words.as_str());
            let also = finding.also.iter().map(|(_, words)| words.as_str());
            let all = [finding.message.as_str(), finding.help.as_deref().unwrap_or_default()];
            all.into_iter().chain(notes).chain(also).any(|it| it.contains(words))
        };
        let fix = finding.fix.as_ref().map(|fix| fix.text.as_str());
        self.code == finding.code.name()
            && self.range == (start..end.max((start + 1).min(self.range.end)))
            && self.words.as_deref().is_none_or(said)
            && self.fix.as_deref().is_none_or(|wanted| fix == Some(wanted))
    }
}

fn parse(site: &str) -> Vec<File> {
    let mut files: Vec<File> = Vec::new();
    let mut last = 0;
    for line in site.split_inclusive('\n') {
        let bare = line.trim_end();
        if let Some(path) = bare.strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --")) {
            files.push(File::new(path.to_owned(), String::new()));
            last = 0;
            continue;
        }
        let Some(file) = files.last_mut() else {
            assert!(bare.is_empty(), "text before the first file: {line:?}");
            continue;
        };
        match mark(bare) {
            Some((columns, code, rest)) => {
                let above = file.text[last..].trim_end_matches('\n');
                let byte = |column| {
                    let mut places = above.char_indices().map(|(at, _)| at);
                    last + places.nth(column).unwrap_or(above.len())
                };
                let range = if file.text.is_empty() { 0..0 } else { byte(columns.start)..byte(columns.end) };
                let (words, fix) = match (rest.strip_prefix(": "), rest.strip_prefix(" => ")) {
                    (Some(words), _) => (Some(words.to_owned()), None),
                    (_, Some(fix)) => (None, Some(fix.to_owned())),
                    _ => (None, None),
                };
                file.marks.push(Mark { range, code: code.to_owned(), words, fix });
            }
            None => {
                last = file.text.len();
                file.text.push_str(line);
            }
        }
    }
    files
}

/// Columns, code and the rest of a line of carets.
fn mark(line: &str) -> Option<(std::ops::Range<usize>, &str, &str)> {
    let start = line.chars().take_while(|c| *c == ' ').count();
    let carets = line[start..].chars().take_while(|c| *c == '^').count();
    let rest = line[start + carets..].strip_prefix(' ')?;
    let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '-' && !c.is_ascii_digit()).unwrap_or(rest.len());
    let (code, rest) = rest.split_at(end);
    fingerpost::diagnostic::Code::named(code)?;
    (carets > 0).then_some((start..start + carets, code, rest))
}

fn shown(files: &[File], level: Level, finding: &Diagnostic) -> String {
    let text = files.iter().find(|file| file.path == finding.span.file.as_str()).map_or("", |file| file.text.as_str());
    let start = (finding.span.range.start as usize).min(text.len());
    let line = text[..start].matches('\n').count();
    let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let whole = text[from..].lines().next().unwrap_or_default();
    let width = (finding.span.range.end as usize).min(from + whole.len()).saturating_sub(start).max(1);
    let mut out = format!("{} {}: {}\n", level.word(), finding.code.name(), finding.message);
    writeln!(
        out,
        " {}:{}\n{whole}\n{}{} {}",
        finding.span.file,
        line + 1,
        " ".repeat(text[from..start].chars().count()),
        "^".repeat(width),
        finding.code.name()
    )
    .expect("writing to a string");
    if let Some(help) = &finding.help {
        writeln!(out, " help: {help}").expect("writing to a string");
    }
    if let Some(fix) = &finding.fix {
        writeln!(out, " fix: {:?} safe {}", fix.text, fix.safe).expect("writing to a string");
    }
    out
}

/// The site of a folder on the disk.
fn moment_of(root: &Path) -> Assembly {
    let world = World::Folder(root.canonicalize().expect("a folder"));
    assemble(Sources::read(world, &ReadOptions::default(), TODAY, &Nothing), &Cache::none(), false)
}

/// What is found in a site on the disk, a line each.
pub(crate) fn findings_of(root: &Path) -> Vec<String> {
    let moment = moment_of(root);
    let found = findings(&moment);
    found
        .iter()
        .map(|(level, it)| format!("{} {} {}: {}", level.word(), it.code.name(), it.span.file, it.message))
        .collect()
}

/// The files that are run as samples in a site on the disk.
pub(crate) fn samples_of(root: &Path) -> Vec<String> {
    let moment = moment_of(root);
    fingerpost::samples::find(&moment.scene).into_iter().map(|sample| sample.file.to_string()).collect()
}

/// What tests of the guide ask of a page.
pub(crate) struct PageFacts {
    /// Its file.
    pub(crate) source: String,
    /// Whether it is a text of the guide: neither a topic, nor a section's or a decision's own page, nor the 404 page.
    pub(crate) is_article: bool,
    /// The pages that link to it.
    pub(crate) linked_from: Vec<String>,
    extra: BTreeMap<String, fingerpost::page::front_matter::Value>,
}

impl PageFacts {
    /// A key of `[extra]` as a list.
    pub(crate) fn extra_list(&self, key: &str) -> Vec<String> {
        self.extra.get(key).map(fingerpost::site::texts).unwrap_or_default()
    }
}

/// The pages of a site on the disk.
pub(crate) fn pages_of(root: &Path) -> Vec<PageFacts> {
    let moment = moment_of(root);
    let site = &moment.scene.site;
    let facts = site.pages.iter().enumerate().filter(|(_, page)| page.has_source).map(|(index, page)| PageFacts {
        source: page.source.to_string(),
        is_article: page.kind == fingerpost::view::Kind::Page,
        linked_from: site.backlinks[index].iter().map(|it| site.pages[it.from.index()].source.to_string()).collect(),
        extra: page.front.extra.clone(),
    });
    facts.collect()
}
