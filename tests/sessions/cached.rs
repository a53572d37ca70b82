//! Corpora that are large enough to be cached, and servers that read the cache.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use quotemark::model::Corpus;
use quotemark::settings::Limits;
use quotemark::store::cache::{self, FEWEST_FILES};
use quotemark::store::{Depth, Disk, read_corpus, walk};

use crate::model::{FOLDERS, Model};
use crate::session::PATIENCE;
use crate::texts;
use quotemark_tests::Dice;

/// How many files there are beside the others, and where.
const MANY: [(&str, usize); 2] = [("one/many", 300), ("one/sub/many", 40)];

/// How long files have to be left alone until a cache takes them, and longer.
const SETTLED: Duration = Duration::from_secs(4);

/// Whether a session begins with a large corpus. Not on Windows, where nothing
/// but the user's own cache folder could be had.
pub fn is_large(seed: u64) -> bool {
    cfg!(unix) && seed.is_multiple_of(4)
}

/// Fills the model with small files.
pub fn fill(model: &mut Model, dice: &mut Dice) {
    for (folder, count) in MANY {
        for number in 0..count {
            let text = texts::text(dice).into_bytes();
            model.disk.insert(format!("{folder}/{number}.qm"), text);
        }
    }
}

/// The name of one of these files, which may be gone.
pub fn any_name(dice: &mut Dice) -> String {
    let (folder, count) = dice.one_of(&MANY);
    format!("{folder}/{}.qm", dice.below(count))
}

/// Waits until files that have just been written may be cached.
pub async fn settle() {
    tokio::time::sleep(SETTLED).await;
}

/// Waits until the corpus of the first folder is cached.
pub async fn until_cached(place: &Path) {
    let corpus = place.join(FOLDERS[0]);
    let deadline = Instant::now() + PATIENCE;
    loop {
        let caches = cache::folder().expect("a folder of caches");
        let caches = cache::list(&caches).expect("it can be read");
        if caches
            .iter()
            .any(|cache| cache.corpus.as_ref() == Some(&corpus))
        {
            return;
        }
        assert!(Instant::now() < deadline, "the corpus is not cached");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// How many files a server that begins now need not read; nothing where there
/// are too few for a cache.
pub fn spared(place: &Path) -> Option<usize> {
    let root = place.join(FOLDERS[0]);
    let found = walk(&root, Depth::Everything, Limits::default()).files;
    if found.len() < FEWEST_FILES {
        return None;
    }
    let corpus = Corpus::new(Arc::new(Disk));
    let ids = corpus.ids().clone();
    let taken = read_corpus(&root, &found, &ids, Limits::default(), |_| true);
    Some(found.len() - taken.read)
}

/// Puts something else of the same length into a file, which keeps its time.
/// Gives what it holds then; nothing where nothing can be replaced.
pub fn forge(path: &Path) -> Option<Vec<u8>> {
    let before = fs::read_to_string(path).ok()?;
    let forged = match before.contains("@ann") {
        true => before.replace("@ann", "@bob"),
        false => before.replace("@bob", "@ann"),
    };
    if forged == before {
        return None;
    }
    let time = fs::metadata(path).and_then(|metadata| metadata.modified());
    fs::write(path, &forged).expect("a file");
    let file = File::options().write(true).open(path).expect("it is there");
    file.set_modified(time.expect("its time"))
        .expect("its time is set");
    Some(forged.into_bytes())
}
