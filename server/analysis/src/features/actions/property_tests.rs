//! Random texts, broken in every way: what is done to them without a question
//! changes no word, and what is chosen takes markup only.
//!
//! What counts as markup is judged here by the words alone, and not by the code
//! that decides what is offered. `PROPTEST_CASES` says how many texts are tried.

use std::collections::BTreeSet;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::features::formatting::{formatting, on_type, range_formatting};
use crate::features::rename::rename;
use crate::features::review::ReviewRules;
use crate::features::shared::{LONGEST_LABEL, is_steering};
use crate::model::Source;
use crate::reports::Code;
use crate::reports::Severities;
use crate::reports::Severity;
use crate::syntax::strip;

const PIECES: [&str; 99] = [
    "[",
    "]",
    "]{",
    "{",
    "}",
    "[",
    "]{by @x ",
    "{@x}",
    "{by @x}",
    "{more}",
    "{more",
    "{%",
    "%}",
    "{% who %}",
    "]{ ",
    "]{x y z}",
    "]{}",
    "[]{@x}",
    "[Lee]{@x}",
    "[he]{@X and",
    "]{by @y, &z of &z",
    "[so it goes]{by @x on #t} ",
    "]{note: the gate",
    "]{note: the gate}",
    "]{\"so it goes\" ",
    "]{by @x as \"mayor\" ",
    "as mayor",
    " of &z of &z",
    "by ",
    "bye @x",
    "at 2011-2",
    "at 2011",
    "of &z ",
    "on #t ",
    "to #t",
    "?",
    ", ",
    "“",
    "”",
    "‘",
    "’",
    "\"",
    "@x: X",
    "@x: Lee",
    "@y: Lee",
    "&z: Z",
    "#t: T\n    part of: #t",
    "@w:",
    "@x",
    "#t",
    "    also: Lee; X",
    "    role: a of &z, 2011",
    "    role: a of &z, ~2011..2012",
    "    role: a of &z, 2011..~2012",
    "    role: he sang, and so it goes",
    "    note: to self",
    "    and: another line",
    "\tsaid",
    "        goes on",
    "also: Lee",
    "title: The gate",
    "date: 2011-1",
    "Date: 2011",
    "date: 2011/11/4",
    "source: @x",
    "author: The desk",
    "Tonight: nobody may pass",
    "sealed: x",
    "---",
    "\n---\n",
    "--- ",
    ":::",
    "::: by @x",
    "::: Note this well",
    ":::: by &z on #t",
    "[It is late]{by \"a clerk\", “one more” of &z}",
    "::: @x",
    "::::",
    "# ",
    "# Title",
    "\n",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "\r\n",
    "\r\n\r\n",
    "\r",
    "\r\r",
    " ",
    " ",
    "Lee",
    "Lee\u{202e}gate",
    "It is late now, he said. ",
    "“It is late now, too late,” said Lee. ",
    "\u{feff}",
    "😀",
    "\\",
    "{% quotemark: allow quote/no-role",
];

/// A text of such pieces; most begin or go on with a line of their own.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(&PIECES[..]);
    let line = prop::sample::select(vec!["", "", "\n", "\n\n", "\r\n", "\r"]);
    let pieces = prop::collection::vec((line, piece), 0..18);
    let start = prop::sample::select(vec![
        "",
        "",
        "---\n",
        "\u{feff}",
        "\u{feff}@x: X\n",
        "@x: X\n\n",
    ]);
    (start, pieces).prop_map(|(start, pieces)| {
        let pieces = pieces.iter().map(|(line, piece)| format!("{line}{piece}"));
        start
            .chars()
            .chain(pieces.collect::<String>().chars())
            .collect()
    })
}

fn everything_on() -> Severities {
    Severities {
        given: Code::ALL
            .iter()
            .map(|code| (*code, Some(Severity::Warning)))
            .collect(),
    }
}

fn words(text: &str) -> String {
    strip(text, &Parser::new().parse(text))
}

