//! A file of a corpus, and a text as it is read.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::EntityId;
use super::articles::ArticleId;
use super::facts::{Facts, IndexFacts, Occurrence, OccurrenceKind, QuoteFacts};
use super::file_id::FileId;
use super::latest::{Dated, Recency};
use super::packed::{Packed, last_said};
use crate::syntax::{Date, Document, LineIndex, Parser, PartialDate};

/// A file of the corpus.
#[derive(Debug, Clone)]
pub struct File {
    /// Where it is.
    pub path: Arc<Path>,
    /// What it says.
    facts: Storage,
    /// What tells one text of it from another.
    hash: u128,
    /// The header's `date`, if it can be read.
    date: Option<PartialDate>,
    /// The last day on which something was said.
    last_said: Option<Date>,
    /// What the system said of it, if it was read from the disk.
    stamp: Option<Stamp>,
    /// Its text, if it is open in an editor.
    pub open: Option<Box<Source>>,
    /// The root of the corpus whose own it is, if this one only reads what it
    /// declares.
    owner: Option<Arc<Path>>,
}

/// What the system said of a file when it was read. While it says the same,
/// the file is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The length in bytes.
    pub length: u64,
    /// When it was written last, in nanoseconds since 1970.
    pub modified: i64,
    /// When anything of it was changed last, likewise; 0 where the system does
    /// not tell.
    pub changed: i64,
}

/// How facts are kept: as they are while somebody is likely to ask.
#[derive(Debug, Clone, PartialEq)]
enum Storage {
    Whole(Arc<Facts>),
    Packed(Packed),
}

impl File {
    /// A file that says `facts`. Those of a closed article are packed; those of
    /// a file with declarations are asked for whenever a name is shown.
    pub fn new(path: Arc<Path>, mut facts: Arc<Facts>, open: Option<Source>) -> Self {
        // A byte order mark counts in the text that an editor sent, and only there.
        if open.is_none() && facts.lines.counts_mark() {
            let facts = Arc::make_mut(&mut facts);
            facts.lines = std::mem::take(&mut facts.lines).as_of_file();
        }
        let (hash, date, last_said) = (facts.hash, facts.date, last_said(&facts));
        let is_packed = open.is_none() && is_plain_article(&facts);
        let facts = match is_packed {
            true => Storage::Packed(Packed::new(Arc::unwrap_or_clone(facts))),
            false => Storage::Whole(facts),
        };
        Self {
            path,
            facts,
            hash,
            date,
            last_said,
            stamp: None,
            open: open.map(Box::new),
            owner: None,
        }
    }

    /// A closed file that says `facts`, and what the index takes of it.
    pub fn read(path: Arc<Path>, facts: Facts) -> (Self, IndexFacts) {
        if is_plain_article(&facts) {
            let key = facts.article.as_ref().map(ArticleId::key);
            let said = IndexFacts::Named(facts.occurrences.clone(), facts.quotes.len(), key);
            return (Self::new(path, Arc::new(facts), None), said);
        }
        let facts = Arc::new(facts);
        let said = IndexFacts::Everything(facts.clone());
        (Self::new(path, facts, None), said)
    }

    /// A closed file as it was [packed](Self::packed) at another time, when
    /// `now` were the numbers that others have now, and what the index takes of
    /// it. Nothing where the bytes are no file.
    pub fn restored(
        path: Arc<Path>,
        bytes: &[u8],
        now: &impl Fn(EntityId) -> Option<EntityId>,
    ) -> Option<(Self, IndexFacts)> {
        let (packed, summary) = Packed::read(bytes, now)?;
        let mut places = summary.occurrences.iter();
        let declares = places.any(|named| named.kind == OccurrenceKind::Declaration);
        if declares || !summary.is_article {
            let facts = Arc::new(packed.try_unpack()?);
            let file = Self::new(path, facts.clone(), None);
            return Some((file, IndexFacts::Everything(facts)));
        }
        let file = Self {
            path,
            facts: Storage::Packed(packed),
            hash: summary.hash,
            date: summary.date,
            last_said: summary.last_said,
            stamp: None,
            open: None,
            owner: None,
        };
        let key = summary.article.as_ref().map(ArticleId::key);
        let said = IndexFacts::Named(summary.occurrences, summary.quotes, key);
        Some((file, said))
    }

    /// The same file as another corpus sees it that reads what is declared in this
    /// one, whose root is `owner`, and changes nothing in it. Nothing where it
    /// declares nobody.
    pub fn as_external(&self, owner: Arc<Path>) -> Option<Self> {
        let Storage::Whole(facts) = &self.facts else {
            return None;
        };
        if facts.declarations.is_empty() {
            return None;
        }
        let facts = (**facts).clone().declarations_alone();
        Some(Self {
            path: self.path.clone(),
            hash: facts.hash,
            facts: Storage::Whole(Arc::new(facts)),
            date: None,
            last_said: None,
            stamp: None,
            open: self.open.clone(),
            owner: Some(owner),
        })
    }

