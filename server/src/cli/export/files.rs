//! A file for each table, and all files put in their places.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

use quotemark_formats::csv::Csv;
use quotemark_formats::jsonl::JsonLines;
use quotemark_formats::parquet::Parquet;
use quotemark_formats::{Error, TableWriter};
use rayon::prelude::*;

use super::format::Format;
use super::target::Target;
use crate::cli::output::Failure;
use crate::cli::paths::Paths;
use crate::cli::write::messages::refusal;
use crate::store::writing::{Begun, FileError, Put, Reason};
use crate::table::{Rows, Schema};
use crate::tables::{Part, Table};

/// How many bytes are written at once.
const BUFFER: usize = 1 << 18;

/// A file for each table.
pub struct Files {
    target: Target,
    force: bool,
    open: Vec<Open>,
    written: Vec<(Begun, File)>,
}

/// A table on its way.
struct Open {
    table: Table,
    begun: Begun,
    file: File,
    writer: Box<dyn TableWriter>,
}

impl Files {
    /// None yet.
    pub fn new(target: &Target, force: bool) -> Self {
        Self {
            target: target.clone(),
            force,
            open: Vec::new(),
            written: Vec::new(),
        }
    }

    /// Begins the file of a table.
    pub fn open(
        &mut self,
        table: Table,
        schema: &Schema,
        group: Option<&str>,
    ) -> Result<(), Failure> {
        let (begun, file) = begin(&self.target.file_of(table, group), self.force)?;
        let writer = self.writer(&file, schema);
        self.open.push(Open {
            writer: writer.map_err(|error| failed(begun.path(), &error))?,
            table,
            begun,
            file,
        });
        Ok(())
    }

    fn writer(&self, file: &File, schema: &Schema) -> Result<Box<dyn TableWriter>, Error> {
        let out = BufWriter::with_capacity(BUFFER, file.try_clone()?);
        Ok(match self.target.format {
            Format::Jsonl => Box::new(JsonLines::new(out, schema)?),
            Format::Parquet => Box::new(Parquet::new(out, schema)?),
            _ => Box::new(Csv::new(out, schema, self.target.for_spreadsheet)?),
        })
    }

    /// Takes the rows of all tables that are open, and writes them side by side.
    pub fn write(&mut self, parts: &mut [Part]) -> Result<(), Failure> {
        let taken = self.open.iter_mut().map(|open| {
            let parts = parts.iter_mut();
            let rows: Vec<Rows> = parts.map(|part| part.take(open.table)).collect();
            (open, rows)
        });
        let taken: Vec<(&mut Open, Vec<Rows>)> = taken.collect();
        let taken = taken.into_par_iter();
        taken.try_for_each(|(open, rows)| rows.into_iter().try_for_each(|rows| open.write(rows)))
    }

    /// Writes rows of one table.
    pub fn write_rows(&mut self, table: Table, rows: Rows) -> Result<(), Failure> {
        let mut open = self.open.iter_mut();
        match open.find(|open| open.table == table) {
            Some(open) => open.write(rows),
            None => Ok(()),
        }
    }

    /// Ends the tables that are open.
    pub fn close(&mut self) -> Result<(), Failure> {
        let open = std::mem::take(&mut self.open).into_par_iter();
        let written: Result<Vec<_>, Failure> = open
            .map(|open| {
                let finished = open.writer.finish();
                finished.map_err(|error| failed(open.begun.path(), &error))?;
                Ok((open.begun, open.file))
            })
            .collect();
        self.written.extend(written?);
        Ok(())
    }

    /// The files that are whole.
    pub fn written(self) -> Vec<(Begun, File)> {
        self.written
    }
}

impl Open {
    fn write(&mut self, rows: Rows) -> Result<(), Failure> {
        let written = self.writer.write(rows);
        written.map_err(|error| failed(self.begun.path(), &error))
    }
}

/// Begins a file beside where it is to go.
pub fn begin(path: &Path, force: bool) -> Result<(Begun, File), Failure> {
    Begun::at(path, force).map_err(|refused| refused_as(&refused))
}

/// Puts all files in their places, or none.
pub fn put_all(files: Vec<(Begun, File)>, force: bool) -> Result<(), Failure> {
    let mut put: Vec<Put> = Vec::with_capacity(files.len());
    for (begun, file) in files {
        match begun.put(&file, force) {
            Ok(there) => put.push(there),
            Err(refused) => {
                // What was written over is gone already; what is new goes again.
                if !force {
                    put.into_iter().for_each(Put::take_back);
                }
                return Err(refused_as(&refused));
            }
        }
    }
    Ok(())
}

fn refused_as(refused: &FileError) -> Failure {
    let fix = match &refused.reason {
        Reason::Exists => "; --force writes over it",
        Reason::System(error) if error.kind() == io::ErrorKind::StorageFull => FULL,
        _ => "; nothing was written",
    };
    Failure::new(format!("{}{fix}", refusal(refused)))
}

/// What to do where the disk is full.
const FULL: &str = "; make room, or name a place on another disk with --out; nothing was written";

/// Why a table is not written, and what to do.
pub fn failed(path: &Path, error: &Error) -> Failure {
    let shown = Paths::here().shown(path);
    let fix = match error {
        Error::Io(error) if error.kind() == io::ErrorKind::StorageFull => FULL,
        Error::CellTooLong { .. } | Error::TooManyRows { .. } | Error::TooManyColumns { .. } => {
            "; write csv, jsonl or parquet, filter what is written, or name the tables that fit with \
             --table; nothing was written"
        }
        _ => "; nothing was written",
    };
    Failure::new(format!("{shown} cannot be written: {error}{fix}"))
}
