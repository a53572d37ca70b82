//! Cells of CSV that a spreadsheet leaves alone.

use std::borrow::Cow;

/// A cell of free text that no spreadsheet takes for a formula: one that
/// begins like a formula gets an apostrophe before it. So does one that begins
/// with apostrophes and then like a formula, so that taking one apostrophe away
/// wherever a formula's beginning follows gives every cell back.
pub fn safe_text(cell: &str) -> Cow<'_, str> {
    let behind = cell.trim_start_matches('\'');
    // The wide signs are formulas too where people type with an East Asian keyboard.
    let formula = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if behind.starts_with(formula) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// An id as a cell holds it. A person's stands without its `@`, which a
/// spreadsheet would read as a formula; the others keep their sigils, so that
/// an id without one is a person's.
pub fn bare_id(id: &str) -> &str {
    id.strip_prefix('@').unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_every_cell_comes_back() {
        let back = |cell: &str| match cell.strip_prefix('\'') {
            Some(rest) if safe_text(rest) != rest => rest.to_owned(),
            _ => cell.to_owned(),
        };
        for cell in [
            "=1+1", "+1", "-1", "@SUM(1)", "\t=1", "'=1", "''+", "‘no’", "'no'", "", "– yes",
        ] {
            let safe = safe_text(cell);
            assert!(!safe.starts_with(['=', '+', '-', '@', '\t']), "{cell}");
            assert_eq!(back(&safe), cell);
        }
        assert_eq!(
            [bare_id("@ann"), bare_id("&bma"), bare_id("?")],
            ["ann", "&bma", "?"]
        );
    }
}
