//! Which entities of a large corpus are looked at when something is offered.
//!
//! The index gives those whose names fit what is typed or the words of the
//! span, so that the work grows with them and not with the corpus. What goes
//! through all that is declared says so, and does next to nothing for each.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::CompletionRequest;
use super::entity_filter::{EntityFilter, LIMIT, names_of};
use super::rank::{Compared, Typed};
use crate::model::{EntityId, WithWord};
use crate::syntax::EntityKind;

/// How many of those who share a word are looked at; where there are more,
/// those who are named near the place and those used most.
const LONGEST_SHORTLIST: usize = 300;

/// How many have a word in their ids and names that says little of anybody,
/// such as `dr`.
const COMMON: usize = 500;

/// The declared entities that may be among the best of those that are wanted
/// and fit what is typed; each once.
pub fn shortlist(
    request: &CompletionRequest,
    typed: &str,
    filter: &EntityFilter,
) -> HashSet<EntityId> {
    let choice = Choice {
        request,
        filter,
        sigil: typed.chars().next().and_then(EntityKind::of_sigil),
    };
    let mut found = choice.fitting();
    found.extend(choice.resembling());
    let words = Typed::new(typed);
    if words.is_empty() {
        found.extend(choice.near());
        found.extend(choice.most_used());
    } else {
        found.extend(choice.called(typed));
        let with_word = choice.with_all_words(&words);
        // Those of whom only the letters fit come last.
        if with_word.len() < LIMIT {
            found.extend(choice.scattered(&words));
        }
        found.extend(with_word);
    }
    let found = found.into_iter();
    found.filter(|entity| choice.is_wanted(*entity)).collect()
}

struct Choice<'a> {
    request: &'a CompletionRequest<'a>,
    filter: &'a EntityFilter<'a>,
    /// The kind of what is typed, where it has a sigil.
    sigil: Option<EntityKind>,
}

