//! Quotes that another program or person has found, as offers.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::cast::Cast;
use super::choice::Choice;
use super::chooser::{Choices, Chooser};
use super::fit::Fit;
use super::key::key;
use super::nothing;
use super::offer::{Offer, Review, apart};
use super::refused::Refused;
use super::spokesman::spoken_by;
use super::undated::undated;
use super::words::Words;
use crate::features::shared::label;
use crate::features::shared::names::{looks_like_body, looks_like_name};
use crate::model::{Corpus, FileId, Source};
use crate::proposals::{Proposal, ProposedSpeaker, Sieve, Tier};
use crate::syntax::{Parser, QuoteForm, TextRange, stripped};

/// At how many places of an article a name is looked at.
const MOST_PLACES: usize = 16;

/// A quote that somebody else has found in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignQuote {
    /// The parts of the words: code points of the plain text, ends not included.
    pub spans: Vec<[usize; 2]>,
    /// Who said it: `@id`, `&id`, a name that the cast knows, or words.
    pub speaker: String,
    /// What else the tag is to hold: `to &mip on #cuts`; may be empty.
    pub clauses: String,
}

/// What quotes of others come to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Foreign {
    /// The offers, all of them called sure. Whoever is named and not declared is declared
    /// along; where the cast has a name like theirs, it has to be asked who is meant.
    pub review: Review,
    /// The numbers of the quotes, by the keys of their offers.
    pub numbers: HashMap<String, usize>,
    /// The numbers of the quotes that can be no offer, with why.
    pub wrong: Vec<(usize, String)>,
}

/// The offers that quotes come to, but for what is refused, and what is wrong with the others.
pub fn foreign(
    corpus: &Corpus,
    file: FileId,
    quotes: &[ForeignQuote],
    refused: Option<&Refused>,
) -> Foreign {
    let Some(source) = corpus.source(file) else {
        return Foreign::default();
    };
    let words = Words::of(&source);
    let cast = Cast::of(corpus, file, &source, &words);
    let language = nothing::language(&source, &words);
    let nobody = Refused::default();
    let refused = refused.unwrap_or(&nobody);
    let reader = Reader {
        corpus,
        file,
        fit: Fit::of(&source, &words),
        places: places(&source),
        chooser: Chooser {
            corpus,
            file,
            words: &words,
            language,
            cast: &cast,
            mentions: &[],
        },
        words: &words,
        refused,
    };
    let mut wrong = Vec::new();
    let mut offers = Vec::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut review = Review::default();
    let crosses = "it overlaps with another one of the list, or lies between its parts";
    for (number, quote) in quotes.iter().enumerate() {
        match reader.offer(quote) {
            Ok(offer) if refused.is_refused(&offer.key) => review.refused += 1,
            Ok(offer) => match numbers.entry(offer.key.clone()) {
                Entry::Occupied(_) => wrong.push((number, crosses.into())),
                Entry::Vacant(free) => {
                    free.insert(number);
                    offers.push(offer);
                }
            },
            Err(why) => wrong.push((number, why)),
        }
    }
    review.offers = apart(offers);
    numbers.retain(|key, number| {
        let is_kept = review.find(key).is_some();
        if !is_kept {
            wrong.push((*number, crosses.into()));
        }
        is_kept
    });
    wrong.sort();
    if !review.offers.is_empty() {
        review.undated = undated(corpus, file, &source);
    }
    Foreign {
        review,
        numbers,
        wrong,
    }
}

/// Where each code point of the plain text stands in the file, and where it ends.
fn places(source: &Source) -> Vec<(usize, usize)> {
    let text = &*source.text;
    let mut places = Vec::new();
    for piece in stripped(text, &source.document) {
        let characters = text[piece].char_indices();
        places.extend(characters.map(|(at, c)| {
            let start = piece.from() + at;
            (start, start + c.len_utf8())
        }));
    }
    places
}

struct Reader<'a> {
    corpus: &'a Corpus,
    file: FileId,
    fit: Fit<'a>,
    places: Vec<(usize, usize)>,
    chooser: Chooser<'a>,
    words: &'a Words,
    refused: &'a Refused,
}

