//! Mistakes of form, fixed where it is plain what was meant.

use super::declarations::property_at;
use super::{Action, ActionRequest, Operation};
use crate::edit_distance::nearest;
use crate::features::diagnostics::Diagnostic;
use crate::features::edit::TextEdit;
use crate::features::edit::place::line_break;
use crate::features::edit::place::{line_end, whole_line};
use crate::features::shared::broken::certain_markup;
use crate::features::shared::names::is_quoted;
use crate::reports::Code;
use crate::syntax::{
    BlockKind, CLAUSES, EntityKind, Fence, Side, Span, Tag, TextRange, is_clause, loose_tags,
};

pub(super) fn fix(request: &ActionRequest, report: &Diagnostic, found: &mut Vec<Action>) {
    let mut form = Form {
        request,
        report,
        found,
    };
    match report.code {
        Code::SyntaxUnclosedTag => form.unclosed_tag(),
        Code::SyntaxUnopenedTag => form.unopened_tag(),
        Code::SyntaxUnclosedFence => form.unclosed_fence(),
        Code::SyntaxUnopenedFence => form.unopened_fence(),
        Code::SyntaxFenceLength => form.fence_length(),
        Code::SyntaxUnclosedComment => form.unclosed_comment(),
        Code::SyntaxUnclosedHeader => form.unclosed_header(),
        Code::SyntaxLooseTag => form.loose_tag(),
        Code::SyntaxEmptyTag => form.empty_tag(),
        Code::SyntaxTagWithoutWords => form.tag_without_words(),
        Code::SyntaxUnknownWord => form.unknown_word(),
        Code::SyntaxRepeatedClause => form.repeated_clause(),
        Code::SyntaxWrongReference => form.wrong_reference(),
        Code::SyntaxMissingValue => form.missing_value(),
        Code::SyntaxMissingName => form.missing_name(),
        Code::SyntaxBadLine => form.bad_line(),
        Code::SyntaxStrayProperty => form.stray_property(),
        Code::QuoteUnpairedMarks => form.unpaired_mark(),
        _ => {}
    }
}

/// A mistake of form that is to be fixed.
pub(super) struct Form<'a, 'b> {
    pub(super) request: &'a ActionRequest<'a>,
    report: &'a Diagnostic,
    found: &'b mut Vec<Action>,
}

