//! What is offered in tags and on the first lines of fences.

use std::collections::HashMap;

use super::context::{Expected, TagContext};
use super::entities::{Candidate, candidates, item};
use super::entity_filter::{EntityFilter, LIMIT};
use super::next::next_clauses;
use super::quoted_words::{capacities, unnamed};
use super::rank::{Compared, EXACT, GOOD, NONE, SpanWords, Typed};
use super::topics::{addressed_beside, topic_candidates};
use super::{CompletionRequest, Item, ItemKind, NewEntity};
use crate::features::declare::{declare, home, is_home, proposed_id, proposed_name};
use crate::features::shared::name_of_id::name_of_id;
use crate::features::shared::names::{bare_name, is_quoted, looks_like_body, looks_like_name};
use crate::features::shared::wording::one_line;
use crate::model::{EntityId, organisations_then};
use crate::syntax::{BlockKind, EntityKind, PartialDate, TextRange, plain_words};

/// How many whole clauses with a speaker are offered to begin with.
const SPEAKERS: usize = 5;
/// From how many words on a span is taken for a quote rather than a name.
const QUOTE_WORDS: usize = 5;

/// What is offered at a place of a tag, best first.
pub fn items(request: &CompletionRequest, place: &TagContext) -> Vec<Item> {
    let clause = match place.expected {
        Expected::Start if place.span.is_none() => return fence_start(request, place),
        Expected::Start => return start(request, place),
        Expected::Capacity => return capacities(request, place, false),
        Expected::Unnamed => return unnamed(request, false),
        Expected::Value(clause) => clause,
        Expected::Next(clause) if has_sigil(request.typed()) => clause,
        Expected::Next(_) => return next_clauses(request, place),
    };
    match clause {
        "by" => speaker_values(request, place),
        "of" => organisations(request, place),
        "to" => addressees(request, place),
        "at" => dates(request),
        "as" => capacities(request, place, true),
        _ => topics(request, place),
    }
}

fn has_sigil(typed: &str) -> bool {
    typed.starts_with(['@', '&', '#'])
}

// ---- The first word ---------------------------------------------------------

fn start(request: &CompletionRequest, place: &TagContext) -> Vec<Item> {
    let typed = request.typed();
    let words = words(request, place);
    let span_words = SpanWords::new(&words);
    let near = named_around(request, place);
    let filter = EntityFilter {
        kinds: &EntityKind::ALL,
        without: &[],
        fit: Compared::Name(&span_words),
        preferred: preferred_kind(&words),
        near: &near,
    };
    let found = candidates(request, typed, &filter);
    let best = found.iter().map(|found| found.fit).min().unwrap_or(NONE);
    let count = words.split_whitespace().count();
    // `GPC chairman Dr Laurence Buckman` ends with the name.
    let last = words.rsplit(' ').next().unwrap_or_default();
    let is_titled = best < GOOD && count < 2 * QUOTE_WORDS && last.starts_with(char::is_uppercase);
    let is_long = count >= QUOTE_WORDS && best > EXACT && !is_titled;
    // What begins with a sigil is a mention, but for a person after words in
    // quotation marks.
    let is_quote = match is_quoted(&words) {
        true => !typed.starts_with(['&', '#']),
        false => is_long && !has_sigil(typed),
    };
    let (good, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|found| found.fit <= GOOD);
    let new = if best > EXACT && !is_quote {
        new_items(request, place, &words, typed)
    } else {
        Vec::new()
    };
    let mention = |found: Vec<Candidate>| -> Vec<Item> {
        let items = found.into_iter().map(|found| {
            let insert = closing(place, &found.written);
            item(request, found.entity, found.written.to_string(), insert)
        });
        items.collect()
    };
    let quote = quote_items(request, place, is_quote);
    let mut items = if is_quote { quote } else { Vec::new() };
    if items.is_empty() {
        let rest = if is_quote {
            Vec::new()
        } else {
            quote_items(request, place, false)
        };
        items.extend(mention(good));
        // What is typed fits somebody: that one is probably meant.
        let is_typed = !typed.trim_start_matches(['@', '&', '#']).is_empty();
        let (first, last) = if is_typed && items.is_empty() && !others.is_empty() {
            (Vec::new(), new)
        } else {
            (new, Vec::new())
        };
        items.extend(first);
        items.extend(mention(others));
        items.extend(last);
        items.truncate(LIMIT - rest.len().min(LIMIT));
        items.extend(rest);
    } else {
        items.extend(mention(good));
        items.extend(mention(others));
        items.truncate(LIMIT);
    }
    items
}

