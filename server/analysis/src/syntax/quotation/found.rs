//! The quotations of an article.

use crate::syntax::TextRange;

/// A stretch between two quotation marks that pair, in one paragraph. One that
/// goes on in the next paragraph is there once for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotation {
    /// With its marks, in bytes of the file. Markup at its two ends is left out.
    pub range: TextRange,
    /// Between its marks, in the same bytes. Empty where nothing is.
    pub inside: TextRange,
    /// How it begins.
    pub begins: Edge,
    /// How it ends.
    pub ends: Edge,
}

/// How a quotation begins or ends in its paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// With a mark.
    Mark,
    /// It goes on from the paragraph before, or in the next one.
    RunsOn,
    /// Its mark is missing: it is taken to reach as far as the paragraph does.
    Missing,
}

impl Quotation {
    /// Whether neither of its marks is missing.
    pub fn is_whole(&self) -> bool {
        self.begins != Edge::Missing && self.ends != Edge::Missing
    }
}

/// The quotations of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quotations {
    pub(super) outermost: Vec<Quotation>,
    pub(super) strays: Vec<TextRange>,
    pub(super) pairs: Vec<(TextRange, TextRange)>,
}

impl Quotations {
    /// The outermost quotations, in order. They do not overlap.
    pub fn outermost(&self) -> &[Quotation] {
        &self.outermost
    }

    /// The outermost quotations that share a byte with `range`, in order.
    pub fn near(&self, range: TextRange) -> &[Quotation] {
        let first = self
            .outermost
            .partition_point(|quotation| quotation.range.end <= range.start);
        let rest = &self.outermost[first..];
        let count = rest.partition_point(|quotation| quotation.range.start < range.end);
        &rest[..count]
    }

    /// The marks without a partner that are mistakes, in order. An apostrophe is none.
    pub fn strays(&self) -> &[TextRange] {
        &self.strays
    }

    /// The marks of each pair, nested ones too, by the places of those that close.
    pub fn pairs(&self) -> &[(TextRange, TextRange)] {
        &self.pairs
    }
}
