//! A file or folder of which only the declarations are read.

use std::path::{Component, Path, PathBuf};

/// A file or folder of which a corpus reads the declarations and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cast {
    /// Where it is.
    pub path: PathBuf,
    /// Whether the user said so. What a `quotemark.toml` says may come from a
    /// stranger, and has to stay in its repository.
    pub is_users: bool,
}

impl Cast {
    /// The same, its path seen from a folder.
    pub(super) fn below(&self, folder: &Path) -> Self {
        Self {
            path: joined(folder, &self.path),
            is_users: self.is_users,
        }
    }
}

/// Why a path of a `quotemark.toml` cannot be one of `casts`, with what to do, if
/// that can be told without looking at the disk.
pub(super) fn refused_in_file(path: &str) -> Option<String> {
    let mut parts = Path::new(path).components();
    if parts.any(|part| matches!(part, Component::Prefix(_) | Component::RootDir)) {
        return Some(format!(
            "`\"{path}\"` may lead out of the repository, where only your own settings may; write \
             the path from the folder of this file, such as `\"../shared/cast.qm\"`"
        ));
    }
    let is_hidden = |part: Component<'_>| matches!(part, Component::Normal(name) if name.as_encoded_bytes().starts_with(b"."));
    Path::new(path).components().any(is_hidden).then(|| {
        format!(
            "`\"{path}\"` leads into what is hidden, which is no part of a corpus; take it out, or \
             rename what begins with a full stop"
        )
    })
}

/// A path below a folder, without `.`, so that it can be compared.
pub(super) fn joined(folder: &Path, path: &Path) -> PathBuf {
    let parts = path.components();
    let parts = parts.filter(|part| *part != Component::CurDir);
    folder.join(parts.collect::<PathBuf>())
}
