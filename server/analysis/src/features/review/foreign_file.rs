//! A file of quotes that another program or person has found: JSON lines.

use serde::Deserialize;

use super::foreign::ForeignQuote;

/// A line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignLine {
    /// Which line, from 1.
    pub number: usize,
    /// The article: its path, from the file's folder, or the `id` of its header.
    pub article: String,
    /// The fingerprint of the article's words, as a seal has it.
    pub hash: String,
    /// What was found in it.
    pub quote: ForeignQuote,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    article: String,
    hash: String,
    spans: Vec<[usize; 2]>,
    speaker: String,
    #[serde(default)]
    clauses: String,
}

/// The lines of a file, and the numbers of those that make no sense, with why. Blank lines
/// are passed over.
pub fn foreign_lines(text: &str) -> (Vec<ForeignLine>, Vec<(usize, String)>) {
    let mut lines = Vec::new();
    let mut wrong = Vec::new();
    for (place, line) in text.lines().enumerate() {
        let number = place + 1;
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Written>(line) {
            Ok(line) => lines.push(ForeignLine {
                number,
                article: line.article,
                hash: line.hash,
                quote: ForeignQuote {
                    spans: line.spans,
                    speaker: line.speaker,
                    clauses: line.clauses,
                },
            }),
            Err(why) => wrong.push((number, format!("this line makes no sense: {why}"))),
        }
    }
    (lines, wrong)
}

/// Why a line is of no use for an article with another text.
pub fn other_text(article: &str, hash: &str) -> String {
    format!("its spans are of another text than that of {article}, whose hash is {hash}")
}
