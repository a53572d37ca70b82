//! What the values of known keys say (markup: Declarations).

use super::{DateProblem, Period, Property, Reference, TextRange};

/// A value that may end with `, RANGE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dated {
    /// What stands before the range, trimmed.
    pub words: TextRange,
    /// The range's own text, where there is one.
    pub range: Option<TextRange>,
    /// The period that it says; all of time where there is none.
    pub period: Result<Period, DateProblem>,
}

/// A person's role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleValue {
    /// The words and when they hold.
    pub dated: Dated,
    /// The organisations that stand in the words.
    pub organisations: Vec<Reference>,
}

/// Splits a value into its words and the range behind the last comma. What
/// stands there counts as a range when it begins with a digit or `..`.
pub fn dated(value: TextRange, text: &str) -> Dated {
    let inside = &text[value];
    let comma = inside.rfind(',');
    let tail_start = comma.map_or(0, |comma| comma + 1);
    let tail = TextRange::new(value.from() + tail_start, value.to()).trimmed(text);
    let tail_text = &text[tail];
    let looks_dated =
        tail_text.starts_with(|first: char| first.is_ascii_digit()) || tail_text.starts_with("..");
    if !looks_dated {
        return Dated {
            words: value,
            range: None,
            period: Ok(Period::ALWAYS),
        };
    }
    let words_end = value.from() + comma.unwrap_or(0);
    Dated {
        words: TextRange::new(value.from(), words_end).trimmed(text),
        range: Some(tail),
        period: Period::parse(tail_text),
    }
}

/// Reads the value of `role`.
pub fn role_value(property: &Property, text: &str) -> RoleValue {
    let organisations = property.references.iter().copied();
    RoleValue {
        dated: dated(property.value, text),
        organisations: organisations
            .filter(|reference| reference.kind == super::EntityKind::Organisation)
            .collect(),
    }
}

/// The names in the value of `also`, with `;` between them.
pub fn split_names(value: TextRange, text: &str) -> Vec<TextRange> {
    split_list(value, ';', text)
}

/// The pieces of a list, trimmed; empty ones are left out.
pub fn split_list(list: TextRange, separator: char, text: &str) -> Vec<TextRange> {
    let mut pieces = Vec::new();
    let mut start = list.from();
    for piece in text[list].split(separator) {
        let range = TextRange::new(start, start + piece.len()).trimmed(text);
        if !range.is_empty() {
            pieces.push(range);
        }
        start += piece.len() + separator.len_utf8();
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_like_a_range_is_one() {
        let read = |text: &str| {
            let dated = dated(TextRange::new(0, text.len()), text);
            (
                text[dated.words].to_owned(),
                dated.range.map(|range| text[range].to_owned()),
            )
        };
        assert_eq!(
            read("chair of &gpc, 2007-07.."),
            ("chair of &gpc".into(), Some("2007-07..".into()))
        );
        assert_eq!(
            read("GP in Kingston, Surrey"),
            ("GP in Kingston, Surrey".into(), None)
        );
        assert_eq!(
            read("2013-04..2022-07"),
            (String::new(), Some("2013-04..2022-07".into()))
        );
        assert_eq!(read("&nhs, ..2013"), ("&nhs".into(), Some("..2013".into())));
    }

    #[test]
    fn names_are_split_at_semicolons() {
        let text = "GPC; GP committee ;;";
        let names = split_names(TextRange::new(0, text.len()), text);
        let names: Vec<&str> = names.into_iter().map(|name| &text[name]).collect();
        assert_eq!(names, ["GPC", "GP committee"]);
    }
}
