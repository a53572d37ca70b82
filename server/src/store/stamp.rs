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
    /// The same as `stamp_of`, which other systems have.
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
            // As above: a time before 1970 counts as one that is not known.
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
    settled_at(metadata, SystemTime::now())
}

/// As [`settled_stamp`], at that moment.
fn settled_at(metadata: &Metadata, now: SystemTime) -> Option<Stamp> {
    let stamp = stamp(metadata);
    let before = now.checked_sub(SETTLED)?;
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
        // A time that is not known counts as one that is never past.
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
        let files = ["x.qm", "y.qm", "epoch.qm", "a/x.qm", "a/b/x.qm", "a/z.qm"];
        for (number, file) in files.iter().enumerate() {
            fs::write(path(file), "words".repeat(number)).unwrap();
        }
        let old = fs::File::options().write(true).open(path("y.qm")).unwrap();
        old.set_modified(UNIX_EPOCH - Duration::from_secs(5))
            .unwrap();
        let epoch = fs::File::options().write(true).open(path("epoch.qm"));
        epoch.unwrap().set_modified(UNIX_EPOCH).unwrap();
        let mut stamps = Stamps::default();
        for file in files
            .iter()
            .chain(&["a", "none.qm", "none/x.qm", "a/x.qm/y.qm"])
        {
            assert_eq!(stamps.of(&path(file)), stamp_of(&path(file)), "{file}");
        }
        assert!(stamps.of(&path("a/z.qm")).is_some());
    }

    /// Whoever writes again within the same tick of the file system's clock, and as
    /// many bytes, leaves the stamp as it was: were it kept, the older text would be
    /// taken for that of the file at every start, until somebody writes once more.
    #[test]
    fn a_file_that_was_written_a_moment_ago_has_no_stamp_that_tells() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.qm");
        fs::write(&path, "words").unwrap();
        let metadata = || fs::metadata(&path).unwrap();
        assert_eq!(settled_stamp(&metadata()), None);
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let long_ago = settled_stamp(&fs::metadata(&source).unwrap());
        assert!(long_ago.is_some());
        assert_eq!(long_ago, stamp_of(&source));
        let written = metadata().modified().unwrap();
        let settles = |after: Duration| settled_at(&metadata(), written + after).is_some();
        assert!(!settles(Duration::ZERO));
        // The coarsest file systems count in two seconds.
        assert!(!settles(Duration::from_secs(2)));
        assert!(!settles(SETTLED));
        assert!(settles(SETTLED + Duration::from_millis(1)));
        let found = settled_at(&metadata(), written + 2 * SETTLED);
        assert_eq!(found, stamp_of(&path));
        // The clock was set back since.
        let back = written - Duration::from_secs(3600);
        assert_eq!(settled_at(&metadata(), back), None);
    }

    /// Both times are looked at: tools that copy or unpack set the first one back, and
    /// only the other tells that the file has just been written.
    #[cfg(unix)]
    #[test]
    fn a_time_that_was_set_does_not_make_a_file_older() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.qm");
        fs::write(&path, "words").unwrap();
        let now = SystemTime::now();
        let set = |time: SystemTime| {
            let file = fs::File::options().write(true).open(&path).unwrap();
            file.set_modified(time).unwrap();
            fs::metadata(&path).unwrap()
        };
        let copied = set(now - Duration::from_secs(3600));
        assert_eq!(settled_at(&copied, now), None);
        assert!(settled_at(&copied, now + 2 * SETTLED).is_some());
        // Each has to be past, even where the other one is.
        let changed = stamp(&copied).changed.try_into().unwrap();
        let changed = UNIX_EPOCH + Duration::from_nanos(changed);
        assert_eq!(settled_at(&copied, changed + SETTLED), None);
        let later = changed + SETTLED + Duration::from_nanos(1);
        assert!(settled_at(&copied, later).is_some());
        let soon = set(now + Duration::from_secs(60));
        let modified = soon.modified().unwrap();
        assert_eq!(settled_at(&soon, modified + SETTLED), None);
        let later = modified + SETTLED + Duration::from_nanos(1);
        assert!(settled_at(&soon, later).is_some());
        let ahead = set(now + Duration::from_secs(3600));
        assert_eq!(settled_at(&ahead, now + 2 * SETTLED), None);
        // A time that is not known, as one before 1970, is never past.
        let before_epoch = set(UNIX_EPOCH - Duration::from_secs(5));
        assert_eq!(settled_at(&before_epoch, now + 2 * SETTLED), None);
    }
}
