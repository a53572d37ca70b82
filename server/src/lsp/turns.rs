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

/// How many turns long requests leave to those that somebody waits for at a key.
const KEPT_FREE: usize = 2;

/// How long a request may take, and so for what it may have to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Latency {
    /// It is asked at a key or a movement, and answered from few files: it never waits
    /// for a long one.
    Short,
    /// It may look at many files or change them. Some turns are not for it.
    Long,
}

/// Who may work now. Whoever waits takes no thread, and is served in the order of
/// asking; to stop waiting costs nothing.
pub struct Turns {
    free: Arc<Semaphore>,
    /// Those that long requests may take.
    long: Arc<Semaphore>,
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
            long: Arc::new(Semaphore::new(turns() - KEPT_FREE)),
            begun: AtomicUsize::new(0),
            working: AtomicUsize::new(0),
            most: AtomicUsize::new(0),
        })
    }

    /// Waits for a turn. Nothing is counted until its work [begins](Turn::begin).
    pub async fn turn(self: &Arc<Self>, latency: Latency) -> Turn {
        // The semaphores are never closed. One that waits for both holds none of
        // those that short requests wait for.
        let long = match latency {
            Latency::Short => None,
            Latency::Long => self.long.clone().acquire_owned().await.ok(),
        };
        Turn {
            turns: self.clone(),
            permit: self.free.clone().acquire_owned().await.ok(),
            long,
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
    long: Option<OwnedSemaphorePermit>,
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

/// Counts as work until it is dropped.
pub struct Working(Turn);

impl Drop for Working {
    fn drop(&mut self) {
        self.0.turns.working.fetch_sub(1, Ordering::SeqCst);
        // Only now may the next one begin, so that the count never exceeds the turns.
        self.0.permit.take();
        self.0.long.take();
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
            taken.push(turns.turn(Latency::Short).await.begin());
        }
        let waiting = turns.turn(Latency::Short);
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

    #[tokio::test]
    async fn long_requests_leave_turns_to_short_ones() {
        let turns = Turns::new();
        let all = turns.counted().turns;
        let mut long = Vec::new();
        for _ in 0..all - KEPT_FREE {
            long.push(turns.turn(Latency::Long).await.begin());
        }
        let one_more = turns.turn(Latency::Long);
        tokio::pin!(one_more);
        let waits = std::future::poll_fn(|context| {
            std::task::Poll::Ready(one_more.as_mut().poll(context).is_pending())
        });
        assert!(waits.await, "no turn is left for a long one");
        let short = turns.turn(Latency::Short).await.begin();
        long.pop();
        let _next = one_more.await.begin();
        drop((short, long));
    }
}
