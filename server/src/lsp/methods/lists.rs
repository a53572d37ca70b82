//! The commands that list what a corpus holds: all of it, in pages, and in numbers.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_lsp::ls_types as lsp;

use super::arguments::{CommandResult, PAGE, Place, chosen, json, place_in};
use super::quote_table::{QuoteTable, QuoteTableMaker};
use crate::features::by_role::{self, RoleRow};
use crate::features::edit::Refusal;
use crate::features::quotes::{QuoteRow, table};
use crate::features::quotes_page::{self, Order};
use crate::features::speakers::{self, SpeakerRow, SpeakersPage, TopicRow, WantedSpeakers};
use crate::features::{Location, lookup};
use crate::lsp::snapshot::Snapshot;
use crate::model::{Corpus, EntityId, FoundStatement, StatementFilter};
use crate::syntax::{EntityKind, PartialDate, Side};

// ---- How much there is --------------------------------------------------------

/// How much the corpus holds.
#[derive(Debug, Serialize)]
struct Summary {
    articles: usize,
    people: usize,
    organisations: usize,
    topics: usize,
    speakers: usize,
    quotes: usize,
    mentions: usize,
    /// How many quotes are proposed for the document that was asked with.
    #[serde(skip_serializing_if = "Option::is_none")]
    proposed: Option<usize>,
    /// Whether all files have been read.
    complete: bool,
}

/// Of which corpus something is wanted.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct WantedSummary {
    corpus: Option<String>,
}

/// Counts what a corpus holds; the counts are kept as files change.
///
/// # Errors
/// When a URI is none.
pub fn summary(snapshot: &Snapshot, wanted: Option<WantedSummary>) -> CommandResult<Value> {
    let wanted = wanted.unwrap_or_default();
    let snapshot = &chosen(snapshot, wanted.corpus.as_deref())?;
    let document = snapshot
        .document
        .as_ref()
        .filter(|_| wanted.corpus.is_some());
    let counts = snapshot.corpus.counts();
    json(&Summary {
        articles: counts.articles,
        people: counts.people,
        organisations: counts.organisations,
        topics: counts.topics,
        speakers: counts.speakers,
        quotes: counts.quotes,
        mentions: counts.mentions,
        proposed: document.and_then(|uri| snapshot.proposed.of(&snapshot.path(uri))),
        complete: !snapshot.corpus.is_partial(),
    })
}

// ---- Quotes -------------------------------------------------------------------

/// Whose quotes are wanted, or which.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum WantedQuotes {
    /// Those of an id.
    Of(String),
    /// Those that a filter leaves.
    Filtered(Filter),
}

/// Which quotes are wanted; what is missing does not matter.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Filter {
    pub(super) by: Option<String>,
    pub(super) of: Option<String>,
    pub(super) on: Option<String>,
    pub(super) side: Option<WantedSide>,
    pub(super) r#for: Option<String>,
    pub(super) against: Option<String>,
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
    pub(super) with_parts: bool,
}

/// A side that is wanted.
#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub(super) enum WantedSide {
    On,
    For,
    Against,
}

impl From<WantedSide> for Side {
    fn from(wanted: WantedSide) -> Self {
        match wanted {
            WantedSide::On => Self::On,
            WantedSide::For => Self::For,
            WantedSide::Against => Self::Against,
        }
    }
}

/// All quotes that are wanted, of each open corpus.
///
/// # Errors
/// When no corpus names anybody so, or a date is none.
pub fn quotes(snapshot: &Snapshot, wanted: Option<WantedQuotes>) -> CommandResult<Value> {
    let wanted = wanted.unwrap_or_else(|| WantedQuotes::Filtered(Filter::default()));
    let found = in_each_corpus(snapshot, |corpus| rows(corpus, &wanted))?;
    let mut maker = QuoteTableMaker::default();
    for (snapshot, rows) in &found {
        rows.iter().for_each(|row| maker.add(snapshot, row));
    }
    json(&maker.made())
}

/// What each open corpus answers. One that knows nobody of a name refuses, and does not matter
/// where another does not.
fn in_each_corpus<T>(
    snapshot: &Snapshot,
    ask: impl Fn(&Corpus) -> CommandResult<T>,
) -> CommandResult<Vec<(Snapshot, T)>> {
    let (mut found, mut refused) = (Vec::new(), None);
    for snapshot in snapshot.each_corpus() {
        match ask(&snapshot.corpus) {
            Ok(answer) => found.push((snapshot, answer)),
            Err(refusal) => refused = Some(refusal),
        }
    }
    match refused.filter(|_| found.is_empty()) {
        Some(refusal) => Err(refusal),
        None => Ok(found),
    }
}

