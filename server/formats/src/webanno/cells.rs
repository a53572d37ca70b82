//! What stands in a cell.

/// One of the annotations in a cell: its value without backslashes, nothing for none, and its
/// number, where it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    pub value: Option<String>,
    pub number: Option<u64>,
}

/// The annotations in a cell that are stacked with `|`; none where nothing is annotated.
pub(super) fn stacked(cell: &str) -> Vec<Value> {
    match cell {
        "" | "_" => Vec::new(),
        _ => parts(cell, '|').into_iter().map(value).collect(),
    }
}

/// The parts of a cell between a character that has no backslash before it.
pub(super) fn parts(cell: &str, between: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut is_escaped) = (0, false);
    for (at, c) in cell.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            c if c == between => {
                parts.push(&cell[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&cell[start..]);
    parts
}

/// A value with its number in square brackets.
pub(super) fn value(written: &str) -> Value {
    let (words, number) = numbered(written);
    Value {
        value: (!matches!(words, "*" | "_" | "")).then(|| unescaped(words)),
        number: number.and_then(|number| number.parse().ok()),
    }
}

/// What stands before square brackets at the end, and in them. Brackets with a backslash
/// belong to the words.
pub(super) fn numbered(written: &str) -> (&str, Option<&str>) {
    let found = written.strip_suffix(']').and_then(|rest| {
        let at = rest.rfind('[')?;
        let (words, number) = (&rest[..at], &rest[at + 1..]);
        let is_number =
            !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '_');
        let backslashes = words.len() - words.trim_end_matches('\\').len();
        (is_number && backslashes.is_multiple_of(2)).then_some((words, Some(number)))
    });
    found.unwrap_or((written, None))
}

/// Words without the backslashes before characters that mean something.
pub(super) fn unescaped(words: &str) -> String {
    let mut found = String::with_capacity(words.len());
    let mut all = words.chars();
    while let Some(c) = all.next() {
        if c != '\\' {
            found.push(c);
            continue;
        }
        match all.next() {
            Some('t') => found.push('\t'),
            Some('n') => found.push('\n'),
            Some('r') => found.push('\r'),
            Some(c @ ('\\' | '[' | ']' | '|' | '_' | '-' | ';' | '*')) => found.push(c),
            Some(c) => found.extend(['\\', c]),
            None => found.push('\\'),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_parted_numbered_and_without_backslashes() {
        let told = |cell: &str| {
            let all = stacked(cell).into_iter();
            let all = all.map(|one| (one.value.unwrap_or_default(), one.number));
            all.collect::<Vec<_>>()
        };
        assert_eq!(told("_"), []);
        assert_eq!(told("*"), [(String::new(), None)]);
        assert_eq!(
            told("a\\|b[3]|*[12]|c\\[1\\]"),
            [
                ("a|b".into(), Some(3)),
                (String::new(), Some(12)),
                ("c[1]".into(), None)
            ]
        );
        assert_eq!(told("\\_"), [("_".into(), None)]);
        assert_eq!(told("a\\\\[3]"), [("a\\".into(), Some(3))]);
        assert_eq!(unescaped("a\\tb\\n\\->\\q\\"), "a\tb\n->\\q\\");
        assert_eq!(numbered("1-2[3_4]"), ("1-2", Some("3_4")));
        assert_eq!(numbered("1-2[x]"), ("1-2[x]", None));
    }
}
