//! How the server is to run.

use crate::store::Refusals;

/// How the server is to run.
#[derive(Debug, Clone, Default)]
pub struct ServerOptions {
    /// Listen for one editor on this port of the local host instead of standard input,
    /// and take from it nothing but the protocol.
    pub tcp: Option<u16>,
    /// After every change, compare the index with a newly built one, and end if they differ.
    pub paranoid: bool,
    /// Offer requests that fail and that last, for tests of how the server takes them.
    pub faults: bool,
    /// What the user has refused of what is proposed, and where that is kept.
    pub refusals: Refusals,
}
