//! Reading many files.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use super::cache::{self, Cache, FEWEST_FILES};
use super::read::Opener;
use super::{Disk, FailureKind, ReadFailure, SettingsFiles, by_name};
use crate::model::{CachedIds, Corpus, File, Ids, IndexFacts, facts_of};
use crate::settings::Limits;
use crate::syntax::Parser;

/// A file and what the index takes of it, or why it cannot be read.
pub type ReadArticle = Result<(File, IndexFacts), ReadFailure>;

/// Reads files side by side, in the order given, and hands them to `take` in
/// chunks of at most `CHUNK` files, while the next ones are being read. Ends early
/// when `take` says no. Files that are no longer there fail as any other that
/// cannot be read.
pub fn read_articles(
    paths: &[Arc<Path>],
    ids: &Ids,
    limits: Limits,
    mut take: impl FnMut(Vec<ReadArticle>) -> bool + Send,
) -> bool {
    let workers = Workers::new(ids);
    let mut chunks = paths.chunks(CHUNK);
    let mut next = || chunks.next().map(|next| read_chunk(next, &workers, limits));
    hand_over(&mut next, &mut take)
}

/// Hands what `next` gives to `take`, while the next is being made. Says
/// whether `take` wanted all of it.
fn hand_over(
    next: &mut (dyn FnMut() -> Option<Vec<ReadArticle>> + Send),
    take: &mut (dyn FnMut(Vec<ReadArticle>) -> bool + Send),
) -> bool {
    let mut made = next();
    while let Some(articles) = made {
        let (is_wanted, following) = rayon::join(|| take(articles), &mut *next);
        if !is_wanted {
            return false;
        }
        made = following;
    }
    true
}

/// What [`read_corpus`] came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Whether everything was taken.
    pub is_whole: bool,
    /// The files that had to be read, which no cache had as they are.
    pub read: usize,
}

/// Like [`read_articles`], for the files of the corpus in `root`, [`by_name`]. What
/// its cache has as it still is is not read again, and comes first.
pub fn read_corpus(
    root: &Path,
    paths: &[Arc<Path>],
    ids: &Ids,
    limits: Limits,
    take: impl FnMut(Vec<ReadArticle>) -> bool + Send,
) -> Taken {
    read_corpus_with(cache::folder(), root, paths, ids, limits, take)
}

/// The same with the caches in a folder.
fn read_corpus_with(
    caches: Option<PathBuf>,
    root: &Path,
    paths: &[Arc<Path>],
    ids: &Ids,
    limits: Limits,
    mut take: impl FnMut(Vec<ReadArticle>) -> bool + Send,
) -> Taken {
    let caches = caches.filter(|_| paths.len() >= FEWEST_FILES);
    let Some(mut cache) = caches.and_then(|caches| Cache::open(&caches, root, ids)) else {
        return Taken {
            is_whole: read_articles(paths, ids, limits, take),
            read: paths.len(),
        };
    };
    let mut is_cached = vec![false; paths.len()];
    let mut next = || {
        let files = cache.next_files(paths, limits.file_bytes())?.into_iter();
        let articles = files.map(|(place, cached)| {
            is_cached[place] = true;
            Ok(cached)
        });
        Some(articles.collect())
    };
    if !hand_over(&mut next, &mut take) {
        return Taken {
            is_whole: false,
            read: 0,
        };
    }
    let rest = paths.iter().zip(is_cached).filter(|(_, cached)| !cached);
    let rest: Vec<Arc<Path>> = rest.map(|(path, _)| path.clone()).collect();
    Taken {
        is_whole: read_articles(&rest, ids, limits, take),
        read: rest.len(),
    }
}

/// Writes the cache of the `files` in `root`, if that will spare the next start
/// a tenth of the reading that this one took. Files that changed a moment ago
/// cannot be cached.
pub fn keep(root: &Path, files: usize, corpus: &Corpus, taken: Taken) {
    keep_in(cache::folder(), root, files, corpus, taken);
}

/// The same with the caches in a folder.
fn keep_in(caches: Option<PathBuf>, root: &Path, files: usize, corpus: &Corpus, taken: Taken) {
    let settled = || {
        let files = corpus.files();
        files.filter(|(_, file)| file.stamp().is_some()).count()
    };
    if !is_worth_keeping(files, taken, settled) {
        return;
    }
    let Some(caches) = caches else {
        return;
    };
    if let Err(error) = cache::write(&caches, root, corpus) {
        tracing::info!("the corpus is not cached in {}: {error}", caches.display());
    }
}

/// Whether a cache spares enough: of so many files, of which `settled` can be cached.
fn is_worth_keeping(files: usize, taken: Taken, settled: impl FnOnce() -> usize) -> bool {
    let is_dear = taken.is_whole && taken.read * 10 > files;
    files >= FEWEST_FILES && is_dear && settled() * 2 > files
}

