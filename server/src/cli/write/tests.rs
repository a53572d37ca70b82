use std::fs;

use super::journal::State;
use super::*;
use crate::features::edit::TextEdit;
use crate::model::Source;

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
    apply(&corpus, folder.path(), &edit).unwrap();
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
    let Err(Failure::Said(refused)) = apply(&corpus, folder.path(), &edit) else {
        panic!("a file that is read-only was written");
    };
    assert!(refused.contains("b.qm may not be written"), "{refused}");
    for name in ["a.qm", "b.qm"] {
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), "old");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

const NAMES: [&str; 3] = ["a.qm", "b.qm", "c/d.qm"];

/// Three files of which two are changed and one is made, and what is to be done.
fn changes(folder: &Path) -> Vec<Changed> {
    fs::write(folder.join("a.qm"), "a").unwrap();
    fs::write(folder.join("b.qm"), "b").unwrap();
    let change = |name: &str, old: Option<&str>| Changed {
        path: folder.join(name),
        old: old.map(str::to_owned),
        new: "new".into(),
    };
    vec![
        change("a.qm", Some("a")),
        change("b.qm", Some("b")),
        change("c/d.qm", None),
    ]
}

fn texts(folder: &Path) -> Vec<Option<String>> {
    let text = |name| fs::read_to_string(folder.join(name)).ok();
    NAMES.map(text).into()
}

fn taken_up(folder: &Path) -> Journal {
    match Lock::take(folder).unwrap() {
        Turn::Interrupted(journal) => journal,
        Turn::Free(_) => panic!("there is nothing to take up"),
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
            let folder = tempfile::tempdir().unwrap();
            let home = folder.path();
            let changes = changes(home);
            let Turn::Free(lock) = Lock::take(home).unwrap() else {
                panic!("nothing was begun yet");
            };
            // As if the power had failed behind so many of them.
            let journal = Journal::begin(lock, "test".into(), &changes).unwrap();
            for (number, change) in changes.iter().enumerate().take(done) {
                journal.replace(number, &change.path).unwrap();
            }
            drop(journal);
            assert!(journal::is_pending(home));
            let refused = said(make(home, &changes).unwrap_err());
            assert!(refused.contains("was interrupted"), "{refused}");
            // It is interrupted once more, on the way back and on the way there.
            let journal = taken_up(home);
            assert_eq!(journal.command(), "test");
            let after = |(_, state): &(PathBuf, State)| *state == State::After;
            assert_eq!(journal.states().filter(after).count(), done);
            assert_eq!(journal.undo().unwrap(), Vec::<PathBuf>::new());
            drop(journal);
            let journal = taken_up(home);
            assert_eq!(journal.finish().unwrap(), Vec::<PathBuf>::new());
            drop(journal);
            let journal = taken_up(home);
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
            assert_eq!(texts(home), wanted);
            assert!(!home.join(journal::FOLDER).exists());
        }
    }
}

#[test]
fn what_somebody_else_changed_meanwhile_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let changes = changes(home);
    fs::write(home.join("b.qm"), "theirs").unwrap();
    let refused = said(make(home, &changes).unwrap_err());
    assert!(
        refused.contains("b.qm has changed in the meantime"),
        "{refused}"
    );
    fs::write(home.join("b.qm"), "b").unwrap();
    let Turn::Free(lock) = Lock::take(home).unwrap() else {
        panic!("nothing was begun yet");
    };
    let journal = Journal::begin(lock, "test".into(), &changes).unwrap();
    journal.finish().unwrap();
    fs::write(home.join("b.qm"), "theirs").unwrap();
    assert_eq!(journal.undo().unwrap(), [home.join("b.qm")]);
    journal.close().unwrap();
    assert_eq!(texts(home), [Some("a".into()), Some("theirs".into()), None]);
}

#[test]
fn only_one_may_change_files_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let changes = changes(home);
    let lock = Lock::take(home).unwrap();
    let refused = said(make(home, &changes).unwrap_err());
    assert!(refused.contains("another command is changing"), "{refused}");
    drop(lock);
    make(home, &changes).unwrap();
    assert_eq!(texts(home), vec![Some("new".to_owned()); 3]);
}

#[test]
fn an_edit_that_was_interrupted_further_down_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    let changes = changes(&inner);
    let Turn::Free(lock) = Lock::take(&inner).unwrap() else {
        panic!("nothing was begun yet");
    };
    drop(Journal::begin(lock, "test".into(), &changes).unwrap());
    let refused = said(make(folder.path(), &changes).unwrap_err());
    assert!(refused.contains("inner was interrupted"), "{refused}");
}
