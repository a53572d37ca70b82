//! How much somebody says: the one rule by which every surface counts quotes.
//!
//! A quote of an organisation is *its own* when the tag names the organisation as a speaker. It
//! is *on its behalf* when somebody else says it for the organisation: it is the one after `of`,
//! or without `of` the organisation of a speaker's role on the date. Quotes *with its parts*
//! are these two, and what is so of whatever was part of it on that date, directly or through
//! others. A person has quotes of their own; a topic has those that are on it, and those on its
//! parts. A quote counts once in each number, however many say it.

use std::collections::{HashMap, HashSet};

use super::facts::{OccurrenceKind, QuoteFacts};
use super::parts::Parts;
use super::statement::spoken_for;
use super::{Corpus, EntityId, File, FoundStatement, StatementFilter};
use crate::syntax::{EntityKind, PartialDate};

/// How many quotes are somebody's, and in how many articles somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Said {
    /// Those that it says itself; of a topic, those on it.
    pub own: usize,
    /// Those that somebody else says on behalf of an organisation.
    pub on_behalf: usize,
    /// Those of an organisation's or a topic's parts that are in neither of the others.
    pub of_parts: usize,
    /// The articles with quotes of the first two kinds or with mentions, each once.
    pub articles: usize,
}

impl Said {
    /// The quotes that [`Corpus::quotes_of`] lists.
    pub fn quotes(self) -> usize {
        self.own + self.on_behalf
    }

    /// The same, with those of the parts.
    pub fn with_parts(self) -> usize {
        self.quotes() + self.of_parts
    }
}

impl Corpus {
    /// How much is said by somebody or on a topic. Of an organisation, and of a topic with parts,
    /// the quotes are looked for in the files of those who may have said them; of all else the
    /// counts are at hand.
    pub fn said(&self, entity: EntityId) -> Said {
        let uses = self.index().uses(entity);
        let mut said = Said {
            articles: uses.map_or(0, |uses| uses.articles()),
            ..Said::default()
        };
        match entity.kind() {
            EntityKind::Person => said.own = uses.map_or(0, |uses| uses.quotes()),
            EntityKind::Organisation => self.add_of_organisation(entity, &mut said),
            EntityKind::Topic => {
                said.own = uses.map_or(0, |uses| uses.quotes_on());
                self.add_of_parts_of_topic(entity, &mut said);
            }
        }
        said
    }

    /// The same, where no more files than `limit` may have to be looked into; these are taken
    /// from it.
    pub fn said_within(&self, entity: EntityId, limit: &mut usize) -> Option<Said> {
        if entity.kind() == EntityKind::Organisation {
            *limit = self.limit_after(entity, *limit)?;
        }
        Some(self.said(entity))
    }

    /// What is left of `limit` after as many files as those who may have spoken for an
    /// organisation or its parts are named in.
    fn limit_after(&self, organisation: EntityId, limit: usize) -> Option<usize> {
        let mut next = vec![organisation];
        let mut seen = HashSet::from([organisation]);
        let mut left = limit;
        while let Some(entity) = next.pop() {
            let files = self.index().uses(entity).map_or(0, |uses| uses.articles());
            left = left.checked_sub(1 + files)?;
            if entity.kind() == EntityKind::Organisation {
                let mut below = self.index().below(entity);
                while let Some(below) = below.next().filter(|_| next.len() <= left) {
                    if seen.insert(below) {
                        next.push(below);
                    }
                }
            }
        }
        Some(left)
    }

    fn add_of_organisation(&self, organisation: EntityId, said: &mut Said) {
        let filter = StatementFilter {
            with_parts: true,
            ..StatementFilter::of_entity(organisation)
        };
        let parts = Parts::of(self, organisation);
        for file in self.candidate_files(&filter) {
            let Some(file) = self.file(file) else {
                continue;
            };
            let mut is_spoken_for = false;
            for quote in file.quotes().iter() {
                let spoken_for = spoken_for(self, quote, file.date());
                let said_at = quote.at.or(file.date());
                if quote.is_by(organisation) {
                    said.own += 1;
                } else if spoken_for.contains(&organisation) {
                    said.on_behalf += 1;
                    is_spoken_for = true;
                } else {
                    let mut whose = spoken_for.into_iter().chain(quote.known_speakers());
                    said.of_parts += usize::from(whose.any(|part| parts.holds(part, said_at)));
                }
            }
            said.articles += usize::from(is_spoken_for && !stands_in(organisation, file));
        }
    }

