//! What is said of one statement.

use quotemark_analysis::coded::{
    Article, EntityKind, Named, Note, Span, Speaker, SpeakerKind, Statement, Topic,
};

use super::article::{FEATURES, IN_WORDS, Linked, Reading, in_words, kind_of};
use super::meaning::{self, Meaning};
use super::values::Marked;
use crate::form::Kind;
use crate::said;

const SEVERAL_FOR: Kind = (
    "statements whose speakers spoke for several organisations",
    "do not say for which",
);
const ADDRESSED: Kind = (
    "addressees in words alone",
    "were left out, as a tag names them by ids; --map NAME=person makes people of them",
);
const NO_SIDE: Kind = ("sides that are called as none is", "were taken as no side");
const DATED: Kind = (
    "articles without a date whose statements are all of one day",
    "have that date",
);

impl Reading<'_> {
    /// A statement with what links, features and remarks say of it.
    pub(super) fn statement(
        &mut self,
        number: usize,
        linked: &Linked,
        notes: &mut Vec<Note>,
    ) -> Statement {
        let one = self.one;
        let span = &one.spans[number];
        let fragments = self.joined(&span.fragments);
        let ours = span.notes.iter().find_map(|note| said::read(note));
        let is_ours = ours.is_some();
        let mut statement = match ours {
            Some(said) => self.ours(said, span),
            None => Statement::default(),
        };
        statement.span = Span {
            start: fragments[0].start,
            end: fragments[fragments.len() - 1].end,
            start_utf16: fragments[0].start_utf16,
            end_utf16: fragments[fragments.len() - 1].end_utf16,
        };
        statement.fragments = fragments;
        for speaker in &linked.speakers {
            let speaker = self.speaker(*speaker);
            add_speaker(&mut statement, speaker);
        }
        for addressee in &linked.addressees {
            match self.who(*addressee) {
                Some((who, kind)) => {
                    let id = self.entity(kind, who);
                    let name = self.entities.name(&id);
                    statement.addressees.push(Named { id, name });
                }
                None => {
                    let place = &one.spans[*addressee].place;
                    self.losses.of(ADDRESSED, place, self.words(*addressee));
                }
            }
        }
        let mut topics: Vec<String> = Vec::new();
        for topic in &linked.topics {
            topics.push(self.entity(EntityKind::Topic, *topic));
        }
        if !is_ours {
            for reference in &span.references {
                self.reference(reference, &mut statement, &mut topics);
            }
        }
        let stance = self.features(span, is_ours, &mut statement, &mut topics, notes);
        for id in topics {
            if statement.topics.iter().all(|topic| topic.id != id) {
                let name = self.entities.name(&id);
                let stance = stance.unwrap_or(0);
                statement.topics.push(Topic { id, name, stance });
            }
        }
        for note in span.notes.iter().filter(|note| said::read(note).is_none()) {
            notes.push(self.note_of(span, note));
        }
        if statement.speakers.is_empty() {
            statement.speakers.push(Speaker::default());
        }
        statement
    }

    /// A reference of a statement to a speaker or a topic.
    fn reference(
        &mut self,
        reference: &(String, String),
        statement: &mut Statement,
        topics: &mut Vec<String>,
    ) {
        let id = reference.0.strip_prefix("Quotemark:").unwrap_or_default();
        match said::id_kind(id) {
            Some(EntityKind::Topic) | None => {
                topics.push(
                    self.entities
                        .referred(EntityKind::Topic, reference, &reference.1),
                );
            }
            Some(kind) => {
                let id = self.entities.referred(kind, reference, &reference.1);
                let name = Some(self.entities.name(&id));
                let kind = match kind {
                    EntityKind::Organisation => SpeakerKind::Organisation,
                    _ => SpeakerKind::Person,
                };
                let id = Some(id);
                add_speaker(
                    statement,
                    Speaker {
                        id,
                        name,
                        kind,
                        ..Speaker::default()
                    },
                );
            }
        }
    }

    /// Takes in what features say of a statement; gives the side, where one says it.
    fn features(
        &mut self,
        span: &Marked,
        is_ours: bool,
        statement: &mut Statement,
        topics: &mut Vec<String>,
        notes: &mut Vec<Note>,
    ) -> Option<i32> {
        let mut stance = None;
        for (name, value) in &span.features {
            let value = value.trim();
            let detail = || format!("{name}: {value}");
            match self.mapping.of(name) {
                // What our export says there stands in the remark as well.
                _ if is_ours && matches!(&**name, "Kind" | "Side") => {}
                _ if value.is_empty() => {}
                _ if meaning::is_side(name) => {
                    stance = meaning::stance(value);
                    if stance.is_none() {
                        self.losses.of(NO_SIDE, &span.place, detail());
                    }
                }
                Some(Meaning::Speaker) => {
                    self.losses.of(IN_WORDS, &span.place, value);
                    add_speaker(statement, in_words(value.to_owned()));
                }
                Some(meaning @ (Meaning::Person | Meaning::Organisation)) => {
                    let kind = kind_of(meaning);
                    let id = self.entities.named(kind, value);
                    let speaker = Speaker {
                        name: Some(value.to_owned()),
                        id: Some(id),
                        kind: match meaning {
                            Meaning::Organisation => SpeakerKind::Organisation,
                            _ => SpeakerKind::Person,
                        },
                        ..Speaker::default()
                    };
                    add_speaker(statement, speaker);
                }
                Some(Meaning::Topic) => {
                    let all = value
                        .split(';')
                        .map(str::trim)
                        .filter(|one| !one.is_empty());
                    topics.extend(all.map(|one| self.entities.named(EntityKind::Topic, one)));
                }
                Some(Meaning::Note) => notes.push(self.note_of(span, value)),
                _ if self.mapping.of_span(span).0.ends_with(&format!(":{value}")) => {}
                _ => self.losses.of(FEATURES, &span.place, detail()),
            }
        }
        stance
    }

    /// What a remark of our export says, with the names of those whom it means.
    fn ours(&mut self, said: Statement, span: &Marked) -> Statement {
        let mut statement = said;
        let mut take = |id: &str| {
            let reference = format!("Quotemark:{id}");
            let named = span
                .references
                .iter()
                .find(|(other, _)| *other == reference);
            let name = named.map_or(id, |(_, name)| name);
            let kind = EntityKind::of_id(id);
            let id = self
                .entities
                .referred(kind, &(reference.clone(), name.to_owned()), id);
            let name = self.entities.name(&id);
            Named { id, name }
        };
        for speaker in &mut statement.speakers {
            if let Some(id) = &speaker.id {
                let named = take(id);
                (speaker.id, speaker.name) = (Some(named.id), Some(named.name));
            }
            for one in &mut speaker.organisations {
                *one = take(&one.id);
            }
        }
        for one in &mut statement.addressees {
            *one = take(&one.id);
        }
        for topic in &mut statement.topics {
            let named = take(&topic.id);
            (topic.id, topic.name) = (named.id, named.name);
        }
        match said::of(&statement) {
            Ok(of) => statement.of = of,
            Err(several) => self.losses.of(SEVERAL_FOR, &span.place, several),
        }
        statement
    }

    /// Fragments without those that only the end of a line parts.
    fn joined(&self, fragments: &[Span]) -> Vec<Span> {
        let mut joined: Vec<Span> = Vec::with_capacity(fragments.len());
        for next in fragments {
            let is_one = joined.last().is_some_and(|last| {
                let between = (last.end <= next.start)
                    .then(|| &self.one.text[self.starts[last.end]..self.starts[next.start]]);
                between.is_some_and(|between| {
                    let lines = between.replace("\r\n", "\n");
                    let breaks = lines.matches(['\n', '\r']).count();
                    breaks == 1 && lines.trim().is_empty()
                })
            });
            match joined.last_mut() {
                Some(last) if is_one => {
                    (last.end, last.end_utf16) = (next.end, next.end_utf16);
                }
                _ => joined.push(*next),
            }
        }
        joined
    }

    /// The day of an article of our export, which has none, where all statements say one.
    pub(super) fn date(&mut self, article: &mut Article) {
        let mut dates = article
            .statements
            .iter()
            .map(|one| one.date_text.as_deref());
        let first = dates.next().flatten();
        if let Some(date) = first
            && dates.all(|other| other == Some(date))
        {
            self.losses.of(DATED, &self.one.name, date);
            article.date_text = Some(date.to_owned());
        }
    }
}

fn add_speaker(statement: &mut Statement, speaker: Speaker) {
    let is_there = statement.speakers.iter().any(|other| match &speaker.id {
        Some(id) => other.id.as_ref() == Some(id),
        None => other.id.is_none() && other.name == speaker.name,
    });
    if !is_there {
        statement.speakers.push(speaker);
    }
}
