//! Which names mean the same person or body.

use std::collections::HashMap;

use super::known::{Known, Knowns};
use super::lexicon::{ENGLISH, Gender, class};
use super::names::{Chain, Names};
use super::work;

/// How many people and bodies with one last name are told apart. More share one in no article,
/// and each of them is compared with each mention.
const MOST_NAMESAKES: usize = 64;

/// How many others are kept whom a name may mean.
const MOST_OFFERED: usize = 3;

impl Names {
    /// Finds out which mentions mean the same.
    pub(super) fn link(&mut self, cast: &Knowns) {
        let mut by_last: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, known) in cast.iter().enumerate() {
            self.declared(number, known, &mut by_last);
        }
        for at in 0..self.mentions.len() {
            if self.mentions[at].is_full {
                self.link_full(at, &mut by_last);
            }
        }
        let by_first = self.by_first_name();
        for at in 0..self.mentions.len() {
            let mention = &self.mentions[at];
            if mention.is_full || by_last.contains_key(mention.last()) {
                continue;
            }
            match self.called_by_first_name(at, &by_first) {
                Some(chain) => {
                    by_last.insert(self.mentions[at].last().to_owned(), vec![chain]);
                }
                None => {
                    self.begin(at, &mut by_last);
                }
            }
        }
        for at in 0..self.mentions.len() {
            if !self.mentions[at].is_full {
                self.link_short(at, &mut by_last);
            }
            let (chain, first) = (self.mentions[at].chain, self.mentions[at].first);
            let chain = &mut self.chains[chain];
            chain.count += 1;
            chain.last_seen = Some(first);
            for title in &self.mentions[at].titles {
                if !chain.titles.contains(title) {
                    chain.titles.push(title.clone());
                }
            }
        }
    }

    fn declared(
        &mut self,
        number: usize,
        known: &Known,
        by_last: &mut HashMap<String, Vec<usize>>,
    ) {
        let mut chain = Chain {
            known: Some(number),
            is_person: known.is_person,
            is_organisation: !known.is_person,
            ..Chain::default()
        };
        for name in &known.names {
            let Some((words, gender)) = name_words(name) else {
                continue;
            };
            let mut last = words.last().cloned().unwrap_or_default();
            if words.len() > 1 && is_suffix(&last) {
                last.clone_from(&words[words.len() - 2]);
            }
            let numbers = by_last.entry(last).or_default();
            if !numbers.contains(&self.chains.len()) {
                numbers.push(self.chains.len());
            }
            if words.len() > 1 && chain.full.is_none() {
                chain.full = Some(words.clone());
            }
            if known.is_person && chain.gender.is_none() {
                chain.gender = gender;
            }
            if chain.label.is_empty() {
                chain.label.clone_from(&words);
            }
            chain.names.push(words.join(" "));
        }
        self.chains.push(chain);
    }

    fn link_full(&mut self, at: usize, by_last: &mut HashMap<String, Vec<usize>>) {
        let mention = &self.mentions[at];
        let key = mention.words.join(" ");
        let fits = |number: &&usize| {
            work::look();
            let chain = &self.chains[**number];
            let is_end_of =
                |name: &String| name.contains(' ') && key.ends_with(&format!(" {name}"));
            chain
                .full
                .as_ref()
                .is_none_or(|full| compatible(full, &mention.words))
                || chain.known.is_some() && chain.names.iter().any(is_end_of)
        };
        let same = by_last.get(mention.last());
        let found = same.and_then(|numbers| numbers.iter().find(fits)).copied();
        let number = found.unwrap_or_else(|| {
            let last = mention.last().to_owned();
            let namesakes = by_last.entry(last).or_default();
            if namesakes.len() < MOST_NAMESAKES {
                namesakes.push(self.chains.len());
            }
            self.chains.push(Chain {
                full: Some(mention.words.clone()),
                label: mention.words.clone(),
                ..Chain::default()
            });
            self.chains.len() - 1
        });
        let mention = &mut self.mentions[at];
        mention.chain = number;
        let chain = &mut self.chains[number];
        if !chain.names.contains(&key) {
            chain.names.push(key);
        }
        if chain.known.is_none() {
            chain.is_person |= mention.is_person;
            chain.is_organisation |= mention.is_organisation;
        }
        chain.gender = chain.gender.or(mention.gender);
    }

    /// Begins a chain with a mention of one word.
    fn begin(&mut self, at: usize, by_last: &mut HashMap<String, Vec<usize>>) -> usize {
        let mention = &self.mentions[at];
        let chain = Chain {
            label: mention.words.clone(),
            is_person: mention.is_person,
            is_organisation: mention.is_organisation,
            gender: mention.gender,
            names: vec![mention.last().to_owned()],
            ..Chain::default()
        };
        let last = mention.last().to_owned();
        by_last.entry(last).or_default().push(self.chains.len());
        self.chains.push(chain);
        self.chains.len() - 1
    }

    /// The one who has a first name, where a title goes with that: `Sir Keir` after `Sir Keir
    /// Moss`.
    fn called_by_first_name(
        &self,
        at: usize,
        by_first: &HashMap<String, Option<usize>>,
    ) -> Option<usize> {
        const OF_FIRST_NAMES: [&str; 6] = ["sir", "dame", "pope", "prince", "princess", "sister"];
        let mention = &self.mentions[at];
        let mut titles = mention.titles.iter();
        let is_called = titles.any(|title| OF_FIRST_NAMES.contains(&&**title));
        let first = mention.words.first().filter(|_| is_called)?;
        by_first.get(first).copied().flatten()
    }

    /// The people with a full name by their first names; nobody where several have it.
    fn by_first_name(&self) -> HashMap<String, Option<usize>> {
        let mut found: HashMap<String, Option<usize>> = HashMap::new();
        let people = self
            .mentions
            .iter()
            .filter(|one| one.is_full && one.is_person);
        for mention in people {
            let Some(first) = mention.words.first() else {
                continue;
            };
            let known = found.entry(first.clone()).or_insert(Some(mention.chain));
            if *known != Some(mention.chain) {
                *known = None;
            }
        }
        found
    }

    /// Whom one word means: who bears it as the last name, by title and gender, else who
    /// was named most often.
    fn link_short(&mut self, at: usize, by_last: &mut HashMap<String, Vec<usize>>) {
        let mention = &self.mentions[at];
        let mut chains: Vec<usize> = by_last[mention.last()].clone();
        // `Mrs Hall` is not John Hall.
        let is_other = |number: &usize| {
            work::look();
            let gender = self.chains[*number].gender;
            gender.is_some() && mention.gender.is_some() && gender != mention.gender
        };
        if chains.iter().all(is_other) && chains.len() < MOST_NAMESAKES {
            chains = vec![self.begin(at, by_last)];
        }
        let mention = &self.mentions[at];
        let narrow = |chains: &mut Vec<usize>, fits: &dyn Fn(&Chain) -> bool| {
            let fitting = chains.iter().filter(|number| {
                work::look();
                fits(&self.chains[**number])
            });
            let fitting: Vec<usize> = fitting.copied().collect();
            if !fitting.is_empty() {
                *chains = fitting;
            }
        };
        if mention.gender.is_some() {
            narrow(&mut chains, &|chain| {
                chain.gender.is_none() || chain.gender == mention.gender
            });
        }
        if !mention.titles.is_empty() {
            let titled = chains.iter().filter(|number| {
                let known = &self.chains[**number].titles;
                mention.titles.iter().any(|title| known.contains(title))
            });
            let titled: Vec<usize> = titled.copied().collect();
            match titled.len() {
                1 => chains = titled,
                _ => narrow(&mut chains, &|chain| chain.is_person),
            }
        }
        if chains.len() > 1 {
            narrow(&mut chains, &|chain| {
                chain.is_person || chain.full.is_none()
            });
        }
        let is_ambiguous = chains.len() > 1;
        if is_ambiguous {
            narrow(&mut chains, &|chain| chain.last_seen.is_some());
            chains.sort_by_key(|number| {
                let chain = &self.chains[*number];
                let seen = chain.last_seen.map_or(0, |at| at + 1);
                (std::cmp::Reverse(chain.count), std::cmp::Reverse(seen))
            });
        }
        let mention = &mut self.mentions[at];
        mention.chain = chains[0];
        mention.is_ambiguous = is_ambiguous;
        mention.namesakes = chains[1..].iter().copied().take(MOST_OFFERED).collect();
        let chain = &mut self.chains[chains[0]];
        chain.gender = chain.gender.or(mention.gender);
        if !mention.titles.is_empty() && !mention.is_organisation && chain.known.is_none() {
            chain.is_person = true;
        }
    }
}

