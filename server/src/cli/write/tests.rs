use std::ffi::OsStr;
use std::fs;

use tempfile::TempDir;

use super::*;
use crate::features::edit::TextEdit;
use crate::model::Source;
use crate::store::writing::{LockError, State};

fn corpus(folder: &Path, names: &[&str]) -> (Corpus, CorpusEdit) {
    let mut corpus = Corpus::default();
    let mut edit = CorpusEdit::default();
    for name in names {
        let path = folder.join(name);
        fs::write(&path, "old").unwrap();
        let file = corpus.insert_source(&path, Source::new("old"));
        edit.add(file, TextEdit::insert(0, "un"));
    }
    (corpus, edit)
}

#[test]
fn all_files_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let (corpus, mut edit) = corpus(folder.path(), &["a.qm", "b.qm"]);
    edit.created
        .insert(folder.path().join("new/c.qm"), "made".into());
    let state = tempfile::tempdir().unwrap();
    let records = Records::within(state.path());
    apply_with(Some(&records), &corpus, folder.path(), &edit).unwrap();
    for (name, text) in [("a.qm", "unold"), ("b.qm", "unold"), ("new/c.qm", "made")] {
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), text);
    }
}

#[test]
fn one_that_cannot_be_written_keeps_all_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let (corpus, edit) = corpus(folder.path(), &["a.qm", "b.qm"]);
    let closed = folder.path().join("b.qm");
    let mut permissions = fs::metadata(&closed).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&closed, permissions).unwrap();
    let state = tempfile::tempdir().unwrap();
    let records = Records::within(state.path());
    let applied = apply_with(Some(&records), &corpus, folder.path(), &edit);
    let Err(Failure::Said(refused)) = applied else {
        panic!("a file that is read-only was written");
    };
    assert!(refused.contains("b.qm may not be written"), "{refused}");
    for name in ["a.qm", "b.qm"] {
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), "old");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

const NAMES: [&str; 3] = ["a.qm", "b.qm", "c/d.qm"];

/// A corpus of three files of which two are changed and one is made, and what
/// is to be done.
struct Begun {
    folder: TempDir,
    state: TempDir,
}

impl Begun {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.qm"), "a").unwrap();
        fs::write(folder.path().join("b.qm"), "b").unwrap();
        let state = tempfile::tempdir().unwrap();
        Self { folder, state }
    }

    fn home(&self) -> &Path {
        self.folder.path()
    }

    fn records(&self) -> Records {
        Records::within(self.state.path())
    }

    fn corpus(&self) -> CorpusFolder {
        CorpusFolder::open(self.home()).unwrap()
    }

    fn changes(&self) -> Vec<Change> {
        let corpus = self.corpus();
        let olds = [Some("a"), Some("b"), None];
        let changes = NAMES.iter().zip(olds).map(|(name, old)| Change {
            file: corpus.inside(Path::new(name)).unwrap(),
            old: old.map(str::to_owned),
            new: "new".into(),
        });
        changes.collect()
    }

    fn make(&self) -> Result<(), Failure> {
        make(Some(&self.records()), &self.corpus(), &self.changes())
    }

    fn lock(&self) -> Lock {
        match Lock::take(&self.corpus(), Some(&self.records())).unwrap() {
            Turn::Free(lock) => lock,
            Turn::Interrupted(_) => panic!("nothing was begun yet"),
        }
    }

    fn begin(&self) -> Journal {
        Journal::begin(self.lock(), "test".into(), &self.changes()).unwrap()
    }

    fn taken_up(&self) -> Journal {
        match Lock::take(&self.corpus(), Some(&self.records())).unwrap() {
            Turn::Interrupted(journal) => journal,
            Turn::Free(_) => panic!("there is nothing to take up"),
        }
    }

    fn texts(&self) -> Vec<Option<String>> {
        let text = |name| fs::read_to_string(self.home().join(name)).ok();
        NAMES.map(text).into()
    }

    /// The folder of the texts.
    fn journal(&self) -> PathBuf {
        let entries = fs::read_dir(self.home()).unwrap();
        let mut paths = entries.map(|entry| entry.unwrap().path());
        paths
            .find(|path| path.display().to_string().contains("/.quotemark-edit-"))
            .unwrap()
    }

    /// What is written down in the state folder.
    fn voucher(&self) -> PathBuf {
        let mut entries = fs::read_dir(self.state.path()).unwrap();
        let voucher = entries.find_map(|entry| {
            let path = entry.unwrap().path();
            (path.extension() == Some(OsStr::new("json"))).then_some(path)
        });
        voucher.unwrap()
    }

    /// Nothing but the files of the corpus is left, nor anything of the user's.
    fn is_tidy(&self) -> bool {
        let names = |folder: &Path| {
            fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().file_name())
        };
        names(self.state.path()).next().is_none()
            && names(self.home()).all(|name| !name.as_encoded_bytes().starts_with(b"."))
    }
}

