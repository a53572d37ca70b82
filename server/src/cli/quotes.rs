//! `quotemark quotes`

use std::collections::HashSet;
use std::io::Write;

use clap::ValueEnum;
use serde::Serialize;

use super::cells::{Sheet, bare_id, safe_text};
use super::corpus::at_position::{self, Nothing, PositionArgs};
use super::corpus::load;
use super::file_position::FilePosition;
use super::locations::{Locator, ShownLocation, write_lines};
use super::options::{self, CorpusChoice};
use super::output::{Ended, Failure, Outcome, plain, say_note, styled, terminal_width, write_json};
use super::table;
use crate::features::implementation::quotes_at;
use crate::features::quotes::{EntityLabel, QuoteRow, SpeakerThen, table as rows_of};
use crate::features::{Location, lookup};
use crate::model::{Corpus, EntityId, FoundStatement, Statement, StatementFilter, target_at};
use crate::syntax::{EntityKind, PartialDate};

/// List quotes: of what stands at a place, or by speaker, organisation, topic and date
///
/// Oldest first; a quote and its `{more}` fragments are one statement. Conditions add up, and
/// without any all quotes are listed. An id may be written without its sigil, which a shell
/// may want quoted: `--of nhs` is `--of '&nhs'`.
///
/// CSV is made for spreadsheets too. A cell of words that begins with = + - @, a tab or a line
/// break gets an apostrophe before it, so that it is no formula; JSON has the words as they
/// are. Ids are never touched by that: people's stand without their `@`, organisations' with
/// `&` and topics' with `#`. In a terminal, and there alone, control characters show as U+FFFD.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark quotes article.qm:12:30
  quotemark quotes --by @laurence-buckman --on '#outsourcing'
  quotemark quotes --of '&bma' --from 2011-11 --to 2012 --format csv > bma.csv
  quotemark quotes --on choice --format markdown")]
pub struct Args {
    /// A person, organisation or topic at a place: line and column count from 1, columns in characters
    #[arg(value_name = "FILE:LINE:COL")]
    place: Option<FilePosition>,

    /// Said by that person or organisation
    #[arg(long, value_name = "@ID")]
    by: Option<String>,

    /// Said by that organisation or for it
    #[arg(long, value_name = "&ID")]
    of: Option<String>,

    /// On that topic, with or without a side
    #[arg(long, value_name = "#ID")]
    on: Option<String>,

    /// Said on that date or later: `2011`, `2011-11` or `2011-11-24`
    #[arg(long, value_name = "DATE", value_parser = options::date)]
    from: Option<PartialDate>,

    /// Said on that date or earlier
    #[arg(long, value_name = "DATE", value_parser = options::date)]
    to: Option<PartialDate>,

    #[command(flatten)]
    corpus: CorpusChoice,

    /// How to print them; at a place `text`, else `table`
    #[arg(long, value_enum)]
    format: Option<QuoteFormat>,
}

/// How quotes are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum QuoteFormat {
    /// `path:line:column: the line`
    Text,
    /// Columns; on a terminal the words are cut to its width
    Table,
    /// An array of objects
    Json,
    /// A line each, after a line of headings
    Csv,
    /// A table of Markdown
    Markdown,
}

/// Prints the quotes.
pub fn run(args: &Args) -> Ended {
    let Some(place) = &args.place else {
        let corpus = load::corpus(&args.corpus)?;
        let found = corpus.statements(&filter(args, &corpus)?);
        return print(&corpus, &found, args.format.unwrap_or(QuoteFormat::Table));
    };
    let format = args.format.unwrap_or(QuoteFormat::Text);
    let nothing = Nothing {
        message: "nothing that has quotes stands there",
        json: (format == QuoteFormat::Json).then_some("[]"),
    };
    let at = PositionArgs {
        place: place.clone(),
        corpus: args.corpus.clone(),
    };
    at_position::run(
        &at,
        &nothing,
        |at| {
            let source = at.corpus.source(at.file)?;
            let target = target_at(&at.corpus, at.file, &source, at.offset)?;
            quotes_at(&at.corpus, &target)
        },
        |at, mut found| {
            let chosen = at.corpus.statements(&filter(args, &at.corpus)?);
            let chosen: HashSet<Statement> =
                chosen.into_iter().map(|found| found.statement).collect();
            found.retain(|found| chosen.contains(&found.statement));
            print(&at.corpus, &found, format)
        },
    )
}

fn print(corpus: &Corpus, statements: &[FoundStatement], format: QuoteFormat) -> Ended {
    let statements = located(corpus, rows_of(corpus, statements));
    if statements.is_empty() && matches!(format, QuoteFormat::Text | QuoteFormat::Table) {
        say_note("there are no such quotes");
        return Ok(Outcome::Wanting);
    }
    match format {
        QuoteFormat::Text => write_lines(statements.iter().map(|(_, place)| place))?,
        QuoteFormat::Table => write_table(&statements)?,
        QuoteFormat::Json => {
            write_json(&statements.iter().map(object).collect::<Vec<_>>())?;
        }
        QuoteFormat::Csv => write_csv(&statements)?,
        QuoteFormat::Markdown => write_markdown(&statements)?,
    }
    Ok(Outcome::clean_if(!statements.is_empty()))
}

// ---- Which quotes -----------------------------------------------------------

fn filter(args: &Args, corpus: &Corpus) -> Result<StatementFilter, Failure> {
    use EntityKind::{Organisation, Person, Topic};
    let entity = |flag, written: &Option<String>, kinds: &[EntityKind]| {
        let written = written.as_deref();
        written
            .map(|written| entity(corpus, flag, written, kinds))
            .transpose()
    };
    let on = entity("--on", &args.on, &[Topic])?;
    Ok(StatementFilter {
        by: entity("--by", &args.by, &[Person, Organisation])?,
        of: entity("--of", &args.of, &[Organisation])?,
        on: on.map(|topic| (topic, None)).into_iter().collect(),
        from: args.from,
        to: args.to,
        ..StatementFilter::default()
    })
}

