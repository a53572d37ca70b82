//! Every tag, clause, header value and declaration value that names an entity.

use super::shared::unnamed_in;
use super::{Location, references_to, target};
use crate::model::{Corpus, FileId, TargetKind};

/// All places that name what stands at byte `offset`, by path and place; of a
/// quote's words, those of its speakers. The declarations themselves count
/// only if `include_declaration`.
pub fn references(
    corpus: &Corpus,
    file: FileId,
    offset: usize,
    include_declaration: bool,
) -> Option<Vec<Location>> {
    let target = target(corpus, file, offset)?;
    if let TargetKind::Unnamed(statement, words) = &target.kind {
        return Some(places_of_words(corpus, statement.file, words));
    }
    let entities = target.entities(corpus);
    if entities.is_empty() {
        return None;
    }
    Some(references_to(corpus, &entities, include_declaration))
}

/// The tags of an article that name a speaker without a name by these words.
fn places_of_words(corpus: &Corpus, file: FileId, words: &str) -> Vec<Location> {
    let Some(source) = corpus.source(file) else {
        return Vec::new();
    };
    let found = unnamed_in(&source).into_iter();
    let same = found.filter(|(_, said)| said == words);
    same.map(|(range, _)| Location { file, range }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn of_a_speaker_without_a_name_are_the_tags_of_the_article() {
        let (corpus, file, offset) = fixture::corpus_at(
            "//- b.qm\n[z]{by \"a clerk\"}\n//- a.qm\n[a]{by \"a cle$0rk\"} [b]{by @x, “a  clerk”}\n::: by \"clerk\"\n:::\n",
        );
        let found = references(&corpus, file, offset, true).unwrap();
        assert_eq!(
            fixture::shown(&corpus, &found),
            ["a.qm:1: a clerk", "a.qm:1: a  clerk"]
        );
    }

    #[test]
    fn are_tags_clauses_and_values_everywhere() {
        let (corpus, file, offset) = fixture::corpus_at(
            "//- b.qm
---
source: &bma
title: of &bma
---
[x]{&bma} &bma [y]{by &bma to &bma}
::: by @a of &bma
z
:::
//- cast.qm
&bma: BMA
@a: A
    role: clerk of &bma, 2011
    note: of &bma
//- a.qm
[x]{&bm$0a}
",
        );
        let with = |declaration| {
            fixture::shown(
                &corpus,
                &references(&corpus, file, offset, declaration).unwrap(),
            )
        };
        assert_eq!(
            with(false),
            [
                "a.qm:1: &bma",
                "b.qm:2: &bma",
                "b.qm:5: &bma",
                "b.qm:5: &bma",
                "b.qm:5: &bma",
                "b.qm:6: &bma",
                "cast.qm:3: &bma"
            ]
        );
        assert_eq!(with(true).len(), 8);
        assert_eq!(with(true)[6], "cast.qm:1: &bma");
    }
}
