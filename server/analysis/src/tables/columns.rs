//! The columns of each table.

use crate::table::Kind::{self, Bool, Date, Int, Text, Texts};

/// The name, the kind, whether a cell may be empty, and what it says.
pub type Spec = (&'static str, Kind, bool, &'static str);

/// Of `articles`.
pub const ARTICLES: &[Spec] = &[
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

/// Of `statements`.
pub const STATEMENTS: &[Spec] = &[
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
    (
        "context",
        Text,
        true,
        "The paragraph in which it begins; empty where those of all statements would come to more than 64 times the article.",
    ),
];

/// Of `statement_speakers`.
pub const SPEAKERS: &[Spec] = &[
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
    (
        "org_within_then",
        Texts,
        false,
        "These, and whatever they were part of then, directly or through others: who spoke for a part of `&bma` has `&bma` here.",
    ),
];

/// Of `statement_topics`.
pub const TOPICS: &[Spec] = &[
    ("statement_id", Text, false, "The statement."),
    ("topic_id", Text, false, "The topic."),
    ("topic_name", Text, false, "Its name, or the id."),
    ("stance", Int, false, "−1 against, 0 on, 1 for."),
    (
        "topic_within",
        Texts,
        false,
        "The topic, and whatever it was part of then, directly or through others.",
    ),
];

/// Of `statement_addressees`.
pub const ADDRESSEES: &[Spec] = &[
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

/// Of `fragments`.
pub const FRAGMENTS: &[Spec] = &[
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

/// Of `mentions`.
pub const MENTIONS: &[Spec] = &[
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

/// Of `notes`.
pub const NOTES: &[Spec] = &[
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

/// Of `entities`.
pub const ENTITIES: &[Spec] = &[
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

/// Of `aliases`.
pub const ALIASES: &[Spec] = &[
    ("entity_id", Text, false, "Whose name it is."),
    ("alias", Text, false, "The name."),
    (
        "period",
        Text,
        true,
        "When it is used, as it is written; empty for always.",
    ),
];

/// Of `roles`.
pub const ROLES: &[Spec] = &[
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

/// Of `parents`.
pub const PARENTS: &[Spec] = &[
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

/// Of `flat`.
pub const FLAT: &[Spec] = &[
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
