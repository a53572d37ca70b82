//! DNA's database.

use std::collections::HashMap;
use std::path::Path;

use quotemark_analysis::coded::{Article, Cast, Entity};
use rusqlite::{Connection, ErrorCode, Statement, params};

use super::labels::{MOST, Variable, shortened};
use super::rows::{Coded, Event, Neutral, Place, Rows};
use super::schema::{PASSWORD, VERSION, tables};
use crate::error::Error;
use crate::form::{FormWriter, Kind, Loss};

/// The types of statements and the variables, by their numbers.
const STATEMENT: i64 = 1;
const ANNOTATION: i64 = 2;
const AGREEMENT: i64 = 4;
const NOTE: i64 = 5;

/// What DNA notes of every person, organisation and concept, in its order.
const ATTRIBUTES: [&str; 3] = ["Type", "Alias", "Notes"];

/// The most coders: each has a row for each other.
const MOST_CODERS: usize = 100;

const LONG_ATTRIBUTE: Kind = (
    "types and other names of more than 190 characters",
    "were shortened",
);
const MANY_CODERS: Kind = (
    "articles of further coders than the first 100",
    "are the coder Admin's",
);

/// A database of DNA on its way.
pub struct DnaDatabase {
    connection: Connection,
    rows: Rows,
    /// Their numbers.
    entities: HashMap<(Variable, String), i64>,
    /// Their numbers; nobody is 1, Admin.
    coders: HashMap<String, i64>,
}

/// What adds rows.
struct Inserts<'c> {
    coder: Statement<'c>,
    document: Statement<'c>,
    statement: Statement<'c>,
    words: Statement<'c>,
    agreement: Statement<'c>,
    note: Statement<'c>,
    entity: Statement<'c>,
    attribute: Statement<'c>,
}

impl<'c> Inserts<'c> {
    fn new(connection: &'c Connection) -> rusqlite::Result<Self> {
        let insert = |table: &str, columns: &str| {
            let places = vec!["?"; columns.split(',').count()].join(", ");
            connection.prepare(&format!("INSERT INTO {table}({columns}) VALUES ({places})"))
        };
        Ok(Self {
            coder: insert("CODERS", "ID, Name, Red, Green, Blue, Password")?,
            document: insert(
                "DOCUMENTS",
                "ID, Title, Text, Coder, Author, Source, Section, Notes, Type, Date",
            )?,
            statement: insert(
                "STATEMENTS",
                "ID, StatementTypeId, DocumentId, Start, Stop, Coder",
            )?,
            words: insert("DATASHORTTEXT", "StatementId, VariableId, Entity")?,
            agreement: insert("DATABOOLEAN", "StatementId, VariableId, Value")?,
            note: insert("DATALONGTEXT", "StatementId, VariableId, Value")?,
            entity: insert("ENTITIES", "ID, VariableId, Value, Red, Green, Blue")?,
            attribute: insert(
                "ATTRIBUTEVALUES",
                "EntityId, AttributeVariableId, AttributeValue",
            )?,
        })
    }
}

/// What is added to where.
struct Adding<'a, 'c> {
    inserts: Inserts<'c>,
    rows: &'a mut Rows,
    entities: &'a mut HashMap<(Variable, String), i64>,
    coders: &'a mut HashMap<String, i64>,
}

impl DnaDatabase {
    /// Begins one in an empty file, which is nobody else's meanwhile, with all of a cast.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(path: &Path, cast: &Cast, neutral: Neutral) -> Result<Self, Error> {
        let connection = Connection::open(path).map_err(error)?;
        // The file is put in its place whole or not at all, so that it needs no journal;
        // what refers to what is right by how it is made.
        let begun = connection.execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; \
             PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY; BEGIN;",
        );
        begun.map_err(error)?;
        make_tables(&connection).map_err(error)?;
        let mut database = Self {
            connection,
            rows: Rows::new(cast, neutral, Place::Database),
            entities: HashMap::new(),
            coders: HashMap::new(),
        };
        let mut adding = database.adding().map_err(error)?;
        adding.cast(cast).map_err(error)?;
        drop(adding);
        Ok(database)
    }

    fn adding(&mut self) -> rusqlite::Result<Adding<'_, '_>> {
        Ok(Adding {
            inserts: Inserts::new(&self.connection)?,
            rows: &mut self.rows,
            entities: &mut self.entities,
            coders: &mut self.coders,
        })
    }
}

