//! What some files of a corpus hold, in numbers.

use std::collections::HashSet;

use crate::model::{Corpus, Facts, FileId, Place};
use crate::syntax::EntityKind;

/// The numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Files that are more than declarations.
    pub articles: usize,
    /// People who are named or declared in them.
    pub people: usize,
    /// Organisations, likewise.
    pub organisations: usize,
    /// Statements.
    pub quotes: usize,
}

/// Counts what the files hold.
pub fn summary(corpus: &Corpus, files: impl IntoIterator<Item = FileId>) -> Summary {
    let mut summary = Summary::default();
    let mut named = HashSet::new();
    for file in files {
        let Some(file) = corpus.file(file) else {
            continue;
        };
        let facts = file.facts();
        summary.articles += usize::from(is_article(&facts));
        summary.quotes += facts.quotes.len();
        let occurrences = facts.occurrences.iter();
        named.extend(occurrences.map(|occurrence| occurrence.entity));
    }
    let of_kind = |kind| named.iter().filter(|entity| entity.kind() == kind).count();
    summary.people = of_kind(EntityKind::Person);
    summary.organisations = of_kind(EntityKind::Organisation);
    summary
}

/// Whether a file is more than a list of declarations.
fn is_article(facts: &Facts) -> bool {
    let mut occurrences = facts.occurrences.iter();
    let mentions = occurrences.any(|occurrence| occurrence.place == Place::Mention);
    let headed = facts.title.is_some() || facts.date.is_some();
    facts.declarations.is_empty() || headed || mentions || !facts.quotes.is_empty()
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn a_cast_is_no_article() {
        let corpus = fixture::corpus(
            "//- cast.qm\n@ann: Ann\n    role: chair of &bma\n&bma: BMA\n//- a.qm\n[x]{by @ann} [y]{@bob}\n",
        );
        let files: Vec<FileId> = ["cast.qm", "a.qm"]
            .iter()
            .filter_map(|name| corpus.find(std::path::Path::new(name)))
            .collect();
        assert_eq!(
            summary(&corpus, files),
            Summary {
                articles: 1,
                people: 2,
                organisations: 1,
                quotes: 1
            }
        );
    }
}
