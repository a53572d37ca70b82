//! Who and what is named in a German article. All nouns have capitals, so a name is what
//! follows a first name or says what somebody is, what is in the cast, and what is
//! the last name of one of these.

use std::collections::{HashMap, HashSet};

use crate::proposals::article::Article;
use crate::proposals::known::Knowns;
use crate::proposals::lexicon::{Gender, class};
use crate::proposals::names::Mention;
use crate::proposals::work;

/// Prepositions with an article in them.
const CONTRACTIONS: [&str; 8] = ["am", "beim", "im", "ins", "vom", "zum", "zur", "ans"];

/// How many words a name has at most.
const LONGEST: usize = 5;

/// How many declared names that begin with one word are looked for.
const MOST_ALIKE: usize = 32;

/// How many bytes at the end of a long word may be a word of a class.
const LONGEST_END: usize = 24;

/// The names of an article, in the order of the text. Whom they mean is still to be found.
pub fn mentions(article: &Article, cast: &Knowns) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < article.len() {
        if !is_capital(article, at) {
            at += 1;
            continue;
        }
        let end = run(article, at);
        found.extend(mention(article, at, end));
        at = end;
    }
    let declared = declared(article, cast);
    add_declared(article, &mut found, &declared);
    let last_names = last_names(&found, cast);
    for mention in &mut found {
        strip_genitive(mention, &last_names);
    }
    add_last_names(article, &mut found, &last_names);
    found.sort_by_key(|mention| mention.first);
    found
}

fn is_capital(article: &Article, at: usize) -> bool {
    article
        .tokens
        .get(at)
        .is_some_and(|token| token.is_capital())
}

fn bare<'a>(article: &'a Article<'_>, at: usize) -> &'a str {
    article.tokens[at].lower.trim_end_matches('.')
}

/// Whether a word or its end is of a class: `Polizeisprecher`, `Direktors`.
pub fn ends_as(article: &Article, at: usize, classes: u64) -> bool {
    let word = bare(article, at);
    let genitive = word.strip_suffix('s').unwrap_or(word);
    let from = word.len().saturating_sub(LONGEST_END);
    let starts = word.char_indices().map(|(place, _)| place);
    let mut starts =
        starts.filter(|place| *place >= from && (*place == 0 || word.len() - place > 3));
    starts.any(|place| {
        work::look();
        let plain = article.lexicon.classes(&word[place..]);
        let of = genitive
            .get(place..)
            .map_or(0, |end| article.lexicon.classes(end));
        (plain | of) & classes > 0
    })
}

/// Whether a word says what somebody is.
pub fn is_role(article: &Article, at: usize) -> bool {
    ends_as(article, at, class::TITLE)
}

fn is_first_name(article: &Article, at: usize) -> bool {
    article.lexicon.first_name(bare(article, at)).is_some()
}

/// Whether a word is an initial of a name: `J.`
fn is_initial(article: &Article, at: usize) -> bool {
    let word = &article.tokens[at].lower;
    word.chars().count() == 2 && word.ends_with('.') && is_capital(article, at)
}

/// Where a run of words with capitals ends, and of what stands between the parts of a name.
fn run(article: &Article, from: usize) -> usize {
    let mut at = from;
    while at < article.len() {
        if at > from
            && (article.sentence[at] != article.sentence[from]
                || article.quotation[at] != article.quotation[from])
        {
            break;
        }
        let is_particle = at > from
            && article.is(at, class::NAME_PARTICLE)
            && (is_first_name(article, at - 1)
                || is_initial(article, at - 1)
                || article.is(at - 1, class::NAME_PARTICLE))
            && (is_capital(article, at + 1) || article.is(at + 1, class::NAME_PARTICLE));
        let stops = at > from && article.is(at, class::NOT_NAME);
        if stops || !is_capital(article, at) && !is_particle {
            break;
        }
        at += 1;
    }
    at.max(from + 1)
}

fn is_acronym(article: &Article, at: usize) -> bool {
    let token = &article.tokens[at];
    let written = &article.words[token.start..token.end];
    let letters = written.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() > 1
        && !written.contains('-')
        && written.chars().next().is_some_and(char::is_uppercase)
        && letters.filter(|c| c.is_lowercase()).count() < 1
}