fn read_chunk(paths: &[Arc<Path>], workers: &Workers, limits: Limits) -> Vec<ReadArticle> {
    let reading = paths.par_iter().with_min_len(8);
    let reading = reading.map(|path| read_article(path, &mut workers.this(), limits));
    reading.collect()
}

/// What those who read side by side keep from file to file, one for each.
struct Workers<'i>(Vec<Mutex<Worker<'i>>>);

struct Worker<'i> {
    opener: Opener,
    parser: Parser,
    ids: CachedIds<'i>,
}

impl<'i> Workers<'i> {
    fn new(ids: &'i Ids) -> Self {
        // One more is for who is none of the threads.
        let workers = (0..=rayon::current_num_threads()).map(|_| {
            Mutex::new(Worker {
                opener: Opener::default(),
                parser: Parser::new(),
                ids: CachedIds::new(ids),
            })
        });
        Self(workers.collect())
    }

    /// That of this thread, which nobody else asks for.
    fn this(&self) -> MutexGuard<'_, Worker<'i>> {
        let last = self.0.len() - 1;
        let place = rayon::current_thread_index().unwrap_or(last).min(last);
        let worker = self.0[place].lock();
        worker.unwrap_or_else(PoisonError::into_inner)
    }
}

fn read_article(path: &Arc<Path>, worker: &mut Worker, limits: Limits) -> ReadArticle {
    let (text, stamp) = worker.opener.read_stamped(path, limits.file_bytes())?;
    // A file on which the reader fails must not cost the others.
    let facts = catch_unwind(AssertUnwindSafe(|| {
        let document = worker.parser.read(&text);
        facts_of(&text, &document, &worker.ids)
    }));
    let facts = facts.map_err(|_| ReadFailure {
        path: path.to_path_buf(),
        kind: FailureKind::Unreadable("the reader failed on its text".into()),
    })?;
    let (file, said) = File::read(path.clone(), facts);
    Ok((file.stamped(stamp), said))
}

/// A corpus read in one go.
pub struct Loaded {
    /// What could be read.
    pub corpus: Corpus,
    /// What could not, by path.
    pub failures: Vec<ReadFailure>,
    /// The settings files that hold for them.
    pub settings: SettingsFiles,
}

