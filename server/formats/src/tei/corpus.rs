//! The file of the corpus: the cast, the topics, and what it includes.

use quotemark_analysis::coded::{Cast, Entity, EntityKind, When, ends_of};

use super::ids::{self, TEI};
use crate::error::Error;
use crate::form::{Kind, Losses};
use crate::xml::{Attribute, Xml};

const OWN_KEYS: Kind = ("declarations with own keys", "are written without these");
const TOPIC_PARENTS: Kind = (
    "topics that are part of others",
    "stand beside these, and not in them",
);

/// How a statement was made, and which side it takes.
const KINDS: [&str; 3] = ["direct", "mixed", "indirect"];
const SIDES: [&str; 3] = ["for", "against", "on"];

type Out = Xml<Vec<u8>>;

/// Notes what of a cast the file cannot hold.
pub fn lose(cast: &Cast, losses: &mut Losses) {
    for entity in &cast.entities {
        if !entity.own.is_empty() {
            let keys = entity.own.iter().map(|(key, _)| key.as_str());
            losses.of(OWN_KEYS, &entity.id, keys.collect::<Vec<_>>().join(", "));
        }
        if entity.kind == EntityKind::Topic && !entity.parents.is_empty() {
            losses.of(TOPIC_PARENTS, &entity.id, "");
        }
    }
}

/// Writes the corpus of a cast, which includes those files.
pub fn write(cast: &Cast, files: &[String]) -> Result<Vec<u8>, Error> {
    let mut xml = Xml::begin(Vec::new())?;
    xml.open(
        "teiCorpus",
        &[("xmlns", TEI), ("xml:id", "corpus"), ("xml:lang", "und")],
    )?;
    xml.open("teiHeader", &[])?;
    xml.open("fileDesc", &[])?;
    xml.open("titleStmt", &[])?;
    xml.words("title", &[], "A corpus of Quotemark")?;
    xml.close("titleStmt")?;
    xml.open("publicationStmt", &[])?;
    xml.words("p", &[], "Written by Quotemark.")?;
    xml.close("publicationStmt")?;
    xml.open("sourceDesc", &[])?;
    xml.words("p", &[], "Each article names its source.")?;
    xml.close("sourceDesc")?;
    xml.close("fileDesc")?;
    xml.open("encodingDesc", &[])?;
    xml.open("classDecl", &[])?;
    xml.open("taxonomy", &[("xml:id", "kind")])?;
    for kind in KINDS {
        category(&mut xml, &format!("kind.{kind}"), kind)?;
        xml.close("category")?;
    }
    xml.close("taxonomy")?;
    let of = |kind| cast.entities.iter().filter(move |one| one.kind == kind);
    if of(EntityKind::Topic).next().is_some() {
        xml.open("taxonomy", &[("xml:id", "topic")])?;
        for topic in of(EntityKind::Topic) {
            let id = ids::of(&topic.id);
            category(&mut xml, &id, topic.label())?;
            for side in SIDES {
                category(&mut xml, &format!("{id}.{side}"), side)?;
                xml.close("category")?;
            }
            xml.close("category")?;
        }
        xml.close("taxonomy")?;
    }
    xml.close("classDecl")?;
    xml.close("encodingDesc")?;
    let has_people = of(EntityKind::Person).next().is_some();
    let has_organisations = of(EntityKind::Organisation).next().is_some();
    if has_people || has_organisations {
        xml.open("profileDesc", &[])?;
        xml.open("particDesc", &[])?;
        if has_organisations {
            xml.open("listOrg", &[])?;
            for one in of(EntityKind::Organisation) {
                organisation(&mut xml, one)?;
            }
            relations(&mut xml, of(EntityKind::Organisation))?;
            xml.close("listOrg")?;
        }
        if has_people {
            xml.open("listPerson", &[])?;
            for one in of(EntityKind::Person) {
                person(&mut xml, one)?;
            }
            xml.close("listPerson")?;
        }
        xml.close("particDesc")?;
        xml.close("profileDesc")?;
    }
    xml.close("teiHeader")?;
    for file in files {
        let space = ("xmlns:xi", "http://www.w3.org/2001/XInclude");
        xml.empty("xi:include", &[space, ("href", &*encoded(file))])?;
    }
    xml.close("teiCorpus")?;
    Ok(xml.finish()?)
}

