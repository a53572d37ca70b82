//! From a document to what is kept of it.

use std::collections::HashSet;

use super::articles::ArticleId;
use super::facts::{
    DeclarationFacts, Facts, Name, Occurrence, OccurrenceKind, QuoteFacts, RoleFacts, SpeakerFacts,
    by_entity,
};
use super::{EntityId, IdInterner};
use crate::syntax::{
    Block, BlockKind, Document, EntityKind, HEADER_KEYS, LineIndex, Part, PartKind, PartialDate,
    Period, Property, Quotations, Reference, Speaker, Tag, TextRange, dated, normalise_id,
    role_value, split_names, string_words,
};

/// Draws from a document what is kept of it.
pub fn facts_of(text: &str, document: &Document, ids: &impl IdInterner) -> Facts {
    let mut collector = FactsCollector {
        text,
        document,
        ids,
        found: Vec::new(),
    };
    let mut occurrences = collector.occurrences();
    occurrences.sort_by_key(|occurrence| occurrence.range);
    collector.found = occurrences;
    let declarations = collector.declarations();
    Facts {
        hash: hash(text),
        date: collector.date(),
        article: collector.article(),
        title: collector.header_value("title").map(Into::into),
        quotes: collector.quotes(),
        occurrences: collector.found.into_boxed_slice(),
        declared: by_entity(&declarations),
        has_words: document.header.is_some() || document.blocks.iter().any(is_words),
        is_external: false,
        declarations,
        lines: LineIndex::new(text),
    }
}

/// Whether a block is neither a comment nor a declaration.
fn is_words(block: &Block) -> bool {
    !matches!(
        block.kind,
        BlockKind::Comment(_) | BlockKind::Declaration(_)
    )
}

/// What tells one text of a file from another. Texts come from strangers, of whom
/// one could have two texts agree on purpose in a hash that is fast or short.
pub(super) fn hash(text: &str) -> u128 {
    let hash = blake3::hash(text.as_bytes());
    let (half, _) = hash
        .as_bytes()
        .split_first_chunk()
        .expect("it has 32 bytes");
    u128::from_le_bytes(*half)
}

struct FactsCollector<'a, N> {
    text: &'a str,
    document: &'a Document,
    ids: &'a N,
    /// The places that are found already, in order.
    found: Vec<Occurrence>,
}

