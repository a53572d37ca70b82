//! From a name to its declaration.

use super::{LocationLink, declarations, target};
use crate::model::{Corpus, FileId};
use crate::syntax::TextRange;

/// Where a name leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The words that were pointed at.
    pub origin: TextRange,
    /// The places, never none.
    pub targets: Vec<LocationLink>,
}

/// The declarations of what stands at byte `offset`; of a quote's words, those
/// of its speakers.
pub fn definition(corpus: &Corpus, file: FileId, offset: usize) -> Option<Definition> {
    let target = target(corpus, file, offset)?;
    let targets = declarations(corpus, &target.entities(corpus));
    (!targets.is_empty()).then_some(Definition {
        origin: target.range,
        targets,
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    const CAST: &str = "//- cast.qm\n@ann: Ann Lee\n    also: Dr Lee\n&bma: BMA\n";

    fn check(article: &str, expected: &[&str]) {
        let (corpus, file, offset) = fixture::corpus_at(&format!("{CAST}//- a.qm\n{article}"));
        let found = definition(&corpus, file, offset);
        let targets = found.map(|found| found.targets).unwrap_or_default();
        assert_eq!(fixture::landings(&corpus, &targets), expected, "{article}");
    }

    #[test]
    fn leads_to_the_declaration() {
        check("[She]{@a$0nn} said", &["cast.qm:1: @ann"]);
        check("[Sh$0e]{@ann} said", &["cast.qm:1: @ann"]);
        check("Dr L$0ee said", &["cast.qm:1: @ann"]);
        check(
            "[it$0 is so]{by @ann, &bma}",
            &["cast.qm:1: @ann", "cast.qm:3: &bma"],
        );
        check("[it is so]{by @ann of &b$0ma}", &["cast.qm:3: &bma"]);
        check("[She]{@bo$0b} said", &[]);
        check("S$0he said", &[]);
    }

    #[test]
    fn a_declaration_leads_to_itself_and_to_its_doubles() {
        check("@a$0nn: Ann\n", &["a.qm:1: @ann", "cast.qm:1: @ann"]);
    }
}
