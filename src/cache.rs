//! What is remembered between runs, in `.fingerpost/` at the site's root. It may be thrown away at any time.
//!
//! Three parts: the *index* (what each source and each output was), *pages* (parsed, in groups, so that an edit rewrites
//! one group), and stores of what was costly to make ([`store`]). Each is versioned and checksummed; anything wrong with one means
//! that it is made anew, and one line says so. Nothing in it can change what a build writes: pages are found by the
//! digest of their source, outputs by their key.

pub mod store;

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use store::Store;

use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::page::Page;
use crate::path::{OutPath, SourcePath};
use crate::reconcile::Record;
use crate::sources::{Known, Sources, Stat};

/// The cache's folder at the site's root.
pub const FOLDER: &str = ".fingerpost";

/// Changes with the format of any part, and with what a page says of the same text.
pub(crate) const VERSION: &str = concat!("fingerpost cache 1 ", env!("FINGERPOST_BUILD"));

/// What costs much to make and is kept by key.
pub struct Stores {
    /// The HTML of highlighted blocks.
    pub blocks: Store,
    /// The words of pages, for search.
    pub words: Store,
}

impl Stores {
    /// Those in a cache's folder.
    pub fn open(folder: &Path) -> Stores {
        Stores { blocks: Store::open(folder, "blocks", VERSION), words: Store::open(folder, "words", VERSION) }
    }

    /// Those in a cache's folder, for reading alone: what is new is kept in memory.
    pub fn reading(folder: &Path) -> Stores {
        Stores { blocks: Store::reading(folder, "blocks", VERSION), words: Store::reading(folder, "words", VERSION) }
    }

    /// Stores that keep nothing after this run.
    pub fn in_memory() -> Stores {
        Stores { blocks: Store::in_memory(), words: Store::in_memory() }
    }

    /// Keeps what was put; says what could not be used.
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub fn save(&self) -> io::Result<Vec<String>> {
        Ok([self.blocks.save()?, self.words.save()?].into_iter().flatten().collect())
    }
}

/// About how many pages are in a group.
const GROUP: usize = 128;

/// What is remembered.
pub struct Cache {
    folder: Option<PathBuf>,
    index: Index,
    pages: HashMap<SourcePath, (Digest, Arc<Page>)>,
    nothing: HashMap<OutPath, Record>,
    /// When this run began to read, as [`Index::read_at`].
    began: i128,
    /// What is to be said about a part that was not usable.
    pub said: Vec<String>,
}

#[derive(Default, Serialize, Deserialize)]
struct Index {
    /// Nanoseconds since 1970, by the clock of the file system, before the sources were read: one that changed at or
    /// after it may have changed once more after it was read, within one tick of that clock.
    read_at: i128,
    /// The same, when the outputs were in place.
    written_at: i128,
    sources: HashMap<SourcePath, (Stat, Digest)>,
    /// The output folder that the records are about.
    output: String,
    records: HashMap<OutPath, Record>,
    groups: Vec<Digest>,
    finished: Option<Finished>,
}

/// What a build was made from and what came of it, so that the same build need not be made again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finished {
    /// The digest of everything that was read ([`Sources::digest`]) and of what the command asked for.
    pub inputs: Digest,
    /// The files that code blocks showed.
    pub includes: Vec<SourcePath>,
    /// The digest of the manifest that was written.
    pub manifest: Digest,
    /// How many pages there were.
    pub pages: usize,
    /// What was found.
    pub findings: Vec<Diagnostic>,
}

/// A group of pages, each with the digest of its source.
type Group = Vec<(Digest, Page)>;

impl Cache {
    /// A cache that knows nothing and keeps nothing.
    pub fn none() -> Cache {
        Cache {
            folder: None,
            index: Index::default(),
            pages: HashMap::new(),
            nothing: HashMap::new(),
            began: 0,
            said: Vec::new(),
        }
    }

    /// Reads what an earlier run left in the folder, pages too.
    pub fn open(folder: &Path) -> Cache {
        let mut cache = Cache::open_index(folder);
        cache.load_pages();
        cache
    }

    /// Reads what an earlier run left in the folder, but for the pages: they are most of it.
    pub fn open_index(folder: &Path) -> Cache {
        let mut cache = Cache { folder: Some(folder.to_owned()), ..Cache::none() };
        match read::<Index>(&folder.join("index")) {
            Ok(Some(index)) => cache.index = index,
            Ok(None) => {}
            Err(why) => cache.said.push(format!("the cache is not used: {why}; it is made anew")),
        }
        cache
    }

    /// Reads the pages that an earlier run parsed.
    pub fn load_pages(&mut self) {
        let Some(folder) = &self.folder else { return };
        let groups: Vec<Result<Option<Group>, String>> =
            (0..self.index.groups.len()).into_par_iter().map(|number| read(&group_path(folder, number))).collect();
        for (number, group) in groups.into_iter().enumerate() {
            match group {
                Ok(Some(pages)) => {
                    for (digest, page) in pages {
                        self.pages.insert(page.source.clone(), (digest, Arc::new(page)));
                    }
                    continue;
                }
                Ok(None) => {}
                Err(why) => self.said.push(format!("a part of the cache is not used: {why}; it is made anew")),
            }
            // What is there is not what the index says, so it is written again whatever its pages are.
            self.index.groups[number] = Digest::of("");
        }
    }

