//! From what stands where to a [`Document`]: what the pieces of a text say,
//! whichever reader found them.

use std::ops::Range;

use super::document::{
    Block, BlockKind, Comment, Declaration, Document, Fence, Header, Property, Quote, Span, Tag,
};
use super::keys::DECLARATION_KEYS;
use super::part::{Part, PartKind};
use super::problem::Problem;
use super::tag::{self, Meaning};
use super::{DateProblem, PartialDate, Reference, TextRange, dated, split_names};
use crate::reports::Code;

/// How many spans, and how many fences, may be open at once. Each quote holds
/// the words of all quotes inside it, so that the work grows with the depth.
pub const DEEPEST: usize = 32;

/// A document as it grows. Pieces are added in the order of the text; whatever
/// is opened is left before what holds it.
pub struct Builder<'t> {
    text: &'t str,
    document: Document,
    open_spans: Vec<usize>,
    open_fences: Vec<usize>,
    /// The quote whose tag came last: what `{more}` goes on with.
    last_quote: Option<usize>,
    /// Whether a paragraph or a heading is open.
    in_words: bool,
}

/// `[words]{tag}` as it stands.
pub struct FoundSpan<'p> {
    /// The opening bracket.
    pub start: usize,
    /// Between the brackets.
    pub words: TextRange,
    /// The tokens of the tag.
    pub parts: &'p [Part],
    /// The end of the closed tag; none where `}` is missing.
    pub end: Option<usize>,
}

/// A line of a header or a declaration.
pub struct FoundLine {
    /// All of it, from its first word.
    pub range: TextRange,
    /// The bytes between its start and its first word.
    pub column: usize,
    /// The key, where it is a `key: value`.
    pub key: Option<TextRange>,
    /// The value, where there is one.
    pub value: Option<TextRange>,
    /// Everything in the value, or in a line without a key, that has the form
    /// of a reference.
    pub references: Vec<Reference>,
}

impl<'t> Builder<'t> {
    /// An empty document of `text`.
    pub fn new(text: &'t str) -> Self {
        // About what an annotated article holds, so that little has to grow.
        let document = Document {
            blocks: Vec::with_capacity(text.len() / 512),
            spans: Vec::with_capacity(text.len() / 256),
            parts: Vec::with_capacity(text.len() / 128),
            quotes: Vec::with_capacity(text.len() / 512),
            markup: Vec::with_capacity(text.len() / 128),
            ..Document::default()
        };
        Self {
            text,
            document,
            open_spans: Vec::new(),
            open_fences: Vec::new(),
            last_quote: None,
            in_words: false,
        }
    }

    /// The document, when everything has been added.
    pub fn finish(self) -> Document {
        let mut document = self.document;
        document
            .problems
            .sort_by_key(|problem| (problem.range, problem.code as u8));
        document
    }

    // ---- Blocks ------------------------------------------------------------

    /// A header. `first_line` is its first `---`.
    pub fn header(
        &mut self,
        range: TextRange,
        first_line: TextRange,
        lines: Vec<FoundLine>,
        closed: bool,
    ) {
        let properties = self.properties(lines);
        if !closed {
            self.problem(
                Code::SyntaxUnclosedHeader,
                first_line.trimmed(self.text),
                "this header is not closed: put `---` on a line of its own before the first blank line; if the article itself begins with dashes, write `\\---`".into(),
            );
        }
        for property in &properties {
            let key = property.key(self.text);
            // Not coded yet, or not reviewed, is written as nothing; and a date that is still to
            // be filled in is a missing one.
            let is_date = matches!(key, "date" | "coded" | "reviewed");
            if is_date && !property.value.is_empty() {
                let value = property.value(self.text);
                if let Err(problem) = PartialDate::parse(&value) {
                    self.date_problem(property.value, &value, problem);
                }
            }
        }
        self.document.header = Some(Header {
            range,
            properties,
            closed,
        });
    }

    /// A heading begins; `marker` is its `#` with the spaces after them.
    pub fn heading(&mut self, range: TextRange, marker: &str, title: Option<TextRange>) {
        let level = marker.trim_end().len().clamp(1, 6);
        let kind = BlockKind::Heading {
            level: u8::try_from(level).unwrap_or(6),
            title: title.unwrap_or_else(|| TextRange::new(range.to(), range.to())),
        };
        self.block(kind, range);
        self.in_words = true;
    }

    /// A paragraph begins.
    pub fn paragraph(&mut self, range: TextRange) {
        self.stray_property(range);
        self.block(BlockKind::Paragraph, range);
        self.in_words = true;
    }

    /// The paragraph or heading ends.
    pub fn leave_words(&mut self) {
        self.in_words = false;
    }

