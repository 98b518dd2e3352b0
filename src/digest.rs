//! A digest says whether two things are the same without keeping them.
//!
//! 128 bits of BLAKE3: enough that no two of a site's files meet by chance, half the memory of the whole.

use std::fmt;

use serde::{Deserialize, Serialize};

/// 128 bits of a BLAKE3 hash; printed as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Digest([u8; 16]);

impl Digest {
    /// The digest of these bytes.
    pub fn of(bytes: impl AsRef<[u8]>) -> Self {
        Digester::new().add(bytes).digest()
    }

    /// The digest of a value in its `postcard` form, which is the same on every machine.
    ///
    /// Values that hold a hash map must not be given: their order is not fixed.
    pub fn of_value(value: &impl Serialize) -> Self {
        let mut digester = Digester::new();
        postcard::to_io(value, &mut digester.0).expect("a plain value can be written to a hash");
        digester.digest()
    }

    /// The digest that was printed as `text`.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 32 || !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        u128::from_str_radix(text, 16).ok().map(|number| Digest(number.to_be_bytes()))
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A digest in the making.
pub struct Digester(blake3::Hasher);

impl Digester {
    /// Nothing yet.
    pub fn new() -> Self {
        Digester(blake3::Hasher::new())
    }

    /// Adds bytes and their length, so that `ab`, `c` and `a`, `bc` differ.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "a digest is fed, not added up")]
    pub fn add(mut self, bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// The digest of all that was added.
    pub fn digest(&self) -> Digest {
        let mut first = [0; 16];
        first.copy_from_slice(&self.0.finalize().as_bytes()[..16]);
        Digest(first)
    }
}

impl Default for Digester {
    fn default() -> Self {
        Self::new()
    }
}

impl Digest {
    /// The digest that [`Digest::of`] gives for a file's bytes, read piece by piece.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn of_file(path: &std::path::Path) -> std::io::Result<Digest> {
        let file = std::fs::File::open(path)?;
        let mut hasher = blake3::Hasher::new();
        let length = file.metadata()?.len();
        hasher.update(&length.to_le_bytes());
        hasher.update_reader(file)?;
        if hasher.count() != length + 8 {
            return Err(std::io::Error::other("the file changed while it was being read"));
        }
        Ok(Digester(hasher).digest())
    }
}
