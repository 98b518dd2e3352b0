//! Whole indexes, made in memory; and questions to the script of the default theme, asked through Node where there is
//! one (`tests/search/ask.cjs`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use super::*;
use crate::markdown::{Heading, Words};
use crate::path::{Address, OutPath};

struct Site(Vec<OnePage>);

struct OnePage {
    address: Address,
    title: String,
    headings: Vec<Heading>,
    words: Words,
    terms: Arc<Terms>,
}

impl Pages for Site {
    fn terms(&self, page: usize) -> Arc<Terms> {
        self.0[page].terms.clone()
    }

    fn words(&self, page: usize) -> Words {
        self.0[page].words.clone()
    }

    fn entry(&self, page: usize) -> Entry<'_> {
        let OnePage { address, title, headings, terms, .. } = &self.0[page];
        Entry { address, title, trail: "", headings, marks: &terms.marks }
    }

    fn count(&self) -> usize {
        self.0.len()
    }
}

impl Site {
    /// A site of pages given as path and text: the title in a first line `# …`, sections under `## …`.
    fn new<'a>(pages: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Site(pages.into_iter().map(|(path, text)| OnePage::new(path, text)).collect())
    }

    /// The site with so many pages that say other things.
    fn among(mut self, others: usize) -> Self {
        for at in 0..others {
            // Words that nothing asks for: numbers spelt with letters.
            let word = |n: usize| format!("z{}q", n.to_string().bytes().map(|b| (b + 49) as char).collect::<String>());
            let body: Vec<_> = (0..80).map(|n| word(at * 37 + n * n)).collect();
            let text = format!("# {}\n{}\n## {}\n{}", word(at), body.join(" "), word(at + 1), body.join("\n"));
            self.0.push(OnePage::new(&format!("other/{at}/index.html"), &text));
        }
        self
    }

    fn plan(&self) -> Vec<Shard> {
        plan((0..self.count()).map(|page| self.entry(page)))
    }

    /// Path and bytes of every shard.
    fn built(&self) -> BTreeMap<String, Vec<u8>> {
        let plan = self.plan();
        let built = std::sync::Mutex::new(BTreeMap::new());
        render_all(&plan.iter().collect::<Vec<_>>(), self, |shard, bytes| {
            built.lock().unwrap().insert(shard.path.clone(), bytes);
        });
        let built = built.into_inner().unwrap();
        assert_eq!(built.len(), plan.len());
        built
    }

    /// Asks the script; `None` where there is no Node.
    fn ask(&self, questions: &[serde_json::Value]) -> Option<Vec<serde_json::Value>> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("search")).unwrap();
        for (path, bytes) in self.built() {
            std::fs::write(folder.path().join(path), bytes).unwrap();
        }
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let node = Command::new("node")
            .arg(root.join("tests/search/ask.cjs"))
            .arg(root.join("themes/default/assets/search.js"))
            .arg(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let Ok(mut node) = node else {
            println!("not asked: there is no Node here");
            return None;
        };
        let lines: Vec<_> = questions.iter().map(ToString::to_string).collect();
        std::io::Write::write_all(&mut node.stdin.take().unwrap(), lines.join("\n").as_bytes()).unwrap();
        let output = node.wait_with_output().unwrap();
        assert!(output.status.success());
        let answers = String::from_utf8(output.stdout).unwrap();
        Some(answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }

    /// Asserts that the first result of each query is the page and section it says.
    fn check(&self, queries: &[(&str, &str)]) {
        let questions: Vec<_> = queries.iter().map(|(query, _)| serde_json::json!({ "query": query })).collect();
        let Some(answers) = self.ask(&questions) else { return };
        for ((query, wanted), answer) in queries.iter().zip(&answers) {
            let first = answer["hits"][0]["href"].as_str().unwrap_or("nothing");
            assert_eq!(first, *wanted, "the first result of {query:?}: {answer:#}");
        }
    }
}

impl OnePage {
    fn new(path: &str, text: &str) -> Self {
        let (mut title, mut headings, mut sections) = (String::new(), Vec::new(), vec![String::new()]);
        for line in text.lines() {
            if let Some(text) = line.strip_prefix("# ") {
                title = text.to_owned();
            } else if let Some(text) = line.strip_prefix("## ") {
                let kept = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
                let id = text.to_lowercase().chars().filter(|c| kept(*c)).collect::<String>().replace(' ', "-");
                headings.push(Heading { level: 2, id, text: text.to_owned(), says: 0 });
                sections.push(String::new());
            } else {
                let section = sections.last_mut().unwrap();
                section.push_str(line);
                section.push('\n');
            }
        }
        let words = Words { sections };
        let terms = Arc::new(terms(&words, &title, &headings));
        OnePage { address: OutPath::new(path).unwrap().address(), title, headings, words, terms }
    }
}

