//! `quotemark complete`

use std::io::Write;

use serde::Serialize;

use super::corpus::at_position::{self, Nothing, PositionArgs, PositionInCorpus};
use super::file_position::line_and_column;
use super::options::PositionFormat;
use super::output::{Ended, Outcome, harmless, plain, write_json};
use crate::features::completion::{Item, completion};
use crate::syntax::LineIndex;

/// List the completions at a position, the likeliest first
///
/// In a tag, a header or a declaration; nothing in the article's own words.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark complete article.qm:12:30
  quotemark complete article.qm:12:30 --format json")]
pub struct Args {
    #[command(flatten)]
    at: PositionArgs,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: PositionFormat,
}

#[derive(Serialize)]
struct Row {
    label: String,
    detail: Option<String>,
    description: Option<String>,
    insert: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    declares: Option<New>,
}

/// What is to be declared along with it.
#[derive(Serialize)]
struct New {
    id: String,
    name: String,
}

/// Prints the items: the text, then what it is, parted by a tab.
pub fn run(args: &Args) -> Ended {
    let nothing = Nothing {
        message: "nothing is to be completed there",
        json: args.format.json("[]"),
    };
    at_position::run(
        &args.at,
        &nothing,
        |at| {
            let cast = at.settings.cast.as_deref();
            completion(&at.corpus, at.file, at.offset, cast)
        },
        |at, found| print(at, found.items, args.format),
    )
}

fn print(at: &PositionInCorpus, items: Vec<Item>, format: PositionFormat) -> Ended {
    if format == PositionFormat::Json {
        let rows = items.into_iter().map(|item| row(item, &at.lines));
        write_json(&rows.collect::<Vec<Row>>())?;
        return Ok(Outcome::Clean);
    }
    let mut out = plain();
    for item in items {
        let details = item.detail.into_iter().chain(item.description);
        let details: Vec<String> = details.collect();
        let line = match details.is_empty() {
            true => item.label,
            false => format!("{}\t{}", item.label, details.join(" · ")),
        };
        writeln!(out, "{}", harmless(&line))?;
    }
    out.flush()?;
    Ok(Outcome::Clean)
}

fn row(item: Item, lines: &LineIndex) -> Row {
    let (line, column) = line_and_column(lines, item.replace_range.from());
    let (end_line, end_column) = line_and_column(lines, item.replace_range.to());
    Row {
        label: item.label,
        detail: item.detail,
        description: item.description,
        insert: item.insert,
        line,
        column,
        end_line,
        end_column,
        declares: item.declares.map(|new| New {
            id: new.written,
            name: new.name,
        }),
    }
}
