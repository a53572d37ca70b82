//! Quotes without a speaker, a role, an end or a beginning.

use std::collections::HashSet;

use super::super::Location;
use super::{Check, Related};
use crate::features::shared::allowed::is_no_quote;
use crate::features::shared::wording::{dated_role, listed};
use crate::model::{Entity, RolesOnDate};
use crate::reports::Code;
use crate::syntax::{
    BlockKind, Document, EntityKind, PartialDate, Quotation, Quotations, Quote, Reference, Speaker,
    Tag, TextRange, is_spoken, plain_words,
};

pub(super) fn check(check: &mut Check) {
    let document = &*check.source.document;
    for span in &document.dangling {
        check.report(
            Code::QuoteDanglingMore,
            document.spans[*span].tag_range,
            "no quote stands before this one that `more` could go on with; name the speaker: `{by @id}`",
        );
    }
    for quote in &document.quotes {
        for speaker in &quote.clauses.speakers {
            if let Speaker::Unknown(range) = speaker {
                check.report(
                    Code::QuoteUnknownSpeaker,
                    *range,
                    "the speaker is unknown; write the `@id` in place of `?`",
                );
            }
        }
    }
    no_role(check);
    let (wants_pairs, wants_speakers) = (
        check.wants(Code::QuoteUnpairedMarks) && !document.quotes.is_empty(),
        check.wants(Code::QuoteUnattributed),
    );
    if !wants_pairs && !wants_speakers {
        return;
    }
    let quotations = Quotations::of(check.text(), document);
    if wants_pairs {
        unpaired(check, &quotations);
    }
    if wants_speakers {
        unattributed(check, &quotations);
    }
}

/// The declared people who say a quote, with the places that name them. None
/// when the quote has a date that cannot be read: nothing follows from it.
pub(super) fn speakers(check: &Check, quote: &Quote) -> Vec<(Reference, Entity)> {
    let document = &check.source.document;
    let first = document
        .problems
        .partition_point(|problem| problem.range.start < quote.tag_range.start);
    let broken = document.problems[first..]
        .iter()
        .take_while(|problem| problem.range.start < quote.tag_range.end)
        .any(|problem| problem.code == Code::DateMalformed);
    if broken {
        return Vec::new();
    }
    let people = quote
        .clauses
        .speakers
        .iter()
        .filter_map(|speaker| match speaker {
            Speaker::Known(reference) if reference.kind == EntityKind::Person => Some(*reference),
            _ => None,
        });
    let people = people.filter_map(|reference| {
        let id = check.corpus.ids().of(reference, check.text());
        Some((reference, check.corpus.entity(id)?))
    });
    people.collect()
}

fn no_role(check: &mut Check) {
    for quote in &check.source.document.quotes {
        let Some(date) = quote.clauses.at.or(check.facts.date) else {
            continue;
        };
        // `as` says what they were.
        if quote.clauses.capacity.is_some() {
            continue;
        }
        for (reference, person) in speakers(check, quote) {
            let then = person.roles_on(Some(date));
            if then.dated && then.holding.is_empty() {
                report_no_role(check, reference, &person, &then, date);
            }
        }
    }
}

fn report_no_role(
    check: &mut Check,
    reference: Reference,
    person: &Entity,
    then: &RolesOnDate,
    date: PartialDate,
) {
    let roles = then.nearest.iter().map(|near| near.role);
    let words: Vec<String> = roles
        .clone()
        .map(|role| dated_role(check.corpus, role))
        .collect();
    let message = format!(
        "no role of `{}` covers {date} (the nearest: {}); correct the date, add a role, or write `as \"…\"`",
        &check.text()[reference.range],
        listed(&words)
    );
    let roles: Vec<TextRange> = roles.map(|role| role.range).collect();
    let declared = person.places().filter_map(|(file, declaration)| {
        let mut own = declaration.roles.iter().map(|role| role.range);
        let range = own.find(|range| roles.contains(range))?;
        Some(Related {
            location: Location { file, range },
            message: "the nearest role".into(),
        })
    });
    let related = declared.collect();
    if let Some(report) = check.report(Code::QuoteNoRole, reference.range, message) {
        report.related = related;
    }
}

/// Reports a mark without a partner once, though quotes may stand in quotes.
fn unpaired(check: &mut Check, quotations: &Quotations) {
    let (text, document) = (check.text(), &*check.source.document);
    let quotes = || document.quotes.iter().filter(|quote| !quote.fenced);
    let mut words: Vec<TextRange> = quotes().flat_map(|quote| quote.fragments.clone()).collect();
    words.sort_unstable();
    let quoted = Stretches::new(words.into_iter());
    let paired = Paired::new(quotations);
    let mut reported = HashSet::new();
    for quote in quotes() {
        let stray = quote
            .fragments
            .iter()
            .find_map(|words| first_in(quotations.strays(), *words));
        let outside = || {
            let mut fragments = quote.fragments.iter();
            fragments.find_map(|words| paired.left_out(*words, text, document, &quoted))
        };
        let Some(mark) = stray.or_else(outside) else {
            continue;
        };
        if reported.insert(mark) {
            let message = format!(
                "the quotation mark `{}` has no partner in this quote; add it, or let the brackets hold both",
                &text[mark]
            );
            check.report(Code::QuoteUnpairedMarks, mark, message);
        }
    }
}