    fn stray_property(&mut self, paragraph: TextRange) {
        let after_declaration = matches!(
            self.document.blocks.last().map(|block| block.kind),
            Some(BlockKind::Declaration(_))
        );
        let text = &self.text[paragraph];
        if !after_declaration || !text.starts_with([' ', '\t']) {
            return;
        }
        let indent = text.len() - text.trim_start_matches([' ', '\t']).len();
        let Some(colon) = text[indent..].find(':') else {
            return;
        };
        let key = text[indent..indent + colon].trim_end();
        if DECLARATION_KEYS.contains(&key) {
            let start = paragraph.from() + indent;
            self.problem(
                Code::SyntaxStrayProperty,
                TextRange::new(start, start + key.len()),
                format!(
                    "`{key}` stands apart from its declaration; take out the blank line above it, or write `{key}\\:` if this is the article's own text"
                ),
            );
        }
    }

    /// A declaration: its reference, its name where there is one, and the lines below.
    pub fn declaration(
        &mut self,
        range: TextRange,
        reference: Reference,
        name: Option<TextRange>,
        lines: Vec<FoundLine>,
    ) {
        let text = self.text;
        // Blank words may end after what counts as the declaration.
        let name = name.map(|name| name.trimmed(text));
        let name = name.filter(|name| !name.is_empty());
        let properties = self.properties(lines);
        if name.is_none() {
            let id = &text[reference.range];
            self.problem(
                Code::SyntaxMissingName,
                reference.range,
                format!("`{id}` has no name: write it after the colon, `{id}: Name`"),
            );
        }
        if text[reference.range].ends_with(['-', '_']) {
            self.problem(
                Code::SyntaxUnknownWord,
                reference.range,
                "an id ends with a letter or a digit".into(),
            );
        }
        for property in &properties {
            if property.key(text) == "also" {
                for name in split_names(property.value, text) {
                    if let (Err(problem), Some(place)) = (name.period, name.range) {
                        self.date_problem(place, &text[place], problem);
                    }
                }
            }
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
        let range = range.trimmed(text);
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

    /// A comment with its braces.
    pub fn comment(&mut self, whole: TextRange, closed: bool) {
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
                Code::SyntaxUnclosedComment,
                TextRange::new(whole.from(), whole.from() + 2),
                "this comment is not closed: `%}` is missing before the next blank line; if this is the article's own text, write `\\{%`".into(),
            );
        }
    }

    /// The backslash of an escape.
    pub fn escape(&mut self, at: usize) {
        self.document.markup.push(TextRange::new(at, at + 1));
    }

    /// A tag that no bracket opens.
    pub fn stray_tag(&mut self, range: TextRange) {
        self.problem(
            Code::SyntaxUnopenedTag,
            range,
            "no `[` opens these words; if this is the article's own text, write `\\]{`".into(),
        );
    }

    // ---- Spans and fences --------------------------------------------------

    /// A span begins.
    pub fn span(&mut self, found: FoundSpan) {
        let FoundSpan {
            start,
            words,
            mut parts,
            end,
        } = found;
        let closed = end.is_some();
        let tag_start = words.to() + 1;
        let mut behind = None;
        if !closed {
            let kept = tag::sensible_prefix(parts);
            let mut dropped = parts[kept..].iter().copied();
            behind = dropped.find(|part| part.kind != PartKind::Comma);
            parts = &parts[..kept];
        }
        let tag_end = end.unwrap_or_else(|| match parts.last() {
            Some(part) => part.range.to(),
            None => tag_start + 1,
        });
        let tag_range = TextRange::new(tag_start, tag_end);
        let span_range = TextRange::new(start, tag_end);
        if !closed {
            self.unclosed_tag(tag_range, behind);
        }
        if words.is_empty() && !parts.is_empty() {
            self.problem(
                Code::SyntaxTagWithoutWords,
                TextRange::new(words.from() - 1, tag_range.to()),
                "this tag has no words: put those that it speaks of between the brackets".into(),
            );
        }
        let tag = if self.open_spans.len() < DEEPEST {
            self.tag(parts, tag_range, words, span_range, closed)
        } else {
            self.too_deep(tag_range, "tags");
            Tag::Broken
        };
        if closed {
            let bracket = TextRange::new(start, start + 1);
            self.document.markup.push(bracket);
        }
        let index = self.document.spans.len();
        let parts = self.document.add_parts(parts);
        self.document.spans.push(Span {
            range: span_range,
            words,
            tag_range,
            tag,
            parts,
            parent: self.open_spans.last().copied(),
            closed,
        });
        self.open_spans.push(index);
    }

