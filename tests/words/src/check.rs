//! What an edit may do to the words of an article.
//!
//! This knows nothing of how the server judges its own edits. It sees the words
//! before and after, and tries what is gone as markup that is not broken.

use std::ops::Range;

use quotemark::syntax::{CLAUSES, Parser, normalise_id, strip};
use similar::{Algorithm, DiffTag, capture_diff_slices};

/// How much an edit may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum May {
    /// Nothing that `strip` prints: it is made without a question, or does not
    /// say that it fixes markup.
    ChangeNothing,
    /// It may take characters out of the words that are markup: somebody has
    /// chosen it by its title.
    TakeMarkup,
}

/// What is wrong with an edit that makes `new` of `old`; nothing if it may.
/// `compared` gives the words as they are compared.
pub fn fault(old: &str, new: &str, may: May, compared: impl Fn(&str) -> String) -> Option<String> {
    let (before, after) = (compared(&words(old)), compared(&words(new)));
    if before == after {
        return None;
    }
    match may {
        May::ChangeNothing => Some(difference(&before, &after)),
        May::TakeMarkup => lost(&before, &after),
    }
}

/// What `strip` prints of a text.
pub fn words(text: &str) -> String {
    strip(text, &Parser::new().read(text))
}

/// How two texts differ, for somebody to read: a little of each from where they do.
fn difference(before: &str, after: &str) -> String {
    let same = before.chars().zip(after.chars());
    let same = same.take_while(|(one, other)| one == other).count();
    let part = |text: &str| -> String {
        let part = text.chars().skip(same.saturating_sub(20));
        part.take(100).collect()
    };
    format!(
        "strip printed {:?} and prints {:?}",
        part(before),
        part(after)
    )
}

/// What of the words is lost but markup, or what has come to them.
fn lost(before: &str, after: &str) -> Option<String> {
    let (before, after) = (tidy(before), tidy(after));
    let (mut before, mut after) = (pieces(&before), pieces(&after));
    let found = lost_pieces(&before, &after, |pieces| pieces.concat())?;
    // Of two that are alike either may be the one that is gone.
    before.reverse();
    after.reverse();
    lost_pieces(&before, &after, |pieces| {
        pieces.iter().rev().copied().collect()
    })?;
    Some(found)
}

fn lost_pieces(
    before: &[&str],
    after: &[&str],
    joined: impl Fn(&[&str]) -> String,
) -> Option<String> {
    for step in capture_diff_slices(Algorithm::Myers, before, after) {
        if step.tag() == DiffTag::Equal {
            continue;
        }
        let gone = joined(&before[step.old_range()]);
        let come = joined(&after[step.new_range()]);
        let Some(found) = lost_letters(&gone, &come) else {
            continue;
        };
        let mut shifted = shifts(before, step.old_range());
        let is_markup = |range: Range<usize>| lost_letters(&joined(&before[range]), "").is_none();
        if !come.is_empty() || !shifted.any(is_markup) {
            return Some(found);
        }
    }
    None
}

/// What is lost where one stretch stands for another: words that markup parted
/// are one word without it.
fn lost_letters(gone: &str, come: &str) -> Option<String> {
    let in_order = |letters: &[char]| letters.iter().collect();
    let backwards = |letters: &[char]| letters.iter().rev().collect();
    let found = lost_of(gone.chars(), come.chars(), in_order)?;
    lost_of(gone.chars().rev(), come.chars().rev(), backwards)?;
    Some(found)
}

fn lost_of(
    gone: impl Iterator<Item = char>,
    come: impl Iterator<Item = char>,
    joined: impl Fn(&[char]) -> String,
) -> Option<String> {
    let (old, new): (Vec<char>, Vec<char>) = (gone.collect(), come.collect());
    for step in capture_diff_slices(Algorithm::Myers, &old, &new) {
        if step.tag() == DiffTag::Equal {
            continue;
        }
        let gone = joined(&old[step.old_range()]);
        let come = joined(&new[step.new_range()]);
        if has_words(&come) {
            return Some(format!("{come:?} has come to the words"));
        }
        if has_words(&gone) && !is_markup(&gone) {
            return Some(format!("{gone:?} has gone from the words"));
        }
    }
    None
}

/// The other stretches that leave the same when they are taken out: of `a b a b` that
/// lost `b a` it may as well be `a b`.
fn shifts<T: PartialEq>(old: &[T], range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let length = range.len();
    let left = (1..=length.min(range.start))
        .take_while({
            let range = range.clone();
            move |by| old[range.start - by] == old[range.end - by]
        })
        .map({
            let range = range.clone();
            move |by| range.start - by..range.end - by
        });
    let right = (0..length.min(old.len() - range.end))
        .take_while({
            let range = range.clone();
            move |by| old[range.start + by] == old[range.end + by]
        })
        .map(move |by| range.start + by + 1..range.end + by + 1);
    left.chain(right)
}

/// A text without white space around its lines, and without empty lines.
fn tidy(text: &str) -> String {
    let lines = text.split(['\n', '\r']).map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// The words of a text, and each of the characters between them.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = match first.is_alphanumeric() {
            true => rest.find(|c: char| !c.is_alphanumeric()),
            false => Some(first.len_utf8()),
        };
        let (piece, others) = rest.split_at(end.unwrap_or(rest.len()));
        pieces.push(piece);
        rest = others;
    }
    pieces
}

fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// Whether a piece of text is nothing but a tag, a fence line, or lines of a
/// header or of a declaration, as these are written where they are not broken.
fn is_markup(gone: &str) -> bool {
    let bare = |c: char| c.is_whitespace() || "[]{}%:\\".contains(c);
    let inside = gone.trim_matches(bare);
    // A comment that says to Quotemark what to let pass is no word either.
    let directive = inside.strip_prefix("quotemark: allow ");
    let is_code = |code: &str| code.contains('/') && code.is_ascii();
    if directive.is_some_and(|codes| codes.split_whitespace().all(is_code)) {
        return true;
    }
    let lines = gone.lines().map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    let is_key = |word: &str| {
        let word = word.trim_end_matches([',', ':', ';']);
        let id = word.strip_prefix(['@', '&', '#']);
        let id = id.is_some_and(|id| !id.is_empty() && normalise_id(id) == id);
        id || word == "?" || word == "more" || word == "note" || CLAUSES.contains(&word)
    };
    if inside.split_whitespace().all(is_key) {
        return true;
    }
    let one_line = !inside.contains(['\n', '\r', '[', ']', '{', '}']);
    if one_line && reads(&format!("[x]{{{inside}}}\n"), "x\n") {
        return true;
    }
    if one_line && reads(&format!("::: {inside}\nx\n:::\n"), "x\n") {
        return true;
    }
    let header = lines
        .iter()
        .filter(|line| !line.trim_matches('-').is_empty());
    let header: Vec<&str> = header.copied().collect();
    let is_header = header.iter().all(|line| has_key(line, &OF_HEADERS));
    if is_header && is_kept(&format!("---\n{}\n---\nx\n", header.join("\n")), "x\n") {
        return true;
    }
    let is_declared = lines.iter().all(|line| has_key(line, &OF_DECLARATIONS));
    let properties: String = lines.iter().map(|line| format!("    {line}\n")).collect();
    let mut declared = ["@x", "&x", "#x"].into_iter();
    is_declared && declared.any(|id| is_kept(&format!("{id}: X\n{properties}"), ""))
}

/// The keys of headers and of declarations.
const OF_HEADERS: [&str; 6] = ["title", "date", "source", "author", "url", "sealed"];
const OF_DECLARATIONS: [&str; 6] = ["also", "role", "part of", "active", "link", "note"];

fn has_key(line: &str, keys: &[&str]) -> bool {
    let key = line.split_once(':').map(|(key, _)| key.trim());
    key.is_some_and(|key| keys.contains(&key))
}

/// Whether a text has these words, and nothing in it is broken so that it may be
/// one of them; a date may be wrong.
fn is_kept(text: &str, expected: &str) -> bool {
    let document = Parser::new().read(text);
    let mut problems = document.problems.iter();
    !problems.any(|problem| problem.code.spoils_words()) && strip(text, &document) == expected
}

/// Whether a text has no problem and these words.
fn reads(text: &str, expected: &str) -> bool {
    let document = Parser::new().read(text);
    document.problems.is_empty() && strip(text, &document) == expected
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_may_go_and_words_may_not() {
        for (old, new) in [
            ("a [b]{by @x and c", "a b and c"),
            ("An odd ]{@ann} word", "An odd word"),
            ("a\n:::\nb", "a\nb"),
            ("a [b]{by", "a b"),
            ("a[two]{by @x", "atwo"),
            (
                "a {% quotemark: allow quote/unattributed\nb",
                "a {% quotemark: allow quote/unattributed %}\nb",
            ),
            ("---\ndate: 2011\nx", "---\ndate: 2011\n---\nx"),
            ("---\ndate: 2011-13-45\nx", "---\ndate: 2011-13-45\n---\nx"),
            ("@x: X\n\n    also: Y\n", "@x: X\n    also: Y\n"),
            ("a\n    role: chair, 2009\n", "a\n"),
            // What is gone may begin and end as what stays does.
            (
                "Y\nactive: 2012..2010\nx\nactive: 2010..\n",
                "Y\nx\nactive: 2010..\n",
            ),
            (
                "Y\nactive: 2012..2010\nactive: 2010..\n",
                "Y\nactive: 2010..\n",
            ),
            ("a x x]{by  @ann   on #t on #x  Bob", "a x x  Bob"),
        ] {
            assert_eq!(
                fault(old, new, May::TakeMarkup, str::to_owned),
                None,
                "{old:?}"
            );
            assert_eq!(
                fault(old, old, May::ChangeNothing, str::to_owned),
                None,
                "{old:?}"
            );
            assert!(
                fault(old, new, May::ChangeNothing, str::to_owned).is_some(),
                "{old:?}"
            );
        }
        for (old, new) in [
            (
                "An odd ]{ and then many words, of [Ann]{@ann}.",
                "An odd [Ann]{@ann}.",
            ),
            ("---\nHe said: no.\nx", "---\nHe said: no.\n---\nx"),
            ("@x: X\n\n    a verse\n", "@x: X\n    a verse\n"),
            ("a {% b\nc", "a {% b %}\nc"),
            ("a b", "a x b"),
            ("a b", "a"),
        ] {
            assert!(
                fault(old, new, May::TakeMarkup, str::to_owned).is_some(),
                "{old:?}"
            );
        }
    }
}
