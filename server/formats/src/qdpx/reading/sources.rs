//! The sources of a project as articles.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use quotemark_analysis::coded::{
    Article, EntityKind, Named, Note, Span, Speaker, SpeakerKind, Statement, Topic,
};

use super::archive::Archive;
use super::cast::{Case, Members, guid, is_key, on_one_line};
use super::kinds::{NO_TEXT, OTHER, OUTSIDE, place};
use crate::error::Unreadable;
use crate::form::{Kind, Losses};
use crate::ids::Ids;
use crate::places::Places;
use crate::said;
use crate::tree::Element;

const BEYOND: Kind = (
    "selections at places that the text does not have",
    "were left out",
);
const NOTHING: Kind = (
    "selections without a code, a case, a note or a description",
    "were left out",
);
const WHOLE: Kind = (
    "codes on whole sources",
    "were left out, as a tag belongs to words",
);
const UNKNOWN_CODE: Kind = ("codings by codes that are not there", "were left out");
const SEVERAL_FOR: Kind = (
    "statements whose speakers spoke for several organisations",
    "do not say for which",
);
const KEYS: Kind = (
    "variables whose names cannot be keys of a declaration or a header",
    "were left out",
);

/// What our export calls a link to the next fragment.
const GOES_ON: &str = "goes on";

/// What is needed of the whole project for a source.
struct Whole<'a> {
    /// The words of notes.
    notes: HashMap<String, &'a str>,
    /// The selection in which each goes on.
    next: HashMap<String, String>,
    /// Those in which others go on.
    later: HashSet<String>,
}

/// Reads all of them.
///
/// # Errors
/// When a text cannot be unpacked, or most of what is selected lies outside of it.
pub(super) fn articles(
    root: &Element,
    archive: &mut Archive<'_>,
    members: &mut Members,
    losses: &mut Losses,
) -> Result<Vec<Article>, Unreadable> {
    let notes = root.all("Notes").flat_map(|all| all.all("Note"));
    let mut whole = Whole {
        notes: notes
            .map(|note| (guid(note, "guid"), note.words_of("PlainTextContent").trim()))
            .collect(),
        next: HashMap::new(),
        later: HashSet::new(),
    };
    for link in root.all("Links").flat_map(|all| all.all("Link")) {
        let (from, to) = (guid(link, "originGUID"), guid(link, "targetGUID"));
        let is_first = from != to && !whole.next.contains_key(&from) && !whole.later.contains(&to);
        if link.attribute("name") == GOES_ON && is_first {
            whole.later.insert(to.clone());
            whole.next.insert(from, to);
        } else {
            losses.of(
                OTHER,
                place(link),
                format!("Link {}", link.attribute("name")),
            );
        }
    }
    let mut names = Ids::default();
    // That of the cast.
    names.file("", "cast");
    let mut keys: HashSet<String> = HashSet::new();
    let mut articles = Vec::new();
    for source in root.all("Sources").flat_map(|all| &all.children) {
        let text = match &*source.name {
            "TextSource" => source,
            "PDFSource" => match source.first("Representation") {
                Some(text) => text,
                None => source,
            },
            _ => source,
        };
        let Some(words) = words(source, text, archive, losses)? else {
            continue;
        };
        let mut reading = Reading {
            source,
            whole: &whole,
            members,
            losses,
            places: Places::of(&words),
            words: &words,
            name: source.attribute("name").trim().to_owned(),
        };
        let mut article = reading.article(text, &mut names, &mut keys)?;
        article.text = words;
        articles.push(article);
    }
    Ok(articles)
}

/// The text of a source; nothing where the project has none.
fn words(
    source: &Element,
    text: &Element,
    archive: &mut Archive<'_>,
    losses: &mut Losses,
) -> Result<Option<String>, Unreadable> {
    let name = format!("{} {}", source.name, source.attribute("name"));
    if let Some(content) = text.first("PlainTextContent") {
        return Ok(Some(content.words.clone()));
    }
    let path = text.attribute("plainTextPath");
    if path.is_empty() {
        losses.of(NO_TEXT, place(source), name);
        return Ok(None);
    }
    let Some(inside) = path.strip_prefix("internal://") else {
        losses.of(OUTSIDE, place(source), format!("{name}: {path}"));
        return Ok(None);
    };
    if inside
        .split(['/', '\\'])
        .any(|part| matches!(part, "" | "." | ".."))
    {
        return Err(Unreadable(format!(
            "is no project to be trusted: at byte {} of project.qde the source {} leads out of it by `{path}`",
            source.at,
            source.attribute("name")
        )));
    }
    let found = archive.text(inside)?;
    if found.is_none() {
        losses.of(OUTSIDE, place(source), format!("{name}: {path}"));
    }
    Ok(found)
}

