//! The manifest: which files of a target are ours, and the digests of their bytes. No times, so that equal sites have
//! equal manifests. The same file serves the output folder and every published target.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

use crate::digest::Digest;
use crate::path::OutPath;

/// The file's name, at the root of the target.
pub const MANIFEST: &str = ".fingerpost-manifest";

const HEAD: &str = "fingerpost manifest 1";

/// What we wrote to a target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The name of the site that is there; empty if none is.
    pub site: String,
    /// Whether somebody is writing to the target, or was stopped while doing so.
    pub unfinished: bool,
    /// Every file, by path.
    pub files: BTreeMap<OutPath, Entry>,
}

/// A file of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The digest of its bytes.
    pub digest: Digest,
    /// Kept for pages of the publish before that may still be open: not part of the site any more.
    pub kept: bool,
}

impl Manifest {
    /// Reads the manifest of a folder; an empty one if there is none.
    ///
    /// # Errors
    /// The file cannot be read, or is not a manifest.
    pub fn read(path: &Path) -> io::Result<Manifest> {
        match std::fs::read_to_string(path) {
            Ok(text) => Manifest::parse(&text).ok_or_else(|| {
                io::Error::new(io::ErrorKind::InvalidData, "this is not a manifest; remove it and use --adopt")
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Manifest::default()),
            Err(error) => Err(error),
        }
    }

    /// Reads the text of a manifest.
    pub fn parse(text: &str) -> Option<Manifest> {
        let mut lines = text.lines();
        if lines.next()? != HEAD {
            return None;
        }
        let site = lines.next()?.strip_prefix("site ")?.to_owned();
        let unfinished = match lines.next()?.strip_prefix("state ")? {
            "done" => false,
            "publishing" => true,
            _ => return None,
        };
        let mut files = BTreeMap::new();
        for line in lines {
            let (digest, rest) = line.split_once(' ')?;
            let (mark, path) = rest.split_once(' ')?;
            let kept = match mark {
                "-" => false,
                "kept" => true,
                _ => return None,
            };
            files.insert(OutPath::new(path)?, Entry { digest: Digest::parse(digest)?, kept });
        }
        Some(Manifest { site, unfinished, files })
    }

    /// The text of the manifest.
    pub fn text(&self) -> String {
        let state = if self.unfinished { "publishing" } else { "done" };
        let site: String = self.site.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let mut text = format!("{HEAD}\nsite {site}\nstate {state}\n");
        for (path, entry) in &self.files {
            let mark = if entry.kept { "kept" } else { "-" };
            writeln!(text, "{} {mark} {path}", entry.digest).expect("writing to a string");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_read_as_it_was_written() {
        let mut manifest = Manifest { site: "A site".into(), unfinished: true, ..Manifest::default() };
        let entry = |kept| Entry { digest: Digest::of("x"), kept };
        manifest.files.insert(OutPath::new("a b/c.html").unwrap(), entry(false));
        manifest.files.insert(OutPath::new("d").unwrap(), entry(true));
        assert_eq!(Manifest::parse(&manifest.text()), Some(manifest));
        assert_eq!(Manifest::parse("fingerpost manifest 2\n"), None);
    }
}
