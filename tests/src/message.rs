//! The base protocol, and the check that a message is what its type says.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};

/// Writes one message.
pub async fn write(output: &mut (impl AsyncWrite + Unpin), message: &Value) {
    let body = message.to_string();
    let framed = format!("Content-Length: {}\r\n\r\n{body}", body.len());
    // A server that has ended reads no more; the test notices that elsewhere.
    let _ = output.write_all(framed.as_bytes()).await;
}

/// Reads one message; nothing when the server has closed the pipe.
pub async fn read(input: &mut BufReader<impl AsyncRead + Unpin>) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some(number) = line.strip_prefix("Content-Length: ") {
            length = number.parse::<usize>().ok();
        }
    }
    let mut body = vec![0; length.expect("a message says its length")];
    input.read_exact(&mut body).await.ok()?;
    Some(serde_json::from_slice(&body).expect("a message is JSON"))
}

/// Reads a value as a type of the protocol, and fails when the type does not
/// hold all of it.
pub fn strictly<T: DeserializeOwned + Serialize>(value: &Value, what: &str) -> T {
    let typed: T = serde_json::from_value(value.clone())
        .unwrap_or_else(|error| panic!("{what} is not what the protocol says: {error}\n{value:#}"));
    let again = serde_json::to_value(&typed).expect("the protocol's types are JSON");
    assert_eq!(
        without_nulls(&again),
        without_nulls(value),
        "{what} holds what its type does not know"
    );
    typed
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().filter(|(_, value)| !value.is_null());
            Value::Object(
                fields
                    .map(|(key, value)| (key.clone(), without_nulls(value)))
                    .collect(),
            )
        }
        Value::Array(items) => Value::Array(items.iter().map(without_nulls).collect()),
        other => other.clone(),
    }
}
