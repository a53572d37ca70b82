//! The shape of a tag or a role, with the part at the cursor marked.

use super::completion::{CLAUSES, ContextKind, Expected, context_at};
use crate::model::{Corpus, FileId};
use crate::syntax::TextRange;

/// A shape, and where in it the cursor is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The shape in one line.
    pub label: String,
    /// Its parts, in order.
    pub parts: Vec<Part>,
    /// The part at the cursor, if it is in one.
    pub active: Option<usize>,
}

/// A part of a shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Where it stands in the label, in bytes.
    pub range: TextRange,
    /// What it says, in a sentence.
    pub says: &'static str,
}

/// The parts of a quote's tag.
const QUOTE: [(&str, &str); 8] = [
    (
        "by SPEAKERS",
        "Who said or wrote these words: `@person` or `&organisation`, with commas between; `\"a spokesman\"` for somebody without a name; `?` for an unknown speaker.",
    ),
    (
        "of &organisation",
        "For which organisation they spoke; left out, it is that of the speaker’s role at the article’s date.",
    ),
    (
        "to WHOM",
        "To whom it was said: `@person` or `&organisation`, such as the paper that asked.",
    ),
    (
        "on #topic",
        "About which topics, taking no side, with commas between.",
    ),
    ("for #topic", "In favour of which topics."),
    ("against #topic", "Against which topics."),
    (
        "at DATE",
        "When it was said, if not at the article’s date: `2011`, `2011-11` or `2011-11-24`.",
    ),
    (
        "as \"capacity\"",
        "In which capacity, where the article gives another one than the declared role.",
    ),
];

/// The parts of a role.
const ROLE: [(&str, &str); 3] = [
    ("title", "The words of the role, such as `chairman of`."),
    (
        "&organisation",
        "The organisation in which it is held; a role may also name none.",
    ),
    (
        "FROM..TO",
        "When it was held: `2007-07..2013-07`, `2013..` if it still is, `2013..?` if it ended some time, `~2011-12-01` if all that is known is that it was held then.",
    ),
];

/// The shape of what is written at byte `offset`: of a quote's tag, a fence's
/// first line or a role.
pub fn signature_help(corpus: &Corpus, file: FileId, offset: usize) -> Option<Signature> {
    let source = corpus.source(file)?;
    let lines = &corpus.file(file)?.facts().lines;
    let context = context_at(&source, lines, offset)?;
    match context.kind {
        ContextKind::Tag(place) => {
            let typed = source.text[context.typed].trim();
            let clause = match place.expected {
                // A tag that begins with a reference is a mention.
                Expected::Start if place.span.is_some() && !"by".starts_with(typed) => {
                    return None;
                }
                Expected::Start => Some("by"),
                Expected::Capacity => Some("as"),
                Expected::Unnamed => Some("by"),
                Expected::Value(clause) => Some(clause),
                Expected::Next(_) => None,
            };
            let active = CLAUSES.iter().position(|(word, _)| Some(*word) == clause);
            Some(shape(&QUOTE, [" "; 7].as_slice(), active))
        }
        ContextKind::PropertyValue { key, before, .. } if key == "role" => {
            let written = &source.text[before];
            let is_dated = written.rsplit_once(',').is_some_and(|(_, tail)| {
                let tail = tail.trim_start();
                tail.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '~'))
                    || tail.is_empty()
            });
            let active = match written.contains('&') {
                _ if is_dated => 2,
                true => 1,
                false => 0,
            };
            Some(shape(&ROLE, &[" of ", ", "], Some(active)))
        }
        _ => None,
    }
}

fn shape(parts: &[(&str, &'static str)], separators: &[&str], active: Option<usize>) -> Signature {
    let mut label = String::new();
    let mut placed = Vec::new();
    for (number, (words, says)) in parts.iter().enumerate() {
        let start = label.len();
        label.push_str(words);
        let range = TextRange::new(start, label.len());
        placed.push(Part { range, says });
        label.push_str(separators.get(number).copied().unwrap_or_default());
    }
    Signature {
        label,
        parts: placed,
        active,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    fn active(article: &str) -> Option<Option<String>> {
        let (corpus, file, offset) = fixture::corpus_at(&format!("//- a.qm\n{article}"));
        let shape = signature_help(&corpus, file, offset)?;
        let part = shape.active.map(|active| shape.parts[active].range);
        Some(part.map(|range| shape.label[range.bytes()].to_owned()))
    }

    #[test]
    fn the_clause_at_the_cursor_is_marked() {
        for (article, expected) in [
            ("[x]{$0", "by SPEAKERS"),
            ("[x]{b$0}", "by SPEAKERS"),
            ("[x]{by @a$0}", "by SPEAKERS"),
            ("[x]{by @ann, $0}", "by SPEAKERS"),
            ("[x]{by @ann of $0}", "of &organisation"),
            ("[x]{by \"a cle$0rk\"}", "by SPEAKERS"),
            ("[x]{by @ann against #$0 at 2011}", "against #topic"),
            ("[x]{by @ann as \"vi$0", "as \"capacity\""),
            ("::: by @ann to $0\nx\n:::\n", "to WHOM"),
            ("@ann: Ann\n    role: cha$0\n", "title"),
            ("@ann: Ann\n    role: chair of &bm$0\n", "&organisation"),
            ("@ann: Ann\n    role: chair of &bma, $0\n", "FROM..TO"),
            ("@ann: Ann\n    role: chair of &bma, ~201$0\n", "FROM..TO"),
            (
                "@ann: Ann\n    role: chair of &bma, 2011..$0\r\n",
                "FROM..TO",
            ),
        ] {
            assert_eq!(active(article), Some(Some(expected.into())), "{article}");
        }
        assert_eq!(active("[x]{by @ann $0}"), Some(None));
    }

    #[test]
    fn other_places_have_no_shape() {
        for article in [
            "She $0said",
            "[x]{@an$0n}",
            "[x]{note: by $0}",
            "[x]{more $0}",
            "@ann: Ann\n    also: $0\n",
            "---\ndate: $0\n---\n",
            // No cursor stands inside a line break, and a reader of raw offsets survives it.
            "[x]{by @ann\r$0\n",
            "@ann: Ann\n@a\r$0\n",
        ] {
            assert_eq!(active(article), None, "{article}");
        }
    }
}
