//! Who is offered for a place, and words of the article in titles.

use super::ActionRequest;
use crate::features::review::named_near;
use crate::features::shared::wording::{one_line, shortened};
use crate::model::EntityId;
use crate::syntax::TextRange;

/// How many people are offered for one thing.
pub(super) const OFFERED: usize = 5;

/// Those who probably spoke, as many as are offered.
pub(super) fn likely_speakers(request: &ActionRequest, range: TextRange) -> Vec<EntityId> {
    let mut near = named_near(request.corpus, request.file, request.source, range, &[]).speakers;
    near.truncate(OFFERED);
    near
}

/// Some words of the article, short enough for a title.
pub(super) fn in_title(words: &str) -> String {
    shortened(&one_line(words), 40)
}
