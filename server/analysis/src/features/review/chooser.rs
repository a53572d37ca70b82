//! Whom a proposal may mean, as an annotator chooses among them.

use std::collections::BTreeSet;

use super::cast::Cast;
use super::choice::Choice;
use super::declaration::{NewEntity, short_name, title_before, titled_names};
use super::german_role;
use super::learned::{EndedRole, Learned, LearnedRole, learned_role, predecessor};
use super::role;
use super::spokesman::spoken_by;
use super::words::Words;
use crate::features::declare::{proposed_id, proposed_name};
use crate::features::shared::label;
use crate::features::shared::names::bare_name;
use crate::features::shared::wording::{listed, roles_on};
use crate::model::{Corpus, EntityId, FileId, fold};
use crate::proposals::{Language, Proposal, ProposedSpeaker};
use crate::syntax::{EntityKind, PartialDate, Period, TextRange};

/// How many declared names like a new one are asked about.
const NEAR: usize = 3;

/// How many names that begin alike are compared with a new one.
const COMPARED: usize = 64;

/// Those who may have said something, the likeliest first, and what has to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// All of them.
    pub choices: Vec<Choice>,
    /// Which of them can be taken without a question.
    pub chosen: Option<usize>,
    /// What has to be asked where none can.
    pub question: Option<String>,
}

/// Makes choices of what is proposed for an article.
pub struct Chooser<'a> {
    /// The corpus.
    pub corpus: &'a Corpus,
    /// The article.
    pub file: FileId,
    /// Its words.
    pub words: &'a Words,
    /// Their language.
    pub language: Language,
    /// Whom they may mean.
    pub cast: &'a Cast,
    /// Whom each stretch of the file means that a tag names.
    pub mentions: &'a [(TextRange, EntityId)],
}

