//! `quotemark explain`

use std::io::Write;

use super::output::{Ended, Failure, Outcome, trusted};
use crate::edit_distance::nearest;
use crate::reports::Code;

/// Explain a diagnostic: what it means, an example and a fix
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark explain unknown/person
  quotemark explain --list")]
pub struct Args {
    /// The code, as `quotemark check` shows it
    #[arg(required_unless_present = "list")]
    code: Option<String>,

    /// List all codes
    #[arg(long, conflicts_with = "code")]
    list: bool,
}

/// Prints the page.
pub fn run(args: &Args) -> Ended {
    let mut out = trusted();
    match &args.code {
        Some(written) => {
            let page = found(written)?.page();
            writeln!(out, "{}", page.trim_end())?;
        }
        None => {
            for code in Code::ALL {
                let (name, severity) = (code.name(), code.default_severity().word());
                writeln!(out, "{name:<26} {severity}")?;
            }
        }
    }
    out.flush()?;
    Ok(Outcome::Clean)
}

/// The code of that name; its family may be left out.
fn found(written: &str) -> Result<Code, Failure> {
    let written = written.trim_matches(['[', ']', ' ']);
    let short = |code: &Code| code.name().rsplit('/').next().unwrap_or_default();
    let exact = Code::ALL.iter().find(|code| code.name() == written);
    let mut by_end = Code::ALL.iter().filter(|code| short(code) == written);
    if let Some(code) = exact.or_else(|| by_end.next()) {
        return Ok(*code);
    }
    let names = Code::ALL.iter().flat_map(|code| [code.name(), short(code)]);
    let similar = nearest(written, names);
    let similar = Code::ALL
        .iter()
        .find(|code| similar == Some(code.name()) || similar == Some(short(code)));
    Err(Failure::new(match similar {
        Some(similar) => format!(
            "there is no code {written}; did you mean {}?",
            similar.name()
        ),
        None => format!("there is no code {written}; `quotemark explain --list` lists them"),
    }))
}
