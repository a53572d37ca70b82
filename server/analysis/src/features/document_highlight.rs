//! Everything in an article that has to do with what the cursor points at.

use super::shared::unnamed_in;
use super::target;
use crate::model::{Corpus, EntityId, FileId, OccurrenceKind, known_names};
use crate::syntax::{Tag, TextRange};

/// A stretch to highlight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Highlight {
    /// The stretch, in bytes.
    pub range: TextRange,
    /// How.
    pub kind: HighlightKind,
}

/// What a highlighted stretch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HighlightKind {
    /// An id or words that name the entity.
    Read,
    /// Its declaration.
    Write,
    /// Words that it said.
    Text,
}

/// The ids, the words of mentions, the untagged names and the quotes of what
/// stands at byte `offset`, in this file, in order.
pub fn document_highlight(corpus: &Corpus, file: FileId, offset: usize) -> Option<Vec<Highlight>> {
    let target = target(corpus, file, offset)?;
    let entities = target.entities(corpus);
    let unnamed = target.unnamed(corpus).map(|(_, words)| words);
    let unnamed = unnamed.unwrap_or_default();
    let source = corpus.source(file)?;
    let facts = &corpus.file(file)?.facts();
    let is_meant = |entity: EntityId| entities.contains(&entity);
    let mut found = Vec::new();
    let mut add = |range: TextRange, kind| {
        if !range.is_empty() {
            found.push(Highlight { range, kind });
        }
    };
    for occurrence in facts
        .occurrences
        .iter()
        .filter(|occurrence| is_meant(occurrence.entity))
    {
        let kind = match occurrence.kind {
            OccurrenceKind::Declaration => HighlightKind::Write,
            _ => HighlightKind::Read,
        };
        add(occurrence.range, kind);
    }
    for (range, words) in unnamed_in(&source) {
        if unnamed.iter().any(|meant| **meant == *words) {
            add(range, HighlightKind::Read);
        }
    }
    for span in &source.document.spans {
        if let Tag::Mention(reference) = span.tag
            && is_meant(corpus.ids().of(reference, &source.text))
        {
            add(span.words, HighlightKind::Read);
        }
    }
    for quote in &facts.quotes {
        let is_by_words = unnamed.iter().any(|words| quote.is_by_unnamed(words));
        if is_by_words || quote.known_speakers().any(is_meant) {
            quote
                .fragments
                .iter()
                .for_each(|words| add(*words, HighlightKind::Text));
        }
    }
    let everywhere = TextRange::new(0, source.text.len());
    for name in known_names(corpus, file, &source, everywhere) {
        if name.settled.is_some_and(is_meant) {
            add(name.range, HighlightKind::Read);
        }
    }
    found.sort_by_key(|highlight| (highlight.range, highlight.kind));
    (!entities.is_empty() || !unnamed.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn shows_the_words_and_the_quotes_of_a_speaker_without_a_name() {
        let (corpus, file, offset) = fixture::corpus_at(
            "//- a.qm\n[a]{by \"a cle$0rk\"} [b]{by @x, “a  clerk”} [c]{by \"clerk\"}\n",
        );
        let text = corpus.source(file).unwrap().text;
        let found = document_highlight(&corpus, file, offset).unwrap();
        let found: Vec<_> = found.iter().map(|h| (&text[h.range], h.kind)).collect();
        use HighlightKind::{Read, Text};
        assert_eq!(
            found,
            [
                ("a", Text),
                ("a clerk", Read),
                ("b", Text),
                ("a  clerk", Read)
            ]
        );
    }

    #[test]
    fn shows_names_ids_and_quotes() {
        let (corpus, file, offset) = fixture::corpus_at(
            "//- a.qm\n@a: Ann Lee\n\n[S$0he]{@a} met Ann Lee: [“no”]{by @a} [x]{@b} [so]{more}\n",
        );
        let text = corpus.source(file).unwrap().text;
        let found = document_highlight(&corpus, file, offset).unwrap();
        let found: Vec<_> = found.iter().map(|h| (&text[h.range], h.kind)).collect();
        use HighlightKind::{Read, Text, Write};
        assert_eq!(
            found,
            [
                ("@a", Write),
                ("She", Read),
                ("@a", Read),
                ("Ann Lee", Read),
                ("“no”", Text),
                ("@a", Read),
                ("so", Text)
            ]
        );
    }
}
