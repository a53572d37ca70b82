//! Where the cursor is, and what the grammar allows there.

use unicode_normalization::char::is_combining_mark;

use crate::model::Source;
use crate::syntax::{
    BYTE_ORDER_MARK, BlockKind, CLAUSES, EntityKind, LineIndex, Reference, TextRange,
};

/// What may be written at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// What it is part of.
    pub kind: ContextKind,
    /// What is typed of it so far: up to the cursor.
    pub typed: TextRange,
    /// The same with what goes on after the cursor.
    pub whole: TextRange,
}

/// A place of the markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContextKind {
    /// A tag or a fence's first line.
    Tag(TagContext),
    /// A key of the header.
    HeaderKey,
    /// The value of that header key.
    HeaderValue(String),
    /// A reference in column 0 of a file that declares.
    DeclarationStart,
    /// A key of the declaration of that number.
    PropertyKey(usize),
    /// The value of a key of the declaration of that number.
    PropertyValue {
        /// The declaration.
        declaration: usize,
        /// The key as it is written.
        key: String,
        /// The value up to the cursor.
        before: TextRange,
    },
}

/// A place in a tag or on a fence's first line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagContext {
    /// What comes next.
    pub expected: Expected,
    /// The span whose tag it is; none of a fence.
    pub span: Option<usize>,
    /// From the opening bracket, or the fence's first colon, to the end of the
    /// tag or the fence.
    pub range: TextRange,
    /// Whether the tag has its `}`; a fence's line needs none.
    pub closed: bool,
    /// The clauses that the tag has.
    pub given: Vec<&'static str>,
    /// The references that the tag has, with the clause each belongs to.
    pub references: Vec<(Option<&'static str>, Reference)>,
}

/// What may come next in a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// The first word.
    Start,
    /// What that clause takes.
    Value(&'static str),
    /// Another clause after this one, which may also go on.
    Next(&'static str),
    /// The words of `as`, inside the quotation marks.
    Capacity,
    /// A speaker in words, inside the quotation marks.
    Unnamed,
}

/// What may be written at byte `offset`; nothing in the article's own words.
pub fn context_at(source: &Source, lines: &LineIndex, offset: usize) -> Option<Context> {
    let text: &str = &source.text;
    if offset > text.len() || !text.is_char_boundary(offset) {
        return None;
    }
    if text[..offset].ends_with('\r') && text[offset..].starts_with('\n') {
        // No cursor stands inside a line break.
        return None;
    }
    let comments = source.document.comments.iter();
    let mut around = comments.filter(|comment| {
        comment.range.from() < offset
            && (offset < comment.range.to() || (!comment.closed && offset <= comment.range.to()))
    });
    if around.next().is_some() {
        return None;
    }
    let line = lines.line_range(lines.line_of(offset));
    in_header(source, lines, offset)
        .or_else(|| in_tag(source, line, offset))
        .or_else(|| in_fence_line(source, line, offset))
        .or_else(|| in_declaration(source, lines, offset))
        .or_else(|| at_declaration_start(source, line, offset))
}

/// Whether a character can stand in an id.
pub fn is_id(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '-' | '_')
}

// ---- Tags and fence lines ---------------------------------------------------

fn in_tag(source: &Source, line: TextRange, offset: usize) -> Option<Context> {
    let text: &str = &source.text;
    let brace = text[line.from()..offset].rfind(['{', '}'])? + line.from();
    let spans = &source.document.spans;
    let index = spans
        .iter()
        .position(|span| span.tag_range.from() == brace && text[brace..].starts_with('{'))?;
    let span = &spans[index];
    let inside = brace + 1;
    let end = match span.closed {
        true => span.tag_range.to() - 1,
        false => offset.max(span.tag_range.to()),
    };
    if offset < inside || offset > end {
        return None;
    }
    let place = TagContext {
        expected: Expected::Start,
        span: Some(index),
        range: TextRange::new(span.range.from(), span.range.to().max(offset)),
        closed: span.closed,
        given: Vec::new(),
        references: Vec::new(),
    };
    // After the cursor of an unclosed tag may stand the article's own words.
    let after = if span.closed { end } else { offset };
    among_parts(text, TextRange::new(inside, after), offset, place)
}

