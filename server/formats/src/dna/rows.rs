//! What an article is in DNA: a document, and statements of one person, organisation,
//! concept and agreement each.

use std::collections::HashMap;

use jiff::civil::Date;
use quotemark_analysis::coded::{Article, Cast, Speaker, SpeakerKind, Statement, Topic};
use quotemark_analysis::table::days_since_1970;

use super::labels::{Labels, MOST, Variable, shortened};
use crate::form::{Kind, Losses};
use crate::line_feeds::LineFeeds;

/// What becomes of a statement that takes no side: DNA knows yes and no alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Neutral {
    /// It is about a concept of its own, such as `Choice (no side)`, and agrees.
    #[default]
    Apart,
    /// It agrees.
    Agree,
    /// It is left out.
    LeaveOut,
}

const FIRST_DAY: Kind = ("dates of a month or a year", "are its first day");
const NOTES: Kind = ("notes", "were left out, as an event list has none");
const LONG_FIELD: Kind = (
    "titles and other fields of more than 190 characters",
    "were shortened; the whole is in the document's notes",
);
const NO_DATE: Kind = (
    "articles without a date",
    "have 1970-01-01, as DNA has no document without one",
);
const NO_DAY: Kind = (
    "dates of a month or a year",
    "are its first day; the document's notes have the date as it is written",
);
const OTHER_DAY: Kind = (
    "statements of another day than their article's",
    "have the article's day, as statements have none in DNA",
);
const SEVERAL: Kind = (
    "statements of several speakers, organisations or topics",
    "were written once for each of them",
);
const FRAGMENTS: Kind = (
    "statements in several fragments",
    "reach from the first word to the last, the words between included",
);
const NO_WORDS: Kind = (
    "statements and notes without words",
    "were left out, as DNA has none",
);
const APART: Kind = (
    "statements that take no side",
    "are about a concept of their own, such as `Choice (no side)`; --neutral says otherwise",
);
const AGREES: Kind = (
    "statements that take no side",
    "were written as agreeing, as --neutral says",
);
const LEFT_OUT: Kind = (
    "statements that take no side",
    "were left out, as --neutral says",
);
const UNNAMED: Kind = (
    "speakers in words alone",
    "have the article's id after the words, as they are another in each article",
);
const ADDRESSEES: Kind = (
    "statements to somebody",
    "are written without those to whom they were made",
);
const CAPACITY: Kind = (
    "statements in another capacity (`as`)",
    "are written without it",
);
const MENTIONS: Kind = ("mentions", "were left out, as DNA has none");
const LINES: Kind = (
    "articles whose lines do not end in a line feed alone",
    "have line feeds, and offsets that are counted so",
);

/// Whether it goes to a database, which bounds words and holds notes, or to a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A database.
    Database,
    /// An event list.
    List,
}

/// A document of DNA.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// From 1.
    pub id: i64,
    /// At most 190 characters in a database, as are the others but for text and notes.
    pub title: String,
    /// The words, with line feeds.
    pub text: String,
    /// Who coded it; empty for nobody.
    pub coder: String,
    /// The author's name.
    pub author: String,
    /// The source's name.
    pub source: String,
    /// The header's own key `section`.
    pub section: String,
    /// Lines of `key: value`.
    pub notes: String,
    /// The header's own key `type`.
    pub kind: String,
    /// Seconds from 1970-01-01 to the day's begin.
    pub seconds: i64,
    /// The day.
    pub day: Date,
}

/// A statement of DNA.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// From 1, over all documents.
    pub id: i64,
    /// Where it begins in the document, in UTF-16 units.
    pub start: usize,
    /// Where it ends, not included.
    pub stop: usize,
    /// What is coded.
    pub coded: Coded,
}

/// What is coded at words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Coded {
    /// Of the type `DNA Statement`; values may be empty.
    Statement {
        /// The person.
        person: String,
        /// The organisation.
        organization: String,
        /// The concept.
        concept: String,
        /// Whether they agree.
        agreement: bool,
    },
    /// Of the type `Annotation`.
    Note(String),
}

/// Makes documents and statements of articles, one after the other.
#[derive(Debug)]
pub struct Rows {
    neutral: Neutral,
    place: Place,
    labels: Labels,
    documents: i64,
    events: i64,
    pub(crate) losses: Losses,
}

impl Rows {
    /// For the articles of a cast.
    pub fn new(cast: &Cast, neutral: Neutral, place: Place) -> Self {
        let mut losses = Losses::default();
        Self {
            neutral,
            place,
            labels: Labels::new(cast, &mut losses),
            documents: 0,
            events: 0,
            losses,
        }
    }

    /// The value by which one of the cast is known.
    pub fn value<'a>(&'a self, id: &'a str) -> &'a str {
        self.labels.value(id)
    }

    /// The next article.
    pub fn article(&mut self, article: &Article) -> (Document, Vec<Event>) {
        self.documents += 1;
        // DNA's editor makes a line feed of every end of a line, and counts offsets so.
        let text = LineFeeds::new(&article.text);
        if text.is_changed {
            self.losses.at(LINES, &article.path, 0, "");
        }
        if !article.mentions.is_empty() {
            let count = article.mentions.len().to_string();
            self.losses.at(MENTIONS, &article.path, 0, count);
        }
        let document = self.document(article, text.text.clone());
        let mut events = Vec::new();
        let mut unnamed: HashMap<&str, String> = HashMap::new();
        for statement in &article.statements {
            for speaker in &statement.speakers {
                if let (SpeakerKind::Unnamed, Some(words)) = (speaker.kind, &speaker.name) {
                    let losses = &mut self.losses;
                    let labels = &mut self.labels;
                    unnamed.entry(words).or_insert_with(|| {
                        losses.at(UNNAMED, &article.path, statement.line, words);
                        let mark = format!("{words} [{}]", article.key);
                        labels.take(Variable::Person, &mark, &article.key)
                    });
                }
            }
            self.statement(article, statement, &text, &unnamed, &mut events);
        }
        if self.place == Place::List && !article.notes.is_empty() {
            let count = article.notes.len().to_string();
            self.losses.at(NOTES, &article.path, 0, count);
            return (document, events);
        }
        for note in &article.notes {
            match text.units(note.span) {
                Some((start, stop)) => {
                    self.events += 1;
                    events.push(Event {
                        id: self.events,
                        start,
                        stop,
                        coded: Coded::Note(note.note.clone()),
                    });
                }
                None => self.losses.at(NO_WORDS, &article.path, 0, &note.note),
            }
        }
        (document, events)
    }

