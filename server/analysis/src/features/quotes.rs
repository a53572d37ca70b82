//! Statements with everything that one wants to know of them, for lists and exports.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::shared::wording::{plain_words_in, quote_words, roles_on};
use crate::model::{
    Corpus, EntityId, Facts, FileId, FoundStatement, QuoteFacts, Source, SpeakerFacts,
    StatementFilter, spoken_for,
};
use crate::syntax::{Date, EntityKind, PartialDate, QuoteForm, Side, TextRange};

/// An entity as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntityLabel {
    /// The id with its sigil.
    pub id: String,
    /// The display name, or the id where there is none.
    pub name: String,
}

/// What a speaker is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SpeakerKind {
    /// `@id`
    Person,
    /// `&id`
    Organisation,
    /// Somebody of whom the article gives no name, in words.
    Unnamed,
    /// `?`: still to be found out.
    Unknown,
}

impl SpeakerKind {
    /// The kind's name in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Unnamed => "unnamed",
            Self::Unknown => "unknown",
        }
    }
}

/// Somebody who says a statement, with the roles that are theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SpeakerThen {
    /// The id with its sigil; `?` for a speaker not yet known, and none for one
    /// without a name.
    pub id: Option<String>,
    /// The display name, the id where there is none, or the words of the tag.
    pub name: String,
    /// What the speaker is.
    pub kind: SpeakerKind,
    /// Their roles then, or the capacity that the tag gives to all who speak.
    pub roles: Vec<String>,
}

/// A statement. Where it stands is written by whoever lists it, all else is
/// the same for everyone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuoteRow {
    /// The file.
    #[serde(skip)]
    pub file: FileId,
    /// The words of its first fragment.
    #[serde(skip)]
    pub range: TextRange,
    /// The title of the article.
    pub title: Option<Box<str>>,
    /// The date of the article.
    #[serde(serialize_with = "as_written")]
    pub published: Option<PartialDate>,
    /// When it was said.
    #[serde(serialize_with = "as_written")]
    pub date: Option<PartialDate>,
    /// Those who said it.
    pub speakers: Vec<SpeakerThen>,
    /// The roles of all of them in one list, for a table. Where several speak,
    /// the name of the one whose role it is stands before it, with a colon.
    pub roles: Vec<String>,
    /// The organisations for which it was said.
    pub organisations: Vec<EntityLabel>,
    /// Those to whom it was said.
    pub addressees: Vec<EntityLabel>,
    /// The topics and the sides.
    #[serde(serialize_with = "with_sides")]
    pub topics: Vec<(Side, EntityLabel)>,
    /// Direct, mixed or indirect.
    #[serde(rename = "kind", serialize_with = "as_word")]
    pub form: QuoteForm,
    /// The words, fragments joined by ` … `; nothing when the file can no
    /// longer be read.
    pub words: Option<String>,
}

fn as_written<S: Serializer>(date: &Option<PartialDate>, to: S) -> Result<S::Ok, S::Error> {
    date.map(|date| date.to_string()).serialize(to)
}

fn as_word<S: Serializer>(form: &QuoteForm, to: S) -> Result<S::Ok, S::Error> {
    form.word().serialize(to)
}

fn with_sides<S: Serializer>(topics: &[(Side, EntityLabel)], to: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Topic<'r> {
        side: &'static str,
        #[serde(flatten)]
        topic: &'r EntityLabel,
    }
    to.collect_seq(topics.iter().map(|(side, topic)| Topic {
        side: side.word(),
        topic,
    }))
}

/// The rows of statements, in their order. Each file is read once in a row.
pub fn table(corpus: &Corpus, found: &[FoundStatement]) -> Vec<QuoteRow> {
    let mut rows = Vec::with_capacity(found.len());
    for found in found.chunk_by(|one, other| one.statement.file == other.statement.file) {
        let number = found[0].statement.file;
        let Some(facts) = corpus.file(number).map(|file| file.facts()) else {
            continue;
        };
        let mut article = Article {
            corpus,
            facts: &facts,
            text: corpus.text(number),
            source: None,
        };
        rows.extend(found.iter().filter_map(|found| article.row(*found)));
    }
    rows
}

/// In which order quotes are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By when they were said, the oldest first.
    #[default]
    Said,
    /// By their articles, the oldest first, and there by their places.
    Articles,
}

/// Some of the quotes that a filter wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotesPage {
    /// How many it wants in all.
    pub total: usize,
    /// Those on the page.
    pub rows: Vec<QuoteRow>,
    /// The one at the place that was asked for, if it is not on the page, and
    /// its number among all, from 0.
    pub at: Option<(usize, QuoteRow)>,
}

