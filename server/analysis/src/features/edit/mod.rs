//! Changes to the files of a corpus, as plain data; whoever asked applies them.

pub mod declared;
pub mod external;
pub mod header;
mod new_tag;
pub mod place;
mod refusal;
pub mod removal;
pub mod statements;
mod taken;
mod text_edit;

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;

use super::shared::wording::counted;
use crate::model::{Corpus, FileId};
use crate::syntax::{Parser, strip};
use external::refuse_change;
use taken::{Read, only_markup};

pub use new_tag::after_new_id;
pub use refusal::Refusal;
pub use text_edit::{TextEdit, applied};

/// Changes that belong together: all of them are made, or none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CorpusEdit {
    /// The changes of each file. They do not overlap; [`checked`](Self::checked)
    /// puts them in the order of the text.
    pub changes: BTreeMap<FileId, Vec<TextEdit>>,
    /// Files that are made, with their texts. None of them is there yet.
    pub created: BTreeMap<PathBuf, String>,
    /// What an editor shows of it before it is made.
    pub summary: Option<Summary>,
}

/// A change in words, for an editor that asks before it makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// What is done, in a few words.
    pub label: String,
    /// How much it changes.
    pub description: String,
    /// Whether the user is to confirm it.
    pub needs_confirmation: bool,
}

impl CorpusEdit {
    /// The changes of one file.
    pub fn of(file: FileId, changes: impl IntoIterator<Item = TextEdit>) -> Self {
        let mut edit = Self::default();
        edit.changes.insert(file, changes.into_iter().collect());
        edit
    }

    /// Adds a change of a file.
    pub fn add(&mut self, file: FileId, change: TextEdit) {
        self.changes.entry(file).or_default().push(change);
    }

    /// Adds the changes of another edit, after those that are there where both are at one
    /// place. What the other is called is left.
    pub fn extend(&mut self, other: Self) {
        for (file, changes) in other.changes {
            self.changes.entry(file).or_default().extend(changes);
        }
        self.created.extend(other.created);
    }

    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.changes.values().all(Vec::is_empty) && self.created.is_empty()
    }

    /// How many places change.
    pub fn places(&self) -> usize {
        self.changes.values().map(Vec::len).sum()
    }

    /// How many files change or are made.
    pub fn files(&self) -> usize {
        let changed = self.changes.values().filter(|edits| !edits.is_empty());
        changed.count() + self.created.len()
    }

    /// The files that are there and change, by their paths: their numbers
    /// depend on the order in which they were read.
    pub fn by_path(&self, corpus: &Corpus) -> Vec<FileId> {
        let mut files: Vec<FileId> = self.changes.keys().copied().collect();
        files.sort_by_cached_key(|file| corpus.file(*file).map(|file| file.path.clone()));
        files
    }

    /// How much it changes, in words: `12 places in 5 files`.
    pub fn extent(&self) -> String {
        let (places, files) = (self.places(), self.files());
        format!("{} in {}", counted(places, "place"), counted(files, "file"))
    }

    /// The edit with its changes in the order of the text, after making sure
    /// that it can be made and that `strip` prints the same of every article
    /// afterwards. What is broken counts among the words, since it may be the
    /// article's own. No change begins or ends inside a line break of two bytes.
    ///
    /// # Errors
    /// When a file is no longer what the corpus knows of it or is another corpus'
    /// that this one only reads, when changes overlap, and when a word of an article would change.
    pub fn checked(self, corpus: &Corpus) -> Result<Self, Refusal> {
        self.checked_for(corpus, Allowed::Nothing)
    }

    /// The same for a change that the user chose by its title, to put right what
    /// is broken: it may take signs, ids and clauses from what `strip` prints
    /// that cannot be words, and white space around them. It adds nothing.
    ///
    /// # Errors
    /// As [`checked`](Self::checked).
    pub fn checked_repair(self, corpus: &Corpus) -> Result<Self, Refusal> {
        self.checked_for(corpus, Allowed::Markup)
    }

    fn checked_for(mut self, corpus: &Corpus, allowed: Allowed) -> Result<Self, Refusal> {
        self.changes.retain(|_, edits| !edits.is_empty());
        for edits in self.changes.values_mut() {
            edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        }
        let files = self.by_path(corpus);
        for file in &files {
            refuse_change(corpus, *file)?;
        }
        let judged: Vec<Result<(FileId, Vec<TextEdit>), Refusal>> = files
            .into_par_iter()
            .map(|file| {
                let edits = judged(corpus, file, &self.changes[&file], allowed)?;
                Ok((file, edits))
            })
            .collect();
        self.changes = judged.into_iter().collect::<Result<_, Refusal>>()?;
        Ok(self)
    }
}

