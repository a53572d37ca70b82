//! The people and organisations of a corpus, and how much they say; its topics.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::quotes::{EntityLabel, named};
use super::shared::wording::dated_role;
use super::workspace_symbol::best_fitting;
use crate::model::{Corpus, EntityId, Said, StatementFilter};
use crate::syntax::EntityKind;

/// How many files are looked into for a page, to count the quotes on behalf of the organisations
/// on it: what needs more is left to whoever asks for that organisation alone.
const FILES: usize = 2000;

/// A person or an organisation that the corpus names or declares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SpeakerRow {
    /// Which one.
    #[serde(skip)]
    pub entity: EntityId,
    /// The id with its sigil, and the display name; the id where there is none.
    #[serde(flatten)]
    pub named: EntityLabel,
    /// A person or an organisation.
    #[serde(serialize_with = "as_word")]
    pub kind: EntityKind,
    /// How many quotes are its own (see [`Said`]).
    pub quotes: usize,
    /// How many others say on behalf of an organisation; nothing where that was too much to count.
    pub on_behalf: Option<usize>,
    /// How many quotes there are with those on its behalf and those of its parts, likewise.
    pub with_parts: Option<usize>,
    /// How many tags mention it.
    pub mentions: usize,
    /// In how many files it speaks, others do on its behalf, or it is mentioned.
    pub articles: usize,
    /// All roles with their periods.
    pub roles: Vec<String>,
}

/// A topic that is declared or on which something is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TopicRow {
    /// The id with its sigil, and the display name; the id where there is none.
    #[serde(flatten)]
    pub named: EntityLabel,
    /// How many quotes are on it, with or without a side.
    pub quotes: usize,
}

fn as_word<S: Serializer>(kind: &EntityKind, to: S) -> Result<S::Ok, S::Error> {
    kind.word().serialize(to)
}

/// All people and organisations that the corpus' own files name or declare: those who
/// say most come first, then those who are mentioned most, then by their ids.
pub fn speakers(corpus: &Corpus) -> Vec<SpeakerRow> {
    let said = corpus.said_by_all(None);
    let all = corpus
        .index()
        .ranked(corpus.ids(), EntityKind::Person, None);
    all.map(|entity| {
        let mentioned = corpus.index().uses(entity);
        let otherwise = || Said {
            articles: mentioned.map_or(0, |uses| uses.articles()),
            ..Said::default()
        };
        let said = said.get(&entity).copied().unwrap_or_else(otherwise);
        row(corpus, entity, Some(said))
    })
    .collect()
}

/// The same for a list in an editor: the quotes on behalf of organisations are counted as on a
/// page, and not where that would be much work.
pub fn speakers_in_passing(corpus: &Corpus) -> Vec<SpeakerRow> {
    let mut files = FILES;
    let all = corpus
        .index()
        .ranked(corpus.ids(), EntityKind::Person, None);
    all.map(|entity| row(corpus, entity, corpus.said_within(entity, &mut files)))
        .collect()
}

/// The row of somebody who says so much, as far as that is known.
fn row(corpus: &Corpus, id: EntityId, said: Option<Said>) -> SpeakerRow {
    let entity = corpus.entity(id);
    let uses = corpus.index().uses(id);
    let roles = entity.iter().flat_map(|entity| entity.roles());
    let own = || uses.map_or(0, |uses| uses.quotes());
    let articles = || uses.map_or(0, |uses| uses.articles());
    SpeakerRow {
        entity: id,
        named: named(corpus, id),
        kind: id.kind(),
        quotes: said.map_or_else(own, |said| said.own),
        on_behalf: said.map(|said| said.on_behalf),
        with_parts: said.map(Said::with_parts),
        mentions: uses.map_or(0, |uses| uses.mentions()),
        articles: said.map_or_else(articles, |said| said.articles),
        roles: roles.map(|role| dated_role(corpus, role)).collect(),
    }
}

// ---- Pages ------------------------------------------------------------------

/// Which people and organisations are wanted. All conditions have to hold.
#[derive(Debug, Clone, Default)]
pub struct WantedSpeakers {
    /// Only those who say something.
    pub are_quoted: bool,
    /// Only those by whom, or on whose behalf, something was said that this
    /// filter wants: they count with these quotes alone.
    pub said: Option<StatementFilter>,
    /// Only those whose id or one of whose names fits these words; the best come first.
    pub matching: Option<String>,
    /// Only those who come after that one.
    pub after: Option<EntityId>,
    /// So many at most.
    pub limit: usize,
    /// These as well, wherever they come, if they are among those that are wanted.
    pub also: Vec<EntityId>,
}

/// The first of the people and organisations that are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SpeakersPage {
    /// How many there are in all, before and after those on the page too.
    pub total: usize,
    /// Those on the page.
    pub speakers: Vec<SpeakerRow>,
    /// Those that were wanted as well and are not on it.
    pub also: Vec<SpeakerRow>,
}