const GUIDE: &[(&str, &str)] = &[
    ("index.html", "# Guide\nHow to choose a language, in parts."),
    (
        "concurrency/index.html",
        "# Concurrency\nMany things at once.\n## Goroutines\nA goroutine is cheap; the runtime spreads goroutines over all \
         cores. GOMAXPROCS says how many.\n## asyncio\nWrite `async with` around a lock, and `await` what takes time.\n\
         ## Stopping early\nWatch `ctx.Done()` and return `ctx.Err()` when the deadline has passed.",
    ),
    (
        "deploy/index.html",
        "# Deployment\nOne file, or an image.\n## Flags\n`--dry-run` prints what would happen.\nAll others need care.\n\
         ## Settings\n`max_attempts` is the number of tries. `WorkerPool` holds the workers.",
    ),
    (
        "words/index.html",
        "# Words\nOn other writing.\n## Café culture\nNaïve façades and smörgåsbord, in a Straße.\n\
         ## 並行処理\n言語の選び方と、並行処理の設計について。\n## Языки\nВыбор языка программирования — ёлка.",
    ),
    (
        "policies/index.html",
        "# Policies\nWhat must be tested, and who decides.\n## Retention\nBackups are kept for a month.",
    ),
];

const QUERIES: &[(&str, &str)] = &[
    ("goroutine", "concurrency/#goroutines"),
    ("Goroutines", "concurrency/#goroutines"),
    ("gorout", "concurrency/#goroutines"),
    ("gorotine", "concurrency/#goroutines"),
    ("concurency", "concurrency/"),
    ("ocncurrency", "concurrency/"),
    ("cncurrency", "concurrency/"),
    ("deploymnet", "deploy/"),
    ("deploy", "deploy/"),
    ("gomaxprocs", "concurrency/#goroutines"),
    ("GOMAXPROC", "concurrency/#goroutines"),
    ("ctx.Done", "concurrency/#stopping-early"),
    ("ctx.done()", "concurrency/#stopping-early"),
    ("async with", "concurrency/#asyncio"),
    ("--dry-run", "deploy/#flags"),
    ("dry run", "deploy/#flags"),
    ("max_attempts", "deploy/#settings"),
    ("attempt", "deploy/#settings"),
    ("worker pool", "deploy/#settings"),
    ("workerpool", "deploy/#settings"),
    ("deadline passed", "concurrency/#stopping-early"),
    ("cafe", "words/#caf%C3%A9-culture"),
    ("CAFÉ", "words/#caf%C3%A9-culture"),
    ("smorgasbord", "words/#caf%C3%A9-culture"),
    ("strasse", "words/#caf%C3%A9-culture"),
    ("並行処理", "words/#%E4%B8%A6%E8%A1%8C%E5%87%A6%E7%90%86"),
    ("言語", "words/#%E4%B8%A6%E8%A1%8C%E5%87%A6%E7%90%86"),
    ("語", "words/#%E4%B8%A6%E8%A1%8C%E5%87%A6%E7%90%86"),
    ("言", "words/#%E4%B8%A6%E8%A1%8C%E5%87%A6%E7%90%86"),
    ("язык", "words/#%D1%8F%D0%B7%D1%8B%D0%BA%D0%B8"),
    ("елка", "words/#%D1%8F%D0%B7%D1%8B%D0%BA%D0%B8"),
    ("policy", "policies/"),
    ("backup", "policies/#retention"),
    ("testing", "policies/"),
    ("xylophone", "nothing"),
    ("?!", "nothing"),
];

#[test]
fn a_small_site_answers_from_its_texts() {
    let site = Site::new(GUIDE.iter().copied());
    assert_eq!(site.plan().len(), 1);
    site.check(QUERIES);
}

#[test]
fn a_larger_site_answers_from_shards_of_words() {
    let site = Site::new(GUIDE.iter().copied()).among(300);
    let plan = site.plan();
    assert!(plan.iter().filter(|shard| matches!(shard.kind, plan::Kind::Words { .. })).count() > 4);
    site.check(QUERIES);
}

