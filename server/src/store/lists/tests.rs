use std::fs;

use super::*;
use crate::settings::Limits;
use crate::store::{Depth, Walk, walk};

/// A folder in which each of the names stands, and what a walk finds there.
struct Tree(tempfile::TempDir);

impl Tree {
    fn with(files: &[&str]) -> Self {
        let tree = Self(tempfile::tempdir().unwrap());
        for file in files {
            tree.write(file, "");
        }
        tree
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn walk(&self) -> Walk {
        walk(self.0.path(), Depth::Everything, Limits::default())
    }

    /// The documents, and what is said of the lists.
    fn found(&self) -> (Vec<String>, Vec<String>) {
        let found = self.walk();
        let name = |path: &Path| {
            let path = path.strip_prefix(self.0.path()).unwrap_or(path);
            path.display().to_string()
        };
        let files = found.files.iter().map(|path| name(path)).collect();
        let notes = found.lists.named.iter();
        let notes = notes.map(|note| format!("{} {}", name(&note.path), note.why));
        (files, notes.collect())
    }
}

/// Puts something at a path.
#[cfg(unix)]
type Put = fn(&Path);

/// The note on each kind of list, whatever else stands where a list is looked for.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_no_list() {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    use rustix::fs::{CWD, FileType, Mode, mknodat};

    for list in [".gitignore", ".ignore", "sub/.gitignore", "sub/.ignore"] {
        let put: [(&str, Put); 7] = [
            ("it is a link", |path| symlink("/dev/zero", path).unwrap()),
            ("it is a link", |path| symlink("/dev/stdin", path).unwrap()),
            ("it is a link", |path| symlink("list", path).unwrap()),
            ("it is a link", |path| symlink("nowhere", path).unwrap()),
            ("it is a folder", |path| fs::create_dir(path).unwrap()),
            ("it is no regular file", |path| {
                mknodat(CWD, path, FileType::Fifo, Mode::RUSR, 0).unwrap();
            }),
            ("it is no regular file", |path| {
                drop(UnixListener::bind(path).unwrap());
            }),
        ];
        for (why, put) in put {
            let tree = Tree::with(&["a.qm", "sub/b.qm"]);
            tree.write("list", "*.qm\n");
            tree.write("sub/list", "*.qm\n");
            put(&tree.path(list));
            let (files, notes) = tree.found();
            assert_eq!(files, ["a.qm", "sub/b.qm"], "{list}: {why}");
            assert_eq!(notes.len(), 1, "{list}: {notes:?}");
            let said = format!("{list} does not count: {why}");
            assert!(notes[0].starts_with(&said), "{}", notes[0]);
        }
    }
}

#[cfg(unix)]
#[test]
fn lists_of_git_itself_may_be_links_to_files_and_to_nothing_else() {
    use std::os::unix::fs::symlink;

    for (target, is_read) in [
        ("../../list", true),
        ("/dev/zero", false),
        ("/dev/stdin", false),
    ] {
        let tree = Tree::with(&["a.qm", "b.qm", ".git/info/x"]);
        tree.write("list", "a.qm\n");
        symlink(target, tree.path(".git/info/exclude")).unwrap();
        let (files, notes) = tree.found();
        assert_eq!(files.len(), if is_read { 1 } else { 2 }, "{target}");
        assert_eq!(notes.is_empty(), is_read, "{target}: {notes:?}");
    }
    // Where git keeps its folder elsewhere, only files are read to find it.
    for pointer in ["gitdir: /dev/zero", "gitdir: tree", "gitdir: none"] {
        let tree = Tree::with(&["a.qm", "tree/x"]);
        symlink("/dev/zero", tree.path("tree/commondir")).unwrap();
        tree.write(".git", pointer);
        assert_eq!(tree.found(), (vec!["a.qm".to_owned()], Vec::new()));
    }
    let tree = Tree::with(&["a.qm"]);
    symlink("/dev/zero", tree.path(".git")).unwrap();
    assert_eq!(tree.found().0, ["a.qm"]);
    // A working tree beside the first, as git makes it, also with a relative path.
    let tree = Tree::with(&["a.qm", "b.qm"]);
    tree.write("first/.git/info/exclude", "a.qm\n");
    tree.write("first/.git/worktrees/w/commondir", "../..\n");
    tree.write(".git", "gitdir: first/.git/worktrees/w\n");
    assert_eq!(tree.found().0, ["b.qm"]);
}

#[cfg(unix)]
#[test]
fn links_above_count_only_where_no_repository_brought_them() {
    use std::os::unix::fs::symlink;

    let tree = Tree::with(&["repository/corpus/a.qm", "repository/corpus/b.qm"]);
    tree.write("list", "a.qm\n");
    symlink("list", tree.path(".gitignore")).unwrap();
    let found = || {
        let corpus = tree.path("repository/corpus");
        let found = walk(&corpus, Depth::Everything, Limits::default());
        (found.files.len(), found.lists.named.len())
    };
    assert_eq!(found(), (1, 0));
    fs::create_dir(tree.path("repository/.git")).unwrap();
    assert_eq!(found(), (1, 0));
    symlink("../list", tree.path("repository/.gitignore")).unwrap();
    assert_eq!(found(), (1, 1));
    fs::remove_file(tree.path(".gitignore")).unwrap();
    assert_eq!(found(), (2, 1));
    symlink("/dev/zero", tree.path(".gitignore")).unwrap();
    assert_eq!(found(), (2, 2));
}

