//! Writing a source of the site: whole or not at all.

use std::io::{self, Write as _};
use std::path::Path;

use crate::path::SourcePath;

/// Puts a text in the place of a file below the root, or makes the file.
pub(super) fn replace(root: &Path, path: &SourcePath, text: &str) -> io::Result<()> {
    let path = root.join(path.as_str());
    // A link stays a link; what it leads to is replaced.
    let path = path.canonicalize().unwrap_or(path);
    let folder = path.parent().unwrap_or(root);
    let beside = folder.join(format!(".{}.fingerpost-new", std::process::id()));
    let written = (|| {
        let mut new = std::fs::File::create_new(&beside)?;
        if let Ok(old) = path.metadata() {
            new.set_permissions(old.permissions())?;
        }
        new.write_all(text.as_bytes())?;
        new.sync_all()?;
        std::fs::rename(&beside, &path)
    })();
    if written.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    written
}
