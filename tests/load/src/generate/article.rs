//! One article.

use super::cast::Cast;
use super::random::Random;
use super::words;

/// An article, and what it names.
pub struct Article {
    /// Where it belongs below the corpus, with `/` between the parts.
    pub path: String,
    /// All of the file.
    pub text: String,
    /// The people whom tags and the header name, once for each time.
    pub references: Vec<usize>,
    /// The people who say something, once for each statement.
    pub quotes: Vec<usize>,
    /// The people whom a tag of their own names.
    pub mentions: Vec<usize>,
    /// The code of the mistake that was planted, if one was.
    pub mistake: Option<&'static str>,
}

/// How many articles of a hundred have a mistake.
const MISTAKES: f64 = 0.5;
/// How many bytes the words of an article's paragraphs have, about.
const BYTES: usize = 3_910;
/// The first year, and how many there are.
const YEARS: (usize, usize) = (1990, 36);
/// How many files a folder has at most.
const FILES_IN_A_FOLDER: usize = 500;
/// Where lines are broken, if they are.
const WIDTH: usize = 100;
/// The stream of random numbers.
const ARTICLES: u64 = 4;

/// The article of that number.
pub fn article(cast: &Cast, seed: u64, number: usize) -> Article {
    let mut writer = Writer::new(cast, Random::of(seed, ARTICLES, number as u64));
    let path = writer.header(number);
    let paragraphs = 5 + writer.random.below(6);
    let speakers = 7 + writer.random.below(5);
    for paragraph in 0..paragraphs {
        let from = speakers * paragraph / paragraphs;
        let until = speakers * (paragraph + 1) / paragraphs;
        writer.paragraph(until - from, BYTES / paragraphs);
    }
    if writer.random.percent(MISTAKES) {
        writer.mistake();
    }
    writer.finish(path)
}

/// An article of at least so many bytes, which stands apart.
pub fn big_article(cast: &Cast, seed: u64, bytes: usize) -> Article {
    let mut writer = Writer::new(cast, Random::of(seed, ARTICLES, u64::MAX));
    writer.text = "---\ntitle: The whole of it\ndate: 2011-11-24\n---\n\n".into();
    let mut section = 0;
    while writer.text.len() < bytes {
        section += 1;
        writer.text += &format!("# Part {section}\n\n");
        for _ in 0..7 {
            writer.paragraph(1, BYTES / 7);
        }
    }
    writer.finish("big/the-whole-of-it.qm".into())
}

struct Writer<'a> {
    cast: &'a Cast,
    random: Random,
    text: String,
    references: Vec<usize>,
    quotes: Vec<usize>,
    mentions: Vec<usize>,
    mistake: Option<&'static str>,
    /// Those who have been tagged so far.
    tagged: Vec<usize>,
    /// What stands around a direct quote.
    marks: (&'static str, &'static str),
    is_wrapped: bool,
    ends_in_crlf: bool,
}

impl<'a> Writer<'a> {
    fn new(cast: &'a Cast, mut random: Random) -> Self {
        let marks = match random.below(10) {
            0 => ("\"", "\""),
            1 => ("«", "»"),
            _ => ("“", "”"),
        };
        Self {
            cast,
            text: String::with_capacity(6_000),
            references: Vec::new(),
            quotes: Vec::new(),
            mentions: Vec::new(),
            mistake: None,
            tagged: Vec::new(),
            marks,
            is_wrapped: random.percent(70.0),
            ends_in_crlf: random.percent(2.0),
            random,
        }
    }

    fn finish(self, path: String) -> Article {
        let mut text = self.text;
        // One line break ends the file.
        text.truncate(text.trim_end().len());
        text.push('\n');
        Article {
            path,
            text: match self.ends_in_crlf {
                true => text.replace('\n', "\r\n"),
                false => text,
            },
            references: self.references,
            quotes: self.quotes,
            mentions: self.mentions,
            mistake: self.mistake,
        }
    }

