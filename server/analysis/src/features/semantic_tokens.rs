//! What the pieces of a file are, for editors that colour by meaning.

use std::cmp::Reverse;

use crate::model::{Corpus, EntityId, FileId, OccurrenceKind};
use crate::syntax::{
    Document, EntityKind, Part, PartKind, QuoteForm, Reference, Tag, TextRange, dated, split_names,
};

/// A piece of a line. Pieces never overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands; it holds no line break.
    pub range: TextRange,
    /// What it is.
    pub kind: TokenKind,
    /// What more is known of it: a sum of modifiers.
    pub modifiers: u32,
}

/// What pieces can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// The id of a person, or words that mention one.
    Person,
    /// The same of an organisation.
    Organisation,
    /// The same of a topic.
    Topic,
    /// Words of a direct quote.
    QuoteDirect,
    /// Words of a mixed quote.
    QuoteMixed,
    /// Words of an indirect quote.
    QuoteIndirect,
    /// A clause's word, `more`.
    Keyword,
    /// A key of a header or a declaration.
    Property,
    /// A date or a range of dates.
    Number,
    /// A comment or a note.
    Comment,
    /// A capacity.
    String,
}

/// The modifier of a declared id and name.
pub const DECLARATION: u32 = 1;
/// The modifier of what nobody has declared, and of an unknown speaker.
pub const UNRESOLVED: u32 = 2;
/// The modifier of words that mention somebody.
pub const MENTION: u32 = 4;
/// The names of the modifiers, by their bits.
pub const MODIFIERS: [&str; 3] = ["declaration", "unresolved", "mention"];

impl TokenKind {
    /// All kinds, in the order of their numbers.
    pub const ALL: [Self; 11] = [
        Self::Person,
        Self::Organisation,
        Self::Topic,
        Self::QuoteDirect,
        Self::QuoteMixed,
        Self::QuoteIndirect,
        Self::Keyword,
        Self::Property,
        Self::Number,
        Self::Comment,
        Self::String,
    ];

    /// The kind's name for editors.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Topic => "topic",
            Self::QuoteDirect => "quoteDirect",
            Self::QuoteMixed => "quoteMixed",
            Self::QuoteIndirect => "quoteIndirect",
            Self::Keyword => "keyword",
            Self::Property => "property",
            Self::Number => "number",
            Self::Comment => "comment",
            Self::String => "string",
        }
    }
}

impl From<EntityKind> for TokenKind {
    fn from(kind: EntityKind) -> Self {
        match kind {
            EntityKind::Person => Self::Person,
            EntityKind::Organisation => Self::Organisation,
            EntityKind::Topic => Self::Topic,
        }
    }
}

impl From<QuoteForm> for TokenKind {
    fn from(form: QuoteForm) -> Self {
        match form {
            QuoteForm::Direct => Self::QuoteDirect,
            QuoteForm::Mixed => Self::QuoteMixed,
            QuoteForm::Indirect => Self::QuoteIndirect,
        }
    }
}

/// The tokens of a file that share a byte with `within`, in order. Stops early when
/// `cancelled` says so; the tokens are then worth nothing.
pub fn semantic_tokens(
    corpus: &Corpus,
    file: FileId,
    within: TextRange,
    cancelled: &dyn Fn() -> bool,
) -> Vec<Token> {
    let (Some(source), Some(entry)) = (corpus.source(file), corpus.file(file)) else {
        return Vec::new();
    };
    let mut painter = Painter {
        corpus,
        text: &source.text,
        strokes: Vec::new(),
    };
    let document = &*source.document;
    for quote in &entry.facts().quotes {
        for words in &quote.fragments {
            painter.paint(*words, quote.form.into(), 0);
        }
    }
    for fence in &document.fences {
        painter.blank(fence.start);
        fence.end.into_iter().for_each(|end| painter.blank(end));
        painter.parts(&document.parts[fence.parts.clone()]);
    }
    painter.spans(document, cancelled);
    if cancelled() {
        return Vec::new();
    }
    for occurrence in &entry.facts().occurrences {
        match occurrence.kind {
            OccurrenceKind::Header | OccurrenceKind::Value => {
                painter.entity(occurrence.entity, occurrence.range, 0)
            }
            OccurrenceKind::Declaration => {
                painter.entity(occurrence.entity, occurrence.range, DECLARATION);
            }
            _ => {}
        }
    }
    painter.properties(document);
    for comment in &document.comments {
        painter.paint(comment.range, TokenKind::Comment, 0);
    }
    if cancelled() {
        return Vec::new();
    }
    // Where a token ends depends on its neighbours, so that a stretch of the file
    // shows the same tokens as the whole only when all have been laid out.
    let flat = flattened(painter.strokes).into_iter();
    let near = flat.filter(|token| token.range.overlaps(within));
    let lines = near.flat_map(|token| in_lines(token, &source.text));
    let shared = |token: &Token| token.range.overlaps(within) && !within.is_empty();
    lines.filter(shared).collect()
}

