//! What is proposed for an article: worked out when it is opened, and after changes of it.

use std::hint::black_box;
use std::path::Path;

use criterion::Criterion;
use quotemark::features::review::{ReviewRules, review};
use quotemark::model::Source;
use quotemark::proposals::{Language, proposals};

use crate::corpus::{corpus, untagged_article};

/// An article of some 700 words that nobody has tagged, by itself and as it is reviewed in a
/// corpus of ten thousand people; and one ten times as long.
pub fn proposing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("proposals");
    for (name, parts) in [("of 700 words", 7), ("of 7,000 words", 70)] {
        let words = untagged_article(parts);
        group.bench_function(name, |bench| {
            bench.iter(|| proposals(Language::English, black_box(&words), &Vec::new()));
        });
    }
    let mut corpus = corpus(10);
    let article = format!("---\ndate: 2011-11-24\n---\n\n{}", untagged_article(7));
    let file = corpus.insert_source(Path::new("/corpus/new.qm"), Source::new(article));
    let rules = ReviewRules {
        is_on: true,
        refused: None,
    };
    group.bench_function("of 700 words, reviewed", |bench| {
        bench.iter(|| review(black_box(&corpus), file, rules));
    });
    group.finish();
}
