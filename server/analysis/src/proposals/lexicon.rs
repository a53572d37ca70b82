//! What the words of a language do in a sentence, read from the files of the language.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Classes of words: a bit each.
pub mod class {
    macro_rules! classes {
        ($($(#[$doc:meta])* $name:ident = $heading:literal;)*) => {
            classes!(@bits 0; $($(#[$doc])* $name;)*);
            /// The heading of each class in the file of words.
            pub const HEADINGS: &[(&str, u64)] = &[$(($heading, $name)),*];
        };
        (@bits $bit:expr; $(#[$doc:meta])* $name:ident; $($rest:tt)*) => {
            $(#[$doc])*
            pub const $name: u64 = 1 << $bit;
            classes!(@bits $bit + 1; $($rest)*);
        };
        (@bits $bit:expr;) => {};
    }
    classes! {
        /// `the`, `his`
        DETERMINER = "determiner";
        /// `of`, and what else cannot stand inside of a noun phrase
        PREPOSITION = "preposition";
        /// `because`
        CLAUSE = "clause";
        /// `has`
        AUXILIARY = "auxiliary";
        /// `was`
        BE = "be";
        /// `never`
        NEGATION = "negation";
        /// `would`
        MODAL = "modal";
        /// `later`
        ADVERB = "adverb";
        /// Words in -ly that are none
        NOT_ADVERB = "not-adverb";
        /// `she`, `who`
        PRONOUN = "pronoun";
        /// `she`, `nobody`
        SUBJECT_PRONOUN = "subject-pronoun";
        /// `her`, `reporters`
        OBJECT_PRONOUN = "object-pronoun";
        /// `Monday`
        TIME = "time";
        /// `Dr`, `spokesman`
        TITLE = "title";
        /// `Mr`
        MALE_TITLE = "male-title";
        /// `Mrs`
        FEMALE_TITLE = "female-title";
        /// `committee`
        ORGANISATION = "organisation";
        /// What is written with a capital and names nobody
        NOT_NAME = "not-name";
        /// `French`
        NATION = "nation";
        /// `Prof`
        ABBREVIATION = "abbreviation";
        /// Frequent verbs
        VERB = "verb";
        /// Forms of cue verbs that are usually nouns
        NOUN_LIKE = "noun-like";
        /// `adding`
        PARTICIPLE = "participle";
        /// Nouns for one person
        HUMAN = "human";
        /// Nouns that stand for somebody who was named before, behind `the`
        EPITHET = "epithet";
        /// Nouns that end as those for a person do and mean none
        THING = "thing";
        /// Verbs whose infinitive is what was said
        COMMIT = "commit";
        /// `van`
        NAME_PARTICLE = "name-particle";
        /// `Jr`
        NAME_SUFFIX = "name-suffix";
        /// `QC` behind a name
        POST_NOMINAL = "post-nominal";
        /// `Bank`, of which the name goes on with `of England`
        BODY_OF = "body-of";
        /// `voters`
        GROUP = "group";
        /// `Meanwhile`
        OPENER = "opener";
        /// Verbs whose plain object is hardly ever what was said
        OBJECTLESS = "objectless";
        /// Verbs whose plain object rarely is
        NOMINAL = "nominal";
        /// `letter`
        WRITING = "writing";
        /// `did`, behind `but`
        FINITE = "finite";
        /// `des`, which says whose a German noun is
        GENITIVE = "genitive";
        /// `von`, where it belongs to the noun before it
        ATTACHING = "attaching";
        /// `weil`, which puts a German verb at the end
        SUBORDINATOR = "subordinator";
        /// `und`
        CONJUNCTION = "conjunction";
        /// `hatte`
        HAVE = "have";
        /// `sei`, and what may be of that form
        SUBJUNCTIVE = "subjunctive";
        /// What is of that form for certain
        STRONG_SUBJUNCTIVE = "strong-subjunctive";
        /// Frequent finite verbs
        INDICATIVE = "indicative";
        /// `Angaben`
        ACCORDING = "according";
        /// `Zeitung`
        MEDIA = "media";
        /// `wurde`
        PASSIVE = "passive";
        /// `ob`
        QUESTION = "question";
    }
}

/// What a cue verb does: a bit each.
pub mod cue {
    /// `say`
    pub const SAY: u8 = 1;
    /// `tell`
    pub const TELL: u8 = 1 << 1;
    /// `ask`
    pub const ASK: u8 = 1 << 2;
    /// `believe`
    pub const THINK: u8 = 1 << 3;
    /// `show`, of a document
    pub const DOCUMENT: u8 = 1 << 4;
    /// `call`
    pub const CALL: u8 = 1 << 5;
    /// `urge`
    pub const ACT: u8 = 1 << 6;
    /// Any verb beside a quotation
    pub const ANY: u8 = 1 << 7;
    /// Those that say that somebody spoke.
    pub const SPEECH: u8 = SAY | TELL | ASK;
    /// The heading of each in the file of cues, in the order in which they count: the
    /// first names the base form.
    pub const HEADINGS: [(&str, u8); 7] = [
        ("act", ACT),
        ("think", THINK),
        ("call", CALL),
        ("document", DOCUMENT),
        ("ask", ASK),
        ("tell", TELL),
        ("say", SAY),
    ];
}

/// A cue verb in one of its forms.
#[derive(Debug, Clone, Copy)]
pub struct Cue {
    /// Its base form.
    pub lemma: &'static str,
    /// What it does, see [`cue`].
    pub classes: u8,
}

/// Whether a first name is that of a man or of a woman.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// Of a man.
    Male,
    /// Of a woman.
    Female,
}

/// The words of a language.
pub struct Lexicon {
    classes: HashMap<&'static str, u64>,
    cues: HashMap<String, Cue>,
    first_names: HashMap<&'static str, Option<Gender>>,
    sure: HashMap<&'static str, ()>,
    sure_participles: HashMap<&'static str, ()>,
    /// The verbs of which a form needs a word at the end of its clause, with that word.
    parted: HashMap<&'static str, Vec<(&'static str, Cue)>>,
    /// Whether a number with a full stop is one word: `am 3. Mai`.
    pub has_ordinal_stops: bool,
    /// What its sites print around articles.
    pub furniture: SiteFurniture,
}

/// What the sites of a language print around articles, in lower case.
#[derive(Default)]
pub struct SiteFurniture {
    /// Paragraphs, or with ` …` at the end how they begin.
    pub lines: Vec<&'static str>,
    /// Headings of teasers.
    pub headings: Vec<&'static str>,
}

/// Whether a word, in lower case, says of a name or a phrase in English that it is that of a
/// body: `committee`, `groups`.
pub fn is_body_word(word: &str) -> bool {
    let is_one = |word: &str| ENGLISH.classes(word) & class::ORGANISATION > 0;
    let singular = || match word.strip_suffix("ies") {
        Some(stem) => is_one(&format!("{stem}y")),
        None => word.strip_suffix('s').is_some_and(is_one),
    };
    is_one(word) || singular()
}

/// Whether a German word, in lower case and in the nominative, or its end says what somebody
/// is: `ministerin`, `polizeisprecher`. `Herr` and `Frau` do not.
pub fn is_german_post(word: &str) -> bool {
    let is_one = |word: &str| {
        let classes = GERMAN.classes(word);
        classes & class::TITLE > 0 && classes & (class::MALE_TITLE | class::FEMALE_TITLE) == 0
    };
    let ends = word.char_indices().map(|(at, _)| &word[at..]);
    is_one(word) || ends.skip(1).any(|end| end.len() > 3 && is_one(end))
}

/// Whether a word, in lower case, is an English or a German first name.
pub fn is_first_name(word: &str) -> bool {
    ENGLISH.first_name(word).is_some() || GERMAN.first_name(word).is_some()
}

/// English.
pub static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::read(
        include_str!("languages/en/words"),
        include_str!("languages/en/cues"),
        include_str!("languages/en/first-names"),
        include_str!("languages/en/furniture"),
    )
});

/// German.
pub static GERMAN: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon::read(
        include_str!("languages/de/words"),
        "",
        include_str!("languages/de/first-names"),
        "",
    );
    lexicon.has_ordinal_stops = true;
    lexicon.read_listed_cues(include_str!("languages/de/cues"));
    lexicon
});

/// The lines of a file of a language, each with the heading above it.
fn lines(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut heading = "";
    file.lines().filter_map(move |line| {
        if let Some(name) = line.strip_prefix('[') {
            heading = name.trim_end_matches(']');
            return None;
        }
        (!line.starts_with('#') && !line.is_empty()).then_some((heading, line))
    })
}

impl Lexicon {
    fn read(
        words: &'static str,
        cues: &'static str,
        first_names: &'static str,
        furniture: &'static str,
    ) -> Self {
        let mut lexicon = Self {
            classes: HashMap::new(),
            cues: HashMap::new(),
            first_names: HashMap::new(),
            sure: HashMap::new(),
            sure_participles: HashMap::new(),
            parted: HashMap::new(),
            has_ordinal_stops: false,
            furniture: SiteFurniture::default(),
        };
        for (heading, line) in lines(furniture) {
            match heading {
                "line" => lexicon.furniture.lines.push(line),
                _ => lexicon.furniture.headings.push(line),
            }
        }
        let of: HashMap<&str, u64> = class::HEADINGS.iter().copied().collect();
        for (heading, line) in lines(words) {
            let bit = of.get(heading).copied().unwrap_or_default();
            for word in line.split_whitespace() {
                *lexicon.classes.entry(word).or_default() |= bit;
            }
        }
        lexicon.read_cues(cues);
        for (heading, line) in lines(first_names) {
            let gender = match heading {
                "m" => Some(Gender::Male),
                "f" => Some(Gender::Female),
                _ => None,
            };
            let names = line.split_whitespace();
            lexicon.first_names.extend(names.map(|name| (name, gender)));
        }
        lexicon
    }

