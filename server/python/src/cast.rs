//! The cast as an object of Python.

use arrow_array::RecordBatch;
use arrow_pyarrow::PyArrowType;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};
use quotemark_analysis::alone;
use quotemark_analysis::settings::Limits;
use quotemark_analysis::tables::Table;

use crate::{arrays, columns};

/// Cast(*texts)
/// --
///
/// The declarations of people, organisations and topics, read once: each text is that of a
/// .qm file, such as cast.qm.
///
/// It never changes, may be used by several threads at once, and pickles as its texts: a function that
/// is sent to other machines can hold it.
#[pyclass(name = "Cast", module = "quotemark", frozen)]
pub struct PyCast {
    texts: Vec<String>,
    pub(crate) cast: alone::Cast,
}

#[pymethods]
impl PyCast {
    #[new]
    #[pyo3(signature = (*texts))]
    fn new(py: Python<'_>, texts: Vec<String>) -> PyResult<Self> {
        let most = Limits::default().file_bytes();
        if let Some(text) = texts.iter().find(|text| text.len() as u64 > most) {
            return Err(PyValueError::new_err(format!(
                "a text of the cast has {} bytes, and {most} at the most are read",
                text.len()
            )));
        }
        let cast = py.detach(|| alone::Cast::new(texts.iter().map(String::as_str)));
        Ok(Self { texts, cast })
    }

    /// The texts.
    #[getter]
    fn texts(&self) -> Vec<&str> {
        self.texts.iter().map(String::as_str).collect()
    }

    /// What is wrong in them, as `quotemark check` says of errors: `1:4:12: CODE: …` is in the first text,
    /// in line 4 and column 12.
    #[getter]
    fn errors(&self, py: Python<'_>) -> Vec<String> {
        let faults = py.detach(|| self.cast.faults());
        let said = faults.into_iter();
        said.map(|(text, fault)| format!("{}:{fault}", text + 1))
            .collect()
    }

    /// table(name)
    /// --
    ///
    /// One of the tables `entities`, `aliases`, `roles` and `parents` as a pyarrow.RecordBatch.
    #[pyo3(text_signature = None)]
    fn table(&self, py: Python<'_>, name: &str) -> PyResult<PyArrowType<RecordBatch>> {
        let table = Table::named(name).filter(|table| table.is_of_cast());
        let table = table.ok_or_else(|| {
            PyValueError::new_err(format!(
                "there is no table {name:?} of the cast; it is one of entities, aliases, roles, parents"
            ))
        })?;
        let batch = py.detach(|| {
            let part = self.cast.rows();
            let (schema, rows) = match table {
                Table::Entities => part.with_own_keys(table, &part.own_keys(table)),
                _ => (table.schema(&[]), part.rows(table).clone()),
            };
            arrays::batch(columns::of_cast(&schema), &[&rows])
        });
        let batch = batch.map_err(|why| PyValueError::new_err(why.to_string()))?;
        Ok(PyArrowType(batch))
    }

    fn __reduce__<'py>(
        this: &Bound<'py, Self>,
    ) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let texts = PyTuple::new(this.py(), &this.get().texts)?;
        Ok((this.get_type().into_any(), texts))
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.texts == other.texts
    }

    fn __hash__(&self) -> u64 {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        self.texts.hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self) -> String {
        let bytes: usize = self.texts.iter().map(String::len).sum();
        let number = self.texts.len();
        let texts = if number == 1 { "text" } else { "texts" };
        format!("<quotemark.Cast of {number} {texts}, {bytes} bytes>")
    }
}

/// The cast that a call is given: an object, or a text, which is read for this call.
///
/// # Errors
/// When it is something else.
pub fn of_argument<'py>(
    py: Python<'py>,
    given: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyCast>> {
    let Some(given) = given.filter(|given| !given.is_none()) else {
        return Bound::new(py, PyCast::new(py, Vec::new())?);
    };
    if let Ok(cast) = given.cast::<PyCast>() {
        return Ok(cast.clone());
    }
    match given.cast::<PyString>() {
        Ok(text) => Bound::new(py, PyCast::new(py, vec![text.to_str()?.to_owned()])?),
        Err(_) => Err(PyTypeError::new_err(format!(
            "cast is a quotemark.Cast or its text, not {}",
            given.get_type().name()?
        ))),
    }
}
