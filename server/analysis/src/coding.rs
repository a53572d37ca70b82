//! Articles and their cast as [plain values](crate::coded), made of the rows of the
//! tables: what an export says as a table and what it says in another tool's form is the
//! same.

use std::collections::HashMap;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::coded::{
    Article, Cast, Entity, EntityKind, Mention, Named, Note, Parent, Role, Span, Speaker,
    SpeakerKind, Statement, Topic, When,
};
use crate::model::Corpus;
use crate::syntax::{BYTE_ORDER_MARK, strip};
use crate::table::{Cell, Rows, Schema};
use crate::tables::{ArticleFile, Changed, Extraction, Part, Table, cast};

/// Some of the articles of a corpus, in their order.
///
/// # Errors
/// Names an article that cannot be read any more, or has changed.
pub fn articles(
    corpus: &Corpus,
    extraction: &Extraction<'_>,
    wanted: &[ArticleFile],
) -> Result<Vec<Article>, Changed> {
    let tables = [
        Table::Articles,
        Table::Statements,
        Table::StatementSpeakers,
        Table::StatementTopics,
        Table::StatementAddressees,
        Table::Fragments,
        Table::Mentions,
        Table::Notes,
    ];
    let parts = extraction.read(wanted, tables.into_iter().collect())?;
    let mut before = 0;
    let parts = parts.iter().map(|part| {
        let files = &wanted[before..before + part.rows(Table::Articles).len()];
        before += files.len();
        (part, files)
    });
    let parts: Vec<(&Part, &[ArticleFile])> = parts.collect();
    let articles = parts.into_par_iter().map(|(part, files)| {
        let mut articles = of_part(part);
        for (article, file) in articles.iter_mut().zip(files) {
            article.text = plain_text(corpus, file)?;
        }
        Ok(articles)
    });
    let articles: Result<Vec<Vec<Article>>, Changed> = articles.collect();
    Ok(articles?.into_iter().flatten().collect())
}

/// Everybody and everything that a corpus declares or names.
pub fn whole_cast(corpus: &Corpus) -> Cast {
    let part = cast(corpus);
    let entities = View::with_own_keys(&part, Table::Entities);
    let mut aliases = Children::new(&part, Table::Aliases, "entity_id");
    let mut roles = Children::new(&part, Table::Roles, "entity_id");
    let mut parents = Children::new(&part, Table::Parents, "entity_id");
    let all = (0..entities.rows().len()).map(|row| {
        let id = entities.string(row, "entity_id");
        let aliases = aliases.of(&id, |view, row| {
            (view.string(row, "alias"), view.text(row, "period"))
        });
        let roles = roles.of(&id, |view, row| Role {
            position: view.number(row, "position"),
            words: view.string(row, "words"),
            organisation: view.text(row, "org_id"),
            when: view.when(row),
        });
        let parents = parents.of(&id, |view, row| Parent {
            id: view.string(row, "parent_id"),
            when: view.when(row),
        });
        Entity {
            kind: EntityKind::of_id(&id),
            name: entities.text(row, "name"),
            links: entities.texts(row, "link"),
            notes: entities.texts(row, "note"),
            active_from: entities.text(row, "active_from"),
            active_to: entities.text(row, "active_to"),
            aliases,
            roles,
            parents,
            own: entities.own_keys(row),
            id,
        }
    });
    Cast {
        entities: all.collect(),
    }
}

fn plain_text(corpus: &Corpus, article: &ArticleFile) -> Result<String, Changed> {
    let source = corpus.source(article.number).ok_or_else(|| {
        let file = corpus.file(article.number);
        Changed(file.map(|file| file.path.to_path_buf()).unwrap_or_default())
    })?;
    let mut text = strip(&source.text, &source.document);
    if text.starts_with(BYTE_ORDER_MARK) {
        text.drain(..BYTE_ORDER_MARK.len_utf8());
    }
    Ok(text)
}

