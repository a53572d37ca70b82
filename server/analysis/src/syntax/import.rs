//! Plain text to a document that says nothing yet.

use std::fmt::Write;

use super::fingerprint;

/// What the new document's header says. Values are single lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeaderFields {
    /// `title`
    pub title: Option<String>,
    /// `date`
    pub date: Option<String>,
    /// `source`
    pub source: Option<String>,
    /// `author`
    pub author: Option<String>,
    /// `url`
    pub url: Option<String>,
    /// `id`
    pub id: Option<String>,
    /// Whether `sealed` is to hold a fingerprint of the words.
    pub seal: bool,
}

/// The document that [`strip`](super::strip) turns back into `article`, byte
/// for byte: a header, a blank line, and the article with a backslash wherever
/// it would be read as markup. `title` and `date` are there to be filled in where
/// nothing is known of them.
pub fn import(article: &str, fields: &HeaderFields) -> String {
    // The header's own breaks must not join with a break of the article.
    let eol = if article.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let mut document = String::with_capacity(article.len() + 200);
    let _ = write!(document, "---{eol}");
    let values = [
        ("title", &fields.title),
        ("date", &fields.date),
        ("source", &fields.source),
        ("author", &fields.author),
        ("url", &fields.url),
        ("id", &fields.id),
    ];
    for (key, value) in values {
        match value {
            Some(value) => {
                let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
                let _ = write!(document, "{key}: {value}{eol}");
            }
            None if matches!(key, "title" | "date") => {
                let _ = write!(document, "{key}:{eol}");
            }
            None => {}
        }
    }
    if fields.seal {
        let _ = write!(document, "sealed: {}{eol}", fingerprint(article));
    }
    let _ = write!(document, "---{eol}{eol}");
    document += &tagged(article, &[], &[]);
    document
}

/// `article` so that every character of it is read as itself, with markup in it: each of
/// `markup` stands before the byte of the article that it names, in their order.
/// A bracket at a byte that `plain` names gets a backslash, whatever stands around it.
/// Both are sorted.
pub fn tagged(article: &str, markup: &[(usize, String)], plain: &[usize]) -> String {
    let mut document = String::with_capacity(article.len() + 32 * markup.len());
    let mut line_start = true;
    let mut rest = article;
    let (mut inserted, mut plain) = (markup.iter().peekable(), plain.iter().peekable());
    while let Some(first) = rest.chars().next() {
        let at = article.len() - rest.len();
        while let Some((_, text)) = inserted.next_if(|(place, _)| *place <= at) {
            document += text;
        }
        while plain.next_if(|place| **place < at).is_some() {}
        let behind = at + first.len_utf8();
        let next = rest[first.len_utf8()..].chars().next();
        // Markup begins with punctuation.
        let is_tagged_next = inserted.peek().is_some_and(|(place, _)| *place <= behind);
        let special = match first {
            '\\' => is_tagged_next || next.is_some_and(|next| next.is_ascii_punctuation()),
            '[' | ']' if plain.peek() == Some(&&at) => true,
            ']' => next == Some('{'),
            '{' => next == Some('%'),
            ':' => line_start && rest.starts_with(":::"),
            '#' => line_start && (is_heading(rest) || is_declaration(rest)),
            '@' | '&' => line_start && is_declaration(rest),
            _ => false,
        };
        if special {
            document.push('\\');
        }
        document.push(first);
        line_start = matches!(first, '\n' | '\r');
        rest = &rest[first.len_utf8()..];
    }
    for (_, text) in inserted {
        document += text;
    }
    document
}

fn is_heading(line: &str) -> bool {
    let after = line.trim_start_matches('#');
    line.len() - after.len() <= 6 && after.starts_with([' ', '\t'])
}

/// Whether it may be the start of a declaration: a sigil, then no space before a colon.
fn is_declaration(line: &str) -> bool {
    let id = &line[1..];
    let end = id.find(|c: char| c == ':' || c.is_whitespace());
    end.is_some_and(|end| end > 0 && id[end..].starts_with(':'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::syntax::{Parser, strip};

    fn round_trip(article: &str) -> String {
        let document = import(article, &HeaderFields::default());
        let read = Parser::new().read(&document);
        // A seal changes none of that, and is the one of these words.
        let fields = HeaderFields {
            seal: true,
            ..HeaderFields::default()
        };
        let sealed = import(article, &fields);
        let words = strip(&sealed, &Parser::new().read(&sealed));
        assert_eq!(words, article, "{sealed:?}");
        assert!(
            sealed.contains(&format!("sealed: {}", fingerprint(&words))),
            "{sealed:?}"
        );
        assert_eq!(read.problems, [], "{document:?}");
        assert!(
            read.spans.is_empty() && read.declarations.is_empty(),
            "{document:?}"
        );
        strip(&document, &read)
    }

    #[test]
    fn only_what_would_be_markup_is_escaped() {
        let article = "# 10 Downing Street\n@nhs: AT&T [sic] a]{b {%c :::\n#NHS\n";
        let document = import(
            article,
            &HeaderFields {
                date: Some("2011".into()),
                ..Default::default()
            },
        );
        assert_eq!(
            document,
            "---\ntitle:\ndate: 2011\n---\n\n\\# 10 Downing Street\n\\@nhs: AT&T [sic] a\\]{b \\{%c :::\n#NHS\n"
        );
        assert_eq!(round_trip(article), article);
    }

    #[test]
    fn odd_beginnings_survive() {
        for article in [
            "",
            "\n",
            "\r\n\r\n",
            " \n\nx",
            "\u{feff}x",
            "---\na: b\n---\n",
            "\r",
            "x\r",
            "\0",
        ] {
            assert_eq!(round_trip(article), article, "{article:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn strip_undoes_import(article in
            "([a-z#@&:{}%\\[\\]\\\\ ‘’\"'\t\u{a0}\0]|\r\n|\n|\r|---|:::|# |@x: |\\]\\{|\\{%|%\\}|\u{feff}|😀){0,60}") {
            prop_assert_eq!(round_trip(&article), article);
        }

        #[test]
        fn strip_undoes_import_of_anything(article in "\\PC{0,80}") {
            prop_assert_eq!(round_trip(&article), article);
        }
    }
}
