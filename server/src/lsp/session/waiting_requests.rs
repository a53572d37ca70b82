//! The requests that wait for changes.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

/// How long the end of a session waits for the requests that waited for changes.
const TIMEOUT: Duration = Duration::from_secs(1);

/// How many requests may wait for changes at once. One is enough for an editor,
/// and many would leave no room for other requests, `shutdown` among them.
const MOST: usize = 16;

/// Counts the requests that wait for changes.
#[derive(Clone, Default)]
pub struct WaitingRequests(Arc<watch::Sender<usize>>);

/// A request that waits for changes, counted until this is dropped.
pub struct Waiting(WaitingRequests);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.0.send_modify(|waiting| *waiting -= 1);
    }
}

impl WaitingRequests {
    /// Counts one more, as long as the guard lives; nothing when too many wait already.
    pub fn add(&self) -> Option<Waiting> {
        let may_wait = self.0.send_if_modified(|waiting| {
            let may_wait = *waiting < MOST;
            *waiting += usize::from(may_wait);
            may_wait
        });
        may_wait.then(|| Waiting(self.clone()))
    }

    /// Waits until there are none, but not for one that hangs.
    pub async fn none_left(&self) {
        let mut waiting = self.0.subscribe();
        let none = waiting.wait_for(|waiting| *waiting == 0);
        if tokio::time::timeout(TIMEOUT, none).await.is_err() {
            tracing::warn!("a request that waited for changes does not end");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn no_more_wait_than_may_and_the_end_comes_when_none_does() {
        let requests = WaitingRequests::default();
        let mut all: Vec<Waiting> = (0..MOST).filter_map(|_| requests.add()).collect();
        assert_eq!(all.len(), MOST);
        assert!(requests.add().is_none(), "one too many");
        all.pop();
        assert!(requests.add().is_some(), "there is room again");
        drop(all);
        requests.none_left().await;
    }
}
