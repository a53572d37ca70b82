//! A bar on the terminal for what takes long.

use std::io::{self, IsTerminal};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// How long a command may take before a bar is worth looking at.
const PATIENCE: Duration = Duration::from_secs(1);

/// How far a command has come. Nothing is shown before a second has passed,
/// nor where standard error is no terminal.
pub struct Progress {
    started: Instant,
    is_shown: bool,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    /// Begins to count.
    pub fn new() -> Self {
        Self {
            started: Instant::now(),
            is_shown: io::stderr().is_terminal(),
            bar: OnceLock::new(),
        }
    }

    /// Says how much is done of what there is.
    pub fn done(&self, what: &'static str, done: usize, total: usize) {
        if !self.is_shown || self.started.elapsed() < PATIENCE {
            return;
        }
        let bar = self.bar.get_or_init(|| {
            let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}");
            let bar = ProgressBar::new(0);
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar
        });
        bar.set_message(what);
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    }

    /// Says how much is done where nobody knows how much there is.
    pub fn counted(&self, what: &'static str, done: usize) {
        if !self.is_shown || self.started.elapsed() < PATIENCE {
            return;
        }
        let bar = self.bar.get_or_init(|| {
            let style = ProgressStyle::with_template("{pos} {msg}");
            let bar = ProgressBar::no_length();
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
            bar
        });
        bar.set_message(what);
        bar.set_position(done as u64);
    }

    /// Does something that writes to the terminal, the bar out of its way.
    pub fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        match self.bar.get() {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

impl Default for Progress {
    fn default() -> Self {
        Self::new()
    }
}
