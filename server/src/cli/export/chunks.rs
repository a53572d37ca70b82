//! Articles, some thousand at a time.

use crate::cli::output::Failure;
use crate::cli::paths::Paths;
use crate::cli::progress::Progress;
use crate::coded::Article;
use crate::coding;
use crate::model::Corpus;
use crate::tables::{Changed, Extraction};

/// How many articles are read before they are written.
pub const CHUNK: usize = 2048;

/// Reads some thousand articles at a time, while those before are dealt with.
pub fn each_chunk(
    corpus: &Corpus,
    extraction: &Extraction<'_>,
    progress: &Progress,
    what: &'static str,
    mut write: impl FnMut(&[Article]) -> Result<(), Failure> + Send,
) -> Result<(), Failure> {
    let total = extraction.articles().len();
    let mut chunks = extraction.articles().chunks(CHUNK);
    let mut next = || {
        let chunk = chunks.next()?;
        Some(coding::articles(corpus, extraction, chunk))
    };
    let mut done = 0;
    let mut read = next();
    while let Some(articles) = read {
        let articles = articles.map_err(changed)?;
        let (written, following) = rayon::join(|| write(&articles), &mut next);
        written?;
        done += articles.len();
        progress.done(what, done, total);
        read = following;
    }
    Ok(())
}

/// Why an export ends when an article changes under it.
pub fn changed(Changed(path): Changed) -> Failure {
    Failure::new(format!(
        "{} has changed, or cannot be read any more, since the export began; nothing was written, \
         run it again",
        Paths::here().shown(&path)
    ))
}
