//! What a store promises, above all after an accident.

use super::*;

fn key(name: &str) -> Digest {
    Digest::of(name)
}

fn open(folder: &Path) -> Store {
    Store::open(folder, "blocks", "1")
}

fn index_file(folder: &Path) -> PathBuf {
    folder.join("blocks.index")
}

fn data_file(folder: &Path, generation: u32) -> PathBuf {
    folder.join(format!("blocks-{generation}"))
}

/// A folder with a saved store of these blocks, each a hundred times its name.
fn saved(names: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    for name in names {
        store.put(key(name), name.repeat(100).as_bytes());
    }
    store.save().unwrap();
    folder
}

fn has(store: &Store, name: &str) -> bool {
    match store.get(key(name)) {
        Some(html) => {
            assert_eq!(html, name.repeat(100).into_bytes());
            true
        }
        None => false,
    }
}

#[test]
fn a_block_is_found_at_once_and_in_the_next_process() {
    for store in [Store::in_memory(), open(tempfile::tempdir().unwrap().path())] {
        assert!(!has(&store, "a"));
        store.put(key("a"), "a".repeat(100).as_bytes());
        assert!(has(&store, "a"));
        assert_eq!(store.save().unwrap(), None);
        assert!(has(&store, "a"));
    }
    let folder = saved(&["a", "b"]);
    let store = open(folder.path());
    assert!(has(&store, "a") && has(&store, "b") && !has(&store, "c"));
    store.put(key("c"), "c".repeat(100).as_bytes());
    store.save().unwrap();
    let store = open(folder.path());
    assert!(has(&store, "a") && has(&store, "c"));
}

#[test]
fn a_store_that_is_asked_nothing_touches_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let below = folder.path().join("below");
    assert_eq!(open(&below).save().unwrap(), None);
    assert!(!below.exists());
    let folder = saved(&["a"]);
    fs::write(index_file(folder.path()), "damaged").unwrap();
    assert_eq!(open(folder.path()).save().unwrap(), None);
    assert_eq!(fs::read(index_file(folder.path())).unwrap(), b"damaged");
}

#[test]
fn reading_alone_writes_nothing() {
    let folder = saved(&["a"]);
    let before = fs::read(index_file(folder.path())).unwrap();
    let store = open(folder.path());
    assert!(has(&store, "a"));
    store.save().unwrap();
    assert_eq!(fs::read(index_file(folder.path())).unwrap(), before);
}

#[test]
fn a_build_killed_before_the_index_is_written_loses_only_its_own_blocks() {
    let folder = saved(&["a"]);
    let store = open(folder.path());
    for number in 0..20_000 {
        store.put(key(&format!("b{number}")), "x".repeat(100).as_bytes());
    }
    drop(store);
    assert!(fs::metadata(data_file(folder.path(), 0)).unwrap().len() > 1 << 20, "some were written");
    let store = open(folder.path());
    assert!(has(&store, "a") && store.get(key("b0")).is_none());
    store.put(key("c"), "c".repeat(100).as_bytes());
    assert_eq!(store.save().unwrap(), None);
    assert_eq!(fs::metadata(data_file(folder.path(), 0)).unwrap().len(), 200, "the tail is gone");
    let store = open(folder.path());
    assert!(has(&store, "a") && has(&store, "c"));
}

#[test]
fn whatever_byte_is_damaged_a_wrong_block_is_never_returned() {
    let folder = saved(&["a", "b"]);
    for file in [index_file(folder.path()), data_file(folder.path(), 0)] {
        let whole = fs::read(&file).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x55;
            fs::write(&file, &damaged).unwrap();
            let store = open(folder.path());
            let found = [has(&store, "a"), has(&store, "b")];
            assert_ne!(found, [true, true], "byte {at} of {}", file.display());
            // It takes blocks again, unless the tag says that they are of another version.
            store.put(key("a"), "a".repeat(100).as_bytes());
            assert!(has(&store, "a"));
        }
        for length in 0..whole.len() {
            fs::write(&file, &whole[..length]).unwrap();
            let store = open(folder.path());
            assert!(!has(&store, "a") && !has(&store, "b"));
            let said = store.save().unwrap().expect("a line is said");
            assert!(said.contains("blocks.index is damaged"), "{said}");
        }
        fs::write(&file, whole).unwrap();
    }
}

