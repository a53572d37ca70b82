//! Which files belong to a corpus.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use ignore::{DirEntry, WalkBuilder, WalkState};
use rayon::prelude::*;

use super::is_settings;
use crate::settings::Limits;

/// How far down a folder is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// All the way.
    Everything,
    /// The folder's own files.
    OneFolder,
}

/// What a walk found.
#[derive(Debug, Clone, Default)]
pub struct Walk {
    /// The `.qm` files, [`by_name`].
    pub files: Vec<Arc<Path>>,
    /// The links that were passed over, in no order.
    pub links: Vec<PathBuf>,
    /// The settings files, in no order.
    pub settings: Vec<PathBuf>,
    /// The folders in which they were looked for.
    pub folders: Vec<PathBuf>,
    /// Whether it gave up after as many files and folders as the
    /// [limits](Limits::files) allow.
    pub gave_up: bool,
}

/// The `.qm` files in `folder`, sorted by path. `.gitignore` files count also
/// outside a repository; hidden files and links are passed over.
pub fn articles(folder: &Path, depth: Depth, limits: Limits) -> Vec<Arc<Path>> {
    walk(folder, depth, limits).files
}

/// What is found in `folder`, as [`articles`] looks for it.
pub fn walk(folder: &Path, depth: Depth, limits: Limits) -> Walk {
    walked(&builder(folder, depth), limits, &|_| true)
}

/// What [`walk`] finds in `folder` and is, or lies below, one of `places`.
/// Looks into no other folder than those on the way there.
pub fn walk_within(folder: &Path, depth: Depth, limits: Limits, places: &HashSet<PathBuf>) -> Walk {
    let on_the_way = places.iter().flat_map(|place| place.ancestors().skip(1));
    let on_the_way: HashSet<PathBuf> = on_the_way.map(Path::to_owned).collect();
    let places = Arc::new(places.clone());
    let is_asked = {
        let places = places.clone();
        move |path: &Path| path.ancestors().any(|path| places.contains(path))
    };
    let mut builder = builder(folder, depth);
    builder.filter_entry({
        let is_asked = is_asked.clone();
        move |entry| on_the_way.contains(entry.path()) || is_asked(entry.path())
    });
    walked(&builder, limits, &is_asked)
}

fn builder(folder: &Path, depth: Depth) -> WalkBuilder {
    let mut builder = WalkBuilder::new(folder);
    builder.require_git(false).follow_links(false);
    if depth == Depth::OneFolder {
        builder.max_depth(Some(1));
    }
    builder
}

/// What a thread of the walk has found; added to the whole when it ends.
struct Part<'w> {
    found: Walk,
    whole: &'w Mutex<Walk>,
}

impl Drop for Part<'_> {
    fn drop(&mut self) {
        let mut whole = self
            .whole
            .lock()
            .unwrap_or_else(|broken| broken.into_inner());
        whole.files.append(&mut self.found.files);
        whole.settings.append(&mut self.found.settings);
        whole.folders.append(&mut self.found.folders);
        whole.links.append(&mut self.found.links);
    }
}

fn walked(
    builder: &WalkBuilder,
    limits: Limits,
    is_asked: &(dyn Fn(&Path) -> bool + Sync),
) -> Walk {
    let most = usize::try_from(limits.files).unwrap_or(usize::MAX);
    let whole = Mutex::default();
    let count = AtomicUsize::new(0);
    builder.build_parallel().run(|| {
        let mut part = Part {
            found: Walk::default(),
            whole: &whole,
        };
        let count = &count;
        Box::new(move |entry| {
            if count.fetch_add(1, Ordering::Relaxed) >= most {
                return WalkState::Quit;
            }
            if let Ok(entry) = entry
                && is_asked(entry.path())
            {
                part.found.add(entry);
            }
            WalkState::Continue
        })
    });
    let mut found = whole
        .into_inner()
        .unwrap_or_else(|broken| broken.into_inner());
    found.gave_up = count.into_inner() > most;
    found
        .files
        .par_sort_unstable_by(|one, other| by_name(one, other));
    found
}

impl Walk {
    fn add(&mut self, entry: DirEntry) {
        let Some(kind) = entry.file_type() else {
            return;
        };
        // The root may be a link: it was named.
        if kind.is_dir() || entry.depth() == 0 {
            self.folders.push(entry.into_path());
        } else if kind.is_file() && is_article(entry.path()) {
            self.files.push(entry.into_path().into());
        } else if kind.is_file() && is_settings(entry.path()) {
            self.settings.push(entry.into_path());
        } else if kind.is_symlink() {
            self.links.push(entry.into_path());
        }
    }

