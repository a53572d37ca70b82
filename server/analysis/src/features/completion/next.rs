//! What may come after a clause of a tag: other clauses, those of the speaker's
//! quote before, and topics by what is typed of them.

use super::context::{Expected, TagContext};
use super::entities::item;
use super::item::{Item, ItemKind};
use super::request::CompletionRequest;
use super::topics::topic_candidates;
use crate::features::shared::wording::one_line;
use crate::model::EntityId;
use crate::syntax::{Clauses, Quote, Reference, Side, Speaker};

/// How many topics are offered with each of their sides.
const TOPICS: usize = 5;

/// The clauses, with what each says.
pub const CLAUSES: [(&str, &str); 8] = [
    ("by", "who spoke"),
    ("of", "for which organisation"),
    ("to", "to whom"),
    ("on", "about which topic, taking no side"),
    ("for", "in favour of which topic"),
    ("against", "against which topic"),
    ("at", "when, if not at the article’s date"),
    ("as", "in which capacity, in quotation marks"),
];

/// What may come after a clause, where no sigil is typed.
pub fn next_clauses(request: &CompletionRequest, place: &TagContext) -> Vec<Item> {
    let is_topical = |word: &str| matches!(word, "on" | "for" | "against");
    let is_given = |word: &str| place.given.contains(&word);
    let open = CLAUSES.iter().filter(|(word, _)| {
        word.starts_with(request.typed()) && (!is_given(word) || is_topical(word))
    });
    let (again, new): (Vec<_>, Vec<_>) = open.partition(|(word, _)| is_given(word));
    let clauses = new.into_iter().chain(again);
    let clauses = clauses.map(|(word, says)| Item {
        detail: Some((*says).into()),
        asks_again: has_answer(request, word),
        ..request.item(ItemKind::Keyword, (*word).into(), format!("{word} "))
    });
    let before = clauses_before(request, place).into_iter();
    let mut items: Vec<Item> = before.chain(clauses).collect();
    items.extend(topics_with_sides(request, place));
    items
}

/// Whether anything is offered after a clause where nothing is typed yet. A menu that is
/// opened with nothing in it stays empty in some editors, whatever is typed then.
fn has_answer(request: &CompletionRequest, clause: &str) -> bool {
    let counts = request.corpus.counts();
    match clause {
        // Nobody knows yet.
        _ if request.corpus.is_partial() => true,
        "on" | "for" | "against" => counts.topics > 0,
        "of" => counts.organisations > 0,
        "by" | "to" => counts.people + counts.organisations > 0,
        "at" => request.date.is_some(),
        _ => true,
    }
}

/// The clauses of the quote before by the same speakers that this one does not have yet: all,
/// after the speakers, and the rest where one was written with the quote, such as `to`.
fn clauses_before(request: &CompletionRequest, place: &TagContext) -> Option<Item> {
    let is_next = matches!(place.expected, Expected::Next(_)) && place.given.first() == Some(&"by");
    if !is_next {
        return None;
    }
    let speakers = distinct(request.given(place, "by"));
    let quotes = request.source.document.quotes.iter().rev();
    let before = quotes.filter(|quote| {
        let is_before = quote.tag_range.to() <= place.range.to();
        is_before && !quote.tag_range.touches(request.offset)
    });
    let mut same = before.filter(|quote| said_by(request, quote).as_ref() == Some(&speakers));
    let clauses = same.find_map(|quote| {
        let clauses = written(request, &quote.clauses);
        let has = |word: &str| place.given.contains(&word);
        let is_sided = Side::ALL.iter().any(|side| has(side.word()));
        let clauses = clauses.into_iter().filter(|(word, _)| {
            let is_topic = Side::ALL.iter().any(|side| side.word() == *word);
            !(has(word) || is_topic && is_sided)
        });
        let clauses: Vec<String> = clauses.map(|(_, clause)| clause).collect();
        (!clauses.is_empty()).then(|| clauses.join(" "))
    });
    let clauses = clauses.filter(|clauses| clauses.starts_with(request.typed()))?;
    Some(Item {
        detail: Some("as in this speaker’s quote before".into()),
        ..request.item(ItemKind::Keyword, clauses.clone(), clauses)
    })
}

/// Those who said a quote, in an order of their own; nothing where one is not known.
fn said_by(request: &CompletionRequest, quote: &Quote) -> Option<Vec<EntityId>> {
    let ids = request.corpus.ids();
    let speakers = quote.clauses.speakers.iter().map(|speaker| match speaker {
        Speaker::Known(reference) => Some(ids.of(*reference, &request.source.text)),
        _ => None,
    });
    speakers.collect::<Option<Vec<_>>>().map(distinct)
}

fn distinct(mut entities: Vec<EntityId>) -> Vec<EntityId> {
    entities.sort_unstable();
    entities.dedup();
    entities
}

/// Clauses as they are written after the speakers, in one line, each with its word.
fn written(request: &CompletionRequest, clauses: &Clauses) -> Vec<(&'static str, String)> {
    let text: &str = &request.source.text;
    let id = |reference: &Reference| &text[reference.range];
    let mut all: Vec<(&'static str, String)> = Vec::new();
    all.extend(clauses.of.iter().map(|of| ("of", format!("of {}", id(of)))));
    if !clauses.to.is_empty() {
        let to: Vec<&str> = clauses.to.iter().map(id).collect();
        all.push(("to", format!("to {}", to.join(", "))));
    }
    for side in Side::ALL {
        let topics = clauses.topics.iter().filter(|topic| topic.side == side);
        let topics: Vec<&str> = topics.map(|topic| id(&topic.reference)).collect();
        if !topics.is_empty() {
            let clause = format!("{} {}", side.word(), topics.join(", "));
            all.push((side.word(), clause));
        }
    }
    all.extend(clauses.at.map(|at| ("at", format!("at {at}"))));
    let capacity = clauses.capacity.map(|words| one_line(&text[words]));
    all.extend(capacity.map(|words| ("as", format!("as \"{words}\""))));
    all
}

/// The likeliest topics that fit what is typed, each taking no side, its own and
/// the other: which of them holds is for the annotator to say.
fn topics_with_sides(request: &CompletionRequest, place: &TagContext) -> Vec<Item> {
    if request.typed().is_empty() {
        return Vec::new();
    }
    let found = topic_candidates(request, place).into_iter().take(TOPICS);
    let items = found.flat_map(|found| {
        let sides = [Side::On, Side::For, Side::Against];
        sides.map(|side| {
            let clause = format!("{} {}", side.word(), found.written);
            item(request, found.entity, clause.clone(), clause)
        })
    });
    items.collect()
}
