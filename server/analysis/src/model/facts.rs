//! What one file says, small enough to keep for every file of a corpus.
//!
//! Of a closed file nothing else is kept: no text and no tree.

use std::collections::HashSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::syntax::{
    BlockKind, Date, Document, EntityKind, Holds, LineIndex, Part, PartKind, PartialDate, Period,
    Property, Quotations, QuoteForm, Reference, Side, Speaker, Tag, TextRange, dated, role_value,
    split_names, string_words,
};

use super::{EntityId, IdInterner};

/// What one file says. What is asked for most stands first, so that it can be
/// unpacked without the rest (see `Packed` in `packed.rs`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// What tells one text from another: half of its BLAKE3 hash.
    pub hash: u128,
    /// The header's `date`, if it can be read.
    pub date: Option<PartialDate>,
    /// Every place that names an entity, in order.
    pub occurrences: Box<[Occurrence]>,
    /// Where the lines are, for positions without the text: those of the document
    /// where it is open, else those of the file.
    pub lines: LineIndex,
    /// The statements, in the order of their first words.
    pub quotes: Box<[QuoteFacts]>,
    /// The header's `title`.
    pub title: Option<Box<str>>,
    /// The declarations, in order.
    pub declarations: Box<[DeclarationFacts]>,
    /// The entities that are declared, with the places of their declarations
    /// in that list, by entity: a cast of ten thousand is not to be searched.
    #[serde(skip)]
    declared: Box<[(EntityId, u32)]>,
    /// Whether they are only what a file of another corpus declares.
    #[serde(skip)]
    is_external: bool,
}

/// A place that names an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occurrence {
    /// The entity.
    pub entity: EntityId,
    /// The sigil and the id.
    pub range: TextRange,
    /// Where that is.
    pub kind: OccurrenceKind,
}

/// Where an entity is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum OccurrenceKind {
    /// The tag of words that mention it.
    Mention,
    /// `by`
    Speaker,
    /// `of`
    SpokenFor,
    /// `to`
    Addressee,
    /// `on`, `for`, `against`
    Topic(Side),
    /// A header value.
    Header,
    /// A value of a declaration.
    Value,
    /// The declaration itself.
    Declaration,
    /// A tag or a fence's first line where it makes no sense.
    Broken,
}

/// One of those who said a statement.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SpeakerFacts {
    /// A person or an organisation.
    Entity(EntityId),
    /// `?`: still to be found out.
    Unknown,
    /// Somebody without a name, in the words of the tag, escapes and repeated
    /// white space taken out. Those of one article with the same words are the
    /// same; in two articles they are not.
    Unnamed(Box<str>),
}

impl SpeakerFacts {
    /// The person or the organisation, if it has an id.
    pub fn entity(&self) -> Option<EntityId> {
        match self {
            Self::Entity(entity) => Some(*entity),
            Self::Unknown | Self::Unnamed(_) => None,
        }
    }

    /// The words, if it has no name.
    pub fn unnamed(&self) -> Option<&str> {
        match self {
            Self::Unnamed(words) => Some(words),
            Self::Entity(_) | Self::Unknown => None,
        }
    }
}

/// A statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteFacts {
    /// Those who said it, each once.
    pub speakers: Box<[SpeakerFacts]>,
    /// `of`
    pub of: Option<EntityId>,
    /// `to`
    pub to: Box<[EntityId]>,
    /// The topics with their sides.
    pub topics: Box<[(Side, EntityId)]>,
    /// `at`
    pub at: Option<PartialDate>,
    /// `as`
    pub capacity: Option<Box<str>>,
    /// Direct, mixed or indirect.
    pub form: QuoteForm,
    /// The words of each fragment; the first is the quote itself, the others `{more}`.
    pub fragments: Box<[TextRange]>,
    /// The tag, or the fence's first line.
    pub tag: TextRange,
}

