//! Paths as they are typed and as they are shown.

use std::path::{Path, PathBuf};

use super::output::Failure;

/// Paths as people on this command line would write them.
#[derive(Debug, Clone)]
pub struct Paths {
    here: Option<PathBuf>,
}

impl Paths {
    /// As seen from the current folder.
    pub fn here() -> Self {
        Self {
            here: std::env::current_dir().ok(),
        }
    }

    /// A path below the current folder from there, any other in full.
    pub fn shown(&self, path: &Path) -> String {
        let here = self.here.as_deref();
        let below = here.and_then(|here| path.strip_prefix(here).ok());
        let shown = below.unwrap_or(path);
        if shown.as_os_str().is_empty() {
            return ".".to_owned();
        }
        shown.display().to_string()
    }
}

/// The path in full; what it leads to need not be there.
pub fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    let path = std::path::absolute(path);
    path.map_err(|error| Failure::new(format!("the current folder cannot be found out: {error}")))
}

/// The folder of a corpus that may be a single file.
pub fn home_of(corpus: &Path) -> &Path {
    if corpus.is_dir() {
        return corpus;
    }
    match corpus.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}
