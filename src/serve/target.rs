//! What a request asks for: its target, read once and by one rule.
//!
//! Percent-encoding is undone exactly once, and all that could mean another file to another program is refused: `\`, `:`,
//! control characters, empty parts, `.` and `..`, a dot or blank at a part's end. What is left is a name to look up in
//! the plan; no path is ever put together from it.

use crate::path::OutPath;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// The root.
    Root,
    /// A folder, without its slash.
    Folder(OutPath),
    /// A file.
    File(OutPath),
}

impl Target {
    /// Reads a path as it stands in a request; `None` if it is not one that a browser would send for an output.
    pub(super) fn read(path: &str) -> Option<Target> {
        let path = path.strip_prefix('/')?;
        if path.is_empty() {
            return Some(Target::Root);
        }
        let path = decode(path)?;
        match path.strip_suffix('/') {
            Some(folder) => OutPath::new(folder).map(Target::Folder),
            None => OutPath::new(&path).map(Target::File),
        }
    }
}

/// Undoes percent-encoding. `None` where it is broken, and where the result is not UTF-8.
pub(super) fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let (high, low) = (digit(rest.next())?, digit(rest.next())?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_decoded_once() {
        let file = |path: &str| Some(Target::File(OutPath::new(path).unwrap()));
        assert_eq!(Target::read("/"), Some(Target::Root));
        assert_eq!(Target::read("/a%20b/c.md"), file("a b/c.md"));
        assert_eq!(Target::read("/a/b/"), Some(Target::Folder(OutPath::new("a/b").unwrap())));
        assert_eq!(Target::read("/%2561"), file("%61"));
        for refused in [
            "",
            "a",
            "//a",
            "/a//b",
            "/../a",
            "/%2e%2e/a",
            "/a/%2E/b",
            "/a%5cb",
            "/a\\b",
            "/a%00",
            "/c:/x",
            "/a%3Ab",
            "/a.",
            "/a%20/b",
            "/%zz",
            "/%",
            "/%e",
            "/%ff",
            "//",
            "/a//",
        ] {
            assert_eq!(Target::read(refused), None, "{refused}");
        }
    }
}
