//! Tree to [`Document`]: one walk, without recursion, so that no depth of
//! nesting can exhaust the stack.

use tree_sitter::{Node, Tree};

use super::builder::{Builder, FoundLine, FoundSpan};
use super::part::{Part, PartKind};
use super::{Document, Reference, TextRange};

/// Reads a tree of `text`.
pub fn read(tree: &Tree, text: &str) -> Document {
    let mut reader = TreeReader {
        text,
        builder: Builder::new(text),
    };
    let mut cursor = tree.walk();
    'walk: loop {
        let descend = reader.enter(cursor.node());
        if descend && cursor.goto_first_child() {
            continue;
        }
        if descend {
            reader.leave(cursor.node());
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                break 'walk;
            }
            reader.leave(cursor.node());
        }
    }
    reader.builder.finish()
}

struct TreeReader<'t> {
    text: &'t str,
    builder: Builder<'t>,
}

impl TreeReader<'_> {
    /// Takes note of a node; says whether its children matter.
    fn enter(&mut self, node: Node) -> bool {
        match node.kind() {
            "document" | "section" | "words" | "title" => return true,
            "header" | "unclosed_header" => self.header(node),
            "heading" => {
                let marker = node
                    .child(0)
                    .map_or("", |marker| &self.text[marker.byte_range()]);
                let title = node.child(1).map(range);
                self.builder.heading(range(node), marker, title);
                return true;
            }
            "paragraph" => {
                self.builder.paragraph(range(node));
                return true;
            }
            "span" => {
                self.span(node);
                return true;
            }
            "fence" | "unclosed_fence" => {
                let start = node.child(0);
                let line = start.map_or(range(node), range);
                let parts = start.map(parts_of).unwrap_or_default();
                let closed = node.kind() == "fence";
                self.builder.fence(range(node), line, &parts, closed);
                return true;
            }
            "fence_end" => self.builder.fence_end(range(node)),
            "stray_fence_end" => self.builder.stray_fence_end(range(node)),
            "stray_tag" => self.builder.stray_tag(range(node)),
            "declaration" => self.declaration(node),
            "comment" | "unclosed_comment" => {
                let closed = node.kind() == "comment";
                self.builder.comment(range(node), closed);
            }
            "escape" => self.builder.escape(node.start_byte()),
            _ => {}
        }
        false
    }

    fn leave(&mut self, node: Node) {
        match node.kind() {
            "paragraph" | "heading" => self.builder.leave_words(),
            "span" => self.builder.leave_span(),
            "fence" | "unclosed_fence" => self.builder.leave_fence(),
            _ => {}
        }
    }

    fn header(&mut self, node: Node) {
        let first_line = node.child(0).map_or(range(node), range);
        let closed = node.kind() == "header";
        let lines = self.lines_of(node);
        self.builder.header(range(node), first_line, lines, closed);
    }

    fn declaration(&mut self, node: Node) {
        let mut reference = None;
        let mut name = None;
        for child in children(node) {
            match child.kind() {
                "reference" if reference.is_none() => {
                    reference = Reference::new(range(child), self.text)
                }
                "name" => name = Some(range(child)),
                _ => {}
            }
        }
        let Some(reference) = reference else { return };
        let lines = self.lines_of(node);
        self.builder
            .declaration(range(node), reference, name, lines);
    }

    fn span(&mut self, node: Node) {
        let (mut words, mut tag) = (None, None);
        for child in children(node) {
            match child.kind() {
                "words" => words = Some(range(child)),
                "tag" | "unclosed_tag" => tag = Some(child),
                _ => {}
            }
        }
        let Some(tag) = tag else { return };
        // The tag's node begins with the bracket that closes the words.
        let bracket = tag.start_byte();
        self.builder.span(FoundSpan {
            start: node.start_byte(),
            words: words.unwrap_or_else(|| TextRange::new(bracket, bracket)),
            parts: &parts_of(tag),
            end: (tag.kind() == "tag").then(|| tag.end_byte()),
        });
    }

    fn lines_of(&self, node: Node) -> Vec<FoundLine> {
        let lines = children(node)
            .filter(|child| matches!(child.kind(), "property" | "loose_line"))
            .map(|line| self.line(line));
        lines.collect()
    }

    fn line(&self, line: Node) -> FoundLine {
        let key = line.child_by_field_name("key");
        let value = line.child_by_field_name("value");
        let references = children(line)
            .chain(value.into_iter().flat_map(children))
            .filter(|child| child.kind() == "reference")
            .filter_map(|child| Reference::new(range(child), self.text));
        FoundLine {
            range: range(line),
            column: column_of(line.start_byte(), self.text),
            references: references.collect(),
            key: key.filter(|_| line.kind() == "property").map(range),
            value: value.map(range),
        }
    }
}

fn range(node: Node) -> TextRange {
    TextRange::new(node.start_byte(), node.end_byte())
}

fn children<'t>(node: Node<'t>) -> impl Iterator<Item = Node<'t>> {
    let mut cursor = node.walk();
    let mut more = cursor.goto_first_child();
    std::iter::from_fn(move || {
        let child = more.then(|| cursor.node());
        more = more && cursor.goto_next_sibling();
        child
    })
}

/// The bytes between the start of the line and `offset`.
fn column_of(offset: usize, text: &str) -> usize {
    let line_start = text[..offset].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    offset - line_start
}

/// The parts of a tag or a fence's first line, clauses opened up.
fn parts_of(node: Node) -> Vec<Part> {
    let mut parts = Vec::new();
    for child in children(node) {
        let kind = match child.kind() {
            "clause" => {
                for (index, part) in children(child).enumerate() {
                    let kind = match index {
                        0 => PartKind::Keyword,
                        _ => kind_of(part),
                    };
                    parts.push(Part {
                        kind,
                        range: range(part),
                    });
                }
                continue;
            }
            "]{" | "}" | "fence_marker" => continue,
            "more" => PartKind::More,
            "note" => PartKind::Note,
            _ => kind_of(child),
        };
        parts.push(Part {
            kind,
            range: range(child),
        });
    }
    parts
}

fn kind_of(node: Node) -> PartKind {
    match node.kind() {
        "reference" => PartKind::Reference,
        "date" => PartKind::Date,
        "string" => PartKind::String,
        "," => PartKind::Comma,
        "?" => PartKind::Question,
        _ => PartKind::Unknown,
    }
}
