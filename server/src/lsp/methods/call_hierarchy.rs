//! `textDocument/prepareCallHierarchy`, `callHierarchy/incomingCalls`, `callHierarchy/outgoingCalls`

use serde::{Deserialize, Serialize};
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use super::symbols::kind;
use crate::features::call_hierarchy;
use crate::features::edit::Refusal;
use crate::features::shared::label;
use crate::features::shared::node::Node;
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::request::{Answer, Method, Reads};
use crate::lsp::snapshot::Snapshot;
use crate::model::{EntityId, FileId};
use crate::syntax::TextRange;

/// Who or what a hierarchy of quotes begins with.
pub struct PrepareCallHierarchy;

impl Method for PrepareCallHierarchy {
    type Request = request::CallHierarchyPrepare;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.call_hierarchy_provider = Some(lsp::CallHierarchyServerCapability::Simple(true));
    }
}

impl Reads for PrepareCallHierarchy {
    fn answer(
        snapshot: &Snapshot,
        params: lsp::CallHierarchyPrepareParams,
    ) -> Result<Answer<Self>, Refusal> {
        Ok(prepare(snapshot, params))
    }
}

/// Who speaks of it.
pub struct IncomingCalls;

impl Method for IncomingCalls {
    type Request = request::CallHierarchyIncomingCalls;
}

impl Reads for IncomingCalls {
    fn answer(
        snapshot: &Snapshot,
        params: lsp::CallHierarchyIncomingCallsParams,
    ) -> Result<Answer<Self>, Refusal> {
        Ok(incoming(snapshot, params))
    }
}

/// Of whom it speaks.
pub struct OutgoingCalls;

impl Method for OutgoingCalls {
    type Request = request::CallHierarchyOutgoingCalls;
}

impl Reads for OutgoingCalls {
    fn answer(
        snapshot: &Snapshot,
        params: lsp::CallHierarchyOutgoingCallsParams,
    ) -> Result<Answer<Self>, Refusal> {
        Ok(outgoing(snapshot, params))
    }
}

/// What an item keeps until it is asked about.
#[derive(Debug, Serialize, Deserialize)]
struct CallItemData {
    /// The id with its sigil.
    id: String,
    /// The document in which it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    uri: Option<lsp::Uri>,
}

fn prepare(
    snapshot: &Snapshot,
    params: lsp::CallHierarchyPrepareParams,
) -> Option<Vec<lsp::CallHierarchyItem>> {
    let (file, offset) = snapshot.place(&params.text_document_position_params)?;
    let nodes = call_hierarchy::prepare(&snapshot.corpus, file, offset)?.into_iter();
    Some(nodes.filter_map(|node| item(snapshot, node)).collect())
}

fn incoming(
    snapshot: &Snapshot,
    params: lsp::CallHierarchyIncomingCallsParams,
) -> Option<Vec<lsp::CallHierarchyIncomingCall>> {
    let entity = entity(snapshot, &params.item)?;
    let calls = call_hierarchy::incoming(&snapshot.corpus, entity).into_iter();
    let converted = calls.filter_map(|call| {
        let from_ranges = ranges(snapshot, call.node.file, &call.ranges);
        let from = item(snapshot, call.node)?;
        Some(lsp::CallHierarchyIncomingCall { from, from_ranges })
    });
    Some(converted.collect())
}

/// Whom and what the quotes of the item mention. The ranges are in the item's
/// file; a call from another file begins at the item itself.
fn outgoing(
    snapshot: &Snapshot,
    params: lsp::CallHierarchyOutgoingCallsParams,
) -> Option<Vec<lsp::CallHierarchyOutgoingCall>> {
    let caller = params.item;
    let entity = entity(snapshot, &caller)?;
    let file = snapshot.file(&caller.uri)?;
    let calls = call_hierarchy::outgoing(&snapshot.corpus, entity, file).into_iter();
    let converted = calls.filter_map(|call| {
        let from_ranges = match &call.ranges[..] {
            [] => vec![caller.selection_range],
            words => ranges(snapshot, file, words),
        };
        let to = item(snapshot, call.node)?;
        Some(lsp::CallHierarchyOutgoingCall { to, from_ranges })
    });
    Some(converted.collect())
}

fn item(snapshot: &Snapshot, node: Node) -> Option<lsp::CallHierarchyItem> {
    let id = snapshot.corpus.written(node.entity).to_string();
    let uri = snapshot.document.clone();
    Some(lsp::CallHierarchyItem {
        kind: kind(node.entity.kind().into()),
        tags: None,
        uri: snapshot.uri(node.file)?,
        range: snapshot.range(node.file, node.full),
        selection_range: snapshot.range(node.file, node.focus),
        name: label(&node.name),
        detail: node.detail.map(|words| label(&words)),
        data: serde_json::to_value(CallItemData { id, uri }).ok(),
    })
}

fn entity(snapshot: &Snapshot, item: &lsp::CallHierarchyItem) -> Option<EntityId> {
    let data: CallItemData = serde_json::from_value(item.data.clone()?).ok()?;
    snapshot.corpus.ids().find(&data.id)
}

fn ranges(snapshot: &Snapshot, file: FileId, ranges: &[TextRange]) -> Vec<lsp::Range> {
    let ranges = ranges.iter();
    ranges.map(|range| snapshot.range(file, *range)).collect()
}
