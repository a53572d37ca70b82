//! Braces that read as a tag and tag nothing.
//!
//! A tag stands directly after the bracket that closes its words, and is written
//! in the characters of ASCII. Whoever puts a space between the two, or types on
//! a keyboard for Chinese or Japanese, writes what counts as the article's own
//! words. Braces are common in articles and programs, too, so that only those are
//! found of which a reader of tags makes sense.

use super::document::{BlockKind, Document, Tag};
use super::{CLAUSES, Parser, TextRange};

/// Braces that read as a tag and tag nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LooseTag {
    /// From brace to brace, both included.
    pub range: TextRange,
    /// The words in brackets before it, brackets included. There are none where
    /// something other than blanks stands between the two.
    pub words: Option<TextRange>,
    /// The tag as it is written in markup.
    pub written: String,
}

impl LooseTag {
    /// What would be markup if it tagged its words: the bracket before them, and
    /// what stands from the bracket after them to the end of the tag.
    pub fn delimiters(&self, text: &str) -> Option<[TextRange; 2]> {
        let words = self.words?;
        let mut brackets = text[words].chars();
        let opening = brackets.next()?.len_utf8();
        let closing = brackets.next_back()?.len_utf8();
        Some([
            TextRange::new(words.from(), words.from() + opening),
            TextRange::new(words.to() - closing, self.range.to()),
        ])
    }
}

/// The tags of a text that tag nothing, in its order. The work grows with the
/// text.
pub fn loose_tags(text: &str, document: &Document) -> Vec<LooseTag> {
    let mut found = Vec::new();
    let mut parser = Parser::new();
    for block in &document.blocks {
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading { .. }) {
            continue;
        }
        let mut walk = Walk::new(text, block.range, document);
        // In nearly all paragraphs no brace stands alone.
        if walk.has_loose_brace() {
            walk.tags(&mut parser, &mut found);
        }
    }
    found
}

/// What is read of a tag that tags nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// It says who spoke, which no other braces do.
    Quote,
    /// It makes sense after words in brackets.
    Other,
}

/// A way through one paragraph.
struct Walk<'t> {
    text: &'t str,
    block: TextRange,
    /// Markup that begins in the paragraph or after it.
    markup: &'t [TextRange],
}

impl<'t> Walk<'t> {
    fn new(text: &'t str, block: TextRange, document: &'t Document) -> Self {
        let markup = &document.markup;
        let first = markup.partition_point(|markup| markup.to() <= block.from());
        Self {
            text,
            block,
            markup: &markup[first..],
        }
    }

    /// Whether a brace stands that the reader of the markup has not looked at.
    fn has_loose_brace(&self) -> bool {
        let words = self.text[self.block].as_bytes();
        let is_loose = |at: usize| {
            let is_behind_bracket = at > 0 && words[at - 1] == b']';
            !is_behind_bracket && words.get(at + 1) != Some(&b'%')
        };
        memchr::memchr_iter(b'{', words).any(is_loose)
            || memchr::memmem::find(words, "｛".as_bytes()).is_some()
    }

    fn tags(&mut self, parser: &mut Parser, found: &mut Vec<LooseTag>) {
        let mut open: Vec<usize> = Vec::new();
        // The words in brackets that ended last, while only blanks follow them.
        let mut words: Option<TextRange> = None;
        let mut at = self.block.from();
        while let Some(c) = self.text[at..self.block.to()].chars().next() {
            let end = at + c.len_utf8();
            if let Some(markup_end) = self.markup_at(at) {
                words = None;
                at = match c {
                    // What is escaped is no markup.
                    '\\' => end + self.text[end..].chars().next().map_or(0, char::len_utf8),
                    _ => markup_end,
                };
                // The brackets of a span belong to its own tag.
                match c {
                    '[' => open.push(at),
                    ']' => _ = open.pop(),
                    _ => {}
                }
                continue;
            }
            match c {
                '[' | '［' => {
                    open.push(at);
                    words = None;
                }
                ']' | '］' => words = open.pop().map(|start| TextRange::new(start, end)),
                '{' | '｛' => {
                    let tag = self.tag(at, words, parser);
                    words = None;
                    if let Some(tag) = tag {
                        at = tag.range.to();
                        found.push(tag);
                        continue;
                    }
                }
                _ if is_blank(c) => {}
                _ => words = None,
            }
            at = end;
        }
    }

