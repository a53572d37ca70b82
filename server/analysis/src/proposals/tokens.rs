//! An article as words and marks.

use super::lexicon::{Cue, Lexicon, class};
use super::work;

/// A word or a mark.
#[derive(Debug, Clone)]
pub struct Token {
    /// Where it begins, in bytes of the words.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
    /// In lower case, with straight apostrophes.
    pub lower: Box<str>,
    /// What it does, see [`class`].
    pub classes: u64,
    /// The cue verb that it is a form of.
    pub cue: Option<Cue>,
    /// Its first character.
    pub first: char,
    /// Whether it is in lower case.
    pub is_lower: bool,
}

impl Token {
    /// Whether it is of one of these classes.
    pub fn is(&self, classes: u64) -> bool {
        work::look();
        self.classes & classes > 0
    }

    /// Whether it begins with a capital.
    pub fn is_capital(&self) -> bool {
        work::look();
        self.first.is_uppercase() && self.first.is_alphabetic()
    }

    /// Whether it is a word or a number.
    pub fn is_word(&self) -> bool {
        work::look();
        self.first.is_alphanumeric()
    }

    /// Whether it consists of letters alone.
    pub fn is_alphabetic(&self) -> bool {
        self.lower.chars().all(char::is_alphabetic)
    }

    /// Whether it is an adverb, by its class or its ending.
    pub fn is_adverb(&self) -> bool {
        self.is(class::ADVERB) || (self.lower.ends_with("ly") && !self.is(class::NOT_ADVERB))
    }

    /// Whether it is a possessive `’s`.
    pub fn is_possessive(&self) -> bool {
        &*self.lower == "'s"
    }

    /// Whether it is one of these marks or words.
    pub fn is_any(&self, all: &[&str]) -> bool {
        work::look();
        all.contains(&&*self.lower)
    }
}

/// Splits words into tokens. Contractions and possessives are tokens of their own, the
/// full stop of an abbreviation is a part of it, and so are the parts of what a hyphen
/// joins.
pub fn tokens(words: &str, lexicon: &Lexicon) -> Vec<Token> {
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while let Some(next) = words[at..].chars().next() {
        if next.is_whitespace() {
            at += next.len_utf8();
            continue;
        }
        let end = at + piece(&words[at..]);
        match contraction(&words[at..end]) {
            Some(cut) => pieces.extend([(at, at + cut), (at + cut, end)]),
            None => pieces.push((at, end)),
        }
        at = end;
    }
    let mut joined: Vec<(usize, usize)> = Vec::with_capacity(pieces.len());
    for (start, end) in pieces {
        if &words[start..end] == "."
            && let Some(last) = joined.last_mut()
            && last.1 == start
            && takes_stop(&words[last.0..last.1], lexicon)
        {
            last.1 = end;
            continue;
        }
        joined.push((start, end));
    }
    let made = joined.into_iter().map(|(start, end)| {
        let written = &words[start..end];
        let lower: Box<str> = written.to_lowercase().replace('’', "'").into();
        Token {
            start,
            end,
            classes: lexicon.classes(&lower),
            cue: lexicon.cue(&lower),
            first: written.chars().next().unwrap_or(' '),
            is_lower: written.chars().any(char::is_lowercase)
                && !written.chars().any(char::is_uppercase),
            lower,
        }
    });
    made.collect()
}

fn is_word_character(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// How many bytes the first word or mark takes.
fn piece(rest: &str) -> usize {
    if rest.starts_with("''") || rest.starts_with("``") {
        return 2;
    }
    if rest.starts_with("http://") || rest.starts_with("https://") {
        return rest.find(char::is_whitespace).unwrap_or(rest.len());
    }
    let mut letters = rest.chars().peekable();
    let mut length = 0;
    if let Some(sigil) = letters.next_if(|c| matches!(c, '@' | '#')) {
        length = sigil.len_utf8();
        if !letters.peek().copied().is_some_and(is_word_character) {
            return length;
        }
    }
    let body = &rest[length..];
    let run = |text: &str| -> usize { text.find(|c| !is_word_character(c)).unwrap_or(text.len()) };
    let mut taken = run(body);
    if taken == 0 {
        return body.chars().next().map_or(length, char::len_utf8) + length;
    }
    // What a stop, a hyphen or an apostrophe joins is one word.
    loop {
        let after = &body[taken..];
        let joint = after.chars().next();
        let Some(joint) = joint.filter(|c| matches!(c, '.' | '&' | '\'' | '’' | '-' | '/'))
        else {
            break;
        };
        let more = run(&after[joint.len_utf8()..]);
        if more == 0 {
            break;
        }
        taken += joint.len_utf8() + more;
    }
    length + taken
}

/// Where a contraction or a possessive begins in a word.
fn contraction(word: &str) -> Option<usize> {
    if !word.starts_with(char::is_alphanumeric) {
        return None;
    }
    let lower = word.to_lowercase().replace('’', "'");
    if lower.starts_with("o'") {
        return None;
    }
    let ending = ["n't", "'s", "'re", "'ve", "'ll", "'d", "'m"];
    let ending = ending.iter().find(|ending| lower.ends_with(**ending))?;
    let mut characters = word.char_indices().rev();
    let cut = characters
        .nth(ending.chars().count() - 1)
        .map(|(at, _)| at)?;
    (cut > 0).then_some(cut)
}

/// Whether the full stop behind a word is a part of it.
fn takes_stop(word: &str, lexicon: &Lexicon) -> bool {
    let lower = word.to_lowercase();
    let mut letters = word.chars();
    let is_initial = letters
        .next()
        .is_some_and(|c| c.is_uppercase() && c.is_alphabetic())
        && letters.next().is_none();
    let is_dotted = || {
        let mut parts = word.split('.');
        let last = parts.next_back().is_some_and(|part| !part.is_empty());
        word.contains('.') && last && parts.all(|part| part.chars().count() == 1)
    };
    let is_ordinal =
        || lexicon.has_ordinal_stops && word.len() < 3 && word.bytes().all(|c| c.is_ascii_digit());
    is_initial || is_ordinal() || lexicon.classes(&lower) & class::ABBREVIATION > 0 || is_dotted()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proposals::lexicon::ENGLISH;

    #[test]
    fn words_marks_contractions_and_abbreviations_are_told_apart() {
        let split = |words: &str| {
            let tokens = tokens(words, &ENGLISH);
            let all = tokens.iter().map(|token| &words[token.start..token.end]);
            all.collect::<Vec<_>>().join("|")
        };
        for (words, expected) in [
            (
                "“I don’t,” Dr. O’Neill said.",
                "“|I|do|n’t|,|”|Dr.|O’Neill|said|.",
            ),
            ("the U.S. Senate's vote", "the|U.S.|Senate|'s|vote"),
            (
                "@handle #tag R-Ariz. 3.5% a/b",
                "@handle|#tag|R-Ariz.|3.5|%|a/b",
            ),
            ("https://example.org/a?b c", "https://example.org/a?b|c"),
            ("''Yes,'' J. Smith", "''|Yes|,|''|J.|Smith"),
            ("é🙂 中文。", "é|🙂|中文|。"),
            ("", ""),
        ] {
            assert_eq!(split(words), expected, "{words}");
        }
    }
}
