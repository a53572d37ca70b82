//! The Language Server Protocol, 3.17; nothing outside this folder knows it.
//!
//! A message travels so: [`ordered`] applies what changes the workspace in the
//! order of the wire and takes the snapshot that a request will see; [`backend`]
//! has a row for each; [`request`] runs it off the protocol's task; [`methods`] ask the
//! features; [`snapshot`] turns bytes and files into positions and addresses, once.

mod backend;
mod client_capabilities;
mod code_pages;
mod commands;
mod edits;
mod faults;
mod files;
pub mod input;
mod lenient_uris;
mod line_ends;
mod may_change;
mod methods;
mod options;
mod ordered;
mod panic_place;
mod parent_process;
mod phase;
mod progress;
mod proposed;
mod publish;
mod refresh;
mod reports;
mod request;
mod roots;
mod server_capabilities;
mod session;
mod settings;
mod snapshot;
mod socket;
mod sync;
#[cfg(test)]
mod test_corpus;
mod token_delta;
mod turns;
mod uri;

use std::io;
use std::process::ExitCode;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};
use tower_lsp::{LspService, Server};

pub use options::ServerOptions;

use backend::Backend;
use input::Framing;
use ordered::Ordered;
use phase::Phase;
use session::Session;

/// How many requests may wait for their answers at once. The protocol library
/// counts notifications too, and a cancellation has to get through. Few of them
/// [work](turns) at once; one that waits costs next to nothing.
const CONCURRENCY: usize = 256;

/// How much of the input may be ahead of the protocol library, in bytes.
const PIPE: usize = 1 << 16;

/// Runs the server until the editor ends it. The code is 0 after `shutdown` and
/// `exit`, else 1; 2 when the server cannot start.
pub fn run(options: ServerOptions) -> ExitCode {
    log_to_stderr();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("quotemark: the server cannot start: {error}");
            return ExitCode::from(2);
        }
    };
    let ended = runtime.block_on(listen(options));
    // Reading standard input cannot be interrupted; the process ends around it.
    runtime.shutdown_background();
    match ended {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("quotemark: the server cannot start: {error}");
            ExitCode::from(2)
        }
    }
}

/// Warnings go to standard error, which editors keep as the server's log;
/// `QUOTEMARK_LOG=debug` (or `info`, `trace`) asks for more.
fn log_to_stderr() {
    let wanted = std::env::var("QUOTEMARK_LOG").ok();
    let level = wanted
        .and_then(|level| level.parse().ok())
        .unwrap_or(tracing::Level::WARN);
    // A second server in one process shares the log of the first.
    let _ = tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_ansi(false)
        .with_max_level(level)
        .try_init();
}

async fn listen(options: ServerOptions) -> io::Result<bool> {
    let Some(port) = options.tcp else {
        return Ok(serve(tokio::io::stdin(), tokio::io::stdout(), options).await);
    };
    let (input, output) = socket::one_client(port).await?.into_split();
    Ok(serve(input, output, options).await)
}

/// Serves one editor until it leaves; says whether it did so by `shutdown` and `exit`.
pub async fn serve(
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite,
    options: ServerOptions,
) -> bool {
    panic_place::remember();
    let faults = options.faults;
    let framing = match options.tcp {
        Some(_) => Framing::Strict,
        None => Framing::Lenient,
    };
    let mut session = None;
    let service = LspService::build(|client| {
        let made = Session::new(client, options);
        session = Some(made.clone());
        Backend { session: made }
    });
    let service = if faults {
        faults::with_faults(service)
    } else {
        service
    };
    let (service, socket) = service.finish();
    let Some(session) = session else { return false };
    let ended = session.ended();
    let phase = Arc::new(Phase::default());
    let ordered = Ordered::new(service, session.clone(), phase.clone());
    let (checked, messages) = tokio::io::duplex(PIPE);
    let serving = Server::new(messages, output, socket).concurrency_level(CONCURRENCY);
    let passing_on = async {
        input::pass_on(input, checked, framing).await;
        // The library notices the end of its input, and answers what is open;
        // what waits for changes would have it wait for ever.
        session.stop_waiting();
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = serving.serve(ordered) => {}
        () = ended.notified() => {}
        () = passing_on => {}
    }
    session.end();
    phase.is_clean_end()
}
