//! Where proposed words can stand in brackets.

use super::words::Words;
use crate::features::edit::place::{can_be_tagged, paragraph_around};
use crate::features::edit::statements::takes_over_more;
use crate::features::shared::allowed::{self, Allowed, is_no_quote};
use crate::model::Source;
use crate::reports::Code;
use crate::syntax::{Quotations, QuoteForm, Tag, TextRange};

/// What stands in an article already, and keeps proposals off.
pub struct Fit<'a> {
    source: &'a Source,
    words: &'a Words,
    /// The words of quotes, and fences.
    taken: Vec<TextRange>,
    /// What the article's comments let stand.
    allowed: Allowed,
    quotations: Quotations,
}

impl<'a> Fit<'a> {
    /// What stands in an article.
    pub fn of(source: &'a Source, words: &'a Words) -> Self {
        let document = &source.document;
        let is_said = |tag: &Tag| !matches!(tag, Tag::Mention(_) | Tag::Note(_));
        let spans = document.spans.iter().filter(|span| is_said(&span.tag));
        let fences = document.fences.iter().map(|fence| fence.range);
        Self {
            source,
            words,
            allowed: allowed::read(source),
            quotations: Quotations::of(&source.text, document),
            taken: spans.map(|span| span.range).chain(fences).collect(),
        }
    }

    /// Where parts of a statement stand in the file; nothing where one of them is said
    /// already, would cross something, or stands in a heading.
    pub fn fragments(&self, parts: &[TextRange]) -> Option<Vec<TextRange>> {
        let found: Option<Vec<TextRange>> = parts.iter().map(|part| self.fragment(*part)).collect();
        let found = found?;
        let first = found.first()?;
        let is_apart = found.windows(2).all(|pair| pair[0].end <= pair[1].start);
        (is_apart && !takes_over_more(&self.source.document, first.from())).then_some(found)
    }

    fn fragment(&self, part: TextRange) -> Option<TextRange> {
        let part = part.trimmed(self.words.text());
        let block = self.words.block_at(part.from())?;
        if part.is_empty() || block.is_heading || !block.words.covers(part) {
            return None;
        }
        self.fitted(self.words.in_file(part))
    }

    /// The same for parts that are known by their places in the file, in bytes.
    pub fn in_file(&self, parts: &[TextRange]) -> Option<Vec<TextRange>> {
        let document = &self.source.document;
        let found: Option<Vec<TextRange>> = parts.iter().map(|part| self.fitted(*part)).collect();
        let found = found?;
        let first = found.first()?;
        let is_apart = found.windows(2).all(|pair| pair[0].end <= pair[1].start);
        (is_apart && !takes_over_more(document, first.from())).then_some(found)
    }

    /// Whether parts that stand in the file are direct, mixed or indirect once they are a quote.
    pub fn form(&self, parts: &[TextRange]) -> QuoteForm {
        let source = self.source;
        self.quotations
            .form_of(parts, &source.text, &source.document)
    }

    fn fitted(&self, range: TextRange) -> Option<TextRange> {
        let range = range.trimmed(&self.source.text);
        let mut blocks = self.words.blocks.iter();
        let block = blocks.find(|block| block.file.covers(range))?;
        let (text, document) = (&*self.source.text, &*self.source.document);
        // Nobody knows how far what is broken reaches.
        let mut problems = document.problems.iter();
        if problems.any(|problem| block.file.touches(problem.range.from())) {
            return None;
        }
        let range = self.widened(range);
        let is_free = !self.taken.iter().any(|taken| taken.overlaps(range))
            && !self.allowed.holds(Code::QuoteUnattributed, range)
            && !is_no_quote(self.source, range.to());
        let fits = is_free
            && paragraph_around(document, range).is_some()
            && can_be_tagged(document, range)
            && is_balanced(&text[range])
            // A backslash would make the bracket a plain character.
            && !text[..range.from()].ends_with('\\')
            && !text[range].ends_with('\\');
        fits.then_some(range)
    }

