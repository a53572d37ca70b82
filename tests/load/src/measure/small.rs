//! What holds on any machine, however fast or busy it is.

use crate::failure::{Outcome, fail};
use crate::figures::Size;

/// The sizes at which it is looked at.
pub const SIZES: [usize; 2] = [1_000, 4_000];

/// How many bytes of memory one more article may cost.
const BYTES_AN_ARTICLE: f64 = 4_000.0;

/// Fails where memory grows too fast. That answers are complete has been
/// checked with each of them.
///
/// That the work of a request does not grow with the corpus belongs here too,
/// counted and not timed: once the server counts what it does, compare the
/// counts of `sizes` here, request by request.
pub fn check(sizes: &[Size]) -> Outcome<()> {
    let [small, large] = sizes else {
        return fail("two sizes are compared");
    };
    let memory = |size: &Size| {
        let figure = size.figure("memory after indexing");
        figure.map_or(f64::NAN, crate::figures::Figure::median)
    };
    let more = (large.articles - small.articles) as f64;
    let cost = (memory(large) - memory(small)) / more;
    println!(
        "One more article costs {cost:.0} bytes of memory; {BYTES_AN_ARTICLE:.0} are allowed."
    );
    match cost <= BYTES_AN_ARTICLE {
        true => Ok(()),
        false => fail("an article costs too much memory"),
    }
}
