//! How many closed files the answers read, counted: it must not grow with the corpus.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::features::{
    completion, definition, hover, implementation, inlay_hint, references, workspace_symbol,
};
use crate::model::{Corpus, File, FileId, Source, Texts, facts_of};
use crate::syntax::TextRange;

const CAST: &str = "\
@ann: Ann Lee
    also: Dr Lee
    role: chair of &bma, 2000..
@bob: Bob
&bma: BMA
#cuts: Cuts
";

const ARTICLE: &str = "\
---
date: 2021-12
---

[Ann Lee]{@ann} said [no]{by @ann on #cuts}. Bob [heard]{by &bma}. [She]{@nobody}. [x]{by }
";

/// Closed files, and how often one was read.
#[derive(Default)]
struct Counting {
    texts: HashMap<PathBuf, String>,
    reads: AtomicUsize,
}

impl Texts for Counting {
    fn text(&self, path: &Path) -> Option<String> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        self.texts.get(path).cloned()
    }
}

/// A corpus of so many closed articles and an open one.
fn corpus(articles: usize) -> (Corpus, Arc<Counting>, FileId) {
    let mut counting = Counting::default();
    for number in 0..articles {
        let (year, month) = (2001 + number % 20, 1 + number % 12);
        let text = ARTICLE.replace("2021-12", &format!("{year}-{month:02}"));
        let text = format!("{text}\nThe article {number}.\n");
        counting.texts.insert(format!("{number}.qm").into(), text);
    }
    counting.texts.insert("cast.qm".into(), CAST.into());
    let counting = Arc::new(counting);
    let mut corpus = Corpus::new(counting.clone());
    for (path, text) in &counting.texts {
        let source = Source::new(text.as_str());
        let facts = facts_of(&source.text, &source.document, corpus.ids());
        corpus.insert(File::new(path.as_path().into(), facts.into(), None));
    }
    let open = corpus.insert_source(Path::new("open.qm"), Source::new(ARTICLE));
    (corpus, counting, open)
}

#[test]
fn an_answer_reads_as_many_files_in_a_large_corpus_as_in_a_small_one() {
    let reads = |articles: usize| -> Vec<usize> {
        let (corpus, counting, open) = corpus(articles);
        let at = |words: &str| ARTICLE.find(words).map(|at| at + words.len()).unwrap_or(0);
        let (person, organisation, topic) = (at("{@an"), at("by &bm"), at("on #cu"));
        let asked: [&dyn Fn() -> bool; 10] = [
            &|| hover::hover(&corpus, open, person).is_some(),
            &|| hover::hover(&corpus, open, organisation).is_some(),
            &|| hover::hover(&corpus, open, topic).is_some(),
            &|| definition::definition(&corpus, open, person).is_some(),
            &|| references::references(&corpus, open, person, true).is_some(),
            &|| implementation::implementation(&corpus, open, person).is_some(),
            &|| completion::completion(&corpus, open, at("[x]{by "), None).is_some(),
            &|| !workspace_symbol::workspace_symbol(&corpus, "lee", 9, &|| false).is_empty(),
            &|| {
                let all = TextRange::new(0, ARTICLE.len());
                let settings = crate::settings::Hints::default();
                !inlay_hint::inlay_hint(&corpus, open, all, settings).is_empty()
            },
            &|| {
                !crate::features::diagnostics::diagnostics(&corpus, open, &Default::default())
                    .is_empty()
            },
        ];
        let asked = asked.iter().enumerate().map(|(number, ask)| {
            counting.reads.store(0, Ordering::Relaxed);
            assert!(ask(), "the question {number} has an answer");
            counting.reads.load(Ordering::Relaxed)
        });
        asked.collect()
    };
    let (small, large) = (reads(30), reads(300));
    assert_eq!(small, large);
    assert!(small.iter().all(|reads| *reads <= 3), "{small:?}");
}

/// Topics are compared with a sample of what is coded, which is read once.
#[test]
fn topics_are_compared_with_as_many_files_in_a_large_corpus_as_in_a_small_one() {
    let reads = |articles: usize| {
        let (corpus, counting, open) = corpus(articles);
        let at = ARTICLE.find("on #cu").unwrap() + "on #".len();
        let ask = || {
            counting.reads.store(0, Ordering::Relaxed);
            assert!(completion::completion(&corpus, open, at, None).is_some());
            counting.reads.load(Ordering::Relaxed)
        };
        [ask(), ask()]
    };
    let small = reads(60);
    assert_eq!(small, reads(600));
    assert!((10..20).contains(&small[0]) && small[1] == 0, "{small:?}");
}
