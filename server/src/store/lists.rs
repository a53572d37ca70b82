//! The lists of what is no part of a corpus: `.ignore`, `.gitignore`,
//! `.git/info/exclude`, and the user's own for all repositories.
//!
//! Whoever wrote a corpus wrote its lists too. So they are read here, as any
//! text is: from regular files of a limited size, and inside a repository from no
//! link, as git does it. What their lines mean is known by the crate `ignore`.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf, Prefix};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::gitignore::{Gitignore, GitignoreBuilder, gitconfig_excludes_path};

use super::by_name;
use super::listing::{Kind, Listing};
use super::read::{Links, ReadError, bytes_at, bytes_of, regular};
use crate::syntax::{marked_encoding, text_of};

/// How much of a list is read, in bytes.
const LIST_BYTES: u64 = 1 << 20;

/// The longest pattern, in bytes.
const PATTERN_BYTES: usize = 1 << 10;

/// How many patterns hold in a folder, those of the folders around it included.
const PATTERNS: usize = 10_000;

/// How many of them have wildcards: each of these costs time for every name,
/// where all others together cost as much as one.
const WILDCARDS: usize = 1_000;

/// How many bytes those with wildcards have together.
const WILDCARD_BYTES: usize = 32 << 10;

/// How many patterns the lists of all folders have together.
const ALL_PATTERNS: usize = 200_000;

/// How many bytes all lists have together.
const ALL_BYTES: usize = 64 << 20;

/// The longest file by which git says where else to look, in bytes.
const POINTER_BYTES: u64 = 8 << 10;

/// How many notes are kept.
const NOTES: usize = 100;

/// How many notes are given.
const NOTES_TOLD: usize = 5;

const IGNORE: &str = ".ignore";
const GIT_IGNORE: &str = ".gitignore";
const GIT: &str = ".git";

/// That a list does not count as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListNote {
    /// The list.
    pub path: PathBuf,
    /// What is said of it, to be put after its name.
    pub why: String,
}

/// Which lists do not count as they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListNotes {
    /// The first of them.
    pub named: Vec<ListNote>,
    /// How many there are beside.
    pub more: usize,
}

/// Reads the lists of one walk.
pub struct Lists {
    /// The user's own list.
    own: Gitignore,
    patterns: AtomicUsize,
    bytes: AtomicUsize,
    notes: Mutex<ListNotes>,
}

/// What holds in a folder.
#[derive(Clone, Default)]
pub struct FolderPatterns {
    ignore: Option<Arc<List>>,
    git: Option<Arc<List>>,
    exclude: Option<Arc<List>>,
    budget: PatternBudget,
}

/// A list, and those of the same kind in the folders around.
struct List {
    patterns: Gitignore,
    /// Whether it is from above the folder that is walked, so that paths are
    /// asked for in full.
    is_above: bool,
    around: Option<Arc<List>>,
}

/// How many more patterns may hold.
#[derive(Clone, Copy)]
struct PatternBudget {
    patterns: usize,
    wildcards: usize,
    wildcard_bytes: usize,
}

/// Something that is asked for.
#[derive(Clone, Copy)]
pub struct Candidate<'a> {
    /// Its path, as the walk calls it.
    pub path: &'a Path,
    /// Its path without links, if lists from above hold.
    pub in_full: Option<&'a Path>,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// Whether it is hidden.
    pub is_hidden: bool,
}

impl Lists {
    /// Begins with the user's own list.
    pub fn new() -> Self {
        let mut lists = Self {
            own: Gitignore::empty(),
            patterns: AtomicUsize::new(0),
            bytes: AtomicUsize::new(0),
            notes: Mutex::default(),
        };
        // Relative to where the program runs, as git is not asked where that is.
        let path = gitconfig_excludes_path().filter(|path| path.is_file());
        if let (Ok(here), Some(path)) = (std::env::current_dir(), path) {
            let mut budget = PatternBudget::default();
            lists.own = lists
                .at(&path, Links::Followed, &here, &mut budget)
                .unwrap_or_else(Gitignore::empty);
        }
        lists
    }

