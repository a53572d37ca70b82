//! tree-sitter, and nothing of it beyond this module's neighbours.

use std::ops::ControlFlow;

use tree_sitter::{InputEdit, ParseOptions, Tree};

use super::{Document, fast_path, tree_reader};

/// A parser. It keeps the last tree, so that the text after an edit costs
/// little; one parser serves one file.
#[derive(Default)]
pub struct Parser {
    /// Made when a tree is first needed.
    inner: Option<tree_sitter::Parser>,
    tree: Option<Tree>,
}

/// A row and a column in bytes, both from 0, as tree-sitter counts them: rows
/// end with LF only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Point {
    /// The row.
    pub row: usize,
    /// The byte in the row.
    pub column: usize,
}

/// A replacement of bytes `start..old_end` by what then is `start..new_end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edit {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where the old words ended.
    pub old_end: usize,
    /// Where the new words end.
    pub new_end: usize,
    /// `start` as row and column.
    pub start_point: Point,
    /// `old_end` as row and column of the old text.
    pub old_end_point: Point,
    /// `new_end` as row and column of the new text.
    pub new_end_point: Point,
}

impl Parser {
    /// A parser that has seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a file from scratch, without a tree where that will do.
    pub fn read(&mut self, text: &str) -> Document {
        fast_path::read(text).unwrap_or_else(|| self.parse(text))
    }

    /// Reads a file from scratch by its tree.
    pub fn parse(&mut self, text: &str) -> Document {
        self.tree = None;
        self.parse_again(text)
    }

    /// Reads `text` after the [`edit`](Self::edit)s since the last time. A tree
    /// takes over what they left as it was; to go through such a tree takes
    /// longer than to read a document from scratch that needs none.
    pub fn read_again(&mut self, text: &str) -> Document {
        fast_path::read(text).unwrap_or_else(|| self.parse_again(text))
    }

    fn parse_again(&mut self, text: &str) -> Document {
        let bytes = text.as_bytes();
        let mut progress = |_: &tree_sitter::ParseState| ControlFlow::Continue(());
        let tree = self
            .inner
            .get_or_insert_with(tree_parser)
            .parse_with_options(
                &mut |at, _| bytes.get(at..).unwrap_or_default(),
                self.tree.as_ref(),
                Some(ParseOptions::new().progress_callback(&mut progress)),
            )
            .expect("a parse that nothing cancels ends with a tree");
        let document = tree_reader::read(&tree, text);
        self.tree = Some(tree);
        document
    }

    /// Tells the last tree of an edit; [`read_again`](Self::read_again) is to follow.
    pub fn edit(&mut self, edit: Edit) {
        // A byte order mark is none but at the very start, where what was read of
        // it elsewhere says nothing. The text is read from scratch then.
        if edit.start < '\u{feff}'.len_utf8() {
            self.tree = None;
        }
        let point = |point: Point| tree_sitter::Point::new(point.row, point.column);
        if let Some(tree) = &mut self.tree {
            tree.edit(&InputEdit {
                start_byte: edit.start,
                old_end_byte: edit.old_end,
                new_end_byte: edit.new_end,
                start_position: point(edit.start_point),
                old_end_position: point(edit.old_end_point),
                new_end_position: point(edit.new_end_point),
            });
        }
    }

    /// Forgets the last tree.
    pub fn forget(&mut self) {
        self.tree = None;
    }
}

/// A parser of the grammar, which fits this tree-sitter, as every test shows.
fn tree_parser() -> tree_sitter::Parser {
    let mut parser = tree_sitter::Parser::new();
    parser
        .set_language(&tree_sitter_quotemark::LANGUAGE.into())
        .expect("the grammar fits this tree-sitter");
    parser
}
