//! The words in which something is said on topics: counted over quotes that are coded.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::EntityId;
use super::quote_words::{CodedQuote, QuoteWords};
use super::stems::Stem;

/// How many files are looked into.
pub(super) const FILES: usize = 96;
/// For how many samples what was counted is kept: an article is not compared with
/// itself, so that several that are open may have one each.
const SAMPLES: usize = 2;

/// How often words are used on topics in some quotes.
#[derive(Debug, Default)]
pub struct TopicWords {
    /// By their files, the latest file first.
    files: Vec<Arc<[CodedQuote]>>,
    quotes: usize,
    /// The place of each word in `words`.
    places: HashMap<Stem, usize, foldhash::fast::RandomState>,
    words: Vec<Word>,
    /// The topics, and how long each one's list of words is as a vector.
    topics: Vec<(EntityId, f32)>,
}

/// A word of some quotes.
#[derive(Debug, Default)]
struct Word {
    /// How many quotes have it.
    quotes: u32,
    /// What it counts in those on a topic, by its place in the list of these.
    on: Vec<(u32, f32)>,
}

/// What was found in files, for as long as they stay as they are. The snapshots of a
/// corpus share it: all of it follows from the texts.
#[derive(Debug, Default)]
pub(super) struct TopicWordsCache {
    /// What files say, by what tells one text from another.
    files: Mutex<HashMap<u128, Arc<[CodedQuote]>>>,
    /// What was counted, by the texts in which it was, the latest at the end.
    samples: Mutex<Vec<(Vec<u128>, Arc<TopicWords>)>>,
}

impl TopicWords {
    /// Counts the words of the quotes in some files, the latest file first.
    pub(super) fn new(files: Vec<Arc<[CodedQuote]>>) -> Self {
        let mut counted = Self::default();
        let mut topics: HashMap<EntityId, u32> = HashMap::new();
        for quote in files.iter().flat_map(|quotes| quotes.iter()) {
            counted.quotes += 1;
            for topic in &quote.topics {
                topics.entry(*topic).or_insert_with(|| {
                    counted.topics.push((*topic, 0.0));
                    counted.topics.len() as u32 - 1
                });
            }
            for (word, _) in &quote.words.weighted {
                let place = *counted.places.entry(*word).or_insert(counted.words.len());
                if place == counted.words.len() {
                    counted.words.push(Word::default());
                }
                counted.words[place].quotes += 1;
            }
        }
        // Sums are made in the order of the quotes, so that they come out the same each time.
        for quote in files.iter().flat_map(|quotes| quotes.iter()) {
            let weighted = counted.weigh(&quote.words);
            let length = length(weighted.iter().map(|(_, weight)| *weight));
            for (word, weight) in weighted {
                let Some(place) = counted.places.get(&word) else {
                    continue;
                };
                for topic in &quote.topics {
                    let on = &mut counted.words[*place].on;
                    let topic = topics[topic];
                    match on.iter_mut().find(|(other, _)| *other == topic) {
                        Some((_, sum)) => *sum += weight / length,
                        None => on.push((topic, weight / length)),
                    }
                }
            }
        }
        for (topic, weight) in counted.words.iter().flat_map(|word| &word.on) {
            counted.topics[*topic as usize].1 += weight * weight;
        }
        for (_, length) in &mut counted.topics {
            *length = length.sqrt();
        }
        counted.files = files;
        counted
    }

    /// How near a quote is to those on each topic, from 0 to 1; the others are at 0.
    pub fn nearness(&self, quote: &QuoteWords) -> Vec<(EntityId, f32)> {
        let weighted = self.weigh(quote);
        let length = length(weighted.iter().map(|(_, weight)| *weight));
        let mut sums = vec![0.0; self.topics.len()];
        for (word, weight) in weighted {
            let word = self.places.get(&word).map(|place| &self.words[*place]);
            for (topic, on) in word.into_iter().flat_map(|word| &word.on) {
                sums[*topic as usize] += weight * on;
            }
        }
        let sums = sums.into_iter().zip(&self.topics);
        let near = sums.filter(|(sum, _)| *sum > 0.0);
        near.map(|(sum, (topic, all))| (*topic, sum / (length * all)))
            .collect()
    }

    /// What somebody's quotes are on, the latest first. Topics come once for each.
    pub fn topics_of(&self, speaker: EntityId) -> impl Iterator<Item = EntityId> + '_ {
        // In an article what comes last is the latest.
        let quotes = self.files.iter().flat_map(|quotes| quotes.iter().rev());
        let said = quotes.filter(move |quote| quote.speakers.contains(&speaker));
        said.flat_map(|quote| quote.topics.iter().copied())
    }

    /// The words of a quote, each with what it counts there by how few others have it.
    fn weigh(&self, quote: &QuoteWords) -> Vec<(Stem, f32)> {
        let all = self.quotes as f32;
        let weighted = quote.weighted.iter().map(|(word, weight)| {
            let place = self.places.get(word);
            let quotes = place.map_or(0, |place| self.words[*place].quotes);
            let rarity = ((all + 2.0) / (quotes as f32 + 0.5)).ln();
            (*word, weight * rarity.max(0.0))
        });
        weighted.collect()
    }
}

/// The length of a vector; 1 where it is nothing, so that one can divide by it.
fn length(weights: impl Iterator<Item = f32>) -> f32 {
    let sum: f32 = weights.map(|weight| weight * weight).sum();
    if sum > 0.0 { sum.sqrt() } else { 1.0 }
}

impl TopicWordsCache {
    pub(super) fn file(&self, hash: u128) -> Option<Arc<[CodedQuote]>> {
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.get(&hash).cloned()
    }

    pub(super) fn keep_file(&self, hash: u128, quotes: Arc<[CodedQuote]>) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        // Enough for two samples that have nothing in common. Which ones go makes no
        // difference to any answer.
        if files.len() >= 2 * FILES {
            files.clear();
        }
        files.insert(hash, quotes);
    }

    pub(super) fn sample(&self, hashes: &[u128]) -> Option<Arc<TopicWords>> {
        let samples = self.samples.lock().unwrap_or_else(PoisonError::into_inner);
        let found = samples.iter().find(|(other, _)| other == hashes);
        found.map(|(_, counted)| counted.clone())
    }

    pub(super) fn keep_sample(&self, hashes: Vec<u128>, counted: Arc<TopicWords>) {
        let mut samples = self.samples.lock().unwrap_or_else(PoisonError::into_inner);
        if samples.len() >= SAMPLES {
            samples.remove(0);
        }
        samples.push((hashes, counted));
    }
}
