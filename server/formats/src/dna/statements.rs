//! The statements of a document of DNA as statements of an article.

use std::collections::{BTreeMap, HashMap, HashSet};

use quotemark_analysis::coded::{EntityKind, Named, Span, Speaker, SpeakerKind, Statement, Topic};

use super::found::{Found, Stated, Variable};
use super::labels::NO_SIDE;
use crate::error::Unreadable;
use crate::form::{Kind, Losses};
use crate::places::Places;

const OTHER_TYPE: Kind = (
    "statements of other types than those of a person, organization, concept and agreement",
    "were left out",
);
const OUTSIDE: Kind = (
    "statements at places that the text does not have",
    "were left out",
);
const HALF: Kind = (
    "statements that begin or end within a character",
    "have the whole of it",
);
const TWICE: Kind = (
    "statements that are there twice, by one coder or by several",
    "were taken once",
);
const NO_AGREEMENT: Kind = ("statements without an agreement", "take no side");
const DISAGREE: Kind = (
    "statements that disagree with no concept",
    "do not say that they disagree",
);

/// The types of statements that can be read, by their variables.
#[derive(Debug, Default)]
pub struct Types {
    /// The variables of people, organisations and concepts.
    variables: HashMap<i64, EntityKind>,
    /// The variables of each type of statements: person, organization, concept, agreement.
    statements: HashMap<i64, [i64; 4]>,
    /// The variable of each type that is a remark.
    notes: HashMap<i64, i64>,
    /// The values of concepts that take no side, and the values of those of which they are.
    neutral: HashMap<i64, i64>,
}

impl Types {
    /// Those of a database.
    ///
    /// # Errors
    /// When it has no type of statements that can be read.
    pub fn of(found: &Found) -> Result<Self, Unreadable> {
        let mut types = Self::default();
        let mut kinds: Vec<i64> = found.kinds.keys().copied().collect();
        kinds.sort_unstable();
        for kind in kinds {
            let all = found.variables.iter();
            let own: Vec<(&i64, &Variable)> = all.filter(|(_, one)| one.kind == kind).collect();
            let named = |names: &[&str], holds: &str| {
                let is_it = |one: &Variable| {
                    one.holds == holds && names.contains(&&*one.name.trim().to_lowercase())
                };
                let ids = own.iter().filter(|(_, one)| is_it(one)).map(|(id, _)| **id);
                ids.min()
            };
            let person = named(&["person"], "short text");
            let organization = named(&["organization", "organisation"], "short text");
            let concept = named(&["concept"], "short text");
            let agreement = named(&["agreement"], "boolean");
            if let (Some(person), Some(organization), Some(concept), Some(agreement)) =
                (person, organization, concept, agreement)
            {
                let all = [person, organization, concept, agreement];
                types.statements.insert(kind, all);
                types.variables.extend([
                    (person, EntityKind::Person),
                    (organization, EntityKind::Organisation),
                    (concept, EntityKind::Topic),
                ]);
            } else if let [(id, one)] = own[..]
                && one.holds == "long text"
            {
                types.notes.insert(kind, *id);
            }
        }
        if types.statements.is_empty() {
            return Err(Unreadable(
                "has no type of statements with the variables person, organization and concept \
                 (short text) and agreement (boolean), which is what articles can say"
                    .into(),
            ));
        }
        let concepts = found.values.iter();
        let concepts =
            concepts.filter(|one| types.variables.get(&one.variable) == Some(&EntityKind::Topic));
        let by_name: HashMap<(i64, &str), i64> = concepts
            .clone()
            .map(|one| ((one.variable, one.value.trim()), one.id))
            .collect();
        for one in concepts {
            let whole = one.value.trim().strip_suffix(NO_SIDE);
            let of = whole.and_then(|whole| by_name.get(&(one.variable, whole)));
            types.neutral.extend(of.map(|of| (one.id, *of)));
        }
        Ok(types)
    }

    /// What the values of a variable are.
    pub fn entity(&self, variable: i64) -> Option<EntityKind> {
        self.variables.get(&variable).copied()
    }

    /// Whether statements of a type can be read.
    pub fn is_read(&self, kind: i64) -> bool {
        self.statements.contains_key(&kind) || self.notes.contains_key(&kind)
    }

    /// Of which concept a value is the one that takes no side, as our export writes it.
    pub fn neutral(&self, value: i64) -> Option<i64> {
        self.neutral.get(&value).copied()
    }
}

/// What statements say.
pub struct Said<'a> {
    pub found: &'a Found,
    pub types: &'a Types,
    /// The ids of the cast, by the values' numbers.
    pub ids: &'a HashMap<i64, String>,
}

impl Said<'_> {
    /// All of a statement, for a list.
    pub fn told(&self, stated: &Stated) -> String {
        let found = self.found;
        let label = found.kinds.get(&stated.kind).map_or("?", String::as_str);
        let mut all: Vec<(i64, &str)> = found
            .variables
            .iter()
            .filter(|(_, one)| one.kind == stated.kind)
            .map(|(id, one)| (*id, one.name.as_str()))
            .collect();
        all.sort_unstable();
        let mut told = format!("{label} {}–{}", stated.start, stated.stop);
        for (variable, name) in all {
            let key = (stated.id, variable);
            let short = found.short.get(&key);
            let short = short.and_then(|id| {
                let place = found.values.binary_search_by_key(id, |one| one.id);
                Some(&found.values[place.ok()?])
            });
            let whole = found.booleans.get(&key).or(found.integers.get(&key));
            let value = match (short, whole, found.long.get(&key)) {
                (Some(short), ..) => short.value.clone(),
                (_, Some(whole), _) => whole.to_string(),
                (.., Some(long)) => long.clone(),
                _ => continue,
            };
            told += &format!("; {name}: {value}");
        }
        told
    }

    /// The id in a variable of a statement, and the value's number.
    fn id(&self, stated: &Stated, variable: i64) -> Option<(&str, i64)> {
        let value = *self.found.short.get(&(stated.id, variable))?;
        let of = self.types.neutral(value).unwrap_or(value);
        Some((self.ids.get(&of)?, value))
    }
}

