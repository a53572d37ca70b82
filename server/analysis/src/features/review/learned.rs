//! What an article says of people whom the cast declares: a name that is not listed, a role
//! that they had on its day, the end of somebody else's in the same post.

use std::collections::BTreeSet;

use crate::features::edit::declared::{with_alias, with_role, with_sighting, without_end};
use crate::features::edit::{CorpusEdit, Refusal};
use crate::model::{Corpus, Entity, EntityId, RoleFacts, fold};
use crate::syntax::{End, EntityKind, Holds, PartialDate, Period};

/// How many people of an organisation are looked at for who had a post before.
const LOOKED_AT: usize = 200;

/// What is added to a declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learned {
    /// The id with its sigil.
    pub id: String,
    /// A name as the article writes it, which goes under `also`.
    pub name: Option<String>,
    /// Roles on the day of the article.
    pub roles: Vec<LearnedRole>,
}

/// A role that an article says somebody had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LearnedRole {
    /// A new one: `chair of &union, ~2011-12-01`.
    New(String),
    /// One that was seen before, by its words, and that day.
    SeenAgain(String, PartialDate),
}

/// A role that goes on, by whose it is and its words, and ends at a time that nobody knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndedRole {
    /// The id with its sigil.
    pub id: String,
    /// Its words.
    pub words: String,
}

impl Learned {
    /// The changes of the declaration.
    ///
    /// # Errors
    /// When it cannot be changed.
    pub fn edit(&self, corpus: &Corpus) -> Result<CorpusEdit, Refusal> {
        let mut edit = match &self.name {
            Some(name) => with_alias(corpus, &self.id, name)?,
            None => CorpusEdit::default(),
        };
        for role in &self.roles {
            edit.extend(match role {
                LearnedRole::New(role) => with_role(corpus, &self.id, role)?,
                LearnedRole::SeenAgain(words, date) => {
                    with_sighting(corpus, &self.id, words, *date)?
                }
            });
        }
        Ok(edit)
    }

    /// The same in a few words.
    pub fn words(&self) -> String {
        let name = self.name.as_ref().map(|name| format!("also “{name}”"));
        let roles = self.roles.iter().map(|role| match role {
            LearnedRole::New(role) => format!("role {role}"),
            LearnedRole::SeenAgain(words, date) => format!("{words} on {date} too"),
        });
        let both: Vec<String> = name.into_iter().chain(roles).collect();
        format!("adds {}", both.join(" and "))
    }
}

impl EndedRole {
    /// The change of the declaration.
    ///
    /// # Errors
    /// When it cannot be changed.
    pub fn edit(&self, corpus: &Corpus) -> Result<CorpusEdit, Refusal> {
        without_end(corpus, &self.id, &self.words)
    }
}

/// What the words of a role on a day say of somebody beside what is declared; nothing where
/// that says the same, or more.
pub fn learned_role(
    corpus: &Corpus,
    person: &Entity,
    words: &str,
    date: PartialDate,
) -> Option<LearnedRole> {
    let known = person
        .roles()
        .filter(|role| says_no_more_by_name(corpus, words, &role.words));
    let mut known = known.filter(|role| role.period.holds(date) != Holds::No || is_seen(role));
    let Some(role) = known.next() else {
        let period = Period::seen(date).written();
        return Some(LearnedRole::New(format!("{words}, {period}")));
    };
    let is_certain = role.period.holds(date) == Holds::Yes;
    let is_wider = is_seen(role) && role.period.widened(date).is_some();
    (!is_certain && is_wider).then(|| LearnedRole::SeenAgain(role.words.to_string(), date))
}

