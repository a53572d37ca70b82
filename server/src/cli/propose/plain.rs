//! What is proposed for a plain text without a corpus.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use crate::cli::corpus::load;
use crate::cli::files;
use crate::cli::options::{CorpusChoice, PositionFormat};
use crate::cli::output::{Ended, Outcome, harmless, plain, write_json};
use crate::model::Corpus;
use crate::proposals::{Known, Knowns, Language, Proposal, ProposedSpeaker, Tier, proposals};
use crate::syntax::{EntityKind, QuoteForm, TextRange};

/// A proposal as it is printed in JSON.
#[derive(Serialize)]
struct Row<'a> {
    tier: &'static str,
    kind: &'static str,
    sieve: &'static str,
    /// Code points of the words, marks included.
    fragments: Vec<[usize; 2]>,
    source: Option<[usize; 2]>,
    /// The name of the likeliest speaker.
    speaker: Option<String>,
    /// The id or words of all who may be meant, the likeliest first.
    speakers: Vec<String>,
    settled: bool,
    words: Vec<&'a str>,
}

/// Prints what is proposed for a plain text, which may name those of a corpus.
///
/// # Errors
/// When the text cannot be read.
pub fn run(file: &Path, tier: Tier, format: PositionFormat, corpus: &CorpusChoice) -> Ended {
    let words = files::read_text(file)?;
    let cast = match corpus.corpus.is_some() {
        true => knowns(&load::corpus(corpus)?),
        false => Knowns::new(),
    };
    let parted = Parted::of(&words);
    let mut found = proposals(Language::of_words(&parted.text), &parted.text, &cast);
    if format == PositionFormat::Json {
        let rows = found
            .iter()
            .filter(|one| one.tier <= tier.max(Tier::Possible))
            .map(|one| row(one, &parted, &cast));
        write_json(&rows.collect::<Vec<_>>())?;
        return Ok(Outcome::Clean);
    }
    found.retain(|one| one.tier <= tier);
    let mut out = plain();
    for one in &found {
        let parts = one.fragments.iter().map(|range| {
            let words = parted.text[range.from()..range.to()].split_whitespace();
            words.collect::<Vec<_>>().join(" ")
        });
        let parts = parts.collect::<Vec<_>>().join(" … ");
        let speakers: Vec<String> = one.speakers.iter().map(|who| written(who, &cast)).collect();
        let who = match (one.is_settled, speakers.first()) {
            (true, Some(first)) => first.clone(),
            (false, Some(_)) => format!("{}, to be chosen", speakers.join(" or ")),
            (_, None) => "?".into(),
        };
        writeln!(
            out,
            "{}: {}: {}",
            one.tier.name(),
            harmless(&who),
            harmless(&parts)
        )?;
    }
    out.flush()?;
    Ok(Outcome::Clean)
}

fn row<'a>(one: &Proposal, parted: &'a Parted, cast: &Knowns) -> Row<'a> {
    let place = |range: TextRange| [parted.place(range.from()), parted.place(range.to())];
    Row {
        tier: one.tier.name(),
        kind: match one.form {
            QuoteForm::Direct => "direct",
            QuoteForm::Mixed => "mixed",
            QuoteForm::Indirect => "indirect",
        },
        sieve: one.sieve.name(),
        fragments: one.fragments.iter().map(|range| place(*range)).collect(),
        source: one.source.map(place),
        speaker: one.speakers.first().map(|who| match who {
            ProposedSpeaker::Known(number) => {
                cast[*number].names.first().cloned().unwrap_or_default()
            }
            ProposedSpeaker::New { name, .. } => name.clone(),
            ProposedSpeaker::Words(words) => words.clone(),
        }),
        speakers: one.speakers.iter().map(|who| written(who, cast)).collect(),
        settled: one.is_settled,
        words: one
            .fragments
            .iter()
            .map(|range| &parted.text[range.from()..range.to()])
            .collect(),
    }
}

fn written(who: &ProposedSpeaker, cast: &Knowns) -> String {
    match who {
        ProposedSpeaker::Known(number) => cast[*number].id.clone(),
        ProposedSpeaker::New { name, .. } => name.clone(),
        ProposedSpeaker::Words(words) => format!("“{words}”"),
    }
}

/// The people and organisations that a corpus declares.
fn knowns(corpus: &Corpus) -> Knowns {
    let mut found = Knowns::new();
    for entity in corpus.index().named() {
        let is_person = match entity.kind() {
            EntityKind::Person => true,
            EntityKind::Organisation => false,
            EntityKind::Topic => continue,
        };
        let Some(declared) = corpus.entity(entity) else {
            continue;
        };
        let mut names = vec![declared.name().to_owned()];
        names.extend(declared.aliases().into_iter().map(str::to_owned));
        found.push(Known {
            id: corpus.written(entity).to_string(),
            names,
            is_person,
        });
    }
    found.sort_by(|one, other| one.id.cmp(&other.id));
    found
}

/// Words with a blank line after each paragraph. In a plain text a paragraph may end with
/// its line alone.
struct Parted {
    text: String,
    /// Where a line break was put in, in bytes of `text`, in order.
    put_in: Vec<usize>,
    /// The code point at each place of the original where `place` is asked for comes from
    /// here: how many code points stand before each byte.
    points: Vec<usize>,
}

impl Parted {
    fn of(words: &str) -> Self {
        let mut text = String::with_capacity(words.len());
        let mut put_in = Vec::new();
        for line in words.split_inclusive('\n') {
            text.push_str(line);
            let ends = line
                .trim_end()
                .ends_with(['.', '?', '!', '”', '"', '’', '\'', '…', ':', ';']);
            if ends && line.ends_with('\n') {
                put_in.push(text.len());
                text.push('\n');
            }
        }
        let mut points = Vec::with_capacity(text.len() + 1);
        let mut count = 0;
        for character in text.chars() {
            points.extend(std::iter::repeat_n(count, character.len_utf8()));
            count += 1;
        }
        points.push(count);
        Self {
            text,
            put_in,
            points,
        }
    }

    /// The code point of the original at a byte of `text`.
    fn place(&self, byte: usize) -> usize {
        self.points[byte] - self.put_in.partition_point(|at| *at < byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_code_points_of_the_original() {
        let parted = Parted::of("é “a.”\nb\n\nc.\r\nd");
        assert_eq!(parted.text, "é “a.”\n\nb\n\nc.\r\n\nd");
        for (word, place) in [("é", 0), ("“", 2), ("b", 7), ("c", 10), ("d", 14)] {
            let byte = parted.text.find(word).unwrap();
            assert_eq!(parted.place(byte), place, "{word}");
        }
    }
}
