//! What files said when they were read last, in the user's cache folder, so
//! that a large corpus need not be read again at every start.
//!
//! A cache is a series of frames. Each has its length and its checksum, so
//! that a damaged or half-written one is noticed and costs only itself: what
//! it held is read from the disk. The first frame names the corpus and the ids
//! by which the others are numbered. A cache is replaced whole, by renaming;
//! several servers may read and write one at the same time.

use std::fs::{self, File as DiskFile};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_64;

use super::by_name;
use super::read::{Links, opened};
use super::stamp::Stamps;
use super::writing::{HALF_WRITTEN, OwnFolder, remove_own_file};
use crate::model::{Corpus, EntityId, File, Ids, Said, Stamp};

/// What the frames mean. Another number, another format: older and newer
/// caches are not read.
const FORMAT: u32 = 10;

/// What a cache begins with.
const MAGIC: &[u8; 8] = b"quotemrk";

/// The longest frame, in bytes. A longer one is damage.
const LONGEST_FRAME: u32 = 64 << 20;

/// The bytes that most frames keep to.
const LIKELY_FRAME: usize = 4 << 20;

/// How many files share a frame.
const FRAME: usize = 2048;

/// The fewest files for which a cache is worth its place.
pub const FEWEST_FILES: usize = 256;

/// The environment variable that turns caches off when it is `off`.
const SWITCH: &str = "QUOTEMARK_CACHE";

/// How old what a crash has left behind has to be before it is taken away.
const ABANDONED: Duration = Duration::from_secs(3600);

/// How long the cache of a folder is kept that is not there: three months.
const MISSED: Duration = Duration::from_secs(90 * 24 * 3600);

/// A cache as it lies on the disk.
#[derive(Debug, Clone)]
pub struct CacheFile {
    /// Where it is.
    pub path: PathBuf,
    /// The folder whose corpus it holds; nothing where it cannot be read.
    pub corpus: Option<PathBuf>,
    /// Its length in bytes.
    pub bytes: u64,
}

#[derive(Serialize, Deserialize)]
struct Head {
    format: u32,
    /// The folder of the corpus.
    corpus: String,
    /// The ids that files name, with their sigils, by their numbers. The others are
    /// empty: an id that somebody has typed once is not to be handed on for ever.
    ids: Vec<Arc<str>>,
}

#[derive(Serialize, Deserialize)]
struct Entry<'a> {
    /// Relative to the corpus' folder.
    path: &'a str,
    stamp: Stamp,
    facts: &'a [u8],
}

/// The folder of all caches; nothing where there is none or they are turned off.
pub fn folder() -> Option<PathBuf> {
    if std::env::var_os(SWITCH).is_some_and(|switch| switch == "off") {
        return None;
    }
    Some(dirs::cache_dir()?.join("quotemark").join("corpora"))
}

/// The caches in a folder, by their names.
///
/// # Errors
/// When the folder is there and cannot be read.
pub fn list(folder: &Path) -> io::Result<Vec<CacheFile>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        if path.extension().is_none_or(|ending| ending != "cache") {
            continue;
        }
        let head = Frames::open(&path).and_then(|mut frames| frames.head());
        found.push(CacheFile {
            bytes: entry.metadata()?.len(),
            corpus: head.map(|head| head.corpus.into()),
            path,
        });
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

fn path_in(folder: &Path, corpus: &Path) -> PathBuf {
    let hash = blake3::hash(corpus.as_os_str().as_encoded_bytes()).to_hex();
    folder.join(format!("{}.cache", &hash[..16]))
}

// ---- Reading ------------------------------------------------------------------

/// A cache that is being read.
pub struct Cache {
    frames: Frames,
    corpus: PathBuf,
    /// The numbers that the ids have now, by those that they had.
    ids: Vec<Option<EntityId>>,
}

/// A file as the cache has it, and what the index takes of it.
pub type Cached = (File, Said);