fn of_part(part: &Part) -> Vec<Article> {
    let articles = View::with_own_keys(part, Table::Articles);
    let mut statements = Children::new(part, Table::Statements, "article_id");
    let mut mentions = Children::new(part, Table::Mentions, "article_id");
    let mut notes = Children::new(part, Table::Notes, "article_id");
    let mut of_statements = OfStatements::new(part);
    let all = (0..articles.rows().len()).map(|row| {
        let key = articles.string(row, "article_id");
        let text = |column| articles.text(row, column);
        Article {
            path: articles.string(row, "path"),
            title: text("title"),
            date: articles.date(row, "date"),
            date_text: text("date_text"),
            source_id: text("source_id"),
            source: text("source_name"),
            author_id: text("author_id"),
            author: text("author"),
            url: text("url"),
            language: text("language"),
            coder: text("coder"),
            own: articles.own_keys(row),
            text: String::new(),
            statements: statements.of(&key, |view, row| of_statements.statement(view, row)),
            mentions: mentions.of(&key, |view, row| Mention {
                id: view.string(row, "entity_id"),
                span: view.span(row),
                text: view.string(row, "text"),
            }),
            notes: notes.of(&key, |view, row| Note {
                span: view.span(row),
                text: view.string(row, "text"),
                note: view.string(row, "note"),
            }),
            key,
        }
    });
    all.collect()
}

/// What stands in other tables of a statement.
struct OfStatements<'p> {
    speakers: Children<'p>,
    topics: Children<'p>,
    addressees: Children<'p>,
    fragments: Children<'p>,
}

impl<'p> OfStatements<'p> {
    fn new(part: &'p Part) -> Self {
        let children = |table| Children::new(part, table, "statement_id");
        Self {
            speakers: children(Table::StatementSpeakers),
            topics: children(Table::StatementTopics),
            addressees: children(Table::StatementAddressees),
            fragments: children(Table::Fragments),
        }
    }

    fn statement(&mut self, view: &View<'_>, row: usize) -> Statement {
        let id = view.string(row, "statement_id");
        let text = |column| view.text(row, column);
        Statement {
            kind: view.string(row, "kind"),
            text: view.string(row, "text"),
            span: view.span(row),
            line: view.number(row, "line"),
            column: view.number(row, "column"),
            date: view.date(row, "date"),
            date_text: text("date_text"),
            capacity: text("capacity"),
            of: text("of_org_id"),
            inside: text("in_statement_id"),
            speakers: self.speakers.of(&id, speaker),
            topics: self.topics.of(&id, |view, row| Topic {
                id: view.string(row, "topic_id"),
                name: view.string(row, "topic_name"),
                stance: view.int(row, "stance"),
            }),
            addressees: self.addressees.of(&id, |view, row| Named {
                id: view.string(row, "addressee_id"),
                name: view.string(row, "addressee_name"),
            }),
            fragments: self.fragments.of(&id, |view, row| view.span(row)),
            id,
        }
    }
}

fn speaker(view: &View<'_>, row: usize) -> Speaker {
    let ids = view.texts(row, "org_id_then");
    let names = view.texts(row, "org_name_then");
    Speaker {
        id: view.text(row, "speaker_id"),
        name: view.text(row, "speaker_name"),
        kind: match &*view.string(row, "kind") {
            "person" => SpeakerKind::Person,
            "organisation" => SpeakerKind::Organisation,
            "unnamed" => SpeakerKind::Unnamed,
            _ => SpeakerKind::Unknown,
        },
        role: view.text(row, "role_then"),
        organisations: ids
            .into_iter()
            .zip(names)
            .map(|(id, name)| Named { id, name })
            .collect(),
    }
}

/// The rows of a table that belong to the row of another, which come in the same order.
struct Children<'p> {
    view: View<'p>,
    key: usize,
    next: usize,
}

impl<'p> Children<'p> {
    fn new(part: &'p Part, table: Table, key: &'static str) -> Self {
        let view = View::new(part, table);
        Self {
            key: view.column(key),
            view,
            next: 0,
        }
    }