/// A declared person, organisation or topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclarationFacts {
    /// Whose declaration it is.
    pub entity: EntityId,
    /// The sigil and the id in column 0.
    pub id_range: TextRange,
    /// The whole declaration.
    pub range: TextRange,
    /// The display name; empty when it is missing.
    pub name: Name,
    /// `also`
    pub aliases: Vec<Name>,
    /// `role`
    pub roles: Vec<RoleFacts>,
    /// `part of`: the parents and when.
    pub parents: Vec<(EntityId, Period)>,
    /// `active`
    pub active: Option<Period>,
    /// `link`
    pub links: Vec<Box<str>>,
    /// `note`
    pub notes: Vec<Box<str>>,
    /// All other keys, as they are written.
    pub others: Vec<(Box<str>, Box<str>)>,
}

/// A name and where it is declared.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Name {
    /// The name, white space folded.
    pub text: Box<str>,
    /// Where it stands, without its range.
    pub range: TextRange,
    /// When it is used; all of time where no range, or a broken one, is given.
    pub period: Period,
}

impl Name {
    /// Whether it is, or perhaps is, a name in an article of that date. Without
    /// a date only what is used at all times is.
    pub fn is_used(&self, date: Option<PartialDate>) -> bool {
        is_used(self.period, date)
    }
}

/// Whether a name is used in an article of that date (see [`Name::is_used`]).
pub(super) fn is_used(period: Period, date: Option<PartialDate>) -> bool {
    period.is_always() || date.is_some_and(|date| period.holds(date) != Holds::No)
}

/// A role of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleFacts {
    /// The words, with references as they are written.
    pub words: Box<str>,
    /// The organisations in the words.
    pub organisations: Vec<EntityId>,
    /// When; all of time where no range, or a broken one, is given.
    pub period: Period,
    /// The value, range included.
    pub range: TextRange,
}

impl Facts {
    /// Whether the file is more than a list of declarations.
    pub fn is_article(&self) -> bool {
        let mut occurrences = self.occurrences.iter();
        let mentions = occurrences.any(|occurrence| occurrence.kind == OccurrenceKind::Mention);
        let headed = self.title.is_some() || self.date.is_some();
        self.declarations.is_empty() || headed || mentions || !self.quotes.is_empty()
    }

    /// What it declares, and nothing of what else it says.
    #[must_use]
    pub(super) fn declarations_alone(mut self) -> Self {
        let places = self.occurrences.iter().copied();
        let is_declaration =
            |kind| matches!(kind, OccurrenceKind::Declaration | OccurrenceKind::Value);
        self.occurrences = places.filter(|named| is_declaration(named.kind)).collect();
        self.quotes = Box::default();
        self.date = None;
        self.title = None;
        self.is_external = true;
        self
    }

    /// The places that a cursor at byte `offset` touches, in order.
    pub fn occurrences_at(&self, offset: usize) -> impl Iterator<Item = &Occurrence> {
        let first = self
            .occurrences
            .partition_point(|occurrence| occurrence.range.to() < offset);
        self.occurrences[first..]
            .iter()
            .take_while(move |occurrence| occurrence.range.from() <= offset)
    }

    /// Gives every entity the number that `now` says. Nothing where one has none.
    pub(super) fn renumber(
        &mut self,
        now: &mut impl FnMut(EntityId) -> Option<EntityId>,
    ) -> Option<()> {
        for occurrence in &mut self.occurrences {
            occurrence.entity = now(occurrence.entity)?;
        }
        for quote in &mut self.quotes {
            quote.renumber(now)?;
        }
        let mut renumber = |entity: &mut EntityId| {
            *entity = now(*entity)?;
            Some(())
        };
        for declaration in &mut self.declarations {
            renumber(&mut declaration.entity)?;
            let roles = declaration.roles.iter_mut();
            let named = roles.flat_map(|role| &mut role.organisations);
            let parents = declaration.parents.iter_mut().map(|(parent, _)| parent);
            named.chain(parents).try_for_each(&mut renumber)?;
        }
        self.declared = by_entity(&self.declarations);
        Some(())
    }

    /// The places in `declarations` of those of an entity, in order.
    pub fn declarations_of(&self, entity: EntityId) -> impl Iterator<Item = usize> + '_ {
        let first = self.declared.partition_point(|(other, _)| *other < entity);
        let declared = self.declared[first..].iter();
        declared
            .take_while(move |(other, _)| *other == entity)
            .map(|(_, place)| *place as usize)
    }
}

