//! Statements: who said what, found through the index.

use std::collections::HashSet;
use std::ops::Deref;
use std::sync::Arc;

use super::facts::{Facts, QuoteFacts};
use super::{Corpus, EntityId, FileId};
use crate::syntax::{Date, EntityKind, PartialDate};

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

/// Which statements are wanted. Conditions add up.
#[derive(Debug, Clone, Default)]
pub struct StatementFilter {
    /// Said by that person or organisation.
    pub by: Option<EntityId>,
    /// Said by that organisation or for it.
    pub of: Option<EntityId>,
    /// On that topic, with or without a side.
    pub on: Option<EntityId>,
    /// Said on or after the first day of that date.
    pub from: Option<PartialDate>,
    /// Said on or before the last day of that date.
    pub to: Option<PartialDate>,
}

/// The organisations for which a quote was spoken: the one that it names, else
/// those of the speakers' roles then, as the tag and the roles name them; an
/// organisation speaks for itself.
pub fn spoken_for(corpus: &Corpus, quote: &QuoteFacts, date: Option<PartialDate>) -> Vec<EntityId> {
    if let Some(of) = quote.of {
        return vec![of];
    }
    let speakers = quote.speakers.iter().flatten().copied();
    organisations_then(corpus, speakers, quote.at.or(date))
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
            for then in person.roles_then(date).holding {
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

    /// When a statement was made: its `at`, else the article's date.
    pub fn said_on(&self, statement: Statement) -> Option<PartialDate> {
        let at = self.quote(statement)?.at;
        at.or_else(|| self.date(statement.file))
    }

    /// Every quote of an entity: what a person said; what an organisation said
    /// and what was said for it; what is on a topic. Oldest first.
    pub fn quotes_of(&self, entity: EntityId) -> Vec<Statement> {
        let filter = match entity.kind() {
            EntityKind::Person => StatementFilter {
                by: Some(entity),
                ..StatementFilter::default()
            },
            EntityKind::Organisation => StatementFilter {
                of: Some(entity),
                ..StatementFilter::default()
            },
            EntityKind::Topic => StatementFilter {
                on: Some(entity),
                ..StatementFilter::default()
            },
        };
        self.statements(&filter)
    }

    /// The statements that a filter wants, oldest first; those without a date last.
    pub fn statements(&self, filter: &StatementFilter) -> Vec<Statement> {
        let mut found = Vec::new();
        for number in self.candidate_files(filter) {
            let Some(file) = self.file(number) else {
                continue;
            };
            for (place, quote) in file.facts().quotes.iter().enumerate() {
                if !self.is_wanted(quote, file.date(), filter) {
                    continue;
                }
                let said = quote.at.or(file.date());
                let said = said.map_or(Date::MAX, PartialDate::first_day);
                let statement = Statement {
                    file: number,
                    quote: place,
                };
                found.push(((said, &file.path, quote.fragments[0]), statement));
            }
        }
        found.sort_unstable_by_key(|(key, _)| *key);
        found.into_iter().map(|(_, statement)| statement).collect()
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

    fn is_wanted(
        &self,
        quote: &QuoteFacts,
        date: Option<PartialDate>,
        filter: &StatementFilter,
    ) -> bool {
        let by = filter
            .by
            .is_none_or(|by| quote.speakers.contains(&Some(by)));
        let on = filter
            .on
            .is_none_or(|on| quote.topics.iter().any(|(_, topic)| *topic == on));
        let of = |organisation| {
            let speaks = quote.speakers.contains(&Some(organisation));
            speaks || spoken_for(self, quote, date).contains(&organisation)
        };
        by && on && filter.of.is_none_or(of) && is_in_time(quote.at.or(date), filter)
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
