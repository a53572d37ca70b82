//! What is broken so that the words of an article cannot be known for sure.

use std::path::Path;

use super::file_position::line_and_column;
use crate::syntax::{Document, LineIndex};

/// What is broken so that markup stays among the words: a line for each.
pub fn broken_words(path: &Path, text: &str, document: &Document) -> Vec<String> {
    let problems = document.problems.iter();
    let mut problems = problems
        .filter(|problem| problem.code.spoils_words())
        .peekable();
    if problems.peek().is_none() {
        return Vec::new();
    }
    let lines = LineIndex::of_file(text);
    problems
        .map(|problem| {
            let (line, column) = line_and_column(&lines, problem.range.from());
            format!("{}:{line}:{column}: {}", path.display(), problem.message)
        })
        .collect()
}
