//! Every quote: of a person, of an organisation and those who spoke for it, on a topic.

use std::collections::HashSet;

use super::{Location, target};
use crate::model::{Corpus, FileId, FoundStatement, Target};

/// The statements of what stands at byte `offset`, oldest first, each at the
/// words of its first fragment; of a quote's words, those of its speakers.
/// Nothing when nothing that can speak stands there.
pub fn implementation(corpus: &Corpus, file: FileId, offset: usize) -> Option<Vec<Location>> {
    let found = quotes_at(corpus, &target(corpus, file, offset)?)?;
    Some(found.into_iter().map(location_of).collect())
}

/// The quotes of all entities that are meant, and those of the article by
/// speakers in the same words, each once.
pub fn quotes_at(corpus: &Corpus, target: &Target) -> Option<Vec<FoundStatement>> {
    let entities = target.entities(corpus);
    let unnamed = target.unnamed(corpus);
    let are_several = entities.len() + usize::from(unnamed.is_some()) > 1;
    let mut seen = HashSet::new();
    let of_entities = entities.iter().flat_map(|entity| corpus.quotes_of(*entity));
    let by_words = unnamed.iter().flat_map(|(file, words)| {
        let is_by = |found: &FoundStatement| {
            let quote = corpus.quote(found.statement);
            quote.is_some_and(|quote| words.iter().any(|words| quote.is_by_unnamed(words)))
        };
        corpus.quotes_in(*file).into_iter().filter(is_by)
    });
    let found = of_entities.chain(by_words);
    let found = found.filter(|found| !are_several || seen.insert(found.statement));
    let found: Vec<FoundStatement> = found.collect();
    (!entities.is_empty() || unnamed.is_some()).then_some(found)
}

/// Where a statement begins that was found.
pub fn location_of(found: FoundStatement) -> Location {
    Location {
        file: found.statement.file,
        range: found.words,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn a_speaker_without_a_name_is_known_within_the_article() {
        let other = "//- b.qm\n[z]{by \"a clerk\" of &bma}\n";
        for (article, expected) in [
            (
                "[a]{by \"a cl$0erk\"} [b]{by \"A clerk\"} [c]{by ?, “a  clerk”}",
                &["a.qm:1: a", "a.qm:1: c"][..],
            ),
            (
                "[a$0]{by \"a clerk\", @bob} [b]{by @bob} [c]{by \"a clerk\"}",
                &["a.qm:1: a", "a.qm:1: b", "a.qm:1: c"],
            ),
            ("[a]{by \"a clerk\" of &bm$0a}", &["a.qm:1: a", "b.qm:1: z"]),
        ] {
            let text = format!("//- a.qm\n{article}\n{other}");
            let (corpus, file, offset) = fixture::corpus_at(&text);
            let mut found = implementation(&corpus, file, offset).unwrap();
            found.sort_by_key(|location| location.range);
            let found: Vec<String> = fixture::shown(&corpus, &found);
            let mut found: Vec<&str> = found.iter().map(String::as_str).collect();
            found.sort_unstable();
            assert_eq!(found, expected, "{article}");
        }
    }

    fn check(place: &str, expected: &[&str]) {
        let (corpus, file, offset) = fixture::corpus_at(&format!(
            "//- cast.qm
@ann: Ann
    role: chair of &bma, 2010..2012
@bob: Bob
&bma: BMA
#cuts: Cuts
//- 2012.qm
---
date: 2012-05
---

[Late,]{{by @ann}} she said. [Too late.]{{more}}

[Never]{{by @bob of &bma against #cuts}}
//- 2011.qm
---
date: 2011
---

[Early]{{by @ann}} [now]{{by &bma on #cuts}}
//- 2014.qm
---
date: 2014
---

[After]{{by @ann}}
//- here.qm
{place}"
        ));
        let found = implementation(&corpus, file, offset).unwrap_or_default();
        assert_eq!(fixture::shown(&corpus, &found), expected, "{place}");
    }

    #[test]
    fn of_a_person_oldest_first_and_fragments_folded() {
        check(
            "[x]{@a$0nn}",
            &["2011.qm:5: Early", "2012.qm:5: Late,", "2014.qm:5: After"],
        );
    }

    #[test]
    fn of_an_organisation_by_role_then_or_said_so() {
        check(
            "[x]{&$0bma}",
            &[
                "2011.qm:5: Early",
                "2011.qm:5: now",
                "2012.qm:5: Late,",
                "2012.qm:7: Never",
            ],
        );
    }

    #[test]
    fn on_a_topic_and_of_the_speakers_of_a_quote() {
        check("[x]{#$0cuts}", &["2011.qm:5: now", "2012.qm:7: Never"]);
        check("[x$0]{by @bob}", &["2012.qm:7: Never", "here.qm:1: x"]);
        check("not$0hing", &[]);
    }
}