    /// A stretch with the brackets, tags and backslashes that belong to its first and last
    /// words.
    fn widened(&self, range: TextRange) -> TextRange {
        let (text, document) = (&*self.source.text, &*self.source.document);
        let (mut start, mut end) = (range.from(), range.to());
        let last = document
            .spans
            .partition_point(|span| span.range.from() < end);
        // From the inside: what opens later lies within.
        for span in document.spans[..last].iter().rev() {
            let begins = span.words.from() == start && span.range.to() <= end;
            let ends = span.words.to() == end && span.range.from() >= start;
            let is_all = span.words.from() == start && span.words.to() == end;
            if begins || is_all {
                start = span.range.from();
            }
            if ends || is_all {
                end = span.range.to();
            }
        }
        let escape = TextRange::new(start.saturating_sub(1), start);
        if text[..start].ends_with('\\') && document.markup.binary_search(&escape).is_ok() {
            start = escape.from();
        }
        TextRange::new(start, end)
    }
}

/// Whether each bracket has its partner, escapes left out.
fn is_balanced(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => {
                if !characters
                    .as_str()
                    .starts_with(|c: char| c.is_ascii_punctuation())
                {
                    continue;
                }
                characters.next();
            }
            '[' => depth += 1,
            ']' => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return false,
            },
            _ => {}
        }
    }
    depth == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What of a text would stand in brackets for words of it.
    fn fitted(text: &str, said: &[&str]) -> Option<Vec<String>> {
        let source = Source::new(text);
        let words = Words::of(&source);
        let parts = said.iter().map(|said| {
            let at = words.text().find(said).unwrap();
            TextRange::new(at, at + said.len())
        });
        let fit = Fit::of(&source, &words);
        let found = fit.fragments(&parts.collect::<Vec<_>>())?;
        Some(found.iter().map(|range| text[*range].to_owned()).collect())
    }

    #[test]
    fn brackets_go_around_what_belongs_to_the_words() {
        for (text, said, expected) in [
            ("A [Bob]{@b} left.", "Bob left", "[Bob]{@b} left"),
            ("A [Bob]{@b} left.", "A Bob", "A [Bob]{@b}"),
            ("A [Bob]{@b} left.", "Bob", "[Bob]{@b}"),
            ("A [Bob Lee]{@b} left.", "Bob", "Bob"),
            ("A \\*Bob left.", "*Bob", "\\*Bob"),
            (
                "A “[He] left [it]”.",
                "“[He] left [it]”",
                "“[He] left [it]”",
            ),
            ("A {% c %}Bob{% d %} left.", "Bob", "Bob"),
        ] {
            assert_eq!(fitted(text, &[said]).unwrap(), [expected], "{text}");
        }
    }

    #[test]
    fn what_cannot_stand_in_brackets_is_not_offered() {
        for (text, said) in [
            ("A [Bob Lee]{@b} left.", "Lee left"),
            ("A [Bob Lee]{by @b} left.", "Bob Lee"),
            ("A [Bob Lee]{by @b} left.", "Lee left"),
            ("A [Bob] left.", "Bob] left"),
            ("# A Bob\n\nHe.", "Bob"),
            ("One.\n\nTwo.", "One.\n\nTwo."),
            ("::: by @x\n\nBob left.\n\n:::\n", "Bob left"),
            ("Bob left [it]{more}.", "Bob left"),
            ("A \\“Bob” left.", "“Bob”"),
            ("A “Bob”{% quotemark: no quote %} left.", "“Bob”"),
            ("A “Bob”.{% quotemark:  no  quote %} He left.", "“Bob”"),
            (
                "{% quotemark: allow quote/unattributed %}\n\nA “Bob” left.",
                "“Bob”",
            ),
        ] {
            assert_eq!(fitted(text, &[said]), None, "{text}");
        }
        assert_eq!(fitted("One [two]{by @x} three", &["One", "two"]), None);
        assert!(fitted("One [two]{by @x} three", &["One", "three"]).is_some());
    }
}
