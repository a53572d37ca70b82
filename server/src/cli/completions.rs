//! `quotemark completions`

use std::io::Write;

use clap::Command;
use clap_complete::Shell;

use super::output::{Ended, Outcome, trusted};

/// Print the completions for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark completions bash > ~/.local/share/bash-completion/completions/quotemark
  quotemark completions fish > ~/.config/fish/completions/quotemark.fish
  quotemark completions zsh > ~/.zfunc/_quotemark")]
pub struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints those of a program with these commands.
pub fn run(args: &Args, mut command: Command) -> Ended {
    // The generator would panic on a broken pipe, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "quotemark", &mut script);
    let mut out = trusted();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Outcome::Clean)
}
