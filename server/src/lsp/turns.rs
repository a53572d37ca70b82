//! Turns: how many requests work at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::available_parallelism;

use serde::Serialize;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many requests may work at once where the machine has few cores: a long one
/// must not keep a short one waiting.
const FEWEST: usize = 4;

/// How many may where it has many: what each works with takes memory.
const MOST: usize = 16;

/// Who may work now. Whoever waits takes no thread, and is served in the order of
/// asking; to stop waiting costs nothing.
pub struct Turns {
    free: Arc<Semaphore>,
    begun: AtomicUsize,
    working: AtomicUsize,
    most: AtomicUsize,
}

/// What was counted of the requests of a session.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Counted {
    /// How many began to work.
    pub begun: usize,
    /// How many work now.
    pub working: usize,
    /// How many ever worked at once.
    pub most: usize,
    /// How many may work at once.
    pub turns: usize,
}

impl Turns {
    /// As many turns as this machine can use.
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            free: Arc::new(Semaphore::new(turns())),
            begun: AtomicUsize::new(0),
            working: AtomicUsize::new(0),
            most: AtomicUsize::new(0),
        })
    }

    /// Waits for a turn. Nothing is counted until its work [begins](Turn::begin).
    pub async fn turn(self: &Arc<Self>) -> Turn {
        Turn {
            turns: self.clone(),
            // The semaphore is never closed.
            permit: self.free.clone().acquire_owned().await.ok(),
        }
    }

    /// What was counted until now.
    pub fn counted(&self) -> Counted {
        Counted {
            begun: self.begun.load(Ordering::SeqCst),
            working: self.working.load(Ordering::SeqCst),
            most: self.most.load(Ordering::SeqCst),
            turns: turns(),
        }
    }
}

fn turns() -> usize {
    let cores = available_parallelism().map_or(FEWEST, usize::from);
    cores.clamp(FEWEST, MOST)
}

/// Leave to work, until it is dropped.
pub struct Turn {
    turns: Arc<Turns>,
    permit: Option<OwnedSemaphorePermit>,
}

impl Turn {
    /// Counts that the work begins, which ends with the guard.
    pub fn begin(self) -> Working {
        let turns = &self.turns;
        turns.begun.fetch_add(1, Ordering::SeqCst);
        let working = turns.working.fetch_add(1, Ordering::SeqCst) + 1;
        turns.most.fetch_max(working, Ordering::SeqCst);
        Working(self)
    }
}

/// Work that goes on as long as this lives.
pub struct Working(Turn);

impl Drop for Working {
    fn drop(&mut self) {
        self.0.turns.working.fetch_sub(1, Ordering::SeqCst);
        // Only now may the next one begin, so that the count never exceeds the turns.
        self.0.permit.take();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whoever_gives_up_waiting_takes_no_turn() {
        let turns = Turns::new();
        let mut taken = Vec::new();
        for _ in 0..turns.counted().turns {
            taken.push(turns.turn().await.begin());
        }
        let waiting = turns.turn();
        tokio::pin!(waiting);
        let none = std::future::poll_fn(|context| {
            std::task::Poll::Ready(waiting.as_mut().poll(context).is_pending())
        });
        assert!(none.await, "there are no more turns than there are");
        taken.pop();
        // The one that waited is next; a second has to wait in turn.
        let next = waiting.await;
        assert_eq!(turns.free.available_permits(), 0);
        drop(next);
        assert_eq!(turns.free.available_permits(), 1);
        let counted = turns.counted();
        assert_eq!(
            counted.begun, counted.turns,
            "a turn that was not used is no work"
        );
        drop(taken);
        assert_eq!(turns.counted().working, 0);
        assert_eq!(turns.free.available_permits(), counted.turns);
    }
}
