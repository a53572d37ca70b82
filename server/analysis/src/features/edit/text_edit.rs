//! A change of one stretch of a text.

use serde::{Deserialize, Serialize};

use crate::syntax::TextRange;

/// A stretch of a file and what takes its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextEdit {
    /// The stretch, in bytes; empty where something is put in.
    pub range: TextRange,
    /// What stands there afterwards.
    pub text: String,
}

impl TextEdit {
    /// Puts `text` in place of `range`.
    pub fn replace(range: TextRange, text: impl Into<String>) -> Self {
        Self {
            range,
            text: text.into(),
        }
    }

    /// Puts `text` in at byte `offset`.
    pub fn insert(offset: usize, text: impl Into<String>) -> Self {
        Self::replace(TextRange::new(offset, offset), text)
    }

    /// Takes `range` out.
    pub fn delete(range: TextRange) -> Self {
        Self::replace(range, "")
    }
}

/// The text after `edits`, which are in order; nothing when two overlap, or one
/// lies outside.
pub fn applied(text: &str, edits: &[TextEdit]) -> Option<String> {
    let mut new = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        new.push_str(text.get(at..edit.range.from())?);
        new.push_str(&edit.text);
        at = edit.range.to();
    }
    new.push_str(text.get(at..)?);
    Some(new)
}
