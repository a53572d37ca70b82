//! Whom a place names, and whom words that are typed may mean.

use super::quotes::{EntityLabel, named};
use super::target;
use super::workspace_symbol::first_fitting;
use crate::model::{Corpus, EntityId, FileId};

/// Whom or what the words or the id at byte `offset` name; of a quote, who says it. Each
/// once, in the order of the text.
pub fn entities_at(corpus: &Corpus, file: FileId, offset: usize) -> Vec<EntityLabel> {
    let found = target(corpus, file, offset);
    let mut entities: Vec<EntityId> = Vec::new();
    for entity in found.into_iter().flat_map(|found| found.entities(corpus)) {
        if !entities.contains(&entity) {
            entities.push(entity);
        }
    }
    let entities = entities.into_iter();
    entities.map(|entity| named(corpus, entity)).collect()
}

/// At most `limit` of those who are declared and whose id or one of whose names fits what
/// was typed, the best first. Stops early when `cancelled` says so.
pub fn entities(
    corpus: &Corpus,
    typed: &str,
    limit: usize,
    cancelled: &dyn Fn() -> bool,
) -> Vec<EntityLabel> {
    let found = first_fitting(corpus, typed, limit, cancelled).into_iter();
    found.map(|entity| named(corpus, entity)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    const CAST: &str = "//- cast.qm
@ann: Ann Lee
@jan: Ann Lee
&lee: Lee Ltd
    also: Anchor
#lee: Lee
";

    fn ids(found: Vec<EntityLabel>) -> Vec<String> {
        found.into_iter().map(|named| named.id).collect()
    }

    fn at(text: &str) -> Vec<String> {
        let (corpus, file, offset) = fixture::corpus_at(&format!("{CAST}//- a.qm\n{text}"));
        ids(entities_at(&corpus, file, offset))
    }

    #[test]
    fn a_place_names_those_at_it_or_else_whoever_speaks_there() {
        assert_eq!(at("[x [sh$0e]{@bob}]{by @ann}\n"), ["@bob"]);
        assert_eq!(at("[x$0 [she]{@bob}]{by &lee, @ann}\n"), ["&lee", "@ann"]);
        assert_eq!(at("[x$0]{by @ann, @ann}\n"), ["@ann"]);
        assert_eq!(at("[x]{by @ann on #l$0ee}\n"), ["#lee"]);
        assert_eq!(at("So Ann L$0ee said.\n"), ["@ann", "@jan"]);
        assert_eq!(at("[x$0]{by ?}\n"), Vec::<String>::new());
        assert_eq!(at("no$0body\n"), Vec::<String>::new());
    }

    #[test]
    fn what_is_typed_fits_ids_and_names_and_is_never_a_search_for_quotes() {
        let corpus = fixture::corpus(&format!("{CAST}//- a.qm\n[I go]{{by @ann}}\n"));
        let find = |typed: &str, limit| ids(entities(&corpus, typed, limit, &|| false));
        assert_eq!(find("@ann", 9), ["@ann"]);
        assert_eq!(find("#", 9), ["#lee"]);
        assert_eq!(find("anchor", 9), ["&lee"]);
        assert_eq!(find("", 9).len(), 4);
        assert_eq!(find("", 2).len(), 2);
        assert_eq!(find("\"go", 9), Vec::<String>::new());
    }
}