struct Reading<'a> {
    source: &'a Element,
    whole: &'a Whole<'a>,
    members: &'a mut Members,
    losses: &'a mut Losses,
    places: Places,
    words: &'a str,
    name: String,
}

impl<'a> Reading<'a> {
    fn article(
        &mut self,
        text: &'a Element,
        names: &mut Ids,
        keys: &mut HashSet<String>,
    ) -> Result<Article, Unreadable> {
        let mut article = self.header(text, names, keys);
        let mut found: Vec<(&Element, Span)> = Vec::new();
        let mut beyond = Vec::new();
        for selection in text.all("PlainTextSelection") {
            let at = |name: &str| selection.attribute(name).trim().parse::<usize>().ok();
            let span = at("startPosition").zip(at("endPosition"));
            match span.and_then(|(start, end)| self.places.of_points(start, end)) {
                Some(span) => found.push((selection, span)),
                None => beyond.push(selection),
            }
        }
        // Of several that have one identifier, others may go on in the last alone.
        let guids = found.iter().map(|(one, _)| guid(one, "guid")).enumerate();
        let known: HashMap<String, usize> = guids.map(|(place, guid)| (guid, place)).collect();
        if beyond.len() > found.len()
            && let Some(first) = beyond.first()
        {
            return Err(Unreadable(format!(
                "does not fit its texts: in {} most selections lie outside, such as {}–{} at byte {} of \
                 project.qde, and the text has {} characters; export the project anew",
                self.name,
                first.attribute("startPosition"),
                first.attribute("endPosition"),
                first.at,
                self.places.length()
            )));
        }
        for selection in beyond {
            self.lose(BEYOND, selection);
        }
        for other in ["PDFSelection", "TranscriptSelection"] {
            for selection in self.source.all(other) {
                self.lose(BEYOND, selection);
            }
        }
        // First those that begin, then those in which something would go on that is not there.
        let mut is_done = vec![false; found.len()];
        for takes_all in [false, true] {
            for place in 0..found.len() {
                let own = guid(found[place].0, "guid");
                let is_later = known.get(&own) == Some(&place) && self.whole.later.contains(&own);
                if is_done[place] || is_later && !takes_all {
                    continue;
                }
                let mut all = Vec::new();
                let mut next = Some(place);
                while let Some(one) = next.filter(|one| !is_done[*one]) {
                    is_done[one] = true;
                    all.push(found[one]);
                    let own = guid(found[one].0, "guid");
                    let after = self.whole.next.get(&own);
                    next = after.and_then(|guid| known.get(guid)).copied();
                }
                self.selection(&all, &mut article);
            }
        }
        article
            .statements
            .sort_by_key(|one| (one.span.start, std::cmp::Reverse(one.span.end)));
        article.notes.sort_by_key(|one| one.span.start);
        Ok(article)
    }

    fn lose(&mut self, kind: Kind, selection: &Element) {
        let detail = format!(
            "{}: {}–{} {}",
            self.name,
            selection.attribute("startPosition"),
            selection.attribute("endPosition"),
            selection.attribute("name")
        );
        self.losses.of(kind, place(selection), detail);
    }

