//! The role of somebody, read off the words beside the name.

use super::role_words::{begins_no_role, belongs_to_post, is_post};
use crate::features::shared::wording::one_line;
use crate::model::Corpus;
use crate::syntax::{EntityKind, PartialDate, TextRange};

/// How many words a role has at most.
const ROLE: usize = 14;

/// What leads from a noun to another one.
const LINKS: [&str; 6] = ["of", "for", "at", "in", "on", "with"];

/// How many words before a name are looked at.
const LOOKED_AT: usize = 8;

/// The stretches beside a name in an article that may say who somebody is: what stands
/// after it between commas, and what stands before it, as in `GPC chairman Ann Gordon`.
/// `name` is where it stands, a title included.
pub fn beside(text: &str, name: TextRange) -> Vec<&str> {
    let mut found = Vec::new();
    let rest = &text[name.to()..];
    if let Some(rest) = rest.strip_prefix(", ") {
        let end = rest.find([',', '.', ';', ':', '!', '?', '“', '‘', '"', '\n', '(', '—']);
        found.push(&rest[..end.unwrap_or(rest.len())]);
    }
    found.extend(before(text, name.from()));
    found.extend(before_comma(&text[..name.from()], &text[name.to()..]));
    found
}

/// What stands before a name and a comma, from its article on: `said the leader of the
/// council, Ann Gordon.`
fn before_comma<'t>(text: &'t str, rest: &str) -> Option<&'t str> {
    let is_apart = rest.is_empty() || rest.starts_with([',', '.', ';', '\n']);
    let line = text.rsplit('\n').next()?.strip_suffix(", ")?;
    let from = line.rfind([
        ',', '.', ';', ':', '!', '?', '“', '”', '"', '‘', '(', ')', '—',
    ]);
    let from = from.map_or(0, |at| {
        at + line[at..].chars().next().map_or(1, char::len_utf8)
    });
    let stretch = line[from..].trim_start();
    let starts = stretch.match_indices(' ').map(|(at, _)| at + 1);
    let starts: Vec<usize> = [0].into_iter().chain(starts).collect();
    let begins = |words: &str| {
        let mut words = words.split(' ');
        let article = words.next().unwrap_or_default().to_lowercase();
        // Up to the noun: what follows `of` is another one's.
        let noun = words
            .take_while(|word| !LINKS.contains(word))
            .collect::<Vec<_>>();
        matches!(&*article, "the" | "its" | "their" | "a" | "an") && names_role(&noun.join(" "))
    };
    let mut starts = starts.into_iter().rev().take(ROLE);
    let at = starts
        .find(|at| begins(&stretch[*at..]))
        .filter(|_| is_apart)?;
    Some(&stretch[at..])
}

fn before(text: &str, name: usize) -> Option<&str> {
    let mut start = name;
    let mut words = 0;
    let all = text[..name].trim_end_matches([' ', '\u{a0}']);
    let end = all.len();
    let mut rest = all;
    loop {
        let word = &rest[rest.rfind([' ', '\u{a0}', '\n']).map_or(0, |at| {
            at + rest[at..].chars().next().map_or(1, char::len_utf8)
        })..];
        let lower = word.to_lowercase();
        let belongs = match words {
            0 => is_post(&lower),
            _ => {
                let is_capital = word.starts_with(char::is_uppercase);
                (is_capital && !begins_no_role(&lower) && lower != "the" && lower != "and")
                    || belongs_to_post(&lower)
            }
        };
        let is_whole = word
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '’' | '\'' | '&'));
        if word.is_empty() || !belongs || !is_whole || words >= LOOKED_AT {
            break;
        }
        start = rest.len() - word.len();
        words += 1;
        let ends_line = rest[..start].ends_with('\n');
        rest = rest[..start].trim_end_matches([' ', '\u{a0}']);
        if ends_line || rest.is_empty() {
            break;
        }
    }
    let is_former = rest.to_lowercase().ends_with("former");
    (words > 0 && !is_former).then(|| &text[start..end])
}

