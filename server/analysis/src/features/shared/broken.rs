//! Which part of what is broken is markup for certain.
//!
//! What is broken counts as the article's own words, since it may be that. An
//! annotator may take markup out of them, but only what cannot be words: the
//! signs that delimit, ids, and clauses of which a reader makes sense.

use crate::reports::Code;
use crate::syntax::{
    BlockKind, DECLARATION_KEYS, Document, HEADER_KEYS, Header, Parser, Problem, Span, Tag,
    TextRange,
};

/// Where in the file, in bytes, the markup of a problem stands that is read as
/// words because it is broken; nothing where words may be among it.
pub fn certain_markup(text: &str, document: &Document, problem: &Problem) -> Vec<TextRange> {
    let certain = match problem.code {
        Code::SyntaxUnclosedTag => {
            let span = document.tagged(problem.range);
            span.filter(|span| lacks_only_its_end(text, document, span))
                .map(|span| Vec::from(delimiters(span)))
        }
        Code::SyntaxUnopenedTag => {
            is_certain_tag(&text[problem.range]).then(|| vec![problem.range])
        }
        Code::SyntaxUnclosedFence => {
            let fences = &document.fences;
            let at = fences.partition_point(|fence| fence.start < problem.range);
            let is_clear = fences.get(at).is_some_and(|fence| fence.quote.is_some())
                && !is_faulty(document, problem.range);
            is_clear.then(|| vec![problem.range])
        }
        Code::SyntaxUnopenedFence => Some(vec![problem.range]),
        Code::SyntaxUnclosedHeader => {
            let header = document.header.as_ref();
            let header = header.filter(|header| is_certain_header(text, header));
            header.map(|header| vec![header.range])
        }
        Code::SyntaxUnclosedComment => {
            let line = TextRange::new(problem.range.from(), line_end(text, problem.range.to()));
            is_certain_comment(&text[line]).then(|| vec![line])
        }
        Code::SyntaxStrayProperty => {
            let paragraph = paragraph_of(document, problem.range);
            let paragraph = paragraph.filter(|range| is_certain_property(&text[*range]));
            paragraph.map(|range| vec![range])
        }
        _ => None,
    };
    certain.unwrap_or_default()
}

/// The bracket before a span's words and the tag after them.
pub fn delimiters(span: &Span) -> [TextRange; 2] {
    [
        TextRange::new(span.range.from(), span.words.from()),
        TextRange::new(span.words.to(), span.range.to()),
    ]
}

/// Whether a span's tag is closed, and all in it has a meaning.
pub fn is_sound(document: &Document, span: &Span) -> bool {
    let is_clear = matches!(span.tag, Tag::Mention(_) | Tag::Quote(_) | Tag::More(_));
    span.closed && is_clear && !is_faulty(document, span.tag_range)
}

/// Whether a tag that is not closed needs no more than its `}`.
fn lacks_only_its_end(text: &str, document: &Document, span: &Span) -> bool {
    let rest = &text[span.tag_range.to()..line_end(text, span.tag_range.to())];
    match span.tag {
        Tag::Mention(_) | Tag::Quote(_) => !is_faulty(document, span.tag_range),
        // `more` is a word like others, unless the line ends with it.
        Tag::More(_) => rest.trim().is_empty() && !is_faulty(document, span.tag_range),
        Tag::Note(_) => false,
        Tag::Broken => &text[span.tag_range] == "{",
    }
}

/// Whether something is wrong in a tag or on a fence's line, but for its end.
fn is_faulty(document: &Document, tag: TextRange) -> bool {
    let problems = &document.problems;
    let first = problems.partition_point(|problem| problem.range.start < tag.start);
    let inside = problems[first..].iter();
    let mut inside = inside.take_while(|problem| problem.range.start < tag.end);
    inside.any(|problem| {
        let is_open = matches!(
            problem.code,
            Code::SyntaxUnclosedTag | Code::SyntaxUnclosedFence
        );
        !(is_open && problem.range == tag)
    })
}

/// Whether `]{…}` holds nothing, or ids and clauses that make sense.
fn is_certain_tag(tag: &str) -> bool {
    let inside = tag.strip_prefix("]{").unwrap_or(tag);
    let Some(inside) = inside.strip_suffix('}') else {
        // Where such a tag ends, nobody can tell.
        return inside.is_empty();
    };
    if inside.trim().is_empty() {
        return true;
    }
    let sample = format!("[x]{{{inside}}}");
    let document = Parser::new().read(&sample);
    let is_whole = |span: &Span| span.range == TextRange::new(0, sample.len());
    let [span] = &document.spans[..] else {
        return false;
    };
    is_whole(span) && is_sound(&document, span) && document.problems.is_empty()
}

/// Whether each line of a header is a known key with its value.
fn is_certain_header(text: &str, header: &Header) -> bool {
    let mut lines = lines(&text[header.range]);
    let first = lines.next();
    let mut lines = lines.filter(|line| !line.trim().is_empty()).peekable();
    first.is_some_and(|line| line.trim_start_matches('\u{feff}').trim_end() == "---")
        && lines.peek().is_some()
        && lines.all(|line| has_key(line, &HEADER_KEYS))
}

