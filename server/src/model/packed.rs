//! Facts in few bytes, for the many files that nobody looks at.

use super::facts::Facts;

/// The facts of a file, packed: a tenth of what they take otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed(Box<[u8]>);

impl Packed {
    /// Packs facts.
    ///
    /// # Panics
    /// Never: all that facts are made of can be written.
    pub fn new(facts: &Facts) -> Self {
        let bytes = postcard::to_stdvec(facts).expect("facts can be written");
        Self(bytes.into_boxed_slice())
    }

    /// The facts in bytes that were packed at another time, if they are such.
    pub fn read(bytes: &[u8]) -> Option<Facts> {
        let facts: Facts = postcard::from_bytes(bytes).ok()?;
        Some(facts.with_declared())
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The facts, read again.
    ///
    /// # Panics
    /// Never: only what was packed is unpacked.
    pub fn unpack(&self) -> Facts {
        let facts: Facts = postcard::from_bytes(&self.0).expect("what was packed can be read");
        facts.with_declared()
    }
}