fn rows(corpus: &Corpus, wanted: &WantedQuotes) -> CommandResult<Vec<QuoteRow>> {
    let found = match wanted {
        WantedQuotes::Of(written) => corpus.quotes_of(whose(corpus, written)?),
        WantedQuotes::Filtered(filter) => corpus.statements(&statement_filter(corpus, filter)?),
    };
    let by_file = found.chunk_by(|one, other| one.statement.file == other.statement.file);
    Ok(by_file.flat_map(|found| table(corpus, found)).collect())
}

/// Which page of quotes is wanted.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct WantedQuotesPage {
    corpus: Option<String>,
    whose: Option<String>,
    on: Option<String>,
    side: Option<WantedSide>,
    r#for: Option<String>,
    against: Option<String>,
    from: Option<String>,
    to: Option<String>,
    with_parts: bool,
    order: WantedOrder,
    offset: usize,
    limit: Option<usize>,
    at: Option<Place>,
    version: Option<String>,
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum WantedOrder {
    #[default]
    Said,
    Articles,
}

#[derive(Serialize)]
struct QuotesAnswer<'r> {
    version: &'r str,
    total: usize,
    #[serde(flatten)]
    table: QuoteTable<'r>,
    /// The number of the last row among all, where it is not on the page.
    at: Option<usize>,
}

#[derive(Serialize)]
struct Unchanged {
    version: String,
    unchanged: bool,
}

/// A page of the quotes that are wanted.
///
/// # Errors
/// When the corpus names nobody so, or a URI is none.
pub fn quotes_page(snapshot: &Snapshot, wanted: Option<WantedQuotesPage>) -> CommandResult<Value> {
    let wanted = wanted.unwrap_or_default();
    let snapshot = &chosen(snapshot, wanted.corpus.as_deref())?;
    let corpus = &snapshot.corpus;
    // Words and places are on the page, which any change may be one of.
    let version = version_of_files(snapshot);
    if wanted.version.as_ref() == Some(&version) {
        return unchanged(version);
    }
    let filter = Filter {
        by: None,
        of: None,
        on: wanted.on,
        side: wanted.side,
        r#for: wanted.r#for,
        against: wanted.against,
        from: wanted.from,
        to: wanted.to,
        with_parts: wanted.with_parts,
    };
    let mut filter = statement_filter(corpus, &filter)?;
    if let Some(written) = &wanted.whose {
        let whose = StatementFilter::of_entity(whose(corpus, written)?);
        filter.on.extend(whose.on);
        filter = StatementFilter {
            by: whose.by,
            of: whose.of,
            ..filter
        };
    }
    let order = match wanted.order {
        WantedOrder::Said => Order::Said,
        WantedOrder::Articles => Order::Articles,
    };
    let at = wanted.at.as_ref().map(|place| place_in(snapshot, place));
    let page = (wanted.offset, wanted.limit.unwrap_or(PAGE));
    let page = quotes_page::quotes_page(corpus, &filter, order, page, at.transpose()?.flatten());
    let rows = page.rows.iter();
    let rows = rows.chain(page.at.iter().map(|(_, row)| row));
    json(&QuotesAnswer {
        version: &version,
        total: page.total,
        table: QuoteTableMaker::of(snapshot, rows),
        at: page.at.as_ref().map(|(number, _)| *number),
    })
}

/// From where to which quote.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WantedStep {
    whose: String,
    uri: String,
    position: lsp::Position,
    /// Whether the quote before is wanted, not the one after.
    #[serde(default)]
    back: bool,
}

#[derive(Serialize)]
struct Step {
    /// The number of the quote among all, from 1.
    number: usize,
    total: usize,
    location: Option<lsp::Location>,
}

/// The quote of somebody to which a step leads, if there is one.
///
/// # Errors
/// When the corpus names nobody so, or a URI is none.
pub fn step(snapshot: &Snapshot, wanted: WantedStep) -> CommandResult<Value> {
    let snapshot = &chosen(snapshot, Some(&wanted.uri))?;
    let corpus = &snapshot.corpus;
    let found: Vec<FoundStatement> = corpus.quotes_of(whose(corpus, &wanted.whose)?);
    let place = Place {
        uri: wanted.uri,
        position: wanted.position,
    };
    let number = match place_in(snapshot, &place)? {
        Some((file, offset)) => quotes_page::step(&found, file, offset, !wanted.back),
        // A place outside of the corpus has no order among the quotes.
        None if wanted.back => found.len().checked_sub(1),
        None => (!found.is_empty()).then_some(0),
    };
    json(&number.map(|number| Step {
        number: number + 1,
        total: found.len(),
        location: snapshot.location(Location {
            file: found[number].statement.file,
            range: found[number].words,
        }),
    }))
}

