//! Two people, organisations or topics that are one.

mod declarations;
mod merged;
mod uses;

#[cfg(test)]
mod tests;

use merged::{Merged, source};

use super::edit::external;
use super::edit::{CorpusEdit, Refusal, Summary};
use super::rename::{checked, refuse_partial};
use super::shared::label;
use crate::model::{Corpus, EntityId};

/// The changes that make one entity of two: what is declared of `from` goes
/// into the first declaration of `into`, every place that names `from` names
/// `into`, and the declarations of `from` go.
///
/// # Errors
/// When the two are one already or of different kinds, when `into` is not
/// declared, when another corpus declares one of them that this one only reads or
/// names the one that goes, when a parent would become part of itself, and while the corpus is
/// still being read.
pub fn merge(corpus: &Corpus, from: EntityId, into: EntityId) -> Result<CorpusEdit, Refusal> {
    refuse_partial(corpus)?;
    refuse_unlike(corpus, from, into)?;
    for entity in [from, into] {
        external::refuse_declared(corpus, entity, "merge")?;
    }
    refuse_circle(corpus, from, into)?;
    let merged = Merged {
        corpus,
        from,
        into,
        written: &corpus.written(into),
    };
    let mut edit = CorpusEdit::default();
    let uses = corpus.index().uses(from);
    for file in uses.into_iter().flat_map(|uses| uses.files()) {
        external::refuse_named(corpus, from, file)?;
        let source = source(corpus, file)?;
        edit.changes
            .insert(file, uses::changes(&merged, file, &source));
    }
    let (file, gained) = declarations::gained(&merged)?;
    for change in gained {
        edit.add(file, change);
    }
    let (from_written, into_written) = (corpus.written(from), &merged.written);
    edit.summary = Some(Summary {
        label: label(&format!("{from_written} → {into_written}")),
        description: format!("merges the two: {}", edit.extent()),
        needs_confirmation: true,
    });
    checked(corpus, edit, from)
}

fn refuse_unlike(corpus: &Corpus, from: EntityId, into: EntityId) -> Result<(), Refusal> {
    let (old, new) = (corpus.written(from), corpus.written(into));
    if from == into {
        return Err(Refusal(format!("`{old}` is one already")));
    }
    if from.kind() != into.kind() {
        return Err(Refusal(format!(
            "`{old}` is {} and `{new}` is {}; only two of a kind can be merged",
            from.kind().with_article(),
            into.kind().with_article()
        )));
    }
    if corpus.index().uses(from).is_none() {
        return Err(Refusal(format!("nothing in the corpus is called `{old}`")));
    }
    if !corpus.index().is_declared(into) {
        return Err(Refusal(format!(
            "nobody declared `{new}`; declare it first with a line `{new}: Name`, or merge it \
             into `{old}`"
        )));
    }
    Ok(())
}

/// Refuses where what is above the one is below the other, so that it would
/// become part of itself.
fn refuse_circle(corpus: &Corpus, from: EntityId, into: EntityId) -> Result<(), Refusal> {
    let both = [from, into];
    let parents = |id: EntityId| -> Vec<EntityId> {
        let entity = corpus.entity(id);
        let parents = entity.iter().flat_map(|entity| entity.parents());
        parents.map(|(parent, _)| parent).collect()
    };
    for id in both {
        for parent in parents(id)
            .into_iter()
            .filter(|parent| !both.contains(parent))
        {
            let above = corpus.ancestors(parent, None);
            // What is its own ancestor now has a report of its own.
            let met = both
                .into_iter()
                .find(|other| *other != id && above.contains(other));
            if let Some(other) = met {
                let written = |id| corpus.written(id);
                let (id, other, parent) = (written(id), written(other), written(parent));
                return Err(Refusal(format!(
                    "`{id}` is part of `{parent}`, and that is part of `{other}`: merged, \
                     `{parent}` would be part of itself; take out one `part of` first"
                )));
            }
        }
    }
    Ok(())
}
