//! From each entity to the files that name it.

use imbl::{OrdMap, Vector};

use super::articles::Articles;
use super::counts::{Counts, Tally};
use super::facts::{DeclarationFacts, IndexFacts, OccurrenceKind};
use super::latest::{Dated, LatestFiles};
use super::postings::Postings;
use super::ranking::{Change, Ranking};
use super::{EntityId, FileId, HashMap, Ids, NameIndex, SearchIndex};
use crate::syntax::{EntityKind, Period};

/// The inverted index of a corpus. It is kept by the difference between what a
/// file said and what it says; after any series of changes it equals the index
/// of the same files built from scratch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Index {
    /// By the entities' [`index`](EntityId::index). The last is never nothing, so
    /// that equal ones are of equal length.
    uses: Vector<Option<(EntityId, Uses)>>,
    /// The files with declarations of an entity, and how many each has.
    declared: HashMap<EntityId, OrdMap<FileId, u32>>,
    /// Who has a role that names an organisation, and who is part of a parent.
    below: HashMap<EntityId, OrdMap<EntityId, u32>>,
    names: NameIndex,
    search: SearchIndex,
    /// The articles by their ids.
    articles: Articles,
    counts: Counts,
    ranking: Ranking,
    latest: LatestFiles,
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
    files: Postings<Naming>,
    total: Tally,
    /// The files in which it speaks, something is said on it, or it is mentioned.
    articles: u32,
}

/// A file that names an entity: twice its number, and one more if it does so
/// in a quote's tag. A large corpus has millions of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Naming(u32);

impl Naming {
    fn new(file: FileId, tally: Tally) -> Self {
        Self(file.number() << 1 | u32::from(tally.is_in_quote()))
    }

    fn file(self) -> FileId {
        FileId::from_number(self.0 >> 1)
    }

    fn is_in_quote(self) -> bool {
        self.0 & 1 == 1
    }
}

impl Uses {
    /// The files that name it, in the order of their numbers.
    pub fn files(&self) -> impl Iterator<Item = FileId> + '_ {
        self.files.iter().map(|naming| naming.file())
    }

    /// The files in which it speaks or is named in a quote's tag.
    pub fn files_with_quotes(&self) -> impl Iterator<Item = FileId> + '_ {
        let named = self.files.iter().filter(|naming| naming.is_in_quote());
        named.map(|naming| naming.file())
    }

    /// How many quotes it says.
    pub fn quotes(&self) -> usize {
        self.total.quotes as usize
    }

    /// How many quotes are on it, with or without a side.
    pub fn quotes_on(&self) -> usize {
        self.total.on as usize
    }

    /// Whether any of the corpus' own files names or declares it.
    pub fn is_own(&self) -> bool {
        self.total.is_own()
    }

    /// How many tags mention it.
    pub fn mentions(&self) -> usize {
        self.total.mentions as usize
    }

    /// Whether anything but its own declarations names it.
    pub fn is_used(&self) -> bool {
        self.total.is_use()
    }

    /// In how many files it speaks, something is said on it, or it is mentioned.
    pub fn articles(&self) -> usize {
        self.articles as usize
    }

    fn add(&mut self, file: FileId, tally: Tally) {
        self.files.insert(Naming::new(file, tally));
        self.count(tally);
    }

    fn count(&mut self, tally: Tally) {
        self.total.add(tally);
        self.articles += u32::from(tally.is_article_use());
    }

    fn subtract(&mut self, file: FileId, tally: Tally) {
        self.files.remove(Naming::new(file, tally));
        self.total.subtract(tally);
        self.articles -= u32::from(tally.is_article_use());
    }
}

impl Index {
    /// Replaces what file `file` said by what it says. Says how far that reaches.
    pub fn replace(
        &mut self,
        ids: &Ids,
        file: FileId,
        old: Option<&IndexFacts>,
        new: Option<&IndexFacts>,
    ) -> Reach {
        if let Some(old) = old {
            self.counts.subtract_file(old);
        }
        if let Some(new) = new {
            self.counts.add_file(new);
        }
        let is_id_shared = self.articles.replace(
            file,
            old.and_then(IndexFacts::article_key),
            new.and_then(IndexFacts::article_key),
        );
        let differences = differences(old, new);
        let mut is_used_anew = false;
        let mut changes: Vec<Change> = Vec::with_capacity(differences.len());
        for (entity, before, after) in &differences {
            let uses = self.uses_mut(*entity);
            let was_used = (uses.is_used(), uses.articles() > 0);
            let total = uses.total;
            if !before.is_none() {
                uses.subtract(file, *before);
            }
            if !after.is_none() {
                uses.add(file, *after);
            }
            let is_used = (uses.is_used(), uses.articles() > 0);
            changes.push((*entity, total, uses.total));
            if uses.files.is_empty() {
                self.forget_uses(*entity);
            }
            is_used_anew |= was_used != is_used && self.is_declared(*entity);
        }
        self.recount(ids, &changes);
        let old = old.map_or(&[][..], IndexFacts::declarations);
        let new = new.map_or(&[][..], IndexFacts::declarations);
        let (gone, come) = differing(old, new);
        for declaration in gone {
            self.undeclare(ids, file, declaration);
        }
        for declaration in come {
            self.declare(ids, file, declaration);
        }
        if old != new || is_used_anew || is_id_shared {
            Reach::Everywhere
        } else if !differences.is_empty() {
            Reach::Counts
        } else {
            Reach::File
        }
    }

