//! What the tables and their columns are called and hold.

use std::borrow::Cow;

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
                "A row for each statement, speaker and topic, with names: for a spreadsheet, or to begin with.",
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

type Spec = (&'static str, Kind, bool, &'static str);

use Kind::{Bool, Date, Int, Text, Texts};

const ARTICLES: &[Spec] = &[
    (
        "article_id",
        Text,
        false,
        "The header’s `id`; where there is none, the path.",
    ),
    (
        "path",
        Text,
        false,
        "The file, from the corpus’ root, with `/`, in NFC.",
    ),
    ("title", Text, true, "The title."),
    (
        "date",
        Date,
        true,
        "The date; of a month or a year its first day.",
    ),
    (
        "date_text",
        Text,
        true,
        "The date as it is written: `2011-11-24`, `2011-11`, `2011`.",
    ),
    ("date_precision", Text, true, "`day`, `month` or `year`."),
    (
        "source_id",
        Text,
        true,
        "The `source`, where it is an organisation.",
    ),
    (
        "source_name",
        Text,
        true,
        "Its name, or the words of the header.",
    ),
    (
        "author_id",
        Text,
        true,
        "The `author`, where it is a person or an organisation.",
    ),
    (
        "author",
        Text,
        true,
        "Their name, or the words of the header.",
    ),
    ("url", Text, true, "The address."),
    ("language", Text, true, "The language’s tag."),
    ("coder", Text, true, "Who coded it."),
    ("coded", Text, true, "When it was coded, as it is written."),
    (
        "reviewed",
        Text,
        true,
        "When it was reviewed, as it is written.",
    ),
    (
        "sealed",
        Bool,
        true,
        "Whether the words are those of the seal; empty where there is none.",
    ),
    (
        "words",
        Int,
        false,
        "How many words the plain text has, white space between them.",
    ),
];

const STATEMENTS: &[Spec] = &[
    (
        "statement_id",
        Text,
        false,
        "16 hexadecimal digits that stay while the article’s key and the statement’s place do.",
    ),
    ("article_id", Text, false, "The article."),
    (
        "position",
        Int,
        false,
        "Which statement of the article it is, from 1.",
    ),
    ("kind", Text, false, "`direct`, `mixed` or `indirect`."),
    (
        "text",
        Text,
        false,
        "The words as the article has them; fragments are joined by ` … `.",
    ),
    ("parts", Int, false, "How many fragments it has."),
    (
        "start",
        Int,
        false,
        "Where its first fragment begins: code points of the plain text, from 0.",
    ),
    (
        "end",
        Int,
        false,
        "Where its last fragment ends, not included.",
    ),
    (
        "start_utf16",
        Int,
        false,
        "`start` in UTF-16 units, as JavaScript, Java and R’s ICU count.",
    ),
    ("end_utf16", Int, false, "`end` likewise."),
    (
        "line",
        Int,
        false,
        "The line of its first word in the `.qm` file, from 1.",
    ),
    (
        "column",
        Int,
        false,
        "The column there in characters, from 1.",
    ),
    (
        "date",
        Date,
        true,
        "When it was said: its `at`, else the article’s date; its first day.",
    ),
    ("date_text", Text, true, "The same as it is written."),
    ("capacity", Text, true, "`as`: in which capacity."),
    (
        "of_org_id",
        Text,
        true,
        "`of`: the organisation for which it was said, where the tag names one.",
    ),
    (
        "in_statement_id",
        Text,
        true,
        "The statement in whose words it stands.",
    ),
    (
        "is_open",
        Bool,
        false,
        "Whether one of its speakers is still `?`.",
    ),
    ("context", Text, true, "The paragraph in which it begins."),
];

const SPEAKERS: &[Spec] = &[
    ("statement_id", Text, false, "The statement."),
    ("position", Int, false, "Which of its speakers, from 1."),
    (
        "speaker_id",
        Text,
        true,
        "The person or the organisation; empty for one without a name and for `?`.",
    ),
    (
        "speaker_name",
        Text,
        true,
        "The display name, or the words of the tag; empty for `?`.",
    ),
    (
        "kind",
        Text,
        false,
        "`person`, `organisation`, `unnamed` (in words alone) or `unknown` (`?`).",
    ),
    (
        "role_then",
        Text,
        true,
        "The roles on the statement’s date, ` / ` between them, with the names of organisations; the capacity where the tag gives one.",
    ),
    (
        "role_is_certain",
        Bool,
        true,
        "Whether the dates of these roles leave no doubt; empty where there is no role.",
    ),
    (
        "org_id_then",
        Texts,
        false,
        "The organisations for which this speaker spoke then.",
    ),
    ("org_name_then", Texts, false, "Their names."),
    (
        "org_from",
        Text,
        true,
        "Why these: `of` (the tag names it), `role` (of the roles then), `self` (the speaker is one).",
    ),
];

const TOPICS: &[Spec] = &[
    ("statement_id", Text, false, "The statement."),
    ("topic_id", Text, false, "The topic."),
    ("topic_name", Text, false, "Its name, or the id."),
    ("stance", Int, false, "−1 against, 0 on, 1 for."),
];

const ADDRESSEES: &[Spec] = &[
    ("statement_id", Text, false, "The statement."),
    ("position", Int, false, "Which of its addressees, from 1."),
    (
        "addressee_id",
        Text,
        false,
        "The person or the organisation.",
    ),
    ("addressee_name", Text, false, "Their name, or the id."),
];