/// At most `limit` of the quotes that a filter wants, from number `offset` on,
/// and the one whose words stand at a place of a file (in bytes). Looks for all
/// of them and makes rows of these alone.
pub fn quotes_page(
    corpus: &Corpus,
    filter: &StatementFilter,
    order: Order,
    (offset, limit): (usize, usize),
    at: Option<(FileId, usize)>,
) -> QuotesPage {
    let mut found = corpus.statements(filter);
    if order == Order::Articles {
        found.sort_by_cached_key(|found| {
            let file = corpus.file(found.statement.file);
            let date = file.and_then(|file| file.date());
            let path = file.map(|file| file.path.clone());
            (
                date.map_or(Date::MAX, PartialDate::first_day),
                path,
                found.words,
            )
        });
    }
    let first = offset.min(found.len());
    let page = &found[first..found.len().min(first.saturating_add(limit))];
    let number = at.and_then(|(file, offset)| said_at(corpus, &found, file, offset));
    let number = number.filter(|number| !(first..first + page.len()).contains(number));
    let at = number.and_then(|number| {
        let row = table(corpus, &found[number..=number]).pop()?;
        Some((number, row))
    });
    QuotesPage {
        total: found.len(),
        rows: table(corpus, page),
        at,
    }
}

/// The number of the quote whose words stand at a place; of several, the one
/// with the fewest words there.
fn said_at(
    corpus: &Corpus,
    found: &[FoundStatement],
    file: FileId,
    offset: usize,
) -> Option<usize> {
    let here = found.iter().enumerate();
    let mut here = here
        .filter(|(_, found)| found.statement.file == file)
        .peekable();
    here.peek()?;
    let quotes = corpus.file(file)?.quotes();
    let lengths = here.filter_map(|(number, found)| {
        let fragments = quotes.get(found.statement.quote)?.fragments.iter();
        let around = fragments.filter(|range| range.from() <= offset && offset <= range.to());
        Some((around.map(|range| range.len()).min()?, number))
    });
    lengths.min().map(|(_, number)| number)
}

/// The number of the quote that comes after a place of a file, or before it,
/// among `found`, which are in the order in which they were said: from a quote
/// to the next of all, else to the nearest in the file. After the last comes
/// the first again. Nothing where there are none.
pub fn step(
    found: &[FoundStatement],
    file: FileId,
    offset: usize,
    is_forward: bool,
) -> Option<usize> {
    if found.is_empty() {
        return None;
    }
    let beside = |number: usize| match is_forward {
        true => (number + 1) % found.len(),
        false => (number + found.len() - 1) % found.len(),
    };
    let here = || {
        let all = found.iter().enumerate();
        all.filter(|(_, found)| found.statement.file == file)
    };
    let inside = here().filter(|(_, found)| {
        let words = found.words;
        words.from() <= offset && offset <= words.to()
    });
    if let Some((number, _)) = inside.max_by_key(|(number, _)| *number) {
        return Some(beside(number));
    }
    let places = here().map(|(number, found)| (found.words, number));
    let (before, after): (Vec<_>, Vec<_>) = places.partition(|(words, _)| words.to() < offset);
    let first = |of: Vec<(TextRange, usize)>| of.into_iter().min().map(|(_, number)| number);
    let last = |of: Vec<(TextRange, usize)>| of.into_iter().max().map(|(_, number)| number);
    let (nearest, farthest) = match is_forward {
        true => (first(after), last(before)),
        false => (last(before), first(after)),
    };
    let number = match (nearest, farthest) {
        (Some(nearest), _) => nearest,
        (None, Some(farthest)) => beside(farthest),
        (None, None) if is_forward => 0,
        (None, None) => found.len() - 1,
    };
    Some(number)
}

/// A file of which rows are made.
struct Article<'c> {
    corpus: &'c Corpus,
    facts: &'c Facts,
    text: Option<Arc<str>>,
    /// How the text is read, once that is needed.
    source: Option<Source>,
}

