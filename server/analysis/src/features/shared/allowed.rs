//! What an annotator lets stand: the stretches for which comments allow reports.

use std::collections::BTreeMap;

use crate::model::Source;
use crate::reports::Code;
use crate::syntax::{Block, BlockKind, Comment, TextRange, plain_words, split_list};

/// What is allowed where in a file: for each code, stretches in order that
/// do not overlap.
#[derive(Default)]
pub struct Allowed {
    stretches: BTreeMap<Code, Vec<TextRange>>,
}

impl Allowed {
    /// Whether a report that begins where `range` does is allowed.
    pub fn holds(&self, code: Code, range: TextRange) -> bool {
        self.stretches.get(&code).is_some_and(|stretches| {
            let next = stretches.partition_point(|stretch| stretch.start <= range.start);
            next > 0 && stretches[next - 1].contains(range.from())
        })
    }

    fn add(&mut self, code: Code, stretch: TextRange) {
        let stretches = self.stretches.entry(code).or_default();
        match stretches.last_mut() {
            Some(last) if stretch.start < last.end => last.end = last.end.max(stretch.end),
            _ => stretches.push(stretch),
        }
    }
}

/// What a comment directly after a quotation says of that one: nobody said it, as of a
/// title, a sign, or words in scare quotes.
pub const NO_QUOTE: &str = "no quote";

/// Whether a comment says that the words which end at a place are no quote. It stands
/// directly after them, or after the punctuation that follows them.
pub fn is_no_quote(source: &Source, end: usize) -> bool {
    let comments = &source.document.comments;
    let next = comments.partition_point(|comment| comment.range.from() < end);
    let comment = comments.get(next);
    comment.is_some_and(|comment| {
        let between = &source.text[end..comment.range.from()];
        between.len() <= 8
            && !between.contains(|c: char| c.is_whitespace() || c.is_alphanumeric())
            && directive(&source.text, comment)
                .is_some_and(|said| source.text[said].split_whitespace().eq(NO_QUOTE.split(' ')))
    })
}

/// Reads what the comments of a file allow: each for the block after it, or
/// for that in which it stands. Comments in a row are all for the block after
/// the last of them, and what they allow holds for themselves as well.
pub fn read(source: &Source) -> Allowed {
    let mut allowed = Allowed::default();
    let document = &source.document;
    let mut comments = document.comments.iter().peekable();
    let mut pending: Vec<(u32, Code)> = Vec::new();
    for block in &document.blocks {
        // The comments in a fence stand before blocks of their own.
        let is_fence = matches!(block.kind, BlockKind::Fence(_));
        let mut inside = Vec::new();
        while !is_fence
            && let Some(comment) = comments.next_if(|comment| comment.range.start < block.range.end)
        {
            inside.extend(codes(source, comment).map(|code| (comment.range.start, code)));
        }
        let goes_on = is_remark(source, block);
        if !goes_on {
            for (start, code) in pending.drain(..) {
                let end = block.range.end;
                allowed.add(code, TextRange { start, end });
            }
            let whole = inside.drain(..);
            whole.for_each(|(_, code)| allowed.add(code, block.range));
        }
        pending.extend(inside);
    }
    allowed
}

fn codes(source: &Source, comment: &Comment) -> impl Iterator<Item = Code> {
    let text = &*source.text;
    let list = directive(text, comment).and_then(|directive| allow_list(text, directive));
    let names = list.map(|list| split_list(list, ',', text));
    let names = names.into_iter().flatten();
    names.filter_map(move |name| Code::of_name(&text[name]))
}

/// What a comment says to the program rather than to people.
pub fn directive(text: &str, comment: &Comment) -> Option<TextRange> {
    let rest = text[comment.words].strip_prefix("quotemark:")?;
    let range = TextRange::new(comment.words.to() - rest.len(), comment.words.to());
    (comment.closed).then(|| range.trimmed(text))
}

/// The names after `allow`, where there are any.
pub fn allow_list(text: &str, directive: TextRange) -> Option<TextRange> {
    let list = text[directive].strip_prefix("allow")?;
    let begins = list.starts_with(char::is_whitespace);
    let range = TextRange::new(directive.to() - list.len(), directive.to());
    begins.then(|| range.trimmed(text))
}

/// Whether a block is only comments, so that those before it are not for it.
fn is_remark(source: &Source, block: &Block) -> bool {
    match block.kind {
        BlockKind::Comment(_) => true,
        BlockKind::Paragraph => {
            let words = || plain_words(&source.text, block.range, &source.document);
            source.text[block.range].trim_end().ends_with("%}") && words().trim().is_empty()
        }
        _ => false,
    }
}
