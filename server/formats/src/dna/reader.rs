//! A database of DNA as coded articles.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use quotemark_analysis::coded::{
    Article, Cast, Entity, EntityKind, Note, Parent, Role, Span, When,
};

use super::found::{BEGIN, Document, Found, Stated};
use super::statements::{Coded, Said, Types, statements};
use crate::error::Unreadable;
use crate::form::{CodedCorpus, Kind, Losses};
use crate::ids::Ids;
use crate::line_feeds::LineFeeds;
use crate::places::Places;

const NO_DATE: Kind = (
    "documents dated 1970-01-01",
    "have no date: DNA has no document without one",
);
const TIMES: Kind = ("times of day", "were left out, as articles have a date");
const NOTES: Kind = (
    "notes on documents in several lines",
    "stand on one line of the header",
);
const LINES: Kind = (
    "documents whose lines do not end in a line feed alone",
    "have line feeds; places are counted in them, as DNA's editor does",
);
const CODERS: Kind = (
    "documents with statements of several coders",
    "do not say which statement is whose",
);
const NOWHERE: Kind = (
    "statements of a document that is not there",
    "were left out",
);
const KEYS: Kind = (
    "attributes whose names cannot be keys of a declaration",
    "were left out",
);
const CHILDREN: Kind = ("people that are part of others", "stand by themselves");
const EXPRESSIONS: Kind = ("regular expressions that colour words", "were left out");
const BROKEN: Kind = (
    "texts that are not UTF-8",
    "have U+FFFD for what cannot be read",
);

/// What attributes are called that say a person's role.
const ROLES: [&str; 7] = [
    "role",
    "position",
    "function",
    "office",
    "job",
    "job title",
    "occupation",
];

/// Whether bytes begin as a database does.
pub fn is_database(bytes: &[u8]) -> bool {
    bytes.starts_with(BEGIN)
}

/// Reads a database: a document is an article, with the statements of the type that has a
/// person, an organization, a concept and an agreement.
///
/// Statements at the same place that say the same of one concept, person or organisation and
/// another are one statement of several. The ids of people are made of their names; those that an export of our own has
/// noted are taken again.
///
/// # Errors
/// When it is no database of DNA 3, or is damaged.
pub fn read(bytes: &[u8]) -> Result<CodedCorpus, Unreadable> {
    let found = Found::read(bytes)?;
    let mut losses = Losses::default();
    let types = Types::of(&found)?;
    if found.expressions > 0 {
        losses.of(EXPRESSIONS, "REGEXES", found.expressions.to_string());
    }
    if found.broken > 0 {
        losses.of(BROKEN, "texts", found.broken.to_string());
    }
    let (cast, ids) = members(&found, &types, &mut losses);
    let mut by_document: HashMap<i64, Vec<Stated>> = HashMap::new();
    for stated in &found.statements {
        by_document
            .entry(stated.document)
            .or_default()
            .push(*stated);
    }
    let said = Said {
        found: &found,
        types: &types,
        ids: &ids,
    };
    let mut names = Ids::default();
    // That of the cast.
    names.file("", "cast");
    let mut keys: HashSet<String> = HashSet::new();
    let mut articles = Vec::with_capacity(found.documents.len());
    for document in &found.documents {
        let stated = by_document.remove(&document.id).unwrap_or_default();
        articles.push(article(
            document,
            &stated,
            &said,
            &mut names,
            &mut keys,
            &mut losses,
        ));
    }
    let mut left: Vec<&Stated> = by_document.values().flatten().collect();
    left.sort_by_key(|stated| stated.id);
    for stated in left {
        let place = format!("document {}", stated.document);
        losses.of(NOWHERE, place, said.told(stated));
    }
    Ok(CodedCorpus {
        cast,
        articles,
        losses: losses.take(),
    })
}

