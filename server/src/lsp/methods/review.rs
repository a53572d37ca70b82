//! The commands by which an editor shows what is proposed for an article, and takes or
//! refuses it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_lsp::ls_types as lsp;

use super::arguments::{CommandResult, json, of_document};
use crate::features::edit::Refusal;
use crate::features::review::{
    Foreign, ForeignQuote, Offer, Review, Taken, accept, accept_all, foreign, no_quote, other_text,
    people, review, set_date,
};
use crate::features::shared::label;
use crate::lsp::snapshot::Snapshot;
use crate::model::FileId;
use crate::proposals::Tier;
use crate::store::BringBack;
use crate::syntax::{LineIndex, QuoteForm, TextRange, fingerprint, strip};

/// How many mistakes of a file of others are told.
const MOST_WRONG: usize = 20;

/// How sure what is wanted has to be.
#[derive(Deserialize, Clone, Copy, Default)]
#[serde(rename_all = "lowercase")]
enum WantedTier {
    Sure,
    #[default]
    Likely,
    Possible,
}

impl From<WantedTier> for Tier {
    fn from(wanted: WantedTier) -> Self {
        match wanted {
            WantedTier::Sure => Self::Sure,
            WantedTier::Likely => Self::Likely,
            WantedTier::Possible => Self::Possible,
        }
    }
}

/// What is reviewed.
#[derive(Deserialize, Default)]
#[serde(rename_all = "lowercase")]
enum What {
    /// The quotes that are proposed.
    #[default]
    Quotes,
    /// Whoever is merely named and not declared.
    Names,
    /// The quotes of a file that others have made, by its full path.
    File(PathBuf),
}

/// Whose proposals are wanted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WantedProposals {
    uri: String,
    #[serde(default)]
    what: What,
    #[serde(default)]
    tier: WantedTier,
}

/// A yes to one proposal.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Yes {
    uri: String,
    #[serde(default)]
    what: What,
    version: i32,
    key: String,
    #[serde(default)]
    choice: Option<usize>,
    #[serde(default)]
    start: usize,
    #[serde(default)]
    end: usize,
}

/// A yes to all that are sure enough.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YesToAll {
    uri: String,
    #[serde(default)]
    what: What,
    version: i32,
    #[serde(default = "sure")]
    tier: WantedTier,
}

fn sure() -> WantedTier {
    WantedTier::Sure
}

/// A no, to a proposal or to one of its speakers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotNow {
    uri: String,
    #[serde(default)]
    what: What,
    key: String,
    #[serde(default)]
    choice: Option<usize>,
}

/// That the words of a proposal are no quote.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoQuote {
    uri: String,
    #[serde(default)]
    what: What,
    version: i32,
    key: String,
}

/// The date of an article that has none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewDate {
    uri: String,
    version: i32,
    date: String,
}

/// What is to be shown again.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShownAgain {
    uri: String,
    #[serde(default)]
    key: Option<String>,
    #[serde(default)]
    all: bool,
}

/// What is proposed for a document.
#[derive(Serialize)]
struct Proposals {
    version: Option<i32>,
    counts: Counts,
    refused: usize,
    off: Option<String>,
    undated: Option<Vec<String>>,
    wrong: Vec<String>,
    proposals: Vec<Proposal>,
}

/// How many there are of each tier.
#[derive(Serialize)]
struct Counts {
    sure: usize,
    likely: usize,
    possible: usize,
}

/// A proposal as the protocol has it.
#[derive(Serialize)]
struct Proposal {
    key: String,
    tier: &'static str,
    kind: &'static str,
    reason: String,
    fragments: Vec<lsp::Range>,
    choices: Vec<Choice>,
    chosen: Option<usize>,
    question: Option<String>,
    ends: Vec<Vec<lsp::Range>>,
    starts: Vec<lsp::Position>,
}

/// A speaker as the protocol has it.
#[derive(Serialize)]
struct Choice {
    label: String,
    detail: String,
    tag: String,
    declares: bool,
}