/// A stretch with what it is; nothing where what is around it shall not show.
#[derive(Debug, Clone, Copy)]
struct PaintedRange {
    range: TextRange,
    kind: Option<TokenKind>,
    modifiers: u32,
}

struct Painter<'a> {
    corpus: &'a Corpus,
    text: &'a str,
    strokes: Vec<PaintedRange>,
}

impl Painter<'_> {
    fn paint(&mut self, range: TextRange, kind: TokenKind, modifiers: u32) {
        self.stroke(range, Some(kind), modifiers);
    }

    fn blank(&mut self, range: TextRange) {
        self.stroke(range, None, 0);
    }

    fn stroke(&mut self, range: TextRange, kind: Option<TokenKind>, modifiers: u32) {
        if !range.is_empty() {
            self.strokes.push(PaintedRange {
                range,
                kind,
                modifiers,
            });
        }
    }

    fn entity(&mut self, entity: EntityId, range: TextRange, modifiers: u32) {
        let is_known = self.corpus.index().is_declared(entity) || self.corpus.is_partial();
        let unresolved = if is_known { 0 } else { UNRESOLVED };
        self.paint(range, entity.kind().into(), modifiers | unresolved);
    }

    fn reference(&mut self, reference: Reference, range: TextRange, modifiers: u32) {
        let entity = self.corpus.ids().of(reference, self.text);
        self.entity(entity, range, modifiers);
    }

    fn spans(&mut self, document: &Document, cancelled: &dyn Fn() -> bool) {
        for span in &document.spans {
            if cancelled() {
                return;
            }
            if let Tag::Mention(reference) = span.tag {
                self.reference(reference, span.words, MENTION);
            }
            self.blank(TextRange::new(span.range.from(), span.words.from()));
            self.blank(TextRange::new(span.words.to(), span.range.to()));
            self.parts(&document.parts[span.parts.clone()]);
        }
    }

    fn parts(&mut self, parts: &[Part]) {
        for part in parts {
            match part.kind {
                PartKind::Keyword | PartKind::More => {
                    self.paint(part.range, TokenKind::Keyword, 0);
                }
                PartKind::Reference => {
                    if let Some(reference) = Reference::new(part.range, self.text) {
                        self.reference(reference, part.range, 0);
                    }
                }
                PartKind::Date => self.paint(part.range, TokenKind::Number, 0),
                PartKind::String => self.paint(part.range, TokenKind::String, 0),
                PartKind::Question => self.paint(part.range, TokenKind::Person, UNRESOLVED),
                PartKind::Note => self.paint(part.range, TokenKind::Comment, 0),
                PartKind::Comma | PartKind::Unknown => {}
            }
        }
    }

    fn properties(&mut self, document: &Document) {
        for property in document.header.iter().flat_map(|header| &header.properties) {
            self.paint(property.key, TokenKind::Property, 0);
            let kind = match property.key(self.text) {
                "date" | "coded" | "reviewed" => TokenKind::Number,
                "id" | "language" => TokenKind::String,
                _ => continue,
            };
            self.paint(property.value, kind, 0);
        }
        for declaration in &document.declarations {
            // One that stands in a fence is no part of the quote's words.
            self.blank(declaration.range);
            let kind = declaration.reference.kind.into();
            self.paint(declaration.name, kind, DECLARATION);
            for property in &declaration.properties {
                self.paint(property.key, TokenKind::Property, 0);
                if property.key(self.text) == "also" {
                    let names = split_names(property.value, self.text).into_iter();
                    let ranges = names.filter_map(|name| name.range);
                    ranges.for_each(|range| self.paint(range, TokenKind::Number, 0));
                }
                if matches!(property.key(self.text), "role" | "part of" | "active")
                    && let Some(range) = dated(property.value, self.text).range
                {
                    self.paint(range, TokenKind::Number, 0);
                }
            }
        }
    }
}

