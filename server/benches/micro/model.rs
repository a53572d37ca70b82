//! From what texts say to what the corpus means.

use std::hint::black_box;

use criterion::Criterion;
use quotemark::model::{Ids, Source, facts_of, known_names};
use quotemark::syntax::TextRange;

use crate::corpus::{article, corpus, file, path};

/// What an article says, as the index keeps it.
pub fn extraction(criterion: &mut Criterion) {
    let source = Source::new(article(1));
    let ids = Ids::default();
    criterion.bench_function("facts of an article", |bench| {
        bench.iter(|| facts_of(black_box(&source.text), &source.document, &ids));
    });
}

/// An open article in place of another, while a copy of the corpus is held, as it is
/// by every question. A step that grows with the corpus shows in the second.
pub fn index(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("replace an article");
    for articles in [100, 3_000] {
        let mut corpus = corpus(articles);
        let files = [1, 2].map(|number| {
            file(
                path(1).as_path(),
                Source::new(article(number)),
                &corpus,
                true,
            )
        });
        let mut number = 0;
        group.bench_function(format!("in {articles}"), |bench| {
            bench.iter(|| {
                let copy = corpus.clone();
                number = 1 - number;
                corpus.insert(files[number].clone());
                black_box(copy);
            });
        });
    }
    group.finish();
}

/// Names without a tag, among ten thousand people.
pub fn resolution(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("resolution");
    let corpus = corpus(10);
    let number = corpus.find(&path(1)).expect("the article is in the corpus");
    let source = Source::new(article(1));
    let all = TextRange::new(0, source.text.len());
    group.bench_function("known names of an article", |bench| {
        bench.iter(|| known_names(&corpus, number, black_box(&source), all));
    });
    group.bench_function("bearers of a name", |bench| {
        bench.iter(|| corpus.bearers(black_box("Dr Family4711")));
    });
    group.finish();
}
