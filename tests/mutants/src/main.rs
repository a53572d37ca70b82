//! Puts many wrong lines into one build, each behind a switch.
//!
//! To build the code again for each wrong line costs much more than its tests. So all of
//! them are put in at once, and `MUTANT=17` turns the 17th on:
//!
//! ```text
//! start.first_day() <= date.last_day()
//! (if crate::mutant(17) {(start.first_day())>(date.last_day())} else {…<=…})
//! ```
//!
//! usage: quotemark-mutants FOLDER <LIST >PUT-IN
//!
//! LIST is what `cargo mutants --list --json` prints of the files below FOLDER, which are
//! changed. Printed are the numbers, which are the places in the list, of those that were
//! put in. Lines keep their numbers.

mod places;
mod written;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use serde::Deserialize;

/// A wrong line, as cargo-mutants lists it.
#[derive(Debug, Clone, Deserialize)]
struct Mutant {
    file: String,
    genre: String,
    replacement: String,
    span: Span,
    #[serde(default)]
    function: Option<Function>,
}

#[derive(Debug, Clone, Deserialize)]
struct Function {
    return_type: String,
}

/// Where it begins.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Span {
    start: Position,
}

/// A line and a column, both from 1; the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Position {
    line: usize,
    column: usize,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args()
        .nth(1)
        .ok_or("usage: quotemark-mutants FOLDER <LIST")?;
    let mut list = String::new();
    std::io::stdin().read_to_string(&mut list)?;
    let mutants: Vec<Mutant> = serde_json::from_str(&list)?;
    let mut by_file: BTreeMap<&str, Vec<(usize, &Mutant)>> = BTreeMap::new();
    for (number, mutant) in mutants.iter().enumerate() {
        by_file
            .entry(&mutant.file)
            .or_default()
            .push((number, mutant));
    }
    for (file, mutants) in by_file {
        let path = Path::new(&folder).join(file);
        let text = std::fs::read_to_string(&path)?;
        let places = places::of(&text, &mutants)?;
        for number in places.numbers() {
            println!("{number}");
        }
        std::fs::write(&path, written::with(&text, &places))?;
    }
    Ok(())
}