/// Runs of letters, digits, `-` and `_`, with the sigil before an id.
fn pieces_of(words: &str) -> Vec<&str> {
    let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in words.char_indices().chain([(words.len(), ' ')]) {
        match start {
            None if is_letter(c) => {
                let before = words[..at].chars().next_back();
                let sigil = before.filter(|c| matches!(c, '@' | '&' | '#'));
                start = Some(at - sigil.map_or(0, char::len_utf8));
            }
            Some(from) if !is_letter(c) => {
                let piece = &words[from..at];
                // Dashes alone are no word.
                if piece.contains(char::is_alphanumeric) {
                    found.push(piece);
                }
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// The words of which an action may take some, by its title: what can stand in
/// a tag, or in lines of known keys.
fn may_take(title: &str, words: &str) -> BTreeSet<String> {
    let mut may = BTreeSet::new();
    let is_of_lines = title.starts_with("Close the header") || title.starts_with("Add `");
    for line in words.split(['\n', '\r']) {
        let key = line.split(':').next().unwrap_or_default().trim();
        let known = [
            "title", "date", "source", "author", "url", "sealed", "also", "role", "part of",
            "active", "link", "note",
        ];
        if is_of_lines && line.contains(':') && known.contains(&key) {
            may.extend(pieces_of(line).into_iter().map(str::to_owned));
        }
        let is_comment = line.contains("{% quotemark: allow quote/no-role");
        if is_comment && title.starts_with("Close the comment") {
            let taken = ["quotemark", "allow", "quote", "no-role"];
            may.extend(taken.map(str::to_owned));
        }
        // A capacity, or a speaker without a name.
        for before in ["as ", "by ", ", "] {
            for (open, close) in [('"', '"'), ('“', '”')] {
                let begin = format!("{before}{open}");
                for (at, _) in line.match_indices(&begin) {
                    let inside = line[at + begin.len()..].split(close).next();
                    let pieces = pieces_of(inside.unwrap_or_default()).into_iter();
                    may.extend(pieces.map(str::to_owned));
                }
            }
        }
        if line.contains("]{") || line.contains(":::") {
            let clauses = pieces_of(line).into_iter().filter(|piece| {
                let is_date = piece.chars().all(|c| c.is_ascii_digit() || c == '-');
                let is_id = piece.starts_with(['@', '&', '#']);
                is_date || is_id || *piece == "more" || crate::syntax::is_clause(piece)
            });
            may.extend(clauses.map(str::to_owned));
        }
    }
    may
}

/// Whether the words of a text after an action are those of before without some
/// markup: those that may go left out or not, the rest letter by letter.
fn takes_markup_only(title: &str, old: &str, new: &str) -> bool {
    let letters =
        |words: &str| -> String { words.chars().filter(|c| c.is_alphanumeric()).collect() };
    let (old, new) = (words(old), letters(&words(new)));
    let may = may_take(title, &old);
    // How far the new letters can be gone through with the pieces so far.
    let mut reached = BTreeSet::from([0]);
    for piece in pieces_of(&old) {
        let stays = |words: &str| -> BTreeSet<usize> {
            let own = letters(words);
            let stays = |at: &usize| new[*at..].starts_with(&own).then_some(at + own.len());
            reached.iter().filter_map(stays).collect()
        };
        let mut next = stays(piece);
        if may.contains(piece) {
            next.extend(&reached);
            // A tag that was left out may have parted an id from a word: `&z[It is late]`.
            let word = piece.char_indices().skip(2).find(|(_, c)| c.is_uppercase());
            next.extend(word.into_iter().flat_map(|(at, _)| stays(&piece[at..])));
        }
        reached = next;
    }
    reached.contains(&new.len())
}

/// Makes sure that changes are such that every editor makes the same of them.
fn applied_well(text: &str, edits: &[TextEdit]) -> Result<String, TestCaseError> {
    for edit in edits {
        for at in [edit.range.from(), edit.range.to()] {
            prop_assert!(text.is_char_boundary(at));
            let is_inside = text[..at].ends_with('\r') && text[at..].starts_with('\n');
            prop_assert!(!is_inside, "{edit:?} is inside a line break");
        }
    }
    let new = applied(text, edits);
    prop_assert!(new.is_some(), "{edits:?} overlap");
    Ok(new.unwrap_or_default())
}

fn is_label(words: &str) -> bool {
    words.chars().count() <= LONGEST_LABEL + 1 && !words.contains(is_steering)
}

/// Tries what is offered at a place.
fn try_all(
    corpus: &Corpus,
    file: FileId,
    range: TextRange,
    settings: &Severities,
) -> Result<(), TestCaseError> {
    let rules = Rules {
        diagnostics: settings,
        cast: None,
        review: ReviewRules {
            is_on: true,
            refused: None,
        },
    };
    let only: [&str; 0] = [];
    for action in actions(corpus, file, range, &only, rules) {
        let title = &action.title;
        prop_assert!(is_label(title), "{title:?}");
        let edit = match resolve(corpus, file, &action.operation, rules, &|| false) {
            Ok(edit) => edit,
            Err(refusal) => {
                prop_assert!(!refusal.0.contains("overlap"), "{title}: {refusal}");
                let is_lazy = !matches!(
                    action.operation,
                    Operation::Changes(_) | Operation::Repair(_)
                );
                prop_assert!(is_lazy, "{title}: {refusal}");
                continue;
            }
        };
        if let Some(summary) = &edit.summary {
            prop_assert!(is_label(&summary.label) && is_label(&summary.description));
        }
        for text in edit.created.values() {
            let made = words(text);
            prop_assert!(made.trim().is_empty(), "“{title}” makes a file with words");
        }
        for (changed, edits) in &edit.changes {
            let old = corpus.source(*changed).expect("it is there").text;
            let new = applied_well(&old, edits)?;
            if matches!(action.operation, Operation::Repair(_)) {
                let is_fine = takes_markup_only(title, &old, &new);
                prop_assert!(is_fine, "“{title}” makes {new:?}");
            } else {
                prop_assert_eq!(words(&new), words(&old), "“{}” makes {:?}", title, new);
            }
        }
    }
    Ok(())
}

fn try_text(text: &str, places: &[usize], length: usize) -> Result<(), TestCaseError> {
    let mut corpus = Corpus::default();
    corpus.insert_source(Path::new("cast.qm"), Source::new("@x: X\r\n\r\n&z: Z"));
    corpus.insert_source(
        Path::new("b.qm"),
        Source::new("A.\n\n@y: Lee\n    also: Y\n\n@y: Yu\n"),
    );
    let file = corpus.insert_source(Path::new("2011.qm"), Source::new(text));
    let source = corpus.source(file).expect("it is there");
    let settings = everything_on();
    let boundary = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let before = words(text);
    let fixed = fix_all(&corpus, file, &settings).and_then(|edit| edit.checked(&corpus));
    let fixed = fixed.map_err(|refusal| TestCaseError::fail(refusal.0))?;
    let all = formatting(&source);
    let mut unasked = vec![fixed.changes.get(&file).cloned().unwrap_or_default(), all];
    let reports = diagnostics(&corpus, file, &settings);
    let reported = reports.iter().map(|report| report.range.from());
    let chosen = places
        .iter()
        .map(|place| boundary(place % (text.len() + 1)));
    let mut all_places: Vec<usize> = reported.chain(chosen).collect();
    all_places.sort_unstable();
    all_places.dedup();
    for at in all_places {
        let end = boundary(at + length).max(at);
        unasked.push(range_formatting(&source, TextRange::new(at, end)));
        unasked.push(on_type(&source, at, "}"));
        unasked.push(on_type(&source, at, "\n"));
        try_all(&corpus, file, TextRange::new(at, at), &settings)?;
        try_all(&corpus, file, TextRange::new(at, end), &settings)?;
        if let Ok(edit) = rename(&corpus, file, at, "new-id") {
            unasked.push(edit.changes.get(&file).cloned().unwrap_or_default());
        }
    }
    for edits in unasked {
        let new = applied_well(text, &edits)?;
        prop_assert_eq!(words(&new), &*before, "{:?} makes {:?}", edits, new);
    }
    Ok(())
}

fn cases() -> u32 {
    let wanted = std::env::var("PROPTEST_CASES").ok();
    wanted.and_then(|wanted| wanted.parse().ok()).unwrap_or(40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn no_word_is_lost_by_what_is_offered(
        text in text(),
        places in prop::collection::vec(0usize..400, 3),
        length in 0usize..30,
    ) {
        try_text(&text, &places, length)?;
    }
}

#[test]
fn words_that_are_taken_are_noticed() {
    for (title, old, new) in [
        (
            "Remove the tag",
            "An odd ]{ and words, of [Ann]{@ann}.\n",
            "An odd [Ann]{@ann}.\n",
        ),
        (
            "Close the header",
            "---\nNobody may pass.\n\nA\n",
            "---\nNobody may pass.\n---\n\nA\n",
        ),
        (
            "Add `also`",
            "@x: X\n\n    also: Y\n    and: z\n",
            "@x: X\n    also: Y\n    and: z\n",
        ),
        ("Close the comment", "A {% b\n", "A {% b %}\n"),
        ("Close the tag", "[A]{by @x\n", "[A]{by @x} b\n"),
        ("Close the tag", "[one two]{by @x\n", "[two one]{by @x}\n"),
    ] {
        assert!(!takes_markup_only(title, old, new), "{old:?}");
    }
    for (title, old, new) in [
        ("Close the tag", "[A]{by @x and so\n", "[A]{by @x} and so\n"),
        (
            "Close the header",
            "---\ntitle: A b\n\nA\n",
            "---\ntitle: A b\n---\n\nA\n",
        ),
        (
            "Add `also`",
            "@x: X\n\n    also: Y\n",
            "@x: X\n    also: Y\n",
        ),
    ] {
        assert!(takes_markup_only(title, old, new), "{old:?}");
    }
}
