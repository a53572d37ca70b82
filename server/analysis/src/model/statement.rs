//! Statements: who said what, found through the index.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use super::facts::{Facts, QuoteFacts, sorted_by};
use super::parts::Parts;
use super::{Corpus, EntityId, FileId};
use crate::syntax::{Date, EntityKind, PartialDate, Side, TextRange};

/// A statement and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Statement {
    /// The file.
    pub file: FileId,
    /// Its place among the file's quotes.
    pub quote: usize,
}

/// The facts of a statement, among those of its file.
pub struct Quoted {
    facts: Arc<Facts>,
    place: usize,
}

impl Deref for Quoted {
    type Target = QuoteFacts;

    fn deref(&self) -> &QuoteFacts {
        &self.facts.quotes[self.place]
    }
}

/// A statement that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundStatement {
    /// Which one.
    pub statement: Statement,
    /// When it was made: its `at`, else the article's date.
    pub said: Option<PartialDate>,
    /// The words of its first fragment.
    pub words: TextRange,
}

/// Which statements are wanted. All conditions have to hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatementFilter {
    /// Said by that person or organisation.
    pub by: Option<EntityId>,
    /// Said by that organisation or for it.
    pub of: Option<EntityId>,
    /// On each of these topics, with that side or with any.
    pub on: Vec<(EntityId, Option<Side>)>,
    /// With that side, on whatever topic.
    pub side: Option<Side>,
    /// Whatever was part of the organisation or of a topic then counts with it.
    pub with_parts: bool,
    /// Whatever was part of a topic then counts with it, whether the parts of an
    /// organisation do or not.
    pub parts_of_topics: bool,
    /// Said on or after the first day of that date.
    pub from: Option<PartialDate>,
    /// Said on or before the last day of that date.
    pub to: Option<PartialDate>,
}

impl StatementFilter {
    /// Whether it wants all statements.
    pub fn wants_all(&self) -> bool {
        let nothing = Self {
            parts_of_topics: self.parts_of_topics,
            with_parts: self.with_parts,
            ..Self::default()
        };
        *self == nothing
    }

    /// For the quotes of an entity (see [`Corpus::quotes_of`]).
    pub fn of_entity(entity: EntityId) -> Self {
        let mut filter = Self::default();
        match entity.kind() {
            EntityKind::Person => filter.by = Some(entity),
            EntityKind::Organisation => filter.of = Some(entity),
            EntityKind::Topic => filter.on.push((entity, None)),
        }
        filter
    }
}

/// The organisations for which a quote was spoken: the one that it names, else
/// those of the speakers' roles then, as the tag and the roles name them; an
/// organisation speaks for itself.
pub fn spoken_for(corpus: &Corpus, quote: &QuoteFacts, date: Option<PartialDate>) -> Vec<EntityId> {
    if let Some(of) = quote.of {
        return vec![of];
    }
    organisations_then(corpus, quote.known_speakers(), quote.at.or(date))
}

/// The organisations for which `speakers` speak on a date when nobody says
/// another: those of their roles then; an organisation speaks for itself. Each
/// once.
pub fn organisations_then(
    corpus: &Corpus,
    speakers: impl IntoIterator<Item = EntityId>,
    date: Option<PartialDate>,
) -> Vec<EntityId> {
    let mut organisations = Vec::new();
    for speaker in speakers {
        if speaker.kind() == EntityKind::Organisation {
            organisations.push(speaker);
        } else if let Some(person) = corpus.entity(speaker) {
            for then in person.roles_on(date).holding {
                organisations.extend(&then.role.organisations);
            }
        }
    }
    let mut seen = HashSet::new();
    organisations.retain(|organisation| seen.insert(*organisation));
    organisations
}

impl Corpus {
    /// The quote itself.
    pub fn quote(&self, statement: Statement) -> Option<Quoted> {
        let facts = self.file(statement.file)?.facts();
        let place = statement.quote;
        (place < facts.quotes.len()).then_some(Quoted { facts, place })
    }

    /// Every quote of an entity: what a person said; what an organisation said
    /// and what was said for it; what is on a topic. Oldest first.
    pub fn quotes_of(&self, entity: EntityId) -> Vec<FoundStatement> {
        self.statements(&StatementFilter::of_entity(entity))
    }

