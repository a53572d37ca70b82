//! The codes and cases of a project as a cast.

use std::collections::HashMap;

use quotemark_analysis::coded::{Entity, EntityKind, Named, Parent, Role, When};

use super::kinds::place;
use crate::form::{Kind, Losses};
use crate::ids::Ids;
use crate::tree::Element;

const PARENTS: Kind = (
    "wholes of which organisations are a part that are no cases",
    "were left out",
);
const KEYS: Kind = (
    "variables whose names cannot be keys of a declaration or a header",
    "were left out",
);
const CODED: Kind = (
    "codes on whole cases",
    "were left out, as a tag belongs to words",
);

/// What a variable is called that says a person's role.
const ROLES: [&str; 6] = [
    "role",
    "position",
    "function",
    "office",
    "job",
    "occupation",
];

/// Variables that say what a case is, and their values for organisations.
const KINDS: [&str; 3] = ["kind", "type", "category"];
const ORGANISATIONS: [&str; 6] = [
    "organisation",
    "organization",
    "institution",
    "party",
    "company",
    "group",
];

/// What a case is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Case {
    /// Somebody of the cast.
    Known(Named),
    /// Somebody in words alone.
    Unnamed(String),
}

/// Everybody and everything so far.
#[derive(Debug, Default)]
pub(super) struct Members {
    ids: Ids,
    entities: Vec<Entity>,
    /// The topics of codes, and the side which those stand for.
    topics: HashMap<String, (Named, i32)>,
    /// Where those of our own ids stand.
    own: HashMap<String, usize>,
    /// The cases of selections, and those of whole sources.
    cases: HashMap<String, Vec<Case>>,
    /// The names of variables and users.
    pub(super) names: HashMap<String, String>,
}

impl Members {
    /// Those of a project.
    pub(super) fn of(root: &Element, losses: &mut Losses) -> Self {
        let mut members = Self::default();
        for (all, one) in [("Variables", "Variable"), ("Users", "User")] {
            let named = root.all(all).flat_map(|all| all.all(one));
            let named = named.map(|one| (guid(one, "guid"), one.attribute("name").to_owned()));
            members.names.extend(named);
        }
        let books = root.all("CodeBook").flat_map(|book| book.all("Codes"));
        for code in books.flat_map(|codes| codes.all("Code")) {
            members.code(code, None);
        }
        let mut parents: Vec<(usize, String)> = Vec::new();
        for case in root.all("Cases").flat_map(|cases| cases.all("Case")) {
            members.case(case, &mut parents, losses);
        }
        members.parents(parents, losses);
        members
    }

    /// Everybody and everything in the order of ids.
    pub(super) fn take(&mut self) -> Vec<Entity> {
        let mut entities = std::mem::take(&mut self.entities);
        entities.sort_by(|one, other| one.id.cmp(&other.id));
        entities
    }

    /// The topic of a code and the side.
    pub(super) fn topic(&self, code: &str) -> Option<&(Named, i32)> {
        self.topics.get(&code.to_lowercase())
    }

    /// The cases of a selection or a source.
    pub(super) fn cases(&self, of: &str) -> &[Case] {
        let found = self.cases.get(&of.to_lowercase());
        found.map_or(&[], Vec::as_slice)
    }

    /// One of our own ids, which is added where it is new.
    pub(super) fn own(&mut self, id: &str) -> Named {
        let place = match self.own.get(id) {
            Some(place) => *place,
            None => self.add(EntityKind::of_id(id), Some(id), None),
        };
        named(&self.entities[place])
    }

    fn add(&mut self, kind: EntityKind, wanted: Option<&str>, name: Option<&str>) -> usize {
        let sigil = match kind {
            EntityKind::Person => '@',
            EntityKind::Organisation => '&',
            EntityKind::Topic => '#',
        };
        let id = self
            .ids
            .take(sigil, wanted, name.or(wanted).unwrap_or_default());
        let name = name.filter(|name| !name.is_empty() && *name != id);
        self.entities.push(Entity {
            id,
            kind,
            name: name.map(str::to_owned),
            ..Entity::default()
        });
        let place = self.entities.len() - 1;
        if let Some(wanted) = wanted {
            self.own.entry(wanted.to_owned()).or_insert(place);
        }
        place
    }

