//! What is said of an article beside its rows.

use quotemark_analysis::alone::{Fault, Rows};

/// What is wrong with an article, and what its rows leave out, a sentence each.
pub fn errors(read: &Rows) -> Vec<String> {
    let mut errors: Vec<String> = read.faults.iter().map(Fault::to_string).collect();
    let [left_out, _] = read.part.left_out();
    if left_out > 0 {
        errors.push(format!(
            "flat/left-out: the rows of this article would come to more than 64 times its text, so {left_out} \
             of them are not here; statement_speakers and statement_topics have all"
        ));
    }
    errors
}
