//! The declaration of somebody whom an article names and no cast knows.

use super::role::role;
use crate::features::declare::proposed_name;
use crate::model::{Corpus, FileId};
use crate::syntax::{EntityKind, TextRange};

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

/// Somebody who is declared along with a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntity {
    /// The id with its sigil.
    pub id: String,
    /// The display name.
    pub name: String,
    /// Other names, as the article writes them.
    pub names: Vec<String>,
    /// The role on the day of the article, with that day after `~`.
    pub role: Option<String>,
}

impl NewEntity {
    /// Somebody by a name, with the words that stand beside it in the article and may say who
    /// that is. A role is only known to have been held on the day of the article; of one
    /// without a date nothing is known.
    pub fn new(
        corpus: &Corpus,
        file: FileId,
        id: String,
        name: &str,
        names: Vec<String>,
        beside: &[&str],
    ) -> Self {
        let date = corpus.date(file);
        let mut beside = beside.iter();
        let role = date.and_then(|date| beside.find_map(|words| role(corpus, words, date)));
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
            let Some(title) = title_before(text, at) else {
                continue;
            };
            let written = format!("{} {form}", &text[title]);
            if !after.is_some_and(char::is_alphanumeric)
                && !found.contains(&written)
                && found.len() < 4
            {
                found.push(written);
            }
        }
    }
    found
}

/// The title that stands before a place.
pub fn title_before(text: &str, at: usize) -> Option<TextRange> {
    let before = text[..at].trim_end_matches([' ', '\u{a0}']);
    let start = before
        .rfind(|c: char| !c.is_alphabetic() && c != '.')
        .map_or(0, |at| {
            at + before[at..].chars().next().map_or(0, char::len_utf8)
        });
    let is_title = TITLES.contains(&before[start..].trim_end_matches('.')) && before.len() < at;
    is_title.then(|| TextRange::new(start, before.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

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
