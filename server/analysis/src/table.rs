//! Tables as values: what a table is called, what its columns hold, its rows.
//!
//! Rows lie column by column, so that a chunk of them costs a few allocations and a
//! format that is written by columns can take them as they are. Nothing here knows what
//! a corpus is, nor any format.

use std::borrow::Cow;

use jiff::civil::{Date, date};

/// What the cells of a column are. No format needs more: each of these is a type of its
/// own in Parquet and has one way to be written in the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A whole number of 32 bits.
    Int,
    /// True or false.
    Bool,
    /// Words in UTF-8.
    Text,
    /// A day from 0000-01-01 to 9999-12-31.
    Date,
    /// Several words in their order.
    Texts,
}

impl Kind {
    /// The kind's name in the reference.
    pub fn word(self) -> &'static str {
        match self {
            Self::Int => "integer",
            Self::Bool => "boolean",
            Self::Text => "text",
            Self::Date => "date",
            Self::Texts => "list of texts",
        }
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What it is called in every format.
    pub name: Cow<'static, str>,
    /// What its cells are.
    pub kind: Kind,
    /// Whether a cell may be empty.
    pub nullable: bool,
    /// What it says, in a sentence.
    pub doc: Cow<'static, str>,
}

/// A table without its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema {
    /// What it is called: the name of a file, a sheet or a table of SQL.
    pub name: &'static str,
    /// The columns, in order.
    pub columns: Vec<Column>,
}

/// A cell of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Null,
    /// Of [`Kind::Int`].
    Int(i32),
    /// Of [`Kind::Bool`].
    Bool(bool),
    /// Of [`Kind::Text`].
    Text(&'a str),
    /// Of [`Kind::Date`].
    Date(Date),
    /// Of [`Kind::Texts`].
    Texts(Cow<'a, [&'a str]>),
}

impl<'a> Cell<'a> {
    /// A text, or nothing.
    pub fn text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }

    /// A number, which stands at the greatest of 32 bits where it is larger.
    pub fn int(number: usize) -> Self {
        Self::Int(i32::try_from(number).unwrap_or(i32::MAX))
    }

    /// A day, or nothing.
    pub fn date(date: Option<Date>) -> Self {
        date.map_or(Self::Null, Self::Date)
    }
}

/// Texts one after the other in one string.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    all: String,
    ends: Vec<usize>,
}

impl Texts {
    fn push(&mut self, text: &str) {
        self.all.push_str(text);
        self.ends.push(self.all.len());
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text of that number, from 0.
    ///
    /// # Panics
    /// When there are not so many.
    pub fn get(&self, number: usize) -> &str {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[start..self.ends[number]]
    }

    /// All of them in one string.
    pub fn all(&self) -> &str {
        &self.all
    }

    /// Where each ends in [`all`](Self::all), in bytes.
    pub fn ends(&self) -> &[usize] {
        &self.ends
    }

    fn append(&mut self, other: &Self) {
        let before = self.all.len();
        self.all.push_str(&other.all);
        self.ends.extend(other.ends.iter().map(|end| before + end));
    }
}

/// What the cells of a column hold, in the order of the rows. An empty cell has something
/// too, which means nothing: 0, false, no words or the first day of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Values {
    /// Of [`Kind::Int`].
    Int(Vec<i32>),
    /// Of [`Kind::Bool`].
    Bool(Vec<bool>),
    /// Of [`Kind::Text`].
    Text(Texts),
    /// Of [`Kind::Date`].
    Date(Vec<Date>),
    /// Of [`Kind::Texts`]: the texts of all cells, and where each cell ends among them.
    Texts(Texts, Vec<usize>),
}

impl Values {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Int => Self::Int(Vec::new()),
            Kind::Bool => Self::Bool(Vec::new()),
            Kind::Text => Self::Text(Texts::default()),
            Kind::Date => Self::Date(Vec::new()),
            Kind::Texts => Self::Texts(Texts::default(), Vec::new()),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Int(all) => all.len(),
            Self::Bool(all) => all.len(),
            Self::Text(all) => all.len(),
            Self::Date(all) => all.len(),
            Self::Texts(_, ends) => ends.len(),
        }
    }

    fn cell(&self, number: usize) -> Cell<'_> {
        match self {
            Self::Int(all) => Cell::Int(all[number]),
            Self::Bool(all) => Cell::Bool(all[number]),
            Self::Text(all) => Cell::Text(all.get(number)),
            Self::Date(all) => Cell::Date(all[number]),
            Self::Texts(all, ends) => {
                let start = number.checked_sub(1).map_or(0, |before| ends[before]);
                Cell::Texts((start..ends[number]).map(|text| all.get(text)).collect())
            }
        }
    }

    /// Adds what an empty cell has.
    fn push_nothing(&mut self) {
        match self {
            Self::Int(all) => all.push(0),
            Self::Bool(all) => all.push(false),
            Self::Text(all) => all.push(""),
            Self::Date(all) => all.push(Date::ZERO),
            Self::Texts(all, ends) => ends.push(all.len()),
        }
    }

    fn append(&mut self, other: &Self) {
        match (self, other) {
            (Self::Int(all), Self::Int(more)) => all.extend(more),
            (Self::Bool(all), Self::Bool(more)) => all.extend(more),
            (Self::Text(all), Self::Text(more)) => all.append(more),
            (Self::Date(all), Self::Date(more)) => all.extend(more),
            (Self::Texts(all, ends), Self::Texts(more, more_ends)) => {
                let before = all.len();
                all.append(more);
                ends.extend(more_ends.iter().map(|end| before + end));
            }
            _ => unreachable!("rows of one table are put together"),
        }
    }
}