    fn add_of_parts_of_topic(&self, topic: EntityId, said: &mut Said) {
        let parts = Parts::of(self, topic);
        if parts.is_empty() {
            return;
        }
        let filter = StatementFilter {
            with_parts: true,
            ..StatementFilter::of_entity(topic)
        };
        said.of_parts = self.statements(&filter).len() - said.own;
    }

    /// How much is said by each who says anything, or on whose behalf anything is said, in the
    /// statements that a filter wants; without a filter in all of them. Articles are those with
    /// these quotes, and without a filter those with mentions as well.
    pub fn said_by_all(&self, filter: Option<&StatementFilter>) -> HashMap<EntityId, Said> {
        let mut found = match filter {
            Some(filter) => self.statements(filter),
            None => self.statements(&StatementFilter::default()),
        };
        found.sort_unstable_by_key(|found| found.statement);
        let mut counting = Counting {
            corpus: self,
            above: HashMap::new(),
            said: HashMap::new(),
        };
        let by_file = found.chunk_by(|one, other| one.statement.file == other.statement.file);
        for of_file in by_file {
            counting.file(of_file, filter.is_some());
        }
        let mut said = counting.said;
        if filter.is_none() {
            for (entity, said) in &mut said {
                let uses = self.index().uses(*entity);
                said.articles += uses.map_or(0, |uses| uses.articles());
            }
        }
        said
    }
}

/// Whether somebody speaks or is mentioned in a file.
fn stands_in(entity: EntityId, file: &File) -> bool {
    let occurrences = file.occurrences();
    let mut named = occurrences.iter().filter(|named| named.entity == entity);
    named.any(|named| {
        matches!(
            named.kind,
            OccurrenceKind::Mention | OccurrenceKind::Speaker
        )
    })
}

/// Counts for all at once.
struct Counting<'c> {
    corpus: &'c Corpus,
    /// Of what an organisation is part on a date.
    above: HashMap<(EntityId, Option<PartialDate>), Vec<EntityId>>,
    said: HashMap<EntityId, Said>,
}

