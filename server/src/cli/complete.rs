//! `quotemark complete`

use std::io::Write;

use serde::Serialize;

use super::corpus::at_place::{nothing_at, pointed};
use super::options::{CorpusChoice, PlaceFormat};
use super::output::{Ended, Outcome, harmless, plain, write_json};
use super::place::{Place, line_and_column};
use crate::features::completion::{Item, completion};
use crate::syntax::LineIndex;

/// List what may be written at a place, the likeliest first
///
/// In a tag, a header or a declaration; nothing in the article's own words.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark complete article.qm:12:30
  quotemark complete article.qm:12:30 --format json")]
pub struct Args {
    /// The place: line and column count from 1, columns in characters
    #[arg(value_name = "FILE:LINE:COL")]
    place: Place,

    #[command(flatten)]
    corpus: CorpusChoice,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: PlaceFormat,
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
    let pointed = pointed(&args.place, &args.corpus)?;
    let cast = pointed.settings.cast.as_deref();
    let found = completion(&pointed.corpus, pointed.file, pointed.offset, cast);
    let Some(found) = found else {
        return nothing_at(
            &args.place,
            args.format.json("[]"),
            "nothing is to be completed there",
        );
    };
    if args.format == PlaceFormat::Json {
        let items = found.items.into_iter();
        let rows: Vec<Row> = items.map(|item| row(item, &pointed.lines)).collect();
        write_json(&rows)?;
        return Ok(Outcome::Clean);
    }
    let mut out = plain();
    for item in found.items {
        let told = item.detail.into_iter().chain(item.description);
        let told: Vec<String> = told.collect();
        let line = match told.is_empty() {
            true => item.label,
            false => format!("{}\t{}", item.label, told.join(" · ")),
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
