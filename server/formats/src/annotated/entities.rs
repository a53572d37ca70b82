//! Who and what spans mean: a cast that is made of their words.

use std::collections::HashMap;

use quotemark_analysis::coded::{Entity, EntityKind};

use crate::ids::Ids;

/// Everybody and everything so far.
#[derive(Debug, Default)]
pub(super) struct Entities {
    ids: Ids,
    all: Vec<Entity>,
    /// Where each stands, by its kind and its words or reference.
    known: HashMap<(EntityKind, String), usize>,
    /// The same by its id.
    by_id: HashMap<String, usize>,
}

impl Entities {
    /// The id of somebody or something with a name.
    pub(super) fn named(&mut self, kind: EntityKind, name: &str) -> String {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let key = (kind, name.to_lowercase());
        self.one(key, None, &name).id.clone()
    }

    /// The id of what a collection knows: `Quotemark:@ann`, `Wikidata:Q76`; `words` are its name
    /// where the collection gives none.
    pub(super) fn referred(
        &mut self,
        kind: EntityKind,
        (reference, name): &(String, String),
        words: &str,
    ) -> String {
        let name = if name.trim().is_empty() { words } else { name };
        let (collection, id) = reference.split_once(':').unwrap_or(("", reference));
        let is_ours = collection == "Quotemark";
        let key = match is_ours {
            true => id.to_owned(),
            false => reference.clone(),
        };
        let entity = self.one((kind, key), is_ours.then_some(id), name);
        if !is_ours {
            let link = link(reference);
            match link {
                Some(link) if !entity.links.contains(&link) => entity.links.push(link),
                None if !entity.notes.contains(reference) => entity.notes.push(reference.clone()),
                _ => {}
            }
        }
        entity.id.clone()
    }

    fn one(&mut self, key: (EntityKind, String), wanted: Option<&str>, name: &str) -> &mut Entity {
        let kind = key.0;
        let place = *self.known.entry(key).or_insert_with(|| {
            let sigil = match kind {
                EntityKind::Person => '@',
                EntityKind::Organisation => '&',
                EntityKind::Topic => '#',
            };
            self.all.push(Entity {
                id: self.ids.take(sigil, wanted, name),
                kind,
                name: Some(name.to_owned()),
                ..Entity::default()
            });
            let place = self.all.len() - 1;
            self.by_id.insert(self.all[place].id.clone(), place);
            place
        });
        let entity = &mut self.all[place];
        // What was known by its id alone.
        if wanted.is_some() && entity.name.as_deref() == wanted {
            entity.name = Some(name.to_owned());
        }
        entity
    }

    /// The name of one of them.
    pub(super) fn name(&self, id: &str) -> String {
        let place = self.by_id.get(id);
        place
            .map_or(id, |place| self.all[*place].label())
            .to_owned()
    }

    /// All of them in the order of ids.
    pub(super) fn take(mut self) -> Vec<Entity> {
        for entity in &mut self.all {
            // No name was found for an id.
            if entity.name.as_ref() == Some(&entity.id) {
                entity.name = None;
            }
        }
        self.all.sort_by(|one, other| one.id.cmp(&other.id));
        self.all
    }
}

/// The page of what a collection knows, where that has pages.
fn link(reference: &str) -> Option<String> {
    if reference.starts_with("https://") || reference.starts_with("http://") {
        return (!reference.contains(char::is_whitespace)).then(|| reference.to_owned());
    }
    let (collection, id) = reference.split_once(':')?;
    let number = id
        .strip_prefix('Q')
        .filter(|number| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()));
    let is_wikidata = collection.eq_ignore_ascii_case("wikidata") && number.is_some();
    is_wikidata.then(|| format!("https://www.wikidata.org/wiki/{id}"))
}