impl Counting<'_> {
    /// Counts statements of one file. Where no filter has left any of them out, the articles are
    /// only those that do not count for whoever speaks or is mentioned in them.
    fn file(&mut self, found: &[FoundStatement], is_filtered: bool) {
        let corpus = self.corpus;
        let file = found
            .first()
            .and_then(|one| corpus.file(one.statement.file));
        let Some(file) = file else {
            return;
        };
        let quotes = file.quotes();
        let mut whose = HashSet::new();
        for quote in found
            .iter()
            .filter_map(|one| quotes.get(one.statement.quote))
        {
            whose.extend(self.quote(quote, file.date()));
        }
        for entity in whose {
            if is_filtered || !stands_in(entity, file) {
                self.said.entry(entity).or_default().articles += 1;
            }
        }
    }

    /// Counts a quote, and says whose it is, parts aside.
    fn quote(&mut self, quote: &QuoteFacts, date: Option<PartialDate>) -> HashSet<EntityId> {
        let corpus = self.corpus;
        let said_at = quote.at.or(date);
        let mut whose: HashSet<EntityId> = quote.known_speakers().collect();
        for speaker in &whose {
            self.said.entry(*speaker).or_default().own += 1;
        }
        for organisation in spoken_for(corpus, quote, date) {
            if whose.insert(organisation) {
                self.said.entry(organisation).or_default().on_behalf += 1;
            }
        }
        let mut wholes = HashSet::new();
        let organisations = whose.iter();
        for organisation in organisations.filter(|one| one.kind() == EntityKind::Organisation) {
            let above = self.above.entry((*organisation, said_at));
            let above = above.or_insert_with(|| corpus.ancestors(*organisation, said_at));
            wholes.extend(above.iter().copied());
        }
        for whole in wholes.difference(&whose) {
            self.said.entry(*whole).or_default().of_parts += 1;
        }
        whose
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::Source;
    use super::*;

    fn corpus(files: &[(&str, &str)]) -> Corpus {
        let mut corpus = Corpus::default();
        for (path, text) in files {
            corpus.insert_source(Path::new(path), Source::new(*text));
        }
        corpus
    }

    const CAST: &str = "@ann: Ann
    role: chair of &gpc, 2010..2012
@bob: Bob
    role: member of &gpc, 2010..
    role: doctor
&gpc: GPC
    part of: &bma, 2011..
&bma: BMA
    part of: &all
&all: All
#cuts: Cuts
#pay: Pay
    part of: #cuts
";

    fn shown(corpus: &Corpus, written: &str) -> String {
        let said = corpus.said(corpus.ids().find(written).unwrap());
        format!(
            "{} + {} + {} in {}",
            said.own, said.on_behalf, said.of_parts, said.articles
        )
    }

    #[test]
    fn own_quotes_those_on_behalf_and_those_of_parts_are_told_apart() {
        let corpus = corpus(&[
            ("cast.qm", CAST),
            (
                "a.qm",
                "---\ndate: 2011\n---\n[a]{by @ann on #cuts} [b]{by @ann, @bob, &gpc on #pay} [c]{by @bob of &bma} [d]{by \"a clerk\" of &gpc as \"x\"} [e]{by ? of &bma} [f]{by &gpc of &bma on #cuts, #pay}\n",
            ),
            // Not yet a part then; and Ann is no longer chair.
            (
                "b.qm",
                "---\ndate: 2010\n---\n[a]{by @ann} [b]{by @ann at 2013}\n",
            ),
            (
                "c.qm",
                "---\ndate: 2013\n---\n[a]{by @ann} [Ann]{@ann} [BMA]{&bma}\n",
            ),
        ]);
        assert_eq!(shown(&corpus, "@ann"), "5 + 0 + 0 in 3");
        // b and f; a and d, and a of 2010.
        assert_eq!(shown(&corpus, "&gpc"), "2 + 3 + 0 in 2");
        // c, e and f are said for it; a, b and d for its part.
        assert_eq!(shown(&corpus, "&bma"), "0 + 3 + 3 in 2");
        assert_eq!(shown(&corpus, "&all"), "0 + 0 + 6 in 0");
        assert_eq!(shown(&corpus, "#cuts"), "2 + 0 + 1 in 1");
        assert_eq!(shown(&corpus, "#pay"), "2 + 0 + 0 in 1");
    }

    #[test]
    fn all_at_once_are_counted_as_each_alone() {
        let corpus = corpus(&[
            ("cast.qm", CAST),
            (
                "a.qm",
                "---\ndate: 2011\n---\n[a]{by @ann} [b]{by @ann, @bob, &gpc, @ann} [c]{by @bob of &bma} [d]{by \"a clerk\" of &gpc}\n",
            ),
            (
                "b.qm",
                "---\ndate: 2010\n---\n[a]{by @ann} [b]{by @zoe at 2013} [GPC]{&gpc} [c]{by @bob at 2011}\n",
            ),
            ("c.qm", "[a]{by @ann} [Bob]{@bob}\n"),
        ]);
        let all = corpus.said_by_all(None);
        for (entity, _) in corpus.index().used() {
            if entity.kind() == EntityKind::Topic {
                continue;
            }
            let mut said = corpus.said(entity);
            if said.with_parts() == 0 {
                said.articles = 0;
            }
            let in_all = all.get(&entity).copied().unwrap_or_default();
            assert_eq!(in_all, said, "{}", corpus.written(entity));
            let filter = StatementFilter::of_entity(entity);
            let listed = corpus.statements(&filter).len();
            assert_eq!(said.quotes(), listed);
            let filter = StatementFilter {
                with_parts: true,
                ..filter
            };
            assert_eq!(said.with_parts(), corpus.statements(&filter).len());
        }
    }

    #[test]
    fn what_would_be_much_work_is_not_counted_in_passing() {
        let corpus = corpus(&[
            ("cast.qm", CAST),
            ("a.qm", "---\ndate: 2011\n---\n[a]{by @ann}\n"),
        ]);
        let id = |written| corpus.ids().find(written).unwrap();
        let mut limit = 5;
        let said = corpus.said_within(id("&gpc"), &mut limit);
        assert_eq!((said.map(|said| said.on_behalf), limit), (Some(1), 1));
        assert_eq!(corpus.said_within(id("&gpc"), &mut limit), None);
        assert!(corpus.said_within(id("@ann"), &mut limit).is_some());
    }
}
