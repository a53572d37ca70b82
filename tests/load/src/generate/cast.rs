//! The people, organisations and topics that articles speak of.

use super::random::Random;
use super::words;

/// Those whom articles speak of.
pub struct Cast {
    /// The people, the most frequent first.
    pub people: Vec<Person>,
    /// The organisations.
    pub organisations: Vec<Organisation>,
    /// The topics.
    pub topics: Vec<Topic>,
    /// For each person the chance, from 0 to 1, that one up to them is meant.
    chances: Vec<f64>,
}

/// A person.
pub struct Person {
    /// Without the `@`.
    pub id: String,
    /// The display name.
    pub name: String,
    /// Other names.
    pub also: Vec<String>,
    /// The organisation, by number, for which they spoke last.
    pub organisation: usize,
}

/// An organisation.
pub struct Organisation {
    /// Without the `&`.
    pub id: String,
    /// The display name.
    pub name: String,
    /// A short name.
    pub short: String,
}

/// A topic.
pub struct Topic {
    /// Without the `#`.
    pub id: String,
    /// The display name.
    pub name: String,
}

/// How fast people get rarer: the n-th is used this power of n less often than
/// the first. With it the most frequent of 10,000 people has about
/// 10,000 uses in 100,000 articles.
const STEEPNESS: f64 = 0.57;

/// The streams of random numbers.
const PEOPLE: u64 = 1;
const ROLES: u64 = 2;
const ORGANISATIONS: u64 = 3;

/// The cast for so many articles: a person for ten of them, an organisation for
/// twenty people, two hundred topics.
pub fn cast(articles: usize, seed: u64) -> Cast {
    let people = (articles / 10).max(50);
    let organisations = (people / 20).max(10);
    let mut sum = 0.0;
    let weights = (1..=people).map(|rank| {
        sum += (rank as f64).powf(-STEEPNESS);
        sum
    });
    let mut chances: Vec<f64> = weights.collect();
    for chance in &mut chances {
        *chance /= sum;
    }
    Cast {
        people: people_of(people, organisations, seed),
        organisations: (0..organisations).map(organisation).collect(),
        topics: topics(),
        chances,
    }
}

impl Cast {
    /// One of the people, the frequent ones more often.
    pub fn person(&self, random: &mut Random) -> usize {
        let wanted = random.fraction();
        let found = self.chances.partition_point(|&chance| chance < wanted);
        found.min(self.people.len() - 1)
    }

    /// The declaration of a person.
    pub fn declare_person(&self, number: usize, seed: u64) -> String {
        let person = &self.people[number];
        let mut random = Random::of(seed, ROLES, number as u64);
        let mut text = format!("@{}: {}\n", person.id, person.name);
        if !person.also.is_empty() {
            text += &format!("    also: {}\n", person.also.join("; "));
        }
        if random.percent(35.0) {
            text += &format!("    role: {}\n", random.pick(words::CALLINGS));
        }
        // The roles follow each other without a gap, so that everybody has one
        // on every date.
        let mut since = None;
        for _ in 0..random.below(3) {
            let (year, _) = since.unwrap_or((1990, 1));
            let until = (year + 3 + random.below(9), 1 + random.below(11));
            let other = random.below(self.organisations.len());
            text += &self.role(&mut random, other, since, Some(until));
            since = Some((until.0, until.1 + 1));
            if until.0 > 2020 {
                break;
            }
        }
        text += &self.role(&mut random, person.organisation, since, None);
        if random.percent(30.0) {
            text += &format!("    link: https://example.org/people/{number}\n");
        }
        if random.percent(20.0) {
            text += "    note: as the paper’s own card index has it\n";
        }
        text
    }

    fn role(
        &self,
        random: &mut Random,
        organisation: usize,
        since: Option<(usize, usize)>,
        until: Option<(usize, usize)>,
    ) -> String {
        let month = |date: Option<(usize, usize)>| match date {
            Some((year, month)) => format!("{year}-{month:02}"),
            None => String::new(),
        };
        let office = random.pick(words::OFFICES);
        let id = &self.organisations[organisation].id;
        match (since, until) {
            (None, None) => format!("    role: {office} &{id}\n"),
            _ => format!(
                "    role: {office} &{id}, {}..{}\n",
                month(since),
                month(until)
            ),
        }
    }

