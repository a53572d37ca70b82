//! Names without a tag: tagged here, in the article, in the corpus.

use super::{Action, ActionKind, ActionRequest, Operation};
use crate::features::diagnostics::Diagnostic;
use crate::features::edit::place::tagged;
use crate::features::edit::{CorpusEdit, Refusal, Summary, TextEdit};
use crate::features::shared::label;
use crate::features::shared::wording::{counted, one_line};
use crate::model::{
    Corpus, EntityId, FileId, KnownName, Source, fold_name, is_same_name, known_names,
};
use crate::syntax::TextRange;

/// How many bearers of a name are offered.
const BEARERS: usize = 5;

pub(super) fn fix(request: &ActionRequest, report: &Diagnostic, found: &mut Vec<Action>) {
    let names = known_names(request.corpus, request.file, request.source, report.range);
    if let Some(name) = names.iter().find(|name| name.range == report.range) {
        for action in tags(request, name) {
            found.push(Action {
                fixes: vec![report.clone()],
                kind: ActionKind::QuickFix,
                ..action
            });
        }
    }
}

/// What can be done with the known name under the cursor.
pub(super) fn offer(request: &ActionRequest, found: &mut Vec<Action>) {
    let at = TextRange::new(request.cursor(), request.cursor());
    let names = known_names(request.corpus, request.file, request.source, at);
    let holds = |name: &&KnownName| {
        name.range.touches(request.cursor()) && name.range.touches(request.range.from())
    };
    let Some(name) = names.iter().find(holds) else {
        return;
    };
    // Where the name is reported, these fix it.
    let is_offered = |action: &Action| {
        found
            .iter()
            .any(|other| other.operation == action.operation)
    };
    let tags: Vec<Action> = tags(request, name)
        .into_iter()
        .filter(|action| !is_offered(action))
        .collect();
    found.extend(tags);
    let words = one_line(&request.text()[name.range]);
    let everywhere = TextRange::new(0, request.text().len());
    let all = known_names(request.corpus, request.file, request.source, everywhere);
    let all: Vec<&KnownName> = all
        .iter()
        .filter(|other| is_same_name(&one_line(&request.text()[other.range]), &words))
        .collect();
    for id in bearers(name) {
        let written = request.corpus.written(id);
        let same = all
            .iter()
            .filter(|other| other.settled.is_none_or(|settled| settled == id));
        let same: Vec<TextRange> = same.map(|other| other.range).collect();
        if same.len() > 1 {
            let title = format!(
                "Tag all {} “{words}” in this article as `{written}`",
                same.len()
            );
            let tag = |range: &TextRange| tagged(*range, &written);
            let changes = same.iter().flat_map(tag).collect();
            found.push(Action::rewrite(title, Operation::Changes(changes)));
        }
        let operation = Operation::TagInCorpus {
            name: words.clone(),
            id: written.to_string(),
        };
        let title = format!("Tag “{words}” as `{written}` in the whole corpus");
        found.push(Action::rewrite(title, operation));
    }
}

fn tags(request: &ActionRequest, name: &KnownName) -> Vec<Action> {
    let words = one_line(&request.text()[name.range]);
    let bearers = bearers(name);
    let tag = |id: &EntityId| {
        let written = request.corpus.written(*id);
        let title = format!("Tag “{words}” as `{written}`");
        let operation = Operation::Changes(tagged(name.range, &written));
        let tag = Action::rewrite(title, operation).of_kind(ActionKind::Mention);
        tag.preferred_if(bearers.len() == 1)
    };
    bearers.iter().map(tag).collect()
}

/// Whom a name can mean: the one who is settled, else all its bearers by id.
fn bearers(name: &KnownName) -> Vec<EntityId> {
    if let Some(settled) = name.settled {
        return vec![settled];
    }
    name.bearers.iter().copied().take(BEARERS).collect()
}

/// Tags for all names in a file of which it is settled whom they mean.
pub(super) fn settled(corpus: &Corpus, file: FileId, source: &Source) -> Vec<TextEdit> {
    let everywhere = TextRange::new(0, source.text.len());
    let names = known_names(corpus, file, source, everywhere);
    let settled = names
        .iter()
        .filter_map(|name| Some((name.range, name.settled?)));
    settled
        .flat_map(|(range, id)| tagged(range, &corpus.written(id)))
        .collect()
}

/// Tags a name wherever it stands untagged and can mean that one. No index
/// knows where the words of a corpus stand, so all articles are read.
pub(super) fn in_corpus(
    corpus: &Corpus,
    name: &str,
    id: &str,
    is_cancelled: &dyn Fn() -> bool,
) -> Result<CorpusEdit, Refusal> {
    let entity = corpus.ids().find(id);
    let entity = entity.filter(|entity| corpus.index().is_declared(*entity));
    let Some(entity) = entity else {
        return Err(Refusal(format!("`{id}` is not declared any more")));
    };
    // However the name is typed, it begins with these letters.
    let folded = fold_name(name);
    let first = folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default();
    let mut edit = CorpusEdit::default();
    let mut tags = 0;
    for (file, _) in corpus.own_files() {
        if is_cancelled() {
            return Err(Refusal("stopped; nothing was changed".into()));
        }
        let Some(source) = corpus.source(file) else {
            continue;
        };
        if !source.text.contains(first) {
            continue;
        }
        let everywhere = TextRange::new(0, source.text.len());
        for known in known_names(corpus, file, &source, everywhere) {
            let can_mean = known.settled.map_or_else(
                || known.bearers.contains(&entity),
                |settled| settled == entity,
            );
            if can_mean && is_same_name(&one_line(&source.text[known.range]), name) {
                tags += 1;
                tagged(known.range, id)
                    .into_iter()
                    .for_each(|change| edit.add(file, change));
            }
        }
    }
    if tags == 0 {
        return Err(Refusal(format!(
            "“{name}” stands nowhere without a tag and as `{id}`"
        )));
    }
    edit.summary = Some(Summary {
        label: label(&format!("Tag “{name}” as `{id}`")),
        description: format!(
            "{} in {}",
            counted(tags, "tag"),
            counted(edit.files(), "file")
        ),
        needs_confirmation: true,
    });
    Ok(edit)
}
