//! Names and ids as TEI has them.

use quotemark_analysis::coded::EntityKind;

/// The namespace of TEI.
pub const TEI: &str = "http://www.tei-c.org/ns/1.0";

/// The `xml:id` of one of the cast, another for each.
pub fn of(id: &str) -> String {
    let kind = match EntityKind::of_id(id) {
        EntityKind::Person => "person",
        EntityKind::Organisation => "org",
        EntityKind::Topic => "topic",
    };
    let mut name = format!("{kind}.");
    for c in id.chars().skip(1) {
        match is_name(c) {
            true => name.push(c),
            false => name += &format!("_{:X}_", u32::from(c)),
        }
    }
    name
}

/// References to several.
pub fn references<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    let references = ids.map(|id| format!("#{}", of(id)));
    references.collect::<Vec<_>>().join(" ")
}

/// Whether a character may stand in a name of XML; `_` is kept for those that may not.
fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c,
            '-' | '.' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{37d}'
            | '\u{37f}'..='\u{1fff}' | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}'
            | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
            | '\u{10000}'..='\u{effff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_a_name_of_its_own() {
        assert_eq!(of("@ann-lee"), "person.ann-lee");
        assert_eq!(of("&é.b"), "org.é.b");
        assert_eq!(of("#a_b"), "topic.a_5F_b");
        assert_eq!(of("#a’b"), "topic.a_2019_b");
    }
}