/// The words of a declared name without titles, and what its first name says.
fn name_words(name: &str) -> Option<(Vec<String>, Option<Gender>)> {
    let plain = |word: &str| {
        word.to_lowercase()
            .replace('’', "'")
            .trim_end_matches('.')
            .to_owned()
    };
    let all: Vec<String> = name
        .split(|c: char| c.is_whitespace() || c == ',')
        .map(plain)
        .filter(|word| !word.is_empty())
        .collect();
    let is_title = |word: &String| ENGLISH.classes(word) & class::TITLE > 0;
    let words: Vec<String> = match all.len() {
        1 => all,
        _ => all.into_iter().filter(|word| !is_title(word)).collect(),
    };
    let first = words.first()?;
    let gender = match words.len() {
        1 => None,
        _ => ENGLISH.first_name(first).flatten(),
    };
    Some((words, gender))
}

fn is_suffix(word: &str) -> bool {
    matches!(word, "jr" | "sr" | "ii" | "iii" | "iv" | "jr." | "sr.")
}

/// Whether two full names with one last name may be of one person: the same first name,
/// or its initial.
fn compatible(one: &[String], other: &[String]) -> bool {
    let (a, b) = (&one[0], &other[0]);
    let is_initial_of = |a: &String, b: &String| a.chars().count() == 1 && b.starts_with(&**a);
    let is_short_for = |a: &String, b: &String| {
        a.chars().count() > 2 && b.chars().count() > 2 && a.starts_with(&**b)
    };
    one == other
        || a == b
        || is_initial_of(a, b)
        || is_initial_of(b, a)
        || is_short_for(a, b)
        || is_short_for(b, a)
}
