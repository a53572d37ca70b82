//! `quotemark actions`

use std::io::Write;

use serde::Serialize;

use super::corpus::at_place::{nothing_at, pointed};
use super::options::{CorpusChoice, PlaceFormat};
use super::output::{Ended, Failure, Outcome, on_one_line, plain, write_json};
use super::place::Place;
use super::write;
use crate::features::actions::{Action, Rules, actions, resolve};
use crate::syntax::TextRange;

/// List what can be done at a place, or do one of it
///
/// Mends of what is reported there come first, then changes that may be wanted, then what can
/// be done with the whole file. The words of the articles never change; only a fix of what is
/// broken takes from `quotemark strip` what is markup for certain.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark actions article.qm:12:30
  quotemark actions article.qm:12:30 --apply 1 --dry-run
  quotemark actions article.qm:12:30 --apply 1")]
pub struct Args {
    /// The place: line and column count from 1, columns in characters
    #[arg(value_name = "FILE:LINE:COL")]
    place: Place,

    /// Do what has this number in the list
    #[arg(long, value_name = "NUMBER")]
    apply: Option<usize>,

    /// With --apply, print what would change, and write nothing
    #[arg(long, short = 'n', requires = "apply")]
    dry_run: bool,

    #[command(flatten)]
    corpus: CorpusChoice,

    /// How to print the list
    #[arg(long, value_enum, default_value_t)]
    format: PlaceFormat,
}

#[derive(Serialize)]
struct Row<'a> {
    number: usize,
    title: &'a str,
    kind: &'static str,
    preferred: bool,
    /// The names of the reports that it mends.
    mends: Vec<&'static str>,
}

/// Lists, or does one.
pub fn run(args: &Args) -> Ended {
    let pointed = pointed(&args.place, &args.corpus)?;
    let rules = Rules {
        diagnostics: &pointed.settings.severities,
        cast: pointed.settings.cast.as_deref(),
    };
    let at = TextRange::new(pointed.offset, pointed.offset);
    let all: [&str; 0] = [];
    let found = actions(&pointed.corpus, pointed.file, at, &all, rules);
    if found.is_empty() {
        let json = args.format.json("[]");
        return nothing_at(&args.place, json, "nothing can be done there");
    }
    let Some(number) = args.apply else {
        return list(args.format, &found);
    };
    let action = number.checked_sub(1).and_then(|at| found.get(at));
    let action = action.ok_or_else(|| {
        Failure::new(format!(
            "there is no number {number} in the list, which goes to {}",
            found.len()
        ))
    })?;
    let (corpus, file) = (&pointed.corpus, pointed.file);
    let edit = resolve(corpus, file, &action.what, rules, &|| false)?;
    let done = on_one_line(&action.title);
    write::apply_or_print(corpus, &pointed.root.folder, &edit, args.dry_run, &done)
}

fn list(format: PlaceFormat, found: &[Action]) -> Ended {
    let rows = found.iter().enumerate().map(|(at, action)| Row {
        number: at + 1,
        title: &action.title,
        kind: action.kind.name(),
        preferred: action.is_preferred,
        mends: action.fixes.iter().map(|fixed| fixed.code.name()).collect(),
    });
    let rows: Vec<Row> = rows.collect();
    if format == PlaceFormat::Json {
        write_json(&rows)?;
        return Ok(Outcome::Clean);
    }
    let mut out = plain();
    let width = rows.len().to_string().len();
    for row in rows {
        let mends = match &row.mends[..] {
            [] => String::new(),
            mends => format!("  [{}]", mends.join(", ")),
        };
        let title = on_one_line(row.title);
        writeln!(out, "{:>width$}  {title}{mends}", row.number)?;
    }
    out.flush()?;
    Ok(Outcome::Clean)
}
