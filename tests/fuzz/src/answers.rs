use std::path::Path;

use quotemark::features::actions::{self, Operation, Rules};
use quotemark::features::diagnostics::diagnostics;
use quotemark::features::edit::{CorpusEdit, applied};
use quotemark::features::inlay_hint::inlay_hint;
use quotemark::features::review::{ReviewRules, accept_all, review};
use quotemark::features::{
    call_hierarchy, code_lens, completion, definition, document_highlight, document_link,
    document_symbol, folding_range, hover, implementation, linked_editing_range, preview,
    references, selection_range, semantic_tokens, signature_help, speakers, type_definition,
    type_hierarchy, workspace_symbol,
};
use quotemark::model::{Corpus, FileId};
use quotemark::proposals::Tier;
use quotemark::reports::{Code, Severities, Severity};
use quotemark::settings::Hints;
use quotemark::syntax::{Parser, TextRange, strip};

use crate::input::{border, corpus};

/// Every question has an answer at every place of any corpus, what the answers
/// point at is there, and no change that is offered touches a word. The first
/// piece says where, each other is a file.
pub fn answers(data: &[u8]) {
    let (mut choices, corpus, files) = corpus(data);
    assert!(*corpus.index() == corpus.rebuilt_index());
    let file = files[choices.below(files.len())];
    let text = corpus.text(file).unwrap_or_default();
    let offset = border(&text, choices.below(text.len() + 1));
    let end = border(&text, offset + choices.below(60)).max(offset);
    of_file(&corpus, file, &text);
    at_place(&corpus, file, &text, offset);
    changes(&corpus, file, TextRange::new(offset, end));
    let _ = speakers::speakers(&corpus);
    let _ = corpus.counts_in(&files);
    let query = &text[offset..end];
    let _ = workspace_symbol::workspace_symbol(&corpus, query, 20, &|| false);
}

fn of_file(corpus: &Corpus, file: FileId, text: &str) {
    let all = TextRange::new(0, text.len());
    let check = |range: TextRange| assert!(text.get(range.bytes()).is_some(), "{range:?}");
    for report in diagnostics(corpus, file, &everything_on()) {
        check(report.range);
    }
    let tokens = semantic_tokens::semantic_tokens(corpus, file, all, &|| false);
    for pair in tokens.windows(2) {
        assert!(
            pair[0].range.end <= pair[1].range.start,
            "tokens overlap in {text:?}"
        );
    }
    for token in tokens {
        check(token.range);
        assert!(!text[token.range].contains('\n'), "a token over two lines");
    }
    let _ = document_symbol::document_symbol(corpus, file);
    let _ = folding_range::folding_range(corpus, file);
    for link in document_link::document_link(corpus, file) {
        check(link.range);
    }
    for lens in code_lens::code_lens(corpus, file) {
        let _ = code_lens::counts(corpus, file, lens.subject);
    }
    let _ = inlay_hint(corpus, file, all, Hints::default());
    let _ = preview::preview(corpus, file);
}

fn at_place(corpus: &Corpus, file: FileId, text: &str, offset: usize) {
    if let Some(hover) = hover::hover(corpus, file, offset) {
        let _ = hover.card.markdown(&|_| None);
        let _ = hover.card.plain();
    }
    let _ = definition::definition(corpus, file, offset);
    let _ = type_definition::type_definition(corpus, file, offset);
    for found in [
        implementation::implementation(corpus, file, offset),
        references::references(corpus, file, offset, true),
    ] {
        for place in found.into_iter().flatten() {
            let text = corpus.text(place.file).unwrap_or_default();
            assert!(text.get(place.range.bytes()).is_some());
        }
    }
    for highlight in document_highlight::document_highlight(corpus, file, offset)
        .into_iter()
        .flatten()
    {
        assert!(text.get(highlight.range.bytes()).is_some());
    }
    let _ = signature_help::signature_help(corpus, file, offset);
    let linked = linked_editing_range::linked_editing_range(corpus, file, offset);
    let linked = linked.unwrap_or_default();
    let same = |range: &TextRange| text[*range] == text[linked[0]];
    assert!(linked.iter().all(same), "linked places differ in {text:?}");
    for ranges in selection_range::selection_range(corpus, file, &[offset]) {
        for pair in ranges.windows(2) {
            let (one, other) = (pair[0], pair[1]);
            assert!(
                one.covers(other) || other.covers(one),
                "a selection of {text:?} at {offset} does not nest: {ranges:?}"
            );
        }
    }
    let cast = Path::new("cast.qm");
    let completed = completion::completion(corpus, file, offset, Some(cast));
    for item in completed.into_iter().flat_map(|found| found.items) {
        assert!(text.get(item.insert_range.bytes()).is_some());
        assert!(item.replace_range.covers(item.insert_range));
    }
    for node in call_hierarchy::prepare(corpus, file, offset)
        .into_iter()
        .flatten()
    {
        let _ = call_hierarchy::outgoing(corpus, node.entity, file);
        let _ = call_hierarchy::incoming(corpus, node.entity);
    }
    for node in type_hierarchy::prepare(corpus, file, offset)
        .into_iter()
        .flatten()
    {
        let _ = type_hierarchy::supertypes(corpus, node.entity, corpus.date(file));
        let _ = type_hierarchy::subtypes(corpus, node.entity, corpus.date(file));
    }
}

/// Every action that is offered can be done, or says why not.
fn changes(corpus: &Corpus, file: FileId, range: TextRange) {
    let settings = everything_on();
    let rules = Rules {
        diagnostics: &settings,
        cast: Some(Path::new("cast.qm")),
        review: ReviewRules {
            is_on: true,
            refused: None,
        },
    };
    for tier in [Tier::Sure, Tier::Likely, Tier::Possible] {
        let offered = review(corpus, file, rules.review);
        if let Ok((edit, _)) = accept_all(corpus, file, &offered, tier, rules.cast) {
            keeps_words(corpus, &edit, "accepting all that is proposed", false);
        }
    }
    let only: [&str; 0] = [];
    for action in actions::actions(corpus, file, range, &only, rules) {
        let done = actions::resolve(corpus, file, &action.operation, rules, &|| false);
        if let Ok(edit) = done {
            let takes_markup = matches!(action.operation, Operation::Repair(_));
            keeps_words(corpus, &edit, &action.title, takes_markup);
        }
    }
}

/// A change leaves the words as they are, but for one that takes broken markup
/// from them.
fn keeps_words(corpus: &Corpus, edit: &CorpusEdit, title: &str, takes_markup: bool) {
    for (file, edits) in &edit.changes {
        let Some(source) = corpus.source(*file) else {
            panic!("“{title}” changes a file that is not there");
        };
        let Some(new) = applied(&source.text, edits) else {
            panic!("the changes of “{title}” overlap in {:?}", source.text);
        };
        if takes_markup {
            continue;
        }
        let document = Parser::new().parse(&new);
        assert_eq!(
            strip(&new, &document),
            strip(&source.text, &source.document),
            "“{title}” makes {new:?} of {:?}",
            source.text
        );
    }
}

/// Settings under which everything is reported.
fn everything_on() -> Severities {
    Severities {
        given: Code::ALL
            .iter()
            .map(|code| (*code, Some(Severity::Warning)))
            .collect(),
    }
}
