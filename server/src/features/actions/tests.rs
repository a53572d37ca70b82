//! What is offered, and what it comes to. Every action that is applied in
//! these tests keeps the words, breaks nothing and mends what it says it mends.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;
use crate::features::diagnostics::Severity;
use crate::features::edit::applied;
use crate::syntax::{Parser, strip};

const ALL: [&str; 0] = [];

fn settings() -> Settings {
    let mut settings = Settings::default();
    settings
        .severities
        .insert(Code::NameUntagged, Some(Severity::Hint));
    settings
}

/// A corpus of files that begin with `//- name` lines, with the cursor at `$0`
/// or the selection between `$<` and `$>`.
fn corpus_at(fixture: &str) -> (Corpus, FileId, TextRange) {
    let mut corpus = Corpus::default();
    let mut place = None;
    for part in fixture.trim_start().split("//- ").skip(1) {
        let (name, marked) = part.split_once('\n').unwrap_or((part, ""));
        let text = ["$0", "$<", "$>"]
            .iter()
            .fold(marked.to_owned(), |text, mark| text.replace(mark, ""));
        let file = corpus.insert_source(Path::new(name), Source::new(text));
        let from = marked.find("$0").or_else(|| marked.find("$<"));
        if let Some(from) = from {
            let to = marked.find("$>").map_or(from, |to| to - 2);
            place = Some((file, TextRange::new(from, to)));
        }
    }
    let (file, range) = place.expect("the fixture marks a place");
    (corpus, file, range)
}

fn offered(fixture: &str) -> Vec<Action> {
    let (corpus, file, range) = corpus_at(fixture);
    actions(&corpus, file, range, &ALL, &settings())
}

/// The titles of what is offered, but for what is offered everywhere; a star
/// before those that are preferred.
fn titles(fixture: &str) -> Vec<String> {
    let offered = offered(fixture).into_iter();
    let offered = offered.filter(|action| !action.kind.is_source() && !allow::is_last(action));
    let shown = offered.map(|action| {
        let star = if action.is_preferred { "* " } else { "" };
        format!("{star}{}", action.title)
    });
    shown.collect()
}

/// The files that an action changes, each below a line with its name.
fn chosen(fixture: &str, title: &str) -> String {
    let (corpus, file, range) = corpus_at(fixture);
    let actions = actions(&corpus, file, range, &ALL, &settings());
    let titles: Vec<&str> = actions.iter().map(|action| &*action.title).collect();
    let action = actions.iter().find(|action| action.title == title);
    let action = action.unwrap_or_else(|| panic!("{title} is not among {titles:#?}"));
    let edit = resolve(&corpus, file, &action.what, &settings(), &|| false)
        .unwrap_or_else(|refusal| panic!("{title}: {refusal}"));
    assert_sound(&corpus, file, action, &edit);
    shown(&corpus, &edit)
}

fn shown(corpus: &Corpus, edit: &CorpusEdit) -> String {
    let changed = edit.changes.iter().map(|(file, changes)| {
        let text = corpus.source(*file).unwrap().text;
        let path = corpus.file(*file).unwrap().path.display().to_string();
        (path, applied(&text, changes).unwrap())
    });
    let created = edit.created.iter();
    let created = created.map(|(path, text)| (path.display().to_string(), text.clone()));
    let files: BTreeMap<String, String> = changed.chain(created).collect();
    let files = files
        .iter()
        .map(|(path, text)| format!("//- {path}\n{text}"));
    files.collect()
}

