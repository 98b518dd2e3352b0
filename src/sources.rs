//! The one door to the world: everything that is read, once.
//!
//! Enter at [`Sources::read`]; [`Sources::refresh`] follows what a watcher saw. Texts of pages and decisions are kept, of
//! other files the digest alone. Nothing after this room asks the disk, the environment or the time; a recipe that
//! needs bytes asks [`Sources::text`] and [`Sources::bytes`].
//!
//! Always true: a path of a [`File`] lies below the site's root, and the file is a plain one.
//! Not here: what a file says (`page`, `decision`).

pub mod config;
mod refresh;
pub mod theme;
mod world;

pub use refresh::Seen;

pub(crate) use world::source_path;
pub use world::{Stat, World};

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::digest::{Digest, Digester};
use crate::path::SourcePath;
use config::Config;

/// Everything that a site is made of, as it was read. A clone shares all files with its original.
#[derive(Clone)]
pub struct Sources {
    world: World,
    options: ReadOptions,
    /// Where the configuration stands, and whether it exists.
    pub config_path: SourcePath,
    /// The configuration.
    pub config: Config,
    /// The digest of the configuration's text.
    config_digest: Digest,
    /// Files below the content folder.
    pub files: Arc<BTreeMap<SourcePath, Arc<File>>>,
    /// Files below `themes/`, whole.
    pub theme_files: Arc<BTreeMap<SourcePath, Vec<u8>>>,
    /// Files that code blocks show, wherever they stand below the root.
    includes: Arc<BTreeMap<SourcePath, Include>>,
    /// `decisions.lock`, if there is one.
    pub lock: Option<String>,
    /// The day, for findings only: no output knows it.
    pub today: Date,
    /// What could not be read.
    pub findings: Vec<Diagnostic>,
}

/// What a file is to the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Markdown.
    Page,
    /// A decision's data, `decisions/ID.toml`.
    Decision,
    /// What changed in a decision, `decisions/ID.changes.toml`.
    Changes,
    /// Anything else: copied.
    Asset,
}

/// A file below the content folder.
#[derive(Debug)]
pub struct File {
    /// What it is.
    pub kind: FileKind,
    /// What the file system says of it.
    pub stat: Stat,
    /// The digest of its bytes.
    pub digest: Digest,
    /// Its text, once somebody needed it.
    text: OnceLock<Arc<str>>,
}

/// A file that a code block shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Include {
    /// Its text and digest.
    Text(Arc<str>, Digest),
    /// It cannot be shown, and why.
    Missing(String),
}

/// What a command says about reading, in place of the configuration.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The configuration file, relative to the root: `fingerpost.toml` by default.
    pub config: Option<String>,
    /// In place of `base_url`.
    pub base_url: Option<String>,
    /// In place of `output_dir`.
    pub output_dir: Option<String>,
    /// Texts of pages are read again where they are rendered, and not kept: at 10,000 pages that is 70 MB less for 2 %
    /// more time. A file that has changed meanwhile is an error. A preview keeps them.
    pub forget_texts: bool,
}

/// What is remembered of the files of an earlier run.
pub trait Known: Sync {
    /// The digest of a file that has this stat, if it cannot have changed since it was digested.
    fn digest(&self, path: &SourcePath, stat: &Stat) -> Option<Digest>;
}

/// Nothing is remembered.
pub struct Nothing;

impl Known for Nothing {
    fn digest(&self, _: &SourcePath, _: &Stat) -> Option<Digest> {
        None
    }
}

impl Sources {
    /// Reads the configuration, then all files of content and themes.
    pub fn read(world: World, options: &ReadOptions, today: Date, known: &dyn Known) -> Sources {
        let mut sources = Sources::read_configuration(world, options, today);
        sources.read_content(known);
        sources.read_themes();
        sources.lock = sources.read_text_file("decisions.lock");
        sources
    }

    /// Reads the configuration alone.
    pub fn read_configuration(world: World, options: &ReadOptions, today: Date) -> Sources {
        let config_path = SourcePath::new(options.config.as_deref().unwrap_or("fingerpost.toml"));
        let mut sources = Sources {
            world,
            options: options.clone(),
            config_path,
            config: Config::default(),
            config_digest: Digest::of(""),
            files: Arc::default(),
            theme_files: Arc::default(),
            includes: Arc::default(),
            lock: None,
            today,
            findings: Vec::new(),
        };
        sources.read_config();
        sources
    }

