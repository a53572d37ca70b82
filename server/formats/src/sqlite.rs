//! SQLite: a table of SQL for each table. Truth is 0 or 1, a day the text `2011-11-24`, a
//! list the text of a JSON array, for `json_each`.

use std::path::Path;

use quotemark_analysis::table::{Cell, Column, Kind, Rows, Schema};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, ToSql};

use crate::Error;

/// How many columns a table of SQLite has at most, as its library is built.
const MOST_COLUMNS: usize = 2000;

/// A database on its way.
pub struct Database {
    connection: Connection,
}

impl Database {
    /// Begins one in an empty file, which is nobody else's meanwhile.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(path: &Path) -> Result<Self, Error> {
        let connection = Connection::open(path).map_err(error)?;
        // The file is put in its place whole or not at all, so that it needs no journal.
        let begun = connection.execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; \
             PRAGMA temp_store = MEMORY; BEGIN;",
        );
        begun.map_err(error)?;
        Ok(Self { connection })
    }

    /// Makes a table.
    ///
    /// # Errors
    /// When it cannot be written, or the table has too many columns.
    pub fn create(&mut self, schema: &Schema) -> Result<(), Error> {
        let columns = schema.columns.iter().map(declared);
        let columns: Vec<String> = columns.collect();
        if columns.len() > MOST_COLUMNS {
            return Err(Error::TooManyColumns {
                table: schema.name,
                columns: columns.len(),
                most: MOST_COLUMNS,
            });
        }
        let table = quoted(schema.name);
        let create = format!("CREATE TABLE {table} ({})", columns.join(", "));
        self.connection.execute_batch(&create).map_err(error)
    }

    /// Adds rows to a table.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn write(&mut self, schema: &Schema, rows: &Rows) -> Result<(), Error> {
        self.insert(schema, rows).map_err(error)
    }

    fn insert(&mut self, schema: &Schema, rows: &Rows) -> rusqlite::Result<()> {
        let places = vec!["?"; schema.columns.len()].join(", ");
        let insert = format!("INSERT INTO {} VALUES ({places})", quoted(schema.name));
        let mut insert = self.connection.prepare(&insert)?;
        for row in 0..rows.len() {
            for column in 0..schema.columns.len() {
                insert.raw_bind_parameter(column + 1, Bound(rows.cell(row, column)))?;
            }
            insert.raw_execute()?;
        }
        Ok(())
    }

    /// Makes what finds rows by the ids of tables, and writes what is still to come.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self, schemas: &[Schema]) -> Result<(), Error> {
        for schema in schemas {
            let ids = schema
                .columns
                .iter()
                .filter(|column| column.kind == Kind::Text && column.name.ends_with("_id"));
            for column in ids {
                let name = quoted(&format!("{}_by_{}", schema.name, column.name));
                let (table, column) = (quoted(schema.name), quoted(&column.name));
                let index = format!("CREATE INDEX {name} ON {table} ({column})");
                self.connection.execute_batch(&index).map_err(error)?;
            }
        }
        self.connection.execute_batch("COMMIT").map_err(error)?;
        self.connection.close().map_err(|(_, why)| error(why))
    }
}

/// A cell as SQLite takes it.
struct Bound<'a>(Cell<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match &self.0 {
            Cell::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Cell::Int(number) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(*number))),
            Cell::Bool(is) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(*is))),
            Cell::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Cell::Date(date) => date.to_string().into(),
            Cell::Texts(texts) => {
                let json = serde_json::to_string(texts);
                let json = json.map_err(|why| rusqlite::Error::ToSqlConversionFailure(why.into()));
                json?.into()
            }
        })
    }
}

fn declared(column: &Column) -> String {
    let kind = match column.kind {
        Kind::Int | Kind::Bool => "INTEGER",
        Kind::Text | Kind::Date | Kind::Texts => "TEXT",
    };
    let rest = if column.nullable { "" } else { " NOT NULL" };
    format!("{} {kind}{rest}", quoted(&column.name))
}

/// A name as SQL has it, whatever it holds.
fn quoted(name: &str) -> String {
    // A name ends at a zero byte, wherever that stands.
    format!(
        "\"{}\"",
        name.replace('"', "\"\"").replace('\0', "\u{fffd}")
    )
}

fn error(error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => Error::Io(std::io::ErrorKind::StorageFull.into()),
        _ => Error::Library(error.to_string()),
    }
}
