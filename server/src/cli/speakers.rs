//! `quotemark speakers`

use std::io::Write;

use super::cells::{Sheet, bare_id, safe_text};
use super::options::{CorpusChoice, ListFormat};
use super::output::{Ended, Failure, Outcome, plain, styled, terminal_width, write_json};

use super::corpus::load;
use super::table;
use crate::features::speakers::{SpeakerRow, speakers};
use crate::syntax::EntityKind;

/// List the people and organisations and how much they say
///
/// Those who say most themselves come first. Whoever the corpus' own files name is listed, declared
/// or not, but for speakers without a name, who are others in each article: `quotemark quotes`
/// has them. Quotes are counted once: an organisation's own, those that others say on its behalf
/// (those of whom it is the organisation then, or `of` it), and all of these with those of its parts
/// at that date. In CSV, people's ids stand without their `@` and cells that
/// begin like a formula get an apostrophe; `quotemark quotes --help` says more.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark speakers
  quotemark speakers --format csv > speakers.csv")]
pub struct Args {
    #[command(flatten)]
    corpus: CorpusChoice,

    /// How to print them
    #[arg(long, value_enum, default_value_t)]
    format: ListFormat,
}

/// Prints the list.
pub fn run(args: &Args) -> Ended {
    let corpus = load::corpus(&args.corpus)?;
    let rows = speakers(&corpus);
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
        ListFormat::Table => {
            let mut out = styled();
            table::write_aligned(&mut out, HEADINGS, &cells(&rows), terminal_width(), &[1])?;
            out.flush()?;
        }
        ListFormat::Markdown => {
            let mut out = plain();
            table::write_markdown(&mut out, HEADINGS, &cells(&rows))?;
            out.flush()?;
        }
    }
    Ok(Outcome::Clean)
}

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
            bare_id(&row.named.id),
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
