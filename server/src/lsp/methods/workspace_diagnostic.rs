//! `workspace/diagnostic`
//!
//! While nothing changes that reaches beyond a file, only the files that have
//! changed are checked. After something that does, such as a change of a declaration,
//! the reports of every file may be others. All are checked then, some at a time and
//! on one thread, once nothing of the kind has happened for a while; another such
//! change ends it. So whoever types in a large cast has all files checked once, when
//! they pause, and requests are answered in between.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::notification::Notification;
use tower_lsp::ls_types::request::{self, Request as _};

use crate::lsp::reports::{reports, result_id};
use crate::lsp::request::{Answer, Method, Waits, in_turn};
use crate::lsp::session::Session;
use crate::lsp::session::clean_files::{bases, basis};
use crate::lsp::snapshot::Snapshot;
use crate::lsp::turns::Latency;
use crate::lsp::uri::{path_of, uri_of};
use crate::model::FileId;

/// How many files are checked before what was found is passed on.
const CHUNK: usize = 200;

/// How long changes are gathered.
const SETTLE: Duration = Duration::from_millis(100);

/// How long nothing may have happened that reaches beyond a file before all
/// files are looked at again.
const PAUSE: Duration = Duration::from_secs(1);

/// The longest that files that could not be read are left alone.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

type Item = lsp::WorkspaceDocumentDiagnosticReport;

/// A file, by the serial number of its corpus and its number there.
type FileKey = (u64, FileId);

/// The reports on every file on which they differ from what the editor has.
/// While there is nothing new the request stays open, as the protocol suggests,
/// so that an editor that asks again and again costs nothing; one that asks many
/// times at once is answered that there is nothing new.
pub struct WorkspaceDiagnostic;

impl Method for WorkspaceDiagnostic {
    type Request = request::WorkspaceDiagnosticRequest;
}

impl Waits for WorkspaceDiagnostic {
    async fn answer(
        session: &Arc<Session>,
        params: lsp::WorkspaceDiagnosticParams,
    ) -> Result<Answer<Self>> {
        let items = new_to(session, params).await?;
        Ok(lsp::WorkspaceDiagnosticReport { items }.into())
    }
}

/// What is new to the editor, as soon as anything is.
///
/// # Errors
/// A check that fails for the whole workspace is an internal error.
async fn new_to(
    session: &Arc<Session>,
    params: lsp::WorkspaceDiagnosticParams,
) -> Result<Vec<Item>> {
    let Some(_waiting) = session.waiting.add() else {
        return Ok(Vec::new());
    };
    let mut before: HashMap<Arc<Path>, String> = HashMap::new();
    {
        let state = session.state();
        for previous in params.previous_result_ids {
            let path = state.workspace.known(&path_of(previous.uri.as_str()));
            before.insert(path, previous.value);
        }
    }
    let mut search = Search {
        session,
        before: Arc::new(before),
        token: params.partial_result_params.partial_result_token,
        changes: session.changes(),
        done: None,
        missed: Vec::new(),
        retry_after: PAUSE,
    };
    loop {
        if session.is_ending() {
            return Ok(Vec::new());
        }
        search.changes.mark_unchanged();
        if !session.is_reading()
            && let Some(items) = search.new_reports().await?
        {
            return Ok(items);
        }
        search.wait().await;
    }
}

/// The search for what is new to the editor.
struct Search<'s> {
    session: &'s Arc<Session>,
    /// The result ids of what the editor has.
    before: Arc<HashMap<Arc<Path>, String>>,
    token: Option<lsp::ProgressToken>,
    changes: watch::Receiver<u64>,
    /// The snapshot of which the editor has all reports, but for those of what was
    /// missed.
    done: Option<Snapshot>,
    /// The files whose text could not be read when they were checked.
    missed: Vec<FileKey>,
    /// How long to wait before these are checked again.
    retry_after: Duration,
}

