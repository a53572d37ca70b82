//! The typed view of a file: what stands where, and what it says by itself.
//!
//! Everything is in the order of the text. Nothing here knows other files.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Part, PartialDate, Problem, Reference, TextRange};

/// A file as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// The header, closed or not.
    pub header: Option<Header>,
    /// Headings, paragraphs, fences, declarations and comments; what stands in
    /// a fence follows the fence.
    pub blocks: Vec<Block>,
    /// Spans by their opening brackets.
    pub spans: Vec<Span>,
    /// Fenced quotes by their first lines.
    pub fences: Vec<Fence>,
    /// The tokens of tags and of the first lines of fences, in one list.
    pub parts: Vec<Part>,
    /// Declarations of people, organisations and topics.
    pub declarations: Vec<Declaration>,
    /// Comments, inline and as blocks.
    pub comments: Vec<Comment>,
    /// The statements that tags and fences attribute, with their fragments.
    pub quotes: Vec<Quote>,
    /// `{more}` spans that no quote stands before: indices into `spans`.
    pub dangling: Vec<usize>,
    /// What is no part of the article's words, inside paragraphs and headings.
    pub markup: Vec<TextRange>,
    /// What is wrong with the form.
    pub problems: Vec<Problem>,
}

impl Document {
    /// The span in whose tag an id stands.
    pub fn tagged(&self, id: TextRange) -> Option<&Span> {
        let before = self
            .spans
            .partition_point(|span| span.range.from() <= id.from());
        let mut index = before.checked_sub(1);
        // Whatever opened last before a tag stands in the words in front of it.
        while let Some(span) = index.and_then(|index| self.spans.get(index)) {
            if span.tag_range.covers(id) {
                return Some(span);
            }
            index = span.parent;
        }
        None
    }
}

/// The lines between `---` and `---` at the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// From the first `---` to the end of the second, its break not included.
    pub range: TextRange,
    /// Its lines.
    pub properties: Vec<Property>,
    /// Whether the second `---` is there.
    pub closed: bool,
}

/// A `key: value` of a header or a declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// The key, without the colon.
    pub key: TextRange,
    /// The value with the lines on which it goes on, trimmed; empty when there
    /// is none.
    pub value: TextRange,
    /// Everything in the value that has the form of a reference.
    pub references: Vec<Reference>,
}

impl Property {
    /// The key as it is written.
    pub fn key<'t>(&self, text: &'t str) -> &'t str {
        &text[self.key]
    }

    /// The value in one line: breaks and the spaces around them become one space.
    pub fn value(&self, text: &str) -> String {
        let lines = text[self.value].split(['\n', '\r']);
        let lines: Vec<&str> = lines
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        lines.join(" ")
    }
}

/// A block of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Without the line break that ends it.
    pub range: TextRange,
}

/// The kinds of blocks; numbers are indices into the lists of [`Document`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading: its level from 1 to 6 and its words.
    Heading {
        /// The number of `#`.
        level: u8,
        /// The words after them.
        title: TextRange,
    },
    /// A paragraph of the article.
    Paragraph,
    /// A fenced quote.
    Fence(usize),
    /// A declaration.
    Declaration(usize),
    /// A comment that stands by itself.
    Comment(usize),
    /// A fence line that closes nothing.
    StrayFence,
}

/// `[words]{tag}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// From `[` to the end of the tag.
    pub range: TextRange,
    /// Between the brackets.
    pub words: TextRange,
    /// From `{` to `}`, both included; of an unclosed tag, as far as it makes sense.
    pub tag_range: TextRange,
    /// What the tag says.
    pub tag: Tag,
    /// The tokens of the tag: indices into `Document::parts`.
    pub parts: Range<usize>,
    /// The span around it: an index into `Document::spans`.
    pub parent: Option<usize>,
    /// Whether the tag has its `}`.
    pub closed: bool,
}

/// What a tag says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tag {
    /// The words mention that entity.
    Mention(Reference),
    /// The words were said: an index into `Document::quotes`.
    Quote(usize),
    /// The quote of that index goes on here; `None` when there is none before.
    More(Option<usize>),
    /// An annotator's remark.
    Note(TextRange),
    /// Nothing that makes sense; see the problems.
    Broken,
}

/// A fenced quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// From the first line to the end of the last.
    pub range: TextRange,
    /// The opening line without its break.
    pub start: TextRange,
    /// The closing line without its break, where there is one.
    pub end: Option<TextRange>,
    /// What stands between the two lines.
    pub words: TextRange,
    /// The tokens of the opening line: indices into `Document::parts`.
    pub parts: Range<usize>,
    /// The quote that it is: an index into `Document::quotes`.
    pub quote: Option<usize>,
}

/// A declaration of a person, an organisation or a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// The reference in column 0.
    pub reference: Reference,
    /// The display name; empty when it is missing.
    pub name: TextRange,
    /// The lines below.
    pub properties: Vec<Property>,
    /// All of it, without the line break at its end.
    pub range: TextRange,
}

/// `{% … %}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// With its braces.
    pub range: TextRange,
    /// Between the braces, trimmed.
    pub words: TextRange,
    /// Whether it stands as a block by itself.
    pub block: bool,
    /// Whether `%}` is there.
    pub closed: bool,
}

/// A statement: what somebody said, in one fragment or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Who said it, and for whom, to whom, on what, when, in which capacity.
    pub clauses: Clauses,
    /// The tag or the fence's first line.
    pub tag_range: TextRange,
    /// The words, then those of each `{more}`.
    pub fragments: Vec<TextRange>,
    /// The whole spans of the fragments, tags included; of a fence, the fence.
    pub ranges: Vec<TextRange>,
    /// Whether it is a fenced quote.
    pub fenced: bool,
}

/// What a quote's tag says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Clauses {
    /// `by`: those who said it.
    pub speakers: Vec<Speaker>,
    /// `of`: the organisation for which they spoke.
    pub of: Option<Reference>,
    /// `to`: those to whom it was said.
    pub to: Vec<Reference>,
    /// `on`, `for`, `against`.
    pub topics: Vec<Topic>,
    /// `at`: when, if the date can be read.
    pub at: Option<PartialDate>,
    /// `as`: in which capacity, without the quotation marks.
    pub capacity: Option<TextRange>,
}

/// One of those who said a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// A person or an organisation.
    Known(Reference),
    /// `?`
    Unknown(TextRange),
    /// Somebody of whom the article gives no name, in words: they stand in
    /// quotation marks, which do not belong to the range.
    Unnamed(TextRange),
}

impl Speaker {
    /// The reference, the `?`, or the words without their quotation marks.
    pub fn range(self) -> TextRange {
        match self {
            Self::Known(reference) => reference.range,
            Self::Unknown(range) | Self::Unnamed(range) => range,
        }
    }

    /// The person or the organisation, if it has an id.
    pub fn reference(self) -> Option<Reference> {
        match self {
            Self::Known(reference) => Some(reference),
            Self::Unknown(_) | Self::Unnamed(_) => None,
        }
    }
}

/// A topic that a quote is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Topic {
    /// Which side it takes.
    pub side: Side,
    /// The topic.
    pub reference: Reference,
}

/// Which side a quote takes on a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Side {
    /// `on`: none.
    On,
    /// `for`
    For,
    /// `against`
    Against,
}

impl Side {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::On, Self::For, Self::Against];

    /// The clause's keyword.
    pub fn word(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::For => "for",
            Self::Against => "against",
        }
    }
}
