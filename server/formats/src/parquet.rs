//! Parquet: `int32`, `boolean`, `utf8`, `date32` and lists of `utf8`, packed by Snappy.
//!
//! Every reader knows these. Row groups are small enough to be held in memory, and as
//! large as what reads them side by side likes.

use std::borrow::Cow;
use std::io::Write;
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::{ColumnCloseResult, ColumnWriter, get_column_writer};
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedFileWriter, SerializedPageWriter, TrackedWrite};
use parquet::schema::types::{ColumnDescPtr, Type, TypePtr};
use quotemark_analysis::table::{
    Cells, Column, Kind, Rows, Schema, Texts, Values, days_since_1970,
};
use rayon::prelude::*;

use crate::{Error, TableWriter};

/// How many rows are in a row group, at the least but for the last.
const GROUP: usize = 1 << 16;

/// A table as Parquet.
pub struct Parquet<W: Write + Send> {
    out: SerializedFileWriter<W>,
    properties: WriterPropertiesPtr,
    nullable: Vec<bool>,
    /// The rows of the next row group.
    waiting: Vec<Rows>,
    /// How many they are.
    count: usize,
}

impl<W: Write + Send> Parquet<W> {
    /// Writes what stands before the first row.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn new(out: W, schema: &Schema) -> Result<Self, Error> {
        let columns = schema.columns.iter().map(column_type);
        let fields = columns.collect::<Result<Vec<TypePtr>, ParquetError>>();
        let root = Type::group_type_builder("schema")
            .with_fields(fields.map_err(error)?)
            .build()
            .map_err(error)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .build();
        let properties = Arc::new(properties);
        let out = SerializedFileWriter::new(out, Arc::new(root), properties.clone());
        let nullable = schema.columns.iter().map(|column| column.nullable);
        Ok(Self {
            out: out.map_err(error)?,
            properties,
            nullable: nullable.collect(),
            waiting: Vec::new(),
            count: 0,
        })
    }

    /// Writes the rows that wait, the columns side by side.
    fn write_group(&mut self) -> Result<(), ParquetError> {
        let rows = std::mem::take(&mut self.waiting);
        self.count = 0;
        let descriptors = self.out.schema_descr().columns().par_iter();
        let columns = descriptors.zip(&self.nullable).enumerate();
        let written: Result<Vec<(Bytes, ColumnCloseResult)>, ParquetError> = columns
            .map(|(place, (descriptor, nullable))| {
                let cells = rows.iter().map(|rows| &rows.columns()[place]);
                written_column(descriptor, &self.properties, cells, *nullable)
            })
            .collect();
        let mut group = self.out.next_row_group()?;
        for (bytes, closed) in written? {
            group.append_column(&bytes, closed)?;
        }
        group.close()?;
        Ok(())
    }
}

impl<W: Write + Send> TableWriter for Parquet<W> {
    fn write(&mut self, rows: Rows) -> Result<(), Error> {
        if rows.is_empty() {
            return Ok(());
        }
        self.count += rows.len();
        self.waiting.push(rows);
        match self.count >= GROUP {
            true => self.write_group().map_err(error),
            false => Ok(()),
        }
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        if self.count > 0 {
            self.write_group().map_err(error)?;
        }
        self.out.finish().map_err(error)?;
        Ok(())
    }
}

/// A column of a row group as bytes.
fn written_column<'r>(
    descriptor: &ColumnDescPtr,
    properties: &WriterPropertiesPtr,
    rows: impl Iterator<Item = &'r Cells>,
    nullable: bool,
) -> Result<(Bytes, ColumnCloseResult), ParquetError> {
    let mut out = TrackedWrite::new(Vec::new());
    let pages = Box::new(SerializedPageWriter::new(&mut out));
    let mut column = get_column_writer(descriptor.clone(), properties.clone(), pages);
    for cells in rows {
        write_column(&mut column, cells, nullable)?;
    }
    let closed = column.close()?;
    Ok((out.into_inner()?.into(), closed))
}

fn column_type(column: &Column) -> Result<TypePtr, ParquetError> {
    let repetition = match column.nullable {
        true => Repetition::OPTIONAL,
        false => Repetition::REQUIRED,
    };
    let (physical, logical) = match column.kind {
        Kind::Int => (Physical::INT32, None),
        Kind::Bool => (Physical::BOOLEAN, None),
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Date => (Physical::INT32, Some(LogicalType::Date)),
        Kind::Texts => return list_type(column, repetition),
    };
    let built = Type::primitive_type_builder(&column.name, physical)
        .with_repetition(repetition)
        .with_logical_type(logical)
        .build();
    built.map(Arc::new)
}

