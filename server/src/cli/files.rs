//! The files that are named on the command line.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::output::Failure;
use super::paths::absolute;
use crate::settings::{Layer, Limits};
use crate::store::{Links, MOST_BYTES, ReadError, bytes_at, limits_of, too_large};
use crate::syntax::text_of;

/// The name that stands for standard input.
const STDIN: &str = "-";

/// Whether a path stands for standard input.
pub fn is_stdin(path: &Path) -> bool {
    path == Path::new(STDIN)
}

/// The paths with globs in place of what they match. A path that is there is
/// itself, whatever characters it holds.
pub fn expanded(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for path in paths {
        if is_stdin(path) || path.exists() {
            found.push(path.clone());
            continue;
        }
        let pattern = path
            .to_str()
            .filter(|pattern| pattern.contains(['*', '?', '[']));
        let matching = glob::glob(pattern.ok_or_else(|| missing("file", path))?);
        let matching = matching
            .map_err(|error| Failure::new(format!("{} is no pattern: {error}", path.display())))?;
        let before = found.len();
        found.extend(matching.filter_map(Result::ok));
        if found.len() == before {
            return Err(Failure::new(format!("nothing matches {}", path.display())));
        }
    }
    Ok(found)
}

/// The bytes of a file or of standard input. More than `file-mib` allows is not
/// taken in, nor anything that is no regular file, for which nobody need wait.
fn read_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    if is_stdin(path) {
        return read_stdin();
    }
    let read = match bytes_at(path, Links::Followed, Limits::default().file_bytes()) {
        // Whether the settings allow more need be known only now.
        Err(ReadError::TooLarge { .. }) => bytes_at(path, Links::Followed, most_beside(path)?),
        read => read,
    };
    read.map_err(|refused| Failure::new(unreadable_as(path, &refused)))
}

fn read_stdin() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut most = Limits::default().file_bytes();
    let read_to = |most: u64, bytes: &mut Vec<u8>| {
        let more = (most + 1).saturating_sub(bytes.len() as u64);
        let read = io::stdin().lock().take(more).read_to_end(bytes);
        read.map_err(|error| Failure::new(unreadable(Path::new(STDIN), &error)))
    };
    read_to(most, &mut bytes)?;
    if bytes.len() as u64 > most {
        most = most.max(most_beside(Path::new(STDIN))?);
        read_to(most, &mut bytes)?;
    }
    if bytes.len() as u64 > most {
        return Err(Failure::new(format!(
            "standard input has more than {} MiB, which is what `file-mib` under `[limits]` in \
             quotemark.toml allows",
            most >> 20
        )));
    }
    Ok(bytes)
}

/// How large a file may be that is read, by the settings of its folder.
fn most_beside(path: &Path) -> Result<u64, Failure> {
    let path = absolute(path)?;
    let folder = path.parent().unwrap_or(&path);
    let most = limits_of(folder, &Layer::default()).file_bytes();
    Ok(most.min(MOST_BYTES))
}

/// The text of a file or of standard input.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    as_text(path, read_bytes(path)?)
}

/// The text that the bytes of a file are.
pub fn as_text(path: &Path, bytes: Vec<u8>) -> Result<String, Failure> {
    text_of(bytes).map_err(|why| Failure::new(format!("{} {why}", named(path))))
}

/// Why a file could not be read, without the system's error number.
pub fn unreadable(path: &Path, error: &io::Error) -> String {
    let name = named(path);
    match error.kind() {
        io::ErrorKind::NotFound => there_is_no("file", path),
        io::ErrorKind::PermissionDenied => format!("{name} may not be read"),
        io::ErrorKind::IsADirectory => is_a_folder(path),
        _ => format!("{name} cannot be read: {error}"),
    }
}

fn unreadable_as(path: &Path, refused: &ReadError) -> String {
    match refused {
        ReadError::System(error) => unreadable(path, error),
        ReadError::Folder => is_a_folder(path),
        ReadError::TooLarge { bytes, most } => {
            format!(
                "{} cannot be read: {}",
                named(path),
                too_large(*bytes, *most)
            )
        }
        other => format!("{} cannot be read: {other}", named(path)),
    }
}

/// That there is no such thing, a `file` or a `folder`, at a path.
pub fn missing(kind: &str, path: &Path) -> Failure {
    Failure::new(there_is_no(kind, path))
}

fn there_is_no(kind: &str, path: &Path) -> String {
    format!("there is no {kind} {}", path.display())
}

/// That a folder has no file with that ending.
pub fn none_ending(ending: &str, folder: &str) -> Failure {
    Failure::new(format!("there is no .{ending} file in {folder}"))
}

fn is_a_folder(path: &Path) -> String {
    format!("{} is a folder", named(path))
}

fn named(path: &Path) -> String {
    if is_stdin(path) {
        "standard input".into()
    } else {
        path.display().to_string()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn encodings_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let said = |bytes: &[u8]| {
            fs::write(&path, bytes).unwrap();
            match read_text(&path) {
                Err(Failure::Said(said)) => said,
                _ => panic!("{bytes:?} was read"),
            }
        };
        assert!(said(b"\xFF\xFEa\0").contains("a.txt is UTF-16,"));
        assert!(said(b"\xFF\xFE\0\0a\0\0\0").contains("is UTF-32,"));
        assert!(said(b"a\nb\x92s").contains("the byte 0x92 on line 2"));
    }

    #[test]
    fn a_path_that_is_there_is_no_pattern() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("a[1].qm"), "").unwrap();
        fs::write(path("b.qm"), "").unwrap();
        let names = |pattern: &str| {
            let found = expanded(&[path(pattern)]).ok()?;
            Some(found.len())
        };
        assert_eq!(names("a[1].qm"), Some(1));
        assert_eq!(names("*.qm"), Some(2));
        assert_eq!(names("*.txt"), None);
        assert_eq!(names("c.qm"), None);
    }
}
