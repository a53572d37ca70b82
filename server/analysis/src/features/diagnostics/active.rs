//! Organisations for which somebody spoke when they were not active.

use std::collections::HashSet;

use super::super::Location;
use super::{Check, Related};
use crate::model::{Entity, EntityId};
use crate::reports::Code;
use crate::syntax::{EntityKind, Holds, PartialDate, Quote, TextRange};

pub(super) fn check(check: &mut Check) {
    if !check.wants(Code::QuoteNotActive) {
        return;
    }
    for quote in &check.source.document.quotes {
        if let Some(date) = quote.clauses.at.or(check.facts.date)
            && !has_broken_date(check, quote)
        {
            not_active(check, quote, date);
        }
    }
}

/// Whether a quote has a date that cannot be read: nothing follows from it.
fn has_broken_date(check: &Check, quote: &Quote) -> bool {
    let problems = &check.source.document.problems;
    let first = problems.partition_point(|problem| problem.range.start < quote.tag_range.start);
    let inside = problems[first..].iter();
    let mut inside = inside.take_while(|problem| problem.range.start < quote.tag_range.end);
    inside.any(|problem| problem.code == Code::DateMalformed)
}

/// The organisations that a quote names speak at its date, and so do those of
/// the speakers' roles, unless the tag says for whom or as what they spoke.
fn not_active(check: &mut Check, quote: &Quote, date: PartialDate) {
    let (corpus, text) = (check.corpus, check.text());
    let clauses = &quote.clauses;
    let roles_count = clauses.of.is_none() && clauses.capacity.is_none();
    let mut seen: HashSet<EntityId> = HashSet::new();
    let mut found: Vec<(TextRange, String, EntityId)> = Vec::new();
    let of = clauses.of.iter().copied();
    let speakers = clauses.speakers.iter();
    let speakers = speakers.filter_map(|speaker| speaker.reference());
    for reference in of.chain(speakers) {
        let id = corpus.ids().of(reference, text);
        let written = &text[reference.range];
        match reference.kind {
            EntityKind::Organisation if seen.insert(id) => {
                found.push((reference.range, format!("`{written}`"), id));
            }
            EntityKind::Person if roles_count => {
                let Some(person) = corpus.entity(id) else {
                    continue;
                };
                let roles = person.roles_on(Some(date)).holding;
                let organisations = roles.iter().flat_map(|then| &then.role.organisations);
                for organisation in organisations.filter(|other| seen.insert(**other)) {
                    let named = corpus.written(*organisation);
                    let subject = format!("`{named}`, for which `{written}` speaks here,");
                    found.push((reference.range, subject, *organisation));
                }
            }
            _ => {}
        }
    }
    for (range, subject, id) in found {
        if let Some(organisation) = corpus.entity(id) {
            report(check, range, &subject, &organisation, date);
        }
    }
}

fn report(
    check: &mut Check,
    range: TextRange,
    subject: &str,
    organisation: &Entity,
    date: PartialDate,
) {
    let Some(active) = organisation.active() else {
        return;
    };
    if active.holds(date) != Holds::No {
        return;
    }
    let message = format!(
        "{subject} was not active on {date} (but {active}); correct the date, the organisation or its `active`"
    );
    let place = organisation
        .places()
        .find(|(_, declared)| declared.active.is_some());
    let related = place.map(|(file, declared)| Related {
        location: Location {
            file,
            range: declared.id_range,
        },
        message: format!("`active` is declared here: {active}"),
    });
    if let Some(report) = check.report(Code::QuoteNotActive, range, message) {
        report.related.extend(related);
    }
}