#[test]
fn the_script_cuts_words_as_the_index_does() {
    let texts = [
        "ctx.Done() GOMAXPROCS --dry-run max_attempts=3 sync.WaitGroup HTTPServer APIs parseURL",
        "Python 3.14. C++ c# i++ F# don't Go's we'll ’tis rock'n'roll a.b.c.. _x_ __init__ e.g. 1,000.50 foo-été",
        "Café Straße naïve İzmir ΣΊΣΥΦΟΣ Ёлка cafe\u{301} Ærø Łódź",
        "並行処理 Go言語、型 동시성 ภาษาไทย ひらがな x並y",
        "std::fs::read_to_string(\"a/b.md\")?; foo#bar @decorator $HOME x--y a-_b _ - . -- 日",
    ];
    let questions: Vec<_> = texts.iter().map(|text| serde_json::json!({ "chunks": text })).collect();
    let Some(answers) = Site::new([]).among(1).ask(&questions) else { return };
    for (text, answer) in texts.iter().zip(answers) {
        let theirs: BTreeSet<String> = serde_json::from_value::<Vec<Vec<String>>>(answer["chunks"].clone())
            .unwrap()
            .into_iter()
            .flatten()
            .collect();
        let mut ours = BTreeSet::new();
        tokens::each(text, |word, _| {
            ours.insert(word.to_owned());
        });
        assert_eq!(ours, theirs, "{text}");
    }
}

#[test]
fn both_ways_to_count_weigh_words_alike() {
    // The same question, answered from texts and from shards: the order of the results is the same.
    let hrefs = |answer: &serde_json::Value| -> Vec<String> {
        answer["hits"].as_array().unwrap().iter().map(|hit| hit["href"].as_str().unwrap().to_owned()).collect()
    };
    let questions = ["the", "what", "when", "language", "a"].map(|query| serde_json::json!({ "query": query }));
    let Some(small) = Site::new(GUIDE.iter().copied()).ask(&questions) else { return };
    let Some(large) = Site::new(GUIDE.iter().copied()).among(300).ask(&questions) else { return };
    for (one, other) in small.iter().zip(&large) {
        assert_eq!(hrefs(one), hrefs(other));
    }
}

#[test]
fn hits_are_marked_in_titles_and_excerpts() {
    let site = Site::new(GUIDE.iter().copied());
    let questions = [
        serde_json::json!({ "query": "cafe", "text": "The Café and cafés" }),
        serde_json::json!({ "query": "done", "text": "see ctx.Done() now" }),
        serde_json::json!({ "query": "並行処理", "text": "言語の並行処理です" }),
        serde_json::json!({ "query": "goroutin", "text": "Goroutines <b>" }),
    ];
    let Some(answers) = site.ask(&questions) else { return };
    let marked = |at: usize| -> Vec<String> {
        let pieces: Vec<(String, bool)> = serde_json::from_value(answers[at]["marked"].clone()).unwrap();
        pieces.into_iter().filter(|piece| piece.1).map(|piece| piece.0).collect()
    };
    assert_eq!(marked(0), ["Café", "cafés"]);
    assert_eq!(marked(1), ["Done"]);
    assert_eq!(marked(2).concat(), "並行処理");
    assert_eq!(marked(3), ["Goroutines"]);
}

#[test]
fn an_edit_of_prose_touches_the_shards_of_its_words_alone() {
    let before = Site::new(GUIDE.iter().copied()).among(300);
    let mut after = Site::new(GUIDE.iter().copied()).among(300);
    let text = GUIDE[4].1.replace("for a month", "for a quarter");
    after.0[4] = OnePage::new(GUIDE[4].0, &text);

    let (old, new) = (before.built(), after.built());
    let touched: Vec<_> =
        new.iter().filter(|(path, bytes)| old.get(*path) != Some(bytes)).map(|(path, _)| path).collect();
    // One of texts, one of pages, the index; of words those of `month` and of `quarter`.
    assert_eq!(touched.len(), 5, "{touched:?}");
    assert!(new.len() > 80, "{}", new.len());
}

#[test]
fn where_bytes_differ_names_differ() {
    let base = Site::new(GUIDE.iter().copied()).among(40);
    let variants = [
        ("title", GUIDE[1].1.replace("# Concurrency", "# Parallelism")),
        ("heading", GUIDE[1].1.replace("## asyncio", "## Async")),
        ("order", GUIDE[1].1.replace("A goroutine is cheap", "Cheap is a goroutine")),
        ("more", GUIDE[1].1.replace("cheap", "cheap cheap")),
    ];
    let old = base.built();
    for (name, text) in variants {
        let mut site = Site::new(GUIDE.iter().copied()).among(40);
        site.0[1] = OnePage::new(GUIDE[1].0, &text);
        let new = site.built();
        for (path, bytes) in new.iter().filter(|(path, _)| *path != "search/index.js") {
            assert!(old.get(path).is_none_or(|before| before == bytes), "{name}: {path}");
        }
        assert_ne!(old["search/index.js"], new["search/index.js"], "{name}");
    }
}

