//! `quotemark symbols`

use serde::Serialize;

use super::corpus::load;
use super::locations::{self, Locator, ShownLocation};
use super::options::{CorpusChoice, PositionFormat};
use super::output::{Ended, Outcome, say_note, write_json};
use crate::features::document_symbol::SymbolKind;
use crate::features::workspace_symbol::workspace_symbol;

/// Search people, organisations and topics by name, and quotes by their words
///
/// Names, aliases and ids match fuzzily, the best first. A query that begins with a quotation
/// mark searches the words of quotes instead.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark symbols buckman
  quotemark symbols '\"private sector'")]
pub struct Args {
    /// What to look for
    query: String,

    /// At most so many
    #[arg(long, default_value_t = 100, value_name = "NUMBER")]
    limit: usize,

    #[command(flatten)]
    corpus: CorpusChoice,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: PositionFormat,
}

#[derive(Serialize)]
struct Hit {
    name: String,
    /// The id, or who said it.
    container: Option<String>,
    kind: &'static str,
    #[serde(flatten)]
    place: ShownLocation,
}

/// Prints the hits.
pub fn run(args: &Args) -> Ended {
    let corpus = load::corpus(&args.corpus)?;
    let mut locator = Locator::new(&corpus);
    let found = workspace_symbol(&corpus, &args.query, args.limit, &|| false);
    let found = found.into_iter().filter_map(|symbol| {
        Some(Hit {
            place: locator.shown(symbol.location)?,
            name: symbol.name,
            container: symbol.container,
            kind: word(symbol.kind),
        })
    });
    let found: Vec<Hit> = found.collect();
    match args.format {
        PositionFormat::Json => write_json(&found)?,
        PositionFormat::Text => locations::write_lines(found.iter().map(|hit| &hit.place))?,
    }
    if found.is_empty() && args.format == PositionFormat::Text {
        say_note(&format!("nothing matches {}", args.query));
    }
    Ok(Outcome::clean_if(!found.is_empty()))
}

fn word(kind: SymbolKind) -> &'static str {
    match kind {
        SymbolKind::Heading => "heading",
        SymbolKind::Quote => "quote",
        SymbolKind::Person => "person",
        SymbolKind::Organisation => "organisation",
        SymbolKind::Topic => "topic",
    }
}