impl Reader<'_> {
    fn offer(&self, quote: &ForeignQuote) -> Result<Offer, String> {
        let parts: Result<Vec<TextRange>, String> =
            quote.spans.iter().map(|span| self.part(*span)).collect();
        let parts = parts?;
        if parts.is_empty() {
            return Err("it has no spans".into());
        }
        let fragments = self.fit.in_file(&parts).ok_or(
            "its words cannot stand in brackets: something is tagged there already, a bracket or \
             a blank line stands in the way, or the spans are not in order",
        )?;
        let first = self
            .words
            .of_file(*fragments.first().unwrap_or(&TextRange::default()));
        let key = key(self.words, first.trimmed(self.words.text()));
        let key = key.ok_or("its words stand in no paragraph")?;
        let Choices {
            mut choices,
            chosen,
            question,
        } = self.speaker(quote.speaker.trim(), &key)?;
        let clauses = quote.clauses.trim();
        for choice in &mut choices {
            if !clauses.is_empty() {
                choice.tag = format!("{} {clauses}", choice.tag);
            }
            if !is_tag(&choice.tag) {
                return Err(format!("`{{{}}}` would be no tag of a quote", choice.tag));
            }
        }
        Ok(Offer {
            key,
            tier: Tier::Sure,
            form: self.fit.form(&fragments),
            reason: label(&format!("the file says {}", quote.speaker.trim())),
            ends: vec![fragments.clone()],
            starts: fragments.iter().take(1).map(|part| part.from()).collect(),
            fragments,
            choices,
            chosen,
            question,
        })
    }

    fn part(&self, [start, end]: [usize; 2]) -> Result<TextRange, String> {
        let outside = || {
            format!(
                "[{start}, {end}] is no span of the plain text, which has {} code points",
                self.places.len()
            )
        };
        if start >= end {
            return Err(outside());
        }
        let (from, _) = self.places.get(start).ok_or_else(outside)?;
        let (_, to) = self.places.get(end - 1).ok_or_else(outside)?;
        Ok(TextRange::new(*from, *to))
    }

    /// Who is meant by an id, a name or words.
    fn speaker(&self, written: &str, key: &str) -> Result<Choices, String> {
        let settled = |choice: Choice| Choices {
            choices: vec![choice],
            chosen: Some(0),
            question: None,
        };
        let choice = |tag: String, label: String| {
            settled(Choice {
                speaker: tag.clone(),
                tag: format!("by {tag}"),
                label,
                ..Choice::default()
            })
        };
        if written.is_empty() || written == "?" {
            return Ok(choice("?".into(), "?".into()));
        }
        if written.starts_with(['@', '&', '#']) {
            let id = self.corpus.ids().find(written);
            let id = id.filter(|id| self.corpus.index().is_declared(*id));
            let id = id.ok_or_else(|| format!("nobody is declared as `{written}`"))?;
            let written = self.corpus.written(id).to_string();
            return Ok(choice(written, self.corpus.name(id)));
        }
        let date = self.corpus.date(self.file);
        let bearers = self.corpus.index().names().bearers_on(written, date);
        match bearers[..] {
            [only] => {
                let id = self.corpus.written(only).to_string();
                Ok(choice(id, self.corpus.name(only)))
            }
            [] if looks_like_name(written) => {
                let proposal = self.proposal(written);
                let is_refused = |speaker: &str| self.refused.is_speaker_refused(key, speaker);
                Ok(self.chooser.choices(&proposal, &is_refused))
            }
            [] => spoken_by(self.corpus, self.file, written)
                .map(settled)
                .ok_or_else(|| format!("“{written}” cannot stand in a tag as words")),
            _ => {
                let mut ids: Vec<String> = bearers
                    .iter()
                    .map(|id| format!("`{}`", self.corpus.written(*id)))
                    .collect();
                ids.sort_unstable();
                Err(format!(
                    "“{written}” is a name of {}; give an id",
                    ids.join(" and ")
                ))
            }
        }
    }

    /// Somebody by a name that nobody bears yet, with the places where the article has it.
    fn proposal(&self, name: &str) -> Proposal {
        let places = self.words.text().match_indices(name);
        let places = places.map(|(at, name)| TextRange::new(at, at + name.len()));
        Proposal {
            tier: Tier::Sure,
            sieve: Sieve::Quotation,
            form: QuoteForm::Direct,
            fragments: Vec::new(),
            source: None,
            speakers: vec![ProposedSpeaker::New {
                name: name.to_owned(),
                is_organisation: looks_like_body(name),
            }],
            named: vec![places.take(MOST_PLACES).collect()],
            is_settled: true,
            ends: Vec::new(),
            starts: Vec::new(),
            addressee: None,
            apposition: None,
        }
    }
}

