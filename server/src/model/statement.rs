//! Statements: who said what, found through the index.

use std::collections::HashSet;

use super::facts::QuoteFacts;
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
    pub fn quote(&self, statement: Statement) -> Option<&QuoteFacts> {
        self.file(statement.file)?.facts.quotes.get(statement.quote)
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
        for file in self.candidate_files(filter) {
            let Some(facts) = self.file(file).map(|file| &file.facts) else {
                continue;
            };
            for (quote, facts) in facts.quotes.iter().enumerate() {
                let statement = Statement { file, quote };
                if self.is_wanted(statement, facts, filter) {
                    found.push(statement);
                }
            }
        }
        found.sort_by_cached_key(|statement| {
            let said = self
                .said_on(*statement)
                .map_or(Date::MAX, PartialDate::first_day);
            let path = self.file(statement.file).map(|file| file.path.clone());
            let start = self.quote(*statement).map(|quote| quote.fragments[0]);
            (said, path, start)
        });
        found
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
        statement: Statement,
        quote: &QuoteFacts,
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
            speaks || spoken_for(self, quote, self.date(statement.file)).contains(&organisation)
        };
        by && on && filter.of.is_none_or(of) && self.is_in_time(statement, filter)
    }

    fn is_in_time(&self, statement: Statement, filter: &StatementFilter) -> bool {
        if filter.from.is_none() && filter.to.is_none() {
            return true;
        }
        let Some(said) = self.said_on(statement) else {
            return false;
        };
        let from = filter
            .from
            .is_none_or(|from| said.last_day() >= from.first_day());
        let to = filter.to.is_none_or(|to| said.first_day() <= to.last_day());
        from && to
    }
}
