//! The rows of a database of DNA, whoever made it.

use std::collections::HashMap;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, Row};

use crate::error::Unreadable;

/// What every database of SQLite begins with (SQLite file format, 1.3).
pub const BEGIN: &[u8] = b"SQLite format 3\0";

/// The most bytes of a cell.
const MOST_CELL: i32 = 64 << 20;

/// After how many steps of SQLite it is asked whether these are too many.
const STEPS: i32 = 100_000;

/// The tables without which it is none of DNA 3.
const NEEDED: [&str; 7] = [
    "DOCUMENTS",
    "STATEMENTS",
    "STATEMENTTYPES",
    "VARIABLES",
    "ENTITIES",
    "DATASHORTTEXT",
    "DATABOOLEAN",
];

/// Those that may be missing.
const OTHER: [&str; 6] = [
    "ATTRIBUTEVARIABLES",
    "ATTRIBUTEVALUES",
    "CODERS",
    "DATALONGTEXT",
    "DATAINTEGER",
    "REGEXES",
];

/// A document.
#[derive(Debug, Default)]
pub struct Document {
    pub id: i64,
    pub title: String,
    pub text: String,
    pub coder: i64,
    pub author: String,
    pub source: String,
    pub section: String,
    pub notes: String,
    pub kind: String,
    /// Seconds since 1970 in UTC.
    pub seconds: i64,
}

/// A statement: where it stands, in UTF-16 units.
#[derive(Debug, Clone, Copy)]
pub struct Stated {
    pub id: i64,
    pub kind: i64,
    pub document: i64,
    pub start: i64,
    pub stop: i64,
    pub coder: i64,
}

/// A variable of a type of statements.
#[derive(Debug)]
pub struct Variable {
    pub name: String,
    /// `short text`, `long text`, `integer` or `boolean`.
    pub holds: String,
    pub kind: i64,
}

/// A value of a variable with short texts.
#[derive(Debug)]
pub struct Value {
    pub id: i64,
    pub variable: i64,
    pub value: String,
    pub child_of: Option<i64>,
}

/// All rows that say something.
#[derive(Debug, Default)]
pub struct Found {
    pub documents: Vec<Document>,
    pub statements: Vec<Stated>,
    /// The labels of the types.
    pub kinds: HashMap<i64, String>,
    pub variables: HashMap<i64, Variable>,
    pub values: Vec<Value>,
    /// By statement and variable, the value's number.
    pub short: HashMap<(i64, i64), i64>,
    pub booleans: HashMap<(i64, i64), i64>,
    pub integers: HashMap<(i64, i64), i64>,
    pub long: HashMap<(i64, i64), String>,
    /// By the value's number, the attribute's name and what it is.
    pub attributes: HashMap<i64, Vec<(String, String)>>,
    pub coders: HashMap<i64, String>,
    pub expressions: usize,
    /// Texts that were not UTF-8.
    pub broken: usize,
}

