//! By which values DNA knows people, organisations and concepts.

use std::collections::{HashMap, HashSet};

use quotemark_analysis::coded::{Cast, EntityKind};

use crate::form::{Kind, Losses};

/// What the name of a concept ends in where no side is taken.
pub(super) const NO_SIDE: &str = " (no side)";

const SAME_NAME: Kind = (
    "names that several have",
    "have the id after them, as DNA knows each by its name alone",
);
const LONG_NAME: Kind = ("names of more than 190 characters", "were shortened");

/// The most characters of a value: DNA's database refuses 191.
pub(super) const MOST: usize = 190;

/// One of DNA's variables that hold words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Variable {
    /// Who said it.
    Person = 1,
    /// For which organisation.
    Organization = 2,
    /// On what.
    Concept = 3,
}

impl Variable {
    pub(super) const ALL: [Self; 3] = [Self::Person, Self::Organization, Self::Concept];

    pub(super) fn of(kind: EntityKind) -> Self {
        match kind {
            EntityKind::Person => Self::Person,
            EntityKind::Organisation => Self::Organization,
            EntityKind::Topic => Self::Concept,
        }
    }
}

/// The values, each of which stands for one alone.
#[derive(Debug, Default)]
pub(super) struct Labels {
    values: HashMap<String, String>,
    /// For a concept on which no side is taken.
    no_side: HashMap<String, String>,
    used: HashSet<(Variable, String)>,
}

impl Labels {
    /// Those of a cast: the names, and the id with it where two have the same.
    pub fn new(cast: &Cast, losses: &mut Losses) -> Self {
        let mut bearers: HashMap<(EntityKind, &str), usize> = HashMap::new();
        for entity in &cast.entities {
            *bearers.entry((entity.kind, entity.label())).or_default() += 1;
        }
        let mut labels = Self::default();
        for entity in &cast.entities {
            let (name, id) = (entity.label(), &*entity.id);
            let is_shared = bearers[&(entity.kind, name)] > 1;
            let wanted = match is_shared {
                true => format!("{name} [{id}]"),
                false => name.to_owned(),
            };
            if is_shared {
                losses.of(SAME_NAME, id, name);
            }
            if wanted.chars().count() > MOST {
                losses.of(LONG_NAME, id, name);
            }
            let value = labels.take(Variable::of(entity.kind), &wanted, id);
            labels.values.insert(id.to_owned(), value);
        }
        for entity in &cast.entities {
            if entity.kind == EntityKind::Topic {
                let value = labels.values[&entity.id].clone();
                let value =
                    labels.take(Variable::Concept, &format!("{value}{NO_SIDE}"), &entity.id);
                labels.no_side.insert(entity.id.clone(), value);
            }
        }
        labels
    }

    /// A value that nobody has yet: the wanted one, else with `id` after it.
    pub fn take(&mut self, variable: Variable, wanted: &str, id: &str) -> String {
        let mut value = shortened(wanted, "");
        let mut number = 1;
        while value.is_empty() || !self.used.insert((variable, value.clone())) {
            let mark = match number {
                1 => format!(" [{}]", shortened(id, "")),
                number => format!(" [{number}]"),
            };
            value = shortened(wanted, &mark);
            number += 1;
        }
        value
    }

    /// The value of one of the cast; of one that it does not have, the id.
    pub fn value<'a>(&'a self, id: &'a str) -> &'a str {
        self.values.get(id).map_or(id, String::as_str)
    }

    /// The value of a concept on which no side is taken.
    pub fn no_side<'a>(&'a self, id: &'a str) -> &'a str {
        self.no_side.get(id).map_or(id, String::as_str)
    }
}

/// A text of at most [`MOST`] characters that ends in `mark`; what is too long ends in `…`
/// before it.
pub(super) fn shortened(text: &str, mark: &str) -> String {
    let room = MOST.saturating_sub(mark.chars().count());
    if text.chars().count() <= room {
        return format!("{text}{mark}");
    }
    let kept: String = text.chars().take(room.saturating_sub(1)).collect();
    let all = format!("{kept}…{mark}");
    all.chars().take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use quotemark_analysis::coded::Entity;

    use super::*;

    fn entity(id: &str, name: &str) -> Entity {
        Entity {
            id: id.into(),
            kind: EntityKind::of_id(id),
            name: Some(name.into()),
            ..Entity::default()
        }
    }

    #[test]
    fn each_has_a_value_of_its_own_that_the_database_takes() {
        let long = "é".repeat(300);
        let cast = Cast {
            entities: vec![
                entity("&a", "Smith"),
                entity("@a", "Smith"),
                entity("@b", "Smith"),
                entity("@c", "Smith [@a]"),
                entity("@d", &long),
                entity("@e", &format!("{long}e")),
                entity("#x", "X"),
                entity("#y", "X (no side)"),
            ],
        };
        let mut losses = Losses::default();
        let labels = Labels::new(&cast, &mut losses);
        assert_eq!(labels.value("&a"), "Smith");
        assert_eq!(labels.value("@b"), "Smith [@b]");
        assert_eq!(labels.value("#x"), "X");
        let values: HashSet<(EntityKind, &str)> = cast
            .entities
            .iter()
            .map(|one| (one.kind, labels.value(&one.id)))
            .collect();
        assert_eq!(values.len(), cast.entities.len());
        assert!(
            values
                .iter()
                .all(|(_, value)| value.chars().count() <= MOST)
        );
        assert_ne!(labels.no_side("#x"), labels.value("#y"));
        let losses = losses.take();
        assert_eq!(losses.len(), 4);
    }

    #[test]
    fn what_is_shortened_keeps_its_mark() {
        let long = shortened(&"x".repeat(400), " [@id]");
        assert_eq!(long.chars().count(), MOST);
        assert!(long.ends_with("x… [@id]"));
        assert_eq!(shortened("x", ""), "x");
    }
}
