//! The words of an article as the proposer reads them, and where they stand in the file.

use crate::features::shared::wording::one_line;
use crate::model::Source;
use crate::syntax::{BlockKind, PlacedWords, TextRange};

/// Lines of a paragraph that is broken at a margin are no longer than this, in bytes.
const MARGIN: usize = 100;

/// The words of an article, a blank line after each paragraph.
pub struct Words {
    /// The words, and where they stand in the file.
    placed: PlacedWords,
    /// The paragraphs and headings of the file.
    pub blocks: Vec<WordsBlock>,
}

/// A paragraph or a heading.
pub struct WordsBlock {
    /// Which of the words.
    pub words: TextRange,
    /// Where it stands in the file.
    pub file: TextRange,
    /// Whether it is a heading.
    pub is_heading: bool,
    /// How many of the blocks before it have the same words.
    pub repeats: usize,
}

impl Words {
    /// Those of an article. A line that ends as a sentence does ends a paragraph too,
    /// unless the lines are broken at a margin: many articles come so.
    pub fn of(source: &Source) -> Self {
        Self::within(source, TextRange::new(0, source.text.len()), &[])
    }

    /// Those of the paragraphs and headings that a stretch of the file touches. What is hidden
    /// is left out of them: the parts of a tag that is being written, in order, which the parser
    /// takes for words.
    pub fn within(source: &Source, stretch: TextRange, hidden: &[TextRange]) -> Self {
        let mut words = Self {
            placed: PlacedWords::default(),
            blocks: Vec::new(),
        };
        let mut seen = std::collections::HashMap::new();
        let blocks = &source.document.blocks;
        let first = blocks.partition_point(|block| block.range.to() < stretch.from());
        let blocks = blocks[first..].iter();
        for block in blocks.take_while(|block| block.range.from() <= stretch.to()) {
            let (file, is_heading) = match block.kind {
                BlockKind::Paragraph => (block.range.trimmed(&source.text), false),
                BlockKind::Heading { title, .. } => (title, true),
                _ => continue,
            };
            let placed = block_words(source, file, hidden);
            if placed.words().trim().is_empty() {
                continue;
            }
            if !words.text().is_empty() {
                words.placed.push_placed("\n\n", file.from());
            }
            let start = words.text().len();
            words.push_paragraph(&placed);
            let range = TextRange::new(start, words.text().len());
            let repeats = seen.entry(one_line(placed.words())).or_insert(0);
            words.blocks.push(WordsBlock {
                words: range,
                file,
                is_heading,
                repeats: *repeats,
            });
            *repeats += 1;
        }
        words
    }

    /// The words.
    pub fn text(&self) -> &str {
        self.placed.words()
    }

    fn push_paragraph(&mut self, placed: &PlacedWords) {
        let is_parted = !is_broken_at_margin(placed.words());
        let start = self.text().len();
        for piece in placed.pieces() {
            let mut file = piece.file;
            for line in placed.words()[piece.words].split_inclusive('\n') {
                self.placed.push_placed(line, file);
                file += line.len();
                let ends =
                    is_parted && line.ends_with('\n') && ends_sentence(&self.text()[start..]);
                if ends {
                    self.placed.push_placed("\n", file);
                }
            }
        }
    }

    /// The block in which a place of the words lies.
    pub fn block_at(&self, at: usize) -> Option<&WordsBlock> {
        let next = self
            .blocks
            .partition_point(|block| block.words.from() <= at);
        let block = self.blocks.get(next.checked_sub(1)?)?;
        (at <= block.words.to()).then_some(block)
    }

    /// Where a stretch of the words, which begins and ends with a word, stands in the file.
    pub fn in_file(&self, words: TextRange) -> TextRange {
        self.placed.in_file(words)
    }

    /// Which of the words stand in a stretch of the file.
    pub fn of_file(&self, file: TextRange) -> TextRange {
        self.placed.of_file(file)
    }
}

/// The plain words of a block, but for what is hidden.
fn block_words(source: &Source, block: TextRange, hidden: &[TextRange]) -> PlacedWords {
    let mut placed = PlacedWords::default();
    let mut from = block.from();
    for hidden in hidden.iter().filter(|hidden| block.covers(**hidden)) {
        let before = TextRange::new(from, hidden.from().max(from));
        placed.push_plain(&source.text, before, &source.document);
        from = hidden.to().max(from);
    }
    let rest = TextRange::new(from, block.to());
    placed.push_plain(&source.text, rest, &source.document);
    placed
}

/// Whether the lines of a paragraph end where a margin was, in the midst of sentences.
fn is_broken_at_margin(words: &str) -> bool {
    let mut lines = words.trim_end().lines().peekable();
    let mut goes_on = false;
    while let Some(line) = lines.next() {
        if line.len() > MARGIN {
            return false;
        }
        goes_on |= lines.peek().is_some() && !ends_sentence(line);
    }
    goes_on
}

fn ends_sentence(words: &str) -> bool {
    let ends = ['.', '?', '!', '”', '"', '’', '\'', '…', ':', ';'];
    words.trim_end().ends_with(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_where_they_stand() {
        let text = "---\ndate: 2011\n---\n\n# Head [one]{@x}\n\n[Ann]{@a} said \\*no.\n“Yes.”\nNo.\n\n{% c %}\n\n@a: Ann\n\nAnn\nleft.\nBob\n";
        let source = Source::new(text);
        let words = Words::of(&source);
        assert_eq!(
            words.text(),
            "Head one\n\nAnn said *no.\n\n“Yes.”\n\nNo.\n\nAnn\nleft.\nBob"
        );
        for word in [
            "Head",
            "one",
            "said",
            "*no.",
            "“Yes.”",
            "No.",
            "left.",
            "Bob",
        ] {
            let at = words.text().find(word).unwrap();
            let file = words.in_file(TextRange::new(at, at + word.len()));
            assert_eq!(&text[file], word);
        }
        let block = words.block_at(words.text().find("Yes").unwrap()).unwrap();
        assert!(text[block.file].starts_with("[Ann]"));
    }

    #[test]
    fn equal_paragraphs_are_counted() {
        let words = Words::of(&Source::new("Yes.\n\nNo.\n\nYes.\n"));
        let repeats = words.blocks.iter().map(|block| block.repeats);
        assert_eq!(repeats.collect::<Vec<_>>(), [0, 0, 1]);
    }
}
