//! What is offered for an article, as an editor shows it.

use super::cast::Cast;
use super::choice::Choice;
use super::chooser::{Choices, Chooser};
use super::fit::Fit;
use super::key::key;
use super::nothing;
use super::refused::Refused;
use super::undated::undated;
use super::words::Words;
use crate::features::shared::label;
use crate::features::shared::wording::{one_line, shortened};
use crate::model::{Corpus, EntityId, FileId, OccurrenceKind, Source};
use crate::proposals::{Language, Proposal, Sieve, Tier, proposals};
use crate::syntax::{QuoteForm, TextRange};

/// How many other ends of a statement are offered.
const ENDS: usize = 4;

/// The most characters of a reason.
const REASON: usize = 60;

/// What a review depends on beside the corpus.
#[derive(Debug, Clone, Copy)]
pub struct ReviewRules<'a> {
    /// Whether anything is proposed in the corpus.
    pub is_on: bool,
    /// What was refused, where that is known.
    pub refused: Option<&'a Refused>,
}

/// What is offered for an article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Review {
    /// All offers, in the order of the text. No word is in two of them, and none lies
    /// between the parts of another.
    pub offers: Vec<Offer>,
    /// How many more there would be if nothing had been refused.
    pub refused: usize,
    /// Why nothing is proposed, in a sentence.
    pub off: Option<String>,
    /// Where the article has no date, and something is offered: those that it may be of. No
    /// role is offered without one.
    pub undated: Option<Vec<String>>,
}

/// Words of an article, and who may have said them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What it is known by (see [`key`]).
    pub key: String,
    /// How sure it is.
    pub tier: Tier,
    /// Whether the words are a quotation.
    pub form: QuoteForm,
    /// Some words of the article that say so.
    pub reason: String,
    /// What would stand in brackets, in bytes of the file, in order.
    pub fragments: Vec<TextRange>,
    /// Who may have said it, the likeliest first.
    pub choices: Vec<Choice>,
    /// Which of them can be taken without a question.
    pub chosen: Option<usize>,
    /// What has to be asked otherwise.
    pub question: Option<String>,
    /// What could stand in brackets; the first is `fragments`.
    pub ends: Vec<Vec<TextRange>>,
    /// Where the first of them could begin, in bytes of the file; the first is where it does.
    pub starts: Vec<usize>,
}

impl Review {
    /// How many offers there are of a tier.
    pub fn count(&self, tier: Tier) -> usize {
        self.offers
            .iter()
            .filter(|offer| offer.tier == tier)
            .count()
    }

    /// The first offer of which a part shares a byte with a stretch.
    pub fn overlapping(&self, range: TextRange) -> Option<&Offer> {
        let mut offers = self.offers.iter();
        offers.find(|offer| offer.fragments.iter().any(|part| part.overlaps(range)))
    }

    /// The offer of a key.
    pub fn find(&self, key: &str) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.key == key)
    }
}

/// What is offered for an article.
pub fn review(corpus: &Corpus, file: FileId, rules: ReviewRules) -> Review {
    let Some(source) = corpus.source(file) else {
        return Review::default();
    };
    let words = Words::of(&source);
    if let Some(off) = nothing::why(corpus, file, &words, rules.is_on) {
        return Review {
            off: Some(off),
            ..Review::default()
        };
    }
    let cast = Cast::of(corpus, file, &source, &words);
    let language = nothing::language(&source, &words);
    let mentions = mentions(corpus, file, &source);
    let nobody = Refused::default();
    let reviewer = Reviewer {
        words: &words,
        fit: Fit::of(&source, &words),
        chooser: Chooser {
            corpus,
            file,
            words: &words,
            language,
            cast: &cast,
            mentions: &mentions,
        },
        refused: rules.refused.unwrap_or(&nobody),
    };
    let found = proposals(language, words.text(), &cast.knowns);
    let found = found.iter().filter(|one| one.tier != Tier::Weak);
    let offers = found.filter_map(|proposal| reviewer.offer(proposal));
    let mut review = gathered(corpus, file, &source, reviewer.refused, offers);
    if language == Language::Other && review.offers.is_empty() && review.refused == 0 {
        review.off = Some(nothing::only_quotations(&source));
    }
    review
}

/// Those offers of an article that were not refused, none of them across another; with the
/// dates that it may be of, where it has none.
pub fn gathered(
    corpus: &Corpus,
    file: FileId,
    source: &Source,
    refused: &Refused,
    offers: impl Iterator<Item = Offer>,
) -> Review {
    let (no, open): (Vec<_>, Vec<_>) = offers.partition(|offer| refused.is_refused(&offer.key));
    let mut review = Review {
        offers: apart(open),
        refused: no.len(),
        ..Review::default()
    };
    if !review.offers.is_empty() {
        review.undated = undated(corpus, file, source);
    }
    review
}

/// Whom the tags of an article name, by their words.
fn mentions(corpus: &Corpus, file: FileId, source: &Source) -> Vec<(TextRange, EntityId)> {
    let Some(entry) = corpus.file(file) else {
        return Vec::new();
    };
    let facts = entry.facts();
    let tags = facts.occurrences.iter();
    let tags = tags.filter(|one| one.kind == OccurrenceKind::Mention);
    let named = tags.filter_map(|one| Some((source.document.tagged(one.range)?.words, one.entity)));
    named.collect()
}

