//! The command line.

use std::process::ExitCode;

use clap::Parser;
use quotemark::cli::args::{Arguments, Command};
use quotemark::cli::{
    actions, check, completions, definition, explain, fix, fmt, hover, import, man, merge, output,
    quotes, references, rename, seal, server, speakers, strip, symbols,
};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    arguments.color.apply();
    output::exit_code(match arguments.command {
        Command::Check(asked) => check::run(&asked),
        Command::Hover(asked) => hover::run(&asked),
        Command::Definition(asked) => definition::run(&asked),
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
        Command::Seal(asked) => seal::run(&asked),
        Command::Explain(asked) => explain::run(&asked),
        Command::Server(asked) => return server::run(&asked),
        Command::Completions(asked) => completions::run(&asked),
        Command::Man(asked) => man::run(&asked),
    })
}
