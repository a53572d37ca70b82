//! The documents that are named on the command line.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::notes;
use crate::cli::files;
use crate::cli::output::Failure;
use crate::cli::paths::{Paths, absolute};
use crate::settings::{Layer, Limits};
use crate::store::{self, Depth, Walk, limits_of};

/// The documents that paths, folders and globs name.
///
/// # Errors
/// When one of them names none.
pub fn named(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for path in files::expanded(paths)? {
        if path.is_dir() {
            found.extend(below(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

/// The documents in a folder and below.
///
/// # Errors
/// When there is none, and when the folder's path cannot be made absolute.
pub fn below(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let (found, limits) = walk_below(folder)?;
    notes::left_out(folder, &found, limits);
    if found.files.is_empty() {
        return Err(none_in(folder));
    }
    Ok(as_paths(&found.files))
}

/// What a walk finds in a folder and below, and within which limits.
///
/// # Errors
/// When the folder's path cannot be made absolute.
pub fn walk_below(folder: &Path) -> Result<(Walk, Limits), Failure> {
    let limits = limits_of(&absolute(folder)?, &Layer::default());
    Ok((store::walk(folder, Depth::Everything, limits), limits))
}

/// What a walk found, as paths to work with.
pub fn as_paths(found: &[Arc<Path>]) -> Vec<PathBuf> {
    found.iter().map(|path| path.to_path_buf()).collect()
}

/// That a folder holds no corpus.
pub fn none_in(folder: &Path) -> Failure {
    files::none_ending("qm", &Paths::here().shown(folder))
}

/// That all documents in a folder belong to `count` corpora further down, of which
/// `first` is one.
pub fn all_apart(folder: &Path, first: &Path, count: usize) -> Failure {
    let paths = Paths::here();
    let (folder, first) = (paths.shown(folder), paths.shown(first));
    let others = match count {
        1 => "a corpus of its own".to_owned(),
        _ => format!("{count} corpora of their own"),
    };
    Failure::new(format!(
        "every .qm file in {folder} belongs to {others}; name one, as `--corpus {first}` does"
    ))
}
