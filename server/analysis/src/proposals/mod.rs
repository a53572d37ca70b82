//! Proposals: who says what in an article, read off its words, for somebody to say yes to.
//!
//! Pure and deterministic, and linear in the article. No parser and no model of language:
//! the [quotations](crate::syntax::Quotations) of the article, its [names], the [subjects](subject)
//! of verbs of speech, and [sieves], each of which finds words where such a verb stands. What a
//! language needs is in files of its own below `languages`.

mod apposition;
mod article;
mod bodies;
mod bounds;
mod chains;
mod clause;
mod continued;
mod ends;
mod events;
mod following;
mod fragment;
mod furniture;
mod german;
mod known;
mod language;
mod last_speakers;
mod lexicon;
mod names;
mod near;
mod pronouns;
mod quoted;
mod referent;
mod sieve;
mod sieves;
mod subject;
mod tiers;
mod tokens;
mod undeclared;
mod work;

pub use known::{Known, Knowns};
pub use language::Language;
pub use lexicon::{is_body_word, is_first_name, is_german_post};
pub use near::{Near, TaggedName, near};
pub use sieve::Sieve;
pub use tiers::Tier;
pub use undeclared::{UndeclaredName, undeclared_names};

use std::collections::HashMap;

use article::Article;
use events::Event;
use fragment::Fragment;
use german::German;
use lexicon::{ENGLISH, GERMAN, class};
use names::{Mention, Names};
use pronouns::MARGIN;
use referent::{Referent, Resolved};
use sieves::Sieving;
use subject::{Reading, SubjectKind};

use crate::syntax::{QuoteForm, TextRange};

/// Who is proposed as the speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProposedSpeaker {
    /// Somebody whom the cast declares, a number there.
    Known(usize),
    /// Somebody by the name that the article gives, who is not declared.
    New {
        /// The name.
        name: String,
        /// Whether it looks like that of an organisation.
        is_organisation: bool,
    },
    /// A source without a name, in the words of the article.
    Words(String),
}

/// Words that somebody is said to have said.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// How sure it is.
    pub tier: Tier,
    /// By which rule it was found.
    pub sieve: Sieve,
    /// Whether the words are a quotation.
    pub form: QuoteForm,
    /// The parts of the words, in bytes, marks included, in order.
    pub fragments: Vec<TextRange>,
    /// The words that say who spoke, in bytes.
    pub source: Option<TextRange>,
    /// Who may be meant, the likeliest first; empty where nobody can be named.
    pub speakers: Vec<ProposedSpeaker>,
    /// Where the article names each of them, in bytes, titles left out: the first
    /// [some](MOST_PLACES) places.
    pub named: Vec<Vec<TextRange>>,
    /// Whether the first of them is far enough ahead to be taken without a question.
    pub is_settled: bool,
    /// Where indirect speech may end as well, in bytes, the likeliest first.
    pub ends: Vec<usize>,
    /// Where the first part of speech that is not a quotation alone may begin as well, in bytes,
    /// the nearest first.
    pub starts: Vec<usize>,
    /// The words that say to whom it was said, in bytes.
    pub addressee: Option<TextRange>,
    /// What stands between the speaker's name and the verb and says who that is, in bytes:
    /// `chair of the board`.
    pub apposition: Option<TextRange>,
}

/// Where the first whom a pronoun may mean is ahead by less, nothing is sure.
const NARROW: f64 = 1.2;

/// How many places are given at which somebody is named.
const MOST_PLACES: usize = 16;

/// How many are given who are named around a place.
const MOST_NEAR: usize = 40;

/// How many who may be meant are given.
const MOST_SPEAKERS: usize = 3;

/// The proposals for words in which blank lines part paragraphs, in the order of the
/// text, for a cast. No two of those that are not [weak](Tier::Weak) share a word.
pub fn proposals(language: Language, words: &str, cast: &Knowns) -> Vec<Proposal> {
    match language {
        Language::English => english(words, cast),
        Language::German => german(words, cast),
        Language::Other => quotations_alone(words),
    }
}

