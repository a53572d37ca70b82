//! Whom a subject may mean.

/// Whom a subject means.
#[derive(Debug, Clone, PartialEq)]
pub enum Referent {
    /// A person or body, a number of the chains of names.
    Chain(usize),
    /// The one whom words mean that are no name, by their tokens: `a spokesman`.
    Words(usize, usize),
    /// Nobody who can be named, as of `they`.
    Unknown,
}

/// Whom a subject means, and who else it may.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The likeliest.
    pub referent: Referent,
    /// All who may be meant, the likeliest first, with their weights.
    pub ranked: Vec<(Referent, f64)>,
    /// Whether it is a pronoun.
    pub is_pronoun: bool,
    /// Whether a name may mean several.
    pub is_ambiguous: bool,
    /// Whether it was taken over from a pronoun that could have meant another.
    pub is_doubtful: bool,
}

impl Resolved {
    /// How far the first is ahead of the second; without a second, how far from nothing.
    pub fn margin(&self) -> f64 {
        let weight = |place: usize| self.ranked.get(place).map_or(0.0, |(_, weight)| *weight);
        weight(0) - weight(1)
    }
}
