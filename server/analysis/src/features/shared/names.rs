//! Names as articles write them: how they are told from other words, and compared.

use crate::proposals::{is_body_word, is_first_name};

/// Words that begin with a capital only because a sentence does, and never a
/// name that is worth listing.
const NO_NAMES: &[&str] = &[
    "a",
    "all",
    "an",
    "another",
    "any",
    "anybody",
    "anyone",
    "both",
    "each",
    "either",
    "every",
    "everybody",
    "everyone",
    "few",
    "he",
    "her",
    "hers",
    "him",
    "himself",
    "his",
    "i",
    "it",
    "its",
    "itself",
    "many",
    "me",
    "mine",
    "most",
    "my",
    "neither",
    "no",
    "nobody",
    "none",
    "one",
    "other",
    "others",
    "our",
    "ours",
    "several",
    "she",
    "some",
    "somebody",
    "someone",
    "such",
    "that",
    "the",
    "their",
    "theirs",
    "them",
    "themselves",
    "these",
    "they",
    "this",
    "those",
    "us",
    "we",
    "which",
    "who",
    "whose",
    "you",
    "your",
];

/// Small words inside names, some of which a surname can begin with.
const PARTICLES: &[&str] = &[
    "al", "and", "at", "auf", "av", "bin", "bint", "da", "das", "de", "del", "della", "den", "der",
    "des", "di", "do", "dos", "du", "el", "et", "for", "für", "ibn", "im", "in", "la", "las", "le",
    "les", "los", "of", "on", "ten", "ter", "the", "to", "und", "van", "vom", "von", "zu", "zum",
    "zur",
];

/// A name as it is compared: without `The` before it, a possessive ending and
/// the punctuation around it.
pub fn bare_name(words: &str) -> &str {
    let mut name = words.trim_matches(|c: char| !c.is_alphanumeric());
    for ending in ["’s", "'s", "ʼs"] {
        name = name.strip_suffix(ending).unwrap_or(name);
    }
    match name.split_once(char::is_whitespace) {
        Some(("The" | "the", rest)) => rest.trim_start(),
        _ => name,
    }
}

/// Whether words, in one line, are written as names are: few, with capitals,
/// and none that stands for a name.
pub fn looks_like_name(words: &str) -> bool {
    if is_quoted(words) {
        return false;
    }
    let pieces: Vec<&str> = words
        .split(' ')
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect();
    let ([first, ..], [.., last]) = (&pieces[..], &pieces[..]) else {
        return false;
    };
    let is_of_names = pieces.iter().all(|word| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        letters < 2 || has_capital(word) || PARTICLES.contains(word)
    });
    let is_particle = ["and", "at", "for", "in", "of", "on", "to"].contains(first);
    pieces.len() <= 6
        && is_of_names
        && pieces.iter().any(|word| has_capital(word))
        && !is_no_name(first)
        && !is_particle
        && (has_capital(last) || last.chars().all(char::is_numeric))
}

/// `WHO` and `US` are names, `Who` and `us` are none.
fn is_no_name(word: &str) -> bool {
    let is_acronym = word.chars().count() > 1 && word.chars().all(char::is_uppercase);
    let lower = word.replace('’', "'").to_lowercase();
    let stem = lower.split('\'').next().unwrap_or(&lower);
    !is_acronym && NO_NAMES.contains(&stem)
}

/// Whether a quotation mark stands in the words; an apostrophe is none.
pub fn is_quoted(words: &str) -> bool {
    let mut before = ' ';
    words.chars().any(|c| {
        let behind_word = before.is_alphanumeric();
        before = c;
        match c {
            '’' | '\'' => !behind_word,
            '‘' | '“' | '”' | '«' | '»' | '„' | '‚' | '"' => true,
            _ => false,
        }
    })
}

fn has_capital(word: &str) -> bool {
    word.chars().any(char::is_uppercase)
}

/// Whether a name or a phrase is probably that of an organisation: with an acronym in it, with
/// a small word inside that people's names have not, or with a word for a body, as `NHS
/// England`, `Department of Health`, `local medical committees`.
pub fn looks_like_body(words: &str) -> bool {
    let name = bare_name(words);
    let (first, is_one) = match name.split_once(' ') {
        Some((first, _)) => (first, false),
        None => (name, true),
    };
    let is_person = !is_one && is_first_name(&first.to_lowercase());
    let is_joined = |word: &str| matches!(word, "of" | "for" | "and" | "&" | "on");
    // The initials of a person may begin a name: `JK Rowling`.
    let is_short = |word: &str| is_one || word != first || word.chars().count() > 2;
    let is_body = |word: &str| {
        is_joined(word)
            || is_acronym(word) && is_short(word)
            || !is_person && is_body_word(&word.to_lowercase())
    };
    name.split(' ').any(is_body)
}

