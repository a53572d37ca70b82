//! Columns for a terminal, and the same for Markdown.

use std::borrow::Cow;
use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::output::on_one_line;

/// What any column keeps on a narrow terminal.
const LEAST: usize = 12;

/// Writes aligned columns under their headings. On a terminal of `width`
/// columns those at the places `flexible` and the last one give way so that
/// lines fit, but no further than to where they still say something.
pub fn write_aligned(
    out: &mut impl Write,
    headings: &[&str],
    rows: &[impl AsRef<[String]>],
    width: Option<usize>,
    flexible: &[usize],
) -> io::Result<()> {
    let rows = rows.iter().map(AsRef::as_ref);
    let rows: Vec<Vec<String>> = rows
        .map(|row| row.iter().map(|cell| on_one_line(cell)).collect())
        .collect();
    let mut widths: Vec<usize> = headings.iter().map(|heading| heading.width()).collect();
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    if let Some(width) = width {
        fit(&mut widths, width, flexible);
    }
    let headings = headings.iter().map(|heading| (*heading).to_owned());
    let headings = line(&headings.collect::<Vec<_>>(), &widths);
    writeln!(out, "\u{1b}[1m{headings}\u{1b}[0m")?;
    for row in &rows {
        writeln!(out, "{}", line(row, &widths))?;
    }
    Ok(())
}

/// Narrows the columns to a terminal: the last one first, down to a third of
/// the line, then the widest of the flexible ones.
fn fit(widths: &mut [usize], terminal: usize, flexible: &[usize]) {
    let Some(end) = widths.len().checked_sub(1) else {
        return;
    };
    let gaps = 2 * end;
    let third = (terminal / 3).max(LEAST);
    loop {
        let too_much = (widths.iter().sum::<usize>() + gaps).saturating_sub(terminal);
        if too_much == 0 {
            return;
        }
        let last = widths[end];
        if last > third {
            widths[end] = last.saturating_sub(too_much).max(third);
            continue;
        }
        let widest = flexible
            .iter()
            .copied()
            .max_by_key(|column| widths[*column]);
        match widest.filter(|column| widths[*column] > LEAST) {
            Some(column) => widths[column] -= 1,
            None => return,
        }
    }
}

fn line(row: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (cell, width) in row.iter().zip(widths) {
        let cell = cut(cell, *width);
        line.push_str(&cell);
        line.extend(std::iter::repeat_n(' ', width + 2 - cell.width()));
    }
    line.trim_end().to_owned()
}

fn cut(cell: &str, width: usize) -> Cow<'_, str> {
    if cell.width() <= width {
        return Cow::Borrowed(cell);
    }
    let mut kept = String::new();
    let mut used = 0;
    for c in cell.chars() {
        used += c.width().unwrap_or(0);
        if used >= width {
            break;
        }
        kept.push(c);
    }
    kept.push('…');
    Cow::Owned(kept)
}

/// Writes a table of Markdown in which the cells are plain words.
pub fn write_markdown(
    out: &mut impl Write,
    headings: &[&str],
    rows: &[impl AsRef<[String]>],
) -> io::Result<()> {
    writeln!(out, "| {} |", headings.join(" | "))?;
    writeln!(out, "|{}", " --- |".repeat(headings.len()))?;
    for row in rows.iter().map(AsRef::as_ref) {
        let cells: Vec<String> = row.iter().map(|cell| escaped(&on_one_line(cell))).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for c in words.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$'
        ) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aligned(rows: &[[&str; 2]], width: Option<usize>) -> String {
        let rows: Vec<[String; 2]> = rows.iter().map(|row| row.map(str::to_owned)).collect();
        let mut out = Vec::new();
        write_aligned(&mut out, &["ID", "NAME"], &rows, width, &[0]).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn columns_stand_under_each_other() {
        assert_eq!(
            aligned(&[["@中", "x"], ["@ann-lee", "a\nb"]], None),
            "\u{1b}[1mID        NAME\u{1b}[0m\n@中       x\n@ann-lee  a b\n"
        );
    }

    #[test]
    fn columns_give_way_to_the_terminal() {
        let shown = aligned(&[["@a", &"w".repeat(90)]], Some(40));
        let line = shown.lines().last().unwrap();
        assert!(line.ends_with('…') && line.width() == 40, "{line}");
        let shown = aligned(&[[&"中".repeat(40), &"w".repeat(90)]], Some(60));
        let line = shown.lines().last().unwrap();
        assert!(line.width() <= 60 && line.contains("中…"), "{line}");
        assert!(line.ends_with(&format!("{}…", "w".repeat(19))), "{line}");
    }

    #[test]
    fn cells_of_markdown_are_words() {
        let mut out = Vec::new();
        write_markdown(&mut out, &["A"], &[["a|b *c*\nd".to_owned()]]).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "| A |\n| --- |\n| a\\|b \\*c\\* d |\n"
        );
    }
}
