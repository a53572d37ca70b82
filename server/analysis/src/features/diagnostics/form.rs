//! Mistakes of form, as the reader of the markup names them.

use super::Check;
use crate::features::shared::wording::one_line;
use crate::reports::Code;
use crate::syntax::loose_tags;

pub(super) fn check(check: &mut Check) {
    for problem in &check.source.document.problems {
        check.report(problem.code, problem.range, problem.message.as_str());
    }
    loose(check);
}

/// What reads as a tag and counts as the article's own words.
fn loose(check: &mut Check) {
    if !check.wants(Code::SyntaxLooseTag) {
        return;
    }
    let text = check.text();
    for tag in loose_tags(text, &check.source.document) {
        let (braces, written) = (one_line(&text[tag.range]), &tag.written);
        let message = match tag.delimiters(text) {
            None => format!(
                "`{braces}` tags nothing, since no words in brackets stand right before it: write `[words]{written}`, or `\\{{` if it is the article's own text"
            ),
            Some(delimiters) if delimiters.iter().any(|place| is_wide(&text[*place])) => format!(
                "full-width brackets, braces and signs are no markup, so that `{braces}` tags nothing: write `[words]{written}`"
            ),
            Some(_) => format!(
                "`{braces}` tags nothing, since it does not stand directly after the bracket: write `[words]{written}`, or `\\{{` if it is the article's own text"
            ),
        };
        check.report(Code::SyntaxLooseTag, tag.range, message);
    }
}

/// Whether a bracket or a brace of what delimits is full-width.
fn is_wide(delimiters: &str) -> bool {
    delimiters.contains(['［', '］', '｛', '｝', '＠', '＆', '＃'])
}
