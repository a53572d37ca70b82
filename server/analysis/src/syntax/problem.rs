//! What can be wrong with the form of a document (markup: What is wrong).

use super::TextRange;
use crate::reports::Code;

/// One mistake of form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which mistake: one of the `syntax/…` codes, or a date that is none.
    pub code: Code,
    /// Just what is wrong.
    pub range: TextRange,
    /// One sentence that names the thing and the fix.
    pub message: String,
}
