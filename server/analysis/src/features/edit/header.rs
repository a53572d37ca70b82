//! Changes of an article's header.

use super::TextEdit;
use super::place::line_break;
use crate::model::Source;

/// A `date` in the header of an article, which is made where there is none.
pub fn with_date(source: &Source, date: &str) -> TextEdit {
    let text = &*source.text;
    let line_break = line_break(text);
    let header = source.document.header.as_ref();
    let mut properties = header.into_iter().flat_map(|header| &header.properties);
    if let Some(empty) = properties.find(|property| property.key(text) == "date") {
        let after_key = &text[empty.key.to()..];
        let colon = empty.key.to() + after_key.find(':').map_or(0, |colon| colon + 1);
        return TextEdit::insert(colon, format!(" {date}"));
    }
    match header.filter(|header| header.closed) {
        Some(header) => {
            let end = header.range.from() + text[header.range].rfind("---").unwrap_or(0);
            TextEdit::insert(end, format!("date: {date}{line_break}"))
        }
        None => {
            let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
            let header =
                format!("---{line_break}date: {date}{line_break}---{line_break}{line_break}");
            TextEdit::insert(start, header)
        }
    }
}
