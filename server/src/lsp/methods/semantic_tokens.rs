//! `textDocument/semanticTokens/full`, `…/full/delta`, `…/range`

use std::sync::Arc;

use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::features::edit::Refusal;
use crate::features::semantic_tokens::{self, MODIFIERS, Token, TokenKind};
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::request::{Answer, Method, Reads, Records};
use crate::lsp::session::Session;
use crate::lsp::snapshot::{Snapshot, position_from};
use crate::lsp::token_delta::splice;
use crate::lsp::uri::path_of;
use crate::model::FileId;
use crate::syntax::TextRange;

/// How many numbers stand for a token in the protocol.
const NUMBERS: u32 = 5;

/// What the numbers of kinds and modifiers mean.
fn legend() -> lsp::SemanticTokensLegend {
    let kinds = TokenKind::ALL.iter().map(|kind| kind.word());
    lsp::SemanticTokensLegend {
        token_types: kinds.map(lsp::SemanticTokenType::new).collect(),
        token_modifiers: MODIFIERS
            .iter()
            .map(|name| lsp::SemanticTokenModifier::new(name))
            .collect(),
    }
}

/// All tokens of a document.
pub struct AllTokens;

impl Method for AllTokens {
    type Request = request::SemanticTokensFullRequest;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        let options = lsp::SemanticTokensOptions {
            legend: legend(),
            range: Some(true),
            full: Some(lsp::SemanticTokensFullOptions::Delta { delta: Some(true) }),
            ..lsp::SemanticTokensOptions::default()
        };
        server.semantic_tokens_provider =
            Some(lsp::SemanticTokensServerCapabilities::SemanticTokensOptions(options));
    }
}

/// The tokens of a document, with its address.
type Found = Option<(lsp::Uri, Arc<[lsp::SemanticToken]>)>;

impl Records for AllTokens {
    type Found = Found;

    fn find(snapshot: &Snapshot, params: lsp::SemanticTokensParams) -> Result<Found, Refusal> {
        let uri = params.text_document.uri;
        Ok(all(snapshot, &uri).map(|tokens| (uri, tokens)))
    }

    fn record(session: &Arc<Session>, found: Found) -> Answer<Self> {
        found.map(|(uri, tokens)| recorded(session, &uri, tokens).into())
    }
}

/// What has changed since the answer that the editor names; all tokens when the
/// session no longer knows that one.
pub struct TokensDelta;

impl Method for TokensDelta {
    type Request = request::SemanticTokensFullDeltaRequest;
}

impl Records for TokensDelta {
    /// With the result id of the answer that the editor names.
    type Found = Option<(lsp::Uri, String, Arc<[lsp::SemanticToken]>)>;

    fn find(
        snapshot: &Snapshot,
        params: lsp::SemanticTokensDeltaParams,
    ) -> Result<Self::Found, Refusal> {
        let uri = params.text_document.uri;
        let tokens = all(snapshot, &uri);
        Ok(tokens.map(|tokens| (uri, params.previous_result_id, tokens)))
    }

    fn record(session: &Arc<Session>, found: Self::Found) -> Answer<Self> {
        let (uri, previous, tokens) = found?;
        let Some(before) = sent(session, &uri, &previous) else {
            return Some(recorded(session, &uri, tokens).into());
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
        Some(delta.into())
    }
}

/// The tokens in a stretch of a document.
pub struct TokensInRange;

impl Method for TokensInRange {
    type Request = request::SemanticTokensRangeRequest;
}

impl Reads for TokensInRange {
    fn answer(
        snapshot: &Snapshot,
        params: lsp::SemanticTokensRangeParams,
    ) -> Result<Answer<Self>, Refusal> {
        Ok(range(snapshot, &params))
    }
}

fn range(
    snapshot: &Snapshot,
    params: &lsp::SemanticTokensRangeParams,
) -> Option<lsp::SemanticTokensRangeResult> {
    let file = snapshot.file(&params.text_document.uri)?;
    let lines = &snapshot.corpus.file(file)?.facts().lines;
    let counting = snapshot.capabilities.counting();
    let offset = |position| lines.offset(position_from(position), counting);
    let (start, end) = (offset(params.range.start), offset(params.range.end));
    let within = TextRange::new(start, end.max(start));
    let tokens = semantic_tokens::semantic_tokens(&snapshot.corpus, file, within, &|| {
        snapshot.is_cancelled()
    });
    let tokens = lsp::SemanticTokens {
        result_id: None,
        data: relative(snapshot, file, &tokens),
    };
    Some(tokens.into())
}

fn all(snapshot: &Snapshot, uri: &lsp::Uri) -> Option<Arc<[lsp::SemanticToken]>> {
    let file = snapshot.file(uri)?;
    let length = snapshot.corpus.file(file)?.facts().lines.length();
    let within = TextRange::new(0, length);
    let tokens = semantic_tokens::semantic_tokens(&snapshot.corpus, file, within, &|| {
        snapshot.is_cancelled()
    });
    Some(relative(snapshot, file, &tokens).into())
}

/// All tokens as they are answered, of which the session takes note.
fn recorded(
    session: &Session,
    uri: &lsp::Uri,
    tokens: Arc<[lsp::SemanticToken]>,
) -> lsp::SemanticTokens {
    lsp::SemanticTokens {
        data: tokens.to_vec(),
        result_id: note(session, uri, tokens),
    }
}

/// Takes note of the tokens that the editor is sent. Gives their result id; none for a
/// document that is not open, of which nothing is kept.
fn note(session: &Session, uri: &lsp::Uri, tokens: Arc<[lsp::SemanticToken]>) -> Option<String> {
    let mut state = session.state();
    let path = state.workspace.known(&path_of(uri.as_str()));
    let is_open = state.opened.contains_key(&path);
    is_open.then(|| state.tokens.note(path, tokens))
}

/// The tokens of a document that have that result id, if they are the last that were sent.
fn sent(session: &Session, uri: &lsp::Uri, result_id: &str) -> Option<Arc<[lsp::SemanticToken]>> {
    let state = session.state();
    let path = state.workspace.known(&path_of(uri.as_str()));
    state.tokens.of(&path, result_id)
}

/// Tokens as the protocol counts them: each from the one before.
fn relative(snapshot: &Snapshot, file: FileId, tokens: &[Token]) -> Vec<lsp::SemanticToken> {
    let mut before = lsp::Position::default();
    let tokens = tokens.iter().take_while(|_| !snapshot.is_cancelled());
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
