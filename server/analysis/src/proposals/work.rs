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

/// Fails where what `run` looks at grows faster than its texts do. `repetitive` makes some of about
/// a length, each with what kind it is.
#[cfg(test)]
pub fn grows_with_length(repetitive: fn(usize) -> Vec<(&'static str, String)>, run: impl Fn(&str)) {
    let short = repetitive(12_000);
    let long = repetitive(48_000);
    for ((kind, short), (_, long)) in short.iter().zip(&long) {
        let count = |words: &str| counted(|| run(words));
        let (few, many) = (count(short), count(long));
        assert!(
            many < few * 5 + 1_000,
            "{kind:?}: {few} of {}, {many} of {}",
            short.len(),
            long.len()
        );
        assert!(
            many < long.len() * 800,
            "{kind:?}: {many} of {}",
            long.len()
        );
    }
}