#[test]
fn a_damaged_store_is_made_anew_and_said_once() {
    let folder = saved(&["a"]);
    fs::write(index_file(folder.path()), [7; 100]).unwrap();
    fs::remove_file(data_file(folder.path(), 0)).unwrap();
    let store = open(folder.path());
    assert!(!has(&store, "a"));
    store.put(key("b"), "b".repeat(100).as_bytes());
    store.save().unwrap();
    let store = open(folder.path());
    assert!(has(&store, "b"));
    assert_eq!(store.save().unwrap(), None);
}

#[test]
fn files_of_another_version_are_replaced_without_a_word() {
    let folder = saved(&["a"]);
    let mut foreign = fs::read(index_file(folder.path())).unwrap();
    foreign[0] ^= 1;
    fs::write(index_file(folder.path()), foreign).unwrap();
    let store = open(folder.path());
    assert!(!has(&store, "a"));
    store.put(key("b"), "b".repeat(100).as_bytes());
    assert_eq!(store.save().unwrap(), None);
    assert!(has(&open(folder.path()), "b"));
}

#[test]
fn while_one_process_writes_another_reads() {
    let folder = saved(&["a"]);
    let first = open(folder.path());
    let second = open(folder.path());
    assert!(has(&second, "a"));
    first.put(key("b"), "b".repeat(100).as_bytes());
    second.put(key("c"), "c".repeat(100).as_bytes());
    assert!(!has(&second, "c"), "not kept, since the first is writing");
    first.save().unwrap();
    second.save().unwrap();
    second.put(key("c"), "c".repeat(100).as_bytes());
    assert!(has(&second, "b") && has(&second, "c"), "it has read what the first saved");
    second.save().unwrap();
    let store = open(folder.path());
    assert!(has(&store, "a") && has(&store, "b") && has(&store, "c"));
}

#[test]
fn a_store_too_large_keeps_what_was_used_last() {
    let folder = saved(&["a", "b", "c", "d"]);
    let mut store = open(folder.path());
    store.max_data = 450;
    assert!(has(&store, "d"));
    store.put(key("e"), "e".repeat(100).as_bytes());
    store.save().unwrap();
    assert!(has(&store, "d") && has(&store, "e") && !has(&store, "a"));
    let store = open(folder.path());
    assert!(has(&store, "d") && has(&store, "e") && !has(&store, "a") && !has(&store, "b"));
    assert!(!data_file(folder.path(), 0).exists());
    assert_eq!(fs::metadata(data_file(folder.path(), 1)).unwrap().len(), 200);
}

#[test]
fn data_mostly_of_blocks_found_damaged_is_compacted() {
    let folder = saved(&["a", "b", "c"]);
    fs::write(data_file(folder.path(), 0), "x".repeat(200) + &"c".repeat(100)).unwrap();
    let store = open(folder.path());
    store.put(key("d"), "d".repeat(10).as_bytes());
    assert!(!has(&store, "a") && !has(&store, "b") && has(&store, "c"));
    store.save().unwrap();
    assert_eq!(fs::metadata(data_file(folder.path(), 1)).unwrap().len(), 110);
    assert!(has(&open(folder.path()), "c"));
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error_of_the_save_and_the_store_still_answers() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let store = open(&file.join("below"));
    store.put(key("a"), b"a");
    assert!(store.get(key("a")).is_none());
    store.save().unwrap_err();
}

#[test]
fn threads_share_a_store() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let store = &store;
            scope.spawn(move || {
                for number in 0..500 {
                    let name = format!("{}-", number + thread % 2);
                    if !has(store, &name) {
                        store.put(key(&name), name.repeat(100).as_bytes());
                    }
                    assert!(has(store, &name));
                }
            });
        }
    });
    store.save().unwrap();
    assert!(has(&open(folder.path()), "499-"));
}
