//! The files that are named on the command line.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::output::Failure;
use crate::features::diagnostics::marked_encoding;

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
        let missing = || Failure::new(format!("there is no file {}", path.display()));
        let pattern = path
            .to_str()
            .filter(|pattern| pattern.contains(['*', '?', '[']));
        let matching = glob::glob(pattern.ok_or_else(missing)?);
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

/// The bytes of a file or of standard input.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = if is_stdin(path) {
        io::stdin().lock().read_to_end(&mut bytes).map(drop)
    } else {
        fs::read(path).map(|read| bytes = read)
    };
    match read {
        Ok(()) => Ok(bytes),
        Err(error) => Err(Failure::new(unreadable(path, &error))),
    }
}

/// The text of a document that is to be written again: neither a pipe nor a
/// device, for which nobody need wait.
pub fn read_document(path: &Path) -> Result<String, Failure> {
    let kind = fs::metadata(path).map_err(|error| Failure::new(unreadable(path, &error)))?;
    if !kind.is_file() && !kind.is_dir() {
        let path = path.display();
        return Err(Failure::new(format!(
            "{path} cannot be read: it is no regular file"
        )));
    }
    read_text(path)
}

/// The text of a file or of standard input.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(read_bytes(path)?)
        .map_err(|error| Failure::new(not_utf8(path, error.as_bytes())))
}

/// Why a file could not be read, without the system's error number.
pub fn unreadable(path: &Path, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => format!("there is no file {}", path.display()),
        io::ErrorKind::PermissionDenied => format!("{} may not be read", path.display()),
        io::ErrorKind::IsADirectory => format!("{} is a folder", path.display()),
        _ => format!("{} cannot be read: {error}", path.display()),
    }
}

/// What to say of bytes that are no UTF-8: the encoding, where it shows
/// itself, or the first byte that gives it away, and how to convert them.
pub fn not_utf8(path: &Path, bytes: &[u8]) -> String {
    let name = if is_stdin(path) {
        "standard input".into()
    } else {
        path.display().to_string()
    };
    if let Some(encoding) = marked_encoding(bytes) {
        return format!(
            "{name} is {encoding}, not UTF-8; `iconv -f {encoding} -t UTF-8` converts it"
        );
    }
    let Err(error) = std::str::from_utf8(bytes) else {
        return format!("{name} is not UTF-8");
    };
    let good = &bytes[..error.valid_up_to()];
    let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
    let byte = bytes[error.valid_up_to()];
    format!(
        "{name} is not UTF-8: the byte 0x{byte:02X} on line {line} begins no character; if it is \
         Windows-1252, `iconv -f WINDOWS-1252 -t UTF-8` converts it"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_named() {
        let said = |bytes: &[u8]| not_utf8(Path::new("a.txt"), bytes);
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
