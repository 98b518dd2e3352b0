//! What commands share: which folder is meant, what day it is; and `init`.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::args::{Global, InitArgs, Service};
use super::print::{Printer, environment};
use crate::sources::{ReadOptions, World};

/// The site that a command works on.
pub(super) struct Place {
    /// Its folder, absolute and free of links.
    pub(super) root: PathBuf,
    /// The configuration, relative to it, if it is not `fingerpost.toml`.
    pub(super) config: Option<String>,
}

impl Place {
    /// Finds it from what the command line says.
    pub(super) fn find(dir: Option<&Path>, global: &Global) -> Result<Place, String> {
        let config_folder = || global.config.as_deref().and_then(Path::parent).filter(|it| !it.as_os_str().is_empty());
        let dir = dir.or(global.root.as_deref()).or_else(config_folder).unwrap_or(Path::new("."));
        let root =
            dir.canonicalize().map_err(|error| format!("cannot open the site's folder {}: {error}", dir.display()))?;
        if !root.is_dir() {
            return Err(format!("{} is not a folder", dir.display()));
        }
        let config = match &global.config {
            None => None,
            Some(config) => {
                let full = config.canonicalize();
                let full = full.map_err(|error| format!("cannot open {}: {error}", config.display()))?;
                let below = crate::sources::source_path(&root, &full);
                let below = below.ok_or_else(|| format!("{} is not in the site's folder", config.display()))?;
                Some(below.to_string())
            }
        };
        if config.is_none() && !root.join("fingerpost.toml").exists() && !root.join("content").is_dir() {
            return Err(format!(
                "there is no site in {}: neither fingerpost.toml nor a folder `content`; `fingerpost init` makes one",
                root.display()
            ));
        }
        Ok(Place { root, config })
    }

    /// Where its files are.
    pub(super) fn world(&self) -> World {
        World::Folder(self.root.clone())
    }

    /// What reading is told.
    pub(super) fn options(&self, base_url: Option<&str>, output_dir: Option<&Path>) -> ReadOptions {
        let here = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        ReadOptions {
            forget_texts: false,
            config: self.config.clone(),
            base_url: base_url.map(str::to_owned),
            output_dir: output_dir.map(|path| here(path).to_string_lossy().into_owned()),
        }
    }
}

/// The day for findings: of `SOURCE_DATE_EPOCH` where it is set, else today's in UTC.
#[expect(clippy::disallowed_methods, reason = "the one door to the clock")]
pub(super) fn today() -> Date {
    let fixed = environment("SOURCE_DATE_EPOCH").and_then(|text| text.trim().parse::<i64>().ok());
    let seconds = fixed.unwrap_or_else(|| {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        now.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(0))
    });
    let days = jiff::Span::new().try_days(seconds.div_euclid(86_400)).unwrap_or_default();
    jiff::civil::date(1970, 1, 1).saturating_add(days)
}

/// `fingerpost init`.
pub(super) fn init(args: &InitArgs, global: &Global, printer: &Printer) -> u8 {
    let dir = args.dir.as_deref().or(global.root.as_deref()).unwrap_or(Path::new("."));
    let options = crate::init::Options {
        force: args.force,
        theme: args.theme.clone(),
        today: today(),
        ci: args.ci.map(|service| match service {
            Service::Github => crate::init::Ci::GitHub,
            Service::Gitlab => crate::init::Ci::GitLab,
        }),
    };
    match crate::init::init(dir, &options) {
        Ok(files) => {
            for file in &files {
                printer.detail(&format!("wrote {}", file.display()));
            }
            printer.say(&format!("Made a site in {}: {} files.", dir.display(), files.len()));
            printer.say(&format!("Next: fingerpost serve {}", dir.display()));
            0
        }
        Err(error) => {
            printer.fail(&error.to_string());
            1
        }
    }
}