    fn read_config(&mut self) {
        let path = self.config_path.clone();
        let options = &self.options;
        self.config_digest = Digest::of("");
        self.config = match self.world.read(&path) {
            Ok(bytes) => match utf8(&path, bytes) {
                Ok(text) => {
                    self.config_digest = Digest::of(text.as_bytes());
                    config::read(&path, &text, &mut self.findings)
                }
                Err(finding) => {
                    self.findings.push(finding);
                    Config::default()
                }
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound && options.config.is_none() => Config::default(),
            Err(error) => {
                self.findings.push(unreadable(&path, &error));
                Config::default()
            }
        };
        if let Some(base_url) = &options.base_url {
            let slash = if base_url.ends_with('/') { "" } else { "/" };
            self.config.base_url = Some(format!("{base_url}{slash}"));
        }
        if let Some(output_dir) = &options.output_dir {
            self.config.output_dir.clone_from(output_dir);
        }
    }

    fn read_content(&mut self, known: &dyn Known) {
        let content = self.config.content.clone();
        let listed = self.world.list(&content, &mut self.findings);
        let mut files = BTreeMap::new();
        for (path, file) in self.read_files(listed, known) {
            match file {
                Ok(file) => {
                    files.insert(path, Arc::new(file));
                }
                Err(finding) => self.findings.push(finding),
            }
        }
        self.files = Arc::new(files);
    }

    fn read_files(
        &self,
        listed: Vec<(SourcePath, Stat)>,
        known: &dyn Known,
    ) -> Vec<(SourcePath, Result<File, Diagnostic>)> {
        let read = |(path, stat): (SourcePath, Stat)| {
            let file = self.read_file(&path, stat, known);
            (path, file)
        };
        listed.into_par_iter().map(read).collect()
    }

    fn read_file(&self, path: &SourcePath, stat: Stat, known: &dyn Known) -> Result<File, Diagnostic> {
        let kind = self.kind(path);
        if let Some(digest) = known.digest(path, &stat) {
            return Ok(File { kind, stat, digest, text: OnceLock::new() });
        }
        if kind == FileKind::Asset {
            let digest = self.world.digest(path).map_err(|error| unreadable(path, &error))?;
            return Ok(File { kind, stat, digest, text: OnceLock::new() });
        }
        let bytes = self.world.read(path).map_err(|error| unreadable(path, &error))?;
        let digest = Digest::of(&bytes);
        let text = utf8(path, bytes)?;
        Ok(File { kind, stat, digest, text: OnceLock::from(text) })
    }

    fn kind(&self, path: &SourcePath) -> FileKind {
        let below = path.below(&self.config.content).unwrap_or_default();
        match below.rsplit_once('.') {
            Some((_, "md" | "markdown")) => FileKind::Page,
            Some((stem, "toml")) if stem.starts_with("decisions/") && stem.matches('/').count() == 1 => {
                if stem.ends_with(".changes") { FileKind::Changes } else { FileKind::Decision }
            }
            _ => FileKind::Asset,
        }
    }

    fn read_themes(&mut self) {
        let mut files = BTreeMap::new();
        for (path, _) in self.world.list("themes", &mut self.findings) {
            match self.world.read(&path) {
                Ok(bytes) => {
                    files.insert(path, bytes);
                }
                Err(error) => self.findings.push(unreadable(&path, &error)),
            }
        }
        self.theme_files = Arc::new(files);
    }

    fn read_text_file(&mut self, path: &str) -> Option<String> {
        let path = SourcePath::new(path);
        match self.world.read(&path) {
            Ok(bytes) => utf8(&path, bytes).map(|text| text.to_string()).map_err(|it| self.findings.push(it)).ok(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                self.findings.push(unreadable(&path, &error));
                None
            }
        }
    }

    /// The text of a page or decision.
    ///
    /// # Errors
    /// The file cannot be read any more, or has changed since its digest was taken.
    pub fn text(&self, path: &SourcePath) -> io::Result<Arc<str>> {
        let file = self.files.get(path).ok_or(io::ErrorKind::NotFound)?;
        if let Some(text) = file.text.get() {
            return Ok(text.clone());
        }
        let bytes = self.world.read(path)?;
        if Digest::of(&bytes) != file.digest {
            return Err(io::Error::other(format!("{path} changed while it was being read; run again")));
        }
        let text: Arc<str> = String::from_utf8(bytes).map_err(io::Error::other)?.into();
        if self.options.forget_texts {
            return Ok(text);
        }
        Ok(file.text.get_or_init(|| text).clone())
    }

    /// The text of any file that a finding may stand in.
    pub fn any_text(&self, path: &SourcePath) -> Option<Arc<str>> {
        if let Some(bytes) = self.theme_files.get(path) {
            return Some(String::from_utf8_lossy(bytes).into());
        }
        if let Ok(text) = self.text(path) {
            return Some(text);
        }
        if let Some(Include::Text(text, _)) = self.includes.get(path) {
            return Some(text.clone());
        }
        self.world.read(path).ok().map(|bytes| String::from_utf8_lossy(&bytes).into())
    }

    /// The bytes of an asset.
    ///
    /// # Errors
    /// The file cannot be read any more.
    pub fn bytes(&self, path: &SourcePath) -> io::Result<Vec<u8>> {
        self.world.read(path)
    }

    /// Reads the files that code blocks show; what was read before and is not shown any more is let go.
    pub fn read_includes(&mut self, wanted: &BTreeSet<SourcePath>) {
        if self.includes.keys().eq(wanted) {
            return;
        }
        let include = |path: &SourcePath| {
            let known = self.includes.get(path).cloned();
            (path.clone(), known.unwrap_or_else(|| self.read_include(path)))
        };
        self.includes = Arc::new(wanted.iter().map(include).collect());
    }

    fn read_include(&self, path: &SourcePath) -> Include {
        let bytes = match self.world.read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Include::Missing("there is no such file".to_owned());
            }
            Err(error) => return Include::Missing(error.to_string()),
        };
        let digest = Digest::of(&bytes);
        match String::from_utf8(bytes) {
            Ok(text) => Include::Text(text.into(), digest),
            Err(_) => Include::Missing("the file is not UTF-8".to_owned()),
        }
    }

    /// Whether configuration, code shown and paths of files are those of `other`.
    pub fn alike(&self, other: &Sources) -> bool {
        let paths = || self.files.len() == other.files.len() && self.files.keys().eq(other.files.keys());
        self.config_digest == other.config_digest
            && self.includes == other.includes
            && (Arc::ptr_eq(&self.files, &other.files) || paths())
    }

    /// Whether all that was read is what `other` has.
    pub fn same(&self, other: &Sources) -> bool {
        Arc::ptr_eq(&self.files, &other.files)
            && Arc::ptr_eq(&self.theme_files, &other.theme_files)
            && Arc::ptr_eq(&self.includes, &other.includes)
            && self.same_config(other)
            && self.lock == other.lock
            && self.findings == other.findings
    }

    /// Whether the configuration is that of `other`.
    pub fn same_config(&self, other: &Sources) -> bool {
        self.config_digest == other.config_digest
    }

    /// A file that a code block shows.
    pub fn include(&self, path: &SourcePath) -> Option<&Include> {
        self.includes.get(path)
    }

    /// The digest of everything that was read, and of the files at `includes`: equal, and a run gives what it gave.
    pub fn digest(&self, includes: &[SourcePath]) -> Digest {
        let config = &self.config;
        let mut digester = Digester::new()
            .add(self.config_path.as_str())
            .add(self.config_digest.bytes())
            .add(config.base_url.as_deref().unwrap_or_default())
            .add(&config.output_dir)
            .add([u8::from(config.levels.strict)])
            .add(self.lock.as_deref().unwrap_or_default())
            .add(self.today.to_string());
        for (path, file) in self.files.iter() {
            digester = digester.add(path.as_str()).add(file.digest.bytes());
        }
        for (path, bytes) in self.theme_files.iter() {
            digester = digester.add(path.as_str()).add(bytes);
        }
        for path in includes.iter().filter(|path| !self.files.contains_key(*path)) {
            let digest = self.world.digest(path).unwrap_or_else(|_| Digest::of(""));
            digester = digester.add(path.as_str()).add(digest.bytes());
        }
        digester.digest()
    }

    /// Lets go of the texts of all pages, if the command asked for that.
    pub(crate) fn forget_texts(&mut self) {
        if !self.options.forget_texts {
            return;
        }
        let files = std::mem::take(&mut self.files);
        let mut files = Arc::try_unwrap(files).unwrap_or_else(|shared| (*shared).clone());
        for file in files.values_mut() {
            if let Some(file) = Arc::get_mut(file) {
                file.text = OnceLock::new();
            }
        }
        self.files = Arc::new(files);
    }

    /// The files that code blocks show.
    pub fn included(&self) -> impl Iterator<Item = &SourcePath> {
        self.includes.keys()
    }

    /// Where the files are.
    pub fn world(&self) -> &World {
        &self.world
    }
}

fn utf8(path: &SourcePath, bytes: Vec<u8>) -> Result<Arc<str>, Diagnostic> {
    String::from_utf8(bytes).map(Arc::from).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let span = Span::new(path, at..at + 1);
        Diagnostic::new(Code::NotUtf8, span, format!("this file is not UTF-8 (byte {at})"))
            .help("save the file as UTF-8")
    })
}

fn unreadable(path: &SourcePath, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, Span::file(path), format!("cannot read this file: {error}"))
}
