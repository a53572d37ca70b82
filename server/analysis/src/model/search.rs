//! The ids and names of what is declared, to be found by a part of them.

use std::sync::Arc;

use imbl::OrdMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::EntityId;

/// The ids and all names of declared entities of every kind. What begins with
/// a word is found by that word; what only resembles something is found by
/// going through all of them, of which most are told apart by their letters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchIndex {
    ids: Texts,
    names: Texts,
    /// The words of ids and names, and how often each entity has them.
    words: OrdMap<Word, u32>,
}

/// Texts with those who have them, and how often that is declared.
type Texts = OrdMap<(Arc<str>, EntityId), Known>;

/// What is kept of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Known {
    letters: Letters,
    declared: u32,
}

/// A word as it is compared, whether others stand before it in the id or name,
/// and whose it is.
type Word = (Arc<str>, bool, EntityId);

/// An id or a name, and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchEntry<'i> {
    /// The id with its sigil, or the name.
    pub text: &'i Arc<str>,
    /// The letters in it.
    pub letters: Letters,
    /// Whose it is.
    pub entity: EntityId,
}

/// An entity with a word that begins as asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WithWord {
    /// Which one.
    pub entity: EntityId,
    /// Whether the word is the first of the id or name.
    pub is_first: bool,
    /// Whether the word is just what was asked for, and no longer.
    pub is_whole: bool,
    /// How often the entity has it in that place.
    pub times: u32,
}

/// Which of the letters `a` to `z` and the digits, in pairs, a text has, in
/// whatever case and under whatever accents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Letters(u32);

impl SearchIndex {
    /// Adds an id of `entity`, with its sigil.
    pub fn add_id(&mut self, id: Arc<str>, entity: EntityId) {
        self.add_words(&id, entity);
        add(&mut self.ids, id, entity);
    }

    /// Takes out an id that was added.
    pub fn remove_id(&mut self, id: Arc<str>, entity: EntityId) {
        self.remove_words(&id, entity);
        remove(&mut self.ids, id, entity);
    }

    /// Adds a name of `entity`; an empty one is none.
    pub fn add_name(&mut self, name: &str, entity: EntityId) {
        if name.is_empty() {
            return;
        }
        self.add_words(name, entity);
        add(&mut self.names, name.into(), entity);
    }

    /// Takes out a name that was added.
    pub fn remove_name(&mut self, name: &str, entity: EntityId) {
        if name.is_empty() {
            return;
        }
        self.remove_words(name, entity);
        remove(&mut self.names, name.into(), entity);
    }

    /// The ids with their sigils, in their order.
    pub fn ids(&self) -> impl Iterator<Item = SearchEntry<'_>> {
        searched(&self.ids)
    }

    /// The names, in their order; one that several have once for each.
    pub fn names(&self) -> impl Iterator<Item = SearchEntry<'_>> {
        searched(&self.names)
    }

    /// Those with a word that begins with `start`, which is [folded](fold): by
    /// the word, and as often as they have such words.
    pub fn with_word(&self, start: &str) -> impl Iterator<Item = WithWord> {
        let from = (Arc::from(start), false, EntityId::FIRST);
        let words = self.words.range(from..);
        words
            .take_while(move |((word, ..), _)| word.starts_with(start))
            .map(move |((word, is_later, entity), times)| WithWord {
                entity: *entity,
                is_first: !is_later,
                is_whole: word.len() == start.len(),
                times: *times,
            })
    }

    fn add_words(&mut self, text: &str, entity: EntityId) {
        for (place, word) in fold(text).split_whitespace().enumerate() {
            let count = self.words.entry(self.word(word, place > 0, entity));
            *count.or_default() += 1;
        }
    }

    fn remove_words(&mut self, text: &str, entity: EntityId) {
        for (place, word) in fold(text).split_whitespace().enumerate() {
            let word = self.word(word, place > 0, entity);
            match self.words.get_mut(&word) {
                Some(count) if *count > 1 => *count -= 1,
                _ => {
                    self.words.remove(&word);
                }
            }
        }
    }

    /// A word, which those who have it share.
    fn word(&self, word: &str, is_later: bool, entity: EntityId) -> Word {
        let new: Word = (word.into(), is_later, entity);
        let neighbours = [self.words.get_prev(&new), self.words.get_next(&new)];
        let mut neighbours = neighbours.into_iter().flatten();
        match neighbours.find(|((other, ..), _)| **other == *word) {
            Some(((other, ..), _)) => (other.clone(), is_later, entity),
            None => new,
        }
    }
}

impl Letters {
    /// The letters of an id or a name. One with other letters than these has
    /// all of them, so that it is never told apart by mistake.
    pub fn of(text: &str) -> Self {
        let mut letters = Self(0);
        for c in text.nfd().filter(|c| !is_combining_mark(*c)) {
            match c.is_ascii() {
                true => letters.add(c),
                false if c.is_alphanumeric() => return Self(u32::MAX),
                false => {}
            }
        }
        letters
    }

