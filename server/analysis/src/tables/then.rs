//! Names, and what people were on a date, each worked out once.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::{Corpus, EntityId};
use crate::syntax::{EntityKind, Holds, PartialDate};

/// What somebody was on a date.
#[derive(Debug, Clone, Default)]
pub struct Then {
    /// The words of the roles, ` / ` between them.
    pub roles: Option<String>,
    /// Whether the dates of all of them leave no doubt; nothing without a role.
    pub is_certain: Option<bool>,
    /// The organisations for which they spoke.
    pub organisations: Vec<EntityId>,
}

/// Answers that many rows of tables have alike.
pub struct ThenCache<'c> {
    corpus: &'c Corpus,
    names: HashMap<EntityId, String>,
    then: HashMap<(EntityId, Option<PartialDate>), Arc<Then>>,
}

impl<'c> ThenCache<'c> {
    /// One without answers yet.
    pub fn new(corpus: &'c Corpus) -> Self {
        Self {
            corpus,
            names: HashMap::new(),
            then: HashMap::new(),
        }
    }

    /// The id with its mark.
    pub fn id(&self, entity: EntityId) -> Arc<str> {
        self.corpus.written(entity)
    }

    /// The display name, or the id where there is none.
    pub fn name(&mut self, entity: EntityId) -> &str {
        let corpus = self.corpus;
        self.names
            .entry(entity)
            .or_insert_with(|| corpus.name(entity))
    }

    /// What a person or an organisation was on a date.
    pub fn then(&mut self, entity: EntityId, date: Option<PartialDate>) -> Arc<Then> {
        let corpus = self.corpus;
        let then = self.then.entry((entity, date));
        then.or_insert_with(|| Arc::new(then_of(corpus, entity, date)))
            .clone()
    }
}

fn then_of(corpus: &Corpus, entity: EntityId, date: Option<PartialDate>) -> Then {
    if entity.kind() == EntityKind::Organisation {
        return Then {
            organisations: vec![entity],
            ..Then::default()
        };
    }
    let Some(person) = corpus.entity(entity) else {
        return Then::default();
    };
    let mut then = Then::default();
    let mut roles = Vec::new();
    for held in person.roles_on(date).holding {
        roles.push(corpus.role_words(held.role));
        let is_certain = held.holds == Holds::Yes;
        then.is_certain = Some(is_certain && then.is_certain != Some(false));
        for organisation in &held.role.organisations {
            if !then.organisations.contains(organisation) {
                then.organisations.push(*organisation);
            }
        }
    }
    then.roles = (!roles.is_empty()).then(|| roles.join(" / "));
    then
}
