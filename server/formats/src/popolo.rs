//! Popolo: the cast as people, organisations and memberships, in JSON.

use std::io::Write;

use quotemark_analysis::coded::{Cast, Entity, EntityKind};
use serde_json::{Map, Value, json};

use crate::error::Error;
use crate::form::{Kind, Loss, Losses};

const TOPICS: Kind = ("topics", "were left out, as Popolo has none");
const NO_ORGANISATION: Kind = (
    "roles without an organisation",
    "are memberships without `organization_id`",
);
const END_UNKNOWN: Kind = (
    "roles of which the end is not known",
    "have no `end_date`, as those that go on",
);
const SEVERAL_PARENTS: Kind = (
    "organisations that are part of several",
    "have the first as `parent_id`",
);
const DATED_PARENT: Kind = (
    "organisations that are part of another for a time",
    "are so for always, as Popolo has no dates there",
);
const OWN_KEYS: Kind = ("declarations with own keys", "are written without these");

/// Writes a cast, and gives what the form cannot hold.
///
/// # Errors
/// When the bytes cannot be written.
pub fn write(mut out: impl Write, cast: &Cast) -> Result<Vec<Loss>, Error> {
    let mut losses = Losses::default();
    let (mut persons, mut organizations, mut memberships) = (Vec::new(), Vec::new(), Vec::new());
    for entity in &cast.entities {
        if !entity.own.is_empty() {
            let keys = entity.own.iter().map(|(key, _)| key.as_str());
            losses.of(OWN_KEYS, &entity.id, keys.collect::<Vec<_>>().join(", "));
        }
        match entity.kind {
            EntityKind::Topic => losses.of(TOPICS, &entity.id, entity.label()),
            EntityKind::Organisation => organizations.push(organization(entity, &mut losses)),
            EntityKind::Person => {
                persons.push(Value::Object(known(entity)));
                memberships.extend(held(entity, &mut losses));
            }
        }
    }
    let all = json!({
        "persons": persons,
        "organizations": organizations,
        "memberships": memberships,
    });
    serde_json::to_writer_pretty(&mut out, &all).map_err(std::io::Error::from)?;
    writeln!(out)?;
    out.flush()?;
    Ok(losses.take())
}

/// What people and organisations have in common.
fn known(entity: &Entity) -> Map<String, Value> {
    let mut all = Map::new();
    all.insert("id".into(), json!(entity.id));
    all.insert("name".into(), json!(entity.label()));
    let names = entity.aliases.iter().map(|(name, period)| {
        let mut all = Map::new();
        all.insert("name".into(), json!(name));
        let period = period.as_deref().unwrap_or_default();
        put_dates(&mut all, quotemark_analysis::coded::ends_of(period));
        Value::Object(all)
    });
    let lists: [(&str, Vec<Value>); 3] = [
        ("other_names", names.collect()),
        (
            "identifiers",
            entity
                .links
                .iter()
                .filter_map(|link| wikidata(link))
                .collect(),
        ),
        (
            "links",
            entity
                .links
                .iter()
                .map(|link| json!({"url": link}))
                .collect(),
        ),
    ];
    for (key, list) in lists {
        if !list.is_empty() {
            all.insert(key.into(), list.into());
        }
    }
    if !entity.notes.is_empty() {
        let key = match entity.kind {
            EntityKind::Organisation => "description",
            _ => "summary",
        };
        all.insert(key.into(), json!(entity.notes.join("\n")));
    }
    all
}

/// The identifier of Wikidata that an address names.
fn wikidata(link: &str) -> Option<Value> {
    let rest = link.split_once("wikidata.org/")?.1;
    let id = rest.rsplit('/').next()?;
    let digits = id.strip_prefix('Q')?;
    let is_id = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_id.then(|| json!({"scheme": "wikidata", "identifier": id}))
}

fn organization(entity: &Entity, losses: &mut Losses) -> Value {
    let mut all = known(entity);
    if let Some(parent) = entity.parents.first() {
        all.insert("parent_id".into(), json!(parent.id));
        if entity.parents.len() > 1 {
            losses.of(SEVERAL_PARENTS, &entity.id, "");
        }
        if parent.when.written.is_some() {
            losses.of(DATED_PARENT, &entity.id, &parent.id);
        }
    }
    for (key, date) in [
        ("founding_date", &entity.active_from),
        ("dissolution_date", &entity.active_to),
    ] {
        if let Some(date) = date {
            all.insert(key.into(), json!(date));
        }
    }
    all.into()
}

fn held(entity: &Entity, losses: &mut Losses) -> Vec<Value> {
    let mut memberships = Vec::new();
    for role in &entity.roles {
        let mut all = Map::new();
        all.insert("person_id".into(), json!(entity.id));
        match &role.organisation {
            Some(organisation) => {
                all.insert("organization_id".into(), json!(organisation));
            }
            None => losses.of(NO_ORGANISATION, &entity.id, &role.words),
        }
        all.insert("role".into(), json!(role.words));
        let (from, to) = role.when.written_ends();
        put_dates(&mut all, (from, to));
        if to.is_none() && !role.when.is_open {
            losses.of(END_UNKNOWN, &entity.id, &role.words);
        }
        memberships.push(all.into());
    }
    memberships
}

fn put_dates(all: &mut Map<String, Value>, (from, to): (Option<&str>, Option<&str>)) {
    for (key, date) in [("start_date", from), ("end_date", to)] {
        if let Some(date) = date {
            all.insert(key.into(), json!(date));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{cast, kinds};

    #[test]
    fn people_organisations_and_memberships_are_those_of_the_cast() {
        let mut out = Vec::new();
        let losses = write(&mut out, &cast()).unwrap();
        let all: Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(
            all["persons"],
            json!([{
                "id": "@ann",
                "name": "Ann <Lee> & \"Co\"",
                "other_names": [
                    {"name": "Dr Lee"},
                    {"name": "Gov. Lee", "start_date": "2010", "end_date": "2014-05"},
                ],
                "identifiers": [{"scheme": "wikidata", "identifier": "Q42"}],
                "links": [{"url": "https://www.wikidata.org/wiki/Q42"}],
                "summary": "A note.",
            }])
        );
        assert_eq!(
            all["organizations"][0],
            json!({"id": "&bma", "name": "BMA", "parent_id": "&unions", "founding_date": "1832"})
        );
        assert_eq!(
            all["memberships"],
            json!([
                {"person_id": "@ann", "organization_id": "&bma", "role": "chair of BMA",
                 "start_date": "2010", "end_date": "2012-12"},
                {"person_id": "@ann", "role": "writer"},
                {"person_id": "@ann", "organization_id": "&nhs", "role": "head of NHS",
                 "start_date": "2013"},
            ])
        );
        assert_eq!(
            kinds(&losses),
            [
                "organisations that are part of another for a time",
                "roles of which the end is not known",
                "roles without an organisation",
                "topics",
            ]
        );
    }

    #[test]
    fn an_identifier_is_read_off_its_address() {
        assert!(wikidata("https://www.wikidata.org/entity/Q1").is_some());
        for link in [
            "https://example.org/Q1",
            "https://www.wikidata.org/wiki/Lexeme:L1",
            "Q1",
        ] {
            assert_eq!(wikidata(link), None, "{link}");
        }
    }
}