    /// What the folders around `root` say of all below it, and the path of `root`
    /// without links, if they say anything.
    pub fn above(&self, root: &Path) -> (FolderPatterns, Option<PathBuf>) {
        let mut rules = FolderPatterns::default();
        let Ok(in_full) = root.canonicalize() else {
            return (rules, None);
        };
        let repository = in_full
            .ancestors()
            .find(|folder| is_there(&folder.join(GIT)));
        let mut above: Vec<&Path> = in_full.ancestors().skip(1).collect();
        above.reverse();
        for folder in above {
            // What lies around the repository did not come with it.
            let is_inside = repository.is_some_and(|repository| folder.starts_with(repository));
            let links = if is_inside {
                Links::Refused
            } else {
                Links::Followed
            };
            let budget = &mut rules.budget;
            let mut list = |name| {
                let path = folder.join(name);
                is_there(&path)
                    .then(|| self.at(&path, links, folder, budget))
                    .flatten()
            };
            let (ignore, git) = (list(IGNORE), list(GIT_IGNORE));
            let exclude = self.exclude(folder, budget);
            rules.add(ignore, git, exclude, true);
        }
        let says_any = rules.says_any();
        (rules, says_any.then_some(in_full))
    }

    /// What holds in a folder in which lies what is listed, by what holds around it.
    pub fn within(
        &self,
        around: &FolderPatterns,
        folder: &Path,
        listing: &Listing,
    ) -> FolderPatterns {
        let mut rules = around.clone();
        let (mut ignore, mut git, mut exclude) = (None, None, None);
        for entry in listing.entries.iter().filter(|entry| entry.is_hidden) {
            let budget = &mut rules.budget;
            if entry.name == IGNORE {
                ignore = self.in_listing(IGNORE, entry.kind, folder, listing, budget);
            } else if entry.name == GIT_IGNORE {
                git = self.in_listing(GIT_IGNORE, entry.kind, folder, listing, budget);
            } else if entry.name == GIT {
                exclude = self.exclude(folder, budget);
            }
        }
        rules.add(ignore, git, exclude, false);
        rules
    }

    /// Whether something is no part of the corpus.
    pub fn leave_out(&self, rules: &FolderPatterns, candidate: Candidate) -> bool {
        let said = said_by(rules.ignore.as_deref(), candidate)
            .or_else(|| said_by(rules.git.as_deref(), candidate))
            .or_else(|| said_by(rules.exclude.as_deref(), candidate))
            .or_else(|| said(&self.own, candidate.path, candidate.is_folder));
        said.unwrap_or(candidate.is_hidden)
    }

    /// What there is to say of the lists, by name.
    pub fn into_notes(self) -> ListNotes {
        let notes = self.notes.into_inner();
        let mut notes = notes.unwrap_or_else(PoisonError::into_inner);
        notes
            .named
            .sort_by(|one, other| by_name(&one.path, &other.path));
        notes.named.dedup();
        notes.more += notes.named.len().saturating_sub(NOTES_TOLD);
        notes.named.truncate(NOTES_TOLD);
        notes
    }

    fn note(&self, path: &Path, why: impl Into<String>) {
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        if notes.named.len() == NOTES {
            notes.more += 1;
            return;
        }
        notes.named.push(ListNote {
            path: path.to_owned(),
            why: why.into(),
        });
    }

    // ---- Reading --------------------------------------------------------------

    /// The list of that name in a folder that is listed.
    fn in_listing(
        &self,
        name: &str,
        kind: Kind,
        folder: &Path,
        listing: &Listing,
        budget: &mut PatternBudget,
    ) -> Option<Gitignore> {
        let path = folder.join(name);
        let bytes = || -> Result<Vec<u8>, ReadError> {
            match kind {
                Kind::File => {}
                Kind::Link => return Err(ReadError::Link),
                Kind::Folder => return Err(ReadError::Folder),
                Kind::Other => return Err(ReadError::NoFile),
            }
            let (file, found) = regular(listing.open(OsStr::new(name))?)?;
            bytes_of(file, &found, LIST_BYTES)
        };
        self.taken(&path, bytes(), folder, budget)
    }

