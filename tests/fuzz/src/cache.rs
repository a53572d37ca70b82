use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use quotemark::model::{Corpus, Facts, File, Ids, Source, facts_of};
use quotemark::store::cache::{Cache, list, write};
use tempfile::TempDir;
use twox_hash::XxHash3_64;

use crate::input::{Choices, pieces, text};

/// A cache of any bytes is read to its end or passed over, and facts of any
/// bytes can be used. The first byte says how the others are meant: as a whole
/// cache, as frames whose checksums hold, as facts, or as a text whose facts are
/// packed and then damaged.
pub fn cache(data: &[u8]) {
    let (mut choices, rest) = Choices::before(data, 1);
    match choices.byte() % 4 {
        0 => read(rest),
        1 => {
            let mut bytes = b"quotemrk".to_vec();
            for frame in pieces(rest) {
                let length = u32::try_from(frame.len()).unwrap_or(u32::MAX);
                bytes.extend(length.to_le_bytes());
                bytes.extend(XxHash3_64::oneshot(frame).to_le_bytes());
                bytes.extend(frame);
            }
            read(&bytes);
        }
        2 => facts(rest),
        _ => damaged(rest),
    }
}

/// Facts of a text come back as they were packed. Each further piece is damage:
/// two bytes of place and a new byte there.
fn damaged(bytes: &[u8]) {
    let mut pieces = pieces(bytes);
    let source = Source::new(text(pieces.next().unwrap_or_default()));
    let known = facts_of(&source.text, &source.document, &Ids::default());
    let (bytes, back) = packed(known.clone());
    assert_eq!(*back.facts(), known);
    assert_eq!(*back.occurrences(), *known.occurrences);
    assert_eq!(*back.lines(), known.lines);
    assert_eq!(*back.quotes(), *known.quotes);
    let mut bytes = bytes;
    for piece in pieces {
        let (mut choices, _) = Choices::before(piece, 3);
        let at = choices.below(bytes.len());
        if let Some(byte) = bytes.get_mut(at) {
            *byte = choices.byte();
        }
    }
    facts(&bytes);
}

/// The bytes of packed facts, and the file that is restored from them.
fn packed(facts: Facts) -> (Vec<u8>, File) {
    let path: Arc<Path> = Path::new("/a.qm").into();
    let file = File::new(path.clone(), Arc::new(facts), None);
    let bytes = file.packed().into_owned();
    let (back, _) = File::restored(path, &bytes, &|id| Some(id)).expect("what was packed");
    (bytes, back)
}

/// What can be restored can be asked for everything, and packed again.
fn facts(bytes: &[u8]) {
    let path: Arc<Path> = Path::new("/a.qm").into();
    let Some((file, said)) = File::restored(path, bytes, &|id| Some(id)) else {
        return;
    };
    let _ = (file.lines(), file.quotes(), file.facts());
    let _ = (file.last_said(), file.date(), file.packed());
    let _ = (file.occurrences(), said.declarations());
}

/// A cache whose bytes are these.
fn read(bytes: &[u8]) {
    thread_local! {
        static FOLDER: RefCell<Option<CacheFolder>> = const { RefCell::new(None) };
    }
    FOLDER.with_borrow_mut(|caches| {
        let caches = caches.get_or_insert_with(CacheFolder::new);
        fs::write(&caches.cache, bytes).expect("the cache can be written");
        let ids = Ids::default();
        let Some(mut cache) = Cache::open(caches.folder.path(), &caches.corpus, &ids) else {
            return;
        };
        let article: Arc<Path> = caches.corpus.join("a.qm").into();
        while let Some(files) = cache.next_files(std::slice::from_ref(&article), u64::MAX) {
            for (at, cached) in files {
                assert_eq!(at, 0);
                let mut corpus = Corpus::default();
                corpus.insert_all(vec![cached]);
            }
        }
    });
}

/// A folder of caches, and a corpus of one file.
struct CacheFolder {
    folder: TempDir,
    corpus: PathBuf,
    cache: PathBuf,
}

impl CacheFolder {
    fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        // The same at every run, so that inputs mean the same.
        let corpus = PathBuf::from("/dev/null/corpus");
        write(folder.path(), &corpus, &Corpus::default()).expect("a cache can be written");
        let cache = list(folder.path())
            .expect("the folder can be read")
            .remove(0);
        Self {
            cache: cache.path,
            folder,
            corpus,
        }
    }
}
