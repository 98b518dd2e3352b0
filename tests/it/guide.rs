//! The guide in `content/`: it is the site that this repository shows first, so it is held to what it teaches.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::harness;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_guide_checks_clean() {
    let findings = harness::findings_of(root());
    let grave: Vec<&String> = findings.iter().filter(|line| !line.starts_with("note")).collect();
    assert!(grave.is_empty(), "{grave:#?}");
}

#[test]
fn every_section_of_the_source_is_covered() {
    let pages = harness::pages_of(root());
    let named: BTreeSet<String> = pages.iter().flat_map(|page| page.extra_list("source")).collect();
    let missing: Vec<String> =
        (1..=38).map(|number| format!("S{number:02}")).filter(|it| !named.contains(it)).collect();
    assert!(missing.is_empty(), "no page names {missing:?} in `source` of `[extra]`");
    let unknown: Vec<&String> = named.iter().filter(|name| !is_section(name)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

fn is_section(name: &str) -> bool {
    name.strip_prefix('S').and_then(|number| number.parse().ok()).is_some_and(|number: u32| (1..=38).contains(&number))
}

#[test]
fn every_page_is_linked_from_two_texts() {
    let pages = harness::pages_of(root());
    let few: BTreeMap<&str, usize> = pages
        .iter()
        .filter(|page| page.is_article && page.linked_from.len() < 2)
        .map(|page| (page.source.as_str(), page.linked_from.len()))
        .collect();
    assert!(few.is_empty(), "{few:#?}");
}

#[test]
fn there_are_as_many_pages_topics_and_samples_as_the_guide_promises() {
    let pages = harness::pages_of(root());
    let articles = pages.iter().filter(|page| page.is_article).count();
    assert!((25..=80).contains(&articles), "{articles} pages");
    let topics = std::fs::read_dir(root().join("content/topics")).expect("topics").count();
    assert!(topics >= 10, "{topics} topics");
}

#[test]
fn every_sample_has_what_it_prints_beside_it() {
    let samples = harness::samples_of(root());
    assert!(samples.len() >= 36, "{} samples", samples.len());
    let missing: Vec<&String> =
        samples.iter().filter(|sample| !root().join(format!("{sample}.out")).is_file()).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_task_is_shown_in_both_languages() {
    let samples = harness::samples_of(root());
    let mut folders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for sample in &samples {
        let (folder, file) = sample.rsplit_once('/').expect("a file in a folder");
        folders.entry(folder).or_default().insert(file.rsplit('.').next().unwrap_or_default());
    }
    let both = folders.values().filter(|languages| languages.contains("go") && languages.contains("py")).count();
    assert!(both >= 18, "{both} tasks");
}
