//! What stands in tags.

use crate::coded::{SpeakerKind, Statement};

/// The tag of a statement, whose article has the date `said`.
pub fn quote(statement: &Statement, said: Option<&str>) -> String {
    let speakers =
        statement
            .speakers
            .iter()
            .map(|speaker| match (speaker.kind, &speaker.id, &speaker.name) {
                (SpeakerKind::Unnamed, _, Some(words)) => quoted(words),
                (SpeakerKind::Person | SpeakerKind::Organisation, Some(id), _) => id.clone(),
                _ => "?".to_owned(),
            });
    let mut speakers: Vec<String> = speakers.collect();
    if speakers.is_empty() {
        speakers.push("?".into());
    }
    let mut tag = format!("by {}", speakers.join(", "));
    let mut clause = |keyword: &str, all: Vec<&str>| {
        if !all.is_empty() {
            tag += &format!(" {keyword} {}", all.join(", "));
        }
    };
    clause("of", statement.of.iter().map(String::as_str).collect());
    let addressees = statement.addressees.iter();
    clause("to", addressees.map(|one| one.id.as_str()).collect());
    for (keyword, stance) in [("on", 0), ("for", 1), ("against", -1)] {
        let topics = statement.topics.iter();
        let topics = topics.filter(|topic| topic.stance.signum() == stance);
        clause(keyword, topics.map(|topic| topic.id.as_str()).collect());
    }
    let date = statement.date_text.as_deref();
    clause(
        "at",
        date.filter(|date| Some(*date) != said)
            .into_iter()
            .collect(),
    );
    if let Some(words) = &statement.capacity {
        tag += &format!(" as {}", quoted(words));
    }
    tag
}

/// A remark as it stands in a tag: on one line, without braces.
pub fn note(words: &str) -> String {
    let words = on_one_line(words).replace('{', "(").replace('}', ")");
    format!("note: {words}")
}

/// Words in quotation marks, on one line.
fn quoted(words: &str) -> String {
    let mut written = String::from("\"");
    for c in on_one_line(words).chars() {
        if matches!(c, '"' | '\\' | '[' | ']' | '{' | '}') {
            written.push('\\');
        }
        written.push(c);
    }
    written.push('"');
    written
}

/// Words with a space for each stretch of white space.
pub fn on_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
