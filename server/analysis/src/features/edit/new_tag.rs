//! Where an annotator goes on after words were tagged.

use super::{CorpusEdit, TextEdit, applied};
use crate::model::{Corpus, FileId};

/// The text of a file after an edit, and the byte in it after the id of the tag
/// that the edit writes, before its `}`; nothing where it writes no tag in that
/// file, or several.
pub fn after_new_id(edit: &CorpusEdit, corpus: &Corpus, file: FileId) -> Option<(String, usize)> {
    let edits = edit.changes.get(&file)?;
    // What goes on with a new quote is no place to say more.
    let all: Vec<&TextEdit> = edits.iter().filter(|edit| is_tag(&edit.text)).collect();
    let own = all.iter().filter(|edit| edit.text != "]{more}");
    let tag = match (&own.copied().collect::<Vec<_>>()[..], &all[..]) {
        ([only], _) | ([], [only]) => *only,
        _ => return None,
    };
    let before = edits
        .iter()
        .take_while(|edit| edit.range.end <= tag.range.start);
    let before = before.filter(|edit| *edit != tag);
    let grown: isize = before
        .map(|edit| edit.text.len().cast_signed() - edit.range.bytes().len().cast_signed())
        .sum();
    let start = tag.range.from().checked_add_signed(grown)?;
    let text = applied(&corpus.source(file)?.text, edits)?;
    Some((text, start + tag.text.len() - 1))
}

/// The end of a span, `]{by @ann}`.
fn is_tag(text: &str) -> bool {
    text.starts_with("]{") && text.ends_with('}')
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture;
    use super::*;
    use crate::syntax::TextRange;

    fn shown(edits: Vec<TextEdit>) -> Option<String> {
        let (corpus, file, _) = fixture::corpus_at("//- a.qm\n$0ä so it is {more}\n");
        let edit = CorpusEdit::of(file, edits);
        let (mut text, at) = after_new_id(&edit, &corpus, file)?;
        text.insert(at, '|');
        Some(text)
    }

    #[test]
    fn the_place_is_after_the_id_of_the_only_new_tag() {
        let tag = |from, to| {
            [
                TextEdit::insert(from, "["),
                TextEdit::insert(to, "]{by @ann}"),
            ]
        };
        let [open, close] = tag(3, 5);
        assert_eq!(
            shown(vec![open.clone(), close.clone()]).as_deref(),
            Some("ä [so]{by @ann|} it is {more}\n")
        );
        // What changes before it moves it, what changes after it does not.
        let others = vec![
            TextEdit::replace(TextRange::new(0, 2), "aaaa"),
            open.clone(),
            close.clone(),
            TextEdit::replace(TextRange::new(13, 17), "by @bob"),
        ];
        assert_eq!(
            shown(others).as_deref(),
            Some("aaaa [so]{by @ann|} it is {by @bob}\n")
        );
        assert_eq!(
            shown(tag(3, 5).into_iter().chain(tag(6, 8)).collect()),
            None
        );
        assert_eq!(shown(vec![open]), None);
        assert_eq!(shown(Vec::new()), None);
        // What ends or begins as a tag does is none.
        for text in ["{% x %}", "]{by @ann"] {
            assert_eq!(shown(vec![TextEdit::insert(3, text)]), None, "{text}");
        }
    }
}
