//! The formats of an export.

use std::path::Path;

use clap::ValueEnum;

/// The format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A line of headings, then a line a row
    Csv,
    /// JSON lines: an object a row
    Jsonl,
    /// For pandas, polars, DuckDB, Spark, R's arrow
    Parquet,
    /// A database with all tables
    Sqlite,
    /// A workbook with a sheet a table
    Xlsx,
}

impl Format {
    /// The format that the name of a file tells.
    pub fn told_by(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_lowercase();
        Some(match &*ending {
            "csv" => Self::Csv,
            "jsonl" | "ndjson" => Self::Jsonl,
            "parquet" => Self::Parquet,
            "sqlite" | "sqlite3" | "db" => Self::Sqlite,
            "xlsx" => Self::Xlsx,
            _ => return None,
        })
    }

    /// What the names of its files end in.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
            Self::Parquet => "parquet",
            Self::Sqlite => "sqlite",
            Self::Xlsx => "xlsx",
        }
    }

    /// Whether one file holds all tables.
    pub fn holds_all(self) -> bool {
        matches!(self, Self::Sqlite | Self::Xlsx)
    }
}