impl Cache {
    /// The cache of the corpus in a folder, if there is one that can be read.
    pub fn open(folder: &Path, corpus: &Path, ids: &Ids) -> Option<Self> {
        let mut frames = Frames::open(&path_in(folder, corpus))?;
        let head = frames.head()?;
        if Path::new(&head.corpus) != corpus {
            return None;
        }
        let now = head.ids.iter().map(|id| match &**id {
            "" => Some(None),
            id => ids.number(id).map(Some),
        });
        let now: Option<Vec<Option<EntityId>>> = now.collect();
        Some(Self {
            frames,
            corpus: corpus.to_owned(),
            ids: now?,
        })
    }

    /// The next files of those in `paths`, which are [`by_name`], that are as
    /// they were and have at most `most` bytes: their places, and what they say.
    /// Nothing at the end; a frame that is damaged is passed over.
    pub fn next_files(&mut self, paths: &[Arc<Path>], most: u64) -> Option<Vec<(usize, Cached)>> {
        loop {
            let frame = self.frames.next_frame()?;
            let Ok(entries) = postcard::from_bytes::<Vec<Entry>>(&frame) else {
                continue;
            };
            let mut wanted = self.wanted(&entries, paths);
            wanted.retain(|(_, entry)| entry.stamp.length <= most);
            let files = wanted.par_iter().with_min_len(64);
            let files = files.map_init(Stamps::default, |stamps, (place, entry)| {
                let cached = self.cached(entry, &paths[*place], stamps)?;
                Some((*place, cached))
            });
            return Some(files.flatten().collect());
        }
    }

    /// The entries whose paths are asked for, and their places. Both are in the
    /// same order; an entry that is not is passed over.
    fn wanted<'e, 'c>(
        &self,
        entries: &'e [Entry<'c>],
        paths: &[Arc<Path>],
    ) -> Vec<(usize, &'e Entry<'c>)> {
        let mut wanted = Vec::with_capacity(entries.len());
        let Some(first) = entries.first() else {
            return wanted;
        };
        let mut path = self.corpus.join(first.path);
        let mut place = paths.partition_point(|other| by_name(other, &path).is_lt());
        for entry in entries {
            path.clone_from(&self.corpus);
            path.push(entry.path);
            while paths
                .get(place)
                .is_some_and(|other| by_name(other, &path).is_lt())
            {
                place += 1;
            }
            if paths
                .get(place)
                .is_some_and(|other| by_name(other, &path).is_eq())
            {
                wanted.push((place, entry));
                place += 1;
            }
        }
        wanted
    }

    fn cached(&self, entry: &Entry, path: &Arc<Path>, stamps: &mut Stamps) -> Option<Cached> {
        if stamps.of(path)? != entry.stamp {
            return None;
        }
        let now = |then: EntityId| self.ids.get(then.index()).copied().flatten();
        let (file, said) = File::restored(path.clone(), entry.facts, &now)?;
        Some((file.stamped(Some(entry.stamp)), said))
    }
}

/// The frames of a cache.
struct Frames(BufReader<DiskFile>);

impl Frames {
    fn open(path: &Path) -> Option<Self> {
        let mut file = BufReader::with_capacity(1 << 20, opened(path, Links::Followed).ok()?);
        let mut magic = [0; MAGIC.len()];
        file.read_exact(&mut magic).ok()?;
        (&magic == MAGIC).then_some(Self(file))
    }

    fn head(&mut self) -> Option<Head> {
        let head: Head = postcard::from_bytes(&self.next_frame()?).ok()?;
        (head.format == FORMAT).then_some(head)
    }

    /// The next frame that is whole. Where a length is damaged, nothing behind
    /// it can be found.
    fn next_frame(&mut self) -> Option<Vec<u8>> {
        loop {
            let (mut length, mut checksum) = ([0; 4], [0; 8]);
            self.0.read_exact(&mut length).ok()?;
            self.0.read_exact(&mut checksum).ok()?;
            let length = u32::from_le_bytes(length);
            if length > LONGEST_FRAME {
                return None;
            }
            // A damaged length must not ask for more than there is.
            let mut frame = Vec::with_capacity((length as usize).min(LIKELY_FRAME));
            let read = (&mut self.0)
                .take(u64::from(length))
                .read_to_end(&mut frame);
            if read.ok()? < length as usize {
                return None;
            }
            if checksum_of(&frame) == checksum {
                return Some(frame);
            }
        }
    }
}

