//! Changes to the files of a corpus, as plain data; whoever asked applies them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::words::counted;
use crate::model::{Corpus, FileId};
use crate::syntax::{Document, Parser, ProblemKind, TextRange, strip};

/// A stretch of a file and what takes its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextEdit {
    /// The stretch, in bytes; empty where something is put in.
    pub range: TextRange,
    /// What stands there afterwards.
    pub text: String,
}

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

/// Why nothing is changed: one sentence that names the thing and the mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub String);

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}

impl TextEdit {
    /// Puts `text` in place of `range`.
    pub fn replace(range: TextRange, text: impl Into<String>) -> Self {
        Self {
            range,
            text: text.into(),
        }
    }

    /// Puts `text` in at byte `offset`.
    pub fn insert(offset: usize, text: impl Into<String>) -> Self {
        Self::replace(TextRange::new(offset, offset), text)
    }

    /// Takes `range` out.
    pub fn delete(range: TextRange) -> Self {
        Self::replace(range, "")
    }
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
    /// that it can be made and leaves every article's words as they are. What
    /// is broken counts among the words, since it may be the article's own; an
    /// edit that mends it may take it from them, and nothing else.
    ///
    /// # Errors
    /// When a file is no longer what the corpus knows of it, when changes
    /// overlap, and when a word of an article would change.
    pub fn checked(mut self, corpus: &Corpus) -> Result<Self, Refusal> {
        self.changes.retain(|_, edits| !edits.is_empty());
        for edits in self.changes.values_mut() {
            edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        }
        let refusal = self
            .by_path(corpus)
            .into_par_iter()
            .find_map_first(|file| refusal(corpus, file, &self.changes[&file]));
        match refusal {
            Some(refusal) => Err(refusal),
            None => Ok(self),
        }
    }
}

/// Why changes of a file, in the order of the text, may not be made, if they
/// may not.
fn refusal(corpus: &Corpus, file: FileId, edits: &[TextEdit]) -> Option<Refusal> {
    let shown = || {
        let file = corpus.file(file);
        file.map_or_else(String::new, |file| file.path.display().to_string())
    };
    let Some(source) = corpus.source(file) else {
        return Some(Refusal(format!(
            "{} has changed on the disk in the meantime; try again",
            shown()
        )));
    };
    let Some(new) = applied(&source.text, edits) else {
        return Some(Refusal(format!(
            "two changes of {} overlap; nothing was changed, please report this",
            shown()
        )));
    };
    let document = Parser::new().read(&new);
    let keeps_words = strip(&new, &document) == strip(&source.text, &source.document);
    if keeps_words || is_mend(&source.text, &source.document, &new, &document) {
        return None;
    }
    Some(Refusal(format!(
        "this would change the words of {}, so nothing was changed; \
         mend the broken tags near the place first",
        shown()
    )))
}

/// Whether less of the new text is broken than of the old one, and the two have
/// the same letters when what is broken in either is taken for markup.
fn is_mend(old: &str, old_document: &Document, new: &str, new_document: &Document) -> bool {
    let spoilt = |document: &Document| {
        let problems = document.problems.iter();
        problems
            .filter(|problem| problem.kind.spoils_words())
            .count()
    };
    spoilt(new_document) < spoilt(old_document)
        && letters_without_broken(old, old_document) == letters_without_broken(new, new_document)
}

/// The words without white space, and without markup that is broken.
fn letters_without_broken(text: &str, document: &Document) -> String {
    let mut broken = broken_markup(text, document);
    broken.sort_unstable();
    let mut sound = String::with_capacity(text.len());
    let mut at = 0;
    for range in broken {
        let from = range.from().max(at);
        let to = range.to().max(from);
        sound.push_str(&text[at..from]);
        let blank = |c: char| if matches!(c, '\n' | '\r') { c } else { ' ' };
        sound.extend(text[from..to].chars().map(blank));
        at = to;
    }
    sound.push_str(&text[at..]);
    let words = strip(&sound, &Parser::new().read(&sound));
    words.split_whitespace().collect()
}

