//! A page of a list of quotes, and the steps from one of them to the next.

use super::quotes::{QuoteRow, table};
use crate::model::{Corpus, FileId, FoundStatement, StatementFilter};
use crate::syntax::{Date, PartialDate, TextRange};

/// In which order quotes are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By when they were said, the oldest first.
    #[default]
    Said,
    /// By their articles, the oldest first, and there by their places.
    Articles,
}

/// Some of the quotes that a filter wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotesPage {
    /// How many it wants in all.
    pub total: usize,
    /// Those on the page.
    pub rows: Vec<QuoteRow>,
    /// The one at the place that was asked for, if it is not on the page, and
    /// its number among all, from 0.
    pub at: Option<(usize, QuoteRow)>,
}

/// At most `limit` of the quotes that a filter wants, from number `offset` on,
/// and the one whose words stand at a place of a file (in bytes). Looks for all
/// of them and makes rows of these alone.
pub fn quotes_page(
    corpus: &Corpus,
    filter: &StatementFilter,
    order: Order,
    (offset, limit): (usize, usize),
    at: Option<(FileId, usize)>,
) -> QuotesPage {
    let mut found = corpus.statements(filter);
    if order == Order::Articles {
        found.sort_by_cached_key(|found| {
            let file = corpus.file(found.statement.file);
            let date = file.and_then(|file| file.date());
            let path = file.map(|file| file.path.clone());
            (
                date.map_or(Date::MAX, PartialDate::first_day),
                path,
                found.words,
            )
        });
    }
    let first = offset.min(found.len());
    let page = &found[first..found.len().min(first.saturating_add(limit))];
    let number = at.and_then(|(file, offset)| said_at(corpus, &found, file, offset));
    let number = number.filter(|number| !(first..first + page.len()).contains(number));
    let at = number.and_then(|number| {
        let row = table(corpus, &found[number..=number]).pop()?;
        Some((number, row))
    });
    QuotesPage {
        total: found.len(),
        rows: table(corpus, page),
        at,
    }
}

/// The number of the quote whose words stand at a place; of several, the one
/// with the fewest words there.
fn said_at(
    corpus: &Corpus,
    found: &[FoundStatement],
    file: FileId,
    offset: usize,
) -> Option<usize> {
    let here = found.iter().enumerate();
    let mut here = here
        .filter(|(_, found)| found.statement.file == file)
        .peekable();
    here.peek()?;
    let quotes = corpus.file(file)?.quotes();
    let lengths = here.filter_map(|(number, found)| {
        let fragments = quotes.get(found.statement.quote)?.fragments.iter();
        let around = fragments.filter(|range| range.from() <= offset && offset <= range.to());
        Some((around.map(|range| range.len()).min()?, number))
    });
    lengths.min().map(|(_, number)| number)
}

