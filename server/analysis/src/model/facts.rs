//! What one file says, small enough to keep for every file of a corpus.
//!
//! Of a closed file nothing else is kept: no text and no tree.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::EntityId;
use super::articles::ArticleId;
use crate::syntax::{Date, Holds, LineIndex, PartialDate, Period, QuoteForm, Side, TextRange};

/// What one file says. What is asked for most stands first, so that it can be
/// unpacked without the rest (see `Packed` in `packed.rs`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// What tells one text from another: half of its BLAKE3 hash.
    pub hash: u128,
    /// The header's `date`, if it can be read.
    pub date: Option<PartialDate>,
    /// The header's `id`, if it has one.
    pub article: Option<ArticleId>,
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
    /// Whether there is a header, a heading or a word of an article: more than comments and
    /// declarations.
    pub has_words: bool,
    /// The entities that are declared, with the places of their declarations
    /// in that list, by entity: a cast of ten thousand is not to be searched.
    #[serde(skip)]
    pub(super) declared: Box<[(EntityId, u32)]>,
    /// Whether they are only what a file of another corpus declares.
    #[serde(skip)]
    pub(super) is_external: bool,
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
    /// Whether the file is more than a list of declarations, which may be one that nobody
    /// stands in yet.
    pub fn is_article(&self) -> bool {
        let mut occurrences = self.occurrences.iter();
        let mentions = occurrences.any(|occurrence| occurrence.kind == OccurrenceKind::Mention);
        let headed = self.title.is_some() || self.date.is_some();
        let is_bare = self.declarations.is_empty() && self.has_words;
        is_bare || headed || mentions || !self.quotes.is_empty()
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
        self.article = None;
        self.has_words = false;
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
    /// The places that name somebody, how many quotes there are, and the
    /// [key](ArticleId::key) of the article's id, of an article that declares nobody.
    Named(Box<[Occurrence]>, usize, Option<u64>),
}

impl IndexFacts {
    /// The places that name somebody.
    pub fn occurrences(&self) -> &[Occurrence] {
        match self {
            Self::Everything(facts) => &facts.occurrences,
            Self::Named(occurrences, ..) => occurrences,
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
            Self::Named(_, quotes, _) => *quotes,
        }
    }

    /// The [key](ArticleId::key) of the article's id, if it has one.
    pub fn article_key(&self) -> Option<u64> {
        match self {
            Self::Everything(facts) => facts.article.as_ref().map(ArticleId::key),
            Self::Named(_, _, key) => *key,
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

pub(super) fn by_entity(declarations: &[DeclarationFacts]) -> Box<[(EntityId, u32)]> {
    let places = (0u32..).zip(declarations);
    let places = places.map(|(place, declaration)| (declaration.entity, place));
    let mut declared: Box<[(EntityId, u32)]> = places.collect();
    declared.sort_unstable();
    declared
}

/// By which day a statement is sorted that was made on that date.
pub(super) fn sorted_by(said: Option<PartialDate>) -> Date {
    said.map_or(Date::MAX, PartialDate::first_day)
}
