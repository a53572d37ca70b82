//! The declaration of somebody whom an article names and no cast knows.

use crate::features::declare::proposed_name;
use crate::features::shared::wording::one_line;
use crate::model::{Corpus, FileId};
use crate::syntax::{EntityKind, PartialDate};

/// Titles before a name.
const TITLES: [&str; 24] = [
    "Baron",
    "Baroness",
    "Capt",
    "Captain",
    "Col",
    "Dame",
    "Dr",
    "Gen",
    "General",
    "Gov",
    "Judge",
    "Lady",
    "Lord",
    "Miss",
    "Mr",
    "Mrs",
    "Ms",
    "Prof",
    "Professor",
    "Rep",
    "Rev",
    "Sen",
    "Sgt",
    "Sir",
];

/// What begins words between commas that say no role.
const NO_ROLE: [&str; 44] = [
    "a",
    "about",
    "above",
    "after",
    "also",
    "although",
    "among",
    "an",
    "as",
    "at",
    "aged",
    "because",
    "before",
    "but",
    "by",
    "during",
    "following",
    "for",
    "from",
    "however",
    "if",
    "in",
    "it",
    "last",
    "meanwhile",
    "of",
    "on",
    "once",
    "since",
    "so",
    "that",
    "their",
    "then",
    "there",
    "though",
    "to",
    "too",
    "when",
    "where",
    "which",
    "while",
    "who",
    "whose",
    "with",
];

/// How many words a role has at most.
const ROLE: usize = 14;

/// Somebody who is declared along with a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntity {
    /// The id with its sigil.
    pub id: String,
    /// The display name.
    pub name: String,
    /// Other names, as the article writes them.
    pub names: Vec<String>,
    /// The role on the day of the article, with that day behind `~`.
    pub role: Option<String>,
}

impl NewEntity {
    /// Somebody by a name, with the words that stand beside it in the article and say who
    /// that is. A role is only known to have been held on the day of the article; of one
    /// without a date nothing is known.
    pub fn new(
        corpus: &Corpus,
        file: FileId,
        id: String,
        name: &str,
        names: Vec<String>,
        apposition: Option<&str>,
    ) -> Self {
        let date = corpus.date(file);
        let role = date.and_then(|date| role(corpus, apposition?, date));
        Self {
            id,
            name: proposed_name(name),
            names,
            role,
        }
    }

    /// The lines of the declaration, without a break at the end.
    pub fn lines(&self) -> String {
        let mut lines = format!("{}: {}", self.id, self.name);
        if !self.names.is_empty() {
            lines.push_str("\n    also: ");
            lines.push_str(&self.names.join("; "));
        }
        if let Some(role) = &self.role {
            lines.push_str("\n    role: ");
            lines.push_str(role);
        }
        lines
    }
}

/// The name with its title and the last name with it, as an article writes them: `Dr Ann
/// Gordon`, `Dr Gordon`.
pub fn titled_names(text: &str, name: &str, kind: EntityKind) -> Vec<String> {
    if kind != EntityKind::Person {
        return Vec::new();
    }
    let last = name.rsplit(' ').next().unwrap_or(name);
    let mut found: Vec<String> = Vec::new();
    for form in [name, last] {
        for (at, _) in text.match_indices(form) {
            let after = text[at + form.len()..].chars().next();
            let before = text[..at].trim_end_matches([' ', '\u{a0}']);
            let start = before
                .rfind(|c: char| !c.is_alphabetic() && c != '.')
                .map_or(0, |at| {
                    at + before[at..].chars().next().map_or(0, char::len_utf8)
                });
            let title = &before[start..];
            let is_title = TITLES.contains(&title.trim_end_matches('.')) && before.len() < at;
            let written = format!("{title} {form}");
            if is_title
                && !after.is_some_and(char::is_alphanumeric)
                && !found.contains(&written)
                && found.len() < 4
            {
                found.push(written);
            }
        }
    }
    found
}

/// A role in the words beside a name, with the organisations that the cast knows put in,
/// and the day on which it was held.
fn role(corpus: &Corpus, apposition: &str, date: PartialDate) -> Option<String> {
    let words = one_line(apposition);
    let words = words.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '(' | ')' | '–' | '—' | '-')
    });
    let words = ["the ", "a ", "an "]
        .iter()
        .find_map(|article| words.strip_prefix(article))
        .unwrap_or(words);
    let first = words.split(' ').next()?;
    let is_role = words.split(' ').count() <= ROLE
        && words.starts_with(char::is_alphabetic)
        && !NO_ROLE.contains(&&*first.to_lowercase())
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
    Some(format!(
        "{}, ~{date}",
        with_organisations(corpus, words, date)
    ))
}

/// Words with the ids of the organisations in place of their names.
fn with_organisations(corpus: &Corpus, words: &str, date: PartialDate) -> String {
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
                    written.push(' ');
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
                Some("Deputy Chair of &gpc, ~2011-12-01"),
            ),
            (
                ", a GP in Kingston, Surrey,",
                Some("GP in Kingston, Surrey, ~2011-12-01"),
            ),
            (", speaking in Leeds,", None),
            (", who chairs the board,", None),
            (", 52,", None),
            (", in a letter,", None),
            (", the “boss”,", None),
        ] {
            assert_eq!(role(&corpus, words, date).as_deref(), expected, "{words}");
        }
    }

    #[test]
    fn names_are_listed_as_the_article_writes_them() {
        let text = "Dr Ann Gordon said so. Dr. Gordon left, Dr Gordons not. Professor  Gordon.";
        let names = titled_names(text, "Ann Gordon", EntityKind::Person);
        assert_eq!(names, ["Dr Ann Gordon", "Dr. Gordon", "Professor Gordon"]);
        let new = NewEntity {
            id: "@ann-gordon".into(),
            name: "Ann Gordon".into(),
            names,
            role: Some("chair, ~2011".into()),
        };
        assert_eq!(
            new.lines(),
            "@ann-gordon: Ann Gordon\n    also: Dr Ann Gordon; Dr. Gordon; Professor Gordon\n    role: chair, ~2011"
        );
    }
}
