//! The known keys of a header, in words.

/// A known key of a header.
pub struct HeaderKey {
    /// The key as it is written.
    pub key: &'static str,
    /// What it holds, in a few words.
    pub holds: &'static str,
    /// The same in a sentence or two.
    pub says: &'static str,
    /// Whether people write it, and not a command.
    pub is_written: bool,
}

/// All known keys, in the order in which a header has them.
pub const KEYS: [HeaderKey; 11] = [
    key(
        "title",
        "the article’s title",
        "The title of the article, as lists and tables show it.",
    ),
    key(
        "date",
        "when it was published: 2011-11-24, 2011-11 or 2011",
        "The day, the month or the year of the article. Which roles people held when they spoke depends on it.",
    ),
    key(
        "source",
        "the &organisation that published it, or words",
        "The paper or the body from which the article comes: an &organisation, or words.",
    ),
    key(
        "author",
        "the @person who wrote it, or words",
        "Who wrote the article: a @person, or words.",
    ),
    key(
        "url",
        "where it can be read",
        "The web address at which the article was.",
    ),
    key(
        "id",
        "what the article is known by, in one word",
        "What tables and other programs know the article by: one word that no other article of the corpus has. Unlike the file’s name it stays when the file is moved.",
    ),
    key(
        "language",
        "a tag such as en or de-AT",
        "The language of the article, by its BCP 47 tag: en, de-AT, zh-Hant.",
    ),
    key(
        "coder",
        "who coded it, with ; between names",
        "Who tagged the article, by name, with ; between several.",
    ),
    key(
        "coded",
        "when it was coded; empty while it is not",
        "On which date the article was coded to its end. Empty, or left out, it still has to be.",
    ),
    key(
        "reviewed",
        "when it was reviewed; empty while it is not",
        "On which date somebody reviewed how the article was coded. Empty, or left out, it still has to be.",
    ),
    HeaderKey {
        is_written: false,
        ..key(
            "sealed",
            "the fingerprint of the article’s words",
            "The fingerprint of the article’s words, which `quotemark seal` writes: a word that changes is reported.",
        )
    },
];

const fn key(key: &'static str, holds: &'static str, says: &'static str) -> HeaderKey {
    HeaderKey {
        key,
        holds,
        says,
        is_written: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::HEADER_KEYS;

    #[test]
    fn every_known_key_is_told() {
        assert_eq!(KEYS.each_ref().map(|key| key.key), HEADER_KEYS);
    }
}
