//! Which files belong to a corpus.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::Scope;
use rayon::prelude::*;

use super::listing::{Entry, Kind, Listing};
use super::lists::{Candidate, FolderPatterns, ListNotes, Lists};
use super::read::Links;
use super::{Depth, by_name, is_article, is_settings};
use crate::settings::Limits;

/// What a walk found.
#[derive(Debug, Clone, Default)]
pub struct Walk {
    /// The `.qm` files, [`by_name`].
    pub files: Vec<Arc<Path>>,
    /// The links that were passed over, in no order.
    pub links: Vec<PathBuf>,
    /// The settings files, in no order, and what else has their name and is no
    /// folder: reading it tells what is wrong.
    pub settings: Vec<PathBuf>,
    /// The folders in which they were looked for.
    pub folders: Vec<PathBuf>,
    /// Whether it gave up after as many files and folders as the
    /// [limits](Limits::files) allow.
    pub gave_up: bool,
    /// The lists of what is ignored that do not count as they stand.
    pub lists: ListNotes,
}

/// The `.qm` files in `folder`, sorted by path. `.gitignore` files count also
/// outside a repository; hidden files and links are passed over.
pub fn articles(folder: &Path, depth: Depth, limits: Limits) -> Vec<Arc<Path>> {
    walk(folder, depth, limits).files
}

/// What is found in `folder`, as [`articles`] looks for it.
pub fn walk(folder: &Path, depth: Depth, limits: Limits) -> Walk {
    walked(folder, depth, limits, None)
}

/// What [`walk`] finds in `folder` and is, or lies below, one of `places`.
/// Looks into no other folder than those on the way there.
pub fn walk_within(folder: &Path, depth: Depth, limits: Limits, places: &HashSet<PathBuf>) -> Walk {
    let on_the_way = places.iter().flat_map(|place| place.ancestors().skip(1));
    let wanted = Wanted {
        places,
        on_the_way: on_the_way.collect(),
    };
    walked(folder, depth, limits, Some(wanted))
}

/// What alone is looked for.
struct Wanted<'w> {
    places: &'w HashSet<PathBuf>,
    on_the_way: HashSet<&'w Path>,
}

/// A walk that is going on.
struct Walker<'w> {
    depth: Depth,
    wanted: Option<Wanted<'w>>,
    lists: Lists,
    /// How many files and folders are looked at.
    most: usize,
    /// How many were met.
    count: AtomicUsize,
    has_ended: AtomicBool,
    found: Mutex<Walk>,
}

/// A folder to look into.
struct Visit {
    path: PathBuf,
    /// Its path without links, if lists from above the walk hold.
    in_full: Option<PathBuf>,
    rules: FolderPatterns,
    /// Whether all in it is wanted.
    is_wanted: bool,
    is_root: bool,
}

fn walked(folder: &Path, depth: Depth, limits: Limits, wanted: Option<Wanted>) -> Walk {
    let is_wanted = wanted
        .as_ref()
        .is_none_or(|wanted| folder.ancestors().any(|path| wanted.places.contains(path)));
    let lists = Lists::new();
    let (rules, in_full) = lists.above(folder);
    let mut found = Walk::default();
    if is_wanted && folder.exists() {
        found.folders.push(folder.to_owned());
    }
    let walker = Walker {
        depth,
        wanted,
        lists,
        most: usize::try_from(limits.files).unwrap_or(usize::MAX),
        count: AtomicUsize::new(1),
        has_ended: AtomicBool::new(false),
        found: Mutex::new(found),
    };
    let root = Visit {
        path: folder.to_owned(),
        in_full,
        rules,
        is_wanted,
        is_root: true,
    };
    rayon::scope(|scope| walker.visit(scope, root));
    let found = walker.found.into_inner();
    let mut found = found.unwrap_or_else(PoisonError::into_inner);
    found.gave_up = walker.count.into_inner() > walker.most;
    found.lists = walker.lists.into_notes();
    found
        .files
        .par_sort_unstable_by(|one, other| by_name(one, other));
    found
}

