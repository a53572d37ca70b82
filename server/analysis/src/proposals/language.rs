//! In which language an article is: as its header says, else by its function words.

use std::collections::HashMap;
use std::sync::LazyLock;

/// How what is said in an article is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// By the rules for English.
    English,
    /// By the rules for German.
    German,
    /// By quotation marks alone.
    Other,
}

/// How many words of an article are looked at, and how many bytes of it at most.
const WORDS: usize = 2_000;
const BYTES: usize = 40_000;

/// How many function words of another language make an article one in that language.
const LEAST: usize = 3;

/// Of how many words of an article it is known that they are not English where fewer than
/// one in [`RARE`] is a function word of English.
const ENOUGH: usize = 40;
const RARE: usize = 12;

/// The languages whose function words are known, the surest first.
const KNOWN: [(Language, &str); 14] = [
    (
        Language::English,
        include_str!("languages/en/function-words"),
    ),
    (
        Language::German,
        include_str!("languages/de/function-words"),
    ),
    (Language::Other, include_str!("languages/fr/function-words")),
    (Language::Other, include_str!("languages/es/function-words")),
    (Language::Other, include_str!("languages/it/function-words")),
    (Language::Other, include_str!("languages/pt/function-words")),
    (Language::Other, include_str!("languages/nl/function-words")),
    (Language::Other, include_str!("languages/pl/function-words")),
    (Language::Other, include_str!("languages/sv/function-words")),
    (Language::Other, include_str!("languages/da/function-words")),
    (Language::Other, include_str!("languages/tr/function-words")),
    (Language::Other, include_str!("languages/cs/function-words")),
    (Language::Other, include_str!("languages/ro/function-words")),
    (Language::Other, include_str!("languages/hu/function-words")),
];

/// The languages of which each word is a function word, a bit each.
static FUNCTION_WORDS: LazyLock<HashMap<&'static str, u16>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for (number, (_, file)) in KNOWN.iter().enumerate() {
        let lines = file.lines().filter(|line| !line.starts_with('#'));
        for word in lines.flat_map(str::split_whitespace) {
            *words.entry(word).or_default() |= 1 << number;
        }
    }
    words
});

impl Language {
    /// That of an article of which the header says `tag` (BCP 47), or nothing.
    pub fn of(tag: Option<&str>, words: &str) -> Self {
        let tag = tag.map(str::trim).filter(|tag| !tag.is_empty());
        let Some(tag) = tag else {
            return Self::of_words(words);
        };
        match tag.split(['-', '_']).next().map(str::to_ascii_lowercase) {
            Some(primary) if matches!(&*primary, "en" | "eng") => Self::English,
            Some(primary) if matches!(&*primary, "de" | "deu" | "ger") => Self::German,
            _ => Self::Other,
        }
    }

    /// That of words by the function words among the first of them: English where nothing
    /// says otherwise.
    pub fn of_words(words: &str) -> Self {
        let mut end = words.len().min(BYTES);
        while !words.is_char_boundary(end) {
            end -= 1;
        }
        let words = &words[..end];
        let mut votes = [0_usize; KNOWN.len()];
        let mut count = 0;
        let parts = words.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')));
        for word in parts.filter(|word| !word.is_empty()).take(WORDS) {
            count += 1;
            let known = FUNCTION_WORDS.get(&*word.to_lowercase());
            for (number, vote) in votes.iter_mut().enumerate() {
                *vote += usize::from(known.is_some_and(|known| known & (1 << number) > 0));
            }
        }
        let english = votes[0];
        let (number, most) = (1..KNOWN.len()).map(|number| (number, votes[number])).fold(
            (0, english),
            |best, one| match one.1 > best.1 {
                true => one,
                false => best,
            },
        );
        if number > 0 && most >= LEAST {
            return KNOWN[number].0;
        }
        let is_foreign = count >= ENOUGH && english * RARE < count;
        match is_foreign || is_of_another_script(words) {
            true => Self::Other,
            false => Self::English,
        }
    }
}

/// Whether most letters are none of the Latin script.
fn is_of_another_script(words: &str) -> bool {
    let is_latin = |c: char| matches!(c, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}');
    let letters = words.chars().filter(|c| c.is_alphabetic());
    let (mut latin, mut others) = (0_usize, 0_usize);
    for letter in letters {
        match is_latin(letter) {
            true => latin += 1,
            false => others += 1,
        }
    }
    others > latin
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_decides() {
        for (tag, language) in [
            ("en", Language::English),
            ("en-GB", Language::English),
            ("EN", Language::English),
            ("de-AT", Language::German),
            ("de", Language::German),
            ("fr", Language::Other),
            ("zh-Hant", Language::Other),
        ] {
            let words = "The board said that it would not close the ward.";
            assert_eq!(Language::of(Some(tag), words), language, "{tag}");
        }
        assert_eq!(
            Language::of(Some(" "), "Er sagte, dass sie es nicht weiß."),
            Language::German
        );
    }

    #[test]
    fn function_words_vote() {
        for (words, language) in [
            ("", Language::English),
            ("Ann Lee: “No.”", Language::English),
            ("“We won,” Ann Lee said.", Language::English),
            ("In Berlin, Die Linke and Das Erste met.", Language::English),
            ("„Das war es“, sagte die Ministerin.", Language::German),
            (
                "Der Sprecher teilte mit, dass die Klinik nicht schließe.",
                Language::German,
            ),
            (
                "« Nous ne fermerons pas la clinique », a dit le maire de la ville.",
                Language::Other,
            ),
            (
                "El alcalde dijo que la clínica no se cierra.",
                Language::Other,
            ),
            ("De burgemeester zei dat het niet klopt.", Language::Other),
            ("市长说：“诊所不会关闭。”", Language::Other),
            ("Мэр сказал, что клинику не закроют.", Language::Other),
        ] {
            assert_eq!(Language::of_words(words), language, "{words}");
        }
    }

    #[test]
    fn a_language_of_which_nothing_is_known_is_not_english() {
        let words = "Rydym yn gwybod bod llawer iawn wedi cael ei wneud gan bobl leol. ";
        assert_eq!(Language::of_words(&words.repeat(4)), Language::Other);
        let names = "Ann Lee, Bob Ray, Leeds, York, 7.30 pm. ";
        assert_eq!(Language::of_words(names), Language::English);
    }

    #[test]
    fn only_the_first_words_vote() {
        let german = "Die Klinik wird nicht von der Stadt betrieben. ".repeat(400);
        let english = "The board said that it was not for the city to run. ".repeat(4_000);
        assert_eq!(
            Language::of_words(&format!("{german}{english}")),
            Language::German
        );
    }
}
