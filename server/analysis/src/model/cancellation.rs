//! Ending the work on a question whose answer nobody waits for any more.
//!
//! Every answer goes through the [corpus](super::Corpus): it asks for files, texts and
//! the index. A corpus that is [asked for somebody](super::Corpus::asked_with) looks there
//! whether that one still waits, and if not, unwinds to [`until_cancelled`], so that no
//! answer has to think of it. What takes long between two looks may [check](Cancellation::check)
//! by itself.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Whether somebody still waits for an answer; without anybody to ask, always.
#[derive(Debug, Clone, Default)]
pub struct Cancellation(Option<Arc<Flag>>);

#[derive(Debug, Default)]
struct Flag {
    is_set: AtomicBool,
    /// After how many looks it sets itself, for tests; never at 0.
    after: usize,
    looks: AtomicUsize,
}

/// What unwinds from work that is cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cancelled;

impl Cancellation {
    /// One that can be [set](Self::set).
    pub fn new() -> Self {
        Self(Some(Arc::default()))
    }

    /// One that sets itself at that look at it, counted from 1. For tests of how
    /// far work goes on.
    pub fn at_look(after: usize) -> Self {
        Self(Some(Arc::new(Flag {
            after,
            ..Flag::default()
        })))
    }

    /// Nobody waits any more.
    pub fn set(&self) {
        if let Some(flag) = &self.0 {
            flag.is_set.store(true, Ordering::Relaxed);
        }
    }

    /// Whether nobody waits any more.
    pub fn is_set(&self) -> bool {
        let Some(flag) = &self.0 else {
            return false;
        };
        if flag.after > 0 && flag.looks.fetch_add(1, Ordering::Relaxed) + 1 >= flag.after {
            flag.is_set.store(true, Ordering::Relaxed);
        }
        flag.is_set.load(Ordering::Relaxed)
    }

    /// How often it was looked at, where it [sets itself](Self::at_look).
    pub fn looks(&self) -> usize {
        let looks = self
            .0
            .as_ref()
            .map(|flag| flag.looks.load(Ordering::Relaxed));
        looks.unwrap_or_default()
    }

    /// Goes on only where somebody waits; else unwinds to [`until_cancelled`].
    pub fn check(&self) {
        if self.is_set() {
            // Not a panic: no hook is to report it.
            resume_unwind(Box::new(Cancelled));
        }
    }
}

/// Does `work` until its end, or until it finds itself cancelled. A panic in it goes on
/// as one.
///
/// # Errors
/// When it was cancelled.
pub fn until_cancelled<T>(work: impl FnOnce() -> T) -> Result<T, Cancelled> {
    // What the work held is gone with it; a corpus never changes.
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| match payload.downcast::<Cancelled>() {
        Ok(cancelled) => *cancelled,
        Err(panic) => resume_unwind(panic),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_ends_at_the_first_look_after_nobody_waits() {
        let cancellation = Cancellation::new();
        let mut done = 0;
        let ended = until_cancelled(|| {
            for _ in 0..10 {
                cancellation.check();
                done += 1;
                if done == 3 {
                    cancellation.set();
                }
            }
        });
        assert_eq!((ended, done), (Err(Cancelled), 3));
        assert_eq!(until_cancelled(|| Cancellation::default().check()), Ok(()));
    }

    #[test]
    fn one_that_sets_itself_counts_the_looks() {
        let cancellation = Cancellation::at_look(3);
        assert_eq!(
            [(); 4].map(|()| cancellation.is_set()),
            [false, false, true, true]
        );
        assert_eq!(cancellation.looks(), 4);
    }
}
