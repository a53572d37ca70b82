//! Reading many files.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Depth, Disk, FailureKind, ReadFailure, SettingsFiles, read, walk};
use crate::model::{Corpus, Facts, File, Ids, facts_of};
use crate::syntax::Parser;

/// A file and what it says, or why it cannot be read.
pub type ReadArticle = Result<(File, Arc<Facts>), ReadFailure>;

/// Reads files side by side, in the order given. Files that are no longer
/// there fail as any other that cannot be read.
pub fn read_articles(paths: &[PathBuf], ids: &Ids) -> Vec<ReadArticle> {
    let reading = paths.par_iter().map_init(Parser::new, |parser, path| {
        let text = read(path)?;
        // A file on which the reader fails must not cost the others.
        let facts = catch_unwind(AssertUnwindSafe(|| {
            let document = parser.read(&text);
            facts_of(&text, &document, ids)
        }));
        let facts = facts.map_err(|_| ReadFailure {
            path: path.clone(),
            kind: FailureKind::Unreadable("the reader failed on its text".into()),
        })?;
        let facts = Arc::new(facts);
        let file = File::new(path.as_path().into(), facts.clone(), None);
        Ok((file, facts))
    });
    reading.with_min_len(16).collect()
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
    for chunk in files.chunks(CHUNK) {
        for article in read_articles(chunk, corpus.ids()) {
            match article {
                Ok((file, facts)) => {
                    corpus.insert_read(file, &facts);
                }
                Err(failure) => failures.push(failure),
            }
        }
        done += chunk.len();
        progress(done, files.len());
    }
    Loaded {
        corpus,
        failures,
        settings,
        gave_up,
    }
}

/// How many files are read between two reports of progress: few enough for a
/// server to answer between two of them.
pub const CHUNK: usize = 512;
