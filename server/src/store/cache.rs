//! What files said when they were read last, in the user's cache folder, so
//! that a large corpus need not be read again at every start.
//!
//! A cache is a series of frames. Each has its length and its checksum, so
//! that a damaged or half-written one is noticed and costs only itself: what
//! it held is read from the disk. The first frame names the corpus and the ids
//! by which the others are numbered. A cache is replaced whole, by renaming;
//! several servers may read and write one at the same time.

use std::ffi::OsStr;
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
use crate::model::{Corpus, EntityId, File, Ids, IndexFacts, Stamp};

/// What the frames mean. Another number, another format: older and newer
/// caches are not read.
const FORMAT: u32 = 14;

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
    folder_in(dirs::cache_dir(), std::env::var_os(SWITCH).as_deref())
}

/// The same for a user's cache folder and what the environment says of caches.
fn folder_in(caches: Option<PathBuf>, switch: Option<&OsStr>) -> Option<PathBuf> {
    let is_off = switch.is_some_and(|switch| switch == "off");
    let caches = caches.filter(|_| !is_off)?;
    Some(caches.join("quotemark").join("corpora"))
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
pub type Cached = (File, IndexFacts);

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

    /// The next frame that is whole. Where a length is damaged, nothing after
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
mod tests;
