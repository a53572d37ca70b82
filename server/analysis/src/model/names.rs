//! Names of entities, and where they stand in a text.

use std::borrow::Cow;
use std::sync::Arc;

use imbl::OrdMap;
use unicode_normalization::char::is_combining_mark;

use super::facts::is_used;
use super::folded_name::{fold, fold_name, is_apostrophe, strip_folded};
use super::{EntityId, HashMap};
use crate::syntax::{PartialDate, Period, is_hangul, is_ideographic, is_southeast};

/// The bytes of a text that are compared with names at a place. A longer name
/// is found by `bearers` alone.
const COMPARED: usize = 400;

/// All names and aliases of declared people and organisations. Most words of a
/// text begin no name, and that is known from the word; where one does, the
/// names are searched by halving. So finding the names in a text costs little
/// for each of its words, however many names there are. Names are kept as they
/// compare, in one spelling of apostrophes, hyphens and accents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameIndex {
    /// How many names begin with a word.
    first_words: HashMap<Arc<str>, u32>,
    /// How many of these words begin with a byte.
    first_bytes: Arc<FirstBytes>,
    /// Who has a name, sorted.
    bearers: OrdMap<Arc<str>, Vec<Bearer>>,
}

/// Numbers by bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FirstBytes([u32; 256]);

impl Default for FirstBytes {
    fn default() -> Self {
        Self([0; 256])
    }
}

/// Who has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Bearer {
    entity: EntityId,
    /// When the name is used.
    period: Period,
    /// How often that is declared.
    times: u32,
}

/// A name that begins at some place of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameMatch {
    /// The bytes of the text that it takes.
    pub length: usize,
    /// Those who have it, in no order.
    pub entities: Vec<EntityId>,
}

impl NameIndex {
    /// Adds a name of `entity`, which is used in that period.
    pub fn add(&mut self, name: &str, entity: EntityId, period: Period) {
        let name = &*fold_name(name);
        let Some(first) = first_word(name) else {
            return;
        };
        let is_new = !self.bearers.contains_key(name);
        let bearers = self.bearers.entry(name.into()).or_default();
        match place_of(bearers, entity, period) {
            Ok(place) => bearers[place].times += 1,
            Err(place) => {
                let times = 1;
                bearers.insert(
                    place,
                    Bearer {
                        entity,
                        period,
                        times,
                    },
                );
            }
        }
        if is_new {
            *self.first_words.entry(first.into()).or_default() += 1;
            Arc::make_mut(&mut self.first_bytes).0[usize::from(name.as_bytes()[0])] += 1;
        }
    }

    /// Takes out a name that was added.
    pub fn remove(&mut self, name: &str, entity: EntityId, period: Period) {
        let name = &*fold_name(name);
        let (Some(first), Some(bearers)) = (first_word(name), self.bearers.get_mut(name)) else {
            return;
        };
        let Ok(place) = place_of(bearers, entity, period) else {
            return;
        };
        bearers[place].times -= 1;
        if bearers[place].times == 0 {
            bearers.remove(place);
        }
        if !bearers.is_empty() {
            return;
        }
        self.bearers.remove(name);
        Arc::make_mut(&mut self.first_bytes).0[usize::from(name.as_bytes()[0])] -= 1;
        if let Some(count) = self.first_words.get_mut(first) {
            *count -= 1;
            if *count == 0 {
                self.first_words.remove(first);
            }
        }
    }

    /// Whether a name may begin where a text begins, by its first bytes alone: nearly
    /// all words begin with a byte that begins no name. A letter with an accent of
    /// its own is another one in a name.
    pub fn may_begin(&self, text: &[u8]) -> bool {
        match text {
            [first, rest @ ..] if first.is_ascii() && rest.first().is_none_or(u8::is_ascii) => {
                self.first_bytes.0[usize::from(*first)] > 0
            }
            _ => true,
        }
    }