/// Whether what a tag would hold is one quote and nothing else.
fn is_tag(held: &str) -> bool {
    let text = format!("[x]{{{held}}}");
    let document = Parser::new().read(&text);
    let whole = TextRange::new(0, text.len());
    document.problems.is_empty()
        && document.quotes.len() == 1
        && matches!(&document.spans[..], [span] if span.range == whole)
}

#[cfg(test)]
mod tests {
    use super::super::accept_all;
    use super::*;
    use crate::features::edit::applied;
    use crate::features::fixture;

    #[test]
    fn quotes_of_others_are_taken_or_told_why_not() {
        let (corpus, file, _) = fixture::corpus_at(
            "//- cast.qm\n@ann: Ann Lee\n@bob: Lee\n@rob: Lee\n#cuts: Cuts\n//- a.qm\n---\ndate: 2011\n---\n\n$0É “So,” said [her]{@ann}. “Yes.” A [no]{by @bob}.\n",
        );
        let quote = |spans: &[[usize; 2]], speaker: &str, clauses: &str| ForeignQuote {
            spans: spans.to_vec(),
            speaker: speaker.into(),
            clauses: clauses.into(),
        };
        // É “So,” said her. “Yes.” A no.
        let quotes = [
            quote(&[[2, 7], [18, 24]], "@ann", "on #cuts"),
            quote(&[[0, 1]], "Ann Lee", ""),
            quote(&[[13, 16]], "a clerk", ""),
            quote(&[[27, 29]], "@ann", ""),
            quote(&[[25, 26]], "@eve", ""),
            quote(&[[99, 100]], "Eve Hall", ""),
            quote(&[[25, 26]], "Lee", ""),
            quote(&[[25, 26]], "@ann", "on"),
            quote(&[[25, 26]], "@ann", "} {"),
            quote(&[[29, 99]], "@ann", ""),
            quote(&[], "@ann", ""),
            quote(&[[3, 5]], "@ann", ""),
        ];
        let Foreign { review, wrong, .. } = foreign(&corpus, file, &quotes, None);
        let (edit, taken) = accept_all(&corpus, file, &review, Tier::Sure, None).unwrap();
        let text = corpus.source(file).unwrap().text;
        let new = applied(&text, &edit.changes[&file]).unwrap();
        assert_eq!(taken.len(), 2, "{wrong:?}");
        assert!(
            new.contains(
                "[É]{by @ann} [“So,”]{by @ann on #cuts} said [her]{@ann}. [“Yes.”]{more} A"
            ),
            "{new}"
        );
        let words = [
            (2, "between its parts"),
            (3, "tagged there already"),
            (4, "nobody is declared as `@eve`"),
            (5, "no span of the plain text, which has 31 code points"),
            (6, "“Lee” is a name of `@bob` and `@rob`"),
            (7, "`{by @ann on}` would be no tag"),
            (8, "would be no tag"),
            (9, "no span of the plain text, which has 31 code points"),
            (10, "no spans"),
            (11, "overlaps with another one"),
        ];
        assert_eq!(wrong.len(), words.len(), "{wrong:?}");
        for ((number, why), (expected, words)) in wrong.iter().zip(words) {
            assert_eq!(*number, expected);
            assert!(why.contains(words), "{number}: {why}");
        }
    }
}
