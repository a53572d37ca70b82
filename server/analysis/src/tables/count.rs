//! How many statements have the same topic, speaker, year and the like.
//!
//! What is counted is what the tables say: a value comes from where the cell of the same
//! name does.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::str::FromStr;

use rayon::prelude::*;

use super::article::stance;
use super::known::Known;
use super::schema::own_key;
use super::speaker::SpeakerRow;
use super::{ArticleFile, Changed, Extraction};
use crate::model::{EntityId, QuoteFacts, SpeakerFacts};
use crate::syntax::PartialDate;
use crate::table::{Cell, Column, Kind, Rows, Schema};

/// By what statements are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dimension {
    /// The topic.
    Topic,
    /// For it, against it, or on it.
    Stance,
    /// The organisation for which somebody spoke then.
    Org,
    /// Who said it.
    Speaker,
    /// What they were then.
    Role,
    /// The article's source.
    Source,
    /// The year in which it was said.
    Year,
    /// An own key of the articles' headers, as it names a [column](super::schema::own_key).
    Own(String),
}

impl FromStr for Dimension {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        Ok(match written {
            "topic" => Self::Topic,
            "stance" => Self::Stance,
            "org" => Self::Org,
            "speaker" => Self::Speaker,
            "role" => Self::Role,
            "source" => Self::Source,
            "year" => Self::Year,
            _ => match written.strip_prefix("x:").map(own_key) {
                Some(key) if !key.is_empty() => Self::Own(key),
                _ => {
                    return Err(
                        "it is counted by topic, stance, org, speaker, role, source, year, \
                                or x:KEY for an own key of the headers"
                            .into(),
                    );
                }
            },
        })
    }
}

impl Dimension {
    /// The columns that say a value of it.
    fn columns(&self) -> Vec<Column> {
        let (names, kind): (&[&'static str], Kind) = match self {
            Self::Topic => (&["topic_id", "topic_name"], Kind::Text),
            Self::Stance => (&["stance"], Kind::Int),
            Self::Org => (&["org_id", "org_name"], Kind::Text),
            Self::Speaker => (&["speaker_id", "speaker_name"], Kind::Text),
            Self::Role => (&["role_then"], Kind::Text),
            Self::Source => (&["source_id", "source_name"], Kind::Text),
            Self::Year => (&["year"], Kind::Int),
            Self::Own(key) => return vec![column(format!("x_{key}"), Kind::Text)],
        };
        names.iter().map(|name| column(*name, kind)).collect()
    }

    fn is_of_topics(&self) -> bool {
        matches!(self, Self::Topic | Self::Stance)
    }

    fn is_of_speakers(&self) -> bool {
        matches!(self, Self::Org | Self::Speaker | Self::Role)
    }

    fn is_of_headers(&self) -> bool {
        matches!(self, Self::Source | Self::Own(_))
    }
}

/// What was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// The columns of the dimensions in their order, then `statements` and `articles`.
    pub schema: Schema,
    /// A row for each combination that there is: the most first, but years in their order
    /// where they are the first dimension.
    pub rows: Rows,
    /// How many statements there are, each once.
    pub statements: usize,
    /// How many articles they stand in.
    pub articles: usize,
}

/// What a statement has in a dimension.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Value {
    Nothing,
    Entity(EntityId),
    Words(Box<str>),
    Number(i32),
}

type Combination = Box<[Value]>;

/// How often a combination was met.
#[derive(Default)]
struct Tally {
    statements: usize,
    articles: usize,
}

/// What was met in some of the articles.
#[derive(Default)]
struct Met {
    tallies: HashMap<Combination, Tally>,
    statements: usize,
    articles: usize,
}