    /// A code, with those below it; they are no deeper than the file may be.
    fn code(&mut self, code: &Element, parent: Option<&Named>) {
        let name = code.attribute("name").trim();
        let description = code.words_of("Description").trim();
        if let Some(parent) = parent
            && description.is_empty()
            && code.first("Code").is_none()
            && let Some(stance) = side(name, &parent.name)
        {
            self.topics
                .insert(guid(code, "guid"), (parent.clone(), stance));
            return;
        }
        let (noted, lines) = match description.strip_prefix("Id: #") {
            Some(_) => {
                let (id, lines) = description.split_once('\n').unwrap_or((description, ""));
                (Some(id[4..].trim()), lines)
            }
            None => (None, ""),
        };
        let at = self.add(EntityKind::Topic, noted, Some(name));
        let topic = named(&self.entities[at]);
        let entity = &mut self.entities[at];
        match noted {
            Some(_) => {
                for line in lines.lines() {
                    match line.split_once(": ") {
                        Some(("Also", names)) => entity.aliases.extend(aliases(names)),
                        Some(("Link", link)) => entity.links.push(link.to_owned()),
                        Some(("Note", note)) => entity.notes.push(note.to_owned()),
                        Some((key, value)) => entity.own.push((key.to_owned(), value.to_owned())),
                        None => entity.notes.push(line.to_owned()),
                    }
                }
            }
            None if description.is_empty() => {}
            None => entity.notes.push(on_one_line(description)),
        }
        entity.parents.extend(parent.map(|parent| Parent {
            id: parent.id.clone(),
            when: When::default(),
        }));
        self.topics.insert(guid(code, "guid"), (topic.clone(), 0));
        for below in code.all("Code") {
            self.code(below, Some(&topic));
        }
    }

    fn case(&mut self, case: &Element, parents: &mut Vec<(usize, String)>, losses: &mut Losses) {
        let name = case.attribute("name").trim();
        let values = self.values(case);
        let value = |wanted: &str| {
            let mut all = values.iter();
            let found = all.find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| value.as_str())
        };
        let kind = KINDS
            .iter()
            .find_map(|name| value(name))
            .unwrap_or_default();
        let kind = kind.trim().to_lowercase();
        let noted = value("Id").filter(|id| id.starts_with(['@', '&']));
        let one = if kind == "unnamed" {
            Case::Unnamed(name.to_owned())
        } else {
            let is_organisation = match noted {
                Some(id) => id.starts_with('&'),
                None => ORGANISATIONS.contains(&&*kind),
            };
            let kind = match is_organisation {
                true => EntityKind::Organisation,
                false => EntityKind::Person,
            };
            let at = self.add(kind, noted, Some(name));
            let entity = &mut self.entities[at];
            let notes = case.words_of("Description").lines();
            entity.notes.extend(
                notes
                    .map(str::trim)
                    .filter(|note| !note.is_empty())
                    .map(str::to_owned),
            );
            for (name, value) in values.iter().filter(|(_, value)| !value.trim().is_empty()) {
                if name.eq_ignore_ascii_case("Part of") {
                    parents.extend(value.split("; ").map(|whole| (at, whole.to_owned())));
                } else if !variable(entity, name, value.trim(), noted.is_some()) {
                    losses.of(KEYS, &*entity.id, format!("{name}: {value}"));
                }
            }
            Case::Known(named(&self.entities[at]))
        };
        for reference in case.children.iter() {
            if matches!(&*reference.name, "SelectionRef" | "SourceRef") {
                let of = guid(reference, "targetGUID");
                self.cases.entry(of).or_default().push(one.clone());
            } else if reference.name == "CodeRef" {
                losses.of(CODED, place(case), name);
            }
        }
    }

    /// The values of the variables of a case or a source, by their names.
    pub(super) fn values(&self, of: &Element) -> Vec<(String, String)> {
        let values = of.all("VariableValue").filter_map(|value| {
            let name = guid(value.first("VariableRef")?, "targetGUID");
            let name = self.names.get(&name)?.clone();
            let held = value
                .children
                .iter()
                .find(|one| one.name.ends_with("Value"))?;
            Some((name, held.words.trim().to_owned()))
        });
        values.collect()
    }

    /// Finds the wholes of organisations by their names.
    fn parents(&mut self, parents: Vec<(usize, String)>, losses: &mut Losses) {
        let organisations = self.entities.iter();
        let organisations = organisations.filter(|one| one.kind == EntityKind::Organisation);
        let ids: HashMap<String, String> = organisations
            .map(|one| (one.label().to_owned(), one.id.clone()))
            .collect();
        for (at, whole) in parents {
            let dated = ids.get(&whole).map(|id| (id, None)).or_else(|| {
                let (name, when) = whole.rsplit_once(", ")?;
                Some((ids.get(name)?, Some(when.to_owned())))
            });
            let entity = &mut self.entities[at];
            match dated {
                Some((id, written)) if *id != entity.id => entity.parents.push(Parent {
                    id: id.clone(),
                    when: When {
                        written,
                        ..When::default()
                    },
                }),
                _ => losses.of(PARENTS, &*entity.id, whole),
            }
        }
    }
}

