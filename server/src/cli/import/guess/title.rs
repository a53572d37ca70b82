//! The title that a text says of itself.

use super::date::is_dated;
use super::furniture::is_furniture;
use super::paragraphs::paragraphs;

/// The longest line, in characters, that is taken for a title.
const LONGEST_TITLE: usize = 140;

/// The title: the one line that is written as a heading, else the only one of the
/// lines above the article's first long paragraph that can be one. Lines of the site around the
/// article are passed over.
pub fn guessed(article: &str) -> Option<String> {
    let mut found: Vec<&str> = Vec::new();
    for paragraph in paragraphs(article) {
        let mut lines = paragraph
            .iter()
            .filter(|line| !is_of_head(line) && !is_furniture(line));
        match (lines.next(), lines.next()) {
            (None, _) => {}
            (Some(line), None) if may_be_title(line) => found.push(line),
            // Lines of one length are a paragraph, broken by whoever wrote it. One
            // that nobody breaks begins after the title.
            (Some(line), Some(next)) => {
                let is_above = is_heading(line) || may_be_title(line) && is_long(next);
                let mut of_article = paragraph.iter().filter(|line| !is_furniture(line));
                if is_above && of_article.next() == Some(line) {
                    found.push(line);
                }
                break;
            }
            _ => break,
        }
    }
    let mut headings = found.iter().filter(|line| is_heading(line));
    let title = match (headings.next(), headings.next(), &found[..]) {
        (Some(heading), None, _) => heading,
        (None, _, [only]) => only,
        _ => return None,
    };
    Some(title.trim_start_matches(['#', ' ', '\u{feff}']).to_owned())
}

/// Whether a line gives the date or who wrote the article.
fn is_of_head(line: &str) -> bool {
    is_dated(line) || is_byline(line)
}

/// Whether a line is written as a heading. `# 10 is a number.` is a sentence.
fn is_heading(line: &str) -> bool {
    line.trim_start_matches('\u{feff}').starts_with("# ") && may_be_title(line)
}

fn is_long(line: &str) -> bool {
    line.chars().count() > LONGEST_TITLE
}

fn may_be_title(line: &str) -> bool {
    // The marks that end a sentence, or go on with it, in any script.
    const ENDS: &str = ".;:,。．｡、，；：।۔։።،؛᠃";
    let closes = line.trim_end_matches(['’', '”', '"', '\'', '»', ')', '」', '』', '）', '›']);
    let is_in_short_signs = line.contains(|c: char| ('\u{2e80}'..='\u{9fff}').contains(&c));
    let longest = match is_in_short_signs {
        true => LONGEST_TITLE / 2,
        false => LONGEST_TITLE,
    };
    let is_sentence = closes.ends_with(|c| ENDS.contains(c)) && !ends_in_initials(closes);
    // Several sentences are no title, wherever the last of them ends.
    let goes_on = closes.contains('。');
    line.chars().count() <= longest && !is_sentence && !goes_on
}

/// Whether a line ends as `Doctors in the U.S.` does.
fn ends_in_initials(line: &str) -> bool {
    let last = line.split_whitespace().next_back().unwrap_or_default();
    let letters: Vec<&str> = last.split_terminator('.').collect();
    let is_letter =
        |letter: &&str| letter.len() == 1 && letter.bytes().all(|b| b.is_ascii_uppercase());
    letters.len() > 1 && last.ends_with('.') && letters.iter().all(is_letter)
}

fn is_byline(line: &str) -> bool {
    let lower = line.to_lowercase();
    lower
        .strip_prefix("by ")
        .is_some_and(|name| name.len() < 80)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_short_line_at_the_start_is_the_title() {
        let body = "The body is long and it ends as sentences do.";
        for (article, expected) in [
            (
                format!("CCGs ‘too stupid’ to choose\n\n{body}\n"),
                Some("CCGs ‘too stupid’ to choose"),
            ),
            (
                format!("Title\r\n\r\n1 December 2011\r\n\r\n{body}\r\n"),
                Some("Title"),
            ),
            (
                format!("\u{feff}# Title\n\nBy Jo Bloggs\n\n{body}"),
                Some("Title"),
            ),
            (format!("Share this\n\nTitle\n\n{body}"), Some("Title")),
            (format!("Teaser\n\nTitle\n\n{body}"), None),
            (
                format!("This site is intended for health professionals only\n\nTitle\n\n{body}"),
                Some("Title"),
            ),
            (
                format!("\u{feff}Sign in\nRegister\n\nTitle\nBy Jo Bloggs\n\nShare this\n\n{body}"),
                Some("Title"),
            ),
            (
                format!("Sign in\nTitle\n{}", "long ".repeat(40)),
                Some("Title"),
            ),
            (format!("We use cookies.\n\n{body}"), None),
            (format!("{body}\n\nShort line\n"), None),
            (format!("One line\nof a paragraph\n\n{body}"), None),
            (String::new(), None),
            (format!("1 December 2011\n\n{body}"), None),
            (
                format!("Tuesday, 27th October, 1987 (contd)\n\n{body}"),
                None,
            ),
            (format!("31 June 2011\n\n{body}"), None),
            (format!("01/12/2011\n\n{body}"), None),
            (format!("December 2011\n\n{body}"), None),
            (
                format!("Published: 1 December 2011, 10:30 GMT\n\nTitle\n\n{body}"),
                Some("Title"),
            ),
            (format!("2011年12月1日（木）\n\n{body}"), None),
            (
                format!("Title\nBy Jo Bloggs\n1 December 2011\n\n{body}"),
                Some("Title"),
            ),
            (format!("1 December 2011\nTitle\n\n{body}"), Some("Title")),
            (format!("Title\n{}", "long ".repeat(40)), Some("Title")),
            (format!("Share this\n\n# Title\n\n{body}"), Some("Title")),
            (format!("# It ends.\n\n{body}"), None),
            (
                format!("Doctors leave the U.S.\n\n{body}"),
                Some("Doctors leave the U.S."),
            ),
            (format!("27 die in fire\n\n{body}"), Some("27 die in fire")),
            (
                format!("May 2012 be better?\n\n{body}"),
                Some("May 2012 be better?"),
            ),
            ("首相は病院を訪れた。\n\n本文です。\n".into(), None),
            ("「病院を訪れた。」\n\n本文です。\n".into(), None),
            (
                "首相が病院を訪問\n\n本文です。\n".into(),
                Some("首相が病院を訪問"),
            ),
            ("अस्पताल बंद है।\n\nx.\n".into(), None),
        ] {
            assert_eq!(guessed(&article).as_deref(), expected, "{article:?}");
        }
    }
}