const FRAGMENTS: &[Spec] = &[
    ("statement_id", Text, false, "The statement."),
    ("position", Int, false, "Which of its fragments, from 1."),
    (
        "start",
        Int,
        false,
        "Where it begins: code points of the plain text, from 0.",
    ),
    ("end", Int, false, "Where it ends, not included."),
    ("start_utf16", Int, false, "`start` in UTF-16 units."),
    ("end_utf16", Int, false, "`end` in UTF-16 units."),
    ("text", Text, false, "The plain text from `start` to `end`."),
];

const MENTIONS: &[Spec] = &[
    ("article_id", Text, false, "The article."),
    (
        "position",
        Int,
        false,
        "Which mention of the article, from 1.",
    ),
    ("entity_id", Text, false, "Whom or what the words mean."),
    (
        "in_statement_id",
        Text,
        true,
        "The statement in whose words it stands.",
    ),
    (
        "start",
        Int,
        false,
        "Where it begins: code points of the plain text, from 0.",
    ),
    ("end", Int, false, "Where it ends, not included."),
    ("start_utf16", Int, false, "`start` in UTF-16 units."),
    ("end_utf16", Int, false, "`end` in UTF-16 units."),
    ("text", Text, false, "The words."),
];

const NOTES: &[Spec] = &[
    ("article_id", Text, false, "The article."),
    ("position", Int, false, "Which note of the article, from 1."),
    (
        "in_statement_id",
        Text,
        true,
        "The statement in whose words it stands.",
    ),
    (
        "start",
        Int,
        false,
        "Where the words begin to which it belongs: code points of the plain text, from 0.",
    ),
    ("end", Int, false, "Where they end, not included."),
    ("start_utf16", Int, false, "`start` in UTF-16 units."),
    ("end_utf16", Int, false, "`end` in UTF-16 units."),
    ("text", Text, false, "These words."),
    ("note", Text, false, "The annotator’s remark."),
];

const ENTITIES: &[Spec] = &[
    (
        "entity_id",
        Text,
        false,
        "The id with its mark: `@`, `&` or `#`.",
    ),
    ("kind", Text, false, "`person`, `organisation` or `topic`."),
    (
        "name",
        Text,
        true,
        "The display name; empty where nobody declares it.",
    ),
    ("link", Texts, false, "The values of `link`."),
    ("note", Texts, false, "The values of `note`."),
    (
        "active_from",
        Text,
        true,
        "Since when an organisation exists, as it is written.",
    ),
    ("active_to", Text, true, "Until when, likewise."),
];

const ALIASES: &[Spec] = &[
    ("entity_id", Text, false, "Whose name it is."),
    ("alias", Text, false, "The name."),
    (
        "period",
        Text,
        true,
        "When it is used, as it is written; empty for always.",
    ),
];

const ROLES: &[Spec] = &[
    ("entity_id", Text, false, "The person."),
    ("position", Int, false, "Which of their roles, from 1."),
    (
        "words",
        Text,
        false,
        "The role, with the names of organisations.",
    ),
    ("org_id", Text, true, "The organisation in it."),
    (
        "from",
        Date,
        true,
        "The first day; of a month or a year its first.",
    ),
    (
        "to",
        Date,
        true,
        "The last day, included; of a month or a year its last.",
    ),
    (
        "is_open",
        Bool,
        false,
        "Whether it goes on: no end is given.",
    ),
    (
        "end_unknown",
        Bool,
        false,
        "Whether it ended on a day that nobody knows (`..?`), or was only seen to hold (`~`).",
    ),
    (
        "period",
        Text,
        true,
        "The range as it is written; empty for always.",
    ),
];

const PARENTS: &[Spec] = &[
    ("entity_id", Text, false, "The part."),
    ("parent_id", Text, false, "The whole."),
    ("from", Date, true, "The first day."),
    ("to", Date, true, "The last day, included."),
    ("is_open", Bool, false, "Whether it goes on."),
    (
        "end_unknown",
        Bool,
        false,
        "Whether it ended on a day that nobody knows, or was only seen to hold.",
    ),
    (
        "period",
        Text,
        true,
        "The range as it is written; empty for always.",
    ),
];

const FLAT: &[Spec] = &[
    ("statement_id", Text, false, "The statement."),
    ("article_id", Text, false, "The article."),
    ("path", Text, false, "Its file."),
    ("title", Text, true, "Its title."),
    (
        "source_id",
        Text,
        true,
        "Its source, where that is an organisation.",
    ),
    (
        "source_name",
        Text,
        true,
        "The source’s name, or the words of the header.",
    ),
    ("date", Date, true, "When it was said; its first day."),
    ("date_text", Text, true, "The same as it is written."),
    ("kind", Text, false, "`direct`, `mixed` or `indirect`."),
    ("text", Text, false, "The words."),
    (
        "speaker_id",
        Text,
        true,
        "The speaker; empty for one without a name and for `?`.",
    ),
    ("speaker_name", Text, true, "The speaker’s name or words."),
    (
        "speaker_kind",
        Text,
        false,
        "`person`, `organisation`, `unnamed` or `unknown`.",
    ),
    ("role_then", Text, true, "The speaker’s roles then."),
    (
        "org_ids",
        Text,
        true,
        "The organisations for which the speaker spoke then, `; ` between them.",
    ),
    ("org_names", Text, true, "Their names, likewise."),
    (
        "topic_id",
        Text,
        true,
        "The topic; empty where there is none.",
    ),
    ("topic_name", Text, true, "Its name."),
    ("stance", Int, true, "−1 against, 0 on, 1 for."),
    (
        "line",
        Int,
        false,
        "The line of its first word in the `.qm` file, from 1.",
    ),
];

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