// ---- Speakers and topics ------------------------------------------------------

/// A row and where it stands.
#[derive(Debug, Serialize)]
struct Placed {
    location: Option<lsp::Location>,
    #[serde(flatten)]
    row: SpeakerRow,
}

/// All people and organisations of each open corpus, each with the place of its declaration; with
/// a filter, those who say what it wants.
///
/// # Errors
/// When no corpus names anybody of the filter so, or a date is none.
pub fn speakers(snapshot: &Snapshot, wanted: Option<Filter>) -> CommandResult<Value> {
    let wanted = wanted.unwrap_or_default();
    let found = in_each_corpus(snapshot, |corpus| {
        let filter = statement_filter(corpus, &wanted)?;
        Ok(if !is_filter(&filter) {
            speakers::speakers_in_passing(corpus)
        } else {
            let wanted = WantedSpeakers {
                said: Some(filter),
                limit: usize::MAX,
                ..WantedSpeakers::default()
            };
            speakers::speakers_page(corpus, &wanted, &|| corpus.cancellation().is_set()).speakers
        })
    })?;
    let mut all = Vec::new();
    for (snapshot, rows) in found {
        all.extend(rows.into_iter().map(|row| {
            let location = declared_at(&snapshot, row.entity);
            Placed { location, row }
        }));
    }
    json(&all)
}

/// Who is quoted in several articles in different roles, of each open corpus: a row for each
/// role, those of one person after one another.
///
/// # Errors
/// When no corpus names anybody of the filter so, or a date is none.
pub fn by_role(snapshot: &Snapshot, wanted: Option<Filter>) -> CommandResult<Value> {
    let wanted = wanted.unwrap_or_default();
    let found = in_each_corpus(snapshot, |corpus| {
        Ok(by_role::by_role(
            corpus,
            &statement_filter(corpus, &wanted)?,
        ))
    })?;
    let rows: Vec<RoleRow> = found.into_iter().flat_map(|(_, rows)| rows).collect();
    json(&rows)
}

/// Of whom the declaration is wanted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WantedDeclaration {
    corpus: Option<String>,
    id: String,
}

/// The place of the first declaration of an id; nothing where there is none.
///
/// # Errors
/// When the corpus names nobody so, or a URI is none.
pub fn declaration(snapshot: &Snapshot, wanted: WantedDeclaration) -> CommandResult<Value> {
    let snapshot = &chosen(snapshot, wanted.corpus.as_deref())?;
    let entity = whose(&snapshot.corpus, &wanted.id)?;
    json(&declared_at(snapshot, entity))
}

fn declared_at(snapshot: &Snapshot, entity: EntityId) -> Option<lsp::Location> {
    let entity = snapshot.corpus.entity(entity)?;
    let (file, declaration) = entity.places().next()?;
    let range = declaration.id_range;
    snapshot.location(Location { file, range })
}

/// Which page of people and organisations is wanted.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct WantedSpeakersPage {
    corpus: Option<String>,
    quoted: bool,
    of: Option<String>,
    on: Option<String>,
    side: Option<WantedSide>,
    r#for: Option<String>,
    against: Option<String>,
    from: Option<String>,
    to: Option<String>,
    with_parts: bool,
    matching: Option<String>,
    after: Option<String>,
    limit: Option<usize>,
    also: Vec<String>,
    version: Option<String>,
}

#[derive(Serialize)]
struct SpeakersAnswer {
    version: String,
    #[serde(flatten)]
    page: SpeakersPage,
}