    /// Every quote in a file, in the order of their first words.
    pub fn quotes_in(&self, number: FileId) -> Vec<FoundStatement> {
        let Some(file) = self.file(number) else {
            return Vec::new();
        };
        let quotes = file.quotes();
        let quotes = quotes.iter().enumerate();
        let found = quotes.filter_map(|(place, quote)| found(number, place, quote, file.date()));
        found.collect()
    }

    /// The statements that a filter wants, oldest first; those without a date last.
    pub fn statements(&self, filter: &StatementFilter) -> Vec<FoundStatement> {
        let resolved = ResolvedFilter::new(self, filter);
        let files = self.candidate_files(filter).into_iter();
        let mut found: Vec<_> = files.flat_map(|file| resolved.in_file(file)).collect();
        found.sort_unstable_by_key(|(key, _)| *key);
        found.into_iter().map(|(_, found)| found).collect()
    }

    /// The last of the [`statements`](Self::statements), the last first, `limit`
    /// of them at most. Files in which nothing was said as late are not looked into.
    pub fn last_statements(&self, filter: &StatementFilter, limit: usize) -> Vec<FoundStatement> {
        let resolved = ResolvedFilter::new(self, filter);
        let files = self.candidate_files(filter).into_iter();
        let mut files: BinaryHeap<_> = files
            .filter_map(|number| {
                let file = self.file(number)?;
                Some((file.last_said()?, &*file.path, number))
            })
            .collect();
        let mut found: Vec<(Key, FoundStatement)> = Vec::new();
        while let Some((last_said, path, number)) = files.pop() {
            let least = limit.checked_sub(1).and_then(|last| found.get(last));
            let is_later =
                |((said, other, _), _): &(Key, FoundStatement)| (*said, *other) > (last_said, path);
            if limit == 0 || least.is_some_and(is_later) {
                break;
            }
            found.extend(resolved.in_file(number));
            found.sort_unstable_by_key(|(key, _)| Reverse(*key));
            found.truncate(limit);
        }
        found.into_iter().map(|(_, found)| found).collect()
    }

    /// The files that can hold what a filter wants, each once.
    pub(super) fn candidate_files(&self, filter: &StatementFilter) -> Vec<FileId> {
        let files_of = |entity| {
            let uses = self.index().uses(entity);
            uses.into_iter()
                .flat_map(|uses| uses.files_with_quotes().collect::<Vec<_>>())
        };
        let with_parts = |entity: EntityId| {
            let is_topic = entity.kind() == EntityKind::Topic;
            let counts = filter.with_parts || (is_topic && filter.parts_of_topics);
            let parts = counts.then(|| Parts::of(self, entity));
            let parts: Vec<EntityId> = parts.iter().flat_map(Parts::ever).collect();
            std::iter::once(entity).chain(parts)
        };
        let mut files: Vec<FileId> = match (filter.by, filter.on.first(), filter.of) {
            (Some(entity), _, _) => files_of(entity).collect(),
            (None, Some((topic, _)), _) => with_parts(*topic).flat_map(files_of).collect(),
            (None, None, Some(organisation)) => with_parts(organisation)
                .flat_map(|organisation| {
                    let members = self.index().below(organisation);
                    let members = members.filter(|member| member.kind() == EntityKind::Person);
                    std::iter::once(organisation).chain(members)
                })
                .flat_map(files_of)
                .collect(),
            (None, None, None) => self.files().map(|(number, _)| number).collect(),
        };
        files.sort_unstable();
        files.dedup();
        files
    }
}

fn found(
    file: FileId,
    place: usize,
    quote: &QuoteFacts,
    date: Option<PartialDate>,
) -> Option<FoundStatement> {
    Some(FoundStatement {
        statement: Statement { file, quote: place },
        said: quote.at.or(date),
        words: *quote.fragments.first()?,
    })
}

/// What a filter wants of articles that are no files of a corpus.
pub struct Chosen<'c>(ResolvedFilter<'c>);

impl<'c> Chosen<'c> {
    /// For articles that name whom a corpus knows.
    pub fn new(corpus: &'c Corpus, filter: &'c StatementFilter) -> Self {
        Self(ResolvedFilter::new(corpus, filter))
    }

    /// The statements of an article that are wanted, by their places in it in order.
    pub fn in_article(&self, facts: &Facts) -> Vec<usize> {
        let quotes = facts.quotes.iter().enumerate();
        let wanted = quotes.filter(|(place, quote)| {
            self.0.wants(quote, facts.date)
                && found(FileId::NONE, *place, quote, facts.date).is_some()
        });
        wanted.map(|(place, _)| place).collect()
    }
}

