//! Quotation marks: what is quoted, and how (markup: direct, mixed, indirect).

use serde::{Deserialize, Serialize};

use super::TextRange;

/// How a quote renders what was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum QuoteForm {
    /// The words themselves, in quotation marks.
    Direct,
    /// A report with a quotation inside.
    Mixed,
    /// A report.
    Indirect,
}

impl QuoteForm {
    /// Its name: `direct`, `mixed`, `indirect`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
        }
    }
}

/// A stretch between two quotation marks that pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotation {
    /// With its marks.
    pub range: TextRange,
    /// Between its marks.
    pub inside: TextRange,
}

/// The form of one fragment of a quote, from its plain words.
pub fn form(words: &str) -> QuoteForm {
    let found = quotations(words);
    if found.is_empty() {
        return QuoteForm::Indirect;
    }
    let start = words.len() - words.trim_start().len();
    let end = words
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':'))
        .len();
    // One that opens and closes with a mark is direct also when it holds
    // paragraphs of which each opens anew.
    let whole = found
        .iter()
        .any(|quotation| quotation.range.from() == start && quotation.range.to() >= end);
    if whole {
        QuoteForm::Direct
    } else {
        QuoteForm::Mixed
    }
}

/// The outermost quotations in a text, in order.
pub fn quotations(text: &str) -> Vec<Quotation> {
    pair(text).0
}

/// The first quotation mark that has no partner, if any.
pub fn first_unpaired(text: &str) -> Option<TextRange> {
    pair(text).1
}

struct Open {
    mark: char,
    range: TextRange,
}

fn pair(text: &str) -> (Vec<Quotation>, Option<TextRange>) {
    let mut open: Vec<Open> = Vec::new();
    let mut found: Vec<Quotation> = Vec::new();
    let mut unpaired: Vec<TextRange> = Vec::new();
    // How many of each mark are open.
    let mut counts = [0usize; MARKS.len()];
    for (at, mark) in marks(text) {
        let range = TextRange::new(at, at + mark.len_utf8());
        let before = text[..at].chars().next_back();
        let after = text[range.to()..].chars().next();
        // What is found is closed with all that is open above it, and what
        // is not there is not searched, so that the search stays short.
        let is_there = MARKS
            .iter()
            .zip(counts)
            .any(|(open, count)| count > 0 && closes(mark, *open));
        let partner = (is_there && may_close(mark, before, after, &text[range.to()..]))
            .then(|| open.iter().rposition(|open| closes(mark, open.mark)))
            .flatten();
        if let Some(partner) = partner {
            // Marks opened in between and never closed: apostrophes, or a slip.
            for closed in &open[partner..] {
                counts[place_of(closed.mark)] -= 1;
            }
            unpaired.extend(
                open.drain(partner + 1..)
                    .filter(|open| must_close(open, text))
                    .map(|open| open.range),
            );
            if let Some(opened) = open.pop()
                && open.is_empty()
            {
                found.push(Quotation {
                    range: TextRange::new(opened.range.from(), range.to()),
                    inside: TextRange::new(opened.range.to(), range.from()),
                });
            }
        } else if opens(mark, before, after) {
            counts[place_of(mark)] += 1;
            open.push(Open { mark, range });
        } else if matches!(mark, '”' | '»') {
            unpaired.push(range);
        }
    }
    unpaired.extend(
        open.into_iter()
            .filter(|open| must_close(open, text))
            .map(|open| open.range),
    );
    (found, unpaired.into_iter().min())
}

/// The quotation marks in a text, and where they stand.
fn marks(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let mut rest = text.as_bytes()[at..].iter();
            at += rest.position(|byte| MAY_BEGIN_MARK[usize::from(*byte)])?;
            let found = (at, text[at..].chars().next()?);
            at += found.1.len_utf8();
            if is_mark(found.1) {
                return Some(found);
            }
        }
    })
}

/// The bytes with which quotation marks begin in UTF-8.
static MAY_BEGIN_MARK: [bool; 256] = {
    let mut may_begin = [false; 256];
    let mut mark = 0;
    while mark < MARKS.len() {
        let first = MARKS[mark].encode_utf8(&mut [0; 4]).as_bytes()[0];
        may_begin[first as usize] = true;
        mark += 1;
    }
    may_begin
};

/// All quotation marks.
const MARKS: [char; 10] = ['‘', '’', '“', '”', '«', '»', '„', '‚', '\'', '"'];

fn is_mark(c: char) -> bool {
    MARKS.contains(&c)
}

fn place_of(mark: char) -> usize {
    MARKS.iter().position(|other| *other == mark).unwrap_or(0)
}