fn checksum_of(frame: &[u8]) -> [u8; 8] {
    XxHash3_64::oneshot(frame).to_le_bytes()
}

// ---- Writing ------------------------------------------------------------------

/// Writes the cache of a corpus in place of the one before.
///
/// # Errors
/// When the folder cannot be written; the cache before stays as it was then.
pub fn write(folder: &Path, root: &Path, corpus: &Corpus) -> io::Result<()> {
    let own = OwnFolder::made(folder)?;
    take_away_abandoned(folder);
    let Some(root_name) = root.to_str() else {
        return Ok(());
    };
    let half = own.begin(HALF_WRITTEN)?;
    let mut out = BufWriter::with_capacity(1 << 20, half.file());
    out.write_all(MAGIC)?;
    let head = Head {
        format: FORMAT,
        corpus: root_name.to_owned(),
        ids: ids_in(corpus),
    };
    write_frame(&mut out, &head)?;
    let mut files: Vec<&File> = corpus.files().map(|(_, file)| &**file).collect();
    files.sort_unstable_by(|one, other| by_name(&one.path, &other.path));
    for files in files.chunks(FRAME) {
        let packed: Vec<_> = files.iter().map(|file| file.packed()).collect();
        let entries = files.iter().zip(&packed).filter_map(|(file, packed)| {
            Some(Entry {
                path: file.path.strip_prefix(root).ok()?.to_str()?,
                stamp: file.stamp()?,
                facts: packed,
            })
        });
        write_frame(&mut out, &entries.collect::<Vec<_>>())?;
    }
    out.flush()?;
    drop(out);
    half.put(&path_in(folder, root))
}

/// The ids of a corpus by their numbers, empty where no file names one.
fn ids_in(corpus: &Corpus) -> Vec<Arc<str>> {
    let all = corpus.ids().all();
    let mut found: Vec<Arc<str>> = vec![Arc::default(); all.len()];
    for (_, file) in corpus.files() {
        for named in file.occurrences().iter() {
            let place = named.entity.index();
            if let (Some(found), Some(id)) = (found.get_mut(place), all.get(place)) {
                found.clone_from(id);
            }
        }
    }
    found
}

fn write_frame(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    let frame = postcard::to_stdvec(value).map_err(io::Error::other)?;
    let length = u32::try_from(frame.len()).map_err(io::Error::other)?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(&checksum_of(&frame))?;
    out.write_all(&frame)
}

/// Takes away what a crash in the midst of writing has left, and what was cached
/// long ago of folders that are not there: one that is missing now may lie on a
/// disk that is not mounted, which tells nothing of itself.
fn take_away_abandoned(folder: &Path) {
    for cache in list(folder).unwrap_or_default() {
        let is_gone = |corpus: PathBuf| matches!(corpus.try_exists(), Ok(false));
        if cache.corpus.is_some_and(is_gone) && age_of(&cache.path).is_some_and(|age| age > MISSED)
        {
            let _ = remove_own_file(&cache.path);
        }
    }
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let path = entry.path();
        let is_half = path
            .extension()
            .is_some_and(|ending| HALF_WRITTEN[1..] == *ending);
        if is_half && age_of(&path).is_some_and(|age| age > ABANDONED) {
            // Another server may have been quicker.
            let _ = remove_own_file(&path);
        }
    }
}

/// How long ago a file was written.
fn age_of(path: &Path) -> Option<Duration> {
    let then = fs::symlink_metadata(path).ok()?.modified().ok()?;
    Some(SystemTime::now().duration_since(then).unwrap_or_default())
}

#[cfg(test)]
mod tests {
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

    /// New files are the rule: what stands before, between and behind them by name has
    /// to be found all the same, or a corpus is read anew at every start.
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
}