    /// The list at a path, which holds in `folder`.
    fn at(
        &self,
        path: &Path,
        links: Links,
        folder: &Path,
        budget: &mut PatternBudget,
    ) -> Option<Gitignore> {
        self.taken(path, bytes_at(path, links, LIST_BYTES), folder, budget)
    }

    fn taken(
        &self,
        path: &Path,
        bytes: Result<Vec<u8>, ReadError>,
        folder: &Path,
        budget: &mut PatternBudget,
    ) -> Option<Gitignore> {
        match bytes {
            Ok(bytes) => self.built(path, &bytes, folder, budget),
            Err(ReadError::System(error)) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(refused) => {
                self.note(path, format!("does not count: {refused}"));
                None
            }
        }
    }

    /// What `.git` in a folder says of its files. Git follows links here, and none
    /// comes with a repository.
    fn exclude(&self, folder: &Path, budget: &mut PatternBudget) -> Option<Gitignore> {
        let place = folder.join(GIT);
        let found = std::fs::metadata(&place).ok()?;
        let common = if found.is_dir() {
            place
        } else {
            common_folder(folder, &place)?
        };
        let path = common.join("info").join("exclude");
        is_there(&path)
            .then(|| self.at(&path, Links::Followed, folder, budget))
            .flatten()
    }

    fn built(
        &self,
        path: &Path,
        bytes: &[u8],
        folder: &Path,
        budget: &mut PatternBudget,
    ) -> Option<Gitignore> {
        if let Some(encoding) = marked_encoding(bytes) {
            self.note(path, format!("does not count: it is {encoding}, not UTF-8"));
            return None;
        }
        let before = self.bytes.fetch_add(bytes.len(), Ordering::Relaxed);
        if before > ALL_BYTES || self.patterns.load(Ordering::Relaxed) > ALL_PATTERNS {
            let most = ALL_BYTES >> 20;
            self.note(
                path,
                format!(
                    "does not count: all lists together have more than {ALL_PATTERNS} patterns or \
                     {most} MiB"
                ),
            );
            return None;
        }
        let mut builder = GitignoreBuilder::new(folder);
        let mut count = 0;
        let mut is_odd_reported = false;
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.starts_with(b"#") || line.trim_ascii().is_empty() {
                continue;
            }
            let odd = match std::str::from_utf8(line) {
                _ if line.len() > PATTERN_BYTES => "is too long",
                Err(_) => "is not UTF-8",
                Ok(line) => {
                    if !budget.takes(line) {
                        self.note(
                            path,
                            format!(
                                "counts only up to line {number}: in one folder {PATTERNS} \
                                 patterns hold, {WILDCARDS} of them with wildcards, and no more"
                            ),
                        );
                        break;
                    }
                    count += 1;
                    // What is no pattern is passed over, as git does.
                    let _ = builder.add_line(None, line);
                    continue;
                }
            };
            if !is_odd_reported {
                self.note(path, format!("counts without line {number}, which {odd}"));
                is_odd_reported = true;
            }
        }
        self.patterns.fetch_add(count, Ordering::Relaxed);
        match builder.build() {
            Ok(list) => (!list.is_empty()).then_some(list),
            Err(_) => {
                self.note(path, "does not count: its patterns are too intricate");
                None
            }
        }
    }
}

impl Default for PatternBudget {
    fn default() -> Self {
        Self {
            patterns: PATTERNS,
            wildcards: WILDCARDS,
            wildcard_bytes: WILDCARD_BYTES,
        }
    }
}

