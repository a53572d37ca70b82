//! Small corpora written in tests, with the cursor marked as `$0`.

use std::path::Path;
use std::sync::Arc;

use crate::model::{Corpus, File, FileId, Source, facts_of};

use crate::features::{Location, LocationLink};

/// A corpus of files that begin with `//- name` lines, and the place of `$0`. A name
/// after `external ` is that of a file of another corpus, the one in its folder.
pub fn corpus_at(fixture: &str) -> (Corpus, FileId, usize) {
    let mut corpus = Corpus::default();
    let mut place = None;
    for part in fixture.split("//- ").skip(1) {
        let (name, text) = part.split_once('\n').unwrap_or((part, ""));
        let source = Source::new(text.replace("$0", ""));
        let name = name.trim();
        let file = match name.strip_prefix("external ").map(Path::new) {
            None => corpus.insert_source(Path::new(name), source),
            Some(path) => {
                let facts = facts_of(&source.text, &source.document, corpus.ids());
                let file = File::new(path.into(), Arc::new(facts), Some(source));
                let owner = path.parent().unwrap_or(path);
                corpus.insert(
                    file.as_external(owner.into())
                        .expect("it declares somebody"),
                )
            }
        };
        if let Some(offset) = text.find("$0") {
            place = Some((file, offset));
        }
    }
    let (file, offset) = place.expect("the fixture marks a cursor with $0");
    (corpus, file, offset)
}

/// A corpus in which nobody points at anything.
pub fn corpus(fixture: &str) -> Corpus {
    corpus_at(&format!("{fixture}//- cursor\n$0")).0
}

/// Where jumps land, as [`shown`] writes it.
pub fn landings(corpus: &Corpus, targets: &[LocationLink]) -> Vec<String> {
    let landings = targets.iter().map(|target| Location {
        file: target.file,
        range: target.focus,
    });
    shown(corpus, &landings.collect::<Vec<_>>())
}

/// Locations as `name:line: words`, lines from 1.
pub fn shown(corpus: &Corpus, locations: &[Location]) -> Vec<String> {
    let show = |location: &Location| {
        let file = corpus.file(location.file).expect("the file is there");
        let text = corpus.source(location.file).expect("its text too").text;
        let line = file.facts().lines.line_of(location.range.from()) + 1;
        format!("{}:{line}: {}", file.path.display(), &text[location.range])
    };
    locations.iter().map(show).collect()
}
