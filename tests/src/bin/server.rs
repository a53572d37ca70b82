//! The server as a process, for tests of how a process ends.

fn main() -> std::process::ExitCode {
    quotemark::lsp::run(quotemark::lsp::ServerOptions::default())
}
