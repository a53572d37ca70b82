//! What stands in a tag or on a fence's first line (markup: Spans).

use super::document::{Clauses, Side, Speaker, Topic};
use super::part::{Part, PartKind};
use super::problem::Problem;
use super::{EntityKind, PartialDate, Period, Reference, TextRange};
use crate::edit_distance::nearest;
use crate::reports::Code;

/// The words that begin a clause.
pub const CLAUSES: [&str; 8] = ["by", "of", "to", "on", "for", "against", "at", "as"];

/// Whether a word is one of [`CLAUSES`]. Words that are known beforehand are
/// compared much faster than those of a list.
pub fn is_clause(word: &str) -> bool {
    matches!(
        word,
        "by" | "of" | "to" | "on" | "for" | "against" | "at" | "as"
    )
}

/// What the parts say.
#[derive(Debug, Clone)]
pub enum Meaning {
    Mention(Reference),
    Quote(Clauses),
    More,
    Note(TextRange),
    Broken,
}

/// Reads the parts of a tag. `range` is the tag with its braces.
pub fn read(parts: &[Part], range: TextRange, text: &str, problems: &mut Vec<Problem>) -> Meaning {
    let Some(first) = parts.first() else {
        report(
            problems,
            Code::SyntaxEmptyTag,
            range,
            "this tag is empty: name who is meant (`{@id}`) or who spoke (`{by @id}`)".into(),
        );
        return Meaning::Broken;
    };
    if parts.iter().any(|part| is_keyword(*part, "by", text)) {
        return Meaning::Quote(
            TagReader {
                parts,
                text,
                problems,
            }
            .quote(),
        );
    }
    match first.kind {
        PartKind::Reference => {
            let Some(reference) = Reference::new(first.range, text) else {
                return Meaning::Broken;
            };
            for part in &parts[1..] {
                unknown(
                    problems,
                    *part,
                    text,
                    "a tag that mentions names one person, organisation or topic, and nothing else",
                );
            }
            Meaning::Mention(reference)
        }
        PartKind::More => {
            for part in &parts[1..] {
                unknown(
                    problems,
                    *part,
                    text,
                    "`more` takes over what the quote before says and stands alone",
                );
            }
            Meaning::More
        }
        PartKind::Note => {
            let words = note_words(first.range, text);
            if words.is_empty() {
                report(
                    problems,
                    Code::SyntaxMissingValue,
                    first.range,
                    "the note has no words: write them after a colon, `note: …`".into(),
                );
            }
            for part in &parts[1..] {
                unknown(
                    problems,
                    *part,
                    text,
                    "a note is written `note: …` and stands alone",
                );
            }
            Meaning::Note(words)
        }
        PartKind::Question => {
            unknown(
                problems,
                *first,
                text,
                "an unknown speaker is written `by ?`",
            );
            Meaning::Broken
        }
        PartKind::Keyword => {
            report(
                problems,
                Code::SyntaxUnknownWord,
                first.range,
                format!(
                    "`{}` belongs to a quote, and this tag does not say who spoke: begin it with `by @id`",
                    &text[first.range]
                ),
            );
            Meaning::Broken
        }
        _ => {
            unknown(
                problems,
                *first,
                text,
                "a tag holds a reference (`@id`), `by` and who spoke, `more`, or `note:`",
            );
            Meaning::Broken
        }
    }
}

/// How many of the parts of a tag without `}` can belong to it: those that
/// make sense together. The rest are the article's own words.
pub fn sensible_prefix(parts: &[Part]) -> usize {
    let mut kept = 0;
    let mut pending = None;
    for (index, part) in parts.iter().enumerate() {
        match part.kind {
            PartKind::Unknown => break,
            // A clause word counts only with what it takes after it; "on" and
            // "to" are also words of the article.
            PartKind::Keyword | PartKind::Comma => {
                if pending.is_some() && kept > 0 {
                    break;
                }
                pending = Some(index);
                if index == 0 {
                    kept = 1;
                }
            }
            _ => {
                kept = index + 1;
                pending = None;
            }
        }
    }
    kept
}

