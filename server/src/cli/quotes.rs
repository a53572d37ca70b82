//! `quotemark quotes`

use std::collections::{HashMap, HashSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::ValueEnum;
use serde::Serialize;

use super::cells::{Sheet, safe_text};
use super::corpus::at_position::{self, Nothing, PositionArgs};
use super::corpus::load;
use super::file_position::FilePosition;
use super::filter::QuoteFilter;
use super::locations::{Locator, ShownLocation, write_lines};
use super::options::CorpusChoice;
use super::output::{Ended, Failure, Outcome, plain, say_note, styled, terminal_width, write_json};
use super::paths::home_of;
use super::table;
use crate::features::Location;
use crate::features::implementation::quotes_at;
use crate::features::quotes::{EntityLabel, QuoteRow, SpeakerKind, SpeakerThen, table as rows_of};
use crate::model::{Corpus, FileId, FoundStatement, Statement, target_at};
use crate::store::Root;
use crate::syntax::PartialDate;
use crate::tables::ids_in;

/// List quotes: of what is at a position, or by speaker, organisation, topic and date
///
/// Oldest first; a quote and its `{more}` fragments are one statement. All filters must match, and
/// without any all quotes are listed. An id may be written without the leading @, & or #, which a
/// shell may want quoted: `--of nhs` is `--of '&nhs'`.
///
/// `article_id` and `statement_id` are those of `quotemark export`, and so are the names of the
/// columns of CSV that say the same; it has a row for each quote, the speakers of a joint one in one
/// cell, separated by `; `, and so their roles, in the same order; several roles of one are separated
/// by ` / `. A speaker in words, and `?`, has no id. CSV is made for
/// spreadsheets too: a cell of words that begins with = + - @, a tab or a line break gets an
/// apostrophe before it, so that it is no formula; JSON has the words as they are. Ids are never
/// touched by that: they stand with their @, & or #, and a spreadsheet has to take their columns as
/// text. In a terminal, and there alone, control characters show as U+FFFD.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark quotes article.qm:12:30
  quotemark quotes --by @laurence-buckman --on '#outsourcing'
  quotemark quotes --of '&bma' --with-parts --from 2011-11 --to 2012 --format csv > bma.csv
  quotemark quotes --against outsourcing --for choice
  quotemark quotes --on choice --format markdown")]
pub struct Args {
    /// A person, organisation or topic at a place: line and column count from 1, columns in
    /// characters; or the corpus, as by --corpus
    #[arg(value_name = "FILE:LINE:COL|PATH")]
    place: Option<PlaceOrCorpus>,

    #[command(flatten)]
    filter: QuoteFilter,

    /// A line for each speaker of a joint quote, with the roles that are theirs
    #[arg(long)]
    per_speaker: bool,

    #[command(flatten)]
    corpus: CorpusChoice,

    /// How to print them; at a place `text`, else `table`
    #[arg(long, value_enum)]
    format: Option<QuoteFormat>,
}

/// What the quotes are of that are listed.
#[derive(Debug, Clone)]
enum PlaceOrCorpus {
    Place(FilePosition),
    Corpus(PathBuf),
}

impl FromStr for PlaceOrCorpus {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        FilePosition::from_str(written)
            .map(Self::Place)
            .or_else(|problem| match Path::new(written) {
                path if path.exists() => Ok(Self::Corpus(path.to_owned())),
                _ => Err(format!("{problem}, or the folder of a corpus")),
            })
    }
}

