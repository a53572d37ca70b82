//! Rows on their way to files.

use std::fs::File;

use quotemark_formats::Error;
use quotemark_formats::sqlite::Database;
use quotemark_formats::xlsx::Book;

use super::files::{Files, begin, failed, put_all};
use super::format::Format;
use super::target::Target;
use crate::cli::output::Failure;
use crate::store::writing::Begun;
use crate::table::{Rows, Schema};
use crate::tables::{Part, Table};

/// Where rows go.
pub enum Output {
    /// A file for each table.
    Files(Files),
    /// One for all.
    Whole(Whole),
}

/// A file that holds all tables.
pub struct Whole {
    begun: Begun,
    file: File,
    library: Library,
    /// The tables that are begun.
    schemas: Vec<Schema>,
}

enum Library {
    Sqlite(Database),
    Xlsx(Box<Book>),
}

impl Output {
    /// Begins it, where nothing stands that is to stay.
    pub fn begin(target: &Target, force: bool) -> Result<Self, Failure> {
        if !matches!(target.format, Format::Sqlite | Format::Xlsx) {
            return Ok(Self::Files(Files::new(target, force)));
        }
        let (begun, file) = begin(&target.path, force)?;
        let library = match target.format {
            Format::Sqlite => Database::begin(&begun.beside()).map(Library::Sqlite),
            _ => Book::new().map(|book| Library::Xlsx(Box::new(book))),
        };
        Ok(Self::Whole(Whole {
            library: library.map_err(|error| failed(begun.path(), &error))?,
            begun,
            file,
            schemas: Vec::new(),
        }))
    }

    /// Begins a table; of a partition, the part of it that is in a folder.
    pub fn open(
        &mut self,
        table: Table,
        schema: &Schema,
        group: Option<&str>,
    ) -> Result<(), Failure> {
        match self {
            Self::Files(files) => files.open(table, schema, group),
            Self::Whole(whole) => whole.open(schema),
        }
    }

    /// Takes the rows of the tables that are open, and writes them.
    pub fn write(&mut self, tables: &[Table], parts: &mut [Part]) -> Result<(), Failure> {
        match self {
            Self::Files(files) => files.write(parts),
            Self::Whole(whole) => {
                for table in tables {
                    for part in &*parts {
                        whole.write(*table, part.rows(*table))?;
                    }
                }
                Ok(())
            }
        }
    }

    /// Writes rows of one table that is open.
    pub fn write_rows(&mut self, table: Table, rows: Rows) -> Result<(), Failure> {
        match self {
            Self::Files(files) => files.write_rows(table, rows),
            Self::Whole(whole) => whole.write(table, &rows),
        }
    }

    /// Ends the tables that are open.
    pub fn close(&mut self) -> Result<(), Failure> {
        match self {
            Self::Files(files) => files.close(),
            Self::Whole(_) => Ok(()),
        }
    }

    /// Puts all files in their places.
    pub fn end(self, force: bool) -> Result<(), Failure> {
        match self {
            Self::Files(files) => put_all(files.written(), force),
            Self::Whole(whole) => put_all(vec![whole.end()?], force),
        }
    }
}

impl Whole {
    fn failed(&self, error: &Error) -> Failure {
        failed(self.begun.path(), error)
    }

    fn open(&mut self, schema: &Schema) -> Result<(), Failure> {
        if self.schemas.iter().any(|other| other.name == schema.name) {
            return Ok(());
        }
        let begun = match &mut self.library {
            Library::Sqlite(database) => database.create(schema),
            Library::Xlsx(book) => book.create(schema),
        };
        begun.map_err(|error| self.failed(&error))?;
        self.schemas.push(schema.clone());
        Ok(())
    }

    fn write(&mut self, table: Table, rows: &Rows) -> Result<(), Failure> {
        let mut schemas = self.schemas.iter();
        let Some(schema) = schemas.find(|schema| schema.name == table.name()) else {
            return Ok(());
        };
        let written = match &mut self.library {
            Library::Sqlite(database) => database.write(schema, rows),
            Library::Xlsx(book) => book.write(schema.name, rows),
        };
        written.map_err(|error| self.failed(&error))
    }

    fn end(self) -> Result<(Begun, File), Failure> {
        let ended = match self.library {
            Library::Sqlite(database) => database.finish(&self.schemas),
            Library::Xlsx(book) => book.finish(&self.file),
        };
        match ended {
            Ok(()) => Ok((self.begun, self.file)),
            Err(error) => Err(failed(self.begun.path(), &error)),
        }
    }
}
