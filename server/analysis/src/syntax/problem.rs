//! What can be wrong with the form of a document (markup: What is wrong).

use super::TextRange;

/// One mistake of form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which mistake.
    pub kind: ProblemKind,
    /// Just what is wrong.
    pub range: TextRange,
    /// One sentence that names the thing and the mend.
    pub message: String,
}

/// The mistakes of form, each with a page in the reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// A tag without its `}`.
    UnclosedTag,
    /// `]{` that no bracket opens.
    UnopenedTag,
    /// A fence that no line closes.
    UnclosedFence,
    /// A fence line that closes nothing.
    UnopenedFence,
    /// A fence closed by a line of another length.
    FenceLength,
    /// `{%` without `%}`.
    UnclosedComment,
    /// A header without its second `---`.
    UnclosedHeader,
    /// `[words]{}`.
    EmptyTag,
    /// `[]{@x}`.
    TagWithoutWords,
    /// A word that has no meaning in a tag.
    UnknownWord,
    /// A clause given twice.
    RepeatedClause,
    /// A clause with a reference of a kind that it does not take.
    WrongReference,
    /// A span or a fence inside too many others.
    TooDeep,
    /// A clause with nothing behind it.
    MissingValue,
    /// A declaration without a display name.
    MissingName,
    /// A line that is no `key: value`.
    BadLine,
    /// A property that a blank line cuts off from its declaration.
    StrayProperty,
    /// Something that is no date.
    MalformedDate,
    /// A range that ends before it starts.
    ReversedDate,
}

impl ProblemKind {
    /// Whether markup that is broken like this stays among the article's words.
    pub fn spoils_words(self) -> bool {
        matches!(
            self,
            Self::UnclosedTag
                | Self::UnopenedTag
                | Self::UnclosedFence
                | Self::UnopenedFence
                | Self::FenceLength
                | Self::UnclosedComment
                | Self::UnclosedHeader
                | Self::StrayProperty
        )
    }
}
