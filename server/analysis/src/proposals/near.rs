//! Who is named around a place of an article, the likeliest to be meant there first.
//!
//! Where the article says who speaks, that is read as [proposals](super::proposals) read it. All
//! others are ranked as those are whom a pronoun may mean: by how far they stand from the place
//! and by how much they stand out.

use std::collections::BTreeMap;

use super::article::Article;
use super::events::Event;
use super::fragment::Fragment;
use super::german::{self, German};
use super::known::Knowns;
use super::language::Language;
use super::lexicon::{ENGLISH, GERMAN, cue};
use super::names::Names;
use super::pronouns::decay;
use super::referent::{Referent, Resolved};
use super::sieves::Sieving;
use super::subject::Reading;
use super::tiers::Tier;
use super::{Maker, ProposedSpeaker, work};
use crate::syntax::TextRange;

/// How much less a sentence and a paragraph between count.
const SENTENCE: f64 = 0.75;
const PARAGRAPH: f64 = 0.6;

/// How much less somebody counts who is named behind the place: as its speaker, and as whom a
/// pronoun there means.
const SPEAKER_BEHIND: f64 = 0.5;
const NAMED_BEHIND: f64 = 0.2;

/// How much more those count who speak in the sentence that touches the place, and those who
/// speak elsewhere.
const SPEAKS_HERE: f64 = 4.0;
const SPEAKS: f64 = 1.3;

/// After how many words somebody in the same sentence counts half.
const NEAR: f64 = 60.0;

/// How much less bodies count than people where somebody speaks.
const BODY: f64 = 0.6;

/// How much less those count who are only named in what others say.
const QUOTED: f64 = 0.25;

/// Words that a tag says to name somebody.
#[derive(Debug, Clone, Copy)]
pub struct TaggedName {
    /// The words, in bytes; of a quote the end of what was said.
    pub words: TextRange,
    /// Whom, a number in the cast.
    pub known: usize,
    /// Whether they are the speaker of a quote that ends there.
    pub speaks: bool,
}

/// Who is named around a place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Near {
    /// Those who may have said what stands there, the likeliest first.
    pub speakers: Vec<ProposedSpeaker>,
    /// Whether the article says that the first of them did.
    pub is_said: bool,
    /// The same people and bodies by how near they are named alone.
    pub named: Vec<ProposedSpeaker>,
}

/// Who is named in words around a place of them, for a cast. Whoever is only named inside of
/// the place is left out.
pub fn near(
    language: Language,
    words: &str,
    cast: &Knowns,
    tagged: &[TaggedName],
    place: TextRange,
) -> Near {
    let lexicon = match language {
        Language::German => &GERMAN,
        Language::English | Language::Other => &ENGLISH,
    };
    let article = Article::read(words, lexicon);
    let names = match language {
        Language::German => Names::of_mentions(&article, german::mentions(&article, cast), cast),
        Language::English | Language::Other => Names::of(&article, cast),
    };
    let reading = Reading {
        article: &article,
        names: &names,
    };
    let (events, fragments) = match language {
        Language::English => {
            let events = reading.events();
            let mut fragments = Sieving::run(reading, &events);
            fragments.retain(|one| reading.tier(one, &events) != Tier::Weak);
            (events, fragments)
        }
        Language::German => {
            let mut german = German::read(&article, &names);
            let mut fragments = std::mem::take(&mut german.fragments);
            fragments.retain(|one| german.tier(one) != Tier::Weak);
            (german.events, fragments)
        }
        Language::Other => (Vec::new(), Vec::new()),
    };
    let resolved = reading.resolve(&events);
    let maker = Maker::of(reading, &events, &resolved);
    let ranking = Ranking {
        reading,
        events: &events,
        resolved: &resolved,
        tagged,
        place: Place::of(&article, place),
    };
    let said = ranking.said(&fragments);
    let speakers = maker.all(said.iter().chain(&ranking.ranked(true)));
    Near {
        is_said: !said.is_empty(),
        speakers,
        named: maker.all(&ranking.ranked(false)),
    }
}