/// Somebody else who still has a post in the cast, in which an article sees another person:
/// the same words of the same organisation.
pub fn predecessor(
    corpus: &Corpus,
    own: Option<EntityId>,
    words: &str,
    date: PartialDate,
) -> Option<EndedRole> {
    let organisations = words.split(' ').filter(|word| word.starts_with('&'));
    let organisation = organisations
        .filter_map(|word| corpus.ids().find(word))
        .next_back()?;
    let mut people: Vec<EntityId> = corpus
        .index()
        .below(organisation)
        .filter(|id| id.kind() == EntityKind::Person && Some(*id) != own)
        .take(LOOKED_AT)
        .collect();
    people.sort_by_cached_key(|id| corpus.written(*id));
    people.into_iter().find_map(|id| {
        let person = corpus.entity(id)?;
        let mut roles = person.roles();
        let role = roles.find(|role| {
            role.period.end == End::Open
                && role
                    .period
                    .start
                    .is_some_and(|start| start.first_day() < date.first_day())
                && says_no_more(words, &role.words)
                && says_no_more(&role.words, words)
                && is_held_by_one(words)
        })?;
        let is_own = person
            .places()
            .any(|(file, _)| corpus.external(file).is_none());
        is_own.then(|| EndedRole {
            id: corpus.written(id).to_string(),
            words: role.words.to_string(),
        })
    })
}

fn is_seen(role: &RoleFacts) -> bool {
    role.period.sightings().is_some()
}

/// Whether a role says nothing that another does not: `chairman` beside `chair of &union`.
fn says_no_more(one: &str, other: &str) -> bool {
    significant(one).is_subset(&significant(other))
}

/// The same where an organisation of the one may stand in the other by a name: `chair of &union`
/// beside `chair of the Harbour Union`, which was written before it was declared.
fn says_no_more_by_name(corpus: &Corpus, one: &str, other: &str) -> bool {
    let other = significant(other);
    let is_named = |id: &str| {
        let id = id.trim_end_matches(|c: char| !c.is_alphanumeric());
        let organisation = corpus.ids().find(id).and_then(|id| corpus.entity(id));
        organisation.is_some_and(|organisation| {
            let aliases = organisation.aliases().into_iter();
            let mut names = aliases.chain([organisation.name()]).map(significant);
            names.any(|name| !name.is_empty() && name.is_subset(&other))
        })
    };
    one.split_whitespace()
        .all(|word| significant(word).is_subset(&other) || word.starts_with('&') && is_named(word))
}

/// The words that tell a role from others; for a man and for a woman they are the same.
fn significant(role: &str) -> BTreeSet<String> {
    let small = ["a", "an", "and", "at", "for", "in", "of", "on", "the", "s"];
    let words = role.split(|c: char| !c.is_alphanumeric() && !matches!(c, '&' | '-'));
    let words = words.map(|word| {
        let word = fold(word);
        let ends = ["woman", "person", "man"];
        let stem = ends.iter().find_map(|end| word.strip_suffix(end));
        stem.filter(|stem| stem.chars().count() > 2)
            .map_or(word.clone(), str::to_owned)
    });
    words
        .filter(|word| !word.is_empty() && !small.contains(&&**word))
        .collect()
}

/// Whether a post is one of which a body has a single holder.
fn is_held_by_one(role: &str) -> bool {
    let single = [
        "chair",
        "president",
        "chief executive",
        "director general",
        "director-general",
        "leader",
        "mayor",
        "governor",
        "chancellor",
        "prime minister",
        "head of",
        "secretary general",
        "general secretary",
        "editor",
    ];
    let many = [
        "deputy",
        "vice",
        "former",
        "assistant",
        "acting",
        "co-chair",
        "member",
    ];
    let role = role.to_lowercase();
    let words = || role.split(|c: char| !c.is_alphanumeric() && c != '-');
    single.iter().any(|post| role.contains(post)) && !words().any(|word| many.contains(&word))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::model::Source;

    #[test]
    fn a_role_written_before_its_organisation_was_declared_is_the_same() {
        let mut corpus = Corpus::default();
        let cast = "@ann: Ann\n    role: chief executive of the GP Committee, ~2011\n@bob: Bob\n    role: chief executive of the GP Union, ~2011\n&gpc: GPC\n    also: GP Committee\n";
        corpus.insert_source(Path::new("cast.qm"), Source::new(cast));
        let date = PartialDate::parse("2011").unwrap();
        let learned = |id: &str| {
            let person = corpus.ids().find(id).and_then(|id| corpus.entity(id));
            learned_role(&corpus, &person.unwrap(), "chief executive of &gpc", date)
        };
        assert_eq!(learned("@ann"), None);
        let new = LearnedRole::New("chief executive of &gpc, ~2011".to_owned());
        assert_eq!(learned("@bob"), Some(new));
    }
}
