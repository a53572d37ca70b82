//! Showing how far the reading of folders is.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;
use tower_lsp::ls_types::request::WorkDoneProgressCreate;
use tower_lsp::ls_types::{ProgressToken, WorkDoneProgressCreateParams};

use super::session::Session;

/// How often it is reported.
const INTERVAL: Duration = Duration::from_millis(100);

/// How long the client may take to answer that it will show progress.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Starts the task, if the client can show progress; it ends with the session.
pub fn start(session: &Arc<Session>) {
    if !session.capabilities().progress {
        return;
    }
    let mut loading = session.loading.subscribe();
    let session = Arc::downgrade(session);
    // The first reading is shown even if it is over before this task runs.
    let mut is_to_be_shown = loading.borrow().folders > 0;
    tokio::spawn(async move {
        for number in 0_u32.. {
            if !is_to_be_shown {
                let begins = loading.wait_for(|loading| loading.folders > 0);
                if begins.await.is_err() {
                    return;
                }
            }
            is_to_be_shown = false;
            let Some(session) = session.upgrade() else {
                return;
            };
            let token = ProgressToken::String(format!("quotemark/{number}"));
            show(&session, token).await;
        }
    });
}

/// Shows one stretch of reading, from its beginning to its end.
async fn show(session: &Session, token: ProgressToken) {
    let mut loading = session.loading.subscribe();
    let create = WorkDoneProgressCreateParams {
        token: token.clone(),
    };
    let created = session
        .client
        .send_request::<WorkDoneProgressCreate>(create);
    let refused = match timeout(TIMEOUT, created).await {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(error.to_string()),
        // Should it answer later all the same, it is shown nothing of this one.
        Err(_) => Some("it does not say whether it does".into()),
    };
    if let Some(why) = refused {
        tracing::warn!("the client shows no progress: {why}");
        let _ = loading.wait_for(|loading| loading.folders == 0).await;
        return;
    }
    let progress = session.client.progress(token, "Reading the corpus");
    let progress = progress.with_percentage(0).begin().await;
    let mut files = 0;
    loop {
        let now = *loading.borrow_and_update();
        files = files.max(now.total);
        if now.folders == 0 || session.is_ending() {
            break;
        }
        if let Some(percentage) = (now.done * 100).checked_div(now.total) {
            let percentage = u32::try_from(percentage).unwrap_or(100);
            let message = format!("{} of {} files", now.done, now.total);
            progress.report_with_message(message, percentage).await;
        }
        tokio::time::sleep(INTERVAL).await;
    }
    progress.finish_with_message(format!("{files} files")).await;
}
