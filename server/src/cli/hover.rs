//! `quotemark hover`

use std::io::Write;

use serde::Serialize;

use super::corpus::at_place::{self, Nothing, PlaceArgs, PlaceInCorpus};
use super::options::PlaceFormat;
use super::output::{Ended, Outcome, plain, write_json};
use super::paths::Paths;
use super::place::line_and_column;
use crate::features::hover::{Hover, hover};

/// Say what is known of what stands at a place, as of the article's date
///
/// On a tag, its words, an untagged known name, a declaration or an id; on a quote's words,
/// who says them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark hover article.qm:12:30
  quotemark hover article.qm:12:30 --format json")]
pub struct Args {
    #[command(flatten)]
    at: PlaceArgs,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: PlaceFormat,
}

#[derive(Serialize)]
struct Answer {
    file: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    text: String,
    markdown: String,
}

/// Prints the card.
pub fn run(args: &Args) -> Ended {
    let nothing = Nothing {
        message: "nothing is known of what stands there",
        json: args.format.json("null"),
    };
    at_place::run(
        &args.at,
        &nothing,
        |at| hover(&at.corpus, at.file, at.offset),
        |at, found| print(at, &found, args.format),
    )
}

fn print(at: &PlaceInCorpus, found: &Hover, format: PlaceFormat) -> Ended {
    let text = found.card.plain();
    if format == PlaceFormat::Json {
        let (line, column) = line_and_column(&at.lines, found.range.from());
        let (end_line, end_column) = line_and_column(&at.lines, found.range.to());
        write_json(&Answer {
            file: Paths::here().shown(&at.path),
            line,
            column,
            end_line,
            end_column,
            text,
            markdown: found.card.markdown(&|_| None),
        })?;
        return Ok(Outcome::Clean);
    }
    let mut out = plain();
    writeln!(out, "{text}")?;
    out.flush()?;
    Ok(Outcome::Clean)
}