/// An edit that is to be made.
#[derive(Serialize)]
struct Edit {
    edit: lsp::WorkspaceEdit,
}

/// A yes that is to be made.
#[derive(Serialize)]
struct Accepted {
    edit: lsp::WorkspaceEdit,
    cursor: lsp::Position,
    declared: Option<String>,
}

/// Several of them.
#[derive(Serialize)]
struct AllAccepted {
    edit: lsp::WorkspaceEdit,
    count: usize,
}

/// What is proposed for a document.
///
/// # Errors
/// When the document is none of a corpus.
pub fn proposals(snapshot: &Snapshot, wanted: &WantedProposals) -> CommandResult<Value> {
    let (snapshot, file) = &of_document(snapshot, &wanted.uri)?;
    let (review, wrong) = reviewed_with(snapshot, *file, &wanted.what)?;
    let tier = Tier::from(wanted.tier);
    let offers = review.offers.iter().filter(|offer| offer.tier <= tier);
    json(&Proposals {
        version: snapshot.version(*file),
        counts: Counts {
            sure: review.count(Tier::Sure),
            likely: review.count(Tier::Likely),
            possible: review.count(Tier::Possible),
        },
        refused: review.refused,
        proposals: offers.map(|offer| shown(snapshot, *file, offer)).collect(),
        off: review.off,
        undated: review.undated,
        wrong,
    })
}

fn shown(snapshot: &Snapshot, file: FileId, offer: &Offer) -> Proposal {
    let ranges = |parts: &Vec<TextRange>| -> Vec<lsp::Range> {
        let parts = parts.iter();
        parts.map(|part| snapshot.range(file, *part)).collect()
    };
    let choices = offer.choices.iter().map(|choice| Choice {
        label: choice.label.clone(),
        detail: choice.detail.clone(),
        tag: choice.tag.clone(),
        declares: choice.declares.is_some(),
    });
    let starts = offer.starts.iter().map(|start| {
        let place = TextRange::new(*start, *start);
        snapshot.range(file, place).start
    });
    Proposal {
        key: offer.key.clone(),
        tier: offer.tier.name(),
        kind: match offer.form {
            QuoteForm::Direct => "direct",
            QuoteForm::Mixed => "mixed",
            QuoteForm::Indirect => "indirect",
        },
        reason: offer.reason.clone(),
        fragments: ranges(&offer.fragments),
        choices: choices.collect(),
        chosen: offer.chosen,
        question: offer.question.clone(),
        ends: offer.ends.iter().map(ranges).collect(),
        starts: starts.collect(),
    }
}

/// The edit that a yes to one proposal comes to.
///
/// # Errors
/// When the document has changed, the proposal is gone, or has no such choice or end.
pub fn accepted(snapshot: &Snapshot, yes: &Yes) -> CommandResult<Value> {
    let (snapshot, file) = &of_document(snapshot, &yes.uri)?;
    same_version(snapshot, *file, yes.version)?;
    let (review, _) = reviewed_with(snapshot, *file, &yes.what)?;
    let offer = found(&review, &yes.key)?;
    let choice = match yes.choice.or(offer.chosen) {
        Some(choice) => choice,
        None => {
            let question = offer.question.as_deref().unwrap_or("Who is meant?");
            return Err(Refusal(format!(
                "this proposal has to be asked about first: {question}"
            )));
        }
    };
    let settings = snapshot.settings_of(*file);
    let cast = settings.cast.as_deref();
    let wanted = Taken {
        choice,
        start: yes.start,
        end: yes.end,
    };
    let taken = accept(&snapshot.corpus, *file, offer, wanted, cast)?;
    let cursor = TextRange::new(taken.cursor, taken.cursor);
    json(&Accepted {
        cursor: snapshot
            .range_in(&LineIndex::new(&taken.text), cursor)
            .start,
        edit: snapshot.workspace_edit(&taken.edit)?,
        declared: taken.declared,
    })
}