fn mention(article: &Article, from: usize, end: usize) -> Option<Mention> {
    let mut start = from;
    while start < end && article.is(start, class::NOT_NAME) && !is_role(article, start) {
        start += 1;
    }
    if start == end {
        return None;
    }
    let named = (start..end - 1).find(|at| {
        (is_first_name(article, *at) || is_initial(article, *at)) && !is_role(article, *at + 1)
    });
    let role = (start..end).rev().find(|at| is_role(article, *at));
    let is_determined = start > 0
        && article.sentence[start - 1] == article.sentence[start]
        && (article.is(start - 1, class::DETERMINER)
            || article.is_any(start - 1, &CONTRACTIONS)
            || article.tokens[start - 1].is_lower
                && ["e", "en", "er", "es", "em"]
                    .iter()
                    .any(|ending| article.lower(start - 1).ends_with(ending))
                && !article.is(
                    start - 1,
                    class::PREPOSITION | class::CONJUNCTION | class::INDICATIVE,
                )
                && article.tokens[start - 1].cue.is_none());
    let first = match (named, role) {
        (Some(named), Some(role)) if role > named && role + 1 < end => role + 1,
        (Some(named), _) => named,
        (None, Some(role)) if role + 1 < end => role + 1,
        (None, Some(_)) => return None,
        (None, None) if end - start == 1 && is_acronym(article, start) => start,
        (None, None) if is_determined || end - start < 2 => return None,
        (None, None) if is_phrase(article, start, end) => return None,
        (None, None) => start,
    };
    let end = end.min(first + LONGEST);
    let words: Vec<String> = (first..end)
        .map(|at| bare(article, at).to_owned())
        .collect();
    let titles: Vec<String> = match role.filter(|role| *role < first) {
        Some(role) => vec![bare(article, role).to_owned()],
        None => Vec::new(),
    };
    let is_organisation = words.len() == 1 && titles.is_empty()
        || (first..end).any(|at| ends_as(article, at, class::ORGANISATION));
    let gender = role
        .filter(|role| *role < first)
        .and_then(|role| gender_of_role(article, role));
    let gender = gender.or_else(|| {
        let known = article.lexicon.first_name(&words[0]).flatten();
        known.filter(|_| words.len() > 1)
    });
    Some(Mention {
        first,
        end,
        with_titles: role.map_or(first, |role| role.min(first)),
        is_full: words.len() > 1,
        is_person: !is_organisation && (named.is_some() || !titles.is_empty()),
        words,
        titles,
        gender,
        is_organisation,
        chain: 0,
        is_ambiguous: false,
        namesakes: Vec::new(),
        is_first: false,
    })
}

/// Whether words without a first name are a noun with what belongs to it: `Erste Tests` at the
/// beginning of a sentence, `Meinung Russlands`.
fn is_phrase(article: &Article, start: usize, end: usize) -> bool {
    let is_adjective = article.begins(start)
        && ["e", "en", "er", "es", "em"]
            .iter()
            .any(|ending| bare(article, start).ends_with(ending));
    let nouns = [
        "ung", "heit", "keit", "schaft", "tion", "tät", "ungen", "tionen", "heiten",
    ];
    let is_noun = |at: usize| {
        nouns
            .iter()
            .any(|ending| bare(article, at).ends_with(ending))
    };
    let is_body = |at: usize| ends_as(article, at, class::ORGANISATION);
    let words = ["angaben", "aussagen", "worten", "berichten", "ansicht"];
    is_adjective
        || article.is_any(start, &words)
        || (start..end).any(is_noun) && !(start..end).any(is_body)
}

/// Of a man or of a woman: `Sprecher`, `Sprecherin`.
fn gender_of_role(article: &Article, at: usize) -> Option<Gender> {
    if ends_as(article, at, class::FEMALE_TITLE) {
        return Some(Gender::Female);
    }
    if ends_as(article, at, class::MALE_TITLE) {
        return Some(Gender::Male);
    }
    let word = bare(article, at);
    if word.ends_with("in") {
        return Some(Gender::Female);
    }
    let ends = [
        "er", "or", "ent", "ist", "kanzler", "chef", "könig", "prinz",
    ];
    let is_adjective = ["vorsitzender", "abgeordneter"]
        .iter()
        .any(|one| word.ends_with(one));
    let is_male = ends.iter().any(|ending| word.ends_with(ending)) || is_adjective;
    is_male.then_some(Gender::Male)
}