struct TagReader<'a> {
    parts: &'a [Part],
    text: &'a str,
    problems: &'a mut Vec<Problem>,
}

impl TagReader<'_> {
    fn quote(&mut self) -> Clauses {
        let mut clauses = Clauses::default();
        let mut given: Vec<&str> = Vec::new();
        let mut at = 0;
        while let Some(&part) = self.parts.get(at) {
            at += 1;
            if part.kind != PartKind::Keyword {
                self.stray(part);
                continue;
            }
            let rest = &self.parts[at..];
            let length = rest
                .iter()
                .position(|part| {
                    matches!(
                        part.kind,
                        PartKind::Keyword | PartKind::More | PartKind::Note
                    )
                })
                .unwrap_or(rest.len());
            let values = &rest[..length];
            at += length;
            let keyword = &self.text[part.range];
            if given.contains(&keyword) && !matches!(keyword, "on" | "for" | "against") {
                self.report(
                    Code::SyntaxRepeatedClause,
                    part.range,
                    format!("`{keyword}` stands twice in this tag; keep one"),
                );
                continue;
            }
            given.push(keyword);
            self.clause(part, values, &mut clauses);
        }
        clauses
    }

    fn clause(&mut self, keyword: Part, values: &[Part], clauses: &mut Clauses) {
        let word = &self.text[keyword.range];
        let side = match word {
            "for" => Side::For,
            "against" => Side::Against,
            _ => Side::On,
        };
        let mut taken = 0;
        let mut before = None;
        for &value in values {
            let follows = before.replace(value.kind);
            match (word, value.kind) {
                (_, PartKind::Comma) => {}
                ("by", PartKind::String) => {
                    taken += 1;
                    clauses.speakers.extend(self.unnamed(value, follows));
                }
                ("by", PartKind::Question) => {
                    clauses.speakers.push(Speaker::Unknown(value.range));
                    taken += 1;
                }
                ("at", PartKind::Date) | ("as", PartKind::String) if taken > 0 => self.report(
                    Code::SyntaxRepeatedClause,
                    value.range,
                    match word {
                        "at" => "`at` takes one date".into(),
                        _ => "`as` takes one capacity".into(),
                    },
                ),
                ("at", PartKind::Date) => {
                    clauses.at = self.date(value);
                    taken += 1;
                }
                ("as", PartKind::String) => {
                    clauses.capacity = Some(without_marks(value.range, self.text));
                    taken += 1;
                }
                (_, PartKind::Reference) => {
                    taken += 1;
                    let Some(reference) = Reference::new(value.range, self.text) else {
                        continue;
                    };
                    if !takes(word, reference.kind) {
                        self.wrong_reference(word, reference);
                        continue;
                    }
                    match word {
                        "by" => clauses.speakers.push(Speaker::Known(reference)),
                        "of" if clauses.of.is_some() => self.report(
                            Code::SyntaxRepeatedClause,
                            value.range,
                            "`of` takes one organisation".into(),
                        ),
                        "of" => clauses.of = Some(reference),
                        "to" => clauses.to.push(reference),
                        _ => clauses.topics.push(Topic { side, reference }),
                    }
                }
                ("at", PartKind::Unknown) => {
                    taken += 1;
                    self.report(
                        Code::DateMalformed,
                        value.range,
                        format!(
                            "`{}` is no date: a date is written `2011`, `2011-11` or `2011-11-24`",
                            &self.text[value.range]
                        ),
                    );
                    break;
                }
                ("as", _) => {
                    taken += 1;
                    self.report(
                        Code::SyntaxUnknownWord,
                        value.range,
                        "`as` takes words in quotation marks: `as \"vice chair\"`".into(),
                    );
                    break;
                }
                (_, PartKind::String) => {
                    taken += 1;
                    self.report(
                        Code::SyntaxUnknownWord,
                        value.range,
                        format!(
                            "`{word}` takes an id; only `by` and `as` take words in quotation marks"
                        ),
                    );
                }
                ("by", PartKind::Unknown) => {
                    taken += 1;
                    unknown(
                        self.problems,
                        value,
                        self.text,
                        "a speaker is an `@id`, an `&id`, `?`, or words in quotation marks: `by \"a spokesman\"`",
                    );
                }
                _ => {
                    taken += usize::from(value.kind == PartKind::Unknown);
                    self.stray(value);
                }
            }
        }
        if taken == 0 {
            let wanted = match word {
                "by" => {
                    "who spoke: `by @id`, `by \"a spokesman\"` for somebody without a name, or `by ?` when the speaker is unknown"
                }
                "of" => "the organisation: `of &id`",
                "to" => "to whom: `to @id` or `to &id`",
                "at" => "the date: `at 2011-11-24`",
                "as" => "the capacity in quotation marks: `as \"vice chair\"`",
                _ => "the topic: `#id`",
            };
            self.report(
                Code::SyntaxMissingValue,
                keyword.range,
                format!("`{word}` stands alone; after it goes {wanted}"),
            );
        }
    }

    /// A speaker in words. `follows` is what stands before it after `by`.
    fn unnamed(&mut self, value: Part, follows: Option<PartKind>) -> Option<Speaker> {
        let words = without_marks(value.range, self.text);
        if follows == Some(PartKind::String) {
            self.report(
                Code::SyntaxUnknownWord,
                value.range,
                "two speakers in words stand side by side: put a comma between them, and write a quotation mark inside of words as `\\\"`".into(),
            );
            return None;
        }
        if !self.text[words].contains(char::is_alphanumeric) {
            self.report(
                Code::SyntaxMissingValue,
                value.range,
                "these quotation marks hold no words: say who spoke, `by \"a spokesman\"`, or write `by ?`".into(),
            );
            return None;
        }
        Some(Speaker::Unnamed(words))
    }

    fn date(&mut self, value: Part) -> Option<PartialDate> {
        let text = &self.text[value.range];
        match PartialDate::parse(text) {
            Ok(date) => Some(date),
            Err(_) if text.starts_with('~') => {
                self.report(
                    Code::DateMalformed,
                    value.range,
                    format!(
                        "`at` takes one date without `~`, which belongs to ranges: `{}`",
                        text.trim_start_matches('~')
                    ),
                );
                None
            }
            Err(_) if Period::parse(text).is_ok() => {
                self.report(
                    Code::DateMalformed,
                    value.range,
                    format!("`at` takes one date, and `{text}` is a range"),
                );
                None
            }
            Err(problem) => {
                self.report(
                    Code::DateMalformed,
                    value.range,
                    format!("`{text}` is no date: {problem}"),
                );
                None
            }
        }
    }

    fn wrong_reference(&mut self, word: &str, reference: Reference) {
        let given = &self.text[reference.range];
        let fix = match (word, reference.kind) {
            ("for", EntityKind::Organisation) => {
                format!("`for` takes a #topic; whom they speak for is written `of {given}`")
            }
            ("on" | "for" | "against", _) => {
                format!(
                    "`{word}` takes a #topic, and `{given}` is {}",
                    reference.kind.with_article()
                )
            }
            ("of", _) => format!(
                "`of` takes an &organisation, and `{given}` is {}",
                reference.kind.with_article()
            ),
            ("at" | "as", _) => {
                format!("`{word}` takes no reference")
            }
            _ => format!(
                "`{word}` takes a @person or an &organisation; what a quote is about is written `on {given}`"
            ),
        };
        self.report(Code::SyntaxWrongReference, reference.range, fix);
    }

    fn stray(&mut self, part: Part) {
        unknown(
            self.problems,
            part,
            self.text,
            "a quote's tag holds `by`, `of`, `to`, `on`, `for`, `against`, `at` and `as`",
        );
    }

    fn report(&mut self, code: Code, range: TextRange, message: String) {
        report(self.problems, code, range, message);
    }
}

