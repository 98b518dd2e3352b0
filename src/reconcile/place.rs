//! Putting files in place and taking old ones away: the only code of the build that changes the output folder.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::{Entry, MANIFEST, Manifest};
use super::{Done, Failure, Record, Request, STAGING, Staged};
use crate::digest::Digest;
use crate::path::OutPath;
use crate::plan::Plan;
use crate::sources::Stat;

/// Why a folder cannot be the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(pub String);

/// Whether a folder may be written to: not the site's root or anything above it, nothing inside the content or theme
/// folders or around them, not the file system's root or the home folder.
///
/// # Errors
/// What is wrong with it, and what to do.
pub fn check_output_folder(root: &Path, content: &str, out: &Path, home: Option<&Path>) -> Result<(), Refused> {
    let refuse =
        |why: &str| Err(Refused(format!("refusing to write to {}: {why}; choose another `output_dir`", out.display())));
    let out = real(out);
    let root = real(root);
    if out.parent().is_none() {
        return refuse("it is the root of the file system");
    }
    if home.is_some_and(|home| real(home) == out) {
        return refuse("it is your home folder");
    }
    if root.starts_with(&out) {
        return refuse("the site itself is in it");
    }
    for source in [content, "themes"] {
        let source = real(&root.join(source));
        if out.starts_with(&source) || source.starts_with(&out) {
            return refuse("sources of the site are in it, or it in them");
        }
    }
    Ok(())
}

/// The path without links, as far as it exists.
fn real(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => real(parent).join(name),
        _ => path.to_owned(),
    }
}

/// Renames staged files into place, removes old ones, writes the manifest.
pub(super) fn put(
    plan: &Plan,
    request: &Request<'_>,
    before: &Manifest,
    staging: &Path,
    staged: Staged<'_>,
) -> Result<Done, Failure> {
    let mut done = Done { unchanged: staged.same.len(), ..Done::default() };
    let gone: Vec<(&OutPath, &Entry)> =
        before.files.iter().filter(|(path, _)| !plan.outputs.contains_key(*path)).collect();
    let blocked = in_the_way(request.folder, &gone, &staged);
    if !blocked.is_empty() {
        remove_tree(staging).map_err(|error| Failure::Io(staging.to_owned(), error))?;
        return Err(Failure::Foreign(blocked));
    }
    make_way(request.folder, &gone, &staged).map_err(|(path, error)| Failure::Io(path, error))?;
    let mut folders: HashSet<PathBuf> = HashSet::new();
    for (_, path, mut record, number) in staged.new {
        let full = request.folder.join(path.as_str());
        let put = || -> io::Result<Stat> {
            if let Some(folder) = full.parent().filter(|folder| !folders.contains(*folder)) {
                fs::create_dir_all(folder)?;
            }
            fs::rename(staging.join(number.to_string()), &full)?;
            Ok(Stat::of(&fs::symlink_metadata(&full)?))
        };
        record.stat = put().map_err(|error| Failure::Io(full.clone(), error))?;
        if let Some(folder) = full.parent() {
            folders.insert(folder.to_owned());
        }
        done.written.push(path.clone());
        done.records.insert(path.clone(), record);
    }
    done.records.extend(staged.same.into_iter().map(|(path, record)| (path.clone(), record)));
    for (path, entry) in gone {
        match remove(request.folder, path, entry) {
            Removed::Gone => done.removed.push(path.clone()),
            Removed::Edited => done.kept.push(path.clone()),
            Removed::Missing => {}
        }
    }
    write_manifest(request, before, &done.records)?;
    remove_tree(staging).map_err(|error| Failure::Io(staging.to_owned(), error))?;
    Ok(done)
}

/// A file of ours may stand where a folder is needed now, or an empty folder where a file goes. Done before the renames
/// and only for such paths.
fn make_way(root: &Path, gone: &[(&OutPath, &Entry)], staged: &Staged<'_>) -> Result<(), (PathBuf, io::Error)> {
    let ours: HashMap<&str, &Entry> = gone.iter().map(|(path, entry)| (path.as_str(), *entry)).collect();
    for (_, path, ..) in &staged.new {
        if !ours.is_empty() {
            let mut folder = path.as_str();
            while let Some((above, _)) = folder.rsplit_once('/') {
                if let (Some(entry), Some(out)) = (ours.get(above), OutPath::new(above)) {
                    remove(root, &out, entry);
                }
                folder = above;
            }
        }
        let full = root.join(path.as_str());
        if full.is_dir() {
            for (old, entry) in gone.iter().filter(|(old, _)| old.as_str().starts_with(path.as_str())) {
                remove(root, old, entry);
            }
            fs::remove_dir(&full).or_else(|error| if full.is_dir() { Err((full.clone(), error)) } else { Ok(()) })?;
        }
    }
    Ok(())
}

