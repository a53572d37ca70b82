//! Whom the proposer knows by name: those of a corpus whom the words of an article may mean.

use std::collections::{BTreeSet, HashSet};

use super::words::Words;
use crate::model::{Corpus, EntityId, FileId, Source, fold, known_names};
use crate::proposals::{Known, Knowns, ProposedSpeaker};
use crate::syntax::{EntityKind, TextRange};

/// A word that more declared names share says nothing by itself.
const SHARED: usize = 24;

/// Whom the words of an article may mean, by their ids, and the same as the proposer takes it.
pub struct Cast {
    /// Their numbers, in the order of `knowns`.
    pub ids: Vec<EntityId>,
    /// Their names.
    pub knowns: Knowns,
}

impl Cast {
    /// Those of a corpus whose names stand in an article, whom its tags name, or who share a
    /// name of their own with a word that begins with a capital. What is looked at grows
    /// with the article and not with the corpus.
    pub fn of(corpus: &Corpus, file: FileId, source: &Source, words: &Words) -> Self {
        let everywhere = TextRange::new(0, source.text.len());
        Self::within(corpus, file, source, words, everywhere)
    }

    /// The same for a stretch of the file, whose words these are.
    pub fn within(
        corpus: &Corpus,
        file: FileId,
        source: &Source,
        words: &Words,
        stretch: TextRange,
    ) -> Self {
        let mut found: BTreeSet<EntityId> = BTreeSet::new();
        for name in known_names(corpus, file, source, stretch) {
            found.extend(name.bearers.iter().take(SHARED));
        }
        if let Some(file) = corpus.file(file) {
            let facts = file.facts();
            let occurrences = &facts.occurrences;
            let first = occurrences.partition_point(|one| one.range.to() < stretch.from());
            let near = occurrences[first..].iter();
            let near = near.take_while(|one| one.range.from() <= stretch.to());
            found.extend(near.map(|one| one.entity));
        }
        for word in capitalised(words.text()) {
            let folded = fold(word);
            let bearers = corpus.index().search().with_word(&folded);
            let bearers = bearers
                .take_while(|one| one.is_whole)
                .map(|one| one.entity)
                .take(SHARED + 1);
            let bearers: Vec<EntityId> = bearers.collect();
            if bearers.len() <= SHARED {
                found.extend(bearers);
            }
        }
        let mut named: Vec<(Known, EntityId)> = found
            .into_iter()
            .filter_map(|id| Some((known(corpus, id)?, id)))
            .collect();
        named.sort_by(|(one, _), (other, _)| one.id.cmp(&other.id));
        let (knowns, ids) = named.into_iter().unzip();
        Self { ids, knowns }
    }

    /// The number of somebody here.
    pub fn number(&self, id: EntityId) -> Option<usize> {
        self.ids.iter().position(|known| *known == id)
    }

    /// The ids of those of some speakers who are here.
    pub fn known(&self, speakers: &[ProposedSpeaker]) -> Vec<EntityId> {
        let known = speakers.iter().filter_map(|speaker| match speaker {
            ProposedSpeaker::Known(number) => self.ids.get(*number).copied(),
            _ => None,
        });
        known.collect()
    }
}

fn known(corpus: &Corpus, id: EntityId) -> Option<Known> {
    let is_person = match id.kind() {
        EntityKind::Person => true,
        EntityKind::Organisation => false,
        EntityKind::Topic => return None,
    };
    let mut names = Vec::new();
    // Whom a tag names and nothing declares has no name.
    if let Some(entity) = corpus.entity(id) {
        names.push(entity.name().to_owned());
        names.extend(entity.aliases().into_iter().map(str::to_owned));
    }
    Some(Known {
        id: corpus.written(id).to_string(),
        names,
        is_person,
    })
}

/// The words that begin with a capital, each once.
fn capitalised(text: &str) -> impl Iterator<Item = &str> {
    let mut seen = HashSet::new();
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(move |word| word.starts_with(char::is_uppercase) && seen.insert(*word))
}
