//! What a change takes from an article's words, character by character.

use super::TextEdit;
use crate::features::shared::broken::{certain_markup, delimiters, is_sound};
use crate::reports::Code;
use crate::syntax::{Document, TextRange, loose_tags, stripped};

/// One text of a file, and what it says.
#[derive(Clone, Copy)]
pub struct Read<'t> {
    /// The text.
    pub text: &'t str,
    /// What stands in it.
    pub document: &'t Document,
}

/// Whether `edits`, which make `new` of `old`, take nothing from the words but
/// markup that nobody can take for words, and add nothing. White space may
/// change, but words stay apart that were apart, and whole that were whole.
pub fn only_markup(old: Read, edits: &[TextEdit], new: Read) -> bool {
    let spans = new.document.spans.iter();
    let spans = spans.filter(|span| is_sound(new.document, span));
    let mut walk = Walk {
        old,
        new,
        is_word: marked(old.text, stripped(old.text, old.document)),
        is_still_word: marked(new.text, stripped(new.text, new.document)),
        becomes_markup: marked(new.text, spans.flat_map(delimiters)),
        taken: Vec::new(),
        gaps: [false, false],
        has_taken: false,
        is_loose: false,
        is_first: true,
    };
    let (mut at, mut then) = (0, 0);
    let end = TextEdit::insert(old.text.len(), "");
    let adds_nothing = edits.iter().chain([&end]).all(|edit| {
        while at < edit.range.from() {
            if !walk.stays(at, then) {
                return false;
            }
            (at, then) = (at + 1, then + 1);
        }
        let goes = at..edit.range.to();
        let comes = then..then + edit.text.len();
        (at, then) = (goes.end, comes.end);
        goes.for_each(|at| walk.goes(at));
        comes.into_iter().all(|at| walk.comes(at))
    });
    adds_nothing && is_markup(old, new, &walk.taken)
}

/// Whether all that is taken is broken markup; bytes in order.
fn is_markup(old: Read, new: Read, taken: &[usize]) -> bool {
    if taken.is_empty() {
        return true;
    }
    // The lines of a header are markup as long as they stay a header.
    let has_header = new.document.header.as_ref();
    let has_header = has_header.is_some_and(|header| header.closed);
    let mut markup = Vec::new();
    for problem in &old.document.problems {
        if problem.code == Code::SyntaxUnclosedHeader && !has_header {
            continue;
        }
        // What a tag without its bracket says has to be read first.
        let next = taken.partition_point(|at| *at < problem.range.from());
        let is_meant = taken
            .get(next)
            .is_some_and(|at| problem.range.contains(*at));
        if is_meant || problem.code != Code::SyntaxUnopenedTag {
            markup.extend(certain_markup(old.text, old.document, problem));
        }
    }
    for tag in loose_tags(old.text, old.document) {
        markup.extend(tag.delimiters(old.text).into_iter().flatten());
    }
    let markup = marked(old.text, markup);
    taken.iter().all(|at| markup[*at])
}

struct Walk<'t> {
    old: Read<'t>,
    new: Read<'t>,
    /// For each byte of the old text whether it is one of the words.
    is_word: Vec<bool>,
    /// For each byte of the new text whether it is one of the words, and
    /// whether it stands in a sound tag.
    is_still_word: Vec<bool>,
    becomes_markup: Vec<bool>,
    /// The bytes of the old text that are words no more, and are to be markup.
    taken: Vec<usize>,
    /// Whether white space stands after the last word, before and afterwards.
    gaps: [bool; 2],
    /// Whether something was taken since the last word.
    has_taken: bool,
    /// Whether white space stands after what was taken.
    is_loose: bool,
    is_first: bool,
}

impl Walk<'_> {
    /// A byte that both texts have.
    fn stays(&mut self, at: usize, then: usize) -> bool {
        let (was, is) = (self.is_word[at], self.is_still_word[then]);
        if is_space(self.old.text, at) {
            if was {
                self.space();
            }
            self.gaps[1] |= is;
            return true;
        }
        match (was, is) {
            (true, true) => self.word(),
            (true, false) => {
                if !self.becomes_markup[then] {
                    self.taken.push(at);
                }
                self.take();
                true
            }
            (false, true) => false,
            (false, false) => true,
        }
    }

    /// A byte of the old text that the new one does not have.
    fn goes(&mut self, at: usize) {
        if !self.is_word[at] {
            return;
        }
        if is_space(self.old.text, at) {
            self.space();
        } else {
            self.taken.push(at);
            self.take();
        }
    }

    /// A byte that only the new text has.
    fn comes(&mut self, then: usize) -> bool {
        if !self.is_still_word[then] {
            return true;
        }
        self.gaps[1] = true;
        is_space(self.new.text, then)
    }

    /// White space among the old words.
    fn space(&mut self) {
        if self.has_taken {
            self.is_loose = true;
        } else {
            self.gaps[0] = true;
        }
    }

    /// A byte that is a word no more. The space before it, after another such
    /// byte, was inside a tag.
    fn take(&mut self) {
        self.has_taken = true;
        self.is_loose = false;
    }

    /// A byte of a word that both have.
    fn word(&mut self) -> bool {
        let [mut was_apart, is_apart] = std::mem::take(&mut self.gaps);
        was_apart |= std::mem::take(&mut self.is_loose);
        let has_taken = std::mem::take(&mut self.has_taken);
        let is_first = std::mem::take(&mut self.is_first);
        is_first || was_apart == is_apart || (is_apart && has_taken)
    }
}

fn is_space(text: &str, at: usize) -> bool {
    text.as_bytes()[at].is_ascii_whitespace()
}

/// For each byte of a text whether it stands in one of the stretches.
fn marked(text: &str, stretches: impl IntoIterator<Item = TextRange>) -> Vec<bool> {
    let mut marked = vec![false; text.len()];
    for stretch in stretches {
        marked[stretch.bytes()].fill(true);
    }
    marked
}
