//! What the columns of a batch are called and hold: those of the tables, in the types that
//! they have in Parquet, and beside them what is wrong with the article.

use std::fmt::Write;
use std::sync::Arc;

use arrow_pyarrow::PyArrowType;
use arrow_schema::{DataType, Field, Fields, Schema as ArrowSchema, SchemaRef};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use quotemark_analysis::table::{Kind, Schema};
use quotemark_analysis::tables::Table;
use quotemark_analysis::tables::schema::own_key;

/// What the last column is called, which lists what is wrong with the article.
pub const ERRORS: &str = "errors";

/// What the column is called that says whose row it is.
pub const ARTICLE_ID: &str = "article_id";

/// The tables of articles, in their order.
pub fn article_tables() -> impl Iterator<Item = Table> {
    let all = Table::ALL.into_iter();
    all.filter(|table| !table.is_of_cast())
}

/// The names of these.
pub fn table_names() -> Vec<&'static str> {
    article_tables().map(Table::name).collect()
}

/// A table of articles, with a column for each of some own keys of their headers.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The table.
    pub table: Table,
    /// The keys as they name columns.
    pub own_keys: Vec<String>,
    /// The table's own columns.
    pub own: Schema,
    /// Whether `article_id` stands before `errors`, since the table has none.
    pub adds_article: bool,
}

impl Wanted {
    /// What Python names.
    ///
    /// # Errors
    /// When there is no such table of articles, or it has no own keys.
    pub fn named(table: &str, own_keys: &[String]) -> PyResult<Self> {
        let found = Table::named(table).filter(|table| !table.is_of_cast());
        let found = found.ok_or_else(|| {
            PyValueError::new_err(format!(
                "there is no table {table:?} of articles; it is one of {}{}",
                table_names().join(", "),
                match Table::named(table) {
                    Some(_) => ". What the cast says is in Cast.table()",
                    None => "",
                }
            ))
        })?;
        if !own_keys.is_empty() && found != Table::Articles {
            return Err(PyValueError::new_err(format!(
                "own keys are columns of the table articles; {table} has none"
            )));
        }
        let mut keys: Vec<String> = own_keys.iter().map(|key| own_key(key)).collect();
        keys.sort_unstable();
        keys.dedup();
        let own = found.schema(&keys);
        let mut columns = own.columns.iter();
        Ok(Self {
            table: found,
            adds_article: !columns.any(|column| column.name == ARTICLE_ID),
            own_keys: keys,
            own,
        })
    }

    /// The columns of its batches. Every cell may be empty: of an article that has a fault
    /// and no row there is one that tells the fault alone.
    pub fn columns(&self) -> SchemaRef {
        let own = self.own.columns.iter();
        let own = own.map(|column| Field::new(&*column.name, data_type(column.kind), true));
        let article = self.adds_article.then(|| text_field(ARTICLE_ID));
        let errors = Field::new(ERRORS, data_type(Kind::Texts), true);
        let all: Fields = own.chain(article).chain([errors]).collect();
        Arc::new(ArrowSchema::new(all))
    }
}

/// The columns of a table of the cast.
pub fn of_cast(schema: &Schema) -> SchemaRef {
    let columns = schema.columns.iter();
    let fields =
        columns.map(|column| Field::new(&*column.name, data_type(column.kind), column.nullable));
    Arc::new(ArrowSchema::new(fields.collect::<Fields>()))
}

fn text_field(name: &str) -> Field {
    Field::new(name, DataType::Utf8, true)
}

/// The texts of a list, as Parquet names them.
pub fn element() -> Arc<Field> {
    Arc::new(Field::new("element", DataType::Utf8, false))
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Int => DataType::Int32,
        Kind::Bool => DataType::Boolean,
        Kind::Text => DataType::Utf8,
        Kind::Date => DataType::Date32,
        Kind::Texts => DataType::List(element()),
    }
}

/// schema(table="flat", *, own_keys=())
/// --
///
/// The columns that parse_batch gives, as a pyarrow.Schema.
#[pyfunction]
#[pyo3(signature = (table = "flat", *, own_keys = Vec::new()), text_signature = None)]
pub fn schema(table: &str, own_keys: Vec<String>) -> PyResult<PyArrowType<ArrowSchema>> {
    let columns = Wanted::named(table, &own_keys)?.columns();
    Ok(PyArrowType(columns.as_ref().clone()))
}

/// ddl(table="flat", *, own_keys=())
/// --
///
/// The same as Spark's mapInArrow and mapInPandas want it: `statement_id STRING, …`.
#[pyfunction]
#[pyo3(signature = (table = "flat", *, own_keys = Vec::new()), text_signature = None)]
pub fn ddl(table: &str, own_keys: Vec<String>) -> PyResult<String> {
    let columns = Wanted::named(table, &own_keys)?.columns();
    let mut ddl = String::new();
    for field in columns.fields() {
        let kind = match field.data_type() {
            DataType::Int32 => "INT",
            DataType::Boolean => "BOOLEAN",
            DataType::Date32 => "DATE",
            DataType::List(_) => "ARRAY<STRING>",
            _ => "STRING",
        };
        if !ddl.is_empty() {
            ddl.push_str(", ");
        }
        // Own keys may hold anything; Spark doubles its mark in a name.
        let name = field.name().replace('`', "``");
        let _ = write!(ddl, "`{name}` {kind}");
    }
    Ok(ddl)
}