    /// The declaration of an organisation.
    pub fn declare_organisation(&self, number: usize, seed: u64) -> String {
        let organisation = &self.organisations[number];
        let mut random = Random::of(seed, ORGANISATIONS, number as u64);
        let mut text = format!(
            "&{}: {}\n    also: {}\n",
            organisation.id, organisation.name, organisation.short
        );
        if number > 0 && random.percent(50.0) {
            // Parents have smaller numbers, so nothing is part of itself.
            let parent = random.below(number);
            text += &format!("    part of: &{}\n", self.organisations[parent].id);
        }
        text
    }

    /// The declaration of a topic.
    pub fn declare_topic(&self, number: usize) -> String {
        let topic = &self.topics[number];
        format!("#{}: {}\n", topic.id, topic.name)
    }
}

fn people_of(people: usize, organisations: usize, seed: u64) -> Vec<Person> {
    let given: Vec<&str> = words::GIVEN.split_whitespace().collect();
    let family = families();
    let pairs = given.len() * family.len();
    let stride = coprime(pairs, pairs * 5 / 8 + (seed % 1009) as usize);
    let person = |number: usize| {
        let mut random = Random::of(seed, PEOPLE, number as u64);
        let pair = (number % pairs * stride + (seed % 8191) as usize) % pairs;
        let (given, family) = (given[pair % given.len()], &family[pair / given.len()]);
        let letter = |number: usize| char::from(b'A' + (number % 26) as u8);
        let initial = match (number / pairs, random.percent(70.0)) {
            (0, true) => None,
            (block, _) => Some(letter(pair + block)),
        };
        let name = match initial {
            Some(initial) => format!("{given} {initial}. {family}"),
            None => format!("{given} {family}"),
        };
        let also = match random.below(5) {
            0 => vec![format!("Dr {given} {family}"), format!("Dr {family}")],
            1 => vec![format!("Mr {family}")],
            2 => vec![format!("Ms {family}")],
            3 => vec![family.clone()],
            _ => Vec::new(),
        };
        Person {
            id: id_of(&name),
            name,
            also,
            organisation: random.below(organisations),
        }
    };
    (0..people).map(person).collect()
}

fn families() -> Vec<String> {
    let mut families: Vec<String> = words::FAMILY
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    for begin in words::FAMILY_BEGINS.split_whitespace() {
        for end in words::FAMILY_ENDS.split_whitespace() {
            families.push(format!("{begin}{end}"));
        }
    }
    families
}

fn organisation(number: usize) -> Organisation {
    let places: Vec<&str> = words::PLACES.split_whitespace().collect();
    let fields: Vec<&str> = words::FIELDS.split_whitespace().collect();
    let bodies: Vec<&str> = words::BODIES.split_whitespace().collect();
    let count = places.len() * fields.len() * bodies.len();
    let index = number * coprime(count, 2741) % count;
    let place = places[index % places.len()];
    let field = fields[index / places.len() % fields.len()];
    let body = bodies[index / places.len() / fields.len()];
    let name = format!("{place} {field} {body}");
    let short: String = name
        .split(' ')
        .filter_map(|word| word.chars().next())
        .collect();
    Organisation {
        id: id_of(&name),
        short: format!("{short}{}", number + 1),
        name,
    }
}

fn topics() -> Vec<Topic> {
    let subjects = words::TOPIC_SUBJECTS.split_whitespace();
    let topics = subjects.flat_map(|subject| {
        let aspects = words::TOPIC_ASPECTS.split_whitespace();
        aspects.map(move |aspect| Topic {
            id: format!("{subject}-{aspect}"),
            name: format!("{subject} {}", aspect.replace('-', " ")),
        })
    });
    topics.collect()
}

fn id_of(name: &str) -> String {
    let words = name
        .split([' ', '’'])
        .map(|word| word.trim_end_matches('.'));
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    words.join("-")
}

/// The first number from `wanted` on that has no divisor in common with `count`.
fn coprime(count: usize, wanted: usize) -> usize {
    let divisor = |mut one: usize, mut other: usize| {
        while other > 0 {
            (one, other) = (other, one % other);
        }
        one
    };
    let mut number = wanted.max(1);
    while divisor(number, count) != 1 {
        number += 1;
    }
    number
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn everybody_has_an_id_of_their_own() {
        let cast = cast(1_000_000, 7);
        let people: HashSet<&str> = cast
            .people
            .iter()
            .map(|person| person.id.as_str())
            .collect();
        assert_eq!(people.len(), 100_000);
        let organisations = cast.organisations.iter();
        let organisations: HashSet<&str> = organisations
            .map(|organisation| organisation.id.as_str())
            .collect();
        assert_eq!(organisations.len(), 5_000);
        let topics: HashSet<&str> = cast.topics.iter().map(|topic| topic.id.as_str()).collect();
        assert_eq!(topics.len(), 200);
    }
}