    /// Adds what files say that are not in it yet. Says how far that reaches.
    pub fn add_all(&mut self, ids: &Ids, files: &[(FileId, IndexFacts)]) -> Reach {
        let mut named = by_entity(files);
        let mut files_of_one = Vec::new();
        let mut changes: Vec<Change> = Vec::new();
        for same in named.chunk_by_mut(|one, other| one.entity == other.entity) {
            // They come in the order of the files, which is nearly always that
            // of their numbers.
            if !same.is_sorted_by_key(|named| named.file) {
                same.sort_by_key(|named| named.file);
            }
            let uses = self.uses_mut(same[0].entity);
            let total = uses.total;
            files_of_one.clear();
            for in_one in same.chunk_by(|one, other| one.file == other.file) {
                let mut tally = Tally::default();
                for named in in_one {
                    tally.note_in(named.kind, named.is_external);
                }
                files_of_one.push(Naming::new(in_one[0].file, tally));
                uses.count(tally);
            }
            uses.files.extend(&files_of_one);
            changes.push((same[0].entity, total, uses.total));
        }
        self.recount(ids, &changes);
        for (file, said) in files {
            self.counts.add_file(said);
            self.articles.replace(*file, None, said.article_key());
            for declaration in said.declarations() {
                self.declare(ids, *file, declaration);
            }
        }
        Reach::Everywhere
    }

    /// Where an entity is named, if anywhere.
    pub fn uses(&self, entity: EntityId) -> Option<&Uses> {
        let (_, uses) = self.uses.get(entity.index())?.as_ref()?;
        Some(uses)
    }

    /// How many entities something names.
    pub fn named_count(&self) -> usize {
        let counts = self.counts;
        counts.people + counts.organisations + counts.topics
    }

    /// Everything that something names, in no order.
    pub fn used(&self) -> impl Iterator<Item = (EntityId, &Uses)> {
        let used = self.uses.iter().flatten();
        used.map(|(entity, uses)| (*entity, uses))
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
        self.used().map(|(entity, _)| entity)
    }

