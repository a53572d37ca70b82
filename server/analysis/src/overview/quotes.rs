//! The words of the statements to which marks lead.

use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;

use super::mark::{Mark, Noted};
use crate::model::{FileId, QuoteFacts};
use crate::syntax::{EntityKind, PartialDate, TextRange};
use crate::tables::{Changed, Extraction, SpeakerRow};

/// How many characters of a statement are shown.
const LONGEST: usize = 420;

/// A statement with what is shown of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Its words, the beginning of long ones.
    pub words: String,
    /// Who said it.
    pub names: String,
    /// The same with the role then.
    pub speakers: String,
    /// When, as it is written.
    pub date: String,
    /// The topics with their sides, as the markup names them.
    pub topics: String,
    /// The article's title.
    pub title: String,
    /// The file from the corpus' root, and the line from 1.
    pub place: String,
    /// The file.
    pub file: FileId,
    /// Its first words there, in bytes; the end is not included.
    pub range: TextRange,
    /// Which of the statements that are shown it is, from 0.
    pub number: usize,
}

/// The statements of all marks, by the articles' and their own places.
pub fn read(
    extraction: &Extraction<'_>,
    marks: &[(Mark, Noted)],
) -> Result<HashMap<(usize, usize), Quote>, Changed> {
    let mut wanted: BTreeMap<usize, HashSet<usize>> = BTreeMap::new();
    for place in marks.iter().flat_map(|(_, noted)| &noted.shown) {
        wanted.entry(place.article).or_default().insert(place.quote);
    }
    let wanted: Vec<(usize, HashSet<usize>)> = wanted.into_iter().collect();
    let read = wanted.par_iter().map(|(article, places)| {
        let file = &extraction.articles()[*article];
        let opened = extraction.open(file)?;
        let quotes = places.iter().map(|place| {
            let facts = &opened.facts.quotes[*place];
            let quote = Quote {
                words: shortened(&opened.words(facts)),
                names: speakers(extraction, facts, facts.at.or(opened.facts.date), false),
                speakers: speakers(extraction, facts, facts.at.or(opened.facts.date), true),
                date: facts
                    .at
                    .or(opened.facts.date)
                    .map(|date| date.to_string())
                    .unwrap_or_default(),
                topics: topics(extraction, facts),
                title: opened.facts.title.as_deref().unwrap_or_default().to_owned(),
                place: format!("{}:{}", file.path, opened.line(facts)),
                file: file.number,
                range: facts.fragments.first().copied().unwrap_or_default(),
                number: 0,
            };
            ((*article, *place), quote)
        });
        Ok(quotes.collect::<Vec<_>>())
    });
    let read: Result<Vec<Vec<_>>, Changed> = read.collect();
    let mut read: Vec<_> = read?.into_iter().flatten().collect();
    read.sort_unstable_by_key(|(place, _)| *place);
    for (number, (_, quote)) in read.iter_mut().enumerate() {
        quote.number = number;
    }
    Ok(read.into_iter().collect())
}

fn speakers(
    extraction: &Extraction<'_>,
    facts: &QuoteFacts,
    said: Option<PartialDate>,
    with_roles: bool,
) -> String {
    let speakers = facts.speakers.iter().map(|speaker| {
        let row = SpeakerRow::new(extraction.known(), speaker, facts, said);
        match (row.name, row.role.filter(|_| with_roles)) {
            (Some(name), Some(role)) => format!("{name}, {role}"),
            (Some(name), None) => name.to_owned(),
            (None, _) => "?".to_owned(),
        }
    });
    let all: Vec<String> = speakers.collect();
    match all.is_empty() {
        true => "?".to_owned(),
        false => all.join(" · "),
    }
}

fn topics(extraction: &Extraction<'_>, facts: &QuoteFacts) -> String {
    let topics = facts.topics.iter().map(|(side, topic)| {
        debug_assert_eq!(topic.kind(), EntityKind::Topic);
        format!("{} {}", side.word(), extraction.named(*topic).0)
    });
    topics.collect::<Vec<_>>().join(" ")
}

fn shortened(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    let words = words.join(" ");
    match words.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
        None => words,
    }
}
