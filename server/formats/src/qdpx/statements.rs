//! What is coded in articles, as selections, and all that a project needs of it at the end.

use std::collections::{BTreeSet, HashMap};

use quotemark_analysis::coded::{
    Article, Cast, Entity, EntityKind, Speaker, SpeakerKind, Statement,
};

use super::cast::{Variables, cases, code_of, codes, side};
use super::guid::guid;
use super::project::{Case, Link, Note, PROGRAM, Project, Selection, Source, Value};
use crate::form::{Kind, Losses};
use crate::line_feeds::LineFeeds;
use crate::said;

/// The most characters of the name of a selection, which lists show.
const NAME: usize = 100;

const DESCRIBED: Kind = (
    "statements to somebody, of another day or in another capacity",
    "have that in the description of their selection alone",
);
const ROLES_THEN: Kind = (
    "statements with the speaker's role then",
    "have that in the description of their selection alone",
);
const FRAGMENTS: Kind = (
    "statements in several fragments",
    "are a selection for each, with links from one to the next",
);
const UNCODED: Kind = (
    "statements without a topic",
    "are selections without a code, to which the cases of their speakers refer",
);
const NO_WORDS: Kind = (
    "statements and notes without words",
    "were left out, as a selection holds some",
);
const UNNAMED: Kind = (
    "speakers in words alone",
    "are a case for each article, as they are another in each",
);
const MENTIONS: Kind = ("mentions", "were left out, as a case holds what was said");
const LINES: Kind = (
    "articles whose lines do not end in a line feed alone",
    "have line feeds, and offsets that are counted so",
);
const CODERS: Kind = (
    "articles of several coders",
    "are the first one's, as a source has one",
);

/// What a project holds so far.
#[derive(Default)]
pub struct Gathered {
    cast: Cast,
    project: Project,
    variables: Variables,
    /// Where cases stand, by the id of one of the cast or the GUID of another.
    cases: HashMap<String, usize>,
    users: HashMap<String, String>,
    sides: BTreeSet<(String, i32)>,
    /// The topics of the cast and of statements.
    topics: BTreeSet<String>,
    pub losses: Losses,
}

impl Gathered {
    /// What a cast comes to.
    pub fn new(cast: &Cast) -> Self {
        let mut gathered = Self {
            cast: cast.clone(),
            ..Self::default()
        };
        gathered.user(PROGRAM);
        gathered.project.cases = cases(cast, &mut gathered.variables);
        let members = cast.entities.iter();
        let members = members.filter(|one| one.kind != EntityKind::Topic);
        let places = members
            .enumerate()
            .map(|(place, one)| (one.id.clone(), place));
        gathered.cases = places.collect();
        let topics = cast.entities.iter();
        let topics = topics.filter(|one| one.kind == EntityKind::Topic);
        gathered.topics = topics.map(|one| one.id.clone()).collect();
        // What a topic loses is said before the first article.
        codes(cast, &gathered.sides, &mut gathered.losses);
        gathered
    }

    /// All of it.
    pub fn project(mut self) -> Project {
        self.project.codes = codes(&self.cast, &self.sides, &mut Losses::default());
        self.project.variables = self.variables.take();
        self.project
    }

    /// Takes an article in; gives its GUID and the text to which its offsets belong.
    pub fn article(&mut self, article: &Article) -> (String, String) {
        let lines = LineFeeds::new(&article.text);
        if lines.is_changed {
            self.losses.at(LINES, &article.path, 0, "");
        }
        if !article.mentions.is_empty() {
            let count = article.mentions.len().to_string();
            self.losses.at(MENTIONS, &article.path, 0, count);
        }
        let user = self.coder(article);
        let mut selections = Vec::new();
        let starts = lines.text.char_indices().map(|(at, _)| at);
        let text = Text {
            starts: starts.chain([lines.text.len()]).collect(),
            lines: &lines,
        };
        for statement in &article.statements {
            self.statement(article, statement, &text, &mut selections);
        }
        for (number, note) in article.notes.iter().enumerate() {
            let key = format!("{}\n{number}", article.key);
            let Some((start, end)) = lines.points(note.span) else {
                self.losses.at(NO_WORDS, &article.path, 0, &note.note);
                continue;
            };
            let remark = guid("note", &key);
            self.project.notes.push(Note {
                guid: remark.clone(),
                name: shortened(&note.note),
                user: user.clone(),
                words: note.note.clone(),
            });
            selections.push(Selection {
                guid: guid("selection of a note", &key),
                name: shortened(&note.text),
                start,
                end,
                description: String::new(),
                codings: Vec::new(),
                note: Some(remark),
            });
        }
        selections.sort_by_key(|one| (one.start, std::cmp::Reverse(one.end)));
        let values = self.values(article);
        let source = guid("source", &article.key);
        self.project.sources.push(Source {
            guid: source.clone(),
            name: article
                .title
                .clone()
                .unwrap_or_else(|| article.path.clone()),
            user,
            selections,
            values,
        });
        (source, lines.text)
    }