fn in_fence_line(source: &Source, line: TextRange, offset: usize) -> Option<Context> {
    let text: &str = &source.text;
    let written = &text[line];
    let colons = written.len() - written.trim_start_matches(':').len();
    let rest = &written[colons..];
    let inside = line.from() + colons;
    if colons < 3 || offset <= inside || !rest.starts_with([' ', '\t']) {
        return None;
    }
    let document = &source.document;
    let fence = document
        .fences
        .iter()
        .find(|fence| fence.start.from() == line.from());
    let stray = document
        .blocks
        .iter()
        .any(|block| block.kind == BlockKind::StrayFence && block.range.touches(line.from()));
    if fence.is_none() && !stray {
        return None;
    }
    let place = TagContext {
        expected: Expected::Start,
        span: None,
        range: fence.map_or(line, |fence| fence.range),
        closed: true,
        given: Vec::new(),
        references: Vec::new(),
    };
    among_parts(text, TextRange::new(inside, line.to()), offset, place)
}

/// What comes next at `offset` among the parts in `inside`.
fn among_parts(
    text: &str,
    inside: TextRange,
    offset: usize,
    mut place: TagContext,
) -> Option<Context> {
    let before = parts(text, TextRange::new(inside.from(), offset));
    if let Some(Part {
        kind: PartKind::OpenString,
        range,
    }) = before.last()
    {
        let mark = text[*range].chars().next().map_or(1, char::len_utf8);
        let rest = &text[offset..inside.to()];
        let close = rest.find(['"', '”']).unwrap_or(0);
        let clauses = before.iter().rev();
        let mut clauses = clauses.filter_map(|part| part.clause());
        place.expected = match clauses.next()? {
            "as" => Expected::Capacity,
            "by" => Expected::Unnamed,
            _ => return None,
        };
        place.gather(text, &before);
        return Some(Context {
            kind: ContextKind::Tag(place),
            typed: TextRange::new(range.from() + mark, offset),
            whole: TextRange::new(range.from() + mark, offset + close),
        });
    }
    let typed = typed_before(text, inside.from(), offset);
    let mut end = offset;
    if place.closed || typed.len() > 1 {
        let limit = if place.closed {
            inside.to()
        } else {
            text.len()
        };
        let rest = &text[offset..limit];
        let sigil = rest.starts_with(['@', '&', '#']) && typed.is_empty();
        let id = rest[usize::from(sigil)..].chars().take_while(|c| is_id(*c));
        end += usize::from(sigil) + id.map(char::len_utf8).sum::<usize>();
    }
    let before = parts(text, TextRange::new(inside.from(), typed.from()));
    place.expected = expected(&before)?;
    let after = parts(text, TextRange::new(end.min(inside.to()), inside.to()));
    place.gather(text, &before);
    let last = place.references.len();
    place.gather(text, &after);
    for (clause, _) in &mut place.references[last..] {
        if clause.is_none() {
            *clause = before.iter().rev().find_map(|part| part.clause());
        }
    }
    Some(Context {
        kind: ContextKind::Tag(place),
        typed,
        whole: TextRange::new(typed.from(), end),
    })
}

impl TagContext {
    /// Whether what comes next says what a quote is about: that is for the
    /// annotator to judge, and nothing is taken to be meant.
    pub fn is_judged(&self) -> bool {
        matches!(
            self.expected,
            Expected::Next(_) | Expected::Value("on" | "for" | "against")
        )
    }

    fn gather(&mut self, text: &str, parts: &[Part]) {
        let mut clause = None;
        for part in parts {
            match part.kind {
                PartKind::Keyword(word) => {
                    clause = Some(word);
                    self.given.push(word);
                }
                PartKind::Reference => {
                    let reference = Reference::new(part.range, text);
                    self.references
                        .extend(reference.map(|reference| (clause, reference)));
                }
                _ => {}
            }
        }
    }
}

