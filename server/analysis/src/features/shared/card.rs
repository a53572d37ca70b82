//! Text with a little structure, which becomes Markdown or plain text.

use super::Location;
use super::label::is_steering;

/// What a hover shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Block {
    Line(Vec<Piece>),
    Item(Vec<Piece>),
}

/// A piece of a line. The words may come from anywhere: they are escaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words as they are.
    Text(String),
    /// Words that stand out.
    Strong(String),
    /// Something written in the markup.
    Code(String),
    /// Words that lead to a place of the corpus.
    Link(String, Location),
    /// A web address.
    Url(String),
}

impl Card {
    /// Adds a paragraph.
    pub fn line(&mut self, pieces: impl IntoIterator<Item = Piece>) {
        self.blocks.push(Block::Line(pieces.into_iter().collect()));
    }

    /// Adds an item of a list.
    pub fn item(&mut self, pieces: impl IntoIterator<Item = Piece>) {
        self.blocks.push(Block::Item(pieces.into_iter().collect()));
    }

    /// Adds all of another card.
    pub fn append(&mut self, other: Card) {
        self.blocks.extend(other.blocks);
    }

    /// As Markdown. `link` gives the address of a place; where it gives none,
    /// the words stand alone. No word of the corpus can become markup.
    pub fn markdown(&self, link: &dyn Fn(Location) -> Option<String>) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Text(words) => escaped(words),
            Piece::Strong(words) => format!("**{}**", escaped(words.trim())),
            Piece::Code(words) => code(words),
            Piece::Link(words, place) => match link(*place) {
                Some(address) => format!("[{}](<{}>)", escaped(words), escaped_address(&address)),
                None => escaped(words),
            },
            Piece::Url(address) if is_web_address(address) => {
                format!("<{}>", escaped_address(address))
            }
            Piece::Url(words) => escaped(words),
        };
        self.laid_out("- ", &piece)
    }

    /// As plain text.
    pub fn plain(&self) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Text(words)
            | Piece::Strong(words)
            | Piece::Code(words)
            | Piece::Link(words, _)
            | Piece::Url(words) => clean(words),
        };
        self.laid_out("  • ", &piece)
    }

    fn laid_out(&self, bullet: &str, show: &dyn Fn(&Piece) -> String) -> String {
        let mut text = String::new();
        let mut before = None;
        for block in &self.blocks {
            let (pieces, bullet, is_item) = match block {
                Block::Line(pieces) => (pieces, "", false),
                Block::Item(pieces) => (pieces, bullet, true),
            };
            match before {
                None => {}
                Some(true) if is_item => text.push('\n'),
                Some(_) => text.push_str("\n\n"),
            }
            before = Some(is_item);
            text.push_str(bullet);
            for piece in pieces {
                text.push_str(&show(piece));
            }
        }
        text
    }
}

/// Words that Markdown reads as themselves, wherever they stand.
fn escaped(words: &str) -> String {
    let words = clean(words);
    let mut escaped = String::with_capacity(words.len() + 8);
    for (at, c) in words.char_indices() {
        let starts = at == 0 && matches!(c, '#' | '+' | '-' | '=' | '.' | ')');
        let numbers =
            matches!(c, '.' | ')') && words[..at].bytes().all(|byte| byte.is_ascii_digit());
        if starts
            || numbers
            || matches!(
                c,
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '|' | '&' | '!' | '$'
            )
        {
            // An entity or an image needs its neighbour; most of these are innocent.
            let rest = &words[at + c.len_utf8()..];
            let innocent = match c {
                '&' => {
                    !rest.starts_with(|next: char| next.is_alphanumeric() || next == '#')
                        || !rest.contains(';')
                }
                '!' => !rest.starts_with('['),
                '_' => is_inside_word(&words[..at], rest),
                _ => false,
            };
            if !innocent {
                escaped.push('\\');
            }
        }
        escaped.push(c);
    }
    escaped
}

fn is_inside_word(before: &str, after: &str) -> bool {
    before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric)
}

fn code(words: &str) -> String {
    format!("`{}`", clean(words).replace('`', "'"))
}

/// One line without control characters and without those that turn the
/// direction of writing.
fn clean(words: &str) -> String {
    let is_hidden =
        |c: char| (is_steering(c) && !c.is_whitespace()) || matches!(c, '\u{200E}' | '\u{200F}');
    let space = |c: char| if c.is_whitespace() { ' ' } else { c };
    words
        .chars()
        .filter(|c| !is_hidden(*c))
        .map(space)
        .collect()
}

fn is_web_address(address: &str) -> bool {
    let web = address.starts_with("https://") || address.starts_with("http://");
    web && !address
        .contains(|c: char| c.is_whitespace() || is_steering(c) || matches!(c, '<' | '>'))
}

fn escaped_address(address: &str) -> String {
    let mut escaped = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            '<' => escaped.push_str("%3C"),
            '>' => escaped.push_str("%3E"),
            '\\' => escaped.push_str("%5C"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn markdown(pieces: Vec<Piece>) -> String {
        let mut card = Card::default();
        card.line(pieces);
        card.markdown(&|_| None)
    }

    #[test]
    fn words_cannot_become_markup() {
        for (words, shown) in [
            ("[x](command:evil)", "\\[x\\](command:evil)"),
            ("<img src=x>", "\\<img src=x\\>"),
            ("# no heading", "\\# no heading"),
            ("1. no list", "1\\. no list"),
            ("a\n\n# b", "a  # b"),
            ("AT&T, R&D", "AT&T, R&D"),
            ("&lt;b&gt;", "\\&lt;b\\&gt;"),
            ("snake_case _x_", "snake_case \\_x\\_"),
            ("\u{202E}evil\u{1b}[31m", "evil\\[31m"),
        ] {
            assert_eq!(markdown(vec![Piece::Text(words.into())]), shown);
        }
        assert_eq!(
            markdown(vec![Piece::Url("javascript:x".into())]),
            "javascript:x"
        );
        // An address that seems to lead elsewhere is words.
        assert_eq!(
            markdown(vec![Piece::Url("https://a.b/\u{202E}gro.c".into())]),
            "https://a.b/gro.c"
        );
        assert_eq!(
            markdown(vec![Piece::Url("https://a.b/c".into())]),
            "<https://a.b/c>"
        );
    }

    proptest! {
        #[test]
        fn every_special_character_is_escaped(words in "[a-z<>\\[\\]*`\\\\ ]{0,20}") {
            let shown = markdown(vec![Piece::Text(words)]);
            let mut characters = shown.chars();
            while let Some(c) = characters.next() {
                if c == '\\' {
                    prop_assert!(characters.next().is_some());
                } else {
                    prop_assert!(!"<>[]*`".contains(c));
                }
            }
        }
    }
}