impl FormWriter for DnaDatabase {
    fn write(&mut self, articles: &[Article]) -> Result<(), Error> {
        let mut adding = self.adding().map_err(error)?;
        let mut articles = articles.iter();
        articles
            .try_for_each(|article| adding.article(article))
            .map_err(error)
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        // Everybody sees what everybody codes.
        let related = self.connection.execute_batch(
            "INSERT INTO CODERRELATIONS(Coder, OtherCoder) SELECT a.ID, b.ID FROM CODERS a, CODERS b \
             WHERE a.ID != b.ID ORDER BY a.ID, b.ID; COMMIT;",
        );
        related.map_err(error)?;
        self.connection.close().map_err(|(_, why)| error(why))
    }

    fn take_losses(&mut self) -> Vec<Loss> {
        self.rows.losses.take()
    }
}

impl Adding<'_, '_> {
    fn cast(&mut self, cast: &Cast) -> rusqlite::Result<()> {
        self.add_coder("Admin")?;
        for variable in Variable::ALL {
            self.entity(variable, "", None)?;
        }
        for entity in &cast.entities {
            let value = self.rows.value(&entity.id).to_owned();
            self.entity(Variable::of(entity.kind), &value, Some(entity))?;
        }
        Ok(())
    }

    /// The number of a value, which is added where it is new.
    fn entity(
        &mut self,
        variable: Variable,
        value: &str,
        entity: Option<&Entity>,
    ) -> rusqlite::Result<i64> {
        let key = (variable, value.to_owned());
        if let Some(id) = self.entities.get(&key) {
            return Ok(*id);
        }
        let id = self.entities.len() as i64 + 1;
        let insert = &mut self.inserts.entity;
        insert.execute(params![id, variable as i64, value, 0, 0, 0])?;
        let attributes = entity.map(attributes).unwrap_or_default();
        for (number, text) in attributes.iter().enumerate() {
            if let Some(entity) = entity
                && text.chars().count() > MOST
            {
                let losses = &mut self.rows.losses;
                losses.of(LONG_ATTRIBUTE, &entity.id, ATTRIBUTES[number]);
            }
            let attribute = attribute_id(number, variable);
            let insert = &mut self.inserts.attribute;
            insert.execute(params![id, attribute, shortened(text, "")])?;
        }
        self.entities.insert(key, id);
        Ok(id)
    }

    fn add_coder(&mut self, name: &str) -> rusqlite::Result<i64> {
        let id = self.coders.len() as i64 + 1;
        // Colours that are told apart.
        let colour = |by: i64| (id * by + 255) % 256;
        let [red, green, blue] = [67, 101, 31].map(colour);
        let insert = &mut self.inserts.coder;
        insert.execute(params![id, name, red, green, blue, PASSWORD])?;
        self.coders.insert(name.to_owned(), id);
        Ok(id)
    }

    fn coder(&mut self, name: &str, path: &str) -> rusqlite::Result<i64> {
        match self.coders.get(name) {
            _ if name.is_empty() => Ok(1),
            Some(id) => Ok(*id),
            None if self.coders.len() < MOST_CODERS => self.add_coder(name),
            None => {
                self.rows.losses.at(MANY_CODERS, path, 0, name);
                Ok(1)
            }
        }
    }