    /// The longest name that begins with the word that begins at `at` and is used
    /// in an article of that date (see [`Name::is_used`](super::Name)). Words
    /// must match whole and in case; any white space matches a space, and it does
    /// not matter how apostrophes, hyphens and accents are typed.
    pub fn longest_at(
        &self,
        text: &str,
        at: usize,
        date: Option<PartialDate>,
    ) -> Option<NameMatch> {
        let text = &text[at..];
        let first = leading_word(text);
        let is_first = |word: &str| self.first_words.contains_key(word);
        if !is_first(first) && (first.is_ascii() || !is_first(&fold_name(first))) {
            return None;
        }
        // A name that the text begins with is not after the text in the order
        // of names, and the longest of several is the last of them.
        let mut folded = folded(text);
        while !folded.is_empty() {
            let (name, bearers) = self.bearers.get_prev(folded.as_str())?;
            let common = common_start(name, &folded);
            if common == name.len() {
                if let Some(length) = matching_length(text, name) {
                    let entities = used(bearers, |period| is_used(period, date));
                    if !entities.is_empty() {
                        return Some(NameMatch { length, entities });
                    }
                }
                let last = name.chars().next_back().map_or(1, char::len_utf8);
                folded.truncate(common - last);
            } else {
                folded.truncate(common);
            }
        }
        None
    }

    /// The entities that have exactly this name at any time, in no order.
    pub fn bearers(&self, name: &str) -> Vec<EntityId> {
        self.bearers_if(name, |_| true)
    }

    /// Those that have it in an article of that date.
    pub fn bearers_on(&self, name: &str, date: Option<PartialDate>) -> Vec<EntityId> {
        self.bearers_if(name, |period| is_used(period, date))
    }

    fn bearers_if(&self, name: &str, is_used: impl Fn(Period) -> bool) -> Vec<EntityId> {
        let words: Vec<&str> = name.split_whitespace().collect();
        let bearers = self.bearers.get(&*fold_name(&words.join(" ")));
        bearers.map_or_else(Vec::new, |bearers| used(bearers, is_used))
    }
}

/// Where a bearer stands, or has to stand.
fn place_of(bearers: &[Bearer], entity: EntityId, period: Period) -> Result<usize, usize> {
    bearers.binary_search_by_key(&(entity, period), |bearer| (bearer.entity, bearer.period))
}

/// Those who have a name at a time that counts, each once.
fn used(bearers: &[Bearer], is_used: impl Fn(Period) -> bool) -> Vec<EntityId> {
    let used = bearers.iter().filter(|bearer| is_used(bearer.period));
    let mut entities: Vec<EntityId> = used.map(|bearer| bearer.entity).collect();
    entities.dedup();
    entities
}

/// The beginning of a text as names are written, white space folded, up to a
/// blank line.
fn folded(text: &str) -> String {
    let mut folded = String::new();
    let mut gap = None;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            gap.get_or_insert(at);
            continue;
        }
        if let Some(start) = gap.take() {
            if is_blank_line(&text[start..at]) {
                break;
            }
            folded.push(' ');
        }
        folded.push(fold(c));
        if folded.len() >= COMPARED {
            break;
        }
    }
    match fold_name(&folded) {
        Cow::Owned(composed) => composed,
        Cow::Borrowed(_) => folded,
    }
}

/// The bytes, of whole characters, with which both texts begin.
fn common_start(one: &str, other: &str) -> usize {
    let pairs = one.chars().zip(other.chars());
    let same = pairs.take_while(|(one, other)| one == other);
    same.map(|(c, _)| c.len_utf8()).sum()
}

/// Names begin with a word; what stands before it (a quotation mark) is not matched.
fn first_word(name: &str) -> Option<&str> {
    let word = leading_word(name);
    (!word.is_empty()).then_some(word)
}

fn leading_word(text: &str) -> &str {
    // Most words are ASCII and end before a character that is.
    let plain = text.bytes().take_while(|byte| is_plain_word(*byte)).count();
    if text.as_bytes().get(plain).is_none_or(u8::is_ascii) {
        return &text[..plain];
    }
    let mut before = None;
    let ends = |(_, c): &(usize, char)| {
        let ends = before.is_some_and(|before| parts_words(before, *c)) || !is_word(*c);
        before = Some(*c);
        ends
    };
    let end = text.char_indices().find(ends);
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

/// Whether a word may end and another begin between two characters: where one
/// is no part of a word, and between letters of scripts that have no spaces, or
/// whose endings follow a name at once. A run of katakana is one word.
pub(super) fn parts_words(before: char, after: char) -> bool {
    if before.is_ascii() && after.is_ascii() {
        return !(is_word(before) && is_word(after));
    }
    if !is_word(before) || !is_word(after) {
        return true;
    }
    // The later letters of a Korean syllable are like marks on the first.
    let is_part = is_combining_mark(after) || matches!(after, '\u{1160}'..='\u{11ff}');
    if is_part || (is_katakana(before) && is_katakana(after)) {
        return false;
    }
    let is_unparted = |c: char| is_ideographic(c) || is_southeast(c) || is_hangul(c);
    is_unparted(before) || is_unparted(after)
}

fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}')
}