    fn header(&mut self, text: &Element, names: &mut Ids, keys: &mut HashSet<String>) -> Article {
        let mut article = Article::default();
        let values = self.members.values(self.source);
        let is_ours = values.iter().any(|(name, _)| name == "Id");
        let mut key = None;
        let mut coders: Vec<String> = Vec::new();
        for (name, value) in values.into_iter().filter(|(_, value)| !value.is_empty()) {
            let lower = name.trim().to_lowercase();
            match lower.as_str() {
                "id" if is_ours => key = Some(value),
                "date" if day(&value).is_some() => {
                    article.date = day(&value);
                    let date = article.date.map(|date| date.to_string());
                    article.date_text = article.date_text.take().or(date);
                }
                "date as written" if is_ours => article.date_text = Some(value),
                "source" => article.source = Some(value),
                "author" => article.author = Some(value),
                "address" | "url" => article.url = Some(value),
                "language" => article.language = Some(value),
                "coder" => coders = vec![value],
                lower => {
                    let own = if is_ours {
                        lower.strip_prefix("x_").unwrap_or(lower)
                    } else {
                        lower
                    };
                    let is_free =
                        !["title", "id", "sealed", "coded", "reviewed", "date"].contains(&own);
                    match is_free && is_key(own) {
                        true => article.own.push((own.to_owned(), value)),
                        false => {
                            self.losses
                                .of(KEYS, place(self.source), format!("{name}: {value}"));
                        }
                    }
                }
            }
        }
        let description = on_one_line(self.source.words_of("Description"));
        let notes = self.source.all("NoteRef").chain(text.all("NoteRef"));
        let notes = notes.filter_map(|note| self.whole.notes.get(&guid(note, "targetGUID")));
        let notes: Vec<String> = [description]
            .into_iter()
            .chain(notes.map(|note| on_one_line(note)))
            .filter(|note| !note.is_empty())
            .collect();
        if !notes.is_empty() {
            article.own.push(("notes".into(), notes.join("; ")));
        }
        for coding in self.source.all("Coding") {
            self.losses.of(WHOLE, place(coding), &*self.name);
        }
        if coders.is_empty() {
            let codings = text
                .all("PlainTextSelection")
                .flat_map(|one| one.all("Coding"));
            for user in std::iter::once(self.source).chain(codings) {
                let name = self.members.names.get(&guid(user, "creatingUser"));
                let name = name.filter(|name| !is_ours || **name != super::super::project::PROGRAM);
                coders.extend(name.filter(|name| !coders.contains(name)).cloned());
            }
        }
        article.coder = Some(coders.join("; ")).filter(|coders| !coders.is_empty());
        let title = title(&self.name);
        // Our export gives the path of an article without a title.
        let title = title.filter(|title| !is_ours || !title.ends_with(".qm"));
        let name = names.file(
            article.date_text.as_deref().unwrap_or_default(),
            title.unwrap_or(&self.name),
        );
        article.title = title.map(str::to_owned);
        article.path = format!("{name}.qm");
        let key = key.filter(|key| !key.contains(char::is_whitespace) && keys.insert(key.clone()));
        article.key = key.unwrap_or_else(|| {
            keys.insert(name.clone());
            name
        });
        article
    }

