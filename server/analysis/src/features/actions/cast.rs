//! Declaring from an article: where, and what changes with it.

use std::path::{Path, PathBuf};

use crate::features::declare::{declare_lines, home, is_home};
use crate::features::edit::{CorpusEdit, Refusal, TextEdit};
use crate::features::review::introduced;
use crate::model::{Corpus, FileId, Source};
use crate::syntax::TextRange;

/// The file in which the corpus keeps the declarations for `near`: its path,
/// and its number where it is there.
pub(super) fn cast_of(
    corpus: &Corpus,
    near: FileId,
    cast: Option<&Path>,
) -> (PathBuf, Option<FileId>) {
    if let Some(cast) = cast.filter(|cast| is_home(corpus, cast)) {
        return (cast.to_owned(), corpus.find(cast));
    }
    let home = home(corpus, near);
    let path = corpus.file(home).map(|file| file.path.to_path_buf());
    (path.unwrap_or_default(), Some(home))
}

/// Declares an id in `cast` (see [`declare`](crate::features::declare::declare)), a person
/// with the names and roles that the article gives, and makes changes of `near` with it.
pub(super) fn declared(
    corpus: &Corpus,
    (near, source): (FileId, &Source),
    (id, name): (&str, &str),
    cast: Option<&Path>,
    with: &[TextEdit],
) -> Result<CorpusEdit, Refusal> {
    let entity = corpus.ids().find(id);
    if entity.is_some_and(|entity| corpus.index().is_declared(entity)) {
        return Err(Refusal(format!("`{id}` is declared by now")));
    }
    // The changes are the tag around the words that name it.
    let start = with.iter().map(|change| change.range.from()).min();
    let end = with.iter().map(|change| change.range.to()).max();
    let place = start
        .zip(end)
        .map(|(start, end)| TextRange::new(start, end));
    let lines = introduced(corpus, near, source, (id, name), place).lines();
    let mut edit = declare_lines(corpus, near, &lines, cast);
    for change in with {
        edit.add(near, change.clone());
    }
    Ok(edit)
}
