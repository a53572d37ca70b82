//! Statements: who said what, found through the index.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use super::facts::{Facts, QuoteFacts, sorted_by};
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

/// Which statements are wanted. Conditions add up.
#[derive(Debug, Clone, Default)]
pub struct StatementFilter {
    /// Said by that person or organisation.
    pub by: Option<EntityId>,
    /// Said by that organisation or for it.
    pub of: Option<EntityId>,
    /// On that topic, with or without a side.
    pub on: Option<EntityId>,
    /// With that side; on the topic that is asked for, if one is.
    pub side: Option<Side>,
    /// Said on or after the first day of that date.
    pub from: Option<PartialDate>,
    /// Said on or before the last day of that date.
    pub to: Option<PartialDate>,
}

impl StatementFilter {
    /// For the quotes of an entity (see [`Corpus::quotes_of`]).
    pub fn of_entity(entity: EntityId) -> Self {
        let mut filter = Self::default();
        let place = match entity.kind() {
            EntityKind::Person => &mut filter.by,
            EntityKind::Organisation => &mut filter.of,
            EntityKind::Topic => &mut filter.on,
        };
        *place = Some(entity);
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

    /// How many quotes of an entity there are: how many [`quotes_of`](Self::quotes_of)
    /// finds. Of an organisation they are looked for, else the count is at hand.
    pub fn count_quotes_of(&self, entity: EntityId) -> usize {
        let uses = self.index().uses(entity);
        match entity.kind() {
            EntityKind::Person => return uses.map_or(0, |uses| uses.quotes()),
            EntityKind::Topic => return uses.map_or(0, |uses| uses.quotes_on()),
            EntityKind::Organisation => {}
        }
        let filter = StatementFilter::of_entity(entity);
        let resolved = ResolvedFilter::new(self, &filter);
        let files = self.candidate_files(&filter).into_iter();
        files.map(|file| resolved.in_file(file).len()).sum()
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
    fn candidate_files(&self, filter: &StatementFilter) -> Vec<FileId> {
        let files_of = |entity| {
            let uses = self.index().uses(entity);
            uses.into_iter()
                .flat_map(|uses| uses.files_with_quotes().collect::<Vec<_>>())
        };
        let mut files: Vec<FileId> = match (filter.by, filter.on, filter.of) {
            (Some(entity), _, _) | (None, Some(entity), _) => files_of(entity).collect(),
            (None, None, Some(organisation)) => {
                let members = self.index().below(organisation);
                let members = members.filter(|member| member.kind() == EntityKind::Person);
                std::iter::once(organisation)
                    .chain(members)
                    .flat_map(files_of)
                    .collect()
            }
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

/// By what statements are sorted: the day, and where they stand.
type Key<'c> = (Date, &'c Path, TextRange);

/// What a filter wants of a corpus.
struct ResolvedFilter<'c> {
    corpus: &'c Corpus,
    filter: &'c StatementFilter,
    /// Those who may speak for the organisation that is asked for.
    members: HashSet<EntityId>,
}

impl<'c> ResolvedFilter<'c> {
    fn new(corpus: &'c Corpus, filter: &'c StatementFilter) -> Self {
        let organisation = filter.of.into_iter();
        let members = organisation
            .flat_map(|organisation| corpus.index().below(organisation).chain([organisation]));
        Self {
            corpus,
            filter,
            members: members.collect(),
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
        let is_on = |(side, topic): &(Side, EntityId)| {
            filter.on.is_none_or(|on| *topic == on)
                && filter.side.is_none_or(|resolved| *side == resolved)
        };
        let is_any = filter.on.is_none() && filter.side.is_none();
        let on = is_any || quote.topics.iter().any(is_on);
        let of = |organisation| self.is_for(quote, date, organisation);
        by && on && filter.of.is_none_or(of) && is_in_time(quote.at.or(date), filter)
    }

    /// Whether an organisation said a quote, or somebody did for it.
    fn is_for(
        &self,
        quote: &QuoteFacts,
        date: Option<PartialDate>,
        organisation: EntityId,
    ) -> bool {
        if quote.of == Some(organisation) || quote.is_by(organisation) {
            return true;
        }
        let mut speakers = quote.known_speakers();
        let is_possible = speakers.any(|speaker| self.members.contains(&speaker));
        is_possible && spoken_for(self.corpus, quote, date).contains(&organisation)
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
