//! What the command line says of an export.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;

use super::format::{Format, NeutralChoice};
use super::partition::{Partition, Shard};
use crate::cli::filter::QuoteFilter;
use crate::cli::options::CastsChoice;
use crate::tables::Table;

/// Write the corpus as tables: for R, Python, a database or a spreadsheet
///
/// Tables of articles, statements, speakers, topics, addressees, fragments, mentions, notes, people,
/// aliases, roles and parents, and `flat`, which has a row for each statement, speaker and topic.
/// Ids are written alike everywhere, with their @, & or #. Each speaker has the role and the
/// organisation of that day. Places are code points of the plain text, which `quotemark strip` prints.
///
/// With filters, those statements are written that match, and the articles in which they stand;
/// parts of a topic count for --on, --for and --against. Rows are in the order of the articles' paths.
/// All files are written, or none.
///
/// Formats that are no tables are forms of other tools; what such a form cannot hold is said, with what
/// was done instead.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark export --out tables --format csv
  quotemark export --out corpus.sqlite
  quotemark export --out flat.csv --on choice --spreadsheet
  quotemark export --out tables --format parquet --partition year
  quotemark export --out tables --format parquet --jsonl-in articles.jsonl
  quotemark export --out corpus.dna
  quotemark export --out events.csv --format dna-csv
  quotemark export --out corpus.qdpx")]
pub struct Args {
    /// The corpus, or a folder or a file of it; left out, that of the current folder
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,

    /// A folder for a file a table, or one file
    ///
    /// A name that ends in .sqlite, .db or .xlsx is a file that holds all tables; one that ends in
    /// .csv, .jsonl or .parquet is one table: that of its name, that of --table, else `flat`.
    #[arg(long, value_name = "DIR|FILE")]
    pub out: PathBuf,

    /// The format; told from the name of FILE
    #[arg(long, value_enum)]
    pub format: Option<Format>,

    /// Only that table; several times, these
    #[arg(long, value_name = "TABLE", value_parser = tables())]
    pub table: Vec<String>,

    /// Which statements.
    #[command(flatten)]
    pub filter: QuoteFilter,

    /// Only the articles that a file lists, one path a line; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,

    /// Articles from JSON lines in place of files; `-` is standard input
    ///
    /// Each line is an object with the `text` of an article, and where they are known `id`, `path` and keys of
    /// the header, such as `date` and `title`, which go over the header of the text. Each is read by itself,
    /// against the declarations of the corpus at PATH, in which those are that filters name; rows are in the
    /// order of the lines.
    #[arg(long, value_name = "FILE", conflicts_with = "files_from")]
    pub jsonl_in: Option<PathBuf>,

    /// CSV for a spreadsheet: with the mark that Excel wants, and an apostrophe before texts that it
    /// would take for a formula
    #[arg(long)]
    pub spreadsheet: bool,

    /// A folder for each year or source of the articles, such as `statements/year=2011`
    #[arg(long, value_enum, value_name = "BY")]
    pub partition: Option<Partition>,

    /// Only the third of 64 parts of the articles, and so on: `3/64`
    ///
    /// Which part an article is in depends on its path alone. All parts can be written to one folder.
    #[arg(long, value_name = "I/N")]
    pub shard: Option<Shard>,

    /// What becomes of statements that take no side in dna and dna-csv, which know yes and no alone
    #[arg(long, value_enum, value_name = "HOW")]
    pub neutral: Option<NeutralChoice>,

    /// List every place of which another tool's form cannot hold what the corpus says
    ///
    /// A line each: the place, what it is, what was done. Left out, the first of each kind are said.
    #[arg(long, value_name = "FILE")]
    pub losses: Option<PathBuf>,

    /// Write over files of these names that are there already
    #[arg(long)]
    pub force: bool,

    /// Which other declarations are read.
    #[command(flatten)]
    pub casts: CastsChoice,
}

fn tables() -> PossibleValuesParser {
    PossibleValuesParser::new(Table::ALL.map(Table::name))
}
