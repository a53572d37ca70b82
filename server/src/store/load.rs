//! Reading many files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::{Depth, Disk, ReadFailure, articles, read};
use crate::model::{Corpus, Facts, File, Ids, facts_of};
use crate::syntax::Parser;

/// A file and what it says, or why it cannot be read.
pub type ReadArticle = Result<(PathBuf, Facts), ReadFailure>;

/// Reads files side by side, in the order given. Files that are no longer
/// there fail as any other that cannot be read.
pub fn read_articles(paths: &[PathBuf], ids: &Ids) -> Vec<ReadArticle> {
    let reading = paths.par_iter().map_init(Parser::new, |parser, path| {
        let text = read(path)?;
        let document = parser.read(&text);
        Ok((path.clone(), facts_of(&text, &document, ids)))
    });
    reading.collect()
}

/// A corpus read in one go.
pub struct Loaded {
    /// What could be read.
    pub corpus: Corpus,
    /// What could not, by path.
    pub failures: Vec<ReadFailure>,
}

/// Reads folders, with all their `.qm` files, and single files, whatever their
/// ending. `progress` is told how many files are read and how many there are,
/// from any thread.
pub fn load(paths: &[PathBuf], progress: &(dyn Fn(usize, usize) + Sync)) -> Loaded {
    let mut files: Vec<PathBuf> = paths.iter().flat_map(|path| files_of(path)).collect();
    files.sort();
    files.dedup();
    let mut corpus = Corpus::new(Arc::new(Disk));
    let mut failures = Vec::new();
    let mut done = 0;
    for chunk in files.chunks(CHUNK) {
        for article in read_articles(chunk, corpus.ids()) {
            match article {
                Ok((path, facts)) => {
                    corpus.insert(File {
                        path: path.into(),
                        facts,
                        open: None,
                    });
                }
                Err(failure) => failures.push(failure),
            }
        }
        done += chunk.len();
        progress(done, files.len());
    }
    Loaded { corpus, failures }
}

/// How many files are read between two reports of progress.
pub(super) const CHUNK: usize = 512;

fn files_of(path: &Path) -> Vec<PathBuf> {
    if path.is_dir() {
        articles(path, Depth::Everything)
    } else {
        vec![path.to_owned()]
    }
}
