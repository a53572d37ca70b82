//! Tree to [`Document`]: one walk, without recursion, so that no depth of
//! nesting can exhaust the stack.

use tree_sitter::{Node, Tree};

use super::document::{
    Block, BlockKind, Comment, Declaration, Document, Fence, Header, Property, Quote, Span, Tag,
};
use super::problem::{Problem, ProblemKind};
use super::tag::{self, Meaning, Part, PartKind};
use super::{DateProblem, PartialDate, Reference, TextRange, dated};

/// The keys whose lines count as cut off when they stand behind a declaration.
const DECLARATION_KEYS: [&str; 6] = ["also", "role", "part of", "active", "link", "note"];

/// Reads a tree of `text`.
pub fn read(tree: &Tree, text: &str) -> Document {
    let mut reader = Reader {
        text,
        document: Document::default(),
        open_spans: Vec::new(),
        open_fences: Vec::new(),
        last_quote: None,
        in_words: false,
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
    let mut document = reader.document;
    document
        .problems
        .sort_by_key(|problem| (problem.range, problem.kind as u8));
    document
}

struct Reader<'t> {
    text: &'t str,
    document: Document,
    open_spans: Vec<usize>,
    open_fences: Vec<usize>,
    /// The quote whose tag came last: what `{more}` goes on with.
    last_quote: Option<usize>,
    /// Whether a paragraph or a heading is open.
    in_words: bool,
}

