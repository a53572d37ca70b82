//! Words that tell a topic from others, in their contexts.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::mark::{Mark, Noted};
use super::quotes::Quote;
use crate::model::EntityId;

/// Of how many topics, how many words of each, and how many times each.
const TOPICS: usize = 8;
const WORDS: usize = 3;
const LINES: usize = 6;

/// How many characters a word has at the least, and how many stand before and after it.
const SHORTEST: usize = 4;
const BESIDE: usize = 56;

/// In how many statements on a topic a word stands at the least.
const LEAST: usize = 2;

/// A word that comes often in what is said on a topic.
pub struct Context {
    /// The topic, by its place among those of the page.
    pub topic: usize,
    /// The word in small letters.
    pub word: String,
    /// In how many of the statements at hand it stands.
    pub count: usize,
    /// Some of the times.
    pub lines: Vec<Line>,
}

/// A word between those around it.
pub struct Line {
    /// What stands before it.
    pub before: String,
    /// The word as it is written.
    pub word: String,
    /// What follows.
    pub after: String,
    /// The statement.
    pub quote: (usize, usize),
}

/// Words that come more often in the statements on a topic than in all that are at hand.
/// What is at hand is shown elsewhere on the page too.
pub fn contexts(
    topics: &[EntityId],
    marks: &[(Mark, Noted)],
    quotes: &HashMap<(usize, usize), Quote>,
) -> Vec<Context> {
    let words: HashMap<(usize, usize), HashSet<String>> = quotes
        .iter()
        .map(|(place, quote)| (*place, tokens(&quote.words).map(|(_, word)| word).collect()))
        .collect();
    let mut in_all: HashMap<&str, usize> = HashMap::new();
    for word in words.values().flatten() {
        *in_all.entry(word).or_default() += 1;
    }
    let mut taken: HashSet<String> = HashSet::new();
    let mut all = Vec::new();
    for (number, topic) in topics.iter().take(TOPICS).enumerate() {
        let mark = Mark::Topic(*topic, None);
        let Some((_, noted)) = marks.iter().find(|(other, _)| *other == mark) else {
            continue;
        };
        let shown: Vec<(usize, usize)> = noted
            .shown
            .iter()
            .map(|place| (place.article, place.quote))
            .collect();
        let mut here: BTreeMap<&str, usize> = BTreeMap::new();
        for word in shown.iter().filter_map(|place| words.get(place)).flatten() {
            *here.entry(word).or_default() += 1;
        }
        let mut ranked: Vec<(&str, usize, f64)> = here
            .into_iter()
            .filter(|(word, count)| *count >= LEAST && !taken.contains(*word))
            .map(|(word, count)| {
                let part = share(count, shown.len());
                let whole = share(in_all.get(word).copied().unwrap_or(count), words.len());
                (word, count, part * (part / whole).ln())
            })
            .filter(|(.., score)| *score > 0.0)
            .collect();
        ranked.sort_by(|one, other| other.2.total_cmp(&one.2).then_with(|| one.0.cmp(other.0)));
        let chosen: Vec<(String, usize)> = ranked
            .into_iter()
            .take(WORDS)
            .map(|(word, count, _)| (word.to_owned(), count))
            .collect();
        for (word, count) in chosen {
            let lines = shown
                .iter()
                .filter_map(|place| line(&word, *place, quotes.get(place)?));
            all.push(Context {
                topic: number,
                lines: lines.take(LINES).collect(),
                count,
                word: word.clone(),
            });
            taken.insert(word);
        }
    }
    all
}

fn share(part: usize, whole: usize) -> f64 {
    // Neither is larger than the number of quotes on the page.
    let as_float = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    as_float(part) / as_float(whole.max(1))
}

/// The words of a text with where they begin, in small letters.
fn tokens(text: &str) -> impl Iterator<Item = (usize, String)> + '_ {
    let is_word = |c: char| c.is_alphabetic() || matches!(c, '\'' | '’' | '-');
    let mut at = 0;
    let pieces = text.split(move |c: char| !is_word(c)).map(move |piece| {
        let start = at;
        // What parts two pieces is one character.
        at += piece.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
        (start, piece)
    });
    let pieces = pieces.filter(|(_, piece)| piece.chars().count() >= SHORTEST);
    pieces.map(|(start, piece)| (start, piece.to_lowercase()))
}

fn line(word: &str, place: (usize, usize), quote: &Quote) -> Option<Line> {
    let text = &quote.words;
    let (start, _) = tokens(text).find(|(_, other)| other == word)?;
    let rest = &text[start..];
    let is_end = |c: char| !(c.is_alphabetic() || matches!(c, '\'' | '’' | '-'));
    let end = start + rest.find(is_end).unwrap_or(rest.len());
    let before: Vec<char> = text[..start].chars().rev().take(BESIDE).collect();
    Some(Line {
        before: before.into_iter().rev().collect(),
        word: text[start..end].to_owned(),
        after: text[end..].chars().take(BESIDE).collect(),
        quote: place,
    })
}