fn report(problems: &mut Vec<Problem>, code: Code, range: TextRange, message: String) {
    problems.push(Problem {
        code,
        range,
        message,
    });
}

/// Reports a word that makes no sense where it stands; commas are let pass.
fn unknown(problems: &mut Vec<Problem>, part: Part, text: &str, rule: &str) {
    if part.kind == PartKind::Comma {
        return;
    }
    let word = &text[part.range];
    let known = CLAUSES.into_iter().chain(["more", "note"]);
    let message = match (part.kind, nearest(word, known)) {
        (PartKind::Unknown, _) if is_open_string(word) => {
            format!("`{word}` has no closing quotation mark, which has to stand on the same line")
        }
        (PartKind::Unknown, Some(similar)) => {
            format!("`{word}` means nothing here; did you mean `{similar}`?")
        }
        _ => format!("`{word}` does not belong here: {rule}"),
    };
    report(problems, Code::SyntaxUnknownWord, part.range, message);
}

fn is_keyword(part: Part, word: &str, text: &str) -> bool {
    part.kind == PartKind::Keyword && &text[part.range] == word
}

fn takes(word: &str, kind: EntityKind) -> bool {
    match word {
        "by" | "to" => kind != EntityKind::Topic,
        "of" => kind == EntityKind::Organisation,
        "on" | "for" | "against" => kind == EntityKind::Topic,
        _ => false,
    }
}