/// Everybody and everything that has a value, and the ids by the values' numbers.
fn members(found: &Found, types: &Types, losses: &mut Losses) -> (Cast, HashMap<i64, String>) {
    let mut taken = Ids::default();
    let mut entities: Vec<Entity> = Vec::new();
    let mut known: HashMap<(EntityKind, &str), usize> = HashMap::new();
    // The entity of each value.
    let mut places: HashMap<i64, usize> = HashMap::new();
    let mut children: Vec<(i64, i64)> = Vec::new();
    for value in &found.values {
        let Some(kind) = types.entity(value.variable) else {
            continue;
        };
        let words = value.value.trim();
        // An export of ours has a concept of its own for those who take no side.
        if words.is_empty() || types.neutral(value.id).is_some() {
            continue;
        }
        if let Some(parent) = value.child_of {
            children.push((value.id, parent));
        }
        let attributes = found.attributes.get(&value.id);
        let attributes = attributes.map(Vec::as_slice).unwrap_or_default();
        let place = *known.entry((kind, words)).or_insert_with(|| {
            let noted = attributes.iter().find(|(name, _)| name == "Notes");
            let noted = noted.map(|(_, noted)| noted.trim());
            let sigil = match kind {
                EntityKind::Person => '@',
                EntityKind::Organisation => '&',
                EntityKind::Topic => '#',
            };
            let id = taken.take(sigil, noted, words);
            // The id that such an export puts after a name which two have.
            let mark = format!(" [{id}]");
            let name = words.strip_suffix(&*mark).unwrap_or(words);
            entities.push(Entity {
                id,
                kind,
                name: Some(name.to_owned()),
                ..Entity::default()
            });
            entities.len() - 1
        });
        let entity = &mut entities[place];
        places.insert(value.id, place);
        for (name, words) in attributes {
            attribute(entity, name, words.trim(), losses);
        }
    }
    for (child, parent) in children {
        let (Some(child), Some(parent)) = (places.get(&child), places.get(&parent)) else {
            continue;
        };
        let parent = entities[*parent].id.clone();
        let entity = &mut entities[*child];
        if entity.kind == EntityKind::Person || EntityKind::of_id(&parent) != entity.kind {
            losses.of(CHILDREN, &*entity.id, parent);
        } else if entity.id != parent {
            entity.parents.push(Parent {
                id: parent,
                when: When::default(),
            });
        }
    }
    let ids = places.into_iter();
    let ids = ids
        .map(|(value, place)| (value, entities[place].id.clone()))
        .collect();
    entities.sort_by(|one, other| one.id.cmp(&other.id));
    (Cast { entities }, ids)
}

/// Adds what an attribute says of one.
fn attribute(entity: &mut Entity, name: &str, words: &str, losses: &mut Losses) {
    let key = name.trim().to_lowercase();
    match key.as_str() {
        "alias" | "aliases" => {
            let names = words.split(';').map(str::trim);
            let names = names.filter(|name| !name.is_empty());
            entity
                .aliases
                .extend(names.map(|name| (name.to_owned(), None)));
        }
        "notes" if words == entity.id => {}
        "notes" | "note" => entity.notes.push(words.to_owned()),
        key if entity.kind == EntityKind::Person && ROLES.contains(&key) => {
            entity.roles.push(Role {
                position: entity.roles.len() + 1,
                words: words.to_owned(),
                ..Role::default()
            });
        }
        key => {
            let is_key = key.starts_with(|c: char| c.is_ascii_alphanumeric())
                && key
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | '-'));
            let is_known = ["also", "role", "part of", "active", "link", "note"].contains(&key);
            match is_key && !is_known {
                true => entity.own.push((key.to_owned(), words.to_owned())),
                false => losses.of(KEYS, &entity.id, format!("{name}: {words}")),
            }
        }
    }
}

