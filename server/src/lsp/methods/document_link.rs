//! `textDocument/documentLink`

use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::features::document_link;
use crate::features::edit::Refusal;
use crate::features::shared::label;
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::request::{Answer, Method, Reads};
use crate::lsp::snapshot::Snapshot;
use crate::percent;

/// The addresses of a document.
pub struct DocumentLinks;

impl Method for DocumentLinks {
    type Request = request::DocumentLinkRequest;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.document_link_provider = Some(lsp::DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: lsp::WorkDoneProgressOptions::default(),
        });
    }
}

impl Reads for DocumentLinks {
    fn answer(
        snapshot: &Snapshot,
        params: lsp::DocumentLinkParams,
    ) -> Result<Answer<Self>, Refusal> {
        Ok(document_link(snapshot, params))
    }
}

fn document_link(
    snapshot: &Snapshot,
    params: lsp::DocumentLinkParams,
) -> Option<Vec<lsp::DocumentLink>> {
    let file = snapshot.file(&params.text_document.uri)?;
    let text = snapshot.corpus.source(file)?.text;
    let links = document_link::document_link(&snapshot.corpus, file);
    let converted = links.into_iter().filter_map(|link| {
        Some(lsp::DocumentLink {
            range: snapshot.range(file, link.range),
            target: Some(encoded(&text[link.range]).parse().ok()?),
            tooltip: Some(label(&link.tooltip)),
            data: None,
        })
    });
    Some(converted.collect())
}

/// An address in the characters that the protocol allows: letters outside of
/// ASCII, `%` where it encodes nothing, and brackets but those around the number
/// of a host are encoded.
fn encoded(address: &str) -> String {
    let bytes = address.as_bytes();
    let host = address.find("://").map_or(0, |colon| colon + 3);
    let host_end = address[host..].find(['/', '?', '#']);
    let host_end = host_end.map_or(address.len(), |end| host + end);
    percent::encoded(bytes, |at, byte| match byte {
        b'%' => percent::code_at(bytes, at).is_some(),
        b'[' | b']' => at < host_end,
        _ => is_taken(byte),
    })
}

/// Whether an address may hold a byte of ASCII as it is, outside of its host.
fn is_taken(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_in_ascii() {
        for (address, expected) in [
            (
                "https://a.org/é?q=%20&r=5%",
                "https://a.org/%C3%A9?q=%20&r=5%25",
            ),
            ("http://a.org/(x)#y", "http://a.org/(x)#y"),
            (
                "https://a.org/x[1]y?z[]=2|{3}",
                "https://a.org/x%5B1%5Dy?z%5B%5D=2%7C%7B3%7D",
            ),
            ("http://[::1]:80/[x]", "http://[::1]:80/%5Bx%5D"),
        ] {
            assert_eq!(encoded(address), expected);
            assert!(encoded(address).parse::<lsp::Uri>().is_ok());
        }
    }
}