impl Args {
    /// The corpus, which may be named in two ways.
    fn corpus(&self) -> Result<CorpusChoice, Failure> {
        match (&self.place, &self.corpus.corpus) {
            (Some(PlaceOrCorpus::Corpus(_)), Some(_)) => Err(Failure::new(
                "the corpus is named twice, with and without --corpus; name it once",
            )),
            (Some(PlaceOrCorpus::Corpus(path)), None) => Ok(CorpusChoice {
                corpus: Some(path.clone()),
                casts: self.corpus.casts.clone(),
            }),
            _ => Ok(self.corpus.clone()),
        }
    }
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
    let choice = args.corpus()?;
    let Some(PlaceOrCorpus::Place(place)) = &args.place else {
        let (corpus, root) = load::rooted(&choice)?;
        let found = corpus.statements(&args.filter.read(&corpus)?);
        return print(
            &corpus,
            &root,
            &found,
            args,
            args.format.unwrap_or(QuoteFormat::Table),
        );
    };
    let format = args.format.unwrap_or(QuoteFormat::Text);
    let nothing = Nothing {
        message: "nothing that has quotes stands there",
        json: (format == QuoteFormat::Json).then_some("[]"),
    };
    let at = PositionArgs {
        place: place.clone(),
        corpus: choice,
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
            let chosen = at.corpus.statements(&args.filter.read(&at.corpus)?);
            let chosen: HashSet<Statement> =
                chosen.into_iter().map(|found| found.statement).collect();
            found.retain(|found| chosen.contains(&found.statement));
            print(&at.corpus, &at.root, &found, args, format)
        },
    )
}

fn print(
    corpus: &Corpus,
    root: &Root,
    statements: &[FoundStatement],
    args: &Args,
    format: QuoteFormat,
) -> Ended {
    let mut rows = rows_of(corpus, statements);
    if args.per_speaker && format != QuoteFormat::Text {
        rows = rows.into_iter().flat_map(per_speaker).collect();
    }
    let with_ids = matches!(format, QuoteFormat::Json | QuoteFormat::Csv);
    let statements = located(corpus, with_ids.then_some(root), rows);
    if statements.is_empty() && matches!(format, QuoteFormat::Text | QuoteFormat::Table) {
        say_note("there are no such quotes");
        return Ok(Outcome::Wanting);
    }
    match format {
        QuoteFormat::Text => write_lines(statements.iter().map(|listed| &listed.place))?,
        QuoteFormat::Table => write_table(&statements)?,
        QuoteFormat::Json => {
            write_json(&statements.iter().map(object).collect::<Vec<_>>())?;
        }
        QuoteFormat::Csv => write_csv(&statements)?,
        QuoteFormat::Markdown => write_markdown(&statements)?,
    }
    Ok(Outcome::clean_if(!statements.is_empty()))
}

// ---- How they are printed ---------------------------------------------------

/// A statement as it is printed.
struct Listed {
    row: QuoteRow,
    place: ShownLocation,
    /// By what tables know the article and the statement, where they are wanted.
    article_id: Option<String>,
    statement_id: Option<String>,
}

/// The rows with their places; with the ids of tables, where the root of the corpus is given.
fn located(corpus: &Corpus, root: Option<&Root>, rows: Vec<QuoteRow>) -> Vec<Listed> {
    let mut locator = Locator::new(corpus);
    let mut known: HashMap<FileId, Option<(String, Vec<String>)>> = HashMap::new();
    let rows = rows.into_iter().filter_map(|row| {
        let place = locator.shown(Location {
            file: row.file,
            range: row.range,
        })?;
        let ids = root.and_then(|root| {
            let ids = known.entry(row.file);
            let ids = ids.or_insert_with(|| ids_in(corpus, home_of(&root.folder), row.file));
            ids.as_ref()
        });
        Some(Listed {
            article_id: ids.map(|(article, _)| article.clone()),
            statement_id: ids.and_then(|(_, statements)| statements.get(row.place).cloned()),
            row,
            place,
        })
    });
    rows.collect()
}

/// A row for each speaker.
fn per_speaker(row: QuoteRow) -> Vec<QuoteRow> {
    let speakers = row.speakers.iter();
    let rows = speakers.map(|speaker| QuoteRow {
        speakers: vec![speaker.clone()],
        roles: speaker.roles.clone(),
        ..row.clone()
    });
    rows.collect()
}

#[derive(Serialize)]
struct StatementObject<'r> {
    file: &'r str,
    line: u32,
    column: u32,
    article_id: Option<&'r str>,
    statement_id: Option<&'r str>,
    #[serde(flatten)]
    row: &'r QuoteRow,
}

fn object(listed: &Listed) -> StatementObject<'_> {
    let place = &listed.place;
    StatementObject {
        file: &place.file,
        line: place.line,
        column: place.column,
        article_id: listed.article_id.as_deref(),
        statement_id: listed.statement_id.as_deref(),
        row: &listed.row,
    }
}

