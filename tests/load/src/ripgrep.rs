//! The machine's own limit: how long ripgrep searches the same files.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::failure::{Outcome, fail};

/// How long `rg` takes to count the lines with `]{`, on two threads; nothing
/// where it is not installed.
pub fn ripgrep(dir: &Path, articles: usize) -> Outcome<Option<Duration>> {
    let began = Instant::now();
    let mut command = Command::new("rg");
    command
        .args(["--no-config", "-j2", "-F", "-c", "]{"])
        .arg(dir);
    let output = match command.output() {
        Ok(output) => output,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let took = began.elapsed();
    let found = output.stdout.iter().filter(|&&byte| byte == b'\n').count();
    match found < articles {
        true => fail(format!("ripgrep found tags in {found} files of {articles}")),
        false => Ok(Some(took)),
    }
}
