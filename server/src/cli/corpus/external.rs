//! The declarations that one corpus reads of others.

use super::settings::settings;
use crate::cli::files::missing;
use crate::cli::options::CastsChoice;
use crate::cli::output::{Failure, say_note};
use crate::cli::paths::{Paths, absolute};
use crate::settings::{Cast, Limits};
use crate::store::{self, Identities, Loaded, ReadFailure, Root};

/// Reads what a corpus uses of others, as its settings and the command line say. Names
/// what is passed over.
pub fn read_external(
    loaded: &mut Loaded,
    root: &Root,
    casts: &CastsChoice,
    limits: Limits,
) -> Result<(), Failure> {
    let mut all = settings(loaded, root)
        .of(&root.folder.join("-"))
        .casts
        .clone();
    for path in &casts.casts {
        if !path.exists() {
            return Err(missing("file or folder", path));
        }
        all.push(Cast {
            path: absolute(path)?,
            is_users: true,
        });
    }
    if all.is_empty() {
        return Ok(());
    }
    let mut identities = Identities::default();
    identities.add(&root.folder);
    let external = store::external_files(&root.folder, &all, &identities, limits);
    let (files, failures) = store::read_external(&external.files, loaded.corpus.ids(), limits);
    loaded.corpus.set_external(files);
    for why in &external.left_out {
        say_note(why);
    }
    for ReadFailure { path, kind } in &failures {
        let path = Paths::here().shown(path);
        say_note(&format!(
            "left out {path}, which `casts` names and which {kind}"
        ));
    }
    Ok(())
}
