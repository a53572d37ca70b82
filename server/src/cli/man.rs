//! `quotemark man`

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Command;
use clap_mangen::Man;

use super::output::{Ended, Failure, Outcome, trusted};
use super::write::messages;
use crate::store::writing::Destination;

/// Print the manual page
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark man | man -l -
  quotemark man --out ~/.local/share/man/man1")]
pub struct Args {
    /// Write the page, and one for each command, into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Prints or writes the pages of a program with these commands.
pub fn run(args: &Args, command: Command) -> Ended {
    if let Some(folder) = &args.out {
        let mut command = command.disable_help_subcommand(true);
        command.build();
        write_pages(&command, folder)?;
        return Ok(Outcome::Clean);
    }
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    let mut out = trusted();
    out.write_all(&page)?;
    out.flush()?;
    Ok(Outcome::Clean)
}

/// Writes the page of a command, and those of the commands in it.
fn write_pages(command: &Command, folder: &Path) -> Result<(), Failure> {
    for inner in command
        .get_subcommands()
        .filter(|inner| !inner.is_hide_set())
    {
        write_pages(inner, folder)?;
    }
    let page = Man::new(command.clone());
    let mut text = Vec::new();
    page.render(&mut text)?;
    let written = Destination::at(&folder.join(page.get_filename()), true);
    let written = written.and_then(|file| file.write(&text, true));
    written.map_err(|refused| Failure::new(messages::refusal(&refused)))
}
