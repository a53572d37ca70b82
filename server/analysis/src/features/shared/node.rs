//! Entities as call and type hierarchies show them.

use super::{Location, references_to, wording};
use crate::model::{Corpus, EntityId, FileId};
use crate::syntax::TextRange;

/// An entity at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Which one.
    pub entity: EntityId,
    /// Its name, or its id where it has none.
    pub name: String,
    /// What more is shown.
    pub detail: Option<String>,
    /// The file.
    pub file: FileId,
    /// All of the place, such as a declaration.
    pub full: TextRange,
    /// The part at which the cursor lands; inside `full`.
    pub focus: TextRange,
}

/// An entity at its declaration, or where it is first named when nobody has
/// declared it.
pub fn node(corpus: &Corpus, entity: EntityId, detail: Option<String>) -> Option<Node> {
    let declared = corpus.entity(entity);
    let declared = declared.as_ref().and_then(|entity| entity.places().next());
    let (file, full, focus) = match declared {
        Some((file, declaration)) => (file, declaration.range, declaration.id_range),
        None => {
            let named = references_to(corpus, &[entity], true);
            let first = named.first()?;
            (first.file, first.range, first.range)
        }
    };
    Some(Node {
        entity,
        name: corpus.name(entity),
        detail: detail.or_else(|| Some(corpus.written(entity).to_string())),
        file,
        full,
        focus,
    })
}

/// An entity at a place in an article, with the article's date and title.
pub fn node_in_article(
    corpus: &Corpus,
    entity: EntityId,
    full: Location,
    focus: TextRange,
) -> Node {
    Node {
        entity,
        name: corpus.name(entity),
        detail: wording::article(corpus, full.file),
        file: full.file,
        full: full.range,
        focus: if full.range.covers(focus) {
            focus
        } else {
            full.range
        },
    }
}
