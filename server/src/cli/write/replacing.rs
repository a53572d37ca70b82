//! One file, replaced in one step.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// What the names of texts that are not yet in their place begin with.
const PREFIX: &str = ".quotemark";

/// Puts a text in place of that of a file in one step, so that nobody ever
/// sees half of it: not even after the power has failed.
pub fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    let path = target(path)?;
    let like = Like::of(&path)?;
    let new = beside(&path, text, &like)?;
    new.persist(&path)?;
    sync_folder(&path)
}

/// Makes a file with that text in one step, unless there is one.
pub fn create(path: &Path, text: &[u8]) -> io::Result<()> {
    let folder = folder_of(path);
    fs::create_dir_all(folder)?;
    let new = beside(path, text, &Like::default())?;
    new.persist_noclobber(path)?;
    sync_folder(path)
}

/// What a link leads to, so that a link stays a link.
pub fn target(path: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(path)
}

/// What of a file is to hold for the one that takes its place.
#[derive(Debug, Clone, Default)]
pub struct Like {
    permissions: Option<Permissions>,
    /// The user and the group to whom it belongs.
    owner: Option<(u32, u32)>,
}

impl Like {
    /// As the file at `path` is. One that may not be written is not to be
    /// replaced either, though its folder would allow it.
    pub fn of(path: &Path) -> io::Result<Self> {
        let metadata = fs::metadata(path)?;
        if !metadata.is_file() {
            return Err(io::Error::other("it is no regular file"));
        }
        if metadata.permissions().readonly() {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        Ok(Self {
            owner: owner_of(&metadata),
            permissions: Some(metadata.permissions()),
        })
    }

    /// Makes a file so and waits until it lies on the disk.
    pub fn settle(&self, file: &File) -> io::Result<()> {
        if let Some(owner) = self.owner {
            give(file, owner)?;
        }
        if let Some(permissions) = &self.permissions {
            file.set_permissions(permissions.clone())?;
        }
        file.sync_all()
    }
}

#[cfg(unix)]
fn owner_of(metadata: &fs::Metadata) -> Option<(u32, u32)> {
    use std::os::unix::fs::MetadataExt;

    Some((metadata.uid(), metadata.gid()))
}

#[cfg(not(unix))]
fn owner_of(_: &fs::Metadata) -> Option<(u32, u32)> {
    None
}

/// Gives a file to an owner, as far as that is allowed: whoever may write
/// another's file may seldom give one away.
#[cfg(unix)]
fn give(file: &File, (user, group): (u32, u32)) -> io::Result<()> {
    if owner_of(&file.metadata()?) == Some((user, group)) {
        return Ok(());
    }
    let given = std::os::unix::fs::fchown(file, Some(user), Some(group));
    // The group alone may be one that is shared.
    let _ = given.or_else(|_| std::os::unix::fs::fchown(file, None, Some(group)));
    Ok(())
}

#[cfg(not(unix))]
fn give(_: &File, _: (u32, u32)) -> io::Result<()> {
    Ok(())
}

fn beside(path: &Path, text: &[u8], like: &Like) -> io::Result<NamedTempFile> {
    let mut new = tempfile::Builder::new();
    let new = new.prefix(PREFIX);
    #[cfg(unix)]
    if like.permissions.is_none() {
        use std::os::unix::fs::PermissionsExt;

        // As for any new file, the user's mask takes away what is not wanted.
        new.permissions(Permissions::from_mode(0o666));
    }
    let mut new = new.tempfile_in(folder_of(path))?;
    new.write_all(text)?;
    like.settle(new.as_file())?;
    Ok(new)
}

/// Puts a file in place of another in one step, also from another disk.
pub fn put_over(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            let like = Like::of(from)?;
            beside(to, &fs::read(from)?, &like)?.persist(to)?;
            fs::remove_file(from)
        }
        moved => moved,
    }
}

/// Puts a file where there is none in one step, also from another disk.
pub fn put_anew(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(folder_of(to))?;
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        Err(_) => {
            let like = Like::of(from)?;
            beside(to, &fs::read(from)?, &like)?.persist_noclobber(to)?;
            fs::remove_file(from)
        }
    }
}

/// Waits until the names in the folder around a path lie on the disk.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder_of(path))?.sync_all()?;
    // Elsewhere a folder cannot be opened as a file.
    let _ = path;
    Ok(())
}

/// The folder that a file is in.
pub fn folder_of(path: &Path) -> &Path {
    let parent = path.parent().unwrap_or(Path::new("."));
    if parent.as_os_str().is_empty() {
        Path::new(".")
    } else {
        parent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_made_once_and_replaced_often() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/a.qm");
        create(&path, b"one").unwrap();
        let again = create(&path, b"two").unwrap_err();
        assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"one");
        replace(&path, b"three").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"three");
        assert_eq!(fs::read_dir(folder_of(&path)).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn links_permissions_and_masks_are_kept() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("a.qm"), "one").unwrap();
        fs::set_permissions(path("a.qm"), Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink("a.qm", path("link.qm")).unwrap();
        replace(&path("link.qm"), b"two").unwrap();
        assert!(path("link.qm").is_symlink());
        assert_eq!(fs::read(path("a.qm")).unwrap(), b"two");
        let mode = |name: &str| fs::metadata(path(name)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode("a.qm"), 0o640);
        fs::write(path("plain"), "").unwrap();
        create(&path("new.qm"), b"x").unwrap();
        assert_eq!(mode("new.qm"), mode("plain"));
    }
}