/// Whether each line of a paragraph is a known key of a declaration with its
/// value, and all are indented alike.
fn is_certain_property(paragraph: &str) -> bool {
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let first = indent(paragraph);
    let mut lines = lines(paragraph).filter(|line| !line.trim().is_empty());
    let is_sure = |line: &str| {
        let (space, key) = line.split_at(indent(line));
        space == &paragraph[..first] && has_key(key, &DECLARATION_KEYS)
    };
    first > 0 && lines.all(is_sure)
}

/// Whether a comment that is not closed holds nothing, or allows a report.
fn is_certain_comment(comment: &str) -> bool {
    let inside = comment.strip_prefix("{%").unwrap_or(comment).trim();
    let codes = inside.strip_prefix("quotemark:").map(str::trim_start);
    let codes = codes.and_then(|codes| codes.strip_prefix("allow "));
    inside.is_empty() || codes.is_some_and(is_list_of_codes)
}

fn is_list_of_codes(codes: &str) -> bool {
    let mut codes = codes.split(',').map(str::trim);
    codes.all(|code| Code::ALL.iter().any(|known| known.name() == code))
}

fn has_key(line: &str, known: &[&str]) -> bool {
    line.split_once(':')
        .is_some_and(|(key, value)| known.contains(&key.trim_end()) && !value.trim().is_empty())
}

fn paragraph_of(document: &Document, range: TextRange) -> Option<TextRange> {
    let blocks = &document.blocks;
    let after = blocks.partition_point(|block| block.range.start <= range.start);
    let block = blocks.get(after.checked_sub(1)?)?;
    let is_paragraph = block.kind == BlockKind::Paragraph && block.range.covers(range);
    is_paragraph.then_some(block.range)
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r'])
}

/// Where the line of a place ends, without its break.
fn line_end(text: &str, offset: usize) -> usize {
    let end = text[offset..].find(['\n', '\r']);
    end.map_or(text.len(), |end| offset + end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is markup for certain in a text, piece by piece.
    fn certain(text: &str) -> Vec<&str> {
        let document = Parser::new().read(text);
        let problems = document.problems.iter();
        let ranges = problems.flat_map(|problem| certain_markup(text, &document, problem));
        ranges.map(|range| &text[range]).collect()
    }

    #[test]
    fn only_what_cannot_be_words_is_certain() {
        for (text, expected) in [
            ("[She]{by @ann and left\n", vec!["[", "]{by @ann"]),
            ("[She]{@ann’s gate\n", vec!["[", "]{@ann"]),
            ("[She]{by the gate\n", vec![]),
            ("[She]{\"so it goes\" she said\n", vec![]),
            ("[She]{2011 was late\n", vec![]),
            ("[A]{by @x} [She]{more than once\n", vec![]),
            ("[A]{by @x} [She]{more\n", vec!["[", "]{more"]),
            ("[She]{note: and so on\n", vec![]),
            ("[She]{ and left\n", vec!["[", "]{"]),
            ("a]{by @ann of &b} b\n", vec!["]{by @ann of &b}"]),
            ("a]{} b\n", vec!["]{}"]),
            ("a]{x y} b\n", vec![]),
            ("a]{note: x} b\n", vec![]),
            ("a]{ and so on, of [Ann]{@ann}.\n", vec![]),
            ("::: by @ann\nA\n", vec!["::: by @ann"]),
            ("::: Note this\nA\n", vec![]),
            ("::: by @ann as mayor\nA\n", vec![]),
            ("A\n\n:::\n\nB\n", vec![":::"]),
            (
                "---\ntitle: A\ndate: 2011\n\nB\n",
                vec!["---\ntitle: A\ndate: 2011\n"],
            ),
            ("---\ntitle: A\n    B\n\nC\n", vec![]),
            ("---\ntitle:\n\nC\n", vec![]),
            ("---\ntitle: A\nTonight: nobody\n\nC\n", vec![]),
            ("---\nA.\n\nB\n", vec![]),
            ("---\n\nB\n", vec![]),
            ("A {% b\n", vec![]),
            ("A {%\n", vec!["{%"]),
            (
                "{% quotemark: allow quote/no-role\nA\n",
                vec!["{% quotemark: allow quote/no-role"],
            ),
            ("{% quotemark: allow me\nA\n", vec![]),
            (
                "@x: X\n\n    also: Y\n    role: z\n\nA\n",
                vec!["    also: Y\n    role: z"],
            ),
            ("@x: X\n\n    also: Y\n    and: z\n\nA\n", vec![]),
            ("@x: X\n\n    also: Y\n        z\n\nA\n", vec![]),
            ("@x: X\n\n    also: Y\n        role: z\n\nA\n", vec![]),
            ("@x: X\n\n    also: Y\nz\n\nA\n", vec![]),
        ] {
            let found: Vec<&str> = certain(text)
                .into_iter()
                .map(|found| found.trim_end_matches('\n'))
                .collect();
            let expected: Vec<&str> = expected
                .iter()
                .map(|found| found.trim_end_matches('\n'))
                .collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }
}