impl Extraction<'_> {
    /// Counts the statements that are wanted by some dimensions. One that has several
    /// topics, speakers or organisations counts once for each; dimensions that belong
    /// together go together: the stance is that on the topic beside it, the role and the
    /// organisation are those of the speaker.
    ///
    /// # Errors
    /// Names an article that cannot be read any more, or has changed.
    pub fn count(&self, by: &[Dimension]) -> Result<Counts, Changed> {
        let parts = self.articles().par_chunks(256);
        let met = parts.map(|articles| {
            let mut met = Met::default();
            for article in articles {
                self.count_in(article, by, &mut met)?;
            }
            Ok(met)
        });
        let met = met.try_reduce(Met::default, |one, other| Ok(one.and(other)))?;
        Ok(met.shown(by, self.known()))
    }

    fn count_in(
        &self,
        article: &ArticleFile,
        by: &[Dimension],
        met: &mut Met,
    ) -> Result<(), Changed> {
        let chosen = self.chosen_in(article);
        let header = match by.iter().any(Dimension::is_of_headers) {
            true => self.header_of(article)?,
            false => Vec::new(),
        };
        let Some(file) = self.corpus().file(article.number) else {
            return Err(Changed(article.path.clone().into()));
        };
        let (quotes, date) = (file.quotes(), file.date());
        let mut here: HashMap<Combination, usize> = HashMap::new();
        let mut count = 0;
        for (place, quote) in quotes.iter().enumerate() {
            if chosen.is_some_and(|chosen| chosen.binary_search(&place).is_err()) {
                continue;
            }
            count += 1;
            for combination in self.combinations(quote, quote.at.or(date), &header, by) {
                *here.entry(combination).or_default() += 1;
            }
        }
        met.statements += count;
        met.articles += usize::from(count > 0);
        for (combination, statements) in here {
            let tally = met.tallies.entry(combination).or_default();
            tally.statements += statements;
            tally.articles += 1;
        }
        Ok(())
    }

    /// The combinations of values that a statement has, each once.
    fn combinations(
        &self,
        quote: &QuoteFacts,
        said: Option<PartialDate>,
        header: &[(String, String)],
        by: &[Dimension],
    ) -> Vec<Combination> {
        let topics = match by.iter().any(Dimension::is_of_topics) && !quote.topics.is_empty() {
            true => quote.topics.iter().map(Some).collect(),
            false => vec![None],
        };
        let speakers = self.spoken(quote, said, by);
        let mut all: Vec<Combination> = Vec::with_capacity(topics.len() * speakers.len());
        for topic in &topics {
            for [speaker, role, org] in &speakers {
                let values = by.iter().map(|dimension| match dimension {
                    Dimension::Topic => {
                        topic.map_or(Value::Nothing, |(_, topic)| Value::Entity(*topic))
                    }
                    Dimension::Stance => {
                        topic.map_or(Value::Nothing, |(side, _)| Value::Number(stance(*side)))
                    }
                    Dimension::Org => org.clone(),
                    Dimension::Speaker => speaker.clone(),
                    Dimension::Role => role.clone(),
                    Dimension::Source => self.source(header),
                    Dimension::Year => said.map_or(Value::Nothing, |said| {
                        Value::Number(i32::from(said.first_day().year()))
                    }),
                    Dimension::Own(key) => {
                        let value = header.iter().find(|(other, _)| own_key(other) == *key);
                        value.map_or(Value::Nothing, |(_, value)| Value::Words((**value).into()))
                    }
                });
                let combination: Combination = values.collect();
                if !all.contains(&combination) {
                    all.push(combination);
                }
            }
        }
        all
    }

    /// Each speaker, with their role and each of their organisations then.
    fn spoken(
        &self,
        quote: &QuoteFacts,
        said: Option<PartialDate>,
        by: &[Dimension],
    ) -> Vec<[Value; 3]> {
        let nothing = || [Value::Nothing, Value::Nothing, Value::Nothing];
        if !by.iter().any(Dimension::is_of_speakers) {
            return vec![nothing()];
        }
        let by_org = by.contains(&Dimension::Org);
        let mut all = Vec::new();
        for speaker in &quote.speakers {
            let row = SpeakerRow::new(self.known(), speaker, quote, said);
            let who = match speaker {
                SpeakerFacts::Entity(entity) => Value::Entity(*entity),
                SpeakerFacts::Unnamed(words) => Value::Words(words.clone()),
                SpeakerFacts::Unknown => Value::Nothing,
            };
            let role = row.role.as_deref();
            let role = role.map_or(Value::Nothing, |role| Value::Words(role.into()));
            let with = |org: Value| [who.clone(), role.clone(), org];
            match by_org && !row.organisations.is_empty() {
                true => all.extend(
                    row.organisations
                        .iter()
                        .map(|org| with(Value::Entity(*org))),
                ),
                false => all.push(with(Value::Nothing)),
            }
        }
        if all.is_empty() {
            all.push(nothing());
        }
        all
    }

    fn source(&self, header: &[(String, String)]) -> Value {
        let source = header.iter().find(|(key, _)| key == "source");
        source.map_or(Value::Nothing, |(_, value)| {
            match self.known().entity_named(value) {
                Some(entity) => Value::Entity(entity),
                None => Value::Words((**value).into()),
            }
        })
    }
}