/// Reads files, each once, whatever their endings, for which `settings` hold.
/// Those of the corpus in `root` may come from its cache. `progress` is told how many files are read
/// and how many there are, from any thread.
pub fn load(
    root: &Path,
    mut files: Vec<Arc<Path>>,
    settings: SettingsFiles,
    limits: Limits,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Loaded {
    files.sort_unstable_by(|one, other| by_name(one, other));
    files.dedup();
    let mut corpus = Corpus::new(Arc::new(Disk));
    let mut failures = Vec::new();
    let mut done = 0;
    let ids = corpus.ids().clone();
    let taken = read_corpus(root, &files, &ids, limits, |articles| {
        done += articles.len();
        let (read, failed): (Vec<_>, Vec<_>) = articles.into_iter().partition(Result::is_ok);
        corpus.insert_all(read.into_iter().flatten().collect());
        failures.extend(failed.into_iter().filter_map(Result::err));
        progress(done, files.len());
        true
    });
    keep(root, files.len(), &corpus, taken);
    Loaded {
        corpus,
        failures,
        settings,
    }
}

/// How many files are read between two reports of progress: few enough for a
/// server to answer between two of them.
pub const CHUNK: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Source;
    use crate::store::stamp::stamp_of;

    /// A cache that is written too readily costs every start its writing; one that is
    /// written too seldom costs every start the reading of the corpus.
    #[test]
    fn a_cache_is_kept_where_it_spares_a_tenth_of_the_reading() {
        let is_kept = |files, read, is_whole, settled| {
            is_worth_keeping(files, Taken { is_whole, read }, || settled)
        };
        assert!(is_kept(FEWEST_FILES, FEWEST_FILES, true, FEWEST_FILES));
        assert!(!is_kept(
            FEWEST_FILES - 1,
            FEWEST_FILES - 1,
            true,
            FEWEST_FILES - 1
        ));
        // It was broken off, and the rest would be missing.
        assert!(!is_kept(300, 300, false, 300));
        assert!(!is_kept(300, 30, true, 300));
        assert!(is_kept(300, 31, true, 300));
        // Of files that were written a moment ago the stamp does not tell enough.
        assert!(!is_kept(300, 300, true, 150));
        assert!(is_kept(300, 300, true, 151));
    }

    /// A corpus of so many files that were written long ago, and its folder.
    fn settled_corpus(count: usize) -> (tempfile::TempDir, Corpus, Vec<Arc<Path>>) {
        let folder = tempfile::tempdir().unwrap();
        let mut corpus = Corpus::default();
        let mut paths: Vec<Arc<Path>> = Vec::new();
        for number in 0..count {
            let path = folder.path().join(format!("{number:05}.qm"));
            std::fs::write(&path, "[x]{by @ann}").unwrap();
            let source = Source::new("[x]{by @ann}");
            let facts = facts_of(&source.text, &source.document, corpus.ids());
            let file = File::new(path.as_path().into(), Arc::new(facts), None);
            corpus.insert(file.stamped(stamp_of(&path)));
            paths.push(path.into());
        }
        (folder, corpus, paths)
    }

    /// What the cache has comes from it, and only once.
    #[test]
    fn what_is_cached_is_not_read_again() {
        let caches = tempfile::tempdir().unwrap();
        let (folder, corpus, mut paths) = settled_corpus(FEWEST_FILES);
        let all = Taken {
            is_whole: true,
            read: FEWEST_FILES,
        };
        let in_caches = || Some(caches.path().to_owned());
        let read = |caches: Option<PathBuf>, paths: &[Arc<Path>], wanted: usize| {
            let ids = Ids::default();
            let mut found = Vec::new();
            let taken = read_corpus_with(
                caches,
                folder.path(),
                paths,
                &ids,
                Limits::default(),
                |articles| {
                    found.extend(articles.into_iter().map(|read| read.unwrap().0.path));
                    found.len() < wanted
                },
            );
            (taken, found.len())
        };
        // Nothing is kept yet.
        let (taken, count) = read(in_caches(), &paths, usize::MAX);
        assert_eq!((taken, count), (all, FEWEST_FILES));
        // It is not kept where it is not worth it, and where there is no place for it.
        let files = FEWEST_FILES;
        keep_in(None, folder.path(), files, &corpus, all);
        keep_in(
            in_caches(),
            folder.path(),
            files,
            &corpus,
            Taken { read: 0, ..all },
        );
        assert_eq!(cache::list(caches.path()).unwrap().len(), 0);
        keep_in(in_caches(), folder.path(), files, &corpus, all);
        assert_eq!(cache::list(caches.path()).unwrap().len(), 1);
        // All of it comes from there, but for what is new.
        let (taken, count) = read(in_caches(), &paths, usize::MAX);
        assert_eq!((taken.read, taken.is_whole, count), (0, true, FEWEST_FILES));
        let new = folder.path().join("99999.qm");
        std::fs::write(&new, "[x]{by @ann}").unwrap();
        paths.push(new.into());
        let (taken, count) = read(in_caches(), &paths, usize::MAX);
        assert_eq!(
            (taken.read, taken.is_whole, count),
            (1, true, FEWEST_FILES + 1)
        );
        // Whoever wants no more gets no more.
        let (taken, _) = read(in_caches(), &paths, 1);
        assert_eq!((taken.read, taken.is_whole), (0, false));
        // A small corpus is read as quickly as its cache.
        let (taken, count) = read(in_caches(), &paths[..FEWEST_FILES - 1], usize::MAX);
        assert_eq!((taken.read, count), (FEWEST_FILES - 1, FEWEST_FILES - 1));
    }

    /// The share that is shown must end with all of it.
    #[test]
    fn how_far_it_is_adds_up() {
        let (folder, _, paths) = settled_corpus(CHUNK + 10);
        let steps = std::sync::Mutex::new(Vec::new());
        let loaded = load(
            folder.path(),
            paths,
            SettingsFiles::default(),
            Limits::default(),
            &|done, of| steps.lock().unwrap().push((done, of)),
        );
        assert_eq!(loaded.corpus.files().count(), CHUNK + 10);
        let all = CHUNK + 10;
        assert_eq!(*steps.lock().unwrap(), [(CHUNK, all), (all, all)]);
    }

    #[test]
    fn files_come_in_the_order_given_and_end_when_nobody_wants_them() {
        let folder = tempfile::tempdir().unwrap();
        let names: Vec<String> = (0..3 * CHUNK / 2)
            .map(|number| format!("{number:05}.qm"))
            .collect();
        let paths = names.iter().map(|name| Arc::from(folder.path().join(name)));
        let paths: Vec<Arc<Path>> = paths.collect();
        for path in paths.iter().step_by(2) {
            std::fs::write(path, "[x]{by @ann}").unwrap();
        }
        let ids = Ids::default();
        let (mut found, mut chunks) = (Vec::new(), Vec::new());
        let is_whole = read_articles(&paths, &ids, Limits::default(), |articles| {
            chunks.push(articles.len());
            found.extend(articles.into_iter().map(|article| match article {
                Ok((file, said)) => (file.path.to_path_buf(), said.occurrences().len()),
                Err(failure) => (failure.path, 0),
            }));
            true
        });
        assert!(is_whole);
        assert_eq!(chunks, [CHUNK, CHUNK / 2]);
        let expected = paths.iter().zip([1, 0].into_iter().cycle());
        let expected = expected.map(|(path, named)| (path.to_path_buf(), named));
        assert!(found.into_iter().eq(expected));
        let mut calls = 0;
        let is_whole = read_articles(&paths, &ids, Limits::default(), |_| {
            calls += 1;
            false
        });
        assert_eq!((is_whole, calls), (false, 1));
    }
}