/// The edit that a yes to all of a tier and of surer ones comes to.
///
/// # Errors
/// When the document has changed.
pub fn all_accepted(snapshot: &Snapshot, yes: &YesToAll) -> CommandResult<Value> {
    let (snapshot, file) = &of_document(snapshot, &yes.uri)?;
    same_version(snapshot, *file, yes.version)?;
    let (review, _) = reviewed_with(snapshot, *file, &yes.what)?;
    let settings = snapshot.settings_of(*file);
    let cast = settings.cast.as_deref();
    let (edit, taken) = accept_all(&snapshot.corpus, *file, &review, yes.tier.into(), cast)?;
    json(&AllAccepted {
        edit: snapshot.workspace_edit(&edit)?,
        count: taken.len(),
    })
}

/// Notes that a proposal or one of its speakers is not wanted now.
///
/// # Errors
/// When the proposal is gone, has no such choice, or the refusal cannot be kept.
pub fn refuse(snapshot: &Snapshot, no: &NotNow) -> CommandResult<Value> {
    let (snapshot, file) = &of_document(snapshot, &no.uri)?;
    let (review, _) = reviewed_with(snapshot, *file, &no.what)?;
    let offer = found(&review, &no.key)?;
    let speaker = match no.choice {
        None => None,
        Some(choice) => match offer.choices.get(choice) {
            Some(choice) => Some(&*choice.speaker),
            None => {
                return Err(Refusal(format!(
                    "this proposal has no speaker with the number {choice}"
                )));
            }
        },
    };
    let kept = snapshot
        .refusals
        .refuse(&path_of(snapshot, *file), &no.key, speaker);
    kept.map_err(|error| Refusal(format!("the refusal cannot be kept: {error}")))?;
    snapshot.proposed.note_refusal();
    Ok(Value::Null)
}

/// The edit that gives an article without a date one.
///
/// # Errors
/// When the document has changed or has a date, and when it is no date.
pub fn dated(snapshot: &Snapshot, wanted: &NewDate) -> CommandResult<Value> {
    let (snapshot, file) = &of_document(snapshot, &wanted.uri)?;
    same_version(snapshot, *file, wanted.version)?;
    let edit = set_date(&snapshot.corpus, *file, &wanted.date)?;
    json(&Edit {
        edit: snapshot.workspace_edit(&edit)?,
    })
}

/// The edit that says in the article that the words of a proposal are no quote.
///
/// # Errors
/// When the document has changed, or the proposal is gone.
pub fn is_no_quote(snapshot: &Snapshot, no: &NoQuote) -> CommandResult<Value> {
    let (snapshot, file) = &of_document(snapshot, &no.uri)?;
    same_version(snapshot, *file, no.version)?;
    let (review, _) = reviewed_with(snapshot, *file, &no.what)?;
    if matches!(no.what, What::Names) {
        return Err(Refusal("a name is no quote; leave it, or refuse it".into()));
    }
    let edit = no_quote(&snapshot.corpus, *file, found(&review, &no.key)?)?;
    json(&Edit {
        edit: snapshot.workspace_edit(&edit)?,
    })
}

/// Shows refused proposals again, and says how many.
///
/// # Errors
/// When that cannot be kept.
pub fn bring_back(snapshot: &Snapshot, again: &ShownAgain) -> CommandResult<Value> {
    let (snapshot, file) = &of_document(snapshot, &again.uri)?;
    let which = match (&again.key, again.all) {
        (_, true) => BringBack::All,
        (Some(key), false) => BringBack::Key(key.clone()),
        (None, false) => BringBack::Last,
    };
    let path = path_of(snapshot, *file);
    let brought = snapshot.refusals.bring_back(&path, &which);
    let brought =
        brought.map_err(|error| Refusal(format!("the refusals cannot be taken back: {error}")))?;
    snapshot.proposed.note_refusal();
    json(&brought)
}