fn article(
    document: &Document,
    stated: &[Stated],
    said: &Said<'_>,
    names: &mut Ids,
    keys: &mut HashSet<String>,
    losses: &mut Losses,
) -> Article {
    let time = Timestamp::from_second(document.seconds).ok();
    let time = time.map(|time| time.to_zoned(TimeZone::UTC).datetime());
    let date = time
        .map(|time| time.date())
        .filter(|_| document.seconds != 0);
    let written = date.map(|date| date.to_string());
    let noted = Noted::read(&document.notes);
    let title = noted.whole("title", &document.title);
    let name = names.file(written.as_deref().unwrap_or_default(), &title);
    let path = format!("{name}.qm");
    if document.seconds == 0 {
        losses.at(NO_DATE, &path, 0, "");
    }
    if let Some(time) = time.filter(|time| time.time() != jiff::civil::Time::midnight()) {
        losses.at(TIMES, &path, 0, time.time().to_string());
    }
    // A month or a year, of which the document has the first day.
    let month = noted.value("date").filter(|month| {
        let written = written.as_deref().unwrap_or_default();
        matches!(month.len(), 4 | 7) && written.starts_with(*month)
    });
    let lines = LineFeeds::new(&document.text);
    if lines.is_changed {
        losses.at(LINES, &path, 0, "");
    }
    let key = noted
        .value("id")
        .filter(|id| !id.contains(char::is_whitespace));
    let key = key
        .map(str::to_owned)
        .filter(|key| keys.insert(key.clone()));
    let key = key.unwrap_or_else(|| {
        keys.insert(name.clone());
        name.clone()
    });
    let mut own = Vec::new();
    for (name, value) in [("section", &document.section), ("type", &document.kind)] {
        let value = noted.whole(name, value);
        if !value.is_empty() {
            own.push((name.to_owned(), value));
        }
    }
    if !noted.is_ours && !document.notes.trim().is_empty() {
        if document.notes.trim().contains('\n') {
            losses.at(NOTES, &path, 0, document.notes.trim());
        }
        own.push(("notes".into(), document.notes.trim().to_owned()));
    }
    let mut coders: Vec<&str> = Vec::new();
    for stated in stated.iter().filter(|one| said.types.is_read(one.kind)) {
        let name = said.found.coders.get(&stated.coder);
        let name = name
            .map(String::as_str)
            .filter(|name| !coders.contains(name));
        coders.extend(name);
    }
    if coders.len() > 1 {
        losses.at(CODERS, &path, 0, coders.join("; "));
    }
    if coders.is_empty() {
        coders.extend(said.found.coders.get(&document.coder).map(String::as_str));
    }
    // Whoever has no name in an export of ours is this one.
    coders.retain(|name| !noted.is_ours || *name != "Admin");
    let not_empty = |value: String| Some(value).filter(|value| !value.is_empty());
    let mut article = Article {
        key,
        path,
        title: not_empty(title),
        date,
        date_text: month.map(str::to_owned).or(written),
        source: not_empty(noted.whole("source", &document.source)),
        author: not_empty(noted.whole("author", &document.author)),
        url: noted.value("url").map(str::to_owned),
        coder: not_empty(coders.join("; ")),
        own,
        ..Article::default()
    };
    let places = Places::of(&lines.text);
    let Coded { statements, notes } = statements(stated, said, &places, &article.path, losses);
    article.statements = statements;
    let text = &lines.text;
    article.notes = notes
        .into_iter()
        .map(|(span, note)| Note {
            span,
            text: words(text, span),
            note,
        })
        .collect();
    article.text = lines.text;
    article
}

fn words(text: &str, span: Span) -> String {
    let words = text.chars().skip(span.start).take(span.end - span.start);
    words.collect()
}

/// The notes on a document: lines of `key: value` where we wrote them.
struct Noted<'d> {
    lines: Vec<(&'d str, &'d str)>,
    is_ours: bool,
}

impl<'d> Noted<'d> {
    fn read(notes: &'d str) -> Self {
        let is_ours = notes.starts_with("id: ");
        let lines = notes.lines().filter_map(|line| line.split_once(": "));
        Self {
            lines: if is_ours { lines.collect() } else { Vec::new() },
            is_ours,
        }
    }

    fn value(&self, key: &str) -> Option<&'d str> {
        let mut lines = self.lines.iter();
        lines
            .find(|(own, _)| *own == key)
            .map(|(_, value)| value.trim())
    }

    /// A field, whole where it was shortened.
    fn whole(&self, key: &str, field: &str) -> String {
        let field = field.trim();
        let whole = self.value(key).filter(|_| field.ends_with('…'));
        whole.unwrap_or(field).to_owned()
    }
}
