//! What a tag says as a line of words, for forms that have a place for remarks alone, and what
//! such a line says.
//!
//! `by @ann (chair of BMA) of &bma; "a man" to &nhs against #cuts at 2011-05 as "a doctor"`: each
//! speaker with the role then and the organisations, `?` for one who is to be found out. Within
//! quotation marks and brackets a backslash stands before `"`, `)` and itself.

use quotemark_analysis::coded::{EntityKind, Named, Speaker, SpeakerKind, Statement, Topic};

/// What a statement's tag says.
pub(crate) fn written(statement: &Statement) -> String {
    let speakers = statement.speakers.iter().map(|speaker| {
        let mut words = match (&speaker.id, &speaker.name, speaker.kind) {
            (Some(id), ..) => id.clone(),
            (None, Some(name), SpeakerKind::Unnamed) => format!("\"{}\"", escaped(name, '"')),
            _ => "?".to_owned(),
        };
        if let Some(role) = &speaker.role {
            words += &format!(" ({})", escaped(role, ')'));
        }
        let organisations = speaker.organisations.iter().map(|one| one.id.as_str());
        let organisations: Vec<&str> = organisations.collect();
        if !organisations.is_empty() {
            words += &format!(" of {}", organisations.join(", "));
        }
        words
    });
    let mut speakers: Vec<String> = speakers.collect();
    if speakers.is_empty() {
        speakers.push("?".into());
    }
    let mut all = format!("by {}", speakers.join("; "));
    for one in &statement.addressees {
        all += &format!(" to {}", one.id);
    }
    for topic in &statement.topics {
        all += &format!(" {} {}", side(topic.stance), topic.id);
    }
    if let Some(date) = &statement.date_text {
        all += &format!(" at {date}");
    }
    if let Some(words) = &statement.capacity {
        all += &format!(" as \"{}\"", escaped(words, '"'));
    }
    all
}

/// The word for the side that is taken.
pub(crate) fn side(stance: i32) -> &'static str {
    match stance {
        ..0 => "against",
        0 => "on",
        1.. => "for",
    }
}

/// Words on one line with a backslash before what would end them.
fn escaped(words: &str, end: char) -> String {
    let mut escaped = String::new();
    for c in words.chars() {
        if c == end || c == '\\' {
            escaped.push('\\');
        }
        escaped.push(if c.is_control() { ' ' } else { c });
    }
    escaped
}

/// A statement with what a line says of it; nothing where it is no such line. Names are not
/// known from it.
pub(crate) fn read(line: &str) -> Option<Statement> {
    let mut words = Words { left: line };
    let mut said = Statement::default();
    if words.next()? != Word::Plain("by") {
        return None;
    }
    let mut last = "by";
    let mut next = words.next();
    while let Some(word) = next.take() {
        match (last, word) {
            ("by", Word::Plain("?")) => said.speakers.push(Speaker::default()),
            ("by", Word::Plain(id)) if id_kind(id) != Some(EntityKind::Topic) => {
                let kind = match id_kind(id)? {
                    EntityKind::Organisation => SpeakerKind::Organisation,
                    _ => SpeakerKind::Person,
                };
                said.speakers.push(Speaker {
                    id: Some(id.to_owned()),
                    kind,
                    ..Speaker::default()
                });
            }
            ("by", Word::Quoted(words)) => said.speakers.push(Speaker {
                name: Some(words),
                kind: SpeakerKind::Unnamed,
                ..Speaker::default()
            }),
            ("by" | "of", Word::Bracketed(role)) => said.speakers.last_mut()?.role = Some(role),
            ("of", Word::Plain(id)) if id_kind(id) == Some(EntityKind::Organisation) => {
                let speaker = said.speakers.last_mut()?;
                speaker.organisations.push(named(id));
            }
            ("to", Word::Plain(id))
                if matches!(
                    id_kind(id),
                    Some(EntityKind::Person | EntityKind::Organisation)
                ) =>
            {
                said.addressees.push(named(id));
            }
            ("for" | "against" | "on", Word::Plain(id))
                if id_kind(id) == Some(EntityKind::Topic) =>
            {
                said.topics.push(Topic {
                    id: id.to_owned(),
                    name: id.to_owned(),
                    stance: match last {
                        "for" => 1,
                        "against" => -1,
                        _ => 0,
                    },
                });
            }
            ("at", Word::Plain(date)) if date.starts_with(|c: char| c.is_ascii_digit()) => {
                said.date_text = Some(date.to_owned());
            }
            ("as", Word::Quoted(words)) => said.capacity = Some(words),
            _ => return None,
        }
        // What follows is another keyword, or goes on with the same.
        next = words.next();
        match next {
            Some(Word::Plain(";")) => {
                last = "by";
                next = Some(words.next()?);
            }
            Some(Word::Plain(",")) => next = Some(words.next()?),
            Some(Word::Plain(keyword @ ("of" | "to" | "for" | "against" | "on" | "at" | "as"))) => {
                last = keyword;
                next = Some(words.next()?);
            }
            Some(Word::Bracketed(_)) | None => {}
            _ => return None,
        }
    }
    (!said.speakers.is_empty()).then_some(said)
}

