//! What is said on topics, in which words: counted over quotes that are coded.
//!
//! A corpus may hold half a million quotes, and the texts of closed files are not
//! in memory. So a bounded sample is taken: of each topic some of the files in
//! which something was last said on it. Which these are, [`Index::latest_on`] has
//! at hand, whatever the size of the corpus. They are read when somebody first
//! asks, and what was found in them is kept for as long as they stay as they are.
//! Nothing is counted while a corpus is read.
//!
//! [`Index::latest_on`]: super::Index::latest_on

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::quote_words::{CodedQuote, QuoteWords, coded_quotes};
use super::stems::Stem;
use super::{Corpus, EntityId, FileId};

/// How many files are looked into.
const FILES: usize = 96;
/// The longest file that is looked into, in bytes: many that are longer would take
/// too long to read.
const LONGEST: usize = 256 << 10;
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

/// What was found in files, for as long as they stay as they are. The moments of a
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
    fn new(files: Vec<Arc<[CodedQuote]>>) -> Self {
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

impl Corpus {
    /// The words in which something was last said on some topics, but for what
    /// stands in one file. Of all these topics files are looked into in turn, of
    /// the first ones first; it is not many in all.
    pub fn topic_words(&self, topics: &[EntityId], without: FileId) -> Arc<TopicWords> {
        let files = self.sample(topics, without);
        let hashes = files
            .iter()
            .filter_map(|file| Some(self.file(*file)?.hash()));
        let hashes: Vec<u128> = hashes.collect();
        let cache = self.topic_words_cache();
        if let Some(counted) = cache.sample(&hashes) {
            return counted;
        }
        let quotes = files.iter().filter_map(|file| self.coded_quotes(*file));
        let quotes: Vec<Arc<[CodedQuote]>> = quotes.collect();
        // What cannot be read now may be read later.
        let is_whole = quotes.len() == hashes.len();
        let counted = Arc::new(TopicWords::new(quotes));
        if is_whole {
            cache.keep_sample(hashes, counted.clone());
        }
        counted
    }

    /// Some of the latest files of all topics, the latest first, each once.
    fn sample(&self, topics: &[EntityId], without: FileId) -> Vec<FileId> {
        let index = self.index();
        let mut of_topics: Vec<_> = topics.iter().map(|topic| index.latest_on(*topic)).collect();
        let mut sample: Vec<FileId> = Vec::new();
        while !of_topics.is_empty() && sample.len() < FILES {
            of_topics.retain_mut(|files| {
                let file = files.next();
                let is_new = |file: &FileId| *file != without && !sample.contains(file);
                sample.extend(file.filter(is_new).filter(|_| sample.len() < FILES));
                file.is_some()
            });
        }
        sample.sort_by_cached_key(|number| {
            self.file(*number).map(|file| Reverse(file.dated(*number)))
        });
        sample
    }

    /// The coded quotes of a file, of which the text may have to be read; nothing
    /// where it cannot be.
    fn coded_quotes(&self, number: FileId) -> Option<Arc<[CodedQuote]>> {
        let file = self.file(number)?;
        let cache = self.topic_words_cache();
        if let Some(quotes) = cache.file(file.hash()) {
            return Some(quotes);
        }
        if file.lines().length() > LONGEST {
            return Some(Arc::default());
        }
        let quotes: Arc<[CodedQuote]> = coded_quotes(&self.source(number)?, self.ids()).into();
        cache.keep_file(file.hash(), quotes.clone());
        Some(quotes)
    }
}

impl TopicWordsCache {
    fn file(&self, hash: u128) -> Option<Arc<[CodedQuote]>> {
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.get(&hash).cloned()
    }

    fn keep_file(&self, hash: u128, quotes: Arc<[CodedQuote]>) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        // Enough for two samples that have nothing in common. Which ones go makes no
        // difference to any answer.
        if files.len() >= 2 * FILES {
            files.clear();
        }
        files.insert(hash, quotes);
    }

    fn sample(&self, hashes: &[u128]) -> Option<Arc<TopicWords>> {
        let samples = self.samples.lock().unwrap_or_else(PoisonError::into_inner);
        let found = samples.iter().find(|(other, _)| other == hashes);
        found.map(|(_, counted)| counted.clone())
    }

    fn keep_sample(&self, hashes: Vec<u128>, counted: Arc<TopicWords>) {
        let mut samples = self.samples.lock().unwrap_or_else(PoisonError::into_inner);
        if samples.len() >= SAMPLES {
            samples.remove(0);
        }
        samples.push((hashes, counted));
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::model::Source;
    use crate::syntax::TextRange;

    fn corpus(files: &[(&str, &str)]) -> Corpus {
        let mut corpus = Corpus::default();
        for (path, text) in files {
            corpus.insert_source(Path::new(path), Source::new(*text));
        }
        corpus
    }

    /// The topics of the corpus by how near the words are to their quotes.
    fn near(corpus: &Corpus, words: &str) -> Vec<String> {
        let topics = ["#tax", "#school", "#rail"].map(|id| corpus.ids().find(id));
        let topics: Vec<EntityId> = topics.into_iter().flatten().collect();
        let without = corpus.find(Path::new("a.qm")).unwrap();
        let counted = corpus.topic_words(&topics, without);
        let source = Source::new(words);
        let quote = QuoteWords::new(&source, TextRange::new(0, words.len()));
        let mut near = counted.nearness(&quote);
        assert!(
            near.iter().all(|(_, near)| (0.0..=1.001).contains(near)),
            "{near:?}"
        );
        near.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        let near = near.into_iter();
        near.map(|(topic, _)| corpus.written(topic).to_string())
            .collect()
    }

    const FILES: [(&str, &str); 3] = [
        ("a.qm", "[Nothing about anything]{by @x on #rail}"),
        (
            "b.qm",
            "[The taxes are too high]{by @ann on #tax} [and the trains late]{by @ann on #rail}",
        ),
        ("c.qm", "[The teachers are too few]{by @bob for #school}"),
    ];

    #[test]
    fn a_quote_is_near_to_those_with_its_words() {
        let corpus = corpus(&FILES);
        assert_eq!(near(&corpus, "Her taxes")[0], "#tax");
        assert_eq!(near(&corpus, "My teacher was late to school")[0], "#school");
        assert_eq!(near(&corpus, "My train")[0], "#rail");
        assert!(
            near(&corpus, "Anything").is_empty(),
            "an article is not compared with itself"
        );
    }

    #[test]
    fn what_changes_is_counted_again() {
        let mut corpus = corpus(&FILES);
        assert!(near(&corpus, "bridges").is_empty());
        let before = corpus.clone();
        let text = "[New bridges for the trains]{by @ann on #rail}";
        corpus.insert_source(Path::new("c.qm"), Source::new(text));
        assert_eq!(near(&corpus, "bridges"), ["#rail"]);
        assert!(near(&before, "bridges").is_empty());
        corpus.remove(Path::new("c.qm"));
        assert!(near(&corpus, "bridges").is_empty());
    }

    #[test]
    fn what_a_speaker_said_is_known_the_latest_first() {
        let corpus = corpus(&[
            ("a.qm", ""),
            (
                "b.qm",
                "---\ndate: 2011\n---\n\n[x]{by @ann on #tax} [y]{by @bob on #rail}",
            ),
            (
                "c.qm",
                "---\ndate: 2012\n---\n\n[x]{by @ann on #rail} [y]{by @ann, @bob on #school}",
            ),
        ]);
        let id = |id: &str| corpus.ids().find(id).unwrap();
        let topics = ["#tax", "#school", "#rail"].map(id);
        let without = corpus.find(Path::new("a.qm")).unwrap();
        let counted = corpus.topic_words(&topics, without);
        let said: Vec<EntityId> = counted.topics_of(id("@ann")).collect();
        assert_eq!(said, ["#school", "#rail", "#tax"].map(id));
    }
}
