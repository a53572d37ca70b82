//! What articles and their cast say, as plain values: from these the forms of other
//! tools are made. Nothing here knows what a corpus is, nor any form.

use jiff::civil::Date;

/// Where words stand in the plain text of their article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// Code points before the first.
    pub start: usize,
    /// Where they end in code points, not included.
    pub end: usize,
    /// UTF-16 units before the first.
    pub start_utf16: usize,
    /// Where they end in UTF-16 units, not included.
    pub end_utf16: usize,
}

/// An article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Article {
    /// By what it is known: the header's `id`, else the path.
    pub key: String,
    /// Its path from the corpus' root, with `/`.
    pub path: String,
    /// The title.
    pub title: Option<String>,
    /// The date; of a month or a year its first day.
    pub date: Option<Date>,
    /// The date as it is written.
    pub date_text: Option<String>,
    /// The source, where it is an organisation.
    pub source_id: Option<String>,
    /// Its name, or the words of the header.
    pub source: Option<String>,
    /// The author, where it is a person or an organisation.
    pub author_id: Option<String>,
    /// Their name, or the words of the header.
    pub author: Option<String>,
    /// The address.
    pub url: Option<String>,
    /// The language's tag.
    pub language: Option<String>,
    /// Who coded it.
    pub coder: Option<String>,
    /// Other keys of the header, in lower case with `_` for spaces, and their values.
    pub own: Vec<(String, String)>,
    /// The plain text, which `quotemark strip` prints, without a byte order mark.
    pub text: String,
    /// The statements, in the order of their first words.
    pub statements: Vec<Statement>,
    /// The words that name somebody or something, in their order.
    pub mentions: Vec<Mention>,
    /// The remarks, in their order.
    pub notes: Vec<Note>,
}

/// What somebody said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statement {
    /// 16 hexadecimal digits.
    pub id: String,
    /// `direct`, `mixed` or `indirect`.
    pub kind: String,
    /// The words; fragments are joined by ` … `.
    pub text: String,
    /// From where the first fragment begins to where the last one ends.
    pub span: Span,
    /// The fragments.
    pub fragments: Vec<Span>,
    /// The line of its first word in the file, from 1.
    pub line: usize,
    /// The column there in characters, from 1.
    pub column: usize,
    /// When it was said: its `at`, else the article's date.
    pub date: Option<Date>,
    /// The same as it is written.
    pub date_text: Option<String>,
    /// In which capacity it was said.
    pub capacity: Option<String>,
    /// The organisation that the tag names by `of`.
    pub of: Option<String>,
    /// The id of the statement in whose words it stands.
    pub inside: Option<String>,
    /// Those who said it.
    pub speakers: Vec<Speaker>,
    /// What it is about.
    pub topics: Vec<Topic>,
    /// Those to whom it was said.
    pub addressees: Vec<Named>,
}

/// One of those who said a statement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Speaker {
    /// The id; nothing for one without a name and for `?`.
    pub id: Option<String>,
    /// The name, or the words of the tag; nothing for `?`.
    pub name: Option<String>,
    /// What they are.
    pub kind: SpeakerKind,
    /// The roles then, ` / ` between them.
    pub role: Option<String>,
    /// The organisations for which they spoke then.
    pub organisations: Vec<Named>,
}

/// What a speaker is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SpeakerKind {
    /// A person of the cast.
    Person,
    /// An organisation of the cast.
    Organisation,
    /// Somebody in words alone.
    Unnamed,
    /// `?`: still to be found out.
    #[default]
    Unknown,
}

/// One who is known by an id.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Named {
    /// The id with its mark.
    pub id: String,
    /// The name, else the id.
    pub name: String,
}

/// A topic of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Topic {
    /// The id with its mark.
    pub id: String,
    /// The name, else the id.
    pub name: String,
    /// −1 against, 0 on, 1 for.
    pub stance: i32,
}

/// Words that name somebody or something.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mention {
    /// Whom or what they mean, an id with its mark.
    pub id: String,
    /// Where they stand.
    pub span: Span,
    /// The words.
    pub text: String,
}

/// A remark of an annotator.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Note {
    /// Where the words stand to which it belongs.
    pub span: Span,
    /// These words.
    pub text: String,
    /// The remark.
    pub note: String,
}

/// Everybody and everything that is declared or named, in the order of ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cast {
    /// All of them.
    pub entities: Vec<Entity>,
}

