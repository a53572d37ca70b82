//! Names: which of several is meant, which are not listed, which have no tag.

use super::Check;
use crate::features::shared::names::{bare_name, looks_like_name};
use crate::features::shared::wording::one_line;
use crate::model::{Entity, EntityId, KnownName, Name, is_same_name, known_names};
use crate::reports::Code;
use crate::syntax::{EntityKind, Span, Tag, TextRange, plain_words};

/// How many of those who share a name are named by their ids.
const MOST_NAMED: usize = 4;

pub(super) fn check(check: &mut Check) {
    let spans = &check.source.document.spans;
    if check.wants(Code::NameUnlisted) {
        spans.iter().for_each(|span| unlisted(check, span));
    }
    if check.wants(Code::NameAmbiguous) || check.wants(Code::NameUntagged) {
        let everywhere = TextRange::new(0, check.text().len());
        for name in known_names(check.corpus, check.file, check.source, everywhere) {
            match name.settled {
                None => ambiguous(check, &name),
                Some(entity) => untagged(check, &name, entity),
            }
        }
    }
}

fn ambiguous(check: &mut Check, name: &KnownName) {
    let words = one_line(&check.text()[name.range]);
    let written = name.bearers.iter().take(MOST_NAMED);
    let written = written.map(|bearer| format!("`{}`", check.corpus.written(*bearer)));
    let written: Vec<String> = written.collect();
    let listed = match &written[..] {
        [few @ .., last] if name.bearers.len() <= MOST_NAMED => {
            format!("{} or {last}", few.join(", "))
        }
        _ => format!("any of {}", name.bearers.len()),
    };
    let related = check.all_declared_at(name.bearers.iter().copied());
    let message = format!("`{words}` may mean {listed}; tag it with the one that is meant");
    if let Some(report) = check.report(Code::NameAmbiguous, name.range, message) {
        report.related = related;
    }
}

fn untagged(check: &mut Check, name: &KnownName, entity: EntityId) {
    if !check.wants(Code::NameUntagged) {
        return;
    }
    let words = one_line(&check.text()[name.range]);
    let written = check.corpus.written(entity);
    let message =
        format!("`{words}` has no tag; write `[{words}]{{{written}}}` to have it counted");
    check.report(Code::NameUntagged, name.range, message);
}

fn unlisted(check: &mut Check, span: &Span) {
    let Tag::Mention(reference) = span.tag else {
        return;
    };
    if reference.kind == EntityKind::Topic {
        return;
    }
    let (corpus, text) = (check.corpus, check.text());
    let words = one_line(&plain_words(text, span.words, &check.source.document));
    if !looks_like_name(&words) || is_perhaps_a_noun(&words, span, reference.kind, text) {
        return;
    }
    let Some(entity) = corpus.entity(corpus.ids().of(reference, text)) else {
        return;
    };
    let name = bare_name(&words);
    let date = check.facts.date;
    let listed: Vec<&Name> = listed(&entity, name).collect();
    // Without a date nobody can tell that it was not used then.
    if listed
        .iter()
        .any(|name| date.is_none() || name.is_used(date))
    {
        return;
    }
    let written = corpus.written(entity.id);
    let others = corpus.bearers_in(check.file, name);
    let message = match (listed.first(), date, others.first()) {
        (Some(listed), Some(date), _) => format!(
            "`{name}` is a name of `{written}` at another time ({}), and the article is of {date}; correct the tag, the date, or the range under `also`",
            listed.period
        ),
        (_, _, Some(other)) => format!(
            "`{name}` is a name of `{}` and none of `{written}`; correct the tag, or list the name there too",
            corpus.written(*other)
        ),
        _ => format!(
            "`{name}` is none of the names of `{written}`; add it under `also`, or correct the tag"
        ),
    };
    let declared = [entity.id].into_iter().chain(others.iter().copied());
    let related = check.all_declared_at(declared);
    let range = span.words.trimmed(text);
    if let Some(report) = check.report(Code::NameUnlisted, range, message) {
        report.related = related;
    }
}

/// The names of an entity that are the same as one, whenever they are used.
fn listed<'e>(entity: &'e Entity, name: &'e str) -> impl Iterator<Item = &'e Name> {
    let names = entity
        .declared()
        .flat_map(|declaration| std::iter::once(&declaration.name).chain(&declaration.aliases));
    names.filter(move |listed| is_same_name(bare_name(&listed.text), name))
}

/// Whether a single word is only capitalised because it begins a sentence:
/// people are called by one word, organisations seldom (`Ministers said`).
fn is_perhaps_a_noun(words: &str, span: &Span, kind: EntityKind, text: &str) -> bool {
    let name = bare_name(words);
    let is_plain = !name.contains(' ') && !name.chars().skip(1).any(char::is_uppercase);
    kind == EntityKind::Organisation && is_plain && begins_sentence(text, span.range.from())
}

fn begins_sentence(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let words = before.trim_end_matches(|c: char| c.is_whitespace() || is_opening(c));
    let gap = before[words.len()..].replace("\r\n", "\n");
    let breaks = gap.matches(['\n', '\r']).count();
    let is_behind_end = words.ends_with(['.', '!', '?', ':', '…', '#', '”', '»']);
    words.is_empty() || is_behind_end || words.ends_with("%}") || breaks > 1
}

fn is_opening(c: char) -> bool {
    matches!(c, '‘' | '“' | '«' | '„' | '"' | '\'' | '(' | '[')
}
