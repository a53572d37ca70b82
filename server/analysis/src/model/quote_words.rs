//! The words of quotes, as they are compared with those of other quotes.

use std::collections::HashMap;

use super::stems::{Stem, stems};
use super::{EntityId, Ids, Source};
use crate::syntax::{BlockKind, Speaker, TextRange, plain_words};

/// How many words of a quote count, how many of the paragraph around it, and how
/// many of those with which the article begins.
const OWN: usize = 48;
const AROUND: usize = 96;
const OPENING: usize = 48;
/// What a word of the paragraph counts, and one of the article's beginning, where a
/// word of the quote counts 1.
const WEIGHT_AROUND: f32 = 0.5;
const WEIGHT_OPENING: f32 = 0.2;
/// How many quotes of an article are taken.
const QUOTES: usize = 24;

/// The words of a quote and of what stands around it, each once, with what it counts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct QuoteWords {
    /// By their numbers. Those of the quote itself count 1 at least, others less.
    pub(super) weighted: Box<[(Stem, f32)]>,
}

/// A quote that is coded.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct CodedQuote {
    /// Those who said it.
    pub speakers: Vec<EntityId>,
    /// What it is about, each once.
    pub topics: Vec<EntityId>,
    /// Its words.
    pub words: QuoteWords,
}

impl QuoteWords {
    /// The words in a range of an article, with those around it.
    pub fn new(source: &Source, range: TextRange) -> Self {
        Self::with_opening(source, range, &opening(source))
    }

    fn with_opening(source: &Source, range: TextRange, opening: &[Stem]) -> Self {
        let own = words(source, range, OWN);
        let mut weights: HashMap<Stem, f32> = HashMap::new();
        for word in &own {
            *weights.entry(*word).or_default() += 1.0;
        }
        for weight in weights.values_mut() {
            *weight = 1.0 + weight.ln();
        }
        let around = paragraph_around(source, range);
        for word in around.map_or_else(Vec::new, |around| words(source, around, AROUND)) {
            weights.entry(word).or_insert(WEIGHT_AROUND);
        }
        for word in opening {
            weights.entry(*word).or_insert(WEIGHT_OPENING);
        }
        let mut weighted: Vec<(Stem, f32)> = weights.into_iter().collect();
        weighted.sort_unstable_by_key(|(word, _)| *word);
        Self {
            weighted: weighted.into(),
        }
    }

    /// How much of a name stands in the quote: 1 where all its words do.
    pub fn share_of(&self, name: &str) -> f32 {
        let name = stems(name, OWN);
        let is_own = |word: &&Stem| {
            let found = self.weighted.binary_search_by_key(*word, |(word, _)| *word);
            found.is_ok_and(|found| self.weighted[found].1 >= 1.0)
        };
        name.iter().filter(is_own).count() as f32 / name.len().max(1) as f32
    }
}

/// The quotes of an article that say what they are about, the first of them.
pub(super) fn coded_quotes(source: &Source, ids: &Ids) -> Vec<CodedQuote> {
    let opening = opening(source);
    let quotes = source.document.quotes.iter();
    let coded = quotes.filter(|quote| !quote.clauses.topics.is_empty());
    let id = |reference| ids.of(reference, &source.text);
    let coded = coded.filter_map(|quote| {
        let mut topics: Vec<EntityId> = Vec::new();
        for topic in &quote.clauses.topics {
            let topic = id(topic.reference);
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
        let speakers = quote.clauses.speakers.iter();
        let speakers = speakers.filter_map(|speaker| match speaker {
            Speaker::Known(reference) => Some(id(*reference)),
            _ => None,
        });
        Some(CodedQuote {
            speakers: speakers.collect(),
            topics,
            words: QuoteWords::with_opening(source, *quote.fragments.first()?, &opening),
        })
    });
    coded.take(QUOTES).collect()
}

/// The words with which an article begins: those of its title and of what comes next.
fn opening(source: &Source) -> Vec<Stem> {
    let header = source.document.header.iter();
    let mut properties = header.flat_map(|header| &header.properties);
    let title = properties.find(|property| property.key(&source.text) == "title");
    let title = title.map(|title| title.value(&source.text));
    let mut found = stems(&title.unwrap_or_default(), OPENING);
    for block in &source.document.blocks {
        if found.len() >= OPENING {
            break;
        }
        if matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading { .. }) {
            found.extend(words(source, block.range, OPENING - found.len()));
        }
    }
    found
}

/// The paragraph in which a range begins.
fn paragraph_around(source: &Source, range: TextRange) -> Option<TextRange> {
    let blocks = &source.document.blocks;
    let behind = blocks.partition_point(|block| block.range.from() <= range.from());
    let block = blocks.get(behind.checked_sub(1)?)?;
    let is_around = block.kind == BlockKind::Paragraph && block.range.covers(range);
    is_around.then_some(block.range)
}

/// The article's own words in a range, `limit` of them at most.
fn words(source: &Source, range: TextRange, limit: usize) -> Vec<Stem> {
    let text = &source.text;
    // A tag takes no more than its words, as a rule.
    let mut end = range.to().min(range.from() + 64 * limit);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let range = TextRange::new(range.from(), end);
    stems(&plain_words(text, range, &source.document), limit)
}
