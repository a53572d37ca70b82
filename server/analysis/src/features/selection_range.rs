//! What an ever wider selection around the cursor takes in.

use unicode_normalization::char::is_combining_mark;

use super::shared::sections;
use super::shared::sentences;
use crate::model::{Corpus, FileId, Source};
use crate::syntax::{
    Block, BlockKind, Document, Part, PartKind, PlacedWords, Property, Quotations, TextRange,
    dated, split_names,
};

/// The stretches around each byte offset, from the innermost out; each holds
/// the one before and more, and the last one is the file. There is always one.
pub fn selection_range(corpus: &Corpus, file: FileId, offsets: &[usize]) -> Vec<Vec<TextRange>> {
    let Some(source) = corpus.source(file) else {
        return Vec::new();
    };
    let offsets = offsets.iter();
    offsets.map(|offset| around(&source, *offset)).collect()
}

fn around(source: &Source, offset: usize) -> Vec<TextRange> {
    let (document, text) = (&*source.document, &*source.text);
    let mut ranges = Ranges {
        offset: offset.min(text.len()),
        found: Vec::new(),
    };
    words(text, &mut ranges);
    header(document, text, &mut ranges);
    for declaration in &document.declarations {
        if declaration.range.touches(offset) {
            ranges.add(declaration.reference.id_range());
            ranges.add(declaration.reference.range);
            ranges.add(declaration.name);
            let end = declaration.name.to().max(declaration.reference.range.to());
            ranges.add(TextRange::new(declaration.range.from(), end));
            properties(&declaration.properties, text, &mut ranges);
            ranges.add(declaration.range);
        }
    }
    for fence in &document.fences {
        if fence.range.touches(offset) {
            tag_parts(&document.parts[fence.parts.clone()], &mut ranges);
            ranges.add(fence.start);
            ranges.add(fence.words);
            ranges.add(fence.range);
        }
    }
    spans(document, &mut ranges);
    for comment in &document.comments {
        ranges.add(comment.words);
        ranges.add(comment.range);
    }
    for block in &document.blocks {
        if block.range.touches(offset) {
            passage(document, text, *block, &mut ranges);
        }
    }
    for section in sections(document, text) {
        ranges.add(section);
    }
    ranges.chain(TextRange::new(0, text.len()))
}

/// The stretches that touch the cursor.
struct Ranges {
    offset: usize,
    found: Vec<TextRange>,
}

impl Ranges {
    fn add(&mut self, range: TextRange) {
        if range.touches(self.offset) && !range.is_empty() {
            self.found.push(range);
        }
    }

    /// The shortest one, the shortest that holds it and more, and so on; what
    /// only crosses a shorter one is left out.
    fn chain(mut self, whole: TextRange) -> Vec<TextRange> {
        self.found.sort_by_key(|range| range.len());
        let mut chain: Vec<TextRange> = Vec::new();
        for range in self.found.into_iter().chain([whole]) {
            let inside = chain.last();
            if inside.is_none_or(|inside| range.covers(*inside) && range != *inside) {
                chain.push(range);
            }
        }
        chain
    }
}