impl Chooser<'_> {
    /// Who may have said what is proposed, but for those who are refused.
    pub fn choices(&self, proposal: &Proposal, is_refused: &dyn Fn(&str) -> bool) -> Choices {
        let mut choices: Vec<Choice> = Vec::new();
        let mut near_names: Vec<(String, Vec<EntityId>)> = Vec::new();
        let tagged = self.tagged(proposal);
        choices.extend(tagged.map(|id| self.declared(id)));
        for (number, speaker) in proposal.speakers.iter().enumerate() {
            let named = proposal.named.get(number).map_or(&[][..], Vec::as_slice);
            let apposition = proposal.apposition.filter(|_| number == 0);
            match speaker {
                ProposedSpeaker::Known(number) => {
                    if let Some(id) = self.cast.ids.get(*number) {
                        choices.extend(self.learning(*id, None, named, apposition));
                        choices.push(self.declared(*id));
                    }
                }
                ProposedSpeaker::New {
                    name,
                    is_organisation,
                } => {
                    let kind = match is_organisation {
                        true => EntityKind::Organisation,
                        false => EntityKind::Person,
                    };
                    let near = self.near(name, kind);
                    for id in &near {
                        let learning = self.learning(*id, Some(name), named, apposition);
                        match learning.is_empty() {
                            true => choices.push(self.declared(*id)),
                            false => choices.extend(learning),
                        }
                    }
                    if !near.is_empty() {
                        near_names.push((name.clone(), near));
                    }
                    choices.extend(self.undeclared(name, kind, named, apposition));
                }
                ProposedSpeaker::Words(words) => {
                    choices.extend(spoken_by(self.corpus, self.file, words));
                }
            }
        }
        if let Some(addressee) = self.addressee(proposal) {
            for choice in choices.iter_mut().filter(|one| one.speaker != addressee) {
                choice.tag = format!("{} to {addressee}", choice.tag);
            }
        }
        let likeliest = choices.first().map(|choice| choice.speaker.clone());
        choices.retain(|choice| !is_refused(&choice.speaker));
        let mut seen = BTreeSet::new();
        choices.retain(|choice| {
            let what = choice.learns.as_ref().map(Learned::words);
            seen.insert((choice.speaker.clone(), what, choice.ends.is_some()))
        });
        let first = choices.first();
        let is_refused = first.map(|choice| &choice.speaker) != likeliest.as_ref();
        let is_settled = tagged.is_some() || proposal.is_settled && near_names.is_empty();
        if first.is_some() && is_settled && !is_refused {
            return Choices {
                choices,
                chosen: Some(0),
                question: None,
            };
        }
        let question = Some(self.question(proposal, &choices, &near_names));
        choices.push(unknown());
        Choices {
            choices,
            chosen: None,
            question,
        }
    }

    /// To whom it was said, where the article names somebody who is declared, and nobody else
    /// bears the name.
    fn addressee(&self, proposal: &Proposal) -> Option<String> {
        let words = &self.words.text()[proposal.addressee?];
        let names = self.corpus.index().names();
        let date = self.corpus.date(self.file);
        let mut bearers = names.bearers_on(words, date);
        bearers.extend(names.bearers_on(bare_name(words), date));
        bearers.sort_unstable();
        bearers.dedup();
        match bearers[..] {
            [only] if only.kind() != EntityKind::Topic => {
                Some(self.corpus.written(only).to_string())
            }
            _ => None,
        }
    }

    /// Whom a tag names around the words that say who spoke, or in them. One that stands in them
    /// beside the name of the speaker names somebody else, as the body in `[GPC]{&gpc} chairman
    /// Ann Gordon`; and the owner of something does not speak: `[GPC]{&gpc} chairmen`.
    fn tagged(&self, proposal: &Proposal) -> Option<EntityId> {
        let said = proposal.source?;
        let source = self.words.in_file(said);
        let named = proposal.named.first().map_or(&[][..], Vec::as_slice);
        let mut named = named.iter().filter(|place| said.covers(**place));
        let name = named.next().map(|place| self.words.in_file(*place));
        let is_head = |words: TextRange, id: EntityId| match name {
            Some(name) => words.overlaps(name),
            None => id.kind() == EntityKind::Person || self.ends_with(said, words),
        };
        let mut mentions = self.mentions.iter();
        let found = mentions.find(|(words, id)| {
            words.covers(source) || source.covers(*words) && is_head(*words, *id)
        });
        let (_, id) = found?;
        (id.kind() != EntityKind::Topic).then_some(*id)
    }

    /// Whether some of the words, in bytes of them, end with words of the file.
    fn ends_with(&self, some: TextRange, words: TextRange) -> bool {
        let end = self.words.of_file(words).to();
        self.words.text()[end.min(some.to())..some.to()]
            .trim()
            .is_empty()
    }

    fn declared(&self, id: EntityId) -> Choice {
        let written = self.corpus.written(id);
        let name = self.corpus.name(id);
        let roles = roles_on(self.corpus, id, self.corpus.date(self.file));
        Choice {
            label: label(&name),
            detail: label(&roles.join("; ")),
            tag: format!("by {written}"),
            speaker: written.to_string(),
            ..Choice::default()
        }
    }

    /// Somebody who is declared, with what the article says of them and the cast does not.
    /// Where another person still has a post that is new to them, that person's may end with it.
    fn learning(
        &self,
        id: EntityId,
        name: Option<&str>,
        named: &[TextRange],
        apposition: Option<TextRange>,
    ) -> Vec<Choice> {
        let Some(entity) = self.corpus.entity(id) else {
            return Vec::new();
        };
        let is_own = |(file, _)| self.corpus.external(file).is_none();
        if !entity.places().any(is_own) {
            return Vec::new();
        }
        let date = self.corpus.date(self.file);
        let date = date.filter(|_| id.kind() == EntityKind::Person);
        let mut roles = Vec::new();
        let mut ends = None;
        if let Some(date) = date {
            for words in self.roles(named, apposition, date) {
                let learned = learned_role(self.corpus, &entity, &words, date);
                if matches!(learned, Some(LearnedRole::New(_))) && ends.is_none() {
                    ends = predecessor(self.corpus, Some(id), &words, date);
                }
                roles.extend(learned);
            }
        }
        let name = name.filter(|name| can_be_listed(name)).map(proposed_name);
        if roles.is_empty() && name.is_none() {
            return Vec::new();
        }
        let learns = Learned {
            id: self.corpus.written(id).to_string(),
            name,
            roles,
        };
        let declared = self.declared(id);
        let known = match declared.detail.is_empty() {
            true => String::new(),
            false => format!("{}; ", declared.detail),
        };
        let detail = format!("{known}{}", learns.words());
        let choice = Choice {
            detail: label(&detail),
            learns: Some(learns),
            ..declared
        };
        with_end(choice, &detail, ends)
    }

    /// The roles that the words beside a person's name give, wherever the article names them.
    pub(super) fn roles(
        &self,
        named: &[TextRange],
        apposition: Option<TextRange>,
        date: PartialDate,
    ) -> Vec<String> {
        let text = self.words.text();
        let apposition = apposition.map(|range| &text[range]);
        let beside = named.iter().flat_map(|place| {
            let title = title_before(text, place.from());
            let from = title.map_or(place.from(), |title| title.from());
            let name = TextRange::new(from, place.to());
            match self.language {
                Language::German => german_role::beside(text, name),
                Language::English | Language::Other => role::beside(text, name),
            }
        });
        let roles = apposition.into_iter().chain(beside);
        let mut roles = roles.map(|words| match self.language {
            Language::German => german_role::roles(self.corpus, words, date),
            Language::English | Language::Other => role::roles(self.corpus, words, date),
        });
        roles.find(|roles| !roles.is_empty()).unwrap_or_default()
    }

    /// The declaration of somebody whom nothing declares, with the names and roles that the
    /// article gives at the places that name them; and the post of another person that ends
    /// with it.
    pub(super) fn declaration(
        &self,
        name: &str,
        kind: EntityKind,
        named: &[TextRange],
        apposition: Option<TextRange>,
    ) -> (NewEntity, Option<EndedRole>) {
        let id = proposed_id(name, kind, self.corpus);
        let is_person = kind == EntityKind::Person;
        let names = match is_person {
            true => titled_names(self.words.text(), name, named),
            false => Vec::from_iter(short_name(self.words.text(), name)),
        };
        // A role is only known to have been held on the day of the article; of one without a
        // date nothing is known.
        let date = self.corpus.date(self.file).filter(|_| is_person);
        let roles = date.map(|date| (self.roles(named, apposition, date), date));
        let ends = roles.as_ref().and_then(|(roles, date)| {
            let mut ended = roles.iter();
            ended.find_map(|words| predecessor(self.corpus, None, words, *date))
        });
        let (roles, seen) = match roles {
            Some((roles, date)) => (roles, Period::seen(date).written()),
            None => (Vec::new(), String::new()),
        };
        let roles = roles.into_iter().map(|words| format!("{words}, {seen}"));
        let declares = NewEntity {
            id,
            name: proposed_name(name),
            names,
            roles: roles.collect(),
        };
        (declares, ends)
    }

    /// Somebody who is declared along with the quote. Where another person still has the
    /// same post, that person's may end with it.
    fn undeclared(
        &self,
        name: &str,
        kind: EntityKind,
        named: &[TextRange],
        apposition: Option<TextRange>,
    ) -> Vec<Choice> {
        let is_person = kind == EntityKind::Person;
        let (declares, ends) = self.declaration(name, kind, named, apposition);
        let what = match is_person {
            true => "new person",
            false => "new organisation",
        };
        let known = std::iter::once(what).chain(declares.roles.iter().map(String::as_str));
        let detail = known.collect::<Vec<_>>().join(", ");
        let choice = Choice {
            label: label(declares.names.first().unwrap_or(&declares.name)),
            detail: label(&detail),
            tag: format!("by {}", declares.id),
            speaker: declares.id.clone(),
            declares: Some(declares),
            ..Choice::default()
        };
        with_end(choice, &detail, ends)
    }

    /// Declared people or organisations whose names are so like a new one that it may be
    /// one of theirs in another spelling, or with another form of the first name.
    fn near(&self, name: &str, kind: EntityKind) -> Vec<EntityId> {
        let folded = fold(name);
        let Some(last) = folded.split(' ').next_back() else {
            return Vec::new();
        };
        // A slip near the end of the last word leaves its beginning.
        let letters = last.chars().count();
        let start: String = last
            .chars()
            .take((letters.max(5) - 2).min(letters))
            .collect();
        if start.chars().count() < 3 {
            return Vec::new();
        }
        let same = self
            .corpus
            .index()
            .search()
            .with_word(&start)
            .take(COMPARED);
        let mut found: Vec<EntityId> = Vec::new();
        for id in same.map(|one| one.entity) {
            if id.kind() != kind || found.contains(&id) {
                continue;
            }
            let Some(entity) = self.corpus.entity(id) else {
                continue;
            };
            let mut names = std::iter::once(entity.name()).chain(entity.aliases());
            if names.any(|other| is_near(&folded, &fold(other))) {
                found.push(id);
            }
        }
        found.truncate(NEAR);
        found
    }

    fn question(
        &self,
        proposal: &Proposal,
        choices: &[Choice],
        near: &[(String, Vec<EntityId>)],
    ) -> String {
        if let Some((name, ids)) = near.first() {
            let ids = ids
                .iter()
                .map(|id| format!("`{}`", self.corpus.written(*id)));
            let declared = listed(&ids.collect::<Vec<_>>());
            return label(&format!(
                "“{name}” is not declared, but {declared} has a name like it: who is meant?"
            ));
        }
        let words = proposal.source.map(|range| &self.words.text()[range]);
        let words = words.map_or_else(String::new, |words| format!(" by “{words}”"));
        label(&match choices.len() {
            0 => format!("Who is meant{words}?"),
            1 => format!("Is {} meant{words}?", choices[0].label),
            _ => format!("Which of these is meant{words}?"),
        })
    }
}

