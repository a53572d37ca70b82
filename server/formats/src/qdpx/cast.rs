//! The cast as a project has it: topics as codes, people and organisations as cases.

use std::collections::{BTreeSet, HashMap, HashSet};

use quotemark_analysis::coded::{Cast, Entity, EntityKind, When};

use super::guid::guid;
use super::project::{Case, Code, Value, Variable};
use crate::form::{Kind, Losses};

const SEVERAL_PARENTS: Kind = (
    "topics that are part of several",
    "stand below the first of these, as a code has one place",
);
const PARENT_DATES: Kind = (
    "dates from when and until when topics are part of others",
    "were left out, as codes have none",
);

const DEEP: Kind = (
    "topics more than 100 levels deep",
    "stand beside those of which they are a part, as readers bound how deep codes go",
);

/// How many codes stand above another at the most.
const DEEPEST: usize = 100;

/// The variables that have a value, in the order in which they came.
#[derive(Debug, Default)]
pub struct Variables {
    all: Vec<Variable>,
    known: HashSet<String>,
}

impl Variables {
    /// A value of the variable of that name.
    pub fn text(&mut self, name: &str, value: impl Into<String>) -> Value {
        self.value(name, false, value.into())
    }

    /// The same of a variable that holds days.
    pub fn day(&mut self, name: &str, value: impl Into<String>) -> Value {
        self.value(name, true, value.into())
    }

    /// All of them.
    pub fn take(self) -> Vec<Variable> {
        self.all
    }

    fn value(&mut self, name: &str, is_date: bool, value: String) -> Value {
        let variable = guid("variable", name);
        if self.known.insert(variable.clone()) {
            self.all.push(Variable {
                guid: variable.clone(),
                name: name.to_owned(),
                is_date,
            });
        }
        Value {
            variable,
            is_date,
            value,
        }
    }
}

/// Which side of a topic is taken, as the name of the code below that of the topic.
pub fn side(stance: i32) -> Option<&'static str> {
    match stance {
        ..0 => Some("against"),
        0 => None,
        1.. => Some("for"),
    }
}

/// The GUID of the code of a topic, or of a side of it.
pub fn code_of(id: &str, stance: i32) -> String {
    match side(stance) {
        Some(side) => guid("code", &format!("{id} {side}")),
        None => guid("code", id),
    }
}

/// The topics as codes below the first topic of which they are a part. Below each stand
/// codes for the sides that are taken, whose stances `sides` has by the topics' ids.
pub fn codes(cast: &Cast, sides: &BTreeSet<(String, i32)>, losses: &mut Losses) -> Vec<Code> {
    let topics: Vec<&Entity> = cast
        .entities
        .iter()
        .filter(|one| one.kind == EntityKind::Topic)
        .collect();
    let parents = parents(&topics, losses);
    let mut below: HashMap<Option<&str>, Vec<&Entity>> = HashMap::new();
    for topic in &topics {
        let parent = parents.get(&*topic.id).copied();
        below.entry(parent).or_default().push(topic);
    }
    // Each with the code below which it stands, and how many stand above it.
    let tops = below.remove(&None).unwrap_or_default();
    let mut order: Vec<(&Entity, Option<&str>, usize)> =
        tops.into_iter().map(|topic| (topic, None, 0)).collect();
    let mut next = 0;
    while let Some((topic, parent, above)) = order.get(next).copied() {
        let parts = below.remove(&Some(&*topic.id)).unwrap_or_default();
        let (parent, above) = match above < DEEPEST {
            true => (Some(&*topic.id), above + 1),
            false => (parent, above),
        };
        for part in parts {
            if parent != Some(&*topic.id) {
                losses.of(DEEP, &part.id, part.label());
            }
            order.push((part, parent, above));
        }
        next += 1;
    }
    // A code is made once all below it are: the list is gone through from the end.
    let mut made: HashMap<Option<&str>, Vec<Code>> = HashMap::new();
    for (topic, parent, _) in order.into_iter().rev() {
        let name = topic.label();
        let taken = sides.range((topic.id.clone(), -1)..=(topic.id.clone(), 1));
        let mut codes: Vec<Code> = taken
            .filter_map(|(id, stance)| {
                Some(Code {
                    guid: code_of(id, *stance),
                    name: format!("{name}: {}", side(*stance)?),
                    description: String::new(),
                    codes: Vec::new(),
                })
            })
            .collect();
        codes.extend(made.remove(&Some(&*topic.id)).into_iter().flatten().rev());
        made.entry(parent).or_default().push(Code {
            guid: code_of(&topic.id, 0),
            name: name.to_owned(),
            description: told(topic),
            codes,
        });
    }
    made.remove(&None).into_iter().flatten().rev().collect()
}

