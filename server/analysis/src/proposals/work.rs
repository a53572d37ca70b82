//! How much is looked at to propose anything: counted in tests, so that no text takes more
//! than its length allows.

#[cfg(test)]
thread_local! {
    static LOOKED_AT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Counts a token, a name or a fragment that is looked at.
#[inline(always)]
pub fn look() {
    #[cfg(test)]
    LOOKED_AT.set(LOOKED_AT.get() + 1);
}

/// How much `run` looks at.
#[cfg(test)]
pub fn counted(run: impl FnOnce()) -> usize {
    LOOKED_AT.set(0);
    run();
    LOOKED_AT.get()
}
