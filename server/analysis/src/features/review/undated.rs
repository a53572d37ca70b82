//! An article without a date, of whose speakers no role can be said.

use crate::features::edit::header::with_date;
use crate::features::edit::{CorpusEdit, Refusal};
use crate::features::shared::read_date::{date_reading, dates_at_hand};
use crate::model::{Corpus, FileId, Source};
use crate::syntax::PartialDate;

/// Dates that an article which says none may be of, the likeliest first: that of its file's
/// name, and the one in its first lines. Nothing where the header has a date, and be it one
/// that cannot be read: that is reported.
pub fn undated(corpus: &Corpus, file: FileId, source: &Source) -> Option<Vec<String>> {
    let text = &*source.text;
    let mut properties = source.document.header.iter().flat_map(|it| &it.properties);
    if properties.any(|it| it.key(text) == "date" && !it.value(text).is_empty()) {
        return None;
    }
    let path = &corpus.file(file)?.path;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let (named, in_text) = dates_at_hand(&name, source);
    Some(named.into_iter().chain(in_text).collect())
}

/// Writes a date into the header of an article that has none: `2011-12-01`, or as people
/// write dates where that has one meaning.
///
/// # Errors
/// When it is no date, and when the article has one.
pub fn set_date(corpus: &Corpus, file: FileId, written: &str) -> Result<CorpusEdit, Refusal> {
    let written = written.trim();
    let date = match PartialDate::parse(written) {
        Ok(date) => date.to_string(),
        Err(problem) => date_reading(written).ok_or_else(|| {
            Refusal(format!(
                "“{written}” is no date: {problem}; write it as 2011-12-01, 2011-12 or 2011"
            ))
        })?,
    };
    let source = corpus.source(file);
    let source = source.ok_or_else(|| Refusal("the article cannot be read; ask again".into()))?;
    if undated(corpus, file, &source).is_none() {
        return Err(Refusal(
            "the header has a date already; change it there".into(),
        ));
    }
    CorpusEdit::of(file, [with_date(&source, &date)]).checked(corpus)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::edit::applied;
    use crate::features::fixture;

    #[test]
    fn a_date_is_asked_for_with_what_is_at_hand_and_written_into_the_header() {
        for (path, text, dates, written, after) in [
            (
                "2011-12-01-x.qm",
                "A.\n",
                &["2011-12-01"][..],
                "2011-12-01",
                "---\ndate: 2011-12-01\n---\n\nA.\n",
            ),
            (
                "x.qm",
                "---\ntitle: T\ndate:\n---\n\n1 December 2011\n\nA.\n",
                &["2011-12-01"],
                "1 Dec 2011",
                "---\ntitle: T\ndate: 2011-12-01\n---\n\n1 December 2011\n\nA.\n",
            ),
            (
                "x.qm",
                "A.\n",
                &[],
                " 2011 ",
                "---\ndate: 2011\n---\n\nA.\n",
            ),
        ] {
            let (corpus, file, _) = fixture::corpus_at(&format!("//- {path}\n$0{text}"));
            let source = corpus.source(file).unwrap();
            assert_eq!(
                undated(&corpus, file, &source).as_deref(),
                Some(&dates.iter().map(ToString::to_string).collect::<Vec<_>>()[..]),
                "{text}"
            );
            let edit = set_date(&corpus, file, written).unwrap();
            assert_eq!(applied(&source.text, &edit.changes[&file]).unwrap(), after);
        }
    }

    #[test]
    fn what_is_no_date_and_an_article_that_has_one_are_refused() {
        let (corpus, file, _) = fixture::corpus_at("//- a.qm\n$0A.\n");
        for written in ["soon", "", "1/2/2011", "2011-13"] {
            let refused = set_date(&corpus, file, written).unwrap_err();
            assert!(refused.0.contains("is no date"), "{refused}");
        }
        for header in ["date: 2011", "date: soon"] {
            let text = format!("//- a.qm\n---\n{header}\n---\n\n$0A.\n");
            let (corpus, file, _) = fixture::corpus_at(&text);
            let refused = set_date(&corpus, file, "2011").unwrap_err();
            assert!(refused.0.contains("has a date already"), "{refused}");
        }
    }
}
