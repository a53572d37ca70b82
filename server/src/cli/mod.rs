//! The command line: a file or a folder for each subcommand.
//!
//! One way down: `command` (the list of all) → the subcommands → `corpus` (what they work
//! on) and `write` (what they change) → `files`, `locations`, `table` and what else reads
//! or prints → `output` → `options`, which all may use. Nothing here knows what a corpus
//! means: every answer comes from `features`, as the server's do.

pub mod actions;
pub mod cache;
pub mod check;
pub mod command;
pub mod complete;
pub mod completions;
pub mod corpus;
pub mod count;
pub mod definition;
pub mod explain;
pub mod export;
pub mod file_position;
pub mod filter;
mod fix;
pub mod fmt;
pub mod hover;
pub mod import;
mod interrupt;
pub mod man;
pub mod merge;
pub mod network;
mod new;
pub mod options;
pub mod output;
pub mod propose;
pub mod quotes;
pub mod recover;
pub mod references;
pub mod rename;
pub mod report;
pub mod seal;
pub mod server;
pub mod speakers;
pub mod strip;
pub mod symbols;
pub mod write;

mod broken_words;
mod cells;
mod files;
mod locations;
mod log;
mod losses;
mod paths;
mod progress;
mod table;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use command::{Arguments, Command};

/// Does what the command line says: one line a subcommand. The server, of which nothing
/// is known here, is run by `serve`; what that gives is then the exit code.
pub fn main(serve: impl FnOnce(&server::Args) -> ExitCode) -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return output::misuse(&error),
    };
    arguments.color.apply();
    output::exit_code(match arguments.command {
        Command::New(args) => new::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Hover(args) => hover::run(&args),
        Command::Definition(args) => definition::run(&args),
        Command::Complete(args) => complete::run(&args),
        Command::References(args) => references::run(&args),
        Command::Quotes(args) => quotes::run(&args),
        Command::Speakers(args) => speakers::run(&args),
        Command::Count(args) => count::run(&args),
        Command::Report(args) => report::run(&args),
        Command::Symbols(args) => symbols::run(&args),
        Command::Propose(args) => propose::run(&args),
        Command::Strip(args) => strip::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Actions(args) => actions::run(&args),
        Command::Fix(args) => fix::run(&args),
        Command::Fmt(args) => fmt::run(&args),
        Command::Rename(args) => rename::run(&args),
        Command::Merge(args) => merge::run(&args),
        Command::Recover(args) => recover::run(&args),
        Command::Seal(args) => seal::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Network(args) => network::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Server(args) => return serve(&args),
        Command::Cache(args) => cache::run(&args),
        Command::Completions(args) => completions::run(&args, Arguments::command()),
        Command::Man(args) => man::run(&args, Arguments::command()),
    })
}
