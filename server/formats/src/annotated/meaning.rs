//! What spans, the parts of groups and features are, told by what they are called.

use std::collections::HashMap;

use super::values::Marked;

/// What a span is, or what it is in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Meaning {
    /// The words that somebody said.
    Statement,
    /// Who said them, in words.
    Speaker,
    /// To whom they were said.
    Addressee,
    /// The name of a person.
    Person,
    /// The name of an organisation.
    Organisation,
    /// What it is about.
    Topic,
    /// The words that tell that somebody speaks.
    Cue,
    /// A remark.
    Note,
    /// Nothing that is wanted.
    Nothing,
}

impl Meaning {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Statement,
        Self::Speaker,
        Self::Addressee,
        Self::Person,
        Self::Organisation,
        Self::Topic,
        Self::Cue,
        Self::Note,
        Self::Nothing,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Speaker => "speaker",
            Self::Addressee => "addressee",
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Topic => "topic",
            Self::Cue => "cue",
            Self::Note => "note",
            Self::Nothing => "nothing",
        }
    }
}

/// The names by which projects call them, in small letters without spaces and signs: those of
/// our export, and of corpora in English and German such as PolNeAR, PARC, Redewiedergabe and
/// the shared tasks on speakers of GermEval.
const KNOWN: [(Meaning, &[&str]); 8] = [
    (
        Meaning::Statement,
        &[
            "statement",
            "quote",
            "quotation",
            "content",
            "message",
            "claim",
            "utterance",
            "directspeech",
            "indirectspeech",
            "reportedspeech",
            "speech",
            "direct",
            "indirect",
            "freeindirect",
            "reported",
            "stwr",
            "zitat",
            "aussage",
            "äußerung",
            "aeusserung",
            "redewiedergabe",
            "rede",
            "direkterede",
            "indirekterede",
            "inhalt",
            "citation",
        ],
    ),
    (
        Meaning::Speaker,
        &[
            "speaker",
            "source",
            "holder",
            "opinionholder",
            "quelle",
            "sprecher",
            "sprecherin",
            "locuteur",
            "hablante",
        ],
    ),
    (
        Meaning::Addressee,
        &[
            "addressee",
            "addr",
            "recipient",
            "hearer",
            "adressat",
            "adressatin",
            "destinataire",
        ],
    ),
    (
        Meaning::Person,
        &["person", "per", "people", "personne", "persona"],
    ),
    (
        Meaning::Organisation,
        &[
            "organisation",
            "organization",
            "org",
            "institution",
            "party",
            "partei",
        ],
    ),
    (
        Meaning::Topic,
        &[
            "topic", "issue", "concept", "subject", "thema", "sujet", "tema",
        ],
    ),
    (
        Meaning::Cue,
        &[
            "cue",
            "attributionnosource",
            "attribution",
            "introexp",
            "introexpression",
            "intexp",
            "intexpr",
            "frame",
            "signal",
            "trigger",
            "speechverb",
            "reportingverb",
            "einleitung",
            "redeverb",
        ],
    ),
    (
        Meaning::Note,
        &[
            "note",
            "comment",
            "remark",
            "notiz",
            "kommentar",
            "anmerkung",
        ],
    ),
];

/// Features whose value says what a span is, where it has several kinds of spans.
const KINDS: [&str; 9] = [
    "value", "label", "type", "kind", "role", "category", "class", "element", "tag",
];

/// The letters and digits of a name in small letters.
fn letters(name: &str) -> String {
    // A layer of WebAnno has a package before its name.
    let name = name.rsplit('.').next().unwrap_or(name);
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The same without a number at its end.
pub(super) fn plain(name: &str) -> String {
    let letters = letters(name);
    let end = letters.trim_end_matches(|c: char| c.is_ascii_digit());
    match end.is_empty() {
        true => letters,
        false => end.to_owned(),
    }
}

/// What is said to be what, over what names say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    said: HashMap<String, Meaning>,
}

