//! A corpus for the tests of what goes for all requests and commands.

use std::fmt::Write as _;
use std::sync::Arc;

use super::client_capabilities::ClientCapabilities;
use super::snapshot::{Opened, Snapshot};
use super::uri::path_of;
use crate::model::cancellation::{Cancellation, until_cancelled};
use crate::store::Workspace;

/// The URI of the cast.
pub const CAST: &str = "file:///corpus/cast.qm";

/// The URI of the article about which requests are.
pub const ARTICLE: &str = "file:///corpus/a.qm";

/// The URI of an article without a date.
pub const UNDATED: &str = "file:///corpus/undated.qm";

/// The corpus, all of its documents open, with so many articles beside the one about
/// which requests are.
pub fn snapshot(others: usize) -> Snapshot {
    let mut workspace = Workspace::default();
    let mut opened = imbl::HashMap::new();
    let mut open = |name: &str, text: &str| {
        let path = workspace.open(name, &path_of(name), text, 1);
        let document = Opened {
            uri: name.parse().unwrap(),
            version: 1,
            had_lone_cr: false,
        };
        opened.insert(Arc::clone(&path), document);
    };
    open(
        CAST,
        "@ann: Ann Hale\n  role: chair of &b, 2010..\n\n@bob: Bob Lee\n\n&b: Board\n  part of: &c\n\n&c: Council\n\n#t: T\n",
    );
    let article = "---\ndate: 2012-03-04\n---\n\n“[We must go]{by @ann on #t},” said [Ann]{@ann} of the [Board]{&b}.\n\nAnn Hale left https://example.org/a.\n\n“We have to act now,” said Bob Lee.\n\n“It is late,” Eve Hall said.\n";
    open(ARTICLE, article);
    open(UNDATED, "“We have to act now,” said Bob Lee.\n");
    for number in 0..others {
        let mut text = article.to_owned();
        let _ = write!(text, "\nNumber {number}.\n");
        open(&format!("file:///corpus/{number}.qm"), &text);
    }
    let snapshot = Snapshot {
        corpora: workspace.snapshot(),
        aliases: workspace.aliases().clone(),
        opened,
        capabilities: ClientCapabilities {
            applies_edits: true,
            ..ClientCapabilities::default()
        },
        settings: workspace.settings().clone(),
        ..Snapshot::default()
    };
    snapshot.of_document(ARTICLE.parse().unwrap())
}

/// How often some work on the corpora looks whether somebody still waits for it.
pub fn looks<T>(
    snapshot: &Snapshot,
    cancellation: &Cancellation,
    work: impl FnOnce(&Snapshot) -> T,
) -> usize {
    let cancelled = snapshot.cancelled_by(cancellation.clone());
    let _ = until_cancelled(|| work(&cancelled));
    cancellation.looks()
}

/// Fails where some work goes on after it was cancelled, at whichever of its looks.
pub fn ends_soon<T>(name: &str, snapshot: &Snapshot, work: impl Fn(&Snapshot) -> T) {
    let all = looks(snapshot, &Cancellation::at_look(usize::MAX), &work);
    assert!(all > 0, "{name} never looks");
    // One that asks, and does not unwind, does so at its next question; files that are
    // checked side by side look once more each.
    let files = snapshot.corpus.own_files().count();
    for at in 1..=all.min(50) {
        let until = looks(snapshot, &Cancellation::at_look(at), &work);
        assert!(until <= at + files, "{name} goes on from {at} to {until}");
    }
}
