//! Speakers without a name: the words that stand for one, and the body for which they speak.

use super::choice::Choice;
use crate::features::shared::label;
use crate::model::{Corpus, EntityId, FileId};
use crate::syntax::EntityKind;

/// Who speaks for a body when no name is given.
const SPOKESMEN: [&str; 20] = [
    "adviser",
    "advisers",
    "aide",
    "aides",
    "chairman",
    "chairwoman",
    "director",
    "executive",
    "executives",
    "insider",
    "minister",
    "official",
    "officials",
    "representative",
    "representatives",
    "source",
    "sources",
    "spokesman",
    "spokesperson",
    "spokeswoman",
];

/// Words with which those for a speaker begin, and no name.
const SMALL: [&str; 18] = [
    "a", "an", "another", "critics", "experts", "her", "his", "its", "many", "most", "one",
    "other", "others", "people", "several", "some", "the", "those",
];

/// The most characters of words that stand for a speaker.
const LONGEST: usize = 120;

/// The choice of somebody in words; nothing where they cannot stand in a tag.
pub fn spoken_by(corpus: &Corpus, file: FileId, words: &str) -> Option<Choice> {
    let can_stand = !words.is_empty()
        && words.chars().count() <= LONGEST
        && !words.contains(|c: char| c.is_control() || matches!(c, '“' | '”' | '„'));
    if !can_stand {
        return None;
    }
    let body = body(corpus, file, words);
    let (said, body) = match body {
        Some((said, id)) => (said, Some(corpus.written(id))),
        None => (words, None),
    };
    let said = &uncapitalised(said);
    let speaker = format!("\"{}\"", escaped(said));
    let of = body
        .as_ref()
        .map_or_else(String::new, |id| format!(" of {id}"));
    Some(Choice {
        label: label(&format!("“{said}”")),
        detail: label(&match &body {
            Some(id) => format!("words, no name; speaks for {id}"),
            None => "words, no name".into(),
        }),
        tag: format!("by {speaker}{of}"),
        speaker,
        ..Choice::default()
    })
}

/// The words without the body for which they speak, and that; only where they say that
/// somebody speaks for it.
fn body<'w>(corpus: &Corpus, file: FileId, words: &'w str) -> Option<(&'w str, EntityId)> {
    let speaks = |word: &str| SPOKESMEN.contains(&&*word.to_lowercase());
    let is_former = |word: &str| {
        let word = word.to_lowercase();
        word == "former" || word.starts_with("ex-") || word == "then"
    };
    if !words.split(' ').any(speaks) || words.split(' ').any(is_former) {
        return None;
    }
    let date = corpus.date(file);
    let starts = words.char_indices().map(|(at, _)| at).filter(|at| {
        let before = words[..*at].chars().next_back();
        before.is_none_or(|c| c == ' ')
    });
    for at in starts {
        let Some(name) = corpus.index().names().longest_at(words, at, date) else {
            continue;
        };
        let [only] = name.entities[..] else { continue };
        if only.kind() != EntityKind::Organisation {
            continue;
        }
        let before = words[..at].trim_end();
        let before = before.strip_suffix(" the").unwrap_or(before);
        let joins = [" for", " of", " at", " from", " with", " in"];
        let head = joins.iter().find_map(|join| before.strip_suffix(join));
        let is_last = at + name.length == words.len();
        return Some(
            match head.filter(|head| is_last && head.split(' ').any(speaks)) {
                Some(head) => (head, only),
                None => (words, only),
            },
        );
    }
    None
}

/// Words without the capital that only a sentence gives them.
fn uncapitalised(words: &str) -> String {
    let (first, rest) = words.split_at(words.find(' ').unwrap_or(words.len()));
    let lower = first.to_lowercase();
    let is_small = SMALL.contains(&&*lower) || SPOKESMEN.contains(&&*lower);
    match is_small {
        true => format!("{lower}{rest}"),
        false => words.to_owned(),
    }
}

/// Words as they stand in quotation marks.
fn escaped(words: &str) -> String {
    let mut written = String::with_capacity(words.len());
    for c in words.chars() {
        if matches!(c, '"' | '\\' | '[' | ']' | '{' | '}') {
            written.push('\\');
        }
        written.push(c);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::fixture;

    #[test]
    fn words_speak_for_the_body_that_they_name() {
        let (corpus, file, _) = fixture::corpus_at(
            "//- cast.qm\n&doh: Department of Health\n    also: DoH\n//- a.qm\nHello.$0\n",
        );
        let long = "x ".repeat(100);
        for (words, expected) in [
            (
                "a spokesman for the Department of Health",
                Some("by \"a spokesman\" of &doh"),
            ),
            ("A spokesman", Some("by \"a spokesman\"")),
            ("GPs in Leeds", Some("by \"GPs in Leeds\"")),
            ("a DoH spokesman", Some("by \"a DoH spokesman\" of &doh")),
            (
                "a former DoH official",
                Some("by \"a former DoH official\""),
            ),
            ("critics of the DoH", Some("by \"critics of the DoH\"")),
            (
                "the \"wet\" [lobby]",
                Some("by \"the \\\"wet\\\" \\[lobby\\]\""),
            ),
            ("a “source”", None),
            (&long, None),
        ] {
            let found = spoken_by(&corpus, file, words).map(|choice| choice.tag);
            assert_eq!(found.as_deref(), expected, "{words}");
        }
    }
}