#[test]
fn a_list_of_another_encoding_says_so() {
    let tree = Tree::with(&["a.qm", "b.qm", "c.qm"]);
    tree.write(".gitignore", b"a.qm\ncaf\xe9.qm\nb.qm\n\xff\n");
    let (files, notes) = tree.found();
    assert_eq!(files, ["c.qm"]);
    assert_eq!(
        notes,
        [".gitignore counts without line 2, which is not UTF-8"]
    );
    tree.write(".gitignore", b"\xff\xfea\0.\0q\0m\0\n\0");
    let (files, notes) = tree.found();
    assert_eq!(files.len(), 3);
    assert_eq!(
        notes,
        [".gitignore does not count: it is UTF-16, not UTF-8"]
    );
}

#[test]
fn what_is_not_read_of_a_list_is_told() {
    let tree = Tree::with(&["a.qm", "b.qm", "sub/c.qm", "sub/deep/d.qm"]);
    let list = |count: usize, pattern: &str| pattern.repeat(count);
    // As much as counts, to the last line, and one more.
    tree.write(
        ".gitignore",
        list(PATTERNS - 1, "name\n") + "a.qm\n# more\n\n",
    );
    assert_eq!(tree.found().1, Vec::<String>::new());
    assert_eq!(tree.found().0.len(), 3);
    tree.write(".gitignore", list(PATTERNS, "name\n") + "a.qm\n");
    let (files, notes) = tree.found();
    assert_eq!(files.len(), 4);
    let told = ".gitignore counts only up to line 10001: in one folder 10000 patterns hold, 1000 of \
                them with wildcards, and no more";
    assert_eq!(notes, [told]);
    // Those of the folders around count too, those beside do not.
    tree.write(".gitignore", list(PATTERNS / 2, "name\n"));
    tree.write("sub/.gitignore", list(PATTERNS / 2, "name\n") + "c.qm\n");
    tree.write("other/.gitignore", list(PATTERNS / 2, "name\n"));
    let (files, notes) = tree.found();
    assert_eq!((files.len(), notes.len()), (4, 1), "{notes:?}");
    assert!(notes[0].starts_with("sub/.gitignore counts only up to line 5001:"));
    fs::remove_file(tree.path("sub/.gitignore")).unwrap();
    // Those with wildcards are fewer, by number and by length.
    tree.write(".gitignore", list(WILDCARDS, "a*z\n") + "a.qm\n");
    assert_eq!((tree.found().0.len(), tree.found().1.len()), (3, 0));
    tree.write(".gitignore", list(WILDCARDS, "a*z\n") + "b*m\na.qm\n");
    assert_eq!((tree.found().0.len(), tree.found().1.len()), (4, 1));
    let long = format!("*{}\n", "x".repeat(999));
    tree.write(".gitignore", list(40, &long) + "a.qm\n");
    assert_eq!((tree.found().0.len(), tree.found().1.len()), (4, 1));
    tree.write(
        ".gitignore",
        format!("{}\na.qm\n", "x".repeat(PATTERN_BYTES + 1)),
    );
    let (files, notes) = tree.found();
    assert_eq!(files.len(), 3);
    assert_eq!(
        notes,
        [".gitignore counts without line 1, which is too long"]
    );
    // A list that is too large says so whole, and so does one of unknown length.
    tree.write(".gitignore", "# a comment\n".repeat(100_000) + "a.qm\n");
    let (files, notes) = tree.found();
    assert_eq!(files.len(), 4);
    assert_eq!(
        notes,
        [".gitignore does not count: it has 2 MiB, and 1 is the most"]
    );
}

#[test]
fn all_lists_together_have_an_end_and_few_are_named() {
    let tree = Tree::with(&["a.qm"]);
    let list = "name\n".repeat(PATTERNS);
    for folder in 0..30 {
        tree.write(&format!("{folder}/.gitignore"), &list);
    }
    let notes = tree.walk().lists;
    assert_eq!(notes.named.len(), NOTES_TOLD);
    // As many may be on their way as there are threads.
    let passed_over = notes.named.len() + notes.more;
    assert!((1..=9).contains(&passed_over), "{passed_over}");
    for note in notes.named {
        assert!(note.why.starts_with("does not count: all lists together"));
    }
}

#[test]
fn patterns_without_wildcards_are_known() {
    for plain in ["a", "/a/b.qm", "!a b/", "*.qm", "!*.txt", "é"] {
        assert!(is_plain(plain), "{plain}");
    }
    for other in [
        "*", "a*", "*.tar.gz", "*.a/b", "?", "[a]", "{a,b}", "\\a", "**/a", "!*.[a]",
    ] {
        assert!(!is_plain(other), "{other}");
    }
}
