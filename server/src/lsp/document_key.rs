//! URIs to paths and back.
//!
//! Inside, a document is known by a path: that of its file, absolute and
//! without `.` and `..`. A document that is no file, such as `untitled:1`, is
//! known by its whole URI; such a path is never absolute, so the two cannot meet.

use std::path::{Component, Path, PathBuf};
use std::str::FromStr;

use tower_lsp::ls_types::Uri;

/// The path by which the document of a URI is known. Two spellings of one file
/// URI have the same.
pub fn path_of(uri: &str) -> PathBuf {
    file_path(uri).unwrap_or_else(|| PathBuf::from(uri))
}

/// The URI of a document; nothing for a path that can have none.
pub fn uri_of(path: &Path) -> Option<Uri> {
    if !path.is_absolute() {
        return Uri::from_str(path.to_str()?).ok();
    }
    let bytes = path_bytes(path)?;
    let mut uri = String::from(if cfg!(windows) { "file:///" } else { "file://" });
    for byte in bytes {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            b'\\' if cfg!(windows) => uri.push('/'),
            _ => {
                const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
                uri.push('%');
                uri.push(char::from(DIGITS[usize::from(byte >> 4)]));
                uri.push(char::from(DIGITS[usize::from(byte & 15)]));
            }
        }
    }
    Uri::from_str(&uri).ok()
}

/// Whether a path is that of a file, and not the URI of another document.
pub fn is_file(path: &Path) -> bool {
    path.is_absolute()
}

fn file_path(uri: &str) -> Option<PathBuf> {
    let (scheme, rest) = uri.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    let rest = rest.split(['?', '#']).next()?;
    let path = match rest.strip_prefix("//") {
        None => rest,
        Some(rest) => {
            let (host, _) = rest.split_once('/')?;
            if !host.is_empty() && !host.eq_ignore_ascii_case("localhost") {
                return None;
            }
            &rest[host.len()..]
        }
    };
    let path = decoded_path(decoded(path))?;
    path.is_absolute().then(|| without_dots(&path))
}

fn decoded(path: &str) -> Vec<u8> {
    let digit = |byte: Option<&u8>| char::from(*byte?).to_digit(16);
    let bytes = path.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escaped = (byte == b'%')
            .then(|| Some(digit(bytes.get(at + 1))? * 16 + digit(bytes.get(at + 2))?))
            .flatten();
        match escaped.and_then(|code| u8::try_from(code).ok()) {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    decoded
}

/// The path with nothing in it that a shorter one says too. Nothing is looked
/// up: a link stays as the editor knows it.
fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(unix)]
fn decoded_path(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    Some(std::ffi::OsString::from_vec(bytes).into())
}

#[cfg(unix)]
fn path_bytes(path: &Path) -> Option<Vec<u8>> {
    use std::os::unix::ffi::OsStrExt;
    Some(path.as_os_str().as_bytes().to_vec())
}

/// `/c:/folder` is `C:\folder`.
#[cfg(not(unix))]
fn decoded_path(bytes: Vec<u8>) -> Option<PathBuf> {
    let path = String::from_utf8(bytes).ok()?;
    let path = path.strip_prefix('/')?;
    let mut letters = path.chars();
    let drive = letters.next()?.to_ascii_uppercase();
    Some(format!("{drive}{}", letters.as_str()).into())
}

#[cfg(not(unix))]
fn path_bytes(path: &Path) -> Option<Vec<u8>> {
    Some(path.to_str()?.as_bytes().to_vec())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_file_are_one_path() {
        for uri in [
            "file:///a/caf%C3%A9%20x.qm",
            "FILE:///a/caf%c3%a9%20x.qm",
            "file://localhost/a/./b/..//caf%C3%A9%20x.qm",
            "file:/a/caf%C3%A9%20x.qm",
            "file:///a/café x.qm#L3",
        ] {
            assert_eq!(path_of(uri), Path::new("/a/café x.qm"), "{uri}");
        }
    }

    #[test]
    fn other_documents_keep_their_uri() {
        for uri in [
            "untitled:Untitled-1",
            "git:/a/b.qm?x",
            "file://host/a.qm",
            "x",
        ] {
            assert_eq!(path_of(uri), Path::new(uri));
            assert!(!is_file(&path_of(uri)));
        }
        let untitled = uri_of(Path::new("untitled:Untitled-1")).unwrap();
        assert_eq!(untitled.as_str(), "untitled:Untitled-1");
    }

    #[test]
    fn paths_round_trip() {
        use std::os::unix::ffi::OsStrExt;
        for path in [
            &b"/a/caf\xc3\xa9 100%.qm"[..],
            b"/a/\xff.qm",
            b"/a/[b]#c?d&e+f.qm",
        ] {
            let path = Path::new(std::ffi::OsStr::from_bytes(path));
            assert_eq!(path_of(uri_of(path).unwrap().as_str()), path);
        }
    }
}
