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

/// Splits a value into its words and the range after the last comma. What
/// stands there counts as a range when it begins with a digit or `..`, with or
/// without a `~` before it.
pub fn dated(value: TextRange, text: &str) -> Dated {
    let inside = &text[value];
    let comma = inside.rfind(',');
    let tail_start = comma.map_or(0, |comma| comma + 1);
    let tail = TextRange::new(value.from() + tail_start, value.to()).trimmed(text);
    let tail_text = &text[tail];
    if !looks_dated(tail_text) {
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

/// Whether what stands after a comma is meant for a range, be it a broken one.
fn looks_dated(tail: &str) -> bool {
    let bare = tail.strip_prefix('~').map(str::trim_start);
    let begins = bare.unwrap_or(tail);
    let is_nonsense = bare.is_some_and(|bare| matches!(bare, "" | "?"));
    is_nonsense
        || begins.starts_with(|first: char| first.is_ascii_digit())
        || begins.starts_with("..")
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

impl Dated {
    /// The words and the range, with what stands between them.
    pub fn whole(&self) -> TextRange {
        let end = self.range.map_or(self.words.to(), TextRange::to);
        TextRange::new(self.words.from(), end)
    }
}

/// The names in the value of `also`, with `;` between them, and when each is
/// used.
pub fn split_names(value: TextRange, text: &str) -> Vec<Dated> {
    let names = split_list(value, ';', text).into_iter();
    names.map(|name| dated_name(name, text)).collect()
}

/// Splits a name and the range after its last comma. `John Lee, 3rd Baron Lee`
/// has none: a name may well have numbers in it, so that more has to look like a
/// range than in a [role](dated).
fn dated_name(name: TextRange, text: &str) -> Dated {
    let dated = dated(name, text);
    let is_range = |range| looks_like_range(&text[range]);
    if dated.words.is_empty() || !dated.range.is_some_and(is_range) {
        return Dated {
            words: name,
            range: None,
            period: Ok(Period::ALWAYS),
        };
    }
    dated
}

/// Whether words that begin with a digit, `..` or `~` are meant for a range: it begins
/// with a year and no word stands in it, or has two dots.
fn looks_like_range(words: &str) -> bool {
    let words = words.trim_start_matches(['~', ' ']);
    let year = words.bytes().take_while(u8::is_ascii_digit).count();
    words.contains("..") || (year == 4 && !words.contains(char::is_alphabetic))
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
        for seen in ["~2011-12-01", "~ 2011..2012", "~2011..", "~..?", "~?", "~"] {
            let value = format!("chair, {seen}");
            assert_eq!(read(&value), ("chair".into(), Some(seen.into())));
        }
        assert_eq!(read("a, ~b").1, None);
    }

    #[test]
    fn names_are_split_at_semicolons() {
        let text = "GPC; GP committee ;;";
        let names = split_names(TextRange::new(0, text.len()), text);
        let names: Vec<&str> = names.iter().map(|name| &text[name.words]).collect();
        assert_eq!(names, ["GPC", "GP committee"]);
    }

    #[test]
    fn a_name_has_the_range_behind_its_last_comma() {
        let text = "Gov. Lee, 2010..2014; Lee, Jr., ..2009-05; Ann Lee ; Lee,2010";
        let names = split_names(TextRange::new(0, text.len()), text);
        let names: Vec<_> = names
            .iter()
            .map(|name| (&text[name.words], name.range.map(|range| &text[range])))
            .collect();
        assert_eq!(
            names,
            [
                ("Gov. Lee", Some("2010..2014")),
                ("Lee, Jr.", Some("..2009-05")),
                ("Ann Lee", None),
                ("Lee", Some("2010")),
            ]
        );
    }

    #[test]
    fn a_comma_that_no_range_follows_belongs_to_the_name() {
        for (name, range) in [
            ("Lee, Jr.", None),
            ("John Lee, 3rd Baron Lee", None),
            ("Lee, 747", None),
            ("Lee, 1984 edition", None),
            ("Lee, 2010th", None),
            ("2010..2014", None),
            (", 2010..2014", None),
            ("20th Century Fox", None),
            ("Lee, 2010–2014", Some("2010–2014")),
            ("Lee, 2010-13", Some("2010-13")),
            ("Lee, May 2010..2012", None),
            ("Lee, 2010..May 2012", Some("2010..May 2012")),
            ("Lee, ..?", Some("..?")),
            ("Lee, ~2010-05", Some("~2010-05")),
            ("Lee, ~2010..?", Some("~2010..?")),
            ("Lee, ~3rd Baron", None),
            ("Lee, ~", None),
        ] {
            let names = split_names(TextRange::new(0, name.len()), name);
            let [dated] = &names[..] else {
                panic!("{name} is one name");
            };
            assert_eq!(dated.range.map(|range| &name[range]), range, "{name}");
            assert_eq!(&name[dated.whole()], name);
        }
    }
}