/// What makes a quote of the words: whole clauses with those who probably said
/// them, then the other words that a tag can begin with.
fn quote_items(request: &CompletionRequest, place: &TagContext, is_quote: bool) -> Vec<Item> {
    let typed = request.typed();
    if has_sigil(typed) && !is_quote {
        return Vec::new();
    }
    let is_by = "by".starts_with(typed) && !typed.is_empty();
    let filter = if is_by { "" } else { typed };
    let limit = if is_quote || is_by { SPEAKERS } else { 2 };
    let new = match is_quote || is_by {
        true => undeclared_speaker(request, place, "by ", filter),
        false => None,
    };
    let mut items: Vec<Item> = new.into_iter().collect();
    for found in speakers(request, place, filter).into_iter().take(limit) {
        let clause = format!("by {}", found.written);
        let insert = closing(place, &clause);
        items.push(item(request, found.entity, clause, insert));
    }
    let continues = continues_quote(request, place);
    if "more".starts_with(typed) && continues != Continues::Nothing {
        let item = Item {
            detail: Some("the quote before goes on".into()),
            ..request.item(ItemKind::Keyword, "more".into(), closing(place, "more"))
        };
        let first = is_quote && continues == Continues::Here;
        items.insert(
            if first {
                items.len().min(1)
            } else {
                items.len()
            },
            item,
        );
    }
    for (word, insert, detail, again) in [
        ("by", "by ".to_owned(), "who spoke these words", true),
        ("by ?", closing(place, "by ?"), "an unknown speaker", false),
        (
            "note:",
            "note: ".to_owned(),
            "a remark on these words",
            false,
        ),
    ] {
        if word.starts_with(typed) {
            items.push(Item {
                detail: Some(detail.into()),
                asks_again: again,
                ..request.item(ItemKind::Keyword, word.into(), insert)
            });
        }
    }
    items
}

fn fence_start(request: &CompletionRequest, place: &TagContext) -> Vec<Item> {
    let mut items = quote_items(request, place, true);
    items.retain(|item| item.label.starts_with("by"));
    items
}

/// Whether a quote stands before with which this one may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Continues {
    Nothing,
    Before,
    Here,
}

fn continues_quote(request: &CompletionRequest, place: &TagContext) -> Continues {
    let document = &request.source.document;
    let before =
        |quote: &&crate::syntax::Quote| !quote.fenced && quote.tag_range.to() <= place.range.from();
    let Some(last) = document.quotes.iter().rfind(before) else {
        return Continues::Nothing;
    };
    let is_paragraph = |block: &&crate::syntax::Block| {
        block.kind == BlockKind::Paragraph && block.range.touches(place.range.from())
    };
    let paragraph = document.blocks.iter().find(is_paragraph);
    match paragraph {
        Some(block) if block.range.covers(last.tag_range) => Continues::Here,
        _ => Continues::Before,
    }
}

/// The kind that a pronoun stands for.
fn preferred_kind(words: &str) -> Option<EntityKind> {
    match bare_name(words).to_lowercase().as_str() {
        "he" | "she" | "him" | "her" | "his" | "hers" | "i" | "me" | "my" | "himself"
        | "herself" | "who" | "whose" => Some(EntityKind::Person),
        "it" | "its" | "itself" => Some(EntityKind::Organisation),
        _ => None,
    }
}

/// The plain words of the span, in one line; none of a fence.
fn words(request: &CompletionRequest, place: &TagContext) -> String {
    let document = &request.source.document;
    let span = place.span.and_then(|span| document.spans.get(span));
    let words = span.map(|span| plain_words(&request.source.text, span.words, document));
    one_line(&words.unwrap_or_default())
}

/// With the brace that ends the tag, where it has none.
fn closing(place: &TagContext, insert: &str) -> String {
    let brace = if place.closed { "" } else { "}" };
    format!("{insert}{brace}")
}

// ---- What clauses take ------------------------------------------------------

fn speakers(request: &CompletionRequest, place: &TagContext, typed: &str) -> Vec<Candidate> {
    let near = ranked(&request.near(place).speakers);
    let filter = EntityFilter {
        kinds: &[EntityKind::Person, EntityKind::Organisation],
        without: &request.given(place, "by"),
        fit: Compared::Nothing,
        preferred: None,
        near: &near,
    };
    candidates(request, typed, &filter)
}