    /// Reports a tag without `}`; `behind` is what makes no sense in it any more.
    fn unclosed_tag(&mut self, tag: TextRange, behind: Option<Part>) {
        let open = behind.map(|part| &self.text[part.range]);
        let message = tag::unclosed(&self.text[tag], open);
        self.problem(Code::SyntaxUnclosedTag, tag, message);
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

    /// The span that began last ends.
    pub fn leave_span(&mut self) {
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

    /// A fence begins, with its first line and the tokens of that.
    pub fn fence(&mut self, range: TextRange, first_line: TextRange, parts: &[Part], closed: bool) {
        let start = first_line.trimmed(self.text);
        let index = self.document.fences.len();
        let whole = range.trimmed(self.text);
        if !closed {
            self.problem(
                Code::SyntaxUnclosedFence,
                start,
                "this fence is not closed: end it with a line `:::`; if this line is the article's own, write `\\:::`".into(),
            );
        }
        let is_too_deep = self.open_fences.len() >= DEEPEST;
        let meaning = if is_too_deep {
            self.too_deep(start, "fences");
            Meaning::Broken
        } else {
            tag::read(parts, start, self.text, &mut self.document.problems)
        };
        let quote = match meaning {
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
                    Code::SyntaxMissingValue,
                    start,
                    "a fence holds what somebody said: begin it with `::: by @id`".into(),
                );
                None
            }
        };
        let parts = self.document.add_parts(parts);
        self.document.fences.push(Fence {
            range: whole,
            start,
            end: None,
            words: TextRange::new(start.to(), whole.to().max(start.to())).trimmed(self.text),
            parts,
            quote,
        });
        self.block(BlockKind::Fence(index), whole);
        self.open_fences.push(index);
    }

    /// The closing line of the fence that began last.
    pub fn fence_end(&mut self, line: TextRange) {
        let Some(&index) = self.open_fences.last() else {
            return;
        };
        let end = line.trimmed(self.text);
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
                Code::SyntaxFenceLength,
                end,
                format!(
                    "this line of {ended} colons closes a fence of {opened}; write as many as there"
                ),
            );
        }
    }

    /// A line that closes no fence.
    pub fn stray_fence_end(&mut self, line: TextRange) {
        self.block(BlockKind::StrayFence, line);
        self.problem(
            Code::SyntaxUnopenedFence,
            line,
            "this line closes no fence; if it is the article's own, write `\\:::`".into(),
        );
    }

    /// The fence that began last ends.
    pub fn leave_fence(&mut self) {
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
    fn properties(&mut self, lines: Vec<FoundLine>) -> Vec<Property> {
        let mut properties: Vec<Property> = Vec::new();
        let mut key_column = None;
        for line in lines {
            if key_column.is_some_and(|key| line.column > key)
                && let Some(property) = properties.last_mut()
            {
                let start = if property.value.is_empty() {
                    line.range.from()
                } else {
                    property.value.from()
                };
                property.value = TextRange::new(start, line.range.to()).trimmed(self.text);
                property.references.extend(line.references);
                continue;
            }
            let Some(key) = line.key else {
                self.problem(
                    Code::SyntaxBadLine,
                    line.range.trimmed(self.text),
                    "this line is no `key: value`, and it is not indented deeper than the value above".into(),
                );
                continue;
            };
            key_column = Some(line.column);
            // Blank words may end after what counts as the declaration.
            let value = line.value.map(|value| value.trimmed(self.text));
            let value = value.filter(|value| !value.is_empty());
            let end = line.range.trimmed(self.text).to();
            properties.push(Property {
                key: key.trimmed(self.text),
                value: value.unwrap_or_else(|| TextRange::new(end, end)),
                references: line.references,
            });
        }
        properties
    }

    // ---- Small helpers -----------------------------------------------------

    fn block(&mut self, kind: BlockKind, range: TextRange) {
        self.document.blocks.push(Block { kind, range });
    }

    fn problem(&mut self, code: Code, range: TextRange, message: String) {
        self.document.problems.push(Problem {
            code,
            range,
            message,
        });
    }

    fn too_deep(&mut self, range: TextRange, what: &str) {
        self.problem(
            Code::SyntaxTooDeep,
            range,
            format!(
                "{DEEPEST} other {what} are open here, and no more are read; close some of them"
            ),
        );
    }

    fn date_problem(&mut self, place: TextRange, value: &str, problem: DateProblem) {
        let kind = match problem {
            DateProblem::Reversed => Code::DateReversed,
            _ => Code::DateMalformed,
        };
        let message = match (kind, value) {
            (Code::DateReversed, _) => format!("`{value}` ends before it starts"),
            (_, "") => "the date is missing: write `2011`, `2011-11` or `2011-11-24`".into(),
            _ => format!("`{value}` is no date: {problem}"),
        };
        self.problem(kind, place, message);
    }
}

impl Document {
    /// Adds tokens; says which they are now.
    fn add_parts(&mut self, parts: &[Part]) -> Range<usize> {
        let first = self.parts.len();
        self.parts.extend_from_slice(parts);
        first..self.parts.len()
    }
}