impl<'a> Form<'a, '_> {
    pub(super) fn offer(&mut self, title: impl Into<String>, changes: Vec<TextEdit>) {
        let action = Action::fix(title, self.report, Operation::Changes(changes));
        self.found.push(action);
    }

    pub(super) fn prefer(&mut self, title: impl Into<String>, changes: Vec<TextEdit>) {
        self.prefer_if(true, title, changes);
    }

    pub(super) fn prefer_if(
        &mut self,
        is_preferred: bool,
        title: impl Into<String>,
        changes: Vec<TextEdit>,
    ) {
        let action = Action::fix(title, self.report, Operation::Changes(changes));
        self.found.push(action.preferred_if(is_preferred));
    }

    /// Offers what takes broken markup from what counts as words, where it is
    /// certain that the report is of markup; says whether it is.
    pub(super) fn repair_if(
        &mut self,
        is_preferred: bool,
        title: impl Into<String>,
        changes: Vec<TextEdit>,
    ) -> bool {
        let (text, document) = (self.text(), &self.request.source.document);
        let mut problems = document.problems.iter();
        let place = self.place();
        let is_certain = problems.any(|problem| {
            problem.range == place && !certain_markup(text, document, problem).is_empty()
        });
        if is_certain {
            let action = Action::fix(title, self.report, Operation::Repair(changes));
            self.found.push(action.preferred_if(is_preferred));
        }
        is_certain
    }

    pub(super) fn text(&self) -> &'a str {
        self.request.text()
    }

    pub(super) fn place(&self) -> TextRange {
        self.report.range
    }

    pub(super) fn written(&self) -> &'a str {
        &self.text()[self.place()]
    }

    /// The span whose tag holds what is reported.
    fn span(&self) -> Option<&'a Span> {
        let mut spans = self.request.source.document.spans.iter();
        spans.find(|span| span.tag_range.covers(self.place()))
    }

    /// The fence on whose first line it stands.
    fn fence(&self) -> Option<&'a Fence> {
        let mut fences = self.request.source.document.fences.iter();
        fences.find(|fence| fence.start.covers(self.place()))
    }

    /// What stands in the tag or on the fence's line, without braces and colons.
    fn inside(&self) -> Option<TextRange> {
        if let Some(span) = self.span() {
            let end = span.tag_range.to() - usize::from(span.closed);
            return Some(TextRange::new(span.tag_range.from() + 1, end));
        }
        let fence = self.fence()?;
        let colons = self.text()[fence.start]
            .bytes()
            .take_while(|byte| *byte == b':');
        let start = fence.start.from() + colons.count();
        Some(TextRange::new(start, fence.start.to()))
    }

    // ---- What is open -------------------------------------------------------

    fn unclosed_tag(&mut self) {
        // `{` alone would become an empty tag.
        if self.written() != "{" {
            let change = vec![TextEdit::insert(self.place().to(), "}")];
            self.repair_if(true, "Close the tag with `}`", change);
        }
        let bracket = self.place().from() - 1;
        let escape = vec![TextEdit::insert(bracket, "\\")];
        self.offer("Treat it as the article’s own words: `\\]{`", escape);
    }

    fn unopened_tag(&mut self) {
        let escape = vec![TextEdit::insert(self.place().from(), "\\")];
        self.offer("Treat it as the article’s own words: `\\]{`", escape);
        let title = format!("Remove the tag: `{}`", self.written());
        let change = vec![TextEdit::delete(self.place())];
        self.repair_if(false, title, change);
    }

    /// Joins a tag that stands apart to the words before it.
    fn loose_tag(&mut self) {
        let text = self.text();
        let mut tags = loose_tags(text, &self.request.source.document).into_iter();
        let Some(tag) = tags.find(|tag| tag.range == self.place()) else {
            return;
        };
        if let Some([opening, closing]) = tag.delimiters(text) {
            let changes = vec![
                TextEdit::replace(opening, "["),
                TextEdit::replace(closing, format!("]{}", tag.written)),
            ];
            let title = format!("Tag the words before it: `{}`", tag.written);
            let action = Action::fix(title, self.report, Operation::Repair(changes));
            self.found.push(action.preferred());
        }
        // There is no escape of full-width braces, as they are no markup.
        if self.written().starts_with('{') {
            let escape = vec![TextEdit::insert(self.place().from(), "\\")];
            self.offer("Treat it as the article’s own words: `\\{`", escape);
        }
    }

    fn unclosed_fence(&mut self) {
        let Some(fence) = self.fence() else {
            return;
        };
        let text = self.text();
        let colons = text[fence.start].bytes().take_while(|byte| *byte == b':');
        let closing = format!("{}{}", line_break(text), ":".repeat(colons.count()));
        let blocks = self.request.source.document.blocks.iter();
        let paragraphs = blocks
            .filter(|block| block.kind == BlockKind::Paragraph)
            .map(|block| block.range.trimmed(text));
        let paragraphs: Vec<TextRange> = paragraphs
            .filter(|words| words.start >= fence.start.end && fence.range.covers(*words))
            .collect();
        let escape = vec![TextEdit::insert(fence.start.from(), "\\")];
        self.offer("Treat it as the article’s own line: `\\:::`", escape);
        let (Some(first), Some(last)) = (paragraphs.first(), paragraphs.last()) else {
            return;
        };
        let is_only = first == last;
        let close = |after: TextRange| vec![TextEdit::insert(after.to(), closing.clone())];
        self.repair_if(
            is_only,
            "Close the fence after its first paragraph",
            close(*first),
        );
        if !is_only {
            let title = "Close the fence after the last paragraph";
            self.repair_if(false, title, close(*last));
        }
    }

    fn unopened_fence(&mut self) {
        let line = whole_line(self.text(), self.place().from());
        let escape = vec![TextEdit::insert(self.place().from(), "\\")];
        self.offer("Treat it as the article’s own line: `\\:::`", escape);
        let title = format!("Remove the line `{}`", self.written().trim());
        self.repair_if(false, title, vec![TextEdit::delete(line)]);
    }

    fn fence_length(&mut self) {
        let mut fences = self.request.source.document.fences.iter();
        let Some(fence) = fences.find(|fence| fence.end == Some(self.place())) else {
            return;
        };
        let opening = &self.text()[fence.start];
        let colons = opening.len() - opening.trim_start_matches(':').len();
        let closing = ":".repeat(colons);
        let title = format!("Write `{closing}`");
        self.prefer(title, vec![TextEdit::replace(self.place(), closing)]);
    }

    fn unclosed_comment(&mut self) {
        let text = self.text();
        let end = line_end(text, self.place().to(), false);
        let comment = text[self.place().to()..end].trim_end();
        let end = self.place().to() + comment.len();
        let closing = if comment.is_empty() { "%}" } else { " %}" };
        // What else stands there may be the article's own words.
        let close = vec![TextEdit::insert(end, closing)];
        self.repair_if(true, "Close the comment at the end of its line", close);
        let escape = vec![TextEdit::insert(self.place().from(), "\\")];
        self.offer("Treat it as the article’s own words: `\\{%`", escape);
    }

    fn unclosed_header(&mut self) {
        let Some(header) = &self.request.source.document.header else {
            return;
        };
        let text = self.text();
        let end = header.range.trimmed(text).to();
        let closing = format!("{}---", line_break(text));
        let close = vec![TextEdit::insert(end, closing)];
        self.repair_if(true, "Close the header with `---`", close);
        let escape = vec![TextEdit::insert(self.place().from(), "\\")];
        let title = "Treat it as the article’s own words: `\\---`";
        // Tags below the dashes count then.
        let action = Action::fix(title, self.report, Operation::Repair(escape));
        self.found.push(action);
    }

    // ---- Tags ---------------------------------------------------------------

    fn empty_tag(&mut self) {
        let Some(span) = self.span() else {
            return;
        };
        let changes = crate::features::edit::place::untagged(span);
        self.prefer("Remove the empty tag and keep the words", changes);
    }

    fn tag_without_words(&mut self) {
        let action = Action::fix(
            "Remove the tag",
            self.report,
            Operation::Repair(vec![TextEdit::delete(self.place())]),
        );
        self.found.push(action.preferred());
    }

    fn unknown_word(&mut self) {
        let Some(inside) = self.inside() else {
            return;
        };
        let text = self.text();
        let word = self.written();
        let is_first = text[inside.from()..self.place().from()].trim().is_empty();
        let rest = TextRange::new(self.place().to(), inside.to());
        let after = text[rest].split_whitespace().next();
        let before = text[inside.from()..self.place().from()].trim_end();
        if word == "?" && is_first {
            self.prefer(
                "Write `by ?`",
                vec![TextEdit::replace(self.place(), "by ?")],
            );
            return;
        }
        if is_first && is_clause(word) {
            let change = vec![TextEdit::insert(self.place().from(), "by ? ")];
            self.offer("Mark the speaker as unknown: `by ?`", change);
            return;
        }
        if before.ends_with(" as") || before == "as" {
            self.capacity(inside);
            return;
        }
        let known = CLAUSES.into_iter().chain(["more", "note"]);
        let similar = nearest(word, known).filter(|similar| {
            // A clause needs something after it.
            after.is_some() || *similar == "more"
        });
        if let Some(similar) = similar {
            let title = format!("Replace `{word}` by `{similar}`");
            let similar = if similar == "note" { "note:" } else { similar };
            self.prefer(title, vec![TextEdit::replace(self.place(), similar)]);
        } else if !is_first {
            let start = inside.from() + text[inside.from()..self.place().from()].trim_end().len();
            let change = TextEdit::delete(TextRange::new(start, self.place().to()));
            self.offer(format!("Remove `{word}`"), vec![change]);
        }
    }

    /// Puts the words after `as` into quotation marks.
    fn capacity(&mut self, inside: TextRange) {
        let text = self.text();
        let rest = TextRange::new(self.place().from(), inside.to());
        let end = self.clause_end(rest);
        let words = TextRange::new(rest.from(), end).trimmed(text);
        let written = &text[words];
        if let Some((open, close)) = around(written) {
            let (from, to) = (words.from(), words.to());
            let changes = vec![
                TextEdit::replace(TextRange::new(from, from + open.len_utf8()), "\""),
                TextEdit::replace(TextRange::new(to - close.len_utf8(), to), "\""),
            ];
            self.prefer(format!("Write `\"` for `{open}` and `{close}`"), changes);
            return;
        }
        // A mark more may be one of a pair, or an apostrophe.
        if has_marks(written) {
            return;
        }
        let changes = vec![
            TextEdit::insert(words.from(), "\""),
            TextEdit::insert(words.to(), "\""),
        ];
        self.prefer("Put the capacity in quotation marks", changes);
    }

    /// Where the next clause begins in `rest`, or its end.
    fn clause_end(&self, rest: TextRange) -> usize {
        let text = &self.text()[rest];
        let mut at = 0;
        for word in text.split_inclusive(char::is_whitespace) {
            if at > 0 && is_clause(word.trim_end()) {
                break;
            }
            at += word.len();
        }
        rest.from() + at
    }

    fn repeated_clause(&mut self) {
        let Some(inside) = self.inside() else {
            return;
        };
        let text = self.text();
        let word = self.written();
        let start = inside.from() + text[inside.from()..self.place().from()].trim_end().len();
        if !is_clause(word) {
            // A second organisation, after a comma.
            let before = text[..start].trim_end_matches(',').trim_end().len();
            let change =
                TextEdit::delete(TextRange::new(before.max(inside.from()), self.place().to()));
            self.offer(format!("Remove `{word}`"), vec![change]);
            return;
        }
        let end = self.clause_end(TextRange::new(self.place().from(), inside.to()));
        let clause = TextRange::new(self.place().from(), end).trimmed(text);
        let written = &text[clause];
        let is_same = text[inside.from()..start].contains(written);
        let change = TextEdit::delete(TextRange::new(start, clause.to()));
        self.prefer_if(
            is_same,
            format!("Remove the second `{written}`"),
            vec![change],
        );
    }

    fn wrong_reference(&mut self) {
        let written = self.written();
        let Some(kind) = written.chars().next().and_then(EntityKind::of_sigil) else {
            return;
        };
        let document = &self.request.source.document;
        if self.inside().is_none() {
            if let Some(property) = property_at(document, self.place()) {
                let key = property.key;
                self.wrong_value(key, kind);
            }
            return;
        }
        let Some((keyword, is_only)) = self.keyword() else {
            return;
        };
        let word = &self.text()[keyword];
        let quotes = &document.quotes;
        let quote = quotes
            .iter()
            .find(|quote| quote.tag_range.covers(self.place()));
        let has_of = quote.is_some_and(|quote| quote.clauses.of.is_some());
        let topic = quote.and_then(|quote| quote.clauses.topics.first());
        let has_on = topic.is_some_and(|topic| topic.side == Side::On);
        let better = match (word, kind) {
            ("for" | "on" | "against", EntityKind::Organisation) if word == "for" && !has_of => {
                Some("of")
            }
            ("of" | "to", EntityKind::Topic) if !has_on => Some("on"),
            _ => None,
        };
        if let Some(better) = better.filter(|_| is_only) {
            let title = format!("Write `{better} {written}`");
            self.prefer(title, vec![TextEdit::replace(keyword, better)]);
        }
        let takes: &[EntityKind] = match word {
            "by" | "to" => &[EntityKind::Person, EntityKind::Organisation],
            "of" => &[EntityKind::Organisation],
            "on" | "for" | "against" => &[EntityKind::Topic],
            _ => &[],
        };
        self.of_other_kind(takes, better.is_none());
    }

    /// Offers what has the same id and is of a kind that fits.
    pub(super) fn of_other_kind(&mut self, kinds: &[EntityKind], is_preferred: bool) {
        let written = self.written();
        let corpus = self.request.corpus;
        for kind in kinds {
            let other = format!("{}{}", kind.sigil(), &written[1..]);
            let id = corpus.ids().find(&other);
            if id.is_some_and(|id| corpus.index().is_declared(id)) {
                let title = format!("Replace `{written}` by `{other}`");
                let change = vec![TextEdit::replace(self.place(), other)];
                self.prefer_if(is_preferred, title, change);
            }
        }
    }

    /// The keyword of the clause in which what is reported stands, and whether
    /// it is all that the clause takes.
    fn keyword(&self) -> Option<(TextRange, bool)> {
        let text = self.text();
        let inside = self.inside()?;
        let before = &text[inside.from()..self.place().from()];
        let words = before.split_whitespace().rev();
        let mut at = before.len();
        for (taken, word) in words.enumerate() {
            at = before[..at].rfind(word)?;
            if is_clause(word) {
                let start = inside.from() + at;
                let rest = TextRange::new(self.place().to(), inside.to());
                let end = self.clause_end(rest).max(rest.from());
                let goes_on = text[rest.from()..end].trim_start().starts_with(',');
                return Some((
                    TextRange::new(start, start + word.len()),
                    taken == 0 && !goes_on,
                ));
            }
        }
        None
    }

    fn missing_value(&mut self) {
        let text = self.text();
        let Some(inside) = self.inside() else {
            self.missing_in_line();
            return;
        };
        let word = self.written();
        if self
            .fence()
            .is_some_and(|fence| fence.start == self.place())
        {
            let first = text[inside].trim_start();
            if first.starts_with(['@', '&']) {
                let at = inside.to() - first.len();
                let title = format!("Write `by {}`", first.trim_end());
                self.prefer(title, vec![TextEdit::insert(at, "by ")]);
            }
            return;
        }
        match word {
            "by" => self.prefer(
                "Mark the speaker as unknown: `by ?`",
                vec![TextEdit::insert(self.place().to(), " ?")],
            ),
            _ if is_clause(word) => {
                let before = text[inside.from()..self.place().from()].trim_end().len();
                let range = TextRange::new(inside.from() + before, self.place().to());
                self.offer(format!("Remove `{word}`"), vec![TextEdit::delete(range)]);
            }
            _ => {
                if let Some(span) = self.span().filter(|span| span.closed) {
                    let changes = crate::features::edit::place::untagged(span);
                    self.offer("Remove the note and keep the words", changes);
                }
            }
        }
    }

    /// Moves a bracket over the mark that it shuts out.
    fn unpaired_mark(&mut self) {
        let text = self.text();
        let place = self.place();
        let spans = self.request.source.document.spans.iter();
        let quotes =
            spans.filter(|span| span.closed && matches!(span.tag, Tag::Quote(_) | Tag::More(_)));
        for span in quotes.filter(|span| span.words.covers(place)) {
            let after = text[span.range.to()..].chars().next();
            let before = text[..span.range.from()].chars().next_back();
            if let Some(mark) = after.filter(|mark| is_mark(*mark)) {
                let end = span.range.to() + mark.len_utf8();
                let (words_end, span_end) = (span.words.to(), span.range.to());
                let tag = &text[words_end..span_end];
                let changes = vec![
                    TextEdit::delete(TextRange::new(words_end, span_end)),
                    TextEdit::insert(end, tag),
                ];
                self.offer(
                    format!("Let the brackets hold the `{mark}` after them"),
                    changes,
                );
            }
            if let Some(mark) = before.filter(|mark| is_mark(*mark)) {
                let start = span.range.from() - mark.len_utf8();
                let changes = vec![
                    TextEdit::insert(start, "["),
                    TextEdit::delete(TextRange::new(span.range.from(), span.words.from())),
                ];
                self.offer(
                    format!("Let the brackets hold the `{mark}` before them"),
                    changes,
                );
            }
        }
    }
}

/// Whether a character is one of the quotation marks of any language.
fn is_mark(c: char) -> bool {
    "‘’‚‛“”„‟«»‹›「」『』＂'\"`´".contains(c)
}

/// Whether a mark stands in some words that is not surely an apostrophe.
fn has_marks(words: &str) -> bool {
    let is_other = |c: char| is_mark(c) && !matches!(c, '\'' | '’');
    is_quoted(words) || words.contains(is_other) || words.ends_with(is_mark)
}

/// The pair of marks that holds all of some words, where no other mark stands in
/// them that could be a part of the pair.
fn around(words: &str) -> Option<(char, char)> {
    const PAIRS: [&str; 19] = [
        "\"\"", "''", "``", "`'", "´´", "＂＂", "‘’", "’’", "‚‘", "‚’", "“”", "””", "„“", "„”",
        "«»", "»«", "‹›", "「」", "『』",
    ];
    let mut characters = words.chars();
    let (open, close) = (characters.next()?, characters.next_back()?);
    let is_pair = PAIRS.iter().any(|pair| pair.chars().eq([open, close]));
    let inside = characters.as_str();
    let is_plain = !inside.trim().is_empty() && !has_marks(inside);
    (is_pair && is_plain).then_some((open, close))
}