/// Where the names of a cast stand, the longest at each place.
fn declared(article: &Article, cast: &Knowns) -> Vec<(usize, usize)> {
    let mut by_first: HashMap<String, Vec<Vec<String>>> = HashMap::new();
    for name in cast.iter().flat_map(|known| &known.names) {
        let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
        let Some(first) = words.first() else {
            continue;
        };
        let alike = by_first.entry(first.clone()).or_default();
        if alike.len() < MOST_ALIKE {
            alike.push(words);
        }
    }
    let mut found = Vec::new();
    let mut at = 0;
    while at < article.len() {
        let alike = by_first.get(article.lower(at)).or_else(|| {
            let stripped = article.lower(at).strip_suffix('s')?;
            by_first.get(stripped)
        });
        let ends = alike.into_iter().flatten().filter_map(|words| {
            let is_same = |(place, word): (usize, &String)| {
                work::look();
                let written = article.lower(at + place);
                let is_last = place + 1 == words.len();
                written == word || is_last && written.strip_suffix('s') == Some(word)
            };
            let is_here = words.iter().enumerate().all(is_same);
            (is_here && is_capital(article, at)).then_some(at + words.len())
        });
        match ends.max() {
            Some(end) => {
                found.push((at, end));
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

fn plain_mention(article: &Article, first: usize, end: usize) -> Mention {
    Mention {
        first,
        end,
        with_titles: first,
        words: (first..end)
            .map(|at| bare(article, at).to_owned())
            .collect(),
        is_full: end - first > 1,
        titles: Vec::new(),
        gender: None,
        is_person: false,
        is_organisation: false,
        chain: 0,
        is_ambiguous: false,
        namesakes: Vec::new(),
        is_first: false,
    }
}

/// Adds the names of a cast, in the place of what was taken for a name there.
fn add_declared(article: &Article, found: &mut Vec<Mention>, declared: &[(usize, usize)]) {
    let mut by_end: HashMap<usize, usize> = HashMap::new();
    let mut at: HashMap<usize, usize> = HashMap::new();
    for (number, mention) in found.iter().enumerate() {
        by_end.insert(mention.end, number);
        at.extend((mention.first..mention.end).map(|token| (token, number)));
    }
    let mut removed: HashSet<usize> = HashSet::new();
    let mut added = Vec::new();
    for (first, end) in declared {
        let same = by_end
            .get(end)
            .filter(|number| found[**number].first <= *first);
        if same.is_some() {
            continue;
        }
        removed.extend((*first..*end).filter_map(|token| at.get(&token)));
        added.push(plain_mention(article, *first, *end));
    }
    let mut number = 0;
    found.retain(|_| {
        number += 1;
        !removed.contains(&(number - 1))
    });
    found.extend(added);
    found.sort_by_key(|mention| mention.first);
}

/// The last names of those who are named in full or with what they are, and of a cast.
fn last_names(found: &[Mention], cast: &Knowns) -> HashSet<String> {
    let people = found.iter().filter(|one| one.is_person || one.is_full);
    let mut names: HashSet<String> = people.map(|one| one.last().to_owned()).collect();
    let declared = cast.iter().flat_map(|known| &known.names);
    names.extend(declared.filter_map(|name| {
        let last = name.split_whitespace().next_back()?;
        Some(last.to_lowercase())
    }));
    names
}

/// `Merkels` is Merkel, where somebody is named so.
fn strip_genitive(mention: &mut Mention, last_names: &HashSet<String>) {
    let Some(last) = mention.words.last_mut() else {
        return;
    };
    if let Some(stripped) = last.strip_suffix('s')
        && last_names.contains(stripped)
    {
        *last = stripped.to_owned();
    }
}

/// Adds the last names that stand alone.
fn add_last_names(article: &Article, found: &mut Vec<Mention>, last_names: &HashSet<String>) {
    let mut taken = vec![false; article.len()];
    for mention in found.iter() {
        taken[mention.with_titles..mention.end].fill(true);
    }
    for (at, is_taken) in taken.into_iter().enumerate() {
        if is_taken || !is_capital(article, at) || article.is(at, class::NOT_NAME) {
            continue;
        }
        let word = bare(article, at);
        let is_last = last_names.contains(word)
            || word
                .strip_suffix('s')
                .is_some_and(|stripped| last_names.contains(stripped));
        if is_last && !is_role(article, at) {
            let mut mention = plain_mention(article, at, at + 1);
            strip_genitive(&mut mention, last_names);
            found.push(mention);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proposals::lexicon::GERMAN;

    #[test]
    fn a_noun_with_what_belongs_to_it_is_no_name() {
        for (words, expected) in [
            ("Erste Tests haben das gezeigt.", &[][..]),
            ("Politischen Beobachtern zufolge blieb es still.", &[]),
            ("Das gelte nach Meinung Russlands auch hier.", &[]),
            ("Es ist nach Angaben Ibrahims so.", &[]),
            ("Der Rat hat im Fall Kevin geprüft, was war.", &[]),
            (
                "Gestern kam Surapong Suebwonglee an.",
                &["surapong suebwonglee"],
            ),
            ("Dort sprach Anna Brandt.", &["anna brandt"]),
        ] {
            let article = Article::read(words, &GERMAN);
            let found = mentions(&article, &Knowns::new());
            let names: Vec<String> = found.iter().map(|one| one.words.join(" ")).collect();
            assert_eq!(names, expected, "{words}");
        }
    }
}