/// The word at the cursor, then the word with what hyphens join to it.
fn words(text: &str, ranges: &mut Ranges) {
    for joiners in [&['’', '\''][..], &['’', '\'', '-', '_']] {
        let joins = |c: char| joiners.contains(&c);
        let is_part = |c: char| is_letter(c) || joins(c);
        let (before, after) = text.split_at(ranges.offset);
        let start = before
            .char_indices()
            .rev()
            .take_while(|(_, c)| is_part(*c))
            .last()
            .map_or(ranges.offset, |(at, _)| at);
        let end = after.find(|c| !is_part(c)).unwrap_or(after.len()) + ranges.offset;
        let word = &text[start..end];
        let inside = word.trim_matches(joins);
        let skipped = word.len() - word.trim_start_matches(joins).len();
        ranges.add(TextRange::new(
            start + skipped.min(word.len()),
            (start + skipped + inside.len()).min(end),
        ));
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

fn header(document: &Document, text: &str, ranges: &mut Ranges) {
    let Some(header) = &document.header else {
        return;
    };
    if let (Some(first), Some(last)) = (header.properties.first(), header.properties.last()) {
        let end = last.value.to().max(last.key.to());
        ranges.add(TextRange::new(first.key.from(), end));
    }
    properties(&header.properties, text, ranges);
    ranges.add(header.range);
}

fn properties(properties: &[Property], text: &str, ranges: &mut Ranges) {
    for property in properties {
        let end = property.value.to().max(property.key.to());
        let whole = TextRange::new(property.key.from(), end);
        if !whole.touches(ranges.offset) {
            continue;
        }
        for reference in &property.references {
            ranges.add(reference.id_range());
            ranges.add(reference.range);
        }
        if property.key(text) == "also" {
            for name in split_names(property.value, text) {
                ranges.add(name.words);
                name.range.into_iter().for_each(|range| ranges.add(range));
                ranges.add(name.whole());
            }
        } else {
            let dated = dated(property.value, text);
            ranges.add(dated.words);
            dated.range.into_iter().for_each(|range| ranges.add(range));
        }
        ranges.add(property.key);
        ranges.add(property.value);
        ranges.add(whole);
    }
}

/// The spans at the cursor, with their words and what stands in their tags.
fn spans(document: &Document, ranges: &mut Ranges) {
    let spans = &document.spans;
    let mut innermost = spans
        .partition_point(|span| span.range.from() <= ranges.offset)
        .checked_sub(1);
    while let Some(index) = innermost {
        let span = &spans[index];
        innermost = span.parent;
        if !span.range.touches(ranges.offset) {
            // One that ended before may stand in the one that is open here, or
            // directly after it.
            continue;
        }
        tag_parts(&document.parts[span.parts.clone()], ranges);
        if span.closed && span.tag_range.len() > 2 {
            let (start, end) = (span.tag_range.from(), span.tag_range.to());
            ranges.add(TextRange::new(start + 1, end - 1));
        }
        ranges.add(span.tag_range);
        ranges.add(span.words);
        ranges.add(span.range);
    }
}

fn tag_parts(parts: &[Part], ranges: &mut Ranges) {
    for part in parts {
        ranges.add(part.range);
        if part.kind == PartKind::Reference {
            ranges.add(TextRange::new(part.range.from() + 1, part.range.to()));
        }
    }
    let begins = |part: &Part| matches!(part.kind, PartKind::Keyword | PartKind::More);
    for clause in parts.chunk_by(|_, next| !begins(next)) {
        if let [first, .., last] = clause {
            ranges.add(TextRange::new(first.range.from(), last.range.to()));
        }
    }
}

/// A block of words: its quotations, its sentences, all of it.
fn passage(document: &Document, text: &str, block: Block, ranges: &mut Ranges) {
    let words = match block.kind {
        BlockKind::Paragraph => block.range,
        BlockKind::Heading { title, .. } => title,
        _ => {
            ranges.add(block.range);
            return;
        }
    };
    let words = words.trimmed(text);
    let mut placed = PlacedWords::default();
    placed.push(text, words, document);
    let mut add = |plain| ranges.add(with_whole_spans(document, placed.in_file(plain)));
    let quotations = Quotations::of(text, document);
    let whole = quotations.near(words).iter();
    for quotation in whole.filter(|quotation| quotation.is_whole()) {
        add(placed.of_file(quotation.inside));
        add(placed.of_file(quotation.range));
    }
    sentences(placed.words()).into_iter().for_each(&mut add);
    ranges.add(words);
    ranges.add(block.range.trimmed(text));
}

/// A stretch with the brackets and tags of the spans whose words it holds.
fn with_whole_spans(document: &Document, stretch: TextRange) -> TextRange {
    let end = document
        .spans
        .partition_point(|span| span.range.from() <= stretch.to());
    let mut whole = stretch;
    for span in document.spans[..end].iter().rev() {
        if span.range.to() < stretch.from() && span.parent.is_none() {
            break;
        }
        if whole.covers(span.words) {
            whole.start = whole.start.min(span.range.start);
            whole.end = whole.end.max(span.range.end);
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixture;
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let (corpus, file, offset) = fixture::corpus_at(&format!("//- a.qm\n{text}"));
        let text = corpus.source(file).unwrap().text;
        let chain = selection_range(&corpus, file, &[offset]).remove(0);
        let chain: Vec<&str> = chain.into_iter().map(|range| &text[range]).collect();
        assert_eq!(chain, expected, "{text:?}");
    }

    #[test]
    fn from_a_word_to_the_file() {
        check(
            "# One\n\nThen. [Sh$0e-wolf]{@a} left. 😀\n",
            &[
                "She",
                "She-wolf",
                "[She-wolf]{@a}",
                "[She-wolf]{@a} left.",
                "Then. [She-wolf]{@a} left. 😀",
                "# One\n\nThen. [She-wolf]{@a} left. 😀",
                "# One\n\nThen. [She-wolf]{@a} left. 😀\n",
            ],
        );
        check(
            "He said ‘I d$0on’t [know]{#x}’ twice.\r\nSo.",
            &[
                "don’t",
                "I don’t [know]{#x}",
                "‘I don’t [know]{#x}’",
                "He said ‘I don’t [know]{#x}’ twice.",
                "He said ‘I don’t [know]{#x}’ twice.\r\nSo.",
            ],
        );
    }

    #[test]
    fn in_a_tag_the_id_the_clause_the_tag() {
        check(
            "[So [it]{&b}]{by @a, @ann-l$0ee on #t}",
            &[
                "lee",
                "ann-lee",
                "@ann-lee",
                "by @a, @ann-lee",
                "by @a, @ann-lee on #t",
                "{by @a, @ann-lee on #t}",
                "[So [it]{&b}]{by @a, @ann-lee on #t}",
            ],
        );
        check(
            "[x]{by @a as \"the b$0oss",
            &["boss", "[x]{by @a as \"the boss"],
        );
    }

    #[test]
    fn in_a_declaration_the_value_the_property_all() {
        check(
            "@a: Ann\n    role: chair of &b$0ma, 2011\n",
            &[
                "bma",
                "&bma",
                "chair of &bma",
                "chair of &bma, 2011",
                "role: chair of &bma, 2011",
                "@a: Ann\n    role: chair of &bma, 2011",
                "@a: Ann\n    role: chair of &bma, 2011\n",
            ],
        );
        check("@a$0: Ann\n", &["a", "@a", "@a: Ann", "@a: Ann\n"]);
        check(
            "---\ndate: 2011-$005\ntitle: T\n---\n",
            &[
                "05",
                "2011-05",
                "date: 2011-05",
                "date: 2011-05\ntitle: T",
                "---\ndate: 2011-05\ntitle: T\n---",
                "---\ndate: 2011-05\ntitle: T\n---\n",
            ],
        );
        check("$0", &[""]);
    }

    proptest! {
        #[test]
        fn each_strictly_holds_the_one_before(
            text in "([a-z ’.😀\r\n]|\\[|\\]\\{@a\\}|\\{by @a on #t\\}|‘|’|::: by @a\n|# |@a: |\n\n|---\n){0,25}",
            at in 0usize..60,
        ) {
            let source = Source::new(text.as_str());
            let offset = text.floor_char_boundary(at);
            let chain = around(&source, offset);
            prop_assert_eq!(chain.last().copied(), Some(TextRange::new(0, text.len())));
            for range in &chain {
                prop_assert!(range.touches(offset));
                prop_assert!(text.is_char_boundary(range.from()) && text.is_char_boundary(range.to()));
            }
            for pair in chain.windows(2) {
                prop_assert!(pair[1].covers(pair[0]) && pair[0] != pair[1]);
            }
        }
    }
}