/// The organisation for which all speakers spoke who are none themselves.
///
/// # Errors
/// Lists them where there are several.
pub(crate) fn of(statement: &Statement) -> Result<Option<String>, String> {
    let mut all: Vec<Vec<&str>> = Vec::new();
    for speaker in &statement.speakers {
        let organisations = speaker.organisations.iter().map(|one| one.id.as_str());
        let organisations: Vec<&str> = organisations
            .filter(|id| Some(*id) != speaker.id.as_deref())
            .collect();
        if speaker.kind != SpeakerKind::Organisation || !organisations.is_empty() {
            all.push(organisations);
        }
    }
    all.dedup();
    match &all[..] {
        [] => Ok(None),
        [one] if one.len() < 2 => Ok(one.first().map(|id| (*id).to_owned())),
        several => {
            let several: Vec<String> = several.iter().map(|one| one.join(", ")).collect();
            Err(several.join("; "))
        }
    }
}

fn named(id: &str) -> Named {
    Named {
        id: id.to_owned(),
        name: id.to_owned(),
    }
}

/// What an id with its mark is of; nothing where it is none.
pub(crate) fn id_kind(id: &str) -> Option<EntityKind> {
    let mut characters = id.chars();
    let is_one = matches!(characters.next(), Some('@' | '&' | '#'))
        && id.len() > 1
        && characters.all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    is_one.then(|| EntityKind::of_id(id))
}

#[derive(Debug, PartialEq, Eq)]
enum Word<'a> {
    Plain(&'a str),
    Quoted(String),
    Bracketed(String),
}

struct Words<'a> {
    left: &'a str,
}

impl<'a> Words<'a> {
    fn next(&mut self) -> Option<Word<'a>> {
        self.left = self.left.trim_start();
        let first = self.left.chars().next()?;
        match first {
            '"' => self.closed('"').map(Word::Quoted),
            '(' => self.closed(')').map(Word::Bracketed),
            ';' | ',' => Some(Word::Plain(self.take(1))),
            _ => {
                let end = self
                    .left
                    .find(|c: char| c.is_whitespace() || matches!(c, ';' | ','));
                Some(Word::Plain(self.take(end.unwrap_or(self.left.len()))))
            }
        }
    }

    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, left) = self.left.split_at(bytes);
        self.left = left;
        taken
    }

    /// The words up to what closes them; nothing where that is missing.
    fn closed(&mut self, end: char) -> Option<String> {
        let mut found = String::new();
        let mut is_escaped = false;
        for (at, c) in self.left.char_indices().skip(1) {
            match c {
                c if is_escaped => {
                    found.push(c);
                    is_escaped = false;
                }
                '\\' => is_escaped = true,
                c if c == end => {
                    self.take(at + c.len_utf8());
                    return Some(found);
                }
                c => found.push(c),
            }
        }
        self.left = "";
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sample::articles;

    /// Names and the rest that a line does not hold.
    fn bare(statement: &Statement) -> Statement {
        let mut speakers = statement.speakers.clone();
        for speaker in &mut speakers {
            if speaker.id.is_some() {
                speaker.name = None;
            }
            for one in &mut speaker.organisations {
                one.name = one.id.clone();
            }
        }
        let names = statement.addressees.iter().map(|one| named(&one.id));
        let topics = statement.topics.iter().map(|one| Topic {
            name: one.id.clone(),
            ..one.clone()
        });
        Statement {
            speakers,
            addressees: names.collect(),
            topics: topics.collect(),
            date_text: statement.date_text.clone(),
            capacity: statement.capacity.clone(),
            ..Statement::default()
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for statement in articles().iter().flat_map(|one| &one.statements) {
            let line = written(statement);
            assert_eq!(read(&line), Some(bare(statement)), "{line}");
        }
        assert_eq!(
            written(&articles()[0].statements[0]),
            "by @ann (chair of BMA) of &bma; \"a man\" to &nhs against #cuts for #x at 2011-05 as \"a doctor\""
        );
        assert_eq!(written(&Statement::default()), "by ?");
        for other in [
            "",
            "by",
            "by Ann",
            "seen twice",
            "by @ann on",
            "by @ann of @b",
            "by @ann x",
            "by \"a",
            "by #x",
            "by @a,",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn any_words_of_speakers_come_back(name in "\\PC{0,20}", role in "\\PC{0,20}", capacity in "\\PC{0,9}") {
            let statement = Statement {
                speakers: vec![Speaker {
                    name: Some(name),
                    kind: SpeakerKind::Unnamed,
                    role: Some(role),
                    ..Speaker::default()
                }],
                capacity: Some(capacity),
                ..Statement::default()
            };
            prop_assert_eq!(read(&written(&statement)), Some(statement));
        }

        #[test]
        fn any_line_is_read_to_its_end(line in "(by |to |of |at |as |@a|&b|#c|\"|\\(|\\)|;|,|\\\\|é| ){0,20}") {
            let _ = read(&line);
        }
    }
}
