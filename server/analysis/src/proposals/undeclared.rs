//! People and bodies whom an article names and no cast declares.

use super::article::Article;
use super::german;
use super::known::Knowns;
use super::language::Language;
use super::lexicon::{ENGLISH, GERMAN};
use super::names::{Chain, Mention, Names};
use super::subject::Reading;
use super::{MOST_PLACES, Maker, ProposedSpeaker, one_line};
use crate::syntax::TextRange;

/// How many are given for an article.
const MOST: usize = 500;

/// Somebody whom an article names and no cast declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndeclaredName {
    /// The longest name that the article gives.
    pub name: String,
    /// Whether it looks like that of an organisation.
    pub is_organisation: bool,
    /// Where the article has it, in bytes, titles left out: the first [some](MOST_PLACES)
    /// places.
    pub places: Vec<TextRange>,
}

/// The people and bodies whom words name and a cast does not declare, by where they are first
/// named: people whose title or first name says that they are, and bodies whose names say so.
/// In a language of which no names are known there are none.
pub fn undeclared_names(language: Language, words: &str, cast: &Knowns) -> Vec<UndeclaredName> {
    let lexicon = match language {
        Language::English => &ENGLISH,
        Language::German => &GERMAN,
        Language::Other => return Vec::new(),
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
    let maker = Maker::of(reading, &[], &[]);
    let furniture = article.furniture();
    let mut found = Vec::new();
    for (number, chain) in names.chains.iter().enumerate() {
        if !is_somebody(chain) {
            continue;
        }
        let places = maker.places[number].iter().map(|at| &names.mentions[*at]);
        let places = places.filter(|one| !furniture[article.paragraph[one.first]]);
        let places: Vec<TextRange> = places
            .take(MOST_PLACES)
            .map(|one| maker.bytes(one.first, whole_end(&article, &names, one)))
            .collect();
        let referent = super::Referent::Chain(number);
        if let Some(ProposedSpeaker::New {
            name,
            is_organisation,
        }) = maker.speaker(&referent)
            && !places.is_empty()
        {
            let longest = places.iter().max_by_key(|place| place.len());
            let written = longest.map(|place| one_line(&words[*place]));
            found.push(UndeclaredName {
                name: written.filter(|_| is_organisation).unwrap_or(name),
                is_organisation,
                places,
            });
        }
    }
    found.sort_by_key(|one| one.places[0]);
    found.truncate(MOST);
    found
}

/// Where the name of a body ends that goes on behind `of` or `for`: `Royal College of Nursing`.
fn whole_end(article: &Article, names: &Names, mention: &Mention) -> usize {
    let joins = mention.is_organisation && article.is_any(mention.end, &["of", "for"]);
    let next = names.mention_at(mention.end + 1).filter(|_| joins);
    next.filter(|next| next.with_titles == mention.end + 1 && !article.is_quoted(mention.end))
        .map_or(mention.end, |next| next.end)
}

/// Whether names are for certain those of a person or a body.
fn is_somebody(chain: &Chain) -> bool {
    let is_whole = chain.full.is_some();
    let is_person = chain.is_person && (is_whole || !chain.titles.is_empty());
    chain.known.is_none() && (is_person || chain.is_organisation && is_whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_bodies_are_found_and_places_are_not() {
        let words = "Ann Lee met Dr Hall in Leeds on Monday. Lee’s plan for the Harbour Board was new. \
                     The Royal College of Nursing left.";
        let found = undeclared_names(Language::English, words, &Knowns::new());
        let names: Vec<(&str, bool, usize)> = found
            .iter()
            .map(|one| (&*one.name, one.is_organisation, one.places.len()))
            .collect();
        assert_eq!(
            names,
            [
                ("Ann Lee", false, 2),
                ("Hall", false, 1),
                ("Harbour Board", true, 1),
                ("Royal College of Nursing", true, 1)
            ]
        );
        assert_eq!(undeclared_names(Language::Other, words, &Knowns::new()), []);
    }
}
