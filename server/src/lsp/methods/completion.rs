//! `textDocument/completion` and `completionItem/resolve`

use serde::{Deserialize, Serialize};
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use super::hover::markup;
use crate::features::completion::{self, Item, ItemKind};
use crate::features::edit::Refusal;
use crate::features::shared::label;
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::commands::{DECLARE, SUGGEST};
use crate::lsp::request::{Answer, Method, Reads};
use crate::lsp::snapshot::Snapshot;
use crate::model::FileId;
use crate::syntax::{PartialDate, TextRange};

/// What may be written at a position.
pub struct Completion;

impl Method for Completion {
    type Request = request::Completion;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.completion_provider = Some(lsp::CompletionOptions {
            resolve_provider: Some(true),
            trigger_characters: Some(TRIGGERS.map(str::to_owned).to_vec()),
            completion_item: Some(lsp::CompletionOptionsCompletionItem {
                label_details_support: Some(true),
            }),
            ..lsp::CompletionOptions::default()
        });
    }
}

impl Reads for Completion {
    fn answer(snapshot: &Snapshot, params: lsp::CompletionParams) -> Result<Answer<Self>, Refusal> {
        Ok(completion(snapshot, params))
    }
}

/// An item with what is known of whom it names.
pub struct CompletionResolve;

impl Method for CompletionResolve {
    type Request = request::ResolveCompletionItem;
}

impl Reads for CompletionResolve {
    fn answer(snapshot: &Snapshot, params: lsp::CompletionItem) -> Result<Answer<Self>, Refusal> {
        Ok(resolve(snapshot, params))
    }
}

/// The characters after which something may be offered. A space ends a word
/// of the article too; there the answer is none, and costs next to nothing.
const TRIGGERS: [&str; 7] = ["{", "@", "&", "#", ",", " ", "\""];

/// What an item keeps until it is resolved.
#[derive(Debug, Serialize, Deserialize)]
struct CompletionData {
    /// The id with its sigil.
    id: String,
    /// The article's date.
    date: Option<String>,
    /// The document in which it is offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    uri: Option<lsp::Uri>,
}

fn completion(
    snapshot: &Snapshot,
    params: lsp::CompletionParams,
) -> Option<lsp::CompletionResponse> {
    let (file, offset) = snapshot.place(&params.text_document_position)?;
    // An item writes at its range, and the editor has to have the same words there.
    snapshot.may_change(file, offset).ok()?;
    let settings = snapshot.settings_of(file);
    let cast = settings.cast.as_deref();
    let found = completion::completion(&snapshot.corpus, file, offset, cast)?;
    let uri = params.text_document_position.text_document.uri;
    let items = found.items.into_iter().enumerate();
    Some(lsp::CompletionResponse::List(lsp::CompletionList {
        is_incomplete: found.is_incomplete,
        items: items
            .map(|(rank, item)| converted(snapshot, file, &uri, rank, item))
            .collect(),
    }))
}

fn resolve(snapshot: &Snapshot, mut item: lsp::CompletionItem) -> lsp::CompletionItem {
    let data = item
        .data
        .clone()
        .map(serde_json::from_value::<CompletionData>);
    if let Some(Ok(data)) = data {
        let date = data.date.and_then(|date| PartialDate::parse(&date).ok());
        let card = completion::resolve(&snapshot.corpus, &data.id, date);
        item.documentation = card.map(|card| {
            let markdown = snapshot.capabilities.item_markdown;
            lsp::Documentation::MarkupContent(markup(snapshot, &card, markdown))
        });
    }
    item
}

fn converted(
    snapshot: &Snapshot,
    file: FileId,
    uri: &lsp::Uri,
    rank: usize,
    item: Item,
) -> lsp::CompletionItem {
    let capabilities = &snapshot.capabilities;
    let range = |range: TextRange| snapshot.range(file, range);
    // Neovim writes what stands before the first space of an item, unless it
    // is a snippet.
    let is_snippet = capabilities.snippets && item.insert.contains(' ');
    let new_text = match is_snippet {
        true => item.insert.replace('\\', "\\\\").replace('$', "\\$"),
        false => item.insert,
    };
    let text_edit = match capabilities.insert_replace {
        true => lsp::CompletionTextEdit::InsertAndReplace(lsp::InsertReplaceEdit {
            new_text,
            insert: range(item.insert_range),
            replace: range(item.replace_range),
        }),
        false => {
            lsp::CompletionTextEdit::Edit(lsp::TextEdit::new(range(item.replace_range), new_text))
        }
    };
    let (detail, description) = (
        item.detail.map(|words| label(&words)),
        item.description.map(|words| label(&words)),
    );
    let details = capabilities
        .label_details
        .then(|| lsp::CompletionItemLabelDetails {
            detail: detail.as_ref().map(|detail| format!(" {detail}")),
            description: description.clone(),
        });
    let line: Vec<String> = detail.into_iter().chain(description).collect();
    let edits = item.additional_edits.into_iter();
    let edits: Vec<lsp::TextEdit> = edits
        .map(|edit| lsp::TextEdit::new(range(edit.range), edit.text))
        .collect();
    let data = item.entity.map(|entity| CompletionData {
        id: snapshot.corpus.written(entity).to_string(),
        date: snapshot.corpus.date(file).map(|date| date.to_string()),
        uri: snapshot.document.clone(),
    });
    let again = || lsp::Command {
        title: "Complete what comes next".into(),
        command: SUGGEST.into(),
        arguments: None,
    };
    let again = (item.asks_again && capabilities.suggests).then(again);
    let command = item.declares.map(|new| lsp::Command {
        title: label(&format!("Declare {}", new.written)),
        command: DECLARE.into(),
        arguments: Some(vec![
            new.written.into(),
            new.name.into(),
            uri.as_str().into(),
        ]),
    });
    lsp::CompletionItem {
        label: label(&item.label),
        label_details: details,
        kind: Some(kind(item.kind)),
        detail: (!line.is_empty()).then(|| line.join(" · ")),
        preselect: item.preselect.then_some(true),
        sort_text: Some(format!("{rank:04}")),
        filter_text: (!item.filter_text.is_empty()).then_some(item.filter_text),
        insert_text_format: Some(match is_snippet {
            true => lsp::InsertTextFormat::SNIPPET,
            false => lsp::InsertTextFormat::PLAIN_TEXT,
        }),
        text_edit: Some(text_edit),
        additional_text_edits: (!edits.is_empty()).then_some(edits),
        command: command.or(again),
        data: data.and_then(|data| serde_json::to_value(data).ok()),
        ..lsp::CompletionItem::default()
    }
}

fn kind(kind: ItemKind) -> lsp::CompletionItemKind {
    match kind {
        ItemKind::Person => lsp::CompletionItemKind::CLASS,
        ItemKind::Organisation => lsp::CompletionItemKind::INTERFACE,
        ItemKind::Topic => lsp::CompletionItemKind::ENUM_MEMBER,
        ItemKind::Keyword => lsp::CompletionItemKind::KEYWORD,
        ItemKind::Key => lsp::CompletionItemKind::PROPERTY,
        ItemKind::Date => lsp::CompletionItemKind::VALUE,
        ItemKind::Words => lsp::CompletionItemKind::TEXT,
        ItemKind::New => lsp::CompletionItemKind::CONSTRUCTOR,
    }
}
