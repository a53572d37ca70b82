//! The articles in a batch: columns of several types as text.

use std::borrow::Cow;
use std::str::{Utf8Error, from_utf8};

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::DataType;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use quotemark_analysis::alone::{Article, Fault, GIVEN_KEYS};

/// A column whose cells are read as text.
struct Column {
    /// The values, of which the cells of a dictionary are some.
    values: ArrayRef,
    /// Of a dictionary, for each row the place of its value.
    keys: Option<Vec<usize>>,
    array: ArrayRef,
}

impl Column {
    /// The column of that name, if there is one.
    fn named(batch: &RecordBatch, name: &str) -> PyResult<Option<Self>> {
        let Some(array) = batch.column_by_name(name) else {
            return Ok(None);
        };
        let array = array.clone();
        let dictionary = array.as_any_dictionary_opt();
        let (values, keys) = match dictionary {
            // An empty one has nothing to which a key could be brought.
            Some(dictionary) if !dictionary.values().is_empty() => (
                dictionary.values().clone(),
                Some(dictionary.normalized_keys()),
            ),
            Some(dictionary) => (dictionary.values().clone(), None),
            None => (array.clone(), None),
        };
        match is_readable(values.data_type()) {
            true => Ok(Some(Self {
                values,
                keys,
                array,
            })),
            false => Err(PyTypeError::new_err(format!(
                "the column {name:?} has the type {}; it has to be text, bytes, whole numbers or days",
                array.data_type()
            ))),
        }
    }

    /// What stands in a row; nothing where that is null.
    fn cell(&self, row: usize) -> Option<Result<Cow<'_, str>, Utf8Error>> {
        if self.array.is_null(row) {
            return None;
        }
        let row = match &self.keys {
            Some(keys) => keys[row],
            None => row,
        };
        let values = &self.values;
        if values.is_null(row) {
            return None;
        }
        let number = |number: i128| Ok(Cow::Owned(number.to_string()));
        let bytes = |bytes| from_utf8(bytes).map(Cow::Borrowed);
        Some(match values.data_type() {
            DataType::Utf8 => Ok(Cow::Borrowed(values.as_string::<i32>().value(row))),
            DataType::LargeUtf8 => Ok(Cow::Borrowed(values.as_string::<i64>().value(row))),
            DataType::Utf8View => Ok(Cow::Borrowed(values.as_string_view().value(row))),
            DataType::Binary => bytes(values.as_binary::<i32>().value(row)),
            DataType::LargeBinary => bytes(values.as_binary::<i64>().value(row)),
            DataType::BinaryView => bytes(values.as_binary_view().value(row)),
            DataType::Int8 => number(values.as_primitive::<Int8Type>().value(row).into()),
            DataType::Int16 => number(values.as_primitive::<Int16Type>().value(row).into()),
            DataType::Int32 => number(values.as_primitive::<Int32Type>().value(row).into()),
            DataType::Int64 => number(values.as_primitive::<Int64Type>().value(row).into()),
            DataType::UInt8 => number(values.as_primitive::<UInt8Type>().value(row).into()),
            DataType::UInt16 => number(values.as_primitive::<UInt16Type>().value(row).into()),
            DataType::UInt32 => number(values.as_primitive::<UInt32Type>().value(row).into()),
            DataType::UInt64 => number(values.as_primitive::<UInt64Type>().value(row).into()),
            DataType::Date32 => {
                let day = values.as_primitive::<Date32Type>().value_as_date(row);
                Ok(Cow::Owned(
                    day.map(|day| day.to_string()).unwrap_or_default(),
                ))
            }
            // Of a column that holds nothing but null.
            _ => return None,
        })
    }
}

fn is_readable(kind: &DataType) -> bool {
    kind.is_integer()
        || matches!(
            kind,
            DataType::Utf8
                | DataType::LargeUtf8
                | DataType::Utf8View
                | DataType::Binary
                | DataType::LargeBinary
                | DataType::BinaryView
                | DataType::Date32
                | DataType::Null
        )
}

