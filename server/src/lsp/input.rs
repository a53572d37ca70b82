//! What stands between the input and the protocol library.
//!
//! The library ends at the first message that is no JSON-RPC. Here such a
//! message is taken out, and a request is put in its place whose answer is the
//! error that the protocol asks for, so that one bad message costs nothing else.

use serde_json::Value;
use tokio::io::{
    AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader,
    copy, sink,
};
use tower_lsp::jsonrpc::{Request, Response};

/// The method that stands for a message that makes no sense.
pub const MALFORMED: &str = "quotemark/malformed";

/// The longest message that is read, in bytes.
const MOST_BYTES: u64 = 1 << 30;

/// The longest header line that is read, in bytes.
const MOST_HEADER: u64 = 1 << 12;

/// Passes messages on until the input ends or nobody reads them any more.
pub async fn pass_on(input: impl AsyncRead + Unpin, mut output: impl AsyncWrite + Unpin) {
    let mut input = BufReader::new(input);
    while let Some(length) = next_length(&mut input).await {
        let mut body = Vec::new();
        let mut message = (&mut input).take(length);
        let read = if length > MOST_BYTES {
            copy(&mut message, &mut sink()).await.map(drop)
        } else {
            message.read_to_end(&mut body).await.map(drop)
        };
        if read.is_err() || (body.len() as u64) < length.min(MOST_BYTES) && length <= MOST_BYTES {
            return;
        }
        if !makes_sense(&body) {
            tracing::error!("a message of {length} bytes is no JSON-RPC");
            body = format!(r#"{{"jsonrpc":"2.0","id":null,"method":"{MALFORMED}"}}"#).into();
        }
        let header = format!("Content-Length: {}\r\n\r\n", body.len());
        for part in [header.as_bytes(), &body] {
            if output.write_all(part).await.is_err() {
                return;
            }
        }
    }
}

/// The length of the next message; nothing at the end of the input. Headers
/// without a length are passed over.
async fn next_length(input: &mut (impl AsyncBufRead + Unpin)) -> Option<u64> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        let mut limited = (&mut *input).take(MOST_HEADER);
        if limited.read_until(b'\n', &mut line).await.ok()? == 0 {
            return None;
        }
        let line = line.trim_ascii();
        if line.is_empty() {
            if let Some(length) = length {
                return Some(length);
            }
            continue;
        }
        let mut parts = line.splitn(2, |byte| *byte == b':');
        let name = parts.next().unwrap_or_default();
        if name.eq_ignore_ascii_case(b"Content-Length") {
            let value = parts.next().unwrap_or_default().trim_ascii();
            length = std::str::from_utf8(value)
                .ok()
                .and_then(|value| value.parse().ok());
        }
    }
}

/// Whether the library can read it. It reads the bytes, and takes no field
/// twice, which a value that is read before would hide.
fn makes_sense(body: &[u8]) -> bool {
    serde_json::from_slice::<Value>(body).is_ok()
        && (serde_json::from_slice::<Request>(body).is_ok()
            || serde_json::from_slice::<Response>(body).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn passed(input: &[u8]) -> String {
        let mut output = Vec::new();
        pass_on(input, &mut output).await;
        String::from_utf8(output).unwrap()
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[tokio::test]
    async fn what_makes_sense_goes_through() {
        let request = r#"{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":"é"}}"#;
        let answer = r#"{"jsonrpc":"2.0","id":1,"result":null}"#;
        let both = framed(request) + &framed(answer);
        assert_eq!(passed(both.as_bytes()).await, both);
        let dressed = format!(
            "X: 1\r\ncontent-length:{}\r\nContent-Type: y\r\nZ: 2\r\n\r\n{request}",
            request.len()
        );
        assert_eq!(passed(dressed.as_bytes()).await, framed(request));
    }

    #[tokio::test]
    async fn what_does_not_is_replaced() {
        let deep = format!(
            r#"{{"jsonrpc":"2.0","method":"x","params":{}{}}}"#,
            "[".repeat(500),
            "]".repeat(500)
        );
        for body in [
            "",
            "[]",
            "{",
            "7",
            r#"{"jsonrpc":"1.0","method":"x"}"#,
            r#"{"jsonrpc":"2.0","id":1,"id":2,"method":"x"}"#,
            r#"{"jsonrpc":"2.0","id":1,"id":2,"result":1}"#,
            &deep,
        ] {
            let out = passed(framed(body).as_bytes()).await;
            assert!(out.contains(MALFORMED), "{body}: {out}");
        }
    }

    #[tokio::test]
    async fn half_a_message_is_none() {
        assert_eq!(passed(b"Content-Length: 10\r\n\r\n{\"a\"").await, "");
        assert_eq!(passed(b"Content-Le").await, "");
        assert_eq!(passed(b"Content-Length: many\r\n\r\n").await, "");
    }
}
