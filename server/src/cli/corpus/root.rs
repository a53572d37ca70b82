//! Where a corpus is.

use std::path::{Path, PathBuf};

use crate::cli::files::missing;
use crate::cli::output::Failure;
use crate::cli::paths::absolute;
use crate::store::{self, Depth, Root};

/// Where the corpus is that the command line names.
///
/// # Errors
/// When what is named is not there, and when there is no current folder.
pub fn chosen(corpus: Option<&Path>) -> Result<Root, Failure> {
    match corpus {
        Some(path) => named(path),
        None => Ok(of_folder(&absolute(Path::new("."))?)),
    }
}

/// The root that is named on the command line: a folder, or a single file.
///
/// # Errors
/// When it is not there.
pub fn named(path: &Path) -> Result<Root, Failure> {
    if !path.exists() {
        return Err(missing("folder", path));
    }
    Ok(whole(absolute(path)?))
}

/// The root of the corpus that a file belongs to.
pub fn of_file(file: &Path) -> Root {
    store::root_of(file).unwrap_or_else(|| whole(file.to_owned()))
}

/// The root of the corpus that a folder belongs to: itself, if no folder
/// around it is marked as one.
pub fn of_folder(folder: &Path) -> Root {
    whole(store::root_of_folder(folder).unwrap_or(folder).to_owned())
}

fn whole(folder: PathBuf) -> Root {
    Root {
        folder,
        depth: Depth::Everything,
    }
}
