//! An id and its other uses nearby, which change together.

use crate::model::{Corpus, FileId};
use crate::syntax::{Document, Part, Reference, TextRange};

/// What ids are made of, as a regular expression: no white space, and of ASCII's
/// punctuation only `-` and `_`.
pub const ID_PATTERN: &str = r"[^\s!-,.-/:-@\[-^`{-~]+";

/// The id at byte `offset` and its other uses in the same declaration, tag or
/// fence line, in order, without their sigils. Nothing where it stands alone.
pub fn linked_editing_range(
    corpus: &Corpus,
    file: FileId,
    offset: usize,
) -> Option<Vec<TextRange>> {
    let source = corpus.source(file)?;
    let text = &*source.text;
    let together = together(&source.document, text, offset)?;
    let here = together
        .iter()
        .find(|reference| reference.range.touches(offset))?;
    // Editors change these letter by letter, so they have to be written alike.
    let mut alike: Vec<TextRange> = together
        .iter()
        .filter(|other| text[other.range] == text[here.range])
        .map(|other| other.id_range())
        .collect();
    alike.sort();
    (alike.len() > 1).then_some(alike)
}

/// The references of the declaration, the tag or the fence line at a place.
fn together(document: &Document, text: &str, offset: usize) -> Option<Vec<Reference>> {
    let named = |parts: &[Part]| {
        let parts = parts.iter();
        parts.filter_map(|part| part.reference(text)).collect()
    };
    let touches = |range: TextRange| range.touches(offset);
    if let Some(declaration) = document
        .declarations
        .iter()
        .find(|declaration| touches(declaration.range))
    {
        let inside = declaration.properties.iter();
        let inside = inside.flat_map(|property| &property.references).copied();
        return Some(
            std::iter::once(declaration.reference)
                .chain(inside)
                .collect(),
        );
    }
    let mut fences = document.fences.iter();
    if let Some(fence) = fences.find(|fence| touches(fence.start)) {
        return Some(named(&document.parts[fence.parts.clone()]));
    }
    let mut spans = document.spans.iter();
    let span = spans.find(|span| touches(span.tag_range))?;
    Some(named(&document.parts[span.parts.clone()]))
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    fn check(text: &str, expected: &[usize]) {
        let (corpus, file, offset) = fixture::corpus_at(&format!("//- a.qm\n{text}"));
        let text = corpus.source(file).unwrap().text;
        let ranges = linked_editing_range(&corpus, file, offset).unwrap_or_default();
        let starts: Vec<usize> = ranges.iter().map(|range| range.from()).collect();
        assert_eq!(starts, expected, "{text:?}");
        assert!(ranges.iter().all(|range| text[*range] == text[ranges[0]]));
    }

    #[test]
    fn ids_of_one_declaration_or_tag_belong_together() {
        check(
            "&bma: BMA\n    part of: &b$0ma\n    note: @bma &bm\n",
            &[1, 24],
        );
        check("$0&bma: BMA\n    part of: &bma\n", &[1, 24]);
        check("[‘x’]{by @ann to @ann$0, &ann}", &[14, 22]);
        check("::: by @é$0 to @é\nx\n:::\n", &[8, 15]);
        check("[x]{by @a to @a$0 and", &[8, 14]);
    }

    #[test]
    fn an_id_alone_is_linked_with_nothing() {
        check("[a]{@a$0nn} [b]{@ann}\n", &[]);
        check("&b$0ma: BMA\n\n&gpc: GPC\n    part of: &bma\n", &[]);
        check("[@ann]{by @ann} @an$0n", &[]);
        check("@a: A\n    role: @a and $0more\n", &[]);
    }
}