    fn read_cues(&mut self, file: &'static str) {
        let under = |wanted: &'static str| {
            let lines = lines(file).filter(move |(heading, _)| *heading == wanted);
            lines.flat_map(|(_, line)| line.split_whitespace())
        };
        let mut irregular: HashMap<&str, Vec<&str>> = HashMap::new();
        for (_, line) in lines(file).filter(|(heading, _)| *heading == "irregular") {
            let mut words = line.split_whitespace();
            if let Some(base) = words.next() {
                irregular.insert(base, words.collect());
            }
        }
        for (heading, bit) in cue::HEADINGS {
            for lemma in under(heading) {
                let forms: Vec<String> = match irregular.get(lemma) {
                    Some(forms) => forms.iter().map(ToString::to_string).collect(),
                    None => regular(lemma),
                };
                for form in forms {
                    let cue = self.cues.entry(form).or_insert(Cue { lemma, classes: 0 });
                    cue.classes |= bit;
                }
            }
        }
        for form in under("never") {
            self.cues.remove(form);
        }
        self.sure.extend(under("sure").map(|lemma| (lemma, ())));
        let sure = under("sure-participle").map(|lemma| (lemma, ()));
        self.sure_participles.extend(sure);
    }

    /// Reads verbs whose forms are listed, one verb a line, some with a prefix that stands
    /// apart.
    fn read_listed_cues(&mut self, file: &'static str) {
        for (heading, line) in lines(file) {
            if heading == "sure" {
                let lemmas = line.split_whitespace();
                self.sure.extend(lemmas.map(|lemma| (lemma, ())));
                continue;
            }
            if heading == "participle" {
                for word in line.split_whitespace() {
                    *self.classes.entry(word).or_default() |= class::PARTICIPLE;
                }
                continue;
            }
            let mut headings = cue::HEADINGS.iter();
            let Some((_, bit)) = headings.find(|(name, _)| *name == heading) else {
                continue;
            };
            let mut words = line.split_whitespace();
            let Some(lemma) = words.next() else {
                continue;
            };
            for form in words {
                let cue = Cue {
                    lemma,
                    classes: *bit,
                };
                match lemma.split_once('|') {
                    Some((prefix, _)) => {
                        self.parted.entry(form).or_default().push((prefix, cue));
                        self.cues.entry(format!("{prefix}{form}")).or_insert(cue);
                    }
                    None => {
                        self.cues.entry(form.to_owned()).or_insert(cue);
                    }
                }
            }
        }
    }