/// The name of a file as an address.
fn encoded(name: &str) -> String {
    quotemark_analysis::percent::encoded(name.as_bytes(), |_, byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_')
    })
}

fn category(xml: &mut Out, id: &str, words: &str) -> Result<(), Error> {
    xml.open("category", &[("xml:id", id)])?;
    xml.words("catDesc", &[], words)?;
    Ok(())
}

/// Names, then what stands after them.
fn names(xml: &mut Out, element: &str, entity: &Entity) -> Result<(), Error> {
    xml.words(element, &[], entity.label())?;
    for (name, period) in &entity.aliases {
        let ends = ends_of(period.as_deref().unwrap_or_default());
        let mut attributes = vec![("type", "also")];
        attributes.extend(dates(ends));
        xml.words(element, &attributes, name)?;
    }
    Ok(())
}

fn links_and_notes(xml: &mut Out, entity: &Entity) -> Result<(), Error> {
    for link in &entity.links {
        xml.words("idno", &[("type", "URI")], link)?;
    }
    for note in &entity.notes {
        xml.words("note", &[], note)?;
    }
    Ok(())
}

fn dates<'a>((from, to): (Option<&'a str>, Option<&'a str>)) -> Vec<Attribute<'a>> {
    let ends = [("from", from), ("to", to)].into_iter();
    ends.filter_map(|(name, date)| Some((name, date?)))
        .collect()
}

fn when(when: &When) -> Vec<Attribute<'_>> {
    dates(when.written_ends())
}

fn person(xml: &mut Out, entity: &Entity) -> Result<(), Error> {
    let id = ids::of(&entity.id);
    xml.open("person", &[("xml:id", &*id)])?;
    names(xml, "persName", entity)?;
    for role in &entity.roles {
        let reference = role.organisation.as_deref();
        let reference = reference.map(|id| format!("#{}", ids::of(id)));
        let mut attributes: Vec<Attribute<'_>> = Vec::new();
        attributes.extend(reference.as_deref().map(|reference| ("ref", reference)));
        attributes.extend(when(&role.when));
        xml.open("affiliation", &attributes)?;
        xml.words("roleName", &[], &role.words)?;
        xml.close("affiliation")?;
    }
    links_and_notes(xml, entity)?;
    xml.close("person")?;
    Ok(())
}

fn organisation(xml: &mut Out, entity: &Entity) -> Result<(), Error> {
    let id = ids::of(&entity.id);
    xml.open("org", &[("xml:id", &*id)])?;
    names(xml, "orgName", entity)?;
    let active = (entity.active_from.as_deref(), entity.active_to.as_deref());
    if active != (None, None) {
        xml.open("event", &dates(active))?;
        xml.words("label", &[], "existence")?;
        xml.close("event")?;
    }
    links_and_notes(xml, entity)?;
    xml.close("org")?;
    Ok(())
}

fn relations<'a>(xml: &mut Out, all: impl Iterator<Item = &'a Entity>) -> Result<(), Error> {
    let parents = all.flat_map(|one| one.parents.iter().map(move |parent| (one, parent)));
    let parents: Vec<_> = parents.collect();
    if parents.is_empty() {
        return Ok(());
    }
    xml.open("listRelation", &[])?;
    for (one, parent) in parents {
        let (active, passive) = (ids::of(&one.id), ids::of(&parent.id));
        let (active, passive) = (format!("#{active}"), format!("#{passive}"));
        let mut attributes = vec![
            ("name", "partOf"),
            ("active", &*active),
            ("passive", &*passive),
        ];
        attributes.extend(when(&parent.when));
        xml.empty("relation", &attributes)?;
    }
    xml.close("listRelation")?;
    Ok(())
}
