//! Who and what is named in an article: runs of words with capitals, and those that mean
//! the same person or body.

use std::collections::{HashMap, HashSet};

use super::article::{Article, Mark};
use super::known::Knowns;
use super::lexicon::{Gender, class};
use super::tokens::Token;

/// A name where it stands.
#[derive(Debug, Clone)]
pub struct Mention {
    /// The first token of the name proper.
    pub first: usize,
    /// The token behind its last.
    pub end: usize,
    /// The first token with its titles.
    pub with_titles: usize,
    /// Its words in lower case, without stops.
    pub words: Vec<String>,
    /// Whether they are more than one.
    pub is_full: bool,
    /// The titles before it, in lower case, without stops.
    pub titles: Vec<String>,
    /// Of a man or of a woman, where title or first name say so.
    pub gender: Option<Gender>,
    /// Whether title or first name make it a person.
    pub is_person: bool,
    /// Whether it looks like the name of a body.
    pub is_organisation: bool,
    /// Whom it means, a number in [`Names::chains`].
    pub chain: usize,
    /// Whether it may mean several.
    pub is_ambiguous: bool,
    /// The others whom it may mean then, the likeliest first; a few of many.
    pub namesakes: Vec<usize>,
    /// Whether no name stands before it in its sentence, but in quotations and of bodies.
    pub is_first: bool,
}

impl Mention {
    /// The last name.
    pub fn last(&self) -> &str {
        let of = |at: usize| self.words.get(at).map_or("", String::as_str);
        let count = self.words.len();
        let last = of(count - 1);
        if count < 2 || !matches!(last, "jr" | "sr" | "ii" | "iii" | "iv" | ",") {
            return last;
        }
        match of(count - 2) {
            "," => of(0),
            before => before,
        }
    }
}

/// The mentions of one person or body.
#[derive(Debug, Clone, Default)]
pub struct Chain {
    /// Whom the cast declares, a number there.
    pub known: Option<usize>,
    /// The words of its full name, where one stands in the article or the cast.
    pub full: Option<Vec<String>>,
    /// The words by which it is first named.
    pub label: Vec<String>,
    /// Whether it is a person for certain.
    pub is_person: bool,
    /// Whether it looks like a body.
    pub is_organisation: bool,
    /// Of a man or of a woman, where that is clear.
    pub gender: Option<Gender>,
    /// The names by which it is known, in lower case.
    pub names: Vec<String>,
    /// The titles before them.
    pub titles: Vec<String>,
    /// How often it was named so far.
    pub count: usize,
    /// The token at which it was named last.
    pub last_seen: Option<usize>,
}

/// All names of an article.
pub struct Names {
    /// In the order of the text.
    pub mentions: Vec<Mention>,
    /// Whom they mean.
    pub chains: Vec<Chain>,
    /// The mention whose name proper ends with each token.
    pub ending: Vec<Option<usize>>,
    /// The mention, titles included, of which each token is a part.
    pub at: Vec<Option<usize>>,
    /// The words of all mentions.
    written: HashSet<String>,
}

impl Names {
    /// The names of an article, and who of a cast they mean.
    pub fn of(article: &Article, cast: &Knowns) -> Self {
        let mut found = mentions(article);
        let is_of_many: Vec<bool> = found.iter().map(|one| is_of_many(article, one)).collect();
        if is_of_many.contains(&true) {
            let declared = last_words(cast);
            let mut each = is_of_many.into_iter();
            found.retain(|one| !each.next().unwrap_or_default() || declared.contains(one.last()));
        }
        Self::of_mentions(article, found, cast)
    }

    /// The names of an article of which nobody knows any.
    pub fn none(article: &Article) -> Self {
        Self::of_mentions(article, Vec::new(), &Knowns::new())
    }

    /// The names of an article that stand at these places, and who of a cast they mean.
    pub fn of_mentions(article: &Article, mentions: Vec<Mention>, cast: &Knowns) -> Self {
        let written = mentions.iter().map(|mention| mention.words.join(" "));
        let mut names = Self {
            ending: vec![None; article.len()],
            at: vec![None; article.len()],
            written: written.collect(),
            mentions,
            chains: Vec::new(),
        };
        names.link(cast);
        names.find_first(article);
        for (number, mention) in names.mentions.iter().enumerate() {
            names.ending[mention.end - 1] = Some(number);
            names.at[mention.with_titles..mention.end].fill(Some(number));
        }
        names
    }

