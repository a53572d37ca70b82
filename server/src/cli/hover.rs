//! `quotemark hover`

use std::io::Write;

use serde::Serialize;

use super::corpus::at_position::{self, Nothing, PositionArgs, PositionInCorpus};
use super::file_position::line_and_column;
use super::options::PositionFormat;
use super::output::{Ended, Outcome, plain, write_json};
use super::paths::Paths;
use crate::features::hover::{Hover, hover};

/// Show who or what is at a position, as of the article's date
///
/// On a tag, its words, an untagged known name, a declaration or an id; on a quote's words,
/// who says them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark hover article.qm:12:30
  quotemark hover article.qm:12:30 --format json")]
pub struct Args {
    #[command(flatten)]
    at: PositionArgs,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: PositionFormat,
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
    at_position::run(
        &args.at,
        &nothing,
        |at| hover(&at.corpus, at.file, at.offset),
        |at, found| print(at, &found, args.format),
    )
}

fn print(at: &PositionInCorpus, found: &Hover, format: PositionFormat) -> Ended {
    let text = found.card.plain();
    if format == PositionFormat::Json {
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
