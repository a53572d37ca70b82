//! What an annotator has refused of what was proposed, in the user's state folder: a file for
//! each corpus, a line of JSON for each refusal, the latest last.
//!
//! A line that makes no sense costs only itself. A file is replaced whole, and is locked
//! while it is read and replaced, so that two servers lose nothing of each other's.

use std::collections::HashMap;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::read::{Links, bytes_at};
use super::root::root_of;
use super::writing::OwnFolder;
use crate::features::review::Refused;

/// How many refusals are kept of a corpus; the oldest go.
const MOST: usize = 10_000;

/// The largest file that is read, in bytes.
const MOST_BYTES: u64 = 8 << 20;

/// The longest key and the longest speaker, in bytes: what is longer is none of ours.
const LONGEST: usize = 1_000;

/// How often a file is tried to be locked that another server has.
const TRIES: u32 = 50;

/// How long it is waited between.
const PAUSE: Duration = Duration::from_millis(20);

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Refusal {
    /// The article: its path from the folder of its corpus.
    article: String,
    /// What the proposal is known by.
    key: String,
    /// Who is refused as the speaker; nothing for the whole proposal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    speaker: Option<String>,
}

/// Which refusals are to be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BringBack {
    /// The last one of the article.
    Last,
    /// Those of a proposal.
    Key(String),
    /// All of the article.
    All,
}

/// The refusals of a user.
#[derive(Debug, Clone, Default)]
pub struct Refusals {
    /// Where they are kept; without it, as long as the program runs.
    folder: Option<PathBuf>,
    held: Arc<Mutex<HashMap<String, Vec<Refusal>>>>,
}

impl Refusals {
    /// Those of the user who runs the program.
    pub fn of_user() -> Self {
        let state = dirs::state_dir().or_else(dirs::data_local_dir);
        Self {
            folder: state.map(|state| state.join("quotemark").join("refused")),
            held: Arc::default(),
        }
    }

    /// Those in a folder.
    #[cfg(test)]
    fn within(folder: &Path) -> Self {
        Self {
            folder: Some(folder.to_owned()),
            held: Arc::default(),
        }
    }

    /// What was refused in the corpus of an article.
    pub fn refused(&self, article: &Path) -> Refused {
        let (corpus, _) = place(article);
        let mut refused = Refused::default();
        for one in self.read(&corpus) {
            refused.add(&one.key, one.speaker.as_deref());
        }
        refused
    }

    /// Notes that a proposal for an article is refused, or one speaker of it.
    ///
    /// # Errors
    /// When it cannot be kept, in the system's words.
    pub fn refuse(&self, article: &Path, key: &str, speaker: Option<&str>) -> io::Result<()> {
        let (corpus, article) = place(article);
        let new = Refusal {
            article,
            key: key.to_owned(),
            speaker: speaker.map(str::to_owned),
        };
        self.change(&corpus, |all| {
            all.retain(|one| *one != new);
            all.push(new);
            if all.len() > MOST {
                all.drain(..all.len() - MOST);
            }
        })
    }

    /// Takes refusals back, and says of how many proposals.
    ///
    /// # Errors
    /// When that cannot be kept, in the system's words.
    pub fn bring_back(&self, article: &Path, which: &BringBack) -> io::Result<usize> {
        let (corpus, article) = place(article);
        let mut brought = 0;
        self.change(&corpus, |all| {
            let before = all.len();
            match which {
                BringBack::All => all.retain(|one| one.article != article),
                BringBack::Key(key) => all.retain(|one| one.key != *key),
                BringBack::Last => {
                    let last = all.iter().rposition(|one| one.article == article);
                    if let Some(last) = last {
                        all.remove(last);
                    }
                }
            }
            brought = before - all.len();
        })?;
        Ok(brought)
    }

    fn read(&self, corpus: &str) -> Vec<Refusal> {
        match &self.folder {
            Some(folder) => read(&folder.join(file_name(corpus))),
            None => self.held().get(corpus).cloned().unwrap_or_default(),
        }
    }

    fn change(&self, corpus: &str, change: impl FnOnce(&mut Vec<Refusal>)) -> io::Result<()> {
        let Some(folder) = &self.folder else {
            change(self.held().entry(corpus.to_owned()).or_default());
            return Ok(());
        };
        let folder = OwnFolder::made(folder)?;
        let name = file_name(corpus);
        let lock = folder.lockable(&format!("{name}.lock"))?;
        locked(&lock)?;
        let mut all = read(&folder.path().join(&name));
        let before = all.clone();
        change(&mut all);
        if all == before {
            return Ok(());
        }
        let mut text = String::new();
        for one in &all {
            text.push_str(&serde_json::to_string(one)?);
            text.push('\n');
        }
        folder.write(&name, text.as_bytes())
    }

    fn held(&self) -> std::sync::MutexGuard<'_, HashMap<String, Vec<Refusal>>> {
        self.held
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
    }
}

