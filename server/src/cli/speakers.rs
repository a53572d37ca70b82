//! `quotemark speakers`

use std::io::Write;

use super::cells::{Sheet, safe_text};
use super::filter::QuoteFilter;
use super::options::{CorpusPath, ListFormat};
use super::output::{Ended, Failure, Outcome, plain, say_note, styled, terminal_width, write_json};

use super::corpus::load;
use super::table;
use crate::features::by_role::{RoleRow, by_role};
use crate::features::speakers::{SpeakerRow, WantedSpeakers, speakers, speakers_page};
use crate::model::StatementFilter;
use crate::syntax::EntityKind;

/// List the people and organisations and how much they say
///
/// Those who say most themselves come first. Whoever the corpus' own files name is listed, declared
/// or not, but for speakers without a name, who are others in each article: `quotemark quotes`
/// has them. Quotes are counted once: an organisation's own, those that others say on its behalf
/// (those of whom it is the organisation then, or `of` it), and all of these with those of its parts
/// at that date. With a filter
/// those are listed who say what it wants, or on whose behalf it is said, with these quotes alone.
/// In CSV, cells of words that begin like a formula get an apostrophe; `quotemark quotes --help`
/// says more.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark speakers
  quotemark speakers --against '#outsourcing'
  quotemark speakers --by-role
  quotemark speakers --format csv > speakers.csv")]
pub struct Args {
    #[command(flatten)]
    filter: QuoteFilter,

    /// Only people who are quoted in several articles in different roles: each role with its dates
    #[arg(long)]
    by_role: bool,

    #[command(flatten)]
    corpus: CorpusPath,

    /// How to print them
    #[arg(long, value_enum, default_value_t)]
    format: ListFormat,
}

/// Prints the list.
pub fn run(args: &Args) -> Ended {
    let corpus = load::corpus(&args.corpus.choice())?;
    let filter = args.filter.read(&corpus)?;
    if args.by_role {
        return print_roles(&by_role(&corpus, &filter), args.format);
    }
    let rows = match filter == StatementFilter::default() {
        true => speakers(&corpus),
        false => {
            let wanted = WantedSpeakers {
                said: Some(filter),
                limit: usize::MAX,
                ..WantedSpeakers::default()
            };
            speakers_page(&corpus, &wanted, &|| false).speakers
        }
    };
    const HEADINGS: [&str; 8] = [
        "ID",
        "NAME",
        "OWN QUOTES",
        "ON BEHALF",
        "WITH PARTS",
        "MENTIONS",
        "ARTICLES",
        "ROLES",
    ];
    match args.format {
        ListFormat::Json => write_json(&rows)?,
        ListFormat::Csv => write_csv(&rows)?,
        ListFormat::Table => write_table(&HEADINGS, &cells(&rows))?,
        ListFormat::Markdown => write_markdown(&HEADINGS, &cells(&rows))?,
    }
    Ok(Outcome::Clean)
}

fn write_table(headings: &[&str], rows: &[impl AsRef<[String]>]) -> Result<(), Failure> {
    let mut out = styled();
    table::write_aligned(&mut out, headings, rows, terminal_width(), &[1])?;
    Ok(out.flush()?)
}

fn write_markdown(headings: &[&str], rows: &[impl AsRef<[String]>]) -> Result<(), Failure> {
    let mut out = plain();
    table::write_markdown(&mut out, headings, rows)?;
    Ok(out.flush()?)
}

// ---- By role ----------------------------------------------------------------

fn print_roles(rows: &[RoleRow], format: ListFormat) -> Ended {
    const HEADINGS: [&str; 7] = [
        "ID",
        "NAME",
        "ROLE THEN",
        "FROM",
        "TO",
        "QUOTES",
        "ARTICLES",
    ];
    let cells = |row: &RoleRow| {
        [
            row.named.id.clone(),
            row.named.name.clone(),
            row.roles.join(" / "),
            row.from.clone().unwrap_or_default(),
            row.to.clone().unwrap_or_default(),
            row.quotes.to_string(),
            row.articles.to_string(),
        ]
    };
    let cells: Vec<[String; 7]> = rows.iter().map(cells).collect();
    match format {
        ListFormat::Json => write_json(&rows)?,
        ListFormat::Csv => {
            let mut out = Sheet::on_stdout();
            out.row(["id", "name", "roles", "from", "to", "quotes", "articles"])?;
            for [id, name, roles, from, to, quotes, articles] in &cells {
                let (name, roles) = (safe_text(name), safe_text(roles));
                out.row([id, &*name, &*roles, from, to, quotes, articles])?;
            }
            out.end()?;
        }
        ListFormat::Table if rows.is_empty() => {
            say_note("nobody is quoted in several articles in different roles");
        }
        ListFormat::Table => write_table(&HEADINGS, &cells)?,
        ListFormat::Markdown => write_markdown(&HEADINGS, &cells)?,
    }
    Ok(Outcome::clean_if(!rows.is_empty()))
}

// ---- Everybody --------------------------------------------------------------

fn cells(rows: &[SpeakerRow]) -> Vec<[String; 8]> {
    rows.iter()
        .map(|row| {
            [
                row.named.id.clone(),
                row.named.name.clone(),
                row.quotes.to_string(),
                of_organisation(row, row.on_behalf),
                of_organisation(row, row.with_parts),
                row.mentions.to_string(),
                row.articles.to_string(),
                row.roles.join("; "),
            ]
        })
        .collect()
}

/// A number that only organisations have.
fn of_organisation(row: &SpeakerRow, number: Option<usize>) -> String {
    match (row.kind, number) {
        (EntityKind::Organisation, Some(number)) => number.to_string(),
        _ => String::new(),
    }
}

fn write_csv(rows: &[SpeakerRow]) -> Result<(), Failure> {
    let mut out = Sheet::on_stdout();
    out.row([
        "id",
        "name",
        "kind",
        "quotes",
        "on_behalf",
        "with_parts",
        "mentions",
        "articles",
        "roles",
    ])?;
    for row in rows {
        out.row([
            &*row.named.id,
            &safe_text(&row.named.name),
            row.kind.word(),
            &row.quotes.to_string(),
            &of_organisation(row, row.on_behalf),
            &of_organisation(row, row.with_parts),
            &row.mentions.to_string(),
            &row.articles.to_string(),
            &safe_text(&row.roles.join("; ")),
        ])?;
    }
    out.end()
}