/// A page of those who are wanted. Without a filter and words to match, it takes
/// as much work as there are rows on it, and looks into so many files at most.
/// Stops early when `cancelled` says so.
pub fn speakers_page(
    corpus: &Corpus,
    wanted: &WantedSpeakers,
    cancelled: &dyn Fn() -> bool,
) -> SpeakersPage {
    let (ids, person) = (corpus.ids(), EntityKind::Person);
    let said = wanted.said.as_ref();
    let said = said.map(|filter| Filtered(corpus.said_by_all(Some(filter))));
    let quotes_of = |entity: EntityId| match &said {
        Some(said) => said.of(entity).quotes(),
        None => corpus.index().uses(entity).map_or(0, |uses| uses.quotes()),
    };
    let must_be_quoted = wanted.are_quoted || said.is_some();
    let is_wanted = |entity: &EntityId| !must_be_quoted || quotes_of(*entity) > 0;
    let behind = |found: Vec<EntityId>| {
        let after = wanted.after;
        let place = after.and_then(|after| found.iter().position(|entity| *entity == after));
        let first = place.map_or(0, |place| place + 1);
        let page = found.iter().skip(first).take(wanted.limit).copied();
        (found.len(), page.collect())
    };
    let (total, page): (usize, Vec<EntityId>) = match (&wanted.matching, &said) {
        (Some(words), _) => {
            let mut found = best_fitting(corpus, words, cancelled);
            found.retain(|entity| entity.kind() != EntityKind::Topic && is_wanted(entity));
            behind(found)
        }
        (None, Some(said)) => behind(said.ranked(corpus)),
        (None, None) => {
            let total = match must_be_quoted {
                true => corpus.counts().speakers,
                false => corpus.index().count_ranked(ids, person),
            };
            // Those who say nothing come last.
            let all = corpus.index().ranked(ids, person, wanted.after);
            let page = all.take_while(is_wanted).take(wanted.limit);
            (total, page.collect())
        }
    };
    let shown: HashSet<EntityId> = page.iter().copied().collect();
    let is_listed = |entity: &EntityId| {
        corpus
            .index()
            .uses(*entity)
            .is_some_and(|uses| uses.is_own())
            || said.is_some()
    };
    let also = wanted.also.iter().copied();
    let also = also.filter(|entity| entity.kind() != EntityKind::Topic);
    let also = also.filter(|entity| !shown.contains(entity));
    let also = also.filter(|entity| is_listed(entity) && is_wanted(entity));
    let mut files = FILES;
    let mut row = |entity| match &said {
        Some(said) => SpeakerRow {
            mentions: 0,
            ..row(corpus, entity, Some(said.of(entity)))
        },
        None => row(corpus, entity, corpus.said_within(entity, &mut files)),
    };
    SpeakersPage {
        total,
        speakers: page.into_iter().map(&mut row).collect(),
        also: also.map(&mut row).collect(),
    }
}

/// How many topics there are, and the first `limit` of them, those on which
/// most is said first; with `after`, those after that one.
pub fn topics_page(
    corpus: &Corpus,
    after: Option<EntityId>,
    limit: usize,
) -> (usize, Vec<TopicRow>) {
    let (index, ids) = (corpus.index(), corpus.ids());
    let topics = index.ranked(ids, EntityKind::Topic, after).take(limit);
    let rows = topics.map(|topic| TopicRow {
        named: named(corpus, topic),
        quotes: index.uses(topic).map_or(0, |uses| uses.quotes_on()),
    });
    (index.count_ranked(ids, EntityKind::Topic), rows.collect())
}

/// How much of what a filter wants is said by each, or on behalf of each.
struct Filtered(HashMap<EntityId, Said>);

impl Filtered {
    fn of(&self, entity: EntityId) -> Said {
        self.0.get(&entity).copied().unwrap_or_default()
    }