impl Article<'_> {
    fn row(&mut self, found: FoundStatement) -> Option<QuoteRow> {
        let corpus = self.corpus;
        let quote = self.facts.quotes.get(found.statement.quote)?;
        let speakers = quote.speakers.iter();
        let speakers: Vec<SpeakerThen> = speakers
            .map(|speaker| {
                let (id, name, kind) = speaker_columns(corpus, speaker);
                let roles = match (&quote.capacity, speaker.entity()) {
                    (Some(capacity), _) => vec![capacity.to_string()],
                    (None, Some(speaker)) => roles_on(corpus, speaker, found.said),
                    (None, None) => Vec::new(),
                };
                SpeakerThen {
                    id,
                    name,
                    kind,
                    roles,
                }
            })
            .collect();
        let roles = match &quote.capacity {
            Some(capacity) => vec![capacity.to_string()],
            None => listed_roles(&speakers),
        };
        let spoken_for = spoken_for(corpus, quote, self.facts.date).into_iter();
        let topics = quote.topics.iter();
        Some(QuoteRow {
            file: found.statement.file,
            range: found.words,
            title: self.facts.title.clone(),
            published: self.facts.date,
            date: found.said,
            speakers,
            roles,
            organisations: spoken_for
                .map(|organisation| named(corpus, organisation))
                .collect(),
            addressees: quote.to.iter().map(|to| named(corpus, *to)).collect(),
            topics: topics
                .map(|(side, topic)| (*side, named(corpus, *topic)))
                .collect(),
            form: quote.form,
            words: self.words(found, quote),
        })
    }

    fn words(&mut self, found: FoundStatement, quote: &QuoteFacts) -> Option<String> {
        let text = self.text.as_ref()?;
        if let Some(words) = plain_words_in(text, quote) {
            return Some(words);
        }
        let corpus = self.corpus;
        let read = || match &corpus.file(found.statement.file)?.open {
            Some(open) => Some((**open).clone()),
            None => Some(Source::new(text.clone())),
        };
        if self.source.is_none() {
            self.source = read();
        }
        Some(quote_words(self.source.as_ref()?, quote))
    }
}

/// The roles of several speakers in one list, each with its speaker.
fn listed_roles(speakers: &[SpeakerThen]) -> Vec<String> {
    if let [only] = speakers {
        return only.roles.clone();
    }
    let roles = speakers.iter().flat_map(|speaker| {
        let name = &speaker.name;
        speaker
            .roles
            .iter()
            .map(move |role| format!("{name}: {role}"))
    });
    roles.collect()
}

/// An entity as lists show it.
pub fn named(corpus: &Corpus, entity: EntityId) -> EntityLabel {
    EntityLabel {
        id: corpus.written(entity).to_string(),
        name: corpus.name(entity),
    }
}

