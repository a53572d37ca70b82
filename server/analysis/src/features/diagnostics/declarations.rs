//! Declarations that get in each other's way, or in nobody's.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::super::Location;
use super::{Check, Related};
use crate::model::{Corpus, DeclarationFacts, EntityId};
use crate::reports::Code;
use crate::syntax::{Date, EntityKind, Period, TextRange};

pub(super) fn check(check: &mut Check) {
    let declarations = &check.facts.declarations;
    let mut first_places = HashMap::new();
    for declaration in declarations {
        duplicate(check, declaration, &mut first_places);
        unused(check, declaration);
        no_role(check, declaration, &mut first_places);
        looks_like_another(check, declaration);
    }
    if !check.wants(Code::DeclarationCircle) {
        return;
    }
    let circling = circling(check.corpus, declarations);
    for (place, declaration) in declarations.iter().enumerate() {
        if circling.contains_key(&declaration.entity) {
            circles(check, place, declaration, &circling);
        }
    }
}

/// Where entities are declared first, as far as that was asked.
type FirstPlaces = HashMap<EntityId, Option<Location>>;

/// Where somebody is declared first. Looked for once: a file may declare an id again and again.
fn first_place(corpus: &Corpus, entity: EntityId, known: &mut FirstPlaces) -> Option<Location> {
    *known.entry(entity).or_insert_with(|| {
        let declared = corpus.entity(entity)?;
        let (file, first) = declared.places().next()?;
        Some(Location {
            file,
            range: first.id_range,
        })
    })
}

fn duplicate(check: &mut Check, declaration: &DeclarationFacts, first_places: &mut FirstPlaces) {
    let (corpus, entity) = (check.corpus, declaration.entity);
    let in_files = corpus.index().declaring_files(entity).take(2).count();
    if in_files < 2 && check.facts.declarations_of(entity).take(2).count() < 2 {
        return;
    }
    let Some(location) = first_place(corpus, entity, first_places) else {
        return;
    };
    if location.file == check.file && location.range == declaration.id_range {
        return;
    }
    let written = corpus.written(entity);
    let message = format!(
        "`{written}` is declared a second time; put the two together, or give this one another id"
    );
    let related = Related {
        location,
        message: format!("`{written}` is declared here first"),
    };
    if let Some(report) = check.report(Code::DeclarationDuplicate, declaration.id_range, message) {
        report.related.push(related);
    }
}

fn unused(check: &mut Check, declaration: &DeclarationFacts) {
    let uses = check.corpus.index().uses(declaration.entity);
    if uses.is_some_and(|uses| uses.is_used()) {
        return;
    }
    let written = check.corpus.written(declaration.entity);
    let message = format!(
        "nothing in the corpus refers to `{written}`; tag the words that mean it, or take it out"
    );
    if let Some(report) = check.report(Code::DeclarationUnused, declaration.id_range, message) {
        report.unnecessary = true;
    }
}

/// Reports a person who is quoted or mentioned, and of whom no declaration says a role.
fn no_role(check: &mut Check, declaration: &DeclarationFacts, first_places: &mut FirstPlaces) {
    let id = declaration.entity;
    if id.kind() != EntityKind::Person
        || !declaration.roles.is_empty()
        || !check.wants(Code::PersonNoRole)
    {
        return;
    }
    let corpus = check.corpus;
    let is_named = corpus
        .index()
        .uses(id)
        .is_some_and(|uses| uses.articles() > 0);
    if !is_named {
        return;
    }
    let here = Location {
        file: check.file,
        range: declaration.id_range,
    };
    let is_first = first_place(corpus, id, first_places) == Some(here);
    let person = corpus.entity(id).filter(|_| is_first);
    if person.is_none_or(|person| person.roles().next().is_some()) {
        return;
    }
    let written = corpus.written(id);
    let message = format!(
        "`{written}` has no role; say below what they are or were, and when, as in `role: chair of &gpc, 2010..2012`"
    );
    check.report(Code::PersonNoRole, declaration.id_range, message);
}

/// Reports an id that cannot be told from another one by the eye. Of two that
/// can, in the letters of ASCII, as `mamie` and `marnie`, nothing is said.
fn looks_like_another(check: &mut Check, declaration: &DeclarationFacts) {
    if !check.wants(Code::DeclarationLookAlike) {
        return;
    }
    let (corpus, entity) = (check.corpus, declaration.entity);
    let written = corpus.written(entity);
    let other = corpus.ids().alike(entity).into_iter().find(|other| {
        let other_written = corpus.written(*other);
        // Of a pair the one in other letters is the surprising one.
        let is_meant = match (written.is_ascii(), other_written.is_ascii()) {
            (true, true) => written.len() == other_written.len(),
            (true, false) => false,
            _ => true,
        };
        is_meant && corpus.index().is_declared(*other)
    });
    let Some(other) = other else {
        return;
    };
    let other_written = corpus.written(other);
    let mut letters = written.chars().zip(other_written.chars());
    let differing = letters.find(|(one, other)| one != other);
    let letter = differing.map_or_else(String::new, |(one, _)| {
        format!(" but for `{one}` (U+{:04X})", u32::from(one))
    });
    let message = format!(
        "`{written}` looks like `{other_written}`{letter}; give one of the two an id that nobody takes for the other"
    );
    let related = check.declared_at(other);
    if let Some(report) = check.report(Code::DeclarationLookAlike, declaration.id_range, message) {
        report.related = related;
    }
}

