//! `quotemark actions`

use std::io::Write;

use serde::Serialize;

use super::corpus::at_position::{self, Nothing, PositionArgs, PositionInCorpus};
use super::options::PositionFormat;
use super::output::{Ended, Failure, Outcome, on_one_line, plain, write_json};
use super::write;
use crate::features::actions::{Action, Rules, actions, resolve};
use crate::features::review::ReviewRules;
use crate::syntax::TextRange;

/// List or apply the fixes and other actions at a position
///
/// Fixes of what is reported there come first, then changes that may be wanted, then what can
/// be done with the whole file. The words of the articles never change; only a fix of what is
/// broken takes from `quotemark strip` what is markup for certain.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark actions article.qm:12:30
  quotemark actions article.qm:12:30 --apply 1 --dry-run
  quotemark actions article.qm:12:30 --apply 1")]
pub struct Args {
    /// Do what has this number in the list
    #[arg(long, value_name = "NUMBER")]
    apply: Option<usize>,

    /// With --apply, print what would change, and write nothing
    #[arg(long, short = 'n', requires = "apply")]
    dry_run: bool,

    #[command(flatten)]
    at: PositionArgs,

    /// How to print the list
    #[arg(long, value_enum, default_value_t)]
    format: PositionFormat,
}

#[derive(Serialize)]
struct Row<'a> {
    number: usize,
    title: &'a str,
    kind: &'static str,
    preferred: bool,
    /// The names of the reports that it fixes.
    fixes: Vec<&'static str>,
}

/// Lists, or does one.
pub fn run(args: &Args) -> Ended {
    let nothing = Nothing {
        message: "nothing can be done there",
        json: args.format.json("[]"),
    };
    at_position::run(
        &args.at,
        &nothing,
        |at| {
            let place = TextRange::new(at.offset, at.offset);
            let all: [&str; 0] = [];
            let found = actions(&at.corpus, at.file, place, &all, rules(at));
            (!found.is_empty()).then_some(found)
        },
        |at, found| match args.apply {
            Some(number) => apply(at, &found, number, args.dry_run),
            None => list(args.format, &found),
        },
    )
}

fn rules(at: &PositionInCorpus) -> Rules<'_> {
    Rules {
        diagnostics: &at.settings.severities,
        cast: at.settings.cast.as_deref(),
        // What somebody has refused in an editor is not asked about here.
        review: ReviewRules {
            is_on: at.settings.proposals,
            refused: None,
        },
    }
}

/// Does what has a number in the list.
fn apply(at: &PositionInCorpus, found: &[Action], number: usize, dry_run: bool) -> Ended {
    let action = number.checked_sub(1).and_then(|index| found.get(index));
    let action = action.ok_or_else(|| {
        Failure::new(format!(
            "there is no number {number} in the list, which goes to {}",
            found.len()
        ))
    })?;
    let edit = resolve(&at.corpus, at.file, &action.operation, rules(at), &|| false)?;
    let done = on_one_line(&action.title);
    write::apply_or_print(&at.corpus, &at.root.folder, &edit, dry_run, &done)
}

fn list(format: PositionFormat, found: &[Action]) -> Ended {
    let rows = found.iter().enumerate().map(|(at, action)| Row {
        number: at + 1,
        title: &action.title,
        kind: action.kind.name(),
        preferred: action.is_preferred,
        fixes: action.fixes.iter().map(|fixed| fixed.code.name()).collect(),
    });
    let rows: Vec<Row> = rows.collect();
    if format == PositionFormat::Json {
        write_json(&rows)?;
        return Ok(Outcome::Clean);
    }
    let mut out = plain();
    let width = rows.len().to_string().len();
    for row in rows {
        let fixes = match &row.fixes[..] {
            [] => String::new(),
            fixes => format!("  [{}]", fixes.join(", ")),
        };
        let title = on_one_line(row.title);
        writeln!(out, "{:>width$}  {title}{fixes}", row.number)?;
    }
    out.flush()?;
    Ok(Outcome::Clean)
}
