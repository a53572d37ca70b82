//! Where a request failed, for the log and the answer.

use std::cell::RefCell;
use std::panic;
use std::sync::Once;

thread_local! {
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// From now on has every thread remember where it panicked last. What the hook before
/// did, such as printing, it still does.
pub fn remember() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let place = info.location().map(ToString::to_string);
            LAST.with(|last| *last.borrow_mut() = place);
            before(info);
        }));
    });
}

/// Where this thread panicked last, as `file:line:column`, and no longer remembers.
pub fn take() -> String {
    let place = LAST.with(|last| last.borrow_mut().take());
    place.unwrap_or_else(|| "a place that is not known".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_panic_is_remembered_once() {
        remember();
        let line = line!() + 1;
        let failed = panic::catch_unwind(|| panic!("on purpose"));
        assert!(failed.is_err());
        assert!(take().contains(&format!("panic_place.rs:{line}:")));
        assert_eq!(take(), "a place that is not known");
    }
}