    /// The end of the markup that stands at a place.
    fn markup_at(&mut self, at: usize) -> Option<usize> {
        while self.markup.first().is_some_and(|markup| markup.to() <= at) {
            self.markup = &self.markup[1..];
        }
        let markup = self.markup.first()?;
        (markup.from() <= at).then_some(markup.to())
    }

    /// The tag that begins with the brace at a place, if it reads as one.
    fn tag(&self, at: usize, words: Option<TextRange>, parser: &mut Parser) -> Option<LooseTag> {
        // What stands directly after a bracket has been read as a tag.
        let is_read = self.text[..at].ends_with(']') && self.text[at..].starts_with('{');
        if is_read && words.is_some_and(|words| self.text[words].starts_with('[')) {
            return None;
        }
        let rest = &self.text[at..self.block.to()];
        let brace = rest.chars().next()?.len_utf8();
        let inside = &rest[brace..];
        let length = inside.find(['{', '｛', '}', '｝', '\n', '\r'])?;
        let closing = inside[length..].chars().next()?;
        if !matches!(closing, '}' | '｝') {
            return None;
        }
        let written = format!("{{{}}}", in_ascii(&inside[..length]));
        let reading = reading(&written, parser)?;
        let has_words = |words: &TextRange| {
            let inside = self.text[*words].trim_matches(['[', ']', '［', '］']);
            !inside.chars().all(is_blank)
        };
        let words = words.filter(has_words);
        (words.is_some() || reading == Reading::Quote).then(|| LooseTag {
            range: TextRange::new(at, at + brace + length + closing.len_utf8()),
            words,
            written,
        })
    }
}

/// How a tag reads after some words, if it makes sense there.
fn reading(tag: &str, parser: &mut Parser) -> Option<Reading> {
    let inside = tag[1..].trim_start();
    let mut words = CLAUSES.into_iter().chain(["more", "note"]);
    if !inside.starts_with(['@', '&', '#']) && !words.any(|word| inside.starts_with(word)) {
        return None;
    }
    let sample = format!("[x]{tag}");
    let document = parser.read(&sample);
    let [span] = &document.spans[..] else {
        return None;
    };
    let is_whole = span.closed && span.range == TextRange::new(0, sample.len());
    let is_sound = document.problems.is_empty();
    match span.tag {
        // Who spoke is clear, though something else may be amiss.
        Tag::Quote(quote) if is_whole => {
            let has_speaker = !document.quotes[quote].clauses.speakers.is_empty();
            has_speaker.then_some(Reading::Quote)
        }
        Tag::Mention(_) | Tag::More(_) | Tag::Note(_) if is_whole && is_sound => {
            Some(Reading::Other)
        }
        _ => None,
    }
}

/// The inside of a tag with its full-width characters in ASCII. What stands in
/// quotation marks or is a note stays as it is.
fn in_ascii(inside: &str) -> String {
    let mut written = String::with_capacity(inside.len());
    let mut string_end = None;
    let mut is_note = false;
    for c in inside.chars() {
        let narrow = narrow(c);
        if is_note {
            written.push(c);
        } else if let Some(end) = string_end {
            let ends = narrow == end;
            written.push(if ends { narrow } else { c });
            if ends {
                string_end = None;
            }
        } else {
            string_end = match narrow {
                '"' => Some('"'),
                '“' => Some('”'),
                _ => None,
            };
            written.push(narrow);
            is_note = narrow == ':' && written.trim() == "note:";
        }
    }
    written
}