    fn find_first(&mut self, article: &Article) {
        let mut named = None;
        for mention in &mut self.mentions {
            let sentence = article.sentence[mention.first];
            mention.is_first = named != Some(sentence);
            let is_said = (mention.with_titles..mention.end).all(|at| article.is_quoted(at));
            let is_modifier = article
                .tokens
                .get(mention.end)
                .is_some_and(|token| token.is_lower && token.is(class::HUMAN | class::TITLE));
            if is_modifier || article.is_possessive(mention.end) {
                continue;
            }
            let chain = &self.chains[mention.chain];
            if !is_said && (chain.is_person || !chain.is_organisation) {
                named = Some(sentence);
            }
        }
    }

    /// The mention of which a token is a part.
    pub fn mention_at(&self, at: usize) -> Option<&Mention> {
        let number = *self.at.get(at)?;
        number.map(|number| &self.mentions[number])
    }

    /// The mention that ends with a token.
    pub fn mention_ending(&self, at: usize) -> Option<&Mention> {
        let number = *self.ending.get(at)?;
        number.map(|number| &self.mentions[number])
    }

    /// Whether these tokens are a name that stands by itself elsewhere in the article.
    pub fn is_written(&self, article: &Article, first: usize, end: usize) -> bool {
        let words: Vec<&str> = article.tokens[first..end].iter().map(bare).collect();
        self.written.contains(&words.join(" "))
    }

    /// Whom a mention means.
    pub fn chain_of(&self, mention: &Mention) -> &Chain {
        &self.chains[mention.chain]
    }
}

/// Whether a name ends with the plural of a short form, and so is none: `Leading GPs`.
fn is_of_many(article: &Article, mention: &Mention) -> bool {
    let token = &article.tokens[mention.end - 1];
    let written = article.words[token.start..token.end].strip_suffix('s');
    written.is_some_and(|short| short.len() > 1 && short.chars().all(char::is_uppercase))
}

/// The last words of the names of a cast, in lower case.
fn last_words(cast: &Knowns) -> HashSet<String> {
    let names = cast.iter().flat_map(|known| &known.names);
    let last = names.filter_map(|name| name.split_whitespace().next_back());
    last.map(str::to_lowercase).collect()
}

/// What is written with capitals in the middle of sentences, and what in lower case.
struct Usage {
    capital: HashMap<String, usize>,
    lower: HashMap<String, usize>,
}

impl Usage {
    fn of(article: &Article) -> Self {
        let mut usage = Self {
            capital: HashMap::new(),
            lower: HashMap::new(),
        };
        for (at, token) in article.tokens.iter().enumerate() {
            let written = &article.words[token.start..token.end];
            if token.is_lower {
                *usage.lower.entry(token.lower.to_string()).or_default() += 1;
            }
            let is_mid = at > 0
                && article.sentence[at - 1] == article.sentence[at]
                && article.mark[at - 1] != Mark::Opens
                && !article.is_any(at - 1, &[":", "—", "–", ".", "?", "!", "\"", "“", "”"]);
            if is_mid && token.first.is_uppercase() {
                *usage.capital.entry(written.to_owned()).or_default() += 1;
            }
        }
        usage
    }
}

fn mentions(article: &Article) -> Vec<Mention> {
    let usage = Usage::of(article);
    let mut found = Vec::new();
    let mut at = 0;
    while at < article.len() {
        let token = &article.tokens[at];
        let written = &article.words[token.start..token.end];
        let is_party = written.get(1..2) == Some("-") && "RDI".contains(&written[..1]);
        if !token.is_capital() || is_party {
            at += 1;
            continue;
        }
        let end = run(article, at);
        let taken = found.last().map_or(0, |last: &Mention| last.end);
        found.extend(mention(article, &usage, at, end).map(|mention| Mention {
            with_titles: mention.with_titles.max(taken),
            ..mention
        }));
        at = end.max(at + 1);
    }
    found
}

