//! Putting a corpus under new numbers, without the ids that nothing names.

use crate::lsp::session::Session;
use crate::store::Home;

/// Puts a corpus under new numbers. This thread does it, as no file may be read with
/// the old ones in the meantime.
pub fn renumber(session: &Session, home: &Home) {
    let corpora = session.state().workspace.snapshot();
    let Some(before) = corpora.get(home).map(|held| &held.corpus) else {
        session.state().is_renumbering = false;
        return;
    };
    // Where it fails it is not tried again, as it would fail each time.
    if let Some(renumbered) = before.renumbered() {
        let mut state = session.state();
        state.workspace.take_over(home, before, renumbered);
        let is_wasteful = state.workspace.wasteful() == Some(home);
        state.is_renumbering = is_wasteful;
    }
}