/// Waits for a lock; the system lets go of it when the file is closed.
fn locked(file: &File) -> io::Result<()> {
    for _ in 0..TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            // Some network disks have no locks.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                return Ok(());
            }
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
        }
    }
    Err(io::Error::new(
        io::ErrorKind::WouldBlock,
        "another server is writing it; try again",
    ))
}

fn read(path: &Path) -> Vec<Refusal> {
    let Ok(bytes) = bytes_at(path, Links::Followed, MOST_BYTES) else {
        return Vec::new();
    };
    let lines = bytes.split(|byte| *byte == b'\n');
    let all = lines.filter_map(|line| serde_json::from_slice::<Refusal>(line).ok());
    let is_sound = |one: &Refusal| {
        one.key.len() <= LONGEST && one.speaker.as_ref().is_none_or(|who| who.len() <= LONGEST)
    };
    let mut all: Vec<Refusal> = all.filter(is_sound).collect();
    all.drain(..all.len().saturating_sub(MOST));
    all
}

/// The corpus of an article, and the article's place in it.
fn place(article: &Path) -> (String, String) {
    let root = match article.is_absolute() {
        true => root_of(article),
        false => None,
    };
    let folder = root.map(|root| root.folder.canonicalize().unwrap_or(root.folder));
    let within = article
        .canonicalize()
        .unwrap_or_else(|_| article.to_owned());
    let within = match &folder {
        Some(folder) => within.strip_prefix(folder).unwrap_or(&within),
        None => &within,
    };
    let shown = |path: &Path| path.to_string_lossy().into_owned();
    (
        folder.as_deref().map_or_else(String::new, shown),
        shown(within),
    )
}

fn file_name(corpus: &str) -> String {
    let hash = blake3::hash(corpus.as_bytes()).to_hex();
    format!("{}.jsonl", &hash[..32])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    #[test]
    fn refusals_are_kept_by_corpus_and_brought_back() {
        let home = folder();
        std::fs::write(home.path().join("quotemark.toml"), "").unwrap();
        let (state, other) = (folder(), folder());
        std::fs::write(other.path().join("quotemark.toml"), "").unwrap();
        let (one, two) = (home.path().join("a.qm"), home.path().join("b.qm"));
        for refusals in [Refusals::within(state.path()), Refusals::default()] {
            refusals.refuse(&one, "k", None).unwrap();
            refusals.refuse(&one, "l", Some("@ann")).unwrap();
            refusals.refuse(&two, "m", None).unwrap();
            // What another server writes is seen at once.
            let again = match &refusals.folder {
                Some(folder) => Refusals::within(folder),
                None => refusals.clone(),
            };
            let refused = again.refused(&two);
            assert!(refused.is_refused("k") && refused.is_refused("m"));
            assert!(!refused.is_refused("l"));
            assert!(refused.is_speaker_refused("l", "@ann"));
            assert!(!refused.is_speaker_refused("l", "@bob"));
            let elsewhere = again.refused(&other.path().join("a.qm"));
            assert_eq!(elsewhere, Refused::default());
            assert_eq!(again.bring_back(&one, &BringBack::Last).unwrap(), 1);
            assert!(!refusals.refused(&one).is_speaker_refused("l", "@ann"));
            let key = BringBack::Key("m".into());
            assert_eq!(again.bring_back(&one, &key).unwrap(), 1);
            assert_eq!(again.bring_back(&one, &BringBack::All).unwrap(), 1);
            assert_eq!(again.bring_back(&one, &BringBack::All).unwrap(), 0);
            assert_eq!(refusals.refused(&one), Refused::default());
        }
    }

    #[test]
    fn damage_costs_only_itself_and_the_oldest_go() {
        let state = folder();
        let refusals = Refusals::within(state.path());
        let article = Path::new("untitled:1");
        refusals.refuse(article, "first", None).unwrap();
        let path = state.path().join(file_name(""));
        let mut text = std::fs::read_to_string(&path).unwrap();
        text.insert_str(0, "{\"article\": \"x\n\u{0}garbage\n");
        for number in 0..MOST {
            text.push_str(&format!("{{\"article\":\"x\",\"key\":\"{number}\"}}\n"));
        }
        std::fs::write(&path, &text).unwrap();
        assert!(refusals.refused(article).is_refused("0"));
        assert!(!refusals.refused(article).is_refused("first"));
        refusals.refuse(article, "last", None).unwrap();
        let refused = refusals.refused(article);
        assert!(refused.is_refused("last") && !refused.is_refused("0"));
        let lines = std::fs::read_to_string(&path).unwrap();
        assert_eq!(lines.lines().count(), MOST);
    }

    #[test]
    fn two_servers_lose_nothing() {
        let state = folder();
        let servers = (0..4).map(|server| {
            let refusals = Refusals::within(state.path());
            std::thread::spawn(move || {
                for number in 0..20 {
                    let key = format!("{server}-{number}");
                    refusals.refuse(Path::new("a"), &key, None).unwrap();
                }
            })
        });
        for server in servers.collect::<Vec<_>>() {
            server.join().unwrap();
        }
        let all = read(&state.path().join(file_name("")));
        assert_eq!(all.len(), 80);
    }
}