impl Found {
    /// Reads a database.
    ///
    /// # Errors
    /// When it is none of DNA 3, or damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        whole(bytes)?;
        let connection = opened(bytes).map_err(|why| unreadable(&why))?;
        let tables = tables(&connection)?;
        let mut found = Self::default();
        let read = found.read_all(&connection, &tables);
        read.map_err(|why| unreadable(&why))?;
        Ok(found)
    }

    fn read_all(&mut self, connection: &Connection, tables: &[&str]) -> rusqlite::Result<()> {
        let mut broken = 0;
        let mut each = |select: &str, take: &mut dyn FnMut(&mut Cells<'_, '_>)| {
            // What may be missing is empty then.
            let table = select.rsplit(" FROM ").next().unwrap_or_default();
            let table = table.split(' ').next().unwrap_or_default();
            if !tables.contains(&table) {
                return Ok(());
            }
            let mut statement = connection.prepare(select)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let mut cells = Cells {
                    row,
                    broken: &mut broken,
                };
                take(&mut cells);
            }
            Ok::<(), rusqlite::Error>(())
        };
        let documents = "SELECT ID, Title, Text, Coder, Author, Source, Section, Notes, Type, Date \
                         FROM DOCUMENTS ORDER BY ID";
        each(documents, &mut |row| {
            self.documents.push(Document {
                id: row.number(0),
                title: row.text(1),
                text: row.text(2),
                coder: row.number(3),
                author: row.text(4),
                source: row.text(5),
                section: row.text(6),
                notes: row.text(7),
                kind: row.text(8),
                seconds: row.number(9),
            });
        })?;
        let statements = "SELECT ID, StatementTypeId, DocumentId, Start, Stop, Coder \
                          FROM STATEMENTS ORDER BY ID";
        each(statements, &mut |row| {
            self.statements.push(Stated {
                id: row.number(0),
                kind: row.number(1),
                document: row.number(2),
                start: row.number(3),
                stop: row.number(4),
                coder: row.number(5),
            });
        })?;
        each("SELECT ID, Label FROM STATEMENTTYPES", &mut |row| {
            self.kinds.insert(row.number(0), row.text(1));
        })?;
        let variables = "SELECT ID, Variable, DataType, StatementTypeId FROM VARIABLES";
        each(variables, &mut |row| {
            let variable = Variable {
                name: row.text(1),
                holds: row.text(2),
                kind: row.number(3),
            };
            self.variables.insert(row.number(0), variable);
        })?;
        let values = "SELECT ID, VariableId, Value, ChildOf FROM ENTITIES ORDER BY ID";
        each(values, &mut |row| {
            self.values.push(Value {
                id: row.number(0),
                variable: row.number(1),
                value: row.text(2),
                child_of: Some(row.number(3)).filter(|parent| *parent > 0),
            });
        })?;
        let data = |table: &str, value: &str| {
            format!("SELECT StatementId, VariableId, {value} FROM {table} ORDER BY ID DESC")
        };
        for (table, value, all) in [
            ("DATASHORTTEXT", "Entity", &mut self.short),
            ("DATABOOLEAN", "Value", &mut self.booleans),
            ("DATAINTEGER", "Value", &mut self.integers),
        ] {
            each(&data(table, value), &mut |row| {
                all.insert((row.number(0), row.number(1)), row.number(2));
            })?;
        }
        each(&data("DATALONGTEXT", "Value"), &mut |row| {
            let key = (row.number(0), row.number(1));
            self.long.insert(key, row.text(2));
        })?;
        let mut names: HashMap<i64, String> = HashMap::new();
        let attributes = "SELECT ID, AttributeVariable FROM ATTRIBUTEVARIABLES";
        each(attributes, &mut |row| {
            names.insert(row.number(0), row.text(1));
        })?;
        let values = "SELECT EntityId, AttributeVariableId, AttributeValue FROM ATTRIBUTEVALUES \
                      ORDER BY ID";
        each(values, &mut |row| {
            let (value, name) = (row.text(2), names.get(&row.number(1)));
            if let (Some(name), false) = (name, value.trim().is_empty()) {
                let all = self.attributes.entry(row.number(0)).or_default();
                all.push((name.clone(), value));
            }
        })?;
        each("SELECT ID, Name FROM CODERS", &mut |row| {
            self.coders.insert(row.number(0), row.text(1));
        })?;
        each("SELECT Label FROM REGEXES", &mut |_| self.expressions += 1)?;
        self.broken = broken;
        Ok(())
    }
}

/// A row whose cells may hold anything, whatever their columns say.
struct Cells<'r, 's> {
    row: &'r Row<'s>,
    broken: &'r mut usize,
}