    fn article(&mut self, article: &Article) -> rusqlite::Result<()> {
        let (document, events) = self.rows.article(article);
        let coder = self.coder(&document.coder, &article.path)?;
        self.inserts.document.execute(params![
            document.id,
            document.title,
            document.text,
            coder,
            document.author,
            document.source,
            document.section,
            document.notes,
            document.kind,
            document.seconds,
        ])?;
        let mut events = events.iter();
        events.try_for_each(|event| self.event(document.id, coder, event))
    }

    fn event(&mut self, document: i64, coder: i64, event: &Event) -> rusqlite::Result<()> {
        let kind = match event.coded {
            Coded::Statement { .. } => STATEMENT,
            Coded::Note(_) => ANNOTATION,
        };
        let (start, stop) = (event.start as i64, event.stop as i64);
        let insert = &mut self.inserts.statement;
        insert.execute(params![event.id, kind, document, start, stop, coder])?;
        match &event.coded {
            Coded::Note(note) => {
                let insert = &mut self.inserts.note;
                insert.execute(params![event.id, NOTE, note])?;
            }
            Coded::Statement {
                person,
                organization,
                concept,
                agreement,
            } => {
                let words = [person, organization, concept];
                for (variable, value) in Variable::ALL.into_iter().zip(words) {
                    let entity = self.entity(variable, value, None)?;
                    let insert = &mut self.inserts.words;
                    insert.execute(params![event.id, variable as i64, entity])?;
                }
                let insert = &mut self.inserts.agreement;
                insert.execute(params![event.id, AGREEMENT, i64::from(*agreement)])?;
            }
        }
        Ok(())
    }
}

/// All tables, and what stands in them before anything is coded.
fn make_tables(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(&tables())?;
    for (property, value) in VERSION {
        connection.execute(
            "INSERT INTO SETTINGS(Property, Value) VALUES (?, ?)",
            params![property, value],
        )?;
    }
    for (id, label, [red, green, blue]) in [
        (STATEMENT, "DNA Statement", [239, 208, 51]),
        (ANNOTATION, "Annotation", [211, 211, 211]),
    ] {
        connection.execute(
            "INSERT INTO STATEMENTTYPES(ID, Label, Red, Green, Blue) VALUES (?, ?, ?, ?, ?)",
            params![id, label, red, green, blue],
        )?;
    }
    let (person, organization, concept) = (
        Variable::Person as i64,
        Variable::Organization as i64,
        Variable::Concept as i64,
    );
    for (id, name, kind, of) in [
        (person, "person", "short text", STATEMENT),
        (organization, "organization", "short text", STATEMENT),
        (concept, "concept", "short text", STATEMENT),
        (AGREEMENT, "agreement", "boolean", STATEMENT),
        (NOTE, "note", "long text", ANNOTATION),
    ] {
        connection.execute(
            "INSERT INTO VARIABLES(ID, Variable, DataType, StatementTypeId) VALUES (?, ?, ?, ?)",
            params![id, name, kind, of],
        )?;
    }
    for (number, attribute) in ATTRIBUTES.iter().enumerate() {
        for variable in Variable::ALL {
            connection.execute(
                "INSERT INTO ATTRIBUTEVARIABLES(ID, VariableId, AttributeVariable) VALUES (?, ?, ?)",
                params![attribute_id(number, variable), variable as i64, attribute],
            )?;
        }
    }
    Ok(())
}

fn attribute_id(number: usize, variable: Variable) -> i64 {
    number as i64 * 3 + variable as i64
}

/// What DNA notes of one of the cast.
fn attributes(entity: &Entity) -> [String; 3] {
    let kind = entity.own("type").unwrap_or_default().to_owned();
    let names = entity.aliases.iter().map(|(name, _)| name.as_str());
    let names: Vec<&str> = names.collect();
    [kind, names.join("; "), entity.id.clone()]
}

fn error(error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => Error::Io(std::io::ErrorKind::StorageFull.into()),
        _ => Error::Library(error.to_string()),
    }
}
