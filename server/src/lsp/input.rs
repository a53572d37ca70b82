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

/// How headers are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// What is no header of the protocol is passed over, as an editor's pipe may
    /// carry the words of whatever else writes to it.
    Lenient,
    /// What is no header of the protocol ends the input. Anybody on the machine
    /// can write to a port, and a page in a browser can have one sent an HTTP
    /// request with a body of its choice.
    Strict,
}

/// What comes next in the input.
enum Next {
    /// A message of so many bytes.
    Message(u64),
    /// Something that [`Framing::Strict`] does not take.
    Refused,
    End,
}

/// Passes messages on until the input ends, is refused, or nobody reads them
/// any more.
pub async fn pass_on(
    input: impl AsyncRead + Unpin,
    mut output: impl AsyncWrite + Unpin,
    framing: Framing,
) {
    let mut input = BufReader::new(input);
    loop {
        let length = match next(&mut input, framing).await {
            Next::Message(length) => length,
            Next::Refused => {
                tracing::error!(
                    "what came in is not the Language Server Protocol, so it is not read on"
                );
                return;
            }
            Next::End => return,
        };
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

/// Reads a header. Leniently, lines that say nothing are passed over.
async fn next(input: &mut (impl AsyncBufRead + Unpin), framing: Framing) -> Next {
    let mut length = None;
    loop {
        let Ok(ahead) = input.fill_buf().await else {
            return Next::End;
        };
        let Some(first) = ahead.first() else {
            return Next::End;
        };
        // The line may never end, so it is not waited for.
        if framing == Framing::Strict && !begins_header(*first) && !matches!(first, b'\r' | b'\n') {
            return Next::Refused;
        }
        let mut line = Vec::new();
        let mut limited = (&mut *input).take(MOST_HEADER);
        if limited.read_until(b'\n', &mut line).await.is_err() {
            return Next::End;
        }
        let line = line.trim_ascii();
        if line.is_empty() {
            match (length, framing) {
                (Some(length), _) => return Next::Message(length),
                (None, Framing::Strict) => return Next::Refused,
                (None, Framing::Lenient) => continue,
            }
        }
        let mut parts = line.splitn(2, |byte| *byte == b':');
        let name = parts.next().unwrap_or_default();
        let value = parts.next().map(<[u8]>::trim_ascii);
        if name.eq_ignore_ascii_case(b"Content-Length") {
            let second = length.is_some();
            length = value.and_then(number);
            if framing == Framing::Strict && (second || length.is_none_or(|it| it > MOST_BYTES)) {
                return Next::Refused;
            }
        } else if framing == Framing::Strict
            && (value.is_none() || !name.eq_ignore_ascii_case(b"Content-Type"))
        {
            return Next::Refused;
        }
    }
}

/// Whether a header of the protocol can begin with this byte: there are only
/// `Content-Length` and `Content-Type`.
pub fn begins_header(byte: u8) -> bool {
    byte.eq_ignore_ascii_case(&b'C')
}

fn number(digits: &[u8]) -> Option<u64> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
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
        passed_in(Framing::Lenient, input).await
    }

    async fn passed_in(framing: Framing, input: &[u8]) -> String {
        let mut output = Vec::new();
        pass_on(input, &mut output, framing).await;
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

    #[tokio::test]
    async fn a_port_takes_nothing_but_the_protocol() {
        let request = r#"{"jsonrpc":"2.0","id":1,"method":"x"}"#;
        let message = framed(request);
        let length = request.len();
        for sound in [
            message.clone(),
            format!("content-length:{length}\r\nContent-Type: y\r\n\r\n{request}"),
            format!("Content-Type: y\nContent-Length: {length}\n\n{request}"),
        ] {
            let twice = sound.clone() + &sound;
            assert_eq!(
                passed_in(Framing::Strict, twice.as_bytes()).await,
                message.repeat(2)
            );
        }
        for before in [
            "POST / HTTP/1.1\r\nHost: 127.0.0.1:9257\r\nOrigin: https://evil.example\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "CONNECT x:1 HTTP/1.1\r\n",
            "Host: x\r\n",
            "Cookie: Content-Length: 5\r\n",
            "Content-Type: y\r\nX: 1\r\n",
            "Content-Type\r\n",
            "Content-Length : 5\r\n",
            "Content-Length: 5\r\n",
            "Content-Length: -5\r\n",
            "Content-Length: +5\r\n\r\n",
            "Content-Length: 5, 5\r\n",
            "Content-Length: 99999999999\r\n\r\n",
            " Content-Type: y\r\n",
            "Content-Type: y\r\n\r\n",
            "\r\n",
            "\n",
            "\u{16}\u{3}\u{1}",
            "{}",
        ] {
            let input = before.to_owned() + &message;
            let passed = passed_in(Framing::Strict, input.as_bytes()).await;
            assert_eq!(passed, "", "{before:?}");
        }
        let then = message.clone() + "POST / HTTP/1.1\r\n\r\n" + &message;
        assert_eq!(passed_in(Framing::Strict, then.as_bytes()).await, message);
    }
}
