//! What the header of an imported article says of it that nobody has said.

use std::ffi::OsStr;
use std::path::Path;

use super::guess::date::{self, DateSaid};
use crate::cli::output::say_note;
use crate::syntax::fingerprint;

/// How many hexadecimal digits of a fingerprint are in an `id`.
const ID_DIGITS: usize = 8;

/// What tables and other programs know the article by: the name of its file, so that people
/// know it too, and a part of the fingerprint of its words, which no other article has.
pub fn id_of(source: &Path, text: &str) -> String {
    let stem = source.file_stem().map(OsStr::to_string_lossy);
    let stem = stem.unwrap_or_default();
    let words = stem.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let mut id = words.join("-");
    if !id.is_empty() {
        id.push('-');
    }
    id.push_str(&fingerprint(text)[..ID_DIGITS]);
    id
}

/// The date in the name of its file or in a line of its own; of two different ones neither.
pub fn guessed_date(source: &Path, article: &str) -> Option<String> {
    let stem = source.file_stem().map(OsStr::to_string_lossy);
    match date::guessed(&stem.unwrap_or_default(), article) {
        DateSaid::Nothing => None,
        DateSaid::One(date) => Some(date),
        DateSaid::Two(one, _) => {
            say_note(&format!(
                "{} has lines with different dates ({one} is the first), so none is taken; give the date with --date",
                source.display()
            ));
            None
        }
    }
}
