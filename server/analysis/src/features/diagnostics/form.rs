//! Mistakes of form, as the reader of the markup names them.

use super::Check;

pub(super) fn check(check: &mut Check) {
    for problem in &check.source.document.problems {
        check.report(problem.code, problem.range, problem.message.as_str());
    }
}