impl Search<'_> {
    /// What is new; nothing when nothing is. With a token it is passed on as it
    /// is found, and the rest of it is empty.
    async fn new_reports(&mut self) -> Result<Option<Vec<Item>>> {
        let mut snapshot = self.session.snapshot();
        if self.session.clean_files().is_outdated(&snapshot) {
            snapshot = self.pause().await;
        }
        self.session.clean_files().begin(&snapshot);
        let missed = std::mem::take(&mut self.missed);
        let done = self.done.take();
        let mut of_all: Vec<(Snapshot, Vec<FileId>)> = Vec::new();
        for one in snapshot.each_corpus() {
            let done = done.as_ref().and_then(|done| earlier(done, &one));
            let files = match done {
                Some(done) if basis(&done) == basis(&one) => {
                    let mut files = one.corpus.changed_since(&done.corpus);
                    let missed = missed.iter().filter(|(serial, _)| *serial == one.serial);
                    files.extend(missed.map(|(_, file)| *file));
                    files.sort_unstable();
                    files.dedup();
                    files
                }
                _ => one.corpus.own_files().map(|(file, _)| file).collect(),
            };
            of_all.push((one, files));
        }
        let mut items = self.gone(&snapshot);
        let mut is_anything_new = !items.is_empty();
        let count: usize = of_all.iter().map(|(_, files)| files.len()).sum();
        let is_long = count > CHUNK;
        let mut chunks: Vec<(&Snapshot, Vec<FileId>)> = Vec::new();
        for (one, files) in &of_all {
            chunks.extend(files.chunks(CHUNK).map(|chunk| (one, chunk.to_vec())));
        }
        for (one, chunk) in chunks {
            let work = (
                one.clone(),
                chunk,
                self.session.clone(),
                self.before.clone(),
            );
            let method = request::WorkspaceDiagnosticRequest::METHOD;
            let turns = &self.session.turns;
            let found = in_turn(turns, Latency::Long, method, move |cancellation| {
                let (snapshot, chunk, session, before) = work;
                check(
                    &session,
                    &snapshot.cancelled_by(cancellation),
                    &chunk,
                    &before,
                )
            });
            let found = found.await?;
            items.extend(found.items);
            let missed = found.missed.into_iter();
            self.missed.extend(missed.map(|file| (one.serial, file)));
            is_anything_new |= !items.is_empty();
            self.pass_on(&mut items).await;
            if self.session.is_ending() || (is_long && self.is_outdated(&snapshot)) {
                // The editor asks again, and has what was found until here.
                return Ok(is_anything_new.then_some(items));
            }
        }
        self.done = Some(snapshot);
        Ok(is_anything_new.then_some(items))
    }

    /// Waits until nothing has happened for a while that reaches beyond a file.
    async fn pause(&mut self) -> Snapshot {
        loop {
            let snapshot = self.session.snapshot();
            self.rest(PAUSE).await;
            if self.session.is_ending() || !self.is_outdated(&snapshot) {
                return self.session.snapshot();
            }
        }
    }

    /// Waits until something has changed. A file that could not be read is checked again
    /// before, as it may come back as it was, which is no change; the longer it stays
    /// away, the less often.
    async fn wait(&mut self) {
        if self.missed.is_empty() {
            self.retry_after = PAUSE;
            // The session lives as long as the server, and with it the sender.
            let _ = self.changes.changed().await;
        } else {
            let _ = timeout(self.retry_after, self.changes.changed()).await;
            self.retry_after = (self.retry_after * 2).min(LONGEST_PAUSE);
        }
        self.rest(SETTLE).await;
    }

    /// Waits, but not longer than the session lasts.
    async fn rest(&self, duration: Duration) {
        let until = Instant::now() + duration;
        while Instant::now() < until && !self.session.is_ending() {
            tokio::time::sleep(SETTLE).await;
        }
    }

    /// Whether something has happened since that reaches beyond a file.
    fn is_outdated(&self, snapshot: &Snapshot) -> bool {
        let has_changed = self.changes.has_changed().unwrap_or(false);
        has_changed && bases(&self.session.snapshot()) != bases(snapshot)
    }

    /// The files that the editor has reports on and that are gone.
    fn gone(&self, snapshot: &Snapshot) -> Vec<Item> {
        let paths = self.before.keys();
        let gone = paths.filter(|path| snapshot.of_file(path).corpus.find_own(path).is_none());
        gone.filter_map(|path| Some(item(uri_of(path)?, None, None, Vec::new())))
            .collect()
    }

    async fn pass_on(&self, items: &mut Vec<Item>) {
        let Some(token) = self.token.as_ref().filter(|_| !items.is_empty()) else {
            return;
        };
        let params = json!({ "token": token, "value": { "items": std::mem::take(items) } });
        let client = &self.session.client;
        client.send_notification::<PartialResult>(params).await;
        // Parts have to go out before the answer. The library polls what
        // writes after what answers, in one task: giving way once lets it.
        tokio::task::yield_now().await;
    }
}

/// The corpus of `one` as it was in an earlier snapshot.
fn earlier(then: &Snapshot, one: &Snapshot) -> Option<Snapshot> {
    then.each_corpus().find(|other| other.serial == one.serial)
}

/// What checking some files came to.
#[derive(Default)]
struct Checked {
    /// The reports on those on which they are new to the editor; on one that is
    /// clean and of which the editor has nothing, none.
    items: Vec<Item>,
    /// Those whose text could not be read.
    missed: Vec<FileId>,
}

fn check(
    session: &Session,
    snapshot: &Snapshot,
    files: &[FileId],
    before: &HashMap<Arc<Path>, String>,
) -> Checked {
    let mut found = Checked::default();
    for file in files {
        snapshot.corpus.cancellation().check();
        let entry = snapshot.corpus.file(*file);
        // A file of another corpus is reported on as a part of that one.
        let Some(entry) = entry.filter(|entry| entry.is_own()) else {
            continue;
        };
        let had = before.get(&entry.path);
        let text = entry.hash();
        if had.is_none() && session.clean_files().holds(snapshot, *file, text) {
            continue;
        }
        let (Some(id), Some(uri)) = (result_id(snapshot, *file), snapshot.uri(*file)) else {
            continue;
        };
        if had == Some(&id) {
            continue;
        }
        session.clean_files().count();
        // A check that fails on one file must not cost the others.
        let reports_on = || reports(snapshot, *file);
        let Ok(reports) = catch_unwind(AssertUnwindSafe(reports_on)) else {
            continue;
        };
        let Some(reports) = reports else {
            found.missed.push(*file);
            continue;
        };
        if reports.is_empty() {
            session.clean_files().note(snapshot, *file, text);
        }
        if had.is_some() || !reports.is_empty() {
            let version = snapshot.version(*file);
            found.items.push(item(uri, version, Some(id), reports));
        }
    }
    found
}

fn item(
    uri: lsp::Uri,
    version: Option<i32>,
    result_id: Option<String>,
    items: Vec<lsp::Diagnostic>,
) -> Item {
    lsp::WorkspaceFullDocumentDiagnosticReport {
        uri,
        version: version.map(i64::from),
        full_document_diagnostic_report: lsp::FullDocumentDiagnosticReport { result_id, items },
    }
    .into()
}

/// `$/progress` with a part of an answer, for which the library has no type.
enum PartialResult {}

impl Notification for PartialResult {
    type Params = serde_json::Value;
    const METHOD: &'static str = "$/progress";
}