fn list_type(column: &Column, repetition: Repetition) -> Result<TypePtr, ParquetError> {
    let element = Type::primitive_type_builder("element", Physical::BYTE_ARRAY)
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(Some(LogicalType::String))
        .build()?;
    let list = Type::group_type_builder("list")
        .with_repetition(Repetition::REPEATED)
        .with_fields(vec![Arc::new(element)])
        .build()?;
    let whole = Type::group_type_builder(&column.name)
        .with_repetition(repetition)
        .with_logical_type(Some(LogicalType::List))
        .with_fields(vec![Arc::new(list)])
        .build();
    whole.map(Arc::new)
}

fn write_column(
    column: &mut ColumnWriter<'_>,
    cells: &Cells,
    nullable: bool,
) -> Result<(), ParquetError> {
    let present = cells.present();
    if let Values::Texts(texts, ends) = cells.values() {
        return write_lists(column, present, texts, ends, nullable);
    }
    let levels: Option<Vec<i16>> = nullable.then(|| match present {
        Some(present) => present.iter().map(|is| i16::from(*is)).collect(),
        None => vec![1; cells.len()],
    });
    let levels = levels.as_deref();
    match (column, cells.values()) {
        (ColumnWriter::Int32ColumnWriter(out), Values::Int(all)) => {
            out.write_batch(&there(all, present), levels, None)
        }
        (ColumnWriter::Int32ColumnWriter(out), Values::Date(all)) => {
            let all = there(all, present);
            let days: Vec<i32> = all.iter().map(|date| days_since_1970(*date)).collect();
            out.write_batch(&days, levels, None)
        }
        (ColumnWriter::BoolColumnWriter(out), Values::Bool(all)) => {
            out.write_batch(&there(all, present), levels, None)
        }
        (ColumnWriter::ByteArrayColumnWriter(out), Values::Text(all)) => {
            out.write_batch(&byte_arrays(all, present), levels, None)
        }
        _ => return Err(ParquetError::General("a column of another type".into())),
    }?;
    Ok(())
}

/// The values of cells that are not empty.
fn there<'v, T: Copy>(values: &'v [T], present: Option<&[bool]>) -> Cow<'v, [T]> {
    let Some(present) = present else {
        return Cow::Borrowed(values);
    };
    let values = values.iter().zip(present).filter(|(_, is)| **is);
    values.map(|(value, _)| *value).collect()
}

/// Lists as levels say them: how many of the groups around a text are there (a list that
/// may be missing, one that may be empty), and whether it goes on with the list before.
fn write_lists(
    column: &mut ColumnWriter<'_>,
    present: Option<&[bool]>,
    texts: &Texts,
    ends: &[usize],
    nullable: bool,
) -> Result<(), ParquetError> {
    let empty = i16::from(nullable);
    let (mut definitions, mut repetitions) = (Vec::new(), Vec::new());
    let mut start = 0;
    for (row, end) in ends.iter().enumerate() {
        // An empty cell has no texts.
        let count = end - start;
        start = *end;
        if count == 0 {
            let is_present = present.is_none_or(|present| present[row]);
            definitions.push(if is_present { empty } else { 0 });
            repetitions.push(0);
        }
        for number in 0..count {
            definitions.push(empty + 1);
            repetitions.push(i16::from(number > 0));
        }
    }
    match column {
        ColumnWriter::ByteArrayColumnWriter(out) => {
            let texts = byte_arrays(texts, None);
            out.write_batch(&texts, Some(&definitions), Some(&repetitions))?;
            Ok(())
        }
        _ => Err(ParquetError::General("a list of another type".into())),
    }
}

fn byte_arrays(texts: &Texts, present: Option<&[bool]>) -> Vec<ByteArray> {
    let all = Bytes::copy_from_slice(texts.all().as_bytes());
    let mut start = 0;
    let slices = texts.ends().iter().enumerate().filter_map(|(row, end)| {
        let slice = start..*end;
        start = *end;
        let is_present = present.is_none_or(|present| present[row]);
        is_present.then(|| ByteArray::from(all.slice(slice)))
    });
    slices.collect()
}

fn error(error: ParquetError) -> Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<std::io::Error>() {
            Ok(error) => Error::Io(*error),
            Err(other) => Error::Library(other.to_string()),
        },
        other => Error::Library(other.to_string()),
    }
}
