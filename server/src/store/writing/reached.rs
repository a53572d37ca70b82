//! The way to a folder that the user named.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Component, Path, PathBuf};

use super::folder::Kind;
use super::{FileError, Folder, Reason};
use crate::store::{MARKS, is_too_wide};

/// What else than the [marks of a corpus](MARKS) shows that a folder may hold what
/// strangers wrote: that it is a repository.
const REPOSITORIES: [&str; 4] = [".hg", ".svn", ".bzr", ".jj"];

/// The folder at a path that the user named. Links above the outermost folder
/// that is a corpus or a repository, or that is the current one, are the
/// user's own and are followed; a link below may have come with a clone and is
/// refused. With `make`, folders that are missing are made.
///
/// # Errors
/// Names the link, or says what the system says.
pub fn reached(path: &Path, make: bool) -> Result<Folder, FileError> {
    let (above, below) = parted(path).map_err(|error| FileError::new(path, error))?;
    let full = above.join(below.iter().collect::<PathBuf>());
    let mut at = above.clone();
    // What is to be made may begin above.
    let mut folder = match Folder::trusted(&above) {
        Err(error) if make && error.kind() == io::ErrorKind::NotFound => {
            return made_from_above(&above, &below, path);
        }
        opened => opened.map_err(|error| FileError::new(path, error))?,
    };
    for name in below {
        at.push(&name);
        let next = step(&folder, &name, make);
        folder = next.map_err(|reason| {
            let is_last = at == full;
            FileError::new(
                path,
                if is_last {
                    reason
                } else {
                    reason.on_the_way(&at)
                },
            )
        })?;
    }
    Ok(folder)
}

/// The folder of a file that the user named, as [`reached`], and the file's
/// name in it.
///
/// # Errors
/// As [`reached`], and when the path ends in no name.
pub fn reached_file(path: &Path, make: bool) -> Result<(Folder, OsString), FileError> {
    let no_name = || FileError::new(path, Reason::NoFile);
    let name = path.file_name().ok_or_else(no_name)?;
    let parent = match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => return Err(no_name()),
    };
    let folder = reached(parent, make).map_err(|refused| {
        // What is itself a link there is one on the way from here.
        let reason = match refused.reason {
            Reason::Link { folder: None, .. } => refused.reason.on_the_way(parent),
            reason => reason,
        };
        FileError::new(path, reason)
    })?;
    Ok((folder, name.to_owned()))
}

/// Whether a file can be made at a path: nothing has its name, and as far as
/// there are folders on the way to it, no link is among them that
/// [`reached`] would refuse.
///
/// # Errors
/// Says what stands in the way.
pub fn can_be_made(path: &Path) -> Result<(), FileError> {
    match reached_file(path, false) {
        Ok((folder, name)) => match folder.kind(&name) {
            None => Ok(()),
            Some(Kind::Link) => Err(FileError::new(
                path,
                Reason::link(folder.link_target(&name)),
            )),
            Some(_) => Err(FileError::new(path, Reason::Exists)),
        },
        Err(refused) if refused.reason.system() == Some(io::ErrorKind::NotFound) => Ok(()),
        Err(refused) => Err(refused),
    }
}

/// From a folder into one in it.
pub(super) fn step(folder: &Folder, name: &OsStr, make: bool) -> Result<Folder, Reason> {
    match folder.folder(name) {
        Ok(folder) => Ok(folder),
        Err(error) => match folder.kind(name) {
            Some(Kind::Link) => Err(Reason::link(folder.link_target(name))),
            None if make => match folder.make_folder(name, false) {
                // Somebody else was quicker.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    folder.folder(name).map_err(Reason::from)
                }
                made => Ok(made?),
            },
            _ => Err(error.into()),
        },
    }
}

/// A path in two: what the user is trusted with, and the names below it.
fn parted(path: &Path) -> io::Result<(PathBuf, Vec<OsString>)> {
    let full = parents_resolved(&std::path::absolute(path)?)?;
    let start = start_of_plain(&full);
    let below = full.strip_prefix(&start).unwrap_or(Path::new(""));
    let names = below.components().map(|part| part.as_os_str().to_owned());
    Ok((start.clone(), names.collect()))
}

/// The outermost folder around a path that may hold what strangers wrote; the
/// path itself where there is none.
pub(super) fn start_of(path: &Path) -> io::Result<PathBuf> {
    Ok(start_of_plain(&parents_resolved(&std::path::absolute(
        path,
    )?)?))
}

fn start_of_plain(full: &Path) -> PathBuf {
    let here = std::env::current_dir().ok();
    let here = here.filter(|here| !is_too_wide(here));
    // What stands directly in a home folder is the user's own, be it a link; below
    // that, an archive may have been unpacked.
    let home = std::env::home_dir().and_then(|home| {
        let first = full.strip_prefix(&home).ok()?.components().next()?;
        Some(home.join(first))
    });
    let is_start = |folder: &Path| {
        let is_marked = |mark: &str| folder.join(mark).symlink_metadata().is_ok();
        here.as_deref() == Some(folder)
            || home.as_deref() == Some(folder)
            || MARKS
                .iter()
                .chain(&REPOSITORIES)
                .any(|mark| is_marked(mark))
    };
    // The outermost one counts: whatever is below came with it.
    let start = full.ancestors().filter(|folder| is_start(folder)).last();
    start.unwrap_or(full).to_owned()
}

/// A path without `.` and `..`: up to the last `..` it is what the system makes
/// of it, since a name before a `..` may be a link. (What an editor names goes by its
/// letters alone instead, in `lsp::uri`.)
fn parents_resolved(path: &Path) -> io::Result<PathBuf> {
    let parts: Vec<Component> = path.components().collect();
    let last = parts.iter().rposition(|part| *part == Component::ParentDir);
    let Some(last) = last else {
        return Ok(parts
            .into_iter()
            .filter(|part| *part != Component::CurDir)
            .collect());
    };
    let before: PathBuf = parts[..=last].iter().collect();
    // A name that is gone back from must be no link of a stranger's either.
    let here = std::env::current_dir().ok();
    let mut at = PathBuf::new();
    for part in &parts[..last] {
        at.push(part);
        let is_below = here
            .as_ref()
            .is_some_and(|here| at.starts_with(here) && at != *here);
        if is_below && *part != Component::ParentDir && at.is_symlink() {
            let message = format!(
                "{} is a link, and `..` after it leads elsewhere",
                at.display()
            );
            return Err(io::Error::other(message));
        }
    }
    let rest = parts[last + 1..]
        .iter()
        .filter(|part| **part != Component::CurDir);
    Ok(before.canonicalize()?.join(rest.collect::<PathBuf>()))
}

/// Makes the folders of a path of which even the trusted part is not there.
fn made_from_above(above: &Path, below: &[OsString], path: &Path) -> Result<Folder, FileError> {
    let refused = |error: io::Error| FileError::new(path, error);
    let mut there = above;
    let mut missing = Vec::new();
    while let Err(error) = there.symlink_metadata() {
        let (Some(parent), Some(name)) = (there.parent(), there.file_name()) else {
            return Err(refused(error));
        };
        missing.push(name.to_owned());
        there = parent;
    }
    let mut folder = Folder::trusted(there).map_err(refused)?;
    for name in missing.iter().rev().chain(below) {
        folder = step(&folder, name, true).map_err(|reason| FileError::new(path, reason))?;
    }
    Ok(folder)
}
