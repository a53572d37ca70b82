//! `textDocument/semanticTokens/full`, `…/full/delta`, `…/range`

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

use crate::features::semantic_tokens::{self, MODIFIERS, Token, TokenKind};
use crate::lsp::query::{Cancelled, query};
use crate::lsp::session::Session;
use crate::lsp::snapshot::{Snapshot, position_from};
use crate::lsp::token_delta::splice;
use crate::lsp::uri::path_of;
use crate::model::FileId;
use crate::syntax::TextRange;

/// How many numbers stand for a token in the protocol.
const NUMBERS: u32 = 5;

/// What the numbers of kinds and modifiers mean.
pub fn legend() -> lsp::SemanticTokensLegend {
    let kinds = TokenKind::ALL.iter().map(|kind| kind.word());
    lsp::SemanticTokensLegend {
        token_types: kinds.map(lsp::SemanticTokenType::new).collect(),
        token_modifiers: MODIFIERS
            .iter()
            .map(|name| lsp::SemanticTokenModifier::new(name))
            .collect(),
    }
}

/// All tokens of the document.
///
/// # Errors
/// As of [`query`].
pub async fn full(
    session: &Session,
    params: lsp::SemanticTokensParams,
) -> Result<Option<lsp::SemanticTokensResult>> {
    let uri = params.text_document.uri;
    let tokens = query(uri.clone(), all).await?;
    Ok(tokens.map(|tokens| whole(session, &uri, tokens).into()))
}

/// What has changed since the answer that the editor names; all tokens when the
/// session no longer knows that one.
///
/// # Errors
/// As of [`query`].
pub async fn delta(
    session: &Session,
    params: lsp::SemanticTokensDeltaParams,
) -> Result<Option<lsp::SemanticTokensFullDeltaResult>> {
    let uri = params.text_document.uri;
    let Some(tokens) = query(uri.clone(), all).await? else {
        return Ok(None);
    };
    let Some(before) = given(session, &uri, &params.previous_result_id) else {
        return Ok(Some(whole(session, &uri, tokens).into()));
    };
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX / NUMBERS) * NUMBERS;
    let edit = splice(&before, &tokens).map(|splice| lsp::SemanticTokensEdit {
        start: count(splice.start),
        delete_count: count(splice.removed),
        data: Some(splice.inserted),
    });
    let delta = lsp::SemanticTokensDelta {
        result_id: note(session, &uri, tokens),
        edits: edit.into_iter().collect(),
    };
    Ok(Some(delta.into()))
}

/// The tokens in a stretch of the document.
pub fn range(
    snapshot: &Snapshot,
    params: lsp::SemanticTokensRangeParams,
    cancelled: &Cancelled,
) -> Option<lsp::SemanticTokensRangeResult> {
    let file = snapshot.file(&params.text_document.uri)?;
    let lines = &snapshot.corpus.file(file)?.facts().lines;
    let counting = snapshot.capabilities.counting();
    let offset = |position| lines.offset(position_from(position), counting);
    let (start, end) = (offset(params.range.start), offset(params.range.end));
    let within = TextRange::new(start, end.max(start));
    let tokens =
        semantic_tokens::semantic_tokens(&snapshot.corpus, file, within, &|| cancelled.is_set());
    let tokens = lsp::SemanticTokens {
        result_id: None,
        data: relative(snapshot, file, &tokens, cancelled),
    };
    Some(tokens.into())
}

fn all(
    snapshot: &Snapshot,
    uri: lsp::Uri,
    cancelled: &Cancelled,
) -> Option<Arc<[lsp::SemanticToken]>> {
    let file = snapshot.file(&uri)?;
    let length = snapshot.corpus.file(file)?.facts().lines.length();
    let within = TextRange::new(0, length);
    let tokens =
        semantic_tokens::semantic_tokens(&snapshot.corpus, file, within, &|| cancelled.is_set());
    Some(relative(snapshot, file, &tokens, cancelled).into())
}

fn whole(
    session: &Session,
    uri: &lsp::Uri,
    tokens: Arc<[lsp::SemanticToken]>,
) -> lsp::SemanticTokens {
    lsp::SemanticTokens {
        data: tokens.to_vec(),
        result_id: note(session, uri, tokens),
    }
}

/// Takes note of the tokens that the editor is given. Gives their result id; none for a
/// document that is not open, of which nothing is kept.
fn note(session: &Session, uri: &lsp::Uri, tokens: Arc<[lsp::SemanticToken]>) -> Option<String> {
    let mut state = session.state();
    let path = state.workspace.known(&path_of(uri.as_str()));
    let is_open = state.opened.contains_key(&path);
    is_open.then(|| state.tokens.note(path, tokens))
}

/// The tokens of a document that have that result id, if they are the last that were given.
fn given(session: &Session, uri: &lsp::Uri, result_id: &str) -> Option<Arc<[lsp::SemanticToken]>> {
    let state = session.state();
    let path = state.workspace.known(&path_of(uri.as_str()));
    state.tokens.of(&path, result_id)
}

/// Tokens as the protocol counts them: each from the one before.
fn relative(
    snapshot: &Snapshot,
    file: FileId,
    tokens: &[Token],
    cancelled: &Cancelled,
) -> Vec<lsp::SemanticToken> {
    let mut before = lsp::Position::default();
    let tokens = tokens.iter().take_while(|_| !cancelled.is_set());
    let tokens = tokens.map(|token| {
        let range = snapshot.range(file, token.range);
        let start = range.start;
        let column = match start.line == before.line {
            true => before.character,
            false => 0,
        };
        let relative = lsp::SemanticToken {
            delta_line: start.line - before.line,
            delta_start: start.character - column,
            length: range.end.character - start.character,
            token_type: token.kind as u32,
            token_modifiers_bitset: token.modifiers,
        };
        before = start;
        relative
    });
    tokens.collect()
}
