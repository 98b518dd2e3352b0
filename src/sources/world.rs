//! Where files come from: a folder, or memory (tests).

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::digest::Digest;
use crate::path::SourcePath;

/// The site's root.
#[derive(Clone, Debug)]
pub enum World {
    /// A folder; its path is absolute and free of links.
    Folder(PathBuf),
    /// Files in memory.
    Memory(BTreeMap<SourcePath, Arc<[u8]>>),
}

/// What stands at a path.
pub(super) enum Entry {
    /// A plain file, or a link to one inside the root.
    File(Stat),
    /// A folder.
    Folder,
    /// Nothing that a site is made of.
    Nothing,
}

/// What a file system says of a file: if it is equal, the file has not changed (the rule that git uses), unless it was
/// written in the very moment when it was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stat {
    /// Bytes.
    pub size: u64,
    /// Nanoseconds since 1970 of its last change.
    pub modified: i128,
    /// The same for its inode; 0 where there is none.
    pub changed: i128,
    /// Its inode; 0 where there is none.
    pub inode: u64,
}

impl Stat {
    /// The stat in a file's metadata.
    pub fn of(metadata: &Metadata) -> Stat {
        let modified = metadata.modified().ok().map_or(0, nanoseconds);
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let changed = i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec());
            Stat { size: metadata.len(), modified, changed, inode: metadata.ino() }
        }
        #[cfg(not(unix))]
        Stat { size: metadata.len(), modified, changed: 0, inode: 0 }
    }
}

impl Stat {
    /// Whether the file changed within the last two seconds: another change may then have left the same stat.
    #[expect(clippy::disallowed_methods, reason = "compared with the stats of files, and never kept")]
    pub(super) fn is_recent(&self) -> bool {
        self.changed.max(self.modified) + 2_000_000_000 > nanoseconds(std::time::SystemTime::now())
    }
}

fn nanoseconds(time: std::time::SystemTime) -> i128 {
    match time.duration_since(std::time::UNIX_EPOCH) {
        Ok(after) => after.as_nanos() as i128,
        Err(before) => -(before.duration().as_nanos() as i128),
    }
}

impl World {
    /// The plain files below a folder, sorted; none if there is no such folder. Hidden files and what editors leave
    /// behind are passed over; links are followed inside the root.
    pub fn list(&self, folder: &str, findings: &mut Vec<Diagnostic>) -> Vec<(SourcePath, Stat)> {
        let mut found = match self {
            World::Memory(files) => files
                .iter()
                .filter(|(path, _)| path.below(folder).is_some_and(|below| !below.split('/').any(is_hidden)))
                .map(|(path, bytes)| (path.clone(), Stat { size: bytes.len() as u64, ..Stat::default() }))
                .collect(),
            World::Folder(root) => list_folder(root, folder, findings),
        };
        found.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        found
    }

    /// What stands at one path, by the rules of [`World::list`].
    pub(super) fn entry(&self, path: &SourcePath, findings: &mut Vec<Diagnostic>) -> Entry {
        if path.as_str().split('/').any(is_hidden) {
            return Entry::Nothing;
        }
        let World::Folder(root) = self else {
            return match self.stat(path) {
                Some(stat) => Entry::File(stat),
                None => Entry::Folder,
            };
        };
        let full = root.join(path.as_str());
        match fs::metadata(&full) {
            Ok(metadata) if metadata.is_dir() => Entry::Folder,
            Ok(metadata) => {
                let linked = fs::symlink_metadata(&full).is_ok_and(|it| it.file_type().is_symlink());
                if linked && !full.canonicalize().is_ok_and(|real| real.starts_with(root)) {
                    findings.push(outside(path));
                    return Entry::Nothing;
                }
                if !metadata.is_file() {
                    findings.push(no_plain_file(path));
                    return Entry::Nothing;
                }
                Entry::File(Stat::of(&metadata))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Entry::Nothing,
            Err(error) => {
                let message = format!("cannot read this: {error}");
                findings.push(Diagnostic::new(Code::UnreadableFile, Span::file(path), message));
                Entry::Nothing
            }
        }
    }

    /// The stat of a plain file; `None` if there is none.
    pub fn stat(&self, path: &SourcePath) -> Option<Stat> {
        match self {
            World::Memory(files) => files.get(path).map(|it| Stat { size: it.len() as u64, ..Stat::default() }),
            World::Folder(root) => {
                fs::metadata(root.join(path.as_str())).ok().filter(Metadata::is_file).map(|it| Stat::of(&it))
            }
        }
    }

    /// Opens a plain file, to read it piece by piece.
    ///
    /// # Errors
    /// As [`World::read`]; memory has no files.
    pub fn open(&self, path: &SourcePath) -> io::Result<fs::File> {
        match self {
            World::Memory(_) => Err(io::ErrorKind::Unsupported.into()),
            World::Folder(root) => fs::File::open(inside(root, path)?),
        }
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// There is no such file, it is no plain file, it lies outside the root, or it cannot be read.
    pub fn read(&self, path: &SourcePath) -> io::Result<Vec<u8>> {
        match self {
            World::Memory(files) => {
                files.get(path).map(|bytes| bytes.to_vec()).ok_or_else(|| io::ErrorKind::NotFound.into())
            }
            World::Folder(root) => fs::read(inside(root, path)?),
        }
    }

    /// The digest of a file's bytes, without holding them all.
    ///
    /// # Errors
    /// As [`World::read`].
    pub fn digest(&self, path: &SourcePath) -> io::Result<Digest> {
        match self {
            World::Memory(_) => self.read(path).map(Digest::of),
            World::Folder(root) => Digest::of_file(&inside(root, path)?),
        }
    }

    /// The folder on the disk, if there is one.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            World::Folder(root) => Some(root),
            World::Memory(_) => None,
        }
    }
}

