//! The articles by the ids in their headers.

use serde::{Deserialize, Serialize};

use super::{FileId, HashMap};
use crate::syntax::TextRange;

/// What an article is called in tables and by other programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleId {
    /// The id, in Unicode's composed form (NFC), in which ids compare.
    pub text: Box<str>,
    /// Where it stands in the header.
    pub range: TextRange,
}

impl ArticleId {
    /// A number that equal ids have alike, and others as good as never: for an
    /// index. Texts come from strangers, so that it is drawn by BLAKE3.
    pub fn key(&self) -> u64 {
        let hash = blake3::hash(self.text.as_bytes());
        let (first, _) = hash
            .as_bytes()
            .split_first_chunk()
            .expect("it has 32 bytes");
        u64::from_le_bytes(*first)
    }
}

/// From the [key](ArticleId::key) of each article's id to the files that
/// have it. Nearly every id is one file's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Articles {
    by_key: HashMap<u64, Bearers>,
}

/// The files that have an id.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Bearers {
    One(FileId),
    /// Two or more, by their numbers.
    Several(Vec<FileId>),
}

impl Articles {
    /// The files whose ids have that key, by their numbers.
    pub fn bearers(&self, key: u64) -> &[FileId] {
        match self.by_key.get(&key) {
            None => &[],
            Some(Bearers::One(file)) => std::slice::from_ref(file),
            Some(Bearers::Several(files)) => files,
        }
    }

    /// Has a file go from one key to another. Says whether another file has one
    /// of the two: what is reported there may then be another.
    pub(super) fn replace(&mut self, file: FileId, old: Option<u64>, new: Option<u64>) -> bool {
        if old == new {
            return false;
        }
        let was_shared = old.is_some_and(|key| self.remove(key, file));
        let is_shared = new.is_some_and(|key| self.add(key, file));
        was_shared || is_shared
    }

    /// Says whether others have the key.
    fn add(&mut self, key: u64, file: FileId) -> bool {
        let files = match self.by_key.get_mut(&key) {
            None => {
                self.by_key.insert(key, Bearers::One(file));
                return false;
            }
            Some(Bearers::Several(files)) => files,
            Some(bearers) => {
                let Bearers::One(other) = *bearers else {
                    return false;
                };
                *bearers = Bearers::Several(vec![other]);
                let Bearers::Several(files) = bearers else {
                    return false;
                };
                files
            }
        };
        if let Err(place) = files.binary_search(&file) {
            files.insert(place, file);
        }
        true
    }

    /// Says whether others have the key.
    fn remove(&mut self, key: u64, file: FileId) -> bool {
        match self.by_key.get_mut(&key) {
            Some(Bearers::Several(files)) => {
                if let Ok(place) = files.binary_search(&file) {
                    files.remove(place);
                }
                if let [only] = files[..] {
                    self.by_key.insert(key, Bearers::One(only));
                }
                true
            }
            Some(Bearers::One(only)) if *only == file => {
                self.by_key.remove(&key);
                false
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_share_an_id_are_known_and_nobody_else() {
        let file = FileId::from_number;
        let mut articles = Articles::default();
        assert!(!articles.replace(file(2), None, Some(7)));
        assert!(articles.replace(file(1), None, Some(7)));
        assert!(articles.replace(file(3), None, Some(7)));
        assert_eq!(articles.bearers(7), [file(1), file(2), file(3)]);
        assert!(articles.replace(file(2), Some(7), Some(8)));
        assert!(!articles.replace(file(2), Some(8), Some(8)));
        assert!(articles.replace(file(1), Some(7), None));
        assert_eq!(
            (articles.bearers(7), articles.bearers(8)),
            (&[file(3)][..], &[file(2)][..])
        );
        let mut afresh = Articles::default();
        afresh.replace(file(2), None, Some(8));
        afresh.replace(file(3), None, Some(7));
        assert_eq!(articles, afresh);
        assert!(!articles.replace(file(3), Some(7), None));
        assert_eq!(articles.bearers(7), []);
    }
}
