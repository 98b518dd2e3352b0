//! Reconcile: makes a folder hold what the plan says, changing no more than it must.
//!
//! Enter at [`reconcile`]. Rendered files stream into a staging folder on the output's own file system; when all have
//! rendered they are renamed into place: assets, pages, entry pages, then deletions, the manifest last. Equal bytes are
//! not touched. Only files that the manifest lists are ever removed.
//!
//! Always true: a failed run changes nothing; a run that is cut short leaves whole files, old or new.
//! Not here: how bytes are made (`render`), other targets than a folder (`publish`).

mod manifest;
mod place;

pub use manifest::{Entry, MANIFEST, Manifest};
pub use place::{Refused, check_output_folder, clean};

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::path::OutPath;
use crate::plan::{Class, Plan, Recipe};
use crate::sources::Stat;

/// The folder in the output that holds what is not in place yet.
pub const STAGING: &str = ".fingerpost-staging";

/// What is remembered of an output from the last run.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Record {
    /// The key it was made with.
    pub key: Digest,
    /// The digest of its bytes.
    pub digest: Digest,
    /// What the file system said of it then.
    pub stat: Stat,
}

/// What a run is asked to do beside the plan.
pub struct Request<'a> {
    /// The output folder.
    pub folder: &'a Path,
    /// A name for the site, for the manifest.
    pub site: &'a str,
    /// Take over files that stand on a planned path and are not listed.
    pub adopt: bool,
    /// What the last run knew about each output; empty without a cache.
    pub records: &'a HashMap<OutPath, Record>,
    /// When that was written down (nanoseconds since 1970): files changed since are looked into.
    pub recorded_at: i128,
}

/// Makes outputs: the key first, the bytes only if somebody wants them.
pub trait Maker: Sync {
    /// What stands between key and bytes.
    type Material: Send;

    /// The key of an output, and what its bytes will be made of.
    fn prepare(&self, path: &OutPath, recipe: &Recipe) -> (Digest, Self::Material);

    /// The bytes.
    ///
    /// # Errors
    /// The theme is wrong, or a file cannot be read any more.
    fn render(&self, path: &OutPath, material: Self::Material) -> Result<Vec<u8>, Box<Diagnostic>>;

    /// Whether this is made together with others of its kind, in one pass ([`Maker::render_shared`]).
    fn is_shared(&self, _material: &Self::Material) -> bool {
        false
    }

    /// Makes the bytes of several outputs at once; `done` gets the number of each and may be called from any thread.
    fn render_shared(&self, _materials: Vec<Self::Material>, _done: &(dyn Fn(usize, Vec<u8>) + Sync)) {}

    /// Called after each output.
    fn made(&self, _count: usize) {}
}

/// What a run did.
#[derive(Debug, Default)]
pub struct Done {
    /// Outputs that were written, with the key they have now.
    pub written: Vec<OutPath>,
    /// How many were as they should be.
    pub unchanged: usize,
    /// Files of ours that were removed.
    pub removed: Vec<OutPath>,
    /// Files of ours that would have been removed, but that somebody has edited since.
    pub kept: Vec<OutPath>,
    /// What is known about each output now.
    pub records: HashMap<OutPath, Record>,
}

/// Why a run changed nothing.
#[derive(Debug)]
pub enum Failure {
    /// Outputs that could not be made.
    Findings(Vec<Diagnostic>),
    /// Files that are not ours stand on planned paths.
    Foreign(Vec<OutPath>),
    /// The file system refuses.
    Io(PathBuf, io::Error),
}

/// How an output compares with what is in place.
enum Compared {
    Same(Record),
    Staged { record: Record, number: usize },
    Foreign,
    Wrong(Diagnostic),
    Io(PathBuf, io::Error),
}

/// Makes the folder hold what the plan says.
///
/// # Errors
/// See [`Failure`]: nothing was changed then.
pub fn reconcile<M: Maker>(plan: &Plan, maker: &M, request: &Request<'_>) -> Result<Done, Failure> {
    let io = |path: &Path| {
        let path = path.to_owned();
        move |error| Failure::Io(path, error)
    };
    fs::create_dir_all(request.folder).map_err(io(request.folder))?;
    let staging = request.folder.join(STAGING);
    place::remove_tree(&staging).map_err(io(&staging))?;
    fs::create_dir(&staging).map_err(io(&staging))?;
    let manifest = Manifest::read(&request.folder.join(MANIFEST)).map_err(io(&request.folder.join(MANIFEST)))?;
    let compared = compare(plan, maker, request, &manifest, &staging);
    let staged = match sort(compared) {
        Ok(staged) => staged,
        Err(failure) => {
            // What was rendered goes; what stands in the output stays as it was.
            place::remove_tree(&staging).map_err(io(&staging))?;
            return Err(failure);
        }
    };
    place::put(plan, request, &manifest, &staging, staged)
}

/// Whether a folder holds what the last run left there: every file of its records and the manifest of that digest.
pub fn untouched(folder: &Path, manifest: Digest, records: &HashMap<OutPath, Record>, recorded_at: i128) -> bool {
    let same = |(path, record): (&OutPath, &Record)| {
        let full = folder.join(path.as_str());
        let stat = fs::symlink_metadata(&full).ok().filter(fs::Metadata::is_file).map(|file| Stat::of(&file));
        stat.is_some_and(|stat| {
            stat == record.stat
                && (stat.changed.max(stat.modified) < recorded_at
                    || Digest::of_file(&full).is_ok_and(|digest| digest == record.digest))
        })
    };
    Digest::of_file(&folder.join(MANIFEST)).is_ok_and(|digest| digest == manifest)
        && !folder.join(STAGING).exists()
        && records.par_iter().all(same)
}

