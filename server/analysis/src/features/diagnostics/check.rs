//! What every check knows, and where it puts what it finds.

use super::diagnostic::{Diagnostic, Related};
use crate::features::Location;
use crate::features::shared::allowed::Allowed;
use crate::model::{Corpus, EntityId, Facts, FileId, Source};
use crate::reports::{Code, Severities};
use crate::syntax::TextRange;

/// How many places are given with a report: more would help nobody, and there
/// may be as many as there are declarations.
const MOST_RELATED: usize = 16;

/// What every check knows, and where it puts what it finds.
pub(super) struct Check<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) file: FileId,
    pub(super) facts: &'a Facts,
    pub(super) source: &'a Source,
    pub(super) severities: &'a Severities,
    pub(super) allowed: &'a Allowed,
    pub(super) found: Vec<Diagnostic>,
}

impl<'a> Check<'a> {
    pub(super) fn text(&self) -> &'a str {
        &self.source.text
    }

    /// Whether anybody would see a report of that code.
    pub(super) fn wants(&self, code: Code) -> bool {
        self.severities.of(code).is_some()
    }

    /// Reports, unless that is switched off or allowed there. What is
    /// returned takes what else there is to say.
    pub(super) fn report(
        &mut self,
        code: Code,
        range: TextRange,
        message: impl Into<String>,
    ) -> Option<&mut Diagnostic> {
        let severity = self.severities.of(code)?;
        if self.allowed.holds(code, range) {
            return None;
        }
        self.found.push(Diagnostic {
            code,
            severity,
            range,
            message: message.into(),
            related: Vec::new(),
            unnecessary: false,
        });
        self.found.last_mut()
    }

    /// The declarations of several entities, as [`declared_at`](Self::declared_at)
    /// gives them; of very many the first ones.
    pub(super) fn all_declared_at(&self, entities: impl Iterator<Item = EntityId>) -> Vec<Related> {
        let places = entities.flat_map(|entity| self.declared_at(entity));
        places.take(MOST_RELATED).collect()
    }

    /// The declarations of an entity as places that have to do with a report;
    /// of very many the first ones.
    pub(super) fn declared_at(&self, entity: EntityId) -> Vec<Related> {
        let Some(entity) = self.corpus.entity(entity) else {
            return Vec::new();
        };
        let written = self.corpus.written(entity.id);
        let places = entity.places();
        places
            .take(MOST_RELATED)
            .map(|(file, declaration)| Related {
                location: Location {
                    file,
                    range: declaration.id_range,
                },
                message: format!("`{written}` is declared here"),
            })
            .collect()
    }
}