/// What may go from an article's words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Allowed {
    Nothing,
    /// Markup that is broken.
    Markup,
}

/// The changes, which are in order, with their ends beside a CRLF where they were
/// inside it: no editor has a place there. What they come to stays the same.
fn with_whole_breaks(text: &str, edits: &[TextEdit]) -> Vec<TextEdit> {
    let is_inside = |at: usize| text[..at].ends_with('\r') && text[at..].starts_with('\n');
    let mut whole: Vec<TextEdit> = Vec::with_capacity(edits.len());
    for edit in edits {
        match whole.last_mut() {
            Some(last) if last.range.end == edit.range.start && is_inside(last.range.to()) => {
                last.range.end = edit.range.end;
                last.text.push_str(&edit.text);
            }
            _ => whole.push(edit.clone()),
        }
    }
    for edit in &mut whole {
        if is_inside(edit.range.from()) {
            edit.range.start -= 1;
            edit.text.insert(0, '\r');
        }
        if is_inside(edit.range.to()) {
            edit.range.end += 1;
            edit.text.push('\n');
        }
    }
    whole
}

/// The changes of a file, which are in the order of the text, if they may be
/// made.
fn judged(
    corpus: &Corpus,
    file: FileId,
    edits: &[TextEdit],
    allowed: Allowed,
) -> Result<Vec<TextEdit>, Refusal> {
    let shown = || {
        let file = corpus.file(file);
        file.map_or_else(String::new, |file| file.path.display().to_string())
    };
    let Some(source) = corpus.source(file) else {
        return Err(Refusal(format!(
            "{} has changed on the disk in the meantime; try again",
            shown()
        )));
    };
    let Some(new) = applied(&source.text, edits) else {
        return Err(Refusal(format!(
            "two changes of {} overlap; nothing was changed, please report this",
            shown()
        )));
    };
    let document = Parser::new().read(&new);
    if strip(&new, &document) == strip(&source.text, &source.document) {
        return Ok(with_whole_breaks(&source.text, edits));
    }
    let old = Read {
        text: &source.text,
        document: &source.document,
    };
    let then = Read {
        text: &new,
        document: &document,
    };
    if allowed == Allowed::Markup && only_markup(old, edits, then) {
        return Ok(with_whole_breaks(&source.text, edits));
    }
    Err(Refusal(format!(
        "this would change the words of {}, so nothing was changed; \
         see what `quotemark check` says about the place, and fix that first",
        shown()
    )))
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;
    use crate::syntax::TextRange;

    fn checked(edits: Vec<TextEdit>) -> Result<String, String> {
        let (corpus, file, _) = fixture::corpus_at("//- a.qm\n$0[She]{@ann} said so.\n");
        let edit = CorpusEdit::of(file, edits).checked(&corpus);
        let edit = edit.map_err(|refusal| refusal.0)?;
        let text = corpus.source(file).unwrap().text;
        Ok(applied(&text, &edit.changes[&file]).unwrap())
    }

    #[test]
    fn changes_are_made_in_the_order_of_the_text() {
        let edits = vec![
            TextEdit::replace(TextRange::new(7, 10), "bob"),
            TextEdit::insert(0, "{% who? %}"),
        ];
        assert_eq!(checked(edits).unwrap(), "{% who? %}[She]{@bob} said so.\n");
    }

    #[test]
    fn nothing_that_changes_a_word_is_made() {
        for edit in [
            TextEdit::insert(1, "x"),
            TextEdit::delete(TextRange::new(10, 11)),
            TextEdit::insert(12, "[]"),
        ] {
            let refused = checked(vec![edit]).unwrap_err();
            assert!(refused.contains("change the words of a.qm"), "{refused}");
        }
    }

    #[test]
    fn what_is_broken_can_be_put_right_and_no_word_be_taken_with_it() {
        let try_out = |text: &str, at: &str, put_in: &str, take_out: usize| {
            let (corpus, file, _) = fixture::corpus_at(&format!("//- a.qm\n$0{text}"));
            let start = text.find(at).unwrap() + at.len();
            let range = TextRange::new(start, start + take_out);
            let edit = CorpusEdit::of(file, [TextEdit::replace(range, put_in)]);
            assert!(edit.clone().checked(&corpus).is_err(), "{text:?}");
            edit.checked_repair(&corpus).is_ok()
        };
        for (text, at, put_in, take_out) in [
            ("He [she]{@ann and left.\n", "@ann", "}", 0),
            ("::: by @ann\n\nOne.\n\nTwo.\n", "One.", "\n:::", 0),
            ("---\ndate: 2011\n\nOne.\n", "2011", "\n---", 0),
            ("---\n[One]{@ann}.\n", "", "\\", 0),
            ("@ann: Ann\n\n    also: Lee\n\nOne.\n", "Ann\n", "", 1),
            ("One]{@ann} two.\n", "One", "", 7),
            ("One]{by @ann of &b} two.\n", "One", "", 16),
            ("One.\n\n:::\n\nTwo.\n", "One.\n\n", "", 4),
        ] {
            assert!(try_out(text, at, put_in, take_out), "{text:?}");
        }
        for (text, at, put_in, take_out) in [
            ("He [she]{@ann and left.\n", "@ann", "} x", 0),
            ("He [she]{@ann and left.\n", "@ann", "}", 4),
            ("He [she]{@ann and left.\n", "", "", 2),
            ("He [she]{by the gate.\n", "by", "}", 0),
            ("He [she]{note: the gate.\n", "gate", "}", 0),
            ("One {% two\nthree\n", "two", " %}", 0),
            ("One {% two\nthree\n", "three", " %}", 0),
            ("One]{@ann} two.\n", "On", "", 8),
            ("One]{@ann} two.\n", "One", "", 8),
            ("One ]{@ann}two.\n", "One", "", 8),
            ("One ]{ two}.\n", "One ", "", 7),
            ("---\nOne.\n\nTwo.\n", "One.", "\n---", 0),
            ("---\nsaid: One\n\nTwo.\n", "One", "\n---", 0),
            ("@ann: Ann\n\n    and: Lee\n\nOne.\n", "Ann\n", "", 1),
            (
                "@ann: Ann\n\n    also: Lee\n    and: Lou\n\nOne.\n",
                "Ann\n",
                "",
                1,
            ),
            ("::: Note this\nOne.\n\nTwo.\n", "One.", "\n:::", 0),
            ("---\ntitle: One {% two %}\n\nThree.\n", "", "\\", 0),
            ("---\ntitle: [One]{@ann}\n---\n\nTwo.\n", "", "\\", 0),
        ] {
            assert!(!try_out(text, at, put_in, take_out), "{text:?}");
        }
    }

    #[test]
    fn no_change_begins_or_ends_inside_a_line_break() {
        let (corpus, file, _) =
            fixture::corpus_at("//- a.qm\n$0@a: A\r\n@b: B\r\n@c: C\r\n@d: D\r\n");
        let text = corpus.source(file).unwrap().text;
        let delete = |from, to| TextEdit::delete(TextRange::new(from, to));
        for edits in [
            vec![delete(6, 14), delete(20, 27)],
            vec![delete(6, 13), delete(13, 14)],
            vec![delete(5, 13), TextEdit::insert(13, "\n@x: X\r")],
            vec![
                TextEdit::insert(6, "\n@x: X\r"),
                TextEdit::insert(20, "\n@y: Y\r"),
            ],
        ] {
            let wanted = applied(&text, &edits).unwrap();
            let edit = CorpusEdit::of(file, edits).checked(&corpus).unwrap();
            for edit in &edit.changes[&file] {
                for at in [edit.range.from(), edit.range.to()] {
                    assert!(!(text[..at].ends_with('\r') && text[at..].starts_with('\n')));
                }
            }
            assert_eq!(applied(&text, &edit.changes[&file]).unwrap(), wanted);
        }
    }

    /// An editor shows it before the user agrees: files that are made are files too, and
    /// those in which nothing changes are none.
    #[test]
    fn the_extent_counts_what_changes_and_what_is_made() {
        let (corpus, file, _) = fixture::corpus_at("//- a.qm\n$0x\n//- b.qm\ny\n");
        let mut edit = CorpusEdit::of(file, [TextEdit::insert(0, "a"), TextEdit::insert(1, "b")]);
        assert_eq!(edit.extent(), "2 places in 1 file");
        let other = corpus.find(std::path::Path::new("b.qm")).unwrap();
        edit.changes.insert(other, Vec::new());
        edit.created.insert("new/c.qm".into(), "c".into());
        edit.created.insert("new/d.qm".into(), "d".into());
        assert_eq!(edit.extent(), "2 places in 3 files");
        assert!(!edit.is_empty());
        edit.changes.remove(&file);
        assert!(!edit.is_empty());
        edit.created.clear();
        assert!(edit.is_empty());
    }

    #[test]
    fn a_refusal_is_shown_as_its_sentence() {
        assert_eq!(Refusal("no `x` here".into()).to_string(), "no `x` here");
    }

    #[test]
    fn overlapping_changes_are_refused() {
        let edits = vec![
            TextEdit::delete(TextRange::new(0, 11)),
            TextEdit::insert(7, "x"),
        ];
        assert!(checked(edits).unwrap_err().contains("overlap"));
    }
}