/// A place of an article, in tokens.
struct Place {
    range: TextRange,
    /// The token that follows its beginning, and the one behind its end.
    first: usize,
    end: usize,
}

impl Place {
    fn of(article: &Article, range: TextRange) -> Self {
        let tokens = &article.tokens;
        let first = tokens.partition_point(|token| token.end <= range.from());
        let end = tokens.partition_point(|token| token.start < range.to());
        Self {
            range,
            first,
            end: end.max(first),
        }
    }
}

/// Ranks those who are named in an article.
struct Ranking<'a> {
    reading: Reading<'a>,
    events: &'a [Event],
    resolved: &'a [Resolved],
    tagged: &'a [TaggedName],
    place: Place,
}

impl Ranking<'_> {
    /// Those of whom the article says that they said what stands at the place.
    fn said(&self, fragments: &[Fragment]) -> Vec<Referent> {
        let tokens = &self.reading.article.tokens;
        let shared = |one: &Fragment| {
            let range = TextRange::new(tokens[one.first].start, tokens[one.end - 1].end);
            let (from, to) = (
                range.from().max(self.place.range.from()),
                range.to().min(self.place.range.to()),
            );
            to.saturating_sub(from)
        };
        let found = fragments
            .iter()
            .filter(|one| one.event.is_some() && shared(one) > 0);
        // The first of those that have most of the place.
        let best = found.rev().max_by_key(|one| shared(one));
        let event = best.and_then(|one| one.event);
        let Some(event) = event else {
            return self.only_speaker().into_iter().collect();
        };
        let ranked = self.resolved[event].ranked.iter();
        let ranked = ranked.map(|(referent, _)| referent.clone());
        self.tagged_subject(event)
            .into_iter()
            .chain(ranked)
            .collect()
    }

    /// Whoever alone speaks in the sentence of the place, by name or as a tag says: `The plan is
    /// a worry, as [he]{@lee} has told the paper.`
    fn only_speaker(&self) -> Option<Referent> {
        let says = |event: &Event| {
            // `spoke of a worry` says who spoke, though nothing that follows it is what was said.
            (event.classes & cue::SPEECH > 0 || event.lemma == Some("speak"))
                && event.subject.inherited.is_none()
                && !event.is_passive
                && self.touches(event.sentence)
                && !self.reading.article.is_quoted(event.verb)
        };
        let events = self.events.iter().enumerate();
        let mut who = events.filter(|(_, event)| says(event)).map(|(number, _)| {
            let resolved = &self.resolved[number];
            let named = (!resolved.is_pronoun && !resolved.is_ambiguous)
                .then(|| resolved.referent.clone())
                .filter(|referent| matches!(referent, Referent::Chain(_)));
            self.tagged_subject(number).or(named)
        });
        let first = who.next().flatten()?;
        who.all(|other| other.as_ref() == Some(&first))
            .then_some(first)
    }

    /// Whom a tag names as the subject of an event: `[the chairman]{@ann-lee} said`.
    fn tagged_subject(&self, event: usize) -> Option<Referent> {
        let subject = &self.events[event].subject;
        let words = self.bytes(subject.first, subject.end);
        let mut names = self.tagged.iter().filter(|one| !one.speaks);
        let tagged = names.find(|one| one.words.covers(words) || words.covers(one.words))?;
        let chain = self.known_chains().get(&tagged.known).copied();
        chain.map(Referent::Chain)
    }

    /// All who are named outside of the place, the first the likeliest.
    fn ranked(&self, speaks: bool) -> Vec<Referent> {
        let names = self.reading.names;
        let mut weights: BTreeMap<usize, f64> = BTreeMap::new();
        let mut add = |chain: usize, weight: f64| {
            let known = weights.entry(chain).or_default();
            *known = known.max(weight) + 0.15 * known.min(weight);
        };
        for mention in &names.mentions {
            work::look();
            let range = self.bytes(mention.first, mention.end);
            // What a tag names is counted as that.
            let is_tagged = self.tagged.iter().any(|one| one.words.covers(range));
            if self.place.range.covers(range) || is_tagged {
                continue;
            }
            let mut weight =
                self.nearness(mention.first, speaks) * self.reading.prominence(mention);
            if self.reading.article.is_quoted(mention.first) {
                weight *= QUOTED;
            }
            add(mention.chain, weight * self.body(mention.chain, speaks));
        }
        for (number, event) in self.events.iter().enumerate() {
            let tagged = self.tagged_subject(number);
            let referent = tagged.as_ref().unwrap_or(&self.resolved[number].referent);
            let Referent::Chain(chain) = *referent else {
                continue;
            };
            let head = event.subject.first;
            if !speaks || self.place.range.covers(self.bytes(head, head + 1)) {
                continue;
            }
            let factor = match self.touches(event.sentence) {
                true => SPEAKS_HERE,
                false => SPEAKS,
            };
            add(
                chain,
                self.nearness(head, true) * factor * self.body(chain, true),
            );
        }
        let chains = self.known_chains();
        for tagged in self.tagged {
            let Some(chain) = chains.get(&tagged.known) else {
                continue;
            };
            let tokens = &self.reading.article.tokens;
            let at = tokens.partition_point(|token| token.end <= tagged.words.from());
            // Whoever has just spoken often goes on.
            let factor = match tagged.speaks {
                true => SPEAKS,
                false => 2.0,
            };
            let at = at.min(tokens.len().saturating_sub(1));
            add(
                *chain,
                self.nearness(at, speaks) * factor * self.body(*chain, speaks),
            );
        }
        let mut ranked: Vec<(usize, f64)> = weights.into_iter().collect();
        ranked.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        let chains = ranked.into_iter().map(|(chain, _)| Referent::Chain(chain));
        chains.collect()
    }

    fn bytes(&self, first: usize, end: usize) -> TextRange {
        let tokens = &self.reading.article.tokens;
        TextRange::new(tokens[first].start, tokens[end - 1].end)
    }

    /// The chain of everybody whom the cast declares.
    fn known_chains(&self) -> BTreeMap<usize, usize> {
        let chains = self.reading.names.chains.iter().enumerate();
        let known = chains.filter_map(|(number, chain)| Some((chain.known?, number)));
        known.collect()
    }

    fn body(&self, chain: usize, speaks: bool) -> f64 {
        let chain = &self.reading.names.chains[chain];
        match speaks && chain.is_organisation && !chain.is_person {
            true => BODY,
            false => 1.0,
        }
    }

    fn touches(&self, (first, end): (usize, usize)) -> bool {
        first <= self.place.end && self.place.first <= end
    }

    /// How near a token is to the place: 1 beside it.
    fn nearness(&self, at: usize, speaks: bool) -> f64 {
        let article = self.reading.article;
        let behind = match speaks {
            true => SPEAKER_BEHIND,
            false => NAMED_BEHIND,
        };
        let Place { first, end, .. } = self.place;
        let last = article.len().saturating_sub(1);
        let (edge, factor) = match at >= end {
            true => (end.saturating_sub(1).max(first).min(last), behind),
            false => (first.min(last), 1.0),
        };
        let sentences = article.sentence[edge].abs_diff(article.sentence[at]);
        let paragraphs = article.paragraph[edge].abs_diff(article.paragraph[at]);
        let tokens = edge.abs_diff(at);
        // Of two in one sentence the nearer one counts a little more.
        let close = 1.0 / (1.0 + f64::from(u32::try_from(tokens).unwrap_or(u32::MAX)) / NEAR);
        factor * close * decay(SENTENCE, sentences) * decay(PARAGRAPH, paragraphs)
    }
}
