//! Rows of all tables on their way to where they are written.

use std::collections::BTreeSet;

use super::schema::Table;
use crate::table::{Cell, Rows, Schema};

/// Some of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableSet(u16);

impl TableSet {
    /// All of them.
    pub const ALL: Self = Self((1 << Table::ALL.len()) - 1);

    /// Whether a table is among them.
    pub fn contains(self, table: Table) -> bool {
        self.0 & (1 << table as u16) != 0
    }
}

impl FromIterator<Table> for TableSet {
    fn from_iter<T: IntoIterator<Item = Table>>(tables: T) -> Self {
        let bits = tables.into_iter().map(|table| 1 << table as u16);
        Self(bits.fold(0, |all, bit| all | bit))
    }
}

/// The own keys of a row and their values, with the row's number.
type OwnKeys = Vec<(usize, Vec<(String, String)>)>;

/// Rows of all tables that are wanted. Which own keys there are is known only when all
/// articles are read, so that these wait beside the rows.
#[derive(Debug, Clone)]
pub struct Part {
    wanted: TableSet,
    rows: Vec<Rows>,
    /// How many articles and statements were read, whether their rows are wanted or not.
    counts: [usize; 2],
    /// How many rows of `flat` were too many of one statement, and how many statements those are of.
    left_out: [usize; 2],
    article_keys: OwnKeys,
    entity_keys: OwnKeys,
}

impl Part {
    /// One without rows, for some of the tables.
    pub fn new(wanted: TableSet) -> Self {
        let rows = Table::ALL.into_iter().map(|table| Rows::new(table.kinds()));
        Self {
            wanted,
            counts: [0; 2],
            left_out: [0; 2],
            rows: rows.collect(),
            article_keys: Vec::new(),
            entity_keys: Vec::new(),
        }
    }

    /// Whether the rows of a table are wanted.
    pub(super) fn wants(&self, table: Table) -> bool {
        self.wanted.contains(table)
    }

    /// Adds a row to a table, if that is wanted.
    pub(super) fn push(&mut self, table: Table, row: &[Cell<'_>]) {
        if self.wants(table) {
            self.rows[table as usize].push(row);
        }
    }

    /// Notes that an article was read, of which so many statements are wanted.
    pub(super) fn count(&mut self, statements: usize) {
        self.counts[0] += 1;
        self.counts[1] += statements;
    }

    /// How many articles were read.
    pub fn articles(&self) -> usize {
        self.counts[0]
    }

    /// How many of their statements are wanted.
    pub fn statements(&self) -> usize {
        self.counts[1]
    }

    /// Notes that so many rows of a statement in `flat` were too many.
    pub(super) fn leave_out(&mut self, rows: usize) {
        self.left_out[0] += rows;
        self.left_out[1] += usize::from(rows > 0);
    }

    /// How many rows of `flat` were left out, as their statements would have too many, and how many
    /// statements these are.
    pub fn left_out(&self) -> [usize; 2] {
        self.left_out
    }

    /// Notes the own keys of the article whose row was added last.
    pub(super) fn push_own_keys(&mut self, own: &[(String, String)]) {
        self.push_own_keys_of(Table::Articles, own);
    }

    /// The same of the last row of articles or of entities.
    pub(super) fn push_own_keys_of(&mut self, table: Table, own: &[(String, String)]) {
        let row = self.rows[table as usize].len().saturating_sub(1);
        if !own.is_empty() && self.wants(table) {
            self.keys_mut(table).push((row, own.to_vec()));
        }
    }

    fn keys(&self, table: Table) -> &OwnKeys {
        match table {
            Table::Entities => &self.entity_keys,
            _ => &self.article_keys,
        }
    }

    fn keys_mut(&mut self, table: Table) -> &mut OwnKeys {
        match table {
            Table::Entities => &mut self.entity_keys,
            _ => &mut self.article_keys,
        }
    }

    /// The rows of a table without own keys.
    pub fn rows(&self, table: Table) -> &Rows {
        &self.rows[table as usize]
    }

    /// Takes the rows of a table out.
    pub fn take(&mut self, table: Table) -> Rows {
        std::mem::replace(&mut self.rows[table as usize], Rows::new(table.kinds()))
    }

    /// Adds the rows of a table of another part, with their own keys.
    pub fn append(&mut self, table: Table, other: &Self) {
        let before = self.rows[table as usize].len();
        self.rows[table as usize].append(&other.rows[table as usize]);
        if matches!(table, Table::Articles | Table::Entities) {
            let moved = other.keys(table).iter();
            let moved = moved.map(|(row, own)| (before + row, own.clone()));
            let moved: OwnKeys = moved.collect();
            self.keys_mut(table).extend(moved);
        }
    }

    /// The own keys of articles or entities, in the order of their bytes.
    pub fn own_keys(&self, table: Table) -> Vec<String> {
        let all = self.keys(table).iter().flat_map(|(_, own)| own);
        let all: BTreeSet<&String> = all.map(|(key, _)| key).collect();
        all.into_iter().cloned().collect()
    }

    /// The rows of articles or entities as a table that has columns for own keys.
    pub fn with_own_keys(&self, table: Table, own_keys: &[String]) -> (Schema, Rows) {
        let schema = table.schema(own_keys);
        let mut rows = Rows::of(&schema);
        let mut own = self.keys(table).iter().peekable();
        for (number, mut row) in self.rows[table as usize].iter().enumerate() {
            let own = own.next_if(|(row, _)| *row == number);
            let values = own.map_or(&[][..], |(_, own)| own);
            for key in own_keys {
                let value = values.iter().find(|(other, _)| other == key);
                row.push(Cell::text(value.map(|(_, value)| value.as_str())));
            }
            rows.push(&row);
        }
        (schema, rows)
    }
}