fn speaker_columns(
    corpus: &Corpus,
    speaker: &SpeakerFacts,
) -> (Option<String>, String, SpeakerKind) {
    match speaker {
        SpeakerFacts::Entity(entity) => {
            let EntityLabel { id, name } = named(corpus, *entity);
            let kind = match entity.kind() {
                EntityKind::Organisation => SpeakerKind::Organisation,
                _ => SpeakerKind::Person,
            };
            (Some(id), name, kind)
        }
        SpeakerFacts::Unnamed(words) => (None, words.to_string(), SpeakerKind::Unnamed),
        SpeakerFacts::Unknown => (
            Some("?".into()),
            "not yet known".into(),
            SpeakerKind::Unknown,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn a_row_says_it_all() {
        let corpus = fixture::corpus(
            "//- cast.qm\n@ann: Ann Lee\n    role: chair of &bma, 2011..2012\n&bma: BMA\n&gp: GP\n#cuts: Cuts\n//- a.qm\n---\ndate: 2011-05\n---\n\n[“No [cuts]{#cuts}”]{by @ann, ? to &gp against #cuts} [“now”]{more} [x]{by @ann as \"doctor\" at 1999}\n",
        );
        let rows = table(&corpus, &corpus.statements(&StatementFilter::default()));
        assert_eq!(rows.len(), 2);
        assert_eq!(
            (rows[0].roles[0].as_str(), rows[0].date.unwrap().to_string()),
            ("doctor", "1999".into())
        );
        let published = |row: &QuoteRow| row.published.unwrap().to_string();
        assert_eq!(
            (published(&rows[0]), published(&rows[1])),
            ("2011-05".into(), "2011-05".into())
        );
        let row = &rows[1];
        let names = |names: &[EntityLabel]| {
            names
                .iter()
                .map(|named| named.name.clone())
                .collect::<Vec<_>>()
                .join("; ")
        };
        let speakers: Vec<&str> = row.speakers.iter().map(|one| &*one.name).collect();
        assert_eq!(speakers, ["Ann Lee", "not yet known"]);
        assert_eq!(row.roles, ["Ann Lee: chair of BMA"]);
        assert_eq!(
            (names(&row.organisations), names(&row.addressees)),
            ("BMA".into(), "GP".into())
        );
        assert_eq!(
            (row.topics[0].0, row.topics[0].1.id.as_str()),
            (Side::Against, "#cuts")
        );
        assert_eq!(
            (row.form, row.words.as_deref()),
            (QuoteForm::Direct, Some("“No cuts” … “now”"))
        );
    }

    #[test]
    fn a_speaker_without_a_name_has_no_id_and_counts_for_the_body() {
        let corpus = fixture::corpus(
            "//- cast.qm\n@ann: Ann\n    role: chair of &b, 2011\n&b: Board\n//- a.qm\n---\ndate: 2011\n---\n\n[a]{by \"a  spokesman\", @ann, \"a spokesman\" of &b} [c]{by “nobody”} [d]{by \"man\" as \"x \\\"y\\\"\"}\n",
        );
        let rows = table(&corpus, &corpus.statements(&StatementFilter::default()));
        let json = serde_json::to_value(&rows[0].speakers).unwrap();
        let expected = serde_json::json!([
            {"id": null, "name": "a spokesman", "kind": "unnamed", "roles": []},
            {"id": "@ann", "name": "Ann", "kind": "person", "roles": ["chair of Board"]},
        ]);
        assert_eq!(json, expected);
        assert_eq!(rows[0].roles, ["Ann: chair of Board"]);
        assert_eq!(rows[0].organisations[0].id, "&b");
        assert_eq!((rows[1].organisations.len(), rows[2].roles.len()), (0, 1));
        assert_eq!(rows[2].roles, ["x \"y\""]);
        let board = corpus.ids().find("&b").unwrap();
        assert_eq!(corpus.count_quotes_of(board), 1);
        assert_eq!(corpus.quotes_of(board).len(), 1);
    }

    #[test]
    fn each_speaker_has_the_roles_that_are_theirs() {
        let corpus = fixture::corpus(
            "//- cast.qm\n@ann: Ann\n    role: mayor of &t, 2010..\n@cy: Cy\n    role: editor of &p, 2009..\n    role: chair of &t, 2011..\n@dee: Dee\n&t: Town\n&p: Paper\n//- a.qm\n---\ndate: 2012\n---\n\n[a]{by @ann, @cy, @dee, &t, ?} [b]{by @cy, @ann as \"twins\"} [c]{by @cy} [d]{by @ann, @cy at 2009}\n",
        );
        let rows = table(&corpus, &corpus.statements(&StatementFilter::default()));
        let shown = |row: &QuoteRow| {
            let speakers = row.speakers.iter();
            let speakers: Vec<String> = speakers
                .map(|one| {
                    let id = one.id.as_deref().unwrap_or("–");
                    format!("{id} ({})", one.roles.join(", "))
                })
                .collect();
            (speakers.join("; "), row.roles.join("; "))
        };
        let row = |words: &str| rows.iter().find(|row| row.words.as_deref() == Some(words));
        for (words, speakers, roles) in [
            (
                "a",
                "@ann (mayor of Town); @cy (editor of Paper, chair of Town); @dee (); &t (); ? ()",
                "Ann: mayor of Town; Cy: editor of Paper; Cy: chair of Town",
            ),
            ("b", "@cy (twins); @ann (twins)", "twins"),
            (
                "c",
                "@cy (editor of Paper, chair of Town)",
                "editor of Paper; chair of Town",
            ),
            ("d", "@ann (); @cy (editor of Paper)", "Cy: editor of Paper"),
        ] {
            let found = shown(row(words).unwrap());
            assert_eq!(found, (speakers.into(), roles.into()), "{words}");
        }
    }

    #[test]
    fn filters_add_up() {
        let corpus = fixture::corpus(
            "//- a.qm\n---\ndate: 2011-05\n---\n[a]{by @x on #t} [b]{by @x} [c]{by @y on #t at 2013}\n//- b.qm\n[d]{by @x on #t}\n",
        );
        let id = |written| corpus.ids().find(written);
        let words = |filter| {
            let rows = table(&corpus, &corpus.statements(&filter));
            rows.into_iter()
                .filter_map(|row| row.words)
                .collect::<Vec<_>>()
                .join(" ")
        };
        let filter = StatementFilter::default;
        let date = |text| PartialDate::parse(text).ok();
        assert_eq!(words(filter()), "a b c d");
        assert_eq!(
            words(StatementFilter {
                by: id("@x"),
                on: id("#t"),
                ..filter()
            }),
            "a d"
        );
        assert_eq!(
            words(StatementFilter {
                from: date("2011-05-31"),
                to: date("2012"),
                ..filter()
            }),
            "a b"
        );
        assert_eq!(
            words(StatementFilter {
                from: date("2012"),
                ..filter()
            }),
            "c"
        );
    }

    const SAID: &str = "//- a.qm
---
date: 2012
---
[a1]{by @x at 2009} [a2 [a3]{by @x}]{by @x} [more]{more}
//- b.qm
---
date: 2011
---
[b1]{by @x}
//- c.qm
[c1]{by @x} [c2]{by @y} and [c3]{by @x}
";

    fn words(rows: &[QuoteRow]) -> String {
        let words: Vec<&str> = rows.iter().filter_map(|row| row.words.as_deref()).collect();
        words.join(", ")
    }

    fn of_x(corpus: &Corpus) -> StatementFilter {
        StatementFilter::of_entity(corpus.ids().find("@x").unwrap())
    }

    #[test]
    fn pages_put_together_are_all_quotes() {
        let corpus = fixture::corpus(SAID);
        for (order, expected) in [
            (Order::Said, "a1, b1, a2 a3 … more, a3, c1, c3"),
            (Order::Articles, "b1, a1, a2 a3 … more, a3, c1, c3"),
        ] {
            let page =
                |offset, limit| quotes_page(&corpus, &of_x(&corpus), order, (offset, limit), None);
            assert_eq!(words(&page(0, 99).rows), expected);
            let pages: Vec<QuoteRow> = (0..8).flat_map(|number| page(number * 4, 4).rows).collect();
            assert_eq!(words(&pages), expected);
            assert_eq!((page(9, 9).total, page(0, 0).total), (6, 6));
        }
    }

    #[test]
    fn the_quote_at_a_place_comes_with_a_page_that_does_not_hold_it() {
        let corpus = fixture::corpus(SAID);
        let at = |name: &str, place: &str, limit| {
            let file = corpus.find(std::path::Path::new(name)).unwrap();
            let offset = corpus.text(file).unwrap().find(place).unwrap();
            let filter = of_x(&corpus);
            let page = quotes_page(
                &corpus,
                &filter,
                Order::Said,
                (0, limit),
                Some((file, offset)),
            );
            page.at.map(|(number, row)| (number, words(&[row])))
        };
        assert_eq!(at("c.qm", "c3", 2), Some((5, "c3".into())));
        assert_eq!(at("a.qm", "a3", 2), Some((3, "a3".into())));
        // The words of a further fragment belong to the quote.
        assert_eq!(at("a.qm", "more", 2), Some((2, "a2 a3 … more".into())));
        assert_eq!(at("a.qm", "a3", 4), None);
        assert_eq!(at("c.qm", "c2", 2), None);
        assert_eq!(at("c.qm", " and ", 2), None);
    }

    #[test]
    fn steps_go_through_all_quotes_and_round() {
        let corpus = fixture::corpus(SAID);
        let found = corpus.statements(&of_x(&corpus));
        let step = |name: &str, place: &str, is_forward| {
            let file = corpus.find(std::path::Path::new(name)).unwrap();
            let offset = corpus.text(file).unwrap().find(place).unwrap();
            let number = step(&found, file, offset, is_forward).unwrap();
            words(&table(&corpus, &found[number..=number]))
        };
        for (name, place, next, previous) in [
            ("a.qm", "a1", "b1", "c3"),
            ("b.qm", "b1", "a2 a3 … more", "a1"),
            ("c.qm", "c3", "a1", "c1"),
            // Between quotes the nearest in the file is meant.
            ("c.qm", "c2", "c3", "c1"),
            ("a.qm", "date", "a1", "c3"),
        ] {
            assert_eq!(step(name, place, true), next, "after {place}");
            assert_eq!(step(name, place, false), previous, "before {place}");
        }
        assert_eq!(super::step(&[], found[0].statement.file, 0, true), None);
        // From a file without any quote of theirs it goes to the first or the last.
        let apart = fixture::corpus(&format!("{SAID}//- d.qm\nNobody speaks.\n"));
        let elsewhere = apart.find(std::path::Path::new("d.qm")).unwrap();
        assert_eq!(super::step(&found, elsewhere, 0, true), Some(0));
        let last = super::step(&found, elsewhere, 0, false);
        assert_eq!(last, Some(found.len() - 1));
    }
}