fn said(failure: Failure) -> String {
    match failure {
        Failure::Said(said) => said,
        Failure::Output(error) => panic!("{error}"),
    }
}

#[test]
fn an_edit_is_finished_or_undone_from_wherever_it_stopped() {
    for done in 0..=NAMES.len() {
        for finished in [true, false] {
            let begun = Begun::new();
            let changes = begun.changes();
            // As if the power had failed after so many of them.
            let journal = begun.begin();
            for (number, change) in changes.iter().enumerate().take(done) {
                assert!(journal.replace(number, &change.file).unwrap());
            }
            drop(journal);
            assert!(begun.records().is_pending(begun.home()));
            let refused = said(begun.make().unwrap_err());
            assert!(refused.contains("was interrupted"), "{refused}");
            // It is interrupted once more, on the way back and on the way there.
            let journal = begun.taken_up();
            assert_eq!(journal.command(), "test");
            let states = journal.states().unwrap();
            let after = states.iter().filter(|(_, state)| *state == State::After);
            assert_eq!(after.count(), done);
            assert_eq!(journal.undo().unwrap(), Vec::<PathBuf>::new());
            drop(journal);
            let journal = begun.taken_up();
            assert_eq!(journal.finish().unwrap(), Vec::<PathBuf>::new());
            drop(journal);
            let journal = begun.taken_up();
            if finished {
                journal.finish().unwrap();
            } else {
                journal.undo().unwrap();
            }
            journal.close().unwrap();
            let wanted = if finished {
                vec![Some("new".to_owned()); 3]
            } else {
                vec![Some("a".into()), Some("b".into()), None]
            };
            assert_eq!(begun.texts(), wanted);
            assert!(begun.is_tidy());
        }
    }
}

#[test]
fn what_somebody_else_changed_meanwhile_is_left_alone() {
    let begun = Begun::new();
    fs::write(begun.home().join("b.qm"), "theirs").unwrap();
    let refused = said(begun.make().unwrap_err());
    assert!(
        refused.contains("b.qm has changed in the meantime"),
        "{refused}"
    );
    fs::write(begun.home().join("b.qm"), "b").unwrap();
    let journal = begun.begin();
    journal.finish().unwrap();
    fs::write(begun.home().join("b.qm"), "theirs").unwrap();
    assert_eq!(journal.undo().unwrap(), [begun.home().join("b.qm")]);
    journal.close().unwrap();
    assert_eq!(
        begun.texts(),
        [Some("a".into()), Some("theirs".into()), None]
    );
}

#[test]
fn only_one_may_change_files_at_a_time() {
    let begun = Begun::new();
    let lock = begun.lock();
    let refused = said(begun.make().unwrap_err());
    assert!(refused.contains("another command is changing"), "{refused}");
    drop(lock);
    begun.make().unwrap();
    assert_eq!(begun.texts(), vec![Some("new".to_owned()); 3]);
    assert!(begun.is_tidy());
}

#[test]
fn an_edit_that_was_interrupted_further_down_is_noticed() {
    let begun = Begun::new();
    drop(begun.begin());
    let (corpus, mut edit) = corpus(begun.home().parent().unwrap(), &[]);
    edit.created.insert(begun.home().join("e.qm"), "e".into());
    let above = begun.home().parent().unwrap();
    let refused = apply_with(Some(&begun.records()), &corpus, above, &edit).unwrap_err();
    let refused = said(refused);
    assert!(refused.contains("was interrupted"), "{refused}");
}

