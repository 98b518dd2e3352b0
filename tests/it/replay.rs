//! The seeds of the fuzzer, replayed: what it starts from, and what it once found.

#[path = "../../fuzz/holds.rs"]
mod holds;

use std::path::Path;

fn replay(target: &str, holds: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let mut seeds: Vec<_> = folder.read_dir().expect("seeds").map(|entry| entry.expect("an entry").path()).collect();
    seeds.sort();
    assert!(seeds.len() >= 4, "{target} has {} seeds", seeds.len());
    for seed in seeds {
        let data = std::fs::read(&seed).expect("a seed");
        let result = std::panic::catch_unwind(|| holds(&data));
        assert!(result.is_ok(), "{} does not hold", seed.display());
    }
}

#[test]
fn seeds_of_front_matter_hold() {
    replay("front_matter", holds::front_matter);
}

#[test]
fn seeds_of_pages_hold() {
    replay("page", holds::page);
}

#[test]
fn seeds_of_links_hold() {
    replay("links", holds::links);
}

#[test]
fn seeds_of_fences_hold() {
    replay("fence", holds::fence);
}

#[test]
fn seeds_of_configurations_hold() {
    replay("config", holds::config);
}

#[test]
fn seeds_of_decisions_hold() {
    replay("decision", holds::decision);
}
