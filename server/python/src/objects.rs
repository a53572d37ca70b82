//! `parse`: one article as objects of Python.

use std::borrow::Cow;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDate, PyDict, PyList, PyString};
use quotemark_analysis::alone::{Article, Fault, Rows as Read};
use quotemark_analysis::table::{Cell, Rows, Schema};
use quotemark_analysis::tables::{Part, Table, TableSet};

use crate::cast::{PyCast, of_argument};
use crate::columns::article_tables;
use crate::errors::errors;

/// parse(text, *, id=None, date=None, cast=None, path=None, title=None, source=None, author=None, url=None, language=None)
/// --
///
/// The rows of one article as a dict: for each table of articles that `quotemark export` writes a list
/// of dicts, one a row; `id`, by what the article is known; and `errors`, what is wrong with it.
///
/// text is the text of a .qm file, as str or bytes. What else is given goes over its header. cast is a Cast, or
/// its text, which is then read at each call. No text raises.
#[pyfunction]
#[pyo3(
    signature = (text, *, id = None, date = None, cast = None, path = None, title = None, source = None, author = None,
        url = None, language = None),
    text_signature = None
)]
#[expect(
    clippy::too_many_arguments,
    reason = "they are named where it is called"
)]
pub fn parse<'py>(
    py: Python<'py>,
    text: &Bound<'py, PyAny>,
    id: Option<String>,
    date: Option<&Bound<'py, PyAny>>,
    cast: Option<&Bound<'py, PyAny>>,
    path: Option<String>,
    title: Option<String>,
    source: Option<String>,
    author: Option<String>,
    url: Option<String>,
    language: Option<String>,
) -> PyResult<Bound<'py, PyDict>> {
    let cast: Bound<'py, PyCast> = of_argument(py, cast)?;
    let cast = cast.get();
    let date = date.map(day).transpose()?;
    let given = [
        ("date", &date),
        ("title", &title),
        ("source", &source),
        ("author", &author),
        ("url", &url),
        ("language", &language),
    ];
    let given = given.into_iter();
    let given = given.filter_map(|(key, value)| Some((key, value.as_deref()?)));
    let read = match read_text(text)? {
        Ok(text) => {
            let article = Article {
                text: &text,
                id: id.as_deref(),
                path: path.as_deref(),
                given: given.collect(),
            };
            py.detach(|| {
                cast.cast
                    .snapshot()
                    .reader()
                    .read(&article, TableSet::ALL, true)
            })
        }
        Err(fault) => Read {
            is_named: id.is_some() || path.is_some(),
            id: id.or(path).unwrap_or_default(),
            part: Part::new(TableSet::ALL),
            faults: vec![fault],
        },
    };
    let result = PyDict::new(py);
    result.set_item("id", &read.id)?;
    for table in article_tables() {
        let rows = match table {
            Table::Articles => {
                let (schema, rows) = read.part.with_own_keys(table, &read.part.own_keys(table));
                list(py, &schema, &rows)?
            }
            _ => list(py, &table.schema(&[]), read.part.rows(table))?,
        };
        result.set_item(table.name(), rows)?;
    }
    result.set_item("errors", errors(&read))?;
    Ok(result)
}

/// A date as it is written: of a `datetime.date`, such as a `datetime`, its day.
fn day(date: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(text) = date.cast::<PyString>() {
        return Ok(text.to_string());
    }
    let part = |name: &str| date.getattr(name)?.extract::<u16>();
    let parts = [part("year"), part("month"), part("day")];
    match parts {
        [Ok(year), Ok(month), Ok(day)] => Ok(format!("{year:04}-{month:02}-{day:02}")),
        _ => Err(PyTypeError::new_err(format!(
            "date is str or datetime.date, not {}",
            date.get_type().name()?
        ))),
    }
}

/// The text of an article, or why there is none.
fn read_text<'t>(text: &'t Bound<'_, PyAny>) -> PyResult<Result<Cow<'t, str>, Fault>> {
    if let Ok(text) = text.cast::<PyString>() {
        let read = text.to_str().map(Cow::Borrowed);
        // Half of a pair of UTF-16 is no character.
        return Ok(read.map_err(|_| {
            Fault::not_utf_8("the text has half of a pair of UTF-16 alone, which is no character")
        }));
    }
    if let Ok(bytes) = text.cast::<PyBytes>() {
        let read = std::str::from_utf8(bytes.as_bytes()).map(Cow::Borrowed);
        return Ok(read.map_err(|why| {
            Fault::not_utf_8(format!(
                "the text is not UTF-8 from byte {} on; convert it first",
                why.valid_up_to()
            ))
        }));
    }
    if text.is_none() {
        return Ok(Err(Fault::unreadable("there is no text: it is None")));
    }
    Err(PyTypeError::new_err(format!(
        "text is str or bytes, not {}",
        text.get_type().name()?
    )))
}

fn list<'py>(py: Python<'py>, schema: &Schema, rows: &Rows) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(py);
    for cells in rows.iter() {
        let row = PyDict::new(py);
        for (column, cell) in schema.columns.iter().zip(&cells) {
            row.set_item(&*column.name, object(py, cell)?)?;
        }
        list.append(row)?;
    }
    Ok(list)
}

fn object<'py>(py: Python<'py>, cell: &Cell<'_>) -> PyResult<Bound<'py, PyAny>> {
    Ok(match cell {
        Cell::Null => py.None().into_bound(py),
        Cell::Int(number) => number.into_pyobject(py)?.into_any(),
        Cell::Bool(is) => is.into_pyobject(py)?.to_owned().into_any(),
        Cell::Text(text) => PyString::new(py, text).into_any(),
        Cell::Texts(texts) => PyList::new(py, texts.iter())?.into_any(),
        Cell::Date(date) => {
            let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
            // Python has no year 0; as words it stands in `date_text`.
            match PyDate::new(py, date.year().into(), month, day) {
                Ok(date) => date.into_any(),
                Err(_) => py.None().into_bound(py),
            }
        }
    })
}