/// By what statements are sorted: the day, and where they stand.
type Key<'c> = (Date, &'c Path, TextRange);

/// What a filter wants of a corpus.
struct ResolvedFilter<'c> {
    corpus: &'c Corpus,
    filter: &'c StatementFilter,
    /// The parts of the organisation that is asked for, if they count.
    parts: Option<Parts<'c>>,
    /// Those who may speak for that organisation, or for its parts.
    members: HashSet<EntityId>,
    /// The parts of each of the topics, if they count.
    topic_parts: Vec<Parts<'c>>,
}

impl<'c> ResolvedFilter<'c> {
    fn new(corpus: &'c Corpus, filter: &'c StatementFilter) -> Self {
        let parts_of = |entity| filter.with_parts.then(|| Parts::of(corpus, entity));
        let parts = filter.of.and_then(parts_of);
        let organisations = parts.iter().flat_map(Parts::ever).chain(filter.of);
        let members = organisations
            .flat_map(|organisation| corpus.index().below(organisation).chain([organisation]));
        let topics = filter.on.iter();
        Self {
            corpus,
            filter,
            members: members.collect(),
            parts,
            topic_parts: match filter.with_parts || filter.parts_of_topics {
                true => topics.map(|(topic, _)| Parts::of(corpus, *topic)).collect(),
                false => Vec::new(),
            },
        }
    }

    /// The statements of a file that are wanted, and by what they are sorted.
    fn in_file(&self, number: FileId) -> Vec<(Key<'c>, FoundStatement)> {
        let Some(file) = self.corpus.file(number) else {
            return Vec::new();
        };
        let quotes = file.quotes();
        let quotes = quotes.iter().enumerate();
        let resolved = quotes.filter(|(_, quote)| self.wants(quote, file.date()));
        let found = resolved.filter_map(|(place, quote)| {
            let found = found(number, place, quote, file.date())?;
            let key = (sorted_by(found.said), &*file.path, found.words);
            Some((key, found))
        });
        found.collect()
    }

    fn wants(&self, quote: &QuoteFacts, date: Option<PartialDate>) -> bool {
        let filter = self.filter;
        let by = filter.by.is_none_or(|by| quote.is_by(by));
        let said = quote.at.or(date);
        let is_on = |number: usize, (wanted, side): &(EntityId, Option<Side>)| {
            quote.topics.iter().any(|(taken, topic)| {
                let parts = self.topic_parts.get(number);
                side.is_none_or(|side| side == *taken)
                    && (topic == wanted || parts.is_some_and(|parts| parts.holds(*topic, said)))
            })
        };
        let mut topics = filter.on.iter().enumerate();
        let on = topics.all(|(number, wanted)| is_on(number, wanted));
        let has_side = |side| quote.topics.iter().any(|(taken, _)| *taken == side);
        let of = |organisation| self.is_for(quote, date, organisation);
        by && on
            && filter.side.is_none_or(has_side)
            && filter.of.is_none_or(of)
            && is_in_time(said, filter)
    }

    /// Whether an organisation said a quote, or somebody did for it; with its parts, whether
    /// one of them is such.
    fn is_for(
        &self,
        quote: &QuoteFacts,
        date: Option<PartialDate>,
        organisation: EntityId,
    ) -> bool {
        if quote.of == Some(organisation) || quote.is_by(organisation) {
            return true;
        }
        let mut named = quote.known_speakers().chain(quote.of);
        if !named.any(|named| self.members.contains(&named)) {
            return false;
        }
        let spoken_for = spoken_for(self.corpus, quote, date);
        if spoken_for.contains(&organisation) {
            return true;
        }
        let said = quote.at.or(date);
        self.parts.as_ref().is_some_and(|parts| {
            let mut all = spoken_for.into_iter().chain(quote.known_speakers());
            all.any(|one| parts.holds(one, said))
        })
    }
}

fn is_in_time(said: Option<PartialDate>, filter: &StatementFilter) -> bool {
    if filter.from.is_none() && filter.to.is_none() {
        return true;
    }
    let Some(said) = said else {
        return false;
    };
    let from = filter
        .from
        .is_none_or(|from| said.last_day() >= from.first_day());
    let to = filter.to.is_none_or(|to| said.first_day() <= to.last_day());
    from && to
}
