//! `quotemark-words`: tries edits at random, and says which of them cost a word.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use quotemark_words::cases::cases;
use quotemark_words::models::Editor;
use quotemark_words::run::{self, Plan};

/// Try edits at random, and say which of them cost a word
#[derive(Debug, Parser)]
enum Command {
    /// Try edits
    ///
    /// What is found is written below target/words: the files before the edit, the request, the
    /// edit, and the files after it.
    Edits {
        /// How many edits are tried
        #[arg(long, default_value_t = 100_000)]
        edits: usize,

        /// The seed of the first round; each next one has the next seed
        #[arg(long, default_value_t = 1)]
        seed: u64,

        /// Try the round of this seed alone
        #[arg(long, conflicts_with_all = ["edits", "seed"])]
        one: Option<u64>,

        /// How many rounds go on at a time
        #[arg(long, default_value_t = 2)]
        threads: usize,

        /// The program whose commands are tried
        #[arg(long, env = "QUOTEMARK", default_value = "target/release/quotemark")]
        program: PathBuf,

        /// Where what is found is written
        #[arg(long, default_value = "target/words")]
        out: PathBuf,
    },
    /// Print cases by which the model of an editor is held to the editor, as JSON
    Cases {
        /// neovim, vscode or emacs
        editor: String,

        /// How many
        #[arg(long, default_value_t = 500)]
        count: usize,

        /// The seed of the first
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
}

fn main() -> ExitCode {
    match Command::parse() {
        Command::Edits {
            edits,
            seed,
            one,
            threads,
            program,
            out,
        } => {
            let program = std::path::absolute(&program).expect("a path");
            let tally = match one {
                Some(seed) => run::one(seed, &program),
                None => run::run(&Plan {
                    seed,
                    edits,
                    threads,
                    program,
                }),
            };
            println!("{tally}");
            for find in run::written(&tally, &out) {
                println!("\n{find}");
            }
            match tally.finds.is_empty() {
                true => ExitCode::SUCCESS,
                false => ExitCode::FAILURE,
            }
        }
        Command::Cases {
            editor,
            count,
            seed,
        } => {
            let Some(editor) = Editor::ALL.into_iter().find(|known| known.name() == editor) else {
                eprintln!("there is no model of {editor}, but of neovim, vscode and emacs");
                return ExitCode::from(2);
            };
            println!("{}", cases(editor, seed, count));
            ExitCode::SUCCESS
        }
    }
}