impl Mapping {
    /// Adds `NAME=MEANING`, or `NAME:VALUE=MEANING` of the spans of that name which have the
    /// value in one of their features.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn add(&mut self, written: &str) -> Result<(), String> {
        let (name, meaning) = written.rsplit_once('=').ok_or_else(|| {
            format!("`{written}` has no `=`: it is written NAME=MEANING, such as `Source=person`")
        })?;
        let wanted = plain(meaning);
        let wanted = if wanted == "organization" {
            "organisation"
        } else {
            &wanted
        };
        let found = Meaning::ALL.into_iter().find(|one| one.name() == wanted);
        let meaning = found.ok_or_else(|| {
            let all: Vec<&str> = Meaning::ALL.iter().map(|one| one.name()).collect();
            format!("`{meaning}` is none of {}", all.join(", "))
        })?;
        let key = match name.split_once(':') {
            Some((name, value)) => valued(name, value),
            None => letters(name),
        };
        if key.is_empty() {
            return Err(format!("`{written}` has no name before `=`"));
        }
        self.said.insert(key, meaning);
        Ok(())
    }

    /// What a name stands for.
    pub(super) fn of(&self, name: &str) -> Option<Meaning> {
        let said = self.said_of(name);
        said.or_else(|| {
            let name = plain(name);
            let mut known = KNOWN.iter();
            let found = known.find(|(_, names)| names.contains(&name.as_str()));
            found.map(|(meaning, _)| *meaning)
        })
    }

    /// What was said of a name, with its number or without.
    fn said_of(&self, name: &str) -> Option<Meaning> {
        let said = self.said.get(&letters(name));
        said.or_else(|| self.said.get(&plain(name))).copied()
    }

    /// What a span is, and by which name.
    pub(super) fn of_span(&self, span: &Marked) -> (String, Option<Meaning>) {
        let kind = span.kind.rsplit('.').next().unwrap_or_default().to_owned();
        for (_, value) in &span.features {
            if let Some(meaning) = self.said.get(&valued(&span.kind, value)) {
                return (format!("{kind}:{value}"), Some(*meaning));
            }
        }
        if let Some(meaning) = self.said_of(&span.kind) {
            return (kind, Some(meaning));
        }
        let mut kinds = span.features.iter();
        let by_value = kinds.find_map(|(name, value)| {
            let is_kind = KINDS.contains(&&*plain(name));
            let meaning = is_kind.then(|| self.of(value)).flatten()?;
            Some((format!("{kind}:{value}"), Some(meaning)))
        });
        by_value.unwrap_or_else(|| {
            let meaning = self.of(&kind);
            (kind, meaning)
        })
    }
}

fn valued(name: &str, value: &str) -> String {
    format!("{}:{}", letters(name), letters(value))
}

/// Which side words take: −1 against, 0 on, 1 for. Nothing where they do not say.
pub(super) fn stance(words: &str) -> Option<i32> {
    match words.trim() {
        "+" | "+1" | "1" => return Some(1),
        "-" | "−" | "-1" | "−1" => return Some(-1),
        "0" => return Some(0),
        _ => {}
    }
    match plain(words).as_str() {
        "for" | "pro" | "support" | "supports" | "agree" | "agreement" | "yes" | "true"
        | "positive" | "favor" | "favour" | "infavor" | "infavour" | "dafür" => Some(1),
        "against" | "contra" | "con" | "oppose" | "opposes" | "disagree" | "disagreement"
        | "no" | "false" | "negative" | "dagegen" => Some(-1),
        "on" | "neutral" | "none" | "noside" => Some(0),
        _ => None,
    }
}

/// Whether a feature says which side a statement takes.
pub(super) fn is_side(name: &str) -> bool {
    matches!(
        plain(name).as_str(),
        "side" | "stance" | "polarity" | "position" | "agreement" | "haltung"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_however_they_are_written() {
        let mut mapping = Mapping::default();
        let of = |mapping: &Mapping, name: &str| mapping.of(name);
        assert_eq!(
            of(&mapping, "webanno.custom.Direct_Speech"),
            Some(Meaning::Statement)
        );
        assert_eq!(of(&mapping, "Content2"), Some(Meaning::Statement));
        assert_eq!(of(&mapping, "Äußerung"), Some(Meaning::Statement));
        assert_eq!(of(&mapping, "POS"), None);
        mapping.add("Content=nothing").unwrap();
        mapping
            .add("webanno.custom.Rolle:PTC=Organization")
            .unwrap();
        assert_eq!(of(&mapping, "content"), Some(Meaning::Nothing));
        let span = |kind: &str, value: &str| Marked {
            kind: kind.into(),
            features: vec![("Label".into(), value.into())],
            ..Marked::default()
        };
        let known = mapping.clone();
        let told = |kind: &str, value: &str| known.of_span(&span(kind, value));
        assert_eq!(
            told("a.Rolle", "PTC"),
            ("Rolle:PTC".into(), Some(Meaning::Organisation))
        );
        assert_eq!(
            told("Rolle", "Cue"),
            ("Rolle:Cue".into(), Some(Meaning::Cue))
        );
        assert_eq!(told("Rolle", "x"), ("Rolle".into(), None));
        assert_eq!(
            told("Quote", "long"),
            ("Quote".into(), Some(Meaning::Statement))
        );
        // A number tells two apart where both are said.
        mapping.add("pr1=person").unwrap();
        mapping.add("pr=topic").unwrap();
        assert_eq!(of(&mapping, "pr1"), Some(Meaning::Person));
        assert_eq!(of(&mapping, "pr2"), Some(Meaning::Topic));
        for wrong in ["a", "a=b", "=topic", "!=topic"] {
            assert!(mapping.add(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn no_name_stands_for_two_things() {
        let mut all: Vec<&str> = KNOWN
            .iter()
            .flat_map(|(_, names)| *names)
            .copied()
            .collect();
        let count = all.len();
        assert!(all.iter().all(|name| plain(name) == *name));
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert_eq!(stance("In favour"), Some(1));
        assert_eq!(stance("−1"), Some(-1));
        assert_eq!(stance("perhaps"), None);
    }
}