fn closes(mark: char, opened: char) -> bool {
    matches!(
        (opened, mark),
        ('‘' | '‚', '’' | '\'')
            | ('‚', '‘')
            | ('“', '”' | '"')
            | ('„', '“' | '”' | '"')
            | ('«', '»')
            | ('»', '«')
            | ('\'', '\'' | '’')
            | ('"', '"' | '”')
    )
}

fn opens(mark: char, before: Option<char>, after: Option<char>) -> bool {
    let behind_word = before.is_some_and(char::is_alphanumeric);
    let before_space = after.is_none_or(char::is_whitespace);
    match mark {
        '“' | '«' | '„' | '‚' => true,
        // An elision (‘tis) opens nothing that could be told apart; it is let pass.
        '‘' | '"' => !behind_word,
        '\'' => !behind_word && !before_space,
        '»' => !behind_word && !before_space && before.is_none_or(char::is_whitespace),
        _ => false,
    }
}

/// Whether a mark can be a closing one. An apostrophe stands before a letter;
/// one behind a plural's s is taken for an apostrophe when a better partner
/// follows (‘the GPs’ leaders said’).
fn may_close(mark: char, before: Option<char>, after: Option<char>, rest: &str) -> bool {
    if !matches!(mark, '’' | '\'' | '‘') {
        return true;
    }
    if after.is_some_and(char::is_alphanumeric) || before.is_none_or(char::is_whitespace) {
        return false;
    }
    let possessive = before == Some('s')
        && after.is_some_and(char::is_whitespace)
        && rest.trim_start().starts_with(char::is_lowercase);
    if !possessive {
        return true;
    }
    let mut previous = None;
    for (at, next) in rest.char_indices() {
        if next == '‘' {
            return true;
        }
        if matches!(next, '’' | '\'') {
            let follows = rest[at + next.len_utf8()..].chars().next();
            let in_word = follows.is_some_and(char::is_alphanumeric);
            if !in_word && previous.is_some_and(|c: char| !c.is_whitespace()) {
                return false;
            }
            if next == '\'' && previous.is_none_or(char::is_whitespace) {
                return true;
            }
        }
        previous = Some(next);
    }
    true
}

/// Whether a mark that stays open is a mistake rather than an apostrophe.
fn must_close(open: &Open, text: &str) -> bool {
    match open.mark {
        '\'' | '»' => false,
        '‘' => !is_elided(&text[open.range.to()..]),
        _ => true,
    }
}

/// Whether a text begins with a word that an apostrophe shortens at its start
/// (‘tis, ‘em, ‘90s): many writing programs turn that one into an opening mark.
fn is_elided(text: &str) -> bool {
    let end = text
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(text.len());
    let word = text[..end].to_lowercase();
    let digits = word.strip_suffix('s').unwrap_or(&word);
    let is_year = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let words = ["tis", "twas", "twere", "twill", "em", "til", "cause", "n"];
    is_year || words.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_direct_mixed_and_indirect() {
        for (words, expected) in [
            ("‘Choice is a bit of a myth,’", QuoteForm::Direct),
            ("“It’s late.”", QuoteForm::Direct),
            ("„Gut“, ", QuoteForm::Direct),
            ("« Bien »", QuoteForm::Direct),
            ("\"Fine\".", QuoteForm::Direct),
            ("'Fine'", QuoteForm::Direct),
            ("‘regress'", QuoteForm::Direct),
            ("‘the GPs’ leaders said so’", QuoteForm::Direct),
            ("‘[What] we see “now”.’", QuoteForm::Direct),
            ("the plan was ‘late’ and ‘thin’", QuoteForm::Mixed),
            ("‘Late’ and ‘thin’", QuoteForm::Mixed),
            ("5 ¢ … – € “more” †", QuoteForm::Mixed),
            ("the GPs’ plans wouldn't do", QuoteForm::Indirect),
            ("it's the doctors' view", QuoteForm::Indirect),
            ("", QuoteForm::Indirect),
        ] {
            assert_eq!(form(words), expected, "{words}");
        }
    }

    #[test]
    fn finds_the_mark_without_a_partner() {
        assert_eq!(first_unpaired("“It is late"), Some(TextRange::new(0, 3)));
        assert_eq!(first_unpaired("It is late”"), Some(TextRange::new(10, 13)));
        assert_eq!(first_unpaired("‘don’t"), Some(TextRange::new(0, 3)));
        for fine in [
            "don’t",
            "‘don’t’",
            "‘a “b” c’",
            "the GPs’",
            "rock 'n' roll",
            "‘tis the year",
            "back in the ‘90s",
            "5'",
        ] {
            assert_eq!(first_unpaired(fine), None, "{fine}");
        }
    }
}