/// How many are looked at in search of a circle. Nobody means one that is
/// longer, and each of its members would look at all.
const LONGEST_CIRCLE: usize = 256;

/// What something is part of, and when.
type Parents = Vec<(EntityId, Period)>;

/// Of what is declared here and what that is part of, those from which `part
/// of` leads into a circle, with their parents that do. What has no such
/// parent is taken away until nothing more can be.
fn circling(corpus: &Corpus, declarations: &[DeclarationFacts]) -> BTreeMap<EntityId, Parents> {
    let mut above: BTreeMap<EntityId, Parents> = BTreeMap::new();
    let with_parents = declarations
        .iter()
        .filter(|declared| !declared.parents.is_empty());
    let mut next: Vec<EntityId> = with_parents.map(|declared| declared.entity).collect();
    while let Some(id) = next.pop() {
        if above.contains_key(&id) {
            continue;
        }
        let entity = corpus.entity(id);
        let parents: Parents = entity.iter().flat_map(|entity| entity.parents()).collect();
        next.extend(parents.iter().map(|(parent, _)| *parent));
        above.insert(id, parents);
    }
    let mut below: HashMap<EntityId, Vec<EntityId>> = HashMap::new();
    let mut left: HashMap<EntityId, usize> = HashMap::new();
    for (id, parents) in &above {
        left.insert(*id, parents.len());
        for (parent, _) in parents {
            below.entry(*parent).or_default().push(*id);
        }
    }
    let mut ends: Vec<EntityId> = left
        .iter()
        .filter(|(_, left)| **left == 0)
        .map(|(id, _)| *id)
        .collect();
    while let Some(end) = ends.pop() {
        above.remove(&end);
        for part in below.get(&end).into_iter().flatten() {
            if let Some(left) = left.get_mut(part) {
                *left -= 1;
                if *left == 0 {
                    ends.push(*part);
                }
            }
        }
    }
    above
}

/// Reports the circles of which the declared one is the first by its id: so
/// each is reported once, wherever its parts are declared.
fn circles(
    check: &mut Check,
    place: usize,
    declaration: &DeclarationFacts,
    circling: &BTreeMap<EntityId, Parents>,
) {
    let (corpus, text) = (check.corpus, check.text());
    let declared = &check.source.document.declarations[place];
    let properties = declared.properties.iter();
    let parents = properties.filter(|property| property.key(text) == "part of");
    for reference in parents.flat_map(|property| &property.references) {
        let parent = corpus.ids().of(*reference, text);
        let periods = declaration.parents.iter().filter(|(id, _)| *id == parent);
        let is_first = parent == declaration.entity
            || corpus.written(parent) > corpus.written(declaration.entity);
        let circle = periods
            .filter(|_| is_first)
            .filter_map(|(_, period)| {
                way_back(corpus, declaration.entity, parent, *period, circling)
            })
            .next();
        if let Some(circle) = circle {
            report_circle(check, reference.range, &circle);
        }
    }
}

/// The shortest way along `part of` from `parent` back to `start`, over
/// entities that come after it by their ids, and only over what holds at a
/// common time: two may be part of each other one after the other.
fn way_back(
    corpus: &Corpus,
    start: EntityId,
    parent: EntityId,
    period: Period,
    circling: &BTreeMap<EntityId, Parents>,
) -> Option<Vec<EntityId>> {
    let first = corpus.written(start);
    let mut came_from: HashMap<EntityId, EntityId> = HashMap::from([(parent, start)]);
    let mut next: VecDeque<(EntityId, (Date, Date))> =
        VecDeque::from([(parent, (period.first(), period.last()))]);
    while let Some((at, (from, to))) = next.pop_front() {
        if came_from.len() > LONGEST_CIRCLE {
            return None;
        }
        if at == start {
            let mut way = vec![start];
            let mut step = *came_from.get(&start)?;
            while step != start {
                way.push(step);
                step = *came_from.get(&step)?;
            }
            way.push(start);
            way.reverse();
            return Some(way);
        }
        for (above, period) in circling.get(&at).into_iter().flatten() {
            let common = (from.max(period.first()), to.min(period.last()));
            let is_later = *above == start || corpus.written(*above) > first;
            if is_later && common.0 <= common.1 && !came_from.contains_key(above) {
                came_from.insert(*above, at);
                next.push_back((*above, common));
            }
        }
    }
    None
}

/// Reports a circle, given from its first to its first again.
fn report_circle(check: &mut Check, range: TextRange, circle: &[EntityId]) {
    let corpus = check.corpus;
    let way: Vec<String> = circle
        .iter()
        .map(|id| format!("`{}`", corpus.written(*id)))
        .collect();
    let message = match &way[..] {
        [only, _] => format!("{only} is declared as part of itself; take this line out"),
        [first, second, ..] if way.len() == 3 => {
            format!(
                "{first} is part of {second}, and that of {first}; take one of the two lines out"
            )
        }
        _ => format!(
            "{} is part of itself, by way of {}; take one of the `part of` lines out",
            way[0],
            way[1..way.len() - 1].join(", ")
        ),
    };
    let others = &circle[1..circle.len() - 1];
    let related = check.all_declared_at(others.iter().copied());
    if let Some(report) = check.report(Code::DeclarationCircle, range, message) {
        report.related = related;
    }
}