/// The character of ASCII of which one is the full-width form; others as they are.
fn narrow(c: char) -> char {
    const APART: u32 = '！' as u32 - '!' as u32;
    match c {
        '！'..='～' => char::from_u32(c as u32 - APART).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// Whether nothing is to be seen of a character.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The loose tags of a text: the words, the braces, and what was meant.
    fn found(text: &str) -> Vec<String> {
        let document = Parser::new().read(text);
        let found = loose_tags(text, &document).into_iter();
        found
            .map(|tag| {
                let words = tag.words.map_or("", |words| &text[words]);
                format!("{words} | {} | {}", &text[tag.range], tag.written)
            })
            .collect()
    }

    #[test]
    fn what_reads_as_a_tag_and_stands_apart_is_found() {
        for (text, expected) in [
            ("She [left] {by @x}.", "[left] | {by @x} | {by @x}"),
            ("She [left]\t {@x}.", "[left] | {@x} | {@x}"),
            ("She [left]\u{a0}{more}.", "[left] | {more} | {more}"),
            ("She [left]\u{200b}{&x}.", "[left] | {&x} | {&x}"),
            (
                "She [left]\n{by @x of &y}.",
                "[left] | {by @x of &y} | {by @x of &y}",
            ),
            ("[a] {note: who?}", "[a] | {note: who?} | {note: who?}"),
            ("[a] {by ?}", "[a] | {by ?} | {by ?}"),
            ("[a] {of &y by @x}", "[a] | {of &y by @x} | {of &y by @x}"),
            (
                "[a] {by @x as chairman}",
                "[a] | {by @x as chairman} | {by @x as chairman}",
            ),
            ("# The [end] {@x}", "[end] | {@x} | {@x}"),
            ("[a [b]{@y} c] {by @x}", "[a [b]{@y} c] | {by @x} | {by @x}"),
            ("[a [b] c] {by @x}", "[a [b] c] | {by @x} | {by @x}"),
            ("［left］｛by ＠x｝", "［left］ | ｛by ＠x｝ | {by @x}"),
            ("[left]｛by @x｝", "[left] | ｛by @x｝ | {by @x}"),
            ("［left］{@x}", "［left］ | {@x} | {@x}"),
            (
                "［left］　｛ｂｙ　＠ｘ　ｏｎ　＃ｙ｝",
                "［left］ | ｛ｂｙ　＠ｘ　ｏｎ　＃ｙ｝ | {by @x on #y}",
            ),
            (
                "[左]｛by @x as ＂副主席（代）＂｝",
                "[左] | ｛by @x as ＂副主席（代）＂｝ | {by @x as \"副主席（代）\"}",
            ),
            ("[a]｛note：谁？｝", "[a] | ｛note：谁？｝ | {note:谁？}"),
            ("She left {by @x}.", " | {by @x} | {by @x}"),
            ("[a]{@y} {by @x}", " | {by @x} | {by @x}"),
            ("[] {by @x}", " | {by @x} | {by @x}"),
            ("\\[a] {by @x}", " | {by @x} | {by @x}"),
            ("::: by @y\n[a] {by @x}\n:::\n", "[a] | {by @x} | {by @x}"),
        ] {
            assert_eq!(found(text), [expected], "{text:?}");
        }
    }

    #[test]
    fn other_braces_are_the_articles_own() {
        for text in [
            "[a]{by @x} and [b]{@y}",
            "[sic] {by the way}",
            "[sic] {…}",
            "[sic] {more or less}",
            "[sic] {note}",
            "[sic] {as it were}",
            "[sic] {}",
            "[sic] {1}",
            "[1] {x | x > 0}",
            "# Title {#id}",
            "[a](b) {#id}",
            "[a] {#id .class}",
            "[a] {@link Foo bar}",
            "Write {@x} and {more} and {note: x}.",
            "[a] \\{by @x}",
            "[a] {by @x",
            "[a] {by @x {b}",
            "[a] {by\n@x}",
            "[a] b {@x}",
            "[a], {@x}",
            "[a] {% by @x %}",
            "[a]{note: [b] ｛by @x｝}",
            "---\ntitle: [a] {by @x}\n---\n",
            "@x: [a] {by @x}\n    note: [a] {by @x}\n",
            "a]{by @x}",
            "{by}",
        ] {
            assert_eq!(found(text), [""; 0], "{text:?}");
        }
    }

    #[test]
    fn many_braces_take_no_longer_than_their_length() {
        for piece in ["[a] {", "{", "[", "[a] {by ", "[a] {by @x} "] {
            let text = piece.repeat(20_000);
            let started = std::time::Instant::now();
            found(&text);
            assert!(started.elapsed().as_secs() < 20, "{piece:?}");
        }
    }
}