impl Cells<'_, '_> {
    fn text(&mut self, column: usize) -> String {
        match self.row.get_ref(column) {
            Ok(ValueRef::Text(bytes) | ValueRef::Blob(bytes)) => {
                let text = String::from_utf8_lossy(bytes);
                if let std::borrow::Cow::Owned(_) = text {
                    *self.broken += 1;
                }
                text.into_owned()
            }
            Ok(ValueRef::Integer(number)) => number.to_string(),
            Ok(ValueRef::Real(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    /// 0 where there is none.
    fn number(&mut self, column: usize) -> i64 {
        match self.row.get_ref(column) {
            Ok(ValueRef::Integer(number)) => number,
            Ok(ValueRef::Text(_)) => self.text(column).trim().parse().unwrap_or(0),
            _ => 0,
        }
    }
}

/// Whether all pages are there that the header counts (SQLite file format, 1.3).
fn whole(bytes: &[u8]) -> Result<(), Unreadable> {
    let number = |at: usize, length: usize| {
        let bytes = bytes.get(at..at + length)?.iter();
        Some(bytes.fold(0_u64, |number, byte| number << 8 | u64::from(*byte)))
    };
    let (Some(page), Some(pages), Some(changed), Some(valid)) =
        (number(16, 2), number(28, 4), number(24, 4), number(92, 4))
    else {
        return Err(Unreadable("is cut off: it has not even a header".into()));
    };
    let page = if page == 1 { 1 << 16 } else { page };
    let (has, needs) = (bytes.len() as u64, page * pages);
    if changed == valid && has < needs {
        return Err(Unreadable(format!(
            "is cut off: it has {has} of {needs} bytes; copy it again"
        )));
    }
    if bytes.get(18..20) == Some(&[2, 2]) {
        return Err(Unreadable(
            "keeps its latest changes in another file beside it; close it in the program that has \
             it open, and run `PRAGMA journal_mode = DELETE` in it"
                .into(),
        ));
    }
    Ok(())
}

/// The database in memory: nothing is written, no other file is looked for, nothing that it
/// says runs, and reading ends when it takes many times what its size would.
fn opened(bytes: &[u8]) -> rusqlite::Result<Connection> {
    let mut connection = Connection::open_in_memory()?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, MOST_CELL)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.deserialize_read_exact("main", bytes, bytes.len(), true)?;
    let mut left = 1000 + 100 * bytes.len() as u64 / STEPS as u64;
    connection.progress_handler(
        STEPS,
        Some(move || {
            left = left.saturating_sub(1);
            left == 0
        }),
    )?;
    Ok(connection)
}

/// Those of DNA's tables that it has.
fn tables(connection: &Connection) -> Result<Vec<&'static str>, Unreadable> {
    let all =
        "SELECT name, type, ifnull(sql, '') FROM sqlite_schema WHERE type IN ('table', 'view')";
    let read = || {
        let mut statement = connection.prepare(all)?;
        let rows = statement.query_map([], |row| {
            let sql: String = row.get(2)?;
            let is_made = !sql.trim_start().to_uppercase().starts_with("CREATE TABLE");
            let name: String = row.get(0)?;
            Ok((name, row.get::<_, String>(1)? != "table" || is_made))
        })?;
        rows.collect::<rusqlite::Result<HashMap<String, bool>>>()
    };
    let found = read().map_err(|why| unreadable(&why))?;
    let mut tables = Vec::new();
    for name in NEEDED.into_iter().chain(OTHER) {
        match found.get(name) {
            Some(false) => tables.push(name),
            Some(true) => {
                return Err(Unreadable(format!(
                    "is no database of Discourse Network Analyzer 3: its {name} is no table with \
                     rows"
                )));
            }
            None if NEEDED.contains(&name) => {
                return Err(Unreadable(format!(
                    "is no database of Discourse Network Analyzer 3: it has no table {name}; one of \
                     an earlier version has to be opened and saved in DNA 3"
                )));
            }
            None => {}
        }
    }
    Ok(tables)
}

fn unreadable(why: &rusqlite::Error) -> Unreadable {
    Unreadable(match why.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            "is damaged: SQLite cannot read it".into()
        }
        Some(ErrorCode::TooBig) => format!(
            "has a cell of more than {} MiB, which is more than an article may have",
            MOST_CELL >> 20
        ),
        Some(ErrorCode::OperationInterrupted) => {
            "takes far longer to read than its size allows: what its tables hold is not rows alone"
                .into()
        }
        _ => format!("is no database of Discourse Network Analyzer 3: {why}"),
    })
}
