//! Why an edit is refused.

use std::fmt;

/// Why nothing is changed: one sentence that names the thing and the fix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub String);

impl Refusal {
    /// A file is no longer as the corpus knows it.
    pub fn file_changed() -> Self {
        Self("the file has changed in the meantime; ask again".into())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}
