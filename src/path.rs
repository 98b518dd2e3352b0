//! The three kinds of path that the program knows, and the way from one output to another.
//!
//! A [`SourcePath`] names something that was read, an [`OutPath`] something that is written, an [`Address`] what a
//! reader asks a server for. Each is a type with one way in, so that whoever holds one need not check it again.
//!
//! Not here: whether a file exists, and how a link that an author wrote finds its page (`site/links.rs`).

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A file of the site, relative to the site's root, parts separated by `/`, as findings print it.
///
/// Files of the embedded theme have paths of this kind too (`themes/default/…`), whether or not they are on the disk.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// Takes a path that is already relative to the root and separated by `/`.
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        SourcePath(path.into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds this file, without a slash at its end; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part.
    pub fn name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The path below `folder`, if it is below it; all of it below the root, which is empty.
    pub fn below(&self, folder: &str) -> Option<&str> {
        if folder.is_empty() {
            return Some(&self.0);
        }
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }
}

impl Borrow<str> for SourcePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// A path below the output root: relative, `/`-separated, never empty, with no part that is empty, `.` or `..`, no
/// control character, no `\` and no `:`.
///
/// [`OutPath::new`] is the only way in, so whoever holds one may join it to a root on any system.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct OutPath(Arc<str>);

impl OutPath {
    /// The path, or `None` where it is not one that may be joined to a root.
    pub fn new(path: &str) -> Option<Self> {
        let fine = |part: &str| {
            !part.is_empty()
                && !part.bytes().all(|byte| byte == b'.')
                && !part.ends_with(['.', ' '])
                && !part.chars().any(|c| c.is_control() || c == '\\' || c == ':')
        };
        path.split('/').all(fine).then(|| OutPath(path.into()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folders between the root and the file.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        let folder = self.0.rsplit_once('/').map_or("", |(folder, _)| folder);
        folder.split('/').filter(|part| !part.is_empty())
    }

    /// What follows the last dot of the file's name, or nothing.
    pub fn extension(&self) -> &str {
        let name = self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name);
        name.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// The address under which a server shows this file: `a/index.html` is shown at `a/`.
    pub fn address(&self) -> Address {
        match self.0.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => Address(folder.into()),
            _ => Address(self.0.clone()),
        }
    }

    /// The address of the file itself, also where it is a folder's `index.html`: works from the disk.
    pub fn whole_address(&self) -> Address {
        Address(self.0.clone())
    }

    /// The relative link from this file to `target`, percent-encoded, in a form that also works from the disk: the
    /// folder itself is `./`.
    pub fn link_to(&self, target: &Address) -> String {
        let mut link = String::with_capacity(target.0.len() + 8);
        let target_folder = target.0.rsplit_once('/').map_or("", |(folder, _)| folder);
        let here = self.0.rsplit_once('/').map_or("", |(folder, _)| folder);
        let shared = shared_folders(here, target_folder);
        let rest = &here[shared..];
        for _ in rest.split('/').filter(|part| !part.is_empty()) {
            link.push_str("../");
        }
        let tail = target.0[shared..].trim_start_matches('/');
        if link.is_empty() && (tail.is_empty() || first_part_has_colon(tail)) {
            link.push_str("./");
        }
        encode_path(tail, &mut link);
        link
    }
}

/// How many bytes of two folders' paths are the same, whole parts only.
fn shared_folders(a: &str, b: &str) -> usize {
    let same = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let ends = |path: &str| same == path.len() || path.as_bytes()[same] == b'/';
    if ends(a) && ends(b) {
        return same;
    }
    a[..floor(a, same)].rfind('/').unwrap_or(0)
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// RFC 3986, section 4.2: a relative reference whose first part holds a colon would be read as a scheme.
fn first_part_has_colon(path: &str) -> bool {
    path.split('/').next().is_some_and(|part| part.contains(':'))
}

/// Percent-encodes what may not stand in the path of an address (RFC 3986, section 3.3), `/` left as it is.
pub fn encode_path(path: &str, out: &mut String) {
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z'
            | b'a'..=b'z'
            | b'0'..=b'9'
            | b'/'
            | b'-'
            | b'.'
            | b'_'
            | b'~'
            | b'!'
            | b'$'
            | b'\''
            | b'('
            | b')'
            | b'*'
            | b'+'
            | b','
            | b';'
            | b'='
            | b':'
            | b'@' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl<'de> Deserialize<'de> for OutPath {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let path = String::deserialize(deserializer)?;
        OutPath::new(&path).ok_or_else(|| serde::de::Error::custom("not a path below the output root"))
    }
}

/// What a reader asks for, relative to the site's root and not percent-encoded: `` (the home page), `a/b/`, `a/b.html`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Address(Arc<str>);

impl Address {
    /// The address as text, without a slash at its start.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The full address below `base`, which ends with `/`, percent-encoded.
    pub fn under(&self, base: &str) -> String {
        let mut full = base.to_owned();
        encode_path(&self.0, &mut full);
        full
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(from: &str, to: &str) -> String {
        let path = |text| OutPath::new(text).unwrap();
        path(from).link_to(&path(to).address())
    }

    #[test]
    fn a_link_goes_up_only_as_far_as_it_must() {
        assert_eq!(link("a/b/index.html", "a/c/index.html"), "../c/");
        assert_eq!(link("a/b/index.html", "a/b/index.html"), "./");
        assert_eq!(link("a/b/index.html", "index.html"), "../../");
        assert_eq!(link("index.html", "index.html"), "./");
        assert_eq!(link("a/bc/index.html", "a/bd/index.html"), "../bd/");
        assert_eq!(link("a/index.html", "ab/index.html"), "../ab/");
        assert_eq!(link("a/é/index.html", "a/è/index.html"), "../%C3%A8/");
        assert_eq!(link("a/b.html", "a/c.html"), "c.html");
        assert_eq!(link("a/b.html", "site.css"), "../site.css");
        assert_eq!(link("a/index.html", "a/b/c.png"), "b/c.png");
    }

    #[test]
    fn a_path_that_could_leave_the_root_is_no_output_path() {
        for path in ["", "/a", "a//b", "../a", "a/..", "a/./b", "a\\b", "c:/x", "a/b.", "a/\u{0}", "a/"] {
            assert_eq!(OutPath::new(path), None, "{path:?}");
        }
        assert!(OutPath::new("a/.nojekyll").is_some());
    }
}