/// What [`compare`] found, with nothing wrong in it.
pub(crate) struct Staged<'a> {
    pub(crate) same: Vec<(&'a OutPath, Record)>,
    pub(crate) new: Vec<(Class, &'a OutPath, Record, usize)>,
}

fn compare<'a, M: Maker>(
    plan: &'a Plan,
    maker: &M,
    request: &Request<'_>,
    manifest: &Manifest,
    staging: &Path,
) -> Vec<(&'a OutPath, &'a Recipe, Compared)> {
    let comparer = Comparer { request, manifest, staging, next: AtomicUsize::new(0) };
    let made = AtomicUsize::new(0);
    let count = || maker.made(made.fetch_add(1, Ordering::Relaxed) + 1);
    let outputs: Vec<(&OutPath, &Recipe)> = plan.outputs.iter().collect();
    let first: Vec<First<'_, M::Material>> = outputs
        .into_par_iter()
        .map(|(path, recipe)| {
            let (key, material) = maker.prepare(path, recipe);
            if let Some(record) = comparer.unchanged(path, key) {
                count();
                return First::Compared((path, recipe, Compared::Same(record)));
            }
            if maker.is_shared(&material) {
                return First::Shared(path, recipe, key, material);
            }
            let compared = match maker.render(path, material) {
                Ok(bytes) => comparer.stage(path, key, &bytes),
                Err(diagnostic) => Compared::Wrong(*diagnostic),
            };
            count();
            First::Compared((path, recipe, compared))
        })
        .collect();
    let mut compared = Vec::with_capacity(first.len());
    let (mut shared, mut materials) = (Vec::new(), Vec::new());
    for first in first {
        match first {
            First::Compared(one) => compared.push(one),
            First::Shared(path, recipe, key, material) => {
                shared.push((path, recipe, key));
                materials.push(material);
            }
        }
    }
    if !materials.is_empty() {
        let staged = Mutex::new(Vec::with_capacity(shared.len()));
        maker.render_shared(materials, &|number, bytes| {
            let (path, recipe, key) = shared[number];
            let one = (path, recipe, comparer.stage(path, key, &bytes));
            staged.lock().unwrap_or_else(PoisonError::into_inner).push(one);
            count();
        });
        compared.extend(staged.into_inner().unwrap_or_else(PoisonError::into_inner));
    }
    compared
}

/// What the first look at an output gives: an answer, or something that is made with others.
enum First<'a, T> {
    Compared((&'a OutPath, &'a Recipe, Compared)),
    Shared(&'a OutPath, &'a Recipe, Digest, T),
}

/// Holds outputs against what is in place.
struct Comparer<'a> {
    request: &'a Request<'a>,
    manifest: &'a Manifest,
    staging: &'a Path,
    next: AtomicUsize,
}

impl Comparer<'_> {
    /// The record of an output whose key and file are as they were; nothing is rendered for it.
    fn unchanged(&self, path: &OutPath, key: Digest) -> Option<Record> {
        let record = self.request.records.get(path).filter(|record| record.key == key)?;
        self.manifest.files.get(path).filter(|entry| entry.digest == record.digest)?;
        let full = self.request.folder.join(path.as_str());
        let file = fs::symlink_metadata(&full).ok().filter(fs::Metadata::is_file)?;
        let stat = Stat::of(&file);
        let untouched = stat == record.stat && stat.changed.max(stat.modified) < self.request.recorded_at;
        let same = untouched || Digest::of_file(&full).is_ok_and(|digest| digest == record.digest);
        same.then(|| Record { stat, ..record.clone() })
    }

    /// Puts bytes into the staging folder, unless they are in place already.
    fn stage(&self, path: &OutPath, key: Digest, bytes: &[u8]) -> Compared {
        let full = self.request.folder.join(path.as_str());
        let disk = fs::symlink_metadata(&full).ok();
        let digest = Digest::of(bytes);
        if let Some(file) = disk.as_ref().filter(|disk| disk.is_file())
            && file.len() == bytes.len() as u64
            && Digest::of_file(&full).is_ok_and(|there| there == digest)
        {
            return Compared::Same(Record { key, digest, stat: Stat::of(file) });
        }
        let listed = self.manifest.files.contains_key(path);
        if disk.is_some_and(|disk| !disk.is_dir()) && !listed && !self.request.adopt {
            return Compared::Foreign;
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let staged = self.staging.join(number.to_string());
        match fs::write(&staged, bytes) {
            // The stat is taken once the file is in place: a rename changes its inode's time.
            Ok(()) => Compared::Staged { record: Record { key, digest, stat: Stat::default() }, number },
            Err(error) => Compared::Io(staged, error),
        }
    }
}

fn sort<'a>(compared: Vec<(&'a OutPath, &'a Recipe, Compared)>) -> Result<Staged<'a>, Failure> {
    let mut staged = Staged { same: Vec::new(), new: Vec::new() };
    let mut wrong = Vec::new();
    let mut foreign = Vec::new();
    for (path, recipe, compared) in compared {
        match compared {
            Compared::Same(record) => staged.same.push((path, record)),
            Compared::Staged { record, number } => staged.new.push((recipe.class(), path, record, number)),
            Compared::Foreign => foreign.push(path.clone()),
            Compared::Wrong(diagnostic) => wrong.push(diagnostic),
            Compared::Io(path, error) => return Err(Failure::Io(path, error)),
        }
    }
    if !wrong.is_empty() {
        return Err(Failure::Findings(wrong));
    }
    if !foreign.is_empty() {
        return Err(Failure::Foreign(foreign));
    }
    staged.new.sort_by_key(|(class, path, ..)| (*class, *path));
    Ok(staged)
}
