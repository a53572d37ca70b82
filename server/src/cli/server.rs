//! `quotemark server`, as far as the command line knows it

/// Answer an editor over the Language Server Protocol
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark server               over standard input and output, as editors start it
  quotemark server --tcp 9257    for one client on a port of this machine, to look into it")]
pub struct Args {
    /// Listen on this port of the machine itself, for one client
    ///
    /// The first that speaks the protocol is served and then nobody else; an HTTP request, which
    /// a page in a browser can have sent, is closed at its first byte. Nobody is asked for a
    /// password: while it listens, any program of any user of this machine can connect, and can
    /// read through it the articles that you can read. Where others use the machine, leave it.
    #[arg(long, value_name = "PORT")]
    pub tcp: Option<u16>,

    /// Speak over standard input and output, which is the default
    #[arg(long, hide = true, conflicts_with = "tcp")]
    stdio: bool,

    /// Compare the index with one built from scratch after every change
    #[arg(long, hide = true)]
    pub paranoid: bool,
}
