//! `textDocument/prepareTypeHierarchy`, `typeHierarchy/supertypes`, `typeHierarchy/subtypes`

use serde::{Deserialize, Serialize};
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use super::symbols::kind;
use crate::features::edit::Refusal;
use crate::features::shared::label;
use crate::features::shared::node::Node;
use crate::features::type_hierarchy;
use crate::lsp::request::{Answer, Method, Reads};
use crate::lsp::snapshot::Snapshot;
use crate::model::{Corpus, EntityId};
use crate::syntax::PartialDate;

/// Who or what a hierarchy of organisations begins with. Its capability has no field in
/// the library's types, and is added to the answer on its way out.
pub struct PrepareTypeHierarchy;

impl Method for PrepareTypeHierarchy {
    type Request = request::TypeHierarchyPrepare;
}

impl Reads for PrepareTypeHierarchy {
    fn answer(
        snapshot: &Snapshot,
        params: lsp::TypeHierarchyPrepareParams,
    ) -> Result<Answer<Self>, Refusal> {
        Ok(prepare(snapshot, params))
    }
}

/// What it is a part of.
pub struct Supertypes;

impl Method for Supertypes {
    type Request = request::TypeHierarchySupertypes;
}

impl Reads for Supertypes {
    fn answer(
        snapshot: &Snapshot,
        params: lsp::TypeHierarchySupertypesParams,
    ) -> Result<Answer<Self>, Refusal> {
        Ok(supertypes(snapshot, params))
    }
}

/// Its parts.
pub struct Subtypes;

impl Method for Subtypes {
    type Request = request::TypeHierarchySubtypes;
}

impl Reads for Subtypes {
    fn answer(
        snapshot: &Snapshot,
        params: lsp::TypeHierarchySubtypesParams,
    ) -> Result<Answer<Self>, Refusal> {
        Ok(subtypes(snapshot, params))
    }
}

/// What an item keeps until it is asked about.
#[derive(Debug, Serialize, Deserialize)]
struct TypeItemData {
    /// The id with its sigil.
    id: String,
    /// The date of the article from which the hierarchy was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    /// The document in which it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    uri: Option<lsp::Uri>,
}

fn prepare(
    snapshot: &Snapshot,
    params: lsp::TypeHierarchyPrepareParams,
) -> Option<Vec<lsp::TypeHierarchyItem>> {
    let (file, offset) = snapshot.place(&params.text_document_position_params)?;
    let nodes = type_hierarchy::prepare(&snapshot.corpus, file, offset)?;
    Some(items(snapshot, nodes, snapshot.corpus.date(file)))
}

fn supertypes(
    snapshot: &Snapshot,
    params: lsp::TypeHierarchySupertypesParams,
) -> Option<Vec<lsp::TypeHierarchyItem>> {
    neighbours(snapshot, params.item, type_hierarchy::supertypes)
}

fn subtypes(
    snapshot: &Snapshot,
    params: lsp::TypeHierarchySubtypesParams,
) -> Option<Vec<lsp::TypeHierarchyItem>> {
    neighbours(snapshot, params.item, type_hierarchy::subtypes)
}

fn neighbours(
    snapshot: &Snapshot,
    item: lsp::TypeHierarchyItem,
    ask: fn(&Corpus, EntityId, Option<PartialDate>) -> Vec<Node>,
) -> Option<Vec<lsp::TypeHierarchyItem>> {
    let data: TypeItemData = serde_json::from_value(item.data?).ok()?;
    let entity = snapshot.corpus.ids().find(&data.id)?;
    let date = data.date.and_then(|date| PartialDate::parse(&date).ok());
    let nodes = ask(&snapshot.corpus, entity, date);
    Some(items(snapshot, nodes, date))
}

fn items(
    snapshot: &Snapshot,
    nodes: Vec<Node>,
    date: Option<PartialDate>,
) -> Vec<lsp::TypeHierarchyItem> {
    let items = nodes.into_iter().filter_map(|node| {
        let data = TypeItemData {
            id: snapshot.corpus.written(node.entity).to_string(),
            date: date.map(|date| date.to_string()),
            uri: snapshot.document.clone(),
        };
        Some(lsp::TypeHierarchyItem {
            kind: kind(node.entity.kind().into()),
            tags: None,
            uri: snapshot.uri(node.file)?,
            range: snapshot.range(node.file, node.full),
            selection_range: snapshot.range(node.file, node.focus),
            name: label(&node.name),
            detail: node.detail.map(|words| label(&words)),
            data: serde_json::to_value(data).ok(),
        })
    });
    items.collect()
}