fn write_table(statements: &[Listed]) -> Result<(), Failure> {
    let rows: Vec<[String; 7]> = statements
        .iter()
        .map(|Listed { row, place, .. }| {
            [
                date(row),
                speaker_names(row),
                roles_then(row),
                on_behalf_of(row, |organisation| &organisation.id),
                topics(row, |topic| topic.id.clone()),
                format!("{}:{}:{}", place.file, place.line, place.column),
                words(row),
            ]
        })
        .collect();
    let mut out = styled();
    let headings = [
        "DATE",
        "SPEAKER",
        "ROLE THEN",
        "ON BEHALF OF",
        "TOPICS",
        "WHERE",
        "WORDS",
    ];
    table::write_aligned(
        &mut out,
        &headings,
        &rows,
        terminal_width(),
        &[1, 2, 3, 4, 5],
    )?;
    out.flush()?;
    Ok(())
}

fn write_markdown(statements: &[Listed]) -> Result<(), Failure> {
    let rows: Vec<[String; 9]> = statements
        .iter()
        .map(|Listed { row, place, .. }| {
            [
                date(row),
                speaker_names(row),
                roles_then(row),
                on_behalf_of(row, |organisation| &organisation.name),
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
        "Role at the time",
        "On behalf of",
        "To",
        "Topics",
        "Kind",
        "Words",
        "Where",
    ];
    let mut out = plain();
    table::write_markdown(&mut out, &headings, &rows)?;
    out.flush()?;
    Ok(())
}

fn write_csv(statements: &[Listed]) -> Result<(), Failure> {
    let mut out = Sheet::on_stdout();
    out.row([
        "file",
        "line",
        "column",
        "article_id",
        "statement_id",
        "title",
        "source_id",
        "source_name",
        "published",
        "date_text",
        "speaker_id",
        "speaker_name",
        "role_then",
        "org_ids",
        "org_names",
        "addressee_id",
        "addressee_name",
        "topics",
        "topic_names",
        "kind",
        "words",
        "speaker_kind",
    ])?;
    for listed in statements {
        let (row, place) = (&listed.row, &listed.place);
        let source = row.source.as_ref();
        out.row([
            &*safe_text(&place.file),
            &place.line.to_string(),
            &place.column.to_string(),
            &safe_text(listed.article_id.as_deref().unwrap_or_default()),
            listed.statement_id.as_deref().unwrap_or_default(),
            &safe_text(&in_one_line(row.title.as_deref().unwrap_or_default())),
            source
                .and_then(|source| source.id.as_deref())
                .unwrap_or_default(),
            &safe_text(&in_one_line(source.map_or("", |source| &source.name))),
            &written(row.published),
            &date(row),
            &speakers(row, id_in_tables),
            &safe_text(&speaker_names(row)),
            &safe_text(&roles_then(row)),
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

/// The id of a speaker as tables have it: nothing for `?`, whose kind says it.
fn id_in_tables(speaker: &SpeakerThen) -> &str {
    match speaker.kind {
        SpeakerKind::Unknown => "",
        _ => speaker.id.as_deref().unwrap_or_default(),
    }
}

fn date(row: &QuoteRow) -> String {
    written(row.date)
}

fn written(date: Option<PartialDate>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
}

/// Words of a header with their white space folded, as names and quotes have it.
fn in_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The roles of each speaker, in their order. Where none of them has any, the cell is empty.
fn roles_then(row: &QuoteRow) -> String {
    let roles = row.speakers.iter().map(|speaker| speaker.roles.join(" / "));
    let roles: Vec<String> = roles.collect();
    match roles.iter().all(String::is_empty) {
        true => String::new(),
        false => roles.join("; "),
    }
}

/// The organisations for which others spoke.
fn on_behalf_of<'r>(row: &'r QuoteRow, show: impl Fn(&'r EntityLabel) -> &'r str) -> String {
    let is_speaker = |organisation: &EntityLabel| {
        let mut speakers = row.speakers.iter();
        speakers.any(|speaker| speaker.id.as_ref() == Some(&organisation.id))
    };
    let organisations = row.organisations.iter();
    let others = organisations.filter(|organisation| !is_speaker(organisation));
    let shown: Vec<&str> = others.map(show).collect();
    shown.join("; ")
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
    let ids: Vec<&str> = named.into_iter().map(|named| &*named.id).collect();
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