/// The number of the quote that comes after a place of a file, or before it,
/// among `found`, which are in the order in which they were said: from a quote
/// to the next of all, else to the nearest in the file. After the last comes
/// the first again. Nothing where there are none.
pub fn step(
    found: &[FoundStatement],
    file: FileId,
    offset: usize,
    is_forward: bool,
) -> Option<usize> {
    if found.is_empty() {
        return None;
    }
    let beside = |number: usize| match is_forward {
        true => (number + 1) % found.len(),
        false => (number + found.len() - 1) % found.len(),
    };
    let here = || {
        let all = found.iter().enumerate();
        all.filter(|(_, found)| found.statement.file == file)
    };
    let inside = here().filter(|(_, found)| {
        let words = found.words;
        words.from() <= offset && offset <= words.to()
    });
    if let Some((number, _)) = inside.max_by_key(|(number, _)| *number) {
        return Some(beside(number));
    }
    let places = here().map(|(number, found)| (found.words, number));
    let (before, after): (Vec<_>, Vec<_>) = places.partition(|(words, _)| words.to() < offset);
    let first = |of: Vec<(TextRange, usize)>| of.into_iter().min().map(|(_, number)| number);
    let last = |of: Vec<(TextRange, usize)>| of.into_iter().max().map(|(_, number)| number);
    let (nearest, farthest) = match is_forward {
        true => (first(after), last(before)),
        false => (last(before), first(after)),
    };
    let number = match (nearest, farthest) {
        (Some(nearest), _) => nearest,
        (None, Some(farthest)) => beside(farthest),
        (None, None) if is_forward => 0,
        (None, None) => found.len() - 1,
    };
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    const SAID: &str = "//- a.qm
---
date: 2012
---
[a1]{by @x at 2009} [a2 [a3]{by @x}]{by @x} [more]{more}
//- b.qm
---
date: 2011
---
[b1]{by @x}
//- c.qm
[c1]{by @x} [c2]{by @y} and [c3]{by @x}
";

    fn words(rows: &[QuoteRow]) -> String {
        let words: Vec<&str> = rows.iter().filter_map(|row| row.words.as_deref()).collect();
        words.join(", ")
    }

    fn of_x(corpus: &Corpus) -> StatementFilter {
        StatementFilter::of_entity(corpus.ids().find("@x").unwrap())
    }

    #[test]
    fn pages_put_together_are_all_quotes() {
        let corpus = fixture::corpus(SAID);
        for (order, expected) in [
            (Order::Said, "a1, b1, a2 a3 … more, a3, c1, c3"),
            (Order::Articles, "b1, a1, a2 a3 … more, a3, c1, c3"),
        ] {
            let page =
                |offset, limit| quotes_page(&corpus, &of_x(&corpus), order, (offset, limit), None);
            assert_eq!(words(&page(0, 99).rows), expected);
            let pages: Vec<QuoteRow> = (0..8).flat_map(|number| page(number * 4, 4).rows).collect();
            assert_eq!(words(&pages), expected);
            assert_eq!((page(9, 9).total, page(0, 0).total), (6, 6));
        }
    }

    #[test]
    fn the_quote_at_a_place_comes_with_a_page_that_does_not_hold_it() {
        let corpus = fixture::corpus(SAID);
        let at = |name: &str, place: &str, limit| {
            let file = corpus.find(std::path::Path::new(name)).unwrap();
            let offset = corpus.text(file).unwrap().find(place).unwrap();
            let filter = of_x(&corpus);
            let page = quotes_page(
                &corpus,
                &filter,
                Order::Said,
                (0, limit),
                Some((file, offset)),
            );
            page.at.map(|(number, row)| (number, words(&[row])))
        };
        assert_eq!(at("c.qm", "c3", 2), Some((5, "c3".into())));
        assert_eq!(at("a.qm", "a3", 2), Some((3, "a3".into())));
        // The words of a further fragment belong to the quote.
        assert_eq!(at("a.qm", "more", 2), Some((2, "a2 a3 … more".into())));
        assert_eq!(at("a.qm", "a3", 4), None);
        assert_eq!(at("c.qm", "c2", 2), None);
        assert_eq!(at("c.qm", " and ", 2), None);
    }

    #[test]
    fn steps_go_through_all_quotes_and_round() {
        let corpus = fixture::corpus(SAID);
        let found = corpus.statements(&of_x(&corpus));
        let step = |name: &str, place: &str, is_forward| {
            let file = corpus.find(std::path::Path::new(name)).unwrap();
            let offset = corpus.text(file).unwrap().find(place).unwrap();
            let number = step(&found, file, offset, is_forward).unwrap();
            words(&table(&corpus, &found[number..=number]))
        };
        for (name, place, next, previous) in [
            ("a.qm", "a1", "b1", "c3"),
            ("b.qm", "b1", "a2 a3 … more", "a1"),
            ("c.qm", "c3", "a1", "c1"),
            // Between quotes the nearest in the file is meant.
            ("c.qm", "c2", "c3", "c1"),
            ("a.qm", "date", "a1", "c3"),
        ] {
            assert_eq!(step(name, place, true), next, "after {place}");
            assert_eq!(step(name, place, false), previous, "before {place}");
        }
        assert_eq!(super::step(&[], found[0].statement.file, 0, true), None);
        // From a file without any quote of theirs it goes to the first or the last.
        let apart = fixture::corpus(&format!("{SAID}//- d.qm\nNobody speaks.\n"));
        let elsewhere = apart.find(std::path::Path::new("d.qm")).unwrap();
        assert_eq!(super::step(&found, elsewhere, 0, true), Some(0));
        let last = super::step(&found, elsewhere, 0, false);
        assert_eq!(last, Some(found.len() - 1));
    }
}