    /// What the last build was made from and what came of it.
    pub fn finished(&self) -> Option<&Finished> {
        self.index.finished.as_ref()
    }

    /// Notes the moment before sources are read. Without it the next run looks into every file.
    pub fn begin(&mut self) {
        self.began = self.folder.as_deref().and_then(|folder| clock(folder).ok()).unwrap_or(0);
    }

    /// The page that was made from a source of this digest.
    pub fn page(&self, path: &SourcePath, digest: Digest) -> Option<Arc<Page>> {
        self.pages.get(path).filter(|(known, _)| *known == digest).map(|(_, page)| page.clone())
    }

    /// What is known about the outputs in a folder.
    pub fn records(&self, output: &Path) -> &HashMap<OutPath, Record> {
        if self.index.output == output.to_string_lossy() { &self.index.records } else { &self.nothing }
    }

    /// When the records were written down.
    pub fn written_at(&self) -> i128 {
        self.index.written_at
    }

    /// Keeps what this run knows.
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub fn store(
        &mut self,
        sources: &Sources,
        pages: &[Arc<Page>],
        output: &Path,
        records: HashMap<OutPath, Record>,
        finished: Finished,
    ) -> io::Result<()> {
        let Some(folder) = self.folder.clone() else { return Ok(()) };
        make_folder(&folder)?;
        let files = sources.files.iter().map(|(path, file)| (path.clone(), (file.stat, file.digest))).collect();
        let groups = self.store_groups(&folder, sources, pages)?;
        self.index = Index {
            read_at: self.began,
            written_at: clock(&folder)?,
            sources: files,
            output: output.to_string_lossy().into_owned(),
            records,
            groups,
            finished: Some(finished),
        };
        write(&folder.join("index"), &self.index)
    }

    /// Writes the groups of pages that are not as they were.
    fn store_groups(&self, folder: &Path, sources: &Sources, pages: &[Arc<Page>]) -> io::Result<Vec<Digest>> {
        let count = pages.len().div_ceil(GROUP).next_power_of_two().max(1);
        let mut groups: Vec<Vec<(Digest, &Page)>> = vec![Vec::new(); count];
        for page in pages {
            let Some(file) = sources.files.get(&page.source) else { continue };
            let hash =
                Digest::of(page.source.as_str()).bytes()[0..4].iter().fold(0, |hash, byte| hash << 8 | *byte as usize);
            groups[hash % count].push((file.digest, page));
        }
        let digests: Vec<Digest> = groups
            .iter()
            .map(|group| {
                let digester = group.iter().fold(crate::digest::Digester::new(), |it, (digest, page)| {
                    it.add(page.source.as_str()).add(digest.bytes())
                });
                digester.digest()
            })
            .collect();
        let kept = |number: usize| self.index.groups.len() == count && self.index.groups[number] == digests[number];
        groups
            .par_iter()
            .enumerate()
            .filter(|(number, _)| !kept(*number))
            .try_for_each(|(number, group)| write(&group_path(folder, number), group))?;
        for number in count..self.index.groups.len() {
            let _ = fs::remove_file(group_path(folder, number));
        }
        Ok(digests)
    }
}

impl Known for Cache {
    fn digest(&self, path: &SourcePath, stat: &Stat) -> Option<Digest> {
        let (known, digest) = self.index.sources.get(path)?;
        (known == stat && stat.changed.max(stat.modified) < self.index.read_at).then_some(*digest)
    }
}

fn group_path(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("pages-{number}"))
}

/// Makes the folder, with a `.gitignore` that keeps it out of the history.
///
/// # Errors
/// It cannot be made.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    if !folder.is_dir() {
        fs::create_dir_all(folder)?;
        fs::write(folder.join(".gitignore"), "*\n")?;
    }
    Ok(())
}

/// The file system's own time, which stats are compared with: its clock may differ from the machine's.
fn clock(folder: &Path) -> io::Result<i128> {
    let path = folder.join("clock");
    fs::write(&path, "")?;
    Ok(Stat::of(&fs::metadata(path)?).modified)
}

/// Version, checksum, value.
fn write(path: &Path, value: &impl Serialize) -> io::Result<()> {
    let body = postcard::to_stdvec(value).map_err(io::Error::other)?;
    let staged = path.with_extension("new");
    let mut file = File::create(&staged)?;
    writeln!(file, "{VERSION}")?;
    file.write_all(Digest::of(&body).bytes())?;
    file.write_all(&body)?;
    drop(file);
    fs::rename(staged, path)
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, String> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.to_string()),
    };
    let rest = bytes.strip_prefix(VERSION.as_bytes()).and_then(|rest| rest.strip_prefix(b"\n"));
    let Some(rest) = rest else { return Err("it was written by another version".to_owned()) };
    let Some((checksum, body)) = rest.split_at_checked(16) else { return Err("it is cut short".to_owned()) };
    if Digest::of(body).bytes() != checksum {
        return Err("it is damaged".to_owned());
    }
    postcard::from_bytes(body).map(Some).map_err(|error| error.to_string())
}