// ---- What is not believed -------------------------------------------------------

#[test]
fn texts_that_are_not_those_that_were_written_are_not_used() {
    for (inside, wanted) in [("new/1", State::After), ("old/1", State::Before)] {
        let begun = Begun::new();
        let journal = begun.begin();
        if wanted == State::Before {
            journal.finish().unwrap();
        }
        drop(journal);
        let text = begun.journal().join(inside);
        fs::remove_file(&text).unwrap();
        fs::write(&text, "echo pwned").unwrap();
        let journal = begun.taken_up();
        let refused = match wanted {
            State::After => journal.finish(),
            _ => journal.undo(),
        };
        let refused = refused.unwrap_err();
        assert!(matches!(refused.reason, Reason::Damaged), "{refused}");
        assert!(
            begun
                .texts()
                .iter()
                .flatten()
                .all(|text| text != "echo pwned")
        );
    }
}

#[test]
fn what_a_repository_brings_along_is_neither_used_nor_in_the_way() {
    let begun = Begun::new();
    let planted = begun.home().join(".quotemark-edit");
    fs::create_dir_all(planted.join("new")).unwrap();
    fs::write(planted.join("new/0"), "echo pwned").unwrap();
    fs::write(planted.join("list.json"), "{}").unwrap();
    assert!(!begun.records().is_pending(begun.home()));
    assert!(messages::unvouched_note(begun.home()).is_some());
    begun.make().unwrap();
    assert_eq!(
        fs::read_to_string(planted.join("new/0")).unwrap(),
        "echo pwned"
    );
    assert_eq!(fs::read_dir(&planted).unwrap().count(), 2);
}

#[test]
fn an_edit_whose_texts_are_away_is_kept_until_it_is_given_up() {
    let begun = Begun::new();
    drop(begun.begin());
    let (texts, away) = (begun.journal(), begun.state.path().join("away"));
    fs::rename(&texts, &away).unwrap();
    assert!(begun.records().is_pending(begun.home()));
    assert!(begun.make().is_err());
    let Err(LockError::NoTexts(interrupted, _)) =
        Lock::take(&begun.corpus(), Some(&begun.records()))
    else {
        panic!("its texts are away");
    };
    drop(interrupted);
    // They come back, and nothing was lost by the question.
    fs::rename(&away, &texts).unwrap();
    begun.taken_up().undo().unwrap();
    fs::remove_dir_all(&texts).unwrap();
    let Err(LockError::NoTexts(interrupted, _)) =
        Lock::take(&begun.corpus(), Some(&begun.records()))
    else {
        panic!("its texts are gone");
    };
    interrupted.give_up();
    begun.make().unwrap();
    assert!(begun.is_tidy());
}

#[test]
fn one_half_of_the_texts_still_serves() {
    for (gone, finishes) in [("new", false), ("old", true)] {
        let begun = Begun::new();
        let journal = begun.begin();
        let first = &begun.changes()[0];
        journal.replace(0, &first.file).unwrap();
        drop(journal);
        fs::remove_dir_all(begun.journal().join(gone)).unwrap();
        let journal = begun.taken_up();
        let (works, fails) = if finishes {
            (journal.finish(), journal.undo())
        } else {
            (journal.undo(), journal.finish())
        };
        assert_eq!(works.unwrap(), Vec::<PathBuf>::new());
        assert!(fails.is_err());
    }
}

