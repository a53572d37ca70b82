//! References to what nobody declared.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::Check;
use crate::edit_distance::nearest_id;
use crate::features::shared::names::bare_name;
use crate::model::{Corpus, EntityId, OccurrenceKind};
use crate::reports::Code;
use crate::syntax::{EntityKind, Tag, TextRange, plain_words};

/// How many different unknown ids of a file are compared with all known ones.
/// A file that names more is an import before its cast is written.
const COMPARED: usize = 50;

/// Reports every reference to what nobody declared but the `misplaced` ones.
pub(super) fn check(check: &mut Check, misplaced: &HashSet<TextRange>) {
    let (corpus, text) = (check.corpus, check.text());
    let unknown = check.facts.occurrences.iter().filter(|occurrence| {
        occurrence.kind != OccurrenceKind::Declaration
            && !corpus.index().is_declared(occurrence.entity)
    });
    let unknown: Vec<_> = unknown.collect();
    if unknown.is_empty() {
        return;
    }
    let mentions = mentions(check);
    let mut known = Known::default();
    for occurrence in unknown {
        if misplaced.contains(&occurrence.range) {
            continue;
        }
        let words = mentions.get(&occurrence.range);
        let words = words.map(|words| plain_words(text, *words, &check.source.document));
        let candidates = known.candidates(corpus, occurrence.entity, words.as_deref());
        let written = &text[occurrence.range];
        let kind = occurrence.entity.kind();
        let message = match &candidates[..] {
            [] => format!(
                "nobody declared the {} `{written}`; declare it with a line `{written}: Name`",
                kind.word()
            ),
            candidates => {
                let candidates: Vec<String> = candidates
                    .iter()
                    .map(|id| format!("`{}`", corpus.written(*id)))
                    .collect();
                format!(
                    "nobody declared the {} `{written}`; did you mean {}?",
                    kind.word(),
                    candidates.join(" or ")
                )
            }
        };
        let related = candidates
            .iter()
            .flat_map(|id| check.declared_at(*id))
            .collect();
        if let Some(report) = check.report(code(kind), occurrence.range, message) {
            report.related = related;
        }
    }
}

/// Those declared ones that an unknown id probably means, the likeliest first:
/// who has the `words` of its mention, who has a similar id, and what has the
/// same id and is of another kind.
pub fn similar_entities(corpus: &Corpus, unknown: EntityId, words: Option<&str>) -> Vec<EntityId> {
    Known::default().candidates(corpus, unknown, words)
}

fn code(kind: EntityKind) -> Code {
    match kind {
        EntityKind::Person => Code::UnknownPerson,
        EntityKind::Organisation => Code::UnknownOrganisation,
        EntityKind::Topic => Code::UnknownTopic,
    }
}

/// The words of each mention, by its reference.
fn mentions(check: &Check) -> HashMap<TextRange, TextRange> {
    let spans = check.source.document.spans.iter();
    let mentions = spans.filter_map(|span| match span.tag {
        Tag::Mention(reference) => Some((reference.range, span.words)),
        _ => None,
    });
    mentions.collect()
}

/// The declared ids, gathered when the first unknown one is to be compared,
/// and what each unknown one was found to mean.
#[derive(Default)]
struct Known {
    written: BTreeMap<EntityKind, Vec<Arc<str>>>,
    similar: HashMap<EntityId, Option<EntityId>>,
}

impl Known {
    fn candidates(
        &mut self,
        corpus: &Corpus,
        unknown: EntityId,
        words: Option<&str>,
    ) -> Vec<EntityId> {
        let mut candidates = Vec::new();
        if let Some(words) = words {
            let bearers = corpus.bearers(bare_name(words));
            candidates.extend(
                bearers
                    .into_iter()
                    .filter(|bearer| bearer.kind() == unknown.kind()),
            );
            // A name that many have says little about an id.
            candidates.truncate(3);
        }
        candidates.extend(self.similar_id(corpus, unknown));
        if candidates.is_empty() {
            let written = corpus.written(unknown);
            let others = EntityKind::ALL
                .into_iter()
                .filter(|kind| *kind != unknown.kind());
            let others = others.filter_map(|kind| {
                let other = format!("{}{}", kind.sigil(), bare(&written));
                corpus.ids().find(&other)
            });
            candidates.extend(others.filter(|other| corpus.index().is_declared(*other)));
        }
        let mut seen = HashSet::new();
        candidates.retain(|id| seen.insert(*id));
        candidates
    }

    fn similar_id(&mut self, corpus: &Corpus, unknown: EntityId) -> Option<EntityId> {
        if let Some(similar) = self.similar.get(&unknown) {
            return *similar;
        }
        if self.similar.len() >= COMPARED {
            return None;
        }
        let candidates = self.written.entry(unknown.kind()).or_insert_with(|| {
            let ids = corpus.index().search().ids();
            let ids = ids.filter(|id| id.entity.kind() == unknown.kind());
            ids.map(|id| id.text.clone()).collect()
        });
        let written = corpus.written(unknown);
        let similar = nearest_id(
            bare(&written),
            candidates.iter().map(|written| bare(written)),
        );
        let similar = similar.and_then(|similar| {
            let sigil = unknown.kind().sigil();
            corpus.ids().find(&format!("{sigil}{similar}"))
        });
        self.similar.insert(unknown, similar);
        similar
    }
}

/// An id without its sigil.
fn bare(written: &str) -> &str {
    written.get(1..).unwrap_or_default()
}
