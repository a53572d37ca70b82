//! People, organisations and topics, as their declarations tell of them.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::sync::Arc;

use super::facts::{DeclarationFacts, Facts, Name, RoleFacts};
use super::{Corpus, EntityId, FileId};
use crate::syntax::{Holds, PartialDate, Period};

/// A declared entity. One that is declared twice has the name of the first
/// declaration and the properties of all.
pub struct Entity {
    /// Which one.
    pub id: EntityId,
    /// Its declarations and their files, the corpus' own first, then by path and
    /// place; never empty.
    declarations: Vec<Declared>,
}

/// A declaration, and where it stands.
struct Declared {
    file: FileId,
    /// Whether it stands in a file of another corpus: the corpus' own go first.
    is_external: bool,
    path: Arc<Path>,
    facts: Arc<Facts>,
    /// Its place among the file's declarations.
    place: usize,
}

/// The roles of a person on a date.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RolesOnDate<'e> {
    /// Those that hold.
    pub holding: Vec<RoleOnDate<'e>>,
    /// Where none holds: the last one before and the first one after.
    pub nearest: Vec<RoleOnDate<'e>>,
    /// Whether the person has dated roles at all.
    pub dated: bool,
}

/// A role, and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleOnDate<'e> {
    /// The role.
    pub role: &'e RoleFacts,
    /// Whether it certainly holds.
    pub holds: Holds,
}

impl Corpus {
    /// The declared entity of that number.
    pub fn entity(&self, id: EntityId) -> Option<Entity> {
        let mut declarations = Vec::new();
        for number in self.index().declaring_files(id) {
            let Some(file) = self.file(number) else {
                continue;
            };
            let facts = file.facts();
            let places = facts.declarations_of(id);
            declarations.extend(places.map(|place| Declared {
                file: number,
                is_external: !file.is_own(),
                path: file.path.clone(),
                facts: facts.clone(),
                place,
            }));
        }
        if declarations.len() > 1 {
            let order = |one: &Declared, other: &Declared| {
                let beside = (one.is_external, &one.path, one.place);
                beside.cmp(&(other.is_external, &other.path, other.place))
            };
            declarations.sort_by(order);
        }
        (!declarations.is_empty()).then_some(Entity { id, declarations })
    }

    /// The name to show for an entity: its display name, or the id where it
    /// has none.
    pub fn name(&self, id: EntityId) -> String {
        let entity = self.entity(id);
        let name = entity
            .as_ref()
            .map(Entity::name)
            .filter(|name| !name.is_empty());
        name.map_or_else(|| self.written(id).to_string(), str::to_owned)
    }

    /// The words of a role with the names of organisations in place of their ids.
    pub fn role_words(&self, role: &RoleFacts) -> String {
        let mut words = role.words.to_string();
        for organisation in &role.organisations {
            let written = self.written(*organisation);
            words = words.replacen(&*written, &self.name(*organisation), 1);
        }
        words
    }

    /// The parents of an organisation or a topic, and theirs, each once.
    pub fn ancestors(&self, id: EntityId, date: Option<PartialDate>) -> Vec<EntityId> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::from([id]);
        let mut next = vec![id];
        while let Some(child) = next.pop() {
            let Some(entity) = self.entity(child) else {
                continue;
            };
            for (parent, period) in entity.parents() {
                let then = date.is_none_or(|date| period.holds(date) != Holds::No);
                if then && seen.insert(parent) {
                    found.push(parent);
                    next.push(parent);
                }
            }
        }
        found
    }
}

impl Entity {
    /// The display name of the first declaration; empty when it has none.
    pub fn name(&self) -> &str {
        self.declared()
            .map(|declaration| &*declaration.name.text)
            .find(|name| !name.is_empty())
            .unwrap_or("")
    }

    /// The declarations, the corpus' own first, then by path and place.
    pub fn declared(&self) -> impl Iterator<Item = &DeclarationFacts> {
        self.places().map(|(_, declaration)| declaration)
    }

    /// The declarations with their files.
    pub fn places(&self) -> impl Iterator<Item = (FileId, &DeclarationFacts)> {
        let declarations = self.declarations.iter();
        declarations.map(|declared| (declared.file, &declared.facts.declarations[declared.place]))
    }

    /// The other names, each once.
    pub fn aliases(&self) -> Vec<&str> {
        let mut seen = HashSet::from([self.name()]);
        let aliases = self.other_names().into_iter().map(|alias| &*alias.text);
        aliases.filter(|alias| seen.insert(alias)).collect()
    }

    /// The other names, each once for each time at which it is used.
    pub fn other_names(&self) -> Vec<&Name> {
        let mut seen = HashSet::from([(self.name(), Period::ALWAYS)]);
        let aliases = self.declared().flat_map(|declaration| &declaration.aliases);
        aliases
            .filter(|alias| seen.insert((&*alias.text, alias.period)))
            .collect()
    }

    /// All roles.
    pub fn roles(&self) -> impl Iterator<Item = &RoleFacts> {
        self.declared().flat_map(|declaration| &declaration.roles)
    }

    /// The parents and when.
    pub fn parents(&self) -> impl Iterator<Item = (EntityId, Period)> {
        self.declared()
            .flat_map(|declaration| declaration.parents.iter().copied())
    }

    /// When an organisation existed, if that is said.
    pub fn active(&self) -> Option<Period> {
        self.declared().find_map(|declaration| declaration.active)
    }

    /// The roles that hold on `date`. Without a date, those that hold at all
    /// times.
    pub fn roles_on(&self, date: Option<PartialDate>) -> RolesOnDate<'_> {
        let mut then = RolesOnDate {
            dated: self.roles().any(|role| !role.period.is_always()),
            ..RolesOnDate::default()
        };
        for role in self.roles() {
            let holds = match date {
                Some(date) => role.period.holds(date),
                None if role.period.is_always() => Holds::Yes,
                None => Holds::No,
            };
            if holds != Holds::No {
                then.holding.push(RoleOnDate { role, holds });
            }
        }
        // What perhaps held gives way to what certainly did.
        if then
            .holding
            .iter()
            .any(|then| then.holds == Holds::Yes && !then.role.period.is_always())
        {
            then.holding.retain(|then| then.holds == Holds::Yes);
        }
        if let Some(date) = date
            && then.holding.is_empty()
        {
            let first = date.first_day();
            let before = self.roles().filter(|role| role.period.last() < first);
            let after = self.roles().filter(|role| role.period.first() > first);
            let before = before.max_by_key(|role| role.period.last());
            let after = after.min_by_key(|role| role.period.first());
            then.nearest = before
                .into_iter()
                .chain(after)
                .map(|role| RoleOnDate {
                    role,
                    holds: Holds::No,
                })
                .collect();
        }
        then
    }

    /// Whether anything about it holds on `date`: a person's role, an
    /// organisation's existence. One of which no date is known always does.
    pub fn is_about(&self, date: PartialDate) -> bool {
        let active = self
            .active()
            .is_none_or(|active| active.holds(date) != Holds::No);
        let roles = self.roles_on(Some(date));
        active && (!roles.dated || !roles.holding.is_empty())
    }
}
