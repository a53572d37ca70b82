//! A folder that is held open, and what can be done with the names in it.

use std::ffi::{OsStr, OsString};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Write};
use std::path::Path;

use cap_fs_ext::{DirExt, FollowSymlinks, OpenOptionsFollowExt};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, File, OpenOptions, Permissions};

use super::Reason;
use crate::store::read::{self, MOST_BYTES, bytes_of};

/// How often a text is put back that somebody else writes over at the same moment.
const PUT_BACK: usize = 64;

/// What the names of texts that are not yet in their place begin with.
const PREFIX: &str = ".quotemark";

/// A folder that is held open. Whatever stands at its path by now, it is this
/// one that is worked in, by names that are single: no link is followed.
#[derive(Debug)]
pub struct Folder(Dir);

/// What stands under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A link, wherever it leads.
    Link,
    /// A pipe, a device, a socket.
    Other,
}

/// What of a file is to hold for the one that takes its place.
#[derive(Debug, Clone, Default)]
pub struct FileAttributes {
    permissions: Option<Permissions>,
    /// The user and the group to whom it belongs.
    owner: Option<(u32, u32)>,
}

impl Folder {
    /// The folder at a path, whose links are followed: for one that the user
    /// chose, or that lies above everything that came from strangers.
    ///
    /// # Errors
    /// In the system's words.
    pub fn trusted(path: &Path) -> io::Result<Self> {
        Dir::open_ambient_dir(path, ambient_authority()).map(Self)
    }

    /// The same folder, held open once more.
    ///
    /// # Errors
    /// In the system's words.
    pub fn again(&self) -> io::Result<Self> {
        self.0.try_clone().map(Self)
    }

    /// A folder in this one. A link to a folder is none.
    ///
    /// # Errors
    /// In the system's words.
    pub fn folder(&self, name: &OsStr) -> io::Result<Self> {
        self.0.open_dir_nofollow(name).map(Self)
    }

    /// Makes a folder in this one, where nothing has that name; `private` is
    /// for the user alone.
    ///
    /// # Errors
    /// In the system's words; that there is something already is an error of
    /// its own kind.
    pub fn make_folder(&self, name: &OsStr, private: bool) -> io::Result<Self> {
        let builder = cap_std::fs::DirBuilder::new();
        #[cfg(unix)]
        let builder = {
            use cap_std::fs::DirBuilderExt;

            let mut builder = builder;
            builder.mode(if private { 0o700 } else { 0o777 });
            builder
        };
        let _ = private;
        self.0.create_dir_with(name, &builder)?;
        self.folder(name)
    }

    /// Whether the folder belongs to this user, who alone may write in it.
    ///
    /// # Errors
    /// When the system does not say whose it is.
    pub fn is_private(&self) -> io::Result<bool> {
        #[cfg(unix)]
        {
            use cap_std::fs::MetadataExt;

            let found = self.0.dir_metadata()?;
            let user = rustix::process::geteuid().as_raw();
            Ok(found.uid() == user && found.mode() & 0o022 == 0)
        }
        // Elsewhere a folder of a user's is closed to others by its inherited rights.
        #[cfg(not(unix))]
        Ok(true)
    }

    /// What stands under a name; nothing where nothing does.
    pub fn kind(&self, name: &OsStr) -> Option<Kind> {
        let found = self.0.symlink_metadata(name).ok()?;
        let kind = found.file_type();
        Some(if kind.is_symlink() {
            Kind::Link
        } else if kind.is_dir() {
            Kind::Folder
        } else if kind.is_file() {
            Kind::File
        } else {
            Kind::Other
        })
    }

    /// Where the link of that name leads, as it says itself.
    pub fn link_target(&self, name: &OsStr) -> Option<std::path::PathBuf> {
        self.0.read_link_contents(name).ok()
    }

