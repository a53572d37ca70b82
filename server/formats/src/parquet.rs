//! Parquet: `int32`, `boolean`, `utf8`, `date32` and lists of `utf8`, packed by Snappy.
//!
//! Every reader knows these. Row groups are small enough to be held in memory, and as
//! large as what reads them side by side likes.

use std::io::Write;
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};
use quotemark_analysis::table::{
    Cells, Column, Kind, Rows, Schema, Texts, Values, days_since_1970,
};

use crate::{Error, TableWriter};

/// How many rows are in a row group.
const GROUP: usize = 1 << 16;

/// A table as Parquet.
pub struct Parquet<W: Write + Send> {
    out: SerializedFileWriter<W>,
    nullable: Vec<bool>,
    /// The rows of the next row group.
    waiting: Rows,
    empty: Rows,
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
        let out = SerializedFileWriter::new(out, Arc::new(root), Arc::new(properties));
        let empty = Rows::of(schema);
        Ok(Self {
            out: out.map_err(error)?,
            nullable: schema
                .columns
                .iter()
                .map(|column| column.nullable)
                .collect(),
            waiting: empty.clone(),
            empty,
        })
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        let rows = std::mem::replace(&mut self.waiting, self.empty.clone());
        let mut group = self.out.next_row_group()?;
        let columns = rows.columns().iter().zip(&self.nullable);
        for (cells, nullable) in columns {
            let Some(mut column) = group.next_column()? else {
                break;
            };
            write_column(column.untyped(), cells, *nullable)?;
            column.close()?;
        }
        group.close()?;
        Ok(())
    }
}

impl<W: Write + Send> TableWriter for Parquet<W> {
    fn write(&mut self, rows: &Rows) -> Result<(), Error> {
        self.waiting.append(rows);
        match self.waiting.len() >= GROUP {
            true => self.write_group().map_err(error),
            false => Ok(()),
        }
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        if !self.waiting.is_empty() {
            self.write_group().map_err(error)?;
        }
        self.out.finish().map_err(error)?;
        Ok(())
    }
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
    if let Values::Texts(texts, ends) = cells.values() {
        return write_lists(column, cells, texts, ends, nullable);
    }
    let levels: Option<Vec<i16>> = nullable.then(|| cells.present().map(i16::from).collect());
    let levels = levels.as_deref();
    match (column, cells.values()) {
        (ColumnWriter::Int32ColumnWriter(out), Values::Int(all)) => {
            out.write_batch(all, levels, None)
        }
        (ColumnWriter::Int32ColumnWriter(out), Values::Date(all)) => {
            let days: Vec<i32> = all.iter().map(|date| days_since_1970(*date)).collect();
            out.write_batch(&days, levels, None)
        }
        (ColumnWriter::BoolColumnWriter(out), Values::Bool(all)) => {
            out.write_batch(all, levels, None)
        }
        (ColumnWriter::ByteArrayColumnWriter(out), Values::Text(all)) => {
            out.write_batch(&byte_arrays(all), levels, None)
        }
        _ => return Err(ParquetError::General("a column of another type".into())),
    }?;
    Ok(())
}

/// Lists as levels say them: how many of the groups around a text are there (a list that
/// may be missing, one that may be empty), and whether it goes on with the list before.
fn write_lists(
    column: &mut ColumnWriter<'_>,
    cells: &Cells,
    texts: &Texts,
    ends: &[usize],
    nullable: bool,
) -> Result<(), ParquetError> {
    let empty = i16::from(nullable);
    let (mut definitions, mut repetitions) = (Vec::new(), Vec::new());
    let (mut start, mut lists) = (0, ends.iter());
    for is_present in cells.present() {
        let end = if is_present { lists.next() } else { None };
        let count = end.map_or(0, |end| end - start);
        start += count;
        if count == 0 {
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
            out.write_batch(&byte_arrays(texts), Some(&definitions), Some(&repetitions))?;
            Ok(())
        }
        _ => Err(ParquetError::General("a list of another type".into())),
    }
}

fn byte_arrays(texts: &Texts) -> Vec<ByteArray> {
    let all = Bytes::copy_from_slice(texts.all().as_bytes());
    let mut start = 0;
    let slices = texts.ends().iter().map(|end| {
        let slice = all.slice(start..*end);
        start = *end;
        ByteArray::from(slice)
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
