//! Every tag, clause, header value and declaration value that names an entity.

use super::{Location, references_to, target};
use crate::model::{Corpus, FileId};

/// All places that name what stands at byte `offset`, by path and place; of a
/// quote's words, those of its speakers. The declarations themselves count
/// only if `include_declaration`.
pub fn references(
    corpus: &Corpus,
    file: FileId,
    offset: usize,
    include_declaration: bool,
) -> Option<Vec<Location>> {
    let entities = target(corpus, file, offset)?.entities(corpus);
    if entities.is_empty() {
        return None;
    }
    Some(references_to(corpus, &entities, include_declaration))
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

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