impl PatternBudget {
    /// Whether there is room for one more pattern, which is then taken.
    fn takes(&mut self, pattern: &str) -> bool {
        let is_plain = is_plain(pattern);
        let bytes = if is_plain { 0 } else { pattern.len() };
        let wildcards = usize::from(!is_plain);
        let left = (
            self.patterns.checked_sub(1),
            self.wildcards.checked_sub(wildcards),
            self.wildcard_bytes.checked_sub(bytes),
        );
        let (Some(patterns), Some(wildcards), Some(wildcard_bytes)) = left else {
            return false;
        };
        *self = Self {
            patterns,
            wildcards,
            wildcard_bytes,
        };
        true
    }
}

/// Whether a pattern is found by its letters alone: a name, a path, or all names
/// with one ending.
fn is_plain(pattern: &str) -> bool {
    let pattern = pattern.trim_end();
    let pattern = pattern.strip_prefix('!').unwrap_or(pattern);
    let has_wildcard = |part: &str| part.contains(['*', '?', '[', '{', '\\']);
    match pattern.strip_prefix("*.") {
        Some(ending) => !has_wildcard(ending) && !ending.contains(['.', '/']),
        None => !has_wildcard(pattern),
    }
}

fn is_there(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok()
}

/// The folder of the repository whose working tree `folder` is by the file `.git`.
fn common_folder(folder: &Path, file: &Path) -> Option<PathBuf> {
    let tree = pointed_at(file, Some("gitdir: "), folder)?;
    let common = tree.join("commondir");
    pointed_at(&common, None, &tree)
}

/// Where the first line of one of git's files points, by what stands before the
/// path and the folder that it begins in. A path to another machine is not gone:
/// to look there tells its owner of the user.
fn pointed_at(file: &Path, key: Option<&str>, folder: &Path) -> Option<PathBuf> {
    let bytes = bytes_at(file, Links::Followed, POINTER_BYTES).ok()?;
    let text = text_of(bytes).ok()?;
    let line = text.lines().next()?;
    let path = match key {
        Some(key) => line.strip_prefix(key)?,
        None => line,
    };
    let path = folder.join(path);
    let is_elsewhere = path.components().any(|part| match part {
        Component::Prefix(prefix) => {
            !matches!(prefix.kind(), Prefix::Disk(_) | Prefix::VerbatimDisk(_))
        }
        _ => false,
    });
    (!is_elsewhere).then_some(path)
}

// ---- Asking ---------------------------------------------------------------------

impl FolderPatterns {
    fn says_any(&self) -> bool {
        self.ignore.is_some() || self.git.is_some() || self.exclude.is_some()
    }

    fn add(
        &mut self,
        ignore: Option<Gitignore>,
        git: Option<Gitignore>,
        exclude: Option<Gitignore>,
        is_above: bool,
    ) {
        let add = |lists: &mut Option<Arc<List>>, new: Option<Gitignore>| {
            let Some(patterns) = new else {
                return;
            };
            let around = lists.take();
            *lists = Some(Arc::new(List {
                patterns,
                is_above,
                around,
            }));
        };
        add(&mut self.ignore, ignore);
        add(&mut self.git, git);
        add(&mut self.exclude, exclude);
    }
}

/// What the nearest of the lists that says anything says.
fn said_by(mut list: Option<&List>, candidate: Candidate) -> Option<bool> {
    while let Some(this) = list {
        let path = if this.is_above {
            candidate.in_full.unwrap_or(candidate.path)
        } else {
            candidate.path
        };
        let said = said(&this.patterns, path, candidate.is_folder);
        if said.is_some() {
            return said;
        }
        list = this.around.as_deref();
    }
    None
}

/// Whether a list leaves something out, or says that it belongs in all the same.
fn said(list: &Gitignore, path: &Path, is_folder: bool) -> Option<bool> {
    let said = list.matched(path, is_folder);
    (!said.is_none()).then(|| said.is_ignore())
}

#[cfg(test)]
mod tests;
