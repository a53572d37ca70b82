//! `quotemark count`

use std::io::Write;

use serde_json::{Map, Value};

use super::cells::{Sheet, safe_text};
use super::corpus::load;
use super::filter::Conditions;
use super::options::{CorpusPath, ListFormat};
use super::output::{Ended, Failure, Outcome, plain, say_note, styled, terminal_width, write_json};
use super::paths::{Paths, home_of};
use super::table;
use crate::features::shared::wording::counted;
use crate::model::StatementFilter;
use crate::table::{Cell, Kind};
use crate::tables::{Changed, Counts, Dimension, Extraction};

/// Count statements by topic, stance, organisation, speaker, role, source or year
///
/// What is counted is what `quotemark export` writes: the columns have the names that they have in
/// its tables, and `statements` and `articles` are how many of each there are. A statement with
/// several topics, speakers or organisations counts once for each, so that a column can come to more
/// than there are statements. The stance is that on the topic beside it; the role and the
/// organisation are those of the speaker on that day. Those without a name are counted by their words.
///
/// Rows with the most statements come first, years in their order where they are named first.
/// The filters are those of `quotemark export`, with --said-by for its --by. Parts of a topic count
/// for --on, --for and --against.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark count --by topic,stance
  quotemark count --by year,topic --of '&bma' --format csv
  quotemark count --by speaker,role --on '#outsourcing'
  quotemark count --by x:desk")]
pub struct Args {
    /// By what: `topic`, `stance`, `org`, `speaker`, `role`, `source`, `year`, or `x:KEY` for an own key
    /// of the headers; several, with commas
    #[arg(long, required = true, value_name = "WHAT", value_delimiter = ',')]
    by: Vec<Dimension>,

    /// Only what that person or organisation said
    #[arg(long, value_name = "@ID")]
    said_by: Option<String>,

    #[command(flatten)]
    conditions: Conditions,

    #[command(flatten)]
    corpus: CorpusPath,

    /// How to print them
    #[arg(long, value_enum, default_value_t)]
    format: ListFormat,
}

/// Prints the counts.
pub fn run(args: &Args) -> Ended {
    let twice = args
        .by
        .iter()
        .enumerate()
        .find(|(place, dimension)| args.by[..*place].contains(dimension));
    if twice.is_some() {
        return Err(Failure::new("--by names something twice; name each once"));
    }
    let (corpus, root) = load::rooted(&args.corpus.choice())?;
    let filter = StatementFilter {
        parts_of_topics: true,
        ..args
            .conditions
            .read(&corpus, ("--said-by", args.said_by.as_ref()))?
    };
    let extraction = Extraction::new(&corpus, home_of(&root.folder), &filter);
    let counts = extraction.count(&args.by).map_err(|Changed(path)| {
        Failure::new(format!(
            "{} has changed, or cannot be read any more, since it was read; count again",
            Paths::here().shown(&path)
        ))
    })?;
    match args.format {
        ListFormat::Json => write_json(&objects(&counts))?,
        ListFormat::Csv => write_csv(&counts)?,
        ListFormat::Table => {
            let (headings, rows) = texts(&counts);
            let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
            let mut out = styled();
            let flexible: Vec<usize> = (0..headings.len()).collect();
            table::write_aligned(&mut out, &headings, &rows, terminal_width(), &flexible)?;
            out.flush()?;
            say_what(&counts);
        }
        ListFormat::Markdown => {
            let (headings, rows) = texts(&counts);
            let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
            let mut out = plain();
            table::write_markdown(&mut out, &headings, &rows)?;
            out.flush()?;
        }
    }
    Ok(Outcome::clean_if(counts.statements > 0))
}

fn say_what(counts: &Counts) {
    say_note(&format!(
        "{} in {}, each counted once",
        counted(counts.statements, "statement"),
        counted(counts.articles, "article"),
    ));
}

fn objects(counts: &Counts) -> Vec<Value> {
    let columns = &counts.schema.columns;
    let rows = counts.rows.iter().map(|row| {
        let cells = columns.iter().zip(row);
        let cells = cells.map(|(column, cell)| {
            let value = match cell {
                Cell::Int(number) => number.into(),
                Cell::Text(text) => text.into(),
                _ => Value::Null,
            };
            (column.name.to_string(), value)
        });
        Value::Object(cells.collect::<Map<String, Value>>())
    });
    rows.collect()
}

fn write_csv(counts: &Counts) -> Result<(), Failure> {
    let mut out = Sheet::on_stdout();
    let columns = &counts.schema.columns;
    out.row(columns.iter().map(|column| &*column.name))?;
    for row in counts.rows.iter() {
        let cells = columns.iter().zip(&row);
        let cells: Vec<String> = cells
            .map(|(column, cell)| match cell {
                Cell::Int(number) => number.to_string(),
                // Ids stay as they are, as in the CSV of quotes.
                Cell::Text(text) if column.name.ends_with("_id") => (*text).to_owned(),
                Cell::Text(text) => safe_text(text).into_owned(),
                _ => String::new(),
            })
            .collect();
        out.row(cells.iter().map(String::as_str))?;
    }
    out.end()
}

/// Headings and cells for people.
fn texts(counts: &Counts) -> (Vec<String>, Vec<Vec<String>>) {
    let columns = &counts.schema.columns;
    let headings = columns
        .iter()
        .map(|column| column.name.replace('_', " ").to_uppercase());
    let rows = counts.rows.iter().map(|row| {
        let cells = columns.iter().zip(row);
        let cells = cells.map(|(column, cell)| match cell {
            Cell::Int(number) if column.name == "stance" => side(number).to_owned(),
            Cell::Int(number) => number.to_string(),
            Cell::Text(text) => text.to_owned(),
            _ if column.kind == Kind::Text && column.name.ends_with("_name") => String::new(),
            _ => "–".to_owned(),
        });
        cells.collect()
    });
    (headings.collect(), rows.collect())
}

/// The word of the markup for a stance.
fn side(stance: i32) -> &'static str {
    match stance {
        ..0 => "against",
        0 => "on",
        1.. => "for",
    }
}