/// What the parts before the cursor leave open.
fn expected(before: &[Part]) -> Option<Expected> {
    let Some(last) = before.last() else {
        return Some(Expected::Start);
    };
    let clause = before.iter().rev().find_map(|part| part.clause())?;
    let is_closed = |part: &Part| matches!(part.kind, PartKind::More | PartKind::Note);
    if before.iter().any(is_closed) {
        return None;
    }
    let takes_several = matches!(clause, "by" | "to" | "on" | "for" | "against");
    match last.kind {
        PartKind::Keyword(_) => Some(Expected::Value(clause)),
        PartKind::Comma => takes_several.then_some(Expected::Value(clause)),
        _ => Some(Expected::Next(clause)),
    }
}

/// The word before the cursor with its sigil, as far as `start`.
fn typed_before(text: &str, start: usize, offset: usize) -> TextRange {
    let before = &text[start..offset];
    let word = before.trim_end_matches(is_id);
    let mut from = start + word.len();
    if let Some(sigil) = word.chars().next_back()
        && EntityKind::of_sigil(sigil).is_some()
    {
        from -= sigil.len_utf8();
    }
    TextRange::new(from, offset)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    kind: PartKind,
    range: TextRange,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PartKind {
    Keyword(&'static str),
    Reference,
    Comma,
    String,
    OpenString,
    More,
    Note,
    Other,
}

impl Part {
    fn clause(&self) -> Option<&'static str> {
        match self.kind {
            PartKind::Keyword(word) => Some(word),
            _ => None,
        }
    }
}

/// The parts of a tag, also of half of one, which the grammar does not read.
fn parts(text: &str, range: TextRange) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = range.from();
    while at < range.to() {
        let rest = &text[at..range.to()];
        let Some(first) = rest.chars().next() else {
            break;
        };
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (kind, length) = match first {
            ',' => (PartKind::Comma, 1),
            '"' | '“' => string(rest, first),
            _ => word(rest),
        };
        let range = TextRange::new(at, at + length);
        parts.push(Part { kind, range });
        at += length;
        if kind == PartKind::Note {
            break;
        }
    }
    parts
}

fn string(rest: &str, mark: char) -> (PartKind, usize) {
    let closing = if mark == '“' { '”' } else { mark };
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if c == closing && !escaped {
            return (PartKind::String, at + c.len_utf8());
        }
        escaped = c == '\\' && !escaped;
    }
    (PartKind::OpenString, rest.len())
}

fn word(rest: &str) -> (PartKind, usize) {
    let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | '"' | '“');
    let length = rest.find(is_end).unwrap_or(rest.len());
    let word = &rest[..length];
    let keyword = CLAUSES.into_iter().find(|clause| *clause == word);
    let id = word.strip_prefix(['@', '&', '#']);
    let kind = match (keyword, id) {
        (Some(keyword), _) => PartKind::Keyword(keyword),
        (_, Some(id)) if !id.is_empty() && id.chars().all(is_id) => PartKind::Reference,
        _ if word == "more" => PartKind::More,
        _ if word == "note" || word.starts_with("note:") => PartKind::Note,
        _ => PartKind::Other,
    };
    (kind, length)
}

// ---- Header and declarations ------------------------------------------------

/// A line without the byte order mark that a document may begin with.
fn without_mark(text: &str, line: TextRange) -> TextRange {
    let mark = match line.from() {
        0 if text.starts_with(BYTE_ORDER_MARK) => BYTE_ORDER_MARK.len_utf8(),
        _ => 0,
    };
    TextRange::new(line.from() + mark, line.to())
}

fn in_header(source: &Source, lines: &LineIndex, offset: usize) -> Option<Context> {
    let text: &str = &source.text;
    let number = lines.line_of(offset);
    let line = lines.line_range(number);
    let is_edge = |line: TextRange| text[line].trim_end() == "---";
    if !is_edge(without_mark(text, lines.line_range(0))) {
        return None;
    }
    // An empty line, on which a key is to be written, cuts a header in two; so
    // what counts is what stands above.
    let mut above = (1..number).map(|above| lines.line_range(above));
    let is_apart = above.any(|above| is_edge(above) || text[above].trim().is_empty());
    if number == 0 || is_edge(line) || is_apart {
        return None;
    }
    let written = &text[line.from()..offset];
    let Some(colon) = written.find(':') else {
        return Some(key_context(text, line, offset, ContextKind::HeaderKey));
    };
    let key = written[..colon].trim().to_owned();
    let start = line.from() + colon + 1;
    let value = TextRange::new(start, offset);
    let start = start + text[value].len() - text[value].trim_start().len();
    Some(Context {
        kind: ContextKind::HeaderValue(key),
        typed: TextRange::new(start, offset),
        whole: TextRange::new(
            start,
            line.from() + text[line].trim_end().len().max(offset - line.from()),
        ),
    })
}

