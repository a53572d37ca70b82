//! Quotes as the server's commands answer with them: what many of them share,
//! such as articles and names, is written once and named by its number.

use std::collections::HashMap;

use serde::Serialize;
use tower_lsp::ls_types as lsp;

use crate::features::quotes::{ArticleSource, EntityLabel, QuoteRow};
use crate::lsp::snapshot::Snapshot;
use crate::model::FileId;
use crate::syntax::LineIndex;

/// A table of quotes. Numbers count from 0.
#[derive(Debug, Default, Serialize)]
pub struct QuoteTable<'r> {
    articles: Vec<Article<'r>>,
    entities: Vec<Entity<'r>>,
    roles: Vec<&'r str>,
    quotes: Vec<TableRow<'r>>,
}

/// An entity, or a speaker without an id, who has another number in each article.
#[derive(Debug, Serialize)]
struct Entity<'r> {
    id: Option<&'r str>,
    name: &'r str,
}

#[derive(Debug, Serialize)]
struct Article<'r> {
    uri: Option<lsp::Uri>,
    title: Option<&'r str>,
    source: Option<&'r ArticleSource>,
    published: Option<String>,
}

#[derive(Debug, Serialize)]
struct TableRow<'r> {
    article: usize,
    range: lsp::Range,
    date: Option<String>,
    speakers: Vec<Speaker>,
    organisations: Vec<usize>,
    addressees: Vec<usize>,
    topics: Vec<Topic>,
    kind: &'static str,
    words: Option<&'r str>,
}

#[derive(Debug, Serialize)]
struct Speaker {
    entity: usize,
    kind: &'static str,
    roles: Vec<usize>,
}

#[derive(Debug, Serialize)]
struct Topic {
    side: &'static str,
    entity: usize,
}

/// Makes a table.
#[derive(Default)]
pub struct QuoteTableMaker<'r> {
    table: QuoteTable<'r>,
    /// By the serial number of the corpus, and the file in it.
    articles: HashMap<(u64, FileId), (usize, LineIndex)>,
    /// By the ids, which may have other names in another corpus.
    entities: HashMap<&'r str, usize>,
    /// Speakers without an id, by their articles and their words.
    unnamed: HashMap<(usize, &'r str), usize>,
    /// Whose these are.
    serial: u64,
    roles: HashMap<&'r str, usize>,
}

impl<'r> QuoteTableMaker<'r> {
    /// The table with these rows, in this order.
    pub fn of(snapshot: &Snapshot, rows: impl IntoIterator<Item = &'r QuoteRow>) -> QuoteTable<'r> {
        let mut maker = Self::default();
        rows.into_iter().for_each(|row| maker.add(snapshot, row));
        maker.made()
    }

    /// Adds a row of a corpus.
    pub fn add(&mut self, snapshot: &Snapshot, row: &'r QuoteRow) {
        if self.serial != snapshot.serial {
            self.serial = snapshot.serial;
            self.entities.clear();
        }
        let (article, range) = self.placed(snapshot, row);
        let speakers = row.speakers.iter();
        let row = TableRow {
            article,
            range,
            date: row.date.map(|date| date.to_string()),
            speakers: speakers
                .map(|speaker| Speaker {
                    entity: match &speaker.id {
                        Some(id) => self.numbered(id, &speaker.name),
                        None => self.unnamed(article, &speaker.name),
                    },
                    kind: speaker.kind.word(),
                    roles: self.roles(&speaker.roles),
                })
                .collect(),
            organisations: self.entities(&row.organisations),
            addressees: self.entities(&row.addressees),
            topics: row
                .topics
                .iter()
                .map(|(side, topic)| Topic {
                    side: side.word(),
                    entity: self.entity(topic),
                })
                .collect(),
            kind: row.form.word(),
            words: row.words.as_deref(),
        };
        self.table.quotes.push(row);
    }

    /// The number of an entity.
    pub fn entity(&mut self, named: &'r EntityLabel) -> usize {
        self.numbered(&named.id, &named.name)
    }

    fn numbered(&mut self, id: &'r str, name: &'r str) -> usize {
        let entities = &mut self.table.entities;
        *self.entities.entry(id).or_insert_with(|| {
            entities.push(Entity { id: Some(id), name });
            entities.len() - 1
        })
    }

    fn unnamed(&mut self, article: usize, words: &'r str) -> usize {
        let entities = &mut self.table.entities;
        *self.unnamed.entry((article, words)).or_insert_with(|| {
            entities.push(Entity {
                id: None,
                name: words,
            });
            entities.len() - 1
        })
    }

    /// The numbers of roles.
    pub fn roles(&mut self, words: &'r [String]) -> Vec<usize> {
        let roles = &mut self.table.roles;
        let numbers = words.iter().map(|words| {
            *self.roles.entry(words).or_insert_with(|| {
                roles.push(words);
                roles.len() - 1
            })
        });
        numbers.collect()
    }

    /// The table.
    pub fn made(self) -> QuoteTable<'r> {
        self.table
    }

    fn entities(&mut self, named: &'r [EntityLabel]) -> Vec<usize> {
        named.iter().map(|named| self.entity(named)).collect()
    }

    fn placed(&mut self, snapshot: &Snapshot, row: &'r QuoteRow) -> (usize, lsp::Range) {
        let articles = &mut self.table.articles;
        let article = (snapshot.serial, row.file);
        let (number, lines) = self.articles.entry(article).or_insert_with(|| {
            articles.push(Article {
                uri: snapshot.uri(row.file),
                title: row.title.as_deref(),
                source: row.source.as_ref(),
                published: row.published.map(|date| date.to_string()),
            });
            let file = snapshot.corpus.file(row.file);
            let lines = file.map(|file| file.lines().into_owned());
            (articles.len() - 1, lines.unwrap_or_default())
        });
        (*number, snapshot.range_in(lines, row.range))
    }
}
