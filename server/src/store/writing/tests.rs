use std::cell::Cell;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;

struct Disk(TempDir);

impl Disk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    #[cfg(unix)]
    fn link(&self, target: &str, name: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, path).unwrap();
    }

    fn names(&self) -> usize {
        fs::read_dir(self.0.path()).unwrap().count()
    }
}

#[test]
fn a_file_is_made_once_and_replaced_often() {
    let disk = Disk::new();
    let path = disk.path("new/a.qm");
    Destination::at(&path, true)
        .unwrap()
        .write(b"one", false)
        .unwrap();
    let again = Destination::at(&path, true).unwrap().write(b"two", false);
    assert!(matches!(again.unwrap_err().reason, Reason::Exists));
    assert_eq!(disk.read("new/a.qm"), "one");
    let file = Destination::at(&path, false).unwrap();
    file.replace(b"one", b"three").unwrap();
    let late = file.replace(b"one", b"four").unwrap_err();
    assert!(matches!(late.reason, Reason::Changed));
    assert_eq!(disk.read("new/a.qm"), "three");
    assert_eq!(fs::read_dir(disk.path("new")).unwrap().count(), 1);
}

#[test]
fn what_is_written_between_the_look_and_the_move_is_kept() {
    let disk = Disk::new();
    let path = disk.write("a.qm", "old");
    let (folder, name) = reached_file(&path, false).unwrap();
    let beside = folder
        .write_beside(b"new", &FileAttributes::default())
        .unwrap();
    let looks = Cell::new(0);
    let is_old = |there: &[u8]| {
        looks.set(looks.get() + 1);
        // Another program is quicker, by as little as can be.
        if looks.get() == 1 {
            fs::write(&path, "theirs").unwrap();
        }
        there == b"old"
    };
    let is_replaced = folder.replace(&beside, &folder, &name, &is_old).unwrap();
    if cfg!(any(target_os = "linux", target_os = "macos")) {
        assert!(!is_replaced);
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
        assert_eq!(disk.read(beside.to_str().unwrap()), "new");
    }
}

