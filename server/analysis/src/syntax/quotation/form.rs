//! Direct, mixed or indirect (markup: Quotes).

use serde::{Deserialize, Serialize};

use super::super::plain::unmarked;
use super::super::{BlockKind, Document, Quote, TextRange};
use super::Quotations;

/// How a quote renders what was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum QuoteForm {
    /// The words themselves, in quotation marks.
    Direct,
    /// A report with a quotation inside.
    Mixed,
    /// A report.
    Indirect,
}

impl QuoteForm {
    /// Its name: `direct`, `mixed`, `indirect`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
        }
    }
}

/// Where the words of a quote stand.
#[derive(Default)]
struct WordsPosition {
    /// Some stand in quotations.
    inside: bool,
    /// Some do not.
    outside: bool,
    /// It shares at least a mark with a quotation.
    touches: bool,
}

impl WordsPosition {
    fn form(&self) -> QuoteForm {
        match (self.inside, self.outside) {
            (true, true) => QuoteForm::Mixed,
            (true, false) => QuoteForm::Direct,
            (false, false) if self.touches => QuoteForm::Direct,
            (false, _) => QuoteForm::Indirect,
        }
    }
}

impl Quotations {
    /// How a quote renders what was said: direct where all its words stand in
    /// quotations, mixed where some do.
    pub fn form(&self, quote: &Quote, text: &str, document: &Document) -> QuoteForm {
        let mut standing = WordsPosition::default();
        for fragment in &quote.fragments {
            if !quote.fenced {
                self.look_at(*fragment, text, document, &mut standing);
                continue;
            }
            // Declarations, comments and the lines of fences are no words.
            let first = document
                .blocks
                .partition_point(|block| block.range.start < fragment.start);
            let blocks = document.blocks[first..].iter();
            for block in blocks.take_while(|block| block.range.start < fragment.end) {
                let words = match block.kind {
                    BlockKind::Paragraph => block.range,
                    BlockKind::Heading { title, .. } => title,
                    _ => continue,
                };
                self.look_at(words, text, document, &mut standing);
            }
        }
        standing.form()
    }

    /// The same for words that are no quote yet, by the places of their parts.
    pub fn form_of(&self, parts: &[TextRange], text: &str, document: &Document) -> QuoteForm {
        let mut standing = WordsPosition::default();
        for part in parts {
            self.look_at(*part, text, document, &mut standing);
        }
        standing.form()
    }

    fn look_at(
        &self,
        words: TextRange,
        text: &str,
        document: &Document,
        standing: &mut WordsPosition,
    ) {
        let near = self.near(words);
        if near.is_empty() {
            standing.outside = standing.outside || has_words(words, text, document);
            return;
        }
        standing.touches = true;
        let mut at = words.start;
        for quotation in near {
            let from = quotation.range.start.max(at);
            let to = quotation.range.end.min(words.end);
            let (before, inside) = (
                TextRange {
                    start: at,
                    end: from.max(at),
                },
                TextRange {
                    start: from,
                    end: to.max(from),
                },
            );
            standing.outside = standing.outside || has_words(before, text, document);
            standing.inside = standing.inside || has_words(inside, text, document);
            at = to.max(at);
        }
        let rest = TextRange {
            start: at,
            end: words.end.max(at),
        };
        standing.outside = standing.outside || has_words(rest, text, document);
    }
}

/// Whether a letter or a digit stands in a stretch, markup aside.
fn has_words(range: TextRange, text: &str, document: &Document) -> bool {
    !range.is_empty()
        && unmarked(range, document).any(|piece| text[piece].contains(char::is_alphanumeric))
}