    fn document(&mut self, article: &Article, text: String) -> Document {
        let mut notes = format!("id: {}\n", one_line(&article.key));
        if let Some(url) = &article.url {
            notes += &format!("url: {}\n", one_line(url));
        }
        let written = article.date_text.as_deref();
        match (article.date, written) {
            (None, _) => self.losses.at(NO_DATE, &article.path, 0, ""),
            // A day is written in ten characters.
            (Some(_), Some(written)) if written.len() < 10 => {
                notes += &format!("date: {written}\n");
                let kind = match self.place {
                    Place::Database => NO_DAY,
                    Place::List => FIRST_DAY,
                };
                self.losses.at(kind, &article.path, 0, written);
            }
            _ => {}
        }
        let mut field = |name: &str, value: Option<&str>| {
            let value = value.unwrap_or_default();
            if self.place == Place::List {
                return value.to_owned();
            }
            if value.chars().count() > MOST {
                notes += &format!("{name}: {}\n", one_line(value));
                self.losses.at(LONG_FIELD, &article.path, 0, name);
            }
            shortened(value, "")
        };
        let title = field("title", article.title.as_deref());
        let author = field("author", article.author.as_deref());
        let source = field("source", article.source.as_deref());
        let section = field("section", article.own("section"));
        let kind = field("type", article.own("type"));
        let coder = field("coder", article.coder.as_deref());
        let day = article.date.unwrap_or(Date::constant(1970, 1, 1));
        Document {
            id: self.documents,
            title,
            text,
            coder,
            author,
            source,
            section,
            notes,
            kind,
            seconds: i64::from(days_since_1970(day)) * 86_400,
            day,
        }
    }

    fn statement(
        &mut self,
        article: &Article,
        statement: &Statement,
        text: &LineFeeds,
        unnamed: &HashMap<&str, String>,
        events: &mut Vec<Event>,
    ) {
        let losses = &mut self.losses;
        let mut lose = |kind: Kind| losses.at(kind, &article.path, statement.line, &statement.text);
        let Some((start, stop)) = text.units(statement.span) else {
            return lose(NO_WORDS);
        };
        if statement.fragments.len() > 1 {
            lose(FRAGMENTS);
        }
        if statement.date != article.date {
            lose(OTHER_DAY);
        }
        if !statement.addressees.is_empty() {
            lose(ADDRESSEES);
        }
        if statement.capacity.is_some() {
            lose(CAPACITY);
        }
        let is_neutral = |topic: &Topic| topic.stance == 0;
        if statement.topics.iter().any(is_neutral) {
            lose(match self.neutral {
                Neutral::Apart => APART,
                Neutral::Agree => AGREES,
                Neutral::LeaveOut => LEFT_OUT,
            });
        }
        let topics: Vec<Option<&Topic>> = match statement.topics.is_empty() {
            true => vec![None],
            false => {
                let topics = statement.topics.iter();
                let kept =
                    topics.filter(|topic| self.neutral != Neutral::LeaveOut || !is_neutral(topic));
                kept.map(Some).collect()
            }
        };
        let nobody = [Speaker::default()];
        let speakers = match &statement.speakers[..] {
            [] => &nobody,
            speakers => speakers,
        };
        let mut actors: Vec<(String, String)> = Vec::new();
        for speaker in speakers {
            let person = match speaker.kind {
                SpeakerKind::Person => {
                    let id = speaker.id.as_deref().unwrap_or_default();
                    self.labels.value(id).to_owned()
                }
                SpeakerKind::Unnamed => {
                    let words = speaker.name.as_deref().unwrap_or_default();
                    unnamed.get(words).cloned().unwrap_or_default()
                }
                SpeakerKind::Organisation | SpeakerKind::Unknown => String::new(),
            };
            if speaker.organisations.is_empty() {
                actors.push((person, String::new()));
                continue;
            }
            for organisation in &speaker.organisations {
                let organisation = self.labels.value(&organisation.id).to_owned();
                actors.push((person.clone(), organisation));
            }
        }
        if actors.len() * topics.len() > 1 {
            lose(SEVERAL);
        }
        for (person, organization) in &actors {
            for topic in &topics {
                let concept = match topic {
                    None => String::new(),
                    Some(topic) if is_neutral(topic) && self.neutral == Neutral::Apart => {
                        self.labels.no_side(&topic.id).to_owned()
                    }
                    Some(topic) => self.labels.value(&topic.id).to_owned(),
                };
                self.events += 1;
                events.push(Event {
                    id: self.events,
                    start,
                    stop,
                    coded: Coded::Statement {
                        person: person.clone(),
                        organization: organization.clone(),
                        concept,
                        agreement: topic.is_none_or(|topic| topic.stance >= 0),
                    },
                });
            }
        }
    }
}

/// A value on a line of the notes.
fn one_line(value: &str) -> String {
    let words: Vec<&str> = value.split_whitespace().collect();
    words.join(" ")
}
