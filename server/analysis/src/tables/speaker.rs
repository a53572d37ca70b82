//! What the tables say of a speaker.

use std::borrow::Cow;

use super::known::{Known, Then};
use crate::model::{EntityId, QuoteFacts, SpeakerFacts};
use crate::syntax::{EntityKind, PartialDate};

/// A speaker of a statement on their way to the tables.
#[derive(Default)]
pub struct SpeakerRow<'a> {
    /// The person or the organisation, if it has an id.
    pub id: Option<&'a str>,
    /// The display name, or the words of the tag.
    pub name: Option<&'a str>,
    /// `person`, `organisation`, `unnamed` or `unknown`.
    pub kind: &'static str,
    /// The roles then, or the capacity.
    pub role: Option<Cow<'a, str>>,
    /// Whether their dates leave no doubt.
    pub is_certain: Option<bool>,
    /// The organisations for which they spoke then.
    pub organisations: Vec<EntityId>,
    /// Their ids.
    pub org_ids: Vec<&'a str>,
    /// Their names.
    pub org_names: Vec<&'a str>,
    /// Why these: `of`, `role` or `self`.
    pub org_from: Option<&'static str>,
}

impl<'a> SpeakerRow<'a> {
    /// Nobody knows who.
    pub fn unknown() -> Self {
        Self {
            kind: "unknown",
            ..Self::default()
        }
    }

    /// What is known of a speaker of a statement on the day on which it was said.
    pub fn new(
        known: &'a Known<'_>,
        speaker: &'a SpeakerFacts,
        quote: &'a QuoteFacts,
        said: Option<PartialDate>,
    ) -> Self {
        let mut row = Self::unknown();
        let mut organisations: Vec<EntityId> = Vec::new();
        match speaker {
            SpeakerFacts::Unknown => {}
            SpeakerFacts::Unnamed(words) => {
                row.kind = "unnamed";
                row.name = Some(words);
            }
            SpeakerFacts::Entity(entity) => {
                let one = known.of(*entity);
                row.kind = entity.kind().word();
                row.id = Some(&one.id);
                row.name = Some(&one.name);
                let then: Then<'_> = known.then(*entity, said);
                row.role = then.roles;
                row.is_certain = then.is_certain;
                organisations = then.organisations;
                if !organisations.is_empty() {
                    let is_self = entity.kind() == EntityKind::Organisation;
                    row.org_from = Some(if is_self { "self" } else { "role" });
                }
            }
        }
        if let Some(capacity) = &quote.capacity {
            row.role = Some(Cow::Borrowed(capacity));
            row.is_certain = Some(true);
        }
        if let Some(of) = quote.of {
            organisations = vec![of];
            row.org_from = Some("of");
        }
        for organisation in &organisations {
            let one = known.of(*organisation);
            row.org_ids.push(&one.id);
            row.org_names.push(&one.name);
        }
        row.organisations = organisations;
        row
    }
}