/// The cells of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cells {
    /// For each row whether its cell has something in it; nothing while all have.
    present: Option<Vec<bool>>,
    values: Values,
}

impl Cells {
    /// For each row whether its cell has something in it; nothing where all have.
    pub fn present(&self) -> Option<&[bool]> {
        self.present.as_deref()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What the cells hold, those of empty ones [too](Values).
    pub fn values(&self) -> &Values {
        &self.values
    }

    fn is_null(&self, row: usize) -> bool {
        let present = self.present.as_ref();
        present.is_some_and(|present| !present[row])
    }

    fn push(&mut self, cell: &Cell<'_>) {
        match (&mut self.values, cell) {
            (values, Cell::Null) => {
                let length = values.len();
                values.push_nothing();
                let present = self.present.get_or_insert_with(|| vec![true; length]);
                present.push(false);
                return;
            }
            (Values::Int(all), Cell::Int(number)) => all.push(*number),
            (Values::Bool(all), Cell::Bool(is)) => all.push(*is),
            (Values::Text(all), Cell::Text(text)) => all.push(text),
            (Values::Date(all), Cell::Date(date)) => all.push(*date),
            (Values::Texts(all, ends), Cell::Texts(texts)) => {
                texts.iter().for_each(|text| all.push(text));
                ends.push(all.len());
            }
            (values, cell) => unreachable!("{cell:?} in a column of {values:?}"),
        }
        if let Some(present) = &mut self.present {
            present.push(true);
        }
    }

    fn append(&mut self, other: &Self) {
        let (before, more) = (self.values.len(), other.values.len());
        self.values.append(&other.values);
        match (&mut self.present, &other.present) {
            (None, None) => {}
            (Some(present), None) => present.resize(before + more, true),
            (present, Some(others)) => {
                let present = present.get_or_insert_with(|| vec![true; before]);
                present.extend(others);
            }
        }
    }
}

/// Rows of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    columns: Vec<Cells>,
    length: usize,
}

impl Rows {
    /// No rows yet, of columns of these kinds.
    pub fn new(kinds: impl IntoIterator<Item = Kind>) -> Self {
        let columns = kinds.into_iter().map(|kind| Cells {
            present: None,
            values: Values::new(kind),
        });
        Self {
            columns: columns.collect(),
            length: 0,
        }
    }

    /// No rows yet of a table.
    pub fn of(schema: &Schema) -> Self {
        Self::new(schema.columns.iter().map(|column| column.kind))
    }

    /// Adds a row.
    ///
    /// # Panics
    /// When its cells are not as many as the columns, or of another kind.
    pub fn push(&mut self, row: &[Cell<'_>]) {
        assert_eq!(row.len(), self.columns.len(), "a cell for each column");
        for (column, cell) in self.columns.iter_mut().zip(row) {
            column.push(cell);
        }
        self.length += 1;
    }

    /// Adds the rows of another part of the same table.
    pub fn append(&mut self, other: &Self) {
        for (column, more) in self.columns.iter_mut().zip(&other.columns) {
            column.append(more);
        }
        self.length += other.length;
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The columns, in order.
    pub fn columns(&self) -> &[Cells] {
        &self.columns
    }

    /// The cell in a row and a column, both from 0.
    ///
    /// # Panics
    /// When there is no such row or column.
    pub fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        let cells = &self.columns[column];
        match cells.is_null(row) {
            true => Cell::Null,
            false => cells.values.cell(row),
        }
    }

    /// The rows, each as its cells.
    pub fn iter(&self) -> impl Iterator<Item = Vec<Cell<'_>>> + '_ {
        (0..self.length).map(|row| {
            let columns = 0..self.columns.len();
            columns.map(|column| self.cell(row, column)).collect()
        })
    }
}

/// The days from 1970-01-01 to a day; before it they are negative.
pub fn days_since_1970(day: Date) -> i32 {
    // Of two dates between the years 0 and 9999 that always fits.
    let span = day.since(date(1970, 1, 1));
    span.map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample<'a>(number: usize) -> Vec<Cell<'a>> {
        match number {
            0 => vec![
                Cell::Null,
                Cell::Text("a"),
                Cell::Texts(vec!["x", ""].into()),
            ],
            1 => vec![Cell::Int(-3), Cell::Null, Cell::Texts(Cow::Borrowed(&[]))],
            _ => vec![Cell::Int(4), Cell::Text("é"), Cell::Null],
        }
    }

    #[test]
    fn rows_give_back_what_was_put_in() {
        let kinds = [Kind::Int, Kind::Text, Kind::Texts];
        let mut rows = Rows::new(kinds);
        rows.push(&sample(0));
        let mut more = Rows::new(kinds);
        more.push(&sample(1));
        more.push(&sample(2));
        rows.append(&more);
        let found: Vec<_> = rows.iter().collect();
        assert_eq!(found, [sample(0), sample(1), sample(2)]);
        assert_eq!(rows.len(), 3);
        let present = rows.columns().iter().map(Cells::present);
        assert!(present.eq([
            Some(&[false, true, true][..]),
            Some(&[true, false, true]),
            Some(&[true, true, false]),
        ]));
    }

    #[test]
    fn days_are_counted_from_1970() {
        let days = |text: &str| days_since_1970(text.parse().unwrap());
        assert_eq!(days("1970-01-01"), 0);
        assert_eq!(days("1969-12-31"), -1);
        assert_eq!(days("2011-11-24"), 15302);
        assert_eq!(days("0000-01-01"), -719_528);
        assert_eq!(days("9999-12-31"), 2_932_896);
    }
}