impl QuoteFacts {
    /// The speakers that have an id, in order.
    pub fn known_speakers(&self) -> impl Iterator<Item = EntityId> + '_ {
        self.speakers.iter().filter_map(SpeakerFacts::entity)
    }

    /// Whether that person or organisation said it.
    pub fn is_by(&self, entity: EntityId) -> bool {
        self.known_speakers().any(|speaker| speaker == entity)
    }

    /// Whether somebody without a name said it, in exactly these words.
    pub fn is_by_unnamed(&self, words: &str) -> bool {
        let mut unnamed = self.speakers.iter().filter_map(SpeakerFacts::unnamed);
        unnamed.any(|own| own == words)
    }

    /// Gives every entity the number that `now` says. Nothing where one has none.
    pub(super) fn renumber(
        &mut self,
        now: &mut impl FnMut(EntityId) -> Option<EntityId>,
    ) -> Option<()> {
        let speakers = self
            .speakers
            .iter_mut()
            .filter_map(|speaker| match speaker {
                SpeakerFacts::Entity(entity) => Some(entity),
                SpeakerFacts::Unknown | SpeakerFacts::Unnamed(_) => None,
            });
        let topics = self.topics.iter_mut().map(|(_, topic)| topic);
        let named = speakers.chain(&mut self.of).chain(&mut self.to);
        for entity in named.chain(topics) {
            *entity = now(*entity)?;
        }
        Some(())
    }
}

/// What the index takes of a file.
#[derive(Debug, Clone)]
pub enum IndexFacts {
    /// All of it.
    Everything(Arc<Facts>),
    /// The places that name somebody, and how many quotes there are, of a file
    /// that declares nobody.
    Named(Box<[Occurrence]>, usize),
}

impl IndexFacts {
    /// The places that name somebody.
    pub fn occurrences(&self) -> &[Occurrence] {
        match self {
            Self::Everything(facts) => &facts.occurrences,
            Self::Named(occurrences, _) => occurrences,
        }
    }

    /// Whether it is what a file of another corpus declares.
    pub(super) fn is_external(&self) -> bool {
        matches!(self, Self::Everything(facts) if facts.is_external)
    }

    /// How many quotes there are.
    pub fn quotes(&self) -> usize {
        match self {
            Self::Everything(facts) => facts.quotes.len(),
            Self::Named(_, quotes) => *quotes,
        }
    }

    /// Whether it is more than a list of declarations.
    pub fn is_article(&self) -> bool {
        match self {
            Self::Everything(facts) => facts.is_article(),
            Self::Named(..) => true,
        }
    }

    /// The declarations.
    pub fn declarations(&self) -> &[DeclarationFacts] {
        match self {
            Self::Everything(facts) => &facts.declarations,
            Self::Named(..) => &[],
        }
    }
}

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
        title: collector.header_value("title").map(Into::into),
        quotes: collector.quotes(),
        occurrences: collector.found.into_boxed_slice(),
        declared: by_entity(&declarations),
        is_external: false,
        declarations,
        lines: LineIndex::new(text),
    }
}

fn by_entity(declarations: &[DeclarationFacts]) -> Box<[(EntityId, u32)]> {
    let places = (0u32..).zip(declarations);
    let places = places.map(|(place, declaration)| (declaration.entity, place));
    let mut declared: Box<[(EntityId, u32)]> = places.collect();
    declared.sort_unstable();
    declared
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

    fn date(&self) -> Option<PartialDate> {
        PartialDate::parse(&self.header_value("date")?).ok()
    }

    fn occurrences(&self) -> Vec<Occurrence> {
        let mut found = Vec::with_capacity(self.document.spans.len() * 2);
        let mut add = |reference: Reference, place| found.push(self.occurrence(reference, place));
        if let Some(header) = &self.document.header {
            for property in &header.properties {
                // These hold words, even where a word looks like a reference.
                if matches!(property.key(self.text), "title" | "date" | "url" | "sealed") {
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

/// By which day a statement is sorted that was made on that date.
pub(super) fn sorted_by(said: Option<PartialDate>) -> Date {
    said.map_or(Date::MAX, PartialDate::first_day)
}
