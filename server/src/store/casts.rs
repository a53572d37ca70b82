//! The files of which a corpus reads the declarations and nothing else.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::{
    Depth, Identities, ReadFailure, by_name, is_article, read_articles, repository, root_of,
    set_up, walk,
};
use crate::model::{File, Ids};
use crate::settings::{Cast, Limits};

/// What `casts` comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExternalFiles {
    /// The `.qm` files, [`by_name`]; some may be the corpus' own.
    pub files: Vec<Arc<Path>>,
    /// The files and folders that are named and may be read, there or not: what
    /// happens to them, or in them, matters.
    pub places: Vec<PathBuf>,
    /// The folders in which it would happen.
    pub folders: Vec<PathBuf>,
    /// What is passed over, one sentence each without the last stop.
    pub left_out: Vec<String>,
}

/// The files that `casts` name for the corpus whose root is a folder. They are known
/// by the paths that `identities` give.
pub fn external_files(
    root: &Path,
    casts: &[Cast],
    identities: &Identities,
    limits: Limits,
) -> ExternalFiles {
    let mut external = ExternalFiles::default();
    for cast in casts {
        match place_of(root, cast) {
            Ok(place) => external.add(identities.of(&place), limits),
            Err(why) => external.left_out.push(why),
        }
    }
    external
        .files
        .sort_unstable_by(|one, other| by_name(one, other));
    external.files.dedup();
    external
}

/// Reads what files of other corpora declare.
pub fn read_external(
    files: &[Arc<Path>],
    ids: &Ids,
    limits: Limits,
) -> (Vec<File>, Vec<ReadFailure>) {
    let mut owners: HashMap<PathBuf, Arc<Path>> = HashMap::new();
    let (mut read, mut failures) = (Vec::new(), Vec::new());
    read_articles(files, ids, limits, |articles| {
        for article in articles {
            match article {
                Ok((file, _)) => {
                    let folder = file.path.parent().unwrap_or(&file.path).to_owned();
                    let owner = owners.entry(folder).or_insert_with_key(|folder| {
                        root_of(&file.path)
                            .map_or_else(|| folder.as_path().into(), |root| root.folder.into())
                    });
                    read.extend(file.as_external(owner.clone()));
                }
                Err(failure) => failures.push(failure),
            }
        }
        true
    });
    (read, failures)
}

impl ExternalFiles {
    fn add(&mut self, place: PathBuf, limits: Limits) {
        self.places.push(place.clone());
        self.folders.extend(place.parent().map(Path::to_owned));
        let Ok(found) = std::fs::metadata(&place) else {
            self.left_out.push(format!(
                "`casts` names {}, which is not there",
                place.display()
            ));
            return;
        };
        if found.is_dir() {
            let found = walk(&place, Depth::Everything, limits);
            if found.gave_up {
                self.left_out.push(format!(
                    "{}, which `casts` names, holds more than {} files and folders, and no more \
                     of them are read",
                    place.display(),
                    limits.files
                ));
            }
            self.files.extend(found.files);
            self.folders.extend(found.folders);
        } else if is_article(&place) {
            self.files.push(place.into());
        } else {
            self.left_out.push(format!(
                "`casts` names {}, which is neither a folder nor a `.qm` file",
                place.display()
            ));
        }
    }
}

/// Where a path of `casts` leads, if it may be read there.
fn place_of(root: &Path, cast: &Cast) -> Result<PathBuf, String> {
    let is_plain = |path: &Path| !path.components().any(|part| part == Component::ParentDir);
    if cast.is_users {
        // `..` behind a link is what the system takes it for.
        return Ok(match is_plain(&cast.path) {
            true => cast.path.clone(),
            false => cast
                .path
                .canonicalize()
                .unwrap_or_else(|_| cast.path.clone()),
        });
    }
    let in_full = match is_plain(root) {
        true => root.to_owned(),
        false => root.canonicalize().unwrap_or_else(|_| root.to_owned()),
    };
    let wanted = match cast.path.strip_prefix(root) {
        Ok(below) => in_full.join(below),
        Err(_) => cast.path.clone(),
    };
    let place = without_parents(&wanted);
    let around = repository(&in_full).or_else(|| set_up(&in_full));
    let around = around.unwrap_or(&in_full);
    let Ok(below) = place.strip_prefix(around) else {
        return Err(format!(
            "`casts` in quotemark.toml names {}, which is not in {}; what lies outside of a \
             repository counts only from your own settings or `--casts`",
            place.display(),
            around.display()
        ));
    };
    // Whoever wrote the corpus may have put a link on the way.
    let mut at = around.to_owned();
    for part in below.components() {
        at.push(part);
        let is_hidden = part.as_os_str().as_encoded_bytes().starts_with(b".");
        let found = std::fs::symlink_metadata(&at);
        let why = if is_hidden {
            "is hidden, and what is hidden is no part of a corpus"
        } else if found.is_ok_and(|found| found.file_type().is_symlink()) {
            "is a link, and in a corpus no link is followed"
        } else {
            continue;
        };
        return Err(format!(
            "`casts` in quotemark.toml leads through {}, which {why}",
            at.display()
        ));
    }
    Ok(place)
}