/// What an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum EntityKind {
    /// A person, `@`.
    #[default]
    Person,
    /// An organisation, `&`.
    Organisation,
    /// A topic, `#`.
    Topic,
}

impl EntityKind {
    /// The kind of an id with its mark.
    pub fn of_id(id: &str) -> Self {
        match id.chars().next() {
            Some('&') => Self::Organisation,
            Some('#') => Self::Topic,
            _ => Self::Person,
        }
    }
}

/// A person, an organisation or a topic.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entity {
    /// The id with its mark.
    pub id: String,
    /// What it is.
    pub kind: EntityKind,
    /// The display name; nothing where nobody declares it.
    pub name: Option<String>,
    /// Addresses of pages about it.
    pub links: Vec<String>,
    /// Remarks.
    pub notes: Vec<String>,
    /// Since when an organisation exists, as it is written.
    pub active_from: Option<String>,
    /// Until when, likewise.
    pub active_to: Option<String>,
    /// Other names, and when each is used, as it is written.
    pub aliases: Vec<(String, Option<String>)>,
    /// The roles of a person, one after the other; one that names several organisations
    /// stands there for each.
    pub roles: Vec<Role>,
    /// Of what it is a part.
    pub parents: Vec<Parent>,
    /// Other keys of its declaration and their values.
    pub own: Vec<(String, String)>,
}

impl Entity {
    /// The display name, else the id.
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.id)
    }

    /// The value of another key of the declaration.
    pub fn own(&self, key: &str) -> Option<&str> {
        value(&self.own, key)
    }
}

impl Article {
    /// The value of another key of the header.
    pub fn own(&self, key: &str) -> Option<&str> {
        value(&self.own, key)
    }
}

fn value<'a>(own: &'a [(String, String)], key: &str) -> Option<&'a str> {
    let mut own = own.iter();
    own.find(|(other, _)| other == key)
        .map(|(_, value)| value.as_str())
}

/// When something holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct When {
    /// The first day.
    pub from: Option<Date>,
    /// The last day, included.
    pub to: Option<Date>,
    /// Whether it goes on.
    pub is_open: bool,
    /// The range as it is written; nothing for always.
    pub written: Option<String>,
}

impl When {
    /// The first and the last date as precisely as they are written, such as `2011-11`:
    /// no day is made up for a month or a year.
    pub fn written_ends(&self) -> (Option<&str>, Option<&str>) {
        ends_of(self.written.as_deref().unwrap_or_default())
    }
}

/// The first and the last date of a range, as it is written.
pub fn ends_of(written: &str) -> (Option<&str>, Option<&str>) {
    let written = written.strip_prefix('~').unwrap_or(written);
    let is_date = |text: &&str| text.starts_with(|c: char| c.is_ascii_digit());
    let (from, to) = written.split_once("..").unwrap_or((written, written));
    (
        Some(from.trim()).filter(is_date),
        Some(to.trim()).filter(is_date),
    )
}

/// A role of a person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Role {
    /// Which of the person's roles, from 1.
    pub position: usize,
    /// The words, with the names of organisations.
    pub words: String,
    /// The organisation in it.
    pub organisation: Option<String>,
    /// When it was held.
    pub when: When,
}

/// What something is a part of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parent {
    /// The whole, an id with its mark.
    pub id: String,
    /// When.
    pub when: When,
}

/// What one form cannot hold of another, and what was done instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// What it is, in the plural: `titles of more than 190 characters`. All of a kind have the same
    /// words.
    pub what: &'static str,
    /// What was done: `were shortened`.
    pub done: &'static str,
    /// Where: a path and a line, or an id of the cast.
    pub place: String,
    /// Which it is there; may be empty.
    pub detail: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_a_range_are_as_precise_as_they_are_written() {
        let ends = |written: &str| {
            let when = When {
                written: Some(written.into()),
                ..When::default()
            };
            let (from, to) = when.written_ends();
            (from.map(str::to_owned), to.map(str::to_owned))
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(ends("2010..2012-05"), (some("2010"), some("2012-05")));
        assert_eq!(ends("2010-11..?"), (some("2010-11"), None));
        assert_eq!(ends("..2013-07"), (None, some("2013-07")));
        assert_eq!(ends("2011.."), (some("2011"), None));
        assert_eq!(ends("2013"), (some("2013"), some("2013")));
        assert_eq!(ends("~2011"), (some("2011"), some("2011")));
        assert_eq!(When::default().written_ends(), (None, None));
    }
}
