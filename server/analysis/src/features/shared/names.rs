//! Names as articles write them: how they are told from other words, and compared.

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

/// Whether a name is probably that of an organisation: an acronym, or with a
/// small word inside that people's names have not.
pub fn looks_like_body(words: &str) -> bool {
    let name = bare_name(words);
    let capitals = name.chars().filter(|c| c.is_uppercase()).count();
    let is_acronym = !name.contains(' ') && capitals > 1;
    let is_joined = |word: &str| matches!(word, "of" | "for" | "and" | "&" | "on");
    is_acronym || name.split(' ').any(is_joined)
}

#[cfg(test)]
mod tests {
    use super::*;

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
