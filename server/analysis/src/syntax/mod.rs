//! Text to tree to typed view.
//!
//! Nothing here fails and nothing reads a file: every text has a tree, every
//! tree a [`Document`], and what is broken is in [`Document::problems`].
//! Positions are bytes from the start of the file, ends not included.

mod builder;
mod date;
mod document;
mod encoding;
mod fast_path;
mod head;
mod import;
mod keys;
mod language;
mod lines;
mod loose_tags;
mod parser;
mod part;
mod period;
mod plain;
mod problem;
mod property;
mod quotation;
mod range;
mod range_words;
mod reference;
mod seal;
mod tag;
#[cfg(test)]
mod tests;
mod tree_reader;

pub use builder::DEEPEST;
pub use date::{DateProblem, PartialDate, month_named, position_by_start};
pub use document::{
    Block, BlockKind, Clauses, Comment, Declaration, Document, Fence, Header, Property, Quote,
    Side, Span, Speaker, Tag, Topic,
};
pub use encoding::{NotUtf8, marked_encoding, text_of};
pub use head::head_of;
pub use import::{HeaderFields, import, tagged};
pub use jiff::civil::Date;
pub use keys::{DECLARATION_KEYS, HEADER_KEYS};
pub use language::{LANGUAGES, is_language_tag, meant_language};
pub use lines::{BYTE_ORDER_MARK, Counting, Encoding, LineIndex, LoneCr, Position};
pub use loose_tags::{LooseTag, loose_tags};
pub use parser::{Edit, Parser, Point};
pub use part::{Part, PartKind};
pub use period::{End, Holds, Period};
pub use plain::{PlacedWords, PlainPiece, plain_words, strip, stripped, stripped_lines};
pub use problem::Problem;
pub use property::{Dated, RoleValue, dated, role_value, split_list, split_names};
pub use quotation::{
    Edge, Quotation, Quotations, QuoteForm, counted_words, is_hangul, is_ideographic, is_southeast,
    is_spoken,
};
pub use range::TextRange;
pub use range_words::range_in_words;
pub use reference::{EntityKind, Reference, normalise_id};
pub use seal::fingerprint;
pub use tag::{CLAUSES, is_clause, string_words};