/// The entity that an option names, of the first kind that has the id.
fn entity(
    corpus: &Corpus,
    flag: &str,
    written: &str,
    kinds: &[EntityKind],
) -> Result<EntityId, Failure> {
    let found = lookup::entity(corpus, written, kinds);
    found.map_err(|refusal| Failure::new(format!("{flag}: {refusal}")))
}

// ---- How they are printed ---------------------------------------------------

fn located(corpus: &Corpus, rows: Vec<QuoteRow>) -> Vec<(QuoteRow, ShownLocation)> {
    let mut locator = Locator::new(corpus);
    let rows = rows.into_iter().filter_map(|row| {
        let place = locator.shown(Location {
            file: row.file,
            range: row.range,
        })?;
        Some((row, place))
    });
    rows.collect()
}

#[derive(Serialize)]
struct StatementObject<'r> {
    file: &'r str,
    line: u32,
    column: u32,
    #[serde(flatten)]
    row: &'r QuoteRow,
}

fn object((row, place): &(QuoteRow, ShownLocation)) -> StatementObject<'_> {
    StatementObject {
        file: &place.file,
        line: place.line,
        column: place.column,
        row,
    }
}

fn write_table(statements: &[(QuoteRow, ShownLocation)]) -> Result<(), Failure> {
    let rows: Vec<[String; 5]> = statements
        .iter()
        .map(|(row, place)| {
            [
                date(row),
                speaker_names(row),
                topics(row, |topic| topic.id.clone()),
                format!("{}:{}:{}", place.file, place.line, place.column),
                words(row),
            ]
        })
        .collect();
    let mut out = styled();
    let headings = ["DATE", "SPEAKER", "TOPICS", "WHERE", "WORDS"];
    table::write_aligned(&mut out, headings, &rows, terminal_width(), &[1, 2])?;
    out.flush()?;
    Ok(())
}

fn write_markdown(statements: &[(QuoteRow, ShownLocation)]) -> Result<(), Failure> {
    let rows: Vec<[String; 9]> = statements
        .iter()
        .map(|(row, place)| {
            [
                date(row),
                speaker_names(row),
                row.roles.join("; "),
                names(&row.organisations),
                names(&row.addressees),
                topics(row, |topic| topic.name.clone()),
                row.form.word().to_owned(),
                words(row),
                format!("{}:{}", place.file, place.line),
            ]
        })
        .collect();
    let headings = [
        "Date",
        "Speaker",
        "Role then",
        "For",
        "To",
        "Topics",
        "Kind",
        "Words",
        "Where",
    ];
    let mut out = plain();
    table::write_markdown(&mut out, headings, &rows)?;
    out.flush()?;
    Ok(())
}

fn write_csv(statements: &[(QuoteRow, ShownLocation)]) -> Result<(), Failure> {
    let mut out = Sheet::on_stdout();
    out.row([
        "file",
        "line",
        "column",
        "date",
        "speakers",
        "speaker_names",
        "roles",
        "organisations",
        "organisation_names",
        "addressees",
        "addressee_names",
        "topics",
        "topic_names",
        "kind",
        "words",
        "speaker_kinds",
    ])?;
    for (row, place) in statements {
        out.row([
            &*safe_text(&place.file),
            &place.line.to_string(),
            &place.column.to_string(),
            &date(row),
            &speakers(row, |speaker| {
                bare_id(speaker.id.as_deref().unwrap_or_default())
            }),
            &safe_text(&speaker_names(row)),
            &safe_text(&row.roles.join("; ")),
            &ids(&row.organisations),
            &safe_text(&names(&row.organisations)),
            &ids(&row.addressees),
            &safe_text(&names(&row.addressees)),
            &topics(row, |topic| topic.id.clone()),
            &safe_text(&topics(row, |topic| topic.name.clone())),
            row.form.word(),
            &safe_text(&words(row)),
            &speakers(row, |speaker| speaker.kind.word()),
        ])?;
    }
    out.end()
}

fn date(row: &QuoteRow) -> String {
    row.date.map_or_else(String::new, |date| date.to_string())
}

fn words(row: &QuoteRow) -> String {
    row.words.clone().unwrap_or_default()
}

/// What is shown of each speaker. One without a name has an empty id, so that
/// the lists of a row go together.
fn speakers<'r>(row: &'r QuoteRow, show: impl Fn(&'r SpeakerThen) -> &'r str) -> String {
    let shown: Vec<&str> = row.speakers.iter().map(show).collect();
    shown.join("; ")
}

fn speaker_names(row: &QuoteRow) -> String {
    speakers(row, |speaker| &speaker.name)
}

fn names<'n>(named: impl IntoIterator<Item = &'n EntityLabel>) -> String {
    let names: Vec<&str> = named.into_iter().map(|named| &*named.name).collect();
    names.join("; ")
}

fn ids<'n>(named: impl IntoIterator<Item = &'n EntityLabel>) -> String {
    let ids: Vec<&str> = named.into_iter().map(|named| bare_id(&named.id)).collect();
    ids.join("; ")
}

/// The topics with their sides.
fn topics(row: &QuoteRow, show: impl Fn(&EntityLabel) -> String) -> String {
    let topics = row.topics.iter();
    let shown: Vec<String> = topics
        .map(|(side, topic)| format!("{} {}", side.word(), show(topic)))
        .collect();
    shown.join("; ")
}