impl<N: IdInterner> FactsCollector<'_, N> {
    fn header_value(&self, key: &str) -> Option<String> {
        let header = self.document.header.as_ref()?;
        let property = header
            .properties
            .iter()
            .find(|property| property.key(self.text) == key)?;
        let value = property.value(self.text);
        (!value.is_empty()).then_some(value)
    }

    fn article(&self) -> Option<ArticleId> {
        let header = self.document.header.as_ref()?;
        let mut properties = header.properties.iter();
        let property = properties.find(|property| property.key(self.text) == "id")?;
        let value = property.value(self.text);
        (!value.is_empty()).then(|| ArticleId {
            text: normalise_id(&value).into(),
            range: property.value,
        })
    }

    fn date(&self) -> Option<PartialDate> {
        PartialDate::parse(&self.header_value("date")?).ok()
    }

    fn occurrences(&self) -> Vec<Occurrence> {
        let mut found = Vec::with_capacity(self.document.spans.len() * 2);
        let mut add = |reference: Reference, place| found.push(self.occurrence(reference, place));
        if let Some(header) = &self.document.header {
            for property in &header.properties {
                // These hold words, even where a word looks like a reference.
                let is_words =
                    |key| HEADER_KEYS.contains(&key) && !matches!(key, "source" | "author");
                if is_words(property.key(self.text)) {
                    continue;
                }
                if let Some(reference) = whole_reference(property) {
                    add(reference, OccurrenceKind::Header);
                }
            }
        }
        for span in &self.document.spans {
            if let Tag::Mention(reference) = span.tag {
                add(reference, OccurrenceKind::Mention);
            }
        }
        for quote in &self.document.quotes {
            let clauses = &quote.clauses;
            let first = found.len();
            for speaker in &clauses.speakers {
                if let Some(reference) = speaker.reference() {
                    found.push(self.occurrence(reference, OccurrenceKind::Speaker));
                }
            }
            keep_first(&mut found, first);
            if let Some(reference) = clauses.of {
                found.push(self.occurrence(reference, OccurrenceKind::SpokenFor));
            }
            for reference in &clauses.to {
                found.push(self.occurrence(*reference, OccurrenceKind::Addressee));
            }
            let first = found.len();
            for topic in &clauses.topics {
                found.push(self.occurrence(topic.reference, OccurrenceKind::Topic(topic.side)));
            }
            keep_first(&mut found, first);
        }
        self.add_broken(&mut found);
        let mut add = |reference: Reference, place| found.push(self.occurrence(reference, place));
        for declaration in &self.document.declarations {
            add(declaration.reference, OccurrenceKind::Declaration);
            for property in &declaration.properties {
                let key = property.key(self.text);
                for reference in &property.references {
                    // In the words of a role only an organisation can be meant.
                    let is_organisation = reference.kind == EntityKind::Organisation;
                    if key == "part of" || (key == "role" && is_organisation) {
                        add(*reference, OccurrenceKind::Value);
                    }
                }
            }
        }
        found
    }

    /// Adds what stands in tags and on fence lines and is no part of what they
    /// say, such as the organisation in `for &gpc`.
    fn add_broken(&self, found: &mut Vec<Occurrence>) {
        let parts = self.document.parts.iter();
        let is_reference = |part: &&Part| part.kind == PartKind::Reference;
        let is_in_header = |said: &&Occurrence| said.kind == OccurrenceKind::Header;
        let in_header = found.iter().take_while(is_in_header).count();
        // All that is said stands in such a part, so that none is left then.
        if parts.clone().filter(is_reference).count() == found.len() - in_header {
            return;
        }
        let mut said: Vec<TextRange> = found.iter().map(|occurrence| occurrence.range).collect();
        said.sort_unstable();
        for reference in parts.filter_map(|part| part.reference(self.text)) {
            if said.binary_search(&reference.range).is_err() {
                found.push(self.occurrence(reference, OccurrenceKind::Broken));
            }
        }
    }

    fn occurrence(&self, reference: Reference, kind: OccurrenceKind) -> Occurrence {
        Occurrence {
            entity: self.ids.of(reference, self.text),
            range: reference.range,
            kind,
        }
    }

    /// The number of a reference, which most places that are found have at hand.
    fn entity(&self, reference: Reference) -> EntityId {
        let place = |occurrence: &Occurrence| occurrence.range;
        match self.found.binary_search_by_key(&reference.range, place) {
            Ok(found) => self.found[found].entity,
            Err(_) => self.ids.of(reference, self.text),
        }
    }

    fn quotes(&self) -> Box<[QuoteFacts]> {
        if self.document.quotes.is_empty() {
            return Box::default();
        }
        let quotations = Quotations::for_forms(self.text, self.document);
        let id = |reference: &Reference| self.entity(*reference);
        let quotes = self.document.quotes.iter().map(|quote| {
            let clauses = &quote.clauses;
            QuoteFacts {
                speakers: {
                    let speakers = clauses.speakers.iter();
                    let mut speakers: Vec<SpeakerFacts> = speakers
                        .map(|speaker| match speaker {
                            Speaker::Known(reference) => SpeakerFacts::Entity(id(reference)),
                            Speaker::Unknown(_) => SpeakerFacts::Unknown,
                            Speaker::Unnamed(words) => {
                                SpeakerFacts::Unnamed(string_words(*words, self.text).into())
                            }
                        })
                        .collect();
                    if speakers.len() > 1 {
                        let mut seen = HashSet::new();
                        speakers.retain(|speaker| {
                            *speaker == SpeakerFacts::Unknown || seen.insert(speaker.clone())
                        });
                    }
                    speakers.into()
                },
                of: clauses.of.as_ref().map(id),
                to: clauses.to.iter().map(id).collect(),
                topics: clauses
                    .topics
                    .iter()
                    .map(|topic| (topic.side, id(&topic.reference)))
                    .collect(),
                at: clauses.at,
                capacity: clauses
                    .capacity
                    .map(|words| string_words(words, self.text).into()),
                form: quotations.form(quote, self.text, self.document),
                fragments: quote.fragments.clone().into_boxed_slice(),
                tag: quote.tag_range,
            }
        });
        quotes.collect()
    }

    fn declarations(&self) -> Box<[DeclarationFacts]> {
        let blocks = self.document.blocks.iter();
        let declared = blocks.filter_map(|block| match block.kind {
            BlockKind::Declaration(index) => Some(&self.document.declarations[index]),
            _ => None,
        });
        declared
            .map(|declaration| self.declaration(declaration))
            .collect()
    }

    fn declaration(&self, declaration: &crate::syntax::Declaration) -> DeclarationFacts {
        let text = self.text;
        let mut facts = DeclarationFacts {
            entity: self.entity(declaration.reference),
            id_range: declaration.reference.range,
            range: declaration.range,
            name: self.name(declaration.name),
            aliases: Vec::new(),
            roles: Vec::new(),
            parents: Vec::new(),
            active: None,
            links: Vec::new(),
            notes: Vec::new(),
            others: Vec::new(),
        };
        for property in &declaration.properties {
            let value = || property.value(text).into_boxed_str();
            match property.key(text) {
                "also" => {
                    let names = split_names(property.value, text);
                    facts.aliases.extend(names.into_iter().map(|name| Name {
                        period: name.period.unwrap_or(Period::ALWAYS),
                        ..self.name(name.words)
                    }));
                }
                "role" if facts.entity.kind() == EntityKind::Person => {
                    facts.roles.push(self.role(property));
                }
                "part of" => {
                    let period = dated(property.value, text).period.unwrap_or(Period::ALWAYS);
                    let kind = facts.entity.kind();
                    let parents = property
                        .references
                        .iter()
                        .filter(|parent| parent.kind == kind);
                    facts
                        .parents
                        .extend(parents.map(|parent| (self.entity(*parent), period)));
                }
                "active" => facts.active = dated(property.value, text).period.ok(),
                "link" => facts.links.push(value()),
                "note" => facts.notes.push(value()),
                other => facts.others.push((other.into(), value())),
            }
        }
        facts
    }

    fn role(&self, property: &Property) -> RoleFacts {
        let role = role_value(property, self.text);
        let words: Vec<&str> = self.text[role.dated.words].split_whitespace().collect();
        RoleFacts {
            words: words.join(" ").into(),
            organisations: role
                .organisations
                .iter()
                .map(|reference| self.entity(*reference))
                .collect(),
            period: role.dated.period.unwrap_or(Period::ALWAYS),
            range: property.value,
        }
    }

    fn name(&self, range: TextRange) -> Name {
        let words: Vec<&str> = self.text[range].split_whitespace().collect();
        Name {
            text: words.join(" ").into(),
            range,
            period: Period::ALWAYS,
        }
    }
}

/// Of the places from `first` on, the first of each entity: a quote is one,
/// however often its tag names somebody. The others are broken ones.
fn keep_first(found: &mut Vec<Occurrence>, first: usize) {
    if found.len() - first < 2 {
        return;
    }
    let mut seen = HashSet::new();
    let mut place = 0;
    found.retain(|occurrence| {
        place += 1;
        place <= first || seen.insert(occurrence.entity)
    });
}

/// The reference that a header value is, if it is one and nothing else.
fn whole_reference(property: &Property) -> Option<Reference> {
    let reference = property.references.first()?;
    (reference.range == property.value).then_some(*reference)
}
