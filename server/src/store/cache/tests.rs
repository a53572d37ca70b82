//! What the cache keeps, and what it does not believe.

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::model::{Facts, Source, facts_of};
use crate::store::stamp::stamp_of;

/// A corpus on the disk, and what is kept of it.
struct Kept {
    folder: TempDir,
    caches: TempDir,
    corpus: Corpus,
}

impl Kept {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut corpus = Corpus::default();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::write(&path, text).unwrap();
            let source = Source::new(*text);
            let facts = facts_of(&source.text, &source.document, corpus.ids());
            let file = File::new(path.as_path().into(), Arc::new(facts), None);
            corpus.insert(file.stamped(stamp_of(&path)));
        }
        let caches = tempfile::tempdir().unwrap();
        write(caches.path(), folder.path(), &corpus).unwrap();
        Self {
            folder,
            caches,
            corpus,
        }
    }

    fn cache(&self) -> PathBuf {
        path_in(self.caches.path(), self.folder.path())
    }

    /// What the cache gives to somebody who has seen `ids`: each file's name
    /// and facts.
    fn read(&self, ids: &Ids) -> Vec<(String, Arc<Facts>)> {
        let files: Vec<Arc<Path>> = self
            .corpus
            .files()
            .map(|(_, file)| file.path.clone())
            .collect();
        let mut files = files;
        files.sort_by(|one, other| by_name(one, other));
        let mut found = Vec::new();
        let cache = Cache::open(self.caches.path(), self.folder.path(), ids);
        if let Some(mut cache) = cache {
            while let Some(found_next) = cache.next_files(&files, u64::MAX) {
                for (_, (file, said)) in found_next {
                    let name = file.path.file_name().unwrap().to_str().unwrap();
                    let facts = file.facts();
                    assert_eq!(*facts.occurrences, *said.occurrences());
                    assert_eq!(*facts.declarations, *said.declarations());
                    found.push((name.to_owned(), facts));
                }
            }
        }
        found.sort_by(|(one, _), (other, _)| one.cmp(other));
        found
    }
}

#[test]
fn caches_lie_in_the_users_cache_folder_unless_they_are_turned_off() {
    let caches = || Some(PathBuf::from("/home/ann/.cache"));
    let folder = PathBuf::from("/home/ann/.cache/quotemark/corpora");
    assert_eq!(folder_in(caches(), None), Some(folder.clone()));
    assert_eq!(folder_in(caches(), Some("on".as_ref())), Some(folder));
    assert_eq!(folder_in(caches(), Some("off".as_ref())), None);
    assert_eq!(folder_in(None, None), None);
    let own = folder_in(dirs::cache_dir(), std::env::var_os(SWITCH).as_deref());
    assert_eq!(super::folder(), own);
}

const FILES: [(&str, &str); 3] = [
    (
        "a.qm",
        "---\ndate: 2011\n---\n[x]{@ann} [y]{by @ann of &o on #t} é\n",
    ),
    ("b.qm", "[y]{by ? to &o as \"chair\"} [z]{more}\r\n"),
    (
        "cast.qm",
        "@ann: Ann\n    role: chair of &o, 2010..\n&o: O\n    part of: &p\n",
    ),
];