/// Where a run of capitals ends, with what may stand inside of a name.
fn run(article: &Article, from: usize) -> usize {
    let is_capital = |at: usize| {
        article
            .tokens
            .get(at)
            .is_some_and(|token| token.first.is_uppercase())
    };
    let mut at = from;
    while at < article.len() {
        let token = &article.tokens[at];
        if at > from
            && (article.sentence[at] != article.sentence[from]
                || article.quotation[at] != article.quotation[from])
        {
            break;
        }
        let is_particle = |at: usize| article.is(at, class::NAME_PARTICLE);
        // `Jules de la Tour`
        let is_inside =
            at > from && (is_capital(at + 1) || is_particle(at + 1) && is_capital(at + 2));
        let goes_on = at > from && goes_on(article, at);
        let joins = is_particle(at) && at > 0 && !article.is(at - 1, class::TITLE)
            || &*token.lower == "&"
            || goes_on;
        let is_suffixed = &*token.lower == "," && article.is(at + 1, class::NAME_SUFFIX);
        let has_article = goes_on && article.is_any(at + 1, &["the"]);
        if token.is_capital() || is_inside && joins {
            at += 1;
        } else if has_article || at > from && is_suffixed {
            at += 2;
        } else {
            break;
        }
    }
    at.min(article.len())
}

/// Whether the name of a body goes on at a token: `Department for Transport`, `Bank of England`.
fn goes_on(article: &Article, at: usize) -> bool {
    let is_capital = |at: usize| {
        let token = article.tokens.get(at);
        token.is_some_and(|token| token.is_capital() && !token.is(class::NATION))
    };
    let next = if article.is_any(at + 1, &["the"]) {
        at + 2
    } else {
        at + 1
    };
    article.is_any(at, &["of", "for"])
        && article.is(at - 1, class::BODY_OF)
        && article.tokens[at - 1].is_capital()
        && is_capital(next)
        && article.sentence[at] == article.sentence[at - 1]
}

fn bare(token: &Token) -> &str {
    token.lower.trim_end_matches('.')
}

