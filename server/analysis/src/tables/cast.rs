//! The rows of people, organisations and topics.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::schema::{Table, own_key};
use super::{Part, TableSet};
use crate::model::{Corpus, Entity, EntityId};
use crate::syntax::{Date, End, PartialDate, Period};
use crate::table::Cell;

/// The rows of everybody and everything that is declared or named, by their ids.
pub fn cast(corpus: &Corpus) -> Part {
    let mut all: BTreeMap<Arc<str>, EntityId> = BTreeMap::new();
    let index = corpus.index();
    let named = index.used().filter(|(_, uses)| uses.is_used());
    for entity in index.declared().chain(named.map(|(entity, _)| entity)) {
        all.insert(corpus.written(entity), entity);
    }
    let mut part = Part::new(TableSet::ALL);
    for (id, number) in all {
        match corpus.entity(number) {
            Some(entity) => push_declared(corpus, &mut part, &id, &entity),
            None => {
                let none = || Cell::Texts(Cow::Borrowed(&[]));
                part.push(
                    Table::Entities,
                    &[
                        Cell::Text(&id),
                        Cell::Text(number.kind().word()),
                        Cell::Null,
                        none(),
                        none(),
                        Cell::Null,
                        Cell::Null,
                    ],
                );
            }
        }
    }
    part
}

fn push_declared(corpus: &Corpus, part: &mut Part, id: &str, entity: &Entity) {
    let links = entity.declared().flat_map(|one| &one.links);
    let links: Vec<&str> = links.map(|link| &**link).collect();
    let notes = entity.declared().flat_map(|one| &one.notes);
    let notes: Vec<&str> = notes.map(|note| &**note).collect();
    let name = Some(entity.name()).filter(|name| !name.is_empty());
    let active = entity.active();
    let (from, to) = written_ends(active);
    part.push(
        Table::Entities,
        &[
            Cell::Text(id),
            Cell::Text(entity.id.kind().word()),
            Cell::text(name),
            Cell::Texts(links.into()),
            Cell::Texts(notes.into()),
            Cell::text(from.as_deref()),
            Cell::text(to.as_deref()),
        ],
    );
    let mut own: Vec<(String, String)> = Vec::new();
    for (key, value) in entity.declared().flat_map(|one| &one.others) {
        let key = own_key(key);
        let is_new = own.iter().all(|(other, _)| *other != key);
        if is_new && !value.is_empty() {
            own.push((key, value.to_string()));
        }
    }
    part.push_own_keys_of(Table::Entities, &own);
    for alias in entity.other_names() {
        let period = written(alias.period);
        part.push(
            Table::Aliases,
            &[
                Cell::Text(id),
                Cell::Text(&alias.text),
                Cell::text(period.as_deref()),
            ],
        );
    }
    for (number, role) in entity.roles().enumerate() {
        let words = corpus.role_words(role);
        let organisations = role.organisations.iter();
        let mut organisations: Vec<_> = organisations
            .map(|organisation| Some(corpus.written(*organisation)))
            .collect();
        if organisations.is_empty() {
            organisations.push(None);
        }
        let period = written(role.period);
        let [from, to, is_open, end_unknown] = ends(role.period);
        for organisation in &organisations {
            part.push(
                Table::Roles,
                &[
                    Cell::Text(id),
                    Cell::int(number + 1),
                    Cell::Text(&words),
                    Cell::text(organisation.as_deref()),
                    from.clone(),
                    to.clone(),
                    is_open.clone(),
                    end_unknown.clone(),
                    Cell::text(period.as_deref()),
                ],
            );
        }
    }
    for (parent, when) in entity.parents() {
        let period = written(when);
        let [from, to, is_open, end_unknown] = ends(when);
        part.push(
            Table::Parents,
            &[
                Cell::Text(id),
                Cell::Text(&corpus.written(parent)),
                from,
                to,
                is_open,
                end_unknown,
                Cell::text(period.as_deref()),
            ],
        );
    }
}

fn written(period: Period) -> Option<String> {
    (!period.is_always()).then(|| period.written())
}

/// The last date of a period that it names.
fn end_of(period: Period) -> Option<PartialDate> {
    match period.end {
        End::On(date) | End::Seen(date) => Some(date),
        End::Open | End::Unknown => None,
    }
}

fn ends<'a>(period: Period) -> [Cell<'a>; 4] {
    let from: Option<Date> = period.start.map(PartialDate::first_day);
    let to = end_of(period).map(PartialDate::last_day);
    [
        Cell::date(from),
        Cell::date(to),
        Cell::Bool(period.end == End::Open),
        Cell::Bool(matches!(period.end, End::Unknown | End::Seen(_))),
    ]
}

fn written_ends(period: Option<Period>) -> (Option<String>, Option<String>) {
    let from = period.and_then(|period| period.start);
    let to = period.and_then(end_of);
    (
        from.map(|date| date.to_string()),
        to.map(|date| date.to_string()),
    )
}
