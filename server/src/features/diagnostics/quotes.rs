//! Quotes without a speaker, a role, an end or a beginning.

use std::collections::HashSet;

use super::super::Location;
use super::super::words::{dated_role, listed};
use super::{Check, Code, Related};
use crate::model::{Entity, RolesThen};
use crate::syntax::{
    BlockKind, EntityKind, PartialDate, PlacedWords, ProblemKind, Quotation, Quote, Reference,
    Speaker, Tag, TextRange, first_unpaired, quotations,
};

/// How many words a quotation has before somebody is expected to have spoken it.
const SPOKEN: usize = 5;

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
                    "the speaker is still to be found; write the `@id` in place of `?`",
                );
            }
        }
    }
    no_role(check);
    if check.wants(Code::QuoteUnpairedMarks) {
        unpaired(check);
    }
    if check.wants(Code::QuoteUnattributed) {
        unattributed(check);
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
        .any(|problem| problem.kind == ProblemKind::MalformedDate);
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
            let then = person.roles_then(Some(date));
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
    then: &RolesThen,
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
fn unpaired(check: &mut Check) {
    let (text, document) = (check.text(), &*check.source.document);
    let mut reported = HashSet::new();
    for quote in document.quotes.iter().filter(|quote| !quote.fenced) {
        let mut words = PlacedWords::default();
        for fragment in &quote.fragments {
            words.push(text, *fragment, document);
        }
        let Some(mark) = first_unpaired(words.words()) else {
            continue;
        };
        let range = words.in_file(mark);
        if !is_taken_up(text, quote, range) && reported.insert(range) {
            let message = format!(
                "the quotation mark `{}` has no partner in this quote; add it, or let the brackets hold both",
                &text[range]
            );
            check.report(Code::QuoteUnpairedMarks, range, message);
        }
    }
}

/// Whether a mark opens a part of a quote, and the next part opens with it
/// again: so the paragraphs of a long quotation are set.
fn is_taken_up(text: &str, quote: &Quote, mark: TextRange) -> bool {
    let opening = |part: &TextRange| text[*part].trim_start().chars().next();
    let mut parts = quote.fragments.windows(2);
    parts.any(|pair| {
        let (this, next) = (pair[0].trimmed(text), pair[1]);
        this.start == mark.start && opening(&this) == opening(&next)
    })
}

fn unattributed(check: &mut Check) {
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
    for block in &document.blocks {
        if block.kind != BlockKind::Paragraph || fenced.overlap(block.range) {
            continue;
        }
        let mut words = PlacedWords::default();
        words.push(text, block.range, document);
        for quotation in quotations(words.words()) {
            let inside = words.in_file(quotation.inside).trimmed(text);
            if !is_spoken(words.words(), quotation)
                || said.overlap(inside)
                || mentioned.cover(inside)
            {
                continue;
            }
            check.report(
                Code::QuoteUnattributed,
                words.in_file(quotation.range),
                "no tag says who spoke this; put it in brackets with `{by @id}` behind them, or `{by ?}`",
            );
        }
    }
}

fn is_mention(tag: &Tag) -> bool {
    matches!(tag, Tag::Mention(_))
}

fn is_spoken(words: &str, quotation: Quotation) -> bool {
    let inside = &words[quotation.inside];
    let counted = inside
        .split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric));
    // ‘90s, with an apostrophe that a possessive seems to close.
    let is_year = words[quotation.range].starts_with(['‘', '\''])
        && inside.starts_with(|first: char| first.is_ascii_digit());
    counted.take(SPOKEN).count() == SPOKEN && !is_year
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