fn speaker_values(request: &CompletionRequest, place: &TagContext) -> Vec<Item> {
    let found = speakers(request, place, request.typed());
    let is_known = found.iter().any(|found| found.typed == 0);
    let mut items = references(request, found);
    if !is_known && request.typed().chars().count() > 2 {
        items.extend(new_items(request, place, "", request.typed()));
    }
    if let Some(new) = undeclared_speaker(request, place, "", request.typed()) {
        items.retain(|item| item.insert != new.insert);
        items.insert(0, new);
    }
    if request.typed().is_empty() {
        let unknown = Item {
            detail: Some("an unknown speaker".into()),
            ..request.item(ItemKind::Keyword, "?".into(), "?".into())
        };
        items.insert(items.len().min(LIMIT - 1), unknown);
    }
    items.extend(unnamed(request, true));
    items
}

fn organisations(request: &CompletionRequest, place: &TagContext) -> Vec<Item> {
    let mut near = named_around(request, place);
    put_first(&mut near, &role_organisations(request, place));
    let filter = EntityFilter {
        kinds: &[EntityKind::Organisation],
        without: &request.given(place, "of"),
        fit: Compared::Nothing,
        preferred: None,
        near: &near,
    };
    references(request, candidates(request, request.typed(), &filter))
}

/// The organisations of the speakers' roles then.
fn role_organisations(request: &CompletionRequest, place: &TagContext) -> Vec<EntityId> {
    organisations_then(request.corpus, request.given(place, "by"), request.date)
}

fn addressees(request: &CompletionRequest, place: &TagContext) -> Vec<Item> {
    let mut near = named_around(request, place);
    put_first(&mut near, &header_source(request));
    put_first(&mut near, &addressed_beside(request, place));
    let mut without = request.given(place, "to");
    without.extend(request.given(place, "by"));
    let filter = EntityFilter {
        kinds: &[EntityKind::Organisation, EntityKind::Person],
        without: &without,
        fit: Compared::Nothing,
        preferred: None,
        near: &near,
    };
    references(request, candidates(request, request.typed(), &filter))
}

/// The organisation from which the article comes.
fn header_source(request: &CompletionRequest) -> Vec<EntityId> {
    let header = request.source.document.header.iter();
    let properties = header.flat_map(|header| &header.properties);
    let text = &request.source.text;
    properties
        .filter(|property| property.key(text) == "source")
        .flat_map(|property| &property.references)
        .map(|reference| request.corpus.ids().of(*reference, text))
        .collect()
}

fn topics(request: &CompletionRequest, place: &TagContext) -> Vec<Item> {
    let found = topic_candidates(request, place);
    let is_known = found.iter().any(|found| found.typed == 0);
    let mut items = references(request, found);
    if !is_known && request.typed().chars().count() > 2 {
        items.extend(new_items(request, place, "", request.typed()));
    }
    items
}

fn dates(request: &CompletionRequest) -> Vec<Item> {
    let Some(date) = request.date else {
        return Vec::new();
    };
    let whole = date.to_string();
    let shapes = [10, 7, 4].map(|length| whole.get(..length));
    let mut dates: Vec<String> = shapes.into_iter().flatten().map(str::to_owned).collect();
    if let Some(file) = request.corpus.file(request.file) {
        let facts = file.facts();
        let other = facts.quotes.iter().filter_map(|quote| quote.at);
        dates.extend(other.map(|at: PartialDate| at.to_string()));
    }
    let mut items: Vec<Item> = Vec::new();
    for written in dates {
        let is_new = items.iter().all(|item| item.label != written);
        if is_new && written.starts_with(request.typed()) {
            let is_whole = written == whole;
            items.push(Item {
                detail: is_whole.then(|| "the article’s date".into()),
                ..request.item(ItemKind::Date, written.clone(), written)
            });
        }
    }
    items
}

fn references(request: &CompletionRequest, found: Vec<Candidate>) -> Vec<Item> {
    let items = found.into_iter().map(|found| {
        let written = found.written.to_string();
        item(request, found.entity, written.clone(), written)
    });
    items.collect()
}

/// Who is named around the tag's words, with how near each is: 0 the nearest.
fn named_around(request: &CompletionRequest, place: &TagContext) -> HashMap<EntityId, usize> {
    ranked(&request.near(place).named)
}

/// How near each is: 0 the nearest.
fn ranked(near: &[EntityId]) -> HashMap<EntityId, usize> {
    near.iter().copied().zip(0..).collect()
}

fn put_first(near: &mut HashMap<EntityId, usize>, first: &[EntityId]) {
    for rank in near.values_mut() {
        *rank += first.len();
    }
    near.extend(
        first
            .iter()
            .enumerate()
            .map(|(rank, entity)| (*entity, rank)),
    );
}

