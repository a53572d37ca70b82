//! Corpora written in tests.

use std::fs;
use std::path::{Path, PathBuf};

use tower_lsp::ls_types::{Position, Uri};

/// A folder with the files of a fixture: parts that begin with `//- name`.
/// `$0` marks the cursor and is no part of the file.
pub struct Folder {
    folder: tempfile::TempDir,
    cursor: Option<(String, usize, String)>,
}

impl Folder {
    /// Writes a fixture to a new folder.
    pub fn new(fixture: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut cursor = None;
        for part in fixture.split("//- ").skip(1) {
            let (name, text) = part.split_once('\n').expect("a name ends its line");
            let plain = text.replace("$0", "");
            if let Some(offset) = text.find("$0") {
                cursor = Some((name.to_owned(), offset, plain.clone()));
            }
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder");
            fs::write(path, plain).expect("a file");
        }
        Self { folder, cursor }
    }

    /// A copy of a folder that is there.
    pub fn copy_of(original: &Path) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        copy(original, folder.path());
        Self {
            folder,
            cursor: None,
        }
    }

    /// The names of the files in it and below, sorted, with `/` between folders.
    pub fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        let mut below = vec![String::new()];
        while let Some(within) = below.pop() {
            for entry in fs::read_dir(self.file(&within)).expect("a folder") {
                let entry = entry.expect("an entry");
                let name = entry.file_name().into_string().expect("a name in UTF-8");
                let name = format!("{within}{name}");
                if entry.path().is_dir() {
                    below.push(format!("{name}/"));
                } else {
                    names.push(name);
                }
            }
        }
        names.sort();
        names
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The path of a file in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The address of a file in it.
    pub fn uri(&self, name: &str) -> Uri {
        Uri::from_file_path(self.file(name)).expect("the folder's path is absolute")
    }

    /// The text of a file as it is on the disk.
    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).expect("the file is there")
    }

    /// Writes a file again.
    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.file(name), text).expect("a file");
    }

    /// The file of the cursor and its position in UTF-16.
    pub fn cursor(&self) -> (&str, Position) {
        let (name, offset, text) = self
            .cursor
            .as_ref()
            .expect("the fixture marks a cursor with $0");
        let before = &text[..*offset];
        let line = before.matches('\n').count();
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or("")
            .encode_utf16()
            .count();
        let number = |number: usize| u32::try_from(number).expect("a small file");
        (name, Position::new(number(line), number(column)))
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).expect("a file");
        }
    }
}
