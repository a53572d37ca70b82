//! The command line: one file a subcommand.
//!
//! Nothing here knows what a corpus means. Every answer comes from `features`,
//! as the server's do.

pub mod actions;
pub mod cache;
pub mod check;
pub mod command;
pub mod complete;
pub mod completions;
pub mod definition;
pub mod diff;
pub mod explain;
pub mod fix;
pub mod fmt;
pub mod hover;
pub mod import;
pub mod load;
pub mod man;
pub mod merge;
pub mod options;
pub mod output;
pub mod place;
pub mod quotes;
pub mod recover;
pub mod references;
pub mod rename;
pub mod seal;
pub mod server;
pub mod speakers;
pub mod strip;
pub mod symbols;
pub mod write;

mod cells;
mod files;
mod findings;
mod front_matter;
mod guess;
mod locations;
mod log;
mod progress;
mod report;
mod table;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use command::{Arguments, Command};

/// Does what the command line says: one line a subcommand.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return output::misuse(&error),
    };
    arguments.color.apply();
    output::exit_code(match arguments.command {
        Command::Check(asked) => check::run(&asked),
        Command::Hover(asked) => hover::run(&asked),
        Command::Definition(asked) => definition::run(&asked),
        Command::Complete(asked) => complete::run(&asked),
        Command::References(asked) => references::run(&asked),
        Command::Quotes(asked) => quotes::run(&asked),
        Command::Speakers(asked) => speakers::run(&asked),
        Command::Symbols(asked) => symbols::run(&asked),
        Command::Strip(asked) => strip::run(&asked),
        Command::Import(asked) => import::run(&asked),
        Command::Actions(asked) => actions::run(&asked),
        Command::Fix(asked) => fix::run(&asked),
        Command::Fmt(asked) => fmt::run(&asked),
        Command::Rename(asked) => rename::run(&asked),
        Command::Merge(asked) => merge::run(&asked),
        Command::Recover(asked) => recover::run(&asked),
        Command::Seal(asked) => seal::run(&asked),
        Command::Explain(asked) => explain::run(&asked),
        Command::Server(asked) => return server::run(&asked),
        Command::Cache(asked) => cache::run(&asked),
        Command::Completions(asked) => completions::run(&asked, Arguments::command()),
        Command::Man(asked) => man::run(&asked, Arguments::command()),
    })
}