#[cfg(unix)]
#[test]
fn texts_in_a_folder_that_is_open_to_others_serve_and_a_link_to_them_does_not() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    for is_link in [true, false] {
        let begun = Begun::new();
        drop(begun.begin());
        let (texts, mine) = (begun.journal(), begun.state.path().join("mine"));
        if is_link {
            fs::rename(&texts, &mine).unwrap();
            symlink(&mine, &texts).unwrap();
            let turn = Lock::take(&begun.corpus(), Some(&begun.records()));
            assert!(matches!(turn, Err(LockError::NoTexts(..))));
            assert!(mine.join("new/0").exists(), "nothing in it was taken away");
            assert_eq!(begun.texts(), [Some("a".into()), Some("b".into()), None]);
            continue;
        }
        for folder in [&texts, &texts.join("new"), &texts.join("old")] {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o777)).unwrap();
        }
        let journal = begun.taken_up();
        assert_eq!(journal.finish().unwrap(), Vec::<PathBuf>::new());
        assert_eq!(journal.undo().unwrap(), Vec::<PathBuf>::new());
        journal.close().unwrap();
        assert!(begun.is_tidy());
    }
}

#[test]
fn only_what_an_edit_writes_is_taken_away() {
    let begun = Begun::new();
    let journal = begun.begin();
    journal.undo().unwrap();
    let texts = begun.journal();
    fs::write(texts.join("new/letter.txt"), "mine").unwrap();
    fs::write(texts.join("diary.qm"), "mine").unwrap();
    journal.close().unwrap();
    let kept = ["new/letter.txt", "diary.qm"].map(|name| texts.join(name).exists());
    assert_eq!(kept, [true, true]);
    assert!(!texts.join("new/0").exists());
}

#[test]
fn a_voucher_names_no_folder_but_one_of_ours() {
    for name in [
        "texts",
        ".quotemark-edit",
        ".quotemark-edit-",
        "..",
        ".quotemark-edit-0123456789abcde/",
    ] {
        let begun = Begun::new();
        drop(begun.begin());
        let ours = begun.journal();
        let ours = ours.file_name().unwrap().to_str().unwrap();
        let voucher = begun.voucher();
        let text = fs::read_to_string(&voucher).unwrap();
        let text = text
            .replace(ours, name)
            .replace("\"is_ready\": true", "\"is_ready\": false");
        fs::write(&voucher, text).unwrap();
        let mine = begun.home().join("texts/new/1");
        fs::create_dir_all(mine.parent().unwrap()).unwrap();
        fs::write(&mine, "mine").unwrap();
        let turn = Lock::take(&begun.corpus(), Some(&begun.records()));
        assert!(matches!(turn, Err(LockError::Unreadable(_))), "{name}");
        assert!(mine.exists(), "{name}");
        // No command writes before somebody has looked.
        assert!(begun.records().is_pending(begun.home()));
    }
}

#[test]
fn a_state_folder_inside_the_corpus_is_not_believed() {
    let begun = Begun::new();
    let records = Records::within(&begun.home().join(".local/state"));
    let refused = make(Some(&records), &begun.corpus(), &begun.changes()).unwrap_err();
    assert!(said(refused).contains("XDG_STATE_HOME"));
    fs::create_dir(begun.home().join(".git")).unwrap();
    let inner = begun.home().join("inner");
    fs::create_dir(&inner).unwrap();
    let corpus = CorpusFolder::open(&inner).unwrap();
    let turn = Lock::take(&corpus, Some(&records));
    assert!(matches!(turn, Err(LockError::StateInside(_))));
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_for_the_moment_ends_no_edit() {
    use std::os::unix::fs::PermissionsExt;

    // Whoever may read everything is not stopped by permissions.
    if rustix::process::geteuid().is_root() {
        return;
    }
    let begun = Begun::new();
    let journal = begun.begin();
    journal.finish().unwrap();
    let file = begun.home().join("b.qm");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
    assert!(journal.undo().is_err());
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(journal.undo().unwrap(), Vec::<PathBuf>::new());
}

#[test]
fn a_voucher_that_names_a_file_elsewhere_is_refused() {
    for name in ["../out.qm", "/tmp/out.qm", "a.txt", ".git/x.qm", ".bashrc"] {
        let begun = Begun::new();
        drop(begun.begin());
        let voucher = begun.voucher();
        let text = fs::read_to_string(&voucher).unwrap();
        fs::write(&voucher, text.replace("c/d.qm", name)).unwrap();
        let journal = begun.taken_up();
        assert!(journal.states().is_err(), "{name}");
        assert!(journal.finish().is_err(), "{name}");
    }
}