    /// Writes the header; gives the path that goes with it.
    fn header(&mut self, number: usize) -> String {
        let months = YEARS.1 * 12;
        let (month, among) = (number % months, number / months);
        let (year, month) = (YEARS.0 + month / 12, 1 + month % 12);
        let day = 1 + self.random.below(28);
        let part = match among / FILES_IN_A_FOLDER {
            0 => String::new(),
            part => format!("-{}", part + 1),
        };
        let title = self.fill("The {n} and the {a} {n}");
        let slug = title.replace(' ', "-").to_lowercase();
        let path = format!("{year}/{month:02}{part}/{year}-{month:02}-{day:02}-{slug}-{number}.qm");
        let date = match self.random.percent(95.0) {
            true => format!("{year}-{month:02}-{day:02}"),
            false => format!("{year}-{month:02}"),
        };
        let paper = self.random.below(self.cast.organisations.len().min(40));
        let paper = &self.cast.organisations[paper].id;
        self.text += &format!("---\ntitle: {title}\ndate: {date}\nsource: &{paper}\n");
        if self.random.percent(10.0) {
            let author = self.cast.person(&mut self.random);
            self.text += &format!("author: @{}\n", self.cast.people[author].id);
            self.references.push(author);
        }
        if self.random.percent(15.0) {
            self.text += "lang: en-GB\n";
        }
        if self.random.percent(40.0) {
            self.text += &format!("url: https://example.org/{year}/{month:02}/{slug}-{number}\n");
        }
        self.text += "---\n\n";
        path
    }

    /// Writes a paragraph of about so many bytes, in which so many speakers are linked.
    fn paragraph(&mut self, speakers: usize, bytes: usize) {
        let start = self.text.len();
        if self.random.percent(6.0) {
            let heading = self.fill("# The {a} {n}\n\n");
            self.text += &heading;
        }
        if self.random.percent(2.0) {
            let comment = self.fill("{% Ask about the {n} {t}. %}\n\n");
            self.text += &comment;
        }
        if speakers > 0 && self.random.percent(4.0) {
            self.statement();
            for _ in 1..speakers {
                self.speaker();
            }
        } else {
            for _ in 0..speakers {
                if self.random.percent(60.0) {
                    self.sentence();
                }
                self.speaker();
            }
        }
        while self.text.len() < start + bytes {
            self.sentence();
        }
        self.text.truncate(self.text.trim_end().len());
        if self.is_wrapped {
            let wrapped = wrap(&self.text[start..]);
            self.text.truncate(start);
            self.text += &wrapped;
        }
        self.text += "\n\n";
    }

    /// A sentence of the article's own.
    fn sentence(&mut self) {
        let sentence = match self.random.below(40) {
            // Who has been tagged is known afterwards without a tag.
            0..=5 if !self.tagged.is_empty() => {
                let person = self.tagged[self.random.below(self.tagged.len())];
                let name = self.bare_name_of(person);
                self.fill(&format!("{name} had seen the {{a}} {{n}} {{t}}."))
            }
            6..=9 => self.of_an_organisation(),
            10..=11 => self.of_a_topic(),
            12 => {
                let emoji = self.random.pick(words::EMOJI);
                self.fill(&format!(
                    "A reader sent in a {{n}} {emoji} and a {{a}} {{n}}."
                ))
            }
            13 if self.random.percent(10.0) => {
                let (open, close) = self.marks;
                self.fill(&format!(
                    "A sign said {open}no {{n}} beyond this {{a}} {{n}}{close} as it always had."
                ))
            }
            _ => {
                let shape = self.random.pick(words::SENTENCES);
                self.fill(shape)
            }
        };
        self.text += &capitalised(&sentence);
        self.text.push(' ');
    }

    fn of_an_organisation(&mut self) -> String {
        let organisation = self.random.below(self.cast.organisations.len());
        let organisation = &self.cast.organisations[organisation];
        let name = match self.random.percent(60.0) {
            true => &organisation.name,
            false => &organisation.short,
        };
        let mention = format!("[{name}]{{&{}}}", organisation.id);
        let sentence = self.fill("The {n} of the ORGANISATION was {a}.");
        sentence.replace("ORGANISATION", &mention)
    }

    fn of_a_topic(&mut self) -> String {
        let topic = &self.cast.topics[self.random.below(self.cast.topics.len())];
        let words = self.fill("the {a} {n}");
        format!("All this is part of [{words}]{{#{}}}.", topic.id)
    }

