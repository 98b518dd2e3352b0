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
    type Material;

    /// The key of an output, and what its bytes will be made of.
    fn prepare(&self, path: &OutPath, recipe: &Recipe) -> (Digest, Self::Material);

    /// The bytes.
    ///
    /// # Errors
    /// The theme is wrong, or a file cannot be read any more.
    fn render(&self, path: &OutPath, material: Self::Material) -> Result<Vec<u8>, Diagnostic>;

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
    let next = AtomicUsize::new(0);
    let made = AtomicUsize::new(0);
    let outputs: Vec<(&OutPath, &Recipe)> = plan.outputs.iter().collect();
    outputs
        .into_par_iter()
        .map(|(path, recipe)| {
            let compared = compare_one(path, recipe, maker, request, manifest, staging, &next);
            maker.made(made.fetch_add(1, Ordering::Relaxed) + 1);
            (path, recipe, compared)
        })
        .collect()
}

fn compare_one<M: Maker>(
    path: &OutPath,
    recipe: &Recipe,
    maker: &M,
    request: &Request<'_>,
    manifest: &Manifest,
    staging: &Path,
    next: &AtomicUsize,
) -> Compared {
    let full = request.folder.join(path.as_str());
    let (key, material) = maker.prepare(path, recipe);
    let disk = fs::symlink_metadata(&full).ok();
    let file = disk.as_ref().filter(|disk| disk.is_file());
    let listed = manifest.files.get(path);
    if let (Some(record), Some(file)) = (request.records.get(path), file)
        && record.key == key
        && listed.is_some_and(|entry| entry.digest == record.digest)
    {
        let stat = Stat::of(file);
        let untouched = stat == record.stat && stat.changed.max(stat.modified) < request.recorded_at;
        if untouched || Digest::of_file(&full).is_ok_and(|digest| digest == record.digest) {
            return Compared::Same(Record { stat, ..record.clone() });
        }
    }
    let bytes = match maker.render(path, material) {
        Ok(bytes) => bytes,
        Err(diagnostic) => return Compared::Wrong(diagnostic),
    };
    let digest = Digest::of(&bytes);
    if let Some(file) = file
        && file.len() == bytes.len() as u64
        && Digest::of_file(&full).is_ok_and(|there| there == digest)
    {
        return Compared::Same(Record { key, digest, stat: Stat::of(file) });
    }
    if disk.as_ref().is_some_and(|disk| !disk.is_dir()) && listed.is_none() && !request.adopt {
        return Compared::Foreign;
    }
    let number = next.fetch_add(1, Ordering::Relaxed);
    let staged = staging.join(number.to_string());
    match fs::write(&staged, &bytes) {
        // The stat is taken once the file is in place: a rename changes its inode's time.
        Ok(()) => Compared::Staged { record: Record { key, digest, stat: Stat::default() }, number },
        Err(error) => Compared::Io(staged, error),
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