    /// Takes in what selections say that go on one in the other.
    fn selection(&mut self, all: &[(&'a Element, Span)], article: &mut Article) {
        let Some(((first, span), (_, last))) = all.first().zip(all.last()) else {
            return;
        };
        let description = first.words_of("Description").trim();
        let tag = description
            .lines()
            .find_map(|line| line.strip_prefix("Tag: "));
        let tag = tag.and_then(said::read);
        let (mut topics, mut notes): (Vec<Topic>, Vec<&str>) = (Vec::new(), Vec::new());
        for coding in first.all("Coding") {
            for code in coding.all("CodeRef") {
                match self.members.topic(code.attribute("targetGUID")) {
                    Some((topic, stance)) => {
                        let topic = Topic {
                            id: topic.id.clone(),
                            name: topic.name.clone(),
                            stance: *stance,
                        };
                        topics.extend((!topics.contains(&topic)).then_some(topic));
                    }
                    None => self.losses.of(UNKNOWN_CODE, place(coding), &*self.name),
                }
            }
            notes.extend(self.notes_of(coding));
        }
        notes.extend(self.notes_of(first));
        if tag.is_none() && !description.is_empty() {
            notes.push(description);
        }
        let mut cases = self.members.cases(first.attribute("guid")).to_vec();
        let is_coded = tag.is_some() || !topics.is_empty() || !cases.is_empty();
        if is_coded {
            if cases.is_empty() && tag.is_none() {
                cases = self.members.cases(self.source.attribute("guid")).to_vec();
            }
            let mut statement = match tag {
                Some(tag) => self.tagged(tag, &cases),
                None => self.said_by(&cases),
            };
            match said::of(&statement) {
                Ok(of) => statement.of = of,
                Err(several) => self.losses.of(SEVERAL_FOR, place(first), several),
            }
            statement.topics = topics;
            statement.fragments = all.iter().map(|(_, span)| *span).collect();
            statement.span = Span {
                end: last.end,
                end_utf16: last.end_utf16,
                ..*span
            };
            article.statements.push(statement);
        } else if notes.is_empty() {
            self.lose(NOTHING, first);
        }
        for note in notes {
            let words = self.words.chars().skip(span.start);
            article.notes.push(Note {
                span: *span,
                text: words.take(span.end - span.start).collect(),
                note: on_one_line(note),
            });
        }
    }

    /// The notes on an element.
    fn notes_of(&self, of: &Element) -> Vec<&'a str> {
        let notes = of.all("NoteRef");
        let notes = notes.filter_map(|note| self.whole.notes.get(&guid(note, "targetGUID")));
        notes.copied().filter(|note| !note.is_empty()).collect()
    }

    /// What the tag of our export says, unless the cases were changed since.
    fn tagged(&mut self, mut tag: Statement, cases: &[Case]) -> Statement {
        let mut take = |id: &str| self.members.own(id);
        for speaker in &mut tag.speakers {
            if let Some(id) = &speaker.id {
                let named = take(id);
                (speaker.id, speaker.name) = (Some(named.id), Some(named.name));
            }
            for one in &mut speaker.organisations {
                *one = take(&one.id);
            }
        }
        for one in &mut tag.addressees {
            *one = take(&one.id);
        }
        let by_cases: HashSet<&str> = cases.iter().map(key).collect();
        let speakers = tag.speakers.iter();
        let by_tag: HashSet<&str> = speakers
            .flat_map(|one| {
                let own = one.id.as_deref().or(one.name.as_deref());
                let organisations = one.organisations.iter().map(|one| one.id.as_str());
                own.into_iter().chain(organisations)
            })
            .collect();
        if by_cases == by_tag {
            return tag;
        }
        let said = self.said_by(cases);
        Statement {
            speakers: said.speakers,
            ..tag
        }
    }

    /// A statement of the people among cases for the organisations, or of these alone.
    fn said_by(&self, cases: &[Case]) -> Statement {
        let is_organisation = |one: &&Case| matches!(one, Case::Known(one) if EntityKind::of_id(&one.id) == EntityKind::Organisation);
        let has_people = cases.iter().any(|one| !is_organisation(&one));
        let organisations = cases
            .iter()
            .filter(|one| has_people && is_organisation(one));
        let organisations: Vec<Named> = organisations
            .filter_map(|one| match one {
                Case::Known(one) => Some(one.clone()),
                Case::Unnamed(_) => None,
            })
            .collect();
        let speakers = cases
            .iter()
            .filter(|one| !has_people || !is_organisation(one));
        let mut speakers: Vec<Speaker> = speakers
            .map(|one| match one {
                Case::Known(one) => Speaker {
                    id: Some(one.id.clone()),
                    name: Some(one.name.clone()),
                    kind: match EntityKind::of_id(&one.id) {
                        EntityKind::Organisation => SpeakerKind::Organisation,
                        _ => SpeakerKind::Person,
                    },
                    organisations: organisations.clone(),
                    ..Speaker::default()
                },
                Case::Unnamed(name) => Speaker {
                    name: Some(name.clone()),
                    kind: SpeakerKind::Unnamed,
                    organisations: organisations.clone(),
                    ..Speaker::default()
                },
            })
            .collect();
        if speakers.is_empty() {
            speakers.push(Speaker::default());
        }
        Statement {
            speakers,
            ..Statement::default()
        }
    }
}

fn key(case: &Case) -> &str {
    match case {
        Case::Known(one) => &one.id,
        Case::Unnamed(name) => name,
    }
}

/// A day, as XML has days and moments.
fn day(value: &str) -> Option<Date> {
    value.get(..10)?.parse().ok()
}

/// The name of a source without what its file ended in; nothing where none is left.
fn title(name: &str) -> Option<&str> {
    let endings = [".txt", ".docx", ".doc", ".rtf", ".odt", ".pdf", ".md"];
    let mut endings = endings.iter();
    let title = endings.find_map(|ending| {
        let at = name.len().checked_sub(ending.len())?;
        name.get(at..)?
            .eq_ignore_ascii_case(ending)
            .then(|| &name[..at])
    });
    Some(title.unwrap_or(name).trim()).filter(|title| !title.is_empty())
}
