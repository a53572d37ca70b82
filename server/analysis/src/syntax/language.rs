//! Tags of languages, as BCP 47 writes them (RFC 5646, section 2.1).

/// Languages that articles are often in: their tags, their names in English,
/// and their own names.
pub const LANGUAGES: [(&str, &str, &str); 26] = [
    ("en", "English", "English"),
    ("de", "German", "Deutsch"),
    ("fr", "French", "Français"),
    ("es", "Spanish", "Español"),
    ("it", "Italian", "Italiano"),
    ("pt", "Portuguese", "Português"),
    ("nl", "Dutch", "Nederlands"),
    ("sv", "Swedish", "Svenska"),
    ("da", "Danish", "Dansk"),
    ("no", "Norwegian", "Norsk"),
    ("fi", "Finnish", "Suomi"),
    ("pl", "Polish", "Polski"),
    ("cs", "Czech", "Čeština"),
    ("sk", "Slovak", "Slovenčina"),
    ("hu", "Hungarian", "Magyar"),
    ("ro", "Romanian", "Română"),
    ("bg", "Bulgarian", "Български"),
    ("el", "Greek", "Ελληνικά"),
    ("ru", "Russian", "Русский"),
    ("uk", "Ukrainian", "Українська"),
    ("tr", "Turkish", "Türkçe"),
    ("ar", "Arabic", "العربية"),
    ("he", "Hebrew", "עברית"),
    ("zh", "Chinese", "中文"),
    ("ja", "Japanese", "日本語"),
    ("ko", "Korean", "한국어"),
];

/// Whether `tag` has the form of a language's tag: `en`, `de-AT`, `zh-Hant`,
/// `sr-Latn-RS`. Which languages there are is not looked up; only that the
/// language has two or three letters, as all that are registered have. A private
/// tag begins with `x-`.
pub fn is_language_tag(tag: &str) -> bool {
    let parts: Vec<&str> = tag.split('-').collect();
    let is_word = |part: &&str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    if !parts.iter().all(is_word) {
        return false;
    }
    let [first, rest @ ..] = &parts[..] else {
        return false;
    };
    if first.eq_ignore_ascii_case("x") {
        return !rest.is_empty();
    }
    let is_alphabetic = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !matches!(first.len(), 2 | 3) || !is_alphabetic(first) {
        return false;
    }
    let mut rest = rest.iter().copied().peekable();
    for _ in 0..3 {
        // A language within a language: `zh-yue`.
        rest.next_if(|part| part.len() == 3 && is_alphabetic(part));
    }
    rest.next_if(|part| part.len() == 4 && is_alphabetic(part));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    rest.next_if(|part| match part.len() {
        2 => is_alphabetic(part),
        3 => is_number(part),
        _ => false,
    });
    let is_variant = |part: &&str| match part.len() {
        4 => part.starts_with(|first: char| first.is_ascii_digit()),
        length => length >= 5,
    };
    while rest.next_if(is_variant).is_some() {}
    // One letter or digit begins an extension of words of two or more, and `x`
    // one of any words.
    while let Some(singleton) = rest.next() {
        if singleton.len() != 1 {
            return false;
        }
        if singleton.eq_ignore_ascii_case("x") {
            return rest.next().is_some();
        }
        let mut words = 0;
        while rest.next_if(|part| part.len() >= 2).is_some() {
            words += 1;
        }
        if words == 0 {
            return false;
        }
    }
    true
}

/// The tag that was meant by a language's name, or by a tag with `_` in it, if
/// there is one.
pub fn meant_language(written: &str) -> Option<String> {
    let folded = written.to_lowercase();
    let is_name = |name: &str| name.to_lowercase() == folded;
    let mut languages = LANGUAGES.iter();
    let named = languages.find(|(_, english, own)| is_name(english) || is_name(own));
    if let Some((tag, ..)) = named {
        return Some((*tag).to_owned());
    }
    // As the settings of computers have it: `en_GB.UTF-8`.
    let tag = written.split('.').next()?.replace('_', "-");
    (tag != written && is_language_tag(&tag)).then_some(tag)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tags_have_one_form() {
        for tag in [
            "en",
            "de-AT",
            "EN-gb",
            "zh-Hant",
            "sr-Latn-RS",
            "es-419",
            "zh-yue-HK",
            "gsw",
            "de-1996",
            "sl-rozaj-biske",
            "en-a-bbb-x-a-b",
            "x-klingon",
            "en-x-a",
            "de-DE-u-co-phonebk",
        ] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for tag in [
            "",
            "e",
            "English",
            "en_GB",
            "en GB",
            "en-",
            "-en",
            "en--GB",
            "de-A",
            "x",
            "en-a",
            "en-a-x",
            "en-x",
            "de-419-DE",
            "123",
            "é",
            "en-überlang",
            "deutsch",
        ] {
            assert!(!is_language_tag(tag), "{tag}");
        }
        assert!(LANGUAGES.iter().all(|(tag, ..)| is_language_tag(tag)));
    }

    #[test]
    fn names_of_languages_have_their_tags() {
        for (written, meant) in [
            ("English", Some("en")),
            ("deutsch", Some("de")),
            ("ČEŠTINA", Some("cs")),
            ("en_GB", Some("en-GB")),
            ("de_AT.UTF-8", Some("de-AT")),
            ("Klingon", None),
            ("de-", None),
            ("", None),
        ] {
            assert_eq!(meant_language(written).as_deref(), meant, "{written}");
        }
    }

    proptest! {
        #[test]
        fn any_words_are_a_tag_or_none(words in "[a-zA-Z0-9é_. -]{0,20}|\\PC{0,9}") {
            let _ = is_language_tag(&words);
            if let Some(meant) = meant_language(&words) {
                prop_assert!(is_language_tag(&meant));
            }
        }
    }
}
