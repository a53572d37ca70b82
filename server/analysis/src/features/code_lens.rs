//! Counts above declarations and at the head of articles.

use std::collections::HashSet;

use super::shared::wording::{counted, counted_uses};
use super::shared::{places_of, references_to};
use super::{Location, implementation};
use crate::model::{Corpus, EntityId, FileId, OccurrenceKind, SpeakerFacts, StatementFilter};
use crate::syntax::TextRange;

/// A line above which counts are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lens {
    /// The id of the declaration, or the first line of the article.
    pub range: TextRange,
    /// What is counted.
    pub subject: Subject,
}

/// What a lens counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// What names an entity.
    Entity(EntityId),
    /// The quotes of an article.
    Article,
}

/// What a lens shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// The counts in words.
    pub title: String,
    /// What was counted, in the order in which it is to be listed.
    pub places: Vec<Location>,
}

/// The lenses of a file: one for each declaration, and one at the head of an
/// article, also where nobody speaks yet: one that came with the first quote
/// would push the text down under the cursor.
pub fn code_lens(corpus: &Corpus, file: FileId) -> Vec<Lens> {
    let Some(entry) = corpus.file(file) else {
        return Vec::new();
    };
    let facts = &entry.facts();
    let article = facts.is_article().then(|| Lens {
        range: facts.lines.line_range(0),
        subject: Subject::Article,
    });
    let declared = facts.declarations.iter().map(|declaration| Lens {
        range: declaration.id_range,
        subject: Subject::Entity(declaration.entity),
    });
    article.into_iter().chain(declared).collect()
}

/// What a lens of `file` shows at this moment.
pub fn counts(corpus: &Corpus, file: FileId, subject: Subject) -> Counts {
    match subject {
        Subject::Entity(entity) => counts_of_entity(corpus, entity),
        Subject::Article => counts_of_article(corpus, file),
    }
}

fn counts_of_entity(corpus: &Corpus, entity: EntityId) -> Counts {
    let found = corpus.quotes_of(entity).into_iter();
    let mut places: Vec<Location> = found.map(implementation::location_of).collect();
    places.extend(places_of(corpus, &[entity], |kind| {
        kind == OccurrenceKind::Mention
    }));
    if places.is_empty() {
        // It may be the whole of parts that speak.
        let filter = StatementFilter {
            with_parts: true,
            ..StatementFilter::of_entity(entity)
        };
        let found = corpus.statements(&filter).into_iter();
        places.extend(found.map(implementation::location_of));
    }
    let title = if !places.is_empty() {
        counted_uses(corpus, entity).unwrap_or_default()
    } else {
        places = references_to(corpus, &[entity], false);
        match places.len() {
            0 => "not used yet".into(),
            number => format!("named in {}", counted(number, "place")),
        }
    };
    Counts { title, places }
}

fn counts_of_article(corpus: &Corpus, file: FileId) -> Counts {
    let quotes = corpus.file(file).map(|file| file.quotes());
    let quotes = quotes.as_deref().unwrap_or_default();
    let speakers = quotes.iter().flat_map(|quote| &quote.speakers);
    let speakers: HashSet<&SpeakerFacts> = speakers
        .filter(|speaker| **speaker != SpeakerFacts::Unknown)
        .collect();
    let title = match (quotes.len(), speakers.len()) {
        (0, _) => "no quotes yet".into(),
        (quotes, 0) => counted(quotes, "quote"),
        (quotes, speakers) => format!(
            "{} by {}",
            counted(quotes, "quote"),
            counted(speakers, "speaker")
        ),
    };
    let found = corpus.quotes_in(file).into_iter();
    Counts {
        title,
        places: found.map(implementation::location_of).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn counts_what_declarations_and_articles_hold() {
        let (corpus, file, _) = fixture::corpus_at(
            "//- a.qm
---
date: 2011
---

[One]{by @ann on #t} [she]{@ann} [two]{by @ann, ?} [three]{by @bob}

@ann: Ann
    role: chair of &bma

&bma: BMA

&gpc: GPC
    part of: &gp

&gp: GP

#t: T

#u: U
$0",
        );
        let text = corpus.source(file).unwrap().text;
        let shown: Vec<(String, String, Vec<String>)> = code_lens(&corpus, file)
            .into_iter()
            .map(|lens| {
                let counts = counts(&corpus, file, lens.subject);
                let places = counts.places.iter();
                let places = places.map(|place| text[place.range].to_owned());
                (text[lens.range].to_owned(), counts.title, places.collect())
            })
            .collect();
        let shown: Vec<(&str, &str, String)> = shown
            .iter()
            .map(|(line, title, places)| (line.as_str(), title.as_str(), places.join(" ")))
            .collect();
        assert_eq!(
            shown,
            [
                ("---", "3 quotes by 2 speakers", "One two three".to_owned()),
                (
                    "@ann",
                    "2 quotes · 1 mention · 1 article",
                    "One two @ann".into()
                ),
                (
                    "&bma",
                    "2 quotes (0 its own, 2 on its behalf) · 0 mentions · 1 article",
                    "One two".into()
                ),
                ("&gpc", "not used yet", String::new()),
                ("&gp", "named in 1 place", "&gp".into()),
                ("#t", "1 quote · 0 mentions · 1 article", "One".into()),
                ("#u", "not used yet", String::new()),
            ]
        );
    }

    #[test]
    fn a_cast_has_no_lens_of_its_own() {
        let (corpus, file, _) = fixture::corpus_at("//- a.qm\n$0@ann: Ann\n");
        let lenses = code_lens(&corpus, file);
        assert_eq!(lenses.len(), 1);
        assert_eq!(lenses[0].range, TextRange::new(0, 4));
    }

    #[test]
    fn an_article_has_its_lens_before_its_first_quote() {
        let (corpus, file, _) = fixture::corpus_at("//- a.qm\n$0---\ndate: 2011\n---\n\nWords.\n");
        let lenses = code_lens(&corpus, file);
        assert_eq!(lenses.len(), 1);
        let counts = counts(&corpus, file, lenses[0].subject);
        assert_eq!(counts.title, "no quotes yet");
        assert!(counts.places.is_empty());
    }
}
