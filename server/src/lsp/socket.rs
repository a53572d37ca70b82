//! The one client that comes over a port instead of standard input.

use std::io;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::input::begins_header;

/// How many connections may be open before one of them has said anything.
const MOST_WAITING: usize = 16;

/// How long no connection is taken after one could not be.
const PAUSE: Duration = Duration::from_millis(100);

/// Listens on a port of this machine alone until a client begins to speak the
/// protocol, and then no longer: one client is served. What begins in another
/// way, as a browser does, is closed, and does not take the client's place; nor
/// does who says nothing.
///
/// # Errors
/// When the port cannot be listened on.
pub async fn one_client(port: u16) -> io::Result<TcpStream> {
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    eprintln!("quotemark: listening on {}", listener.local_addr()?);
    let mut waiting = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept(), if waiting.len() < MOST_WAITING => {
                match accepted {
                    Ok((stream, _)) => drop(waiting.spawn(client(stream))),
                    // What failed is one connection; the next one may not.
                    Err(_) => sleep(PAUSE).await,
                }
            }
            Some(ended) = waiting.join_next() => {
                if let Ok(Some(stream)) = ended {
                    return Ok(stream);
                }
            }
        }
    }
}

/// The connection, if its first byte may be one of the protocol's.
async fn client(stream: TcpStream) -> Option<TcpStream> {
    let mut first = [0];
    let read = stream.peek(&mut first).await.ok()?;
    if read == 1 && begins_header(first[0]) {
        return Some(stream);
    }
    if read == 1 {
        eprintln!("quotemark: a connection was closed, as it is not the Language Server Protocol");
    }
    None
}