impl Reader<'_> {
    /// Takes note of a node; says whether its children matter.
    fn enter(&mut self, node: Node) -> bool {
        match node.kind() {
            "document" | "section" | "words" | "title" => true,
            "header" | "unclosed_header" => {
                self.header(node);
                false
            }
            "heading" => {
                self.heading(node);
                true
            }
            "paragraph" => {
                self.stray_property(node);
                self.block(BlockKind::Paragraph, range(node));
                self.in_words = true;
                true
            }
            "span" => {
                self.span(node);
                true
            }
            "fence" | "unclosed_fence" => {
                self.fence(node);
                true
            }
            "fence_end" => {
                self.fence_end(node);
                false
            }
            "stray_fence_end" => {
                self.block(BlockKind::StrayFence, range(node));
                self.problem(
                    ProblemKind::UnopenedFence,
                    range(node),
                    "this line closes no fence; if it is the article's own, write `\\:::`".into(),
                );
                false
            }
            "stray_tag" => {
                self.problem(
                    ProblemKind::UnopenedTag,
                    range(node),
                    "no `[` opens these words; if this is the article's own text, write `\\]{`"
                        .into(),
                );
                false
            }
            "declaration" => {
                self.declaration(node);
                false
            }
            "comment" | "unclosed_comment" => {
                self.comment(node);
                false
            }
            "escape" => {
                let start = node.start_byte();
                self.document.markup.push(TextRange::new(start, start + 1));
                false
            }
            _ => false,
        }
    }

    fn leave(&mut self, node: Node) {
        match node.kind() {
            "paragraph" | "heading" => self.in_words = false,
            "span" => self.leave_span(),
            "fence" | "unclosed_fence" => self.leave_fence(),
            _ => {}
        }
    }

    // ---- Blocks ------------------------------------------------------------

    fn header(&mut self, node: Node) {
        let closed = node.kind() == "header";
        let lines: Vec<Node> = lines_of(node);
        let properties = self.properties(&lines);
        if !closed {
            let first_line = node.child(0).map_or(range(node), range);
            self.problem(
                ProblemKind::UnclosedHeader,
                first_line.trimmed(self.text),
                "this header is not closed: put `---` on a line of its own before the first blank line".into(),
            );
        }
        for property in &properties {
            if property.key(self.text) == "date" {
                let value = property.value(self.text);
                if let Err(problem) = PartialDate::parse(&value) {
                    let place = if property.value.is_empty() {
                        property.key
                    } else {
                        property.value
                    };
                    self.date_problem(place, &value, problem);
                }
            }
        }
        self.document.header = Some(Header {
            range: range(node),
            properties,
            closed,
        });
    }

    fn heading(&mut self, node: Node) {
        let marker = node
            .child(0)
            .map_or("", |marker| &self.text[marker.byte_range()]);
        let level = marker.trim_end().len().clamp(1, 6);
        let title = node
            .child(1)
            .map_or(TextRange::new(node.end_byte(), node.end_byte()), range);
        let kind = BlockKind::Heading {
            level: u8::try_from(level).unwrap_or(6),
            title,
        };
        self.block(kind, range(node));
        self.in_words = true;
    }

    fn stray_property(&mut self, node: Node) {
        let after_declaration = matches!(
            self.document.blocks.last().map(|block| block.kind),
            Some(BlockKind::Declaration(_))
        );
        let text = &self.text[node.byte_range()];
        if !after_declaration || !text.starts_with([' ', '\t']) {
            return;
        }
        let indent = text.len() - text.trim_start_matches([' ', '\t']).len();
        let Some(colon) = text[indent..].find(':') else {
            return;
        };
        let key = text[indent..indent + colon].trim_end();
        if DECLARATION_KEYS.contains(&key) {
            let start = node.start_byte() + indent;
            self.problem(
                ProblemKind::StrayProperty,
                TextRange::new(start, start + key.len()),
                format!(
                    "`{key}` stands apart from its declaration; take out the blank line above it"
                ),
            );
        }
    }

    fn declaration(&mut self, node: Node) {
        let text = self.text;
        let mut reference = None;
        let mut name = None;
        for child in children(node) {
            match child.kind() {
                "reference" if reference.is_none() => {
                    reference = Reference::new(range(child), text)
                }
                "name" => name = Some(range(child).trimmed(text)),
                _ => {}
            }
        }
        let Some(reference) = reference else { return };
        let properties = self.properties(&lines_of(node));
        if name.is_none_or(TextRange::is_empty) {
            let id = &text[reference.range];
            self.problem(
                ProblemKind::MissingName,
                reference.range,
                format!("`{id}` has no name: write it behind the colon, `{id}: Name`"),
            );
        }
        if text[reference.range].ends_with(['-', '_']) {
            self.problem(
                ProblemKind::UnknownWord,
                reference.range,
                "an id ends with a letter or a digit".into(),
            );
        }
        for property in &properties {
            if matches!(property.key(text), "role" | "part of" | "active") {
                let dated = dated(property.value, text);
                if let (Err(problem), Some(place)) = (dated.period, dated.range) {
                    self.date_problem(place, &text[place], problem);
                } else if dated.range.is_none() && property.key(text) == "active" {
                    // Words are no range, and would be lost without a report.
                    let place = match property.value.is_empty() {
                        true => property.key,
                        false => property.value,
                    };
                    self.date_problem(place, &property.value(text), DateProblem::Shape);
                }
            }
        }
        let range = range(node).trimmed(text);
        let index = self.document.declarations.len();
        self.document.declarations.push(Declaration {
            reference,
            name: name
                .unwrap_or_else(|| TextRange::new(reference.range.to(), reference.range.to())),
            properties,
            range,
        });
        self.block(BlockKind::Declaration(index), range);
    }

    fn comment(&mut self, node: Node) {
        let whole = range(node);
        let closed = node.kind() == "comment";
        let inside = &self.text[whole];
        let inside = inside.strip_prefix("{%").unwrap_or(inside);
        let inside = inside
            .strip_suffix("%}")
            .filter(|_| closed)
            .unwrap_or(inside);
        let start = whole.from() + 2;
        let block = !self.in_words;
        self.document.comments.push(Comment {
            range: whole,
            words: TextRange::new(start, start + inside.len()).trimmed(self.text),
            block,
            closed,
        });
        if block {
            let index = self.document.comments.len() - 1;
            self.block(BlockKind::Comment(index), whole);
        } else if closed {
            self.document.markup.push(whole);
        }
        if !closed {
            self.problem(
                ProblemKind::UnclosedComment,
                TextRange::new(whole.from(), whole.from() + 2),
                "this comment is not closed: `%}` is missing before the next blank line; if this is the article's own text, write `\\{%`".into(),
            );
        }
    }

    // ---- Spans and fences --------------------------------------------------

    fn span(&mut self, node: Node) {
        let (mut words, mut tag_node) = (None, None);
        for child in children(node) {
            match child.kind() {
                "words" => words = Some(range(child)),
                "tag" | "unclosed_tag" => tag_node = Some(child),
                _ => {}
            }
        }
        let Some(tag_node) = tag_node else { return };
        let closed = tag_node.kind() == "tag";
        // The tag's node begins with the bracket that closes the words.
        let tag_start = tag_node.start_byte() + 1;
        let mut parts = parts_of(tag_node);
        if !closed {
            parts.truncate(tag::sensible_prefix(&parts));
        }
        let tag_end = match (closed, parts.last()) {
            (true, _) => tag_node.end_byte(),
            (false, Some(part)) => part.range.to(),
            (false, None) => tag_start + 1,
        };
        let tag_range = TextRange::new(tag_start, tag_end);
        let words = words.unwrap_or_else(|| TextRange::new(tag_start - 1, tag_start - 1));
        let span_range = TextRange::new(node.start_byte(), tag_end);
        self.check_tag_form(closed, tag_range, words, &parts);
        let tag = self.tag(&parts, tag_range, words, span_range, closed);
        let references = references_of(&parts, self.text);
        if closed {
            let bracket = TextRange::new(node.start_byte(), node.start_byte() + 1);
            self.document.markup.push(bracket);
        }
        let index = self.document.spans.len();
        self.document.spans.push(Span {
            range: span_range,
            words,
            tag_range,
            tag,
            references,
            parts,
            parent: self.open_spans.last().copied(),
            closed,
        });
        self.open_spans.push(index);
    }

    fn check_tag_form(&mut self, closed: bool, tag: TextRange, words: TextRange, parts: &[Part]) {
        if !closed {
            let written = &self.text[tag];
            self.problem(
                ProblemKind::UnclosedTag,
                tag,
                format!("this tag is not closed: `}}` is missing behind `{written}`"),
            );
        }
        if words.is_empty() && !parts.is_empty() {
            self.problem(
                ProblemKind::TagWithoutWords,
                TextRange::new(words.from() - 1, tag.to()),
                "this tag has no words: put those that it speaks of between the brackets".into(),
            );
        }
    }

    fn tag(
        &mut self,
        parts: &[Part],
        tag_range: TextRange,
        words: TextRange,
        span: TextRange,
        closed: bool,
    ) -> Tag {
        if parts.is_empty() && !closed {
            return Tag::Broken;
        }
        match tag::read(parts, tag_range, self.text, &mut self.document.problems) {
            Meaning::Mention(reference) => Tag::Mention(reference),
            Meaning::Note(words) => Tag::Note(words),
            // Which quote goes on is known when the span ends.
            Meaning::More => Tag::More(None),
            Meaning::Broken => Tag::Broken,
            Meaning::Quote(clauses) => {
                self.document.quotes.push(Quote {
                    clauses,
                    tag_range,
                    fragments: vec![words],
                    ranges: vec![span],
                    fenced: false,
                });
                Tag::Quote(self.document.quotes.len() - 1)
            }
        }
    }

    fn leave_span(&mut self) {
        let Some(index) = self.open_spans.pop() else {
            return;
        };
        let span = &mut self.document.spans[index];
        if span.closed {
            let tag = TextRange::new(span.tag_range.from() - 1, span.tag_range.to());
            self.document.markup.push(tag);
        }
        match span.tag {
            Tag::Quote(quote) => self.last_quote = Some(quote),
            Tag::More(_) => match self.last_quote {
                None => self.document.dangling.push(index),
                Some(quote) => {
                    span.tag = Tag::More(Some(quote));
                    let quote = &mut self.document.quotes[quote];
                    quote.fragments.push(span.words);
                    quote.ranges.push(span.range);
                }
            },
            _ => {}
        }
    }

    fn fence(&mut self, node: Node) {
        let start_node = node.child(0);
        let start = start_node.map_or(range(node), range).trimmed(self.text);
        let parts = start_node.map(parts_of).unwrap_or_default();
        let index = self.document.fences.len();
        let whole = range(node).trimmed(self.text);
        let closed = node.kind() == "fence";
        if !closed {
            self.problem(
                ProblemKind::UnclosedFence,
                start,
                "this fence is not closed: end it with a line `:::`".into(),
            );
        }
        let quote = match tag::read(&parts, start, self.text, &mut self.document.problems) {
            Meaning::Quote(clauses) => {
                self.document.quotes.push(Quote {
                    clauses,
                    tag_range: start,
                    fragments: vec![whole],
                    ranges: vec![whole],
                    fenced: true,
                });
                Some(self.document.quotes.len() - 1)
            }
            Meaning::Broken => None,
            _ => {
                self.problem(
                    ProblemKind::MissingValue,
                    start,
                    "a fence holds what somebody said: begin it with `::: by @id`".into(),
                );
                None
            }
        };
        self.document.fences.push(Fence {
            range: whole,
            start,
            end: None,
            words: TextRange::new(start.to(), whole.to().max(start.to())).trimmed(self.text),
            references: references_of(&parts, self.text),
            parts,
            quote,
        });
        self.block(BlockKind::Fence(index), whole);
        self.open_fences.push(index);
    }

    fn fence_end(&mut self, node: Node) {
        let Some(&index) = self.open_fences.last() else {
            return;
        };
        let end = range(node).trimmed(self.text);
        let fence = &mut self.document.fences[index];
        fence.end = Some(end);
        let inside = TextRange::new(fence.start.to(), end.from());
        fence.words = inside.trimmed(self.text);
        let colons = |line: TextRange| {
            self.text[line]
                .bytes()
                .take_while(|byte| *byte == b':')
                .count()
        };
        let (opened, ended) = (colons(fence.start), colons(end));
        if opened != ended {
            self.problem(
                ProblemKind::FenceLength,
                end,
                format!(
                    "this line of {ended} colons closes a fence of {opened}; write as many as there"
                ),
            );
        }
    }

    fn leave_fence(&mut self) {
        let Some(index) = self.open_fences.pop() else {
            return;
        };
        let fence = &self.document.fences[index];
        if let Some(quote) = fence.quote {
            self.document.quotes[quote].fragments[0] = fence.words;
        }
    }

    // ---- Properties --------------------------------------------------------

    /// Folds lines into properties: one that is indented deeper than the key
    /// above it goes on with that key's value.
    fn properties(&mut self, lines: &[Node]) -> Vec<Property> {
        let mut properties: Vec<Property> = Vec::new();
        let mut key_column = None;
        for &line in lines {
            let column = column_of(line.start_byte(), self.text);
            let references = children(line).chain(
                line.child_by_field_name("value")
                    .into_iter()
                    .flat_map(children),
            );
            let references: Vec<Reference> = references
                .filter(|child| child.kind() == "reference")
                .filter_map(|child| Reference::new(range(child), self.text))
                .collect();
            if key_column.is_some_and(|key| column > key)
                && let Some(property) = properties.last_mut()
            {
                let start = if property.value.is_empty() {
                    line.start_byte()
                } else {
                    property.value.from()
                };
                property.value = TextRange::new(start, line.end_byte()).trimmed(self.text);
                property.references.extend(references);
                continue;
            }
            let key = line
                .child_by_field_name("key")
                .filter(|_| line.kind() == "property");
            let Some(key) = key else {
                self.problem(
                    ProblemKind::BadLine,
                    range(line).trimmed(self.text),
                    "this line is no `key: value`, and it is not indented deeper than the value above".into(),
                );
                continue;
            };
            key_column = Some(column);
            let value = match line.child_by_field_name("value") {
                Some(value) => range(value).trimmed(self.text),
                None => TextRange::new(line.end_byte(), line.end_byte()),
            };
            properties.push(Property {
                key: range(key).trimmed(self.text),
                value,
                references,
            });
        }
        properties
    }

    // ---- Small helpers -----------------------------------------------------

    fn block(&mut self, kind: BlockKind, range: TextRange) {
        self.document.blocks.push(Block { kind, range });
    }

    fn problem(&mut self, kind: ProblemKind, range: TextRange, message: String) {
        self.document.problems.push(Problem {
            kind,
            range,
            message,
        });
    }

    fn date_problem(&mut self, place: TextRange, value: &str, problem: DateProblem) {
        let kind = match problem {
            DateProblem::Reversed => ProblemKind::ReversedDate,
            _ => ProblemKind::MalformedDate,
        };
        let message = match (kind, value) {
            (ProblemKind::ReversedDate, _) => format!("`{value}` ends before it starts"),
            (_, "") => "the date is missing: write `2011`, `2011-11` or `2011-11-24`".into(),
            _ => format!("`{value}` is no date: {problem}"),
        };
        self.problem(kind, place, message);
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

fn lines_of(node: Node) -> Vec<Node> {
    children(node)
        .filter(|child| matches!(child.kind(), "property" | "loose_line"))
        .collect()
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

fn references_of(parts: &[Part], text: &str) -> Vec<Reference> {
    let references = parts.iter().filter(|part| part.kind == PartKind::Reference);
    references
        .filter_map(|part| Reference::new(part.range, text))
        .collect()
}