fn mention(article: &Article, usage: &Usage, from: usize, end: usize) -> Option<Mention> {
    let lexicon = article.lexicon;
    let tokens = &article.tokens;
    let is_title = |at: usize| {
        let word = bare(&tokens[at]).replace("-elect", "");
        // `DC Ravi Lee`, and `DC Comics`.
        let is_short = matches!(&*word, "pc" | "dc" | "ds" | "dci");
        let names = || at + 1 < end && lexicon.first_name(bare(&tokens[at + 1])).is_some();
        lexicon.classes(&word) & class::TITLE > 0 && (!is_short || names())
    };
    let is_initial = article.begins(from);
    let mut first = from;
    // Function words at the beginning of a sentence, and what names nobody.
    while first < end {
        let token = &tokens[first];
        let word = bare(token);
        let names_nobody = token.is(class::NOT_NAME | class::AUXILIARY)
            || lexicon.classes(word) & class::NOT_NAME > 0
            || (first == from && is_initial && token.cue.is_some());
        // `Will Doyle`, `Grant Lee`: a first name that is a verb as well. A question begins
        // with one: `Will Lee go?`
        let is_first_name = (token.is(class::AUXILIARY) || token.cue.is_some())
            && !token.is(class::NOT_NAME)
            && first + 1 < end
            && lexicon.first_name(word).is_some()
            && tokens[first + 1].is_capital()
            && !tokens[first + 1].is(class::ORGANISATION | class::TITLE)
            && !(is_initial && article.asks(first));
        if is_first_name {
            break;
        }
        let begins_body = end - first > 1
            && matches!(
                word,
                "american"
                    | "white"
                    | "black"
                    | "democratic"
                    | "republican"
                    | "christian"
                    | "african-american"
                    | "getty"
                    | "associated"
            )
            && tokens[first + 1].first.is_uppercase()
            && tokens[first + 1].is(class::ORGANISATION);
        if !names_nobody || is_title(first) || begins_body {
            break;
        }
        first += 1;
    }
    let mut with_titles = first;
    let mut titles: Vec<String> = Vec::new();
    // `Manager Ann Lee`, where a sentence begins: what she is.
    let is_post = |at: usize| tokens[at].is(class::HUMAN | class::EPITHET) && !is_title(at);
    let relatives = [
        "husband", "wife", "mother", "father", "son", "daughter", "brother", "sister", "mum", "dad",
    ];
    let is_relative = end - first == 2 && relatives.contains(&bare(&tokens[from]));
    if first == from && is_initial && (end - first > 2 && is_post(first) || is_relative) {
        titles.push(bare(&tokens[first]).to_owned());
        first += 1;
    }
    // `Secretary of State John Kerry`: what the office is of is no part of the name.
    let is_of_office = first == from
        && from >= 2
        && article.is_any(from - 1, &["of"])
        && is_title(from - 2)
        && tokens[from - 2].is_capital();
    if is_of_office {
        let begins = |at: &usize| {
            lexicon.first_name(bare(&tokens[*at])).is_some() && tokens[at + 1].is_capital()
        };
        if let Some(name) = (first + 1..end - 1).find(begins) {
            titles.push(bare(&tokens[from - 2]).to_owned());
            with_titles = from - 2;
            first = name;
        }
    }
    while first < end && is_title(first) {
        titles.push(bare(&tokens[first]).to_owned());
        first += 1;
    }
    // A body or a party before a name: `Media Research Center President Ann Lee`,
    // `House Intelligence Republican Mike Hall`.
    let belongs = |at: usize| {
        tokens[at].is(class::ORGANISATION | class::NATION)
            || matches!(bare(&tokens[at]), "republican" | "democrat" | "democratic")
    };
    let begins_name = |at: &usize| {
        let length = end - at;
        (2..=4).contains(&length)
            && lexicon.first_name(bare(&tokens[*at])).is_some()
            && tokens[at + 1].is_capital()
            && belongs(at - 1)
            && !(*at..end).any(belongs)
    };
    if let Some(name) = (first + 1..end.saturating_sub(1)).find(begins_name) {
        first = name;
    }
    // Titles inside of a run: `Ohio Gov. John Kasich`.
    for at in (first + 1..end).rev() {
        let word = bare(&tokens[at]);
        let is_inner = is_title(at)
            && !matches!(
                word,
                "president" | "house" | "general" | "prince" | "justice"
            )
            && at + 1 < end;
        let is_office = matches!(
            &*tokens[at].lower,
            "president"
                | "spokesman"
                | "spokeswoman"
                | "press"
                | "chairman"
                | "strategist"
                | "leader"
        ) && end - (at + 1) >= 2
            && at + 1 < end;
        if is_inner || is_office {
            titles.push(word.to_owned());
            first = at + 1;
            break;
        }
    }
    // `Keir Moss QC`
    let mut core = first..end;
    while core.len() > 1 && tokens[core.end - 1].is(class::POST_NOMINAL) {
        core.end -= 1;
    }
    if core.is_empty()
        || core
            .clone()
            .all(|at| tokens[at].is(class::NOT_NAME | class::NATION))
    {
        return None;
    }
    if core.len() == 1 {
        let token = &tokens[first];
        let written = &article.words[token.start..token.end];
        let in_middle = usage.capital.get(written).copied().unwrap_or_default();
        let is_all_capitals =
            written.chars().count() > 1 && !written.chars().any(char::is_lowercase);
        let begins = is_initial && first == from && titles.is_empty();
        let in_lower = usage.lower.contains_key(&*token.lower);
        let is_letter = written.chars().count() == 1;
        let is_short = token.is(class::ABBREVIATION) || {
            written.contains('.') && lexicon.classes(bare(token)) & class::ABBREVIATION > 0
        };
        let is_state = matches!(bare(token), "u.s" | "u.n");
        if begins && in_middle == 0 && !is_all_capitals
            || begins && in_lower && in_middle < 2
            || is_letter
            || is_short && written.contains('.') && !is_state
        {
            return None;
        }
    }
    let words: Vec<String> = core
        .clone()
        .map(|at| bare(&tokens[at]).to_owned())
        .collect();
    let is_capitals = |at: usize| {
        // `Luther Hall IV` is no body.
        if tokens[at].is(class::NAME_SUFFIX) {
            return false;
        }
        let written = &article.words[tokens[at].start..tokens[at].end];
        let mut letters = written.chars().filter(|c| c.is_alphabetic());
        written.chars().count() > 1 && !written.contains('.') && letters.all(char::is_uppercase)
    };
    // `Joan Fox`: a last name that is a word for a body as well.
    let is_last_name = |word: &String| {
        let is_last = words.len() == 2 && *word == words[1];
        is_last
            && lexicon.first_name(&words[0]).is_some()
            && matches!(
                &**word,
                "fox" | "church" | "house" | "post" | "press" | "court" | "banks"
            )
    };
    let is_organisation = words
        .iter()
        .any(|word| lexicon.classes(word) & class::ORGANISATION > 0 && !is_last_name(word))
        || core.clone().any(is_capitals)
        || matches!(
            &*words[0],
            "the" | "new" | "white" | "united" | "wall" | "capitol"
        );
    // `the former Kent governor` is no person called Kent.
    let is_modifier = tokens
        .get(end)
        .is_some_and(|token| token.is_lower && token.is(class::HUMAN | class::TITLE));
    let is_explained =
        !is_organisation && words.len() <= 4 && is_apposed(article, with_titles, end);
    let has_title = |bit: u64| titles.iter().any(|title| lexicon.classes(title) & bit > 0);
    let first_name = match words.len() {
        1 => None,
        _ => lexicon.first_name(&words[0]),
    };
    let gender = if has_title(class::FEMALE_TITLE) {
        Some(Gender::Female)
    } else if has_title(class::MALE_TITLE) {
        Some(Gender::Male)
    } else {
        first_name.flatten()
    };
    Some(Mention {
        first,
        end,
        with_titles,
        is_full: words.len() > 1,
        is_person: !titles.is_empty() && !is_organisation && !is_modifier
            || is_explained
            || first_name.is_some() && !is_organisation && words.len() <= 4,
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

/// Whether a noun for one person stands beside a name: `the pollster Ann Lee`, `its minister,
/// Ann Lee, said`, `Lee, a retired teacher`.
fn is_apposed(article: &Article, first: usize, end: usize) -> bool {
    const LONGEST: usize = 5;
    let is_noun = |at: usize| {
        let token = &article.tokens[at];
        token.is_lower && token.is(class::HUMAN | class::EPITHET)
    };
    let is_behind = first > 1
        && article.is_any(first - 1, &[","])
        && is_noun(first - 2)
        && article.is_any(end, &[",", "."]);
    let is_before =
        article.is_any(end, &[","]) && article.is_any(end + 1, &["a", "an", "the"]) && {
            let mut inside = end + 2..article.len().min(end + 2 + LONGEST);
            let noun = inside.find(|at| is_noun(*at) || !article.tokens[*at].is_lower);
            noun.is_some_and(|at| is_noun(at) && !(end + 2..at).any(|at| article.stops(at)))
        };
    // `Lee, 34, from Leeds`
    let is_aged = article.is_any(end, &[","])
        && article.is_any(end + 2, &[",", "."])
        && article.tokens.get(end + 1).is_some_and(|token| {
            let age = article.words[token.start..token.end].parse::<u32>();
            age.is_ok_and(|age| (5..110).contains(&age))
        });
    first > 0 && is_noun(first - 1) || is_behind || is_before || is_aged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proposals::known::Known;
    use crate::proposals::lexicon::ENGLISH;

    fn chains(words: &str, cast: &Knowns) -> Vec<String> {
        let article = Article::read(words, &ENGLISH);
        let names = Names::of(&article, cast);
        let mentions = names.mentions.iter().map(|mention| {
            let (from, to) = (
                article.tokens[mention.first].start,
                article.tokens[mention.end - 1].end,
            );
            format!(
                "{} = {}",
                &words[from..to],
                names.chain_of(mention).label.join(" ")
            )
        });
        mentions.collect()
    }

    #[test]
    fn names_lead_to_whom_they_mean() {
        let words = "Dr Ann Lee met Ohio Gov. John Kasich. Yesterday Mr. Kasich said that Lee would go. \
                     But the Health Committee sat.";
        assert_eq!(
            chains(words, &Vec::new()),
            [
                "Ann Lee = ann lee",
                "John Kasich = john kasich",
                "Kasich = john kasich",
                "Lee = ann lee",
                "Health Committee = health committee",
            ]
        );
    }

    #[test]
    fn a_title_tells_two_of_one_name_apart() {
        let words = "Bill Clark and Mary Clark spoke. Mrs. Clark left, and Mr. Clark stayed.";
        let found = chains(words, &Vec::new());
        assert_eq!(found[2..], ["Clark = mary clark", "Clark = bill clark"]);
    }

    #[test]
    fn a_declared_name_is_known_at_the_end_of_a_longer_run() {
        let known = Known {
            id: "@moyse".into(),
            names: vec!["Dr Barry Moyse".into()],
            is_person: true,
        };
        let words = "Somerset GP Barry Moyse said no. Moyse left.";
        let article = Article::read(words, &ENGLISH);
        let names = Names::of(&article, &vec![known]);
        let known = names.mentions.iter().map(|one| names.chain_of(one).known);
        assert_eq!(known.collect::<Vec<_>>(), [Some(0), Some(0)]);
    }
}