    /// Those who say something, or on whose behalf something is said: the most first.
    fn ranked(&self, corpus: &Corpus) -> Vec<EntityId> {
        let all = self.0.iter().filter(|(_, said)| said.quotes() > 0);
        let all = all.map(|(entity, said)| {
            let written = corpus.written(*entity);
            let bare: Arc<str> = written.trim_start_matches(['@', '&']).into();
            (Reverse(said.quotes()), bare, *entity)
        });
        let mut all: Vec<(Reverse<usize>, Arc<str>, EntityId)> = all.collect();
        all.sort_unstable();
        all.into_iter().map(|(_, _, entity)| entity).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;
    use crate::syntax::Side;

    const CORPUS: &str = "//- cast.qm\n@a: A\n@b: B\n    role: clerk of &c, 2011\n&c: C\n#t: T\n#u: U\n//- x.qm\n[x]{by @b, @d on #t} [y]{@a} [z]{@a}\n//- y.qm\n---\ndate: 2011\n---\n[x]{by @b for #t} [w]{by &c} [v]{@e}\n";

    #[test]
    fn those_who_say_most_come_first() {
        let corpus = fixture::corpus(CORPUS);
        let rows: Vec<_> = speakers(&corpus)
            .into_iter()
            .map(|row| {
                (
                    row.named.id,
                    row.quotes,
                    row.mentions,
                    row.articles,
                    row.roles,
                )
            })
            .collect();
        assert_eq!(
            rows,
            [
                ("@b".into(), 2, 0, 2, vec!["clerk of C (2011)".into()]),
                ("&c".into(), 1, 0, 1, vec![]),
                // Nobody has declared them, and they speak.
                ("@d".into(), 1, 0, 1, vec![]),
                ("@a".into(), 0, 2, 1, vec![]),
                ("@e".into(), 0, 1, 1, vec![]),
            ]
        );
    }

    fn page(corpus: &Corpus, wanted: &WantedSpeakers) -> (usize, String, String) {
        let page = speakers_page(corpus, wanted, &|| false);
        let shown = |rows: &[SpeakerRow]| {
            let rows = rows.iter();
            let shown: Vec<String> = rows
                .map(|row| match row.on_behalf.unwrap() {
                    0 => format!("{} {}", row.named.id, row.quotes),
                    on_behalf => format!("{} {} + {on_behalf}", row.named.id, row.quotes),
                })
                .collect();
            shown.join(", ")
        };
        (page.total, shown(&page.speakers), shown(&page.also))
    }

    #[test]
    fn pages_put_together_are_the_whole_list() {
        let corpus = fixture::corpus(CORPUS);
        let id = |written| corpus.ids().find(written);
        let mut after = None;
        let mut all = Vec::new();
        loop {
            let wanted = WantedSpeakers {
                limit: 2,
                after,
                ..WantedSpeakers::default()
            };
            let page = speakers_page(&corpus, &wanted, &|| false);
            assert_eq!(page.total, 5);
            let Some(last) = page.speakers.last() else {
                break;
            };
            after = Some(last.entity);
            all.extend(page.speakers);
        }
        assert_eq!(all, speakers(&corpus));
        assert_eq!(all, speakers_in_passing(&corpus));
        let wanted = WantedSpeakers {
            limit: 1,
            also: ["@a", "@b", "@e", "#t"]
                .into_iter()
                .filter_map(id)
                .collect(),
            ..WantedSpeakers::default()
        };
        // `@b` is on the page.
        let expected = (5, "@b 2".into(), "@a 0, @e 0".into());
        assert_eq!(page(&corpus, &wanted), expected);
        let quoted = WantedSpeakers {
            are_quoted: true,
            limit: 9,
            ..wanted
        };
        let expected = (3, "@b 2, &c 1 + 1, @d 1".into(), String::new());
        assert_eq!(page(&corpus, &quoted), expected);
    }

    #[test]
    fn on_a_topic_those_count_by_whom_and_for_whom_something_was_said() {
        let corpus = fixture::corpus(CORPUS);
        let on = |side| WantedSpeakers {
            said: corpus.ids().find("#t").map(|topic| StatementFilter {
                on: vec![(topic, side)],
                ..StatementFilter::default()
            }),
            limit: 9,
            ..WantedSpeakers::default()
        };
        let expected = (3, "@b 2, &c 0 + 1, @d 1".into(), String::new());
        assert_eq!(page(&corpus, &on(None)), expected);
        let expected = (2, "@b 1, &c 0 + 1".into(), String::new());
        assert_eq!(page(&corpus, &on(Some(Side::For))), expected);
        assert_eq!(page(&corpus, &on(Some(Side::Against))).0, 0);
    }

    #[test]
    fn words_find_by_names_and_ids() {
        let corpus = fixture::corpus(
            "//- cast.qm\n@ann: Ann Lee\n    also: Dr Who\n&lee: Lee Ltd\n#lee: Lee\n//- a.qm\n[x]{by @ann}\n",
        );
        let matching = |words: &str, are_quoted| WantedSpeakers {
            matching: Some(words.into()),
            are_quoted,
            limit: 1,
            ..WantedSpeakers::default()
        };
        assert_eq!(page(&corpus, &matching("who", false)).1, "@ann 1");
        assert_eq!(page(&corpus, &matching("lee", false)).0, 2);
        assert_eq!(page(&corpus, &matching("lee", true)).0, 1);
    }

    #[test]
    fn topics_are_listed_by_what_is_said_on_them() {
        let corpus = fixture::corpus(CORPUS);
        let (total, rows) = topics_page(&corpus, None, 9);
        let rows: Vec<_> = rows
            .iter()
            .map(|row| (row.named.name.as_str(), row.quotes))
            .collect();
        assert_eq!((total, rows), (2, vec![("T", 2), ("U", 0)]));
        let (total, rows) = topics_page(&corpus, corpus.ids().find("#t"), 9);
        assert_eq!((total, rows[0].named.id.as_str()), (2, "#u"));
    }
}
