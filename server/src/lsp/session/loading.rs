//! How far the reading of folders is.

/// How far the reading of folders is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Loading {
    /// The folders that are still to be read, or are being read.
    pub folders: usize,
    /// How many files of the present one are read.
    pub done: usize,
    /// How many there are.
    pub total: usize,
}