#[test]
fn one_shard_at_a_time_is_the_same_as_all_on_any_number_of_threads() {
    let site = Site::new(GUIDE.iter().copied()).among(60);
    let all = site.built();
    for threads in [1, 5] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(|| site.built()), all);
    }
    for shard in site.plan() {
        assert_eq!(render(&shard, &site), all[&shard.path]);
    }
}

#[test]
fn a_word_that_is_everywhere_keeps_the_pages_that_are_about_it() {
    let mut pages: Vec<(String, String)> = (0..2000)
        .map(|at| {
            (format!("{at}/index.html"), format!("# Page {at}\nEvery page names the engine in passing, page {at}."))
        })
        .collect();
    pages[1777].1 = "# The engine\nHow it works.".to_owned();
    pages[1888].1 = "# Other\nText.\n## Engine room\nIn a heading.".to_owned();
    let site = Site::new(pages.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    site.check(&[("engine", "1777/"), ("engine room", "1888/#engine-room"), ("page 1234", "1234/")]);
}

#[test]
fn records_survive_the_cache() {
    let site = Site::new(GUIDE.iter().copied());
    for page in &site.0 {
        let bytes = postcard::to_stdvec(&*page.terms).unwrap();
        assert_eq!(postcard::from_bytes::<Terms>(&bytes).unwrap(), *page.terms);
    }
}

/// The guide that this repository holds, from its files.
fn guide() -> Site {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut files: Vec<_> = walkdir::WalkDir::new(&root)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort();
    let page = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        let path = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        let page = crate::page::parse(&crate::path::SourcePath::new(path.as_str()), &text);
        let body = &text[page.body.start as usize..page.body.end as usize];
        let words = crate::markdown::words(body);
        let title = page.front.title.clone().or(page.facts.title).unwrap_or_default();
        let out = match path.trim_end_matches(".md") {
            "_index" => "index.html".to_owned(),
            path => format!("{}/index.html", path.trim_end_matches("/_index")),
        };
        let headings = page.facts.headings;
        let terms = Arc::new(terms(&words, &title, &headings));
        OnePage { address: OutPath::new(&out).unwrap().address(), title, headings, words, terms }
    };
    Site(files.iter().map(page).collect())
}

#[test]
fn a_reader_of_the_guide_finds_what_is_asked_for() {
    #[derive(serde::Deserialize)]
    struct Queries {
        query: Vec<Query>,
    }
    #[derive(serde::Deserialize)]
    struct Query {
        ask: String,
        find: Vec<String>,
        within: Option<usize>,
    }
    let queries: Queries = toml::from_str(include_str!("../../tests/data/search-queries.toml")).unwrap();
    let questions: Vec<_> = queries.query.iter().map(|query| serde_json::json!({ "query": query.ask })).collect();
    let site = guide();
    // Every expected place is there, so that a heading that is renamed is not taken for a result that got worse.
    for wanted in queries.query.iter().flat_map(|query| &query.find) {
        let (address, id) = wanted.split_once('#').unwrap_or((wanted, ""));
        let fits = |page: &OnePage| {
            page.address.as_str() == address && (id.is_empty() || page.headings.iter().any(|heading| heading.id == id))
        };
        let below = id.is_empty() && site.0.iter().any(|page| page.address.as_str().starts_with(address));
        assert!(below || site.0.iter().any(fits), "the guide has no {wanted}");
    }
    let Some(answers) = site.ask(&questions) else { return };
    let mut missed = Vec::new();
    for (query, answer) in queries.query.iter().zip(&answers) {
        let hits: Vec<_> = answer["hits"].as_array().unwrap().iter().filter_map(|hit| hit["href"].as_str()).collect();
        let right = |href: &&str| {
            query
                .find
                .iter()
                .any(|wanted| if wanted.contains('#') { href == wanted } else { href.starts_with(wanted.as_str()) })
        };
        if !hits.iter().take(query.within.unwrap_or(1)).any(right) {
            missed.push(format!("{}: {:?}", query.ask, &hits[..hits.len().min(4)]));
        }
    }
    assert!(missed.is_empty(), "{} of {} missed:\n{}", missed.len(), questions.len(), missed.join("\n"));
}
