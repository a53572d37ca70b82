//! Saying in a header that nobody has reviewed an article.

use crate::features::edit::TextEdit;
use crate::features::edit::place::line_break;
use crate::model::Source;
use crate::syntax::{BYTE_ORDER_MARK, TextRange};

/// The change that leaves `reviewed` empty in the header of an article, which is made where
/// there is none; nothing where it is empty, or where the header is not closed.
pub fn unreviewed(source: &Source) -> Option<TextEdit> {
    let text = &*source.text;
    let line_break = line_break(text);
    let Some(header) = &source.document.header else {
        let start = match text.starts_with(BYTE_ORDER_MARK) {
            true => BYTE_ORDER_MARK.len_utf8(),
            false => 0,
        };
        let lines = ["---", "reviewed:", "---", "", ""].join(line_break);
        return Some(TextEdit::insert(start, lines));
    };
    let mut properties = header.properties.iter();
    match properties.find(|property| property.key(text) == "reviewed") {
        Some(reviewed) if reviewed.value.is_empty() => None,
        Some(reviewed) => {
            let range = TextRange::new(reviewed.key.from(), reviewed.value.to());
            Some(TextEdit::replace(range, "reviewed:"))
        }
        None if !header.closed => None,
        None => {
            let last = text[header.range].rfind("---")?;
            let place = header.range.from() + last;
            Some(TextEdit::insert(place, format!("reviewed:{line_break}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::edit::applied;
    use crate::syntax::strip;

    #[test]
    fn the_header_says_that_nobody_has_reviewed_it() {
        for (text, expected) in [
            ("A.\n", Some("---\nreviewed:\n---\n\nA.\n")),
            ("A.\r\n", Some("---\r\nreviewed:\r\n---\r\n\r\nA.\r\n")),
            (
                "---\ndate: 2011\n---\n\nA.\n",
                Some("---\ndate: 2011\nreviewed:\n---\n\nA.\n"),
            ),
            (
                "---\nreviewed: 2012-01-01\ndate: 2011\n---\n\nA.\n",
                Some("---\nreviewed:\ndate: 2011\n---\n\nA.\n"),
            ),
            ("---\nreviewed:\n---\n\nA.\n", None),
            ("---\ndate: 2011\n\nA.\n", None),
        ] {
            let source = Source::new(text);
            let edit = unreviewed(&source);
            let new = edit.map(|edit| applied(text, &[edit]).unwrap());
            assert_eq!(new.as_deref(), expected);
            if let Some(new) = new {
                let after = Source::new(&*new);
                assert_eq!(after.document.problems, []);
                assert_eq!(strip(&new, &after.document), strip(text, &source.document));
            }
        }
    }
}
