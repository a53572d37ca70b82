//! How well names fit what is typed, and the words of a span.

use crate::features::shared::names::bare_name;
use crate::features::shared::wording::one_line;
use crate::model::{Letters, SearchEntry, fold};

/// What is typed, ready to be compared.
pub struct Typed {
    folded: String,
}

/// How well something fits; the smaller, the better.
pub type Fit = u8;

/// A fit this good or better leaves no doubt whom words name.
pub const EXACT: Fit = 1;
/// A fit this good or better is worth offering first.
pub const GOOD: Fit = 7;
/// What does not fit at all.
pub const NONE: Fit = 9;
/// Where only the letters of what is typed stand in an id, in their order.
const SCATTERED: Fit = 4;
/// How many letters have to be typed for that.
const SCATTERED_FROM: usize = 3;

impl Typed {
    /// What is typed, without its sigil.
    pub fn new(text: &str) -> Self {
        Self {
            folded: fold(text.trim_start_matches(['@', '&', '#'])),
        }
    }

    /// Whether nothing is typed that could be compared.
    pub fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// How many characters are typed, without the sigil.
    pub fn letters(&self) -> usize {
        self.folded.chars().count()
    }

    /// Its words: with each of them begins one of every name that fits.
    pub fn words(&self) -> Vec<&str> {
        self.folded.split_whitespace().collect()
    }

    /// The letters of every id that fits as one of which letters are left out;
    /// none where too little is typed for that.
    pub fn scattered(&self) -> Option<Letters> {
        let is_enough = self.letters() >= SCATTERED_FROM;
        is_enough.then(|| Letters::needed(self.folded.chars()))
    }

    /// How well an id (with or without its sigil) or a name fits, if it does.
    pub fn fit(&self, name: &str) -> Option<Fit> {
        let typed = self.folded.as_str();
        if typed.is_empty() {
            return Some(0);
        }
        let name = fold(name);
        if name == typed {
            return Some(0);
        }
        if name.starts_with(typed) {
            return Some(1);
        }
        let begins_word = |start: &str| name.split(' ').any(|word| word.starts_with(start));
        let is_inside = name
            .match_indices(typed)
            .any(|(at, _)| name[..at].ends_with(' '));
        if is_inside {
            return Some(2);
        }
        if typed.contains(' ') && typed.split(' ').all(begins_word) {
            return Some(3);
        }
        None
    }

    /// How well an id fits of which the letters may be left out.
    pub fn fit_id(&self, id: &str) -> Option<Fit> {
        let whole = self.fit(id);
        if whole.is_some() || self.letters() < SCATTERED_FROM {
            return whole;
        }
        let id = fold(id);
        let mut letters = id.chars();
        let scattered = self.folded.chars().all(|c| letters.any(|other| other == c));
        (scattered && id.starts_with(&self.folded[..self.folded.chars().next()?.len_utf8()]))
            .then_some(SCATTERED)
    }
}

/// The words of a span, ready to be compared.
pub struct SpanWords {
    /// In one line, without `the` and a possessive ending.
    bare: String,
    folded: String,
    capital: bool,
    letters: Letters,
    /// How many characters the folded words have.
    length: usize,
    /// How many of them may be wrong.
    strokes: usize,
}

/// What names are compared with at a place.
pub enum Compared<'a> {
    /// With nothing: every name is as good as another.
    Nothing,
    /// With words that may be a name.
    Name(&'a SpanWords),
}

impl Compared<'_> {
    /// How well a name fits; [`NONE`] if it does not.
    pub fn fit(&self, name: &str) -> Fit {
        match self {
            Self::Nothing => NONE,
            Self::Name(words) => words.fit(name),
        }
    }
}

impl SpanWords {
    /// The plain words of a span.
    pub fn new(words: &str) -> Self {
        let bare = bare_name(&one_line(words)).to_owned();
        let folded = fold(&bare);
        let length = folded.chars().count();
        Self {
            capital: bare.contains(char::is_uppercase),
            letters: Letters::needed(folded.chars()),
            strokes: length / 4,
            length,
            folded,
            bare,
        }
    }