fn in_declaration(source: &Source, lines: &LineIndex, offset: usize) -> Option<Context> {
    let text: &str = &source.text;
    let number = lines.line_of(offset);
    let line = lines.line_range(number);
    let is_indented = |line: TextRange| text[line].starts_with([' ', '\t']);
    let indent = |line: TextRange| text[line].len() - text[line].trim_start().len();
    if !is_indented(line) || offset < line.from() + indent(line).min(offset - line.from()) {
        return None;
    }
    // The head is the first line above that is not indented.
    let mut above = (0..number).rev().map(|above| lines.line_range(above));
    let mut properties = Vec::new();
    let head = above.find(|above| {
        let is_property = is_indented(*above) && !text[*above].trim().is_empty();
        if is_property {
            properties.push(*above);
        }
        !is_property
    })?;
    let declaration = source
        .document
        .declarations
        .iter()
        .position(|declaration| {
            declaration.reference.range.from() == without_mark(text, head).from()
        })?;
    let first_indent = properties.last().map_or(usize::MAX, |first| indent(*first));
    let written = &text[line.from()..offset];
    let is_continuation = indent(line) > first_indent && !properties.is_empty();
    if !is_continuation && !written.contains(':') {
        let place = ContextKind::PropertyKey(declaration);
        return Some(key_context(text, line, offset, place));
    }
    let key_line = if is_continuation {
        properties
            .iter()
            .copied()
            .find(|above| indent(*above) <= first_indent)?
    } else {
        line
    };
    let colon = key_line.from() + text[key_line].find(':')?;
    let key = text[key_line.from()..colon].trim().to_owned();
    let start = if is_continuation {
        line.from()
    } else {
        colon + 1
    };
    let value = &text[start..offset];
    let start = start + value.len() - value.trim_start().len();
    let typed = match value.rfind(['&', '#', '@']) {
        Some(_) => typed_before(text, start, offset),
        None => TextRange::new(start, offset),
    };
    let before = TextRange::new((colon + 1).min(offset), offset);
    let rest = text[offset..line.to()].chars().take_while(|c| is_id(*c));
    let end = offset + rest.map(char::len_utf8).sum::<usize>();
    Some(Context {
        kind: ContextKind::PropertyValue {
            declaration,
            key,
            before,
        },
        typed,
        whole: TextRange::new(typed.from(), end),
    })
}

/// A key, which may hold a space.
fn key_context(text: &str, line: TextRange, offset: usize, kind: ContextKind) -> Context {
    let written = &text[line.from()..offset];
    let start = line.from() + written.len() - written.trim_start().len();
    let rest = &text[offset..line.to()];
    let end = match rest.find(':') {
        Some(colon) => offset + colon + 1,
        None => offset + rest.trim_end().len(),
    };
    Context {
        kind,
        typed: TextRange::new(start, offset),
        whole: TextRange::new(start, end),
    }
}

fn at_declaration_start(source: &Source, line: TextRange, offset: usize) -> Option<Context> {
    let text: &str = &source.text;
    let typed = TextRange::new(line.from(), offset);
    let id = text[typed].strip_prefix(['@', '&', '#'])?;
    let rest = &text[offset..line.to()];
    let length = rest.find(|c| !is_id(c)).unwrap_or(rest.len());
    let end_of_line = rest[length..].trim();
    if !id.chars().all(is_id) || !(end_of_line.is_empty() || end_of_line.starts_with(':')) {
        return None;
    }
    // Such a line in an article is the article's own.
    let declares = !source.document.declarations.is_empty();
    let is_alone = text[..line.from()].trim().is_empty() && text[line.to()..].trim().is_empty();
    (declares || is_alone).then_some(Context {
        kind: ContextKind::DeclarationStart,
        typed,
        whole: TextRange::new(line.from(), offset + length),
    })
}
