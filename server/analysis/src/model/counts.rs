//! How much a corpus holds. Whatever shows such a count has it from here; how much
//! somebody says, from `said`.

use super::EntityId;
use super::facts::{IndexFacts, OccurrenceKind};
use crate::syntax::EntityKind;

/// How much a corpus, or some files of it, hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Files that are more than declarations.
    pub articles: usize,
    /// People who are named or declared in the corpus' own files.
    pub people: usize,
    /// Organisations, likewise.
    pub organisations: usize,
    /// Topics, likewise.
    pub topics: usize,
    /// People and organisations that say something themselves, declared or
    /// not. `?` is nobody, and nobody can tell how many speakers without a name
    /// are the same in several articles.
    pub speakers: usize,
    /// Statements. One that several make is one, and its `{more}` are parts of it.
    pub quotes: usize,
    /// Tags that mention somebody.
    pub mentions: usize,
}

/// How often an entity is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    /// Quotes that it says.
    pub quotes: u32,
    /// Quotes that are on it.
    pub on: u32,
    /// Tags that mention it.
    pub mentions: u32,
    /// Other places, its declarations not counted.
    pub others: u32,
    /// Its declarations.
    pub declarations: u32,
    /// How many of the other places and the declarations are in files of other
    /// corpora.
    pub external: u32,
}

impl Tally {
    /// Counts one place more of what is said in a file.
    pub fn note_in(&mut self, kind: OccurrenceKind, is_external: bool) {
        self.note(kind);
        self.external += u32::from(is_external);
    }

    /// Counts one place more.
    fn note(&mut self, kind: OccurrenceKind) {
        match kind {
            OccurrenceKind::Mention => self.mentions += 1,
            OccurrenceKind::Speaker => self.quotes += 1,
            OccurrenceKind::Topic(_) => self.on += 1,
            OccurrenceKind::Declaration => self.declarations += 1,
            _ => self.others += 1,
        }
    }

    /// Counts the places of `other` as well.
    pub fn add(&mut self, other: Self) {
        self.quotes += other.quotes;
        self.on += other.on;
        self.mentions += other.mentions;
        self.others += other.others;
        self.declarations += other.declarations;
        self.external += other.external;
    }

    /// Counts the places of `other`, which were added before, no more.
    pub fn subtract(&mut self, other: Self) {
        self.quotes -= other.quotes;
        self.on -= other.on;
        self.mentions -= other.mentions;
        self.others -= other.others;
        self.declarations -= other.declarations;
        self.external -= other.external;
    }

    /// Whether nothing names it.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }

    /// Whether any file of the corpus' own names it.
    pub fn is_own(self) -> bool {
        let all = self.quotes + self.on + self.mentions + self.others + self.declarations;
        all > self.external
    }

    /// Whether it speaks, something is said on it, or it is mentioned.
    pub fn is_article_use(self) -> bool {
        self.quotes + self.on + self.mentions > 0
    }

    /// Whether a quote's tag, or a header, names it.
    pub fn is_in_quote(self) -> bool {
        self.quotes + self.on + self.others > 0
    }

    /// Whether anything but its declarations names it.
    pub fn is_use(self) -> bool {
        self.is_in_quote() || self.mentions > 0
    }
}

impl Counts {
    /// Counts a file that says this, but not whom it names.
    pub(super) fn add_file(&mut self, said: &IndexFacts) {
        self.articles += usize::from(said.is_article());
        self.quotes += said.quotes();
    }

    /// Counts a file no more that was added.
    pub(super) fn subtract_file(&mut self, said: &IndexFacts) {
        self.articles -= usize::from(said.is_article());
        self.quotes -= said.quotes();
    }

    /// Counts an entity that is named so often.
    pub(super) fn add_entity(&mut self, entity: EntityId, tally: Tally) {
        *self.of_kind(entity.kind()) += usize::from(tally.is_own());
        self.speakers += usize::from(tally.quotes > 0);
        self.mentions += tally.mentions as usize;
    }

    /// Counts an entity no more that was added with that tally.
    pub(super) fn subtract_entity(&mut self, entity: EntityId, tally: Tally) {
        *self.of_kind(entity.kind()) -= usize::from(tally.is_own());
        self.speakers -= usize::from(tally.quotes > 0);
        self.mentions -= tally.mentions as usize;
    }

    fn of_kind(&mut self, kind: EntityKind) -> &mut usize {
        match kind {
            EntityKind::Person => &mut self.people,
            EntityKind::Organisation => &mut self.organisations,
            EntityKind::Topic => &mut self.topics,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::{Corpus, Source};
    use super::*;

    fn corpus(files: &[(&str, &str)]) -> Corpus {
        let mut corpus = Corpus::default();
        for (path, text) in files {
            corpus.insert_source(Path::new(path), Source::new(*text));
        }
        corpus
    }

    #[test]
    fn what_several_say_is_one_quote_and_a_cast_is_no_article() {
        let corpus = corpus(&[
            (
                "cast.qm",
                "@ann: Ann\n    role: chair of &bma\n&bma: BMA\n#t: T\n",
            ),
            (
                "a.qm",
                "[x]{by @ann, @bob, ? on #t} [y]{more} [z]{by ?} [w]{by @ann, @ann}\n[Ann]{@ann} [u]{#u}\n",
            ),
        ]);
        let expected = Counts {
            articles: 1,
            people: 2,
            organisations: 1,
            topics: 2,
            speakers: 2,
            quotes: 3,
            mentions: 2,
        };
        assert_eq!(corpus.counts(), expected);
        let article = corpus.find(Path::new("a.qm")).unwrap();
        let expected = Counts {
            organisations: 0,
            ..expected
        };
        assert_eq!(corpus.counts_in(&[article]), expected);
        let cast = corpus.find(Path::new("cast.qm")).unwrap();
        let counts = corpus.counts_in(&[cast]);
        assert_eq!((counts.articles, counts.people, counts.quotes), (0, 1, 0));
        assert_eq!(corpus.counts_in(&[cast, article]), corpus.counts());
    }

    #[test]
    fn a_file_without_words_is_no_article() {
        let is_article = |text: &str| {
            let corpus = corpus(&[("a.qm", text)]);
            corpus.counts().articles == 1
        };
        for text in [
            "",
            "\n",
            "{% Nobody yet:\n    @ann: Ann %}\n\n",
            "{% People %}\n\n@ann: Ann\n",
        ] {
            assert!(!is_article(text), "{text:?}");
        }
        for text in ["---\nid: 1\n---\n", "# A\n", "{% So %}\n\nSo it is.\n"] {
            assert!(is_article(text), "{text:?}");
        }
    }

    #[test]
    fn a_person_who_stands_twice_in_a_tag_says_one_quote() {
        let corpus = corpus(&[("a.qm", "[x]{by @ann, @ann for #t against #t}\n")]);
        let tally = |id: &str| {
            let uses = corpus.index().uses(corpus.ids().find(id).unwrap()).unwrap();
            (uses.quotes(), uses.quotes_on())
        };
        assert_eq!((tally("@ann"), tally("#t")), ((1, 0), (0, 1)));
    }
}