    /// Links one speaker: a mention, a quote, or both.
    fn speaker(&mut self) {
        let person = self.cast.person(&mut self.random);
        let statement = self.random.pick(words::STATEMENTS);
        let statement = self.fill(statement);
        let (open, close) = self.marks;
        match self.random.below(100) {
            0..=29 => {
                let mention = self.mention(person);
                let rest = self.fill(" came to see the {a} {n} {t}. ");
                self.text += &mention;
                self.text += &rest;
            }
            30..=36 => {
                let mention = self.mention(person);
                let verb = self.fill(" did not {v} the {n}, and ");
                let pronoun = self.random.pick(&["he", "she"]);
                let again = self.tag_of(person);
                let rest = self.fill(" said so {t}. ");
                self.text += &format!("{mention}{verb}[{pronoun}]{again}{rest}");
            }
            37..=56 => {
                let tag = self.by(person);
                let name = self.bare_name_of(person);
                self.text += &format!(
                    "[{open}{},{close}]{tag} said {name}. ",
                    capitalised(&statement)
                );
                self.note_tagged(person);
            }
            57..=76 => {
                let mention = self.mention(person);
                let tag = self.by(person);
                self.text += &format!("{mention} said [{statement}]{tag}. ");
            }
            77..=86 => {
                let tag = self.by(person);
                let words = self.fill(&format!("the {{n}} was {open}a {{a}} {{n}}{close}"));
                let name = self.bare_name_of(person);
                self.text += &format!("According to {name}, [{words}]{tag}. ");
                self.note_tagged(person);
            }
            87..=96 => {
                let tag = self.by(person);
                let name = self.bare_name_of(person);
                let rest = self.random.pick(words::REMAINDERS);
                let rest = self.fill(rest);
                self.text += &format!(
                    "[{open}{},{close}]{tag} said {name}, [{open}{rest}.{close}]{{more}} ",
                    capitalised(&statement)
                );
                self.note_tagged(person);
            }
            _ => {
                let other = self.cast.person(&mut self.random);
                if other == person {
                    let tag = self.by(person);
                    self.text += &format!("It was said that [{statement}]{tag}. ");
                    return;
                }
                self.references.extend([person, other]);
                self.quotes.extend([person, other]);
                let topic = &self.cast.topics[self.random.below(self.cast.topics.len())].id;
                let people = &self.cast.people;
                let (one, two) = (&people[person].id, &people[other].id);
                self.text +=
                    &format!("Two of them said [{statement}]{{by @{one}, @{two} on #{topic}}}. ");
            }
        }
    }

    /// A statement of two paragraphs between fences.
    fn statement(&mut self) {
        let person = self.cast.person(&mut self.random);
        let tag = self.by(person);
        self.text += &format!("::: {}\n", tag.trim_matches(['{', '}']));
        for _ in 0..2 {
            for _ in 0..3 {
                let sentence = self.random.pick(words::SENTENCES);
                let sentence = self.fill(sentence);
                self.text += &capitalised(&sentence);
                self.text.push(' ');
            }
            self.text.truncate(self.text.trim_end().len());
            self.text += "\n\n";
        }
        self.text.truncate(self.text.trim_end().len());
        self.text += "\n:::\n\n";
    }

    fn mention(&mut self, person: usize) -> String {
        let name = self.name_of(person);
        self.note_tagged(person);
        format!("[{name}]{}", self.tag_of(person))
    }

    fn tag_of(&mut self, person: usize) -> String {
        self.references.push(person);
        self.mentions.push(person);
        format!("{{@{}}}", self.cast.people[person].id)
    }

    /// The tag of a quote, which is noted.
    fn by(&mut self, person: usize) -> String {
        self.references.push(person);
        self.quotes.push(person);
        let person = &self.cast.people[person];
        let mut tag = format!("{{by @{}", person.id);
        if self.random.percent(25.0) {
            tag += &format!(" of &{}", self.cast.organisations[person.organisation].id);
        }
        if self.random.percent(8.0) {
            let paper = self.random.below(self.cast.organisations.len().min(40));
            tag += &format!(" to &{}", self.cast.organisations[paper].id);
        }
        if self.random.percent(60.0) {
            let side = self.random.pick(&["on", "on", "for", "against"]);
            let topic = self.random.below(self.cast.topics.len());
            tag += &format!(" {side} #{}", self.cast.topics[topic].id);
        }
        if self.random.percent(4.0) {
            tag += &format!(
                " at {}-{:02}",
                1990 + self.random.below(36),
                1 + self.random.below(12)
            );
        }
        tag + "}"
    }

