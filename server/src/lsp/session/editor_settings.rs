//! What is known of the editor's settings beside their values.

use crate::settings::Problem;

/// What is known of the editor's settings beside their values.
#[derive(Default)]
pub struct EditorSettings {
    /// Counts the changes and the requests for them: the answer to an older request is
    /// dropped.
    pub generation: u64,
    /// What is wrong with those of `initialize`, which cannot be reported before
    /// `initialized`.
    pub unreported: Vec<Problem>,
}
