//! `{% quotemark: allow NAME %}`: what an annotator lets stand.

use super::Check;
use crate::edit_distance::nearest;
use crate::features::shared::allowed::{NO_QUOTE, allow_list, directive};
use crate::reports::Code;
use crate::syntax::split_list;

/// Names that nobody could mean.
pub(super) fn check(check: &mut Check) {
    let text = check.text();
    for comment in &check.source.document.comments {
        let Some(directive) = directive(text, comment) else {
            continue;
        };
        if text[directive].split_whitespace().eq(NO_QUOTE.split(' ')) {
            continue;
        }
        let Some(list) = allow_list(text, directive) else {
            check.report(
                Code::UnknownDiagnostic,
                directive,
                format!(
                    "`{}` says nothing; write `allow` and the name of a report, or `no quote`",
                    &text[directive]
                ),
            );
            continue;
        };
        for name in split_list(list, ',', text) {
            let written = &text[name];
            if Code::of_name(written).is_none() {
                let message = match suggested_code(written) {
                    Some(suggested) => {
                        format!("no report is named `{written}`; did you mean `{suggested}`?")
                    }
                    None => format!(
                        "no report is named `{written}`; the name stands beside each report, such as `{}`",
                        Code::QuoteNoRole.name()
                    ),
                };
                check.report(Code::UnknownDiagnostic, name, message);
            }
        }
    }
}

/// The name that was meant: near in spelling, or the same without the family.
pub(in crate::features) fn suggested_code(written: &str) -> Option<&'static str> {
    let names = || Code::ALL.iter().map(|code| code.name());
    let bare = names().find(|name| {
        name.split_once('/')
            .is_some_and(|(_, bare)| bare == written)
    });
    bare.or_else(|| nearest(written, names()))
}