/// The roles in the words beside a name on a day, with the ids of the organisations that the
/// cast knows put in: `chair of the board and a GP in Leeds` are two.
pub fn roles(corpus: &Corpus, beside: &str, date: PartialDate) -> Vec<String> {
    let words = one_line(beside);
    let mut parts: Vec<(usize, usize)> = vec![(0, words.len())];
    for join in [" and a ", " and an ", " and the "] {
        for (at, _) in words.match_indices(join) {
            let second = at + " and ".len();
            if names_role(words[second..].split(',').next().unwrap_or_default()) {
                parts.push((second, words.len()));
            }
        }
    }
    parts.sort_unstable();
    for number in 1..parts.len() {
        parts[number - 1].1 = parts[number].0 - " and ".len();
    }
    let parts = parts.iter().map(|(from, to)| &words[*from..*to]);
    // What begins with no role is something else as a whole.
    let mut found = Vec::new();
    for part in parts {
        match role(corpus, part, date) {
            Some(role) => found.push(role),
            None => break,
        }
    }
    found
}

/// Whether words hold a noun for what somebody is.
fn names_role(words: &str) -> bool {
    words.split([' ', '-', '/']).any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        is_post(&word.to_lowercase())
    })
}

fn role(corpus: &Corpus, words: &str, date: PartialDate) -> Option<String> {
    let words = words.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '(' | ')' | '–' | '—' | '-')
    });
    let words = [
        "the ", "a ", "an ", "its ", "their ", "The ", "Its ", "Their ", "A ", "An ",
    ]
    .iter()
    .find_map(|article| words.strip_prefix(article))
    .unwrap_or(words);
    let first = words.split(' ').next()?;
    let was = ["former", "ex", "one-time", "onetime", "erstwhile", "then"];
    let is_former =
        was.contains(&&*first.to_lowercase()) || first.to_lowercase().starts_with("ex-");
    let is_role = names_role(words)
        && !is_former
        && words.split(' ').count() <= ROLE
        && words.starts_with(char::is_alphabetic)
        && !begins_no_role(&first.to_lowercase())
        && !first.ends_with("ing")
        && !first.ends_with("ed")
        && !words.contains(|c: char| {
            c.is_control()
                || matches!(
                    c,
                    '“' | '”' | '‘' | '"' | '&' | '@' | '#' | '\\' | ';' | ':'
                )
        });
    if !is_role {
        return None;
    }
    Some(with_organisations(corpus, words, date))
}

/// Words with the ids of the organisations in place of their names.
pub(super) fn with_organisations(corpus: &Corpus, words: &str, date: PartialDate) -> String {
    let mut written = String::new();
    let mut at = 0;
    while at < words.len() {
        let is_start = words[..at]
            .chars()
            .next_back()
            .is_none_or(|c| !c.is_alphanumeric());
        let name = is_start
            .then(|| corpus.index().names().longest_at(words, at, Some(date)))
            .flatten();
        if let Some(name) = name
            && let [only] = name.entities[..]
            && only.kind() == EntityKind::Organisation
            && is_whole_name(&words[..at], &words[at + name.length..])
        {
            if let Some(kept) = written.strip_suffix("the ") {
                written.truncate(kept.len());
            }
            at += name.length;
            let rest = ["’s ", "'s "]
                .iter()
                .find_map(|ending| words[at..].strip_prefix(ending));
            if let Some(rest) = rest {
                at = words.len() - rest.len();
                // Of a body of another body, the one is enough.
                let next = corpus.index().names().longest_at(words, at, Some(date));
                if next.is_none() {
                    written.push_str(&corpus.written(only));
                    written.push_str("’s ");
                }
                continue;
            }
            written.push_str(&corpus.written(only));
            continue;
        }
        let Some(c) = words[at..].chars().next() else {
            break;
        };
        written.push(c);
        at += c.len_utf8();
    }
    written
}

