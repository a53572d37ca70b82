//! Words of a corpus in a page: none is markup, and none steers who shows it.

use std::fmt::Write;

use crate::features::shared::harmless;

/// Adds words to a page, in an element or between the double quotation marks of an attribute.
pub fn push(page: &mut String, words: &str) {
    for c in harmless(words).chars() {
        match c {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            '\'' => page.push_str("&#39;"),
            c => page.push(c),
        }
    }
}

/// The same as words of their own.
pub fn escaped(words: &str) -> String {
    let mut page = String::with_capacity(words.len() + 8);
    push(&mut page, words);
    page
}

/// The words in so many columns, the beginning of long ones.
pub fn short(words: &str, most: usize) -> String {
    match words.char_indices().nth(most) {
        Some(_) => {
            let end = words.char_indices().nth(most - 1).map_or(0, |(end, _)| end);
            format!("{}…", words[..end].trim_end())
        }
        None => words.to_owned(),
    }
}

/// A number with a thin space between thousands.
pub fn number(count: usize) -> String {
    let digits = count.to_string();
    let mut shown = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) && digits.len() > 4 {
            shown.push('\u{202f}');
        }
        shown.push(digit);
    }
    shown
}

/// A share of a whole in whole per cent.
pub fn share(part: usize, whole: usize) -> String {
    match whole {
        0 => "0 %".to_owned(),
        _ => format!("{} %", (part * 100 + whole / 2) / whole),
    }
}

/// Adds to a page what is made by a format, of which every piece is escaped already.
macro_rules! add {
    ($page:expr, $($format:tt)*) => {
        $crate::overview::html::write($page, format_args!($($format)*))
    };
}
pub(super) use add;

/// What [`add`] does.
pub fn write(page: &mut String, words: std::fmt::Arguments<'_>) {
    // A string takes all.
    let _ = page.write_fmt(words);
}