    fn values(&mut self, article: &Article) -> Vec<Value> {
        let variables = &mut self.variables;
        let mut values = vec![variables.text("Id", &*article.key)];
        if let Some(date) = article.date {
            values.push(variables.day("Date", date.to_string()));
        }
        let written = article.date_text.as_deref();
        // A day is written in ten characters; a month or a year has its first day above.
        let told = [
            ("Date as written", written.filter(|date| date.len() < 10)),
            ("Source", article.source.as_deref()),
            ("Author", article.author.as_deref()),
            ("Address", article.url.as_deref()),
            ("Language", article.language.as_deref()),
            ("Coder", article.coder.as_deref()),
        ];
        for (name, value) in told {
            values.extend(value.map(|value| variables.text(name, value)));
        }
        for (key, value) in &article.own {
            values.push(variables.text(&format!("x_{key}"), &**value));
        }
        values
    }

    /// The GUID of the first of those who coded an article; nothing for nobody.
    fn coder(&mut self, article: &Article) -> String {
        let names = article.coder.as_deref().unwrap_or_default();
        let mut names = names.split(';').map(str::trim).filter(|it| !it.is_empty());
        let Some(first) = names.next() else {
            return String::new();
        };
        if names.next().is_some() {
            let all = article.coder.clone().unwrap_or_default();
            self.losses.at(CODERS, &article.path, 0, all);
        }
        self.user(first)
    }

    fn user(&mut self, name: &str) -> String {
        if let Some(guid) = self.users.get(name) {
            return guid.clone();
        }
        let user = guid("user", name);
        self.project.users.push((user.clone(), name.to_owned()));
        self.users.insert(name.to_owned(), user.clone());
        user
    }

    fn statement(
        &mut self,
        article: &Article,
        statement: &Statement,
        text: &Text<'_>,
        selections: &mut Vec<Selection>,
    ) {
        let losses = &mut self.losses;
        let mut lose = |kind: Kind| losses.at(kind, &article.path, statement.line, &statement.text);
        let fragments = statement.fragments.iter().enumerate();
        let places: Vec<(usize, (usize, usize))> = fragments
            .filter_map(|(number, span)| Some((number, text.lines.points(*span)?)))
            .collect();
        if places.is_empty() {
            return lose(NO_WORDS);
        }
        if places.len() > 1 {
            lose(FRAGMENTS);
        }
        if statement.topics.is_empty() {
            lose(UNCODED);
        }
        let is_of_another_day = statement.date != article.date;
        if !statement.addressees.is_empty() || statement.capacity.is_some() || is_of_another_day {
            lose(DESCRIBED);
        }
        if statement.speakers.iter().any(|one| one.role.is_some()) {
            lose(ROLES_THEN);
        }
        for topic in &statement.topics {
            self.topic(&topic.id, &topic.name);
            if topic.stance != 0 {
                let stance = topic.stance.signum();
                self.sides.insert((topic.id.clone(), stance));
            }
        }
        let theirs = self.cases_of(article, statement);
        let description = told(statement);
        let mut before: Option<String> = None;
        for (number, (start, end)) in places {
            let key = format!("{}\n{number}", statement.id);
            let selection = guid("selection", &key);
            for case in &theirs {
                self.project.cases[*case].selections.push(selection.clone());
            }
            if let Some(before) = before {
                self.project.links.push(Link {
                    guid: guid("link", &key),
                    from: before,
                    to: selection.clone(),
                });
            }
            let codings = statement.topics.iter().enumerate();
            let codings = codings.map(|(topic, coded)| {
                let coding = guid("coding", &format!("{key}\n{topic}"));
                (coding, code_of(&coded.id, coded.stance))
            });
            selections.push(Selection {
                guid: selection.clone(),
                name: shortened(text.words(start, end)),
                start,
                end,
                description: description.clone(),
                codings: codings.collect(),
                note: None,
            });
            before = Some(selection);
        }
    }

