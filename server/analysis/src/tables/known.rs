//! Names, and what people were on a date, for all rows of all articles.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use crate::model::{Corpus, Entity, EntityId};
use crate::syntax::{EntityKind, Holds, PartialDate};

/// What rows say of people, organisations and topics. Each is asked for once, by whichever
/// thread comes first.
pub struct Known<'c> {
    corpus: &'c Corpus,
    /// By their [`index`](EntityId::index).
    all: Vec<OnceLock<Box<One>>>,
    unseen: One,
}

/// What rows say of one.
pub struct One {
    /// The id with its mark.
    pub id: Arc<str>,
    /// The display name, or the id where there is none.
    pub name: String,
    entity: Option<Entity>,
    /// The words of its roles, in their order.
    roles: Vec<String>,
}

/// What somebody was on a date.
#[derive(Debug, Clone, Default)]
pub struct Then<'k> {
    /// The words of the roles, ` / ` between them.
    pub roles: Option<Cow<'k, str>>,
    /// Whether the dates of all of them leave no doubt; nothing without a role.
    pub is_certain: Option<bool>,
    /// The organisations for which they spoke.
    pub organisations: Vec<EntityId>,
}

impl<'c> Known<'c> {
    /// Nobody yet.
    pub fn new(corpus: &'c Corpus) -> Self {
        let count = corpus.ids().len();
        Self {
            corpus,
            all: (0..count).map(|_| OnceLock::new()).collect(),
            unseen: One {
                id: Arc::default(),
                name: String::new(),
                entity: None,
                roles: Vec::new(),
            },
        }
    }

    /// Takes in the ids that were named since it was made: nobody is declared among them,
    /// since the corpus has not changed.
    pub fn grow(&mut self) {
        let count = self.corpus.ids().len();
        if count > self.all.len() {
            self.all.resize_with(count, OnceLock::new);
        }
    }

    /// What is known of one.
    pub fn of(&self, entity: EntityId) -> &One {
        // The corpus does not change; numbers that others give meanwhile name nobody in it.
        let Some(place) = self.all.get(entity.index()) else {
            return &self.unseen;
        };
        place.get_or_init(|| Box::new(self.look_up(entity)))
    }

    /// Whom a value of a header names by its id; nothing where it is words, or an id that
    /// nobody knows.
    pub fn entity_named(&self, value: &str) -> Option<EntityId> {
        let sigil = value.chars().next();
        let is_reference = sigil.and_then(EntityKind::of_sigil).is_some();
        let is_one_word = !value.contains(char::is_whitespace);
        let found = (is_reference && is_one_word).then(|| self.corpus.ids().find(value));
        found.flatten()
    }

    fn look_up(&self, number: EntityId) -> One {
        let id = self.corpus.written(number);
        let entity = self.corpus.entity(number);
        let name = entity.as_ref().map(Entity::name);
        let name = name.filter(|name| !name.is_empty()).unwrap_or(&id);
        let roles = entity.iter().flat_map(Entity::roles);
        One {
            name: name.to_owned(),
            roles: roles.map(|role| self.corpus.role_words(role)).collect(),
            id,
            entity,
        }
    }

    /// Whether a person had a role on a date.
    pub fn has_role(&self, person: EntityId, date: Option<PartialDate>) -> bool {
        let entity = self.of(person).entity.as_ref();
        entity.is_some_and(|person| !person.roles_on(date).holding.is_empty())
    }

    /// The ids of organisations or topics and of whatever they were part of on a date, directly
    /// or through others, each once, those that are given first.
    pub fn within(&self, all: &[EntityId], date: Option<PartialDate>) -> Vec<&str> {
        let mut found: Vec<&str> = all.iter().map(|one| &*self.of(*one).id).collect();
        let mut above = BTreeSet::new();
        for one in all {
            let entity = self.of(*one).entity.as_ref();
            // Most are part of nothing.
            if entity.is_some_and(|entity| entity.parents().next().is_some()) {
                let ancestors = self.corpus.ancestors(*one, date);
                above.extend(ancestors.into_iter().map(|one| &*self.of(one).id));
            }
        }
        above.retain(|id| !found.contains(id));
        found.extend(above);
        found
    }

    /// What a person or an organisation was on a date.
    pub fn then(&self, entity: EntityId, date: Option<PartialDate>) -> Then<'_> {
        if entity.kind() == EntityKind::Organisation {
            return Then {
                organisations: vec![entity],
                ..Then::default()
            };
        }
        let one = self.of(entity);
        let Some(person) = &one.entity else {
            return Then::default();
        };
        let mut then = Then::default();
        for held in person.roles_on(date).holding {
            let mut roles = person.roles();
            let place = roles.position(|role| std::ptr::eq(role, held.role));
            let words = place.map_or("", |place| &one.roles[place]);
            then.roles = Some(match then.roles {
                None => Cow::Borrowed(words),
                Some(before) => Cow::Owned(format!("{before} / {words}")),
            });
            let is_certain = held.holds == Holds::Yes;
            then.is_certain = Some(is_certain && then.is_certain != Some(false));
            for organisation in &held.role.organisations {
                if !then.organisations.contains(organisation) {
                    then.organisations.push(*organisation);
                }
            }
        }
        then
    }
}