/// The articles of a batch: `text`, and where they are there `id`, `path` and keys of the
/// header. Other columns are nobody's concern.
pub struct Articles {
    text: Column,
    id: Option<Column>,
    path: Option<Column>,
    given: Vec<(&'static str, Column)>,
    count: usize,
}

/// What stands in a row.
pub enum Row<'b> {
    /// An article.
    Article(Box<Cells<'b>>),
    /// What is no text, and the row's `id`.
    Unreadable(Option<String>, Fault),
}

/// The cells of a row that is an article.
pub struct Cells<'b> {
    text: Cow<'b, str>,
    id: Option<Cow<'b, str>>,
    path: Option<Cow<'b, str>>,
    given: Vec<(&'static str, Cow<'b, str>)>,
}

impl Cells<'_> {
    /// The article.
    pub fn article(&self) -> Article<'_> {
        let given = self.given.iter();
        Article {
            text: &self.text,
            id: self.id.as_deref(),
            path: self.path.as_deref(),
            given: given.map(|(key, value)| (*key, &**value)).collect(),
        }
    }
}

impl Articles {
    /// Those of a batch.
    ///
    /// # Errors
    /// When it has no column `text`, or one of a type that cannot be read.
    pub fn of(batch: &RecordBatch) -> PyResult<Self> {
        let text = Column::named(batch, "text")?.ok_or_else(|| {
            let schema = batch.schema();
            let names = schema.fields().iter().map(|field| field.name().as_str());
            PyValueError::new_err(format!(
                "the batch has no column \"text\", only: {}",
                names.collect::<Vec<_>>().join(", ")
            ))
        })?;
        let mut given = Vec::new();
        for key in GIVEN_KEYS {
            if let Some(column) = Column::named(batch, key)? {
                given.push((key, column));
            }
        }
        Ok(Self {
            text,
            id: Column::named(batch, "id")?,
            path: Column::named(batch, "path")?,
            given,
            count: batch.num_rows(),
        })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// The article in a row. What is no UTF-8 beside its text counts as not given, and is
    /// a fault of the article.
    pub fn row(&self, row: usize) -> Row<'_> {
        let told = |column: &'_ Option<Column>| -> Option<String> {
            let cell = column.as_ref()?.cell(row)?.ok()?;
            Some(cell.into_owned())
        };
        let text = match self.text.cell(row) {
            Some(Ok(text)) => text,
            Some(Err(why)) => return Row::Unreadable(told(&self.id), not_utf_8("the text", why)),
            None => {
                return Row::Unreadable(
                    told(&self.id),
                    Fault::unreadable("there is no text: the cell is null"),
                );
            }
        };
        let mut given = Vec::new();
        let [id, path] = [("id", &self.id), ("path", &self.path)].map(|(name, column)| {
            let cell = column.as_ref()?.cell(row)?;
            Some(cell.map_err(|why| not_utf_8(name, why)))
        });
        let mut fault = None;
        let mut read = |cell: Option<Result<_, Fault>>| match cell? {
            Ok(cell) => Some(cell),
            Err(why) => {
                fault = Some(why);
                None
            }
        };
        let (id, path) = (read(id), read(path));
        for (key, column) in &self.given {
            let cell = column.cell(row);
            let cell = cell.map(|cell| cell.map_err(|why| not_utf_8(key, why)));
            given.extend(read(cell).map(|cell| (*key, cell)));
        }
        match fault {
            Some(fault) => Row::Unreadable(id.map(Cow::into_owned), fault),
            None => Row::Article(Box::new(Cells {
                text,
                id,
                path,
                given,
            })),
        }
    }
}

fn not_utf_8(what: &str, why: Utf8Error) -> Fault {
    Fault::not_utf_8(format!(
        "{what} is not UTF-8 from byte {} on; convert it first",
        why.valid_up_to()
    ))
}
