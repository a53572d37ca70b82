//! Columns for a terminal, and the same for Markdown.

use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::output::on_one_line;

/// What the last column keeps of a narrow terminal, in columns.
const LEAST: usize = 24;

/// Writes aligned columns under their headings. On a terminal of `width`
/// columns the last column is cut where the line would wrap.
pub fn write_aligned<const N: usize>(
    out: &mut impl Write,
    headings: [&str; N],
    rows: &[[String; N]],
    width: Option<usize>,
) -> io::Result<()> {
    let rows: Vec<[String; N]> = rows
        .iter()
        .map(|row| std::array::from_fn(|column| on_one_line(&row[column])))
        .collect();
    let mut widths: [usize; N] = std::array::from_fn(|column| headings[column].width());
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let before: usize = widths[..N - 1].iter().map(|width| width + 2).sum();
    let last = width.map(|width| width.saturating_sub(before).max(LEAST));
    let headings = line(&headings.map(str::to_owned), &widths, None);
    writeln!(out, "\u{1b}[1m{headings}\u{1b}[0m")?;
    for row in &rows {
        writeln!(out, "{}", line(row, &widths, last))?;
    }
    Ok(())
}

fn line<const N: usize>(row: &[String; N], widths: &[usize; N], last: Option<usize>) -> String {
    let mut line = String::new();
    for (column, cell) in row.iter().enumerate() {
        if column + 1 == N {
            line.push_str(&cut(cell, last));
        } else {
            line.push_str(cell);
            let gap = widths[column] - cell.width() + 2;
            line.extend(std::iter::repeat_n(' ', gap));
        }
    }
    line.trim_end().to_owned()
}

fn cut(cell: &str, width: Option<usize>) -> String {
    let Some(width) = width.filter(|width| cell.width() > *width) else {
        return cell.to_owned();
    };
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
    kept
}

/// Writes a table of Markdown in which the cells are plain words.
pub fn write_markdown<const N: usize>(
    out: &mut impl Write,
    headings: [&str; N],
    rows: &[[String; N]],
) -> io::Result<()> {
    writeln!(out, "| {} |", headings.join(" | "))?;
    writeln!(out, "|{}", " --- |".repeat(N))?;
    for row in rows {
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
        write_aligned(&mut out, ["ID", "NAME"], &rows, width).unwrap();
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
    fn the_last_column_is_cut_to_the_terminal() {
        let shown = aligned(&[["@a", &"w".repeat(90)]], Some(40));
        let line = shown.lines().last().unwrap();
        assert!(line.ends_with('…') && line.width() == 40, "{line}");
    }

    #[test]
    fn cells_of_markdown_are_words() {
        let mut out = Vec::new();
        write_markdown(&mut out, ["A"], &[["a|b *c*\nd".to_owned()]]).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "| A |\n| --- |\n| a\\|b \\*c\\* d |\n"
        );
    }
}