fn names(found: &[(String, Arc<Facts>)]) -> Vec<&str> {
    found.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn what_is_kept_comes_back_under_whatever_numbers() {
    let kept = Kept::new(&FILES);
    for seen_before in ["", "#x", "&o"] {
        let ids = Ids::default();
        ids.number(seen_before);
        let found = kept.read(&ids);
        assert_eq!(names(&found), ["a.qm", "b.qm", "cast.qm"]);
        for ((_, facts), (_, text)) in found.iter().zip(FILES) {
            let source = Source::new(text);
            assert_eq!(
                **facts,
                facts_of(text, &source.document, &ids),
                "{seen_before}"
            );
        }
    }
}

/// A file that does nothing but declare is kept with its declarations.
#[test]
fn what_only_declares_comes_back_with_what_it_declares() {
    let kept = Kept::new(&[("cast.qm", "@lou: Lou\n"), ("x.qm", "[x]{@lou}\n")]);
    let found = kept.read(&Ids::default());
    let declared: Vec<usize> = found
        .iter()
        .map(|(_, facts)| facts.declarations.len())
        .collect();
    assert_eq!(declared, [1, 0]);
}

#[test]
fn a_file_that_has_changed_does_not_come_from_the_cache() {
    let kept = Kept::new(&FILES);
    fs::write(
        kept.folder.path().join("b.qm"),
        "longer than it was, by some words",
    )
    .unwrap();
    fs::remove_file(kept.folder.path().join("a.qm")).unwrap();
    assert_eq!(names(&kept.read(&Ids::default())), ["cast.qm"]);
}

/// New files are the rule: what stands before, between and after them by name has
/// to be found all the same, or a corpus is reread at every start.
#[test]
fn files_that_the_cache_does_not_have_hide_none_of_those_that_it_has() {
    let kept = Kept::new(&FILES);
    let in_folder = |name: &&str| Arc::from(kept.folder.path().join(name));
    let names = ["0.qm", "a.qm", "aa.qm", "ab.qm", "b.qm", "cast.qm", "d.qm"];
    let files: Vec<Arc<Path>> = names.iter().map(in_folder).collect();
    let ids = Ids::default();
    let mut cache = Cache::open(kept.caches.path(), kept.folder.path(), &ids).unwrap();
    let found = cache.next_files(&files, u64::MAX).unwrap();
    let places: Vec<&str> = found.iter().map(|(place, _)| names[*place]).collect();
    assert_eq!(places, ["a.qm", "b.qm", "cast.qm"]);
    assert!(cache.next_files(&files, u64::MAX).is_none());
    // Those that are gone from the list are passed over.
    let mut cache = Cache::open(kept.caches.path(), kept.folder.path(), &ids).unwrap();
    let found = cache.next_files(&files[5..], u64::MAX).unwrap();
    assert_eq!(found.len(), 1);
}

#[test]
fn a_folder_without_caches_has_none_and_one_that_is_no_folder_says_so() {
    let folder = tempfile::tempdir().unwrap();
    assert!(list(&folder.path().join("none")).unwrap().is_empty());
    fs::write(folder.path().join("file"), "").unwrap();
    assert!(list(&folder.path().join("file")).is_err());
}

/// Another server may be writing what is half written; what a crash has left would
/// fill the disk.
#[test]
fn what_is_half_written_is_taken_away_once_it_is_old() {
    let kept = Kept::new(&FILES);
    let half = |name: &str, minutes: u64| {
        let path = kept.caches.path().join(name);
        fs::write(&path, "half").unwrap();
        let then = SystemTime::now() - Duration::from_secs(60 * minutes);
        let file = DiskFile::options().write(true).open(&path).unwrap();
        file.set_modified(then).unwrap();
        path
    };
    let new = half(&format!("new{HALF_WRITTEN}"), 50);
    let old = half(&format!("old{HALF_WRITTEN}"), 70);
    let other = half("other", 70);
    write(kept.caches.path(), kept.folder.path(), &kept.corpus).unwrap();
    assert!(new.exists() && other.exists());
    assert!(!old.exists());
}

#[test]
fn a_cache_of_another_corpus_or_version_is_none() {
    let kept = Kept::new(&FILES);
    let other = tempfile::tempdir().unwrap();
    fs::copy(kept.cache(), path_in(kept.caches.path(), other.path())).unwrap();
    assert!(Cache::open(kept.caches.path(), other.path(), &Ids::default()).is_none());
    let head = Head {
        format: FORMAT + 1,
        corpus: kept.folder.path().to_str().unwrap().into(),
        ids: Vec::new(),
    };
    let mut newer = MAGIC.to_vec();
    write_frame(&mut newer, &head).unwrap();
    fs::write(kept.cache(), newer).unwrap();
    assert!(kept.read(&Ids::default()).is_empty());
    let listed = list(kept.caches.path()).unwrap();
    assert!(listed.iter().any(|cache| cache.corpus.is_none()));
}

#[test]
fn an_id_that_no_file_names_is_not_handed_on() {
    let kept = Kept::new(&FILES);
    let typed = ["@a", "@an", "@anni"];
    for id in typed {
        kept.corpus.ids().number(id);
    }
    write(kept.caches.path(), kept.folder.path(), &kept.corpus).unwrap();
    let ids = Ids::default();
    assert_eq!(kept.read(&ids).len(), FILES.len());
    let known = ids.all();
    for id in typed {
        assert!(!known.iter().any(|known| &**known == id), "{id}");
    }
    assert!(known.iter().any(|known| &**known == "@ann"));
}

#[test]
fn caches_of_folders_that_are_gone_are_taken_away() {
    let kept = Kept::new(&FILES);
    let Kept {
        folder,
        caches,
        corpus,
    } = kept;
    let gone = folder.path().to_owned();
    drop(folder);
    let other = tempfile::tempdir().unwrap();
    let corpora = || {
        write(caches.path(), other.path(), &corpus).unwrap();
        let listed = list(caches.path()).unwrap().into_iter();
        let mut corpora: Vec<_> = listed.map(|cache| cache.corpus.unwrap()).collect();
        corpora.sort();
        corpora
    };
    // It may lie on a disk that is not mounted.
    let mut both = [gone.clone(), other.path().to_owned()];
    both.sort();
    assert_eq!(corpora(), both);
    let age = |path: &Path, days: u32| {
        let cache = DiskFile::options().write(true).open(path).unwrap();
        let then = SystemTime::now() - Duration::from_secs(24 * 3600) * days;
        cache.set_modified(then).unwrap();
    };
    age(&path_in(caches.path(), &gone), 60);
    assert_eq!(corpora(), both);
    age(&path_in(caches.path(), &gone), 100);
    assert_eq!(corpora(), [other.path()]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Nothing wrong comes from a cache that was cut off or changed; what
    /// does not come is read from the disk.
    #[test]
    fn damage_costs_only_what_it_hits(at in any::<prop::sample::Index>(), to in any::<u8>(), cut in any::<bool>()) {
        let kept = Kept::new(&FILES);
        let mut bytes = fs::read(kept.cache()).unwrap();
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] = to }
        fs::write(kept.cache(), bytes).unwrap();
        let ids = Ids::default();
        for (name, facts) in kept.read(&ids) {
            let (_, text) = FILES.iter().find(|(file, _)| *file == name).unwrap();
            prop_assert_eq!(&*facts, &facts_of(text, &Source::new(*text).document, &ids));
        }
    }
}