    /// The letters that a text has to have in which each of `characters` stands.
    pub fn needed(characters: impl IntoIterator<Item = char>) -> Self {
        let mut letters = Self(0);
        characters.into_iter().for_each(|c| letters.add(c));
        letters
    }

    /// Whether it says nothing, as the text has letters that are not told apart.
    pub fn are_unknown(self) -> bool {
        self.0 == u32::MAX
    }

    /// How many of these are not among `others`.
    pub fn missing_from(self, others: Self) -> u32 {
        (self.0 & !others.0).count_ones()
    }

    fn add(&mut self, c: char) {
        self.0 |= match c {
            'a'..='z' => 1 << (c as u32 - 'a' as u32),
            'A'..='Z' => 1 << (c as u32 - 'A' as u32),
            '0'..='9' => 1 << (26 + (c as u32 - '0' as u32) / 2),
            _ => 0,
        };
    }
}

/// A text as it is compared: small letters without accents, words with one
/// space between, nothing but letters and digits.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut push = |c: char| {
        if c.is_alphanumeric() {
            folded.extend(c.to_lowercase());
        } else if !folded.is_empty() && !folded.ends_with(' ') && !is_combining_mark(c) {
            folded.push(' ');
        }
    };
    if text.is_ascii() {
        text.chars().for_each(push);
    } else {
        text.nfd().for_each(&mut push);
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn add(texts: &mut Texts, text: Arc<str>, entity: EntityId) {
    let letters = Letters::of(&text);
    let known = texts.entry((text, entity)).or_insert(Known {
        letters,
        declared: 0,
    });
    known.declared += 1;
}

fn remove(texts: &mut Texts, text: Arc<str>, entity: EntityId) {
    let key = (text, entity);
    match texts.get_mut(&key) {
        Some(known) if known.declared > 1 => known.declared -= 1,
        _ => {
            texts.remove(&key);
        }
    }
}

fn searched(texts: &Texts) -> impl Iterator<Item = SearchEntry<'_>> {
    texts.iter().map(|((text, entity), known)| SearchEntry {
        text,
        letters: known.letters,
        entity: *entity,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Ids;
    use crate::syntax::{Reference, TextRange};

    fn entity(ids: &Ids, written: &str) -> EntityId {
        let reference = Reference::new(TextRange::new(0, written.len()), written).unwrap();
        ids.of(reference, written)
    }

    #[test]
    fn words_are_found_by_their_beginning() {
        let ids = Ids::default();
        let mut index = SearchIndex::default();
        let ann = entity(&ids, "@ann-lee");
        let josé = entity(&ids, "@josé");
        index.add_id("@ann-lee".into(), ann);
        index.add_name("Dr. Ann Lee-García", ann);
        index.add_id("@josé".into(), josé);
        index.add_name("José Lee", josé);
        let found = |start: &str| {
            let found = index.with_word(start);
            let found = found.map(|with| (ids.written(with.entity).to_string(), with.is_first));
            found.collect::<Vec<_>>()
        };
        assert_eq!(
            found("ann"),
            [("@ann-lee".into(), true), ("@ann-lee".into(), false)]
        );
        assert_eq!(
            found("lee"),
            [("@ann-lee".into(), false), ("@josé".into(), false)]
        );
        assert_eq!(found("jos"), [("@josé".into(), true)]);
        assert_eq!(found("garcia"), [("@ann-lee".into(), false)]);
        assert_eq!(found("x"), []);
    }

    #[test]
    fn letters_tell_texts_apart_and_never_by_mistake() {
        for (asked, text, missing) in [
            ("abc", "Cab A", 0),
            ("abd", "Cab A", 1),
            ("garcia", "José García", 0),
            ("é", "e", 0),
            ("xyz", "Łódź", 0),
            ("x1", "X-2", 1),
            ("x1", "X-0", 0),
        ] {
            let needed = Letters::needed(asked.chars());
            assert_eq!(needed.missing_from(Letters::of(text)), missing, "{asked}");
        }
    }

    proptest! {
        #[test]
        fn what_is_taken_out_leaves_nothing(
            texts in prop::collection::vec(("[A-Cé](n|é| |-){0,4}", 0usize..3), 0..12),
        ) {
            let ids = Ids::default();
            let mut index = SearchIndex::default();
            let who = |number: usize| entity(&ids, ["@x", "&y", "#z"][number]);
            for (text, number) in &texts {
                index.add_name(text, who(*number));
                index.add_id(text.as_str().into(), who(*number));
            }
            prop_assert!(texts.is_empty() || index.ids().count() > 0);
            for (text, number) in &texts {
                index.remove_name(text, who(*number));
                index.remove_id(text.as_str().into(), who(*number));
            }
            prop_assert_eq!(index, SearchIndex::default());
        }
    }
}
