use std::pin::Pin;
use std::task::{Context, Poll};

use quotemark::lsp::input::{Framing, MALFORMED, pass_on, repaired, without_lone_surrogates};
use serde_json::Value;
use tokio::io::{AsyncRead, ReadBuf};
use tower_lsp::jsonrpc::{Request, Response};

use crate::frame::first_message;

/// Whatever comes in, what is passed on to the protocol library are whole
/// messages that it can read, and the same ones however the input is cut.
///
/// What a port passes on is the beginning of what a pipe does.
pub fn protocol(data: &[u8]) {
    let (cuts, input) = data.split_at(data.len().min(4));
    let whole = whole(input, cuts, Framing::Lenient);
    let strict = self::whole(input, cuts, Framing::Strict);
    assert!(
        whole.starts_with(&strict),
        "a port takes what a pipe does not"
    );
    let mut rest = whole.as_slice();
    while !rest.is_empty() {
        let message;
        (message, rest) = first_message(rest).expect("it is whole");
        let value: Value = serde_json::from_slice(message).expect("what is passed on is JSON");
        let is_request = serde_json::from_value::<Request>(value.clone()).is_ok();
        let is_response = serde_json::from_value::<Response>(value.clone()).is_ok();
        assert!(is_request || is_response, "{value}");
        if value["method"] != MALFORMED {
            assert!(came_in(input, message), "{value} never came in");
        }
    }
}

/// Whether the message is in the input as it is, or as one that was put right: with
/// whole characters, and URIs as the server writes them.
fn came_in(input: &[u8], message: &[u8]) -> bool {
    if input.windows(message.len()).any(|window| window == message) {
        return true;
    }
    let input = without_lone_surrogates(input.to_vec());
    let message = message.trim_ascii();
    (0..input.len()).filter(|at| input[*at] == b'{').any(|at| {
        let mut values = serde_json::Deserializer::from_slice(&input[at..]).into_iter::<Value>();
        let whole = matches!(values.next(), Some(Ok(_)));
        let end = at + values.byte_offset();
        whole && repaired(input[at..end].to_vec()).as_deref() == Some(message)
    })
}

fn whole(input: &[u8], cuts: &[u8], framing: Framing) -> Vec<u8> {
    let whole = passed(input, &[], framing);
    assert_eq!(
        whole,
        passed(input, cuts, framing),
        "it depends on how the input is cut"
    );
    whole
}

fn passed(input: &[u8], cuts: &[u8], framing: Framing) -> Vec<u8> {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.expect("a runtime without anything needs nothing");
    let mut output = Vec::new();
    let input = Cut {
        rest: input,
        cuts: cuts.to_vec(),
        next: 0,
    };
    runtime.block_on(pass_on(input, &mut output, framing));
    output
}

/// An input that comes in pieces of these lengths, over and over.
struct Cut<'d> {
    rest: &'d [u8],
    cuts: Vec<u8>,
    next: usize,
}

impl AsyncRead for Cut<'_> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let cut = self.cuts.get(self.next % self.cuts.len().max(1)).copied();
        self.next += 1;
        let length = cut.map_or(usize::MAX, |cut| usize::from(cut).max(1));
        let length = length.min(self.rest.len()).min(into.remaining());
        let (now, rest) = self.rest.split_at(length);
        into.put_slice(now);
        self.rest = rest;
        Poll::Ready(Ok(()))
    }
}