impl Choice<'_> {
    /// Those whose names may fit the words of the place, for the words that
    /// they share.
    fn fitting(&self) -> Vec<EntityId> {
        match self.filter.fit {
            Compared::Nothing => Vec::new(),
            Compared::Name(words) => self.sharing_words(words.folded()),
        }
    }

    /// Those who have the last of some words or begin with it, or have two of
    /// the others: nobody else's name fits several words.
    fn sharing_words(&self, words: &str) -> Vec<EntityId> {
        let search = self.request.corpus.index().search();
        let Some(last) = words.rsplit(' ').next().filter(|last| !last.is_empty()) else {
            return Vec::new();
        };
        let mut shared: HashMap<EntityId, u32> = HashMap::new();
        let mut common = Vec::new();
        let others: HashSet<&str> = words.split(' ').filter(|word| *word != last).collect();
        for word in others {
            let found = search.with_word(word).take_while(|with| with.is_whole);
            let found: Vec<WithWord> = found.take(COMMON).collect();
            if found.len() == COMMON {
                common.push(word);
                continue;
            }
            for with in found {
                *shared.entry(with.entity).or_default() += with.times;
            }
        }
        // A word that many share says something of those who share another one.
        let needed = if common.is_empty() { 2 } else { 1 };
        shared.retain(|_, count| *count >= needed);
        if common.len() > 1 {
            let mut counts: HashMap<EntityId, u32> = HashMap::new();
            for word in common {
                let found = search.with_word(word).take_while(|with| with.is_whole);
                found.for_each(|with| *counts.entry(with.entity).or_default() += with.times);
            }
            shared.extend(counts.into_iter().filter(|(_, count)| *count > 1));
        }
        let mut found: Vec<EntityId> = shared.into_keys().collect();
        found.extend(self.with_word(last, false));
        found
    }

    /// Those with a name that is like the words of the place, though they may
    /// have no word in common. Goes through all names.
    fn resembling(&self) -> Vec<EntityId> {
        let Compared::Name(words) = self.filter.fit else {
            return Vec::new();
        };
        let names = self.request.corpus.index().search().names();
        let resembling = names.filter(|name| words.resembles(*name));
        resembling.map(|name| name.entity).collect()
    }

    /// Those who are called just so, who are not to be lost among many who begin so.
    fn called(&self, typed: &str) -> Vec<EntityId> {
        let corpus = self.request.corpus;
        let id = corpus.ids().find(typed);
        let declared = id.filter(|id| corpus.index().is_declared(*id));
        declared.into_iter().chain(corpus.bearers(typed)).collect()
    }

    /// Those whose ids have the letters of what is typed. Goes through all ids.
    fn scattered(&self, typed: &Typed) -> Vec<EntityId> {
        let Some(letters) = typed.scattered() else {
            return Vec::new();
        };
        let ids = self.request.corpus.index().search().ids();
        let scattered = ids.filter(|id| letters.missing_from(id.letters) == 0);
        let scattered = scattered.filter(|id| typed.fit_id(id.text).is_some());
        scattered.map(|id| id.entity).collect()
    }

    /// Those who are named near the place.
    fn near(&self) -> Vec<EntityId> {
        let index = self.request.corpus.index();
        let near = self.filter.near.keys().copied();
        near.filter(|entity| index.is_declared(*entity)).collect()
    }

    /// Those used most; of those used as often, the first by their ids. Goes
    /// through all ids.
    fn most_used(&self) -> Vec<EntityId> {
        let ids = self.request.corpus.index().search().ids().enumerate();
        let ids = ids.filter(|(_, id)| self.is_wanted(id.entity));
        let used = ids.map(|(place, id)| {
            let uses = Reverse(self.uses(id.entity));
            ((self.is_other(id.entity), uses, place), id.entity)
        });
        least(used.collect(), 2 * LIMIT)
    }

    /// Those with a word that is or begins with `word`, the best of them where
    /// there are many.
    fn with_word(&self, word: &str, is_whole: bool) -> Vec<EntityId> {
        self.best(self.all_with_word(word, is_whole))
    }

    /// Those with words that begin with all that is typed, the best of them
    /// where there are many. The word that fewest have leads to them.
    fn with_all_words(&self, typed: &Typed) -> Vec<EntityId> {
        let words = typed.words();
        let mut found = self.all_with_word(self.rarest(&words), false);
        if words.len() > 1 && found.len() > LONGEST_SHORTLIST {
            found.retain(|entity, _| self.fits(*entity, typed));
        }
        self.best(found)
    }

    /// The word with which fewest words of ids and names begin. The work grows
    /// with these, however many begin with the others.
    fn rarest<'w>(&self, words: &[&'w str]) -> &'w str {
        let search = self.request.corpus.index().search();
        let lists = words.iter().map(|word| (*word, search.with_word(word)));
        let mut lists: Vec<_> = lists.collect();
        if lists.len() < 2 {
            return words.first().copied().unwrap_or_default();
        }
        loop {
            for (word, list) in &mut lists {
                if list.next().is_none() {
                    return word;
                }
            }
        }
    }

    /// Whether an id or a name of a declared entity fits what is typed.
    fn fits(&self, entity: EntityId, typed: &Typed) -> bool {
        let corpus = self.request.corpus;
        let declared = corpus.entity(entity);
        let mut names = declared.iter().flat_map(|declared| declared.declared());
        typed.fit(&corpus.written(entity)).is_some()
            || names.any(|declared| names_of(declared).any(|name| typed.fit(name).is_some()))
    }

    /// Those with a word that is or begins with `word`, and whether it is the
    /// first of an id or a name.
    fn all_with_word(&self, word: &str, is_whole: bool) -> HashMap<EntityId, bool> {
        let found = self.request.corpus.index().search().with_word(word);
        let found = found.take_while(|with| with.is_whole || !is_whole);
        let mut first: HashMap<EntityId, bool> = HashMap::new();
        for with in found.filter(|with| self.is_wanted(with.entity)) {
            *first.entry(with.entity).or_default() |= with.is_first;
        }
        first
    }

    /// The best of those found by a word, of which it may be the first.
    fn best(&self, first: HashMap<EntityId, bool>) -> Vec<EntityId> {
        let found = first.into_iter().map(|(entity, is_first)| {
            let near = self.filter.near.get(&entity).copied();
            let near = near.unwrap_or(usize::MAX);
            let uses = Reverse(self.uses(entity));
            (
                (self.is_other(entity), near, !is_first, uses, entity),
                entity,
            )
        });
        least(found.collect(), LONGEST_SHORTLIST)
    }

    fn is_wanted(&self, entity: EntityId) -> bool {
        let filter = self.filter;
        let is_kind = filter.kinds.contains(&entity.kind());
        let is_typed = self.sigil.is_none_or(|kind| kind == entity.kind());
        is_kind && is_typed && !filter.without.contains(&entity)
    }

    /// Whether it is of another kind than the one that goes before the others.
    fn is_other(&self, entity: EntityId) -> bool {
        let preferred = self.filter.preferred;
        preferred.is_some_and(|kind| kind != entity.kind())
    }

    fn uses(&self, entity: EntityId) -> usize {
        let uses = self.request.corpus.index().uses(entity);
        uses.map_or(0, |uses| uses.quotes() + uses.quotes_on() + uses.mentions())
    }
}