/// Lays inner strokes over outer ones. What only crosses one that began before
/// ends with it.
fn flattened(mut strokes: Vec<PaintedRange>) -> Vec<Token> {
    strokes.sort_by_key(|stroke| (stroke.range.start, Reverse(stroke.range.end)));
    let mut tokens = Vec::new();
    let mut open: Vec<PaintedRange> = Vec::new();
    let mut at = 0;
    let mut show = |stroke: PaintedRange, at: &mut usize, end: usize| {
        let start = (*at).max(stroke.range.from());
        if start < end {
            if let Some(kind) = stroke.kind {
                tokens.push(Token {
                    range: TextRange::new(start, end),
                    kind,
                    modifiers: stroke.modifiers,
                });
            }
            *at = end;
        }
    };
    for mut stroke in strokes {
        while let Some(ended) = open.pop_if(|above| above.range.end <= stroke.range.start) {
            show(ended, &mut at, ended.range.to());
        }
        if let Some(above) = open.last() {
            show(*above, &mut at, stroke.range.from());
            stroke.range.end = stroke.range.end.min(above.range.end);
        }
        open.push(stroke);
    }
    while let Some(ended) = open.pop() {
        show(ended, &mut at, ended.range.to());
    }
    tokens
}

/// The pieces of a token in their lines, without the white space at their ends.
fn in_lines(token: Token, text: &str) -> impl Iterator<Item = Token> {
    let mut start = token.range.from();
    let pieces = text[token.range].split(['\n', '\r']);
    pieces.filter_map(move |piece| {
        let range = TextRange::new(start, start + piece.len()).trimmed(text);
        start += piece.len() + 1;
        (!range.is_empty()).then_some(Token { range, ..token })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixture;
    use super::*;
    use crate::model::Source;

    fn everything(text: &str) -> TextRange {
        TextRange::new(0, text.len())
    }

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let (corpus, file, _) = fixture::corpus_at(&format!("//- a.qm\n{text}$0"));
        let text = corpus.source(file).unwrap().text;
        let shown = semantic_tokens(&corpus, file, everything(&text), &|| false);
        let shown = shown.into_iter().map(|token| {
            let named = MODIFIERS.iter().enumerate();
            let set = named.filter(|(bit, _)| token.modifiers & (1 << bit) != 0);
            let modifiers = set.map(|(_, name)| format!(".{name}"));
            let what = format!("{}{}", token.kind.word(), modifiers.collect::<String>());
            (text[token.range].to_owned(), what)
        });
        let shown: Vec<(String, String)> = shown.collect();
        let shown: Vec<(&str, &str)> = shown
            .iter()
            .map(|(words, what)| (words.as_str(), what.as_str()))
            .collect();
        assert_eq!(shown, expected, "{text:?}");
    }

    #[test]
    fn ranges_of_names_are_numbers() {
        check(
            "@ann: Ann\n    also: Gov. Ann, 2010..2014; Ann, Jr.; Ms Ann, ..2009\n",
            &[
                ("@ann", "person.declaration"),
                ("Ann", "person.declaration"),
                ("also", "property"),
                ("2010..2014", "number"),
                ("..2009", "number"),
            ],
        );
    }

    #[test]
    fn tags_words_and_quotes() {
        check(
            "[‘It’s [we]{@ann}\r\nnow’]{by @ann, ? of &b at 2011 as \"boss\"} [so]{more}\n\n@ann: Ann\n",
            &[
                ("‘It’s", "quoteMixed"),
                ("we", "person.mention"),
                ("@ann", "person"),
                ("now’", "quoteMixed"),
                ("by", "keyword"),
                ("@ann", "person"),
                ("?", "person.unresolved"),
                ("of", "keyword"),
                ("&b", "organisation.unresolved"),
                ("at", "keyword"),
                ("2011", "number"),
                ("as", "keyword"),
                ("\"boss\"", "string"),
                ("so", "quoteMixed"),
                ("more", "keyword"),
                ("@ann", "person.declaration"),
                ("Ann", "person.declaration"),
            ],
        );
    }

    #[test]
    fn headers_declarations_fences_and_comments() {
        check(
            "---\ndate: 2011-05\nauthor: @a\n---\n\n::: by @a on #t\nOne {% c\nd %}\n\n:::: by @a\nin\n::::\n:::\n\n@a: A\n    role: chair of &b, 2011..\n&b: B\n\n#t: T\n",
            &[
                ("date", "property"),
                ("2011-05", "number"),
                ("author", "property"),
                ("@a", "person"),
                ("by", "keyword"),
                ("@a", "person"),
                ("on", "keyword"),
                ("#t", "topic"),
                ("One", "quoteIndirect"),
                ("{% c", "comment"),
                ("d %}", "comment"),
                ("by", "keyword"),
                ("@a", "person"),
                ("in", "quoteIndirect"),
                ("@a", "person.declaration"),
                ("A", "person.declaration"),
                ("role", "property"),
                ("&b", "organisation"),
                ("2011..", "number"),
                ("&b", "organisation.declaration"),
                ("B", "organisation.declaration"),
                ("#t", "topic.declaration"),
                ("T", "topic.declaration"),
            ],
        );
    }

    #[test]
    fn broken_tags_show_what_they_hold() {
        check(
            "[x]{by @a and",
            &[
                ("x", "quoteIndirect"),
                ("by", "keyword"),
                ("@a", "person.unresolved"),
            ],
        );
        check("[x]{note: see @a}", &[("note: see @a", "comment")]);
    }

    #[test]
    fn a_stretch_shows_the_tokens_of_the_whole() {
        let (corpus, file, offset) =
            fixture::corpus_at("//- a.qm\n[one [he]{@a} $0two]{by @a} [x]{@b}\n");
        let text = corpus.source(file).unwrap().text;
        let shown = |from, to| -> Vec<&str> {
            let tokens =
                semantic_tokens(&corpus, file, TextRange::new(from, to), &|| false).into_iter();
            tokens.map(|token| &text[token.range]).collect()
        };
        assert_eq!(shown(offset, offset + 1), ["two"]);
        assert!(shown(offset + 1, offset + 1).is_empty());
    }

    #[test]
    fn while_files_are_missing_nothing_is_unresolved() {
        let (corpus, file, _) = fixture::corpus_at("//- a.qm\n[x]{@a}$0");
        let corpus = corpus.partial(true);
        let tokens = semantic_tokens(&corpus, file, TextRange::new(0, 7), &|| false);
        assert!(tokens.iter().all(|token| token.modifiers & UNRESOLVED == 0));
    }

    proptest! {
        #[test]
        fn never_overlap_and_never_cross_a_line(
            text in "([a-z ‘’😀\r\n]|\\[|\\]\\{@a\\}|\\{by @a on #t\\}|\\{% |%\\}|::: by @a\n|:::\n|# |@a: |\n    role: x, 2011|\n\n|---\ndate: 2011\n){0,25}",
            from in 0usize..40, length in 0usize..40,
        ) {
            let mut corpus = Corpus::default();
            let file = corpus.insert_source(std::path::Path::new("a.qm"), Source::new(text.as_str()));
            let all = semantic_tokens(&corpus, file, everything(&text), &|| false);
            for token in &all {
                prop_assert!(!text.as_str()[token.range].contains(['\n', '\r']));
                prop_assert!(!token.range.is_empty());
            }
            for pair in all.windows(2) {
                prop_assert!(pair[0].range.end <= pair[1].range.start);
            }
            let within = TextRange::new(from, from + length);
            let some = semantic_tokens(&corpus, file, within, &|| false);
            let shares = |token: &Token| token.range.overlaps(within) && length > 0;
            let expected: Vec<Token> = all.into_iter().filter(shares).collect();
            prop_assert_eq!(some, expected);
        }
    }
}
