//! By what one sees that a file is still the same, without reading it.

use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::model::Stamp;

/// How long a file must have been left alone before its times say that it is
/// the same: some file systems count in steps of two seconds.
const SETTLED: Duration = Duration::from_secs(3);

/// The stamp of the file at `path` as it is now; nothing where it cannot be had.
#[cfg(any(test, not(target_os = "linux")))]
pub fn stamp_of(path: &Path) -> Option<Stamp> {
    let metadata = std::fs::metadata(path).ok()?;
    metadata.is_file().then(|| stamp(&metadata))
}

/// Gives the stamps of many files.
#[derive(Default)]
pub struct Stamps {
    #[cfg(target_os = "linux")]
    folder: super::folder::Folder,
}

#[cfg(target_os = "linux")]
impl Stamps {
    /// The same as [`stamp_of`].
    pub fn of(&mut self, path: &Path) -> Option<Stamp> {
        use rustix::fs::{AtFlags, FileType, StatxFlags, statx};

        let (folder, name) = self.folder.of(path)?;
        let wanted = StatxFlags::TYPE | StatxFlags::SIZE | StatxFlags::MTIME | StatxFlags::CTIME;
        let found = statx(folder, name, AtFlags::empty(), wanted).ok()?;
        if !FileType::from_raw_mode(found.stx_mode.into()).is_file() {
            return None;
        }
        let nanoseconds = |time: rustix::fs::StatxTimestamp| {
            let seconds = time.tv_sec.saturating_mul(1_000_000_000);
            seconds.saturating_add(time.tv_nsec.into())
        };
        let modified = nanoseconds(found.stx_mtime);
        Some(Stamp {
            length: found.stx_size,
            // As above: a time before 1970 counts as one that cannot be told.
            modified: if modified < 0 { i64::MAX } else { modified },
            changed: nanoseconds(found.stx_ctime),
        })
    }
}

#[cfg(not(target_os = "linux"))]
impl Stamps {
    /// The same as [`stamp_of`].
    pub fn of(&mut self, path: &Path) -> Option<Stamp> {
        stamp_of(path)
    }
}

/// The stamp of a file that is being read, if it will tell a later change: not
/// so shortly after a change, nor when the clock was set back since.
pub fn settled_stamp(metadata: &Metadata) -> Option<Stamp> {
    let stamp = stamp(metadata);
    let before = SystemTime::now().checked_sub(SETTLED)?;
    let before = before.duration_since(UNIX_EPOCH).ok()?.as_nanos();
    let before = i64::try_from(before).ok()?;
    (stamp.modified < before && stamp.changed < before).then_some(stamp)
}

fn stamp(metadata: &Metadata) -> Stamp {
    let modified = metadata.modified().ok();
    let modified = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let modified = modified.and_then(|time| i64::try_from(time.as_nanos()).ok());
    Stamp {
        length: metadata.len(),
        // A time that cannot be told counts as one that is never past.
        modified: modified.unwrap_or(i64::MAX),
        changed: changed(metadata),
    }
}

#[cfg(unix)]
fn changed(metadata: &Metadata) -> i64 {
    use std::os::unix::fs::MetadataExt;

    let seconds = metadata.ctime().saturating_mul(1_000_000_000);
    seconds.saturating_add(metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> i64 {
    0
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn stamps_of_many_files_are_those_of_each() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir_all(path("a/b")).unwrap();
        let files = ["x.qm", "y.qm", "a/x.qm", "a/b/x.qm", "a/z.qm"];
        for (number, file) in files.iter().enumerate() {
            fs::write(path(file), "words".repeat(number)).unwrap();
        }
        let old = fs::File::options().write(true).open(path("y.qm")).unwrap();
        old.set_modified(UNIX_EPOCH - Duration::from_secs(5))
            .unwrap();
        let mut stamps = Stamps::default();
        for file in files
            .iter()
            .chain(&["a", "none.qm", "none/x.qm", "a/x.qm/y.qm"])
        {
            assert_eq!(stamps.of(&path(file)), stamp_of(&path(file)), "{file}");
        }
        assert!(stamps.of(&path("a/z.qm")).is_some());
    }
}