    /// The words as they are compared.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// Whether a name is the words but for a letter or two, as names of
    /// different people often are.
    pub fn resembles(&self, name: SearchEntry) -> bool {
        // A wrong letter is one that is missing or one that is too many, or both.
        let is_few = |letters: u32| letters as usize <= self.strokes;
        if !self.capital || !is_few(self.letters.missing_from(name.letters)) {
            return false;
        }
        let bare = bare_name(name.text);
        let is_all = bare.len() == name.text.len() && !name.letters.are_unknown();
        let is_near = !is_all || is_few(name.letters.missing_from(self.letters));
        // A letter has a byte at least.
        is_near && bare.len() + self.strokes >= self.length && self.is_similar(&fold(bare))
    }

    fn is_similar(&self, folded: &str) -> bool {
        let length = match folded.is_ascii() {
            true => folded.len(),
            false => folded.chars().count(),
        };
        self.length.abs_diff(length) <= self.strokes
            && strsim::osa_distance(&self.folded, folded) <= self.strokes
    }

    /// How well a name of a person or an organisation fits; [`NONE`] if it
    /// does not.
    pub fn fit(&self, name: &str) -> Fit {
        if self.folded.is_empty() {
            return NONE;
        }
        let bare = bare_name(name);
        if bare == self.bare {
            return 0;
        }
        // Short small words are no names, though some look like one (`it`, `who`).
        if !self.capital && self.folded.len() < 4 {
            return NONE;
        }
        let name = fold(bare);
        if name == self.folded {
            return EXACT;
        }
        let (words, names) = (&self.folded, &name);
        let has = |text: &str, word: &str| text.split(' ').any(|other| other == word);
        let is_long = |word: &str| word.chars().count() > 2;
        if !words.contains(' ') && last(names) == *words {
            return 2;
        }
        if words.split(' ').all(|word| has(names, word)) {
            return 3;
        }
        if names.contains(' ') && names.split(' ').all(|word| has(words, word)) {
            return 4;
        }
        if self.capital && is_long(last(words)) && last(words) == last(names) {
            return 5;
        }
        if self.capital && words.len() > 2 && names.starts_with(words.as_str()) {
            return 6;
        }
        if self.capital && self.is_similar(&name) {
            return 7;
        }
        NONE
    }
}

/// The last word of a folded text.
fn last(words: &str) -> &str {
    words.rsplit(' ').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_finds_any_part_of_a_name() {
        for (typed, name, expected) in [
            ("@laurence-buckman", "Laurence Buckman", Some(0)),
            ("@lau", "Laurence Buckman", Some(1)),
            ("@buck", "Laurence Buckman", Some(2)),
            ("buck", "Dr Buckman", Some(2)),
            ("garcia", "José García", Some(2)),
            ("@l-b", "Laurence Buckman", Some(3)),
            ("@", "Anybody", Some(0)),
            ("@ckman", "Laurence Buckman", None),
        ] {
            assert_eq!(Typed::new(typed).fit(name), expected, "{typed} {name}");
        }
        assert_eq!(Typed::new("@lbuck").fit_id("@laurence-buckman"), Some(4));
        assert_eq!(Typed::new("@buckl").fit_id("@laurence-buckman"), None);
    }

    #[test]
    fn words_fit_names_better_or_worse() {
        let fit = |words: &str, name: &str| SpanWords::new(words).fit(name);
        for (words, name, expected) in [
            ("Dr Buckman", "Dr Buckman", 0),
            ("The GPC’s", "GPC", 0),
            ("Jose Garcia", "José García", EXACT),
            ("Buckman", "Laurence Buckman", 2),
            ("the committee", "GP Committee", 2),
            ("GPC chairman Dr Buckman", "Dr Buckman", 4),
            ("Prof Buckman", "Laurence Buckman", 5),
            ("Laur", "Laurence Buckman", 6),
            ("Buckmann", "Buckman", 7),
            ("it", "IT", NONE),
            ("he", "He Jiankui", NONE),
            ("colleagues", "Laurence Buckman", NONE),
        ] {
            assert_eq!(fit(words, name), expected, "{words}: {name}");
        }
    }
}