    /// Adds a topic that the cast does not have.
    fn topic(&mut self, id: &str, name: &str) {
        if self.topics.insert(id.to_owned()) {
            self.cast.entities.push(Entity {
                id: id.to_owned(),
                kind: EntityKind::Topic,
                name: Some(name.to_owned()),
                ..Entity::default()
            });
        }
    }

    /// The cases to which a statement belongs: those of its speakers, and of the
    /// organisations for which they spoke.
    fn cases_of(&mut self, article: &Article, statement: &Statement) -> BTreeSet<usize> {
        let mut all = BTreeSet::new();
        for speaker in &statement.speakers {
            let name = speaker.name.as_deref().unwrap_or_default();
            match (&speaker.id, speaker.kind) {
                (Some(id), _) => {
                    all.insert(self.case(id, name, "person"));
                }
                (None, SpeakerKind::Unnamed) => {
                    let key = format!("{}\n{name}", article.key);
                    if !self.cases.contains_key(&key) {
                        let losses = &mut self.losses;
                        losses.at(UNNAMED, &article.path, statement.line, name);
                    }
                    all.insert(self.case(&key, name, "unnamed"));
                }
                (None, _) => {}
            }
            for organisation in &speaker.organisations {
                let name = &organisation.name;
                all.insert(self.case(&organisation.id, name, "organisation"));
            }
        }
        all
    }

    /// The case of one, which is added where it is new.
    fn case(&mut self, key: &str, name: &str, kind: &str) -> usize {
        if let Some(place) = self.cases.get(key) {
            return *place;
        }
        let place = self.project.cases.len();
        self.project.cases.push(Case {
            guid: guid("case", key),
            name: name.to_owned(),
            description: String::new(),
            values: vec![self.variables.text("Kind", kind)],
            selections: Vec::new(),
        });
        self.cases.insert(key.to_owned(), place);
        place
    }
}

/// The words of an article, found by code points.
struct Text<'a> {
    lines: &'a LineFeeds,
    /// Where each begins in bytes, and where the last ends.
    starts: Vec<usize>,
}

impl Text<'_> {
    fn words(&self, start: usize, end: usize) -> &str {
        let at = |point: usize| self.starts.get(point).copied();
        let range = at(start).zip(at(end));
        range.map_or("", |(from, to)| &self.lines.text[from..to])
    }
}

/// All that a tag says, a line for each, for whoever sees nothing else of a statement.
fn told(statement: &Statement) -> String {
    let speakers = statement.speakers.iter();
    let mut lines: Vec<String> = speakers
        .map(|one| format!("By: {}", said_by(one)))
        .collect();
    let addressees = statement.addressees.iter();
    lines.extend(addressees.map(|one| format!("To: {}", one.name)));
    for topic in &statement.topics {
        let side = side(topic.stance).unwrap_or("on");
        lines.push(format!("{}: {}", capital(side), topic.name));
    }
    let capacity = statement.capacity.iter();
    lines.extend(capacity.map(|words| format!("As: {words}")));
    let date = statement.date_text.iter();
    lines.extend(date.map(|date| format!("Date: {date}")));
    lines.push(format!("Form: {}", statement.kind));
    // The same with ids, by which an import of ours knows it again.
    lines.push(format!("Tag: {}", said::written(statement)));
    lines.join("\n")
}

fn said_by(speaker: &Speaker) -> String {
    let mut words = speaker.name.as_deref().unwrap_or("?").to_owned();
    if let Some(role) = &speaker.role {
        words += &format!(" ({role})");
    }
    let others = speaker.organisations.iter();
    let others = others.filter(|one| Some(&one.id) != speaker.id.as_ref());
    let names: Vec<&str> = others.map(|one| one.name.as_str()).collect();
    if !names.is_empty() {
        words += &format!(" for {}", names.join(", "));
    }
    words
}

fn capital(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters).collect()
}

/// Words on one line, of a length that lists show.
fn shortened(words: &str) -> String {
    let mut line = String::new();
    for word in words.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line += word;
        if let Some((at, _)) = line.char_indices().nth(NAME) {
            line.truncate(at);
            return format!("{}…", line.trim_end());
        }
    }
    line
}
