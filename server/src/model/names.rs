//! Names of entities, found by their first word.

use std::sync::Arc;

use imbl::HashMap;

use super::EntityId;

/// All names and aliases of declared people and organisations. A name is
/// looked up by its first word, so that finding the names in a text costs a
/// look-up for each of its words, however many names there are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameIndex {
    by_first_word: HashMap<Arc<str>, Vec<Entry>>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    name: Arc<str>,
    entity: EntityId,
}

/// A name that begins at some place of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameMatch {
    /// The bytes of the text that it takes.
    pub length: usize,
    /// Those who bear it.
    pub entities: Vec<EntityId>,
}

impl NameIndex {
    /// Adds a name of `entity`.
    pub fn add(&mut self, name: &str, entity: EntityId) {
        let Some(first) = first_word(name) else {
            return;
        };
        let entries = self.by_first_word.entry(first.into()).or_default();
        let entry = Entry {
            name: name.into(),
            entity,
        };
        // The same name may be declared twice, and each is taken out by itself.
        let place = entries.partition_point(|other| *other <= entry);
        entries.insert(place, entry);
    }

    /// Takes out a name that was added.
    pub fn remove(&mut self, name: &str, entity: EntityId) {
        let Some(first) = first_word(name) else {
            return;
        };
        let Some(entries) = self.by_first_word.get_mut(first) else {
            return;
        };
        if let Some(place) = entries
            .iter()
            .position(|entry| entry.entity == entity && *entry.name == *name)
        {
            entries.remove(place);
        }
        if entries.is_empty() {
            self.by_first_word.remove(first);
        }
    }

    /// The longest name that begins with the word that begins at `at`. Words
    /// must match whole and in case; any white space matches a space.
    pub fn longest_at(&self, text: &str, at: usize) -> Option<NameMatch> {
        let word = leading_word(&text[at..]);
        let entries = self.by_first_word.get(word)?;
        let mut longest: Option<NameMatch> = None;
        for entry in entries {
            let Some(length) = matching_length(&text[at..], &entry.name) else {
                continue;
            };
            match &mut longest {
                Some(best) if best.length > length => {}
                Some(best) if best.length == length => {
                    if !best.entities.contains(&entry.entity) {
                        best.entities.push(entry.entity);
                    }
                }
                _ => {
                    longest = Some(NameMatch {
                        length,
                        entities: vec![entry.entity],
                    });
                }
            }
        }
        longest
    }

    /// The entities that bear exactly this name.
    pub fn bearers(&self, name: &str) -> Vec<EntityId> {
        let folded: Vec<&str> = name.split_whitespace().collect();
        let name = folded.join(" ");
        let entries = first_word(&name).and_then(|first| self.by_first_word.get(first));
        let mut bearers: Vec<EntityId> = entries
            .into_iter()
            .flatten()
            .filter(|entry| *entry.name == *name)
            .map(|entry| entry.entity)
            .collect();
        bearers.dedup();
        bearers
    }

    /// All names with their bearers, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, EntityId)> {
        let entries = self.by_first_word.values().flatten();
        entries.map(|entry| (&*entry.name, entry.entity))
    }
}

/// Names begin with a word; what stands before it (a quotation mark) is not matched.
fn first_word(name: &str) -> Option<&str> {
    let word = leading_word(name);
    (!word.is_empty()).then_some(word)
}

fn leading_word(text: &str) -> &str {
    let end = text.find(|c: char| !is_word(c)).unwrap_or(text.len());
    &text[..end]
}

/// Whether a character is part of a word, so that a name may not begin or end beside it.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) || c == '_'
}

/// The bytes of `text` that `name` takes at its start, as whole words.
fn matching_length(text: &str, name: &str) -> Option<usize> {
    let mut rest = text;
    let mut pieces = name.split(' ');
    rest = rest.strip_prefix(pieces.next()?)?;
    for piece in pieces {
        let trimmed = rest.trim_start();
        if trimmed.len() == rest.len() || is_blank_line(&rest[..rest.len() - trimmed.len()]) {
            return None;
        }
        rest = trimmed.strip_prefix(piece)?;
    }
    let ends_in_word = name.chars().next_back().is_some_and(is_word);
    if ends_in_word && rest.chars().next().is_some_and(is_word) {
        return None;
    }
    Some(text.len() - rest.len())
}

fn is_blank_line(space: &str) -> bool {
    space.replace("\r\n", "\n").matches(['\n', '\r']).count() > 1
}
