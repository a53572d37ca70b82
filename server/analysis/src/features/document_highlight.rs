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

/// The ids, the words of mentions and the untagged names of what stands at byte
/// `offset`, in this file, in order. In a quote's words these are of whoever says
/// it, with the fragments of that quote: all that somebody says in an article
/// would be half of it.
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
    let said = facts.quotes.iter().filter(|quote| {
        let mut fragments = quote.fragments.iter();
        let is_here = fragments.any(|words| words.touches(offset));
        let is_by_words = || unnamed.iter().any(|words| quote.is_by_unnamed(words));
        is_here && (is_by_words() || quote.known_speakers().any(is_meant))
    });
    for words in said.flat_map(|quote| &quote.fragments) {
        add(*words, HighlightKind::Text);
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
    fn shows_the_words_of_a_speaker_without_a_name() {
        use HighlightKind::Read;
        let found = shown("[a]{by \"a cle$0rk\"} [b]{by @x, “a  clerk”} [c]{by \"clerk\"}\n");
        let expected = [("a clerk", Read), ("a  clerk", Read)];
        assert_eq!(
            found,
            expected.map(|(words, kind)| (words.to_owned(), kind))
        );
    }

    fn shown(article: &str) -> Vec<(String, HighlightKind)> {
        let (corpus, file, offset) = fixture::corpus_at(&format!("//- a.qm\n{article}"));
        let text = corpus.source(file).unwrap().text;
        let found = document_highlight(&corpus, file, offset).unwrap();
        let found = found.iter().map(|h| (text[h.range].to_owned(), h.kind));
        found.collect()
    }

    #[test]
    fn a_name_shows_names_and_ids() {
        use HighlightKind::{Read, Write};
        let found =
            shown("@a: Ann Lee\n\n[S$0he]{@a} met Ann Lee: [“no”]{by @a} [x]{@b} [so]{more}\n");
        let expected = [
            ("@a", Write),
            ("She", Read),
            ("@a", Read),
            ("Ann Lee", Read),
            ("@a", Read),
        ];
        assert_eq!(
            found,
            expected.map(|(words, kind)| (words.to_owned(), kind))
        );
    }

    #[test]
    fn the_words_of_a_quote_show_its_fragments_and_who_says_it() {
        use HighlightKind::{Read, Text, Write};
        let found = shown("@a: Ann\n\n[She]{@a}: [“n$0o”]{by @a} [so]{more} [“yes”]{by @a}\n");
        let expected = [
            ("@a", Write),
            ("She", Read),
            ("@a", Read),
            ("“no”", Text),
            ("@a", Read),
            ("so", Text),
            ("@a", Read),
        ];
        assert_eq!(
            found,
            expected.map(|(words, kind)| (words.to_owned(), kind))
        );
    }
}