    fn open(&self, name: &OsStr) -> Result<File, Reason> {
        let mut options = OpenOptions::new();
        options.read(true).follow(FollowSymlinks::No);
        // A pipe must not make anybody wait.
        #[cfg(unix)]
        cap_fs_ext::OpenOptionsSyncExt::nonblock(&mut options, true);
        let file = match self.0.open_with(name, &options) {
            Ok(file) => file,
            // Links are told apart by a look, since systems report them in many ways.
            Err(error) => {
                return Err(match self.kind(name) {
                    Some(Kind::Link) => Reason::link(self.link_target(name)),
                    Some(Kind::Folder | Kind::Other) => Reason::NoFile,
                    _ => error.into(),
                });
            }
        };
        if file.metadata()?.is_file() {
            Ok(file)
        } else {
            Err(Reason::NoFile)
        }
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// When it is no regular file, or larger than anything that is read, and in
    /// the system's words.
    pub fn read(&self, name: &OsStr) -> Result<Vec<u8>, Reason> {
        let file = self.open(name)?.into_std();
        let metadata = file.metadata()?;
        bytes_of(file, &metadata, MOST_BYTES).map_err(|refused| match refused {
            read::ReadError::TooLarge { bytes, .. } => Reason::TooLarge(bytes),
            read::ReadError::System(error) => error.into(),
            _ => Reason::NoFile,
        })
    }

    /// What of a file is to hold for the one that takes its place. One that may
    /// not be written is not to be replaced either, though its folder allows it.
    ///
    /// # Errors
    /// When it is no regular file or may not be written.
    pub fn attributes(&self, name: &OsStr) -> Result<FileAttributes, Reason> {
        let found = self.open(name)?.metadata()?;
        if found.permissions().readonly() {
            return Err(io::Error::from(io::ErrorKind::PermissionDenied).into());
        }
        Ok(FileAttributes {
            owner: owner_of(&found),
            permissions: Some(found.permissions()),
        })
    }

    /// Writes a file where nothing has that name, and waits until it lies on
    /// the disk.
    ///
    /// # Errors
    /// In the system's words; what was half written is taken away again.
    pub fn write_new(
        &self,
        name: &OsStr,
        text: &[u8],
        attributes: &FileAttributes,
    ) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options
            .write(true)
            .create_new(true)
            .follow(FollowSymlinks::No);
        // What others may not read is not to be read before it is as it is to be.
        #[cfg(unix)]
        if attributes.permissions.is_some() {
            cap_std::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        let mut file = self.0.open_with(name, &options)?;
        let written = file.write_all(text).and_then(|()| attributes.settle(file));
        if written.is_err() {
            let _ = self.0.remove_file(name);
        }
        written
    }

    /// Writes a file beside where it is to go, and gives its name.
    ///
    /// # Errors
    /// In the system's words.
    pub fn write_beside(&self, text: &[u8], attributes: &FileAttributes) -> io::Result<OsString> {
        loop {
            let name = OsString::from(format!("{PREFIX}-{:016x}", random()));
            match self.write_new(&name, text, attributes) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                written => return written.map(|()| name),
            }
        }
    }

