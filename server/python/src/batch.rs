//! `parse_batch`: a batch of articles to a batch of rows.

use arrow_array::RecordBatch;
use arrow_pyarrow::PyArrowType;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use quotemark_analysis::alone::Reader;
use quotemark_analysis::table::{Cell, Kind, Rows};
use quotemark_analysis::tables::TableSet;

use crate::articles::{Articles, Row};
use crate::cast::{PyCast, of_argument};
use crate::columns::Wanted;
use crate::errors::errors;
use crate::{arrays, columns};

/// How many articles are read before Python is asked whether somebody pressed Ctrl+C.
const AT_ONCE: usize = 512;

/// parse_batch(batch, *, cast=None, table="flat", own_keys=())
/// --
///
/// The rows of the articles of a batch in one table, as `quotemark export` writes them, and a column
/// `errors`: what is wrong with the article of the row.
///
/// The batch has a column `text`, and, where they are known, `id`, `path` and keys of the header (`title`,
/// `date`, `source`, `author`, `url`, `language`, `coder`, `coded`, `reviewed`), which go over the header of
/// the text where they are not null. A row whose text is null, no UTF-8 or too long gives a row that has
/// `article_id` and `errors` alone, and so does an article that has errors and no row in the table.
///
/// cast is a Cast, or its text, which is then read at each call.
#[pyfunction]
#[pyo3(
    signature = (batch, *, cast = None, table = "flat", own_keys = Vec::new()),
    text_signature = None
)]
pub fn parse_batch<'py>(
    py: Python<'py>,
    batch: PyArrowType<RecordBatch>,
    cast: Option<&Bound<'py, PyAny>>,
    table: &str,
    own_keys: Vec<String>,
) -> PyResult<PyArrowType<RecordBatch>> {
    let wanted = Wanted::named(table, &own_keys)?;
    let articles = Articles::of(&batch.0)?;
    let cast: Bound<'py, PyCast> = of_argument(py, cast)?;
    let cast = cast.get();
    let mut made = Made::new(&wanted);
    let snapshot = cast.cast.snapshot();
    let mut reader = py.detach(|| snapshot.reader());
    for first in (0..articles.len()).step_by(AT_ONCE) {
        let rows = first..articles.len().min(first + AT_ONCE);
        py.detach(|| {
            rows.for_each(|row| made.push(&wanted, &mut reader, &articles.row(row)));
        });
        py.check_signals()?;
    }
    let done = py.detach(|| made.batch(&wanted));
    let done = done.map_err(|why| PyValueError::new_err(why.to_string()))?;
    Ok(PyArrowType(done))
}

/// The rows that are made so far.
struct Made {
    rows: Rows,
    /// Of a table without it, `article_id`; and `errors`.
    beside: Rows,
    /// Where `article_id` stands in a row that has nothing else.
    id_at: Option<usize>,
}

impl Made {
    fn new(wanted: &Wanted) -> Self {
        let mut columns = wanted.own.columns.iter();
        let beside: &[Kind] = match wanted.adds_article {
            true => &[Kind::Text, Kind::Texts],
            false => &[Kind::Texts],
        };
        Self {
            rows: Rows::of(&wanted.own),
            beside: Rows::new(beside.iter().copied()),
            id_at: columns.position(|column| column.name == columns::ARTICLE_ID),
        }
    }

    fn push(&mut self, wanted: &Wanted, reader: &mut Reader<'_>, row: &Row<'_>) {
        let tables: TableSet = std::iter::once(wanted.table).collect();
        let cells = match row {
            Row::Article(cells) => cells,
            Row::Unreadable(id, fault) => {
                self.push_errors(id.as_deref(), &[fault.to_string()]);
                return;
            }
        };
        let read = reader.read(&cells.article(), tables, true);
        let rows = match wanted.own_keys.is_empty() {
            true => read.part.rows(wanted.table).clone(),
            false => read.part.with_own_keys(wanted.table, &wanted.own_keys).1,
        };
        let errors = errors(&read);
        if rows.is_empty() && !errors.is_empty() {
            self.push_errors(Some(&read.id), &errors);
            return;
        }
        self.rows.append(&rows);
        for _ in 0..rows.len() {
            self.push_beside(Some(&read.id), &errors);
        }
    }

    /// A row that tells what is wrong and nothing else.
    fn push_errors(&mut self, id: Option<&str>, errors: &[String]) {
        let mut cells = vec![Cell::Null; self.rows.columns().len()];
        if let Some(cell) = self.id_at.and_then(|place| cells.get_mut(place)) {
            *cell = Cell::text(id);
        }
        self.rows.push(&cells);
        self.push_beside(id, errors);
    }

    fn push_beside(&mut self, id: Option<&str>, errors: &[String]) {
        let errors: Vec<&str> = errors.iter().map(String::as_str).collect();
        let errors = Cell::Texts(errors.into());
        match self.id_at {
            Some(_) => self.beside.push(&[errors]),
            None => self.beside.push(&[Cell::text(id), errors]),
        }
    }

    fn batch(&self, wanted: &Wanted) -> Result<RecordBatch, arrow_schema::ArrowError> {
        arrays::batch(wanted.columns(), &[&self.rows, &self.beside])
    }
}