impl<'w> Walker<'w> {
    /// Looks into a folder, and has those in it looked into by whoever is free.
    fn visit<'s>(&'s self, scope: &Scope<'s>, visit: Visit)
    where
        'w: 's,
    {
        if self.has_ended.load(Ordering::Relaxed) {
            return;
        }
        // The root may be a link: it was named.
        let links = if visit.is_root {
            Links::Followed
        } else {
            Links::Refused
        };
        let Ok(listing) = Listing::of(&visit.path, links) else {
            return;
        };
        let rules = self.lists.within(&visit.rules, &visit.path, &listing);
        let mut found = Walk::default();
        for entry in listing.entries {
            let path = visit.path.join(&entry.name);
            let in_full = visit
                .in_full
                .as_ref()
                .map(|folder| folder.join(&entry.name));
            if self.is_left_out(&rules, &entry, &path, in_full.as_deref()) {
                continue;
            }
            let is_wanted = visit.is_wanted || self.is_wanted(&path);
            if !is_wanted && !self.is_on_the_way(&path) {
                continue;
            }
            if self.count.fetch_add(1, Ordering::Relaxed) >= self.most {
                self.has_ended.store(true, Ordering::Relaxed);
                break;
            }
            if entry.kind == Kind::Folder && self.depth == Depth::Everything {
                let visit = Visit {
                    path: path.clone(),
                    in_full,
                    rules: rules.clone(),
                    is_wanted,
                    is_root: false,
                };
                scope.spawn(move |scope| self.visit(scope, visit));
            }
            if is_wanted {
                found.add(path, entry.kind);
            }
        }
        let whole = self.found.lock();
        let mut whole = whole.unwrap_or_else(PoisonError::into_inner);
        whole.files.append(&mut found.files);
        whole.settings.append(&mut found.settings);
        whole.folders.append(&mut found.folders);
        whole.links.append(&mut found.links);
    }

    fn is_left_out(
        &self,
        rules: &FolderPatterns,
        entry: &Entry,
        path: &Path,
        in_full: Option<&Path>,
    ) -> bool {
        let candidate = Candidate {
            path,
            in_full,
            is_folder: entry.kind == Kind::Folder,
            is_hidden: entry.is_hidden,
        };
        self.lists.leave_out(rules, candidate)
    }

    /// Whether something is itself one of the places that are asked for.
    fn is_wanted(&self, path: &Path) -> bool {
        let wanted = self.wanted.as_ref();
        wanted.is_some_and(|wanted| wanted.places.contains(path))
    }

    fn is_on_the_way(&self, path: &Path) -> bool {
        let wanted = self.wanted.as_ref();
        wanted.is_some_and(|wanted| wanted.on_the_way.contains(path))
    }
}

impl Walk {
    fn add(&mut self, path: PathBuf, kind: Kind) {
        if kind == Kind::Folder {
            self.folders.push(path);
        } else if is_settings(&path) {
            self.settings.push(path);
        } else if kind == Kind::Link {
            self.links.push(path);
        } else if kind == Kind::File && is_article(&path) {
            self.files.push(path.into());
        }
    }

    /// Takes out what belongs to corpora further down: the folders below `root` that
    /// have settings of their own. Gives the files of each.
    pub fn take_apart(&mut self, root: &Path) -> Vec<(PathBuf, Vec<Arc<Path>>)> {
        let is_below = |folder: &&Path| *folder != root && folder.starts_with(root);
        let folders = self.settings.iter().filter_map(|file| file.parent());
        let set_up: HashSet<PathBuf> = folders.filter(is_below).map(Path::to_owned).collect();
        if set_up.is_empty() {
            return Vec::new();
        }
        let owner = |path: &Path| {
            let mut above = path.ancestors().skip(1);
            above.find_map(|folder| set_up.get(folder)).cloned()
        };
        let mut apart: BTreeMap<PathBuf, Vec<Arc<Path>>> = BTreeMap::new();
        self.files.retain(|file| match owner(file) {
            Some(folder) => {
                apart.entry(folder).or_default().push(file.clone());
                false
            }
            None => true,
        });
        self.settings.retain(|file| owner(file).is_none());
        apart.into_iter().collect()
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

#[cfg(test)]
mod tests;
