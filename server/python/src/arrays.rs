//! Rows of a table as arrays of Arrow.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Int32Array, ListArray, RecordBatch, RecordBatchOptions,
    StringArray,
};
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, SchemaRef};
use quotemark_analysis::table::{Cells, Rows, Texts, Values, days_since_1970};

use crate::columns::element;

/// Some rows as a batch with these columns.
///
/// # Errors
/// When a column has more than the 2 GiB of text that one batch can hold.
pub fn batch(columns: SchemaRef, parts: &[&Rows]) -> Result<RecordBatch, ArrowError> {
    let cells = parts.iter().flat_map(|rows| rows.columns());
    let arrays = cells.map(array).collect::<Result<Vec<ArrayRef>, _>>()?;
    let count = parts.first().map_or(0, |rows| rows.len());
    let options = RecordBatchOptions::new().with_row_count(Some(count));
    RecordBatch::try_new_with_options(columns, arrays, &options)
}

fn array(cells: &Cells) -> Result<ArrayRef, ArrowError> {
    let nulls = cells.present().map(NullBuffer::from);
    Ok(match cells.values() {
        Values::Int(all) => Arc::new(Int32Array::try_new(all.clone().into(), nulls)?),
        Values::Bool(all) => Arc::new(BooleanArray::new(all.as_slice().into(), nulls)),
        Values::Date(all) => {
            let days: Vec<i32> = all.iter().map(|day| days_since_1970(*day)).collect();
            Arc::new(Date32Array::try_new(days.into(), nulls)?)
        }
        Values::Text(all) => Arc::new(texts(all, nulls)?),
        Values::Texts(all, ends) => {
            let values = Arc::new(texts(all, None)?);
            Arc::new(ListArray::try_new(
                element(),
                offsets(ends)?,
                values,
                nulls,
            )?)
        }
    })
}

fn texts(texts: &Texts, nulls: Option<NullBuffer>) -> Result<StringArray, ArrowError> {
    let bytes = Buffer::from_slice_ref(texts.all().as_bytes());
    StringArray::try_new(offsets(texts.ends())?, bytes, nulls)
}

fn offsets(ends: &[usize]) -> Result<OffsetBuffer<i32>, ArrowError> {
    let all = std::iter::once(&0).chain(ends);
    let all: Result<Vec<i32>, _> = all.map(|end| i32::try_from(*end)).collect();
    let all = all.map_err(|_| {
        ArrowError::InvalidArgumentError(
            "the rows of this batch have a column of more than 2 GiB; give fewer articles at once"
                .into(),
        )
    })?;
    // They rise: each is where a text ends after the one before.
    Ok(OffsetBuffer::new(ScalarBuffer::from(all)))
}