#[test]
fn names_inside_a_corpus_are_plain() {
    for (name, is_plain) in [
        ("a.qm", true),
        ("2011/a.qm", true),
        ("./2011/./a.qm", true),
        ("quotemark.toml", true),
        (".drafts/a.qm", true),
        ("a.txt", false),
        (".qm", false),
        (".bashrc", false),
        ("../a.qm", false),
        ("2011/../a.qm", false),
        ("/tmp/a.qm", false),
        (".git/a.qm", false),
        ("sub/.GIT/hooks/a.qm", false),
        (".hg/a.qm", false),
        ("", false),
    ] {
        assert_eq!(is_plain_name(Path::new(name)), is_plain, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn permissions_and_masks_are_kept() {
    use std::os::unix::fs::PermissionsExt;

    let disk = Disk::new();
    let path = disk.write("a.qm", "one");
    let mode = |name: &str| fs::metadata(disk.path(name)).unwrap().permissions().mode() & 0o777;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    Destination::at(&path, false)
        .unwrap()
        .replace(b"one", b"two")
        .unwrap();
    assert_eq!(mode("a.qm"), 0o640);
    disk.write("plain", "");
    let new = Destination::at(&disk.path("new.qm"), false).unwrap();
    new.write(b"x", false).unwrap();
    assert_eq!(mode("new.qm"), mode("plain"));
    assert_eq!(disk.names(), 3);
}

#[cfg(unix)]
#[test]
fn no_link_is_followed_below_a_corpus_and_all_are_above_it() {
    let disk = Disk::new();
    disk.write("real/corpus/cast.qm", "");
    disk.write("real/corpus/sub/a.qm", "a");
    disk.write("mine/b.qm", "b");
    // Also one that is a corpus itself is not reached through another.
    disk.write("mine/quotemark.toml", "");
    disk.link("real", "way");
    disk.link("sub", "real/corpus/inner");
    disk.link("../../mine", "real/corpus/outer");
    disk.link("sub/a.qm", "real/corpus/a.qm");
    disk.link("../../mine/none.qm", "real/corpus/none.qm");
    let at = |name: &str| Destination::at(&disk.path(name), true).map(|file| file.read());
    assert_eq!(at("way/corpus/sub/a.qm").unwrap().unwrap(), b"a");
    for through in [
        "way/corpus/inner/a.qm",
        "real/corpus/outer/b.qm",
        "real/corpus/outer/new/c.qm",
    ] {
        let refused = at(through).unwrap_err();
        assert!(
            matches!(
                refused.reason,
                Reason::Link {
                    folder: Some(_),
                    ..
                }
            ),
            "{refused}"
        );
    }
    for link in ["real/corpus/a.qm", "real/corpus/none.qm"] {
        let refused = at(link).unwrap().unwrap_err();
        assert!(
            matches!(refused.reason, Reason::Link { folder: None, .. }),
            "{refused}"
        );
        let file = Destination::at(&disk.path(link), false).unwrap();
        assert!(file.write(b"x", true).is_err());
        assert!(file.replace(b"a", b"x").is_err());
        assert!(can_be_made(&disk.path(link)).is_err());
    }
    assert!(can_be_made(&disk.path("real/corpus/new/c.qm")).is_ok());
    assert!(can_be_made(&disk.path("real/corpus/outer/c.qm")).is_err());
    assert_eq!(disk.read("mine/b.qm"), "b");
    assert!(!disk.path("mine/new").exists() && !disk.path("mine/none.qm").exists());
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_exchanged_for_a_link_is_still_the_one_that_was_opened() {
    let disk = Disk::new();
    disk.write("corpus/cast.qm", "");
    disk.write("corpus/sub/a.qm", "a");
    disk.write("mine/a.qm", "mine");
    let corpus = CorpusFolder::open(&disk.path("corpus")).unwrap();
    let file = corpus.inside(Path::new("sub/a.qm")).unwrap();
    assert_eq!(file.read().unwrap(), b"a");
    fs::rename(disk.path("corpus"), disk.path("moved")).unwrap();
    disk.link("mine", "corpus");
    file.replace(b"a", b"b").unwrap();
    assert_eq!(
        (disk.read("moved/sub/a.qm"), disk.read("mine/a.qm")),
        ("b".into(), "mine".into())
    );
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_without_waiting() {
    let disk = Disk::new();
    fs::create_dir(disk.path("folder.qm")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(disk.path("pipe.qm"))
        .status();
    assert!(made.unwrap().success());
    for name in ["folder.qm", "pipe.qm", "/dev/zero"] {
        let file = Destination::at(&disk.path(name), false).unwrap();
        let refused = file.read().unwrap_err();
        assert!(matches!(refused.reason, Reason::NoFile), "{refused}");
        assert!(file.write(b"x", true).is_err());
    }
}

#[test]
fn a_path_with_dots_is_what_the_system_makes_of_it() {
    let disk = Disk::new();
    let path = disk.write("a/b/c.qm", "c");
    let (folder, name) = reached_file(&disk.path("a/x/../b/./c.qm"), false).map_or_else(
        |_| reached_file(&disk.path("a/b/../b/./c.qm"), false).unwrap(),
        |_| panic!("there is no folder `x`"),
    );
    assert_eq!(name, OsStr::new("c.qm"));
    let plain = reached_file(&path, false).unwrap().0;
    assert!(folder.is_same(&plain));
}

#[test]
fn the_newest_of_what_others_write_meanwhile_is_kept() {
    if !cfg!(any(target_os = "linux", target_os = "macos")) {
        return;
    }
    let disk = Disk::new();
    let path = disk.write("a.qm", "old");
    let (folder, name) = reached_file(&path, false).unwrap();
    let beside = folder
        .write_beside(b"new", &FileAttributes::default())
        .unwrap();
    let looks = Cell::new(0);
    let is_old = |there: &[u8]| {
        looks.set(looks.get() + 1);
        // One text comes before the exchange, another before it is taken back.
        fs::write(disk.path("half"), format!("theirs {}", looks.get())).unwrap();
        fs::rename(disk.path("half"), &path).unwrap();
        there == b"old"
    };
    assert!(!folder.replace(&beside, &folder, &name, &is_old).unwrap());
    assert_eq!(fs::read_to_string(&path).unwrap(), "theirs 2");
}

#[test]
fn a_file_that_is_taken_away_meanwhile_is_not_made_again() {
    if !cfg!(any(target_os = "linux", target_os = "macos")) {
        return;
    }
    let disk = Disk::new();
    let path = disk.write("a.qm", "old");
    let (folder, name) = reached_file(&path, false).unwrap();
    let beside = folder
        .write_beside(b"new", &FileAttributes::default())
        .unwrap();
    let is_old = |there: &[u8]| {
        fs::remove_file(&path).unwrap();
        there == b"old"
    };
    assert!(!folder.replace(&beside, &folder, &name, &is_old).unwrap());
    assert!(!path.exists());
}

#[cfg(unix)]
#[test]
fn clones_of_every_tool_are_told_by_its_folder() {
    for tool in [".git", ".hg", ".svn", ".bzr", ".jj"] {
        let disk = Disk::new();
        disk.write("mine/a.qm", "mine");
        fs::create_dir_all(disk.path("clone").join(tool)).unwrap();
        disk.link("../mine", "clone/in");
        assert!(
            Destination::at(&disk.path("clone/in/a.qm"), true).is_err(),
            "{tool}"
        );
    }
}
