//! What a corpus and an editor set: from text to settings.
//!
//! A [`Layer`] is what one of them says, key by key; [`Settings`] are the
//! layers over the defaults. `file.rs` reads `quotemark.toml`, `editor.rs` what
//! an editor sends; both are walked by the same table of [keys](Key).

mod cast;
mod editor;
mod file;
mod key;
mod limits;
mod read;
mod schema;
mod template;
mod tree;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub use cast::Cast;
use cast::joined;
pub use editor::read_editor;
pub use file::read_file;
pub use key::{KEYS, Key, Kind};
pub use limits::Limits;
pub use schema::schema;
pub use template::template;
pub use tree::SettingsTree;

use crate::reports::{Code, Severities, Severity};
use crate::syntax::TextRange;

/// The name of the file that holds a corpus' settings.
pub const FILE_NAME: &str = "quotemark.toml";

/// What holds for a file of the corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The file that takes new declarations, in full; nothing where nobody
    /// says one.
    pub cast: Option<PathBuf>,
    /// The files and folders of which only the declarations are read, their paths in
    /// full.
    pub casts: Vec<Cast>,
    /// Whether quotes are proposed.
    pub proposals: bool,
    /// What is reported, and with what severity.
    pub severities: Severities,
    /// What is shown between an article's words.
    pub hints: Hints,
    /// Whether counts stand above declarations.
    pub lenses: bool,
    /// Whether what is imported is sealed.
    pub seals_imports: bool,
    /// How much is taken in.
    pub limits: Limits,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            cast: None,
            casts: Vec::new(),
            proposals: true,
            severities: Severities::default(),
            hints: Hints::default(),
            lenses: true,
            seals_imports: true,
            limits: Limits::default(),
        }
    }
}

/// Which hints are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hints {
    /// The role then, where an article first names a person.
    pub roles: bool,
    /// The speaker of a quote, where neither the id nor the sentence tells it.
    pub speakers: bool,
    /// What is proposed, where it can be taken as it is.
    pub proposals: bool,
}

impl Default for Hints {
    fn default() -> Self {
        Self {
            roles: true,
            speakers: true,
            proposals: false,
        }
    }
}

/// What one source of settings says. What it leaves open is left to the others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layer {
    /// The file that takes new declarations, relative to where the layer is from.
    pub cast: Option<PathBuf>,
    /// The files and folders of which only the declarations are read, likewise.
    pub casts: Vec<Cast>,
    /// Whether quotes are proposed.
    pub proposals: Option<bool>,
    /// Severities; `None` is off.
    pub severities: BTreeMap<Code, Option<Severity>>,
    /// Whether roles are shown as hints.
    pub roles: Option<bool>,
    /// Whether speakers are shown as hints.
    pub speakers: Option<bool>,
    /// Whether proposals are shown as hints.
    pub proposed_hints: Option<bool>,
    /// Whether counts stand above declarations.
    pub lenses: Option<bool>,
    /// Whether what is imported is sealed.
    pub seals_imports: Option<bool>,
    /// The largest file that is read, in MiB.
    pub file_mib: Option<u32>,
    /// How many files and folders are looked at.
    pub files: Option<u32>,
    /// How many reports on a file are shown.
    pub shown_reports: Option<u32>,
}

impl Settings {
    /// The same with a layer over it, whose paths are relative to `folder`.
    #[must_use]
    pub fn under(mut self, layer: &Layer, folder: &Path) -> Self {
        if let Some(cast) = &layer.cast {
            self.cast = Some(joined(folder, cast));
        }
        // The user's own stand beside those of the corpus.
        for cast in &layer.casts {
            let cast = cast.below(folder);
            if !self.casts.contains(&cast) {
                self.casts.push(cast);
            }
        }
        // Who codes blind is not to be shown what the corpus keeps from the others.
        self.proposals &= layer.proposals.unwrap_or(true);
        let severities = layer.severities.iter();
        let severities = severities.map(|(code, severity)| (*code, *severity));
        self.severities.given.extend(severities);
        self.hints.roles = layer.roles.unwrap_or(self.hints.roles);
        self.hints.speakers = layer.speakers.unwrap_or(self.hints.speakers);
        self.hints.proposals = layer.proposed_hints.unwrap_or(self.hints.proposals);
        self.lenses = layer.lenses.unwrap_or(self.lenses);
        self.seals_imports = layer.seals_imports.unwrap_or(self.seals_imports);
        self.limits = Limits {
            file_mib: layer.file_mib.unwrap_or(self.limits.file_mib),
            files: layer.files.unwrap_or(self.limits.files),
            reports: layer.shown_reports.unwrap_or(self.limits.reports),
        };
        self
    }
}

/// Something in a source of settings that has no effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which of the `config/…` reports it is.
    pub code: Code,
    /// The setting, with its tables: `inlay-hints.roles`. Empty where the text
    /// is no TOML.
    pub key: String,
    /// Just what is wrong; nothing in what an editor sends.
    pub range: TextRange,
    /// One sentence that names the thing and the fix.
    pub message: String,
}

/// What a source says, and what is wrong with it.
pub type Reading = (Layer, Vec<Problem>);
