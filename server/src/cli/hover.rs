//! `quotemark hover`

use std::io::Write;

use serde::Serialize;

use super::corpus::at_place::{nothing_at, pointed};
use super::options::{CorpusChoice, PlaceFormat};
use super::output::{Ended, Outcome, plain, write_json};
use super::paths::Paths;
use super::place::{Place, line_and_column};
use crate::features::hover::hover;

/// Say what is known of what stands at a place, as of the article's date
///
/// On a tag, its words, an untagged known name, a declaration or an id; on a quote's words,
/// who says them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark hover article.qm:12:30
  quotemark hover article.qm:12:30 --format json")]
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
    let pointed = pointed(&args.place, &args.corpus)?;
    let (corpus, file) = (&pointed.corpus, pointed.file);
    let Some(found) = hover(corpus, file, pointed.offset) else {
        return nothing_at(
            &args.place,
            args.format.json("null"),
            "nothing is known of what stands there",
        );
    };
    let text = found.card.plain();
    if args.format == PlaceFormat::Json {
        let lines = &pointed.lines;
        let (line, column) = line_and_column(lines, found.range.from());
        let (end_line, end_column) = line_and_column(lines, found.range.to());
        write_json(&Answer {
            file: Paths::here().shown(&pointed.path),
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
