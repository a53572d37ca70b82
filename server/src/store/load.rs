//! Reading many files.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::{Depth, Disk, FailureKind, ReadFailure, SettingsFiles, read, walk};
use crate::model::{Corpus, Facts, File, Ids, facts_of};
use crate::syntax::Parser;

/// A file and what it says, or why it cannot be read.
pub type ReadArticle = Result<(File, Arc<Facts>), ReadFailure>;

/// Reads files side by side, in the order given, and hands them to `take` in
/// chunks of at most [`CHUNK`], while the next ones are being read. Ends early
/// when `take` says no. Files that are no longer there fail as any other that
/// cannot be read.
pub fn read_articles(
    paths: &[PathBuf],
    ids: &Ids,
    mut take: impl FnMut(Vec<ReadArticle>) -> bool + Send,
) -> bool {
    let mut chunks = paths.chunks(CHUNK);
    let mut read = chunks.next().map(|first| read_chunk(first, ids));
    while let Some(articles) = read {
        let next = || chunks.next().map(|next| read_chunk(next, ids));
        let (is_wanted, next) = rayon::join(|| take(articles), next);
        if !is_wanted {
            return false;
        }
        read = next;
    }
    true
}

fn read_chunk(paths: &[PathBuf], ids: &Ids) -> Vec<ReadArticle> {
    let reading = paths.par_iter().with_min_len(8);
    let reading = reading.map_init(Parser::new, |parser, path| read_article(path, parser, ids));
    reading.collect()
}

fn read_article(path: &Path, parser: &mut Parser, ids: &Ids) -> ReadArticle {
    let text = read(path)?;
    // A file on which the reader fails must not cost the others.
    let facts = catch_unwind(AssertUnwindSafe(|| {
        let document = parser.read(&text);
        facts_of(&text, &document, ids)
    }));
    let facts = facts.map_err(|_| ReadFailure {
        path: path.to_owned(),
        kind: FailureKind::Unreadable("the reader failed on its text".into()),
    })?;
    let facts = Arc::new(facts);
    Ok((File::new(path.into(), facts.clone(), None), facts))
}

/// A corpus read in one go.
pub struct Loaded {
    /// What could be read.
    pub corpus: Corpus,
    /// What could not, by path.
    pub failures: Vec<ReadFailure>,
    /// The settings files in the folders.
    pub settings: SettingsFiles,
    /// The folders that hold more than [`MOST_ENTRIES`](super::MOST_ENTRIES)
    /// files and folders, of which the rest was left out.
    pub gave_up: Vec<PathBuf>,
}

/// Reads folders, with all their `.qm` files, and single files, whatever their
/// ending. `progress` is told how many files are read and how many there are,
/// from any thread.
pub fn load(paths: &[PathBuf], progress: &(dyn Fn(usize, usize) + Sync)) -> Loaded {
    let mut files = Vec::new();
    let mut gave_up = Vec::new();
    let mut settings = SettingsFiles::default();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let found = walk(path, Depth::Everything);
        files.extend(found.files);
        settings.read(&found.settings);
        if found.gave_up {
            gave_up.push(path.clone());
        }
    }
    files.sort();
    files.dedup();
    let mut corpus = Corpus::new(Arc::new(Disk));
    let mut failures = Vec::new();
    let mut done = 0;
    let ids = corpus.ids().clone();
    read_articles(&files, &ids, |articles| {
        done += articles.len();
        for article in articles {
            match article {
                Ok((file, facts)) => {
                    corpus.insert_read(file, &facts);
                }
                Err(failure) => failures.push(failure),
            }
        }
        progress(done, files.len());
        true
    });
    Loaded {
        corpus,
        failures,
        settings,
        gave_up,
    }
}

/// How many files are read between two reports of progress: few enough for a
/// server to answer between two of them.
pub const CHUNK: usize = 256;
