//! `quotemark export`

mod articles;
mod files;
mod output;
mod partition;
mod target;

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;

use self::articles::Wanted;
use self::output::Output;
use self::partition::{Partition, Shard};
use self::target::{Format, Target};
use super::corpus::load::loaded_with_notes;
use super::corpus::root;
use super::filter::QuoteFilter;
use super::options::CastsChoice;
use super::output::{Ended, Failure, Outcome, say_note};
use super::paths::{Paths, absolute, home_of};
use super::progress::Progress;
use crate::features::shared::wording::counted;
use crate::model::StatementFilter;
use crate::tables::{ArticleFile, Changed, Extraction, Part, Table, cast};

/// How many articles are read before their rows are written.
const CHUNK: usize = 2048;

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
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark export --out tables --format csv
  quotemark export --out corpus.sqlite
  quotemark export --out flat.csv --on choice --spreadsheet
  quotemark export --out tables --format parquet --partition year")]
pub struct Args {
    /// The corpus, or a folder or a file of it; left out, that of the current folder
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,

    /// A folder for a file a table, or one file
    ///
    /// A name that ends in .sqlite, .db or .xlsx is a file that holds all tables; one that ends in
    /// .csv, .jsonl or .parquet is one table: that of its name, that of --table, else `flat`.
    #[arg(long, value_name = "DIR|FILE")]
    out: PathBuf,

    /// The format; told from the name of FILE
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Only that table; several times, these
    #[arg(long, value_name = "TABLE", value_parser = tables())]
    table: Vec<String>,

    #[command(flatten)]
    filter: QuoteFilter,

    /// Only the articles that a file lists, one path a line; `-` is standard input
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,

    /// CSV for a spreadsheet: with the mark that Excel wants, and an apostrophe before texts that it
    /// would take for a formula
    #[arg(long)]
    spreadsheet: bool,

    /// A folder for each year or source of the articles, such as `statements/year=2011`
    #[arg(long, value_enum, value_name = "BY")]
    partition: Option<Partition>,

    /// Only the third of 64 parts of the articles, and so on: `3/64`
    ///
    /// Which part an article is in depends on its path alone. All parts can be written to one folder.
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,

    /// Write over files of these names that are there already
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    casts: CastsChoice,
}

fn tables() -> PossibleValuesParser {
    PossibleValuesParser::new(Table::ALL.map(Table::name))
}

/// Writes the tables.
pub fn run(args: &Args) -> Ended {
    let target = Target::read(args)?;
    let root = match &args.path {
        None => root::chosen(None)?,
        Some(path) => articles::root_around(path)?,
    };
    let corpus = loaded_with_notes(&root, &args.casts)?.corpus;
    let filter = StatementFilter {
        parts_of_topics: true,
        ..args.filter.read(&corpus)?
    };
    let home = home_of(&root.folder);
    let mut extraction = Extraction::new(&corpus, home, &filter);
    let wanted = Wanted {
        below: args.path.as_deref().map(absolute).transpose()?,
        listed: match &args.files_from {
            Some(list) => Some(articles::listed(&corpus, list)?),
            None => None,
        },
        shard: args.shard,
    };
    wanted.keep(&corpus, &mut extraction);
    articles::keys_are_single(extraction.articles())?;

    let progress = Progress::new();
    let mut output = Output::begin(&target, args.force)?;
    let written = write(&extraction, &mut output, &target, args, &progress);
    progress.finish();
    let count = written?;
    if args.shard.is_none_or(Shard::is_first) {
        write_cast(&cast(&corpus), &mut output, &target)?;
    }
    output.end(args.force)?;
    say_what(extraction.articles(), count, &target);
    Ok(Outcome::clean_if(!extraction.articles().is_empty()))
}

/// Writes the rows of all articles, and counts the statements.
fn write(
    extraction: &Extraction<'_>,
    output: &mut Output,
    target: &Target,
    args: &Args,
    progress: &Progress,
) -> Result<usize, Failure> {
    let groups = match args.partition {
        Some(by) => partition::groups(extraction, by).map_err(changed)?,
        None => vec![(None, extraction.articles().to_vec())],
    };
    let of_articles = |table: &Table| !table.is_of_cast() && *table != Table::Articles;
    let tables: Vec<Table> = target.tables.iter().copied().filter(of_articles).collect();
    let total = extraction.articles().len();
    let (mut done, mut statements) = (0, 0);
    let mut articles: Vec<(Option<String>, Part)> = Vec::with_capacity(groups.len());
    for (group, files) in groups {
        for table in &tables {
            output.open(*table, &table.schema(&[]), group.as_deref())?;
        }
        let mut kept = Part::new();
        let mut chunks = files.chunks(CHUNK);
        let mut next = || chunks.next().map(|chunk| extraction.read(chunk));
        let mut made = next();
        while let Some(parts) = made {
            let parts = parts.map_err(changed)?;
            let (written, following) = rayon::join(|| output.write(&tables, &parts), &mut next);
            written?;
            for part in &parts {
                kept.append(Table::Articles, part);
                statements += part.rows(Table::Statements).len();
                done += part.rows(Table::Articles).len();
            }
            progress.done("writing", done, total);
            made = following;
        }
        output.close()?;
        articles.push((group, kept));
    }
    if target.tables.contains(&Table::Articles) {
        let keys = articles.iter();
        let mut keys: Vec<String> = keys
            .flat_map(|(_, part)| part.own_keys(Table::Articles))
            .collect();
        keys.sort_unstable();
        keys.dedup();
        for (group, part) in &articles {
            let (schema, rows) = part.with_own_keys(Table::Articles, &keys);
            output.open(Table::Articles, &schema, group.as_deref())?;
            output.write_rows(Table::Articles, &rows)?;
            output.close()?;
        }
    }
    Ok(statements)
}

fn write_cast(cast: &Part, output: &mut Output, target: &Target) -> Result<(), Failure> {
    for table in target.tables.iter().filter(|table| table.is_of_cast()) {
        let (schema, rows) = match table {
            Table::Entities => cast.with_own_keys(*table, &cast.own_keys(*table)),
            _ => (table.schema(&[]), cast.rows(*table).clone()),
        };
        output.open(*table, &schema, None)?;
        output.write_rows(*table, &rows)?;
        output.close()?;
    }
    Ok(())
}

fn changed(Changed(path): Changed) -> Failure {
    Failure::new(format!(
        "{} has changed, or cannot be read any more, since the export began; nothing was written, \
         run it again",
        Paths::here().shown(&path)
    ))
}

fn say_what(articles: &[ArticleFile], statements: usize, target: &Target) {
    say_note(&format!(
        "wrote {} of {} to {}",
        counted(statements, "statement"),
        counted(articles.len(), "article"),
        Paths::here().shown(&target.path)
    ));
    let without = articles.iter().filter(|article| !article.has_id).count();
    if without > 0 {
        say_note(&format!(
            "{} no `id` in the header, so that the ids of their statements change when a file is \
             moved; `id: WORD` keeps them",
            match without {
                1 => "1 article has".to_owned(),
                number => format!("{number} articles have"),
            }
        ));
    }
}
