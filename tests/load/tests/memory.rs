//! How much memory an article costs, counted where it is asked for: what the
//! system tells of a process depends on the machine and on the moment.

use std::path::Path;
use std::sync::Arc;

use peak_alloc::PeakAlloc;
use quotemark::model::Corpus;
use quotemark::settings::Limits;
use quotemark::store::{Depth, Disk, articles, read_articles};
use quotemark_load::generate::{Plan, generate};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// How many bytes one more article may cost, with the people and organisations
/// that come with it.
const BYTES_AN_ARTICLE: usize = 2_000;

/// How many bytes a corpus takes that was read from the disk and is closed.
fn taken(dir: &Path, articles_in_it: usize) -> usize {
    let plan = Plan {
        articles: articles_in_it,
        seed: 1,
        big_article: None,
        one_cast: false,
    };
    generate(dir, &plan).unwrap();
    let files = articles(dir, Depth::Everything, Limits::default());
    assert!(files.len() > articles_in_it);
    let before = MEMORY.current_usage();
    let mut corpus = Corpus::new(Arc::new(Disk));
    let ids = corpus.ids().clone();
    read_articles(&files, &ids, Limits::default(), |read| {
        corpus.insert_all(read.into_iter().map(Result::unwrap).collect());
        true
    });
    drop(ids);
    assert_eq!(corpus.len(), files.len());
    let taken = MEMORY.current_usage() - before;
    drop(corpus);
    taken
}

#[test]
fn an_article_costs_a_bounded_amount_of_memory() {
    let dir = tempfile::tempdir().unwrap();
    // A first one, so that what is made once is not counted.
    taken(&dir.path().join("first"), 100);
    let small = taken(&dir.path().join("small"), 1_000);
    let large = taken(&dir.path().join("large"), 4_000);
    let cost = (large - small) / 3_000;
    println!("{small} and {large} bytes: {cost} for one more article");
    assert!(
        cost <= BYTES_AN_ARTICLE,
        "one more article costs {cost} bytes"
    );
}
