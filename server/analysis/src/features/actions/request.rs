//! A request for actions: the selection, and the settings they depend on.

use std::cell::OnceCell;
use std::path::Path;

use crate::features::review::{Review, ReviewRules, review};
use crate::model::{Corpus, Facts, FileId, Source};
use crate::reports::Severities;
use crate::syntax::TextRange;

/// Texts of more bytes are not read for proposals at each movement of the cursor.
const LONGEST: usize = 1 << 16;

/// The settings of a corpus that actions depend on.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// The severities of its reports.
    pub diagnostics: &'a Severities,
    /// The file in which it keeps its declarations, if it names one (see
    /// [`declare`](crate::features::declare::declare)).
    pub cast: Option<&'a Path>,
    /// What of the proposals for an article may be offered.
    pub review: ReviewRules<'a>,
}

/// A request for actions, with what every kind of action needs.
pub(super) struct ActionRequest<'a> {
    /// The snapshot.
    pub(super) corpus: &'a Corpus,
    /// The file in which actions are looked for.
    pub(super) file: FileId,
    /// Its text and its tree.
    pub(super) source: &'a Source,
    /// Its facts.
    pub(super) facts: &'a Facts,
    /// The selection, in bytes; empty for a cursor.
    pub(super) range: TextRange,
    /// The file that takes new declarations, if the corpus names one.
    pub(super) cast: Option<&'a Path>,
    /// What of the proposals for the article may be offered.
    pub(super) review: ReviewRules<'a>,
    /// The proposals, once something asks for them.
    pub(super) proposed: OnceCell<Review>,
}

impl<'a> ActionRequest<'a> {
    /// The text of the file.
    pub(super) fn text(&self) -> &'a str {
        &self.source.text
    }

    /// What is proposed for the article; nothing for a text so long that it would be
    /// waited for.
    pub(super) fn proposed(&self) -> &Review {
        self.proposed
            .get_or_init(|| match self.text().len() <= LONGEST {
                true => review(self.corpus, self.file, self.review),
                false => Review::default(),
            })
    }

    /// Where the cursor is: the end of the selection.
    pub(super) fn cursor(&self) -> usize {
        self.range.to()
    }
}
