//! From an id as people write it to the entity.

use super::edit::Refusal;
use super::workspace_symbol::first_fitting;
use crate::edit_distance::nearest_id;
use crate::model::{Corpus, EntityId};
use crate::syntax::EntityKind;

/// The entity that `written` names, of the first of `kinds` that has the id.
/// The sigil may be left out.
///
/// # Errors
/// Says that the corpus names nobody so, or that it is of another kind, and
/// who may be meant.
pub fn entity(corpus: &Corpus, written: &str, kinds: &[EntityKind]) -> Result<EntityId, Refusal> {
    let sigil = written.chars().next().and_then(EntityKind::of_sigil);
    if let Some(kind) = sigil.filter(|kind| !kinds.contains(kind)) {
        let takes: Vec<&str> = kinds.iter().map(|kind| kind.with_article()).collect();
        return Err(Refusal(format!(
            "this takes {}, and {written} is {}",
            takes.join(" or "),
            kind.with_article()
        )));
    }
    let id = written.trim_start_matches(['@', '&', '#']);
    let searched: Vec<EntityKind> = match sigil {
        Some(kind) => vec![kind],
        None => kinds.to_vec(),
    };
    let mut found = searched
        .iter()
        .filter_map(|kind| named_now(corpus, &format!("{}{id}", kind.sigil())));
    found
        .next()
        .ok_or_else(|| unknown(corpus, written, id, kinds, &searched))
}

/// The entity that an id names. Without a sigil it has to be the only one with
/// that id, of the kind of `other` if that has one.
///
/// # Errors
/// When nobody has the id, and when several kinds have.
pub fn named(corpus: &Corpus, written: &str, other: &str) -> Result<EntityId, Refusal> {
    let kind = |id: &str| id.chars().next().and_then(EntityKind::of_sigil);
    let kinds = match kind(written).or(kind(other)) {
        Some(kind) => vec![kind],
        None => EntityKind::ALL.to_vec(),
    };
    let bare = written.trim_start_matches(['@', '&', '#']);
    let bearers = kinds.iter().filter_map(|kind| {
        let id = format!("{}{bare}", kind.sigil());
        named_now(corpus, &id).map(|_| id)
    });
    let bearers: Vec<String> = bearers.collect();
    if bearers.len() > 1 {
        return Err(Refusal(format!(
            "{written} may be {}; write which",
            bearers.join(" or ")
        )));
    }
    entity(corpus, written, &kinds)
}

/// The entity of an id that something names. The corpus also knows ids that it
/// named once, and an answer must not depend on what was typed before.
fn named_now(corpus: &Corpus, written: &str) -> Option<EntityId> {
    let entity = corpus.ids().find(written)?;
    corpus.index().uses(entity).map(|_| entity)
}

/// Says that nobody has that id, and who may be meant: by the id's spelling,
/// then those in whose names it stands.
fn unknown(
    corpus: &Corpus,
    written: &str,
    id: &str,
    kinds: &[EntityKind],
    searched: &[EntityKind],
) -> Refusal {
    let declared = corpus.index().declared();
    let declared = declared.map(|id| (id.kind(), corpus.written(id).to_string()));
    let mut ids: Vec<String> = declared
        .filter(|(kind, written)| {
            searched.contains(kind) || (kinds.contains(kind) && &written[1..] == id)
        })
        .map(|(_, written)| written)
        .collect();
    ids.sort_unstable();
    let similar = nearest_id(id, ids.iter().map(|written| &written[1..]));
    let by_spelling = ids.iter().filter(|written| similar == Some(&written[1..]));
    let mut suggested: Vec<String> = by_spelling.cloned().collect();
    let words = id.replace(['-', '_'], " ").to_lowercase();
    for entity in first_fitting(corpus, id, 20, &|| false) {
        let written = corpus.written(entity).to_string();
        let has_words = corpus.name(entity).to_lowercase().contains(&words);
        if (has_words || written.contains(id))
            && ids.contains(&written)
            && !suggested.contains(&written)
        {
            suggested.push(written);
        }
    }
    suggested.truncate(3);
    let words: Vec<&str> = searched.iter().map(|kind| kind.word()).collect();
    let mut message = format!("the corpus names no {} {written}", words.join(" or "));
    if !suggested.is_empty() {
        message.push_str(&format!("; did you mean {}?", suggested.join(" or ")));
    }
    Refusal(message)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::fixture;
    use super::*;
    use crate::model::Source;

    #[test]
    fn an_id_of_two_kinds_is_settled_by_the_other_or_refused() {
        let corpus = fixture::corpus("//- cast.qm\n@nhs: N\n&nhs: NHS\n&bma: BMA\n");
        let find = |written: &str, other: &str| {
            let found = named(&corpus, written, other);
            found.map_or_else(|refusal| refusal.0, |id| corpus.written(id).to_string())
        };
        assert_eq!(find("nhs", "&bma"), "&nhs");
        assert_eq!(find("bma", "nhs"), "&bma");
        assert_eq!(find("nhs", "bma"), "nhs may be @nhs or &nhs; write which");
    }

    #[test]
    fn an_id_that_nothing_names_any_more_is_none() {
        let mut corpus = fixture::corpus("//- a.qm\n[x]{@ann}\n");
        let find = |corpus: &Corpus| entity(corpus, "@ann", &EntityKind::ALL).is_ok();
        assert!(find(&corpus));
        corpus.insert_source(Path::new("a.qm"), Source::new("x\n"));
        assert!(!find(&corpus));
    }

    #[test]
    fn an_id_may_lack_its_sigil_and_a_slip_is_named() {
        let corpus = fixture::corpus("//- cast.qm\n@ann-lee: Ann Lee\n&nhs: NHS\n");
        let find = |written: &str, kinds: &[EntityKind]| {
            let found = entity(&corpus, written, kinds);
            found.map_or_else(|refusal| refusal.0, |id| corpus.written(id).to_string())
        };
        let all = &EntityKind::ALL;
        assert_eq!(find("@ann-lee", all), "@ann-lee");
        assert_eq!(find("nhs", all), "&nhs");
        assert_eq!(
            find("nhs", &[EntityKind::Person]),
            "the corpus names no person nhs"
        );
        assert_eq!(
            find("@an-lee", all),
            "the corpus names no person @an-lee; did you mean @ann-lee?"
        );
        assert_eq!(
            find("&nhs", &[EntityKind::Person]),
            "this takes a person, and &nhs is an organisation"
        );
    }
}