    /// The verbs of which a word in lower case is a form where another word ends its clause.
    pub fn parted(&self, word: &str) -> &[(&'static str, Cue)] {
        self.parted.get(word).map_or(&[], Vec::as_slice)
    }

    /// The classes of a word in lower case.
    pub fn classes(&self, word: &str) -> u64 {
        self.classes.get(word).copied().unwrap_or_default()
    }

    /// The cue verb of which a word in lower case is a form.
    pub fn cue(&self, word: &str) -> Option<Cue> {
        self.cues.get(word).copied()
    }

    /// Whether a word in lower case is a first name; then whose, where that is clear.
    pub fn first_name(&self, word: &str) -> Option<Option<Gender>> {
        self.first_names.get(word).copied()
    }

    /// Whether what follows a verb is what was said, for certain.
    pub fn is_sure(&self, lemma: &str) -> bool {
        self.sure.contains_key(lemma)
    }

    /// The same where the verb is a participle, of the subject of its sentence.
    pub fn is_sure_participle(&self, lemma: &str) -> bool {
        self.sure_participles.contains_key(lemma)
    }
}

/// The forms of a regular verb, the base form among them.
fn regular(lemma: &str) -> Vec<String> {
    let all = |forms: [String; 3]| {
        let mut all = Vec::from(forms);
        all.push(lemma.to_owned());
        all
    };
    if let Some(stem) = lemma.strip_suffix('e') {
        return all([
            format!("{lemma}d"),
            format!("{lemma}s"),
            format!("{stem}ing"),
        ]);
    }
    let before = lemma.chars().rev().nth(1);
    if let Some(stem) = lemma.strip_suffix('y')
        && !before.is_some_and(|letter| "aeiou".contains(letter))
    {
        return all([
            format!("{stem}ied"),
            format!("{stem}ies"),
            format!("{lemma}ing"),
        ]);
    }
    let hisses = ["s", "sh", "ch", "x", "z"];
    let third = match hisses.iter().any(|end| lemma.ends_with(end)) {
        true => format!("{lemma}es"),
        false => format!("{lemma}s"),
    };
    all([format!("{lemma}ed"), third, format!("{lemma}ing")])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_all_their_classes_and_verbs_all_their_forms() {
        let classes = ENGLISH.classes("that");
        assert!(classes & class::DETERMINER > 0 && classes & class::CLAUSE > 0);
        assert_eq!(ENGLISH.classes("xyzzy"), 0);
        for (form, lemma) in [
            ("said", "say"),
            ("replies", "reply"),
            ("noted", "note"),
            ("stresses", "stress"),
            ("admitting", "admit"),
        ] {
            let cue = ENGLISH.cue(form).unwrap_or_else(|| panic!("{form}"));
            assert_eq!(cue.lemma, lemma);
            assert!(cue.classes & cue::SAY > 0);
        }
        assert!(ENGLISH.cue("state").is_none());
        assert!(ENGLISH.cue("warned").unwrap().classes & cue::TELL > 0);
        assert_eq!(ENGLISH.first_name("theresa"), Some(Some(Gender::Female)));
        assert!(ENGLISH.is_sure("argue") && !ENGLISH.is_sure("hope"));
    }

    /// What is no word would be of no use, and would say that something else was pasted there.
    #[test]
    fn the_words_are_words() {
        for (heading, line) in lines(include_str!("languages/en/words")) {
            for word in line.split_whitespace() {
                let is_word = |c: char| c.is_alphabetic() || matches!(c, '\'' | '.' | '-');
                assert!(word.chars().all(is_word), "[{heading}] {word}");
            }
        }
        assert!(ENGLISH.classes("agree") & class::COMMIT > 0);
        assert_eq!(ENGLISH.classes("if") & class::COMMIT, 0);
    }

    /// A heading that no class has would be read by nobody.
    #[test]
    fn every_heading_is_a_class() {
        for (heading, line) in lines(include_str!("languages/en/words")) {
            let known = class::HEADINGS.iter().any(|(name, _)| *name == heading);
            assert!(known, "[{heading}] above {line}");
        }
    }
}