/// The one way from a source path to a file: refuses what leaves the root and what is no plain file, before it is
/// opened (opening a FIFO would wait for ever).
fn inside(root: &Path, path: &SourcePath) -> io::Result<PathBuf> {
    let full = root.join(path.as_str());
    if path.as_str().split('/').any(|part| part == ".." || part.is_empty()) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path leaves the site"));
    }
    let link = fs::symlink_metadata(&full)?;
    if link.is_file() && !has_linked_folder(root, &full) {
        return Ok(full);
    }
    let real = full.canonicalize()?;
    if !real.starts_with(root) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is a link that leaves the site"));
    }
    if !real.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a plain file"));
    }
    Ok(real)
}

/// Whether a folder between root and file is a link. Costs a call for each folder, so the common depth is small.
fn has_linked_folder(root: &Path, full: &Path) -> bool {
    full.ancestors()
        .skip(1)
        .take_while(|folder| *folder != root && folder.starts_with(root))
        .any(|folder| fs::symlink_metadata(folder).is_ok_and(|it| it.file_type().is_symlink()))
}

pub(super) fn is_hidden(name: &str) -> bool {
    (name.starts_with('.') && name != ".well-known")
        || name.ends_with('~')
        || name.ends_with(".swp")
        || (name.starts_with('#') && name.ends_with('#'))
}

fn list_folder(root: &Path, folder: &str, findings: &mut Vec<Diagnostic>) -> Vec<(SourcePath, Stat)> {
    let start = root.join(folder);
    if !start.is_dir() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let walk = WalkDir::new(&start).follow_links(true).into_iter();
    let visible = walk.filter_entry(|it| it.depth() == 0 || !it.file_name().to_str().is_some_and(is_hidden));
    for entry in visible {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                findings.push(unwalkable(root, folder, &error));
                continue;
            }
        };
        if entry.file_type().is_dir() {
            continue;
        }
        let Some(path) = source_path(root, entry.path()) else {
            let shown = SourcePath::new(entry.path().strip_prefix(root).unwrap_or(entry.path()).to_string_lossy());
            let message = "the name of this file is not UTF-8";
            findings.push(Diagnostic::new(Code::UnreadableFile, Span::file(&shown), message).help("rename the file"));
            continue;
        };
        if entry.path_is_symlink() && !entry.path().canonicalize().is_ok_and(|real| real.starts_with(root)) {
            findings.push(outside(&path));
            continue;
        }
        match entry.metadata() {
            Ok(metadata) if metadata.is_file() => found.push((path, Stat::of(&metadata))),
            Ok(_) => findings.push(no_plain_file(&path)),
            Err(error) => findings.push(unwalkable(root, folder, &error)),
        }
    }
    found
}

fn outside(path: &SourcePath) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, Span::file(path), "this link leads out of the site")
        .help("copy the file into the site, or remove the link")
}

fn no_plain_file(path: &SourcePath) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, Span::file(path), "this is not a plain file")
        .help("move it out of the content folder")
}

fn unwalkable(root: &Path, folder: &str, error: &walkdir::Error) -> Diagnostic {
    let path = error.path().and_then(|path| source_path(root, path));
    let span = Span::file(&path.unwrap_or_else(|| SourcePath::new(folder)));
    match error.loop_ancestor() {
        Some(ancestor) => {
            let ancestor = source_path(root, ancestor).map_or_else(String::new, |path| path.to_string());
            Diagnostic::new(Code::UnreadableFile, span, format!("this link leads back to {ancestor}, above it"))
                .help("remove the link")
        }
        None => {
            let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
            Diagnostic::new(Code::UnreadableFile, span, format!("cannot read this: {reason}"))
        }
    }
}

/// The path relative to the root, with `/`; `None` if it is not UTF-8 or not below it.
pub(crate) fn source_path(root: &Path, path: &Path) -> Option<SourcePath> {
    let relative = path.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = relative.components().map(|part| part.as_os_str().to_str()).collect();
    Some(SourcePath::new(parts?.join("/")))
}
