//! What another corpus declares is read, and never changed.

use super::refusal::Refusal;
use crate::model::{Corpus, EntityId, File, FileId};

/// A file of another corpus that declares an entity.
pub fn declaring(corpus: &Corpus, entity: EntityId) -> Option<&File> {
    let files = corpus.index().declaring_files(entity);
    let mut external = files
        .filter_map(|file| corpus.external(file))
        .map(|file| &**file);
    let first = external.next()?;
    Some(
        external.fold(first, |first, other| match other.path < first.path {
            true => other,
            false => first,
        }),
    )
}

/// Refuses to do something to an entity that another corpus declares. `what` is
/// what would be done, such as `rename`.
///
/// # Errors
/// Names the declaration, and the corpus whose it is.
pub fn refuse_declared(corpus: &Corpus, entity: EntityId, what: &str) -> Result<(), Refusal> {
    let Some(file) = declaring(corpus, entity) else {
        return Ok(());
    };
    Err(Refusal(format!(
        "`{}` is declared in {}, which this one only reads; {what} it there",
        corpus.written(entity),
        place(file)
    )))
}

/// Refuses to give an entity another id that is named in a file of another
/// corpus, as it would keep the old one there.
///
/// # Errors
/// Names the file, and the corpus whose it is.
pub fn refuse_named(corpus: &Corpus, entity: EntityId, file: FileId) -> Result<(), Refusal> {
    let Some(file) = corpus.external(file) else {
        return Ok(());
    };
    Err(Refusal(format!(
        "`{}` is named in {}, which this one only reads, and would keep its old id there; \
         change it there first",
        corpus.written(entity),
        place(file)
    )))
}

/// Refuses a change of a file of another corpus.
///
/// # Errors
/// Names the file and its corpus.
pub(super) fn refuse_change(corpus: &Corpus, file: FileId) -> Result<(), Refusal> {
    let Some(file) = corpus.external(file) else {
        return Ok(());
    };
    Err(Refusal(format!(
        "{}, which this one only reads, would change; make the change there",
        place(file)
    )))
}

/// A file of another corpus, in words: its path and the root of that corpus.
fn place(file: &File) -> String {
    let path = file.path.display();
    match file.owner() {
        Some(owner) => format!("{path}, of the corpus in {}", owner.display()),
        None => path.to_string(),
    }
}
