//! From each entity to the files that name it.

use std::collections::{BTreeMap, BTreeSet};

use imbl::{HashMap, OrdMap};

use super::facts::{DeclarationFacts, Facts, Place};
use super::{EntityId, FileId, Ids, NameIndex, SearchIndex};
use crate::syntax::EntityKind;

/// The inverted index of a corpus. It is kept by the difference between what a
/// file said and what it says; after any series of changes it equals the index
/// of the same files built afresh.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Index {
    uses: HashMap<EntityId, Uses>,
    /// The files with declarations of an entity, and how many each has.
    declared: HashMap<EntityId, OrdMap<FileId, u32>>,
    /// Who has a role that names an organisation, and who is part of a parent.
    below: HashMap<EntityId, OrdMap<EntityId, u32>>,
    names: NameIndex,
    search: SearchIndex,
}

/// How far the change of a file reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// What is said of other files stays as it is.
    File,
    /// How often somebody is named changes.
    Counts,
    /// A declaration changes or moves, or a declared entity is used for the
    /// first time or no longer: anything may be said of any file.
    Everywhere,
}

/// Where an entity is named, and how often.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Uses {
    files: OrdMap<FileId, Count>,
    total: Count,
}

/// How often one file names an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Count {
    /// Quotes that it says.
    quotes: u32,
    /// Tags that mention it.
    mentions: u32,
    /// Other places, its declarations not counted.
    others: u32,
    /// Its declarations.
    declarations: u32,
}

impl Count {
    fn is_article_use(self) -> bool {
        self.quotes + self.mentions > 0
    }
}

impl Uses {
    /// The files that name it, in the order of their numbers.
    pub fn files(&self) -> impl Iterator<Item = FileId> + '_ {
        self.files.keys().copied()
    }

    /// The files in which it speaks or is named in a quote's tag.
    pub fn files_with_quotes(&self) -> impl Iterator<Item = FileId> + '_ {
        let named = self.files.iter();
        named
            .filter(|(_, count)| count.quotes + count.others > 0)
            .map(|(file, _)| *file)
    }

    /// How many quotes it says.
    pub fn quotes(&self) -> usize {
        self.total.quotes as usize
    }

    /// How many tags mention it.
    pub fn mentions(&self) -> usize {
        self.total.mentions as usize
    }

    /// Whether anything but its own declarations names it.
    pub fn is_used(&self) -> bool {
        self.total.quotes + self.total.mentions + self.total.others > 0
    }

    /// In how many files it speaks or is mentioned. Counted when asked for, in
    /// time that grows with the files that name it.
    pub fn articles(&self) -> usize {
        self.files
            .values()
            .filter(|count| count.is_article_use())
            .count()
    }
}

impl Index {
    /// Replaces what file `file` said by what it says. Says how far that reaches.
    pub fn replace(
        &mut self,
        ids: &Ids,
        file: FileId,
        old: Option<&Facts>,
        new: Option<&Facts>,
    ) -> Reach {
        let before = old.map(counts).unwrap_or_default();
        let after = new.map(counts).unwrap_or_default();
        let is_used = |index: &Self, entity| {
            index.is_declared(entity) && index.uses(entity).is_some_and(Uses::is_used)
        };
        let named: BTreeSet<EntityId> = before.keys().chain(after.keys()).copied().collect();
        let used_before: Vec<bool> = named.iter().map(|entity| is_used(self, *entity)).collect();
        for (entity, count) in &before {
            if after.get(entity) != Some(count) {
                self.subtract(file, *entity, *count);
            }
        }
        for (entity, count) in &after {
            if before.get(entity) != Some(count) {
                self.add(file, *entity, *count);
            }
        }
        let old = old.map_or(&[][..], |facts| &facts.declarations);
        let new = new.map_or(&[][..], |facts| &facts.declarations);
        let (gone, come) = differing(old, new);
        for declaration in gone {
            self.undeclare(ids, file, declaration);
        }
        for declaration in come {
            self.declare(ids, file, declaration);
        }
        let used_after = named.iter().map(|entity| is_used(self, *entity));
        if old != new || used_after.ne(used_before) {
            Reach::Everywhere
        } else if before != after {
            Reach::Counts
        } else {
            Reach::File
        }
    }

    /// Where an entity is named, if anywhere.
    pub fn uses(&self, entity: EntityId) -> Option<&Uses> {
        self.uses.get(&entity)
    }

    /// Everything that something names, in no order.
    pub fn used(&self) -> impl Iterator<Item = (EntityId, &Uses)> {
        self.uses.iter().map(|(entity, uses)| (*entity, uses))
    }