/// Whether a name between these words is no part of a longer one: `Leeds CCG`, `BMA Scotland`.
fn is_whole_name(before: &str, after: &str) -> bool {
    let is_capital = |word: &str| {
        let is_owner = word.ends_with("’s") || word.ends_with("'s");
        word.starts_with(char::is_uppercase) && !is_owner && !names_role(word)
    };
    let before = before
        .strip_suffix(' ')
        .map(|words| words.rsplit(' ').next());
    let after = after.strip_prefix(' ').map(|words| words.split(' ').next());
    let is_named = |word: Option<Option<&str>>| word.flatten().is_some_and(is_capital);
    !is_named(before) && !is_named(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::fixture;

    #[test]
    fn roles_are_read_off_what_stands_beside_a_name() {
        let corpus = fixture::corpus(
            "//- cast.qm\n&bma: British Medical Association\n    also: BMA\n\n&gpc: GP Committee\n",
        );
        let date: PartialDate = PartialDate::parse("2011-12-01").unwrap();
        for (words, expected) in [
            (
                ", Deputy Chair of the BMA’s GP Committee,",
                Some("Deputy Chair of &gpc"),
            ),
            (
                ", a GP in Kingston, Surrey,",
                Some("GP in Kingston, Surrey"),
            ),
            ("chair of the BMA’s board", Some("chair of &bma’s board")),
            ("vice chair of Leeds BMA", Some("vice chair of Leeds BMA")),
            ("chair of BMA Scotland", Some("chair of BMA Scotland")),
            (", speaking in Leeds,", None),
            (", who chairs the board,", None),
            (", 52,", None),
            (", in a letter,", None),
            (", the “boss”,", None),
            (", Bob Lee and others,", None),
            ("GPC chairman", Some("GPC chairman")),
            ("BMA chairman", Some("&bma chairman")),
            (", the former president of the BMA,", None),
            (", ex-chair of the BMA,", None),
        ] {
            assert_eq!(
                roles(&corpus, words, date).first().map(String::as_str),
                expected,
                "{words}"
            );
        }
    }

    #[test]
    fn two_roles_are_two() {
        let corpus =
            fixture::corpus("//- cast.qm\n&bma: British Medical Association\n    also: BMA\n");
        let date: PartialDate = PartialDate::parse("2011-12-01").unwrap();
        for (words, expected) in [
            (
                ", chair of the BMA and a GP in Kingston, Surrey,",
                vec!["chair of &bma", "GP in Kingston, Surrey"],
            ),
            (
                "director of arts and a charity",
                vec!["director of arts and a charity"],
            ),
            ("a town and a mayor", vec![]),
        ] {
            assert_eq!(roles(&corpus, words, date), expected, "{words}");
        }
    }

    #[test]
    fn what_stands_beside_a_name_is_found() {
        for (text, name, expected) in [
            (
                "said Ann Gordon, chair of the board. He left.",
                "Ann Gordon",
                vec!["chair of the board"],
            ),
            (
                "But GPC chairman Dr Ann Gordon said",
                "Dr Ann Gordon",
                vec!["GPC chairman"],
            ),
            (
                "So the BMA’s deputy policy director Ann Gordon said",
                "Ann Gordon",
                vec!["BMA’s deputy policy director"],
            ),
            (
                "The former GPC chairman Ann Gordon said",
                "Ann Gordon",
                vec![],
            ),
            ("The town where Ann Gordon said", "Ann Gordon", vec![]),
            (
                "Britain’s finance minister Ann Gordon said",
                "Ann Gordon",
                vec!["Britain’s finance minister"],
            ),
            (
                "No, said the leader of the council, Ann Gordon.",
                "Ann Gordon",
                vec!["the leader of the council"],
            ),
            (
                "Its chair, Ann Gordon, left.",
                "Ann Gordon",
                vec!["left", "Its chair"],
            ),
            (
                "In the end of the year, Ann Gordon left.",
                "Ann Gordon",
                vec![],
            ),
            (
                "She met the minister, Ann Gordon left.",
                "Ann Gordon",
                vec![],
            ),
            ("Chairman Ann Gordon", "Ann Gordon", vec!["Chairman"]),
        ] {
            let at = text.find(name).unwrap();
            let found = beside(text, TextRange::new(at, at + name.len()));
            assert_eq!(found, expected, "{text}");
        }
    }
}