/// What is coded in a document.
#[derive(Debug, Default)]
pub struct Coded {
    pub statements: Vec<Statement>,
    /// Remarks, and where they stand.
    pub notes: Vec<(Span, String)>,
}

/// Who said it: a person or nobody, for an organisation or none.
type Actor<'a> = (Option<&'a str>, Option<&'a str>);

/// What it is about, and the side.
type About<'a> = (&'a str, i32);

/// Where statements begin and, the longest first, where they end.
type Place = (usize, std::cmp::Reverse<usize>);

/// For whom, about what, and who said it.
type Joined<'a> = (Option<&'a str>, Vec<About<'a>>, Vec<(&'a str, SpeakerKind)>);

/// The statements of a document in the order of their places. Those at the same place that
/// differ in one respect are one.
pub fn statements(
    stated: &[Stated],
    said: &Said<'_>,
    places: &Places,
    path: &str,
    losses: &mut Losses,
) -> Coded {
    let mut coded = Coded::default();
    let mut at: BTreeMap<Place, (Span, Vec<&Stated>)> = BTreeMap::new();
    for stated in stated {
        let note = said.types.notes.get(&stated.kind);
        if note.is_none() && !said.types.statements.contains_key(&stated.kind) {
            losses.at(OTHER_TYPE, path, 0, said.told(stated));
            continue;
        }
        let place = usize::try_from(stated.start).ok();
        let place = place.zip(usize::try_from(stated.stop).ok());
        let span = place.and_then(|(start, stop)| places.of_units(start, stop));
        let Some((span, is_whole)) = span else {
            losses.at(OUTSIDE, path, 0, said.told(stated));
            continue;
        };
        if !is_whole {
            losses.at(HALF, path, 0, said.told(stated));
        }
        if let Some(variable) = note {
            let words = said.found.long.get(&(stated.id, *variable));
            coded.notes.push((span, words.cloned().unwrap_or_default()));
            continue;
        }
        let place = (span.start, std::cmp::Reverse(span.end));
        at.entry(place).or_insert((span, Vec::new())).1.push(stated);
    }
    for (span, all) in at.into_values() {
        let mut actors: Vec<(Actor<'_>, Vec<About<'_>>)> = Vec::new();
        let mut known: HashMap<Actor<'_>, usize> = HashMap::new();
        let mut seen: HashSet<(Actor<'_>, Option<About<'_>>)> = HashSet::new();
        for stated in all {
            let [person, organization, concept, agreement] = said.types.statements[&stated.kind];
            let id = |variable| said.id(stated, variable).map(|(id, _)| id);
            let actor = (id(person), id(organization));
            let agreement = said.found.booleans.get(&(stated.id, agreement));
            let concept = said.id(stated, concept);
            let stance = match (concept, agreement) {
                (Some((_, value)), Some(1..)) if said.types.neutral(value).is_some() => 0,
                (_, Some(agreement)) => {
                    if *agreement == 0 {
                        -1
                    } else {
                        1
                    }
                }
                (None, None) => 1,
                (Some(_), None) => {
                    losses.at(NO_AGREEMENT, path, 0, said.told(stated));
                    0
                }
            };
            let about = concept.map(|(id, _)| (id, stance));
            if about.is_none() && stance < 0 {
                losses.at(DISAGREE, path, 0, said.told(stated));
            }
            if !seen.insert((actor, about)) {
                losses.at(TWICE, path, 0, said.told(stated));
                continue;
            }
            let place = *known.entry(actor).or_insert_with(|| {
                actors.push((actor, Vec::new()));
                actors.len() - 1
            });
            actors[place].1.extend(about);
        }
        coded.statements.extend(joined(actors, span));
    }
    coded
}

/// One statement for those who said the same for the same organisation.
fn joined(actors: Vec<(Actor<'_>, Vec<About<'_>>)>, span: Span) -> Vec<Statement> {
    let mut joined: Vec<Joined<'_>> = Vec::new();
    let mut places: HashMap<(Option<&str>, bool, Vec<About<'_>>), usize> = HashMap::new();
    for ((person, organisation), about) in actors {
        let (speaker, of) = match (person, organisation) {
            (Some(person), of) => ((person, SpeakerKind::Person), of),
            (None, Some(organisation)) => ((organisation, SpeakerKind::Organisation), None),
            (None, None) => (("?", SpeakerKind::Unknown), None),
        };
        let key = (of, speaker.1 == SpeakerKind::Person, about);
        let place = *places.entry(key.clone()).or_insert_with(|| {
            joined.push((of, key.2, Vec::new()));
            joined.len() - 1
        });
        joined[place].2.push(speaker);
    }
    let statements = joined.into_iter().map(|(of, about, speakers)| Statement {
        span,
        fragments: vec![span],
        of: of.map(str::to_owned),
        speakers: speakers
            .into_iter()
            .map(|(id, kind)| Speaker {
                id: (kind != SpeakerKind::Unknown).then(|| id.to_owned()),
                kind,
                organisations: of
                    .into_iter()
                    .map(|id| Named {
                        id: id.to_owned(),
                        name: id.to_owned(),
                    })
                    .collect(),
                ..Speaker::default()
            })
            .collect(),
        topics: about
            .into_iter()
            .map(|(id, stance)| Topic {
                id: id.to_owned(),
                name: id.to_owned(),
                stance,
            })
            .collect(),
        ..Statement::default()
    });
    statements.collect()
}
