//! Corpora of any size, and what the language server does with them.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use quotemark_load::{failure, generate, measure, soak, work};

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
    /// Measure what a server's answers take, and check that they are right.
    Run(measure::Args),
    /// Edit and ask for a long time, and watch the memory.
    Soak(soak::Args),
    /// Count the work of keys and questions in a small and a larger corpus, and
    /// fail where it grows with the corpus.
    Count(work::Args),
    /// Do what is counted, in the corpus of a folder.
    #[command(hide = true)]
    Work { dir: PathBuf },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Generate { dir, plan } => write(&dir, &plan),
        Command::Run(args) => measure::run(&args),
        Command::Soak(args) => soak::run(&args),
        Command::Count(args) => work::compare(&args),
        Command::Work { dir } => work::work(&dir),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("quotemark-load: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(dir: &std::path::Path, plan: &generate::Plan) -> failure::Outcome<()> {
    let manifest = generate::generate(dir, plan)?;
    println!(
        "{} articles, {} people, {} files, {} bytes",
        manifest.plan.articles, manifest.people, manifest.files, manifest.bytes
    );
    Ok(())
}