    /// Begins an empty file beside where it is to go, and gives its name.
    ///
    /// # Errors
    /// In the system's words.
    pub fn begin_beside(&self) -> io::Result<(OsString, std::fs::File)> {
        let mut options = OpenOptions::new();
        options
            .write(true)
            .create_new(true)
            .follow(FollowSymlinks::No);
        loop {
            let name = OsString::from(format!("{PREFIX}-{:016x}", random()));
            match self.0.open_with(&name, &options) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                begun => return begun.map(|file| (name, file.into_std())),
            }
        }
    }

    /// Makes an empty folder beside where it is to go, and gives its name.
    ///
    /// # Errors
    /// In the system's words.
    pub fn begin_folder_beside(&self) -> io::Result<(OsString, Self)> {
        loop {
            let name = OsString::from(format!("{PREFIX}-{:016x}", random()));
            match self.make_folder(&name, false) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                begun => return begun.map(|folder| (name, folder)),
            }
        }
    }

    /// Begins a file where nothing has that name.
    ///
    /// # Errors
    /// In the system's words; that there is something already is an error of its own kind.
    pub fn begin_file(&self, name: &OsStr) -> io::Result<std::fs::File> {
        let mut options = OpenOptions::new();
        options
            .write(true)
            .create_new(true)
            .follow(FollowSymlinks::No);
        Ok(self.0.open_with(name, &options)?.into_std())
    }

    /// Whether nothing is in it.
    ///
    /// # Errors
    /// In the system's words.
    pub fn is_empty(&self) -> io::Result<bool> {
        Ok(self.0.entries()?.next().is_none())
    }

    /// Removes a folder of this one with all that is in it; no link is followed.
    ///
    /// # Errors
    /// In the system's words.
    pub fn remove_all(&self, name: &OsStr) -> io::Result<()> {
        self.0.remove_dir_all(name)
    }

    /// Moves a file over whatever file has that name, in one step.
    ///
    /// # Errors
    /// In the system's words.
    pub fn put_over(&self, from: &OsStr, name: &OsStr) -> io::Result<()> {
        self.0.rename(from, &self.0, name)
    }

    /// Gives a file of this folder a second name, in this or another folder,
    /// where nothing has that name; a copy where the disk knows no second names.
    ///
    /// # Errors
    /// In the system's words.
    pub fn second_name(&self, name: &OsStr, to: &Self, second: &OsStr) -> Result<(), Reason> {
        let linked = self.0.hard_link(name, &to.0, second);
        match linked {
            Ok(()) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error.into()),
            Err(_) => {}
        }
        let attributes = self.attributes(name)?;
        Ok(to.write_new(second, &self.read(name)?, &attributes)?)
    }

    /// Moves a file over another in one step, if that one still says what it
    /// is to say; gives back whether it does. One that does not is left alone.
    ///
    /// # Errors
    /// In the system's words.
    pub fn replace(
        &self,
        from: &OsStr,
        to: &Self,
        name: &OsStr,
        is_expected: &dyn Fn(&[u8]) -> bool,
    ) -> Result<bool, Reason> {
        if !is_expected(&to.read(name)?) {
            return Ok(false);
        }
        // Where the system can exchange two files, not even what somebody writes
        // between the look and the move is lost: it is looked at again and put back.
        let ours = self.read(from)?;
        match self.exchange(from, to, name) {
            Ok(()) => {}
            // It was taken away just now.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(_) => return Ok(self.0.rename(from, &to.0, name).map(|()| true)?),
        }
        let theirs = self.read(from)?;
        if is_expected(&theirs) {
            let _ = self.0.remove_file(from);
            return Ok(true);
        }
        self.put_back(from, to, name, ours, theirs)?;
        Ok(false)
    }

    /// Puts back what came out of a place in an exchange. Should somebody have
    /// written there once more meanwhile, what came out then is newer.
    fn put_back(
        &self,
        from: &OsStr,
        to: &Self,
        name: &OsStr,
        mut in_place: Vec<u8>,
        mut out: Vec<u8>,
    ) -> Result<(), Reason> {
        for _ in 0..PUT_BACK {
            self.exchange(from, to, name)?;
            let now_out = self.read(from)?;
            if now_out == in_place {
                return Ok(());
            }
            (in_place, out) = (out, now_out);
        }
        // Somebody writes without end: the last that came out is kept beside.
        drop(out);
        let kept = OsString::from(format!("{}.kept-{:016x}", name.display(), random()));
        Ok(self.0.rename(from, &to.0, kept)?)
    }

    #[cfg(any(target_os = "linux", target_os = "macos"))]
    fn exchange(&self, from: &OsStr, to: &Self, name: &OsStr) -> io::Result<()> {
        use rustix::fs::{RenameFlags, renameat_with};

        Ok(renameat_with(
            &self.0,
            from,
            &to.0,
            name,
            RenameFlags::EXCHANGE,
        )?)
    }

    #[cfg(not(any(target_os = "linux", target_os = "macos")))]
    fn exchange(&self, _: &OsStr, _: &Self, _: &OsStr) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Moves a file to where nothing has that name.
    ///
    /// # Errors
    /// In the system's words; that there is something already is an error of
    /// its own kind.
    pub fn put_new(&self, from: &OsStr, to: &Self, name: &OsStr) -> Result<(), Reason> {
        match self.second_name(from, to, name) {
            Ok(()) => {
                let _ = self.0.remove_file(from);
                Ok(())
            }
            Err(Reason::System(error)) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(Reason::Exists)
            }
            Err(reason) => Err(reason),
        }
    }

    /// Takes a file, or a link itself, away.
    ///
    /// # Errors
    /// In the system's words.
    pub fn remove_file(&self, name: &OsStr) -> io::Result<()> {
        self.0.remove_file(name)
    }

    /// Takes an empty folder away.
    ///
    /// # Errors
    /// In the system's words.
    pub fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        self.0.remove_dir(name)
    }

    /// The names in the folder, in no order.
    ///
    /// # Errors
    /// In the system's words.
    pub fn names(&self) -> io::Result<Vec<OsString>> {
        self.0
            .entries()?
            .map(|entry| Ok(entry?.file_name()))
            .collect()
    }

    /// Waits until the names in it lie on the disk.
    ///
    /// # Errors
    /// In the system's words.
    pub fn sync(&self) -> io::Result<()> {
        // Elsewhere a folder cannot be opened as a file.
        #[cfg(unix)]
        self.0.open(".")?.sync_all()?;
        Ok(())
    }

    /// Whether both are the same folder of the disk.
    #[cfg(test)]
    pub fn is_same(&self, other: &Self) -> bool {
        use cap_fs_ext::MetadataExt;

        let number = |folder: &Self| {
            let found = folder.0.dir_metadata().ok()?;
            Some((found.dev(), found.ino()))
        };
        number(self).is_some() && number(self) == number(other)
    }
}

impl FileAttributes {
    /// Makes a file so and waits until it lies on the disk.
    fn settle(&self, file: File) -> io::Result<()> {
        let file = file.into_std();
        if let Some(owner) = self.owner {
            give(&file, owner)?;
        }
        if let Some(permissions) = &self.permissions {
            file.set_permissions(permissions.clone().into_std(&file)?)?;
        }
        file.sync_all()
    }
}

#[cfg(unix)]
fn owner_of(found: &cap_std::fs::Metadata) -> Option<(u32, u32)> {
    use cap_std::fs::MetadataExt;

    Some((found.uid(), found.gid()))
}

#[cfg(not(unix))]
fn owner_of(_: &cap_std::fs::Metadata) -> Option<(u32, u32)> {
    None
}

/// Gives a file to an owner, as far as that is allowed: whoever may write
/// another's file may seldom give one away.
#[cfg(unix)]
fn give(file: &std::fs::File, (user, group): (u32, u32)) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};

    let found = file.metadata()?;
    if (found.uid(), found.gid()) == (user, group) {
        return Ok(());
    }
    // The group alone may be one that is shared.
    let _ = fchown(file, Some(user), Some(group)).or_else(|_| fchown(file, None, Some(group)));
    Ok(())
}

#[cfg(not(unix))]
fn give(_: &std::fs::File, _: (u32, u32)) -> io::Result<()> {
    Ok(())
}

/// A number that nobody can tell before: it comes from the system's randomness,
/// by the keys of a hash.
pub fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}
