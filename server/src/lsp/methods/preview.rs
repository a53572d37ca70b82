//! The command `quotemark.preview`: an article without its markup.

use serde::Serialize;
use serde_json::Value;
use tower_lsp::ls_types as lsp;

use super::arguments::json;
use super::quote_table::{QuoteTable, QuoteTableMaker};
use crate::features::edit::Refusal;
use crate::features::preview::{Preview, PreviewBlock, PreviewSpan, PreviewWhat};
use crate::lsp::snapshot::Snapshot;
use crate::model::FileId;
use crate::syntax::{Encoding, LineIndex};

/// The answer: places in words are counted as columns are.
#[derive(Debug, Serialize)]
struct Written<'p> {
    title: Option<&'p str>,
    date: Option<String>,
    #[serde(flatten)]
    table: QuoteTable<'p>,
    blocks: Vec<Block<'p>>,
}

#[derive(Debug, Serialize)]
struct Block<'p> {
    level: u8,
    text: &'p str,
    pieces: Vec<Piece>,
    spans: Vec<Span<'p>>,
}

#[derive(Debug, Serialize)]
struct Piece {
    start: u32,
    position: lsp::Position,
}

#[derive(Debug, Serialize)]
struct Span<'p> {
    start: u32,
    end: u32,
    #[serde(flatten)]
    what: Passage<'p>,
}

/// What is known of words; quotes, entities and roles are numbers in the table.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Passage<'p> {
    Quote { quote: usize },
    Mention { entity: usize, roles: Vec<usize> },
    Note { note: &'p str },
}

/// Writes the preview of a file for the editor.
///
/// # Errors
/// When it cannot be written.
pub fn converted(snapshot: &Snapshot, file: FileId, preview: &Preview) -> Result<Value, Refusal> {
    let mut maker = QuoteTableMaker::default();
    preview
        .quotes
        .iter()
        .for_each(|row| maker.add(snapshot, row));
    let blocks = preview.blocks.iter();
    let blocks = blocks.map(|one| block(snapshot, file, one, &mut maker));
    let blocks = blocks.collect();
    json(&Written {
        title: preview.title.as_deref(),
        date: preview.date.map(|date| date.to_string()),
        table: maker.made(),
        blocks,
    })
}

fn block<'p>(
    snapshot: &Snapshot,
    file: FileId,
    block: &'p PreviewBlock,
    maker: &mut QuoteTableMaker<'p>,
) -> Block<'p> {
    let units = Units::new(&block.words, snapshot.capabilities.encoding);
    let position = |place: usize| {
        let point = crate::syntax::TextRange::new(place, place);
        snapshot.range(file, point).start
    };
    let pieces = block.pieces.iter().map(|(words, place)| Piece {
        start: units.at(*words),
        position: position(*place),
    });
    let span = |span: &'p PreviewSpan| Span {
        start: units.at(span.range.from()),
        end: units.at(span.range.to()),
        what: match &span.what {
            PreviewWhat::Quote { quote } => Passage::Quote { quote: *quote },
            PreviewWhat::Mention { entity, roles } => Passage::Mention {
                entity: maker.entity(entity),
                roles: maker.roles(roles),
            },
            PreviewWhat::Note { note } => Passage::Note { note },
        },
    };
    Block {
        level: block.level,
        text: &block.words,
        pieces: pieces.collect(),
        spans: block.spans.iter().map(span).collect(),
    }
}

/// Counts in words as the editor counts columns.
struct Units {
    lines: LineIndex,
    encoding: Encoding,
    /// How many units stand before each line.
    before: Vec<u32>,
}

impl Units {
    fn new(words: &str, encoding: Encoding) -> Self {
        let lines = LineIndex::new(words);
        let mut before = Vec::with_capacity(lines.line_count());
        let mut sum = 0;
        for line in 0..lines.line_count() {
            before.push(sum);
            let range = lines.line_range(line);
            // All that ends a line is ASCII, one unit a byte.
            let next = match line + 1 < lines.line_count() {
                true => lines.line_range(line + 1).from(),
                false => range.to(),
            };
            let ending = u32::try_from(next - range.to()).unwrap_or_default();
            sum += lines.position(range.to(), encoding).column + ending;
        }
        Self {
            lines,
            encoding,
            before,
        }
    }

    fn at(&self, offset: usize) -> u32 {
        let position = self.lines.position(offset, self.encoding);
        let before = self.before.get(position.line as usize);
        before.copied().unwrap_or_default() + position.column
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_as_columns_are() {
        let words = "é🙂\r\nab\rc\n“x”";
        for (encoding, counts) in [
            (Encoding::Utf8, [0, 2, 6, 8, 11, 13, 16, 20]),
            (Encoding::Utf16, [0, 1, 3, 5, 8, 10, 11, 13]),
            (Encoding::Utf32, [0, 1, 2, 4, 7, 9, 10, 12]),
        ] {
            let units = Units::new(words, encoding);
            let counted = [0, 2, 6, 8, 11, 13, 16, 20].map(|offset| units.at(offset));
            assert_eq!(counted, counts, "{encoding:?}");
        }
    }
}
