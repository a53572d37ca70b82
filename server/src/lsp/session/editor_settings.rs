//! How it stands with the editor's settings, beside what they are.

use crate::settings::Problem;

/// How it stands with the editor's settings.
#[derive(Default)]
pub struct EditorSettings {
    /// How often they came or were asked for: what an older request is answered no
    /// longer counts.
    pub number: u64,
    /// What is wrong with those of `initialize`, which cannot be said yet.
    pub unsaid: Vec<Problem>,
}
