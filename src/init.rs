//! What `fingerpost init` writes: a small site that works, as a place to start from.
//!
//! Enter at [`init`]. All files are known before the first is written; if one of them is there already, nothing is
//! written (unless that is asked for). An existing `.gitignore` is kept and gains a line.
//!
//! Not here: the default theme, which is embedded elsewhere and which a theme made here extends.

#[cfg(test)]
mod tests;

use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

/// What to write besides the site.
#[derive(Clone, Debug)]
pub struct Options {
    /// Write over files that are there.
    pub force: bool,
    /// The name of a theme of its own, which extends the default one.
    pub theme: Option<String>,
    /// Whose pipeline checks and publishes the site.
    pub ci: Option<Ci>,
    /// The day on which its pages count as reviewed.
    pub today: Date,
}

/// A code host whose pipeline is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ci {
    /// `.github/workflows/site.yml`.
    GitHub,
    /// `.gitlab-ci.yml`.
    GitLab,
}

/// Why no site was written, or only a part of it.
#[derive(Debug)]
pub enum InitError {
    /// These files are there already. Nothing was written.
    Exists(Vec<PathBuf>),
    /// That cannot be the name of a theme. Nothing was written.
    ThemeName(String),
    /// The disk refused.
    Io(PathBuf, io::Error),
}

impl fmt::Display for InitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InitError::Exists(files) => {
                let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
                let verb = if files.len() == 1 { "is" } else { "are" };
                write!(f, "{} {verb} there already; `--force` writes over them", names.join(", "))
            }
            InitError::ThemeName(name) => {
                write!(f, "`{name}` cannot be the name of a theme of its own: write letters, digits and hyphens")
            }
            InitError::Io(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for InitError {}

const FILES: &[(&str, &str)] = &[
    ("fingerpost.toml", include_str!("init/fingerpost.toml")),
    ("content/_index.md", include_str!("init/content/_index.md")),
    ("content/kinds.md", include_str!("init/content/kinds.md")),
    ("content/writing.md", include_str!("init/content/writing.md")),
    ("content/topics/writing.md", include_str!("init/content/topics/writing.md")),
    ("content/decisions/kind-of-page.toml", include_str!("init/content/decisions/kind-of-page.toml")),
    ("public/.gitignore", include_str!("init/public.gitignore")),
];

const GITIGNORE: &str = include_str!("init/gitignore");

/// The line of [`GITIGNORE`] that counts.
const CACHE: &str = ".fingerpost/";

/// Writes a site into a folder, which is made if it is not there. Returns what was written.
pub fn init(dir: &Path, options: &Options) -> Result<Vec<PathBuf>, InitError> {
    let files = plan(dir, options)?;
    if !options.force {
        let there: Vec<PathBuf> = files.iter().map(|(path, _)| path).filter(|path| is_there(path)).cloned().collect();
        if !there.is_empty() {
            return Err(InitError::Exists(there));
        }
    }
    let mut written = Vec::new();
    for (path, text) in files {
        write(&path, &text, options.force).map_err(|error| InitError::Io(path.clone(), error))?;
        written.push(path);
    }
    let path = dir.join(".gitignore");
    if ignore_cache(&path).map_err(|error| InitError::Io(path.clone(), error))? {
        written.push(path);
    }
    Ok(written)
}

/// The files and their texts, the `.gitignore` apart.
fn plan(dir: &Path, options: &Options) -> Result<Vec<(PathBuf, String)>, InitError> {
    let theme = options.theme.as_deref().unwrap_or("default");
    let fill = |text: &str| text.replace("@TODAY@", &options.today.to_string()).replace("@THEME@", theme);
    let mut files: Vec<(PathBuf, String)> = FILES.iter().map(|(path, text)| (dir.join(path), fill(text))).collect();
    if let Some(theme) = &options.theme {
        let fine = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if theme.is_empty() || theme == "default" || !theme.chars().all(fine) || theme.starts_with('-') {
            return Err(InitError::ThemeName(theme.clone()));
        }
        let folder = dir.join("themes").join(theme);
        files.push((folder.join("theme.toml"), include_str!("init/theme/theme.toml").to_owned()));
        files.push((folder.join("assets/css/user.css"), include_str!("init/theme/user.css").to_owned()));
    }
    if let Some(ci) = options.ci {
        files.push(pipeline(dir, ci));
    }
    Ok(files)
}

/// The pipeline stands at the root of the repository, wherever in it the site is.
fn pipeline(dir: &Path, ci: Ci) -> (PathBuf, String) {
    let (root, site) = repository(dir);
    let (path, text) = match ci {
        Ci::GitHub => (".github/workflows/site.yml", include_str!("init/ci/github.yml")),
        Ci::GitLab => (".gitlab-ci.yml", include_str!("init/ci/gitlab.yml")),
    };
    let site_or_here = if site.is_empty() { "." } else { site.as_str() };
    let text = text.replace("@SITE@/", &if site.is_empty() { String::new() } else { format!("{site}/") });
    let text = text.replace("@SITE@", site_or_here).replace("@VERSION@", env!("CARGO_PKG_VERSION"));
    (root.join(path), text)
}

/// The root of the repository that holds the folder, and the way from there to it, separated by `/`; the folder itself
/// where there is no repository.
fn repository(dir: &Path) -> (PathBuf, String) {
    let here = || (dir.to_path_buf(), String::new());
    let Ok(full) = std::path::absolute(dir) else { return here() };
    let Some(root) = full.ancestors().find(|folder| is_there(&folder.join(".git"))) else { return here() };
    let Ok(site) = full.strip_prefix(root) else { return here() };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let parts: Option<Vec<&str>> =
        site.iter().map(|part| part.to_str().filter(|part| part.chars().all(plain))).collect();
    match parts {
        // A name that a shell or YAML would read otherwise is not written into a pipeline.
        None => here(),
        Some(parts) if parts.is_empty() => here(),
        Some(parts) => (root.to_path_buf(), parts.join("/")),
    }
}

/// Whether anything stands at this path, be it a link that leads nowhere.
fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

fn write(path: &Path, text: &str, force: bool) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    if force {
        return std::fs::write(path, text);
    }
    std::fs::File::create_new(path)?.write_all(text.as_bytes())
}

/// Keeps the cache out of git; whether that needed a change.
fn ignore_cache(path: &Path) -> io::Result<bool> {
    let before = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error),
    };
    if before.lines().any(|line| line.trim().trim_start_matches('/').trim_end_matches('/') == ".fingerpost") {
        return Ok(false);
    }
    debug_assert!(GITIGNORE.contains(CACHE));
    let gap = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
    std::fs::write(path, format!("{before}{gap}{GITIGNORE}"))?;
    Ok(true)
}
