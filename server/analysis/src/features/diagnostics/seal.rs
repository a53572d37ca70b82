//! Whether the words are still those that were sealed.

use super::Check;
use crate::reports::Code;
use crate::syntax::{fingerprint, strip};

pub(super) fn check(check: &mut Check) {
    let (text, document) = (check.text(), &check.source.document);
    // An unclosed header is part of the words until it is closed.
    let header = document.header.iter().filter(|header| header.closed);
    let mut properties = header.flat_map(|header| &header.properties);
    let Some(seal) = properties.find(|property| property.key(text) == "sealed") else {
        return;
    };
    if !check.wants(Code::SealBroken) {
        return;
    }
    let words = fingerprint(&strip(text, document));
    if seal.value(text).eq_ignore_ascii_case(&words) {
        return;
    }
    let place = match seal.value.is_empty() {
        true => seal.key,
        false => seal.value,
    };
    check.report(
        Code::SealBroken,
        place,
        format!(
            "the article's words have changed since they were sealed; bring them back, or seal them again with `sealed: {words}`"
        ),
    );
}