fn english(words: &str, cast: &Knowns) -> Vec<Proposal> {
    let article = Article::read(words, &ENGLISH);
    let names = Names::of(&article, cast);
    let reading = Reading {
        article: &article,
        names: &names,
    };
    let events = reading.events();
    let resolved = reading.resolve(&events);
    let fragments = Sieving::run(reading, &events);
    let tier = |fragment: &Fragment| reading.tier(fragment, &events);
    made(reading, &events, &resolved, fragments, tier)
}

fn german(words: &str, cast: &Knowns) -> Vec<Proposal> {
    let article = Article::read(words, &GERMAN);
    let mentions = german::mentions(&article, cast);
    let names = Names::of_mentions(&article, mentions, cast);
    let reading = Reading {
        article: &article,
        names: &names,
    };
    let mut german = German::read(&article, &names);
    let resolved = reading.resolve(&german.events);
    let fragments = std::mem::take(&mut german.fragments);
    let tier = |fragment: &Fragment| german.tier(fragment);
    made(reading, &german.events, &resolved, fragments, tier)
}

/// What stands in quotation marks, with nobody who said it.
fn quotations_alone(words: &str) -> Vec<Proposal> {
    let article = Article::read(words, &ENGLISH);
    let names = Names::none(&article);
    let reading = Reading {
        article: &article,
        names: &names,
    };
    let fragments = bounds::quotations(&article);
    made(reading, &[], &[], fragments, |_| Tier::Possible)
}