    /// The root of the corpus that owns it; nothing where it is the
    /// corpus' own.
    pub fn owner(&self) -> Option<&Arc<Path>> {
        self.owner.as_ref()
    }

    /// Whether it is the corpus' own, which may be changed.
    pub fn is_own(&self) -> bool {
        self.owner.is_none()
    }

    /// The same file when `now` are the numbers that others have now. Nothing
    /// where one has none.
    pub(super) fn renumbered(&self, now: &impl Fn(EntityId) -> Option<EntityId>) -> Option<Self> {
        let facts = match &self.facts {
            Storage::Whole(facts) => {
                let mut facts = (**facts).clone();
                facts.renumber(&mut |entity| now(entity))?;
                Storage::Whole(Arc::new(facts))
            }
            Storage::Packed(packed) => Storage::Packed(Packed::read(packed.bytes(), now)?.0),
        };
        Some(Self {
            facts,
            ..self.clone()
        })
    }

    /// The same file, of which the system said `stamp` when it was read.
    #[must_use]
    pub fn stamped(self, stamp: Option<Stamp>) -> Self {
        Self { stamp, ..self }
    }

    /// What the system said of it, if it was read from the disk.
    pub fn stamp(&self) -> Option<Stamp> {
        self.stamp
    }

    /// What it says, in few bytes, for [`restored`](Self::restored).
    pub fn packed(&self) -> Cow<'_, [u8]> {
        match &self.facts {
            Storage::Whole(facts) => Cow::Owned(Packed::new((**facts).clone()).bytes().to_vec()),
            Storage::Packed(packed) => Cow::Borrowed(packed.bytes()),
        }
    }

    /// What it says. Ask once for all that is wanted of it: the facts of a
    /// closed article are unpacked every time.
    pub fn facts(&self) -> Arc<Facts> {
        match &self.facts {
            Storage::Whole(facts) => facts.clone(),
            Storage::Packed(packed) => Arc::new(packed.unpack()),
        }
    }

    /// What the index takes of it.
    pub(super) fn index_facts(&self) -> IndexFacts {
        match &self.facts {
            Storage::Whole(facts) => IndexFacts::Everything(facts.clone()),
            Storage::Packed(packed) => {
                let (occurrences, quotes, article) = packed.named();
                IndexFacts::Named(occurrences, quotes, article.as_ref().map(ArticleId::key))
            }
        }
    }

    /// Whether it is more than a list of declarations.
    pub fn is_article(&self) -> bool {
        match &self.facts {
            Storage::Whole(facts) => facts.is_article(),
            // Nothing else is packed.
            Storage::Packed(_) => true,
        }
    }

    /// The places in it that name something.
    pub fn occurrences(&self) -> Cow<'_, [Occurrence]> {
        match &self.facts {
            Storage::Whole(facts) => Cow::Borrowed(&facts.occurrences),
            Storage::Packed(packed) => Cow::Owned(packed.occurrences().into_vec()),
        }
    }

    /// The header's `id`, if it has one.
    pub fn article(&self) -> Option<ArticleId> {
        match &self.facts {
            Storage::Whole(facts) => facts.article.clone(),
            Storage::Packed(packed) => packed.article(),
        }
    }

    /// Where its lines are.
    pub fn lines(&self) -> Cow<'_, LineIndex> {
        match &self.facts {
            Storage::Whole(facts) => Cow::Borrowed(&facts.lines),
            Storage::Packed(packed) => Cow::Owned(packed.lines()),
        }
    }

    /// The statements in it.
    pub fn quotes(&self) -> Cow<'_, [QuoteFacts]> {
        match &self.facts {
            Storage::Whole(facts) => Cow::Borrowed(&facts.quotes),
            Storage::Packed(packed) => Cow::Owned(packed.quotes().into_vec()),
        }
    }

    /// The last day on which something in it was said; the calendar's last
    /// where that is not known of all, and nothing where nothing is said.
    pub fn last_said(&self) -> Option<Date> {
        self.last_said
    }

    /// What tells one text of it from another, as [`Facts::hash`].
    pub fn hash(&self) -> u128 {
        self.hash
    }

    /// Whether nothing would be another if this file stood for `other`. Hashes
    /// alone do not tell: who writes both texts can have them agree.
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.facts == other.facts && self.owner == other.owner
    }

    /// The header's `date`, if it can be read.
    pub fn date(&self) -> Option<PartialDate> {
        self.date
    }

    /// Where it stands among others, under its number.
    pub(super) fn dated(&self, number: FileId) -> Dated {
        (Recency::new(self.date, &self.path), number)
    }
}

/// A text and how it is read.
#[derive(Debug, Clone)]
pub struct Source {
    /// The text.
    pub text: Arc<str>,
    /// How it is read.
    pub document: Arc<Document>,
}

impl Source {
    /// Reads a text.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let document = Arc::new(Parser::new().read(&text));
        Self { text, document }
    }
}

/// Whether a file is an article that declares nobody, as most are.
fn is_plain_article(facts: &Facts) -> bool {
    facts.declarations.is_empty() && facts.is_article()
}
