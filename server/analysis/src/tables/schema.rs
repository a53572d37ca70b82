//! What the tables and their columns are called and hold.

use std::borrow::Cow;

use super::columns::{
    ADDRESSEES, ALIASES, ARTICLES, ENTITIES, FLAT, FRAGMENTS, MENTIONS, NOTES, PARENTS, ROLES,
    SPEAKERS, STATEMENTS, Spec, TOPICS,
};
use crate::table::{Column, Kind, Schema};

/// One of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Table {
    /// A row for each article.
    Articles,
    /// A row for each statement.
    Statements,
    /// A row for each statement and each of those who said it.
    StatementSpeakers,
    /// A row for each statement and each of its topics.
    StatementTopics,
    /// A row for each statement and each of those to whom it was said.
    StatementAddressees,
    /// A row for each stretch of words of a statement.
    Fragments,
    /// A row for each tag that says whom or what words mean.
    Mentions,
    /// A row for each `{note: …}`.
    Notes,
    /// A row for each person, organisation and topic.
    Entities,
    /// A row for each other name of one.
    Aliases,
    /// A row for each role of a person.
    Roles,
    /// A row for each `part of`.
    Parents,
    /// A row for each statement, speaker and topic, with names.
    Flat,
}

impl Table {
    /// All of them, in the order of the reference.
    pub const ALL: [Table; 13] = [
        Self::Articles,
        Self::Statements,
        Self::StatementSpeakers,
        Self::StatementTopics,
        Self::StatementAddressees,
        Self::Fragments,
        Self::Mentions,
        Self::Notes,
        Self::Entities,
        Self::Aliases,
        Self::Roles,
        Self::Parents,
        Self::Flat,
    ];

    /// What it is called in every format.
    pub fn name(self) -> &'static str {
        self.content().0
    }

    /// What a row of it is.
    pub fn doc(self) -> &'static str {
        self.content().1
    }

    /// The table of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.name() == name)
    }

    /// Whether its rows come from the cast, and not from articles.
    pub fn is_of_cast(self) -> bool {
        matches!(
            self,
            Self::Entities | Self::Aliases | Self::Roles | Self::Parents
        )
    }

    /// The table with its columns, and with one for each of these keys that an author of
    /// articles or of declarations has thought of.
    pub fn schema(self, own_keys: &[String]) -> Schema {
        let (name, _, columns) = self.content();
        let columns = columns.iter().map(|(name, kind, nullable, doc)| Column {
            name: Cow::Borrowed(*name),
            kind: *kind,
            nullable: *nullable,
            doc: Cow::Borrowed(*doc),
        });
        let own = own_keys.iter().map(|key| Column {
            name: Cow::Owned(format!("x_{key}")),
            kind: Kind::Text,
            nullable: true,
            doc: Cow::Owned(format!("The key `{key}`, as it is written.")),
        });
        Schema {
            name,
            columns: columns.chain(own).collect(),
        }
    }

    /// The columns that it always has.
    pub(super) fn kinds(self) -> impl Iterator<Item = Kind> {
        self.content().2.iter().map(|(_, kind, ..)| *kind)
    }

    fn content(self) -> (&'static str, &'static str, &'static [Spec]) {
        match self {
            Self::Articles => ("articles", "A row for each article.", ARTICLES),
            Self::Statements => (
                "statements",
                "A row for each statement: what somebody said, `{more}` included.",
                STATEMENTS,
            ),
            Self::StatementSpeakers => (
                "statement_speakers",
                "A row for each statement and each of those who said it.",
                SPEAKERS,
            ),
            Self::StatementTopics => (
                "statement_topics",
                "A row for each statement and each of its topics.",
                TOPICS,
            ),
            Self::StatementAddressees => (
                "statement_addressees",
                "A row for each statement and each of those to whom it was said.",
                ADDRESSEES,
            ),
            Self::Fragments => (
                "fragments",
                "A row for each stretch of words of a statement: one, and one for each `{more}`.",
                FRAGMENTS,
            ),
            Self::Mentions => (
                "mentions",
                "A row for each tag that says whom or what words mean.",
                MENTIONS,
            ),
            Self::Notes => ("notes", "A row for each `{note: …}`.", NOTES),
            Self::Entities => (
                "entities",
                "A row for each person, organisation and topic that is declared or named.",
                ENTITIES,
            ),
            Self::Aliases => ("aliases", "A row for each other name of one.", ALIASES),
            Self::Roles => (
                "roles",
                "A row for each role of a person; one that names several organisations has a row for each.",
                ROLES,
            ),
            Self::Parents => ("parents", "A row for each `part of`.", PARENTS),
            Self::Flat => (
                "flat",
                "A row for each statement, speaker and topic, with names: for a spreadsheet, or to begin with. Where the rows of an article would come to more than 64 times its text (one tag with hundreds of speakers and topics), the further ones of a statement are left out and counted; `statement_speakers` and `statement_topics` have all.",
                FLAT,
            ),
        }
    }
}

/// The own keys of articles or of declarations as they name columns: in lower case, with
/// `_` for white space, each once and in the order of their bytes. Databases and
/// spreadsheets do not tell `Desk` from `desk`.
pub fn own_key(key: &str) -> String {
    let words: Vec<&str> = key.split_whitespace().collect();
    words.join("_").to_lowercase()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_found_and_no_column_has_the_name_of_another() {
        for table in Table::ALL {
            assert_eq!(Table::named(table.name()), Some(table));
            let schema = table.schema(&["desk".into()]);
            let names: HashSet<String> = schema
                .columns
                .iter()
                .map(|column| column.name.to_lowercase())
                .collect();
            assert_eq!(names.len(), schema.columns.len(), "{}", schema.name);
            assert!(names.contains("x_desk"));
        }
        assert_eq!(Table::named("nothing"), None);
    }

    #[test]
    fn keys_that_databases_hold_for_the_same_are_the_same() {
        assert_eq!(own_key("Desk"), "desk");
        assert_eq!(own_key("page  number"), "page_number");
    }
}
