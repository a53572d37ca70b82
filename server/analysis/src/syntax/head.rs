//! The header of a text by itself, for whoever wants nothing else of a long article.

use super::lines::BYTE_ORDER_MARK;

/// The lines of the header of a text, both fences included; nothing where it begins with none.
/// What follows is not looked at.
pub fn head_of(text: &str) -> Option<&str> {
    let is_end = |line: &str| line.trim_end() == "---";
    let lines = text.split_inclusive(['\n', '\r']);
    let first = lines.clone().next()?;
    if !is_end(first.trim_start_matches(BYTE_ORDER_MARK)) {
        return None;
    }
    let inside = lines.clone().skip(1).take_while(|line| !is_end(line));
    let length: usize = lines.take(inside.count() + 2).map(str::len).sum();
    Some(&text[..length])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_has_both_its_fences_and_nothing_more() {
        for head in [
            "---\n---\n",
            "---\na: b\n---\n",
            "---\na: b\nc: d\ne: f\n--- \n",
        ] {
            assert_eq!(head_of(&format!("{head}One.\n\nTwo.\n")), Some(head));
        }
        assert_eq!(head_of("One.\n---\n"), None);
    }
}
