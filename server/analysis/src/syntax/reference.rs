//! References: `@person`, `&organisation`, `#topic`.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::TextRange;

/// What a reference can name. Each kind has its own name space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityKind {
    /// `@id`
    Person,
    /// `&id`
    Organisation,
    /// `#id`
    Topic,
}

impl EntityKind {
    /// All three, in the order in which they are listed.
    pub const ALL: [EntityKind; 3] = [Self::Person, Self::Organisation, Self::Topic];

    /// The character that references of this kind begin with.
    pub fn sigil(self) -> char {
        match self {
            Self::Person => '@',
            Self::Organisation => '&',
            Self::Topic => '#',
        }
    }

    /// The kind whose references begin with `sigil`.
    pub fn of_sigil(sigil: char) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.sigil() == sigil)
    }

    /// The kind's name with its article, for messages: `an organisation`.
    pub fn with_article(self) -> &'static str {
        match self {
            Self::Person => "a person",
            Self::Organisation => "an organisation",
            Self::Topic => "a topic",
        }
    }

    /// The kind's name, for messages: `person`, `organisation`, `topic`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Topic => "topic",
        }
    }
}

/// A place that names an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// What it names.
    pub kind: EntityKind,
    /// The sigil and the id.
    pub range: TextRange,
}

impl Reference {
    /// Reads the sigil at the start of `range`, which the grammar has found to
    /// be a reference.
    pub fn new(range: TextRange, text: &str) -> Option<Self> {
        let kind = EntityKind::of_sigil(text[range].chars().next()?)?;
        Some(Self { kind, range })
    }

    /// The id as it is written, without its sigil.
    pub fn id_range(self) -> TextRange {
        TextRange {
            start: self.range.start + 1,
            end: self.range.end,
        }
    }

    /// The id in the form in which ids compare (markup: References and ids).
    pub fn id(self, text: &str) -> Cow<'_, str> {
        normalise_id(&text[self.id_range()])
    }
}

/// An id in Unicode's composed form (NFC), in which ids compare.
pub fn normalise_id(id: &str) -> Cow<'_, str> {
    if id.is_ascii() || is_nfc(id) {
        Cow::Borrowed(id)
    } else {
        Cow::Owned(id.nfc().collect())
    }
}