/// A path with each `..` taken for the folder above in the path itself, whatever
/// links there are.
fn without_parents(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::settings::{Layer, Settings, read_file};

    /// A repository with a corpus in `c`, and something outside.
    fn folders() -> tempfile::TempDir {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path();
        for folder in ["r/.git", "r/c", "r/shared/deep", "r/.hidden", "out"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        fs::write(root.join("r/c/quotemark.toml"), "").unwrap();
        for file in [
            "r/.git/x.qm",
            "r/.hidden/x.qm",
            "r/shared/cast.qm",
            "r/shared/deep/more.qm",
            "out/x.qm",
        ] {
            fs::write(root.join(file), "@ann: Ann\n[x]{by @ann}\n").unwrap();
        }
        temporary
    }

    fn found(root: &Path, layer: &Layer) -> (Vec<String>, Vec<String>) {
        let corpus = root.join("r/c");
        let casts = Settings::default().under(layer, &corpus).casts;
        let external = external_files(&corpus, &casts, &Identities::default(), Limits::default());
        let shown = |path: &Arc<Path>| path.strip_prefix(root).unwrap().display().to_string();
        (
            external.files.iter().map(shown).collect(),
            external.left_out,
        )
    }

    fn in_file(root: &Path, casts: &str) -> (Vec<String>, Vec<String>) {
        let (layer, problems) = read_file(&format!("casts = [{casts}]"));
        assert_eq!(problems, []);
        found(root, &layer)
    }

    #[test]
    fn files_and_folders_of_the_repository_are_read() {
        let temporary = folders();
        let root = temporary.path();
        let (files, left_out) = in_file(root, r#""../shared/cast.qm", "./../shared""#);
        assert_eq!(files, ["r/shared/cast.qm", "r/shared/deep/more.qm"]);
        assert!(left_out.is_empty(), "{left_out:?}");
        let files: Vec<Arc<Path>> = files.iter().map(|file| root.join(file).into()).collect();
        let (read, failures) = read_external(&files, &Ids::default(), Limits::default());
        assert!(failures.is_empty());
        assert_eq!(**read[0].owner().unwrap(), *root.join("r/shared"));
        assert!(read.iter().all(|file| file.quotes().is_empty()));
    }

    #[test]
    fn nothing_outside_is_read_because_a_corpus_says_so() {
        let temporary = folders();
        let root = temporary.path();
        for (cast, why) in [
            ("../../out/x.qm", "which is not in"),
            ("../../out", "which is not in"),
            ("../../../../../../../../etc", "which is not in"),
            ("../nothing.qm", "is not there"),
            ("../c/quotemark.toml", "neither a folder nor"),
        ] {
            let (files, left_out) = in_file(root, &format!("{cast:?}"));
            assert!(files.is_empty(), "{cast}");
            assert!(left_out[0].contains(why), "{cast}: {left_out:?}");
        }
        // What is said without the checks of the file's reader goes no further.
        for cast in ["../.git", "../.hidden/x.qm", "../c/../.git/x.qm"] {
            let casts = vec![Cast {
                path: cast.into(),
                is_users: false,
            }];
            let layer = Layer {
                casts,
                ..Layer::default()
            };
            let (files, left_out) = found(root, &layer);
            assert!(
                files.is_empty() && left_out[0].contains("is hidden"),
                "{cast}"
            );
        }
        // Without a repository the corpus itself is the border.
        fs::remove_dir_all(root.join("r/.git")).unwrap();
        let (files, left_out) = in_file(root, r#""../shared/cast.qm""#);
        assert!(files.is_empty() && left_out[0].contains("which is not in"));
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_followed_for_a_corpus_and_every_one_for_the_user() {
        let temporary = folders();
        let root = temporary.path();
        std::os::unix::fs::symlink("../out", root.join("r/link")).unwrap();
        std::os::unix::fs::symlink("../../out/x.qm", root.join("r/c/x.qm")).unwrap();
        for cast in ["../link/x.qm", "../link", "x.qm"] {
            let (files, left_out) = in_file(root, &format!("{cast:?}"));
            assert!(
                files.is_empty() && left_out[0].contains("is a link"),
                "{cast}"
            );
        }
        for cast in ["../link/x.qm", "../../out/x.qm", "../../out"] {
            let casts = vec![Cast {
                path: cast.into(),
                is_users: true,
            }];
            let layer = Layer {
                casts,
                ..Layer::default()
            };
            let (files, left_out) = found(root, &layer);
            assert_eq!((&*files, left_out.len()), (&["out/x.qm".to_owned()][..], 0));
        }
    }
}