/// The entities with the least keys, `limit` of them at most, in no order.
fn least<K: Ord>(mut found: Vec<(K, EntityId)>, limit: usize) -> Vec<EntityId> {
    if found.len() > limit {
        found.select_nth_unstable(limit);
        found.truncate(limit);
    }
    found.into_iter().map(|(_, entity)| entity).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::context_at;
    use super::super::rank::{NONE, SpanWords};
    use super::*;
    use crate::features::fixture;

    /// A name made of words that are alike, and of some that are not.
    fn name() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "Ann", "Anne", "Lee", "Léa", "García", "The", "B.", "O’Hara", "Łódź", "of", "IT",
            "Buckman", "Bucknam", "Buck",
        ]);
        prop::collection::vec(word, 1..4).prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn nobody_who_fits_is_passed_over(
            names in prop::collection::vec(name(), 1..6),
            words in name(),
            typed in "[@&]?(a|an|le|lee|buck|bcm|oh|p1|p 1|garcia l|e-1){0,2}",
        ) {
            let mut cast = String::from("//- cast.qm\n");
            for (number, name) in names.iter().enumerate() {
                cast.push_str(&format!("@lee-p{number}: {name}\n"));
            }
            let (corpus, file, offset) = fixture::corpus_at(&format!("{cast}//- a.qm\n[x]{{$0}}"));
            let source = corpus.source(file).unwrap();
            let lines = &corpus.file(file).unwrap().facts().lines;
            let context = context_at(&source, lines, offset).unwrap();
            let request = CompletionRequest {
                corpus: &corpus,
                file,
                source: &source,
                offset,
                date: None,
                cast: None,
                context: &context,
                near: std::cell::OnceCell::new(),
            };
            let span = SpanWords::new(&words);
            let filter = EntityFilter {
                kinds: &EntityKind::ALL,
                without: &[],
                fit: Compared::Name(&span),
                preferred: None,
                near: &HashMap::new(),
            };
            let choice = Choice { request: &request, filter: &filter, sigil: None };
            let mut fitting = choice.fitting();
            fitting.extend(choice.resembling());
            let shortlist = shortlist(&request, &typed, &filter);
            let begun = Typed::new(&typed);
            for (number, name) in names.iter().enumerate() {
                let written = format!("@lee-p{number}");
                let entity = corpus.ids().find(&written).unwrap();
                let is_fit = span.fit(name) < NONE;
                prop_assert!(!is_fit || fitting.contains(&entity), "{words}: {name}");
                let is_begun = begun.fit(name).is_some() || begun.fit_id(&written).is_some();
                let is_kind = !typed.starts_with('&');
                prop_assert!(!(is_begun && is_kind) || shortlist.contains(&entity), "{typed}: {name}");
            }
        }
    }

    #[test]
    fn of_many_who_begin_so_the_most_used_are_looked_at() {
        let mut cast = String::from("//- cast.qm\n@dr: Who\n");
        for number in 0..2 * LONGEST_SHORTLIST {
            cast.push_str(&format!("@p{number}: Dr Number {number}\n"));
        }
        let used = LONGEST_SHORTLIST + LONGEST_SHORTLIST / 2;
        let (corpus, file, offset) = fixture::corpus_at(&format!(
            "{cast}//- a.qm\n[x]{{by @p{used}}}\n//- b.qm\n[x]{{by @dr$0}}"
        ));
        let found = super::super::completion(&corpus, file, offset, None).unwrap();
        let first: Vec<&str> = found
            .items
            .iter()
            .take(2)
            .map(|item| item.label.as_str())
            .collect();
        assert_eq!(first, ["@dr", format!("@p{used}").as_str()]);
        assert!(found.is_incomplete);
    }

    #[test]
    fn of_many_who_share_a_word_the_others_typed_tell_who_is_meant() {
        let mut cast = String::from("//- cast.qm\n");
        for number in 0..3 * LONGEST_SHORTLIST {
            cast.push_str(&format!("@rebecca-a{number}: Rebecca Achebe{number}\n"));
        }
        for typed in ["rebecca-a899", "rebecca-a89", "a899-rebecca"] {
            let (corpus, file, offset) = fixture::corpus_at(&format!(
                "{cast}//- a.qm\n[x]{{@{typed}$0}}\n\n[Somebody]{{by @rebecca-a1}}"
            ));
            let found = super::super::completion(&corpus, file, offset, None);
            let items = found.map(|found| found.items).unwrap_or_default();
            assert!(
                items.iter().any(|item| item.label == "@rebecca-a899"),
                "{typed}"
            );
        }
    }
}
