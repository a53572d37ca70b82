//! What there is to check.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::FileId;
use crate::store::{FailureKind, Loaded, Root, SettingsFile};

/// A file to check, one that could not be read, or the settings of some.
pub enum Work {
    /// A file that was read.
    Check(Arc<Path>, FileId),
    /// A file that could not be read.
    Failed(Arc<Path>, FailureKind),
    /// A settings file.
    Settings(Arc<SettingsFile>),
}

impl Work {
    /// Where it is.
    pub fn path(&self) -> &Path {
        match self {
            Self::Check(path, _) | Self::Failed(path, _) => path,
            Self::Settings(file) => &file.path,
        }
    }

    /// Its number in the corpus, if it was read.
    pub fn file(&self) -> Option<FileId> {
        match self {
            Self::Check(_, file) => Some(*file),
            Self::Failed(..) | Self::Settings(_) => None,
        }
    }
}

/// What was named of a corpus and was not looked at before, by path; with it
/// the settings that hold there.
pub fn work(
    loaded: &Loaded,
    root: &Root,
    documents: &[PathBuf],
    seen: &mut HashSet<Arc<Path>>,
) -> Vec<Work> {
    let documents: HashSet<&Path> = documents.iter().map(PathBuf::as_path).collect();
    let files = loaded.corpus.files();
    let looks = files.map(|(number, file)| Work::Check(file.path.clone(), number));
    let failures = loaded.failures.iter();
    let failures =
        failures.map(|failure| Work::Failed(failure.path.as_path().into(), failure.kind.clone()));
    let mut work: Vec<Work> = looks.chain(failures).collect();
    work.retain(|work| documents.contains(work.path()) && seen.insert(work.path().into()));
    let held = work.iter();
    let at_root = loaded.settings.governing(&root.folder.join("-"));
    let held = held.filter_map(|work| loaded.settings.governing(work.path()).or(at_root));
    let held: Vec<Arc<SettingsFile>> = held
        .filter(|file| seen.insert(file.path.as_path().into()))
        .cloned()
        .collect();
    work.extend(held.into_iter().map(Work::Settings));
    work.sort_by(|a, b| a.path().cmp(b.path()));
    work
}