// ---- What is not declared yet -----------------------------------------------

/// Items that declare what the words name, or else what is typed.
fn new_items(
    request: &CompletionRequest,
    place: &TagContext,
    words: &str,
    typed: &str,
) -> Vec<Item> {
    let sigil = typed.chars().next().and_then(EntityKind::of_sigil);
    let id = typed.trim_start_matches(['@', '&', '#']);
    let takes = |kind: EntityKind| match place.expected {
        Expected::Start => true,
        Expected::Value("by") | Expected::Next("by") => kind != EntityKind::Topic,
        _ => kind == EntityKind::Topic,
    };
    let is_for_topic = matches!(place.expected, Expected::Value("on" | "for" | "against"));
    let is_name = looks_like_name(words);
    let kinds: Vec<EntityKind> = match sigil {
        Some(kind) => vec![kind],
        None if is_name && looks_like_body(words) => {
            vec![EntityKind::Organisation, EntityKind::Person]
        }
        None if is_name => vec![EntityKind::Person, EntityKind::Organisation],
        // Where only a topic can stand, its sign may be left out.
        None if is_for_topic => vec![EntityKind::Topic],
        None => Vec::new(),
    };
    let mut items = Vec::new();
    for kind in kinds.into_iter().filter(|kind| takes(*kind)) {
        let fits = is_name || (kind == EntityKind::Topic && !words.is_empty());
        let (written, name) = if fits {
            let proposed = proposed_id(words, kind, request.corpus);
            let written = match Typed::new(id).fit(&proposed) {
                Some(_) => proposed,
                None => proposed_id(id, kind, request.corpus),
            };
            (written, proposed_name(words))
        } else if id.chars().count() > 2 && (place.expected != Expected::Start || sigil.is_some()) {
            // The id tells the name better than a word or two such as `the board`.
            let is_named = kind == EntityKind::Organisation && words.split(' ').count() > 2;
            let name = match is_named {
                true => proposed_name(words),
                false => name_of_id(&format!("{}{id}", kind.sigil()), &request.source.text),
            };
            (proposed_id(id, kind, request.corpus), name)
        } else {
            continue;
        };
        items.push(new_item(request, place, written, name));
    }
    items
}

/// Whoever the article says spoke, where that is somebody whom nothing declares and whom what
/// is typed fits.
fn undeclared_speaker(
    request: &CompletionRequest,
    place: &TagContext,
    before: &str,
    typed: &str,
) -> Option<Item> {
    let (name, kind) = request.near(place).undeclared.as_ref()?;
    let written = proposed_id(name, *kind, request.corpus);
    let words = Typed::new(typed);
    let fits = words.is_empty() || words.fit(name).or(words.fit_id(&written)).is_some();
    let is_kind = EntityKind::of_sigil(typed.chars().next().unwrap_or_default())
        .is_none_or(|typed| typed == *kind);
    if !fits || !is_kind {
        return None;
    }
    let insert = match before.is_empty() {
        true => written.clone(),
        false => closing(place, &format!("{before}{written}")),
    };
    let item = new_item(request, place, written, proposed_name(name));
    Some(Item { insert, ..item })
}

fn new_item(
    request: &CompletionRequest,
    place: &TagContext,
    written: String,
    name: String,
) -> Item {
    let is_whole = place.expected == Expected::Start;
    let insert = if is_whole {
        closing(place, &written)
    } else {
        written.clone()
    };
    let label = format!("declare {written}: {name}");
    let home = match request.cast.filter(|cast| is_home(request.corpus, cast)) {
        Some(cast) => request.corpus.find(cast),
        None => Some(home(request.corpus, request.file)),
    };
    let mut item = Item {
        detail: Some("new, with its declaration".into()),
        ..request.item(ItemKind::New, label, insert)
    };
    if home == Some(request.file) {
        let edit = declare(request.corpus, request.file, &written, &name, request.cast);
        // Where the article would change, the command says so.
        let edit = edit.checked(request.corpus).unwrap_or_default();
        let edits = edit.changes.into_values().flatten().collect::<Vec<_>>();
        // The editor makes both changes at once, so they may not touch.
        let apart = |range: TextRange| {
            range.to() < request.context.whole.from() || range.from() > request.context.whole.to()
        };
        if !edits.is_empty() && edits.iter().all(|edit| apart(edit.range)) {
            item.additional_edits = edits;
            return item;
        }
    }
    item.declares = Some(NewEntity { written, name });
    item
}
