//! Which quotes the words on topics are counted in.
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
use std::sync::Arc;

use super::quote_words::{CodedQuote, coded_quotes};
use super::topic_words::{FILES, TopicWords};
use super::{Corpus, EntityId, FileId};

/// The longest file that is looked into, in bytes: many that are longer would take
/// too long to read.
const LONGEST: usize = 256 << 10;

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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::quote_words::QuoteWords;
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
