//! Numbers of files.

/// A file's number in its corpus. A path keeps its number for as long as the
/// corpus lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(u32);

impl FileId {
    /// The number of no file, for a text that is none.
    pub const NONE: Self = Self(u32::MAX);

    pub(super) fn number(self) -> u32 {
        self.0
    }

    pub(super) fn from_number(number: u32) -> Self {
        Self(number)
    }
}
