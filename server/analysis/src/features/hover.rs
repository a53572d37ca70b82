//! The card of what the cursor points at.

use super::shared::card::{Card, Piece};
use super::shared::header_keys::KEYS;
use super::shared::wording::{
    counted, counted_uses, dated_role, listed, name_of, roles_on, shortened, speaker_name, words_of,
};
use super::{implementation, target};
use crate::model::{
    Corpus, Entity, EntityId, FileId, QuoteFacts, RoleOnDate, SpeakerFacts, Statement,
    StatementFilter, TargetKind, spoken_for,
};
use crate::syntax::{EntityKind, Holds, PartialDate, TextRange};

/// How many of an entity's quotes a card shows.
const QUOTES: usize = 3;
/// How many members or parts of an organisation a card shows.
const MEMBERS: usize = 8;
/// How much of a quote's words a card shows, in characters.
const WORDS: usize = 120;

/// What is known of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The words that were pointed at.
    pub range: TextRange,
    /// What is known of them.
    pub card: Card,
}

/// The card of what stands at byte `offset`, as of the article's date.
pub fn hover(corpus: &Corpus, file: FileId, offset: usize) -> Option<Hover> {
    if let Some(hover) = header_key(corpus, file, offset) {
        return Some(hover);
    }
    let target = target(corpus, file, offset)?;
    let mut writer = Writer {
        corpus,
        date: corpus.date(file),
        card: Card::default(),
    };
    match &target.kind {
        TargetKind::Entity(entity) => writer.entity(*entity, true),
        TargetKind::Quote(statement) => writer.quote(*statement),
        TargetKind::Unnamed(statement, words) => {
            let quote = corpus.quote(*statement)?;
            writer.unnamed(statement.file, &quote, words);
        }
        TargetKind::Ambiguous(entities) => writer.ambiguous(entities),
        TargetKind::Note(words) => {
            let source = corpus.source(file)?;
            writer
                .card
                .line([text("Note: "), text(&source.text[*words])]);
        }
    }
    Some(Hover {
        range: target.range,
        card: writer.card,
    })
}

/// What a known key of the header holds, where one stands.
fn header_key(corpus: &Corpus, file: FileId, offset: usize) -> Option<Hover> {
    let source = corpus.source(file)?;
    let header = source.document.header.as_ref()?;
    let mut properties = header.properties.iter();
    let property = properties.find(|property| property.key.touches(offset))?;
    let written = property.key(&source.text);
    let known = KEYS.iter().find(|known| known.key == written)?;
    let mut card = Card::default();
    card.line([
        Piece::Strong(written.to_owned()),
        text(" · key of the header"),
    ]);
    card.line([text(known.says)]);
    Some(Hover {
        range: property.key,
        card,
    })
}

/// The card of an entity as of a date.
pub fn entity_card(corpus: &Corpus, entity: EntityId, date: Option<PartialDate>) -> Card {
    let mut writer = Writer {
        corpus,
        date,
        card: Card::default(),
    };
    writer.entity(entity, true);
    writer.card
}

struct Writer<'c> {
    corpus: &'c Corpus,
    /// The date for which roles are given.
    date: Option<PartialDate>,
    card: Card,
}