/// The proposals that fragments make.
fn made(
    reading: Reading<'_>,
    events: &[Event],
    resolved: &[Resolved],
    fragments: Vec<Fragment>,
    tier: impl Fn(&Fragment) -> Tier,
) -> Vec<Proposal> {
    let article = reading.article;
    let maker = Maker::of(reading, events, resolved);
    let mut groups: Vec<(Tier, Vec<Fragment>)> = Vec::new();
    let mut places: HashMap<(usize, Tier), usize> = HashMap::new();
    let furniture = article.furniture();
    for fragment in fragments {
        if furniture[article.paragraph[fragment.first]] {
            continue;
        }
        let resolved = fragment.event.map(|event| &resolved[event]);
        let is_narrow = resolved.is_some_and(|one| one.is_pronoun && one.margin() < NARROW);
        let tier = match tier(&fragment) {
            Tier::Sure if is_narrow => Tier::Likely,
            // `it says who`, of a document.
            Tier::Likely if resolved.is_some_and(|one| one.is_pronoun && one.ranked.is_empty()) => {
                Tier::Possible
            }
            tier => tier,
        };
        let place = *places.entry((fragment.group, tier)).or_insert_with(|| {
            groups.push((tier, Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(fragment);
    }
    let made = groups
        .iter()
        .filter_map(|(tier, parts)| maker.proposal(*tier, parts));
    apart(made.collect())
}

/// The longest name of each chain as the article writes it, the first of those that are as
/// long: a number of a mention.
fn longest(names: &Names) -> Vec<Option<usize>> {
    let mut longest: Vec<Option<usize>> = vec![None; names.chains.len()];
    let length = |number: usize| names.mentions[number].end - names.mentions[number].first;
    for (number, mention) in names.mentions.iter().enumerate() {
        let known = &mut longest[mention.chain];
        if known.is_none_or(|known| length(known) < length(number)) {
            *known = Some(number);
        }
    }
    longest
}

/// The first mentions of each chain, by their numbers.
fn places(names: &Names) -> Vec<Vec<usize>> {
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); names.chains.len()];
    for (number, mention) in names.mentions.iter().enumerate() {
        let known = &mut places[mention.chain];
        if known.len() < MOST_PLACES {
            known.push(number);
        }
    }
    places
}

/// Those that share no word with a better one, in the order of the text.
fn apart(mut proposals: Vec<Proposal>) -> Vec<Proposal> {
    let begin = |one: &Proposal| one.fragments[0];
    proposals.sort_by_key(|one| (one.tier, begin(one)));
    let mut taken: std::collections::BTreeMap<u32, u32> = std::collections::BTreeMap::new();
    proposals.retain(|one| {
        if one.tier == Tier::Weak {
            return true;
        }
        let is_free = one.fragments.iter().all(|range| {
            let before = taken.range(..range.end).next_back();
            before.is_none_or(|(_, end)| *end <= range.start)
        });
        if is_free {
            let ranges = one.fragments.iter();
            taken.extend(ranges.map(|range| (range.start, range.end)));
        }
        is_free
    });
    proposals.sort_by_key(|one| (begin(one), one.tier));
    proposals
}

/// Words with one space between each.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Makes proposals of fragments.
struct Maker<'a> {
    reading: Reading<'a>,
    events: &'a [Event],
    resolved: &'a [Resolved],
    /// The longest name of each chain as the article writes it, a number of a mention.
    longest: Vec<Option<usize>>,
    /// The first mentions of each chain.
    places: Vec<Vec<usize>>,
}

impl<'a> Maker<'a> {
    fn of(reading: Reading<'a>, events: &'a [Event], resolved: &'a [Resolved]) -> Self {
        Self {
            reading,
            events,
            resolved,
            longest: longest(reading.names),
            places: places(reading.names),
        }
    }

    /// Those whom referents mean, each once.
    fn all<'r>(&self, referents: impl IntoIterator<Item = &'r Referent>) -> Vec<ProposedSpeaker> {
        let mut found: Vec<ProposedSpeaker> = Vec::new();
        let mut seen: Vec<&Referent> = Vec::new();
        for referent in referents {
            if found.len() < MOST_NEAR && !seen.contains(&referent) {
                seen.push(referent);
                found.extend(self.speaker(referent));
            }
        }
        found
    }

    fn bytes(&self, first: usize, end: usize) -> TextRange {
        let tokens = &self.reading.article.tokens;
        TextRange::new(tokens[first].start, tokens[end - 1].end)
    }

    /// The first token of words that begins them: `said that, for now, it is late`.
    fn begin(&self, part: &Fragment) -> usize {
        let is_mark = |at: usize| self.reading.article.is_any(at, &[",", ";", ":", "—", "–"]);
        match part.end > part.first + 1 && is_mark(part.first) {
            true => part.first + 1,
            false => part.first,
        }
    }

    fn proposal(&self, tier: Tier, parts: &[Fragment]) -> Option<Proposal> {
        let first = parts.first()?;
        let event = first.event.map(|number| (number, &self.events[number]));
        let subject = event
            .map(|(_, event)| &event.subject)
            .or(first.subject.as_ref());
        let is_indirect = first.form != QuoteForm::Direct;
        // As the kind of a written quote: what its parts are together.
        let form = match parts.iter().all(|part| part.form == first.form) {
            true => first.form,
            false => QuoteForm::Mixed,
        };
        let ends = match event.filter(|_| is_indirect && parts.len() == 1) {
            Some((_, event)) if first.first >= event.following.at => {
                let ends = self.reading.ends(first.first, event.sentence.1);
                let tokens = &self.reading.article.tokens;
                let begin = self.begin(first);
                let ends = ends
                    .into_iter()
                    .filter(|end| *end != first.end && *end > begin);
                ends.map(|end| tokens[end - 1].end).collect()
            }
            _ => Vec::new(),
        };
        let starts = match is_indirect {
            true => self.reading.starts(self.begin(first), first.end),
            false => Vec::new(),
        };
        let tokens = &self.reading.article.tokens;
        let starts = starts.into_iter().map(|start| tokens[start].start);
        let (named, is_settled) = match event {
            // Of a quotation alone it is only known whose sentence it stands in.
            Some((number, _)) if first.sieve == Sieve::SubjectThenQuotation => {
                (self.speakers(number).0, false)
            }
            Some((number, _)) => self.speakers(number),
            None => (Vec::new(), false),
        };
        let (speakers, named) = named.into_iter().unzip();
        let addressee = event.and_then(|(_, event)| event.following.addressee);
        Some(Proposal {
            tier,
            sieve: first.sieve,
            form,
            fragments: parts
                .iter()
                .map(|part| self.bytes(self.begin(part), part.end))
                .collect(),
            source: subject.map(|subject| self.bytes(subject.first, subject.end)),
            speakers,
            named,
            is_settled,
            ends,
            starts: starts.collect(),
            addressee: addressee.map(|(first, end)| self.bytes(first, end)),
            apposition: subject
                .filter(|one| one.has_apposition && one.full_end > one.end)
                .map(|one| self.bytes(one.end, one.full_end)),
        })
    }

    /// Who may be meant, each with the places that name them, and whether the first is.
    fn speakers(&self, event: usize) -> (Vec<(ProposedSpeaker, Vec<TextRange>)>, bool) {
        let resolved = &self.resolved[event];
        let subject = &self.events[event].subject;
        let ranked = resolved.ranked.iter().take(MOST_SPEAKERS);
        let speakers = ranked
            .filter_map(|(referent, _)| Some((self.speaker(referent)?, self.named(referent))));
        let is_settled = match resolved.is_pronoun {
            true => resolved.margin() >= MARGIN && !resolved.is_doubtful,
            false => !resolved.is_ambiguous && subject.kind != SubjectKind::Determiner,
        };
        (speakers.collect(), is_settled)
    }

    fn named(&self, referent: &Referent) -> Vec<TextRange> {
        let Referent::Chain(number) = referent else {
            return Vec::new();
        };
        let mentions = &self.reading.names.mentions;
        let places = self.places[*number].iter().map(|place| &mentions[*place]);
        places.map(|one| self.name(one)).collect()
    }

    /// Where a name stands, without what follows names: `Keir Moss` of `Keir Moss QC`.
    fn name(&self, mention: &Mention) -> TextRange {
        let tokens = &self.reading.article.tokens;
        let mut end = mention.end;
        while end - mention.first > 1 && tokens[end - 1].is(class::POST_NOMINAL) {
            end -= 1;
        }
        self.bytes(mention.first, end)
    }

    /// The name of somebody new. That of a lord or a pope has the title.
    fn new_name(&self, mention: &Mention) -> String {
        const PARTS_OF_NAMES: [&str; 11] = [
            "baron", "baroness", "king", "lady", "lord", "pope", "prince", "princess", "queen",
            "viscount", "sister",
        ];
        let article = self.reading.article;
        let with_title = mention.with_titles..mention.first;
        let is_part = mention.words.len() == 1
            && with_title.len() == 1
            && article.is_any(with_title.start, &PARTS_OF_NAMES);
        let range = match is_part {
            true => self.bytes(mention.with_titles, mention.end),
            false => self.name(mention),
        };
        one_line(&article.words[range])
    }

    fn speaker(&self, referent: &Referent) -> Option<ProposedSpeaker> {
        let (article, names) = (self.reading.article, self.reading.names);
        match referent {
            Referent::Unknown => None,
            Referent::Words(first, end) => {
                let range = self.bytes(*first, *end);
                Some(ProposedSpeaker::Words(one_line(&article.words[range])))
            }
            Referent::Chain(number) => {
                let chain = &names.chains[*number];
                if let Some(known) = chain.known {
                    return Some(ProposedSpeaker::Known(known));
                }
                let longest = &names.mentions[self.longest[*number]?];
                // `the Treasury`: nobody puts an article before a person.
                let mut named = self.places[*number]
                    .iter()
                    .map(|place| &names.mentions[*place]);
                let is_thing = named.all(|mention| self.reading.is_thing(mention));
                Some(ProposedSpeaker::New {
                    name: self.new_name(longest),
                    is_organisation: !chain.is_person && (chain.is_organisation || is_thing),
                })
            }
        }
    }
}

#[cfg(test)]
mod attribution_tests;
#[cfg(test)]
mod tests;