/// Whether an ASCII byte is part of a word (see [`is_word`]).
pub(super) fn is_plain_word(byte: u8) -> bool {
    const IS_PLAIN: [bool; 256] = {
        let mut is_plain = [false; 256];
        let mut byte = 0;
        while byte < 128 {
            let it = byte as u8;
            is_plain[byte] = it.is_ascii_alphanumeric() || it == b'_';
            byte += 1;
        }
        is_plain
    };
    IS_PLAIN[usize::from(byte)]
}

/// Whether a character is part of a word, so that a name may not begin or end beside it.
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    (c.is_alphanumeric() || is_combining_mark(c)) && !is_apostrophe(c)
}

/// The bytes of `text` that a folded `name` takes at its start, as whole words.
fn matching_length(text: &str, name: &str) -> Option<usize> {
    let mut rest = text;
    let mut pieces = name.split(' ');
    rest = strip_folded(rest, pieces.next()?)?;
    for piece in pieces {
        let trimmed = rest.trim_start();
        if trimmed.len() == rest.len() || is_blank_line(&rest[..rest.len() - trimmed.len()]) {
            return None;
        }
        rest = strip_folded(trimmed, piece)?;
    }
    if let (Some(last), Some(next)) = (name.chars().next_back(), rest.chars().next())
        && !parts_words(last, next)
    {
        return None;
    }
    Some(text.len() - rest.len())
}

fn is_blank_line(space: &str) -> bool {
    // Most gaps are a single space.
    space.len() > 1 && space.replace("\r\n", "\n").matches(['\n', '\r']).count() > 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Ids;
    use crate::syntax::{Reference, TextRange};

    #[test]
    fn names_stand_between_letters_that_nothing_parts() {
        let ids = Ids::default();
        let entity = ids.of(Reference::new(TextRange::new(0, 2), "@x").unwrap(), "@x");
        let found = |name: &str, text: &str| {
            let mut index = NameIndex::default();
            index.add(name, entity, Period::ALWAYS);
            index.longest_at(text, 0, None).map(|found| found.length)
        };
        for (name, text, is_there) in [
            ("李明", "李明离开。", true),
            ("李明", "李明 离开。", true),
            ("李明", "李林离开。", false),
            ("山田", "山田さんは", true),
            ("クラーク", "クラークは", true),
            ("クラーク", "クラークソンは", false),
            ("김철수", "김철수가 말했다", true),
            ("สมชาย", "สมชายกล่าว", true),
            ("NHK", "NHKは", true),
            ("NHK", "NHKs", false),
            ("José", "Josés", false),
        ] {
            let expected = is_there.then_some(name.len());
            assert_eq!(found(name, text), expected, "{name} in {text}");
        }
    }

    proptest! {
        #[test]
        fn the_longest_name_is_found(
            names in prop::collection::vec("(A|B|O['’]A|E\u{301})([ ‑-](A|B|É|E\u{301}|é\\.|b)){0,3}", 0..12),
            text in "(A|B|É|E\u{301}|O['’ʼ]A|é\\.|b|b\\.)((  | |\n|\n\n|-|–)(A|B|É|E\u{301}|é\\.|b)){0,5}",
        ) {
            let ids = Ids::default();
            let entity = |number: usize| {
                let text = ["@x", "@y", "&z"][number % 3];
                ids.of(Reference::new(TextRange::new(0, 2), text).unwrap(), text)
            };
            let mut index = NameIndex::default();
            for (number, name) in names.iter().enumerate() {
                index.add(name, entity(number), Period::ALWAYS);
            }
            let found = index.longest_at(&text, 0, None);
            let matching = names.iter().filter_map(|name| Some((matching_length(&text, &fold_name(name))?, name)));
            let longest = matching.max_by_key(|(length, _)| *length);
            prop_assert_eq!(found.as_ref().map(|found| found.length), longest.map(|(length, _)| length));
            if let (Some(found), Some((_, name))) = (found, longest) {
                prop_assert_eq!(found.entities, index.bearers(name));
            }
            for (number, name) in names.iter().enumerate() {
                index.remove(name, entity(number), Period::ALWAYS);
            }
            prop_assert_eq!(index, NameIndex::default());
        }
    }
}
