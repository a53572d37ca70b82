//! Statements with everything that one wants to know of them, for lists and exports.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::shared::wording::{plain_words_in, quote_words, roles_on};
use crate::model::{
    Corpus, EntityId, Facts, FileId, FoundStatement, QuoteFacts, Source, SpeakerFacts, spoken_for,
};
use crate::syntax::{EntityKind, PartialDate, QuoteForm, Side, TextRange, head_of, normalise_id};

/// An entity as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntityLabel {
    /// The id with its sigil.
    pub id: String,
    /// The display name, or the id where there is none.
    pub name: String,
}

/// Where an article was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleSource {
    /// The id with its sigil; nothing where the header has words.
    pub id: Option<String>,
    /// The display name, or the words of the header.
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
    /// The id with its sigil; `?` for an unknown speaker, and none for one
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
    /// Its place among the file's quotes.
    #[serde(skip)]
    pub place: usize,
    /// The words of its first fragment.
    #[serde(skip)]
    pub range: TextRange,
    /// The title of the article.
    pub title: Option<Box<str>>,
    /// The source of the article, as its header says.
    pub source: Option<ArticleSource>,
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
        let text = corpus.text(number);
        let mut article = Article {
            corpus,
            facts: &facts,
            published_by: text.as_deref().and_then(|text| source_of(corpus, text)),
            text,
            source: None,
        };
        rows.extend(found.iter().filter_map(|found| article.row(*found)));
    }
    rows
}

/// A file of which rows are made.
struct Article<'c> {
    corpus: &'c Corpus,
    facts: &'c Facts,
    text: Option<Arc<str>>,
    published_by: Option<ArticleSource>,
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
            place: found.statement.quote,
            range: found.words,
            title: self.facts.title.clone(),
            source: self.published_by.clone(),
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

/// The `source` of an article's header. The rest of the article is not read.
fn source_of(corpus: &Corpus, text: &str) -> Option<ArticleSource> {
    let head = Source::new(head_of(text)?);
    let header = head.document.header.as_ref()?;
    let mut properties = header.properties.iter();
    let property = properties.find(|property| property.key(&head.text) == "source")?;
    let value = property.value(&head.text);
    if value.is_empty() {
        return None;
    }
    let mut references = property.references.iter();
    let is_reference = references.any(|reference| reference.range == property.value);
    let entity = is_reference.then(|| corpus.ids().find(&normalise_id(&value)));
    Some(match entity.flatten() {
        Some(entity) => ArticleSource {
            id: Some(corpus.written(entity).to_string()),
            name: corpus.name(entity),
        },
        None => ArticleSource {
            id: None,
            name: value,
        },
    })
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
            "unknown speaker".into(),
            SpeakerKind::Unknown,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;
    use crate::model::StatementFilter;

    #[test]
    fn each_kind_of_speaker_has_its_word() {
        let corpus = fixture::corpus(
            "//- cast.qm\n@ann: Ann\n&bma: BMA\n//- a.qm\n[x]{by @ann} [y]{by &bma} [z]{by \"an aide\"} [w]{by ?}\n",
        );
        let rows = table(&corpus, &corpus.statements(&StatementFilter::default()));
        let kinds: Vec<&str> = rows.iter().map(|row| row.speakers[0].kind.word()).collect();
        assert_eq!(kinds, ["person", "organisation", "unnamed", "unknown"]);
    }

    #[test]
    fn a_header_of_one_line_has_a_source() {
        let corpus = fixture::corpus("//- cast.qm\n&bma: BMA\n");
        let name = |text: &str| source_of(&corpus, text).map(|source| source.name);
        for text in [
            "---\nsource: &bma\n---\nA.\n",
            "---\r\nsource: BMA\r\n---\r\nA.\r\n",
        ] {
            assert_eq!(name(text).as_deref(), Some("BMA"), "{text:?}");
        }
        assert_eq!(name("---\n---\nA.\n"), None);
    }

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
        assert_eq!(speakers, ["Ann Lee", "unknown speaker"]);
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
    fn a_row_says_where_it_was_published() {
        for (header, id, name) in [
            (
                "---\nsource: &gp\ndate: 2011\n---\n",
                Some("&gp"),
                "GP Weekly",
            ),
            (
                "\u{feff}---\r\nsource: &gp\r\n---\r\n",
                Some("&gp"),
                "GP Weekly",
            ),
            ("---\rsource:  &gp\r---\r", Some("&gp"), "GP Weekly"),
            (
                "---\nsource: GP Weekly &\n    Sons\n---\n",
                None,
                "GP Weekly & Sons",
            ),
            (
                "---\nsource: &nobody-knows\n---\n",
                Some("&nobody-knows"),
                "&nobody-knows",
            ),
            ("---\ntitle: T\nsource:\n---\n", None, ""),
            ("---\ntitle: T\n---\nsource: &gp\n---\n", None, ""),
            ("source: &gp\n---\n", None, ""),
        ] {
            let corpus = fixture::corpus(&format!(
                "//- cast.qm\n&gp: GP Weekly\n//- a.qm\n{header}\n[x]{{by @ann}}\n"
            ));
            let rows = table(&corpus, &corpus.statements(&StatementFilter::default()));
            let source = rows[0].source.as_ref();
            let found = source.map(|source| (source.id.as_deref(), source.name.as_str()));
            assert_eq!(
                found,
                (!name.is_empty()).then_some((id, name)),
                "{header:?}"
            );
        }
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
        assert_eq!(corpus.said(board).on_behalf, 1);
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
                on: vec![(id("#t").unwrap(), None)],
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
}
