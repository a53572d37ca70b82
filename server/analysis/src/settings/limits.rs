//! How much is taken in before Quotemark says that it is too much.

/// What a user sets in the table `limits` (reference: The settings, Limits).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Limits {
    /// The largest file of a corpus that is read, in MiB.
    pub file_mib: u32,
    /// How many files and folders are looked at below one folder that is
    /// opened, so that one opened by mistake does not eat the machine.
    pub files: u32,
    /// How many reports on one file an editor is shown.
    pub reports: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_mib: 64,
            files: 500_000,
            reports: 1_000,
        }
    }
}

impl Limits {
    /// The largest file that is read, in bytes.
    pub fn file_bytes(&self) -> u64 {
        u64::from(self.file_mib) << 20
    }
}