/// A page of the people and organisations that are wanted.
///
/// # Errors
/// When the corpus names no such topic.
pub fn speakers_page(
    snapshot: &Snapshot,
    wanted: Option<WantedSpeakersPage>,
) -> CommandResult<Value> {
    let wanted = wanted.unwrap_or_default();
    let snapshot = &chosen(snapshot, wanted.corpus.as_deref())?;
    let corpus = &snapshot.corpus;
    let filter = Filter {
        by: None,
        of: wanted.of,
        on: wanted.on,
        // Without a topic a side is no filter.
        side: None,
        r#for: wanted.r#for,
        against: wanted.against,
        from: wanted.from,
        to: wanted.to,
        with_parts: wanted.with_parts,
    };
    let side = filter.on.as_ref().and(wanted.side);
    let filter = statement_filter(corpus, &Filter { side, ..filter })?;
    let is_filtered = is_filter(&filter);
    let version = match is_filtered {
        true => version_of_files(snapshot),
        false => version_of_counts(snapshot),
    };
    if wanted.version.as_ref() == Some(&version) {
        return unchanged(version);
    }
    let ids = corpus.ids();
    let wanted = WantedSpeakers {
        are_quoted: wanted.quoted,
        said: is_filtered.then_some(filter),
        matching: wanted.matching,
        // Whoever is gone meanwhile is left out.
        after: wanted.after.and_then(|id| ids.find(&id)),
        limit: wanted.limit.unwrap_or(PAGE),
        also: wanted.also.iter().filter_map(|id| ids.find(id)).collect(),
    };
    json(&SpeakersAnswer {
        version,
        page: speakers::speakers_page(corpus, &wanted, &|| corpus.cancellation().is_set()),
    })
}

/// Which page of topics is wanted.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct WantedTopicsPage {
    corpus: Option<String>,
    after: Option<String>,
    limit: Option<usize>,
    version: Option<String>,
}

#[derive(Serialize)]
struct TopicsAnswer {
    version: String,
    total: usize,
    topics: Vec<TopicRow>,
}

/// A page of the topics.
///
/// # Errors
/// When it cannot be written.
pub fn topics_page(snapshot: &Snapshot, wanted: Option<WantedTopicsPage>) -> CommandResult<Value> {
    let wanted = wanted.unwrap_or_default();
    let snapshot = &chosen(snapshot, wanted.corpus.as_deref())?;
    let corpus = &snapshot.corpus;
    let version = version_of_counts(snapshot);
    if wanted.version.as_ref() == Some(&version) {
        return unchanged(version);
    }
    let after = wanted.after.and_then(|id| corpus.ids().find(&id));
    let (total, topics) = speakers::topics_page(corpus, after, wanted.limit.unwrap_or(PAGE));
    json(&TopicsAnswer {
        version,
        total,
        topics,
    })
}

// ---- What is wanted -------------------------------------------------------------

/// While this is the same, so are names, roles and counts: a page of them is
/// the same then whatever is written elsewhere.
fn version_of_counts(snapshot: &Snapshot) -> String {
    let epochs = snapshot.corpus.epochs();
    format!("{}.{}.{}", snapshot.serial, epochs.reports, epochs.counts)
}

/// While this is the same, so is everything.
pub(super) fn version_of_files(snapshot: &Snapshot) -> String {
    format!("{}.{}", snapshot.serial, snapshot.corpus.epochs().files)
}

pub(super) fn unchanged(version: String) -> CommandResult<Value> {
    json(&Unchanged {
        version,
        unchanged: true,
    })
}

fn whose(corpus: &Corpus, written: &str) -> CommandResult<EntityId> {
    lookup::entity(corpus, written, &EntityKind::ALL)
}

/// Whether a filter leaves anything out.
fn is_filter(filter: &StatementFilter) -> bool {
    let none = StatementFilter {
        with_parts: filter.with_parts,
        ..StatementFilter::default()
    };
    *filter != none
}

pub(super) fn statement_filter(corpus: &Corpus, filter: &Filter) -> CommandResult<StatementFilter> {
    use EntityKind::{Organisation, Person, Topic};
    let entity =
        |written: &Option<String>, kinds: &[EntityKind]| -> CommandResult<Option<EntityId>> {
            let written = written.as_deref();
            written
                .map(|written| lookup::entity(corpus, written, kinds))
                .transpose()
        };
    let date = |written: &Option<String>| -> CommandResult<Option<PartialDate>> {
        let date = written.as_deref().map(PartialDate::parse).transpose();
        date.map_err(|problem| Refusal(problem.to_string()))
    };
    let side = filter.side.map(Side::from);
    let topics = [
        (&filter.on, side),
        (&filter.r#for, Some(Side::For)),
        (&filter.against, Some(Side::Against)),
    ];
    let mut on = Vec::new();
    for (written, side) in topics {
        on.extend(entity(written, &[Topic])?.map(|topic| (topic, side)));
    }
    Ok(StatementFilter {
        by: entity(&filter.by, &[Person, Organisation])?,
        of: entity(&filter.of, &[Organisation])?,
        on,
        // Without a topic, on whatever topic.
        side: side.filter(|_| filter.on.is_none()),
        with_parts: filter.with_parts,
        parts_of_topics: false,
        from: date(&filter.from)?,
        to: date(&filter.to)?,
    })
}