/// A choice, and where somebody else's role may end with it, that one too. `detail` is the
/// choice's.
fn with_end(choice: Choice, detail: &str, ends: Option<EndedRole>) -> Vec<Choice> {
    let ending = ends.map(|ends| Choice {
        detail: label(&format!("{detail}; ends “{}” of {}", ends.words, ends.id)),
        ends: Some(ends),
        ..choice.clone()
    });
    std::iter::once(choice).chain(ending).collect()
}

/// Whether a name can be one of several in a list.
fn can_be_listed(name: &str) -> bool {
    !name.contains([';', ',', '\\', '[', ']', '{', '}'])
}

/// Somebody who is still to be found.
fn unknown() -> Choice {
    Choice {
        label: "an unknown speaker".into(),
        detail: String::new(),
        tag: "by ?".into(),
        speaker: "?".into(),
        ..Choice::default()
    }
}

/// Whether two folded names may be one: a letter or two apart, or with the same last name
/// and first names that begin alike.
fn is_near(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let longer = one.chars().count().max(other.chars().count());
    let allowed = match longer {
        ..6 => 0,
        6..12 => 1,
        _ => 2,
    };
    if strsim::osa_distance(one, other) <= allowed {
        return true;
    }
    let parts = |name: &str| {
        let (first, last) = name.split_once(' ')?;
        let last = last.rsplit(' ').next()?;
        Some((first.chars().next()?, last.to_owned()))
    };
    match (parts(one), parts(other)) {
        (Some((first, last)), Some((other, others))) => last == others && first == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_may_be_one_are_near() {
        for (one, other) in [
            ("laurence buckman", "laurence buckmann"),
            ("laurence buckman", "lawrence buckman"),
            ("bob gordon", "barry gordon"),
            ("bma", "bma"),
        ] {
            assert!(is_near(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("george bush", "laura bush"),
            ("bma", "bmj"),
            ("ann lee", "bob lee"),
            ("lee", "ann lee"),
        ] {
            assert!(!is_near(one, other), "{one} {other}");
        }
    }
}
