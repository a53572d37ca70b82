//! By what one sees that a file is still the same, without reading it.

use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::model::Stamp;

/// How long a file must have been left alone before its times say that it is
/// the same: some file systems count in steps of two seconds.
const SETTLED: Duration = Duration::from_secs(3);

/// The stamp of the file at `path` as it is now; nothing where it cannot be had.
pub fn stamp_of(path: &Path) -> Option<Stamp> {
    let metadata = std::fs::metadata(path).ok()?;
    metadata.is_file().then(|| stamp(&metadata))
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
