//! The declaration of somebody whom an article names and no cast knows.

use crate::features::shared::names::initials;
use crate::features::shared::wording::one_line;
use crate::syntax::TextRange;

/// How many names with titles are listed.
const MOST_NAMES: usize = 4;

/// Titles before a name.
const TITLES: [&str; 26] = [
    "Baron",
    "Baroness",
    "Capt",
    "Captain",
    "Cllr",
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
    "Revd",
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
    /// The roles on the day of the article, with that day after `~`.
    pub roles: Vec<String>,
}

impl NewEntity {
    /// The lines of the declaration, without a break at the end.
    pub fn lines(&self) -> String {
        let mut lines = format!("{}: {}", self.id, self.name);
        if !self.names.is_empty() {
            lines.push_str("\n    also: ");
            lines.push_str(&self.names.join("; "));
        }
        for role in &self.roles {
            lines.push_str("\n    role: ");
            lines.push_str(role);
        }
        lines
    }
}

/// A person's name with its title and the last name with it, as an article writes them at
/// some of the places that name them: `Dr Ann Gordon`, `Dr Gordon`.
pub fn titled_names(text: &str, name: &str, places: &[TextRange]) -> Vec<String> {
    let last = name.rsplit(' ').next().unwrap_or(name);
    let mut found: Vec<String> = Vec::new();
    for place in places {
        let form = one_line(&text[*place]);
        let Some(title) = title_before(text, place.from()) else {
            continue;
        };
        let written = format!("{} {form}", &text[title]);
        let is_theirs = form == name || form == last;
        if is_theirs && !found.contains(&written) && found.len() < MOST_NAMES {
            found.push(written);
        }
    }
    found
}

/// The initials of a body, in the form in which they stand in a text: `LMCs`.
pub fn short_name(text: &str, name: &str) -> Option<String> {
    let initials = initials(name)?;
    let several = format!("{initials}s");
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| *word == initials || *word == several)
        .map(str::to_owned)
        .next()
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
        let text = "Dr Ann Gordon said so. Dr. Gordon left, Dr Gordons not. So Professor  Gordon.";
        let places = ["Ann Gordon", "Gordon left", "Gordons", "Gordon."].map(|words| {
            let at = text.find(words).unwrap();
            let length = words.trim_end_matches(" left").trim_end_matches('.').len();
            TextRange::new(at, at + length)
        });
        let names = titled_names(text, "Ann Gordon", &places);
        assert_eq!(names, ["Dr Ann Gordon", "Dr. Gordon", "Professor Gordon"]);
        let new = NewEntity {
            id: "@ann-gordon".into(),
            name: "Ann Gordon".into(),
            names,
            roles: vec!["chair, ~2011".into()],
        };
        assert_eq!(
            new.lines(),
            "@ann-gordon: Ann Gordon\n    also: Dr Ann Gordon; Dr. Gordon; Professor Gordon\n    role: chair, ~2011"
        );
    }
}