    /// A name for a person whom no tag stands beside: one that others may have
    /// too only for somebody who has been mentioned.
    fn bare_name_of(&mut self, person: usize) -> &'a str {
        match self.mentions.contains(&person) {
            true => self.name_of(person),
            false => &self.cast.people[person].name,
        }
    }

    /// One of the names of a person.
    fn name_of(&mut self, person: usize) -> &'a str {
        let person = &self.cast.people[person];
        match self.random.below(1 + person.also.len()) {
            0 => &person.name,
            other => &person.also[other - 1],
        }
    }

    fn note_tagged(&mut self, person: usize) {
        if !self.tagged.contains(&person) {
            self.tagged.push(person);
        }
    }

    /// Plants a mistake in a paragraph of its own.
    fn mistake(&mut self) {
        let (code, text) = match self.random.below(6) {
            0 => ("unknown/person", "[The {n}]{@nobody-of-that-name} was {a}."),
            1 => ("unknown/organisation", "[The {n}]{&no-such-body} was {a}."),
            2 => ("unknown/topic", "[The {n}]{#no-such-topic} was {a}."),
            3 => ("syntax/unclosed-tag", "The [{n}]{@half-typed was {a}."),
            4 => (
                "syntax/unknown-word",
                "[The {n} is {a}]{by ? abuot}, somebody said.",
            ),
            _ => (
                "date/malformed",
                "In the end [the {n} was {a}]{by ? at 2011-13}.",
            ),
        };
        let text = self.fill(text);
        self.text += &format!("{text}\n\n");
        self.mistake = Some(code);
    }

    /// Puts words in the places of a shape.
    fn fill(&mut self, shape: &str) -> String {
        let mut text = String::with_capacity(shape.len() * 2);
        let mut rest = shape;
        while let Some(start) = rest.find('{') {
            let (before, slot) = rest.split_at(start);
            text += before;
            let mut inside = slot[1..].chars();
            let kind = inside.next().unwrap_or_default();
            if inside.next() != Some('}') {
                text.push('{');
                rest = &slot[1..];
                continue;
            }
            rest = &slot[3..];
            match kind {
                'n' | 'a' => {
                    let list = match kind {
                        'n' => words::NOUNS,
                        _ => words::ADJECTIVES,
                    };
                    let word = self.word(list);
                    let is_open = word.starts_with(['a', 'e', 'i', 'o', 'u']);
                    if is_open && (text.ends_with(" a ") || text == "a " || text == "A ") {
                        text.pop();
                        text += "n ";
                    }
                    text += word;
                }
                'v' => text += &self.word(words::VERBS).replace('-', " "),
                'p' => text += self.word(words::PLACES),
                't' => text += self.random.pick(words::TIMES),
                _ => text += &(2 + self.random.below(998)).to_string(),
            }
        }
        text + rest
    }

    /// A word out of a list with spaces between them. One is found without
    /// taking the list apart: the word that stands at a random place.
    fn word(&mut self, list: &'static str) -> &'static str {
        let mut place = self.random.below(list.len());
        while !list.is_char_boundary(place) {
            place -= 1;
        }
        let start = list[..place].rfind(' ').map_or(0, |space| space + 1);
        let end = list[start..]
            .find(' ')
            .map_or(list.len(), |length| start + length);
        &list[start..end]
    }
}

/// Breaks long lines at spaces, but not within a tag.
fn wrap(text: &str) -> String {
    let mut wrapped = String::with_capacity(text.len() + 16);
    for line in text.split_inclusive('\n') {
        let mut width = 0;
        let mut is_in_tag = false;
        let is_kept = line.starts_with(":::") || line.starts_with('#');
        for word in line.split_inclusive(' ') {
            if width > 0 && width + word.len() > WIDTH && !is_in_tag && !is_kept {
                wrapped.truncate(wrapped.trim_end_matches(' ').len());
                wrapped.push('\n');
                width = 0;
            }
            for letter in word.chars() {
                match letter {
                    '{' => is_in_tag = true,
                    '}' => is_in_tag = false,
                    _ => {}
                }
            }
            wrapped += word;
            width += word.len();
        }
    }
    wrapped
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::cast::cast;

    #[test]
    fn an_article_counts_what_it_names() {
        let cast = cast(1_000, 3);
        for number in 0..200 {
            let article = article(&cast, 3, number);
            let tags = article.text.matches("{@").count() + article.text.matches("by @").count();
            let more =
                article.text.matches(", @").count() + article.text.matches("author: @").count();
            let mistaken = matches!(
                article.mistake,
                Some("unknown/person" | "syntax/unclosed-tag")
            );
            assert_eq!(
                tags + more - usize::from(mistaken),
                article.references.len(),
                "{}",
                article.text
            );
        }
    }

    #[test]
    fn a_tag_stays_on_its_line() {
        let cast = cast(1_000, 3);
        for number in 0..200 {
            let article = article(&cast, 3, number);
            if article.mistake == Some("syntax/unclosed-tag") {
                continue;
            }
            for line in article.text.lines().filter(|line| !line.contains("{%")) {
                assert_eq!(
                    line.matches('{').count(),
                    line.matches('}').count(),
                    "{line}"
                );
            }
        }
    }
}