/// Whether what stands there is the very file that we wrote: not a link, even to equal bytes, and not edited.
fn is_ours(full: &Path, there: &fs::Metadata, entry: &Entry) -> bool {
    there.is_file() && Digest::of_file(full).is_ok_and(|digest| digest == entry.digest)
}

/// What stands in the way of new files and is not ours to take away: a file where a folder is needed, or a folder that
/// holds more than what goes. Looked for before anything is changed.
fn in_the_way(root: &Path, gone: &[(&OutPath, &Entry)], staged: &Staged<'_>) -> Vec<OutPath> {
    let gone: HashMap<&str, &Entry> = gone.iter().map(|(path, entry)| (path.as_str(), *entry)).collect();
    let goes = |path: &Path, there: &fs::Metadata| {
        let below = path.strip_prefix(root).ok().and_then(Path::to_str);
        below.and_then(|below| gone.get(below)).is_some_and(|entry| is_ours(path, there, entry))
    };
    let mut blocked = Vec::new();
    let mut free: HashSet<&str> = HashSet::new();
    for (_, path, ..) in &staged.new {
        let folders = path.as_str().match_indices('/').map(|(at, _)| &path.as_str()[..at]);
        let stopped = folders.filter(|folder| free.insert(folder)).any(|folder| {
            let full = root.join(folder);
            // What a link names counts, as it does for the system that makes folders.
            fs::symlink_metadata(&full).is_ok_and(|there| !full.is_dir() && !goes(&full, &there))
        });
        let full = root.join(path.as_str());
        if stopped || (fs::symlink_metadata(&full).is_ok_and(|there| there.is_dir()) && holds_more(&full, &goes)) {
            blocked.push((*path).clone());
        }
    }
    blocked
}

/// Whether a folder holds anything that does not go.
fn holds_more(folder: &Path, goes: &dyn Fn(&Path, &fs::Metadata) -> bool) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return true };
    entries.into_iter().any(|entry| {
        let Ok(path) = entry.map(|entry| entry.path()) else { return true };
        match fs::symlink_metadata(&path) {
            Ok(there) if there.is_dir() => holds_more(&path, goes),
            Ok(there) => !goes(&path, &there),
            Err(_) => true,
        }
    })
}

enum Removed {
    Gone,
    Edited,
    Missing,
}

/// Removes a file of ours, unless somebody has edited it, and the folders that are empty then.
fn remove(root: &Path, path: &OutPath, entry: &Entry) -> Removed {
    let full = root.join(path.as_str());
    let Ok(there) = fs::symlink_metadata(&full) else { return Removed::Missing };
    if !is_ours(&full, &there, entry) {
        return Removed::Edited;
    }
    if fs::remove_file(&full).is_err() {
        return Removed::Edited;
    }
    let mut folder = full.parent();
    while let Some(empty) = folder.filter(|folder| *folder != root && fs::remove_dir(folder).is_ok()) {
        folder = empty.parent();
    }
    Removed::Gone
}

fn write_manifest(request: &Request<'_>, before: &Manifest, records: &HashMap<OutPath, Record>) -> Result<(), Failure> {
    let files =
        records.iter().map(|(path, record)| (path.clone(), Entry { digest: record.digest, kept: false })).collect();
    let manifest = Manifest { site: request.site.to_owned(), unfinished: false, files };
    if manifest == *before {
        return Ok(());
    }
    let path = request.folder.join(MANIFEST);
    let staged = request.folder.join(STAGING).join("manifest");
    fs::write(&staged, manifest.text())
        .and_then(|()| fs::rename(&staged, &path))
        .map_err(|error| Failure::Io(path, error))
}

/// Removes what `build` wrote: every file of the manifest that nobody has edited since, then the manifest.
///
/// Returns how many files were removed, and which stay because they were edited.
///
/// # Errors
/// The manifest cannot be read or removed.
pub fn clean(folder: &Path) -> io::Result<(usize, Vec<OutPath>)> {
    let path = folder.join(MANIFEST);
    let manifest = Manifest::read(&path)?;
    let mut removed = 0;
    let mut kept = Vec::new();
    for (file, entry) in &manifest.files {
        match remove(folder, file, entry) {
            Removed::Gone => removed += 1,
            Removed::Edited => kept.push(file.clone()),
            Removed::Missing => {}
        }
    }
    remove_tree(&folder.join(STAGING))?;
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok((removed, kept)),
    }
}

/// Removes a folder of ours with all that is in it, if there is one.
pub(super) fn remove_tree(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
