//! `quotemark man`

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use clap::{Args, CommandFactory};
use clap_mangen::Man;

use super::args::Arguments;
use super::output::{Ended, Failure, Outcome, exact};

/// Print the manual page
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  quotemark man | man -l -
  quotemark man --out ~/.local/share/man/man1")]
pub struct Asked {
    /// Write the page, and one for each command, into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Prints or writes the pages.
pub fn run(asked: &Asked) -> Ended {
    if let Some(folder) = &asked.out {
        fs::create_dir_all(folder)
            .and_then(|()| clap_mangen::generate_to(Arguments::command(), folder))
            .map_err(|error| {
                Failure::new(format!("{} cannot be written: {error}", folder.display()))
            })?;
        return Ok(Outcome::Clean);
    }
    let mut page = Vec::new();
    Man::new(Arguments::command()).render(&mut page)?;
    let mut out = exact();
    out.write_all(&page)?;
    out.flush()?;
    Ok(Outcome::Clean)
}