impl Met {
    fn and(mut self, other: Self) -> Self {
        self.statements += other.statements;
        self.articles += other.articles;
        if self.tallies.is_empty() {
            self.tallies = other.tallies;
            return self;
        }
        for (combination, more) in other.tallies {
            let tally = self.tallies.entry(combination).or_default();
            tally.statements += more.statements;
            tally.articles += more.articles;
        }
        self
    }

    fn shown(self, by: &[Dimension], known: &Known<'_>) -> Counts {
        let of_dimensions = by.iter().flat_map(Dimension::columns);
        let numbers = ["statements", "articles"].map(|name| column(name, Kind::Int));
        let schema = Schema {
            name: "counts",
            columns: of_dimensions.chain(numbers).collect(),
        };
        let tallies = self.tallies.iter();
        let mut shown: Vec<(Vec<Cell<'_>>, &Tally)> = tallies
            .map(|(combination, tally)| {
                let values = by.iter().zip(combination);
                let cells = values.flat_map(|(dimension, value)| cells(dimension, value, known));
                (cells.collect(), tally)
            })
            .collect();
        let is_in_time = by.first() == Some(&Dimension::Year);
        shown.sort_by_cached_key(|(cells, tally)| {
            let order: Vec<(bool, i32, String)> = cells.iter().map(order).collect();
            let first = is_in_time.then(|| order.first().cloned());
            (first, Reverse(tally.statements), order)
        });
        let mut rows = Rows::of(&schema);
        for (mut cells, tally) in shown {
            cells.push(Cell::int(tally.statements));
            cells.push(Cell::int(tally.articles));
            rows.push(&cells);
        }
        Counts {
            schema,
            rows,
            statements: self.statements,
            articles: self.articles,
        }
    }
}

/// A value as the columns of its dimension say it.
fn cells<'v>(dimension: &Dimension, value: &'v Value, known: &'v Known<'_>) -> Vec<Cell<'v>> {
    let (id, name) = match value {
        Value::Nothing => (Cell::Null, Cell::Null),
        Value::Number(number) => (Cell::Int(*number), Cell::Null),
        Value::Words(words) => (Cell::Null, Cell::Text(words)),
        Value::Entity(entity) => {
            let one = known.of(*entity);
            (Cell::Text(&one.id), Cell::Text(&one.name))
        }
    };
    match dimension {
        Dimension::Stance | Dimension::Year => vec![id],
        Dimension::Role | Dimension::Own(_) => vec![name],
        Dimension::Topic | Dimension::Org | Dimension::Speaker | Dimension::Source => {
            vec![id, name]
        }
    }
}

/// Where a cell stands among others; an empty one is the last.
fn order(cell: &Cell<'_>) -> (bool, i32, String) {
    match cell {
        Cell::Int(number) => (false, *number, String::new()),
        Cell::Text(text) => (false, 0, (*text).to_owned()),
        _ => (true, 0, String::new()),
    }
}

fn column(name: impl Into<std::borrow::Cow<'static, str>>, kind: Kind) -> Column {
    Column {
        name: name.into(),
        kind,
        nullable: true,
        doc: "".into(),
    }
}