/// Where markup stands that is read as words because it is broken.
fn broken_markup(text: &str, document: &Document) -> Vec<TextRange> {
    let mut broken = Vec::new();
    for problem in &document.problems {
        let range = problem.range;
        let line_end = |from: usize| {
            let end = text[from..].find(['\n', '\r']);
            end.map_or(text.len(), |end| from + end)
        };
        match problem.kind {
            ProblemKind::UnclosedTag => {
                let mut spans = document.spans.iter();
                if let Some(span) = spans.find(|span| span.tag_range == range) {
                    broken.push(TextRange::new(span.range.from(), span.words.from()));
                    broken.push(TextRange::new(span.words.to(), span.range.to()));
                }
            }
            ProblemKind::UnclosedHeader => {
                broken.extend(document.header.iter().map(|header| header.range));
            }
            ProblemKind::UnclosedComment => {
                broken.push(TextRange::new(range.from(), line_end(range.to())));
            }
            ProblemKind::StrayProperty => {
                // The lines below go with it as long as they are indented.
                let mut end = line_end(range.to());
                while text[end..]
                    .trim_start_matches(['\n', '\r'])
                    .starts_with([' ', '\t'])
                {
                    let next =
                        text[end..].len() - text[end..].trim_start_matches(['\n', '\r']).len();
                    end = line_end(end + next);
                }
                broken.push(TextRange::new(range.from(), end));
            }
            ProblemKind::UnopenedTag | ProblemKind::UnclosedFence | ProblemKind::UnopenedFence => {
                broken.push(range)
            }
            _ => {}
        }
    }
    broken
}

/// The text after `edits`, which are in order; nothing when two overlap, or one
/// lies outside.
pub fn applied(text: &str, edits: &[TextEdit]) -> Option<String> {
    let mut new = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        new.push_str(text.get(at..edit.range.from())?);
        new.push_str(&edit.text);
        at = edit.range.to();
    }
    new.push_str(text.get(at..)?);
    Some(new)
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

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
    fn what_is_broken_can_be_mended_and_nothing_else_be_changed_with_it() {
        let try_out = |text: &str, at: &str, put_in: &str, take_out: usize| {
            let (corpus, file, _) = fixture::corpus_at(&format!("//- a.qm\n$0{text}"));
            let start = text.find(at).unwrap() + at.len();
            let range = TextRange::new(start, start + take_out);
            let edit = CorpusEdit::of(file, [TextEdit::replace(range, put_in)]);
            edit.checked(&corpus).is_ok()
        };
        for (text, at, put_in, take_out) in [
            ("He [she]{@ann and left.\n", "@ann", "}", 0),
            ("::: by @ann\n\nOne.\n\nTwo.\n", "One.", "\n:::", 0),
            ("One {% two\nthree\n", "two", " %}", 0),
            ("---\ndate: 2011\n\nOne.\n", "2011", "\n---", 0),
            ("@ann: Ann\n\n    also: Lee\n\nOne.\n", "Ann\n", "", 1),
            ("One]{@ann} two.\n", "One", "", 7),
            ("One.\n\n:::\n\nTwo.\n", "One.\n\n", "", 4),
        ] {
            assert!(try_out(text, at, put_in, take_out), "{text:?}");
        }
        for (text, at, put_in, take_out) in [
            ("He [she]{@ann and left.\n", "@ann", "} x", 0),
            ("He [she]{@ann and left.\n", "@ann", "}", 4),
            ("He [she]{@ann and left.\n", "", "", 2),
            ("One {% two\nthree\n", "three", " %}", 0),
            ("One]{@ann} two.\n", "On", "", 8),
        ] {
            assert!(!try_out(text, at, put_in, take_out), "{text:?}");
        }
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
