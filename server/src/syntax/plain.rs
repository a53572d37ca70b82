//! The article's own words (markup: The plain text of a document).

use super::document::{BlockKind, Document};
use super::{LineIndex, TextRange};

/// The words in `range` without tags, comments and escapes; line breaks stay.
pub fn plain_words(text: &str, range: TextRange, document: &Document) -> String {
    let mut plain = String::with_capacity(range.len());
    push_plain(&mut plain, text, range, document);
    plain
}

/// The article as it was before anybody annotated it, byte for byte.
///
/// A header, declaration, comment or fence line goes with its line break. It
/// takes one blank line with it when it stands between two, or between one and
/// the file's edge, so that taking it out leaves what putting it in disturbed.
/// What is broken (an unclosed tag, say) stays: it may be the article's own.
pub fn strip(text: &str, document: &Document) -> String {
    let lines = LineIndex::new(text);
    let mut kept: Vec<TextRange> = Vec::new();
    let mut line = 0;
    for block in removed_blocks(text, document) {
        let first = lines.line_of(block.from());
        let last = lines.line_of(block.to().saturating_sub(1).max(block.from()));
        for index in line..first {
            kept.push(whole_line(&lines, index));
        }
        line = (last + 1).max(line);
        let open_above = kept.last().is_none_or(|above| is_blank(text, *above));
        if !open_above {
            continue;
        }
        if line >= lines.line_count() || whole_line(&lines, line).from() == text.len() {
            kept.pop();
        } else if is_blank(text, whole_line(&lines, line)) {
            line += 1;
        }
    }
    for index in line..lines.line_count() {
        kept.push(whole_line(&lines, index));
    }
    let mut plain = String::with_capacity(text.len());
    for line in kept {
        push_plain(&mut plain, text, line, document);
    }
    plain
}

/// The blocks that are no part of the article, in order.
fn removed_blocks(text: &str, document: &Document) -> Vec<TextRange> {
    let mut removed: Vec<TextRange> = Vec::new();
    removed.extend(
        document
            .header
            .iter()
            .filter(|header| header.closed)
            .map(|header| header.range),
    );
    for block in &document.blocks {
        match block.kind {
            BlockKind::Declaration(_) => removed.push(block.range),
            BlockKind::Comment(comment) if document.comments[comment].closed => {
                removed.push(block.range);
            }
            BlockKind::Paragraph if is_only_comments(text, block.range, document) => {
                removed.push(block.range);
            }
            BlockKind::Fence(fence) => {
                let fence = &document.fences[fence];
                // An unclosed fence may be a line of the article.
                if let Some(end) = fence.end {
                    removed.push(fence.start);
                    removed.push(end);
                }
            }
            _ => {}
        }
    }
    removed.sort();
    removed
}

fn is_only_comments(text: &str, paragraph: TextRange, document: &Document) -> bool {
    let first = document
        .comments
        .partition_point(|comment| comment.range < paragraph);
    let holds_comment = document.comments[first..]
        .first()
        .is_some_and(|comment| comment.closed && paragraph.covers(comment.range));
    holds_comment && plain_words(text, paragraph, document).trim().is_empty()
}

fn push_plain(plain: &mut String, text: &str, range: TextRange, document: &Document) {
    let mut at = range.from();
    let first = document
        .markup
        .partition_point(|markup| markup.to() <= range.from());
    for markup in &document.markup[first..] {
        if markup.from() >= range.to() {
            break;
        }
        if markup.from() > at {
            plain.push_str(&text[at..markup.from()]);
        }
        at = at.max(markup.to());
    }
    if at < range.to() {
        plain.push_str(&text[at..range.to()]);
    }
}

/// A line with its break.
fn whole_line(lines: &LineIndex, line: usize) -> TextRange {
    let start = lines.line_range(line).start;
    let end = if line + 1 < lines.line_count() {
        lines.line_range(line + 1).start
    } else {
        lines.line_range(line).end
    };
    TextRange { start, end }
}

fn is_blank(text: &str, line: TextRange) -> bool {
    text[line].trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Parser;

    fn strip_text(text: &str) -> String {
        strip(text, &Parser::new().read(text))
    }

    #[test]
    fn leaves_the_words() {
        assert_eq!(
            strip_text("---\ntitle: T\n---\n\n[GPC]{&gpc} said [‘[What] \\*now’]{by @a}{% x %}.\n"),
            "GPC said ‘[What] *now’.\n"
        );
    }

    #[test]
    fn a_removed_block_leaves_no_gap() {
        for with in [
            "A\n\n{% c %}\n\nB\n",
            "{% c %}\n\nA\n\nB\n",
            "A\n\nB\n\n{% c %}\n",
            "{% c %}\nA\n\nB\n",
            "A\n\n@x: X\n    also: Y\n\n@y: Y\n\nB\n",
            "A\n\n::: by @x\n\nB\n\n:::\n",
            "A\n\n::: by @x\nB\n:::\n",
            "---\ndate: 2011\n---\nA\n\nB\n",
            "A\n\n{% a %} {% b %}\n\nB\n",
        ] {
            assert_eq!(strip_text(with), "A\n\nB\n", "{with:?}");
        }
    }

    #[test]
    fn what_is_broken_stays() {
        for text in [
            "a [b]{by @x and c",
            "::: by @x\nopen",
            "a {% b",
            "x ]{@a} y",
            "---\na: b\n\nc",
        ] {
            assert_eq!(strip_text(text), text);
        }
    }

    #[test]
    fn line_ends_stay_as_they_were() {
        assert_eq!(
            strip_text("---\r\na: b\r\n---\r\n\r\nx\r\n[y]{@z}\rq\n"),
            "x\r\ny\rq\n"
        );
    }
}