/// `GPC`, `DoH`, `CCGs`; initials with dots and the numerals of a name are none.
pub fn is_acronym(word: &str) -> bool {
    let word = word.trim_end_matches("s’").trim_end_matches("s'");
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let is_numeral = word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    let is_of_letters = word.chars().all(|c| c.is_alphanumeric() || c == '&');
    // `McDonald` has two capitals as well.
    let has_small_start = word.chars().nth(1).is_some_and(char::is_lowercase);
    let is_dense = capitals * 2 >= word.chars().count() || !has_small_start;
    capitals > 1 && is_of_letters && !is_numeral && is_dense
}

/// The initials of a name or a phrase of several words, small ones left out, in capitals: `LMC`
/// of `local medical committees`; nothing of fewer than three.
pub fn initials(words: &str) -> Option<String> {
    let counted = bare_name(words)
        .split(' ')
        .filter(|word| !PARTICLES.contains(word) && *word != "&");
    let initials: String = counted.filter_map(|word| word.chars().next()).collect();
    let initials = initials.to_uppercase();
    let is_of_letters = initials.chars().all(char::is_alphabetic);
    (initials.chars().count() > 2 && is_of_letters).then_some(initials)
}

/// Whether words stand for one person or body that is named before: `he`, `its`. `They` may
/// stand for several.
pub fn is_pronoun(words: &str) -> bool {
    matches!(
        &*words.to_lowercase(),
        "he" | "him"
            | "his"
            | "himself"
            | "she"
            | "her"
            | "hers"
            | "herself"
            | "it"
            | "its"
            | "itself"
            | "er"
            | "ihn"
            | "ihm"
    )
}

/// Whether words, in one line, are a description of something that is named before: `the
/// union`, `its chairman`.
pub fn is_description(words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or_default().to_lowercase();
    matches!(
        &*first,
        "the" | "this" | "that" | "these" | "those" | "his" | "her" | "its" | "their"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_bodies_from_people() {
        for body in [
            "BMA",
            "DoH",
            "CCGs",
            "NHS England",
            "Nottinghamshire LMC",
            "Health Committee",
            "Department of Health",
            "local medical committees",
            "GPs’ Committee",
        ] {
            assert!(looks_like_body(body), "{body}");
        }
        for person in [
            "Zoe Hale",
            "Dr Zoe Hale",
            "Ian McDonald",
            "JK Rowling",
            "Anna Church",
            "J. R. R. Tolkien",
        ] {
            assert!(!looks_like_body(person), "{person}");
        }
        assert_eq!(initials("the local medical committees").unwrap(), "LMC");
        assert_eq!(
            initials("Royal College of General Practitioners").unwrap(),
            "RCGP"
        );
        assert_eq!(initials("NHS England"), None);
    }

    #[test]
    fn tells_names_from_other_words() {
        for name in [
            "Buckman",
            "Dr Laurence Buckman,",
            "GPs’ Committee",
            "Merton, Sutton and Wandsworth LMC",
            "Department of Health",
            "WHO",
            "O’Brien",
            "Ludwig van Beethoven",
            "Valéry Giscard d’Estaing",
            "al-Assad",
            "Studio 54",
            "J. R. R. Tolkien’s",
        ] {
            assert!(looks_like_name(name), "{name}");
        }
        for other in [
            "",
            "he",
            "He",
            "They",
            "I",
            "Who",
            "His",
            "its chairman",
            "The ministry",
            "The Ministry",
            "A Minister",
            "This House",
            "Our Man in Havana",
            "‘Havana’",
            "'Havana'",
            "Both",
            "the GPC’s man",
            "of Leeds",
            "x",
            "54",
            "GPC chairman",
            "Its",
            "首相",
            "One Two Three Four Five Six Seven",
        ] {
            assert!(!looks_like_name(other), "{other}");
        }
    }

    #[test]
    fn names_are_compared_without_what_surrounds_them() {
        for (words, name) in [
            ("The Times", "Times"),
            ("Buckman’s,", "Buckman"),
            ("the GPs’", "GPs"),
            ("(Dr Who)", "Dr Who"),
            ("…", ""),
        ] {
            assert_eq!(bare_name(words), name);
        }
    }
}