    /// The next rows, as long as they belong to that one.
    fn of<T>(&mut self, key: &str, mut make: impl FnMut(&View<'p>, usize) -> T) -> Vec<T> {
        let mut made = Vec::new();
        let rows = self.view.rows().len();
        while self.next < rows {
            if self.view.rows().cell(self.next, self.key) != Cell::Text(key) {
                break;
            }
            made.push(make(&self.view, self.next));
            self.next += 1;
        }
        made
    }
}

/// A table whose columns are found by their names.
struct View<'p> {
    rows: Held<'p>,
    columns: HashMap<String, usize>,
    own: Vec<(String, usize)>,
}

enum Held<'p> {
    Borrowed(&'p Rows),
    Own(Rows),
}

impl<'p> View<'p> {
    fn new(part: &'p Part, table: Table) -> Self {
        Self::of(Held::Borrowed(part.rows(table)), &table.schema(&[]), &[])
    }

    fn with_own_keys(part: &'p Part, table: Table) -> Self {
        let keys = part.own_keys(table);
        if keys.is_empty() {
            return Self::new(part, table);
        }
        let (schema, rows) = part.with_own_keys(table, &keys);
        Self::of(Held::Own(rows), &schema, &keys)
    }

    fn of(rows: Held<'p>, schema: &Schema, keys: &[String]) -> Self {
        let columns = schema.columns.iter().enumerate();
        let columns: HashMap<String, usize> = columns
            .map(|(number, column)| (column.name.to_string(), number))
            .collect();
        let first = schema.columns.len() - keys.len();
        let own = keys.iter().cloned().zip(first..).collect();
        Self { rows, columns, own }
    }

    fn rows(&self) -> &Rows {
        match &self.rows {
            Held::Borrowed(rows) => rows,
            Held::Own(rows) => rows,
        }
    }

    fn column(&self, name: &str) -> usize {
        self.columns[name]
    }

    fn cell(&self, row: usize, name: &str) -> Cell<'_> {
        self.rows().cell(row, self.column(name))
    }

    fn text(&self, row: usize, name: &str) -> Option<String> {
        match self.cell(row, name) {
            Cell::Text(text) => Some(text.to_owned()),
            _ => None,
        }
    }

    fn string(&self, row: usize, name: &str) -> String {
        self.text(row, name).unwrap_or_default()
    }

    fn int(&self, row: usize, name: &str) -> i32 {
        match self.cell(row, name) {
            Cell::Int(number) => number,
            _ => 0,
        }
    }

    fn number(&self, row: usize, name: &str) -> usize {
        usize::try_from(self.int(row, name)).unwrap_or(0)
    }

    fn date(&self, row: usize, name: &str) -> Option<Date> {
        match self.cell(row, name) {
            Cell::Date(date) => Some(date),
            _ => None,
        }
    }

    fn texts(&self, row: usize, name: &str) -> Vec<String> {
        match self.cell(row, name) {
            Cell::Texts(texts) => texts.iter().map(|text| (*text).to_owned()).collect(),
            _ => Vec::new(),
        }
    }

    fn span(&self, row: usize) -> Span {
        Span {
            start: self.number(row, "start"),
            end: self.number(row, "end"),
            start_utf16: self.number(row, "start_utf16"),
            end_utf16: self.number(row, "end_utf16"),
        }
    }

    fn when(&self, row: usize) -> When {
        When {
            from: self.date(row, "from"),
            to: self.date(row, "to"),
            is_open: self.cell(row, "is_open") == Cell::Bool(true),
            written: self.text(row, "period"),
        }
    }

    fn own_keys(&self, row: usize) -> Vec<(String, String)> {
        let own = self.own.iter();
        let own = own.filter_map(|(key, column)| match self.rows().cell(row, *column) {
            Cell::Text(value) => Some((key.clone(), value.to_owned())),
            _ => None,
        });
        own.collect()
    }
}

#[cfg(test)]
mod tests;
