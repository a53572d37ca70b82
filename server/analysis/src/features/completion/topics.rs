//! Which topics a quote is probably about: those of the nearest quotes that are
//! coded already.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::context::TagContext;
use super::entities::{Candidate, candidates};
use super::entity_filter::{EntityFilter, names_of};
use super::rank::Compared;
use super::request::CompletionRequest;
use crate::model::{EntityId, QuoteFacts, QuoteWords};
use crate::syntax::{BlockKind, EntityKind, Side, TextRange};

/// How many topics are compared, those used most.
const COMPARED: usize = 256;
/// What it counts when all words of a topic's name stand in the quote. A quote
/// that has the same words as all those on a topic has 1.
const NAMED: f32 = 0.2;
/// What it counts that the quote before is on a topic; each further one counts
/// less by a factor.
const BESIDE: f32 = 0.1;
/// What it counts that the same speaker was on it last, likewise.
const SAME_SPEAKER: f32 = 0.05;
const FURTHER: f32 = 0.4;
/// What it counts that the article names a topic elsewhere.
const MENTIONED: f32 = 0.02;
/// How many of a speaker's topics count.
const OF_SPEAKER: usize = 4;

/// The topics that fit what is typed and are not in the tag yet, the likeliest first.
pub fn topic_candidates(request: &CompletionRequest, place: &TagContext) -> Vec<Candidate> {
    let mut without = Vec::new();
    for side in [Side::On, Side::For, Side::Against] {
        without.extend(request.given(place, side.word()));
    }
    let filter = EntityFilter {
        kinds: &[EntityKind::Topic],
        without: &without,
        fit: Compared::Nothing,
        preferred: None,
        near: &likely_topics(request, place, &request.given(place, "by")),
    };
    candidates(request, request.typed(), &filter)
}

/// The topics that a quote may be about, with the place of each, 0 the likeliest.
/// `speakers` are those who say it. No side is ever guessed.
fn likely_topics(
    request: &CompletionRequest,
    place: &TagContext,
    speakers: &[EntityId],
) -> HashMap<EntityId, usize> {
    let used = most_used(request);
    let counted = request.corpus.topic_words(&used, request.file);
    let mut scores: HashMap<EntityId, f32> = HashMap::new();
    if let Some(range) = words_of_place(request, place) {
        let words = QuoteWords::new(request.source, range);
        scores.extend(counted.nearness(&words));
        for topic in &used {
            let named = share_named(request, *topic, &words);
            *scores.entry(*topic).or_default() += NAMED * named;
        }
    }
    let mut of_speaker: Vec<EntityId> = Vec::new();
    let mut beside = BESIDE;
    for quote in quotes_beside(request, place) {
        for (_, topic) in &quote.topics {
            *scores.entry(*topic).or_default() += beside;
        }
        if !quote.topics.is_empty() {
            beside *= FURTHER;
        }
        if is_by(&quote, speakers) {
            of_speaker.extend(quote.topics.iter().map(|(_, topic)| *topic));
        }
    }
    let elsewhere = speakers.iter();
    of_speaker.extend(elsewhere.flat_map(|speaker| counted.topics_of(*speaker).take(99)));
    let mut same = SAME_SPEAKER;
    for topic in distinct(of_speaker).take(OF_SPEAKER) {
        *scores.entry(topic).or_default() += same;
        same *= FURTHER;
    }
    for topic in mentioned(request) {
        *scores.entry(topic).or_default() += MENTIONED;
    }
    let mut ranked: Vec<(EntityId, f32)> = scores.into_iter().collect();
    ranked.retain(|(_, score)| *score > 0.0);
    ranked.sort_by_cached_key(|(topic, score)| {
        // What is as likely to a thousandth is as likely.
        let score = Reverse((score * 1000.0).round() as i32);
        (
            score,
            Reverse(uses(request, *topic)),
            request.corpus.written(*topic),
        )
    });
    let places = ranked.into_iter().zip(0..);
    places.map(|((topic, _), place)| (topic, place)).collect()
}