/// Whether a token of the kind `Unknown` begins words in quotation marks.
fn is_open_string(word: &str) -> bool {
    word.starts_with(['"', '“'])
}

/// The message on a tag without `}`, as it is `written`; `open` is what makes no
/// sense in it any more.
pub fn unclosed(written: &str, open: Option<&str>) -> String {
    let missing = match open.filter(|open| is_open_string(open)) {
        Some(open) => {
            let words: String = open.chars().take(20).collect();
            format!(
                "the quotation mark of `{}` is not closed, and a tag ends on the line where it begins",
                words.trim_end()
            )
        }
        None => format!("`}}` is missing after `{written}`"),
    };
    format!("this tag is not closed: {missing}; if this is the article's own text, write `\\]{{`")
}

/// What words in quotation marks say; `words` is the stretch between the marks.
/// A backslash before ASCII punctuation is no part of it, as in the article
/// (markup: Escapes), and white space counts as one space.
pub fn string_words(words: TextRange, text: &str) -> String {
    let mut said = String::with_capacity(words.len());
    let mut characters = text[words].trim().chars().peekable();
    while let Some(c) = characters.next() {
        let is_escape = c == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
        match c {
            _ if is_escape => said.extend(characters.next()),
            _ if !c.is_whitespace() => said.push(c),
            _ if !said.ends_with(' ') => said.push(' '),
            _ => {}
        }
    }
    said
}

/// A string without the quotation marks around it.
fn without_marks(range: TextRange, text: &str) -> TextRange {
    let inside = &text[range];
    let first = inside.chars().next().map_or(0, char::len_utf8);
    let last = inside.chars().next_back().map_or(0, char::len_utf8);
    TextRange::new(range.from() + first, range.to() - last)
}

/// The words after `note:`.
fn note_words(range: TextRange, text: &str) -> TextRange {
    let colon = text[range].find(':').map_or(range.len(), |at| at + 1);
    TextRange::new(range.from() + colon, range.to()).trimmed(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clause_is_one() {
        assert!(CLAUSES.into_iter().all(is_clause));
        assert!(!["", "b", "more", "note", "By"].into_iter().any(is_clause));
    }
}
