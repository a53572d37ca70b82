//! The task that counts what is proposed for the documents that are open.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Weak};
use std::time::Duration;

use super::methods::review::count;
use super::session::Session;
use super::session::proposed::Basis;
use super::snapshot::Snapshot;

/// How long changes are gathered: nobody counts while somebody types.
const SETTLE: Duration = Duration::from_millis(300);

/// Texts of more bytes are counted only when somebody asks for their proposals.
const LARGEST: usize = 1 << 20;

/// Counts until the session ends, when a document is opened and when changes have settled.
/// Where a count changes, the editor is asked to show its lenses anew.
pub async fn run(session: Weak<Session>) {
    let Some(mut changes) = session.upgrade().map(|session| session.changes()) else {
        return;
    };
    changes.mark_changed();
    while changes.changed().await.is_ok() {
        // As long as changes come, they are waited for.
        loop {
            changes.mark_unchanged();
            tokio::time::sleep(SETTLE).await;
            match changes.has_changed() {
                Ok(true) => {}
                Ok(false) => break,
                Err(_) => return,
            }
        }
        let Some(session) = session.upgrade().filter(|session| !session.is_ending()) else {
            return;
        };
        let snapshot = session.snapshot();
        let counted = tokio::task::spawn_blocking(move || count_all(&snapshot)).await;
        if counted.unwrap_or(false) && session.capabilities().refreshes_lenses {
            // One that gives no answer costs nothing but this.
            let _ = tokio::time::timeout(SETTLE * 30, session.client.code_lens_refresh()).await;
        }
    }
}

/// Counts what is not known, and says whether any count is another one now.
fn count_all(snapshot: &Snapshot) -> bool {
    let proposed = &snapshot.proposed;
    proposed.retain(|path| snapshot.opened.contains_key(path));
    let mut is_changed = false;
    for path in snapshot.opened.keys() {
        // What goes wrong with one document must not cost the others.
        let counted = catch_unwind(AssertUnwindSafe(|| count_one(snapshot, path)));
        is_changed |= counted.unwrap_or(false);
    }
    is_changed
}

fn count_one(snapshot: &Snapshot, path: &Arc<Path>) -> bool {
    let proposed = &snapshot.proposed;
    let snapshot = &snapshot.of_file(path);
    let entry = snapshot.corpus.find(path).and_then(|file| {
        let facts = snapshot.corpus.file(file)?.facts();
        Some((file, facts))
    });
    let Some((file, facts)) = entry.filter(|_| !snapshot.is_partial) else {
        return false;
    };
    let basis = Basis {
        text: facts.hash,
        corpus: snapshot.serial,
        epoch: snapshot.corpus.epochs().reports,
        refusals: proposed.refusals(),
        is_on: snapshot.settings_of(file).proposals,
    };
    if proposed.is_known(path, &basis) {
        return false;
    }
    let text = snapshot.corpus.text(file);
    let number = match text.is_some_and(|text| text.len() <= LARGEST) {
        true => count(snapshot, file),
        false => 0,
    };
    proposed.keep(path.clone(), basis, number)
}
