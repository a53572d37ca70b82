//! The formats of an export.

use std::path::Path;

use clap::ValueEnum;
use quotemark_formats::dna::Neutral;

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
    /// The database of Discourse Network Analyzer (.dna)
    Dna,
    /// The event list of Discourse Network Analyzer
    DnaCsv,
    /// Web Annotations of the W3C, in JSON-LD
    Annotations,
    /// A folder of brat: .txt, .ann, annotation.conf
    Brat,
    /// The cast as people, organisations and memberships of Popolo, in JSON
    Popolo,
    /// A folder of TEI, in ParlaMint's way: corpus.xml and a file for each article
    Tei,
    /// A REFI-QDA project (.qdpx), for NVivo, ATLAS.ti, MAXQDA, QualCoder
    Qdpx,
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
            "dna" => Self::Dna,
            "jsonld" => Self::Annotations,
            "qdpx" => Self::Qdpx,
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
            Self::Dna => "dna",
            Self::DnaCsv => "csv",
            Self::Annotations => "jsonld",
            Self::Brat => "ann",
            Self::Popolo => "json",
            Self::Tei => "xml",
            Self::Qdpx => "qdpx",
        }
    }

    /// What it is called on the command line.
    pub fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// Whether it is the form of another tool, and no table.
    pub fn is_form(self) -> bool {
        !matches!(
            self,
            Self::Csv | Self::Jsonl | Self::Parquet | Self::Sqlite | Self::Xlsx
        )
    }

    /// Whether it is a form of several files.
    pub fn is_folder(self) -> bool {
        matches!(self, Self::Brat | Self::Tei)
    }

    /// Whether the name of a file may tell another format: its ending is that of both.
    pub fn goes_with(self, told: Self) -> bool {
        self == told || self.is_form() && self.ending() == told.ending()
    }

    /// Whether one file holds all that is written.
    pub fn holds_all(self) -> bool {
        matches!(self, Self::Sqlite | Self::Xlsx) || self.is_form() && !self.is_folder()
    }
}

/// What becomes of a statement that takes no side, where a form knows yes and no alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NeutralChoice {
    /// It is about a concept of its own, such as `Choice (no side)`
    Apart,
    /// It agrees
    Agree,
    /// It is left out
    LeaveOut,
}

impl From<NeutralChoice> for Neutral {
    fn from(choice: NeutralChoice) -> Self {
        match choice {
            NeutralChoice::Apart => Self::Apart,
            NeutralChoice::Agree => Self::Agree,
            NeutralChoice::LeaveOut => Self::LeaveOut,
        }
    }
}
