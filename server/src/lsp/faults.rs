//! Requests by which tests see how the server takes faults; offered only when asked for.

use std::time::Duration;

use tower_lsp::LspServiceBuilder;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

use super::backend::{Access, Backend, ROWS};
use super::request::ask;
use super::session::jobs::Job;
use super::turns::{Counted, Latency};

/// Adds them to the server's own.
pub fn with_faults(service: LspServiceBuilder<Backend>) -> LspServiceBuilder<Backend> {
    service
        .custom_method("quotemark/test/fail", Backend::fail)
        .custom_method("quotemark/test/last", Backend::last)
        .custom_method("quotemark/test/last-long", Backend::last_long)
        .custom_method("quotemark/test/text", Backend::text)
        .custom_method("quotemark/test/looked-at", Backend::looked_at)
        .custom_method("quotemark/test/counted", Backend::counted)
        .custom_method("quotemark/test/methods", Backend::methods)
        .custom_method("quotemark/test/fail-reading", Backend::fail_reading)
}

impl Backend {
    /// A request that panics.
    async fn fail(&self) -> Result<()> {
        let turns = &self.session.turns;
        ask(turns, Latency::Short, "quotemark/test/fail", (), |_, ()| {
            panic!("this request always fails")
        })
        .await
    }

    /// A request for a document's text as the server has it.
    async fn text(&self, document: lsp::TextDocumentIdentifier) -> Result<Option<String>> {
        let turns = &self.session.turns;
        let method = "quotemark/test/text";
        ask(
            turns,
            Latency::Short,
            method,
            document,
            |snapshot, document| {
                let snapshot = snapshot.of_document(document.uri.clone());
                let file = snapshot.file(&document.uri);
                let source = file.and_then(|file| snapshot.corpus.source(file));
                Ok(source.map(|source| source.text.to_string()))
            },
        )
        .await
    }

    /// How many files were looked at for the reports on all.
    async fn looked_at(&self) -> Result<usize> {
        Ok(self.session.clean_files().looked_at())
    }

    /// Has the thread that reads files fail.
    async fn fail_reading(&self) -> Result<()> {
        self.session.queue_job(Job::Fail);
        Ok(())
    }

    /// How many requests have worked.
    async fn counted(&self) -> Result<Counted> {
        Ok(self.session.turns.counted())
    }

    /// The requests of the table and how long they may take, but for those that wait for changes and so take no
    /// turn of their own.
    async fn methods(&self) -> Result<Vec<(&'static str, Latency)>> {
        let rows = ROWS.iter().filter(|row| row.access != Access::Waits);
        Ok(rows.map(|row| (row.method, row.latency)).collect())
    }

    /// A request that lasts until it is cancelled.
    async fn last(&self) -> Result<()> {
        self.last_as(Latency::Short).await
    }

    /// The same, as one of those that may take long.
    async fn last_long(&self) -> Result<()> {
        self.last_as(Latency::Long).await
    }

    async fn last_as(&self, latency: Latency) -> Result<()> {
        let turns = &self.session.turns;
        ask(turns, latency, "quotemark/test/last", (), |snapshot, ()| {
            loop {
                snapshot.corpus.cancellation().check();
                std::thread::sleep(Duration::from_millis(5));
            }
        })
        .await
    }
}
