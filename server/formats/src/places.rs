//! Where words stand in a text, counted in code points or in UTF-16 units.

use quotemark_analysis::coded::Span;

/// The places of a text.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// For each UTF-16 unit the code point in which it lies; nothing where there are as many.
    points: Option<Vec<u32>>,
    length: usize,
}

impl Places {
    /// Those of a text.
    pub(crate) fn of(text: &str) -> Self {
        let length = text.chars().count();
        let has_pairs = text.bytes().any(|byte| byte >= 0xf0);
        let points = has_pairs.then(|| {
            let all = text.chars().enumerate();
            let points = all.flat_map(|(point, c)| std::iter::repeat_n(point, c.len_utf16()));
            points
                .map(|point| u32::try_from(point).unwrap_or(u32::MAX))
                .collect()
        });
        Self { points, length }
    }

    /// How many code points there are.
    pub(crate) fn length(&self) -> usize {
        self.length
    }

    /// The words between two code points; nothing where there are none.
    pub(crate) fn of_points(&self, start: usize, end: usize) -> Option<Span> {
        if start >= end || end > self.length {
            return None;
        }
        let units = |point: usize| match &self.points {
            None => point,
            Some(points) => points.partition_point(|other| (*other as usize) < point),
        };
        Some(Span {
            start,
            end,
            start_utf16: units(start),
            end_utf16: units(end),
        })
    }

    /// The words between two UTF-16 units, and whether both lie between characters; nothing
    /// where there are none.
    pub(crate) fn of_units(&self, start: usize, stop: usize) -> Option<(Span, bool)> {
        let units = self.points.as_ref().map_or(self.length, Vec::len);
        if start >= stop || stop > units {
            return None;
        }
        let Some(points) = &self.points else {
            return Some((self.of_points(start, stop)?, true));
        };
        let is_within = |unit: usize| unit > 0 && points.get(unit) == Some(&points[unit - 1]);
        let (cut_start, cut_end) = (is_within(start), is_within(stop));
        let span = Span {
            start: points[start] as usize,
            end: points[stop - 1] as usize + 1,
            start_utf16: start - usize::from(cut_start),
            end_utf16: stop + usize::from(cut_end),
        };
        Some((span, !cut_start && !cut_end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::span;

    #[test]
    fn places_are_the_same_however_they_are_counted() {
        let text = "a😀b\u{301}😀";
        let places = Places::of(text);
        for words in ["a", "😀", "😀b", "b\u{301}😀", text] {
            let span = span(text, words);
            assert_eq!(places.of_points(span.start, span.end), Some(span));
            let found = places.of_units(span.start_utf16, span.end_utf16);
            assert_eq!(found, Some((span, true)));
        }
        // Half of a character is the whole of it.
        let half = places.of_units(2, 4).unwrap();
        assert_eq!((half.0.start, half.0.end, half.1), (1, 3, false));
        for (start, end) in [(0, 0), (2, 1), (4, 6), (9, 12)] {
            assert_eq!(places.of_points(start, end), None);
        }
        assert_eq!(places.of_units(0, 99), None);
        assert_eq!(Places::of("ab").of_units(0, 2).unwrap().0.end, 2);
        assert_eq!(Places::of("").of_units(0, 1), None);
    }
}
