use quotemark::model::{Ids, facts_of};
use quotemark::syntax::{
    Block, BlockKind, Document, Parser, Property, Reference, Tag, TextRange, strip,
};

use crate::input::text;

/// Any bytes have a document whose ranges fit the text, and the reader that
/// needs no tree finds the same one as the parser.
pub fn parse(data: &[u8]) {
    let text = text(data);
    let document = Parser::new().parse(&text);
    fits(&document, &text);
    assert_eq!(
        Parser::new().read(&text),
        document,
        "the two readers differ on {text:?}"
    );
    let plain = strip(&text, &document);
    assert!(plain.len() <= text.len(), "strip adds words to {text:?}");
    let facts = facts_of(&text, &document, &Ids::default());
    for place in &facts.occurrences {
        assert!(text.get(place.range.bytes()).is_some());
    }
    for quote in &facts.quotes {
        for range in &quote.fragments {
            assert!(text.get(range.bytes()).is_some());
        }
    }
}

/// Every range lies on borders of characters, what is inside of something lies
/// inside of it, and lists are in the order of the text.
fn fits(document: &Document, text: &str) {
    let check = |range: TextRange| {
        assert!(
            text.get(range.bytes()).is_some(),
            "{range:?} is no stretch of {text:?}"
        );
    };
    let within = |outer: TextRange, inner: TextRange| {
        check(inner);
        assert!(
            outer.covers(inner),
            "{inner:?} lies outside of {outer:?} in {text:?}"
        );
    };
    let references = |outer: TextRange, references: &[Reference]| {
        for reference in references {
            within(outer, reference.range);
            assert!(text[reference.range].starts_with(reference.kind.sigil()));
            assert!(reference.range.len() > 1);
        }
    };
    let properties = |outer: TextRange, properties: &[Property]| {
        for property in properties {
            within(outer, property.key);
            within(outer, property.value);
            references(property.value, &property.references);
        }
    };
    if let Some(header) = &document.header {
        check(header.range);
        properties(header.range, &header.properties);
    }
    for block in &document.blocks {
        check_block(block, document, &within, &check);
    }
    in_order(document.blocks.iter().map(|block| block.range.start));
    in_order(document.spans.iter().map(|span| span.range.start));
    in_order(document.declarations.iter().map(|one| one.range.start));
    in_order(document.markup.iter().map(|markup| markup.start));
    for (index, span) in document.spans.iter().enumerate() {
        check(span.range);
        within(span.range, span.words);
        within(span.range, span.tag_range);
        for part in &document.parts[span.parts.clone()] {
            within(span.tag_range, part.range);
            references(span.tag_range, part.reference(text).as_slice());
        }
        if let Some(parent) = span.parent {
            assert!(parent < index);
            within(document.spans[parent].words, span.range);
        }
        match span.tag {
            Tag::Mention(reference) => within(span.tag_range, reference.range),
            Tag::Quote(quote) | Tag::More(Some(quote)) => assert!(quote < document.quotes.len()),
            Tag::Note(words) => within(span.tag_range, words),
            Tag::More(None) => assert!(document.dangling.contains(&index)),
            Tag::Broken => {}
        }
    }
    for fence in &document.fences {
        check(fence.range);
        within(fence.range, fence.start);
        within(fence.range, fence.words);
        for part in &document.parts[fence.parts.clone()] {
            // Other white space than markup's is trimmed from the line alone.
            check(part.range);
            references(fence.start, part.reference(text).as_slice());
        }
        if let Some(end) = fence.end {
            within(fence.range, end);
        }
    }
    for declaration in &document.declarations {
        check(declaration.range);
        within(declaration.range, declaration.reference.range);
        within(declaration.range, declaration.name);
        properties(declaration.range, &declaration.properties);
    }
    for comment in &document.comments {
        check(comment.range);
        within(comment.range, comment.words);
    }
    for quote in &document.quotes {
        assert_eq!(quote.fragments.len(), quote.ranges.len());
        for (fragment, range) in quote.fragments.iter().zip(&quote.ranges) {
            check(*range);
            within(*range, *fragment);
        }
        for speaker in &quote.clauses.speakers {
            check(speaker.range());
            within(quote.tag_range, speaker.range());
        }
    }
    for range in &document.markup {
        check(*range);
    }
    for problem in &document.problems {
        check(problem.range);
        assert!(!problem.message.is_empty());
    }
}

fn check_block(
    block: &Block,
    document: &Document,
    within: &dyn Fn(TextRange, TextRange),
    check: &dyn Fn(TextRange),
) {
    check(block.range);
    match block.kind {
        BlockKind::Heading { level, title } => {
            assert!((1..=6).contains(&level));
            within(block.range, title);
        }
        BlockKind::Fence(fence) => assert!(fence < document.fences.len()),
        BlockKind::Declaration(index) => {
            within(block.range, document.declarations[index].range);
        }
        BlockKind::Comment(comment) => within(block.range, document.comments[comment].range),
        BlockKind::Paragraph | BlockKind::StrayFence => {}
    }
}

fn in_order(starts: impl Iterator<Item = u32>) {
    let starts: Vec<u32> = starts.collect();
    assert!(starts.is_sorted(), "a list is out of order: {starts:?}");
}
