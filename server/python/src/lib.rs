//! The module `quotemark` for Python: articles to rows of the tables that `quotemark export`
//! writes.
//!
//! Made for engines that hold articles in tables of their own and call a function on
//! batches of them, in many processes: what an article gives depends on itself and on the
//! cast alone. There is no state but in the objects that Python holds, and no thread is
//! begun; while articles are read, others may run Python.
#![warn(missing_docs)]

mod arrays;
mod articles;
mod batch;
mod cast;
mod columns;
mod errors;
mod objects;

use pyo3::prelude::*;

/// The part of the module that is written in Rust.
#[pymodule(gil_used = false)]
#[pyo3(name = "_quotemark")]
fn quotemark(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("TABLES", columns::table_names())?;
    module.add_class::<cast::PyCast>()?;
    module.add_function(wrap_pyfunction!(objects::parse, module)?)?;
    module.add_function(wrap_pyfunction!(batch::parse_batch, module)?)?;
    module.add_function(wrap_pyfunction!(columns::schema, module)?)?;
    module.add_function(wrap_pyfunction!(columns::ddl, module)?)?;
    Ok(())
}