/// The declared topics that are used most, those first.
fn most_used(request: &CompletionRequest) -> Vec<EntityId> {
    let ids = request.corpus.index().search().ids();
    let topics = ids.filter(|id| id.entity.kind() == EntityKind::Topic);
    let topics = topics.enumerate().map(|(place, id)| {
        let uses = Reverse(uses(request, id.entity));
        (uses, place, id.entity)
    });
    let mut topics: Vec<_> = topics.collect();
    if topics.len() > COMPARED {
        topics.select_nth_unstable_by_key(COMPARED, |(uses, place, _)| (*uses, *place));
        topics.truncate(COMPARED);
    }
    topics.sort_unstable_by_key(|(uses, place, _)| (*uses, *place));
    topics.into_iter().map(|(_, _, topic)| topic).collect()
}

fn uses(request: &CompletionRequest, topic: EntityId) -> usize {
    let uses = request.corpus.index().uses(topic);
    uses.map_or(0, |uses| uses.quotes_on())
}

/// The words that are tagged: those of the span, or what stands in the fence.
fn words_of_place(request: &CompletionRequest, place: &TagContext) -> Option<TextRange> {
    let document = &request.source.document;
    if let Some(span) = place.span {
        return Some(document.spans.get(span)?.words);
    }
    let fences = document.blocks.iter().filter_map(|block| match block.kind {
        BlockKind::Fence(fence) => document.fences.get(fence),
        _ => None,
    });
    let mut around = fences.filter(|fence| fence.start.from() == place.range.from());
    around.next().map(|fence| fence.words)
}

/// How much of one of a topic's names stands in a quote.
fn share_named(request: &CompletionRequest, topic: EntityId, words: &QuoteWords) -> f32 {
    let declared = request.corpus.entity(topic);
    let declared = declared.iter().flat_map(|declared| declared.declared());
    let shares = declared.flat_map(names_of).map(|name| words.share_of(name));
    shares.fold(0.0, f32::max)
}

/// The other quotes of the article: those before the place, the nearest first,
/// then those after it.
fn quotes_beside(request: &CompletionRequest, place: &TagContext) -> Vec<QuoteFacts> {
    let Some(file) = request.corpus.file(request.file) else {
        return Vec::new();
    };
    let facts = file.facts();
    let is_other = |quote: &&QuoteFacts| !quote.tag.touches(request.offset);
    let quotes = facts.quotes.iter().filter(is_other);
    let (mut before, behind): (Vec<_>, Vec<_>) =
        quotes.partition(|quote| quote.tag.to() <= place.range.to());
    before.reverse();
    before.into_iter().chain(behind).cloned().collect()
}

/// To whom the other quotes of the article were said, the nearest first.
pub fn addressed_beside(request: &CompletionRequest, place: &TagContext) -> Vec<EntityId> {
    let quotes = quotes_beside(request, place).into_iter();
    distinct(quotes.flat_map(|quote| quote.to.into_vec())).collect()
}

/// Whether one of these said a quote.
fn is_by(quote: &QuoteFacts, speakers: &[EntityId]) -> bool {
    let mut said = quote.known_speakers();
    said.any(|speaker| speakers.contains(&speaker))
}

/// The topics that a tag of the article mentions.
fn mentioned(request: &CompletionRequest) -> Vec<EntityId> {
    let occurrences = request
        .corpus
        .file(request.file)
        .map(|file| file.occurrences());
    let occurrences = occurrences
        .iter()
        .flat_map(|occurrences| occurrences.iter());
    let others = occurrences.filter(|named| !named.range.touches(request.offset));
    let topics = others.filter(|named| named.entity.kind() == EntityKind::Topic);
    distinct(topics.map(|named| named.entity)).collect()
}

/// Each once, in the same order.
fn distinct(entities: impl IntoIterator<Item = EntityId>) -> impl Iterator<Item = EntityId> {
    let mut seen = std::collections::HashSet::new();
    entities
        .into_iter()
        .filter(move |entity| seen.insert(*entity))
}
