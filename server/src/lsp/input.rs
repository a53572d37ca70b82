//! What stands between the input and the protocol library.
//!
//! The library ends at the first message that is no JSON-RPC. Here such a
//! message is taken out, and a request is put in its place whose answer is the
//! error that the protocol asks for, so that one bad message costs nothing else.
//! What editors write that is nearly right is put right: lone surrogates, and
//! [URIs](super::lenient_uris).

use serde_json::Value;
use tokio::io::{
    AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader,
    copy, sink,
};
use tower_lsp::jsonrpc::{Request, Response};

use super::lenient_uris::normalise;

/// The method that is put in place of a message that is no JSON-RPC.
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
        body = repaired(body).unwrap_or_else(|| {
            tracing::error!("a message of {length} bytes is no JSON-RPC");
            format!(r#"{{"jsonrpc":"2.0","id":null,"method":"{MALFORMED}"}}"#).into()
        });
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

/// A message as the library can read it; nothing for what is no message. One that
/// it can read as it is stays as it is.
pub fn repaired(mut body: Vec<u8>) -> Option<Vec<u8>> {
    let mut value = serde_json::from_slice::<Value>(&body);
    if value.is_err() {
        body = without_lone_surrogates(body);
        value = serde_json::from_slice(&body);
    }
    let mut value = value.ok()?;
    // The library reads the bytes, and takes no field twice, which the value hides.
    if serde_json::from_slice::<Request>(&body).is_err() {
        return serde_json::from_slice::<Response>(&body).ok().map(|_| body);
    }
    let method = value["method"].as_str().unwrap_or_default().to_owned();
    let params = value.get_mut("params");
    if params.is_some_and(|params| normalise(&method, params)) {
        return serde_json::to_vec(&value).ok();
    }
    Some(body)
}

/// Puts U+FFFD for each lone surrogate, which an editor that counts in UTF-16 may leave
/// when it cuts a text, and for bytes that are no UTF-8. Without it the
/// message would be lost, and with a change the text, from then on. U+FFFD is one
/// unit in UTF-16, as the surrogate is, so that later places in the text stay right.
pub fn without_lone_surrogates(mut body: Vec<u8>) -> Vec<u8> {
    let mut at = 0;
    while at < body.len() {
        at += match &body[at..] {
            [b'\\', b'u', ..] => match (surrogate(&body[at..]), surrogate(&body[at + 6..])) {
                (Some(Surrogate::High), Some(Surrogate::Low)) => 12,
                (Some(_), _) => {
                    body[at + 2..at + 6].copy_from_slice(b"fffd");
                    6
                }
                (None, _) => 2,
            },
            [b'\\', ..] => 2,
            // A surrogate that is written as if it had an encoding in UTF-8.
            [0xED, 0xA0..=0xBF, 0x80..=0xBF, ..] => {
                body[at..at + 3].copy_from_slice("\u{fffd}".as_bytes());
                3
            }
            _ => 1,
        };
    }
    match String::from_utf8(body) {
        Ok(text) => text.into_bytes(),
        Err(other) => String::from_utf8_lossy(other.as_bytes())
            .into_owned()
            .into(),
    }
}

/// Which surrogate is written by `\u` and four digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Surrogate {
    High,
    Low,
}

/// The surrogate that begins here, if one does.
fn surrogate(bytes: &[u8]) -> Option<Surrogate> {
    let digits = bytes.strip_prefix(b"\\u")?.get(..4)?;
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let code = u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    match code {
        0xD800..=0xDBFF => Some(Surrogate::High),
        0xDC00..=0xDFFF => Some(Surrogate::Low),
        _ => None,
    }
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
    async fn halves_of_characters_are_replaced() {
        let message = |text: &str| {
            format!(r#"{{"jsonrpc":"2.0","method":"x","params":{{"text":"{text}"}}}}"#)
        };
        for (sent, taken) in [
            (r"[Z\ud83d]", r"[Z\ufffd]"),
            (r"\uDE00b", r"\ufffdb"),
            (r"\ud83d\ud83d\ude00", r"\ufffd\ud83d\ude00"),
            (r"\ude00\ud83d", r"\ufffd\ufffd"),
            (r"\ud83d\n\\ud83d", r"\ufffd\n\\ud83d"),
            (r"\\\ud83dx", r"\\\ufffdx"),
            (r"\ud83d\u0041é", r"\ufffd\u0041é"),
        ] {
            let out = passed(framed(&message(sent)).as_bytes()).await;
            assert_eq!(out, framed(&message(taken)), "{sent}");
        }
        // What is complete is not touched, though it means the same.
        for complete in [r"\uD83D\uDE00", r"\\ud83d", "\u{fffd}", r"\u00e9"] {
            let out = passed(framed(&message(complete)).as_bytes()).await;
            assert_eq!(out, framed(&message(complete)), "{complete}");
        }
        // Raw bytes: a surrogate, and what is none.
        let raw = |bytes: &[u8]| {
            let (before, after) = (
                &b"{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":[\""[..],
                b"\"]}",
            );
            let mut input = format!(
                "Content-Length: {}\r\n\r\n",
                before.len() + bytes.len() + after.len()
            )
            .into_bytes();
            [before, bytes, after]
                .iter()
                .for_each(|part| input.extend(*part));
            input
        };
        for (sent, taken) in [
            (&b"a\xed\xa0\xbdb"[..], "a\u{fffd}b"),
            (b"a\xffb", "a\u{fffd}b"),
            (b"a\xed\xa0", "a\u{fffd}\u{fffd}"),
        ] {
            let out = passed(&raw(sent)).await;
            let wanted = String::from_utf8(raw(taken.as_bytes())).unwrap();
            assert_eq!(out, wanted, "{sent:?}");
        }
        for broken in [r"\ud8", r"\uzzzz", r"\", r"\ud83d\"] {
            let out = passed(framed(&message(broken)).as_bytes()).await;
            assert!(out.contains(MALFORMED), "{broken}: {out}");
        }
    }

    #[tokio::test]
    async fn uris_are_escaped_where_they_have_to_be() {
        let message = |uri: &str| {
            format!(r#"{{"jsonrpc":"2.0","id":1,"method":"x","params":{{"uri":"{uri}","n":1.5}}}}"#)
        };
        let out = passed(framed(&message("file:///a/[b] é.qm")).as_bytes()).await;
        assert_eq!(out, framed(&message("file:///a/%5Bb%5D%20%C3%A9.qm")));
        // What may stand there stays as it was sent, to the last space.
        let sound = message("file:///a/%5bb%5D.qm").replace(':', " : ");
        let sound = sound.replace("file : ", "file:");
        assert_eq!(passed(framed(&sound).as_bytes()).await, framed(&sound));
        let answer = r#"{"jsonrpc":"2.0","id":1,"result":{"uri":"[x]"}}"#;
        assert_eq!(passed(framed(answer).as_bytes()).await, framed(answer));
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
