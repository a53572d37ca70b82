//! Which statement stands in the words of which.

use std::cmp::Reverse;

use crate::model::QuoteFacts;
use crate::syntax::TextRange;

/// The stretches of words of all statements of a file, the outer before the inner.
pub struct Nesting {
    stretches: Vec<Inside>,
    /// The first stretch of each statement, by its place in the file.
    first: Vec<Option<usize>>,
}

struct Inside {
    words: TextRange,
    /// Whose words they are, by its place in the file.
    quote: usize,
    /// The next stretch around it, by its place here.
    around: Option<usize>,
}

impl Nesting {
    /// Of the statements of a file.
    pub fn new(quotes: &[QuoteFacts]) -> Self {
        let all = quotes.iter().enumerate();
        let all =
            all.flat_map(|(quote, facts)| facts.fragments.iter().map(move |words| (*words, quote)));
        let mut all: Vec<(TextRange, usize)> = all.collect();
        all.sort_by_key(|(words, quote)| (words.from(), Reverse(words.to()), *quote));
        let mut stretches: Vec<Inside> = Vec::with_capacity(all.len());
        let mut first = vec![None; quotes.len()];
        let mut open: Vec<usize> = Vec::new();
        for (words, quote) in all {
            while open
                .last()
                .is_some_and(|last| !stretches[*last].words.covers(words))
            {
                open.pop();
            }
            let around = open.last().copied();
            open.push(stretches.len());
            first[quote].get_or_insert(stretches.len());
            stretches.push(Inside {
                words,
                quote,
                around,
            });
        }
        Self { stretches, first }
    }

    /// The statement in whose words a stretch of the file stands: the innermost.
    pub fn at(&self, words: TextRange) -> Option<usize> {
        self.find(words, |_| true)
    }

    /// The statement in whose words the first words of another one stand.
    pub fn around(&self, quote: usize) -> Option<usize> {
        let own = self.first[quote]?;
        self.climb(self.stretches[own].around, |inside| inside.quote != quote)
    }

    fn find(&self, words: TextRange, is_wanted: impl Fn(&Inside) -> bool) -> Option<usize> {
        let before = self
            .stretches
            .partition_point(|inside| inside.words.from() <= words.from());
        self.climb(before.checked_sub(1), |inside| {
            inside.words.covers(words) && is_wanted(inside)
        })
    }

    fn climb(&self, from: Option<usize>, is_wanted: impl Fn(&Inside) -> bool) -> Option<usize> {
        let mut at = from;
        while let Some(inside) = at.map(|at| &self.stretches[at]) {
            if is_wanted(inside) {
                return Some(inside.quote);
            }
            at = inside.around;
        }
        None
    }
}
