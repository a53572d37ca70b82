//! Roles: added for a date, ended on one.

use super::offered::in_title;
use super::{Action, ActionRequest, Operation};
use crate::features::diagnostics::Diagnostic;
use crate::features::edit::declared::declarations;
use crate::features::edit::place::line_break;
use crate::features::edit::place::{indent_of, line_end};
use crate::features::edit::{CorpusEdit, Refusal, TextEdit};
use crate::features::review::{LearnedRole, named_near, roles_beside, roles_in_words};
use crate::features::shared::wording::one_line;
use crate::model::{Corpus, EntityId, FileId, Source, known_names};
use crate::syntax::{
    End, EntityKind, Holds, PartialDate, Period, Property, Tag, TextRange, plain_words, role_value,
};

/// Texts of more bytes are not read for roles at each movement of the cursor.
const LONGEST: usize = 1 << 16;

/// How many articles are read for the first role of somebody.
const READ: usize = 2;

/// How many words a role has at most that is selected.
const ROLE: usize = 20;

/// A speaker without a role then: the nearest role, said of that date as well,
/// or said in the tag.
pub(super) fn fix(request: &ActionRequest, report: &Diagnostic, found: &mut Vec<Action>) {
    let text = request.text();
    let mut quotes = request.source.document.quotes.iter();
    let Some(quote) = quotes.find(|quote| quote.tag_range.covers(report.range)) else {
        return;
    };
    let written = &text[report.range];
    let id = request.corpus.ids().find(written);
    let person = id.and_then(|id| request.corpus.entity(id));
    let (Some(person), Some(date)) = (person, quote.clauses.at.or(request.facts.date)) else {
        return;
    };
    let id = request.corpus.written(person.id).to_string();
    let then = person.roles_on(Some(date));
    let mut words: Vec<String> = Vec::new();
    if let Some(of) = quote.clauses.of {
        words.push(format!("of {}", &text[of.range]));
    }
    words.extend(then.nearest.iter().map(|near| near.role.words.to_string()));
    words.retain(|words| !words.is_empty());
    words.dedup();
    for words in words {
        let title = format!("Add the role “{}” on {date} to `{id}`", in_title(&words));
        let operation = Operation::AddRole {
            id: id.clone(),
            // Nobody knows since when and until when it was held.
            role: format!("{words}, {}", Period::seen(date).written()),
        };
        found.push(Action::fix(title, report, operation));
    }
    let end = quote.tag_range.to() - usize::from(!quote.fenced);
    let end = text[..end].trim_end().len();
    for near in &then.nearest {
        let words = request.corpus.role_words(near.role);
        if words.is_empty() || words.contains(['"', '\\', '[', ']', '{', '}']) {
            continue;
        }
        let title = format!("Add `as \"{words}\"` to the tag");
        let change = vec![TextEdit::insert(end, format!(" as \"{words}\""))];
        found.push(Action::fix(title, report, Operation::Changes(change)));
    }
}

/// Somebody without a role: those that the articles give. It is for these few declarations alone
/// that other files are read before anything is chosen, and only the first few, the quotes' first.
pub(super) fn first(request: &ActionRequest, report: &Diagnostic, found: &mut Vec<Action>) {
    let corpus = request.corpus;
    let id = corpus.ids().find(&request.text()[report.range]);
    let Some((id, uses)) = id.and_then(|id| Some((id, corpus.index().uses(id)?))) else {
        return;
    };
    let mut files: Vec<FileId> = uses.files_with_quotes().take(READ).collect();
    let others = uses.files().filter(|file| !files.contains(file));
    let missing = READ - files.len();
    files.extend(others.take(missing).collect::<Vec<_>>());
    for file in files {
        let Some(source) = corpus.source(file) else {
            continue;
        };
        for role in beside(corpus, file, &source, id) {
            let (title, operation) = added(request, id, role);
            found.push(Action::fix(title, report, operation));
        }
    }
}

/// Adds a role that the article gives the person under the cursor, or that the selection
/// says; ends the roles of that person on the article's date.
pub(super) fn offer(request: &ActionRequest, found: &mut Vec<Action>) {
    let Some(date) = request.facts.date else {
        return;
    };
    if !request.range.is_empty() {
        selected(request, date, found);
        return;
    }
    let target = crate::model::target_at(
        request.corpus,
        request.file,
        request.source,
        request.cursor(),
    );
    let Some(crate::model::TargetKind::Entity(id)) = target.map(|target| target.kind) else {
        return;
    };
    if id.kind() != EntityKind::Person {
        return;
    }
    let Some(person) = request.corpus.entity(id) else {
        return;
    };
    let has_one = !person.roles_on(Some(date)).holding.is_empty();
    if !has_one {
        for role in beside(request.corpus, request.file, request.source, id) {
            add(request, id, role, found);
        }
    }
    let ending: Vec<String> = person
        .roles()
        .filter(|role| can_end(role.period, date))
        .map(|role| in_title(&request.corpus.role_words(role)))
        .collect();
    let [words] = &ending[..] else {
        return;
    };
    let id = request.corpus.written(id).to_string();
    let title = format!("End the role “{words}” of `{id}` on {date} and begin the next");
    let operation = Operation::NextRole {
        id,
        date: date.to_string(),
    };
    found.push(Action::rewrite(title, operation));
}