fn reviewed(snapshot: &Snapshot, file: FileId) -> Review {
    let refused = snapshot.refused(file);
    review(
        &snapshot.corpus,
        file,
        snapshot.review_rules(file, &refused),
    )
}

/// What is proposed for a document, or what a file of others says of it, with what is wrong
/// in that file.
fn reviewed_with(
    snapshot: &Snapshot,
    file: FileId,
    what: &What,
) -> CommandResult<(Review, Vec<String>)> {
    let from = match what {
        What::Quotes => return Ok((reviewed(snapshot, file), Vec::new())),
        What::Names => {
            let refused = snapshot.refused(file);
            let rules = snapshot.review_rules(file, &refused);
            return Ok((people(&snapshot.corpus, file, rules), Vec::new()));
        }
        What::File(from) => from,
    };
    if !snapshot.settings_of(file).proposals {
        return Ok((reviewed(snapshot, file), Vec::new()));
    }
    let unreadable =
        |why: std::io::Error| Refusal(format!("{} cannot be read: {why}", from.display()));
    if !from.is_absolute() {
        return Err(Refusal(format!(
            "{} is no full path; `file` takes one",
            from.display()
        )));
    }
    let found = snapshot.foreign.read(from).map_err(unreadable)?;
    let entry = snapshot.corpus.file(file);
    let source = snapshot.corpus.source(file);
    let (Some(entry), Some(source)) = (entry, source) else {
        return Ok((Review::default(), Vec::new()));
    };
    let facts = entry.facts();
    let id = facts.article.as_ref().map(|own| &*own.text);
    let hash = fingerprint(&strip(&source.text, &source.document));
    let lines = found.of_article(&entry.path, id);
    let (same, others): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.hash == hash);
    let mut wrong = found.senseless.clone();
    let name = entry.path.file_name().unwrap_or_default();
    let why = other_text(&name.to_string_lossy(), &hash);
    wrong.extend(others.iter().map(|line| (line.number, why.clone())));
    let quotes: Vec<ForeignQuote> = same.iter().map(|line| line.quote.clone()).collect();
    let refused = snapshot.refused(file);
    let Foreign {
        mut review,
        wrong: unfit,
        ..
    } = foreign(&snapshot.corpus, file, &quotes, Some(&refused));
    wrong.extend(
        unfit
            .into_iter()
            .map(|(quote, why)| (same[quote].number, why)),
    );
    wrong.sort();
    if quotes.is_empty() && others.is_empty() {
        review.off = Some(format!(
            "{} says nothing of this article: no line has its path from there or its `id`",
            from.display()
        ));
    }
    let shown = wrong.into_iter().take(MOST_WRONG);
    let shown = shown.map(|(number, why)| label(&format!("line {number}: {why}")));
    Ok((review, shown.collect()))
}

/// How many quotes are proposed for a document, possible ones left out.
pub fn count(snapshot: &Snapshot, file: FileId) -> usize {
    let review = reviewed(snapshot, file);
    review.count(Tier::Sure) + review.count(Tier::Likely)
}

fn path_of(snapshot: &Snapshot, file: FileId) -> std::path::PathBuf {
    let file = snapshot.corpus.file(file);
    file.map(|file| file.path.to_path_buf()).unwrap_or_default()
}

fn found<'r>(review: &'r Review, key: &str) -> CommandResult<&'r Offer> {
    review.find(key).ok_or_else(|| {
        Refusal(match &review.off {
            Some(off) => off.clone(),
            None => "this proposal is gone: its words have changed, are tagged, or were refused; \
                     ask for the proposals again"
                .into(),
        })
    })
}

fn same_version(snapshot: &Snapshot, file: FileId, version: i32) -> CommandResult<()> {
    match snapshot.version(file) {
        Some(now) if now == version => Ok(()),
        Some(now) => Err(Refusal(format!(
            "the article has changed since this was proposed: it is version {now}, and not \
             {version}; ask for the proposals again"
        ))),
        None => Err(Refusal(
            "the article is not open; open it before its proposals are taken".into(),
        )),
    }
}