/// Makes sure that an action keeps the words, brings in no mistake of form, and
/// mends what it says it mends.
fn assert_sound(corpus: &Corpus, file: FileId, action: &Action, edit: &CorpusEdit) {
    let mut after = corpus.clone();
    let title = &action.title;
    for (changed, changes) in &edit.changes {
        let source = corpus.source(*changed).unwrap();
        let path = corpus.file(*changed).unwrap().path.clone();
        let new = applied(&source.text, changes).unwrap();
        let spoilt = source.document.problems.iter();
        if !spoilt.clone().any(|problem| problem.kind.spoils_words()) {
            let document = Parser::new().read(&new);
            assert_eq!(
                strip(&new, &document),
                strip(&source.text, &source.document),
                "{title}"
            );
        }
        after.insert_source(&path, Source::new(new));
    }
    for (path, text) in &edit.created {
        after.insert_source(path, Source::new(&**text));
    }
    let changed: Vec<FileId> = edit.changes.keys().copied().collect();
    let before_counts = counts(corpus, &changed);
    let after_counts = counts(&after, &changed);
    for (code, count) in &after_counts {
        let is_form = code.name().starts_with("syntax/")
            || matches!(
                code,
                Code::DateMalformed
                    | Code::DateReversed
                    | Code::DeclarationDuplicate
                    | Code::QuoteDanglingMore
            );
        let before = before_counts.get(code).copied().unwrap_or(0);
        assert!(
            !is_form || *count <= before,
            "{title} brings in {}: {}",
            code.name(),
            self::shown(corpus, edit)
        );
    }
    let reports = diagnostics(&after, file, &settings());
    let before = diagnostics(corpus, file, &settings());
    for fixed in &action.fixes {
        let of_code = |reports: &[Diagnostic]| {
            reports
                .iter()
                .filter(|report| report.code == fixed.code)
                .count()
        };
        assert!(
            of_code(&reports) < of_code(&before),
            "{title} leaves {} at {:?}: {edit:?}",
            fixed.code.name(),
            fixed.range
        );
    }
}

fn counts(corpus: &Corpus, files: &[FileId]) -> BTreeMap<Code, usize> {
    let mut counts = BTreeMap::new();
    for file in files {
        for report in diagnostics(corpus, *file, &settings()) {
            *counts.entry(report.code).or_default() += 1;
        }
    }
    counts
}

// ---- The examples and the reference ------------------------------------------

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn folder(name: &str) -> Corpus {
    let mut corpus = Corpus::default();
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("examples").join(name))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "qm"))
        .collect();
    files.sort();
    for path in files {
        if let Ok(text) = fs::read_to_string(&path) {
            corpus.insert_source(&path, Source::new(text));
        }
    }
    corpus
}

#[test]
fn every_action_in_the_examples_keeps_the_words_and_mends_what_it_says() {
    let mut tried = 0;
    for name in ["commissioning", "mistakes"] {
        let corpus = folder(name);
        for (file, _) in corpus.files() {
            let source = corpus.source(file).unwrap();
            let reports = diagnostics(&corpus, file, &settings());
            let reported = reports.iter().map(|report| report.range);
            let spans = source.document.spans.iter();
            let tags = spans
                .clone()
                .map(|span| TextRange::new(span.tag_range.from() + 1, span.tag_range.from() + 1));
            let words = spans.map(|span| span.words);
            let declared = source.document.declarations.iter();
            let declared = declared.map(|declared| declared.reference.range);
            let places = reported.chain(tags).chain(words).chain(declared);
            let places: Vec<TextRange> = places.collect();
            for place in places {
                for action in actions(&corpus, file, place, &ALL, &settings()) {
                    if action.kind.is_source() || matches!(action.what, What::TagInCorpus { .. }) {
                        continue;
                    }
                    let edit = resolve(&corpus, file, &action.what, &settings(), &|| false)
                        .unwrap_or_else(|refusal| panic!("{}: {refusal}", action.title));
                    assert!(!edit.is_empty(), "{}", action.title);
                    assert_sound(&corpus, file, &action, &edit);
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 500, "only {tried} were tried");
}

/// The first example of a page, as a corpus of one file.
fn example(code: Code) -> Option<(Corpus, FileId, Diagnostic)> {
    let block = code.page().split("```quotemark\n").nth(1)?;
    let text = block.split("```").next()?;
    let mut corpus = Corpus::default();
    let file = corpus.insert_source(Path::new("a.qm"), Source::new(text));
    let reports = diagnostics(&corpus, file, &settings());
    let report = reports.into_iter().find(|report| report.code == code)?;
    Some((corpus, file, report))
}

#[test]
fn print_pages() {
    for &code in Code::ALL {
        let Some((corpus, file, report)) = example(code) else {
            println!("== {}: none", code.name());
            continue;
        };
        println!("== {}: {}", code.name(), report.message);
        for action in actions(&corpus, file, report.range, &["quickfix"], &settings()) {
            if action.fixes.iter().any(|f| f.code == code) {
                println!(
                    "   {}{}",
                    if action.is_preferred { "* " } else { "" },
                    action.title
                );
            }
        }
    }
}
