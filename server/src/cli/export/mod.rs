//! `quotemark export`

mod args;
mod articles;
mod chunks;
pub mod files;
mod format;
mod forms;
mod jsonl_in;
mod output;
mod partition;
mod target;

pub use self::args::Args;
pub use self::articles::{Wanted, root_around};
pub use self::chunks::each_chunk;
use self::chunks::{CHUNK, changed};
pub use self::files::{begin, failed, put_all};
use self::format::Format;
pub use self::forms::folder_refused;
use self::output::Output;
use self::partition::Shard;
use self::target::Target;
use std::path::Path;

use super::corpus::load::loaded_with_notes;
use super::corpus::root;
use super::interrupt::leave_nothing_half_written;
use super::output::{Ended, Failure, Outcome, say_note};
use super::paths::{Paths, absolute, home_of};
use super::progress::Progress;
use crate::alone::Cast;
use crate::features::shared::wording::counted;
use crate::model::StatementFilter;
use crate::tables::{ArticleFile, Extraction, Part, Table, TableSet, cast};

/// Writes the tables.
pub fn run(args: &Args) -> Ended {
    let target = Target::read(args)?;
    let root = match &args.path {
        None => root::chosen(None)?,
        Some(path) => articles::root_around(path)?,
    };
    if let Some(input) = &args.jsonl_in {
        let corpus = loaded_with_notes(&root, &args.casts)?.corpus;
        return from_lines(&Cast::of(corpus), input, &target, args);
    }
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
    leave_nothing_half_written();
    if target.format.is_form() {
        let written = forms::write(&corpus, &extraction, &target, args, &progress);
        progress.finish();
        let statements = written?;
        match target.format {
            Format::Popolo => say_note(&format!(
                "wrote the cast to {}",
                Paths::here().shown(&target.path)
            )),
            _ => say_what(extraction.articles(), statements, &target),
        }
        return Ok(Outcome::clean_if(!extraction.articles().is_empty()));
    }
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

/// Writes the tables of articles that are lines of JSON.
fn from_lines(alone: &Cast, input: &Path, target: &Target, args: &Args) -> Ended {
    // Whom filters name is looked for before anything is written.
    args.filter.read(alone.snapshot().corpus())?;
    let progress = Progress::new();
    leave_nothing_half_written();
    let mut output = Output::begin(target, args.force)?;
    let written = jsonl_in::write(alone, input, &mut output, target, args, &progress);
    progress.finish();
    let written = written?;
    if args.shard.is_none_or(Shard::is_first) {
        write_cast(&alone.rows(), &mut output, target)?;
    }
    output.end(args.force)?;
    say_left_out(written.flat_left_out);
    say_note(&format!(
        "wrote {} of {} to {}",
        counted(written.statements, "statement"),
        counted(written.articles, "article"),
        Paths::here().shown(&target.path)
    ));
    if written.without_name > 0 {
        say_note(&format!(
            "{} neither `id` nor `path`, so that the ids of their statements change with any \
             letter of the text; `\"id\": WORD` keeps them",
            match written.without_name {
                1 => "1 article has".to_owned(),
                number => format!("{number} articles have"),
            }
        ));
    }
    if !written.left_out.is_empty() {
        let keys: Vec<String> = written.left_out.into_iter().collect();
        say_note(&format!(
            "the table articles has no columns for the own keys {}, which were not known before its \
             first row was written; a file named by --jsonl-in is read twice for that, standard input is not",
            keys.join(", ")
        ));
    }
    Ok(Outcome::clean_if(written.articles > 0))
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
    let wanted: TableSet = target.tables.iter().copied().collect();
    let of_articles = |table: &Table| !table.is_of_cast() && *table != Table::Articles;
    let tables: Vec<Table> = target.tables.iter().copied().filter(of_articles).collect();
    let total = extraction.articles().len();
    let (mut done, mut statements) = (0, 0);
    let mut left_out = [0; 2];
    let mut articles: Vec<(Option<String>, Part)> = Vec::with_capacity(groups.len());
    for (group, files) in groups {
        for table in &tables {
            output.open(*table, &table.schema(&[]), group.as_deref())?;
        }
        let mut kept = Part::new(wanted);
        let mut chunks = files.chunks(CHUNK);
        let mut next = || chunks.next().map(|chunk| extraction.read(chunk, wanted));
        let mut made = next();
        while let Some(parts) = made {
            let mut parts = parts.map_err(changed)?;
            for part in &parts {
                kept.append(Table::Articles, part);
                statements += part.statements();
                done += part.articles();
                left_out = sum(left_out, part.left_out());
            }
            let (written, following) = rayon::join(|| output.write(&tables, &mut parts), &mut next);
            written?;
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
            output.write_rows(Table::Articles, rows)?;
            output.close()?;
        }
    }
    say_left_out(left_out);
    Ok(statements)
}

fn sum(one: [usize; 2], other: [usize; 2]) -> [usize; 2] {
    [one[0] + other[0], one[1] + other[1]]
}

/// Says that statements have fewer rows in `flat` than speakers by topics.
fn say_left_out([rows, statements]: [usize; 2]) {
    if rows > 0 {
        say_note(&format!(
            "the table flat was left without {} of {}, as speakers by topics would be more than 64 times the \
             article; statement_speakers and statement_topics have all",
            counted(rows, "row"),
            counted(statements, "statement"),
        ));
    }
}

fn write_cast(cast: &Part, output: &mut Output, target: &Target) -> Result<(), Failure> {
    for table in target.tables.iter().filter(|table| table.is_of_cast()) {
        let (schema, rows) = match table {
            Table::Entities => cast.with_own_keys(*table, &cast.own_keys(*table)),
            _ => (table.schema(&[]), cast.rows(*table).clone()),
        };
        output.open(*table, &schema, None)?;
        output.write_rows(*table, rows)?;
        output.close()?;
    }
    Ok(())
}

fn say_what(articles: &[ArticleFile], statements: usize, target: &Target) {
    say_note(&format!(
        "wrote {} of {} to {}",
        counted(statements, "statement"),
        counted(articles.len(), "article"),
        Paths::here().shown(&target.path)
    ));
    if target.format.is_form() {
        return;
    }
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
