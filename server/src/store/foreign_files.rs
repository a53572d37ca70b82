//! Files with quotes that other programs or people have found, as a review reads them.

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex};

use crate::features::review::{ForeignLine, foreign_lines};

/// The largest file that is read, in bytes.
const LARGEST: u64 = 256 << 20;

/// Reads such files. Clones share the one that was read last.
#[derive(Debug, Clone, Default)]
pub struct ForeignFiles(Arc<Mutex<Option<Last>>>);

/// The file that was read last: its path, and how it looked then.
#[derive(Debug)]
struct Last {
    path: PathBuf,
    seen: Seen,
    file: Arc<ForeignFile>,
}

/// What one sees of a file without reading it.
type Seen = (u64, Option<std::time::SystemTime>);

/// A file as it was read.
#[derive(Debug, Default)]
pub struct ForeignFile {
    lines: Vec<ForeignLine>,
    by_path: HashMap<PathBuf, Vec<usize>>,
    by_id: HashMap<String, Vec<usize>>,
    /// The lines that make no sense, with why.
    pub senseless: Vec<(usize, String)>,
}

impl ForeignFiles {
    /// The file at a path. It is read again only where it has changed.
    ///
    /// # Errors
    /// When it cannot be read, is larger than what is read, or is no UTF-8.
    pub fn read(&self, path: &Path) -> io::Result<Arc<ForeignFile>> {
        let metadata = fs::metadata(path)?;
        if !metadata.is_file() {
            return Err(io::Error::other("it is no file"));
        }
        if metadata.len() > LARGEST {
            return Err(io::Error::other("it is larger than 256 MiB; split it"));
        }
        let seen = seen(&metadata);
        let mut last = self.0.lock().unwrap_or_else(|broken| broken.into_inner());
        if let Some(last) = &*last
            && last.path == path
            && last.seen == seen
        {
            return Ok(last.file.clone());
        }
        let text = fs::read_to_string(path)?;
        let folder = path.parent().map(fs::canonicalize).transpose()?;
        let file = Arc::new(ForeignFile::of(&text, &folder.unwrap_or_default()));
        *last = Some(Last {
            path: path.to_owned(),
            seen,
            file: file.clone(),
        });
        Ok(file)
    }
}

impl ForeignFile {
    fn of(text: &str, folder: &Path) -> Self {
        let (lines, senseless) = foreign_lines(text);
        let mut file = Self {
            senseless,
            ..Self::default()
        };
        for (number, line) in lines.iter().enumerate() {
            let path = plain(&folder.join(&line.article));
            file.by_path.entry(path).or_default().push(number);
            let id = line.article.clone();
            file.by_id.entry(id).or_default().push(number);
        }
        file.lines = lines;
        file
    }

    /// The lines of an article, by its path or the `id` of its header, in order.
    pub fn of_article(&self, path: &Path, id: Option<&str>) -> Vec<&ForeignLine> {
        let by_path = self.by_path.get(path).into_iter().flatten();
        let by_id = id.and_then(|id| self.by_id.get(id)).into_iter().flatten();
        let mut numbers: Vec<usize> = by_path.chain(by_id).copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.iter().map(|number| &self.lines[*number]).collect()
    }
}

fn seen(metadata: &Metadata) -> Seen {
    (metadata.len(), metadata.modified().ok())
}

/// A path without `.` and `..`. Nothing is asked of the disk.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_by_path_and_by_id_and_the_file_is_read_again_when_it_changes() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = fs::canonicalize(temporary.path()).unwrap();
        let path = folder.join("found.jsonl");
        let line = |article: &str| {
            format!(r#"{{"article":"{article}","hash":"h","spans":[[0,1]],"speaker":"?"}}"#)
        };
        let text = [line("in/../a.qm"), "{".into(), line("guardian-1")].join("\n");
        fs::write(&path, text).unwrap();
        let files = ForeignFiles::default();
        let file = files.read(&path).unwrap();
        let numbers = |lines: Vec<&ForeignLine>| -> Vec<usize> {
            lines.iter().map(|line| line.number).collect()
        };
        assert_eq!(numbers(file.of_article(&folder.join("a.qm"), None)), [1]);
        let by_both = file.of_article(&folder.join("a.qm"), Some("guardian-1"));
        assert_eq!(numbers(by_both), [1, 3]);
        assert_eq!(
            file.of_article(&folder.join("b.qm"), None),
            Vec::<&ForeignLine>::new()
        );
        assert_eq!(file.senseless.len(), 1);
        assert!(Arc::ptr_eq(&file, &files.read(&path).unwrap()));
        fs::write(&path, line("b.qm") + "\n\n").unwrap();
        let again = files.read(&path).unwrap();
        assert_eq!(numbers(again.of_article(&folder.join("b.qm"), None)), [1]);
        assert!(files.read(&folder).is_err());
    }
}
