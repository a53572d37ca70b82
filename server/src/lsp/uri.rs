//! URIs to paths and back.
//!
//! Inside, a document is known by a path: that of its file, absolute and
//! without `.` and `..`. A document that is no file, such as `untitled:1`, is
//! known by its whole URI; such a path is never absolute, so the two cannot meet.

use std::path::{Component, Path, PathBuf};
use std::str::FromStr;

use tower_lsp::ls_types::Uri;

use crate::percent::{self, decoded};

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
    let path = percent::encoded(&path_bytes(path)?, |_, byte| percent::is_kept_in_path(byte));
    Uri::from_str(&format!("file:{path}")).ok()
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
                return shared_path(host, decoded(&rest[host.len()..]))
                    .filter(|path| path.is_absolute())
                    .map(|path| lexically_normalised(&path));
            }
            &rest[host.len()..]
        }
    };
    let path = decoded_path(decoded(path))?;
    path.is_absolute().then(|| lexically_normalised(&path))
}

/// The path without `.` and `..`, by its letters alone. Nothing is looked up, so that a
/// link stays as the editor knows it; what is written goes through
/// [`store::writing`](crate::store::writing), which asks the system.
fn lexically_normalised(path: &Path) -> PathBuf {
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

/// What stands in the URI after its scheme, before it is escaped.
#[cfg(unix)]
fn path_bytes(path: &Path) -> Option<Vec<u8>> {
    use std::os::unix::ffi::OsStrExt;
    Some([b"//", path.as_os_str().as_bytes()].concat())
}

#[cfg(not(unix))]
fn decoded_path(bytes: Vec<u8>) -> Option<PathBuf> {
    Some(windows_path(&String::from_utf8(bytes).ok()?)?.into())
}

/// Files of other machines have no path here, unless they are mounted under one.
#[cfg(unix)]
fn shared_path(_: &str, _: Vec<u8>) -> Option<PathBuf> {
    None
}

#[cfg(not(unix))]
fn shared_path(host: &str, bytes: Vec<u8>) -> Option<PathBuf> {
    Some(windows_share(host, &String::from_utf8(bytes).ok()?).into())
}

/// `/c:/folder` is `C:\folder`.
#[cfg(any(not(unix), test))]
fn windows_path(path: &str) -> Option<String> {
    let path = path.strip_prefix('/')?;
    let mut letters = path.chars();
    let drive = letters.next()?.to_ascii_uppercase();
    Some(format!("{drive}{}", letters.as_str()).replace('/', "\\"))
}

/// `//host/share/folder` is `\\host\share\folder`, and `//c:/folder`, with a slash too
/// few, is `C:\folder`.
#[cfg(any(not(unix), test))]
fn windows_share(host: &str, path: &str) -> String {
    match host.as_bytes() {
        [letter, b':'] if letter.is_ascii_alphabetic() => {
            format!("{}{path}", host.to_ascii_uppercase()).replace('/', "\\")
        }
        _ => format!("//{host}{path}").replace('/', "\\"),
    }
}

/// What stands in a file's URI for a path of Windows, before it is escaped.
#[cfg(any(not(unix), test))]
fn windows_uri_path(path: &str) -> String {
    let path = path.replace('\\', "/");
    match path.strip_prefix("//") {
        // The host of a share is the URI's.
        Some(share) => format!("//{share}"),
        None => format!("///{path}"),
    }
}

#[cfg(not(unix))]
fn path_bytes(path: &Path) -> Option<Vec<u8>> {
    Some(windows_uri_path(path.to_str()?).into())
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
    fn windows_paths_round_trip() {
        for (uri, host, path, windows) in [
            ("///C:/a/b.qm", "", "/c:/a/b.qm", "C:\\a\\b.qm"),
            (
                "//host/share/b c.qm",
                "host",
                "/share/b c.qm",
                "\\\\host\\share\\b c.qm",
            ),
            ("///C:/a.qm", "c:", "/a.qm", "C:\\a.qm"),
        ] {
            let found = match host {
                "" => windows_path(path).unwrap(),
                host => windows_share(host, path),
            };
            assert_eq!(found, windows, "{uri}");
            assert_eq!(windows_uri_path(windows), uri, "{uri}");
        }
        assert_eq!(windows_path("c:/a"), None);
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
