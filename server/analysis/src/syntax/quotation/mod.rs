//! One account of quotations: which words of an article stand in quotation
//! marks, and so whether a quote is direct, mixed or indirect (markup:
//! Quotations).
//!
//! Markup is invisible here: what is read are the words that
//! [`strip`](super::strip) leaves, paragraph by paragraph, so that no tag
//! changes where a quotation begins or ends.

mod around;
mod cost;
mod form;
mod found;
mod kinds;
mod marks;
mod pairing;
mod reading;
mod spoken;
mod words;

#[cfg(test)]
mod odd_texts;
#[cfg(test)]
mod tests;

pub use around::{is_hangul, is_ideographic, is_southeast};
pub use form::QuoteForm;
pub use found::{Edge, Quotation, Quotations};
pub use spoken::{counted_words, is_spoken};

use reading::read;
use words::Words;

use super::Document;

impl Quotations {
    /// Those of an article.
    pub fn of(text: &str, document: &Document) -> Self {
        let words = Words::of(text, document);
        words.in_file(&read(words.words(), words.marks(), words.stretches()).0)
    }

    /// The outermost of an article, by which a quote's [form](Self::form) is decided: of
    /// each its range alone is known.
    pub fn for_forms(text: &str, document: &Document) -> Self {
        let words = Words::of(text, document);
        let found = read(words.words(), words.marks(), words.stretches()).0;
        words.ranges_in_file(found)
    }

    /// Those of plain words, in which blank lines part paragraphs. Positions are
    /// bytes of the words.
    pub fn of_words(words: &str) -> Self {
        let (marks, stretches) = words::plain(words);
        read(words, &marks, &stretches).0
    }
}