/// Takes in the value of a variable of a case; says whether there is a place for it.
fn variable(entity: &mut Entity, name: &str, value: &str, is_ours: bool) -> bool {
    let key = name.trim().to_lowercase();
    match key.as_str() {
        "id" if is_ours => {}
        key if KINDS.contains(&key) && (is_ours || is_kind(value)) => {}
        "also" | "alias" | "aliases" => entity.aliases.extend(aliases(value)),
        "link" => entity.links.extend(value.split("; ").map(str::to_owned)),
        "active" if is_ours => {
            let (from, to) = value.split_once("..").unwrap_or((value, value));
            let end = |end: &str| (!end.is_empty()).then(|| end.to_owned());
            (entity.active_from, entity.active_to) = (end(from), end(to));
        }
        key if entity.kind == EntityKind::Person && ROLES.contains(&key) => {
            for words in value.split("; ") {
                entity.roles.push(Role {
                    position: entity.roles.len() + 1,
                    words: words.to_owned(),
                    ..Role::default()
                });
            }
        }
        key => {
            let key = if is_ours {
                key.strip_prefix("x_").unwrap_or(key)
            } else {
                key
            };
            let is_free = !["also", "role", "part of", "active", "link", "note"].contains(&key);
            if !is_free || !is_key(key) {
                return false;
            }
            entity.own.push((key.to_owned(), value.to_owned()));
        }
    }
    true
}

/// Whether words may be a key of one's own.
pub(super) fn is_key(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphanumeric())
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | '-'))
}

/// Whether a value says no more than what a case is.
fn is_kind(value: &str) -> bool {
    let value = value.to_lowercase();
    ORGANISATIONS.contains(&&*value) || value == "person"
}

/// The side that a code below another stands for.
fn side(name: &str, parent: &str) -> Option<i32> {
    let own = name
        .strip_prefix(parent)
        .and_then(|rest| rest.strip_prefix(": "));
    match own.unwrap_or(name).trim().to_lowercase().as_str() {
        "for" | "pro" | "in favour" | "in favor" | "supports" | "agrees" => Some(1),
        "against" | "contra" | "con" | "opposes" | "disagrees" => Some(-1),
        _ => None,
    }
}

/// Other names, each with when it is used.
fn aliases(names: &str) -> impl Iterator<Item = (String, Option<String>)> {
    let names = names
        .split(';')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    names.map(|name| match name.rsplit_once(", ") {
        Some((name, when)) if when.contains("..") || when.starts_with('~') => {
            (name.to_owned(), Some(when.to_owned()))
        }
        _ => (name.to_owned(), None),
    })
}

pub(super) fn on_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An identifier, which may be written in capitals.
pub(super) fn guid(element: &Element, attribute: &str) -> String {
    element.attribute(attribute).trim().to_lowercase()
}

fn named(entity: &Entity) -> Named {
    Named {
        id: entity.id.clone(),
        name: entity.label().to_owned(),
    }
}