/// Below which topic each stands, where that is a topic and no circle comes of it.
fn parents<'a>(topics: &[&'a Entity], losses: &mut Losses) -> HashMap<&'a str, &'a str> {
    let known: HashSet<&str> = topics.iter().map(|topic| &*topic.id).collect();
    let mut parents: HashMap<&str, &str> = HashMap::new();
    for topic in topics {
        let all = topic.parents.iter();
        let mut all = all.filter(|parent| known.contains(&*parent.id) && parent.id != topic.id);
        let Some(parent) = all.next() else {
            continue;
        };
        if all.next().is_some() {
            losses.of(SEVERAL_PARENTS, &topic.id, topic.label());
        }
        if parent.when.written.is_some() {
            losses.of(PARENT_DATES, &topic.id, topic.label());
        }
        parents.insert(&topic.id, &parent.id);
    }
    // Whoever is met on the way up a second time closes a circle, which is opened there.
    let mut fine: HashSet<&str> = HashSet::new();
    for topic in topics {
        let mut way: HashSet<&str> = HashSet::new();
        let mut at = &*topic.id;
        while !fine.contains(at) {
            way.insert(at);
            match parents.get(at) {
                Some(parent) if way.contains(parent) => {
                    parents.remove(at);
                }
                Some(parent) => at = parent,
                None => break,
            }
        }
        fine.extend(way);
    }
    parents
}

/// What is said of one beside its name, a line for each.
fn told(entity: &Entity) -> String {
    let mut lines = vec![format!("Id: {}", entity.id)];
    lines.extend(names(entity).map(|names| format!("Also: {names}")));
    lines.extend(entity.links.iter().map(|link| format!("Link: {link}")));
    lines.extend(entity.own.iter().map(|(key, own)| format!("{key}: {own}")));
    lines.extend(entity.notes.iter().map(|note| format!("Note: {note}")));
    lines.join("\n")
}

fn names(entity: &Entity) -> Option<String> {
    let names = entity.aliases.iter().map(|(name, when)| match when {
        Some(when) => format!("{name}, {when}"),
        None => name.clone(),
    });
    let names: Vec<String> = names.collect();
    (!names.is_empty()).then(|| names.join("; "))
}

fn dated(words: &str, when: &When) -> String {
    match &when.written {
        Some(written) => format!("{words}, {written}"),
        None => words.to_owned(),
    }
}

/// People and organisations as cases without selections.
pub fn cases(cast: &Cast, variables: &mut Variables) -> Vec<Case> {
    let labels: HashMap<&str, &str> = cast
        .entities
        .iter()
        .map(|one| (&*one.id, one.label()))
        .collect();
    let label = |id: &str| {
        labels
            .get(id)
            .map_or_else(|| id.to_owned(), |&it| it.into())
    };
    let members = cast.entities.iter();
    let members = members.filter(|one| one.kind != EntityKind::Topic);
    let cases = members.map(|entity| {
        let kind = match entity.kind {
            EntityKind::Organisation => "organisation",
            _ => "person",
        };
        let mut values = vec![
            variables.text("Id", &*entity.id),
            variables.text("Kind", kind),
        ];
        // One that names several organisations stands there for each.
        let mut roles: Vec<(usize, String)> = entity
            .roles
            .iter()
            .map(|role| (role.position, dated(&role.words, &role.when)))
            .collect();
        roles.dedup_by_key(|(position, _)| *position);
        let roles: Vec<String> = roles.into_iter().map(|(_, role)| role).collect();
        let parents = entity.parents.iter();
        let parents: Vec<String> = parents
            .map(|parent| dated(&label(&parent.id), &parent.when))
            .collect();
        let active = match (&entity.active_from, &entity.active_to) {
            (None, None) => String::new(),
            (from, to) => {
                let end = |end: &Option<String>| end.clone().unwrap_or_default();
                format!("{}..{}", end(from), end(to))
            }
        };
        let told = [
            ("Role", roles.join("; ")),
            ("Also", names(entity).unwrap_or_default()),
            ("Part of", parents.join("; ")),
            ("Active", active),
            ("Link", entity.links.join("; ")),
        ];
        for (name, value) in told {
            if !value.is_empty() {
                values.push(variables.text(name, value));
            }
        }
        for (key, value) in &entity.own {
            values.push(variables.text(&format!("x_{key}"), &**value));
        }
        Case {
            guid: guid("case", &entity.id),
            name: entity.label().to_owned(),
            description: entity.notes.join("\n"),
            values,
            selections: Vec::new(),
        }
    });
    cases.collect()
}