    /// The people whose roles name an organisation, and those that are part of it.
    pub fn below(&self, entity: EntityId) -> impl Iterator<Item = EntityId> + '_ {
        self.below
            .get(&entity)
            .into_iter()
            .flat_map(|below| below.keys().copied())
    }

    /// The articles by their ids.
    pub fn articles(&self) -> &Articles {
        &self.articles
    }

    /// The names of people and organisations.
    pub fn names(&self) -> &NameIndex {
        &self.names
    }

    /// The ids and names of all that is declared.
    pub fn search(&self) -> &SearchIndex {
        &self.search
    }

    /// How much the corpus holds.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// People and organisations that the corpus' own files name or declare: those
    /// who say most themselves first, then those who are mentioned most, then by
    /// their ids. Topics: likewise, by what is said on them. With `after`, those
    /// after that one.
    pub fn ranked(
        &self,
        ids: &Ids,
        kind: EntityKind,
        after: Option<EntityId>,
    ) -> impl Iterator<Item = EntityId> + use<'_> {
        self.rank(ids);
        let after = after.and_then(|entity| Some((entity, self.uses(entity)?.total)));
        self.ranking.behind(ids, kind, after)
    }

    /// How many of a kind are [`ranked`](Self::ranked).
    pub fn count_ranked(&self, ids: &Ids, kind: EntityKind) -> usize {
        self.rank(ids);
        self.ranking.len(kind)
    }

    /// The files in which something was last said on a topic: the last first, and
    /// as many as are at hand.
    pub fn latest_on(&self, topic: EntityId) -> impl Iterator<Item = FileId> + '_ {
        self.latest.of(topic)
    }

    /// Takes in where files stand that were [added](Self::add_all).
    pub(super) fn date_all<'s>(&mut self, files: impl Iterator<Item = (Dated, &'s IndexFacts)>) {
        self.latest.add_all(files);
    }

    /// Takes in where a file stands that was [replaced](Self::replace), and where
    /// it stood. `dated` says where any file stands now.
    pub(super) fn date(
        &mut self,
        old: Option<(Dated, &IndexFacts)>,
        new: Option<(Dated, &IndexFacts)>,
        dated: impl Fn(FileId) -> Option<Dated>,
    ) {
        let all = &self.uses;
        self.latest.replace(old, new, |topic| {
            let uses = all.get(topic.index()).and_then(Option::as_ref);
            let files = uses.into_iter();
            let files = files.flat_map(|(_, uses)| uses.files_with_quotes());
            files.filter_map(&dated)
        });
    }

    fn rank(&self, ids: &Ids) {
        let all = self.used().map(|(entity, uses)| (entity, uses.total));
        self.ranking.make(ids, all);
    }

    fn recount(&mut self, ids: &Ids, changes: &[Change]) {
        for (entity, before, now) in changes {
            self.counts.subtract_entity(*entity, *before);
            self.counts.add_entity(*entity, *now);
        }
        self.ranking = self.ranking.changed(ids, changes);
    }

    fn uses_mut(&mut self, entity: EntityId) -> &mut Uses {
        let place = entity.index();
        while self.uses.len() <= place {
            self.uses.push_back(None);
        }
        let (_, uses) = self.uses[place].get_or_insert_with(|| (entity, Uses::default()));
        uses
    }

    fn forget_uses(&mut self, entity: EntityId) {
        self.uses.set(entity.index(), None);
        while self.uses.last().is_some_and(Option::is_none) {
            self.uses.pop_back();
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
        for (name, period) in names(declaration) {
            self.search.add_name(name, entity);
            if entity.kind() != EntityKind::Topic {
                self.names.add(name, entity, period);
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
        for (name, period) in names(declaration) {
            self.search.remove_name(name, entity);
            if entity.kind() != EntityKind::Topic {
                self.names.remove(name, entity, period);
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

/// The entities that a file names otherwise often than before: how often it did
/// and how often it does, by entity.
fn differences(
    old: Option<&IndexFacts>,
    new: Option<&IndexFacts>,
) -> Vec<(EntityId, Tally, Tally)> {
    let occurrences = |said: Option<&IndexFacts>| said.map_or(0, |said| said.occurrences().len());
    let mut named = Vec::with_capacity(occurrences(old) + occurrences(new));
    for (is_new, said) in [(false, old), (true, new)] {
        let occurrences = said.into_iter().flat_map(IndexFacts::occurrences);
        let is_external = said.is_some_and(IndexFacts::is_external);
        named.extend(occurrences.map(|named| (named.entity, is_new, named.kind, is_external)));
    }
    named.sort_unstable();
    let counted = named.chunk_by(|one, other| one.0 == other.0).map(|same| {
        let (mut before, mut after) = (Tally::default(), Tally::default());
        for (_, is_new, kind, is_external) in same {
            match is_new {
                true => after.note_in(*kind, *is_external),
                false => before.note_in(*kind, *is_external),
            }
        }
        (same[0].0, before, after)
    });
    counted
        .filter(|(_, before, after)| before != after)
        .collect()
}

/// A place in some file that names an entity.
#[derive(Clone, Copy)]
struct IndexEntry {
    entity: EntityId,
    file: FileId,
    kind: OccurrenceKind,
    is_external: bool,
}

/// All places that files name, those of one entity together and in the order of
/// the files.
fn by_entity(files: &[(FileId, IndexFacts)]) -> Vec<IndexEntry> {
    let named = files.iter().flat_map(|(file, said)| {
        said.occurrences().iter().map(|named| IndexEntry {
            entity: named.entity,
            file: *file,
            kind: named.kind,
            is_external: said.is_external(),
        })
    });
    let mut named: Vec<IndexEntry> = named.collect();
    let ids = named.iter().map(|named| named.entity.index() + 1).max();
    let mut next = match ids {
        // Entities are numbered from 0, so many places are dealt out to them.
        Some(ids) if ids <= named.len() => vec![0; ids],
        // For few that would be work for every id of the corpus.
        _ => {
            named.sort_by_key(|named| named.entity);
            return named;
        }
    };
    // How many there are of each, and then where its next one goes.
    for named in &named {
        next[named.entity.index()] += 1;
    }
    let mut total = 0;
    for next in &mut next {
        total += std::mem::replace(next, total);
    }
    let mut sorted = named.clone();
    for named in named {
        let next = &mut next[named.entity.index()];
        sorted[*next] = named;
        *next += 1;
    }
    sorted
}

fn above(declaration: &DeclarationFacts) -> Vec<EntityId> {
    let roles = declaration
        .roles
        .iter()
        .flat_map(|role| role.organisations.iter().copied());
    let parents = declaration.parents.iter().map(|(parent, _)| *parent);
    roles.chain(parents).collect()
}

/// The names of a declaration, and when each is used.
fn names(declaration: &DeclarationFacts) -> impl Iterator<Item = (&str, Period)> {
    let names = std::iter::once(&declaration.name).chain(&declaration.aliases);
    names.map(|name| (&*name.text, name.period))
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