/// The first of some marks, in order, that stands in `words`.
fn first_in(marks: &[TextRange], words: TextRange) -> Option<TextRange> {
    let first = marks.partition_point(|mark| mark.start < words.start);
    let mark = marks.get(first).copied();
    mark.filter(|mark| mark.end <= words.end)
}

/// All marks that have a partner, in order, each with it.
struct Paired(Vec<(TextRange, TextRange)>);

impl Paired {
    fn new(quotations: &Quotations) -> Self {
        let pairs = quotations.pairs().iter();
        let mut marks: Vec<_> = pairs
            .flat_map(|(open, end)| [(*open, *end), (*end, *open)])
            .collect();
        marks.sort_unstable();
        Self(marks)
    }

    /// A mark in the words of a quote of which the partner stands right outside
    /// the brackets, and in no other quote. A quotation of which more than its
    /// mark is left out is somebody's choice.
    fn left_out(
        &self,
        words: TextRange,
        text: &str,
        document: &Document,
        quoted: &Stretches,
    ) -> Option<TextRange> {
        let first = self.0.partition_point(|(mark, _)| mark.start < words.start);
        let inside = self.0[first..].iter();
        let mut inside = inside.take_while(|(mark, _)| mark.end <= words.end);
        let found = inside.find(|(_, partner)| {
            let between = if partner.end <= words.start {
                TextRange::new(partner.to(), words.from())
            } else if words.end <= partner.start {
                TextRange::new(words.to(), partner.from())
            } else {
                return false;
            };
            // As long as a tag with its clauses may be, and no longer.
            between.len() <= 1000
                && !quoted.overlap(*partner)
                && !plain_words(text, between, document).contains(char::is_alphanumeric)
        });
        found.map(|(mark, _)| *mark)
    }
}

fn unattributed(check: &mut Check, quotations: &Quotations) {
    let (text, document) = (check.text(), &*check.source.document);
    let said = Stretches::new(
        document
            .spans
            .iter()
            .filter(|span| !is_mention(&span.tag))
            .map(|span| span.words),
    );
    let mentioned = Stretches::new(
        document
            .spans
            .iter()
            .filter(|span| is_mention(&span.tag))
            .map(|span| span.words),
    );
    let fenced = Stretches::new(document.fences.iter().map(|fence| fence.range));
    for quotation in quotations.outermost() {
        let inside = quotation.inside.trimmed(text);
        if !quotation.is_whole()
            || inside.is_empty()
            || is_no_quote(check.source, quotation.range.to())
            || !is_in_paragraph(document, quotation)
            || fenced.overlap(quotation.range)
            || said.overlap(inside)
            || mentioned.cover(inside)
            || !is_spoken(&plain_words(text, inside, document))
        {
            continue;
        }
        check.report(
            Code::QuoteUnattributed,
            quotation.range,
            "no tag says who spoke this; put it in brackets with `{by @id}` after them, or `{by ?}`",
        );
    }
}

fn is_mention(tag: &Tag) -> bool {
    matches!(tag, Tag::Mention(_))
}

/// Whether a quotation stands in a paragraph, and not in a heading.
fn is_in_paragraph(document: &Document, quotation: &Quotation) -> bool {
    let blocks = &document.blocks;
    let next = blocks.partition_point(|block| block.range.start <= quotation.range.start);
    let block = next.checked_sub(1).map(|last| blocks[last].kind);
    block == Some(BlockKind::Paragraph)
}

/// The outermost of stretches that nest and do not cross.
struct Stretches(Vec<TextRange>);

impl Stretches {
    /// Of `stretches` in the order of their starts.
    fn new(stretches: impl Iterator<Item = TextRange>) -> Self {
        let mut outermost: Vec<TextRange> = Vec::new();
        for stretch in stretches {
            if outermost
                .last()
                .is_none_or(|last| last.end <= stretch.start)
            {
                outermost.push(stretch);
            }
        }
        Self(outermost)
    }

    fn at(&self, range: TextRange) -> Option<TextRange> {
        let first = self.0.partition_point(|stretch| stretch.end <= range.start);
        self.0.get(first).copied()
    }

    fn overlap(&self, range: TextRange) -> bool {
        self.at(range)
            .is_some_and(|stretch| stretch.overlaps(range))
    }

    fn cover(&self, range: TextRange) -> bool {
        self.at(range).is_some_and(|stretch| stretch.covers(range))
    }
}
