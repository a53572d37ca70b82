//! Quotes that another program or person has found, as offers.

use super::choice::Choice;
use super::fit::Fit;
use super::key::key_of_places;
use super::offer::{Offer, Review, apart};
use super::spokesman::spoken_by;
use super::words::Words;
use crate::features::shared::names::looks_like_name;
use crate::model::{Corpus, FileId, Source};
use crate::proposals::Tier;
use crate::syntax::{Parser, Quotations, Quote, QuoteForm, TextRange, stripped};

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

/// The offers that quotes come to, all of them sure and settled, and what is wrong with the
/// others: the number of each and a sentence.
pub fn foreign(
    corpus: &Corpus,
    file: FileId,
    quotes: &[ForeignQuote],
) -> (Review, Vec<(usize, String)>) {
    let Some(source) = corpus.source(file) else {
        return (Review::default(), Vec::new());
    };
    let words = Words::of(&source);
    let reader = Reader {
        corpus,
        file,
        source: &source,
        fit: Fit::of(&source, &words),
        places: places(&source),
    };
    let mut wrong = Vec::new();
    let mut offers = Vec::new();
    for (number, quote) in quotes.iter().enumerate() {
        match reader.offer(quote) {
            Ok(offer) => offers.push((number, offer)),
            Err(why) => wrong.push((number, why)),
        }
    }
    let all: Vec<(usize, String)> = offers
        .iter()
        .map(|(number, offer)| (*number, offer.key.clone()))
        .collect();
    let kept = apart(offers.into_iter().map(|(_, offer)| offer).collect());
    for (number, key) in all {
        if !kept.iter().any(|offer| offer.key == key) {
            let why = "it overlaps with another one of the list, or lies between its parts";
            wrong.push((number, why.into()));
        }
    }
    wrong.sort();
    let review = Review {
        offers: kept,
        ..Review::default()
    };
    (review, wrong)
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
    source: &'a Source,
    fit: Fit<'a>,
    places: Vec<(usize, usize)>,
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
        let mut choice = self.speaker(quote.speaker.trim())?;
        let clauses = quote.clauses.trim();
        if !clauses.is_empty() {
            choice.tag = format!("{} {clauses}", choice.tag);
        }
        if !is_tag(&choice.tag) {
            return Err(format!("`{{{}}}` would be no tag of a quote", choice.tag));
        }
        Ok(Offer {
            key: key_of_places(&fragments),
            tier: Tier::Sure,
            form: self.form(&fragments),
            reason: String::new(),
            ends: vec![fragments.clone()],
            starts: fragments.iter().take(1).map(|part| part.from()).collect(),
            fragments,
            choices: vec![choice],
            chosen: Some(0),
            question: None,
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
    fn speaker(&self, written: &str) -> Result<Choice, String> {
        let choice = |tag: String, label: String| Choice {
            speaker: tag.clone(),
            tag: format!("by {tag}"),
            label,
            detail: String::new(),
            ..Choice::default()
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
            [] if looks_like_name(written) => Err(format!(
                "“{written}” is no name that the cast knows; declare it, or give an id or words"
            )),
            [] => spoken_by(self.corpus, self.file, written)
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

    fn form(&self, fragments: &[TextRange]) -> QuoteForm {
        let document = &self.source.document;
        let quotations = Quotations::of(&self.source.text, document);
        let quote = Quote {
            clauses: crate::syntax::Clauses::default(),
            tag_range: TextRange::default(),
            fragments: fragments.to_vec(),
            ranges: fragments.to_vec(),
            fenced: false,
        };
        quotations.form(&quote, &self.source.text, document)
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
            quote(&[[25, 26]], "Eve Hall", ""),
            quote(&[[25, 26]], "Lee", ""),
            quote(&[[25, 26]], "@ann", "on"),
            quote(&[[25, 26]], "@ann", "} {"),
            quote(&[[29, 99]], "@ann", ""),
            quote(&[], "@ann", ""),
            quote(&[[3, 5]], "@ann", ""),
        ];
        let (review, wrong) = foreign(&corpus, file, &quotes);
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
            (5, "“Eve Hall” is no name that the cast knows"),
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
