//! The pipe between the editor and the server.

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::mpsc;

use super::editor::Editor;
use crate::frame::first_message;

/// Something for the one who writes.
pub enum Out {
    /// A message.
    Body(Vec<u8>),
    /// Nothing more comes, and the pipe stays open.
    End,
    /// The pipe is closed in the one direction.
    Close,
}

/// Writes what the editor sends.
pub async fn write(mut output: impl AsyncWrite + Unpin, mut queue: mpsc::UnboundedReceiver<Out>) {
    while let Some(out) = queue.recv().await {
        let body = match out {
            Out::Body(body) => body,
            Out::End => return,
            Out::Close => {
                let _ = output.shutdown().await;
                return;
            }
        };
        let header = format!("Content-Length: {}\r\n\r\n", body.len());
        for part in [header.as_bytes(), &body] {
            if output.write_all(part).await.is_err() {
                return;
            }
        }
    }
}

/// Reads what the server sends until it has ended, or the editor is gone.
pub async fn read(editor: &Editor, mut input: impl AsyncRead + Unpin) {
    let mut buffer = Vec::new();
    loop {
        let mut rest = buffer.as_slice();
        while let Some((message, after)) = first_message(rest) {
            rest = after;
            let message = serde_json::from_slice(message);
            editor.take(&message.expect("what the server sends is JSON"));
        }
        buffer.drain(..buffer.len() - rest.len());
        let read = tokio::select! {
            read = input.read_buf(&mut buffer) => read.unwrap_or(0),
            () = editor.is_cut() => 0,
        };
        if read == 0 {
            break;
        }
    }
    editor.note_end();
}
