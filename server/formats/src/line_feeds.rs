//! A text in which every line ends in a line feed alone, and where places stand in it.

use quotemark_analysis::coded::Span;

/// A text with a line feed for every end of a line. Offsets are counted in it.
pub(crate) struct LineFeeds {
    /// The text.
    pub(crate) text: String,
    /// Whether it is another than it was.
    pub(crate) is_changed: bool,
    /// Where before those characters stood that went: code points and UTF-16 units of the
    /// text as it was.
    removed: Vec<(usize, usize)>,
}

impl LineFeeds {
    /// Makes it of a text.
    pub(crate) fn new(text: &str) -> Self {
        let mut lines = Self {
            text: String::with_capacity(text.len()),
            is_changed: text.contains('\r'),
            removed: Vec::new(),
        };
        if !lines.is_changed {
            lines.text.push_str(text);
            return lines;
        }
        let mut units = 0;
        let mut all = text.chars().enumerate().peekable();
        while let Some((point, c)) = all.next() {
            match c {
                '\r' if all.peek().is_some_and(|(_, next)| *next == '\n') => {
                    lines.removed.push((point, units));
                }
                '\r' => lines.text.push('\n'),
                c => lines.text.push(c),
            }
            units += c.len_utf16();
        }
        lines
    }

    /// Where words stand in it, in code points; nothing where there are none.
    pub(crate) fn points(&self, span: Span) -> Option<(usize, usize)> {
        let moved = |place: usize| place - self.removed.partition_point(|gone| gone.0 < place);
        let (start, end) = (moved(span.start), moved(span.end));
        (start < end).then_some((start, end))
    }

    /// The same in UTF-16 units.
    pub(crate) fn units(&self, span: Span) -> Option<(usize, usize)> {
        let moved = |place: usize| place - self.removed.partition_point(|gone| gone.1 < place);
        let (start, end) = (moved(span.start_utf16), moved(span.end_utf16));
        (start < end).then_some((start, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::span;

    #[test]
    fn places_are_those_of_the_text_with_line_feeds() {
        let text = "😀a\r\nb\rc\n\r\nd";
        let lines = LineFeeds::new(text);
        assert_eq!(lines.text, "😀a\nb\nc\n\nd");
        for words in ["😀", "a", "b", "b\rc", "c", "d"] {
            let (start, end) = lines.points(span(text, words)).unwrap();
            let found = lines.text.chars().skip(start).take(end - start);
            assert_eq!(found.collect::<String>(), words.replace('\r', "\n"));
            let (start, end) = lines.units(span(text, words)).unwrap();
            let units: Vec<u16> = lines.text.encode_utf16().collect();
            let found = String::from_utf16(&units[start..end]).unwrap();
            assert_eq!(found, words.replace('\r', "\n"));
        }
        assert_eq!(lines.points(span(text, "")), None);
        assert!(!LineFeeds::new("a\n").is_changed);
    }
}