    /// The files that declare an entity.
    pub fn declaring_files(&self, entity: EntityId) -> impl Iterator<Item = FileId> + '_ {
        self.declared
            .get(&entity)
            .into_iter()
            .flat_map(|files| files.keys().copied())
    }

    /// Whether anybody declares it.
    pub fn is_declared(&self, entity: EntityId) -> bool {
        self.declared.contains_key(&entity)
    }

    /// Every declared entity, in no order.
    pub fn declared(&self) -> impl Iterator<Item = EntityId> + '_ {
        self.declared.keys().copied()
    }

    /// Everything that a reference names, declared or not, in no order.
    pub fn named(&self) -> impl Iterator<Item = EntityId> + '_ {
        self.uses.keys().copied()
    }

    /// The people whose roles name an organisation, and those that are part of it.
    pub fn below(&self, entity: EntityId) -> impl Iterator<Item = EntityId> + '_ {
        self.below
            .get(&entity)
            .into_iter()
            .flat_map(|below| below.keys().copied())
    }

    /// The names of people and organisations.
    pub fn names(&self) -> &NameIndex {
        &self.names
    }

    /// The ids and names of all that is declared.
    pub fn search(&self) -> &SearchIndex {
        &self.search
    }

    fn add(&mut self, file: FileId, entity: EntityId, count: Count) {
        let uses = self.uses.entry(entity).or_default();
        uses.files.insert(file, count);
        uses.total.quotes += count.quotes;
        uses.total.mentions += count.mentions;
        uses.total.others += count.others;
        uses.total.declarations += count.declarations;
    }

    fn subtract(&mut self, file: FileId, entity: EntityId, count: Count) {
        let Some(uses) = self.uses.get_mut(&entity) else {
            return;
        };
        uses.files.remove(&file);
        uses.total.quotes -= count.quotes;
        uses.total.mentions -= count.mentions;
        uses.total.others -= count.others;
        uses.total.declarations -= count.declarations;
        if uses.files.is_empty() {
            self.uses.remove(&entity);
        }
    }

    fn declare(&mut self, ids: &Ids, file: FileId, declaration: &DeclarationFacts) {
        let entity = declaration.entity;
        *self
            .declared
            .entry(entity)
            .or_default()
            .entry(file)
            .or_default() += 1;
        for above in above(declaration) {
            *self
                .below
                .entry(above)
                .or_default()
                .entry(entity)
                .or_default() += 1;
        }
        self.search.add_id(ids.written(entity), entity);
        for name in names(declaration) {
            self.search.add_name(name, entity);
            if entity.kind() != EntityKind::Topic {
                self.names.add(name, entity);
            }
        }
    }

    fn undeclare(&mut self, ids: &Ids, file: FileId, declaration: &DeclarationFacts) {
        let entity = declaration.entity;
        decrement(&mut self.declared, entity, file);
        for above in above(declaration) {
            decrement(&mut self.below, above, entity);
        }
        self.search.remove_id(ids.written(entity), entity);
        for name in names(declaration) {
            self.search.remove_name(name, entity);
            if entity.kind() != EntityKind::Topic {
                self.names.remove(name, entity);
            }
        }
    }
}

/// Counts one less, and keeps no zero.
fn decrement<K: Ord + Clone>(
    map: &mut HashMap<EntityId, OrdMap<K, u32>>,
    entity: EntityId,
    key: K,
) {
    let Some(counts) = map.get_mut(&entity) else {
        return;
    };
    match counts.get_mut(&key) {
        Some(count) if *count > 1 => *count -= 1,
        _ => {
            counts.remove(&key);
        }
    }
    if counts.is_empty() {
        map.remove(&entity);
    }
}

fn counts(facts: &Facts) -> BTreeMap<EntityId, Count> {
    let mut counts: BTreeMap<EntityId, Count> = BTreeMap::new();
    for occurrence in &facts.occurrences {
        let count = counts.entry(occurrence.entity).or_default();
        match occurrence.place {
            Place::Mention => count.mentions += 1,
            Place::Speaker => count.quotes += 1,
            Place::Declaration => count.declarations += 1,
            _ => count.others += 1,
        }
    }
    counts
}

fn above(declaration: &DeclarationFacts) -> Vec<EntityId> {
    let roles = declaration
        .roles
        .iter()
        .flat_map(|role| role.organisations.iter().copied());
    let parents = declaration.parents.iter().map(|(parent, _)| *parent);
    roles.chain(parents).collect()
}

fn names(declaration: &DeclarationFacts) -> impl Iterator<Item = &str> {
    let names = std::iter::once(&declaration.name).chain(&declaration.aliases);
    names.map(|name| &*name.text)
}

/// Those of two lists of declarations that lead to other entries, wherever they
/// stand: what is the same at the beginning and at the end is left out.
fn differing<'f>(
    old: &'f [DeclarationFacts],
    new: &'f [DeclarationFacts],
) -> (&'f [DeclarationFacts], &'f [DeclarationFacts]) {
    let is_same = |(old, new): &(&DeclarationFacts, &DeclarationFacts)| {
        old.entity == new.entity && above(old) == above(new) && names(old).eq(names(new))
    };
    let first = old.iter().zip(new).take_while(is_same).count();
    let (old, new) = (&old[first..], &new[first..]);
    let last = old.iter().rev().zip(new.iter().rev());
    let last = last.take_while(is_same).count();
    (&old[..old.len() - last], &new[..new.len() - last])
}
