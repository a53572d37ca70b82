//! Corpora of any size, and what the language server does with them.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod generate;

/// Corpora of any size, and what the language server does with them.
#[derive(Parser)]
#[command(name = "quotemark-load")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write a corpus, the same one for the same seed.
    Generate {
        /// The folder to write it into, which must not exist or be empty.
        dir: PathBuf,
        #[command(flatten)]
        plan: generate::Plan,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Generate { dir, plan } => generate::generate(&dir, &plan).map(|manifest| {
            println!(
                "{} articles, {} people, {} files, {} bytes",
                manifest.articles, manifest.people, manifest.files, manifest.bytes
            );
        }),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("quotemark-load: {error}");
            ExitCode::FAILURE
        }
    }
}
