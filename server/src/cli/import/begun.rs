//! The corpus to which imported documents belong, or which begins with them.

use std::path::{Path, PathBuf};

use crate::cli::corpus::beginning;
use crate::cli::output::{Failure, say_note};
use crate::cli::paths::{Paths, absolute};
use crate::store::settings_of;

/// Where a corpus has to begin so that all documents belong to one: the folder that is `named`, else
/// the one that holds all those which belong to none. Nothing where there are none.
///
/// # Errors
/// When the folder that is named does not hold one of them.
pub fn beginning<'p>(
    targets: impl Iterator<Item = &'p Path>,
    named: Option<&Path>,
) -> Result<Option<PathBuf>, Failure> {
    let named = named.map(absolute).transpose()?;
    let mut holds_all: Option<PathBuf> = None;
    for target in targets {
        let target = absolute(target)?;
        let folder = target.parent().unwrap_or(&target);
        if let Some(named) = named.as_deref().filter(|named| !folder.starts_with(named)) {
            let paths = Paths::here();
            return Err(Failure::new(format!(
                "--corpus {} does not hold {}; name a folder that does",
                paths.shown(named),
                paths.shown(&target)
            )));
        }
        if beginning::corpus_around(folder).is_none() {
            holds_all = Some(match holds_all {
                Some(all) => common(&all, folder),
                None => folder.to_owned(),
            });
        }
    }
    let Some(holds_all) = holds_all else {
        return Ok(None);
    };
    let folder = named.unwrap_or(holds_all);
    let may_begin = beginning::may_begin(&folder) && beginning::corpus_around(&folder).is_none();
    if !may_begin {
        say_note(&format!(
            "no corpus begins in {}; `quotemark new FOLDER` begins one, to which declarations go",
            Paths::here().shown(&folder)
        ));
    }
    Ok(may_begin.then_some(folder))
}

/// The folder that holds both.
fn common(one: &Path, other: &Path) -> PathBuf {
    let pairs = one.components().zip(other.components());
    let same = pairs.take_while(|(one, other)| one == other);
    same.map(|(one, _)| one).collect()
}

/// Whether a document is sealed: what its corpus says, or for standard output the one here.
///
/// # Errors
/// When there is no current folder.
pub fn is_sealed(target: Option<&Path>) -> Result<bool, Failure> {
    let folder = match target {
        Some(target) => target.parent().unwrap_or(target),
        None => Path::new(""),
    };
    Ok(settings_of(&absolute(&Path::new(".").join(folder))?).seals_imports)
}

/// Begins the corpus, and says what to do with the first of its documents.
///
/// # Errors
/// When its files cannot be written.
pub fn begin(folder: &Path, first: &Path) -> Result<(), Failure> {
    beginning::begin(folder)?;
    let paths = Paths::here();
    say_note(&format!(
        "a corpus begins in {}, with cast.qm for whoever is declared and quotemark.toml for settings",
        paths.shown(folder)
    ));
    say_note(&format!(
        "next: open {} in an editor and tag who is named and quoted; `quotemark check` reports problems",
        first.display()
    ));
    Ok(())
}