impl Writer<'_> {
    fn entity(&mut self, id: EntityId, at_length: bool) {
        let corpus = self.corpus;
        let Some(entity) = corpus.entity(id) else {
            self.undeclared(id);
            return;
        };
        self.title(&entity);
        match id.kind() {
            EntityKind::Person => self.roles(&entity),
            EntityKind::Organisation => self.organisation(&entity),
            EntityKind::Topic => self.parents(id),
        }
        if !at_length {
            return;
        }
        self.other_names(&entity);
        if id.kind() != EntityKind::Person {
            self.below(id);
        }
        self.extras(&entity);
        self.counts(id);
        self.latest(id);
    }

    fn title(&mut self, entity: &Entity) {
        let written = self.corpus.written(entity.id);
        self.card.line([
            Piece::Strong(name_of(self.corpus, entity)),
            text(&format!(" · {} ", entity.id.kind().word())),
            Piece::Code(written.to_string()),
        ]);
    }

    fn undeclared(&mut self, id: EntityId) {
        let written = self.corpus.written(id).to_string();
        if self.corpus.is_partial() {
            self.card.line([
                Piece::Code(written),
                text(" is not found yet: the corpus is still being read."),
            ]);
            return;
        }
        self.card.line([
            Piece::Code(written.clone()),
            text(&format!(
                " is {} that nobody has declared yet. Write ",
                id.kind().with_article()
            )),
            Piece::Code(format!("{written}: Name")),
            text(" at the start of a line."),
        ]);
        self.counts(id);
    }

    fn roles(&mut self, person: &Entity) {
        let then = person.roles_on(self.date);
        if person.roles().next().is_none() {
            return;
        }
        let Some(date) = self.date else {
            self.card.line([text(
                "This article has no date, so these are all the roles:",
            )]);
            for role in person.roles() {
                self.card.item([text(&dated_role(self.corpus, role))]);
            }
            return;
        };
        if then.holding.is_empty() {
            self.card
                .line([text(&format!("No role on {date} that is known."))]);
            for nearest in &then.nearest {
                let before = nearest.role.period.last() < date.first_day();
                let when = if before { "Before: " } else { "After: " };
                self.card
                    .item([text(when), text(&dated_role(self.corpus, nearest.role))]);
            }
            return;
        }
        let several = then.holding.len() > 1;
        let heading = if several { "Roles" } else { "Role" };
        if several {
            self.card.line([text(&format!("{heading} on {date}:"))]);
        }
        for held in &then.holding {
            let mut pieces = Vec::new();
            if !several {
                pieces.push(text(&format!("{heading} on {date}: ")));
            }
            pieces.extend(self.held(held));
            if several {
                self.card.item(pieces)
            } else {
                self.card.line(pieces)
            }
        }
        let mut organisations: Vec<EntityId> = then
            .holding
            .iter()
            .flat_map(|held| held.role.organisations.clone())
            .collect();
        organisations.dedup();
        for organisation in organisations {
            self.parents(organisation);
        }
    }

    /// A role, with its time, and how sure it is.
    fn held(&self, held: &RoleOnDate) -> Vec<Piece> {
        let period = held.role.period;
        let words = Piece::Strong(self.corpus.role_words(held.role));
        let is_certain = held.holds != Holds::Perhaps;
        if let (Some((first, last)), false) = (period.sightings(), is_certain) {
            let when = match (first == last, first.is_day()) {
                (true, true) => format!(" on {}", first.in_words()),
                (true, false) => format!(" in {}", first.in_words()),
                (false, _) => format!(" from {} to {}", first.in_words(), last.in_words()),
            };
            return vec![text("not certain; seen as "), words, text(&when)];
        }
        // A time that says that the end is unknown says the doubt.
        let perhaps = (!is_certain && !period.has_unknown_end()).then(|| text("perhaps "));
        let time = (!period.is_always()).then(|| text(&format!(" ({period})")));
        perhaps.into_iter().chain([words]).chain(time).collect()
    }

    /// `General Practitioners Committee is part of British Medical Association`.
    fn parents(&mut self, id: EntityId) {
        let ancestors = self.corpus.ancestors(id, self.date);
        if ancestors.is_empty() {
            return;
        }
        let names: Vec<String> = ancestors
            .iter()
            .map(|parent| self.corpus.name(*parent))
            .collect();
        let name = self.corpus.name(id);
        self.card.line([text(&format!(
            "{name} is part of {}.",
            names.join(", part of ")
        ))]);
    }

    fn organisation(&mut self, organisation: &Entity) {
        self.parents(organisation.id);
        if let Some(active) = organisation.active() {
            let then = match self.date.map(|date| (date, active.holds(date))) {
                Some((date, Holds::No)) => format!("; not on {date}"),
                _ => String::new(),
            };
            self.card.line([text(&format!("Active: {active}{then}"))]);
        }
    }

    fn other_names(&mut self, entity: &Entity) {
        let names = entity.other_names().into_iter();
        let names = names.map(|name| match name.period.is_always() {
            true => name.text.to_string(),
            false => format!("{} ({})", name.text, name.period),
        });
        let names: Vec<String> = names.collect();
        if !names.is_empty() {
            self.card
                .line([text(&format!("Also: {}", names.join("; ")))]);
        }
    }

    /// The parts of an organisation or a topic, and the members then.
    fn below(&mut self, id: EntityId) {
        let (mut parts, mut members) = (Vec::new(), Vec::new());
        for below in self.corpus.index().below(id) {
            let Some(entity) = self.corpus.entity(below) else {
                continue;
            };
            if below.kind() != EntityKind::Person {
                let is_part = |(parent, period): (EntityId, crate::syntax::Period)| {
                    parent == id && self.date.is_none_or(|date| period.holds(date) != Holds::No)
                };
                if entity.parents().any(is_part) {
                    parts.push(name_of(self.corpus, &entity));
                }
                continue;
            }
            let then = entity.roles_on(self.date);
            let roles = then
                .holding
                .iter()
                .filter(|held| held.role.organisations.contains(&id));
            for held in roles {
                let words = self.corpus.role_words(held.role);
                members.push(format!("{}: {words}", name_of(self.corpus, &entity)));
            }
        }
        parts.sort();
        members.sort();
        if !parts.is_empty() {
            self.card
                .line([text(&format!("Parts: {}", parts.join("; ")))]);
        }
        if !members.is_empty() {
            let when = self
                .date
                .map_or_else(|| "at all times".into(), |date| format!("on {date}"));
            self.card.line([text(&format!("Members {when}:"))]);
            for member in members.iter().take(MEMBERS) {
                self.card.item([text(member)]);
            }
            if members.len() > MEMBERS {
                self.card
                    .item([text(&format!("and {} more", members.len() - MEMBERS))]);
            }
        }
    }

    fn extras(&mut self, entity: &Entity) {
        for declaration in entity.declared() {
            for note in &declaration.notes {
                self.card.line([text("Note: "), text(note)]);
            }
            for (key, value) in &declaration.others {
                self.card.line([text(&format!("{key}: {value}"))]);
            }
            for link in &declaration.links {
                self.card.line([Piece::Url(link.to_string())]);
            }
        }
    }

    fn counts(&mut self, id: EntityId) {
        if let Some(counts) = counted_uses(self.corpus, id) {
            self.card.line([text(&counts)]);
        }
    }

    fn latest(&mut self, id: EntityId) {
        let filter = StatementFilter::of_entity(id);
        for found in self.corpus.last_statements(&filter, QUOTES) {
            let Some(quote) = self.corpus.quote(found.statement) else {
                continue;
            };
            let said = found.said.map(|date| date.to_string());
            let said = said.unwrap_or_else(|| "undated".into());
            let mut pieces = vec![
                Piece::Link(said, implementation::location_of(found)),
                text(": "),
            ];
            if id.kind() != EntityKind::Person {
                pieces.push(text(&format!("{}: ", self.speakers(&quote))));
            }
            let words = words_of(self.corpus, found.statement.file, &quote);
            pieces.push(text(&match words {
                Some(words) => shortened(&words, WORDS),
                None => "the file has changed on disk".into(),
            }));
            self.card.item(pieces);
        }
    }

    fn speakers(&self, quote: &QuoteFacts) -> String {
        let names = quote.speakers.iter();
        let name = |speaker| speaker_name(self.corpus, speaker);
        let names = names.map(|speaker| name(speaker).unwrap_or_else(|| "somebody".into()));
        listed(&names.collect::<Vec<_>>())
    }

    /// Somebody without a name: for whom they spoke, and how often the article
    /// quotes them.
    fn unnamed(&mut self, file: FileId, quote: &QuoteFacts, words: &str) {
        let mut pieces = vec![
            Piece::Strong(words.to_owned()),
            text(" · a speaker without a name"),
        ];
        if let Some(of) = quote.of {
            pieces.push(text(&format!(", on behalf of {}", self.corpus.name(of))));
        }
        self.card.line(pieces);
        let quotes = self.corpus.file(file).map(|file| file.quotes());
        let quotes = quotes.as_deref().unwrap_or_default().iter();
        let number = quotes.filter(|quote| quote.is_by_unnamed(words)).count();
        self.card.line([text(&format!(
            "{} by the same words in this article. In another article they may be somebody else’s.",
            counted(number, "quote")
        ))]);
    }

    /// The speakers' cards in short, and what the tag says.
    fn quote(&mut self, statement: Statement) {
        let Some(quote) = self.corpus.quote(statement) else {
            return;
        };
        self.date = quote.at.or(self.corpus.date(statement.file));
        for speaker in &quote.speakers {
            match speaker {
                SpeakerFacts::Entity(speaker) => self.entity(*speaker, false),
                SpeakerFacts::Unnamed(words) => self.unnamed(statement.file, &quote, words),
                SpeakerFacts::Unknown => self.card.line([
                    text("The speaker is unknown ("),
                    Piece::Code("?".into()),
                    text(")."),
                ]),
            }
        }
        let corpus = self.corpus;
        let names = |entities: &[EntityId]| {
            listed(
                &entities
                    .iter()
                    .map(|id| corpus.name(*id))
                    .collect::<Vec<_>>(),
            )
        };
        let mut said = vec![format!("{} quote", capitalised(quote.form.word()))];
        if quote.fragments.len() > 1 {
            said.push(format!("in {} parts", quote.fragments.len()));
        }
        if let Some(capacity) = &quote.capacity {
            said.push(format!("as “{capacity}”"));
        }
        let organisations = spoken_for(corpus, &quote, corpus.date(statement.file));
        let others: Vec<EntityId> = organisations
            .into_iter()
            .filter(|organisation| !quote.is_by(*organisation))
            .collect();
        if !others.is_empty() {
            said.push(format!("on behalf of {}", names(&others)));
        }
        if !quote.to.is_empty() {
            said.push(format!("to {}", names(&quote.to)));
        }
        if let Some(at) = quote.at {
            said.push(format!("on {at}"));
        }
        self.card.line([text(&said.join(", "))]);
        for (side, topic) in &quote.topics {
            let side = capitalised(side.word());
            self.card.item([
                text(&format!("{side} ")),
                Piece::Strong(corpus.name(*topic)),
            ]);
        }
    }

    fn ambiguous(&mut self, entities: &[EntityId]) {
        self.card.line([text(
            "Several people have this name, and neither the date nor a tag before it says who is meant:",
        )]);
        for entity in entities {
            let roles = roles_on(self.corpus, *entity, self.date);
            let roles = if roles.is_empty() {
                String::new()
            } else {
                format!(", {}", listed(&roles))
            };
            self.card.item([
                Piece::Strong(self.corpus.name(*entity)),
                text(" "),
                Piece::Code(self.corpus.written(*entity).to_string()),
                text(&roles),
            ]);
        }
    }
}

fn text(words: &str) -> Piece {
    Piece::Text(words.to_owned())
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests;