/// The roles that stand beside the names of somebody in an article, as they are written in a
/// declaration, but for those which hold on its date already.
fn beside(corpus: &Corpus, file: FileId, source: &Source, id: EntityId) -> Vec<String> {
    let text = &*source.text;
    if text.len() > LONGEST {
        return Vec::new();
    }
    let spans = source.document.spans.iter();
    let tagged = spans.filter_map(|span| match span.tag {
        Tag::Mention(reference) => (corpus.ids().of(reference, text) == id).then_some(span.words),
        _ => None,
    });
    let whole = TextRange::new(0, text.len());
    let known = known_names(corpus, file, source, whole);
    let known = known.iter().filter(|name| name.settled == Some(id));
    let named: Vec<TextRange> = tagged.chain(known.map(|name| name.range)).collect();
    let roles = roles_beside(corpus, file, source, id, &named).into_iter();
    let new = roles.filter_map(|role| match role {
        LearnedRole::New(role) => Some(role),
        _ => None,
    });
    new.collect()
}

/// Adds what the selection says as a role of the person who is named nearest.
fn selected(request: &ActionRequest, date: PartialDate, found: &mut Vec<Action>) {
    let (corpus, source) = (request.corpus, request.source);
    let words = one_line(&plain_words(&source.text, request.range, &source.document));
    if words.split(' ').count() > ROLE {
        return;
    }
    let roles = roles_in_words(corpus, &words, date);
    if roles.is_empty() {
        return;
    }
    let near = named_near(corpus, request.file, source, request.range, &[]).named;
    let mut near = near.into_iter();
    let Some(person) = near.find(|id| id.kind() == EntityKind::Person) else {
        return;
    };
    let seen = Period::seen(date).written();
    for role in roles {
        add(request, person, format!("{role}, {seen}"), found);
    }
}

/// Adds a role, as it is written in a declaration.
fn add(request: &ActionRequest, id: EntityId, role: String, found: &mut Vec<Action>) {
    let (title, operation) = added(request, id, role);
    found.push(Action::rewrite(title, operation));
}

fn added(request: &ActionRequest, id: EntityId, role: String) -> (String, Operation) {
    let id = request.corpus.written(id).to_string();
    let (words, when) = role.rsplit_once(", ").unwrap_or((&role, ""));
    let when = when.trim_start_matches('~');
    let title = format!("Add the role “{}” on {when} to `{id}`", in_title(words));
    (title, Operation::AddRole { id, role })
}

/// Whether a role still goes on at a date and began before it.
fn can_end(period: Period, date: PartialDate) -> bool {
    let began = period
        .start
        .is_some_and(|start| start.first_day() < date.first_day());
    began && period.end == End::Open && period.holds(date) == Holds::Yes
}

/// Ends the open role of a person on a date, and begins one of which `?` says
/// that its words are still to be found.
pub(super) fn next(corpus: &Corpus, id: &str, date: &str) -> Result<CorpusEdit, Refusal> {
    let parsed = PartialDate::parse(date);
    let parsed = parsed.map_err(|problem| Refusal(format!("`{date}` is no date: {problem}")))?;
    for (file, source, declaration) in declarations(corpus, id)? {
        let text = &*source.text;
        let properties = declaration.properties.iter();
        let mut roles = properties.filter(|property| property.key(text) == "role");
        let open = roles.find_map(|role| Some((role, open_range(role, text, parsed)?)));
        let Some((role, range)) = open else {
            continue;
        };
        let indent = indent_of(text, &declaration.properties);
        let line = format!("{}{indent}role: ?, {date}..", line_break(text));
        let changes = [
            TextEdit::insert(range.to(), date),
            TextEdit::insert(line_end(text, role.value.to(), false), line),
        ];
        return Ok(CorpusEdit::of(file, changes));
    }
    Err(Refusal(format!(
        "no role of `{id}` goes on after {date}; nothing was changed"
    )))
}

/// The range of a role that goes on at a date.
fn open_range(role: &Property, text: &str, date: PartialDate) -> Option<TextRange> {
    let dated = role_value(role, text).dated;
    let period = dated.period.ok()?;
    can_end(period, date).then_some(dated.range)?
}