    /// The links, by name, behind which somebody may expect documents of the
    /// corpus in `root` that are not read: those called like a document that
    /// lead out of it or nowhere, and those to folders outside.
    pub fn leaving(&self, root: &Path) -> Leaving {
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let leaves = |link: &&PathBuf| match link.canonicalize() {
            Ok(target) => !target.starts_with(&root) && (is_article(link) || target.is_dir()),
            Err(_) => is_article(link),
        };
        let mut named: Vec<PathBuf> = self.links.iter().filter(leaves).cloned().collect();
        named.sort_unstable_by(|one, other| by_name(one, other));
        let more = named.len().saturating_sub(LINKS_NAMED);
        named.truncate(LINKS_NAMED);
        Leaving { named, more }
    }
}

/// How many links that lead out of a corpus are named.
const LINKS_NAMED: usize = 5;

/// The links that lead out of a corpus.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leaving {
    /// The first of them.
    pub named: Vec<PathBuf>,
    /// How many there are beside.
    pub more: usize,
}

/// The order in which a walk lists files: that of the bytes of their paths,
/// which is found faster than that of paths.
pub fn by_name(one: &Path, other: &Path) -> std::cmp::Ordering {
    one.as_os_str().cmp(other.as_os_str())
}

/// Whether a path ends in `.qm`.
pub fn is_article(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "qm")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn ignored_and_other_files_are_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("sub/drafts")).unwrap();
        for file in [
            "b.qm",
            "a.txt",
            ".hidden.qm",
            "sub/a.qm",
            "sub/drafts/x.qm",
            "sub/skip.qm",
        ] {
            fs::write(root.join(file), "").unwrap();
        }
        fs::write(root.join(".gitignore"), "drafts/\n").unwrap();
        fs::write(root.join("sub/.gitignore"), "skip.qm\n").unwrap();
        let names = |depth| {
            let found = articles(root, depth, Limits::default()).into_iter();
            found
                .map(|path| path.strip_prefix(root).unwrap().display().to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(names(Depth::Everything), ["b.qm", "sub/a.qm"]);
        assert_eq!(names(Depth::OneFolder), ["b.qm"]);
        let within = |places: &[&str]| {
            let places = places.iter().map(|place| root.join(place)).collect();
            let found = walk_within(root, Depth::Everything, Limits::default(), &places)
                .files
                .into_iter();
            found
                .map(|path| path.strip_prefix(root).unwrap().display().to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(within(&["b.qm", "sub/skip.qm", "sub/drafts"]), ["b.qm"]);
        assert_eq!(within(&["sub"]), ["sub/a.qm"]);
        assert_eq!(within(&[""]), ["b.qm", "sub/a.qm"]);
        let found = |files| {
            let limits = Limits {
                files,
                ..Limits::default()
            };
            walk(root, Depth::Everything, limits)
        };
        // The folder, two in it, five files; what is hidden or ignored is not counted.
        assert!(found(4).gave_up && found(4).files.len() < 2);
        assert!(!found(5).gave_up && found(5).files.len() == 2);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_passed_over_and_those_that_leave_are_known() {
        use std::os::unix::fs::symlink;

        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("a.qm"), "").unwrap();
        fs::write(outside.path().join("a.txt"), "").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("sub/drafts")).unwrap();
        fs::write(root.join("a.qm"), "").unwrap();
        fs::write(root.join(".gitignore"), "drafts/\n").unwrap();
        for (target, link) in [
            (outside.path().join("a.qm"), "sub/out.qm"),
            (outside.path().to_owned(), "all"),
            (outside.path().join("a.txt"), "words.txt"),
            (outside.path().join("a.qm"), "sub/drafts/ignored.qm"),
            ("nowhere".into(), "gone.qm"),
            ("nowhere".into(), "gone.txt"),
            ("../a.qm".into(), "sub/in.qm"),
            (".".into(), "loop"),
            ("two.qm".into(), "one.qm"),
            ("one.qm".into(), "two.qm"),
        ] {
            symlink(target, root.join(link)).unwrap();
        }
        let found = walk(root, Depth::Everything, Limits::default());
        assert_eq!(found.files, [Arc::from(root.join("a.qm"))]);
        assert_eq!(found.links.len(), 9);
        let leaving = ["all", "gone.qm", "one.qm", "sub/out.qm", "two.qm"];
        assert_eq!(
            found.leaving(root).named,
            leaving.map(|name| root.join(name))
        );
        // A corpus may itself be reached by a link.
        let way = outside.path().join("way");
        symlink(root, &way).unwrap();
        let found = walk(&way, Depth::Everything, Limits::default());
        assert_eq!(
            found.leaving(&way).named,
            leaving.map(|name| way.join(name))
        );
    }
}
