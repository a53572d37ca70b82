//! What was tried, and what was found.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// An edit that must not be.
#[derive(Debug, Clone)]
pub struct Find {
    /// With what the round began that came upon it.
    pub seed: u64,
    /// What was done, by whom.
    pub what: String,
    /// Why it must not be.
    pub why: String,
    /// The files before it, the request, the edit, and the files after it, by name.
    pub files: Vec<(String, String)>,
}

impl Find {
    /// Writes it to a folder of its own below `folder`, and gives its path.
    pub fn write(&self, folder: &Path, number: usize) -> PathBuf {
        let folder = folder.join(format!("{}-{number}", self.seed));
        let written = self.files.iter().cloned().chain([(
            "find.txt".to_owned(),
            format!("seed {}\n{}\n{}\n", self.seed, self.what, self.why),
        )]);
        for (name, text) in written {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        folder
    }
}

/// How much was done.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// How often something was done, by what it was.
    pub counts: BTreeMap<String, usize>,
    /// How many edits were made.
    pub edits: usize,
    /// What was found.
    pub finds: Vec<Find>,
}

impl Tally {
    /// Counts something that was done.
    pub fn count(&mut self, what: impl Into<String>) {
        *self.counts.entry(what.into()).or_default() += 1;
    }

    /// Counts an edit that was made.
    pub fn edit(&mut self, what: &str) {
        self.edits += 1;
        self.count(format!("edits: {what}"));
    }

    /// Adds what somebody else has done.
    pub fn add(&mut self, other: Tally) {
        for (what, count) in other.counts {
            *self.counts.entry(what).or_default() += count;
        }
        self.edits += other.edits;
        self.finds.extend(other.finds);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, count) in &self.counts {
            writeln!(formatter, "{count:>9}  {what}")?;
        }
        write!(
            formatter,
            "{:>9}  edits in all, {} found",
            self.edits,
            self.finds.len()
        )
    }
}
