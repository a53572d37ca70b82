//! What one form cannot hold of another, as it is said and listed.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use super::output::{on_one_line, say_note};
use super::paths::Paths;
use crate::coded::Loss;

/// How many places of a kind of loss are said.
const SAID: usize = 3;

/// What could not be held, by its kind.
#[derive(Default)]
pub struct Losses(BTreeMap<(&'static str, &'static str), Vec<Loss>>);

impl Losses {
    /// Adds some.
    pub fn add(&mut self, losses: Vec<Loss>) {
        for loss in losses {
            self.0.entry((loss.what, loss.done)).or_default().push(loss);
        }
    }

    /// A line for each.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn write(&self, out: &File) -> std::io::Result<()> {
        let mut out = BufWriter::new(out);
        for ((what, done), losses) in &self.0 {
            for loss in losses {
                let place = on_one_line(&loss.place);
                let detail = on_one_line(&loss.detail);
                writeln!(out, "{place}\t{what} {done}\t{detail}")?;
            }
        }
        out.flush()
    }

    /// Says of each kind what it is, and where the first are.
    pub fn say(&self, list: Option<&Path>) {
        for ((what, done), losses) in &self.0 {
            let places = losses.iter().take(SAID).map(|loss| loss.place.as_str());
            let places: Vec<&str> = places.collect();
            let more = match losses.len() - places.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let count = losses.len();
            say_note(&format!(
                "{what} {done} ({count}: {}{more})",
                places.join(", ")
            ));
        }
        match list {
            Some(list) => say_note(&format!("{} lists them all", Paths::here().shown(list))),
            None if self.0.values().any(|losses| losses.len() > SAID) => {
                say_note("--losses FILE lists every place");
            }
            None => {}
        }
    }
}