/// Makes offers of what is proposed for an article.
struct Reviewer<'a> {
    words: &'a Words,
    fit: Fit<'a>,
    chooser: Chooser<'a>,
    refused: &'a Refused,
}

impl Reviewer<'_> {
    fn offer(&self, proposal: &Proposal) -> Option<Offer> {
        let fragments = self.fit.fragments(&proposal.fragments)?;
        let first = proposal.fragments.first()?.trimmed(self.words.text());
        let key = key(self.words, first)?;
        let is_refused = |speaker: &str| self.refused.is_speaker_refused(&key, speaker);
        let Choices {
            choices,
            chosen,
            question,
        } = self.chooser.choices(proposal, &is_refused);
        let mut ends = vec![fragments.clone()];
        if let [only] = proposal.fragments[..] {
            let others = proposal.ends.iter().filter(|end| **end > only.from());
            let others = others.map(|end| TextRange::new(only.from(), *end));
            for other in others.filter_map(|range| self.fit.fragments(&[range])) {
                if ends.len() <= ENDS && !ends.contains(&other) {
                    ends.push(other);
                }
            }
        }
        let starts = self.starts(proposal, &fragments);
        Some(Offer {
            tier: proposal.tier,
            form: self.fit.form(&fragments),
            reason: self.reason(proposal),
            key,
            fragments,
            choices,
            chosen,
            question,
            ends,
            starts,
        })
    }

    /// Where the first part could begin in the file.
    fn starts(&self, proposal: &Proposal, fragments: &[TextRange]) -> Vec<usize> {
        let mut starts: Vec<usize> = fragments.iter().take(1).map(|part| part.from()).collect();
        let [first, ref rest @ ..] = proposal.fragments[..] else {
            return starts;
        };
        let others = proposal.starts.iter().filter(|start| **start < first.to());
        for other in others {
            let mut parts = vec![TextRange::new(*other, first.to())];
            parts.extend(rest);
            let found = self.fit.fragments(&parts);
            let start = found.and_then(|parts| parts.first().map(|part| part.from()));
            // Only the beginning is another one.
            let is_there =
                |start: &usize| fragments[0].from() < *start && *start < fragments[0].to();
            if let Some(start) = start.filter(is_there)
                && !starts.contains(&start)
            {
                starts.push(start);
            }
        }
        starts
    }

    /// The words that say who spoke, with some of those around them: what stands in the
    /// same line outside of the words that are said.
    fn reason(&self, proposal: &Proposal) -> String {
        let text = self.words.text();
        let Some(source) = proposal.source else {
            return match proposal.sieve {
                Sieve::Quotation => "only quotations are proposed in this language".into(),
                _ => String::new(),
            };
        };
        let parts = proposal.fragments.iter();
        let before = parts.clone().filter(|part| part.end <= source.start);
        let after = parts.filter(|part| part.start >= source.end);
        let low = before.map(|part| part.to()).max().unwrap_or(0);
        let high = after.map(|part| part.from()).min().unwrap_or(text.len());
        let low = text[low..source.from()]
            .rfind(['.', '?', '!', '\n', '”', '’', '"'])
            .map_or(low, |at| {
                low + at + text[low + at..].chars().next().map_or(1, char::len_utf8)
            });
        let rest = &text[source.to()..high.max(source.to())];
        let ends = rest
            .find(['.', '?', '!', '\n', '“', '‘', '"'])
            .unwrap_or(rest.len());
        let words = one_line(&text[low..source.to() + ends]);
        let words = words.trim_matches([' ', ',', ':', ';', '–', '—']);
        // What stands far before the name says little.
        let name = one_line(&text[source]);
        let words = match words.find(&name) {
            Some(at) if at > REASON / 2 => &words[at..],
            _ => words,
        };
        label(&shortened(words, REASON))
    }
}

/// Those of which none lies between the parts of another: of two, the less sure one goes.
pub fn apart(offers: Vec<Offer>) -> Vec<Offer> {
    let whole = |offer: &Offer| {
        let last = offer.fragments.last().map_or(0, |last| last.to());
        TextRange::new(offer.fragments[0].from(), last)
    };
    let mut order: Vec<usize> = (0..offers.len()).collect();
    order.sort_by_key(|at| (offers[*at].tier, offers[*at].fragments[0]));
    // Those that are kept, by where they begin: they do not overlap.
    let mut kept: std::collections::BTreeMap<usize, (usize, usize)> =
        std::collections::BTreeMap::new();
    for at in order {
        let range = whole(&offers[at]);
        let before = kept.range(..range.to()).next_back();
        if before.is_none_or(|(_, (end, _))| *end <= range.from()) {
            kept.insert(range.from(), (range.to(), at));
        }
    }
    let kept: std::collections::BTreeSet<usize> = kept.values().map(|(_, at)| *at).collect();
    let mut offers: Vec<Offer> = offers
        .into_iter()
        .enumerate()
        .filter_map(|(at, offer)| kept.contains(&at).then_some(offer))
        .collect();
    offers.sort_by_key(|offer| offer.fragments[0]);
    offers
}
